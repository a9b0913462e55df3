"""Leaders and their terms: the package's short list, and Archigos for those who have the file."""

from __future__ import annotations

import csv
import gzip
import io
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from bedfellows.actors.model import Actor, Alias, Lineage
from bedfellows.actors.names import alias
from bedfellows.actors.states import rows, when
from bedfellows.errors import RegistryError

ARCHIGOS = "Goemans, Gleditsch & Chiozza (2009), Introducing Archigos, Journal of Peace Research 46(2)"
_COLUMNS = {"leader", "gwcode", "startdate", "enddate"}
_LARGEST = 50_000_000


def load_leaders() -> tuple[list[Actor], list[Lineage]]:
    """The package's leaders, one actor each, and their terms.

    Heads of state and government and commanders of groups lead their state or group (`leads`); ministers, envoys and spokesmen
    belong to it (`member-of`). Surnames alone are aliases for the days of each term, so that a date decides between namesakes.
    """
    names: dict[str, list[Alias]] = {}
    people: dict[str, tuple[str, str]] = {}
    terms: list[Lineage] = []
    for row in rows("leaders.csv"):
        person, first, last = row["id"], when(row["from"]), when(row["to"])
        people.setdefault(person, (row["name"], row["source"]))
        known = names.setdefault(person, [])
        known.extend(
            found for text in row["names"].split("|") if text and (found := alias(text, "alias")) not in known
        )
        known.extend(alias(text, "title", first, last) for text in row["short"].split("|") if text)
        kind = "member-of" if row["relation"] == "member-of" else "leads"
        source = f"{row['office']} ({row['source']})"
        terms.append(Lineage(person, kind, row["of"], first, last, source))  # type: ignore[arg-type]
    actors = [
        Actor(person, people[person][0], "person", tuple(names[person]), source=people[person][1])
        for person in people
    ]
    return actors, terms


def leaders_from_archigos(
    path: Path, states: Mapping[str, Actor] | None = None
) -> tuple[list[Actor], list[Lineage]]:
    """The leaders of a copy of Archigos (CSV, or gzipped CSV) as actors, and their terms, ready for `Registry.with_actors`.

    Needs the columns leader, gwcode, startdate and enddate. `states` are the actors that Gleditsch-Ward numbers are looked up in, by
    default the package's. The state of a term is the one that had the number when the term began: 365 is the Soviet Union up to
    1991-12-24 and Russia after. Terms of states that are not among them are left out. The ids are archigos-STATE-NAME, so that
    they never meet the package's own.

    Raises RegistryError where the file cannot be read, has other columns, or a row holds no number or date.
    """
    if states is None:
        from bedfellows.actors.states import load_states

        states = load_states()[0]
    by_number: dict[str, list[Actor]] = {}
    for state in states.values():
        if "gw" in state.codes:
            by_number.setdefault(state.codes["gw"], []).append(state)
    actors: dict[str, Actor] = {}
    terms: list[Lineage] = []
    for line, row in _archigos_rows(path):
        number, first, last = _term(path, line, row)
        state_of_term = _state_on(by_number.get(number, []), first)
        name = " ".join(row["leader"].split())
        if state_of_term is None or not name:
            continue
        person = f"archigos-{state_of_term.id}-{_slug(name)}"
        actors.setdefault(person, Actor(person, name, "person", source=ARCHIGOS))
        terms.append(Lineage(person, "leads", state_of_term.id, first, last, ARCHIGOS))
    return list(actors.values()), terms


def _archigos_rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        packed = path.read_bytes()
        if path.suffix == ".gz":
            with gzip.open(io.BytesIO(packed)) as stream:
                packed = stream.read(_LARGEST + 1)
        text = packed.decode("utf-8-sig")
    except OSError as error:
        raise RegistryError(f"{path}: cannot be read: {error.strerror or error}") from error
    except (EOFError, UnicodeDecodeError) as error:
        raise RegistryError(
            f"{path}: expected a CSV file in UTF-8, gzipped where its name ends in .gz: {error}"
        ) from error
    if len(packed) > _LARGEST:
        raise RegistryError(f"{path}: expected at most {_LARGEST // 1_000_000} MB")
    reader = csv.DictReader(io.StringIO(text))
    missing = _COLUMNS - set(reader.fieldnames or ())
    if missing:
        raise RegistryError(
            f"{path}: expected the columns of Archigos, missing: {', '.join(sorted(missing))}"
        )
    try:
        for row in reader:
            yield reader.line_num, {key: value or "" for key, value in row.items() if key}
    except csv.Error as error:
        raise RegistryError(f"{path}: line {reader.line_num}: {error}") from error


def _term(path: Path, line: int, row: Mapping[str, str]) -> tuple[str, date, date]:
    try:
        number = str(int(float(row["gwcode"])))
        first, last = date.fromisoformat(row["startdate"]), date.fromisoformat(row["enddate"])
    except (ValueError, OverflowError) as error:
        raise RegistryError(
            f"{path}: line {line}: expected a state number and two dates (2001-12-22): {error}"
        ) from error
    if last < first:
        raise RegistryError(
            f"{path}: line {line}: field 'enddate': expected a day not before {first}, found {last}"
        )
    return number, first, last


def _state_on(states: list[Actor], on: date) -> Actor | None:
    for state in states:
        if (state.valid_from is None or state.valid_from <= on) and (
            state.valid_to is None or on <= state.valid_to
        ):
            return state
    return None


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join("".join(char if char.isalnum() else " " for char in plain).split()) or "unnamed"
