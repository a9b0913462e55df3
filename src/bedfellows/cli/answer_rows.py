"""The answers as rows for CSV: one for each piece of evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from bedfellows.cli.evidence import EVIDENCE_COLUMNS, rows_of, time_words
from bedfellows.cli.partners_page import partner_rows

if TYPE_CHECKING:
    from bedfellows.balance.strange import StrangeAnswer
    from bedfellows.balance.unexpected import UnexpectedAnswer
    from bedfellows.explain.why import WhyAnswer
    from bedfellows.scenario.outcomes import Branch, OutcomesAnswer
    from bedfellows.ties.who import WhoAnswer

Row = dict[str, Any]

WHO = (
    *("actor", "actor_name", "state", "group", "counterpart", "counterpart_name", "kind", "strength"),
    *("relations", "support_types", "certainty", "speakers", "when", "compared", "through"),
    *EVIDENCE_COLUMNS,
)
STRANGE = (
    *(
        "list",
        "rank",
        "a",
        "a_name",
        "b",
        "b_name",
        "score",
        "friendly",
        "hostile",
        "expected",
        "by_chance",
        "reason",
        "title",
        "words",
        "points",
    ),
    *EVIDENCE_COLUMNS,
)
WHY = (
    *("a", "a_name", "b", "b_name", "friendly", "hostile", "side", "mechanism", "title", "words", "strength"),
    *("actor", "third"),
    *EVIDENCE_COLUMNS,
)
OUTCOMES = (
    *("outcome_id", "parent", "kind", "condition", "outcome", "certainty", "horizon_text", "horizon"),
    *("actors", "actor_names"),
    *EVIDENCE_COLUMNS,
)


def who_rows(answer: WhoAnswer) -> Iterator[Row]:
    """A row for each piece of evidence of each tie; `state` is current, past, denied or expected."""
    base = {"actor": answer.actor, "actor_name": answer.name}
    for state, ties in (("current", answer.ties), ("past", answer.past)):
        for tie in ties:
            yield from rows_of(
                {
                    **base,
                    "state": state,
                    "group": tie.group,
                    "counterpart": tie.counterpart,
                    "counterpart_name": tie.name,
                    "kind": tie.kind,
                    "strength": tie.strength,
                    "relations": tie.relations,
                    "support_types": tie.support_types,
                    "certainty": tie.certainty,
                    "speakers": tie.speakers,
                    "when": time_words(tie.since, tie.until, tie.precision),
                    "compared": tuple(item.words for item in tie.compared),
                    "through": tie.through,
                },
                tie.evidence,
            )
    for state, pieces in (("denied", answer.denied), ("expected", answer.expected)):
        for piece in pieces:
            yield from rows_of({**base, "state": state}, (piece,))
    yield from partner_rows(answer)


def strange_rows(answer: StrangeAnswer) -> Iterator[Row]:
    """A row for each piece of evidence of each item of a score; the list of events first, then that of claims."""
    if answer.unexpected:
        yield from _unexpected_rows(answer.unexpected)
    for rank, pair in enumerate(answer.pairs, 1):
        for reason in pair.reasons:
            yield from rows_of(
                {
                    "list": "claims",
                    "rank": rank,
                    "a": pair.a,
                    "a_name": pair.a_name,
                    "b": pair.b,
                    "b_name": pair.b_name,
                    "score": pair.score,
                    "friendly": pair.friendly,
                    "hostile": pair.hostile,
                    "reason": reason.key,
                    "title": reason.title,
                    "words": reason.words,
                    "points": reason.points,
                },
                reason.evidence,
                reason.facts,
            )


def _unexpected_rows(answer: UnexpectedAnswer) -> Iterator[Row]:
    for rank, pair in enumerate(answer.pairs, 1):
        base = {
            "list": "events",
            "rank": rank,
            "a": pair.a,
            "a_name": pair.a_name,
            "b": pair.b,
            "b_name": pair.b_name,
            "score": pair.surprise,
            "friendly": pair.level,
            "expected": pair.expected,
            "by_chance": pair.by_chance,
        }
        for part in pair.parts:
            for row in part.evidence or ("",):
                item = {"reason": part.key, "words": part.words, "points": part.points, "evidence_id": row}
                yield {**base, **item, "evidence_kind": "row" if row else ""}


def why_rows(answer: WhyAnswer) -> Iterator[Row]:
    """A row for each piece of evidence of each reason; the tie itself comes first, with the side `tie`."""
    base = {
        "a": answer.a,
        "a_name": answer.a_name,
        "b": answer.b,
        "b_name": answer.b_name,
        "friendly": answer.friendly,
        "hostile": answer.hostile,
    }
    if answer.aligned:
        yield from rows_of({**base, "side": "tie"}, answer.aligned)
    for reason in answer.reasons:
        yield from rows_of(
            {
                **base,
                "side": reason.side,
                "mechanism": reason.mechanism,
                "title": reason.title,
                "words": reason.words,
                "strength": reason.strength,
                "actor": reason.actor,
                "third": reason.third,
            },
            reason.evidence,
            reason.facts,
        )


def outcome_rows(answer: OutcomesAnswer) -> Iterator[Row]:
    """A row for each outcome, those that follow from it after it; `parent` is the id of what it follows from."""
    for fork in answer.forks:
        for branch in fork.branches:
            yield from _branch(branch, None)


def _branch(branch: Branch, parent: str | None) -> Iterator[Row]:
    yield from rows_of(
        {
            "outcome_id": branch.id,
            "parent": parent,
            "kind": branch.kind,
            "condition": branch.condition,
            "outcome": branch.outcome,
            "certainty": branch.certainty,
            "horizon_text": branch.horizon_text,
            "horizon": branch.horizon,
            "actors": branch.actors,
            "actor_names": branch.actor_names,
        },
        (branch.evidence,),
    )
    for follower in branch.then:
        yield from _branch(follower, branch.id)
