"""Who moves next: what an intervention unbalances, and what flips; on made-up networks."""

from __future__ import annotations

from bedfellows.balance.signed import SignedNetwork, from_rows
from bedfellows.scenario.interventions import Intervention
from bedfellows.scenario.knock_on import knock_on


def network(*ties: tuple[str, str, float, float]) -> SignedNetwork:
    return from_rows([(a, b, w, w - wide, w + wide, (f"ev-{a}{b}",)) for a, b, w, wide in ties])


def change(a: str, kind: str, relation: str, b: str) -> Intervention:
    return Intervention(a, "start" if kind == "start" else "stop", relation, (), b, None, None, "made up")


ALLIES = network(("a", "b", 0.5, 0.0), ("a", "c", 0.5, 0.0), ("b", "c", 0.5, 0.0))


def test_a_new_enmity_unbalances_the_triad_of_three_friends() -> None:
    found = knock_on(ALLIES, [change("a", "start", "fights", "b")], draws=500)
    assert found.unbalanced == (0, 1)
    assert [one.actors for one in found.loosened] == [("a", "b", "c")]
    assert set(found.loosened[0].evidence) == {"ev-ab", "ev-ac", "ev-bc"}
    assert {(one.a, one.b) for one in found.pressed} == {("a", "c"), ("b", "c")}
    assert sum(one.flips for one in found.pressed) == 1.0  # the first that flips settles it
    assert all(0.4 < one.flips < 0.6 and one.flips_without == 0 and one.place == 1 for one in found.pressed)


def test_a_stopped_tie_is_gone_and_its_triad_with_it() -> None:
    found = knock_on(ALLIES, [change("a", "stop", "supports", "b")], draws=100)
    assert found.triads == (1, 0)
    assert found.changed[0].after is None
    assert not found.pressed


def test_what_changes_nothing_flips_nothing() -> None:
    found = knock_on(ALLIES, [change("a", "stop", "fights", "b")], draws=100)
    assert not found.changed and not found.loosened and not found.pressed


def test_the_same_seed_gives_the_same_answer() -> None:
    unsure = network(("a", "b", 0.2, 0.4), ("a", "c", 0.5, 0.3), ("b", "c", -0.1, 0.4), ("c", "d", 0.3, 0.3))
    ask = [change("d", "start", "supports", "b")]
    assert knock_on(unsure, ask, draws=700, seed=3) == knock_on(unsure, ask, draws=700, seed=3)
    assert knock_on(unsure, ask, draws=700, seed=3) != knock_on(unsure, ask, draws=700, seed=4)
