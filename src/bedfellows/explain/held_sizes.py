"""Words of size and order held against the record: "the first time", "the only", "the main", "more than".

One earlier row, or one other backer, shows that it was not the first or the only. That there is none shows something only where the
list is complete. Sizes are compared by kinds of support times years and by events of aid, and only where chance does not explain the
difference: two counts are held to differ when an exact binomial test against even odds gives p < 0.05.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from bedfellows.actors import neighbours
from bedfellows.explain.checkable import Kind
from bedfellows.explain.completeness import COMPLETENESS, ListOf
from bedfellows.explain.question import (
    Held,
    Question,
    RecordRow,
    event_row,
    fact_row,
    has,
    list_end,
    lists_hold,
    standing_row,
)
from bedfellows.ties.record import StandingRow
from bedfellows.ties.wording import listed

LEVEL = 0.05
_OF_KIND: Mapping[Kind, tuple[str, ListOf | None]] = {
    "fighting": ("fights", "disputes"),
    "support": ("supports", None),
    "alliance": ("allied-with", "alliances"),
}
_GUARDED = ("open", "unabashed", "public", "declared", "avowed", "official", "direct")
"""Words that narrow "the only backers" to those who own up to it, which no list tells."""
_STATES_MEANT = ("countr", "state", "nation", "government", "power")


def first(question: Question, kind: Kind) -> Held:
    """Was it the first time?"""
    relation, list_of = _OF_KIND.get(kind, ("", None))
    if not relation:
        return Held("no data", "Which earlier cases would count, the text alone can tell.")
    if question.when.first is None or not question.when.dated:
        return Held("no data", f"The text does not say when.{question.notes}")
    began = question.when.first
    every = question.standing({relation}, both_ways=kind != "support")
    before = [row for row in every if row.first and row.first.year < began.year and not row.alleged]
    shown = tuple(map(standing_row, before))
    if before:
        return Held("contradicted", f"The record has it before that.{question.notes}", shown)
    lists = question.full_list({list_of}) if list_of else ()
    if lists:
        since = min(COMPLETENESS[feed].first.year for feed in lists)
        words = f"{lists_hold(lists)} since {since} and {has(lists)} none before."
        return Held("supported", f"{words}{question.notes}")
    return Held(
        "no data", f"The record has none before, but no list in the case is complete.{question.notes}"
    )


def only(question: Question, kind: Kind, group: Collection[str]) -> Held:
    """Was nobody else in the same place? `group` are the actors of whom the text says it together."""
    if kind == "border":
        return _only_neighbours(question, group)
    if kind not in {"support", "fighting"}:
        return Held("no data", "Who else would count, the text alone can tell.")
    relation = _OF_KIND[kind][0]
    mine = set(group) | question.subject.ids
    rows = question.record.standing({relation}, None, question.object.ids, both_ways=kind == "fighting")
    others = [
        row for row in rows if _other(row, question) not in mine and question.covers(row) and not row.alleged
    ]
    if any(word in question.words for word in _STATES_MEANT):
        others = [row for row in others if question.record.dossier.kind(_other(row, question)) == "state"]
    shown = tuple(map(standing_row, {row.id: row for row in others}.values()))
    names = listed(sorted({question.record.name(_other(row, question)) for row in others}))
    if others and kind == "support" and any(word in question.words for word in _GUARDED):
        reason = (
            f"The record lists others as well ({names}); whether openly, it does not tell.{question.notes}"
        )
        return Held("no data", reason, near=shown)
    if others:
        return Held("contradicted", f"The record lists others as well: {names}.{question.notes}", shown)
    return Held("no data", f"The record lists nobody else, but no such list is complete.{question.notes}")


def _only_neighbours(question: Question, group: Collection[str]) -> Held:
    registry = question.record.dossier.registry
    mine = set(group) | question.subject.ids
    found = {other for one in question.object.ids for other in neighbours(one, question.when.last, registry)}
    if not found:
        return Held(
            "no data", f"The registry knows no borders of {question.object.name} then.{question.notes}"
        )
    name = question.record.name
    rows = tuple(
        fact_row(f"{name(one)} and {question.object.name} share a land border", None, None, "land borders")
        for one in sorted(found - mine)
    )
    if rows:
        return Held(
            "contradicted",
            f"It has other neighbours: {listed(sorted(map(name, found - mine)))}.{question.notes}",
            rows,
        )
    return Held("supported", f"The registry lists no other neighbour.{question.notes}")


def size(question: Question, kind: Kind, than: Collection[str], *, less: bool, equal: bool) -> Held:
    """Did the one give more (or less) than the others? Without others named: than any of them."""
    if kind != "support" or equal:
        return Held("no data", f"The case has no measure for this.{question.notes}")
    measures = _measures(question)
    verdicts: list[int] = []
    words: list[str] = []
    rows: tuple[RecordRow, ...] = ()
    for what, (amounts, told) in measures.items():
        mine = sum(amounts[one] for one in question.subject.ids)
        rivals = set(than) or {one for one in amounts if one not in question.subject.ids}
        theirs = max((amounts[one] for one in rivals), default=0)
        if not rivals or not mine + theirs:
            continue
        best = max(rivals, key=lambda one: amounts[one])
        words.append(f"{what}: {question.subject.name} {mine}, {question.record.name(best)} {theirs}")
        verdicts.append(_differ(mine, theirs) * (-1 if less else 1))
        rows += tuple(row for one in (*sorted(question.subject.ids), best) for row in told.get(one, ()))
    reason = f"{'; '.join(words)}.{question.notes}" if words else ""
    if not words:
        return Held(
            "no data",
            f"The record measures no support for {question.object.name} in these days.{question.notes}",
        )
    if verdicts and min(verdicts) >= 0 and max(verdicts) > 0:
        return Held("supported", reason, rows)
    if verdicts and max(verdicts) < 0:
        return Held("contradicted", reason, rows)
    return Held("no data", f"The figures do not settle it. {reason}", near=rows)


def _measures(question: Question) -> dict[str, tuple[Counter[str], dict[str, list[RecordRow]]]]:
    """Kinds of support times years, and events of aid, by backer of the object in the days of the claim."""
    listed_rows = [
        row
        for row in question.record.standing({"supports"}, None, question.object.ids)
        if question.covers(row) and not row.alleged and row.first
    ]
    counts = question.record.counts(
        {"AID"}, None, question.object.ids, question.when.first, question.when.last
    )
    years: Counter[str] = Counter()
    told: dict[str, list[RecordRow]] = defaultdict(list)
    for backer, rows in _by_backer(listed_rows).items():
        years[backer] = len(
            {
                (kind, year)
                for row in rows
                for kind in row.support_types or ("other",)
                for year in _years(row, question)
            }
        )
        told[backer] = [standing_row(row) for row in rows]
    events: Counter[str] = Counter()
    seen: dict[str, list[RecordRow]] = defaultdict(list)
    for count in counts:
        events[count.subject] += count.count
        seen[count.subject].append(event_row(question.record, count))
    return {"kinds of listed support times years": (years, told), "events of aid": (events, seen)}


def _by_backer(rows: Iterable[StandingRow]) -> dict[str, list[StandingRow]]:
    found: dict[str, list[StandingRow]] = defaultdict(list)
    for row in rows:
        found[row.subject].append(row)
    return found


def _years(row: StandingRow, question: Question) -> range:
    assert row.first is not None
    end = row.last or list_end(question.record, row.feed) or row.first
    begin: date = max(row.first, question.when.start)
    return range(begin.year, min(end, question.when.last).year + 1)


def _differ(one: int, other: int) -> int:
    """+1 where the first is surely larger, -1 where the second is, 0 where chance explains the difference."""
    from scipy.stats import binomtest

    if one == other or binomtest(one, one + other, 0.5).pvalue >= LEVEL:
        return 0
    return 1 if one > other else -1


def _other(row: StandingRow, question: Question) -> str:
    """The one of a row that is not the object of the claim."""
    return row.subject if row.subject not in question.object.ids else row.object or ""
