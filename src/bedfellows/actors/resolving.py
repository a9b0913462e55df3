"""`resolve`: which actor a name means on a date."""

from __future__ import annotations

import re
from datetime import date

from bedfellows.actors.homes import at_home, places
from bedfellows.actors.loading import load_registry
from bedfellows.actors.model import Actor, AliasKind, Candidate, Resolution
from bedfellows.actors.names import COMMON_WORDS, LONGEST, cased, folded
from bedfellows.actors.near import near_names
from bedfellows.actors.period import Period, fit, period
from bedfellows.actors.phrases import FACTION_WORDS, read_phrase
from bedfellows.actors.registry import Entry, Registry

GOOD_ENOUGH = 0.45
"""A candidate below this is never the answer."""
UNLIKELY = 0.4
"""What a candidate's score is multiplied by where something speaks against it: never enough for an answer."""
CLEARLY_BETTER = 0.04
"""The answer must lead the next actor by this much."""
_WEIGHTS: dict[AliasKind, float] = {
    "name": 1.0, "alias": 0.98, "abbreviation": 0.97, "demonym": 0.95, "capital": 0.93, "metonym": 0.93, "body": 0.93, "title": 0.9,
}  # fmt: skip
_OTHER_CAPITALS = 0.85
_LONGEST_INITIALS = 5
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_INVERTED = re.compile(r"([^,]+), (.+ of(?: the)?)")
"""Names as lists print them: "Korea, Republic of"."""
_METONYM_ROLES: dict[AliasKind, str] = {"capital": "government", "metonym": "government"}


def resolve(name: str, on: date | int | None = None, registry: Registry | None = None) -> Resolution:
    """The actor that a name means, or ranked candidates where it is not clear.

    `on` is a day, or a year (of which the middle stands in the answer); None means now. The steps, each tried where the ones before
    gave nothing: a known name or id; part of a known name ("Afghan security forces", "Trump administration"); nearly a known name.
    A name outside the days it was in use is still understood, with a lower score. What stands in brackets says where the actor is,
    never who it is: "National Front (Iran)" is not Iran, and nobody who is at home elsewhere. What is only like a known name is a
    candidate that scores too little. `Resolution.actor` is None where the best candidate scores under 0.45 or does not lead the
    next actor by 0.04.

    Raises DateError for an impossible date, and nothing else: any text is safe.
    """
    when = period(on)
    registry = registry or load_registry()
    query = name[: LONGEST * 2]
    beside = _BRACKETS.findall(query)
    alone = _orders(_BRACKETS.sub(" ", query)) if beside else []
    candidates: list[Candidate] = []
    for read in (_readings, _near):
        for part in _orders(query):
            candidates = candidates if _any_likely(candidates) else candidates + read(part, when, registry)
        for part in alone:
            if not _any_likely(candidates):
                candidates = candidates + _beside(read(part, when, registry), beside, when, registry)
    if beside and not _any_likely(candidates):
        for part in beside:
            candidates = candidates + [
                _unlikely(c, "only put beside it") for c in _readings(part, when, registry)
            ]
    ranked = _ranked(candidates)
    return Resolution(name, when.on if when else None, _answer(ranked), ranked)


def _orders(name: str) -> list[str]:
    inverted = _INVERTED.fullmatch(name.strip())
    return [f"{inverted[2]} {inverted[1]}", name] if inverted else [name]


def _any_likely(candidates: list[Candidate]) -> bool:
    return any(candidate.score >= GOOD_ENOUGH for candidate in candidates)


def _unlikely(candidate: Candidate, why: str) -> Candidate:
    score = round(candidate.score * UNLIKELY, 4)
    return Candidate(candidate.actor, score, f"{candidate.reason}, but {why}", candidate.role)


def _beside(
    candidates: list[Candidate], beside: list[str], when: Period | None, registry: Registry
) -> list[Candidate]:
    """The candidates that may be called so beside what stands in brackets, and the others as unlikely."""
    where = places((c for part in beside for c in _readings(part, when, registry)), registry)
    faction = any(word in FACTION_WORDS for part in beside for word in folded(part).split())
    found = []
    for candidate in candidates:
        if faction and candidate.actor.kind in {"armed-group", "organisation"}:
            found.append(_unlikely(candidate, "a faction of it is named"))
        elif where and not at_home(candidate.actor, where, registry):
            found.append(_unlikely(candidate, "at home elsewhere"))
        else:
            found.append(candidate)
    return found


def _readings(text: str, when: Period | None, registry: Registry) -> list[Candidate]:
    spelled = cased(text)
    if not spelled:
        return []

    def look(part: str) -> list[Candidate]:
        return _known(part, when, registry)

    return look(spelled) or _by_id(text, registry) or read_phrase(spelled, when, registry, look)


def _known(spelled: str, when: Period | None, registry: Registry) -> list[Candidate]:
    name = spelled.casefold()
    found = []
    for entry in registry.index.get(name, ()):
        same = not entry.alias.case_sensitive or entry.cased == spelled
        if same or name not in COMMON_WORDS:
            candidate = _candidate(entry, when, 1.0 if same else _OTHER_CAPITALS)
            found.append(_unlikely(candidate, "in capitals") if _initials(spelled, entry) else candidate)
    return found


def _initials(spelled: str, entry: Entry) -> bool:
    """Is a word in capitals rather an abbreviation than this city? LIMA is a fair, and no state of Peru."""
    return (
        entry.alias.kind == "capital"
        and spelled.isupper()
        and len(spelled) <= _LONGEST_INITIALS
        and not entry.cased.isupper()
    )


def _candidate(entry: Entry, when: Period | None, factor: float) -> Candidate:
    alias, actor = entry.alias, entry.actor
    suits = min(fit(alias.valid_from, alias.valid_to, when), fit(actor.valid_from, actor.valid_to, when))
    score = round(_WEIGHTS[alias.kind] * suits * factor, 4)
    return Candidate(
        actor, score, _reason(entry, when, suits, factor), entry.role or _METONYM_ROLES.get(alias.kind)
    )


def _reason(entry: Entry, when: Period | None, suits: float, factor: float) -> str:
    alias, actor = entry.alias, entry.actor
    words = (
        f"{alias.kind} '{alias.text}'"
        if alias.kind == "name"
        else f"{alias.kind} '{alias.text}' of {actor.name}"
    )
    first = max((day for day in (alias.valid_from, actor.valid_from) if day), default=None)
    last = min((day for day in (alias.valid_to, actor.valid_to) if day), default=None)
    if first or last:
        words += f", {first or ''} to {last or 'now'}"
    if suits < 0.8:
        words += f", not in use {'on ' + when.on.isoformat() if when else 'now'}"
    return words if factor == 1.0 else f"{words}, in other capitals"


def _by_id(text: str, registry: Registry) -> list[Candidate]:
    actor_id = text.strip().casefold()
    actor = registry.get(actor_id)
    return [Candidate(actor, 1.0, f"id '{actor_id}'")] if actor and actor_id not in COMMON_WORDS else []


def _near(text: str, when: Period | None, registry: Registry) -> list[Candidate]:
    found = []
    for name, similarity, agrees in near_names(folded(text), registry):
        for entry in registry.index[name]:
            known = _candidate(entry, when, 1.0)
            reason = f"near {known.reason} (similarity {similarity:.2f})"
            near = Candidate(known.actor, round(known.score * similarity * 0.95, 4), reason, known.role)
            found.append(near if agrees else _unlikely(near, "of other words"))
    return found


def _ranked(candidates: list[Candidate]) -> tuple[Candidate, ...]:
    best: dict[str, Candidate] = {}
    for candidate in candidates:
        known = best.get(candidate.actor.id)
        if known is None or candidate.score > known.score:
            best[candidate.actor.id] = candidate
    return tuple(sorted(best.values(), key=lambda candidate: (-candidate.score, candidate.actor.id)))


def _answer(ranked: tuple[Candidate, ...]) -> Actor | None:
    if not ranked or ranked[0].score < GOOD_ENOUGH:
        return None
    if len(ranked) > 1 and ranked[0].score - ranked[1].score < CLEARLY_BETTER:
        return None
    return ranked[0].actor
