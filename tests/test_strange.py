"""The least expected alignments, in the invented case and in small invented sources."""

from __future__ import annotations

import runpy
from datetime import date
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedfellows.actors import load_registry
from bedfellows.balance.strange import StrangeAnswer, strange, strange_from
from bedfellows.case import CaseStore
from bedfellows.case.records import Reading
from bedfellows.ontology import RELATIONS
from bedfellows.ties.dossier import open_dossier

invented_case = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("invented_case.py"))))
REGISTRY = load_registry().with_actors(invented_case.actors())


def ranked(*readings: Reading, as_of: date | None = None, limit: int | None = None) -> StrangeAnswer:
    with TemporaryDirectory() as folder, CaseStore.open(Path(folder) / "c.duckdb", create=True) as store:
        for reading in readings:
            store.add(reading)
        return strange(store, REGISTRY, as_of, limit)


def claim(subject: str, relation: str, object_: str, **more: Any) -> dict[str, Any]:
    return {"subject": subject, "relation": relation, "object": object_, **more}


def pairs_of(*claims: dict[str, Any]) -> dict[tuple[str, str], Any]:
    return {(pair.a, pair.b): pair for pair in ranked(invented_case.small(list(claims))).pairs}


@pytest.fixture(scope="module")
def answer() -> StrangeAnswer:
    return ranked(*invented_case.readings())


WAR = claim(
    "highland-front",
    "fights",
    "belmark",
    tense="past",
    happened_from=date(1980, 1, 1),
    happened_to=date(1989, 12, 31),
)
HELP = claim("belmark", "supports", "highland-front")


def test_old_enemies_who_now_help_each_other_are_the_strangest(answer: StrangeAnswer) -> None:
    first = answer.pairs[0]
    assert (first.a, first.b) == ("belmark", "highland-front")
    assert {reason.key for reason in first.reasons} >= {"aligned", "past-war"}
    assert [pair.score for pair in answer.pairs] == sorted(
        (pair.score for pair in answer.pairs), reverse=True
    )


def test_the_score_is_the_sum_of_its_items_and_each_item_has_evidence_or_a_fact(
    answer: StrangeAnswer,
) -> None:
    for pair in answer.pairs:
        assert pair.score == round(sum(reason.points for reason in pair.reasons), 2) > 0
        assert all(reason.evidence or reason.facts for reason in pair.reasons)


def test_the_limit_cuts_the_list_and_not_the_count() -> None:
    cut = ranked(*invented_case.readings(), limit=1)
    assert len(cut.pairs) == 1
    assert cut.found > 1


def test_a_friendship_that_nothing_speaks_against_is_not_strange() -> None:
    assert pairs_of(HELP) == {}


def test_a_past_war_without_a_present_friendship_is_not_strange() -> None:
    assert pairs_of(WAR) == {}


def test_those_who_fight_each_other_more_than_they_help_are_not_aligned() -> None:
    pair = ("belmark", "highland-front")
    fight = claim("belmark", "fights", "highland-front", confidence=1.0)
    assert pair not in pairs_of(WAR, HELP, fight)
    skirmish = claim("belmark", "fights", "highland-front", certainty="hedged")
    assert pairs_of(WAR, HELP, skirmish)[pair].score < pairs_of(WAR, HELP)[pair].score


def test_sharing_an_alliance_makes_a_friendship_less_strange() -> None:
    apart = pairs_of(WAR, HELP)["belmark", "highland-front"]
    together = pairs_of(
        WAR,
        HELP,
        claim("belmark", "member-of", "eastern-compact"),
        claim("highland-front", "member-of", "eastern-compact"),
    )["belmark", "highland-front"]
    assert together.score < apart.score
    assert any(reason.key == "shared-alliance" for reason in together.reasons)


def test_a_member_and_its_organisation_are_no_strange_pair() -> None:
    accused = claim("belmark", "rivals", "eastern-compact", certainty="opinion")
    friendly = claim("belmark", "supports", "eastern-compact")
    assert pairs_of(accused, friendly)
    assert not pairs_of(accused, friendly, claim("belmark", "member-of", "eastern-compact"))


def test_opposite_sides_are_those_one_backs_and_not_those_that_back_one() -> None:
    friendly = claim("arvenia", "allied-with", "corvosia")
    war = claim("highland-front", "fights", "dravia")
    backing = [claim("corvosia", "supports", "highland-front"), claim("arvenia", "supports", "dravia")]
    backed = [claim("highland-front", "supports", "corvosia"), claim("dravia", "supports", "arvenia")]
    keys = {reason.key for reason in pairs_of(friendly, war, *backing)["arvenia", "corvosia"].reasons}
    assert "opposite-sides" in keys
    turned = pairs_of(friendly, war, *backed).get(("arvenia", "corvosia"))
    assert turned is None or "opposite-sides" not in {reason.key for reason in turned.reasons}


def test_who_is_more_friend_than_foe_makes_nobody_the_friend_of_a_foe() -> None:
    both = [claim("belmark", "supports", "highland-front"), claim("belmark", "accuses", "highland-front")]
    found = pairs_of(
        *both, claim("corvosia", "supports", "highland-front"), claim("belmark", "contacts", "corvosia")
    )
    assert ("belmark", "corvosia") not in found


@settings(max_examples=30, deadline=None)
@given(
    found=st.lists(
        st.tuples(
            st.sampled_from(["belmark", "corvosia", "highland-front", "coastal-league"]),
            st.sampled_from(sorted(RELATIONS)),
            st.sampled_from(["belmark", "corvosia", "highland-front", "coastal-league"]),
            st.sampled_from(["asserted", "reported", "opinion", "hedged", "conditional", "denied"]),
            st.sampled_from(["past", "present", "future"]),
        ).filter(lambda one: one[0] != one[2]),
        min_size=2,
        max_size=10,
    )
)
def test_the_laws_of_every_ranking(found: list[tuple[str, str, str, str, str]]) -> None:
    symmetric = {"allied-with", "rivals", "contacts", "negotiates", "cooperates-with", "agrees-with"}
    made = [claim(s, r, o, certainty=c, tense=t) for s, r, o, c, t in found]
    turned = [
        claim(one["object"], one["relation"], one["subject"], certainty=one["certainty"], tense=one["tense"])
        if one["relation"] in symmetric
        else one
        for one in made
    ]
    answer, back = (
        strange_from(invented_case.dossier(REGISTRY, invented_case.small(one)), None)
        for one in (made, turned)
    )
    assert [(p.a, p.b, p.score) for p in answer.pairs] == [(p.a, p.b, p.score) for p in back.pairs]
    assert len({frozenset((pair.a, pair.b)) for pair in answer.pairs}) == len(answer.pairs)
    for one, next_one in pairwise(answer.pairs):
        assert one.score >= next_one.score
    for pair in answer.pairs:
        assert 0 < pair.friendly <= 1
        assert 0 <= pair.hostile <= 1


def test_as_of_ranks_on_what_was_known_then() -> None:
    with TemporaryDirectory() as folder, CaseStore.open(Path(folder) / "c.duckdb", create=True) as store:
        store.add(invented_case.small([WAR, HELP], date(2017, 1, 4)))
        before = strange_from(open_dossier(store, REGISTRY, date(2017, 1, 10)))
        store.add(
            invented_case.small(
                [claim("belmark", "fights", "highland-front")] * 3, date(2017, 2, 1), " (later)"
            )
        )
        after = strange_from(open_dossier(store, REGISTRY, date(2017, 1, 10)))
        now = strange_from(open_dossier(store, REGISTRY))
    assert before == after
    assert before.pairs[0].hostile == 0 < (now.pairs[0].hostile if now.pairs else 1)
