"""Names to wars: which war is meant, whose troops come or go, and what a case says of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from bedfellows.actors import Actor, Registry, resolve
from bedfellows.actors.lineage import members
from bedfellows.errors import InputError
from bedfellows.feeds.feed import Coded
from bedfellows.feeds.state_numbers import holder_on, holders, state_finder
from bedfellows.scenario.reference_class import PastCase
from bedfellows.scenario.war_outcomes import (
    Branch,
    Known,
    Support,
    WarForecast,
    support_of,
    war_forecast,
)
from bedfellows.scenario.wars import War
from bedfellows.ties.dossier import Dossier
from bedfellows.ties.evidence import Evidence, Scope

ALL_GOVERNMENT, ALL_REBELS = "government troops", "rebel troops"
"""What may be said in place of a name: all states with troops on that side."""


@dataclass(frozen=True, slots=True)
class Change:
    """Who takes troops out of the war, and who sends some to which side: names of states and organisations, as people say them; from the year
    `since` on, or from the day of asking."""

    without: tuple[str, ...] = ()
    for_government: tuple[str, ...] = ()
    for_rebels: tuple[str, ...] = ()
    since: int | None = None

    def __bool__(self) -> bool:
        return bool(self.without or self.for_government or self.for_rebels)


@dataclass(frozen=True, slots=True)
class WarAnswer:
    """The forecasts of the wars that were asked about, those that a case says most of first, then the deadliest, and the names of the states in them by Gleditsch-Ward number.

    `evidence` is what the case says of each war, by its id: who fights in it and who supports whom. The odds do not rest on it.
    """

    as_of: date
    horizon: int
    change: Change
    forecasts: tuple[WarForecast, ...]
    states: dict[int, str]
    scope: Scope | None = None
    evidence: dict[str, tuple[Evidence, ...]] = field(default_factory=dict)


def war_answer(
    known: Known,
    registry: Registry,
    as_of: date,
    horizon: int,
    wars: Sequence[tuple[War, int]],
    change: Change,
    *,
    dossier: Dossier | None = None,
    draws: int = 2000,
    seed: int = 1,
) -> WarAnswer:
    """The forecasts of these wars, with what a case says of them where one is given. A change is made in each war that it touches; where it touches none, that is an error.

    Raises:
        InputError: a name in the change is no state or organisation, or nobody's troops come or go.
    """
    supports = changed_supports([war for war, _ in wars], change, registry, as_of)
    evidence = {war.id: claims_on(war, dossier) for war, _ in wars} if dossier else {}

    def rank(item: tuple[tuple[War, int], Support | None]) -> tuple[int, bool, int]:
        war = item[0][0]
        return -len(evidence.get(war.id, ())), war.last not in war.war_years, war.conflict

    ordered = sorted(zip(wars, supports, strict=True), key=rank)
    forecasts = tuple(
        _with_names(
            war_forecast(
                known, war, began, as_of, horizon, support, since=change.since, draws=draws, seed=seed
            ),
            registry,
        )
        for (war, began), support in ordered
    )
    return WarAnswer(
        as_of,
        horizon,
        change,
        forecasts,
        _names(forecasts, registry, as_of),
        dossier.scope if dossier else None,
        evidence,
    )


def wars_of_case(known: Known, dossier: Dossier) -> list[tuple[War, int]]:
    """The wars that go on in states of which the case has claims of fighting, and those of rebels of whom it has any claim."""
    fighting = {
        actor
        for claim in dossier.claims
        if claim.relation == "fights"
        for actor in (claim.subject, claim.object)
    }
    named = {actor for claim in dossier.claims for actor in (claim.subject, claim.object)}
    states = [dossier.registry.get(one) for one in fighting if one]
    numbers = {number for actor in states if actor is not None for number in state_numbers(actor)}
    found = [dossier.registry.get(one) for one in named if one]
    groups = [actor for actor in found if actor is not None and actor.kind == "armed-group"]
    return [
        (war, began)
        for war, began in known.going_on
        if war.state in numbers or any(_fights(war, group, dossier.registry) for group in groups)
    ]


def claims_on(war: War, dossier: Dossier) -> tuple[Evidence, ...]:
    """The claims that a war's government or rebels fight, or are supported, the weightiest first."""
    state = {
        actor.id
        for actor in dossier.registry.actors.values()
        if actor.kind == "state" and war.state in state_numbers(actor)
    }
    actors = {one for claim in dossier.claims for one in (claim.subject, claim.object) if one}
    groups = {
        one
        for one in actors
        if (actor := dossier.registry.get(one)) is not None and _fights(war, actor, dossier.registry)
    }
    wanted = [
        claim
        for claim in dossier.claims
        if (claim.relation == "fights" and (state | groups) & {claim.subject, claim.object})
        or (claim.relation == "supports" and claim.object in state | groups)
    ]
    return dossier.all_evidence(wanted)


def find_wars(known: Known, name: str, registry: Registry, as_of: date) -> list[tuple[War, int]]:
    """The wars that go on in a state, or that a group fights; or the one with this number in UCDP's data.

    Raises:
        InputError: the name fits no actor, or no war.
    """
    if name.strip().isdigit():
        found = [one for one in known.going_on if one[0].conflict == int(name)]
        about = f"a conflict {name}"
    else:
        actor = _actor(name, registry, as_of)
        about = f"a war of {actor.name}"
        numbers = state_numbers(actor)
        found = [one for one in known.going_on if one[0].state in numbers]
        if not numbers:
            found = [one for one in known.going_on if _fights(one[0], actor, registry)]
    if not found:
        raise InputError(
            f"Expected {about} that was fought within a state in {known.listed.last}, the last year known on {as_of}, found none. "
            f"Ask for one of: {', '.join(sorted({war.place for war, _ in known.going_on}))}."
        )
    return found


def has_troops(war: War, name: str, *, for_rebels: bool, registry: Registry, as_of: date) -> bool:
    """Has a state, or one of the members of an organisation, troops on that side of a war?

    Raises:
        InputError: the name is no state or organisation.
    """
    held = support_of(war)
    return bool(_states(name, registry, as_of) & (held.rebels if for_rebels else held.government))


def changed_supports(
    wars: Sequence[War], change: Change, registry: Registry, as_of: date
) -> list[Support | None]:
    """Who has troops in each war after the change; None where it does not touch the war.

    Raises:
        InputError: a name is no state or organisation, or is given to both sides; or somebody is to leave who is in none of the wars.
    """
    if not change:
        return [None] * len(wars)
    comes = {name: _states(name, registry, as_of) for name in (*change.for_government, *change.for_rebels)}
    for name in set(change.for_government) & set(change.for_rebels):
        raise InputError(f"Expected {name!r} to send troops to one side, found it on both.")
    for name in change.without:
        if name.casefold() not in {ALL_GOVERNMENT, ALL_REBELS}:
            goes = _states(name, registry, as_of)
            there = {state for war in wars for state in _all(support_of(war))}
            if not goes & there:
                named = [_state_name(state, registry, as_of) for state in sorted(there)]
                raise InputError(
                    f"Expected {name!r} to have troops in the war, found none of its in the data; there are those of: "
                    f"{', '.join(named) or 'nobody'}."
                )
    found: list[Support | None] = []
    for war in wars:
        held = support_of(war)
        government, rebels = set(held.government), set(held.rebels)
        for name in change.without:
            said = name.casefold()
            goes = _all(held) if said in {ALL_GOVERNMENT, ALL_REBELS} else _states(name, registry, as_of)
            government -= goes if said != ALL_REBELS else set()
            rebels -= goes if said != ALL_GOVERNMENT else set()
        for name in change.for_government:
            government |= comes[name]
        for name in change.for_rebels:
            rebels |= comes[name]
        after = Support(frozenset(government - {war.state}), frozenset(rebels - {war.state}))
        found.append(after if after != held else None)
    return found


def state_numbers(actor: Actor) -> set[int]:
    """The Gleditsch-Ward numbers of a state."""
    numbers = {one.number for one in holders("gw") if one.actor == actor.id}
    return numbers | ({int(actor.codes["gw"])} if actor.kind == "state" and "gw" in actor.codes else set())


def _states(name: str, registry: Registry, as_of: date) -> set[int]:
    actor = _actor(name, registry, as_of)
    if actor.kind == "organisation":
        found = [registry.get(one) for one in members(registry, actor.id, as_of)]
        numbers = {number for one in found if one is not None for number in state_numbers(one)}
    else:
        numbers = state_numbers(actor)
    if not numbers:
        raise InputError(
            f"Expected a state, or an organisation of states, found {name!r} ({actor.kind}). Only states' troops are in the data."
        )
    return numbers


def _actor(name: str, registry: Registry, as_of: date) -> Actor:
    found = resolve(name, as_of, registry)
    if found.actor is None:
        near = ", ".join(one.actor.name for one in found.candidates[:3])
        raise InputError(
            f"Expected the name of an actor, found {name!r}." + (f" Nearest: {near}." if near else "")
        )
    return found.actor


def _fights(war: War, actor: Actor, registry: Registry) -> bool:
    return actor.kind == "armed-group" and any(
        _rebel(name, war.last, registry) == actor.id for name in war.rebels
    )


@lru_cache(maxsize=2000)
def _rebel(name: str, year: int, registry: Registry) -> str | None:
    found = resolve(name, year, registry).actor
    return found.id if found else None


def _all(support: Support) -> set[int]:
    return {*support.government, *support.rebels}


def _with_names(forecast: WarForecast, registry: Registry) -> WarForecast:
    """A forecast whose past cases have the names of their patrons."""

    def named(cases: tuple[PastCase, ...]) -> tuple[PastCase, ...]:
        return tuple(
            replace(
                case,
                patron_names=tuple(
                    _state_name(state, registry, date(case.year - 1, 7, 1)) for state in case.patrons
                ),
            )
            for case in cases
        )

    def branch(held: Branch) -> Branch:
        return replace(held, like=named(held.like))

    changed = branch(forecast.changed) if forecast.changed else None
    return replace(
        forecast,
        unchanged=branch(forecast.unchanged),
        changed=changed,
        patrons_left=named(forecast.patrons_left),
    )


def _names(forecasts: Iterable[WarForecast], registry: Registry, as_of: date) -> dict[int, str]:
    numbers: set[int] = set()
    for one in forecasts:
        numbers.add(one.state)
        for branch in (one.unchanged, one.changed):
            if branch is not None:
                numbers |= _all(branch.support)
    return {number: _state_name(number, registry, as_of) for number in sorted(numbers)}


def _state_name(state: int, registry: Registry, on: date) -> str:
    return _finder(registry)(str(state), holder_on("gw", state, on)).name or f"state {state}"


@lru_cache(maxsize=4)
def _finder(registry: Registry) -> Callable[[str | None, str | None], Coded]:
    return state_finder("gw", registry)
