"""Questions, the probabilities given for them, and how they came out: as records, and as rows of the case.

Nothing is changed once it is stored. A question that is asked twice, word by word different or not, is one question if what, whom
and when are the same. The latest resolution of a question counts.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from bedfellows.case.records import content_id
from bedfellows.forecast.dyad_history import Target, find_target
from bedfellows.forecast.dyad_reasons import Reason

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

QuestionKind = Literal["asked", "stated"]
AuthorKind = Literal["model", "person", "source"]
Answer = Literal["yes", "no", "void"]


@dataclass(frozen=True, slots=True)
class Happening:
    """At least one event of a target between two actors; `directed`: done by `a` to `b`."""

    target: str  # a quad class or a PLOVER type
    a: str
    b: str
    directed: bool

    @property
    def what(self) -> Target:
        """The target."""
        return find_target(self.target)


@dataclass(frozen=True, slots=True)
class WarEnd:
    """How a war within a state stands when a window is over: `outcome` as the list of wars has them ("status-quo", "rebel-victory" ...).

    `war` is the id of its episode in that list, `began` the first year of the war against this government. The others are the condition, if
    there is one: the states (Gleditsch-Ward numbers) whose troops leave the war, or come to either side, in the year `since`.
    """

    outcome: str
    war: str
    began: int
    without: tuple[int, ...] = ()
    for_government: tuple[int, ...] = ()
    for_rebels: tuple[int, ...] = ()
    since: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """Something that will have come true, or not, when its window is over: from `opens` to `closes`, both included.

    What is asked is a `happening`, or a `war`, which no feed can resolve but a list of wars. `problem` says why nothing can resolve it. A stated question was read from a source: `outcome_id` is the conditional outcome, and
    `condition` its condition, in the source's words; `if_happening` is that condition where it is an event.
    """

    id: str
    text: str
    kind: QuestionKind
    happening: Happening | None
    opens: date
    closes: date | None
    closes_by: str
    condition: str
    condition_kind: str
    if_happening: Happening | None
    problem: str
    outcome_id: str | None
    asked: date
    recorded: datetime
    war: WarEnd | None = None


@dataclass(frozen=True, slots=True)
class Forecast:
    """A probability that somebody gave for a question."""

    id: str
    question_id: str
    author: str
    author_kind: AuthorKind
    probability: float
    low: float | None
    high: float | None
    made: date
    cutoff: date | None
    method: str
    basis: str
    reasons: tuple[Reason, ...]
    evidence: tuple[str, ...]
    base_rate: float | None
    persistence: float | None
    recorded: datetime


@dataclass(frozen=True, slots=True)
class Resolution:
    """How a question came out, by whose word, and the events that show it."""

    question_id: str
    resolution: Answer
    resolved: date
    resolver: str
    because: str
    evidence: tuple[str, ...]
    recorded: datetime


_R = TypeVar("_R", Question, Forecast)
_WAR = "war:"  # before the target of a question on a war, in the case
_TROOPS = ("without", "for_government", "for_rebels")


def identified(record: _R) -> _R:
    """The record with the id that its content gives it."""
    if isinstance(record, Question):
        parts: tuple[object, ...] = (
            record.kind,
            record.happening,
            record.opens,
            record.closes,
            record.if_happening,
            record.outcome_id,
            *((record.war,) if record.war else ()),
        )
        return replace(record, id=content_id("qst", *parts))
    parts = (
        record.question_id,
        record.author_kind,
        record.author,
        record.made,
        record.probability,
        record.cutoff,
    )
    return replace(record, id=content_id("fct", *parts))


def now() -> datetime:
    """The moment, in UTC without a zone, as a case stores it."""
    return datetime.now(UTC).replace(tzinfo=None)


def add_question(connection: DuckDBPyConnection, question: Question) -> bool:
    """Store a question; false where it is there already."""
    row = _flat(question, {"happening": "", "if_happening": "condition_"})
    return _insert(connection, "questions", row)


def add_forecast(connection: DuckDBPyConnection, forecast: Forecast) -> bool:
    """Store a forecast; false where it is there already."""
    row = {item.name: getattr(forecast, item.name) for item in fields(forecast)}
    row["reasons"] = json.dumps([asdict(reason) for reason in forecast.reasons])
    row["evidence"] = list(forecast.evidence)
    return _insert(connection, "question_forecasts", row)


def add_resolution(connection: DuckDBPyConnection, resolution: Resolution) -> None:
    """Store how a question came out; it counts from now on in place of what was said before."""
    row = {item.name: getattr(resolution, item.name) for item in fields(resolution)}
    row["evidence"] = list(resolution.evidence)
    last = connection.execute("SELECT coalesce(max(seq), 0) FROM question_resolutions").fetchall()[0][0]
    _insert(connection, "question_resolutions", {"seq": int(last) + 1, **row})


def load_questions(connection: DuckDBPyConnection) -> list[Question]:
    """All questions, in the order in which they open.

    Of several that were read from one statement of a source, one: the latest that has a last day, or else the latest.
    """
    rows = _rows(connection, "SELECT * FROM questions ORDER BY opens, closes, id")
    found = []
    for row in rows:
        kept = {item.name: row[item.name] for item in fields(Question) if item.name in row}
        if (row["target"] or "").startswith(_WAR):
            asks: dict[str, Any] = {"happening": None, "if_happening": None, "war": _war(row)}
        else:
            asks = {"happening": _happening(row, ""), "if_happening": _happening(row, "condition_")}
        found.append(Question(**{**kept, **asks}))
    best: dict[str, Question] = {}
    for question in found:
        if question.outcome_id is not None:
            other = best.get(question.outcome_id)
            if other is None or _counts(question) > _counts(other):
                best[question.outcome_id] = question
    return [one for one in found if one.outcome_id is None or best[one.outcome_id] is one]


def _counts(question: Question) -> tuple[bool, datetime, str]:
    return question.closes is not None, question.recorded, question.id


def load_forecasts(connection: DuckDBPyConnection) -> dict[str, list[Forecast]]:
    """The forecasts of each question, in the order in which they were made."""
    found: dict[str, list[Forecast]] = {}
    for row in _rows(connection, "SELECT * FROM question_forecasts ORDER BY made, recorded, id"):
        reasons = tuple(
            Reason(**{**one, "evidence": tuple(one["evidence"])}) for one in json.loads(row["reasons"])
        )
        record = Forecast(**{**row, "reasons": reasons, "evidence": tuple(row["evidence"])})
        found.setdefault(record.question_id, []).append(record)
    return found


def load_resolutions(connection: DuckDBPyConnection) -> dict[str, Resolution]:
    """The latest resolution of each question that has one."""
    found = {}
    for row in _rows(connection, "SELECT * FROM question_resolutions ORDER BY seq"):
        row.pop("seq")
        found[row["question_id"]] = Resolution(**{**row, "evidence": tuple(row["evidence"])})
    return found


def _flat(question: Question, prefixes: dict[str, str]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for item in fields(question):
        if item.name == "war":
            continue
        value = getattr(question, item.name)
        if item.name not in prefixes:
            row[item.name] = value
            continue
        prefix = prefixes[item.name]
        for part in ("target", "a", "b"):
            row[prefix + part] = getattr(value, part) if value else None
        row[f"{prefix}directed"] = value.directed if value else False
    if question.war:
        war = question.war
        row |= {"target": _WAR + war.outcome, "a": war.war, "b": str(war.began)}
        troops = {name: getattr(war, name) for name in _TROOPS}
        if any(troops.values()):
            row |= {
                "condition_target": _WAR + "troops",
                "condition_a": json.dumps(troops),
                "condition_b": str(war.since or ""),
            }
    return row


def _war(row: dict[str, Any]) -> WarEnd:
    troops = json.loads(row["condition_a"] or "{}")
    outcome = row["target"].removeprefix(_WAR)
    since = int(row["condition_b"]) if row["condition_b"] else None
    return WarEnd(
        outcome, row["a"], int(row["b"]), **{name: tuple(held) for name, held in troops.items()}, since=since
    )


def _happening(row: dict[str, Any], prefix: str) -> Happening | None:
    if row[f"{prefix}target"] is None:
        return None
    return Happening(*(row[prefix + part] for part in ("target", "a", "b", "directed")))


def _insert(connection: DuckDBPyConnection, table: str, row: dict[str, Any]) -> bool:
    names = ", ".join(row)
    values = ", ".join(f"${name}" for name in row)
    query = f"INSERT INTO {table} ({names}) VALUES ({values}) ON CONFLICT DO NOTHING"  # noqa: S608 - own names
    return bool(connection.execute(query, row).fetchall()[0][0])


def _rows(connection: DuckDBPyConnection, query: str) -> Sequence[dict[str, Any]]:
    found = connection.execute(query)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
