"""Names made of names: "the Afghan security forces", "Trump administration", "government of Syria", "President Putin".

A phrase is read as a name with a part of it: the name gives the actor, the part its role. The vocabulary is Bedfellows' own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bedfellows.actors.homes import at_home, places
from bedfellows.actors.model import Actor, Candidate
from bedfellows.actors.period import Period, fit
from bedfellows.actors.registry import Registry

Look = Callable[[str], list[Candidate]]

_ROLE_WORDS = {
    "government": "administration administrations authorities authority cabinet delegation delegations diplomat diplomats envoy envoys "
    "government governments junta leadership minister ministers ministries ministry negotiator negotiators official officials "
    "ambassador ambassadors embassy policymakers regime regimes representative representatives rulers secretary "
    "spokesman spokesmen spokesperson spokeswoman side state states republic rule",
    "military": "aircraft airforce airmen airstrikes armies army artillery bombers commander commanders contingent force forces "
    "garrison general generals jets marines military navy peacekeepers servicemen soldier soldiers troops units warplanes",
    "leader": "chairman chancellor chief dictator emir king leader leaders monarch premier presidency president presidents ruler "
    "strongman sultan head",
    "legislature": "assembly congress congressmen duma lawmakers legislators legislature parliament parliamentarians "
    "senate senator senators",
    "police": "police policemen gendarmerie",
    "intelligence": "intelligence spies",
    "court": "courts judiciary prosecutors",
    "people": "citizens civilians nationals people peoples population public",
}
_GROUP_WORDS = (
    "affiliate affiliates bloc campaign cell cells circles cadres fighters fighter figures group groups guerrillas guerrilla gunmen "
    "insurgency insurgent insurgents jihadis jihadist jihadists militants militant militia militias militiamen members member "
    "movement network offensive operatives organisation organization party rebel rebels rebellion remnants terrorists wing "
    "allies alliance members"
)
_MODIFIERS = frozenset(
    "air armed border central chief civil coalition council counterterrorism current defence defense deputy elected exile federal "
    "field foreign former ground high house interim interior internal international justice local lower national naval new official "
    "political prime provincial public reserve security senior service services special supreme top transitional unity upper "
    "vice agency agencies affairs caretaker provisional ruling occupation occupying expeditionary invading in backed led".split()
) - {"in", "backed", "led"}
_LEADING = frozenset(
    "all any both current defunct entire erstwhile ex former incoming late many most new now old other outgoing own present rest self "
    "several so some such then today whole called proclaimed declared styled these those this that various certain senior top "
    "classic mainstream core certain fellow".split()
)
_PARTICIPLES = frozenset(
    "affiliated aligned allied armed backed based brokered controlled dominated equipped financed funded held inspired installed "
    "led linked mediated occupied run sponsored supported supplied trained".split()
)
_BEFORE_NAMES = frozenset(
    "president vice deputy prime minister premier chancellor king queen prince crown sheikh shaikh emir sultan ayatollah imam mullah "
    "maulvi mawlawi mufti general gen lt col colonel major maj field marshal admiral commander leader leaders supreme chief chairman "
    "secretary state foreign defence defense interior finance ambassador envoy special senator sen mr mrs ms dr sir "
    "spokesman spokeswoman warlord strongman dictator president-elect elect pm us group militant militants terror terrorist insurgent "
    "insurgents rebel rebels jihadist jihadi extremist extremists islamist islamists militia movement organisation organization party "
    "shia shiite sunni hardline ultraconservative banned outlawed designated separatist former ex late then general-secretary "
    "opposition ruling paramilitary guerrilla alliance bloc comrade hajji haji".split()
)
_HEADS = {word: role for role, words in _ROLE_WORDS.items() for word in words.split()}
_GROUP_HEADS = frozenset(_GROUP_WORDS.split())
FACTION_WORDS = frozenset("breakaway dissident dissidents faction renewed renovada splinter".split())
"""Words that tell a part of a group which has left it or stands for itself."""
_OWN_GOVERNMENTS = frozenset("exile interim national provisional salvation transitional unity".split())
_OWN_ARMIES = frozenset("national people peoples".split())
_NEW = "new"
_FORMER = frozenset("defunct erstwhile ex former".split())
_JOINED = frozenset({"and", "or", "versus", "vs"})
_DEEPEST = 3
_LONGEST_TAIL = 5
_LEADS_BOTH = {"government", "military", "people", "legislature", "police"}


def read_phrase(
    spelled: str, when: Period | None, registry: Registry, look: Look, depth: int = 0
) -> list[Candidate]:
    """Readings of a name in `cased` form that no actor goes by as it stands; none where no rule applies."""
    words = spelled.split()
    if depth > _DEEPEST or len(words) < 2 or len(words) > 16:
        return []

    def inner(text: str) -> list[Candidate]:
        return look(text) or read_phrase(text, when, registry, look, depth + 1)

    lowered = [word.casefold() for word in words]
    if lowered[0] in _LEADING and (found := inner(_join(words[1:]))):
        return [candidate for candidate in found if not _no_longer(words[0], candidate)]
    if len(words) > 2 and lowered[1] in _PARTICIPLES:
        return inner(_join(words[2:]))
    for at, word in enumerate(lowered):
        if word in _JOINED and 0 < at < len(words) - 1:
            return _both(inner(_join(words[:at])), inner(_join(words[at + 1 :])))
    return (
        _of(words, lowered, inner, when, registry)
        or _with_tail(words, lowered, inner, when, registry)
        or _after_titles(words, lowered, look)
        or _before_place(words, lowered, inner, registry)
    )


def _no_longer(leading: str, candidate: Candidate) -> bool:
    """ "New Irish Republican Army" is another one than the old; "former Afghan officials" do not act for Afghanistan."""
    if leading == _NEW.title():
        return candidate.actor.kind not in {"state", "region"} or candidate.role is not None
    return leading.casefold() in _FORMER and candidate.actor.kind == "state" and candidate.role is not None


def _of(
    words: list[str], lowered: list[str], inner: Look, when: Period | None, registry: Registry
) -> list[Candidate]:
    """ "government of Afghanistan", "leader of the Taliban"."""
    if "of" not in lowered[1:-1]:
        return []
    at = lowered.index("of", 1)
    heads = lowered[:at]
    if heads[-1] not in _HEADS and heads[-1] not in _GROUP_HEADS:
        return []
    if any(
        word not in _MODIFIERS and word not in _HEADS and word not in _LEADING and word not in _GROUP_HEADS
        for word in heads
    ):
        return []
    found = _parts(inner(_join(words[at + 1 :])), heads, when, registry)
    return [c for c in found if not _own_name(c.actor, words[at + 1], words[:at])]


def _with_tail(
    words: list[str], lowered: list[str], inner: Look, when: Period | None, registry: Registry
) -> list[Candidate]:
    """ "Afghan security forces", "Trump administration": the longest tail of part words that leaves a name before it."""
    if lowered[-1] not in _HEADS and lowered[-1] not in _GROUP_HEADS:
        return []
    for start in range(max(1, len(words) - _LONGEST_TAIL), len(words)):
        tail = lowered[start:]
        if all(word in _MODIFIERS or word in _HEADS or word in _GROUP_HEADS for word in tail):
            found = _parts(inner(_join(words[:start])), tail, when, registry)
            if found:
                return [c for c in found if not _own_name(c.actor, words[0], words[start:])]
    return []


def _own_name(actor: Actor, first: str, tail: list[str]) -> bool:
    """Is it the name of somebody else, in capitals as names are: "Syrian Interim Government", "UNITA Military Junta"?

    A text of one case does not tell a name from a description; it is then taken for a name.
    """
    if not all(word[:1].isupper() for word in tail) and first[:1].isupper():
        return False
    *before, head = (word.casefold() for word in tail)
    if actor.kind == "state":
        words = set(before)
        return bool(
            (words & _OWN_ARMIES and head in {"army", "congress", "forces"})
            or (words & _OWN_GOVERNMENTS and _HEADS.get(head) == "government")
        )
    if actor.kind not in {"armed-group", "region"}:
        return False
    return head == "army" or (bool(before) and _HEADS.get(head) in {"government", "military"})


def _parts(
    named: list[Candidate], part: list[str], when: Period | None, registry: Registry
) -> list[Candidate]:
    head = part[-1]
    role = "intelligence" if "intelligence" in part else _HEADS.get(head)
    phrase = " ".join(part)
    found: list[Candidate] = []
    for candidate in named:
        actor = candidate.actor
        if actor.kind == "person":
            if role in _LEADS_BOTH:
                found.extend(_led(candidate, phrase, role, when, registry))
            continue
        if head in _GROUP_HEADS and actor.kind not in {"armed-group", "organisation"}:
            continue
        if actor.kind == "region" and role != "government":
            continue
        reason = f"{candidate.reason}, with '{phrase}'"
        found.append(Candidate(actor, round(candidate.score * 0.97, 4), reason, role or candidate.role))
        if role == "leader":
            found.extend(_holders(candidate, phrase, when, registry))
    return found


def _led(
    candidate: Candidate, phrase: str, role: str | None, when: Period | None, registry: Registry
) -> Iterator[Candidate]:
    """What a person leads on the date: "Assad forces" are Syria's."""
    for line in registry.by_subject.get(candidate.actor.id, ()):
        led = registry.get(line.object)
        if led is not None and line.kind == "leads" and led.kind != "person":
            score = round(min(candidate.score, 0.9 * fit(line.valid_from, line.valid_to, when)) * 0.97, 4)
            yield Candidate(led, score, f"{candidate.reason}, who leads it, with '{phrase}'", role)


def _holders(
    candidate: Candidate, phrase: str, when: Period | None, registry: Registry
) -> Iterator[Candidate]:
    """Who holds the office on the date, as a lesser reading of "Russian president"."""
    for line in registry.by_object.get(candidate.actor.id, ()):
        person = registry.get(line.subject)
        if person is not None and line.kind == "leads" and fit(line.valid_from, line.valid_to, when) > 0.89:
            yield Candidate(
                person, round(candidate.score * 0.8, 4), f"leads {candidate.actor.name}, '{phrase}'", "leader"
            )


def _after_titles(words: list[str], lowered: list[str], look: Look) -> list[Candidate]:
    """ "Russian President Vladimir Putin", "the militant group Hamas": a name after titles, kinds and demonyms."""
    for start in range(1, len(words)):
        if lowered[start - 1] not in _BEFORE_NAMES and not _adjective(words[:start], look):
            return []
        found = [
            c for c in look(_join(words[start:])) if c.actor.kind in {"person", "armed-group", "organisation"}
        ]
        if found and any(word in _BEFORE_NAMES for word in lowered[:start]):
            before = " ".join(words[:start])
            return [
                Candidate(c.actor, round(c.score * 0.98, 4), f"{c.reason}, after '{before}'", c.role)
                for c in found
            ]
    return []


def _adjective(words: list[str], look: Look) -> bool:
    return any(
        candidate.actor.kind in {"state", "region", "armed-group"}
        for tail in (1, 2)
        for candidate in look(_join(words[-tail:]))
    )


def _before_place(words: list[str], lowered: list[str], inner: Look, registry: Registry) -> list[Candidate]:
    """ "NATO forces in Afghanistan": who, not where."""
    for word in ("in", "inside", "from", "fighting", "under"):
        if word in lowered[1:-1]:
            at = lowered.index(word, 1)
            if place := inner(_join(words[at + 1 :])):
                return _there(inner(_join(words[:at])), word, lowered[at - 1], place, registry)
    return []


def _there(
    named: list[Candidate], word: str, last: str, place: list[Candidate], registry: Registry
) -> list[Candidate]:
    """ "Hezbollah fighters in Syria" are Hezbollah's; "al-Shabaab in Mozambique" is a name, of a group of that place."""
    where = places(place, registry)
    if word not in {"in", "from"} or last in _HEADS or last in _GROUP_HEADS or not where:
        return named
    return [c for c in named if c.actor.kind != "armed-group" or at_home(c.actor, where, registry)]


def _both(left: list[Candidate], right: list[Candidate]) -> list[Candidate]:
    """Two names joined are nobody in particular: the first of each side, with equal scores."""
    if not left or not right:
        return []
    score = min(left[0].score, right[0].score)
    return [
        Candidate(c.actor, score, f"{c.reason}, one of two joined names", c.role) for c in (left[0], right[0])
    ]


def _join(words: list[str]) -> str:
    while words and words[0].casefold() in {"the", "a", "an"}:
        words = words[1:]
    return " ".join(words)
