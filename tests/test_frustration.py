"""The frustration index: against brute force, its laws, published values, and what it says when time runs out."""

from __future__ import annotations

import itertools
import os
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bedfellows.balance import exact
from bedfellows.balance.frustration import frustration
from bedfellows.balance.network_file import read_network
from bedfellows.balance.signed import SignedNetwork, from_rows

SHARED = Path(os.environ.get("BEDFELLOWS_SHARED") or Path(__file__).parents[2] / "shared")
TRIBES = SHARED / "data" / "signed_networks" / "highland_tribes.csv"
few = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def network(*ties: tuple[str, str, float]) -> SignedNetwork:
    return from_rows((a, b, weight, weight, weight, (f"{a}{b}",)) for a, b, weight in ties)


@st.composite
def networks(draw: st.DrawFn, most: int = 8) -> SignedNetwork:
    """Any network of up to `most` actors, sparse or dense, with weights to the third decimal."""
    size = draw(st.integers(2, most))
    pairs = list(itertools.combinations([f"a{number}" for number in range(size)], 2))
    weights = st.sampled_from([-1000, -700, -333, -1, 0, 0, 1, 250, 500, 1000])
    chosen = draw(st.lists(weights, min_size=len(pairs), max_size=len(pairs)))
    return network(*((a, b, w / 1000) for (a, b), w in zip(pairs, chosen, strict=True) if w))


def brute(net: SignedNetwork, k: int, *, weighted: bool) -> tuple[float, set[frozenset[tuple[str, str]]]]:
    """The least price over every partition, and which ties the cheapest ones frustrate."""
    actors = sorted({actor for tie in net.ties for actor in tie.pair})
    best, found = float("inf"), set()
    for camps in itertools.product(range(k), repeat=max(len(actors) - 1, 0)):
        of = dict(zip(actors, (0, *camps), strict=False))
        wrong = [tie for tie in net.ties if (of[tie.a] != of[tie.b]) != (tie.weight < 0)]
        price = round(sum(abs(tie.weight) if weighted else 1 for tie in wrong), 3)
        if price < best:
            best, found = price, set()
        if price == best:
            found.add(frozenset(tie.pair for tie in wrong))
    return best if actors else 0.0, found


@few
@given(networks(10), st.booleans())
def test_two_camps_agree_with_brute_force(net: SignedNetwork, weighted: bool) -> None:
    least, patterns = brute(net, 2, weighted=weighted)
    found = frustration(net, weighted=weighted, most_optima=200)
    assert found.index == pytest.approx(least)
    assert found.proven
    assert frozenset(tie.pair for tie in found.frustrated) in patterns
    assert found.complete
    assert found.optima == max(len(patterns), 1)
    assert found.unique is (len(patterns) <= 1)


@few
@given(net=networks(7), k=st.sampled_from([2, 3]), weighted=st.booleans())
def test_the_solver_finds_all_that_trying_out_finds(
    monkeypatch: pytest.MonkeyPatch, net: SignedNetwork, k: int, weighted: bool
) -> None:
    tried = frustration(net, k, weighted=weighted, most_optima=25)
    with monkeypatch.context() as patch:
        patch.setattr(exact, "TRIED_OUT", 0)
        solved = frustration(net, k, weighted=weighted, most_optima=25)
    assert (solved.index, solved.optima, solved.unique) == (tried.index, tried.optima, tried.unique)
    if tried.complete:
        assert solved.complete
        assert solved.shares == tried.shares


@few
@given(networks(7), st.sampled_from([3, 4]), st.booleans())
def test_more_camps_agree_with_brute_force(net: SignedNetwork, k: int, weighted: bool) -> None:
    least, patterns = brute(net, k, weighted=weighted)
    found = frustration(net, k, weighted=weighted, most_optima=200)
    assert found.index == pytest.approx(least)
    assert found.proven
    assert frozenset(tie.pair for tie in found.frustrated) in patterns
    assert found.optima == max(len(patterns), 1)


@few
@given(networks(6))
def test_more_camps_are_unique_where_brute_force_says_so(net: SignedNetwork) -> None:
    found = frustration(net, 3, most_optima=200)
    if len(found.components) != 1:
        return
    actors = list(found.components[0])
    seen = set()
    for camps in itertools.product(range(3), repeat=len(actors)):
        of = dict(zip(actors, camps, strict=True))
        wrong = sum(abs(tie.weight) for tie in net.ties if (of[tie.a] != of[tie.b]) != (tie.weight < 0))
        if round(wrong, 3) == round(found.index, 3):
            seen.add(tuple(of[one] == of[other] for one, other in itertools.combinations(actors, 2)))
    assert found.unique is (len(seen) == 1)
    if not found.unique and found.optima == 1:
        assert found.movable or len(actors) > 2


@few
@given(networks(), st.sets(st.sampled_from([f"a{number}" for number in range(8)])))
def test_two_camps_do_not_change_when_all_signs_across_a_cut_do(net: SignedNetwork, side: set[str]) -> None:
    switched = network(
        *((t.a, t.b, -t.weight if (t.a in side) != (t.b in side) else t.weight) for t in net.ties)
    )
    assert frustration(switched, most_optima=1).index == frustration(net, most_optima=1).index


@few
@given(networks(), st.permutations(range(8)), st.sampled_from([2, 3]))
def test_names_do_not_matter(net: SignedNetwork, order: list[int], k: int) -> None:
    named = network(*((f"b{order[int(t.a[1:])]}", f"b{order[int(t.b[1:])]}", t.weight) for t in net.ties))
    assert frustration(named, k, most_optima=1).index == frustration(net, k, most_optima=1).index


@few
@given(networks(), st.sampled_from([2, 3]), st.booleans())
def test_what_a_tie_costs_is_what_its_removal_saves(net: SignedNetwork, k: int, weighted: bool) -> None:
    found = frustration(net, k, weighted=weighted, most_optima=200)
    for tie in net.ties:
        rest = replace(net, ties=tuple(other for other in net.ties if other is not tie))
        without = frustration(rest, k, weighted=weighted, most_optima=1)
        assert without.index <= found.index
        drop = found.drop(tie)
        assert drop is not None
        assert drop == pytest.approx(found.index - without.index)


@few
@given(networks(), st.sampled_from([2, 3, 4]))
def test_another_camp_never_costs(net: SignedNetwork, k: int) -> None:
    assert frustration(net, k + 1, most_optima=1).index <= frustration(net, k, most_optima=1).index


@few
@given(st.integers(2, 4), st.lists(st.integers(0, 3), min_size=2, max_size=12), st.data())
def test_a_network_made_of_camps_is_balanced(k: int, camps: list[int], data: st.DataObject) -> None:
    pairs = list(itertools.combinations(range(len(camps)), 2))
    kept = data.draw(st.sets(st.sampled_from(pairs), min_size=1))
    net = network(*((f"a{i}", f"a{j}", 1.0 if camps[i] % k == camps[j] % k else -1.0) for i, j in kept))
    found = frustration(net, k)
    assert found.index == 0
    assert found.proven
    assert found.frustrated == ()
    assert found.balance == 1


def test_the_index_is_the_price_of_its_own_camps() -> None:
    net = random_network(40, 160, 3)
    for k in (2, 3):
        found = frustration(net, k, weighted=False, time_limit=20, most_optima=1)
        wrong = [t for t in net.ties if (found.camp_of[t.a] != found.camp_of[t.b]) != (t.weight < 0)]
        assert len(wrong) == found.index == len(found.frustrated)
        assert len({found.camp_of[actor] for actor in found.components[0]}) <= k


def test_nothing_and_one_tie() -> None:
    empty = frustration(network())
    assert (empty.index, empty.camps, empty.unique, empty.balance) == (0, (), True, 1)
    friends = frustration(network(("a", "b", 0.5)))
    assert (friends.index, friends.camps, friends.unique) == (0, (("a", "b"),), True)
    foes = frustration(network(("a", "b", -0.5)), 3)
    assert (foes.index, foes.camps, foes.unique) == (0, (("a",), ("b",)), True)


def test_fewer_than_two_camps_are_refused() -> None:
    with pytest.raises(ValueError, match="two camps or more"):
        frustration(network(("a", "b", 1.0)), 1)


def test_actors_without_a_path_between_them_are_not_put_into_one_camp() -> None:
    found = frustration(network(("a", "b", 1.0), ("c", "d", 1.0)))
    assert found.camps == (("a", "b"), ("c", "d"))
    assert found.components == (("a", "b"), ("c", "d"))


def test_a_choice_between_equal_ties_is_said_not_to_be_unique() -> None:
    found = frustration(network(("a", "b", 1.0), ("b", "c", 1.0), ("a", "c", -1.0)))
    assert found.index == 1
    assert found.optima == 3
    assert found.unique is False
    assert len(found.shares) == 3
    assert all(share == pytest.approx(1 / 3) for share in found.shares.values())
    assert found.movable


def test_weights_decide_which_tie_gives_way() -> None:
    found = frustration(network(("a", "b", 0.9), ("b", "c", 0.3), ("a", "c", -0.8)))
    assert [tie.pair for tie in found.frustrated] == [("b", "c")]
    assert found.index == pytest.approx(0.3)
    assert found.drop(found.network.of_pair["b", "c"]) == pytest.approx(0.3)
    assert found.unique


def test_a_third_camp_for_a_foe_of_both_sides() -> None:
    net = network(("a", "b", -1.0), ("b", "c", -1.0), ("a", "c", -1.0))
    assert frustration(net, 2).index == 1
    assert frustration(net, 3).index == 0
    assert frustration(net, 3).unique


def test_who_hangs_on_by_one_foe_may_be_in_either_other_camp() -> None:
    net = network(("a", "b", -1.0), ("b", "c", -1.0), ("a", "c", -1.0), ("c", "d", -1.0))
    found = frustration(net, 3)
    assert found.index == 0
    assert found.unique is False
    assert found.movable == ("d",)
    assert frustration(net, 2).index == 1


def random_network(size: int, ties: int, seed: int, hostile: float = 0.5) -> SignedNetwork:
    random = np.random.default_rng(seed)
    pairs = list(itertools.combinations(range(size), 2))
    chosen = random.choice(len(pairs), ties, replace=False)
    signs = np.where(random.random(ties) < hostile, -1.0, 1.0)
    return network(
        *(
            (f"a{pairs[n][0]:03}", f"a{pairs[n][1]:03}", s)
            for n, s in zip(chosen, signs.tolist(), strict=True)
        )
    )


def camped_network(size: int, ties: int, noise: float, seed: int) -> SignedNetwork:
    """Two camps, with a share of ties against them."""
    random = np.random.default_rng(seed)
    camp = random.integers(0, 2, size)
    pairs = list(itertools.combinations(range(size), 2))
    rows = []
    for number in random.choice(len(pairs), ties, replace=False):
        i, j = pairs[number]
        sign = 1.0 if (camp[i] == camp[j]) != (random.random() < noise) else -1.0
        rows.append((f"a{i:03}", f"a{j:03}", sign))
    return network(*rows)


def test_sixty_actors_with_random_signs_within_the_time_limit() -> None:
    found = frustration(random_network(60, 150, 2), weighted=False, time_limit=20, most_optima=1)
    assert found.proven
    assert found.index == 28  # as CP-SAT of OR-Tools 9.15 proves as well


def test_two_hundred_actors_with_noisy_camps_are_proven_in_seconds() -> None:
    begun = time.monotonic()
    found = frustration(camped_network(200, 2500, 0.1, 1), weighted=False, time_limit=20)
    assert found.proven
    assert found.unique
    assert time.monotonic() - begun < 10
    assert found.index <= 2500 * 0.15


def test_a_short_time_gives_bounds_that_hold() -> None:
    net = random_network(60, 700, 1)
    begun = time.monotonic()
    found = frustration(net, weighted=False, time_limit=1.0)
    assert time.monotonic() - begun < 8
    assert not found.proven
    assert 0 < found.bound < found.index
    assert 0 < found.gap < 1
    assert found.unique is not True
    assert all(found.drop(tie) is None for tie in found.network.ties[:5])


def tribes() -> SignedNetwork:
    if not TRIBES.exists():
        pytest.skip(f"needs {TRIBES.name} in the folder of published data (BEDFELLOWS_SHARED)")
    return read_network(TRIBES)


def test_highland_tribes() -> None:
    net = tribes()
    assert (len(net.actors), len(net.ties), sum(tie.weight > 0 for tie in net.ties)) == (16, 58, 29)
    for weighted in (True, False):
        two = frustration(net, weighted=weighted)
        assert (two.index, two.proven, two.unique) == (7, True, True)
        assert sorted(map(len, two.camps)) == [4, 12]
        assert two.balance == pytest.approx(0.7586207, abs=1e-7)  # as signnet's documentation prints it
        three = frustration(net, 3, weighted=weighted)
        assert (three.index, three.proven, three.unique) == (2, True, True)
        assert sorted(map(len, three.camps)) == [4, 5, 7]  # as there, for signed_blockmodel with k = 3
        assert frustration(net, 16, weighted=weighted).index == 2
