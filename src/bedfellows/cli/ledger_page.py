"""The support ledger as a page for a terminal, and as rows for CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from bedfellows.cli.evidence import (
    EVIDENCE_COLUMNS,
    Cited,
    evidence_row,
    more,
    quotes,
    scope_words,
    time_words,
)
from bedfellows.cli.output import BOLD, DIM, Page
from bedfellows.report.dates import day
from bedfellows.ties.wording import counted

if TYPE_CHECKING:
    from bedfellows.ties.ledger import Backing, LedgerAnswer, Side
    from bedfellows.ties.record import EventCount, StandingRow

LEDGER = (
    *("side", "side_name", "backer", "backer_name", "row", "support_types", "since", "until", "last_known"),
    *("share", "ratio", "share_claims", "share_listed", "share_counted"),
    *("measure_claims", "measure_listed", "measure_counted", "feed", "count", "detail"),
    *EVIDENCE_COLUMNS,
)
_MOST_SIDES = 10
_MOST_BACKERS = 12
_ROWS = 3
_HANG = 8
_WITNESS = {"claims": "claims", "listed": "listed support", "counted": "events of aid"}


def show_ledger(answer: LedgerAnswer) -> None:
    """Print each side with its backers, the largest share first, and what each rests on."""
    page, cited = Page(), Cited(answer.scope)
    page.line((f"Support ledger{f' of {answer.name}' if answer.name else ''}", BOLD))
    page.line((scope_words(answer.scope), DIM))
    page.line(
        (
            "The share is of all that is known of the backers of one side: the mean over claims (how firmly help is said, not how large "
            "it is), listed support (kinds of support times years) and events of aid, where each knows enough.",
            DIM,
        )
    )
    own = [side for side in answer.sides if side.side == answer.actor]
    others = [side for side in answer.sides if side.side != answer.actor]
    if not answer.sides:
        page.line()
        page.line("The case knows of no support" + (f" to or from {answer.name}." if answer.name else "."))
    for side in own:
        page.heading(f"Who backs {side.name}")
        if not side.backers:
            page.line("Nobody, as far as the case knows.", indent=2)
        _backers(page, cited, side.backers)
        _commitments(page, side)
    if answer.actor and others:
        page.heading(f"Whom {answer.name} backs")
        for side in others[:_MOST_SIDES]:
            for backing in side.backers:
                if backing.backer == answer.actor:
                    _entry(page, cited, backing, f"{side.name}  ", len(side.backers))
    elif not answer.actor:
        for side in others[:_MOST_SIDES]:
            page.heading(f"Who backs {side.name}")
            _backers(page, cited, side.backers[:_ROWS])
            more(page, len(side.backers) - _ROWS, 2)
    more(page, len(others) - _MOST_SIDES, 2, "; --format json has them all")
    cited.legend(page)


def _backers(page: Page, cited: Cited, backers: Sequence[Backing]) -> None:
    for backing in backers[:_MOST_BACKERS]:
        _entry(page, cited, backing, f"{backing.name}  ", 0)
    more(page, len(backers) - _MOST_BACKERS, 2, "; --format json has them all")


def _entry(page: Page, cited: Cited, backing: Backing, name: str, of: int) -> None:
    share = f"{backing.share:>5.0%}" if backing.share is not None else "    –"
    about = []
    if backing.support_types:
        about.append(", ".join(kind.replace("-", " ") for kind in backing.support_types))
    about.append(time_words(backing.since, backing.until, "year"))
    if backing.ratio is not None and backing.ratio >= 1:
        about.append(f"{backing.ratio:.1f} times the next")
    if of > 1:
        about.append(f"one of {of} backers")
    page.entry([" ", share], [(name, BOLD), "; ".join(part for part in about if part)], hang=_HANG)
    if len(backing.shares) > 1:
        page.line(
            (
                "of "
                + ", ".join(f"{_WITNESS[witness]} {value:.0%}" for witness, value in backing.shares.items()),
                DIM,
            ),
            indent=_HANG,
        )
    for said in dict.fromkeys(f"{one.words} (“{one.text}”)" for one in backing.said):
        page.line(f"said: {said}", indent=_HANG)
    quotes(page, cited, backing.evidence or backing.past, _HANG)
    for row in backing.listed[:_ROWS]:
        _listed(page, row)
    more(page, len(backing.listed) - _ROWS, _HANG, " listed")
    for count in backing.counted:
        _count(page, count)


def _listed(page: Page, row: StandingRow) -> None:
    kinds = f"{', '.join(row.support_types)}; " if row.support_types else ""
    page.entry(
        [(row.feed, DIM)],
        [f"{kinds}{time_words(row.first, row.last, 'year')}; {row.detail}  ", (row.id, DIM)],
        indent=_HANG,
        hang=len(row.feed) + 2,
    )


def _count(page: Page, count: EventCount) -> None:
    what = "event of aid" if count.plover == "AID" else "friendly word, not counted"
    many = "events of aid" if count.plover == "AID" else "friendly words, not counted"
    page.entry(
        [(count.feed or "by hand", DIM)],
        [
            f"{counted(count.count, what, many)}, {day(count.first)} to {day(count.last)}: {'; '.join(count.texts)}  ",
            (f"{count.ids[0]} ...", DIM),
        ],
        indent=_HANG,
        hang=len(count.feed or "by hand") + 2,
    )


def _commitments(page: Page, side: Side) -> None:
    if not side.commitments:
        return
    page.heading("Commitments", "alliances by treaty, no help in themselves; not counted above")
    for row in side.commitments[:_MOST_BACKERS]:
        other = row.object_name if row.subject == side.side else row.subject_name
        page.entry(
            [" "],
            [(other, BOLD), f"  {row.detail}, {time_words(row.first, row.last, 'year')}  ", (row.id, DIM)],
            hang=2,
        )
    more(page, len(side.commitments) - _MOST_BACKERS, 2, "; --format json has them all")


def ledger_rows(answer: LedgerAnswer) -> Iterator[dict[str, Any]]:
    """A row for each claim, listed row and count of events under each backer, and for each commitment."""
    for side in answer.sides:
        for one in side.backers:
            about = _about(side, one)
            for sort, pieces in (("claim", one.evidence), ("past", one.past), ("denied", one.denied)):
                for piece in pieces:
                    yield {**about, "row": sort, **evidence_row(piece)}
            for row in one.listed:
                yield {**about, "row": "listed", **_standing(row)}
            for count in one.counted:
                yield {
                    **about,
                    "row": "aid" if count.plover == "AID" else "words",
                    "since": count.first,
                    "until": count.last,
                    "feed": count.feed,
                    "count": count.count,
                    "detail": count.texts,
                    "evidence_id": count.ids,
                    "evidence_kind": "event",
                }
        for row in side.commitments:
            ally, name = (
                (row.object, row.object_name) if row.subject == side.side else (row.subject, row.subject_name)
            )
            base = {"side": side.side, "side_name": side.name, "backer": ally, "backer_name": name}
            yield {**base, "row": "commitment", **_standing(row)}


def _about(side: Side, one: Backing) -> dict[str, Any]:
    return {
        "side": side.side,
        "side_name": side.name,
        "backer": one.backer,
        "backer_name": one.name,
        "support_types": one.support_types,
        "since": one.since,
        "until": one.until,
        "last_known": one.last_known,
        "share": one.share,
        "ratio": one.ratio,
        **{f"share_{witness}": value for witness, value in one.shares.items()},
        **{f"measure_{witness}": value for witness, value in one.measure.items()},
    }


def _standing(row: StandingRow) -> dict[str, Any]:
    return {
        "support_types": row.support_types,
        "since": row.first,
        "until": row.last,
        "feed": row.feed,
        "detail": row.detail,
        "evidence_id": row.id,
        "evidence_kind": "standing",
        "published": row.published,
        "time": time_words(row.first, row.last, row.precision),
    }
