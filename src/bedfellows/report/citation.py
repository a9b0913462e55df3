"""Evidence by its id, as it is cited: the words, the sentence around them, the source with its grade, and where to look it up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from urllib.parse import quote as percent_encoded

from bedfellows.case import CaseStore
from bedfellows.case.records import Claim, ConditionalOutcome, Motive, Source
from bedfellows.feeds.catalogue import FEED_NAMES, find_feed
from bedfellows.feeds.looking import EVENT_FIELDS
from bedfellows.ontology import CREDIBILITY, PLOVER_TYPES, RELIABILITY
from bedfellows.report.outside_text import web_address
from bedfellows.ties.dossier import Dossier
from bedfellows.ties.record import Record
from bedfellows.ties.wording import verb

CitedKind = Literal["claim", "motive", "outcome", "passage", "source", "event", "standing"]
_MOST_FRAGMENT = 300  # characters of a quotation that go into an address
_STANDING = ("subject", "relation", "object", "support_types", "detail", "happened_from", "happened_to")


@dataclass(frozen=True, slots=True)
class Citation:
    """One piece of evidence. `statement` is in our own words; `quote` and `sentence` are the source's.

    `grade` is reliability and credibility ("C3"), or the reliability alone; `grade_words` says what that means. `link` leads to
    the place in the text where the source has an address; `page` to the text in the window, without its host. `cite_as` is how a feed
    wants to be cited, `record` the columns of its row.
    """

    id: str
    kind: CitedKind
    statement: str
    quote: str
    sentence: str
    sentence_number: int | None
    certainty: str
    said_by: tuple[str, ...]
    published: date | None
    happened_from: date | None
    happened_to: date | None
    grade: str
    grade_words: str
    source_id: str
    source_title: str
    publisher: str | None
    author: str | None
    locator: str
    link: str | None
    page: str | None
    cite_as: str | None = None
    record: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class CiteAnswer:
    """The citations in the order asked for. `unknown` are the ids that the case does not hold, or not as of the day."""

    as_of: date | None
    citations: tuple[Citation, ...]
    unknown: tuple[str, ...]


def cite_from(store: CaseStore, dossier: Dossier, ids: Sequence[str]) -> CiteAnswer:
    """The evidence with these ids (`clm-`, `mtv-`, `out-`, `psg-`, `src-`, or "feed:key"), as of the dossier's day."""
    wanted = list(dict.fromkeys(one.strip() for one in ids))
    found = {one.id: one for one in _of_sources(dossier, wanted)}
    left = [one for one in wanted if one not in found]
    if left:
        record = Record(store.connection, dossier, dossier.scope.as_of)
        for table in (_feed_events, _standing, _added_events):
            found.update((one.id, one) for one in table(record, [one for one in left if one not in found]))
    return CiteAnswer(
        dossier.scope.as_of,
        tuple(found[one] for one in wanted if one in found),
        tuple(one for one in wanted if one not in found),
    )


def place_link(locator: str, quote: str) -> str | None:
    """The address of a source with the quotation as a text fragment, which browsers scroll to; None where it has no address."""
    address = web_address(locator)
    if address is None or not quote:
        return address
    words = quote if len(quote) <= _MOST_FRAGMENT else quote[:_MOST_FRAGMENT].rsplit(" ", 1)[0]
    return f"{address.partition('#')[0]}#:~:text={percent_encoded(' '.join(words.split()), safe='').replace('-', '%2D')}"


def grade_words(grade: str) -> str:
    """An Admiralty grade in words: "fairly reliable; possibly true"."""
    parts = [RELIABILITY.get(grade[:1], ""), CREDIBILITY.get(grade[1:2], "") if grade[1:] else ""]
    return "; ".join(part for part in parts if part)


def _of_sources(dossier: Dossier, ids: Iterable[str]) -> Iterable[Citation]:
    every: tuple[Claim | Motive | ConditionalOutcome, ...] = (
        *dossier.claims,
        *dossier.motives,
        *dossier.outcomes,
    )
    statements = {one.id: one for one in every}
    for one in ids:
        if one in statements:
            piece = dossier.evidence(statements[one])
        elif one in dossier.passages and dossier.passages[one].source_id in dossier.sources:
            piece = dossier.sentence(dossier.passages[one], "")
        elif one in dossier.sources:
            yield _whole(dossier.sources[one])
            continue
        else:
            continue
        yield Citation(
            piece.id, piece.kind, piece.statement, piece.quote, piece.sentence, piece.sentence_number, piece.certainty,
            piece.said_by, piece.published, piece.happened_from, piece.happened_to, piece.grade, grade_words(piece.grade),
            piece.source_id, piece.source_title, piece.publisher, piece.author, piece.locator,
            place_link(piece.locator, piece.quote), _page(piece.source_id),
        )  # fmt: skip


def _whole(source: Source) -> Citation:
    return Citation(
        source.id, "source", "", "", "", None, "", (), source.published, None, None, source.reliability,
        grade_words(source.reliability), source.id, source.title, source.publisher, source.author, source.locator,
        web_address(source.locator), _page(source.id),
    )  # fmt: skip


def _page(source_id: str) -> str:
    return f"/article?source={percent_encoded(source_id, safe='')}"


def _feed_events(record: Record, ids: Sequence[str]) -> Iterable[Citation]:
    rows = _feed_rows(record, "feed_events_as_of", EVENT_FIELDS[:-1], ids)
    names = record.names(row[side] for row in rows for side in ("subject", "object") if row[side])
    for row in rows:
        text = row["text"] or ""
        yield _of_feed(row, "event", _deed(row, names), text, row["day"], row["day"])


def _deed(row: dict[str, Any], names: dict[str, str]) -> str:
    kind = PLOVER_TYPES.get(row["plover"] or "")
    what = "/".join(part for part in (row["plover"], row["plover_mode"]) if part) or f"CAMEO {row['cameo']}"
    sides = [names.get(row[side] or "", "somebody") for side in ("subject", "object")]
    return f"{sides[0]} → {sides[1]}: {what}" + (f" ({kind.definition})" if kind else "")


def _standing(record: Record, ids: Sequence[str]) -> Iterable[Citation]:
    rows = _feed_rows(record, "standing_as_of", ("id", "feed", "published", "release", *_STANDING), ids)
    names = record.names(row[side] for row in rows for side in ("subject", "object") if row[side])
    for row in rows:
        sides = [names.get(row[side] or "", "") for side in ("subject", "object")]
        said = " ".join(part for part in (sides[0], verb(row["relation"]), sides[1]) if part)
        more = "; ".join(
            part for part in (row["detail"] or "", ", ".join(row["support_types"] or ())) if part
        )
        yield _of_feed(
            row,
            "standing",
            f"{said} ({more})" if more else said,
            "",
            row["happened_from"],
            row["happened_to"],
        )


def _feed_rows(
    record: Record, table: str, columns: Sequence[str], ids: Sequence[str]
) -> list[dict[str, Any]]:
    """Rows by "feed:key". Feed and key are compared one by one, so that the rows of other feeds are not looked at."""
    parts = [one.partition(":") for one in ids]
    feeds = [feed for feed, colon, _ in parts if colon and feed]
    if not feeds:
        return []
    chosen = ", ".join(f't."{name}"' for name in columns)
    found = record.connection.execute(
        f"SELECT {chosen}, l.name, g.credibility FROM {table}($day::DATE) t JOIN feed_files l ON l.number = t.file "  # noqa: S608 - own names
        "LEFT JOIN latest_grades_as_of($day::DATE) g ON g.target = t.id "
        "WHERE t.feed IN (SELECT unnest($feeds)) AND t.key IN (SELECT unnest($keys)) AND t.id IN (SELECT unnest($ids))",
        {
            "day": _day(record),
            "feeds": feeds,
            "keys": [key for feed, _, key in parts if feed],
            "ids": list(ids),
        },
    ).fetchall()
    return [dict(zip((*columns, "file", "credibility"), row, strict=True)) for row in found]


def _of_feed(
    row: dict[str, Any], kind: CitedKind, statement: str, text: str, first: date | None, last: date | None
) -> Citation:
    feed = find_feed(row["feed"]) if row["feed"] in FEED_NAMES else None
    grade = f"{feed.reliability if feed else 'F'}{row['credibility'] or '6'}"
    return Citation(
        row["id"], kind, statement, text, text, None, "reported", (), row["published"], first, last, grade, grade_words(grade),
        f"feed:{row['feed']}", feed.title if feed else row["feed"], feed.publisher if feed else None,
        None, row["file"], web_address(text), None, feed.citation if feed else None, row,
    )  # fmt: skip


def _added_events(record: Record, ids: Sequence[str]) -> Iterable[Citation]:
    columns = (
        *("id", "source_id", "subject", "object", "plover", "plover_mode", "cameo", "goldstein"),
        *("happened_from", "happened_to", "published", "place", "text", "credibility"),
    )
    rows = [
        dict(zip(columns, row, strict=True))
        for row in record.connection.execute(
            f"SELECT {', '.join(columns)} FROM events_as_of($day::DATE) "  # noqa: S608 - own names
            "WHERE source_id NOT LIKE 'feed-file:%' AND id IN (SELECT unnest($ids))",
            {"day": _day(record), "ids": list(ids)},
        ).fetchall()
    ]
    names = record.names(row[side] for row in rows for side in ("subject", "object") if row[side])
    for row in rows:
        source = record.dossier.sources.get(row["source_id"])
        grade = f"{source.reliability if source else 'F'}{row['credibility']}"
        yield Citation(
            row["id"], "event", _deed(row, names), row["text"], row["text"], None, "reported", (), row["published"],
            row["happened_from"], row["happened_to"], grade, grade_words(grade), row["source_id"], source.title if source else "",
            source.publisher if source else None, source.author if source else None, source.locator if source else "",
            place_link(source.locator, row["text"]) if source else None, _page(source.id) if source else None, None, row,
        )  # fmt: skip


def _day(record: Record) -> str:
    on = record.dossier.scope.as_of
    return "infinity" if on is None else on.isoformat()
