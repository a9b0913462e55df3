"""The four quad classes: cooperation or conflict, in words or in deeds.

Numbers as in GDELT's QuadClass and PLOVER's quad_code. CAMEO roots: 1-5, 6-8, 9-13 and 14-20, as split in
andybega/icews (data-raw/clean-data.R). PLOVER types: PLOVER manual, draft 0.8 (2021); its text and its
summary table put SANCTION under material conflict, a further table under verbal conflict: the former is
followed here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

QuadKey = Literal["verbal-cooperation", "material-cooperation", "verbal-conflict", "material-conflict"]

_SOURCE = "PLOVER manual, draft 0.8 (Open Event Data Alliance, 2021); CAMEO 1.1b3"


@dataclass(frozen=True, slots=True)
class QuadClass:
    """One quad class. `plover` and `cameo_roots` are the event types and two-digit CAMEO codes in it."""

    key: QuadKey
    number: int
    sign: int
    definition: str
    plover: tuple[str, ...]
    cameo_roots: tuple[str, ...]
    source: str = _SOURCE


_ALL = (
    QuadClass(
        "verbal-cooperation",
        1,
        1,
        "Cooperation in words: talks, promises, praise, recognition, concessions not yet carried out.",
        ("AGREE", "CONSULT", "SUPPORT", "CONCEDE"),
        ("01", "02", "03", "04", "05"),
    ),
    QuadClass(
        "material-cooperation",
        2,
        1,
        "Cooperation in deeds: joint work, aid, releases, withdrawals.",
        ("COOPERATE", "AID", "RETREAT"),
        ("06", "07", "08"),
    ),
    QuadClass(
        "verbal-conflict",
        3,
        -1,
        "Conflict in words: demands, accusations, refusals, threats.",
        ("REQUEST", "ACCUSE", "REJECT", "THREATEN"),
        ("09", "10", "11", "12", "13"),
    ),
    QuadClass(
        "material-conflict",
        4,
        -1,
        "Conflict in deeds: protest, sanctions, mobilisation, repression, violence.",
        ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
        ("14", "15", "16", "17", "18", "19", "20"),
    ),
)

QUAD_CLASSES: dict[str, QuadClass] = {quad.key: quad for quad in _ALL}

_QUAD_OF_TYPE: dict[str, QuadKey] = {name: quad.key for quad in _ALL for name in quad.plover}
_QUAD_OF_ROOT: dict[str, QuadKey] = {root: quad.key for quad in _ALL for root in quad.cameo_roots}


def quad_of_plover(event_type: str) -> QuadKey:
    """The quad class of a PLOVER event type. Raises KeyError for a name that is none."""
    return _QUAD_OF_TYPE[event_type]


def quad_of_cameo(code: str) -> QuadKey:
    """The quad class of a CAMEO code, by its first two digits. Raises KeyError if they are no CAMEO root."""
    return _QUAD_OF_ROOT[code[:2]]
