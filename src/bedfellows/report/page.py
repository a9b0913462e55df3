"""The report: one HTML file that shows a whole case and loads nothing from anywhere."""

from __future__ import annotations

import base64
import hashlib
import os
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bedfellows import __version__
from bedfellows.explain.mechanisms import MECHANISMS
from bedfellows.ontology import CERTAINTIES, CREDIBILITY, RELIABILITY
from bedfellows.report.cards import cards
from bedfellows.report.dates import day
from bedfellows.report.drawn_ties import DrawnTie, draw_network, drawn_ties, main_actors
from bedfellows.report.event_rows import event_rows
from bedfellows.report.evidence_index import EvidenceIndex, Reference, index_evidence
from bedfellows.report.in_short import in_short
from bedfellows.report.network import outline
from bedfellows.report.outcome_tree import OutcomeTree, outcome_tree
from bedfellows.report.outside_text import visible
from bedfellows.report.record_tables import record_tables
from bedfellows.report.source_view import source_views
from bedfellows.report.strange_pairs import StrangePairs, strange_pairs
from bedfellows.report.timeline_rows import timeline
from bedfellows.report.what_if_view import scenario_views
from bedfellows.report.who_tables import who_tables
from bedfellows.scenario.what_if import WhatIfAnswer
from bedfellows.ties.dossier import open_dossier

if TYPE_CHECKING:
    from bedfellows.actors import Registry
    from bedfellows.case import CaseStore

MAIN_ACTORS = 8  # with a table of who backs and who fights them
WIDTHS = {"wide": 1120.0, "page": 740.0, "tall": 410.0}  # canvases of the network: screens, paper, phones


def write_report(
    store: CaseStore,
    registry: Registry,
    path: Path | str,
    as_of: date | None = None,
    title: str | None = None,
    *,
    generated: date | None = None,
    scenarios: Sequence[tuple[str, WhatIfAnswer]] = (),
) -> Path:
    """Write the report of a case to one HTML file and return its path.

    Only evidence published by `as_of` is shown. `generated` is the date printed in the footer; the page
    depends on nothing but the case and these arguments. `scenarios` are answers to what-ifs, with their names. The file appears whole or not at all.

    Raises:
        OSError: it cannot be written there.
    """
    target = Path(path)
    html = render(store, registry, as_of=as_of, title=title, generated=generated, scenarios=scenarios)
    _write_whole(target, html)
    return target


def _write_whole(target: Path, html: str) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(html)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(0o644)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def render(
    store: CaseStore,
    registry: Registry,
    as_of: date | None = None,
    title: str | None = None,
    generated: date | None = None,
    scenarios: Sequence[tuple[str, WhatIfAnswer]] = (),
) -> str:
    """The report as one HTML text; see `write_report`."""
    import jinja2

    folder = resources.files("bedfellows.report") / "templates"
    css = (folder / "report.css").read_text(encoding="utf-8")
    script = (folder / "report.js").read_text(encoding="utf-8")
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("bedfellows.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = environment.get_template("report.html.j2")
    # Markup only for the two files of our own; the policy lets nothing else run or style.
    own = {"css": _own_text(css), "script": _own_text(script), "policy": _policy(css, script)}
    return page.render(**own, **_content(store, registry, as_of, title, generated, scenarios))


def _content(
    store: CaseStore,
    registry: Registry,
    as_of: date | None,
    title: str | None,
    generated: date | None,
    scenarios: Sequence[tuple[str, WhatIfAnswer]],
) -> dict[str, Any]:
    """Everything the template shows."""
    dossier = open_dossier(store, registry, as_of)
    index = index_evidence(store, dossier)
    ties = drawn_ties(index)
    network = draw_network(index, ties, tuple(WIDTHS.values()))
    nodes = network.drawings[0].nodes
    case_name = visible(_case_name(store))
    strange = strange_pairs(dossier, index)
    outcomes = outcome_tree(dossier, index)
    main = main_actors(index, ties, MAIN_ACTORS)
    used_in = _used_in(ties, strange, outcomes)
    dated = timeline(index, as_of)
    events, events_left_out = event_rows(index)
    record = record_tables(store, registry, dossier, as_of)
    return {
        "title": visible(title) if title else f"Who is lining up with whom: {case_name}",
        "case_name": case_name,
        "as_of": day(as_of) or "all that is in the case",
        "generated": day(generated),
        "version": __version__,
        "names": index,
        "counts": _counts(index),
        "contents": _contents(events=bool(events), record=bool(record), scenarios=bool(scenarios)),
        "short": in_short(dossier, index, strange, outcomes, main),
        "strange": strange,
        "mechanisms": tuple(MECHANISMS[key] for key in strange.mechanisms if key in MECHANISMS),
        "outcomes": outcomes,
        "ties": ties,
        "network": network,
        "drawings": tuple(zip(WIDTHS, network.drawings, strict=True)),
        "drawn_actors": len(nodes),
        "ends": {node.node.id: number for number, node in enumerate(nodes)},
        "shapes": _SHAPES,
        "tie_words": lambda tie: _tie_words(tie, index),
        "arrow": _arrow,
        "arrow_words": _arrow_words,
        "who": who_tables(dossier, index, main),
        "timeline": dated,
        "percent": lambda thousandths: f"{thousandths / 10:.2f}%",
        "sources": source_views(index),
        "cards": cards(index, used_in),
        "events": events,
        "record": record,
        "scenarios": scenario_views(scenarios, index),
        "events_left_out": events_left_out,
        "certainties": CERTAINTIES,
        "reliability": RELIABILITY,
        "credibility": CREDIBILITY,
        "readers": sorted({visible(claim.reader) for claim in index.claims() if claim.reader}),
    }


_SHAPES = tuple(
    (outline(kind, 0.0, 0.0, 7.5), word)
    for kind, word in (
        ("state", "state"),
        ("government", "government"),
        ("organisation", "organisation"),
        ("armed-group", "armed group"),
        ("person", "person"),
        ("region", "region"),
    )
)


def _case_name(store: CaseStore) -> str:
    return Path(str(getattr(store, "path", "case"))).stem


def _counts(index: EvidenceIndex) -> dict[str, int]:
    return {
        "sources": len(index.sources),
        "claims": len(index.claims()),
        "actors": len(index.actors),
        "events": len(index.events),
    }


def _tie_words(tie: DrawnTie, index: EvidenceIndex) -> str:
    """A tie in a line, for its tooltip and for those who hear the page."""
    relations = ", ".join(tie.relations)
    count = len(tie.evidence)
    faint = f", {tie.faint}" if tie.faint else ""
    claims = "1 claim" if count == 1 else f"{count} claims"
    who = f"{index.name(tie.subject)} {_arrow(tie)} {index.name(tie.object)}"
    return f"{who}: {tie.word}{faint} ({relations}; {claims})"


def _arrow(tie: DrawnTie) -> str:
    return {(True, True): "⇄", (True, False): "→", (False, True): "←", (False, False): "–"}[
        tie.forward, tie.backward
    ]


def _arrow_words(tie: DrawnTie) -> str:
    return {(True, False): "to", (False, True): "from"}.get((tie.forward, tie.backward), "and")


def _contents(*, events: bool, record: bool, scenarios: bool) -> tuple[tuple[str, str], ...]:
    """The anchors of the sections and what the contents call them, in the order of the page."""
    return (
        ("short", "In short"),
        ("strange", "Strange pairs"),
        ("network", "Network"),
        *((("record", "By the record"),) if record else ()),
        ("who", "Who"),
        ("outcomes", "Outcomes"),
        *((("what-if", "What if"),) if scenarios else ()),
        ("timeline", "Timeline"),
        ("sources", "Claims and sources"),
        *((("events", "Events"),) if events else ()),
        ("reading", "How to read"),
    )


def _used_in(
    ties: Sequence[DrawnTie], strange: StrangePairs, outcomes: OutcomeTree
) -> Mapping[str, Sequence[Reference]]:
    """Where the page makes use of each piece of evidence."""
    used: dict[str, list[Reference]] = defaultdict(list)
    for pair in strange.every:
        for evidence in pair.evidence:
            used[evidence].append(Reference(f"strange pair {pair.number}", pair.anchor, ""))
    for branch in outcomes.branches():
        used[branch.id].append(Reference("tree", branch.anchor, ""))
    for tie in ties:
        for evidence in tie.evidence:
            used[evidence].append(Reference("tie", tie.anchor, ""))
    return used


def _own_text(text: str) -> Any:
    import markupsafe

    return markupsafe.Markup(text)  # noqa: S704 - the package's own file


def _policy(css: str, script: str) -> str:
    """A content security policy that lets this page's own style and script through and nothing else."""
    return (
        f"default-src 'none'; style-src '{_hash(css)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
