"""Episodes of armed conflict within states, with the troops that other states sent to either side, and how each ended.

The package carries a list of them (`data/wars.csv`, which names its sources), so that odds have their past cases without any download;
`make_wars` makes one from a user's own files. An episode is a run of years, each with at least 25 deaths in battle.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from itertools import groupby
from pathlib import Path
from typing import Any

from bedfellows.errors import InputError
from bedfellows.scenario.conflict_years import ConflictYear, Over, number, rows_of
from bedfellows.scenario.endings import ENDINGS, RULES, CowWar, Ending, Rule, Takeover, ended

Troops = Mapping[int, tuple[int, ...]]  # by year: the Gleditsch-Ward numbers of the states

COLUMNS = (
    *("conflict", "place", "territory", "rebels", "state", "over", "first", "last", "war_years"),
    *("government_troops", "rebel_troops", "capability", "earlier", "ending", "rule"),
)
_CARRIED = "wars.csv"


@dataclass(frozen=True, slots=True)
class War:
    """One episode. `state` is the government's Gleditsch-Ward number, `capability` its share of the world's military capabilities in the first
    year (Correlates of War CINC), `earlier` the number of episodes of the same conflict before. `ending` is None while it goes on."""

    conflict: int
    place: str
    territory: str
    rebels: tuple[str, ...]
    state: int
    over: Over
    first: int
    last: int
    war_years: frozenset[int]
    government_troops: Troops
    rebel_troops: Troops
    capability: float | None
    earlier: int
    ending: Ending | None
    rule: Rule | None

    @property
    def id(self) -> str:
        """An id for evidence: UCDP's number of the conflict and the first year of the episode."""
        return f"ucdp-conflict:{self.conflict}:{self.first}"

    @property
    def name(self) -> str:
        """What it is called: the state, and the territory or else the rebels where they are known."""
        about = self.territory or ", ".join(self.rebels[:2])
        return f"{self.place} ({about})" if about else self.place


@dataclass(frozen=True, slots=True, eq=False)
class WarList:
    """Episodes up to and with a year, and where they are from."""

    wars: tuple[War, ...]
    last: int
    source: str


@cache
def carried_wars() -> WarList:
    """The package's own list."""
    text = resources.files("bedfellows.scenario").joinpath("data", _CARRIED).read_text(encoding="utf-8")
    return _read(text, _CARRIED)


def read_wars(path: Path) -> WarList:
    """A list that `write_wars` wrote.

    Raises:
        InputError: it cannot be read, or is none.
    """
    try:
        return _read(path.read_text(encoding="utf-8-sig"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"{path}: expected a list of wars, which `bedfellows war-list` makes: {error}."
        ) from error


def write_wars(listed: WarList) -> str:
    """The list as CSV, with its source and last year in lines that begin with "#"."""
    out = io.StringIO()
    for line in listed.source.splitlines():
        out.write(f"# {line}\n")
    out.write(f"# last year: {listed.last}\n")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for war in listed.wars:
        writer.writerow(
            {
                **{name: getattr(war, name) for name in COLUMNS},
                "rebels": "|".join(war.rebels),
                "war_years": _spans(war.war_years),
                "government_troops": _troops(war.government_troops),
                "rebel_troops": _troops(war.rebel_troops),
                "capability": "" if war.capability is None else f"{war.capability:.6f}",
                "ending": war.ending or "",
                "rule": war.rule or "",
            }
        )
    return out.getvalue()


def make_wars(
    years: Sequence[ConflictYear],
    source: str,
    *,
    capabilities: Mapping[tuple[int, int], float] | None = None,
    places: Mapping[int, str] | None = None,
    takeovers: Sequence[Takeover] = (),
    cow_wars: Sequence[CowWar] = (),
) -> WarList:
    """The episodes of these years.

    Args:
        years: from one file, see `read_conflict_years`.
        source: what to cite; one line for each.
        capabilities: CINC by Gleditsch-Ward number and year, see `read_capabilities`. The latest of up to ten years before counts.
        places: names of states by number, for files that have none.
        takeovers: governments that rebels removed.
        cow_wars: wars of the Correlates of War, for episodes whose end UCDP does not tell.
    """
    last = max(year.year for year in years)
    held = capabilities or {}
    wars: list[War] = []
    for _, group in groupby(
        sorted(years, key=lambda one: (one.conflict, one.year)), key=lambda one: one.conflict
    ):
        for earlier, run in enumerate(_runs(list(group))):
            wars.append(_war(run, earlier, last, held, places or {}, takeovers, cow_wars))
    return WarList(tuple(wars), last, source)


def read_capabilities(
    path: Path, gleditsch_ward: Mapping[int, int] | None = None
) -> dict[tuple[int, int], float]:
    """CINC by Gleditsch-Ward number and year, from the Correlates of War's National Material Capabilities (NMC, `ccode`, `year`, `cinc`).

    Raises:
        InputError: the file cannot be read or lacks a column.
    """
    other = gleditsch_ward or {}
    found = {}
    for line, row in rows_of(path, ("ccode", "year", "cinc")):
        if row["cinc"]:
            code = number(path, line, row, "ccode")
            found[other.get(code, code), number(path, line, row, "year")] = float(row["cinc"])
    return found


def _runs(years: list[ConflictYear]) -> Iterator[list[ConflictYear]]:
    run: list[ConflictYear] = []
    for year in years:
        if run and year.year != run[-1].year + 1:
            yield run
            run = []
        run.append(year)
    yield run


def _war(
    run: list[ConflictYear],
    earlier: int,
    last_of_list: int,
    capabilities: Mapping[tuple[int, int], float],
    places: Mapping[int, str],
    takeovers: Sequence[Takeover],
    cow_wars: Sequence[CowWar],
) -> War:
    one, end = run[0], run[-1]
    rebels = dict.fromkeys(name for year in run for name in year.rebels)
    ending: Ending | None = None
    rule: Rule | None = None
    if end.year < last_of_list or end.outcome is not None:
        ending, rule = ended(one.state, one.over, one.year, end.year, end.outcome, takeovers, cow_wars)
    held = (capabilities.get((one.state, one.year - back)) for back in range(11))
    return War(
        one.conflict,
        one.place or places.get(one.state, f"state {one.state}"),
        one.territory if one.over == "territory" else "",
        tuple(rebels),
        one.state,
        one.over,
        one.year,
        end.year,
        frozenset(year.year for year in run if year.war),
        {year.year: year.government_troops for year in run if year.government_troops},
        {year.year: year.rebel_troops for year in run if year.rebel_troops},
        next((value for value in held if value is not None), None),
        earlier,
        ending,
        rule,
    )


def _read(text: str, where: str) -> WarList:
    notes = [line.lstrip("# ").rstrip() for line in text.splitlines() if line.startswith("#")]
    last = next((note.removeprefix("last year: ") for note in notes if note.startswith("last year: ")), "")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    if not last.isdigit() or tuple(rows.fieldnames or ()) != COLUMNS:
        raise InputError(
            f"{where}: expected a list of wars with its last year, which `bedfellows war-list` makes."
        )
    try:
        wars = tuple(_from_row(row) for row in rows)
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{where}: line {rows.line_num} of the table: {error}. Make the list anew with `bedfellows war-list`."
        ) from error
    source = "\n".join(note for note in notes if not note.startswith("last year: "))
    return WarList(wars, int(last), source)


def _from_row(row: Mapping[str, Any]) -> War:
    if (
        row["over"] not in {"government", "territory"}
        or row["ending"] not in {"", *ENDINGS}
        or row["rule"] not in {"", *RULES}
    ):
        raise ValueError(f"unknown value in {row['over']!r}, {row['ending']!r} or {row['rule']!r}")
    return War(
        int(row["conflict"]),
        row["place"],
        row["territory"],
        tuple(filter(None, row["rebels"].split("|"))),
        int(row["state"]),
        row["over"],
        int(row["first"]),
        int(row["last"]),
        frozenset(_years(row["war_years"])),
        _troops_of(row["government_troops"]),
        _troops_of(row["rebel_troops"]),
        float(row["capability"]) if row["capability"] else None,
        int(row["earlier"]),
        row["ending"] or None,
        row["rule"] or None,
    )


def _spans(years: Iterable[int]) -> str:
    """Years as text: "1978-2001 2005"."""
    parts: list[list[int]] = []
    for year in sorted(years):
        if parts and year == parts[-1][1] + 1:
            parts[-1][1] = year
        else:
            parts.append([year, year])
    return " ".join(f"{first}-{last}" if first != last else str(first) for first, last in parts)


def _years(text: str) -> Iterator[int]:
    for part in text.split():
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def _troops(troops: Troops) -> str:
    """Troops as text: "2:2003-2021;770:2004-2018"."""
    by_state: dict[int, list[int]] = {}
    for year, states in troops.items():
        for state in states:
            by_state.setdefault(state, []).append(year)
    return ";".join(f"{state}:{_spans(years)}" for state, years in sorted(by_state.items()))


def _troops_of(text: str) -> dict[int, tuple[int, ...]]:
    found: dict[int, list[int]] = {}
    for part in filter(None, text.split(";")):
        state, _, years = part.partition(":")
        for year in _years(years):
            found.setdefault(year, []).append(int(state))
    return {year: tuple(sorted(states)) for year, states in sorted(found.items())}


def as_known(listed: WarList, year: int) -> WarList:
    """The list as it would have stood at the end of a year: nothing later is in it, and an episode that goes on then has no ending yet.

    What later releases corrected in earlier years stays corrected: lists as they were published then are not to be had.
    """
    if year >= listed.last:
        return listed
    kept = []
    for war in listed.wars:
        if war.first > year:
            continue
        if war.last <= year and (war.last < year or war.ending in _SEEN_AT_ONCE):
            kept.append(war)
            continue
        kept.append(
            replace(
                war,
                last=min(war.last, year),
                war_years=frozenset(one for one in war.war_years if one <= year),
                government_troops={
                    one: troops for one, troops in war.government_troops.items() if one <= year
                },
                rebel_troops={one: troops for one, troops in war.rebel_troops.items() if one <= year},
                ending=None,
                rule=None,
            )
        )
    return WarList(tuple(kept), year, listed.source)


_SEEN_AT_ONCE = {"peace-agreement", "ceasefire", "government-victory", "rebel-victory"}
