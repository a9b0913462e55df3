"""The network as GraphML or GEXF, for Gephi, Cytoscape and whatever else reads graphs.

Every actor and tie of the network answer is there, with the ids of the evidence. Values that these formats cannot hold (lists, what
is missing) are written as text: several values are joined by "; ", nothing is "".
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from bedfellows.errors import InputError
from bedfellows.report.network_answer import NetworkAnswer
from bedfellows.report.outside_text import visible

if TYPE_CHECKING:
    import networkx

GraphFormat = Literal["graphml", "gexf"]
FORMATS: tuple[GraphFormat, ...] = ("graphml", "gexf")
# What XML 1.0 has no room for (https://www.w3.org/TR/xml/#charsets) beyond what `visible` takes away.
_NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")


def graph_of(answer: NetworkAnswer) -> networkx.MultiDiGraph:
    """The network as a graph: a directed edge for each tie, from `a` to `b`; `both_ways` where it is no deed of one alone."""
    import networkx as nx

    graph = nx.MultiDiGraph(
        as_of=answer.scope.as_of.isoformat() if answer.scope.as_of else "",
        reference=answer.scope.reference.isoformat(),
    )
    for actor in answer.actors:
        graph.add_node(
            _text(actor.id),
            label=_text(actor.name),
            kind=actor.kind,
            registered=actor.registered,
            tied=actor.weight,
            land=_joined(actor.land),
        )
    for tie in answer.ties:
        graph.add_edge(
            _text(tie.a),
            _text(tie.b),
            label=f"{tie.word}: {_joined(tie.relations)}",
            sign=tie.sign,
            strength=tie.strength,
            signed_strength=round(tie.sign * tie.strength, 4),
            weight=max(tie.strength, 0.0001),
            both_ways=tie.forward == tie.backward,
            faint=tie.faint,
            relations=_joined(tie.relations),
            support_types=_joined(tie.support_types),
            published=tie.published.isoformat() if tie.published else "",
            basis=tie.basis,
            events=tie.events,
            evidence=_joined(tie.evidence),
        )
    return graph


def graph_bytes(answer: NetworkAnswer, form: GraphFormat) -> bytes:
    """The network as the contents of a file."""
    import networkx as nx

    out = io.BytesIO()
    (nx.write_graphml_xml if form == "graphml" else nx.write_gexf)(graph_of(answer), out)
    return out.getvalue()


def graph_format(path: Path) -> GraphFormat:
    """The format that the name of a file asks for.

    Raises:
        InputError: neither .graphml nor .gexf.
    """
    for form in FORMATS:
        if path.suffix.lower() == f".{form}":
            return form
    raise InputError(f"Expected a file that ends in .graphml or .gexf, found {path.name!r}.")


def _text(text: Any) -> str:
    return _NO_XML.sub("\ufffd", visible(str(text)))


def _joined(values: Iterable[str]) -> str:
    return "; ".join(_text(value) for value in values)
