"""PLOVER 2021: event types with their modes, and the contexts that any event can have.

Source of types, modes, contexts and scores: PLOVER manual, draft 0.8 (Open Event Data Alliance, 2021), and
the alliance's CAMEO to PLOVER conversion table of 17 September 2021; definitions in our own words. Where
the two differ in a name, the conversion table is followed: REQUEST (the manual's DEMAND) and COERCE's mode
seize (confiscate). PLOVER of 2016 had more types; `FORMER_PLOVER_NAMES` says what became of them. Its CRIME
has no successor: crime is a context now. YIELD is CAMEO's name, split into CONCEDE (words) and RETREAT
(deeds).

Scores are the manual's: mean Goldstein values of the CAMEO codes behind a type, weighted by how often they
occur.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from bedfellows.ontology.quad import QUAD_CLASSES, QuadKey, quad_of_plover

_SOURCE = "PLOVER manual, draft 0.8, and CAMEO2PLOVER-2021 (Open Event Data Alliance, 2021)"


@dataclass(frozen=True, slots=True)
class PloverType:
    """One event type. `score` is its place on the scale from -10 (conflict) to +10 (cooperation)."""

    key: str
    score: float
    definition: str
    modes: Mapping[str, str] = field(default_factory=dict)
    source: str = _SOURCE

    @property
    def quad(self) -> QuadKey:
        """The key of its quad class."""
        return quad_of_plover(self.key)

    @property
    def sign(self) -> int:
        """+1 for cooperation, -1 for conflict."""
        return QUAD_CLASSES[self.quad].sign


_ASKED: Mapping[str, str] = MappingProxyType(
    {
        "assist": "help, exchange or relations of any kind",
        "change": "another policy, government or institution",
        "yield": "a concession: releases, an end to sanctions or curfews, a ceasefire",
        "meet": "a meeting or negotiation",
    }
)

_ALL = (
    PloverType("AGREE", 4.2, "Promises, offers or agrees to cooperate; the deed is still to come."),
    PloverType(
        "CONSULT",
        2.1,
        "Talks: meetings, visits, calls, negotiation, mediation.",
        {
            "visit": "one side goes to the other; the visitor is the source",
            "third-party": "somebody else hosts the meeting",
            "multilateral": "among many, as in an alliance or international organisation",
            "phone": "by telephone or another remote channel",
        },
    ),
    PloverType(
        "SUPPORT",
        4.6,
        "Backs in words or by diplomatic act: praise, recognition, opening ties, signing a treaty.",
    ),
    PloverType(
        "CONCEDE",
        5.0,
        "Gives way in words or rules, with no material effect yet: apology, pardon, a ceasefire declared.",
    ),
    PloverType(
        "COOPERATE",
        6.8,
        "Works together in deed to the good of both: trade, joint exercises, shared intelligence.",
    ),
    PloverType(
        "AID",
        7.4,
        "Gives material help that mainly serves the one who gets it: money, arms, personnel, relief, asylum.",
    ),
    PloverType(
        "RETREAT",
        7.6,
        "Gives way in deed: withdrawal, release, disarming, a ceasefire kept, access granted, resignation.",
        {
            "withdraw": "leaves territory or pulls forces back",
            "release": "frees captives",
            "return": "hands back property",
            "disarm": "gives up arms or sends fighters home",
            "ceasefire": "stops fighting",
            "access": "lets observers, peacekeepers or relief workers in",
            "resign": "leaves office",
        },
    ),
    PloverType(
        "REQUEST", -5.0, "Demands or orders something, in words. The mode is what is demanded.", _ASKED
    ),
    PloverType(
        "ACCUSE",
        -2.0,
        "Blames, criticises, alleges, sues or investigates.",
        {
            "disapprove": "objects, condemns or complains",
            "investigate": "looks into what was done, by any official body",
            "allege": "says that a wrong was done, in or out of court",
        },
    ),
    PloverType("REJECT", -4.2, "Refuses. The mode is what is refused.", _ASKED),
    PloverType(
        "THREATEN",
        -5.1,
        "Warns of harm to come. The mode is what is threatened.",
        {
            "restrict": "limits on the movement of people or goods, or on freedoms",
            "ban": "a ban on a party, movement or person in politics",
            "arrest": "arrest or imprisonment",
            "relations": "an end to relations, talks or aid",
            "expel": "expulsion of diplomats, peacekeepers or relief workers",
            "territory": "seizure or occupation of territory",
            "violence": "violence of any kind",
        },
    ),
    PloverType(
        "PROTEST",
        -6.6,
        "Civilians act together in public against somebody or something.",
        {
            "demo": "a demonstration, largely peaceful",
            "riot": "violence by a crowd, against people or property",
            "general": "a general strike",
            "strike": "a strike in some trades or firms",
            "hunger": "a hunger strike",
            "boycott": "a boycott",
            "obstruct": "a road, building or border blocked",
        },
    ),
    PloverType(
        "SANCTION",
        -5.2,
        "Cuts back relations that were normal or friendly: ties, aid, membership, talks.",
        {
            "convict": "finds guilty or liable in court",
            "expel": "puts an actor out of a group, organisation or country",
            "withdraw": "takes oneself or one's means out of a group, mediation or country",
            "discontinue": "reduces or ends ties, trade or aid in another way",
        },
    ),
    PloverType(
        "MOBILIZE",
        -5.3,
        "Readies or shows force without using it.",
        {
            "troops": "soldiers or units are called up or moved",
            "weapons": "weapons are made ready, cyber means included",
            "police": "police or security forces are called up or readied",
            "militia": "a non-state force readies itself",
        },
    ),
    PloverType(
        "COERCE",
        -7.2,
        "Represses or restricts, by force short of assault or by law.",
        {
            "seize": "takes property or territory",
            "restrict": "limits freedoms, movement or trade",
            "ban": "bans persons or organisations",
            "censor": "suppresses publications or access to information",
            "curfew": "imposes a curfew",
            "martial-law": "declares a state of emergency or martial law",
            "arrest": "arrests, detains or charges",
            "deport": "sends individuals out of the country",
            "withhold": "cuts off power, water, food, medicine or other services",
        },
    ),
    PloverType(
        "ASSAULT",
        -9.3,
        "Acts on purpose in a way that can do people serious bodily harm, war included.",
        {
            "abduct": "abducts, kidnaps or hijacks",
            "beat": "attacks bodily",
            "torture": "tortures",
            "execute": "puts to death by order of a court",
            "sexual": "commits sexual violence",
            "assassinate": "kills a chosen person, by any means",
            "destroy": "destroys property",
            "primitive": "uses fire, blades, stones or tools as weapons",
            "firearms": "uses rifles, pistols or light machine guns",
            "explosives": "uses mines, car bombs or other improvised bombs",
            "suicide-attack": "attacks meaning to die, on foot or in a vehicle",
            "heavy-weapons": "uses weapons that need a crew: artillery, tanks, aircraft",
            "cleansing": "drives out a population",
            "massacre": "kills many people at once",
            "unconventional": "uses chemical, biological, radiological or nuclear weapons",
            "sideAB": "two sides fight, and the first is known",
        },
    ),
)

PLOVER_TYPES: dict[str, PloverType] = {event_type.key: event_type for event_type in _ALL}

PLOVER_CONTEXTS: dict[str, str] = {
    "military": "armed forces and military matters, military aid included",
    "intelligence": "intelligence and other information",
    "peacekeeping": "peacekeeping",
    "economic": "trade, finance and development",
    "diplomatic": "diplomacy",
    "resource": "territory and natural resources",
    "disease": "outbreaks of disease",
    "enviro_disaster": "environment, climate, natural disasters and accidents",
    "migration": "migration, refugees and the displaced",
    "humanitarian": "humanitarian relief",
    "asylum": "asylum, sought or granted",
    "legal": "courts and law, human rights apart",
    "human_rights": "human rights, named as such",
    "rights_freedoms": "political rights and freedoms, and limits on them",
    "gender": "women and gender",
    "lgbt": "sexual minorities",
    "terrorism": "terrorism",
    "human_security": "water, food, housing, energy and land",
    "religion_ethnicity": "religion and ethnic groups",
    "executive": "government and its agencies, elections and parliament apart",
    "election": "elections and campaigns",
    "legislative": "parliaments and coalitions",
    "cbrn": "chemical, biological, radiological and nuclear weapons",
    "cyber": "computer attacks and crime",
    "political_institutions": "institutions, norms and parties",
    "corruption": "public office used for private gain",
    "crime": "crime and criminals",
    "illegal_drugs": "illegal drugs",
    "historical": "the event lies in a past that the text looks back on",
    "future": "the event is still to come",
    "hypothetical": "the event is only supposed",
    "negation": "the event did not take place",
    "democracy": "more political freedom; in the conversion table only",
    "pro_autocracy": "less political freedom; in the conversion table only",
}

FORMER_PLOVER_NAMES: dict[str, str] = {
    "DEMAND": "REQUEST",
    "DISAPPROVE": "ACCUSE",
    "INVESTIGATE": "ACCUSE",
    "FIGHT": "ASSAULT",
    "YIELD": "CONCEDE",
}
