"""Alignment analysis: who is lining up with whom, why, and what happens if.

    import bedfellows as bf

    case = bf.open("afghanistan", create=True)
    case.read("article.html", published="2017-01-04")
    case.who("taliban")
    case.why("russia", "taliban")

Names are imported when they are first used, so that `import bedfellows` alone costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bedfellows.actors import load_registry, resolve
    from bedfellows.api import Case, Stored, equilibria, import_case, open, read_documents, war_outcomes
    from bedfellows.errors import BedfellowsError

__version__ = "0.1.0"

__all__ = [
    "BedfellowsError",
    "Case",
    "Stored",
    "__version__",
    "equilibria",
    "import_case",
    "load_registry",
    "open",
    "read_documents",
    "resolve",
    "war_outcomes",
]

_HOME = {
    "BedfellowsError": "errors",
    "Case": "api",
    "Stored": "api",
    "equilibria": "api",
    "import_case": "api",
    "load_registry": "actors",
    "open": "api",
    "read_documents": "api",
    "resolve": "actors",
    "war_outcomes": "api",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)


def load_ipython_extension(shell: object) -> None:
    """`%load_ext bedfellows`: show answers as tables. Needed only where IPython was started after Bedfellows was imported."""
    from bedfellows.report.notebook import register

    register(shell)
