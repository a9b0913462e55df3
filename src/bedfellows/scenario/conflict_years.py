"""Years of armed conflict within states, from UCDP's files.

Read are the UCDP Conflict Termination Dataset, conflict level (`UCDPConflictTerminationDataset_v*_Conflict.csv`; its columns are those of
the UCDP/PRIO Armed Conflict Dataset, and how each episode ended); the UCDP/PRIO Armed Conflict Dataset itself (`UcdpPrioConflict_v*.csv`); and the
table `ucdp_acd` of the R package peacesciencer, which has one row for each pair of states. Wars between states and colonial wars are left
out: their sides are not a government and its rebels.

Sources: Gleditsch, Nils Petter, et al. (2002), Journal of Peace Research 39(5); Kreutz, Joakim (2010), Journal of Peace Research 47(2).
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from bedfellows.errors import InputError

Over = Literal["government", "territory"]

_NEEDED = (
    "conflict_id",
    "year",
    "gwno_a",
    "gwno_a_2nd",
    "gwno_b_2nd",
    "incompatibility",
    "intensity_level",
    "type_of_conflict",
)
_WITHIN_A_STATE = {"3", "4", "intrastate", "ii"}
_OVER: dict[str, Over] = {
    "1": "territory",
    "territory": "territory",
}  # 2 and 3, "government" and "both": the government
_OUTCOMES = range(1, 7)
_LARGEST = 100_000_000


@dataclass(frozen=True, slots=True)
class ConflictYear:
    """A conflict in a year in which it cost at least 25 lives in battle.

    `state`, `government_troops` and `rebel_troops` are Gleditsch-Ward numbers: the government that is fought, and the states that had
    troops in the fight on either side. `war` says whether a thousand or more died. `outcome` is UCDP's code (1 to 6) where an episode ended
    in this year and the file tells how.
    """

    conflict: int
    year: int
    state: int
    place: str
    territory: str
    rebels: tuple[str, ...]
    over: Over
    war: bool
    government_troops: tuple[int, ...]
    rebel_troops: tuple[int, ...]
    outcome: int | None = None


def read_conflict_years(path: Path) -> list[ConflictYear]:
    """The years of conflict within states in one file (CSV, or gzipped CSV), in order of conflict and year.

    Raises:
        InputError: the file cannot be read, lacks a column, or holds a value that does not fit its column.
    """
    found: dict[tuple[int, int], ConflictYear] = {}
    for line, row in rows_of(path, _NEEDED):
        if row["type_of_conflict"].strip().casefold() not in _WITHIN_A_STATE:
            continue
        one = _conflict_year(path, line, row)
        known = found.get((one.conflict, one.year))
        found[one.conflict, one.year] = _joined(known, one) if known else one
    if not found:
        raise InputError(f"{path}: expected years of conflict within states (type 3 or 4), found none.")
    return [found[key] for key in sorted(found)]


def rows_of(path: Path, needed: Iterable[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a CSV file with their line numbers; the names of its columns in small letters, empty and "NA" values as "".

    Raises:
        InputError: it cannot be read, or lacks a column that is needed.
    """
    try:
        packed = path.read_bytes()
        if path.suffix == ".gz":
            with gzip.open(io.BytesIO(packed)) as stream:
                packed = stream.read(_LARGEST + 1)
        if len(packed) > _LARGEST:
            raise InputError(f"{path}: expected at most {_LARGEST // 1_000_000} MB.")
        text = packed.decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise InputError(
            f"{path}: expected a CSV file in UTF-8, gzipped where its name ends in .gz: {error}."
        ) from error
    reader = csv.reader(io.StringIO(text, newline=""))
    header = [name.strip().casefold() for name in next(reader, [])]
    missing = [name for name in needed if name not in header]
    if missing:
        raise InputError(
            f"{path}: expected the columns {', '.join(needed)}; missing: {', '.join(missing)}. "
            "Give a file as its publisher names it (see docs/war-outcomes.md)."
        )
    for values in reader:
        yield (
            reader.line_num,
            {
                name: "" if (value := text.strip()) in {"NA", "NULL"} else value
                for name, text in zip(header, values, strict=False)
            },
        )


def number(path: Path, line: int, row: Mapping[str, str], column: str) -> int:
    """A whole number of a row, also where it is written as 2.0.

    Raises:
        InputError: it is none.
    """
    try:
        return int(float(row[column]))
    except (KeyError, ValueError, OverflowError) as error:
        raise InputError(
            f"{path}: line {line}: field {column!r}: expected a whole number, found {row.get(column, '')[:40]!r}."
        ) from error


def _conflict_year(path: Path, line: int, row: Mapping[str, str]) -> ConflictYear:
    ended = row.get("c_outcome", "")
    outcome = number(path, line, row, "c_outcome") if ended else None
    if outcome is not None and outcome not in _OUTCOMES:
        raise InputError(f"{path}: line {line}: field 'c_outcome': expected 1 to 6, found {outcome}.")
    return ConflictYear(
        number(path, line, row, "conflict_id"),
        number(path, line, row, "year"),
        _states(path, line, row, "gwno_a")[0],
        _plain(row.get("location", "")),
        _plain(row.get("territory_name", "")),
        _names(row.get("side_b", ""), row.get("side_b_id", "")),
        _OVER.get(row["incompatibility"].split(".")[0].casefold(), "government"),
        number(path, line, row, "intensity_level") == 2,
        _states(path, line, row, "gwno_a_2nd"),
        _states(path, line, row, "gwno_b_2nd"),
        outcome,
    )


def _states(path: Path, line: int, row: Mapping[str, str], column: str) -> tuple[int, ...]:
    parts = [part for part in row[column].replace(";", ",").split(",") if part.strip()]
    if not parts and column == "gwno_a":
        raise InputError(
            f"{path}: line {line}: field 'gwno_a': expected the number of a state, found nothing."
        )
    return tuple(sorted({number(path, line, {column: part}, column) for part in parts}))


def _names(text: str, ids: str) -> tuple[str, ...]:
    """The rebels of a field: parted at commas only where there are as many names as ids, as some names hold a comma."""
    parts = [_plain(part) for part in text.split(",") if part.strip()]
    if len(parts) <= 1 or len(parts) == len([one for one in ids.split(",") if one.strip()]):
        return tuple(parts)
    return (_plain(text),)


def _plain(text: str) -> str:
    """A name on one line, without the sign that parts names in a list of wars."""
    return " ".join(text.replace("|", "/").split())


def _joined(one: ConflictYear, other: ConflictYear) -> ConflictYear:
    """Two rows of one year, as peacesciencer has them, as one."""
    return replace(
        one,
        war=one.war or other.war,
        government_troops=tuple(sorted({*one.government_troops, *other.government_troops})),
        rebel_troops=tuple(sorted({*one.rebel_troops, *other.rebel_troops})),
        outcome=one.outcome or other.outcome,
    )
