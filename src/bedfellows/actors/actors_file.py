"""Actors from a TOML file: the format of the package's own lists and of the files that users add.

    [[actor]]                              # a new actor
    id = "north-front"                     # a slug: small letters, digits, hyphens
    name = "Northern Front"
    kind = "armed-group"                   # state, organisation, armed-group, person, government, region
    aliases = ["Front of the North"]       # also: abbreviations, demonyms, capitals, metonyms, bodies, titles
    dated_names = [{ text = "Old Front", kind = "alias", from = 1994-08-01, to = 2001-12-06, role = "military" }]
    valid_from = 1994-08-01                # a date, or "1994" or "1994-08"
    codes = { ucdp = "303" }
    splinter_of = ["south-front"]          # also: successor_of, member_of, part_of, leads
    member_of = [{ id = "big-front", from = 2010, to = 2012-05-01 }]
    source = "where this is from"

    [[extend]]                             # more names for an actor that is already there
    id = "taliban"
    aliases = ["Students"]

    [[lineage]]                            # a dated fact between any two actors
    subject = "north-front"
    kind = "splinter-of"                   # successor-of, splinter-of, member-of, leads, part-of
    object = "taliban"
    from = 2016-05-01

A name that starts with "=" is matched only in exactly that spelling of capitals and small letters; names in capitals of up to four
letters always are.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn, cast, get_args

from bedfellows.actors.model import Actor, ActorKind, Alias, AliasKind, Lineage, LineageKind
from bedfellows.actors.names import alias
from bedfellows.actors.registry import folded_role
from bedfellows.errors import RegistryError

LARGEST = 20_000_000
"""Bytes: no list of actors is larger."""

_KINDS = get_args(ActorKind)
_ALIAS_KINDS = get_args(AliasKind)
_LINEAGE_KINDS = get_args(LineageKind)
_NAME_FIELDS: dict[str, AliasKind] = {
    "aliases": "alias", "abbreviations": "abbreviation", "demonyms": "demonym", "capitals": "capital",
    "metonyms": "metonym", "bodies": "body", "titles": "title",
}  # fmt: skip
_LINEAGE_FIELDS: dict[str, LineageKind] = {kind.replace("-", "_"): kind for kind in _LINEAGE_KINDS}
_ACTOR_FIELDS = {
    "id",
    "name",
    "kind",
    "dated_names",
    "valid_from",
    "valid_to",
    "codes",
    "source",
    *_NAME_FIELDS,
    *_LINEAGE_FIELDS,
}
_EXTEND_FIELDS = {"id", "dated_names", "codes", "source", *_NAME_FIELDS, *_LINEAGE_FIELDS}
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


@dataclass(slots=True)
class ActorList:
    """What one file holds: new actors, additions to known ones, lineage, and the roles of bodies."""

    actors: dict[str, Actor] = field(default_factory=dict)
    extensions: list[tuple[str, tuple[Alias, ...], Mapping[str, str]]] = field(default_factory=list)
    lineage: list[Lineage] = field(default_factory=list)
    roles: dict[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the file we are, for messages."""

    path: Path
    entry: str

    def fail(self, name: str, expected: str, found: object) -> NoReturn:
        shown = repr(found)
        shown = shown if len(shown) <= 80 else shown[:77] + "..."
        raise RegistryError(f"{self.path}: {self.entry}: field '{name}': expected {expected}, found {shown}")


def read_actors(path: Path) -> ActorList:
    """The actors, extensions and lineage of a TOML file.

    Raises RegistryError naming file, entry and field where the file is missing, not TOML or does not follow the format.
    Ids that lineage points to are not checked here: they may be in another file.
    """
    data = _parsed(path)
    found = ActorList()
    for key in data:
        if key not in {"actor", "extend", "lineage"}:
            raise RegistryError(f"{path}: expected the tables actor, extend and lineage, found '{key}'")
    for number, table in enumerate(_tables(path, data, "actor"), 1):
        _read_actor(path, number, table, found)
    for number, table in enumerate(_tables(path, data, "extend"), 1):
        _read_extension(path, number, table, found)
    for number, table in enumerate(_tables(path, data, "lineage"), 1):
        found.lineage.append(_read_lineage(path, number, table))
    return found


def day(value: object, *, end: bool = False) -> date | None:
    """A date from a TOML date, or a year, year-month or full date as text or number; None where it is none of these.

    A year or month stands for its first day, or with `end` its last.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    match = _PARTIAL.fullmatch(str(value).strip())
    if not match:
        return None
    year, month, number = (int(part) if part else None for part in match.groups())
    try:
        if number:
            return date(cast(int, year), cast(int, month), number)
        if not end:
            return date(cast(int, year), month or 1, 1)
        if month is None or month == 12:
            return date(cast(int, year), 12, 31)
        return date.fromordinal(date(cast(int, year), month + 1, 1).toordinal() - 1)
    except ValueError:
        return None


def _parsed(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > LARGEST:
            raise RegistryError(f"{path}: expected an actors file of at most {LARGEST // 1_000_000} MB")
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise RegistryError(f"{path}: cannot be read: {error.strerror or error}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise RegistryError(f"{path}: expected a TOML file in UTF-8: {error}") from error


def _tables(path: Path, data: Mapping[str, Any], key: str) -> Iterable[Mapping[str, Any]]:
    value = data.get(key, [])
    if not isinstance(value, list) or not all(isinstance(table, dict) for table in value):
        raise RegistryError(
            f"{path}: expected [[{key}]] tables, found {type(value).__name__}; write double brackets"
        )
    return value


def _read_actor(path: Path, number: int, table: Mapping[str, Any], found: ActorList) -> None:
    place = _Place(path, f"actor {number} ({table.get('id', 'no id')!s:.60})")
    actor_id = _slug(place, "id", table.get("id"))
    if actor_id in found.actors:
        place.fail("id", "an id used once in the file", actor_id)
    _only(place, table, _ACTOR_FIELDS)
    name = _text(place, "name", table.get("name"))
    kind = table.get("kind")
    if kind not in _KINDS:
        place.fail("kind", f"one of {', '.join(_KINDS)}", kind)
    aliases = _names(place, actor_id, table, found)
    if name.startswith("="):
        name = name.removeprefix("=")
        aliases = (Alias(name, "name", case_sensitive=True), *aliases)
    elif (main := alias(name, "name")).case_sensitive:
        aliases = (main, *aliases)
    first, last = _interval(place, table, "valid_from", "valid_to")
    source = _text(place, "source", table.get("source", ""), empty=True)
    found.actors[actor_id] = Actor(
        actor_id, name, cast(ActorKind, kind), aliases, first, last, _codes(place, table), source=source
    )
    _lines(place, actor_id, table, source, found)


def _read_extension(path: Path, number: int, table: Mapping[str, Any], found: ActorList) -> None:
    place = _Place(path, f"extend {number} ({table.get('id', 'no id')!s:.60})")
    actor_id = _slug(place, "id", table.get("id"))
    _only(place, table, _EXTEND_FIELDS)
    found.extensions.append((actor_id, _names(place, actor_id, table, found), _codes(place, table)))
    _lines(place, actor_id, table, _text(place, "source", table.get("source", ""), empty=True), found)


def _read_lineage(path: Path, number: int, table: Mapping[str, Any]) -> Lineage:
    place = _Place(path, f"lineage {number}")
    _only(place, table, {"subject", "kind", "object", "from", "to", "source"})
    if table.get("kind") not in _LINEAGE_KINDS:
        place.fail("kind", f"one of {', '.join(_LINEAGE_KINDS)}", table.get("kind"))
    first, last = _interval(place, table, "from", "to")
    return Lineage(
        _slug(place, "subject", table.get("subject")),
        cast(LineageKind, table["kind"]),
        _slug(place, "object", table.get("object")),
        first,
        last,
        _text(place, "source", table.get("source", ""), empty=True),
    )


def _names(place: _Place, actor_id: str, table: Mapping[str, Any], found: ActorList) -> tuple[Alias, ...]:
    names: list[Alias] = []
    for key, kind in _NAME_FIELDS.items():
        value = table.get(key, [])
        if not isinstance(value, list):
            place.fail(key, "a list of names", value)
        names.extend(alias(_text(place, key, text), kind) for text in value)
    dated = table.get("dated_names", [])
    if not isinstance(dated, list) or not all(isinstance(entry, dict) for entry in dated):
        place.fail("dated_names", "a list of { text, kind, from, to }", dated)
    for entry in dated:
        _only(place, entry, {"text", "kind", "from", "to", "role"}, "dated_names.")
        kind = entry.get("kind", "alias")
        if kind not in _ALIAS_KINDS:
            place.fail("dated_names.kind", f"one of {', '.join(_ALIAS_KINDS)}", kind)
        first, last = _interval(place, entry, "from", "to", "dated_names.")
        text = _text(place, "dated_names.text", entry.get("text"))
        names.append(alias(text, kind, first, last))
        if "role" in entry:
            found.roles[folded_role(actor_id, text)] = _text(place, "dated_names.role", entry["role"])
    return tuple(names)


def _lines(place: _Place, actor_id: str, table: Mapping[str, Any], source: str, found: ActorList) -> None:
    for key, kind in _LINEAGE_FIELDS.items():
        value = table.get(key, [])
        if not isinstance(value, list):
            place.fail(key, "a list of ids or of { id, from, to }", value)
        for entry in value:
            if isinstance(entry, dict):
                _only(place, entry, {"id", "from", "to"}, f"{key}.")
                first, last = _interval(place, entry, "from", "to", f"{key}.")
                found.lineage.append(
                    Lineage(actor_id, kind, _slug(place, key, entry.get("id")), first, last, source)
                )
            else:
                found.lineage.append(Lineage(actor_id, kind, _slug(place, key, entry), None, None, source))


def _codes(place: _Place, table: Mapping[str, Any]) -> dict[str, str]:
    codes = table.get("codes", {})
    if not isinstance(codes, dict):
        place.fail("codes", "a table such as { ucdp = '303' }", codes)
    return {
        key: _text(place, f"codes.{key}", str(value) if type(value) is int else value)
        for key, value in codes.items()
    }


def _interval(
    place: _Place, table: Mapping[str, Any], start: str, end: str, prefix: str = ""
) -> tuple[date | None, date | None]:
    days: list[date | None] = []
    for key in (start, end):
        value = day(table[key], end=key == end) if key in table else None
        if key in table and value is None:
            place.fail(f"{prefix}{key}", "a date such as 1994-08-01, 1994-08 or 1994", table[key])
        days.append(value)
    first, last = days
    if first and last and last < first:
        place.fail(f"{prefix}{end}", f"a day not before {first}", str(last))
    return first, last


def _only(place: _Place, table: Mapping[str, Any], allowed: set[str], prefix: str = "") -> None:
    for key in table:
        if key not in allowed:
            place.fail(f"{prefix}{key}", f"one of {', '.join(sorted(allowed))}", key)


def _slug(place: _Place, key: str, value: object) -> str:
    if not isinstance(value, str) or len(value) > 80 or not _SLUG.fullmatch(value) or value.startswith("x-"):
        place.fail(key, "an id of small letters, digits and hyphens that does not start with x-", value)
    return value


def _text(place: _Place, key: str, value: object, *, empty: bool = False) -> str:
    if (
        not isinstance(value, str)
        or len(value) > 300
        or not (empty or value.strip(" ="))
        or not value.isprintable()
    ):
        place.fail(key, "a text of 1 to 300 printable characters", value)
    return value.strip()
