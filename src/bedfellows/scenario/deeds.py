"""The verbs in which a scenario may be put: what each says that an actor does to another, and how it is said that it stops.

The words are few on purpose: a scenario is read to the letter or refused, never guessed at. What they mean are relations
(`bedfellows.ontology.relations`) and UCDP support types.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

Change = Literal["start", "stop"]

# Base form, third person, gerund; what follows; relation; support types. What begins with "-" is said to stop.
_VERBS = """
support supports supporting || supports |
back backs backing || supports |
help helps helping || supports |
aid aids aiding || supports |
assist assists assisting || supports |
arm arms arming || supports | weapons
equip equips equipping || supports | materiel
train trains training || supports | training
fund funds funding || supports | funding
finance finances financing || supports | funding
pay pays paying || supports | funding
bankroll bankrolls bankrolling || supports | funding
shelter shelters sheltering || supports | territory
harbour harbours harbouring || supports | territory
harbor harbors harboring || supports | territory
host hosts hosting || supports | territory
recognise recognises recognising || recognises |
recognize recognizes recognizing || recognises |
welcome welcomes welcoming || welcomes |
ally allies allying | with | allied-with |
cooperate cooperates cooperating | with | cooperates-with |
trade trades trading | with | cooperates-with |
negotiate negotiates negotiating | with | negotiates |
talk talks talking | to | contacts |
talk talks talking | with | contacts |
meet meets meeting || contacts |
contact contacts contacting || contacts |
fight fights fighting || fights |
attack attacks attacking || fights |
bomb bombs bombing || fights |
invade invades invading || fights |
threaten threatens threatening || threatens |
blockade blockades blockading || coerces |
coerce coerces coercing || coerces |
sanction sanctions sanctioning || sanctions |
oppose opposes opposing || opposes |
accuse accuses accusing || accuses |
annex annexes annexing || annexes |
send sends sending | troops to | supports | troops
send sends sending | weapons to | supports | weapons
send sends sending | arms to | supports | weapons
send sends sending | money to | supports | funding
send sends sending | advisers to | supports | training
keep keeps keeping | troops in | supports | troops
give gives giving | weapons to | supports | weapons
give gives giving | arms to | supports | weapons
give gives giving | money to | supports | funding
give gives giving | shelter to | supports | territory
give gives giving | aid to | supports |
give gives giving | intelligence to | supports | intelligence
supply supplies supplying | weapons to | supports | weapons
supply supplies supplying | arms to | supports | weapons
sell sells selling | weapons to | supports | weapons
sell sells selling | arms to | supports | weapons
share shares sharing | intelligence with | supports | intelligence
open opens opening | territory to | supports | territory
open opens opening | its territory to | supports | territory
impose imposes imposing | sanctions on | sanctions |
deploy deploys deploying | troops to | supports | troops
- close closes closing | territory to | supports | territory
- close closes closing | its territory to | supports | territory
- close closes closing | its border to | supports | territory
- expel expels expelling || supports | territory
- abandon abandons abandoning || supports |
- leave leaves leaving || supports | troops
- withdraw withdraws withdrawing | from | supports | troops
- withdraw withdraws withdrawing | troops from | supports | troops
- withdraw withdraws withdrawing | its troops from | supports | troops
- withdraw withdraws withdrawing | their troops from | supports | troops
- pull pulls pulling | out of | supports | troops
- cut cuts cutting | aid to | supports |
- cut cuts cutting | off aid to | supports |
- cut cuts cutting | funds to | supports | funding
- end ends ending | support for | supports |
- end ends ending | support to | supports |
- end ends ending | its support for | supports |
- end ends ending | their support for | supports |
- stop stops stopping | support for | supports |
- stop stops stopping | support to | supports |
- stop stops stopping | aid to | supports |
- lift lifts lifting | sanctions on | sanctions |
- lift lifts lifting | its sanctions on | sanctions |
- make makes making | peace with | fights |
- cease ceases ceasing | fire with | fights |
- break breaks breaking | with | allied-with |
"""
_STOPPING = ("stop", "stops", "cease", "ceases", "end", "ends", "quit", "quits")
_STARTING = ("start", "starts", "begin", "begins")
_NEGATIONS = ("no longer",)
_REFUSALS = ("do not", "does not", "don't", "doesn't", "will not", "won't")
_FUTURE = ("will", "would", "should", "to")

KINDS = {
    "troops": "troops", "soldiers": "troops", "forces": "troops", "fighters": "troops",
    "weapons": "weapons", "arms": "weapons", "ammunition": "weapons",
    "materiel": "materiel", "vehicles": "materiel", "fuel": "materiel", "supplies": "materiel",
    "training": "training", "advisers": "training", "trainers": "training",
    "funding": "funding", "money": "funding", "funds": "funding", "loans": "funding",
    "intelligence": "intelligence",
    "territory": "territory", "shelter": "territory", "sanctuary": "territory", "bases": "territory",
}  # fmt: skip
"""Words for what is given, after "with": their support type."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What a phrase says: that an actor starts or stops to stand in a relation to another."""

    change: Change
    relation: str
    support_types: tuple[str, ...]


@cache
def phrases() -> dict[tuple[str, ...], Deed]:
    """Every phrase that a scenario may have for a verb, as words in small letters."""
    found: dict[tuple[str, ...], Deed] = {}
    for line in _VERBS.strip().splitlines():
        forms, after, relation, types = (part.strip() for part in line.split("|"))
        usual: Change = "stop" if forms.startswith("- ") else "start"
        base, third, gerund = forms.removeprefix("- ").split()
        deed = Deed(usual, relation, tuple(types.split()))
        undone = Deed("start" if usual == "stop" else "stop", relation, tuple(types.split()))
        for words in _said(base, third, gerund):
            found[(*words, *after.split())] = deed
        for words in _unsaid(base, third, gerund):
            found[(*words, *after.split())] = undone
    return found


def _said(base: str, third: str, gerund: str) -> Iterator[tuple[str, ...]]:
    yield (base,)
    yield (third,)
    for word in _FUTURE:
        yield (word, base)
    for word in _STARTING:
        yield (word, gerund)
        yield (word, "to", base)


def _unsaid(base: str, third: str, gerund: str) -> Iterator[tuple[str, ...]]:
    for word in _STOPPING:
        yield (word, gerund)
        for before in _FUTURE:
            yield (before, word, gerund)
    for word in _NEGATIONS:
        yield (*word.split(), third)
        yield (*word.split(), base)
    for word in _REFUSALS:
        yield (*word.split(), base)
