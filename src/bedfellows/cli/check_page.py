"""The answer of `check` as a page for a terminal, and as rows for CSV."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from bedfellows.cli.evidence import EVIDENCE_COLUMNS, Cited, evidence_row, more, quotes, time_words
from bedfellows.cli.output import BOLD, DIM, FRIENDLY, HOSTILE, Page, Part
from bedfellows.report.dates import day
from bedfellows.ties.wording import counted, listed

if TYPE_CHECKING:
    from bedfellows.explain.check import CheckAnswer, Checked, LeftAlone
    from bedfellows.explain.question import RecordRow, Verdict
    from bedfellows.ties.evidence import Evidence

CHECK = (
    *("row", "claim_id", "kind", "words", "verdict", "reason", "about_first", "about_last", "statement", "claim_quote", "claim_sentence"),
    *("claim_certainty", "claim_said_by", "role", "feed", "date", "text", "count"),
    *EVIDENCE_COLUMNS,
)  # fmt: skip
_SIGNS: dict[Verdict, Part] = {
    "contradicted": ("✗", HOSTILE),
    "supported": ("✓", FRIENDLY),
    "no data": ("?", DIM),
}
_TITLES: dict[Verdict, str] = {
    "contradicted": "Contradicted by the record",
    "supported": "Supported by the record",
    "no data": "No data",
}
_INDENT = 4
_ROWS = 4
_NEAR = 2
_MOST_ALONE = 8


def show_check(answer: CheckAnswer) -> None:
    """Print how many claims got which verdict, then each claim with its rows, the contradicted first."""
    page, cited = Page(), Cited(answer.scope)
    page.line((answer.title or answer.locator, BOLD))
    undated = " (it has no date: today is taken)" if answer.assumed else ""
    page.line((f"Published {day(answer.published)}{undated}. {_known(answer)}", DIM))
    counts = answer.counts
    page.line()
    page.line(
        *_joined(
            [
                [_SIGNS["supported"], f" {counts['supported']} supported"],
                [_SIGNS["contradicted"], f" {counts['contradicted']} contradicted"],
                [_SIGNS["no data"], f" {counts['no data']} no data"],
                [f"– {len(answer.left_alone)} left alone"],
            ]
        )
    )
    if not answer.feeds:
        page.line(
            (
                "The case has no feeds: only the registry's facts are held against it. See: bedfellows ingest --help",
                DIM,
            )
        )
    for verdict in ("contradicted", "supported", "no data"):
        chosen = [one for one in answer.checked if one.verdict == verdict]
        if chosen:
            page.heading(_TITLES[verdict], str(len(chosen)))
        for one in chosen:
            _checked(page, cited, one)
    _alone(page, answer.left_alone)
    cited.legend(page)


def _known(answer: CheckAnswer) -> str:
    on = (
        f"As of {day(answer.scope.as_of)}"
        if answer.scope.as_of
        else "With hindsight, all that the case knows of the days up to then"
    )
    if not answer.feeds:
        return f"{on}."
    spans = [
        f"{one.feed} {one.first.year}–{one.last.year}" if one.first and one.last else one.feed
        for one in answer.feeds
    ]
    return f"{on}: {', '.join(spans)}."


def _joined(parts: Sequence[Sequence[Part]]) -> list[Part]:
    found: list[Part] = []
    for number, part in enumerate(parts):
        found += ["   "] * bool(number) + list(part)
    return found


def _checked(page: Page, cited: Cited, one: Checked) -> None:
    of = f" [“{one.words}”]" if one.words else ""
    said = f", says {' through '.join(one.claim.said_by)}" if one.claim.said_by else ""
    page.entry(
        [_SIGNS[one.verdict]],
        [(f"{one.claim.statement}{of}", BOLD), (f"  s.{one.claim.sentence_number}{said}", DIM)],
        hang=_INDENT - 2,
        indent=0,
    )
    page.line(f"“{one.claim.quote}”", indent=_INDENT)
    page.line(one.reason, indent=_INDENT)
    for row in one.rows[:_ROWS]:
        _row(page, row, "")
    more(page, len(one.rows) - _ROWS, _INDENT, " rows; --format json has them all")
    shown = _ROWS if one.verdict == "contradicted" and not one.rows else _NEAR
    for row in one.near[:shown]:
        _row(page, row, "near: ")
    more(page, len(one.near) - shown, _INDENT, " rows near it; --format json has them all")
    if one.also_said:
        page.line(
            (
                f"Also said by {counted(len({e.source_id for e in one.also_said}), 'other text')} of the case:",
                DIM,
            ),
            indent=_INDENT,
        )
        quotes(page, cited, one.also_said[:1], _INDENT)
    if one.denied:
        page.line(("Denied in the case:", DIM), indent=_INDENT)
        quotes(page, cited, one.denied[:1], _INDENT)


def _row(page: Page, row: RecordRow, before: str) -> None:
    when = time_words(row.first, row.last, row.precision)
    ids = (
        row.ids[0] + (f" and {counted(row.count - 1, 'more event')}" if row.count > 1 else "")
        if row.ids
        else row.title
    )
    page.entry(
        [(f"{before}{row.feed}", DIM)],
        [f"{when}  " if when else "", row.text, (f"  {ids}", DIM)],
        indent=_INDENT,
        hang=len(before) + len(row.feed) + 2,
    )


def _alone(page: Page, alone: Sequence[LeftAlone]) -> None:
    if not alone:
        return
    page.heading("Left alone", f"{len(alone)} statements that no record can settle")
    for why, number in Counter(one.why for one in alone).most_common():
        chosen = [one for one in alone if one.why == why]
        page.entry([f"{number:>3}"], [(why, BOLD), f": {chosen[0].reason}"], indent=1, hang=5)
        shown = [
            f"s.{one.statement.sentence_number} {one.statement.statement}" for one in chosen[:_MOST_ALONE]
        ]
        for line in dict.fromkeys(shown):
            page.line((line, DIM), indent=6)
        more(page, number - _MOST_ALONE, 6)


def check_rows(answer: CheckAnswer) -> Iterator[dict[str, Any]]:
    """A row for each row of the record under a verdict (role `row` or `near`), each claim of another text (`also-said`, `denied`), or
    one by itself where there is neither; then one for each statement left alone."""
    for one in answer.checked:
        base = {
            "row": "checked",
            "kind": one.kind,
            "words": one.words,
            "verdict": one.verdict,
            "reason": one.reason,
            "about_first": one.first,
            "about_last": one.last,
            **_claim(one.claim),
        }
        ends = [
            {"role": role, **_cells(row)}
            for role, rows in (("row", one.rows), ("near", one.near))
            for row in rows
        ]
        ends += [
            {"role": role, **evidence_row(piece)}
            for role, pieces in (("also-said", one.also_said), ("denied", one.denied))
            for piece in pieces
        ]
        for end in ends or [{}]:
            yield {**base, **end}
    for left in answer.left_alone:
        yield {"row": "left alone", "verdict": left.why, "reason": left.reason, **_claim(left.statement)}


def _claim(piece: Evidence) -> dict[str, Any]:
    return {
        "claim_id": piece.id,
        "statement": piece.statement,
        "claim_quote": piece.quote,
        "claim_sentence": piece.sentence_number,
        "claim_certainty": piece.certainty,
        "claim_said_by": listed(piece.said_by),
    }


def _cells(row: RecordRow) -> dict[str, Any]:
    return {
        "feed": row.feed,
        "date": time_words(row.first, row.last, row.precision),
        "text": row.text,
        "count": row.count,
        "evidence_id": row.ids,
        "evidence_kind": "fact" if not row.ids else "record",
        "published": row.published,
        "source_title": row.title,
    }
