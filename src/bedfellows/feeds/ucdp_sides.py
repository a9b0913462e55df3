"""The parties of UCDP's yearly data sets: who they are, and the SQL that takes lists of them apart.

UCDP names governments "Government of Russia (Soviet Union)", with one id for states that followed on one another; they are told apart
by the year. Several parties share a field, with ", " between them, and their ids and Gleditsch-Ward numbers do so likewise.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from bedfellows.actors import Registry, resolve
from bedfellows.feeds.feed import Code, Coded, Coder
from bedfellows.feeds.mapping import registered, unregistered
from bedfellows.feeds.state_numbers import holder_on, state_finder

PUBLISHER = "Uppsala Conflict Data Program"
LICENCE = "Licence: CC BY 4.0."
_GOVERNMENT = re.compile(r"Government of (?:the )?(?P<state>[^()]+?)\s*(?:\((?P<older>[^()]*)\))?")
_SHARED = {"Russia (Soviet Union)": 365, "Yemen (North Yemen)": 678, "Serbia (Yugoslavia)": 345}
"""Governments whose one name stands for states that followed on one another, with their Gleditsch-Ward numbers."""
_SURE = 0.9


def ucdp_coder(registry: Registry) -> Coder:
    """UCDP actor ids, government names and, as `Code.country`, Gleditsch-Ward numbers of states.

    A group is the registry's that bears the id; another counts only where it is called exactly so, as UCDP tells apart groups of
    similar names. What is left is unregistered, under UCDP's name.
    """
    by_id = {
        actor.codes["ucdp"]: Coded(actor.id, actor.name, actor.kind)
        for actor in registry.actors.values()
        if "ucdp" in actor.codes
    }
    find = state_finder("gw", registry)

    def state(number: str, year: int | None) -> Coded:
        return find(number, holder_on("gw", int(number), date(year, 7, 1) if year else date.today()))

    @lru_cache(maxsize=200_000)
    def coded(code: Code) -> Coded:
        name = " ".join((code.name or "").split())
        number = (code.country or "").strip()
        known = by_id.get((code.code or "").strip())
        if known is not None:
            return known
        government = _GOVERNMENT.fullmatch(name)
        if government is None and name and not number.isdigit():
            return _exactly(name, code.year, registry) or unregistered(
                name, code.kind or "armed-group", registry
            )
        shared = next((n for text, n in _SHARED.items() if name.endswith(text)), None)
        numbered = (
            state(number if number.isdigit() else str(shared), code.year)
            if number.isdigit() or shared
            else None
        )
        found = numbered if numbered is not None and numbered.registered else None
        if found is None and government is not None:
            named = [part for part in (government["state"], government["older"]) if part]
            candidates = (resolve(part, code.year, registry).actor for part in named)
            actor = next(
                (one for one in candidates if one is not None and one.kind in {"state", "region"}), None
            )
            found = registered(actor.id, registry) if actor else None
        if found is not None or (numbered is not None and government is None):
            return found or numbered or Coded(None)
        return unregistered(name or (f"UCDP actor {code.code}" if code.code else ""), "state", registry)

    return coded


def _exactly(name: str, year: int | None, registry: Registry) -> Coded | None:
    found = resolve(name, year, registry)
    best = next((one for one in found.candidates if found.actor and one.actor.id == found.actor.id), None)
    if (
        best is None
        or best.score < _SURE
        or best.role
        or best.actor.kind not in {"armed-group", "organisation", "region"}
    ):
        return None
    return registered(best.actor.id, registry)


def shared_number(name: str) -> str:
    """SQL: the Gleditsch-Ward number behind a government's name that stands for several states, else NULL."""
    return "CASE {} END".format(
        " ".join(f"WHEN {name} LIKE '%{text}' THEN {number}" for text, number in _SHARED.items())
    )


def parties(ids: str, names: str, numbers: str) -> str:
    """SQL: the parties of three fields, as a list of structs of code, name and gw.

    Names are taken apart only where there are as many as ids (or, without ids, numbers): some names hold a comma.
    """
    split = {
        field: f"coalesce(list_filter(list_transform(string_split({column}::VARCHAR, ','), lambda part: trim(part)), "
        "lambda part: part <> ''), [])"
        for field, column in (("i", ids), ("n", names), ("g", numbers))
    }
    bare = f"list_transform({split['g']}, lambda part: regexp_replace(part, '\\.0$', ''))"
    count = f"greatest(len({split['i']}), CASE WHEN len({split['i']}) = 0 THEN len({bare}) ELSE 0 END, CASE WHEN {names} IS NULL THEN 0 ELSE 1 END)"
    return (
        f"list_transform(range(1, {count} + 1), lambda k: {{'code': {split['i']}[k], "
        f"'name': CASE WHEN {count} = 1 THEN trim({names}) WHEN len({split['n']}) = {count} THEN {split['n']}[k] END, "
        f"'gw': CASE WHEN len({bare}) = {count} THEN {bare}[k] END}})"
    )


def pairs(relation: str, subjects: str, objects: str) -> str:
    """SQL: every subject with every object, as a list of structs of rel, s and o."""
    return f"flatten(list_transform({subjects}, lambda s: list_transform({objects}, lambda o: {{'rel': '{relation}', 's': s, 'o': o}})))"


def release_day(version: str, last_year: str = "NULL") -> str:
    """SQL: the last day of June in the year that a version such as 24.1 names, in which UCDP releases them; else a year after the data."""
    year = f"coalesce(TRY_CAST(regexp_extract({version}::VARCHAR, '^(\\d\\d)\\.\\d', 1) AS INTEGER) + 2000, {last_year} + 1)"
    return f"make_date({year}, 6, 30)"


WHO = {
    "subject_code": "coalesce(piece.s.code, piece.s.name, 'gw ' || piece.s.gw)",
    "subject_name": "piece.s.name",
    "subject_country": "piece.s.gw",
    "subject_year": "year(sp_first)",
    "object_code": "coalesce(piece.o.code, piece.o.name, 'gw ' || piece.o.gw)",
    "object_name": "piece.o.name",
    "object_country": "piece.o.gw",
    "object_year": "year(sp_first)",
}
"""What the feeds with pieces say of whom a row is about."""
