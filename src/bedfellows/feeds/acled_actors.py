"""Actors by the names that ACLED gives them (ACLED Codebook 2023, "Actor Names, Types, and 'Inter' Codes").

* "Military Forces of Mali (2020-)", "Police Forces of Kenya (2022-) Prison Guards", "Government of Iraq (2022-)": the state, or the
  group that the registry knows by what comes after the years: "Military Forces of Russia (2000-) Wagner Group".
* "Civilians (Syria)", "Protesters (India)", "Rioters (Kenya)": people of a country, who are no organised actors.
* "TTP: Tehreek-i-Taliban Pakistan", "Boko Haram - Jamatu Ahli ...", "Islamic State (Libya)": the group, by any of its names; the
  country in brackets says where.
* "Unidentified Armed Group (Mali)", "Communal Militia (Sudan)": unregistered actors of that name. They never stand for the country.
* "Mutiny of Military Forces of X", "Former Military Forces of X" do not act for X.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources

from bedfellows.actors import Registry, resolve
from bedfellows.feeds.civilians import people
from bedfellows.feeds.feed import Code, Coded, Coder
from bedfellows.feeds.mapping import registered, unregistered

_YEARS = re.compile(r"\s*\(\d{4}\s*-\s*(?:\d{4})?\)\s*")
_STATE = re.compile(
    r"(?:Military Forces|Police Forces|Government) of (?:the )?(?P<state>[^()]+?)(?: \((?P<years>\d{4}-(?:\d{4})?)\)(?P<who>.*))?"
)
_PEOPLE = re.compile(r"(?P<who>Civilians|Protesters|Rioters)(?: \((?P<of>[^()]+)\))?")
_PLACE = re.compile(r"\s*\((?P<place>[^()]+)\)")
_NEAR_ENOUGH = 0.85
"""How well a name must fit one that is only like it: "Tehreek-e-Taliban" for "Tehrik-i-Taliban", and little more."""


def acled_coder(registry: Registry) -> Coder:
    """Names of ACLED; `Code.kind` is the kind that an unregistered actor gets, by its inter code."""
    special = {name: actor for name, actor in _special().items() if registry.get(actor)}

    @lru_cache(maxsize=200_000)
    def coded(code: Code) -> Coded:
        name = " ".join((code.name or code.code or "").split())
        if found := registered(special.get(_YEARS.sub(" ", name).strip()), registry):
            return found
        if some := _PEOPLE.fullmatch(name):
            return people(some["who"], some["of"] or "", code.year, registry)
        if forces := _STATE.fullmatch(name):
            body = _actor((forces["who"] or "").strip(" -"), code.year, registry, states=False)
            found = body or _actor(forces["state"], code.year, registry, states=True)
            if found is not None:
                return found
        elif not name.startswith(("Unidentified", "Former ", "Mutiny of ")) and " and/or " not in name:
            for part in _parts(name):
                found = _actor(part, code.year, registry, states=False)
                if found is not None:
                    return found
        return unregistered(name, code.kind, registry)

    return coded


def _parts(name: str) -> Iterator[str]:
    """The names that a name is put together from, the most telling first."""
    plain = _PLACE.sub("", name).strip()
    yield plain
    short, colon, full = plain.partition(": ")
    if colon:
        yield from (full, short)
    if " - " in plain:
        yield plain.partition(" - ")[0]
    yield from (place["place"] for place in _PLACE.finditer(name) if place["place"].isupper())


def _actor(name: str, year: int | None, registry: Registry, *, states: bool) -> Coded | None:
    """The registry's actor of a name: a state (or region, or what holds one), or else one that is none."""
    found = resolve(name, year, registry)
    if found.actor is None:
        return None
    best = found.candidates[0]
    near = best.reason.startswith("near ")
    if near and best.score < _NEAR_ENOUGH:
        return None
    is_state = found.actor.kind in {"state", "government", "region"}
    if states != is_state and not (states and found.actor.kind == "armed-group"):
        return None
    return registered(found.actor.id, registry)


@cache
def _special() -> dict[str, str]:
    text = resources.files("bedfellows.feeds").joinpath("data", "acled_actors.csv").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return {row["name"]: row["actor"] for row in csv.DictReader(lines)}
