"""Files in the layouts of real feeds with invented rows: the addresses and the texts in them say so."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

ACTORS = (
    ("RUSGOV", "RUSSIA", "RUS"),
    ("AFGINSTAL", "TALIBAN", "AFG"),
    ("USA", "UNITED STATES", "USA"),
    ("AFGREB", "REBELS", "AFG"),
    ("IGOUNO", "UNITED NATIONS", ""),
    ("COP", "POLICE", ""),
    ("", "", ""),
)
CODES = ("010", "036", "040", "0231", "051", "112", "190", "193", "1823")


def gdelt_row(
    number: int,
    day: date,
    *,
    columns: int = 58,
    code: str = "190",
    one: Sequence[str] = ACTORS[0],
    other: Sequence[str] = ACTORS[1],
    added: date | None = None,
    mentions: int = 5,
) -> list[str]:
    """One invented GDELT event, to the column: 57 or 58 of version 1.0, or 61 of version 2.0."""
    added = added or day
    stamp = f"{added:%Y%m%d}" + ("001500" if columns == 61 else "")

    def actor(who: Sequence[str]) -> list[str]:
        return [*who, "", "", "", "", "", "", ""]

    def place() -> list[str]:
        divisions = ["AF13", "3580"] if columns == 61 else ["AF13"]
        return ["4", "Kabul, Kabol, Afghanistan", "AF", *divisions, "34.5167", "69.1833", "-3378435"]

    row = [
        *(str(number), f"{day:%Y%m%d}", f"{day:%Y%m}", f"{day:%Y}", f"{day:%Y}.0110"),
        *actor(one),
        *actor(other),
        *("1", code, code[:3], code[:2], "4", "-10.0", str(mentions), "2", "3", "-4.25"),
        *place(),
        *place(),
        *place(),
        stamp,
    ]
    return row if columns == 57 else [*row, f"https://news.example/invented/{number}"]


def gdelt_rows(count: int, first: int = 600_000_000, seed: int = 1, columns: int = 58) -> list[list[str]]:
    """Invented events of January 2017."""
    chance = random.Random(seed)
    start = date(2017, 1, 1)
    return [
        gdelt_row(
            first + number,
            start + timedelta(days=number * 31 // max(count, 1)),
            columns=columns,
            code=chance.choice(CODES),
            one=chance.choice(ACTORS),
            other=chance.choice(ACTORS),
            mentions=chance.randint(1, 40),
        )
        for number in range(count)
    ]


def mention_row(number: int, outlet: str, day: date) -> list[str]:
    """One invented row of a GDELT 2.0 mentions file: 16 columns."""
    stamp = f"{day:%Y%m%d}001500"
    return [
        *(str(number), stamp, stamp, "1", outlet, f"https://{outlet}/invented/{number}", "3"),
        *("-1", "40", "80", "1", "70", "2500", "-4.1", "", ""),
    ]


def write_tabs(file: Path, rows: Iterable[Sequence[str]]) -> Path:
    """Write rows with tabs between the columns."""
    file.write_bytes("".join("\t".join(row) + "\n" for row in rows).encode("utf-8", "surrogateescape"))
    return file
