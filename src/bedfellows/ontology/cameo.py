"""CAMEO event codes with their Goldstein values and their place in PLOVER.

Reads `data/cameo.csv`; `data/README.md` beside it names the sources, explains the choice and lists what was
corrected. In short: codes from the CAMEO manual 1.1b3 (Schrodt 2012); Goldstein values (Goldstein 1992,
doi:10.1177/0022002792036002007) as the ICEWS data carry them, because of the two lists at hand theirs is
the one that also agrees, all but four codes, with the list GDELT publishes; PLOVER codes from the Open
Event Data Alliance's conversion table of 17 September 2021.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from importlib import resources

from bedfellows.errors import InputError
from bedfellows.ontology.quad import QuadKey, quad_of_cameo

SOURCE = "CAMEO 1.1b3; Goldstein values as in ICEWS; PLOVER by CAMEO2PLOVER-2021"


@dataclass(frozen=True, slots=True)
class PloverCode:
    """How PLOVER codes an event. `type` is None for what PLOVER leaves out: mere statements and appeals."""

    type: str | None
    mode: str | None
    contexts: tuple[str, ...] = ()

    @property
    def context(self) -> str | None:
        """The first context, where there is one."""
        return self.contexts[0] if self.contexts else None


@dataclass(frozen=True, slots=True)
class CameoCode:
    """One CAMEO code of two to four digits. `goldstein` runs from -10 (conflict) to +10 (cooperation)."""

    code: str
    name: str
    goldstein: float
    plover: PloverCode
    plover_from: str  # table, corrected, own or dropped: see data/README.md
    definition: str
    source: str = SOURCE

    @property
    def root(self) -> str:
        """The two-digit category it belongs to."""
        return self.code[:2]

    @property
    def parent(self) -> str | None:
        """The code one digit shorter; None for a two-digit code."""
        return self.code[:-1] if len(self.code) > 2 else None

    @property
    def sign(self) -> int:
        """+1, 0 or -1: the sign of the Goldstein value."""
        return (self.goldstein > 0) - (self.goldstein < 0)

    @property
    def quad(self) -> QuadKey:
        """The quad class of its root. Its PLOVER type may lie in another: see CAMEO 08 and 163."""
        return quad_of_cameo(self.code)


def _load() -> dict[str, CameoCode]:
    text = (resources.files("bedfellows.ontology") / "data" / "cameo.csv").read_text(encoding="utf-8")
    codes: dict[str, CameoCode] = {}
    for row in csv.DictReader(text.splitlines()):
        contexts = tuple(context.strip() for context in row["contexts"].split(";") if context.strip())
        codes[row["code"]] = CameoCode(
            code=row["code"],
            name=row["name"],
            goldstein=float(row["goldstein"]),
            plover=PloverCode(row["plover"] or None, row["mode"] or None, contexts),
            plover_from=row["plover_from"],
            definition=row["definition"],
        )
    return codes


CAMEO: dict[str, CameoCode] = _load()


def _code(cameo_code: str) -> CameoCode:
    found = CAMEO.get(cameo_code.strip())
    if found is None:
        raise InputError(
            f"Expected a CAMEO code such as 042 or 1823, found {cameo_code!r}. "
            "Codes are text: keep the leading zero (010 is a statement, 10 a demand)."
        )
    return found


def plover_of(cameo_code: str) -> PloverCode:
    """The PLOVER type, mode and contexts of a CAMEO code. Raises InputError for an unknown code."""
    return _code(cameo_code).plover


def goldstein(cameo_code: str) -> float:
    """The Goldstein value of a CAMEO code, -10 to +10. Raises InputError for an unknown code."""
    return _code(cameo_code).goldstein
