"""The relations a claim can state between two actors, or between an actor and what it says, fears or seeks.

The list is Bedfellows' own. Relations that are events carry the PLOVER type they are coded to (PLOVER 2021,
Open Event Data Alliance); standing relations follow the vocabularies named in each `source`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Family = Literal["cooperation", "hostility", "standing", "stance"]


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation. `sign` is what it says of the tie between subject and object: +1, 0 or -1."""

    key: str
    family: Family
    sign: int
    symmetric: bool
    plover: str | None
    definition: str
    source: str


_PLOVER = "PLOVER 2021 event types"
_UCDP = "UCDP External Support Dataset"
_OWN = "Bedfellows"
_COW = "Correlates of War"

_ALL = (
    Relation("supports", "cooperation", 1, False, "AID", "Gives help to the object or backs it: any UCDP support type, or political backing.", _UCDP),
    Relation("allied-with", "cooperation", 1, True, None, "Is an ally or partner of the object, by treaty or in practice.", "ATOP alliance types"),
    Relation("cooperates-with", "cooperation", 1, True, "COOPERATE", "Acts together with the object: joint operations, trade, exchange.", _PLOVER),
    Relation("agrees-with", "cooperation", 1, True, "AGREE", "Promises or agrees with the object to act.", _PLOVER),
    Relation("negotiates", "cooperation", 1, True, "CONSULT", "Holds talks with the object to settle something.", _PLOVER),
    Relation("contacts", "cooperation", 1, True, "CONSULT", "Is in touch with the object, visits it, hosts it or draws nearer to it.", _PLOVER),
    Relation("recognises", "cooperation", 1, False, "SUPPORT", "Grants the object diplomatic or political recognition.", _PLOVER),
    Relation("welcomes", "cooperation", 1, False, "SUPPORT", "Praises, embraces or welcomes the object or what it does.", _PLOVER),
    Relation("yields-to", "cooperation", 1, False, "CONCEDE", "Concedes to the object: eases, releases, returns, gives in.", _PLOVER),
    Relation("fights", "hostility", -1, False, "ASSAULT", "Uses force against the object.", _PLOVER),
    Relation("threatens", "hostility", -1, False, "THREATEN", "Threatens the object, or is said to be a threat to it.", _PLOVER),
    Relation("coerces", "hostility", -1, False, "COERCE", "Uses force short of assault: arrests, blockades, seizes, expels, represses.", _PLOVER),
    Relation("sanctions", "hostility", -1, False, "SANCTION", "Imposes sanctions on the object, isolates it, or cuts ties or aid.", _PLOVER),
    Relation("annexes", "hostility", -1, False, "COERCE", "Takes the object's territory, or the object itself, into its own.", _COW),
    Relation("rivals", "hostility", -1, True, None, "Is a rival, competitor or enemy of the object.", "Thompson & Dreyer strategic rivalries"),
    Relation("opposes", "hostility", -1, False, "REJECT", "Is against the object, its presence or its aims; works to weaken it.", _OWN),
    Relation("accuses", "hostility", -1, False, "ACCUSE", "Blames, criticises or investigates the object.", _PLOVER),
    Relation("rejects", "hostility", -1, False, "REJECT", "Refuses a demand, offer or proposal of the object.", _PLOVER),
    Relation("demands", "stance", 0, False, "REQUEST", "Asks or demands something of the object.", _PLOVER),
    Relation("protests-against", "hostility", -1, False, "PROTEST", "Demonstrates, strikes or riots against the object.", _PLOVER),
    Relation("withdraws-from", "stance", 0, False, "RETREAT", "Leaves, withdraws from or surrenders to the object.", _PLOVER),
    Relation("member-of", "standing", 1, False, None, "Belongs to the object: member, branch, affiliate, part.", "UCDP Actor Dataset; COW IGO"),
    Relation("leads", "standing", 1, False, None, "Leads, commands or governs the object.", "Archigos"),
    Relation("successor-of", "standing", 0, False, None, "Follows the object as state or group.", "Gleditsch & Ward; UCDP Actor Dataset"),
    Relation("splinter-of", "standing", 0, False, None, "Broke away from the object, or is made up of people who did.", "UCDP Actor Dataset"),
    Relation("allegiance-to", "standing", 1, False, None, "Has pledged allegiance to the object.", _OWN),
    Relation("borders", "standing", 0, True, None, "Shares a land border with the object.", "COW direct contiguity, type 1"),
    Relation("present-in", "standing", 0, False, None, "Has forces, members or bases in the object.", "COW; UCDP External Support, territory"),
    Relation("controls", "standing", 0, False, None, "Holds or has captured territory in the object.", "UCDP"),
    Relation("describes-as", "stance", 0, False, None, "Calls or portrays the object in some way; the words are the claim's detail.", _OWN),
    Relation("fears", "stance", -1, False, None, "Is worried about the object, or about the detail.", _OWN),
    Relation("seeks", "stance", 0, False, None, "Wants or means to bring about the detail, with regard to the object where there is one.", _OWN),
)  # fmt: skip

RELATIONS: dict[str, Relation] = {relation.key: relation for relation in _ALL}
