"""What one side gives another in a conflict: the categories of the UCDP External Support Dataset.

Categories and letters: UCDP External Support Dataset 18.1 (columns ext_x to ext_u); in the release of 2011
funding was "$". UCDP has eleven letters. Three are folded into another here: troops present but not
fighting (P) into troops, access to infrastructure or joint operations (Y) into territory, unknown (U) into
other. Definitions in our own words.
"""

from __future__ import annotations

from dataclasses import dataclass

_SOURCE = "UCDP External Support Dataset"


@dataclass(frozen=True, slots=True)
class SupportType:
    """One kind of support. `ucdp` holds UCDP's letters for it: the X of the column ext_x."""

    key: str
    name: str
    definition: str
    ucdp: tuple[str, ...]
    sign: int = 1
    source: str = _SOURCE


_ALL = (
    SupportType("troops", "Troops", "Sends fighters, or keeps troops with the recipient.", ("X", "P")),
    SupportType("weapons", "Weapons", "Gives or sells arms and ammunition.", ("W",)),
    SupportType(
        "materiel", "Materiel", "Gives or moves other goods of war: vehicles, fuel, uniforms.", ("M",)
    ),
    SupportType("training", "Training", "Trains the recipient's people, or lends advisers.", ("T",)),
    SupportType(
        "funding", "Funding", "Gives or lends money, or other economic help for the conflict.", ("F",)
    ),
    SupportType("intelligence", "Intelligence", "Passes on intelligence about the enemy.", ("I",)),
    SupportType(
        "territory", "Territory", "Lets the recipient use its land or bases; gives sanctuary.", ("L", "Y")
    ),
    SupportType("other", "Other", "Another kind of support, or one that is not known.", ("O", "U")),
)

SUPPORT_TYPES: dict[str, SupportType] = {kind.key: kind for kind in _ALL}
