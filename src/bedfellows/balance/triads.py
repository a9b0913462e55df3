"""Triads: three actors, each tied to each other, and whether their ties are at peace with one another.

A triad is balanced where the product of its signs is positive: three friends, or two friends and their common foe
(Heider 1946; Cartwright and Harary 1956). Three foes of one another are unbalanced by that rule, but not by the weak
one (Davis 1967), which only rules out the friend of two who are foes. A triad weighs as much as its weakest tie.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bedfellows.actors import Registry
from bedfellows.balance.shown import ShownTie, shown
from bedfellows.balance.signed import SignedNetwork, SignedTie, signed_network
from bedfellows.case import CaseStore
from bedfellows.errors import UnknownActorError
from bedfellows.ties.dossier import Dossier, open_dossier
from bedfellows.ties.evidence import Scope

KINDS = ("+++", "+--", "++-", "---")
"""Three friends; two friends and a common foe; a friend of two foes; three foes."""
MOST_DAYS = 36


@dataclass(frozen=True, slots=True)
class Triad:
    """Three actors in the order of their ids, and their ties: first-second, first-third, second-third."""

    actors: tuple[str, str, str]
    ties: tuple[SignedTie, SignedTie, SignedTie]

    @property
    def kind(self) -> str:
        """One of `KINDS`."""
        friendly = sum(tie.weight > 0 for tie in self.ties)
        return "+" * friendly + "-" * (3 - friendly)

    @property
    def balanced(self) -> bool:
        """By the rule of Heider, Cartwright and Harary."""
        return self.kind in {"+++", "+--"}

    @property
    def weakly_balanced(self) -> bool:
        """By the rule of Davis."""
        return self.kind != "++-"

    @property
    def weight(self) -> float:
        """The strength of its weakest tie."""
        return min(abs(tie.weight) for tie in self.ties)

    @property
    def evidence(self) -> tuple[str, ...]:
        """Ids of the evidence of all three ties."""
        return tuple(dict.fromkeys(piece for tie in self.ties for piece in tie.evidence))


@dataclass(frozen=True, slots=True)
class Census:
    """How many triads there are of each kind; the shares are None where there are none.

    `weighted` is the weight of balanced triads as a share of the weight of all.
    """

    friends: int  # +++
    common_foe: int  # +--
    torn: int  # ++-
    foes: int  # ---
    weighted: float | None

    @property
    def all(self) -> int:
        """How many triads."""
        return self.friends + self.common_foe + self.torn + self.foes

    @property
    def balanced(self) -> int:
        """How many balanced ones."""
        return self.friends + self.common_foe

    @property
    def unbalanced(self) -> int:
        """How many unbalanced ones."""
        return self.torn + self.foes

    @property
    def degree(self) -> float | None:
        """The degree of balance: the share of balanced triads (Cartwright and Harary 1956)."""
        return self.balanced / self.all if self.all else None

    @property
    def weak_degree(self) -> float | None:
        """The share of triads that are balanced by the weak rule."""
        return (self.all - self.torn) / self.all if self.all else None


def find_triads(network: SignedNetwork, actor: str | None = None) -> Iterator[Triad]:
    """Every triad once, in the order of ids; with `actor`, those it is in."""
    near = network.neighbours
    ties = network.ties if actor is None else [tie for tie in network.ties if actor in tie.pair]
    seen: set[tuple[str, str, str]] = set()
    for tie in ties:
        for third in sorted(near[tie.a] & near[tie.b]):
            one, two, three = sorted((tie.a, tie.b, third))
            if (one, two, three) not in seen and (actor is not None or third > tie.b):
                if actor is not None:
                    seen.add((one, two, three))
                of = network.of_pair
                yield Triad((one, two, three), (of[one, two], of[one, three], of[two, three]))


def census(triads: Iterable[Triad]) -> Census:
    """Count triads by kind."""
    kinds: Counter[str] = Counter()
    balanced = weight = 0.0
    for triad in triads:
        kinds[triad.kind] += 1
        weight += triad.weight
        balanced += triad.weight if triad.balanced else 0.0
    friends, common_foe, torn, foes = (kinds[kind] for kind in KINDS)
    return Census(friends, common_foe, torn, foes, balanced / weight if weight else None)


@dataclass(frozen=True, slots=True)
class ShownTriad:
    """A triad with its evidence; `words` say who is torn between whom."""

    kind: str
    balanced: bool
    weakly_balanced: bool
    weight: float
    words: str
    ties: tuple[ShownTie, ShownTie, ShownTie]


@dataclass(frozen=True, slots=True)
class CensusOn:
    """A census as of a day: of the whole network, and of the actor asked for."""

    day: date
    whole: Census
    own: Census


@dataclass(frozen=True, slots=True)
class TriadsAnswer:
    """The triads of an actor: unbalanced ones first, each the heaviest first; and how it was earlier."""

    actor: str
    name: str
    scope: Scope
    own: Census
    whole: Census
    triads: tuple[ShownTriad, ...]
    history: tuple[CensusOn, ...] = ()


def triads(
    store: CaseStore,
    registry: Registry,
    actor_id: str,
    as_of: date | None = None,
    history: Sequence[date] = (),
) -> TriadsAnswer:
    """The triads of an actor by the claims published by `as_of`; `history` are days to count them as of as well.

    Raises:
        UnknownActorError: no tie of the case is with that actor.
    """
    dossiers = [open_dossier(store, registry, day) for day in sorted(set(history))]
    return triads_from(open_dossier(store, registry, as_of), actor_id, dossiers)


def history_days(store: CaseStore, dossier: Dossier) -> list[date]:
    """The days on which a census is worth taking up to that of a dossier: those on which a source was published, and, where there are events of
    feeds, the last of each month, quarter or year, so that there are at most `MOST_DAYS` of them."""
    days = {source.published for source in dossier.sources.values() if source.published}
    first, last = store.connection.execute(
        "SELECT min(day), max(day) FROM feed_events_as_of($day::DATE)", {"day": dossier.scope.reference}
    ).fetchall()[0]
    for months in (1, 3, 12):
        ends = _ends(first, last, months) if first else []
        if len(ends) <= MOST_DAYS:
            break
    return sorted({*days, *ends[-MOST_DAYS:]})


def _ends(first: date, last: date, months: int) -> list[date]:
    """The last days of the spans of so many months that end between two days, and the latter."""
    whole = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    starts = [date(month // 12, month % 12 + 1, 1) for month in whole if month % months == 0]
    return [*(start - timedelta(days=1) for start in starts if start > first), last]


def triads_from(dossier: Dossier, actor_id: str, earlier: Iterable[Dossier] = ()) -> TriadsAnswer:
    """`triads`, from evidence that is loaded already; `earlier` are the same case as of other days."""
    network = signed_network(dossier)
    if actor_id not in network.actors:
        raise UnknownActorError(
            f"Expected an actor that the case ties to another, found {dossier.name(actor_id)}, of whom no claim that "
            "holds today says whom it is with or against. Ask `who` for all that is said of it."
        )
    own = sorted(
        find_triads(network, actor_id), key=lambda triad: (triad.balanced, -triad.weight, triad.actors)
    )
    return TriadsAnswer(
        actor_id,
        dossier.name(actor_id),
        dossier.scope,
        census(own),
        census(find_triads(network)),
        tuple(_shown(network, dossier, triad) for triad in own),
        tuple(_census_on(one, actor_id) for one in earlier),
    )


def census_series(
    store: CaseStore, registry: Registry, days: Sequence[date]
) -> tuple[tuple[date, Census], ...]:
    """The census of the whole network as of each day: what was published later is not looked at."""
    return tuple(
        (day, census(find_triads(signed_network(open_dossier(store, registry, day))))) for day in days
    )


def _census_on(dossier: Dossier, actor_id: str) -> CensusOn:
    network = signed_network(dossier)
    own = find_triads(network, actor_id) if actor_id in network.actors else ()
    return CensusOn(dossier.scope.reference, census(find_triads(network)), census(own))


def _shown(network: SignedNetwork, dossier: Dossier, triad: Triad) -> ShownTriad:
    one, two, three = (shown(network, tie, dossier) for tie in triad.ties)
    return ShownTriad(
        triad.kind,
        triad.balanced,
        triad.weakly_balanced,
        round(triad.weight, 4),
        triad_words(network, triad),
        (one, two, three),
    )


def triad_words(network: SignedNetwork, triad: Triad) -> str:
    """What a triad is, in a line."""
    one, two, three = (network.name(actor) for actor in triad.actors)
    if triad.kind == "+++":
        return f"{one}, {two} and {three} are all on one side"
    if triad.kind == "---":
        return f"{one}, {two} and {three} are all against one another"
    odd = next(tie for tie in triad.ties if (tie.weight < 0) == (triad.kind == "++-"))
    third = next(network.name(actor) for actor in triad.actors if actor not in odd.pair)
    first, second = network.name(odd.a), network.name(odd.b)
    if triad.kind == "++-":
        return f"{third} is with both {first} and {second}, who are against each other"
    return f"{first} and {second} are together against {third}"
