"""Answers in a notebook: small tables, made when a cell ends with an answer. Nothing runs in them, and nothing is fetched."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from html import escape
from typing import Any

from bedfellows.report.citation import place_link
from bedfellows.report.excerpt import excerpt
from bedfellows.report.outside_text import visible
from bedfellows.ties.evidence import Evidence, Scope

MOST_ROWS = 20  # of a table
MOST_INNER = 5  # of a table within a table
MOST_WORDS = 8  # of a list of words
MOST_TEXT = 400  # characters in a cell
DEEPEST = 3

ANSWERS: tuple[tuple[str, str], ...] = (
    *(("bedfellows.ties.who", "WhoAnswer"), ("bedfellows.ties.tie", "TieAnswer")),
    *(("bedfellows.ties.shifts", "ShiftsAnswer"), ("bedfellows.ties.ledger", "LedgerAnswer")),
    *(("bedfellows.ties.narrative", "NarrativeAnswer"), ("bedfellows.balance.strange", "StrangeAnswer")),
    *(("bedfellows.balance.camps", "CampsAnswer"), ("bedfellows.balance.triads", "TriadsAnswer")),
    *(("bedfellows.explain.why", "WhyAnswer"), ("bedfellows.explain.check", "CheckAnswer")),
    *(("bedfellows.scenario.outcomes", "OutcomesAnswer"), ("bedfellows.scenario.what_if", "WhatIfAnswer")),
    *(
        ("bedfellows.scenario.war_question", "WarAnswer"),
        ("bedfellows.scenario.equilibria", "EquilibriaAnswer"),
    ),
    *(("bedfellows.forecast.dyads", "OddsAnswer"), ("bedfellows.forecast.questions", "AskAnswer")),
    *(("bedfellows.forecast.questions", "QuestionState"), ("bedfellows.forecast.scoreboard", "ScoresAnswer")),
    *(
        ("bedfellows.forecast.event_forecasts", "EventForecast"),
        ("bedfellows.report.network_answer", "NetworkAnswer"),
    ),
    *(("bedfellows.report.pair_evidence", "EvidenceAnswer"), ("bedfellows.report.article", "ArticleAnswer")),
    *(("bedfellows.report.citation", "CiteAnswer"), ("bedfellows.actors.model", "Resolution")),
    *(("bedfellows.actors.model", "Actor"), ("bedfellows.feeds.ingest", "Ingested")),
    *(
        ("bedfellows.scenario.comparison", "Comparison"),
        ("bedfellows.forecast.event_evaluation", "Evaluation"),
    ),
)
"""What is shown as tables: the answers of `bedfellows.Case` and the module's functions, by module and name."""

_IDS = frozenset({"ids", "evidence_ids", "evidence", "claims", "standing", "shared"})
_CELL = 'style="text-align:left;vertical-align:top;padding:2px 8px;max-width:28em;white-space:normal"'
_CAPTION = 'style="text-align:left;font-weight:bold;padding:8px 0 2px"'


def show_in_notebooks() -> None:
    """Register with IPython, where this is a notebook or an IPython shell; nothing otherwise."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    if shell is not None:
        register(shell)


def register(shell: Any) -> None:
    """Let an IPython shell show answers as HTML. Types are named, so that none is imported before it is used."""
    formatter = shell.display_formatter.formatters["text/html"]
    for module, name in ANSWERS:
        formatter.for_type_by_name(module, name, answer_html)


def answer_html(answer: Any) -> str:
    """An answer as HTML without script, links but to http(s) sources, or anything from elsewhere; all text is escaped."""
    return f"<div><b>{_title(answer)}</b>{_about(answer)}{_body(answer, 0)}</div>"


def _title(answer: Any) -> str:
    words = re.sub(r"(?<!^)(?=[A-Z])", " ", type(answer).__name__.removesuffix("Answer")).lower()
    names = [
        getattr(answer, name)
        for name in ("name", "a_name", "b_name", "actor_name", "title")
        if hasattr(answer, name)
    ]
    return _text(": ".join(part for part in (words, " – ".join(str(one) for one in names if one)) if part))


def _about(answer: Any) -> str:
    scope = getattr(answer, "scope", None)
    if not isinstance(scope, Scope):
        return ""
    day = f"as of {scope.as_of}" if scope.as_of else f"judged on {scope.reference}"
    events = f", {scope.events:,} events" if scope.events else ""
    return f"<div>{day}; {scope.sources:,} sources, {scope.claims:,} claims{events}</div>"


def _body(answer: Any, depth: int) -> str:
    """Single values as one table, then a table for each list."""
    single: list[tuple[str, str]] = []
    tables: list[str] = []
    for name, value in _fields(answer):
        if isinstance(value, Scope) or name in {"name", "a_name", "b_name", "actor_name", "title"}:
            continue
        if _records(value):
            tables.append(_table(_words(name), value, depth))
        elif _many_parts(value):
            tables.append(f"<div {_CAPTION}>{_words(name)}</div>{_body(value, depth + 1)}")
        elif shown := _cell(name, value, depth):
            single.append((_words(name), shown))
    head = "".join(f"<tr><th {_CELL}>{name}</th><td {_CELL}>{shown}</td></tr>" for name, shown in single)
    return (f"<table>{head}</table>" if head else "") + "".join(tables)


def _table(caption: str, items: Sequence[Any], depth: int) -> str:
    shown = excerpt(items, MOST_INNER if depth else MOST_ROWS)
    if isinstance(shown[0], Evidence):
        body = _quotations(shown)
    else:
        rows = [dict(_fields(item)) for item in shown]
        columns = list(dict.fromkeys(name for row in rows for name in row))
        cells = [[_cell(name, row.get(name), depth + 1) for name in columns] for row in rows]
        used = [place for place in range(len(columns)) if any(row[place] for row in cells)]
        head = "".join(f"<th {_CELL}>{_words(columns[place])}</th>" for place in used)
        lines = "".join(
            f"<tr>{''.join(f'<td {_CELL}>{row[place]}</td>' for place in used)}</tr>" for row in cells
        )
        body = f"<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"
    more = f"<div>and {len(items) - len(shown):,} more</div>" if len(items) > len(shown) else ""
    return (f"<div {_CAPTION}>{caption}</div>" if caption else "") + body + more


def _quotations(pieces: Sequence[Evidence]) -> str:
    return f"<ul>{''.join(f'<li>{_quotation(piece)}</li>' for piece in pieces)}</ul>"


def _quotation(piece: Evidence) -> str:
    link = place_link(piece.locator, piece.quote)
    title = _text(piece.source_title or piece.locator)
    source = f'<a href="{escape(link)}" rel="noreferrer">{title}</a>' if link else title
    said = f", says {_text(', '.join(piece.said_by))}" if piece.said_by else ""
    number = f", s. {piece.sentence_number}" if piece.sentence_number else ""
    when = f", {piece.published}" if piece.published else ""
    return (
        f"“{_text(piece.quote)}” — {_text(piece.statement)} ({_text(piece.grade)}, {_text(piece.certainty)}{said}). "
        f"{source}{number}{when} <code>{_text(piece.id)}</code>"
    )


def _cell(name: str, value: Any, depth: int) -> str:
    shown = ""
    if isinstance(value, bool):
        shown = "yes" if value else "no"
    elif isinstance(value, float):
        shown = f"{value:.3g}"
    elif isinstance(value, int):
        shown = f"{value}"
    elif isinstance(value, date):
        shown = f'<span style="white-space:nowrap">{value.isoformat()}</span>'
    elif isinstance(value, str):
        shown = _text(value)
    elif isinstance(value, Evidence):
        shown = _quotation(value)
    elif isinstance(value, Mapping):
        shown = "<br>".join(
            f"{_text(str(key))}: {_cell(name, one, depth + 1)}"
            for key, one in list(value.items())[:MOST_ROWS]
        )
    elif isinstance(value, (tuple, list, set, frozenset)):
        shown = _listed(name, list(value), depth)
    elif is_dataclass(value) and not isinstance(value, type):
        shown = _part(value, depth)
    return shown


def _listed(name: str, items: list[Any], depth: int) -> str:
    if not items:
        return ""
    if _records(items):
        inner = _table("", items, depth) if depth <= DEEPEST else ""
        return f"<details><summary>{len(items):,}</summary>{inner}</details>" if inner else f"{len(items):,}"
    most = MOST_ROWS if name in _IDS else MOST_WORDS
    words = ", ".join(_cell("", one, depth + 1) for one in items[:most])
    words += f" and {len(items) - most:,} more" if len(items) > most else ""
    return f"<details><summary>{len(items):,}</summary>{words}</details>" if name in _IDS else words


def _part(value: Any, depth: int) -> str:
    """A record within a cell: a level with its interval, or its values one below the other."""
    if all(hasattr(value, name) for name in ("level", "low", "high")):
        return f"{value.level:.2f} ({value.low:.2f} to {value.high:.2f})"
    if depth > DEEPEST:
        return ""
    parts = [(_words(name), _cell(name, one, depth + 1)) for name, one in _fields(value)]
    return "<br>".join(f"{name}: {shown}" for name, shown in parts if shown)


def _fields(value: Any) -> list[tuple[str, Any]]:
    """Names and values; of an actor's id and its name only the name."""
    if isinstance(value, Mapping):
        pairs = [(str(name), item) for name, item in value.items()]
    else:
        pairs = [(item.name, getattr(value, item.name)) for item in fields(value)]
    names = {name for name, _ in pairs}
    hidden = {name for name in names if f"{name}_name" in names}
    if "name" in names:
        hidden |= names & {"id", "counterpart", "actor"}
    return [(name, item) for name, item in pairs if name not in hidden and not name.startswith("_")]


def _records(value: Any) -> bool:
    return (
        isinstance(value, (tuple, list))
        and bool(value)
        and all(isinstance(one, dict) or (is_dataclass(one) and not isinstance(one, type)) for one in value)
    )


def _many_parts(value: Any) -> bool:
    """Is this a record with lists of records of its own, which need more room than a cell?"""
    return (
        is_dataclass(value)
        and not isinstance(value, (type, Evidence))
        and any(_records(getattr(value, item.name)) for item in fields(value))
    )


def _words(name: str) -> str:
    return _text(name.removesuffix("_name").replace("_", " "))


def _text(text: str) -> str:
    shown = visible(text)
    return escape(shown if len(shown) <= MOST_TEXT else shown[:MOST_TEXT] + "…")
