"""The partners of an actor by the record, as part of the page of `who` and as rows for CSV."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from bedfellows.cli.evidence import evidence_row, more, time_words
from bedfellows.cli.output import BOLD, DIM, Page, signed
from bedfellows.ties.partners import standing_words

if TYPE_CHECKING:
    from bedfellows.ties.partners import Partner
    from bedfellows.ties.who import WhoAnswer

PARTNER_COLUMNS = ("low", "high", "readings", "events", "standing")
_TITLES = (
    ("with", "With it by the record", "level of the tie from -1 to 1, with its interval of 90%"),
    ("against", "Against it by the record", "the whole interval is below 0"),
    ("unclear", "Unclear by the record", "the interval holds 0"),
)
_MOST = 12
_TYPES = 4
_ROWS = 2
_INDENT = 10


def show_partners(page: Page, answer: WhoAnswer) -> None:
    """Print those with whom feeds show an actor dealing, the strongest first; nothing where none do."""
    for stance, title, about in _TITLES:
        found = [one for one in answer.recorded if one.stance == stance]
        if not found:
            continue
        page.heading(title, about)
        if stance == "unclear":
            found.sort(key=lambda one: (-one.readings, one.partner))
        for one in found[:_MOST]:
            _partner(page, answer, one)
        more(page, len(found) - _MOST, _INDENT, "; --format json has them all")


def _partner(page: Page, answer: WhoAnswer, one: Partner) -> None:
    sign = {"with": 1, "against": -1}.get(one.stance, 0)
    page.entry(
        ["  ", signed(sign), f" {one.level:+.2f}"],
        [(one.name, BOLD), f"  {one.low:+.2f} to {one.high:+.2f}, {one.readings:,} readings"],
        hang=_INDENT,
    )
    for of_type in one.events[:_TYPES]:
        page.entry(
            [" " * _INDENT],
            [
                f"{of_type.plover.lower()}: {of_type.by_actor:,} by {answer.name}, {of_type.by_partner:,} by {one.name}  ",
                (", ".join(of_type.ids[:1]), DIM),
            ],
            hang=_INDENT,
        )
    more(page, len(one.events) - _TYPES, _INDENT, " types of events")
    for row in one.standing[:_ROWS]:
        page.entry([" " * _INDENT], [f"{standing_words(row)}  ", (row.id, DIM)], hang=_INDENT)
    more(page, len(one.standing) - _ROWS, _INDENT, " standing")


def partner_rows(answer: WhoAnswer) -> Iterator[dict[str, Any]]:
    """A row for each event and standing row that is carried; `state` is `recorded`, `group` the stance."""
    for one in answer.recorded:
        base = {
            "actor": answer.actor,
            "actor_name": answer.name,
            "state": "recorded",
            "group": one.stance,
            "counterpart": one.partner,
            "counterpart_name": one.name,
            "kind": one.kind,
            "strength": one.level,
            "low": one.low,
            "high": one.high,
            "readings": one.readings,
            "events": sum(kind.by_actor + kind.by_partner for kind in one.events),
            "standing": len(one.standing),
        }
        for kind in one.events:
            for piece in kind.ids:
                yield {**base, "relations": (kind.plover,), **evidence_row(None), "evidence_id": piece}
        for row in one.standing:
            about = {"relations": (row.relation,), "support_types": row.support_types}
            when = time_words(row.first, row.last, "year")
            yield {**base, **about, "when": when, **evidence_row(None), "evidence_id": row.id}
