"""What base rate and persistence said of a question on a day: what any forecast of it is measured against."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from bedfellows.forecast.dyad_history import load_history, number_of
from bedfellows.forecast.plain_rates import new_pair_rate
from bedfellows.forecast.references import SHORTEST_RECORD, references

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from bedfellows.forecast.question_records import Question


def simple_rules(
    connection: DuckDBPyConnection, question: Question, on: date
) -> tuple[float | None, float | None]:
    """Base rate and persistence for what is left of a question's window at the end of a day; None without a record to tell."""
    import numpy as np

    happening = question.happening
    if question.problem or happening is None or question.closes is None or question.closes <= on:
        return None, None
    history = load_history(connection, on, directed=happening.directed)
    days = (question.closes - on).days
    if not len(history.day) or number_of(on) + 1 - history.first < SHORTEST_RECORD:
        return None, None
    place = history.place(happening.a, happening.b)
    if place is None:
        rate = new_pair_rate(history, happening.what, days).probability
        return rate, rate
    simple = references(history, happening.what, number_of(on) + 1, days)
    row = int(np.searchsorted(simple.dyads, place))
    return float(simple.base_rate[row]), float(simple.persistence[row])
