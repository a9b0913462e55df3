"""From the codes and names of feeds to actors: one coder for each common code system.

A coder is asked once for each distinct combination of code, name, country and year in a file, never once a row. What no registry knows
becomes an unregistered actor with a readable id, so that no row is lost, and is listed as unmapped.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from bedfellows.actors import Actor, Registry, new_actor, resolve
from bedfellows.feeds.feed import Code, Coded, Coder

_BRACKETED = re.compile(r"(?P<who>.+?)\s*\((?P<of>[^()]+)\)\s*")
_AGAINST = re.compile(
    r"\b(rebels?|militants?|insurg\w*|separatists?|terroris\w*|guerr?illas?|extremists?|gangs?|criminals?|cartels?|traffick\w*|"
    r"dissidents?|opposition|protest\w*|demonstrat\w*|rioters?|mobs?|paramilitar\w*|militias?|armed (?:band|opposition)\w*|"
    r"attackers?|gunm[ae]n|assailants?|hackers?|pirates?|exiles?|deserters?|mutineers?|combatants?|fighters?|jihad\w*)\b",
    re.IGNORECASE,
)
"""Words for people who do not act for the state they are said to be from."""


def unregistered(name: str, kind: str | None, registry: Registry) -> Coded:
    """The actor for a name that no registry knows; nobody where the name is empty."""
    if not name.strip():
        return Coded(None)
    made = new_actor(name, kind or "organisation", registry)
    return Coded(made.id, made.name, made.kind, registered=False)


def registered(actor_id: str | None, registry: Registry) -> Coded | None:
    """The registry's actor of this id, or None."""
    actor = registry.get(actor_id) if actor_id else None
    return Coded(actor.id, actor.name, actor.kind) if actor else None


def name_coder(registry: Registry) -> Coder:
    """Names as people write them, with the state or group in brackets where ICEWS has it.

    "Foreign Affairs (Bangladesh)" and "Citizen (India)" stand for the state, "Militant (Taliban)" for the group. "Armed Rebel (Syria)"
    does not stand for Syria: it is an unregistered actor of that name. Of a name that several actors share, the one is meant
    that belongs to the row's country, where that settles it. Persons are also known by their first and last name alone: ICEWS writes
    "Sergey Viktorovich Lavrov".
    """

    @lru_cache(maxsize=200_000)
    def coded(code: Code) -> Coded:
        name = (code.name or code.code or "").strip()
        parts = _BRACKETED.fullmatch(name)
        of = _resolved(parts["of"], code, registry) if parts else None
        if parts and of is not None:
            stands_against = of.kind in {"state", "government", "region"} and _AGAINST.search(parts["who"])
            return unregistered(name, code.kind or "armed-group", registry) if stands_against else of
        who = parts["who"] if parts else name
        whole = _resolved(who, code, registry) or _without_middle_names(who, code, registry)
        return whole or unregistered(name, code.kind or _kind(name), registry)

    return coded


def code_coder(*systems: str) -> Callable[[Registry], Coder]:
    """Codes that the registry lists: "iso3", "cow", "gw", "ucdp". The first system that has the code decides, then the name.

    Several actors may bear a code at different times; `Code.year` picks the one of the year, else the latest is meant.
    """

    def make(registry: Registry) -> Coder:
        by_code: dict[tuple[str, str], list[Actor]] = {}
        for actor in registry.actors.values():
            for system, code in actor.codes.items():
                by_code.setdefault((system, code.casefold()), []).append(actor)
        named = name_coder(registry)

        @lru_cache(maxsize=200_000)
        def coded(code: Code) -> Coded:
            text = (code.code or "").strip().casefold()
            for system in systems:
                bearers = by_code.get((system, text))
                if bearers:
                    actor = max(bearers, key=lambda bearer: _aptness(bearer, code.year))
                    return Coded(actor.id, actor.name, actor.kind)
            if not code.name and text:
                return unregistered(f"{systems[0]} {code.code}", code.kind, registry)
            return named(code)

        return coded

    return make


def _aptness(actor: Actor, year: int | None) -> tuple[bool, int]:
    """How well an actor suits a year: alive in it, and then the younger one."""
    first = actor.valid_from.year if actor.valid_from else 0
    last = actor.valid_to.year if actor.valid_to else 9999
    return (first <= year <= last if year is not None else last == 9999, first)


def _resolved(name: str, code: Code, registry: Registry) -> Coded | None:
    found = resolve(name, code.year, registry)
    if found.actor is not None:
        return Coded(found.actor.id, found.actor.name, found.actor.kind)
    return None


def _without_middle_names(name: str, code: Code, registry: Registry) -> Coded | None:
    words = name.split()
    if len(words) < 3:
        return None
    found = _resolved(f"{words[0]} {words[-1]}", code, registry)
    return found if found and found.kind == "person" else None


def _kind(name: str) -> str:
    """A guess of what an unknown name stands for."""
    return "armed-group" if _AGAINST.search(name) else "organisation"


def cameo_coder(registry: Registry) -> Coder:
    """CAMEO actor codes, such as AFGINSTAL; see `bedfellows.feeds.cameo_codes`."""
    from bedfellows.feeds.cameo_codes import make_coder

    return make_coder(registry)
