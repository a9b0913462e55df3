"""How firmly a source puts forward what it says. The list is Bedfellows' own.

It grades the words of the source, not the truth: a firm assertion can be false. The levels stand from the
firmest to the one that takes the claim back.
"""

from __future__ import annotations

CERTAINTIES: dict[str, str] = {
    "asserted": "The source says it outright, in its own voice.",
    "reported": "The source passes on what somebody else says or is said to have done.",
    "opinion": "The source or a speaker judges, interprets or believes: sees as, considers, in the view of.",
    "hedged": "Put forward with reserve: may, likely, appears, reportedly, allegedly.",
    "conditional": "True only if something else comes about: if, unless, as long as, would.",
    "denied": "The source or a speaker says that it is not so.",
}
