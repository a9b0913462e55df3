"""Who backs an actor and who is against it, in the invented case and in small invented sources."""

from __future__ import annotations

import runpy
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import pytest

from bedfellows.actors import load_registry
from bedfellows.case import CaseStore
from bedfellows.case.records import Comparison, Reading
from bedfellows.errors import UnknownActorError
from bedfellows.ties.dossier import Dossier, open_dossier
from bedfellows.ties.naming import find_actor
from bedfellows.ties.strength import strength, weight
from bedfellows.ties.who import WhoAnswer, who_from

invented_case = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("invented_case.py"))))
REGISTRY = load_registry().with_actors(invented_case.actors())


def opened(*readings: Reading, as_of: date | None = None) -> Dossier:
    with TemporaryDirectory() as folder, CaseStore.open(Path(folder) / "c.duckdb", create=True) as store:
        for reading in readings:
            store.add(reading)
        return open_dossier(store, REGISTRY, as_of)


def claim(subject: str, relation: str, object_: str | None, **more: Any) -> dict[str, Any]:
    return {"subject": subject, "relation": relation, "object": object_, **more}


def asked(actor: str, *claims: dict[str, Any]) -> WhoAnswer:
    return who_from(opened(invented_case.small(list(claims))), actor)


@pytest.fixture(scope="module")
def front() -> WhoAnswer:
    return who_from(opened(*invented_case.readings()), "highland-front")


def test_backers_stand_strongest_first_with_their_kinds_of_support(front: WhoAnswer) -> None:
    assert [tie.counterpart for tie in front.backers][:2] == ["corvosia", "belmark"]
    corvosia = front.backers[0]
    assert corvosia.support_types == ("funding", "territory", "training", "weapons")
    assert corvosia.strength > front.backers[1].strength > 0
    assert [one.words for one in corvosia.compared if one.words.startswith("more")] == [
        "more than Estmere and Federal Republic of Gorland"
    ]


def test_foes_and_those_it_is_against_are_told_apart(front: WhoAnswer) -> None:
    assert [tie.counterpart for tie in front.against] == ["northern-brotherhood"]
    assert [tie.counterpart for tie in front.foes] == ["northern-brotherhood"]
    assert front.foes[0].strength < 0
    assert front.foes[0].since == date(2016, 1, 1)


def test_an_old_war_is_past_and_a_denial_is_no_tie(front: WhoAnswer) -> None:
    assert [(tie.counterpart, tie.group) for tie in front.past] == [("belmark", "against")]
    assert [piece.statement for piece in front.denied] == [
        "Eastern Compact does not support Highland Front (weapons)"
    ]
    assert "eastern-compact" not in {tie.counterpart for tie in front.ties}


def test_what_is_expected_counts_for_nothing(front: WhoAnswer) -> None:
    assert {piece.currency for piece in front.expected} == {"expected"}
    shown = {piece.id for tie in (*front.ties, *front.past) for piece in tie.evidence}
    assert not shown & {piece.id for piece in front.expected}


def test_a_comparison_outranks_the_measure() -> None:
    answer = asked(
        "highland-front",
        claim(
            "belmark",
            "supports",
            "highland-front",
            certainty="hedged",
            comparison=Comparison("more-than", ("corvosia",), "dwarfs"),
        ),
        claim("corvosia", "supports", "highland-front", support_types=("weapons", "funding")),
    )
    assert [tie.counterpart for tie in answer.backers] == ["belmark", "corvosia"]
    assert answer.backers[0].strength < answer.backers[1].strength


def test_comparisons_that_contradict_each_other_lose_nobody() -> None:
    answer = asked(
        "highland-front",
        claim("belmark", "supports", "highland-front", comparison=Comparison("more-than", ("corvosia",))),
        claim("corvosia", "supports", "highland-front", comparison=Comparison("more-than", ("belmark",))),
    )
    assert {tie.counterpart for tie in answer.backers} == {"belmark", "corvosia"}


def test_a_welcome_is_friendly_but_no_backing() -> None:
    answer = asked("belmark", claim("highland-front", "welcomes", "belmark"))
    assert answer.backers == ()
    assert [(tie.counterpart, tie.strength > 0) for tie in answer.partners] == [("highland-front", True)]


def test_a_fear_of_something_that_is_no_actor_makes_no_foe() -> None:
    answer = asked("belmark", claim("belmark", "fears", None, detail="a siege"))
    assert (answer.against, answer.foes) == ((), ())
    assert [tie.group for tie in answer.ties] == ["other"]
    assert answer.ties[0].strength == 0


def test_what_a_leader_does_counts_for_the_state_and_says_so() -> None:
    claims = (claim("marta-voss", "leads", "belmark"), claim("marta-voss", "supports", "highland-front"))
    (tie,) = asked("highland-front", *claims).backers
    assert tie.counterpart == "belmark"
    assert tie.through == ("Marta Voss, who leads Belmark, says a source",)
    belmark = asked("belmark", *claims)
    assert [step.actor for step in belmark.acting_for] == ["marta-voss"]
    assert [tie.counterpart for tie in belmark.backs] == ["highland-front"]


def test_a_former_leader_no_longer_counts_for_the_state() -> None:
    (tie,) = asked(
        "highland-front",
        claim("marta-voss", "leads", "belmark", tense="past"),
        claim("marta-voss", "supports", "highland-front"),
    ).backers
    assert tie.counterpart == "marta-voss"


def test_a_source_that_repeats_itself_is_one_witness_and_two_sources_are_two() -> None:
    one = claim("belmark", "supports", "highland-front")

    def measured(*readings: Reading) -> float:
        return who_from(opened(*readings), "highland-front").backers[0].strength

    single = measured(invented_case.small([one]))
    assert measured(invented_case.small([one, one])) == single
    assert measured(invented_case.small([one]), invented_case.small([one], about=" elsewhere")) > single


def test_firmer_and_better_graded_claims_weigh_more() -> None:
    def measured(certainty: str, reliability: str) -> float:
        reading = invented_case.small(
            [claim("belmark", "supports", "highland-front", certainty=certainty)], reliability=reliability
        )
        return who_from(opened(reading), "highland-front").backers[0].strength

    assert (
        measured("asserted", "A")
        > measured("reported", "A")
        > measured("hedged", "A")
        > measured("hedged", "E")
    )


@pytest.mark.parametrize("unreal", [{"certainty": "denied"}, {"certainty": "conditional"}, {"negated": True}])
def test_what_is_not_said_to_be_so_weighs_nothing(unreal: dict[str, Any]) -> None:
    reading = invented_case.small([claim("belmark", "supports", "highland-front", **unreal)])
    measured = strength(reading.claims, {reading.source.id: reading.source})
    assert (measured.friendly, measured.hostile, measured.claims) == (0, 0, ())
    assert weight(reading.claims[0], reading.source) == 0


def test_an_undated_source_is_counted_as_left_out_only_where_it_is() -> None:
    dated = invented_case.small([claim("belmark", "supports", "highland-front")])
    undated = invented_case.small([claim("corvosia", "supports", "highland-front")], None, " (undated)")
    early = opened(dated, undated, as_of=date(2017, 1, 31)).scope
    assert (early.sources, early.undated_left_out) == (1, 1)
    whole = opened(dated, undated).scope
    assert (whole.sources, whole.undated_left_out) == (2, 0)


def test_a_name_that_nobody_bears_lists_the_nearest_ones(tmp_path: Path) -> None:
    with CaseStore.open(tmp_path / "c.duckdb", create=True) as store:
        store.add(invented_case.readings()[0])
        assert find_actor(store, REGISTRY, "Highland Front").id == "highland-front"
        with pytest.raises(UnknownActorError, match="Highland Front"):
            find_actor(store, REGISTRY, "Hihgland Fornt of Nowhere")
