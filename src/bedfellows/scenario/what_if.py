"""What if: the odds of wars, and the ties that would move, with and without an intervention, beside what the sources foresee."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bedfellows.balance.signed import signed_network
from bedfellows.errors import BedfellowsError, InputError
from bedfellows.scenario.interventions import Intervention, Scenario
from bedfellows.scenario.knock_on import DRAWS, KnockOn, knock_on
from bedfellows.scenario.outcomes import Fork, outcomes_from, walk
from bedfellows.scenario.war_outcomes import Known
from bedfellows.scenario.war_question import Change, WarAnswer, find_wars, war_answer, wars_of_case
from bedfellows.ties.dossier import Dossier
from bedfellows.ties.evidence import Scope

WAR_DRAWS = 2_000
ASKED = 5
"""Ties under pressure that become questions, at most."""
NOT_ASKED = "How a war stands is no question that the events of a case can resolve; UCDP's data of the years to come will tell, and war-outcomes reads them."


@dataclass(frozen=True, slots=True)
class Put:
    """A question that a scenario was turned into: its id in the case, or why it could not be put."""

    text: str
    id: str
    problem: str


@dataclass(frozen=True, slots=True)
class WhatIfAnswer:
    """What follows from a scenario. `wars` has the wars that it changes first, then the others of the case as they are; `left_out` says what the odds
    do not take in, and why."""

    scenario: Scenario
    scope: Scope
    as_of: date
    horizon: int
    wars: tuple[WarAnswer, ...]
    left_out: tuple[str, ...]
    knock_on: KnockOn
    said: tuple[Fork, ...]
    questions: tuple[Put, ...]
    names: dict[str, str]


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
        (),
        names,
    )


def _wars(
    live: Sequence[Intervention], dossier: Dossier, known: Known, as_of: date, horizon: int, seed: int
) -> tuple[tuple[WarAnswer, ...], list[str]]:
    registry, answers, left_out = dossier.registry, [], []
    touched: set[str] = set()
    for target in dict.fromkeys(one.object for one in live):
        change = Change()
        try:
            wars = find_wars(known, target, registry, as_of)
        except InputError:
            left_out += [
                f"{one.phrase!r}: no war of {dossier.name(target)} is known."
                for one in live
                if one.object == target
            ]
            continue
        for one in (one for one in live if one.object == target):
            troops = one.relation == "supports" and (
                "troops" in one.support_types or (one.change == "stop" and not one.support_types)
            )
            if not troops:
                left_out.append(f"{one.phrase!r}: the odds of wars know only of troops that come or go.")
                continue
            actor = registry.get(target)
            rebels = actor is not None and actor.kind == "armed-group"
            field = "without" if one.change == "stop" else "for_rebels" if rebels else "for_government"
            more = replace(change, **{field: (*getattr(change, field), one.actor)})
            try:
                war_answer(known, registry, as_of, horizon, wars, more, draws=100, seed=seed)
            except InputError as error:
                left_out.append(f"{one.phrase!r}, {dossier.name(one.actor)}: {error}")
            else:
                change = more
            if one.start and one.start > as_of:
                left_out.append(
                    f"{one.phrase!r}: the odds take it to hold from {as_of} on; they know no later beginning."
                )
        if change:
            answers.append(
                war_answer(
                    known, registry, as_of, horizon, wars, change, dossier=dossier, draws=WAR_DRAWS, seed=seed
                )
            )
            touched |= {war.id for war, _ in wars}
    rest = [one for one in wars_of_case(known, dossier) if one[0].id not in touched]
    if rest:
        answers.append(
            war_answer(
                known, registry, as_of, horizon, rest, Change(), dossier=dossier, draws=WAR_DRAWS, seed=seed
            )
        )
    return tuple(answers), left_out


def with_questions(answer: WhatIfAnswer, ask: Callable[[str], str]) -> WhatIfAnswer:
    """The answer with a question for each of the first ties under pressure, put by `ask`, which gives its id."""
    until = date(answer.as_of.year + answer.horizon, 12, 31)
    put = []
    for one in [tie for tie in answer.knock_on.pressed if tie.low > 0][:ASKED]:
        what = "material conflict" if one.sign > 0 else "material cooperation"
        text = f"{what} between {one.a} and {one.b} by {until}"
        try:
            put.append(Put(text, ask(text), ""))
        except BedfellowsError as error:
            put.append(Put(text, "", str(error)))
    return replace(answer, questions=tuple(put))
