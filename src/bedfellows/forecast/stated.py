"""Conditional forecasts of sources as questions, credited to who made them.

A forecast can be held against feeds where its outcome was coded to a claim between two actors whose relation is an event, it names a
day or was given one, and it says in some word how likely it is. Its condition must be such a claim as well, so that one can tell
whether it came about. All others are kept as questions too, with what is wrong with them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bedfellows.case import CaseStore
from bedfellows.case.records import Claim, ConditionalOutcome, Source
from bedfellows.forecast.hedges import Stated, stated_probability
from bedfellows.forecast.question_records import (
    Forecast,
    Happening,
    Question,
    add_forecast,
    add_question,
    identified,
    now,
)
from bedfellows.forecast.simple_rules import simple_rules
from bedfellows.ontology import RELATIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Read:
    """What became of the conditional forecasts of a case."""

    questions: int  # new ones
    known: int
    open: int  # of the new ones, those that feeds can resolve


def read_stated(store: CaseStore, name: Callable[[str], str], within: int | None = None) -> Read:
    """Make questions of the conditional forecasts that are not questions yet, in the transaction that is open.

    Args:
        store: the case, open for writing.
        name: what an actor is called.
        within: so many days after its publication a forecast that names no day is to have come true. Without, none can be resolved.
    """
    sources = {source.id: source for source in store.sources()}
    claims = {claim.id: claim for claim in store.claims()}
    new = known = open_ = 0
    for outcome in store.outcomes():
        question, stated = as_question(outcome, sources[outcome.source_id], claims, within)
        if not add_question(store.connection, question):
            known += 1
            continue
        new += 1
        open_ += not question.problem
        for author in _authors(outcome, sources[outcome.source_id], name) if stated else ():
            assert stated is not None
            base, persistence = simple_rules(store.connection, question, question.asked)
            add_forecast(
                store.connection,
                identified(
                    Forecast(
                        "", question.id, author, "source", stated.probability, None, None, question.asked, None, "words",
                        stated.basis, (), (outcome.id,), base, persistence, now(),
                    )
                ),
            )  # fmt: skip
    return Read(new, known, open_)


def as_question(
    outcome: ConditionalOutcome, source: Source, claims: Mapping[str, Claim], within: int | None = None
) -> tuple[Question, Stated | None]:
    """A conditional forecast as a question, and the probability that its words give for what the question asks."""
    happening, negated, problem = _event(outcome.outcome_claims, claims, "what it foretells")
    condition, condition_negated, condition_problem = _event(
        outcome.condition_claims, claims, "its condition"
    )
    stated = stated_probability(outcome.outcome)
    published = outcome.published or source.published
    closes, by = outcome.horizon, "source" if outcome.horizon else ""
    if closes is None and within is not None and published is not None:
        closes, by = published + timedelta(days=within), "user"
    problems = [
        "" if published else "the source has no date of publication",
        problem,
        condition_problem if outcome.kind != "follows-from" else "its condition is another forecast",
        "its condition is that something does not happen" if condition_negated else "",
        "" if closes else "it names no day by which it is to come true",
        f"its day, {closes}, lies before its publication"
        if closes and published and closes <= published
        else "",
        "" if stated else "it has no word that says how likely it is",
    ]
    if stated and negated:
        stated = Stated(1 - stated.probability, f"{stated.basis}, that it will not")
    made = published or date.min
    question = Question(
        "",
        " ".join(outcome.outcome.split()),
        "stated",
        happening,
        made + timedelta(days=1),
        closes,
        by,
        " ".join(outcome.condition.split()),
        outcome.kind,
        condition,
        "; ".join(one for one in problems if one),
        outcome.id,
        made,
        now(),
    )
    return identified(question), stated


def _event(ids: Sequence[str], claims: Mapping[str, Claim], what: str) -> tuple[Happening | None, bool, str]:
    """The event that a half of a forecast was coded to, whether it is denied, or why there is none."""
    coded = [claims[one] for one in ids if one in claims]
    if not coded:
        return None, False, f"{what} was not coded to a claim"
    for claim in coded:
        plover = claim.plover or RELATIONS[claim.relation].plover
        if plover and claim.object and claim.object != claim.subject:
            directed = not RELATIONS[claim.relation].symmetric
            return Happening(plover, claim.subject, claim.object, directed), claim.negated, ""
    return None, False, f"{what} is no event between two actors ({coded[0].relation})"


def _authors(outcome: ConditionalOutcome, source: Source, name: Callable[[str], str]) -> tuple[str, ...]:
    """Who is credited: the one whose words the source passes on, else its author, else its publisher."""
    if outcome.said_by:
        return (name(outcome.said_by[-1]),)
    return (source.author or source.publisher or source.title,)
