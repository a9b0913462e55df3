"""Two scenarios side by side: the odds of the wars they bear on, and the ties they press on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bedfellows.errors import InputError
from bedfellows.scenario.endings import Outcome
from bedfellows.scenario.war_outcomes import Odds, WarForecast
from bedfellows.scenario.what_if import WhatIfAnswer


@dataclass(frozen=True, slots=True)
class WarLine:
    """An outcome of a war as things are, and under each of the two; None where a scenario does not bear on the war."""

    war: str
    name: str
    outcome: Outcome
    unchanged: Odds
    first: Odds | None
    second: Odds | None


@dataclass(frozen=True, slots=True)
class TieLine:
    """A tie that is pressed by one of the two: the shares of draws in which it flips as things are, and under each."""

    a: str
    b: str
    a_name: str
    b_name: str
    sign: int
    unchanged: float
    first: float
    second: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two scenarios over the same years; `wars` in the order of the first, `ties` by how far the two differ."""

    first: WhatIfAnswer
    second: WhatIfAnswer
    wars: tuple[WarLine, ...]
    ties: tuple[TieLine, ...]


def compare(first: WhatIfAnswer, second: WhatIfAnswer) -> Comparison:
    """Put two answers side by side.

    Raises:
        InputError: they are of different days or years, so that their odds tell of different things.
    """
    if (first.as_of, first.horizon) != (second.as_of, second.horizon):
        raise InputError(
            f"Expected two scenarios as of one day over the same years, found {first.as_of} over {first.horizon} and {second.as_of} over "
            f"{second.horizon}. Save one of them anew with the other's --as-of and --horizon."
        )
    return Comparison(first, second, tuple(_wars(first, second)), _ties(first, second))


def _wars(first: WhatIfAnswer, second: WhatIfAnswer) -> Iterator[WarLine]:
    of_first, of_second = _forecasts(first), _forecasts(second)
    for war in dict.fromkeys((*of_first, *of_second)):
        one, other = of_first.get(war), of_second.get(war)
        known = one or other
        assert known is not None
        if not (one and one.changed) and not (other and other.changed):
            continue
        for place, unchanged in enumerate(known.unchanged.odds):
            yield WarLine(
                war, known.name, unchanged.outcome, unchanged, _changed(one, place), _changed(other, place)
            )


def _forecasts(answer: WhatIfAnswer) -> dict[str, WarForecast]:
    return {one.war: one for wars in answer.wars for one in wars.forecasts}


def _changed(one: WarForecast | None, place: int) -> Odds | None:
    return one.changed.odds[place] if one and one.changed else None


def _ties(first: WhatIfAnswer, second: WhatIfAnswer) -> tuple[TieLine, ...]:
    of_first = {(one.a, one.b): one for one in first.knock_on.pressed}
    of_second = {(one.a, one.b): one for one in second.knock_on.pressed}
    names = {**first.names, **second.names}
    found = []
    for pair in dict.fromkeys((*of_first, *of_second)):
        one, other = of_first.get(pair), of_second.get(pair)
        known = one or other
        assert known is not None
        if any(held and held.low > 0 for held in (one, other)):
            found.append(
                TieLine(
                    *pair,
                    names.get(pair[0], pair[0]),
                    names.get(pair[1], pair[1]),
                    known.sign,
                    known.flips_without,
                    one.flips if one else known.flips_without,
                    other.flips if other else known.flips_without,
                    known.evidence,
                )
            )
    return tuple(sorted(found, key=lambda line: (-abs(line.first - line.second), line.a, line.b)))
