"""What the ends of wars and what they depend on are called in answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bedfellows.scenario.endings import OUTCOMES, Outcome
from bedfellows.scenario.reference_class import Rate
from bedfellows.scenario.war_outcomes import Branch, WarForecast

OUTCOME_WORDS: Mapping[Outcome, str] = {
    "status-quo": "the war goes on",
    "rebel-victory": "the rebels win",
    "government-victory": "the government wins",
    "settlement": "agreement or ceasefire",
    "low-activity": "it ebbs away, undecided",
}
COVARIATE_WORDS = {
    "over_government": "fight over the government",
    "war": "year with a thousand deaths or more",
    "log_years": "length of the war",
    "log_earlier": "earlier episodes of the conflict",
    "government_troops": "troops of other states on the government's side",
    "great_power": "troops of a great power on the government's side",
    "patron_left": "patrons that left within three years",
    "rebel_troops": "troops of other states on the rebels' side",
    "capability": "capabilities of the state",
}
AMOUNTS = {"log_years", "log_earlier", "capability"}
"""Covariates that are amounts, not something that is there or is not."""
NOTABLE = 1.15
"""A ratio of odds nearer to 1 is not worth telling."""


def shift_words(forecast: WarForecast, most: int = 3) -> str:
    """What a change does to the odds of a war, in points: the outcomes that it moves most, with intervals; empty where there is no change."""
    if forecast.changed is None:
        return ""
    every = zip(forecast.unchanged.odds, forecast.changed.odds, forecast.differences, strict=True)
    moved = sorted(every, key=lambda one: -abs(one[2].odds))[:most]
    return "; ".join(
        f"{OUTCOME_WORDS[by.outcome]} {before.odds:.0%}, then {after.odds:.0%} ({by.low * 100:+.0f} to {by.high * 100:+.0f} points)"
        for before, after, by in moved
    )


def is_open(forecast: WarForecast) -> bool:
    """Whether the intervals leave open that a change does nothing to any outcome of a war."""
    return all(one.low <= 0 <= one.high for one in forecast.differences)


def rates_words(rates: Sequence[Rate]) -> str:
    """How often each outcome came: "the rebels win 4, agreement or ceasefire 3 of 16"."""
    if not rates or not rates[0].of:
        return "none can be told yet"
    came = ", ".join(f"{OUTCOME_WORDS[rate.outcome]} {rate.count}" for rate in rates if rate.count)
    return f"{came} of {rates[0].of}"


def ratio_words(ratios: Sequence[float]) -> str:
    """What a covariate does to the odds of each outcome, against the war going on; empty where it does nothing notable."""
    return ", ".join(
        f"{OUTCOME_WORDS[outcome]} x{ratio:.1f}"
        for outcome, ratio in zip(OUTCOMES[1:], ratios, strict=True)
        if max(ratio, 1 / ratio) >= NOTABLE
    )


def reasons_alone(branch: Branch) -> tuple[tuple[str, str], ...]:
    """What tells a war's odds of a year from those of the average war: each covariate's words, and what it does."""
    found = []
    for reason in branch.reasons:
        lead = "" if reason.value or reason.covariate in AMOUNTS else "no "
        found.append((lead + COVARIATE_WORDS[reason.covariate], ratio_words(reason.ratios)))
    return tuple(one for one in found if one[1])


def reasons_changed(before: Branch, after: Branch) -> tuple[tuple[str, str], ...]:
    """What a change does to the odds of a year: each covariate that it changes, and what that does."""
    found = []
    for old, new in zip(before.reasons, after.reasons, strict=True):
        if old.value != new.value:
            ratios = [b / a for a, b in zip(old.ratios, new.ratios, strict=True)]
            found.append(
                (("" if new.value else "no more ") + COVARIATE_WORDS[new.covariate], ratio_words(ratios))
            )
    return tuple(one for one in found if one[1])
