"""Scenarios as text: from "usa, nato stop supporting afghanistan from 2017-06-01" to the changes it makes.

    ACTORS VERB ACTORS [with KINDS OF SUPPORT] [from DATE] [until DATE]

Several changes stand on lines of their own or have ";" between them; several actors have commas or "and" between them. The same in TOML:

    name = "withdrawal"                        # may be left out
    changes = ["usa, nato leave afghanistan"]  # lines as above, and/or

    [[intervention]]
    actors = ["usa", "nato"]
    change = "stop"                            # or "start"
    relation = "supports"                      # a key of the relations
    support_types = ["troops"]                 # may be left out: all kinds
    targets = ["afghanistan"]
    from = 2017-06-01                          # may be left out, as may until
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from os import PathLike, fspath
from pathlib import Path
from typing import Any, Literal, get_args

from bedfellows.actors import Actor
from bedfellows.errors import DateError, InputError, UnknownActorError
from bedfellows.ontology import RELATIONS, SUPPORT_TYPES
from bedfellows.scenario.deeds import KINDS, Change, Deed, phrases

LONGEST = 2_000
"""Characters of a line."""
MOST = 50
"""Interventions of a scenario."""
_EXAMPLE = '"usa, nato stop supporting afghanistan from 2017-06-01"'
_OPENING = re.compile(r"^(?:and\s+)?(?:what\s+if\s+|if\s+|suppose\s+(?:that\s+)?)?(?:the\s+)?", re.IGNORECASE)
_DATE = re.compile(
    r"[\s,]+(from|since|until|till|to|on|after|before)\s+(\d{4}(?:-\d{1,2}){0,2})$", re.IGNORECASE
)
_WITH = re.compile(r"^(.*\S)\s+with\s+(.+)$", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*(?:,\s*and\b|,|&|\band\b)\s*", re.IGNORECASE)
_STAYS = re.compile(r"\b(?:stay|remain|continue|keep|maintain)(?:s|ing)?\b", re.IGNORECASE)
_STARTS = frozenset({"from", "since", "on", "after"})
_SCENARIO = {"name", "changes", "intervention"}
_FIELDS = {"actors", "change", "relation", "support_types", "targets", "from", "until"}
_FRIENDLY = frozenset({"supports", "allied-with", "cooperates-with"})
_WAR = frozenset({"fights", "annexes"})

Form = Literal["lines", "toml"]

Find = Callable[[str], Actor]
"""The actor of a name; raises UnknownActorError."""


@dataclass(frozen=True, slots=True)
class Intervention:
    """One actor starts or stops one thing towards another. `phrase` is how it was put; without a `start`, it holds at once."""

    actor: str
    change: Change
    relation: str
    support_types: tuple[str, ...]
    object: str
    start: date | None
    end: date | None
    phrase: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is changed. `text` is as the user gave it."""

    name: str
    text: str
    interventions: tuple[Intervention, ...]


def parse_scenario(text: str, find: Find, is_actor: Callable[[str], bool], name: str = "") -> Scenario:
    """The scenario in a text of one or more lines.

    Args:
        text: the lines.
        find: the actor that a name means.
        is_actor: whether a text is, exactly, the name of an actor: so that "Bosnia and Herzegovina" is not two.
        name: what the scenario is called.

    Raises:
        InputError: a phrase is not understood, or contradicts another.
        UnknownActorError: a name is no actor.
        DateError: a date does not exist, or dates are in the wrong order.
    """
    lines = [line.strip(" .?!") for line in re.split(r"[;\n]", text)]
    read = [one for line in lines if line for one in _line(line, find, is_actor)]
    return _whole(name, text.strip(), read)


def read_text(text: str | PathLike[str]) -> tuple[Form, str]:
    """In which form a scenario is, and its text: that of the file where `text` is the path of a .toml file.

    Raises:
        InputError: the file cannot be read, or is too large for a scenario.
    """
    said = fspath(text)
    if not said.endswith(".toml"):
        return "lines", said
    path = Path(said)
    try:
        if path.stat().st_size > 1_000_000:
            raise InputError(f"Expected at most 1,000,000 bytes in {path.name}. This is no scenario.")
        return "toml", path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"Expected a scenario in TOML, but {path.name} cannot be read: {error}.") from error


def parse_toml(text: str, path: Path, find: Find, is_actor: Callable[[str], bool]) -> Scenario:
    """The scenario in a text of TOML that came from `path`, which names it where the text does not.

    Raises:
        InputError, UnknownActorError, DateError: as `parse_scenario`, or the text is not as above.
    """
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError(f"Expected a scenario in TOML, but {path.name} cannot be read: {error}.") from error
    return _from_table(data, path, text, find, is_actor)


def _whole(name: str, text: str, read: Iterable[Intervention]) -> Scenario:
    unique = tuple({replace(one, phrase=""): one for one in read}.values())
    if not 0 < len(unique) <= MOST:
        raise InputError(
            f"Expected 1 to {MOST} changes in the scenario, found {len(unique)}. Write for instance {_EXAMPLE}."
        )
    _check(unique)
    return Scenario(name, text, unique)


def _line(line: str, find: Find, is_actor: Callable[[str], bool]) -> Iterator[Intervention]:
    if len(line) > LONGEST:
        raise InputError(f"Expected a change of at most {LONGEST} characters, found {len(line)}. Split it.")
    start, end, rest = _dates(line)
    rest = _OPENING.sub("", rest)
    spans = list(_verbs(rest))
    if not spans:
        if _STAYS.search(rest):
            raise InputError(
                f"Expected what somebody starts or stops, found {_short(line)}. That things go on as they are changes nothing: what may come then stands "
                f"beside every scenario. Write for instance {_EXAMPLE}."
            )
        raise InputError(
            f"Expected an actor, what it starts or stops, and to whom, found {_short(line)}. No verb in it is known. Write for instance {_EXAMPLE}."
        )
    problem: Exception | None = None
    for first, last, deed in spans:
        try:
            said = rest[last:].strip()
            types, objects = _kinds(deed, said)
            actors = list(_actors(rest[:first], line, find, is_actor))
            targets = list(_actors(objects, line, find, is_actor))
        except (InputError, UnknownActorError) as error:
            problem = problem or error
            continue
        for actor in actors:
            for target in targets:
                yield Intervention(actor.id, deed.change, deed.relation, types, target.id, start, end, line)
        return
    assert problem is not None
    raise problem


def _verbs(text: str) -> Iterator[tuple[int, int, Deed]]:
    """Where in a text a verb is, the longest at each place, with something before and behind it; the longest first."""
    words = [(found.group().lower(), found.start(), found.end()) for found in re.finditer(r"[^\s,]+", text)]
    known = phrases()
    longest = max(map(len, known))
    found = []
    for at in range(1, len(words)):
        for length in range(min(longest, len(words) - at - 1), 0, -1):
            deed = known.get(tuple(word for word, _, _ in words[at : at + length]))
            if deed is not None:
                found.append((length, words[at][1], words[at + length - 1][2], deed))
                break
    found.sort(key=lambda one: (-one[0], one[1]))
    return ((first, last, deed) for _, first, last, deed in found)


def _kinds(deed: Deed, said: str) -> tuple[tuple[str, ...], str]:
    """The support types, and what is left of a text without "with weapons and money"."""
    if deed.relation == "supports" and (found := _WITH.match(said)):
        words = [word.lower() for word in _SEPARATOR.split(found[2]) if word]
        if words and all(word in KINDS for word in words):
            named = {KINDS[word] for word in words}
            return tuple(sorted({*deed.support_types, *named})), found[1]
    return deed.support_types, said


def _actors(text: str, line: str, find: Find, is_actor: Callable[[str], bool]) -> Iterator[Actor]:
    parts = [part.strip() for part in _SEPARATOR.split(text)]
    if not text.strip() or not all(parts):
        raise InputError(
            f"Expected names of actors on both sides of the verb in {_short(line)}, found {_short(text.strip())}. "
            f"Write for instance {_EXAMPLE}."
        )
    cuts = [found.span() for found in _SEPARATOR.finditer(text)]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(text)]
    at = 0
    while at < len(parts):
        for upto in range(len(parts), at, -1):
            name = text[starts[at] : ends[upto - 1]].strip()
            if upto == at + 1 or is_actor(name):
                try:
                    yield find(name)
                except UnknownActorError as error:
                    raise UnknownActorError(f"In {_short(line)}: {error}") from error
                at = upto
                break


def _dates(line: str) -> tuple[date | None, date | None, str]:
    start: date | None = None
    end: date | None = None
    rest = line
    while found := _DATE.search(rest):
        word, said = found[1].lower(), found[2]
        if word in _STARTS:
            if start is not None:
                raise DateError(f"Expected one first day in {_short(line)}, found two. Split the change.")
            start = _day(said, line, last=word == "after")
        else:
            if end is not None:
                raise DateError(f"Expected one last day in {_short(line)}, found two. Split the change.")
            end = _day(said, line, last=word != "before")
        rest = rest[: found.start()]
    if start and end and end < start:
        raise DateError(
            f"Expected a first day before the last in {_short(line)}, found {start} to {end}. Turn them round."
        )
    return start, end, rest


def _day(said: str, line: str, *, last: bool) -> date:
    """The first day of a year, month or day, or its last."""
    parts = [int(part) for part in said.split("-")]
    try:
        if len(parts) == 1:
            return date(parts[0], 12, 31) if last else date(parts[0], 1, 1)
        if len(parts) == 2:
            after = date(parts[0] + parts[1] // 12, parts[1] % 12 + 1, 1)
            first = date(parts[0], parts[1], 1)
            return date.fromordinal(after.toordinal() - 1) if last else first
        return date(*parts)
    except (ValueError, OverflowError) as error:
        raise DateError(f"Expected a day that exists in {_short(line)}, found {said!r}.") from error


def _check(interventions: Sequence[Intervention]) -> None:
    """Raise InputError where two of them cannot both be, naming both phrases."""
    for one in interventions:
        if one.actor == one.object:
            raise InputError(
                f"Expected a change between two actors, found one of {one.actor!r} with itself in {_short(one.phrase)}."
            )
    for number, one in enumerate(interventions):
        for other in interventions[number + 1 :]:
            if _overlap(one, other) and (why := _clash(one, other)):
                raise InputError(
                    f"Expected changes that can all be, but {_short(one.phrase)} and {_short(other.phrase)} contradict each other: {why}. "
                    "Leave one out, or give them days that do not overlap."
                )


def _clash(one: Intervention, other: Intervention) -> str:
    same = (one.actor, one.object) == (other.actor, other.object)
    mirrored = (one.actor, one.object) == (other.object, other.actor)
    if one.relation == other.relation and one.change != other.change:
        both = same or (mirrored and RELATIONS[one.relation].symmetric)
        kinds = not one.support_types or not other.support_types
        if both and (kinds or set(one.support_types) & set(other.support_types)):
            return f"{one.actor} cannot both start and stop the same towards {other.object}"
    if one.change == other.change == "start" and (same or mirrored):
        pair = {one.relation, other.relation}
        if pair & _FRIENDLY and pair & _WAR:
            return f"{one.actor} and {one.object} cannot be at war and helped at once"
    return ""


def _overlap(one: Intervention, other: Intervention) -> bool:
    first = max(one.start or date.min, other.start or date.min)
    return first <= min(one.end or date.max, other.end or date.max)


def _short(text: str) -> str:
    return repr(text if len(text) <= 80 else f"{text[:80]}…")


def _from_table(
    data: dict[str, Any], path: Path, text: str, find: Find, is_actor: Callable[[str], bool]
) -> Scenario:
    def wrong(expected: str, found: object, where: str) -> InputError:
        return InputError(
            f"Expected {expected} as {where} in {path.name}, found {str(found)[:60]!r}. Mend the file."
        )

    def listed(table: dict[str, Any], field: str) -> list[str]:
        found = table.get(field, [])
        found = [found] if isinstance(found, str) else found
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            raise wrong("text, or a list of texts", found, field)
        return found

    def on(table: dict[str, Any], field: str) -> date | None:
        found = table.get(field)
        if found is None or (isinstance(found, date) and not isinstance(found, datetime)):
            return found
        raise wrong("a day such as 2017-06-01, without quotation marks", found, field)

    for field in data:
        if field not in _SCENARIO:
            raise wrong(f"only {', '.join(sorted(_SCENARIO))}", field, "a field")
    name = data.get("name", path.stem)
    if not isinstance(name, str):
        raise wrong("text", name, "name")
    read = [
        one for said in listed(data, "changes") for one in parse_scenario(said, find, is_actor).interventions
    ]
    tables = data.get("intervention", [])
    if not isinstance(tables, list):
        raise wrong("[[intervention]] tables", tables, "intervention")
    for number, table in enumerate(tables, 1):
        where = f"intervention {number}"
        if not isinstance(table, dict):
            raise wrong("a table", table, where)
        for field in table:
            if field not in _FIELDS:
                raise wrong(f"only {', '.join(sorted(_FIELDS))}", field, f"a field of {where}")
        change, relation = table.get("change"), table.get("relation")
        if change not in get_args(Change):
            raise wrong("start or stop", change, f"change of {where}")
        if relation not in RELATIONS or not RELATIONS[relation].sign:
            signed = ", ".join(key for key, one in RELATIONS.items() if one.sign)
            raise wrong(f"one of {signed}", relation, f"relation of {where}")
        types = tuple(sorted(set(listed(table, "support_types"))))
        if any(one not in SUPPORT_TYPES for one in types) or (types and relation != "supports"):
            raise wrong(
                f"some of {', '.join(SUPPORT_TYPES)}, with supports", types, f"support_types of {where}"
            )
        start, end = on(table, "from"), on(table, "until")
        phrase = (
            f"{', '.join(listed(table, 'actors'))} {change} {relation} {', '.join(listed(table, 'targets'))}"
        )
        if start and end and end < start:
            raise DateError(
                f"Expected a first day before the last in {where} of {path.name} ({phrase!r}), found {start} to {end}."
            )
        for actor in listed(table, "actors") or [""]:
            for target in listed(table, "targets") or [""]:
                if not actor or not target:
                    raise wrong("names in actors and targets", table, where)
                ids = []
                for one in (actor, target):
                    try:
                        ids.append(find(one).id)
                    except UnknownActorError as error:
                        raise UnknownActorError(f"In {where} of {path.name}: {error}") from error
                kind: Change = "start" if change == "start" else "stop"
                read.append(Intervention(ids[0], kind, relation, types, ids[1], start, end, phrase))
    return _whole(name.strip(), text, read)
