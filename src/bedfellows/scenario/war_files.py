"""A list of wars from a user's own files, with what to cite."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bedfellows.actors import Registry
from bedfellows.feeds.state_numbers import holder_on, state_finder
from bedfellows.scenario.conflict_years import read_conflict_years
from bedfellows.scenario.endings import load_takeovers, read_cow_wars
from bedfellows.scenario.wars import WarList, make_wars, read_capabilities

_UCDP = (
    "UCDP/PRIO Armed Conflict Dataset: Gleditsch, Nils Petter, Peter Wallensteen, Mikael Eriksson, Margareta Sollenberg, and Håvard Strand "
    "(2002), Journal of Peace Research 39(5): 615-637; Davies, Shawn, et al. (2025), Journal of Peace Research 62(4). CC BY 4.0."
)
_TERMINATION = "How episodes ended: UCDP Conflict Termination Dataset: Kreutz, Joakim (2010), Journal of Peace Research 47(2): 243-250. CC BY 4.0."
_TAKEOVERS = "Governments that rebels removed: Archigos 4.1 and the sources in takeovers.csv."
_COW = "Wars that UCDP's file does not tell the end of: Sarkees, Meredith Reid, and Frank Wayman (2010), Resort to War: 1816-2007. CQ Press."
_NMC = (
    "Capabilities: National Material Capabilities: Singer, J. David, Stuart Bremer, and John Stuckey (1972), in Russett (ed.), Peace, War, and "
    "Numbers. Sage."
)


def list_from_files(
    conflicts: Path, registry: Registry, *, capabilities: Path | None = None, cow_wars: Path | None = None
) -> WarList:
    """The wars of a UCDP file, see `read_conflict_years`.

    Args:
        conflicts: UCDP's Conflict Termination Dataset (best: it tells how episodes ended), Armed Conflict Dataset, or peacesciencer's table.
        registry: for the names of states.
        capabilities: National Material Capabilities. Without them the model has one covariate less.
        cow_wars: peacesciencer's `cow_war_intra`, for ends that UCDP's file does not tell.

    Raises:
        InputError: a file cannot be read, lacks a column, or holds a value that does not fit.
    """
    years = read_conflict_years(conflicts)
    numbers = gleditsch_ward_numbers(registry)
    find = state_finder("gw", registry)
    latest = {year.state: year.year for year in years}
    places = {
        state: find(str(state), holder_on("gw", state, date(year, 7, 1))).name or ""
        for state, year in latest.items()
    }
    source = [_UCDP, _TAKEOVERS]
    if any(year.outcome for year in years):
        source.insert(1, _TERMINATION)
    if cow_wars is not None:
        source.append(_COW)
    if capabilities is not None:
        source.append(_NMC)
    return make_wars(
        years,
        "\n".join(source),
        capabilities=read_capabilities(capabilities, numbers) if capabilities else None,
        places=places,
        takeovers=load_takeovers(),
        cow_wars=read_cow_wars(cow_wars, numbers) if cow_wars else (),
    )


def gleditsch_ward_numbers(registry: Registry) -> dict[int, int]:
    """The Gleditsch-Ward numbers of states whose Correlates of War number is another, and no other state's (Germany, Yemen)."""
    states = [actor.codes for actor in registry.actors.values() if actor.kind == "state"]
    taken = {codes["gw"] for codes in states if "gw" in codes}
    return {
        int(codes["cow"]): int(codes["gw"])
        for codes in states
        if {"cow", "gw"} <= codes.keys() and codes["cow"] not in taken
    }
