"""What sources say will happen if: trees that lose no forecast and never go round. All sources here are invented."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedfellows.actors import Registry, load_registry
from bedfellows.case import CaseStore
from bedfellows.case.records import Reading
from bedfellows.scenario.outcomes import Branch, OutcomesAnswer, outcomes, outcomes_from, walk

invented_case = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("invented_case.py"))))
Asked = Callable[..., OutcomesAnswer]

REGISTRY = load_registry().with_actors(invented_case.actors())


def asked(*readings: Reading, registry: Registry = REGISTRY, **how: Any) -> OutcomesAnswer:
    with TemporaryDirectory() as folder, CaseStore.open(Path(folder) / "c.duckdb", create=True) as store:
        for reading in readings:
            store.add(reading)
        return outcomes(store, registry, **how)


def branches(answer: OutcomesAnswer) -> list[Branch]:
    return [found for fork in answer.forks for tree in fork.branches for found in walk(tree)]


@pytest.fixture(scope="module")
def answer() -> OutcomesAnswer:
    return asked(*invented_case.readings())


def test_each_condition_is_a_fork_in_the_order_of_the_text(answer: OutcomesAnswer) -> None:
    assert [(fork.kind, fork.condition) for fork in answer.forks] == [
        ("as-long-as", "the League stays in Dravia"),
        ("if", "Arvenia withdraws its troops"),
        ("unless", "Corvosia closes its border"),
    ]
    assert answer.found == 5


def test_what_follows_hangs_from_what_it_follows_from(answer: OutcomesAnswer) -> None:
    takes = answer.forks[1].branches[0]
    assert takes.horizon == date(2018, 1, 10)
    assert [follower.outcome for follower in takes.then] == [
        "the Northern Brotherhood is free to strike Belmark",
        "Estmere is driven into the arms of the Eastern Compact",
    ]
    assert "Highland Front" in takes.actor_names


def test_the_claims_that_a_forecast_is_coded_to_come_with_it(answer: OutcomesAnswer) -> None:
    takes = answer.forks[1].branches[0]
    assert [piece.statement for piece in takes.supporting] == [
        "Arvenia will withdraw from Dravia",
        "Highland Front will hold territory in Dravia",
    ]
    assert {piece.currency for piece in takes.supporting} == {"expected"}
    assert takes.evidence.quote in takes.evidence.sentence


def test_asked_for_an_actor_the_whole_tree_that_bears_on_it_is_shown() -> None:
    estmere = asked(*invented_case.readings(), actor_id="estmere")
    assert [fork.condition for fork in estmere.forks] == ["Arvenia withdraws its troops"]
    assert estmere.found == 3
    assert asked(*invented_case.readings(), actor_id="gorland").forks == ()


def test_as_of_leaves_out_what_was_published_later() -> None:
    assert asked(*invented_case.readings(), as_of=date(2017, 1, 5)).found == 0
    assert asked(*invented_case.readings(), as_of=date(2017, 1, 10)).found == 5


def test_several_outcomes_of_one_condition_share_a_fork_and_the_link_word_is_in_the_kind() -> None:
    sentence = "If the bridge falls, A loses and B wins."
    reading = invented_case.with_outcomes(
        [sentence],
        [
            {"sentence": 0, "condition": "If the  bridge falls", "outcome": "A loses"},
            {"sentence": 0, "condition": "if the bridge falls", "outcome": "B wins"},
        ],
    )
    (fork,) = asked(reading).forks
    assert fork.condition == "the bridge falls"
    assert {branch.outcome for branch in fork.branches} == {"A loses", "B wins"}


def test_sources_stand_in_the_order_of_their_dates() -> None:
    early = invented_case.with_outcomes(["Early."], [{"sentence": 0}], published=date(2016, 1, 1))
    late = invented_case.with_outcomes(["Late."], [{"sentence": 0}], published=date(2017, 1, 1))
    undated = invented_case.with_outcomes(["Undated."], [{"sentence": 0}], published=None)
    answer = asked(undated, late, early)
    assert [fork.condition for fork in answer.forks] == ["Early.", "Late.", "Undated."]


def test_a_follower_whose_parent_is_gone_is_a_root() -> None:
    reading = invented_case.with_outcomes(["One.", "Two."], [{"sentence": 0}, {"sentence": 1, "parent": 0}])
    orphan = Reading(reading.source, reading.passages, (), (), reading.outcomes[1:])
    assert [branch.outcome for branch in branches(asked(orphan))] == ["Two."]


def test_a_ring_is_cut_at_its_first_forecast() -> None:
    ring = [{"sentence": number, "parent": (number - 1) % 3} for number in range(3)]
    answer = asked(invented_case.with_outcomes(["One.", "Two.", "Three."], ring))
    assert [branch.outcome for branch in branches(answer)] == ["One.", "Two.", "Three."]
    assert len(answer.forks) == 1


def test_a_very_long_chain_is_no_trouble() -> None:
    length = 1500
    sentences = [f"Invented step {number}." for number in range(length)]
    chain = [{"sentence": number} | ({"parent": number - 1} if number else {}) for number in range(length)]
    answer = asked(invented_case.with_outcomes(sentences, chain))
    assert answer.found == length
    assert [branch.outcome for branch in branches(answer)] == sentences


@settings(max_examples=100, deadline=None)
@given(parents=st.lists(st.none() | st.integers(0, 7), min_size=1, max_size=8))
def test_no_forecast_is_lost_or_told_twice(parents: list[int | None]) -> None:
    made = [
        {"sentence": number, "parent": None if parent is None else parent % len(parents)}
        for number, parent in enumerate(parents)
    ]
    reading = invented_case.with_outcomes([f"Invented step {n}." for n in range(len(parents))], made)
    answer = outcomes_from(invented_case.dossier(REGISTRY, reading))
    told = [branch.id for branch in branches(answer)]
    assert sorted(told) == sorted(record.id for record in reading.outcomes)
    assert answer.found == len(parents)
    parent_of = {record.id: record.parent for record in reading.outcomes}
    for branch in branches(answer):
        assert all(parent_of[follower.id] == branch.id for follower in branch.then)
