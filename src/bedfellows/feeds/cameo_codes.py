"""CAMEO actor codes, read in threes: AFG + INS + TAL, ISR + MIL, IGO + UNO + REF + HCR.

Who is meant follows from the parts, as the codebook builds them (Schrodt 2012, chapters 3 and 4):

1. A known group: the last one named (IGOUNOREFHCR is the UNHCR, AFGINSTAL the Taliban).
2. A country and who in it: bodies, parties and people of a country stand for the country, whatever they are (USAGOV, ISRMIL, INDCVL); the
   code itself is kept beside. Those who do not act for it (AFGREB, SYROPP) are unregistered actors of their own.
3. Else the name that GDELT gives beside the code, where the registry knows it.
4. Else an unregistered actor named after the parts, or else by that name.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from bedfellows.actors import Registry
from bedfellows.feeds.feed import Code, Coded, Coder
from bedfellows.feeds.mapping import name_coder, registered, unregistered


@dataclass(frozen=True, slots=True)
class Part:
    """Three letters of a code: what kind of part they are, the registry's actor, and a name for it."""

    kind: str
    actor: str
    label: str


@cache
def parts() -> dict[str, Part]:
    """The table of the package."""
    text = resources.files("bedfellows.feeds").joinpath("data", "cameo_actors.csv").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return {row["code"]: Part(row["kind"], row["actor"], row["label"]) for row in csv.DictReader(lines)}


def make_coder(registry: Registry) -> Coder:
    """A coder of CAMEO actor codes for a registry."""
    countries = {
        actor.codes["iso3"]: Part("country", actor.id, actor.name)
        for actor in registry.actors.values()
        if actor.kind == "state" and "iso3" in actor.codes
    }
    table = {**countries, **parts()}
    named = name_coder(registry)

    @lru_cache(maxsize=200_000)
    def coded(code: Code) -> Coded:
        text = (code.code or "").strip().upper()
        pieces = [text[start : start + 3] for start in range(0, len(text), 3)]
        found = [
            countries.get(piece) or table.get(piece) if not number else table.get(piece)
            for number, piece in enumerate(pieces)
        ]
        known = [part for part in found if part is not None]
        groups = [part for part in known if part.kind == "group"]
        for part in reversed(groups):
            if part.actor and (actor := registered(part.actor, registry)):
                return actor
        first = found[0] if found else None
        home = first if first is not None and first.kind in {"country", "region"} else None
        against = next((part for part in known if part.kind == "against"), None)
        if home is not None and not against and not groups and (actor := registered(home.actor, registry)):
            return actor
        if not home and code.name:
            answer = named(Code(None, code.name))
            if answer.registered:
                return answer
        if groups:
            return unregistered(groups[-1].label, "organisation", registry)
        if home is not None and against is not None:
            return unregistered(f"{against.label} ({home.label})", _kind(pieces), registry)
        if known and len(known) == len(pieces):
            return unregistered(", ".join(part.label for part in known), _kind(pieces), registry)
        return unregistered((code.name or text).title(), _kind(pieces), registry)

    return coded


def _kind(pieces: list[str]) -> str:
    return "armed-group" if {"INS", "REB", "SEP", "UAF", "IMG"} & set(pieces) else "organisation"
