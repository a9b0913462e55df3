"""The channels of a tie, and which of them an event or claim belongs to.

A tie is made of what two actors say of each other (verbal), how they deal with each other (diplomatic), trade, aid and sanctions
(economic), force and armed help (military), and standing help of any kind (support). Each is followed by itself, and all of them together.
Events are put into channels by their PLOVER type, and where that leaves it open by their CAMEO code: aid of arms is military, aid of
money economic. Claims are put there by their relation and the kinds of support they name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from bedfellows.ontology import RELATIONS

Channel = Literal["verbal", "diplomatic", "economic", "military", "support"]
CHANNELS: tuple[Channel, ...] = ("verbal", "diplomatic", "economic", "military", "support")

STATEMENT = "STATEMENT"
"""The class of events that PLOVER leaves out: comments, appeals, expressions of intent (CAMEO 01 to 03 in part)."""

CLASS_CHANNELS: Mapping[str, Channel] = {
    STATEMENT: "verbal",
    "AGREE": "diplomatic",
    "CONSULT": "diplomatic",
    "SUPPORT": "diplomatic",
    "CONCEDE": "diplomatic",
    "COOPERATE": "economic",
    "AID": "economic",
    "RETREAT": "military",
    "REQUEST": "verbal",
    "ACCUSE": "verbal",
    "REJECT": "diplomatic",
    "THREATEN": "verbal",
    "PROTEST": "verbal",
    "SANCTION": "economic",
    "MOBILIZE": "military",
    "COERCE": "military",
    "ASSAULT": "military",
}
"""Event classes, and the channel each belongs to unless its CAMEO code says otherwise."""

CONTACT = frozenset({"CONSULT"})
"""Classes of mere contact. Foes meet and telephone as friends do: such events are followed in their channel, and left out of all together."""

MEASURES = "^(16|172$)"
"""CAMEO codes of measures that one takes against another: sanctions, and relations reduced, halted or broken. Rare and plain, they tell of a
rupture where few events do. Of events without a code the class SANCTION counts."""

SETTLEMENTS = "^(08[1-7]|054|057)"
"""CAMEO codes of what settles a quarrel: restrictions eased, people and goods returned, truces, recognition, and agreements signed. Of events
without a code the classes CONCEDE and RETREAT count."""

CAMEO_CHANNELS: Mapping[str, Channel] = {
    "051": "verbal",  # praise or endorse
    "052": "verbal",  # defend verbally
    "053": "verbal",  # rally support
    "062": "military",  # joint exercises and operations
    "063": "diplomatic",  # judicial cooperation
    "064": "military",  # shared intelligence
    "072": "military",  # military aid
    "074": "military",  # protection or peacekeeping by troops
    "163": "economic",  # embargo, boycott, sanctions: PLOVER has them under COERCE
    "160": "diplomatic",  # relations reduced or broken
    "161": "diplomatic",
    "1622": "military",  # military assistance stopped
    "164": "diplomatic",  # negotiations halted
    "165": "diplomatic",  # mediation halted
    "166": "diplomatic",  # expulsion or withdrawal
}
"""CAMEO codes whose channel differs from that of their class; longer codes that begin with them go with them."""

_ARMED = frozenset({"troops", "weapons", "materiel", "training", "intelligence", "territory"})
_STANDING: Mapping[str, Channel] = {
    "supports": "support",
    "allied-with": "military",
    "fights": "military",
    "rivals": "diplomatic",
    "opposes": "verbal",
    "fears": "verbal",
    "welcomes": "verbal",
    "annexes": "military",
    "allegiance-to": "support",
}


def cameo_channel(code: str) -> Channel | None:
    """The channel that a CAMEO code asks for itself, by the longest beginning that is listed; None where its class decides."""
    for length in range(len(code), 2, -1):
        if code[:length] in CAMEO_CHANNELS:
            return CAMEO_CHANNELS[code[:length]]
    return None


def relation_channel(relation: str, support_types: Iterable[str] = ()) -> Channel:
    """The channel of a claim or of standing evidence; "diplomatic" for a relation that is not known."""
    if relation in _STANDING:
        return _STANDING[relation]
    if _ARMED.intersection(support_types):
        return "military"
    known = RELATIONS.get(relation)
    return CLASS_CHANNELS.get(known.plover or "", "diplomatic") if known else "diplomatic"
