"""How evidence is shown wherever it is: sentence number, grade, quotation, and the source it is from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from bedfellows.cli.output import DIM, Page
from bedfellows.report.dates import day, period
from bedfellows.ties.wording import counted, listed

if TYPE_CHECKING:
    from bedfellows.case.records import Source
    from bedfellows.ties.evidence import Evidence, Fact, Scope

_LEADS = "s.5 is the fifth sentence; F6 the grade: source A-F, claim 1-6 (F and 6: cannot be judged)"
SHOWN = 3  # quotations under one line of a table; JSON and CSV have them all
EVIDENCE_COLUMNS = (
    "evidence_id",
    "evidence_kind",
    "evidence",
    "quote",
    "sentence",
    "source_id",
    "source_title",
    "published",
    "grade",
    "evidence_certainty",
    "said_by",
    "time",
)


class Cited:
    """The sources that a page quotes, numbered as they come up."""

    def __init__(self, scope: Scope) -> None:
        self._numbered = scope.sources > 1
        self._seen: dict[str, tuple[int, Evidence]] = {}

    def lead(self, piece: Evidence) -> str:
        """`s. 8 F6`, with the number of the source before it where a case has several."""
        number, _ = self._seen.setdefault(piece.source_id, (len(self._seen) + 1, piece))
        sentence = f"s.{piece.sentence_number or '?':>2}"
        return f"[{number}] {sentence} {piece.grade}" if self._numbered else f"{sentence} {piece.grade}"

    @property
    def hang(self) -> int:
        """How wide a lead may be."""
        return 13 if self._numbered else 9

    def legend(self, page: Page) -> None:
        """Name the sources that were quoted, and say how to read the leads."""
        if not self._seen:
            return
        page.heading("Sources")
        page.line((_LEADS, DIM), indent=2)
        for number, piece in self._seen.values():
            about = [piece.author, piece.publisher, day(piece.published) or "undated", piece.locator]
            words = f"{piece.source_title}. {', '.join(part for part in about if part)}"
            page.entry([f"[{number}]"] if self._numbered else [], [words], indent=2, hang=4)


def scope_words(scope: Scope) -> str:
    """What an answer has looked at."""
    when = (
        f"As of {day(scope.as_of)}"
        if scope.as_of
        else f"All that is in the case, as things stood on {day(scope.reference)}"
    )
    events = f", {scope.events:,} events of feeds" if scope.events else ""
    words = f"{when}: {counted(scope.claims, 'claim')} in {counted(scope.sources, 'source')}{events}."
    if scope.undated_left_out:
        left = counted(scope.undated_left_out, "source without a date counts", "sources without a date count")
        words += f" {left} from the day of reading."
    return words


def quote(page: Page, cited: Cited, piece: Evidence, indent: int, *, certainty: bool = True) -> None:
    """One quotation on its lines."""
    notes = []
    if certainty:
        notes.append(piece.certainty)
    if piece.said_by:
        notes.append(f"says {' through '.join(piece.said_by)}")
    if piece.time_text:
        notes.append(piece.time_text)
    tail = f"  ({', '.join(notes)})" if notes else ""
    page.entry([(cited.lead(piece), DIM)], [f"“{piece.quote}”", (tail, DIM)], indent=indent, hang=cited.hang)


def quotes(page: Page, cited: Cited, pieces: Sequence[Evidence], indent: int) -> None:
    """The weightiest quotations, and how many more there are."""
    for piece in pieces[:SHOWN]:
        quote(page, cited, piece, indent)
    more(page, len(pieces) - SHOWN, indent, "; --format json has them all")


def more(page: Page, number: int, indent: int, where: str = "") -> None:
    """How many things are not shown."""
    if number > 0:
        page.line((f"and {number} more{where}", DIM), indent=indent)


def facts(page: Page, known: Iterable[Fact], indent: int, said: str = "") -> None:
    """What the registry knows, and where from; of a fact that was `said` already only where from."""
    for fact in known:
        statement = "" if fact.statement == said else f"{fact.statement}  "
        page.entry([("fact", DIM)], [statement, (f"({fact.source})", DIM)], indent=indent, hang=9)


def evidence_row(piece: Evidence | None) -> dict[str, Any]:
    """A piece of evidence as the last cells of a CSV row."""
    if piece is None:
        return {}
    return {
        "evidence_id": piece.id,
        "evidence_kind": piece.kind,
        "evidence": piece.statement,
        "quote": piece.quote,
        "sentence": piece.sentence_number,
        "source_id": piece.source_id,
        "source_title": piece.source_title,
        "published": piece.published,
        "grade": piece.grade,
        "evidence_certainty": piece.certainty,
        "said_by": piece.said_by,
        "time": time_words(piece.happened_from, piece.happened_to, piece.precision),
    }


def fact_row(fact: Fact) -> dict[str, Any]:
    """A fact of the registry as the last cells of a CSV row."""
    return {"evidence_kind": "fact", "evidence": fact.statement, "source_title": fact.source}


def rows_of(
    base: dict[str, Any], pieces: Sequence[Evidence], known: Sequence[Fact] = ()
) -> Iterable[dict[str, Any]]:
    """One CSV row for each piece of evidence and each fact; one without where there is neither."""
    ends = [*map(evidence_row, pieces), *map(fact_row, known)]
    for end in ends or [{}]:
        yield {**base, **end}


def time_words(start: date | None, end: date | None, precision: str) -> str:
    """A period in words; empty where nothing is known of it."""
    return period(start, end, precision) if start or end else ""  # type: ignore[arg-type]


def about_source(source: Source) -> str:
    """Kind, author, publisher, day and file of a source."""
    parts = [source.kind, source.author, source.publisher, day(source.published) or "undated", source.locator]
    return ", ".join(part for part in parts if part)


def speakers(names: Sequence[str]) -> str:
    """Who says so."""
    return f"says {listed(names)}" if names else ""


def words(parts: Iterable[str], between: str = "; ") -> str:
    """What there is to say, in one line."""
    return between.join(part for part in parts if part)
