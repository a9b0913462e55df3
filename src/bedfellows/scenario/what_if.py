"""What if: the odds of wars, and the ties that would move, with and without an intervention, beside what the sources foresee."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from bedfellows.balance.signed import signed_network
from bedfellows.errors import BedfellowsError, InputError
from bedfellows.scenario.interventions import Intervention, Scenario
from bedfellows.scenario.knock_on import DRAWS, KnockOn, knock_on
from bedfellows.scenario.outcomes import Fork, outcomes_from, walk
from bedfellows.scenario.war_outcomes import Known
from bedfellows.scenario.war_question import (
    Change,
    WarAnswer,
    find_wars,
    has_troops,
    war_answer,
    wars_of_case,
)
from bedfellows.scenario.wars import War
from bedfellows.scenario.what_if_tree import Node, what_if_tree
from bedfellows.ties.dossier import Dossier
from bedfellows.ties.evidence import Scope

WAR_DRAWS = 2_000
ASKED = 5
"""Ties under pressure that become questions, at most."""


@dataclass(frozen=True, slots=True)
class Put:
    """A question that a scenario was turned into: its id in the case, or why it could not be put."""

    text: str
    id: str
    problem: str


@dataclass(frozen=True, slots=True)
class WhatIfAnswer:
    """What follows from a scenario. `wars` are those whose odds it changes, else those of the actors it is about, else those of the case, as they are;
    `left_out` says what the odds do not take in, and why. `tree` is all of it with and without the scenario. `questions` were put of ties that it
    presses on, `war_questions` (their ids) of how the wars will stand."""

    scenario: Scenario
    scope: Scope
    as_of: date
    horizon: int
    wars: tuple[WarAnswer, ...]
    left_out: tuple[str, ...]
    knock_on: KnockOn
    said: tuple[Fork, ...]
    tree: Node
    questions: tuple[Put, ...]
    names: dict[str, str]
    war_questions: tuple[str, ...] = ()


def what_if(
    scenario: Scenario,
    dossier: Dossier,
    known: Known,
    as_of: date,
    horizon: int = 5,
    *,
    draws: int = DRAWS,
    seed: int = 1,
) -> WhatIfAnswer:
    """What follows from a scenario as of a day, over so many years; the same for the same seed.

    Raises:
        InputError: nothing in it falls within the horizon.
    """
    until = date(as_of.year + horizon, 12, 31)
    live = [
        one for one in scenario.interventions if (one.start or as_of) <= until and (one.end or until) >= as_of
    ]
    left_out = [
        f"{one.phrase!r} is not within {as_of} to {until}."
        for one in scenario.interventions
        if one not in live
    ]
    if not live:
        raise InputError(
            f"Expected a change between {as_of} and {until}, found none in {scenario.text[:80]!r}. "
            "Give other dates, or another --as-of or --horizon."
        )
    wars, unsaid = _wars(live, dossier, known, as_of, horizon, seed)
    involved = {actor for one in live for actor in (one.actor, one.object)}
    found = knock_on(signed_network(dossier), live, draws=draws, seed=seed)
    everybody = involved | {actor for one in found.pressed for actor in (one.a, one.b)}
    everybody |= {actor for one in found.loosened for actor in one.actors}
    said = tuple(
        fork
        for fork in outcomes_from(dossier).forks
        if any(involved & set(branch.actors) for tree in fork.branches for branch in walk(tree))
    )
    names = {actor: dossier.name(actor) for actor in sorted(everybody)}
    return WhatIfAnswer(
        scenario,
        dossier.scope,
        as_of,
        horizon,
        wars,
        tuple(dict.fromkeys([*left_out, *unsaid])),
        found,
        said,
        what_if_tree("; ".join(dict.fromkeys(one.phrase for one in live)), wars, found.pressed, said, names),
        (),
        names,
    )


def _wars(
    live: Sequence[Intervention], dossier: Dossier, known: Known, as_of: date, horizon: int, seed: int
) -> tuple[tuple[WarAnswer, ...], list[str]]:
    """The answers on the wars that a scenario is about, those of one change in one answer, and what the odds leave out."""
    about: dict[str, tuple[War, int]] = {}
    changes: dict[str, Change] = {}
    left_out: list[str] = []
    for one in live:
        try:
            wars = find_wars(known, one.object, dossier.registry, as_of)
        except InputError:
            left_out.append(f"{one.phrase!r}: no war of {dossier.name(one.object)} is known.")
            continue
        about |= {war.id: (war, began) for war, began in wars}
        try:
            touched = _touched(one, [war for war, _ in wars], dossier, as_of)
        except InputError as error:
            left_out.append(f"{one.phrase!r}, {dossier.name(one.actor)}: {error}")
            continue
        since = _first_year(one, as_of)
        if touched and since >= as_of.year + horizon:
            left_out.append(
                f"{one.phrase!r}: it begins after {as_of.year + horizon - 1}, the last year of the odds."
            )
            continue
        for war, field in touched:
            change = changes.get(war, Change(since=since))
            if change.since != since:
                left_out.append(
                    f"{one.phrase!r}: the odds take all changes of a war to begin together, in {min(since, change.since or since)}."
                )
            changes[war] = replace(
                change,
                since=min(since, change.since or since),
                **{field: (*getattr(change, field), one.actor)},
            )
        if touched and one.end and one.end < date(as_of.year + horizon - 1, 12, 31):
            left_out.append(f"{one.phrase!r}: the odds take it to last; they know no end of it.")
    asked = {
        change: [about[war] for war in about if changes.get(war) == change] for change in changes.values()
    }
    if not asked and (as_they_are := list(about.values()) or wars_of_case(known, dossier)):
        asked = {Change(): as_they_are}
    answers = [
        war_answer(
            known, dossier.registry, as_of, horizon, wars, change, dossier=dossier, draws=WAR_DRAWS, seed=seed
        )
        for change, wars in asked.items()
    ]
    return tuple(answers), left_out


def _first_year(one: Intervention, as_of: date) -> int:
    """The first year in which the odds have a change: they know only of years, so one in the second half of a later year counts from the next."""
    if one.start is None or one.start <= as_of or one.start.year == as_of.year:
        return as_of.year
    return one.start.year + (one.start.month > 6)


def _touched(
    one: Intervention, wars: Sequence[War], dossier: Dossier, as_of: date
) -> list[tuple[str, Literal["without", "for_rebels", "for_government"]]]:
    """The wars whose odds an intervention changes, and what it changes of them.

    Raises:
        InputError: it changes none; the message says why.
    """
    troops = "troops" in one.support_types or (one.change == "stop" and not one.support_types)
    if one.relation != "supports" or not troops:
        raise InputError("the odds of wars know only of troops that come or go.")
    target = dossier.registry.get(one.object)
    rebels = target is not None and target.kind == "armed-group"
    there = [
        has_troops(war, one.actor, for_rebels=rebels, registry=dossier.registry, as_of=as_of) for war in wars
    ]
    if one.change == "start":
        return [(war.id, "for_rebels" if rebels else "for_government") for war in wars]
    if not any(there):
        raise InputError(f"no troops of its are known on the side of {dossier.name(one.object)}.")
    return [(war.id, "without") for war, held in zip(wars, there, strict=True) if held]


def with_questions(answer: WhatIfAnswer, ask: Callable[[str], str]) -> WhatIfAnswer:
    """The answer with a question for each of the first ties under pressure, put by `ask`, which gives its id."""
    until = answer.as_of + timedelta(days=round(365.25 * answer.horizon))
    put = []
    for one in [tie for tie in answer.knock_on.pressed if tie.low > 0][:ASKED]:
        what = "material conflict" if one.sign > 0 else "material cooperation"
        text = f"{what} between {one.a} and {one.b} by {until}"
        try:
            put.append(Put(text, ask(text), ""))
        except BedfellowsError as error:
            put.append(Put(text, "", str(error)))
    return replace(answer, questions=tuple(put))
