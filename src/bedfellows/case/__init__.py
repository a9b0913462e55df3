"""The case: one DuckDB file with the sources, what they say, and how far they are trusted."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bedfellows.case.paths import case_path
    from bedfellows.case.store import CaseStore
    from bedfellows.case.transfer import export_case, import_case
    from bedfellows.case.writing import Added

__all__ = ["Added", "CaseStore", "case_path", "export_case", "import_case"]

_HOME = {
    "Added": "writing",
    "CaseStore": "store",
    "case_path": "paths",
    "export_case": "transfer",
    "import_case": "transfer",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used, so that the records alone cost no start-up time."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
