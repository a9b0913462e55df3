"""The codes: relations, PLOVER and CAMEO events, quad classes, support types, grades and certainties."""

from bedfellows.ontology.cameo import CAMEO, CameoCode, PloverCode, goldstein, plover_of
from bedfellows.ontology.certainty import CERTAINTIES
from bedfellows.ontology.grades import CREDIBILITY, GRADES, RELIABILITY, Grade
from bedfellows.ontology.plover import FORMER_PLOVER_NAMES, PLOVER_CONTEXTS, PLOVER_TYPES, PloverType
from bedfellows.ontology.quad import QUAD_CLASSES, QuadClass
from bedfellows.ontology.relations import RELATIONS, Relation
from bedfellows.ontology.support import SUPPORT_TYPES, SupportType

__all__ = [
    "CAMEO",
    "CERTAINTIES",
    "CREDIBILITY",
    "FORMER_PLOVER_NAMES",
    "GRADES",
    "PLOVER_CONTEXTS",
    "PLOVER_TYPES",
    "QUAD_CLASSES",
    "RELATIONS",
    "RELIABILITY",
    "SUPPORT_TYPES",
    "CameoCode",
    "Grade",
    "PloverCode",
    "PloverType",
    "QuadClass",
    "Relation",
    "SupportType",
    "goldstein",
    "plover_of",
]
