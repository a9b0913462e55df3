"""The reasons an alignment may exist, or may not last: what each means, and who has described it.

Titles of works are given by author and year; definitions are in our own words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bedfellows.ties.evidence import Evidence, Fact

Side = Literal["for", "against"]


@dataclass(frozen=True, slots=True)
class Mechanism:
    """One kind of reason. `side`: whether it speaks for an alignment or against it. `source`: who described it; ""
    where the term is Bedfellows' own. `bearing` in (0, 1]: how much it says once it is believed; less than 1 for
    what is sure but says little, such as a border that is not there."""

    key: str
    side: Side
    title: str
    definition: str
    source: str = ""
    bearing: float = 1.0


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for or against an alignment, with what it rests on.

    `mechanism` is a key of `MECHANISMS`; `words` says it in a sentence or two of our own. `strength` in [0, 1] is
    how far its evidence is to be believed, times the bearing of the mechanism; it is not how much the reason moved
    anybody. `actor` is the id of the side whose
    reason it is, None where it is of both; `third` the id of the common enemy, rival, patron or buffer. There is
    always evidence or a fact.
    """

    mechanism: str
    side: Side
    title: str
    words: str
    strength: float
    actor: str | None
    third: str | None
    evidence: tuple[Evidence, ...]
    facts: tuple[Fact, ...] = ()


_HEIDER = "Heider 1946; Cartwright & Harary 1956 (structural balance)"

_ALL = (
    Mechanism("common-enemy", "for", "A common enemy", "An armed group that both oppose, fear or fight, or another third party with which force or threats passed on both sides.", _HEIDER),
    Mechanism("common-rival", "for", "A common rival", "Both are at odds with a third party, one of them at least by politics alone, or by way of its allies and clients: hurting it serves both.", f"{_HEIDER}; Thompson & Dreyer 2011 (strategic rivalries)"),
    Mechanism("retaliation", "for", "Retaliation", "A third party did something to one of them, which now helps that party's foe.", "Salehyan, Gleditsch & Cunningham 2011 (external support for insurgents)"),
    Mechanism("fear", "for", "Fear of a third party", "One of them fears something or somebody, and the other may help against it.", "Walt 1987 (balance of threat)"),
    Mechanism("buffer", "for", "A buffer", "One of them stands, on the map or in somebody's words, between the other and a danger.", "Partem 1983 (buffer states)"),
    Mechanism("gain", "for", "What one gains", "One of them receives, or is said to want, something that the other gives: help, recognition, a market.", "Schweller 1994 (bandwagoning for profit)"),
    Mechanism("leverage", "for", "Leverage", "The tie gives one of them a hold on the other, or on a third party, to bargain with.", "Hirschman 1945; Baldwin 1985 (economic statecraft)"),
    Mechanism("patronage", "for", "Patron and client", "One of them supports the other with the means of war.", "UCDP External Support Dataset; Carney 1989 (patron and client states)"),
    Mechanism("shared-friend", "for", "A friend in common", "Both are on friendly terms with a third party, one of them by more than talks.", _HEIDER, 0.5),
    Mechanism("shared-alliance", "for", "A shared alliance", "Both belong to the same alliance, organisation or group, or are said to be allies.", "ATOP; COW IGO", 0.5),
    Mechanism("treaty", "for", "A treaty between them", "A treaty in force binds the two not to fight one another, or to talk before they act; it makes them no allies.", "ATOP", 0.5),
    Mechanism("border", "for", "They share a border", "Their lands meet, so that help is easier to bring; so are quarrels.", "Starr & Most 1978 (borders and interaction)", 0.25),
    Mechanism("works-together", "for", "They work together", "Events of the last year count help and joint work between them."),
    Mechanism("perception", "for", "How one sees the other", "One of them sees the other in a light that makes the tie useful.", "Jervis 1976 (perception and misperception)"),
    Mechanism("purpose", "for", "What one is after", "One of them is said to act towards the other so as to bring something about."),
    Mechanism("cause", "for", "What led to it", "A source names something as the cause of what one of them does towards the other."),
    Mechanism("past-war", "against", "They have fought each other", "The two, or those they come from, have used force against one another.", "Diehl & Goertz 2000 (enduring rivalries)"),
    Mechanism("called-enemies", "against", "They are called rivals or enemies", "A source, or one of the two, speaks of them as rivals, enemies or a threat.", "Thompson & Dreyer 2011 (strategic rivalries)"),
    Mechanism("hostile-now", "against", "They are still at odds", "One of them acts against the other now."),
    Mechanism("fear-of-other", "against", "One fears the other", "One of them sees a danger in the other.", "Walt 1987 (balance of threat)"),
    Mechanism("opposite-sides", "against", "They back opposite sides", "Each supports a side, and the two sides fight one another.", _HEIDER),
    Mechanism("friend-of-foe", "against", "One is the friend of the other's foe", "One of them backs somebody who is at odds with the other.", _HEIDER),
    Mechanism("no-border", "against", "They share no border", "No land border joins them, so that they have less to do with one another and help is harder to bring.", "Starr & Most 1978 (borders and interaction)", 0.25),
    Mechanism("denied", "against", "It is denied or doubted", "A source, or one of the two, says that the tie, or what it rests on, is not so."),
    Mechanism("may-change", "against", "It may not last", "A source says under which condition one of the two would change course."),
)  # fmt: skip

MECHANISMS: Mapping[str, Mechanism] = {mechanism.key: mechanism for mechanism in _ALL}
