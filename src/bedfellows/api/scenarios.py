"""What sources foresee, how wars may end, and what would follow from a scenario."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bedfellows.actors import Actor, Registry, load_registry
from bedfellows.actors import resolve as resolve_name
from bedfellows.api.days import Day, day
from bedfellows.api.forecasts import Forecasts
from bedfellows.reader.reading import Target
from bedfellows.ties.dossier import Dossier

if TYPE_CHECKING:
    from bedfellows.scenario.comparison import Comparison
    from bedfellows.scenario.equilibria import EquilibriaAnswer
    from bedfellows.scenario.interventions import Form, Scenario
    from bedfellows.scenario.outcomes import OutcomesAnswer
    from bedfellows.scenario.saved import SavedScenario
    from bedfellows.scenario.war_question import WarAnswer
    from bedfellows.scenario.what_if import WhatIfAnswer


def equilibria(file: Target, *, wanted: int | None = None) -> EquilibriaAnswer:
    """The states in which a conflict in option form may come to rest, and why.

    Args:
        file: TOML (see `bedfellows.scenario.conflict_file`) or a .gmcr file.
        wanted: the number of a state; says what each decision maker would have to want for it to be an equilibrium.

    Raises:
        InputError: the file cannot be used, or there is no such state.
    """
    from bedfellows.scenario.conflict_file import read_conflict
    from bedfellows.scenario.equilibria import equilibria as find_equilibria

    return find_equilibria(read_conflict(Path(file)), wanted)


def war_outcomes(
    place: str, *, as_of: Day | None = None, horizon: int = 5, registry: Registry | None = None, **asked: Any
) -> WarAnswer:
    """The odds of how the wars of a state or group may stand after some years, without a case; see `Case.war_outcomes`."""
    return _war_outcomes(place, registry or load_registry(), None, day(as_of), horizon, **asked)


class Scenarios(Forecasts):
    """Outcomes and scenarios."""

    def outcomes(self, as_of: Day | None = None, actor: str | None = None) -> OutcomesAnswer:
        """What the sources say will happen if something else does; with `actor`, what bears on it.

        Raises:
            UnknownActorError: the name fits no actor, or several.
        """
        from bedfellows.scenario.outcomes import outcomes_from

        dossier = self.dossier(as_of)
        return outcomes_from(dossier, self._found(actor, dossier).id if actor else None)

    def draft_conflict(self, *names: str, as_of: Day | None = None) -> str:
        """A draft in TOML of the conflict of some actors for `equilibria`, from what they do, seek and fear.

        Raises:
            UnknownActorError: a name fits no actor, or several.
            InputError: fewer than two are named, or the case says nothing of what they do to one another.
        """
        from bedfellows.scenario.conflict_draft import draft_conflict

        dossier = self.dossier(as_of)
        return draft_conflict(dossier, [self._found(name, dossier).id for name in names])

    def war_outcomes(
        self, place: str | None = None, as_of: Day | None = None, horizon: int = 5, **asked: Any
    ) -> WarAnswer:
        """The odds of how wars may stand after some years, and the past wars they rest on; see `docs/war-outcomes.md`.

        Args:
            place: a state, a group that fights, or a number of UCDP's; by default the states whose fighting the case tells of.
            as_of: only what was known by this day is used; by default today.
            horizon: years, 1 to 20.
            asked: `without`, `for_government` and `for_rebels` (names of states and organisations whose troops go or come), `wars`
                (a list of wars made by `war-list`), `draws` and `seed`.

        Raises:
            InputError: a name fits no actor or no war, or nobody's troops come or go.
        """
        dossier = self.dossier(as_of)
        return _war_outcomes(place, dossier.registry, dossier, day(as_of), horizon, **asked)

    def what_if(
        self,
        text: Target,
        as_of: Day | None = None,
        horizon: int = 5,
        *,
        draws: int = 10_000,
        seed: int = 1,
        ask: bool = False,
    ) -> WhatIfAnswer:
        """What would follow from a scenario: the odds of wars and the ties that would move, with and without it; see `docs/what-if.md`.

        Args:
            text: "usa, nato stop supporting afghanistan", several with ";" between them; or the path of a TOML file.
            as_of: only what was known by this day is used; by default today.
            horizon: years, 1 to 20.
            draws: of the ties of the network.
            seed: the same seed gives the same answer.
            ask: store a question for each of the ties most under pressure.

        Raises:
            InputError, UnknownActorError, DateError: a phrase makes no sense; the message names it.
        """
        from bedfellows.scenario.interventions import read_text

        form, said = read_text(text)
        return self._what_if(form, said, Path(os.fspath(text)).stem, as_of, horizon, draws, seed, ask=ask)

    def save_scenario(
        self,
        name: str,
        text: Target,
        as_of: Day | None = None,
        horizon: int = 5,
        *,
        draws: int = 10_000,
        seed: int = 1,
    ) -> SavedScenario:
        """Keep a scenario in the case under a name, to run it again (`run_scenario`) and compare it (`compare_scenarios`).

        Args as in `what_if`; without `as_of` it is run as of the day it is run on.

        Raises:
            InputError, UnknownActorError, DateError: a phrase makes no sense, or the name stands for another scenario. Nothing is kept.
        """
        from bedfellows.scenario.interventions import read_text
        from bedfellows.scenario.saved import save_scenario

        form, said = read_text(text)
        self._scenario(form, said, name, self.dossier(as_of), day(as_of) or datetime.now(UTC).date())
        return save_scenario(self.path, name, form, said, day(as_of), horizon, draws, seed)

    def scenarios(self) -> list[SavedScenario]:
        """The scenarios kept in the case, in the order in which they were saved."""
        from bedfellows.scenario.saved import saved_scenarios

        return saved_scenarios(self.path)

    def run_scenario(self, name: str, *, ask: bool = False) -> WhatIfAnswer:
        """What would follow from a scenario of the case, by what the case holds now; `ask` as in `what_if`.

        Raises:
            InputError: the case has none of that name.
        """
        from bedfellows.scenario.saved import saved_scenario

        one = saved_scenario(self.path, name)
        return self._what_if(
            one.form, one.text, one.name, one.as_of, one.horizon, one.draws, one.seed, ask=ask
        )

    def compare_scenarios(self, first: str, second: str) -> Comparison:
        """Two scenarios of the case side by side.

        Raises:
            InputError: the case lacks one of them, or they are of different days or years.
        """
        from bedfellows.scenario.comparison import compare

        return compare(self.run_scenario(first), self.run_scenario(second))

    def forget_scenario(self, name: str) -> SavedScenario:
        """Take a scenario out of the case; gives it.

        Raises:
            InputError: the case has none of that name.
        """
        from bedfellows.scenario.saved import forget_scenario

        return forget_scenario(self.path, name)

    def _what_if(
        self,
        form: Form,
        text: str,
        name: str,
        as_of: Day | None,
        horizon: int,
        draws: int,
        seed: int,
        *,
        ask: bool,
    ) -> WhatIfAnswer:

        from bedfellows.scenario.war_outcomes import known_on
        from bedfellows.scenario.war_questions import put_war_questions
        from bedfellows.scenario.wars import carried_wars
        from bedfellows.scenario.what_if import what_if, with_questions

        dossier = self.dossier(as_of)
        on = day(as_of) or datetime.now(UTC).date()
        scenario = self._scenario(form, text, name, dossier, on)
        answer = what_if(scenario, dossier, known_on(carried_wars(), on), on, horizon, draws=draws, seed=seed)
        if not ask:
            return answer
        answer = replace(answer, war_questions=put_war_questions(self.path, answer))
        return with_questions(answer, lambda one: self.ask(one, as_of).state.question.id)

    def _scenario(self, form: Form, text: str, name: str, dossier: Dossier, on: date) -> Scenario:
        from bedfellows.actors.names import folded
        from bedfellows.scenario.interventions import parse_scenario, parse_toml

        def is_actor(name: str) -> bool:
            found = resolve_name(name, on, dossier.registry).actor
            return found is not None and folded(name) in {
                folded(one) for one in (found.name, *(alias.text for alias in found.aliases))
            }

        def find(name: str) -> Actor:
            return self._found(name, dossier)

        if form == "toml":
            return parse_toml(text, Path(f"{name}.toml"), find, is_actor)
        return parse_scenario(text, find, is_actor)


def _war_outcomes(
    place: str | None,
    registry: Registry,
    dossier: Dossier | None,
    as_of: date | None,
    horizon: int,
    *,
    without: Sequence[str] = (),
    for_government: Sequence[str] = (),
    for_rebels: Sequence[str] = (),
    wars: Target | None = None,
    draws: int = 2000,
    seed: int = 1,
) -> WarAnswer:
    from bedfellows.scenario.war_outcomes import known_on
    from bedfellows.scenario.war_question import Change, find_wars, war_answer, wars_of_case
    from bedfellows.scenario.wars import carried_wars, read_wars

    on = as_of or datetime.now(UTC).date()
    known = known_on(read_wars(Path(wars)) if wars is not None else carried_wars(), on)
    if place is not None:
        chosen = find_wars(known, place, registry, on)
    else:
        chosen = wars_of_case(known, dossier) if dossier else []
    change = Change(tuple(without), tuple(for_government), tuple(for_rebels))
    return war_answer(known, registry, on, horizon, chosen, change, dossier=dossier, draws=draws, seed=seed)
