"""Triads and balance by walks: counted against plain loops, published values, and no look-ahead."""

from __future__ import annotations

import itertools
import os
import runpy
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedfellows.actors import load_registry
from bedfellows.balance.network_file import read_network
from bedfellows.balance.signed import SignedNetwork, from_rows, signed_network
from bedfellows.balance.triads import (
    CensusOn,
    TriadsAnswer,
    census,
    census_series,
    find_triads,
    triad_words,
    triads,
    triads_from,
)
from bedfellows.balance.walks import walk_balance
from bedfellows.case import CaseStore
from bedfellows.errors import UnknownActorError

SHARED = Path(os.environ.get("BEDFELLOWS_SHARED") or Path(__file__).parents[2] / "shared")
TRIBES = SHARED / "data" / "signed_networks" / "highland_tribes.csv"
invented_case = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("invented_case.py"))))
REGISTRY = load_registry().with_actors(invented_case.actors())


def network(*ties: tuple[str, str, float]) -> SignedNetwork:
    return from_rows((a, b, weight, weight, weight, (f"{a}{b}",)) for a, b, weight in ties)


@st.composite
def networks(draw: st.DrawFn) -> SignedNetwork:
    pairs = list(itertools.combinations("abcdefgh", 2))
    weights = draw(st.lists(st.sampled_from([-1.0, -0.4, 0.0, 0.3, 1.0]), min_size=28, max_size=28))
    return network(*((a, b, w) for (a, b), w in zip(pairs, weights, strict=True) if w))


@settings(max_examples=80, deadline=None)
@given(networks())
def test_every_triad_is_found_once_and_counted_right(net: SignedNetwork) -> None:
    kinds = {"+++": 0, "+--": 0, "++-": 0, "---": 0}
    expected = set()
    for trio in itertools.combinations(net.actors, 3):
        ties = [net.tie(a, b) for a, b in itertools.combinations(trio, 2)]
        if all(ties):
            signs = [tie.sign for tie in ties if tie]
            kinds["+" * signs.count(1) + "-" * signs.count(-1)] += 1
            expected.add(trio)
    found = list(find_triads(net))
    assert [triad.actors for triad in found] == sorted(triad.actors for triad in found)
    assert {triad.actors for triad in found} == expected
    assert len(found) == len(expected)
    count = census(found)
    assert (count.friends, count.common_foe, count.torn, count.foes) == tuple(kinds.values())
    assert count.balanced + count.unbalanced == count.all == len(found)
    for triad in found:
        assert triad.balanced == (np.prod([tie.sign for tie in triad.ties]) > 0)
        assert set(triad.evidence) == {piece for tie in triad.ties for piece in tie.evidence}
        assert all(set(tie.pair) < set(triad.actors) for tie in triad.ties)
    for actor in net.actors:
        own = list(find_triads(net, actor))
        assert {triad.actors for triad in own} == {trio for trio in expected if actor in trio}
        assert len(own) == len({triad.actors for triad in own})


@settings(max_examples=60, deadline=None)
@given(networks(), st.sets(st.sampled_from("abcdefgh")))
def test_triads_keep_their_balance_when_all_signs_across_a_cut_change(
    net: SignedNetwork, side: set[str]
) -> None:
    switched = network(
        *((t.a, t.b, -t.weight if (t.a in side) != (t.b in side) else t.weight) for t in net.ties)
    )
    before, after = census(find_triads(net)), census(find_triads(switched))
    assert (before.balanced, before.unbalanced) == (after.balanced, after.unbalanced)
    assert before.weighted == pytest.approx(after.weighted)
    assert walk_balance(net).whole == pytest.approx(walk_balance(switched).whole)


@settings(max_examples=60, deadline=None)
@given(networks(), st.booleans())
def test_balance_by_walks_is_the_sum_over_closed_walks(net: SignedNetwork, weighted: bool) -> None:
    found = walk_balance(net, weighted=weighted)
    assert 0 < found.whole <= 1 + 1e-12
    number = {actor: index for index, actor in enumerate(net.actors)}
    matrix = np.zeros((len(number), len(number)))
    for tie in net.ties:
        one, other = number[tie.a], number[tie.b]
        matrix[one, other] = matrix[other, one] = tie.weight if weighted else tie.sign
    signed = bare = power = bare_power = np.eye(len(number))
    for length in range(1, 40):  # the series of the exponential itself
        power, bare_power = power @ matrix / length, bare_power @ np.abs(matrix) / length
        signed, bare = signed + power, bare + bare_power
    if number:
        assert found.whole == pytest.approx(np.trace(signed) / np.trace(bare))
        for actor, index in number.items():
            assert found.actors[actor] == pytest.approx(signed[index, index] / bare[index, index])


def test_a_balanced_network_has_walk_balance_one_however_dense() -> None:
    pairs = itertools.combinations(range(60), 2)
    net = network(*((f"a{i:02}", f"a{j:02}", 1.0 if i % 2 == j % 2 else -1.0) for i, j in pairs))
    assert walk_balance(net).whole == pytest.approx(1)
    assert walk_balance(network()).whole == 1


def test_shares_of_no_triads_are_not_numbers() -> None:
    count = census(find_triads(network(("a", "b", 1.0))))
    assert (count.all, count.degree, count.weak_degree, count.weighted) == (0, None, None, None)


@pytest.mark.parametrize(
    ("signs", "words"),
    [
        ((1, 1, 1), "a, b and c are all on one side"),
        ((-1, -1, -1), "a, b and c are all against one another"),
        ((1, -1, -1), "a and b are together against c"),
        ((-1, 1, 1), "c is with both a and b, who are against each other"),
        ((1, -1, 1), "b is with both a and c, who are against each other"),
    ],
)
def test_a_triad_in_words(signs: tuple[int, int, int], words: str) -> None:
    net = network(("a", "b", signs[0]), ("a", "c", signs[1]), ("b", "c", signs[2]))
    (triad,) = find_triads(net)
    assert triad_words(net, triad) == words


def test_highland_tribes() -> None:
    if not TRIBES.exists():
        pytest.skip(f"needs {TRIBES.name} in the folder of published data (BEDFELLOWS_SHARED)")
    net = read_network(TRIBES)
    count = census(find_triads(net))
    assert (count.balanced, count.all) == (59, 68)
    assert count.degree == pytest.approx(
        0.8676471, abs=1e-7
    )  # these two as signnet's documentation prints them
    assert walk_balance(net).whole == pytest.approx(0.3575761, abs=1e-7)


# From a case


@pytest.fixture(scope="module")
def answer() -> TriadsAnswer:
    return triads_from(invented_case.dossier(REGISTRY, *invented_case.readings()), "belmark")


def test_unbalanced_ones_come_first_and_every_tie_has_its_evidence(answer: TriadsAnswer) -> None:
    assert answer.triads
    order = [(triad.balanced, -triad.weight) for triad in answer.triads]
    assert order == sorted(order)
    for triad in answer.triads:
        assert any("belmark" in (tie.a, tie.b) for tie in triad.ties)
        for tie in triad.ties:
            assert tie.evidence_ids
            assert {piece.id for piece in tie.evidence} == set(tie.evidence_ids)
    assert answer.own.all == len(answer.triads) <= answer.whole.all


def test_an_actor_without_ties_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(UnknownActorError, match="Ask `who`"):
        triads_from(invented_case.dossier(REGISTRY, *invented_case.readings()), "ilan-dorrego")


def test_nothing_published_later_is_looked_at(tmp_path: Path) -> None:
    store = CaseStore.open(tmp_path / "invented.duckdb", create=True)
    readings = invented_case.readings()
    days = sorted({reading.source.published for reading in readings if reading.source.published})
    for reading in readings:
        store.add(reading)
    series = dict(census_series(store, REGISTRY, days))
    assert [found.all for found in series.values()] == sorted(found.all for found in series.values())
    for day in days:
        early = [one for one in readings if one.source.published and one.source.published <= day]
        alone = CaseStore.open(tmp_path / f"until-{day}.duckdb", create=True)
        for reading in early:
            alone.add(reading)
        assert census_series(alone, REGISTRY, [day]) == ((day, series[day]),)
        alone.close()
    whole = triads(store, REGISTRY, "belmark", days[-1], history=days)
    assert [one.day for one in whole.history] == days
    assert all(isinstance(one, CensusOn) for one in whole.history)
    assert whole.history[-1].own == whole.own
    assert whole.history[-1].whole == whole.whole
    before = census_series(store, REGISTRY, [date(1900, 1, 1)])
    assert before[0][1].all == 0
    store.close()


def small(*claims: dict[str, object]) -> SignedNetwork:
    return signed_network(invented_case.dossier(REGISTRY, invented_case.small(list(claims))))


HELP = {"subject": "arvenia", "relation": "supports", "object": "belmark"}
PENALTY = {"subject": "arvenia", "relation": "sanctions", "object": "belmark"}


def test_a_tie_that_hangs_on_one_claim_reaches_down_to_nothing() -> None:
    (tie,) = small(HELP).ties
    assert tie.low == 0 < tie.weight < tie.high < 1
    (foe,) = small(PENALTY).ties
    assert -1 < foe.low < foe.weight < 0 == foe.high
    assert len(foe.evidence) == 1


def test_more_witnesses_make_a_tie_surer() -> None:
    one = invented_case.dossier(REGISTRY, invented_case.small([HELP]))
    many = invented_case.dossier(
        REGISTRY, *(invented_case.small([HELP], about=f"source {n}") for n in range(4))
    )
    (tie,), (surer,) = signed_network(one).ties, signed_network(many).ties
    assert len(surer.evidence) == 4
    assert surer.weight > tie.weight
    assert surer.high - surer.low < tie.high - tie.low


def test_a_pair_that_helps_and_fights_has_one_weak_tie_that_says_so() -> None:
    (tie,) = small(HELP, PENALTY).ties
    (help_,) = small(HELP).ties
    assert tie.ambivalent
    assert not help_.ambivalent
    assert 0 < tie.weight < help_.weight
    assert tie.low < 0 < tie.high
    assert len(tie.evidence) == 2


def test_all_ties_of_a_case_have_evidence_and_an_interval_around_them() -> None:
    net = signed_network(invented_case.dossier(REGISTRY, *invented_case.readings()))
    assert len(net.ties) > 5
    for tie in net.ties:
        assert -1 <= tie.low <= tie.weight <= tie.high <= 1
        assert tie.low < tie.high
        assert tie.evidence
