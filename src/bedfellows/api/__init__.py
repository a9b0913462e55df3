"""The Python API: a case, what is read into it, and what it answers.

    case = open("afghanistan", create=True)
    case.read(["article.html", "notes/"], published="2017-01-04")
    case.who("taliban", as_of="2017-01-04").backers
    case.claims(actor="russia")            # a Polars frame

Days are `datetime.date` or text such as "2017-01-04". Names of actors are those that people use ("Moscow", "IS-K").
"""

from __future__ import annotations

import sys

from bedfellows.api.case import Case, open
from bedfellows.api.days import day
from bedfellows.api.forecasts import evaluate_forecasts
from bedfellows.api.intake import Stored, read_documents, reading_dossier
from bedfellows.api.scenarios import equilibria, war_outcomes
from bedfellows.api.showing import import_case

__all__ = [
    "Case",
    "Stored",
    "day",
    "equilibria",
    "evaluate_forecasts",
    "import_case",
    "open",
    "read_documents",
    "reading_dossier",
    "war_outcomes",
]

if "IPython" in sys.modules:  # in a notebook, answers are shown as tables
    from bedfellows.report.notebook import show_in_notebooks

    show_in_notebooks()
