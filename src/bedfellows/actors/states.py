"""The states of the world as actors: names and codes from pycountry, numbers, dates, demonyms, capitals and bodies from our tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from importlib import resources

import pycountry

from bedfellows.actors.model import Actor, Alias, AliasKind
from bedfellows.actors.names import alias
from bedfellows.actors.registry import folded_role

SOURCE = "ISO 3166 (pycountry); Correlates of War State System 2016; Gleditsch & Ward 1999"

_TWO_CONGOS = "COG"
"""ISO's "Congo" is the smaller of the two; in reports the bare name is the other one."""


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a table of the package; lines that start with "#" are its notes."""
    import csv

    text = resources.files("bedfellows.actors").joinpath("data", name).read_text(encoding="utf-8")
    return csv.DictReader(line for line in text.splitlines() if line and not line.startswith("#"))


def when(text: str) -> date | None:
    """A day of a table; an empty field has no day."""
    return date.fromisoformat(text) if text else None


def load_states() -> tuple[dict[str, Actor], dict[tuple[str, str], str]]:
    """All states by id, and the roles of their bodies by (id, folded name)."""
    names: dict[str, list[Alias]] = {}
    for row in rows("state_names.csv"):
        kind: AliasKind = row["kind"]  # type: ignore[assignment]
        first, last = when(row["valid_from"]), when(row["valid_to"])
        names.setdefault(row["state"], []).extend(
            alias(text, kind, first, last) for text in row["names"].split("|")
        )
    roles: dict[tuple[str, str], str] = {}
    for row in rows("state_bodies.csv"):
        first, last = when(row["valid_from"]), when(row["valid_to"])
        for text in row["names"].split("|"):
            names.setdefault(row["state"], []).append(alias(text, "body", first, last))
            roles[folded_role(row["state"], text.removeprefix("="))] = row["role"]
    states = {}
    for row in rows("states.csv"):
        name = row["name"].removeprefix("=")
        main = (Alias(name, "name", case_sensitive=True),) if row["name"] != name else ()
        codes = {code: row[code] for code in ("iso3", "cow", "gw") if row[code]}
        aliases = (*main, *_iso_names(row["iso3"], name), *names.pop(row["id"], ()))
        first, last = when(row["valid_from"]), when(row["valid_to"])
        states[row["id"]] = Actor(row["id"], name, "state", aliases, first, last, codes, source=SOURCE)
    if names:
        raise ValueError(f"names of unknown states: {sorted(names)}")
    return states, roles


def _iso_names(iso3: str, name: str) -> Iterator[Alias]:
    country = pycountry.countries.get(alpha_3=iso3) if iso3 and iso3 != _TWO_CONGOS else None
    for key in ("official_name", "common_name", "name"):
        text = getattr(country, key, "").removeprefix("the ")
        if text and text != name and "," not in text and "(" not in text:
            yield Alias(text, "alias")
