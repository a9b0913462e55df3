"""Reads a signed network from a CSV file of the user."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Mapping
from pathlib import Path

from bedfellows.balance.signed import SignedNetwork, from_rows
from bedfellows.errors import InputError

MOST_TIES = 1_000_000
_ENDS = (("source", "target"), ("a", "b"))
_SIGNS = {"+": 1, "-": -1, "−": -1}
_FORM = "a heading source,target,sign and, where known, weight (or a,b,sign; and low,high)"


def read_network(path: Path) -> SignedNetwork:
    """The network in a CSV file: a heading, then a line for each tie.

    Columns: `source` and `target` (or `a` and `b`), names as the user has them; `sign`, a number above or below 0 or
    + and -; `weight`, the strength without its sign, 1 where there is no such column; `low` and `high`, the interval
    of the signed weight, else the weight itself. Where any weight is above 1, all are divided by the greatest. The
    order of the two names means nothing; a pair that comes twice is merged (see `from_rows`). The evidence of a tie
    is its line, as `file.csv:12`.

    Raises:
        InputError: the file cannot be read, a column is missing, or a line is no tie; the message names the line.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            columns = {(name or "").strip().casefold() for name in reader.fieldnames or ()}
            ends = next((pair for pair in _ENDS if columns.issuperset(pair)), None)
            if ends is None or "sign" not in columns:
                found = ", ".join(sorted(columns))[:100] or "nothing"
                raise InputError(f"Expected {_FORM} in {path.name}, found {found}. Name the columns so.")
            rows = list(_rows(reader, ends, path.name))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(
            f"Expected a CSV file in UTF-8 with {_FORM}, but {path.name} cannot be read: {error}."
        ) from error
    greatest = max((max(abs(number) for number in row[2:5]) for row in rows), default=1.0)
    by = greatest if greatest > 1 else 1.0
    return from_rows((a, b, w / by, low / by, high / by, (where,)) for a, b, w, low, high, where in rows)


def _rows(
    reader: csv.DictReader[str], ends: tuple[str, str], name: str
) -> Iterator[tuple[str, str, float, float, float, str]]:
    for number, line in enumerate(reader):
        where = f"{name}:{reader.line_num}"
        if number >= MOST_TIES:
            raise InputError(f"Expected at most {MOST_TIES:,} ties, found more in {name}. Split the file.")
        cells = {
            (key or "").strip().casefold(): value.strip()
            for key, value in line.items()
            if isinstance(value, str)
        }
        a, b = (cells.get(end, "") for end in ends)
        if not a or not b or a == b:
            raise InputError(
                f"Expected two different actors in {where}, found {a[:40]!r} and {b[:40]!r}. Mend the line."
            )
        sign = _sign(cells, where)
        strength = _number(cells, "weight", 1.0, where)
        if strength < 0:
            raise InputError(
                f"Expected a weight without a sign in {where}, found {strength}. The sign has its own column."
            )
        weight = sign * strength
        low, high = _number(cells, "low", weight, where), _number(cells, "high", weight, where)
        if not low <= high:
            raise InputError(f"Expected low <= high in {where}, found {low} and {high}. Mend the line.")
        yield a, b, weight, low, high, where


def _sign(cells: Mapping[str, str], where: str) -> int:
    text = cells.get("sign", "")
    if text in _SIGNS:
        return _SIGNS[text]
    number = _number(cells, "sign", 0.0, where)
    if not number:
        raise InputError(
            f"Expected a sign above or below 0 in {where}, found {text[:40]!r}. Leave such ties out."
        )
    return 1 if number > 0 else -1


def _number(cells: Mapping[str, str], column: str, default: float, where: str) -> float:
    text = cells.get(column, "")
    if not text:
        return default
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise InputError(f"Expected a number as {column} in {where}, found {text[:40]!r}. Mend the line.")
    return number
