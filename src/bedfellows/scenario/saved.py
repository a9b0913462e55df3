"""Scenarios saved in a case under a name: kept as they were put, run again at will."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from bedfellows.case import CaseStore
from bedfellows.case.connection import duckdb_errors
from bedfellows.case.writing import transaction
from bedfellows.errors import InputError
from bedfellows.scenario.interventions import Form

_NAME = re.compile(r"[\w][\w .,()'&+-]{0,79}")
_COLUMNS = "name, form, text, as_of, horizon, draws, seed, recorded"


@dataclass(frozen=True, slots=True)
class SavedScenario:
    """A scenario of a case. Without an `as_of` it is run as of the day it is run on; `horizon` is in years."""

    name: str
    form: Form
    text: str
    as_of: date | None
    horizon: int
    draws: int
    seed: int
    recorded: datetime


def save_scenario(
    path: Path, name: str, form: Form, text: str, as_of: date | None, horizon: int, draws: int, seed: int
) -> SavedScenario:
    """Keep a scenario under a name. One that is kept under it already is not changed: saving the same again does nothing.

    Raises:
        InputError: the name is none, or stands for another scenario.
    """
    if not _NAME.fullmatch(name):
        raise InputError(
            f"Expected a name of 1 to 80 letters, digits, spaces and .,()'&+-, found {name[:80]!r}. Give another."
        )
    recorded = datetime.now(UTC).replace(tzinfo=None)
    saved = SavedScenario(name, form, text, as_of, horizon, draws, seed, recorded)
    with CaseStore.open(path, write=True) as store, duckdb_errors(path), transaction(store.connection):
        for held in _load(store):
            if held.name == name:
                if (held.form, held.text, held.as_of, held.horizon, held.draws, held.seed) == (
                    (form, text, as_of, horizon, draws, seed)
                ):
                    return held
                raise InputError(
                    f"The case holds another scenario named {name!r}: {held.text[:80]!r}. Give another name, or forget that one."
                )
        store.connection.execute(
            f"INSERT INTO scenarios ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - own names
            [name, form, text, as_of, horizon, draws, seed, recorded],
        )
    return saved


def saved_scenarios(path: Path) -> list[SavedScenario]:
    """The scenarios of a case, in the order in which they were saved."""
    with CaseStore.open(path) as store, duckdb_errors(path):
        return _load(store)


def saved_scenario(path: Path, name: str) -> SavedScenario:
    """One of them.

    Raises:
        InputError: there is none of that name; the message lists those there are.
    """
    every = saved_scenarios(path)
    for one in every:
        if one.name == name:
            return one
    names = ", ".join(repr(one.name) for one in every) or "none"
    raise InputError(f"Expected the name of a saved scenario, found {name[:80]!r}. The case holds: {names}.")


def forget_scenario(path: Path, name: str) -> SavedScenario:
    """Take a scenario out of a case; gives it.

    Raises:
        InputError: there is none of that name.
    """
    gone = saved_scenario(path, name)
    with CaseStore.open(path, write=True) as store, duckdb_errors(path), transaction(store.connection):
        store.connection.execute("DELETE FROM scenarios WHERE name = ?", [name])
    return gone


def _load(store: CaseStore) -> list[SavedScenario]:
    rows = store.connection.execute(
        f"SELECT {_COLUMNS} FROM scenarios ORDER BY recorded, name"  # noqa: S608 - own names
    ).fetchall()
    return [SavedScenario(*row) for row in rows]
