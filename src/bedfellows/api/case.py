"""The whole of a case, and how it is opened."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bedfellows.actors import load_registry
from bedfellows.api.checking import Checking
from bedfellows.api.corrections import Corrections
from bedfellows.api.holdings import Holdings
from bedfellows.api.intake import Intake
from bedfellows.api.showing import Showing
from bedfellows.api.standing import Standing
from bedfellows.case import CaseStore, case_path
from bedfellows.reader.reading import Target


class Case(Standing, Checking, Holdings, Corrections, Showing, Intake):
    """One analysis. Made by `bedfellows.open`."""


def open(name: Target, *, create: bool = False, actors: Sequence[Target] = ()) -> Case:
    """Open a case by its name ("afghanistan" is ./afghanistan.duckdb) or its path.

    Args:
        name: the name or path.
        create: allow that it does not exist yet; the file is made when the first document is stored.
        actors: TOML files with actors of your own (see `bedfellows.actors.actors_file`).

    Raises:
        CaseMissingError: it does not exist, and `create` is not set.
        CaseLockedError: somebody is writing to it.
        SchemaError: the file is no case, or one of a newer version.
        RegistryError: a file of actors is malformed.
    """
    path = case_path(Path(name) if not isinstance(name, str) else name)
    case = Case(path, load_registry([Path(file) for file in actors]), create=create)
    if path.exists() or not create:
        CaseStore.open(path).close()
    return case
