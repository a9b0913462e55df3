"""Why the odds of a shift are what they are: what the record says of the tie, in words, each with the events that it rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from bedfellows.forecast.dyad_reasons import Reason
from bedfellows.forecast.shift_features import GROUPS, RECENT, SEASON, shift_features
from bedfellows.forecast.shift_record import ShiftRecord
from bedfellows.ties.parameters import learned
from bedfellows.ties.readings import events_of_stretches, monday
from bedfellows.ties.wording import counted

if TYPE_CHECKING:
    from bedfellows.actors import Registry
    from bedfellows.case import CaseStore

_CITED = 5
_OTHERS = 3  # other ties that are named
_Stretch = tuple[
    str, str, int, int
]  # a pair, in how many of the last weeks, and the sign of the events that count


def shift_reasons(
    store: CaseStore,
    registry: Registry,
    record: ShiftRecord,
    place: int,
    shares: Mapping[str, float],
    name: Callable[[str], str],
) -> tuple[Reason, ...]:
    """The reasons of a forecast, the weightiest first, each with its heaviest events. `shares` are of `ShiftModel.reasons`."""
    told = _told(record, place, name)
    stretches = [(kind, stretch) for kind, (_, _, of) in told.items() for stretch in of]
    end = record.as_of
    found = events_of_stretches(
        store,
        registry,
        learned(),
        [(a, b, monday(record.now - weeks + 1), end, sign) for _, (a, b, weeks, sign) in stretches],
        end,
        _CITED,
    )
    cited: dict[str, list[str]] = {}
    for number, id_ in found.select("number", "id").iter_rows():
        cited.setdefault(stretches[number][0], []).append(id_)
    return tuple(
        Reason(kind, share, told[kind][0], told[kind][1], tuple(dict.fromkeys(cited.get(kind, ())))[:_CITED])
        for kind, share in sorted(shares.items(), key=lambda one: -abs(one[1]))
    )


def _told(
    record: ShiftRecord, place: int, name: Callable[[str], str]
) -> dict[str, tuple[str, int, list[_Stretch]]]:
    """Words, number of events, and where these are found, of each kind of reason."""
    import numpy as np

    features = shift_features(record, record.now)
    row = int(np.searchsorted(features.dyads, place))
    at = dict(zip(GROUPS, features.values[row].tolist(), strict=True))
    a, b = record.pairs[place]
    own = record.dyad == place
    age = record.now - record.week[own]
    events, hostile = record.events[own], record.hostile[own]

    def number(of: object, weeks: int) -> int:
        return int(np.asarray(of)[age < weeks].sum())

    every = record.now - record.begun + 1
    recent, season, ever = (number(events, weeks) for weeks in (RECENT, SEASON, every))
    foul, foul_ever = number(hostile, RECENT), number(hostile, every)
    since = monday(record.begun)
    others, partners = _elsewhere(record, place, name)
    words = f"hostile events of the two with others in the last {RECENT} weeks: {others or 'none'}"
    turned = (
        f"in the last {RECENT} weeks {at['change']:+.2f} against before"
        if recent
        else f"nothing read in the last {RECENT} weeks"
    )
    return {
        "level": (
            f"a tone of {at['level']:+.2f} of late, where {at['usual']:+.2f} is usual between two of their sort",
            season,
            [(a, b, SEASON, 0)],
        ),
        "volatility": (f"the tone of a week is {at['volatility']:.2f} off its mean", ever, [(a, b, every, 1), (a, b, every, -1)]),
        "recent change": (turned, recent, [(a, b, RECENT, 1 if at["change"] > 0 else -1)]),
        "activity": (
            f"{counted(recent, 'event')} in the last {RECENT} weeks, {season} in {SEASON}, {ever} since {since}",
            season,
            [(a, b, SEASON, 0)],
        ),
        "tension": (
            f"{counted(foul, 'hostile event')} in the last {RECENT} weeks, {foul_ever} since {since}",
            foul_ever,
            [(a, b, every, -1)],
        ),
        "other ties": (words, sum(one[1] for one in partners), [(*pair, RECENT, -1) for pair, _ in partners]),
    }  # fmt: skip


def _elsewhere(
    record: ShiftRecord, place: int, name: Callable[[str], str]
) -> tuple[str, list[tuple[tuple[str, str], int]]]:
    """The other ties of the two with most hostile events of late, in words and as pairs with their number."""
    import numpy as np

    two = set(record.pairs[place])
    recent = record.now - record.week < RECENT
    counts = np.bincount(record.dyad[recent], record.hostile[recent], len(record.pairs))
    near = [
        (pair, int(counts[number]))
        for number, pair in enumerate(record.pairs)
        if counts[number] and number != place and two & set(pair)
    ]
    chosen = sorted(near, key=lambda one: (-one[1], one[0]))[:_OTHERS]
    named = [f"{count} between {name(a)} and {name(b)}" for (a, b), count in chosen]
    return ", ".join(named), chosen
