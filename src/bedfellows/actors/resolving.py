"""`resolve`: which actor a name means on a date."""

from __future__ import annotations

import re
from datetime import date

from bedfellows.actors.loading import load_registry
from bedfellows.actors.model import Actor, AliasKind, Candidate, Resolution
from bedfellows.actors.names import COMMON_WORDS, LONGEST, cased, folded
from bedfellows.actors.near import near_names, people_need
from bedfellows.actors.period import Period, fit, period
from bedfellows.actors.phrases import read_phrase
from bedfellows.actors.registry import Entry, Registry

GOOD_ENOUGH = 0.45
"""A candidate below this is never the answer."""
CLEARLY_BETTER = 0.04
"""The answer must lead the next actor by this much."""
_WEIGHTS: dict[AliasKind, float] = {
    "name": 1.0, "alias": 0.98, "abbreviation": 0.97, "demonym": 0.95, "capital": 0.93, "metonym": 0.93, "body": 0.93, "title": 0.9,
}  # fmt: skip
_OTHER_CAPITALS = 0.85
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_INVERTED = re.compile(r"([^,]+), (.+ of(?: the)?)")
"""Names as lists print them: "Korea, Republic of"."""
_METONYM_ROLES: dict[AliasKind, str] = {"capital": "government", "metonym": "government"}


def resolve(name: str, on: date | int | None = None, registry: Registry | None = None) -> Resolution:
    """The actor that a name means, or ranked candidates where it is not clear.

    `on` is a day, or a year (of which the middle stands in the answer); None means now. The steps, each tried where the ones before
    gave nothing: a known name or id; part of a known name ("Afghan security forces", "Trump administration"); nearly a known name.
    A name outside the days it was in use is still understood, with a lower score. `Resolution.actor` is None where the best
    candidate scores under 0.45 or does not lead the next actor by 0.04.

    Raises DateError for an impossible date, and nothing else: any text is safe.
    """
    when = period(on)
    registry = registry or load_registry()
    query = name[: LONGEST * 2]
    parts = [query]
    if _BRACKETS.search(query):
        parts += [_BRACKETS.sub(" ", query), *_BRACKETS.findall(query)]
    if inverted := _INVERTED.fullmatch(query.strip()):
        parts.insert(0, f"{inverted[2]} {inverted[1]}")
    candidates: list[Candidate] = []
    for read in (_readings, _near):
        for part in parts:
            candidates = candidates or read(part, when, registry)
    ranked = _ranked(candidates)
    return Resolution(name, when.on if when else None, _answer(ranked), ranked)


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
            found.append(_candidate(entry, when, 1.0 if same else _OTHER_CAPITALS))
    return found


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
    for name, similarity in near_names(folded(text), registry):
        for entry in registry.index[name]:
            candidate = _candidate(entry, when, 1.0)
            score = candidate.score * similarity * (0.5 if people_need(candidate, similarity) else 0.95)
            found.append(
                Candidate(
                    candidate.actor,
                    round(score, 4),
                    f"near {candidate.reason} (similarity {similarity:.2f})",
                    candidate.role,
                )
            )
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
