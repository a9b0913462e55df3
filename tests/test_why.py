"""Why two actors are aligned: reasons with evidence, in the invented case and in small invented sources."""

from __future__ import annotations

import os
import runpy
from collections.abc import Callable, Iterator
from datetime import date
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bedfellows.actors import Registry, load_registry, resolve
from bedfellows.balance.pairs import Pairs
from bedfellows.balance.strange import strange_from
from bedfellows.case import CaseStore
from bedfellows.case.records import Reading
from bedfellows.errors import InputError
from bedfellows.explain.why import MECHANISMS, Reason, WhyAnswer, why, why_from
from bedfellows.ontology import RELATIONS
from bedfellows.scenario.outcomes import outcomes_from
from bedfellows.ties.dossier import Dossier, open_dossier
from bedfellows.ties.who import who_from

invented_case = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("invented_case.py"))))
Opened = Callable[..., Dossier]


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry().with_actors(invented_case.actors())


@pytest.fixture(scope="module")
def opened(registry: Registry, tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """Makes a case of readings and loads its evidence."""

    def make(*readings: Reading, as_of: date | None = None) -> Dossier:
        with CaseStore.open(tmp_path_factory.mktemp("case") / "c.duckdb", create=True) as store:
            for reading in readings:
                store.add(reading)
            return open_dossier(store, registry, as_of)

    return make


@pytest.fixture(scope="module")
def case(opened: Opened) -> Dossier:
    return opened(*invented_case.readings())


def find(answer: WhyAnswer, mechanism: str, **wanted: Any) -> Reason:
    for reason in answer.reasons:
        if reason.mechanism == mechanism and all(
            getattr(reason, key) == value for key, value in wanted.items()
        ):
            return reason
    raise AssertionError(
        f"no {mechanism} {wanted} among {[(r.mechanism, r.actor, r.third) for r in answer.reasons]}"
    )


def has(answer: WhyAnswer, mechanism: str) -> bool:
    return any(reason.mechanism == mechanism for reason in answer.reasons)


def claim(subject: str, relation: str, object_: str | None, **more: Any) -> dict[str, Any]:
    return {"subject": subject, "relation": relation, "object": object_, **more}


# The invented case


def test_the_common_enemy_is_named_with_the_claims_of_both_sides(case: Dossier) -> None:
    reason = find(why_from(case, "belmark", "highland-front"), "common-enemy")
    assert reason.third == "northern-brotherhood"
    said = {piece.statement for piece in reason.evidence}
    assert "Northern Brotherhood threatens Belmark" in said
    assert "Highland Front fights Northern Brotherhood" in said
    assert "Northern Brotherhood" in reason.words


def test_a_view_of_the_other_as_a_shield_is_a_buffer_against_the_enemy_it_names(case: Dossier) -> None:
    reason = find(why_from(case, "belmark", "highland-front"), "buffer")
    assert (reason.actor, reason.third) == ("belmark", "northern-brotherhood")
    assert {piece.kind for piece in reason.evidence} == {
        "motive",
        "claim",
    }  # the motive brings its claim along
    assert "shield" in reason.words


def test_a_shield_against_somebody_is_no_enemy_in_words(case: Dossier) -> None:
    assert not has(why_from(case, "belmark", "highland-front"), "called-enemies")


def test_gain_and_patronage_name_who_gives_and_who_gets(case: Dossier) -> None:
    answer = why_from(case, "corvosia", "highland-front")
    assert find(answer, "gain").actor == "highland-front"
    patron = find(answer, "patronage")
    assert patron.actor == "corvosia"
    assert "territory, training, funding and weapons" in patron.words
    gained = find(why_from(case, "belmark", "highland-front"), "gain", actor="highland-front")
    assert "standing and recognition" in gained.words


def test_an_old_war_speaks_against(case: Dossier) -> None:
    reason = find(why_from(case, "belmark", "highland-front"), "past-war")
    assert reason.side == "against"
    assert "1980s" in reason.words


def test_a_denial_speaks_against_and_adds_nothing_to_the_tie(case: Dossier) -> None:
    answer = why_from(case, "eastern-compact", "highland-front")
    assert (answer.friendly, answer.hostile, answer.aligned) == (0, 0, ())
    reason = find(answer, "denied")
    assert reason.strength > 0
    assert reason.evidence[0].currency == "denied"
    assert reason.words.startswith("Eastern Compact does not support Highland Front")


def test_a_forecast_that_would_break_the_tie_speaks_against(case: Dossier) -> None:
    reason = find(why_from(case, "corvosia", "dravian-government"), "hostile-now")
    assert reason.side == "against"
    change = find(why_from(case, "dravian-government", "highland-front"), "may-change")
    assert change.words.startswith("Unless “Corvosia closes its border”")
    assert change.evidence[0].kind == "outcome"


def test_a_friend_in_common(case: Dossier) -> None:
    reason = find(why_from(case, "estmere", "gorland"), "shared-friend")
    assert reason.third == "highland-front"


def test_the_answer_says_when_there_is_no_alignment(case: Dossier) -> None:
    answer = why_from(case, "arvenia", "red-lantern")
    assert (answer.aligned, answer.friendly, answer.reasons) == ((), 0, ())


def test_a_leader_is_taken_for_the_state_it_leads(case: Dossier) -> None:
    assert why_from(case, "marta-voss", "highland-front") == why_from(case, "belmark", "highland-front")


def test_one_actor_twice_is_refused(case: Dossier) -> None:
    with pytest.raises(InputError, match=r"two different actors.*Belmark"):
        why_from(case, "belmark", "belmark")


def test_an_actor_without_evidence_gets_an_empty_answer(case: Dossier) -> None:
    assert why_from(case, "nobody-at-all", "belmark").reasons == ()


def test_as_of_uses_nothing_published_later(registry: Registry, tmp_path: Path) -> None:
    with CaseStore.open(tmp_path / "c.duckdb", create=True) as store:
        for reading in invented_case.readings():
            store.add(reading)
        early = why(store, registry, "belmark", "highland-front", date(2017, 1, 5))
        late = why(store, registry, "belmark", "highland-front", date(2017, 1, 31))
    assert not any("standing" in reason.words for reason in early.reasons)
    assert "standing" in find(late, "gain").words
    assert early.scope.sources == 1


# Small invented sources: one mechanism at a time


def test_a_rival_of_one_whose_client_the_other_fights_is_a_common_rival(opened: Opened) -> None:
    dossier = opened(
        invented_case.small(
            [
                claim("belmark", "opposes", "arvenia"),
                claim("arvenia", "supports", "dravia"),
                claim("highland-front", "fights", "dravia"),
            ]
        )
    )
    reason = find(why_from(dossier, "belmark", "highland-front"), "common-rival")
    assert reason.third == "arvenia"
    assert len(reason.evidence) == 3
    assert "Arvenia supports Dravia" in reason.words


def test_help_to_the_foe_of_a_sanctioner_is_retaliation(opened: Opened) -> None:
    blow = claim(
        "coastal-league",
        "sanctions",
        "belmark",
        happened_from=date(2014, 1, 1),
        happened_to=date(2014, 12, 31),
    )
    foe = claim("highland-front", "fights", "coastal-league")
    helped = claim("belmark", "supports", "highland-front")
    answer = why_from(opened(invented_case.small([blow, foe, helped])), "belmark", "highland-front")
    reason = find(answer, "retaliation")
    assert (reason.actor, reason.third) == ("belmark", "coastal-league")
    without_help = why_from(opened(invented_case.small([blow, foe])), "belmark", "highland-front")
    assert not has(without_help, "retaliation")


def test_help_that_was_over_before_the_blow_is_no_retaliation(opened: Opened) -> None:
    dossier = opened(
        invented_case.small(
            [
                claim("coastal-league", "sanctions", "belmark", happened_from=date(2016, 1, 1)),
                claim("highland-front", "fights", "coastal-league"),
                claim("belmark", "supports", "highland-front", happened_to=date(2015, 6, 30)),
            ]
        )
    )
    assert not has(why_from(dossier, "belmark", "highland-front"), "retaliation")


def test_who_is_a_friend_on_balance_is_no_common_enemy(opened: Opened) -> None:
    dossier = opened(
        invented_case.small(
            [
                claim("belmark", "threatens", "corvosia"),
                claim("belmark", "allied-with", "corvosia"),
                claim("highland-front", "fights", "corvosia"),
            ]
        )
    )
    answer = why_from(dossier, "belmark", "highland-front")
    assert not has(answer, "common-enemy")
    assert not has(answer, "common-rival")
    assert find(answer, "friend-of-foe").side == "against"


def test_a_branch_counts_with_its_group(opened: Opened) -> None:
    dossier = opened(
        invented_case.small(
            [
                claim("red-lantern", "member-of", "northern-brotherhood"),
                claim("belmark", "fears", "northern-brotherhood"),
                claim("highland-front", "fights", "red-lantern", confidence=0.1),
            ]
        )
    )
    answer = why_from(dossier, "belmark", "highland-front")
    enemies = [reason for reason in answer.reasons if reason.mechanism == "common-enemy"]
    assert [reason.third for reason in enemies] == ["northern-brotherhood"]
    assert len(enemies[0].evidence) == 3


def test_the_past_of_a_state_falls_to_the_one_that_carries_it_on(opened: Opened) -> None:
    war = claim(
        "ussr",
        "fights",
        "highland-front",
        tense="past",
        happened_from=date(1980, 1, 1),
        happened_to=date(1988, 1, 1),
    )
    dossier = opened(invented_case.small([war]))
    russia = find(why_from(dossier, "russia", "highland-front"), "past-war")
    tajikistan = find(why_from(dossier, "tajikistan", "highland-front"), "past-war")
    assert russia.facts[0].statement == "Russia is the successor of Soviet Union."
    assert russia.strength > tajikistan.strength > 0


def test_sharing_a_forum_is_no_alliance_and_sharing_a_defence_treaty_is(opened: Opened) -> None:
    dossier = opened(invented_case.small([claim("russia", "contacts", "united-states")]))
    assert not has(why_from(dossier, "russia", "united-states"), "shared-alliance")
    assert not has(why_from(dossier, "russia", "ukraine"), "shared-alliance")  # a part of the world is none
    allies = find(why_from(dossier, "germany", "united-states"), "shared-alliance")
    assert "NATO" in allies.words
    assert allies.facts and allies.strength == 0.5


def test_a_registry_border_that_is_missing_is_a_fact_and_says_little(opened: Opened) -> None:
    reason = find(why_from(opened(invented_case.small([])), "russia", "afghanistan"), "no-border")
    assert reason.strength == 0.25
    assert reason.facts and not reason.evidence


@pytest.mark.parametrize("pair", [("russia", "afghanistan"), ("germany", "united-states")])
def test_the_order_of_the_two_changes_no_word(opened: Opened, pair: tuple[str, str]) -> None:
    dossier = opened(invented_case.small([]))
    assert why_from(dossier, *pair).reasons == why_from(dossier, *reversed(pair)).reasons != ()


def test_to_deny_a_war_is_not_to_deny_a_tie(opened: Opened) -> None:
    peaceful = claim("belmark", "fights", "highland-front", negated=True)
    assert not has(why_from(opened(invented_case.small([peaceful])), "belmark", "highland-front"), "denied")


def test_no_longer_an_enemy_is_not_an_enemy(opened: Opened) -> None:
    def called(detail: str) -> bool:
        reading = invented_case.small([claim("belmark", "describes-as", "highland-front", detail=detail)])
        return has(why_from(opened(reading), "belmark", "highland-front"), "called-enemies")

    assert called("a threat to the nation")
    assert not called("no longer an enemy")
    assert not called("a bulwark against the terrorists")


def test_a_statement_told_of_leader_and_state_is_one_witness(opened: Opened) -> None:
    once = [claim("marta-voss", "leads", "belmark"), claim("belmark", "supports", "highland-front")]
    twice = [*once, claim("marta-voss", "supports", "highland-front")]
    first = why_from(opened(invented_case.small(once)), "belmark", "highland-front")
    second = why_from(opened(invented_case.small(twice)), "belmark", "highland-front")
    assert first.friendly == second.friendly > 0


# Laws

ACTORS = (
    "belmark",
    "corvosia",
    "highland-front",
    "northern-brotherhood",
    "coastal-league",
    "marta-voss",
    "upper-tarn",
)
RELATION = st.sampled_from(sorted(RELATIONS))
CERTAINTY = st.sampled_from(["asserted", "reported", "opinion", "hedged", "conditional", "denied"])


@st.composite
def claims(draw: st.DrawFn, least: int = 0) -> list[dict[str, Any]]:
    made = []
    for _ in range(draw(st.integers(least, 9))):
        subject, object_ = draw(st.lists(st.sampled_from(ACTORS), min_size=2, max_size=2, unique=True))
        start = draw(st.none() | st.dates(date(1980, 1, 1), date(2017, 1, 1)))
        made.append(
            claim(
                subject,
                draw(RELATION),
                draw(st.just(object_) | st.none()) if draw(st.booleans()) else object_,
                certainty=draw(CERTAINTY),
                negated=draw(st.booleans()) and draw(st.booleans()),
                tense=draw(st.sampled_from(["past", "present", "present", "future"])),
                happened_from=start,
                happened_to=draw(st.none() | st.dates(start, date(2017, 1, 1))) if start else None,
                support_types=draw(st.sampled_from([(), ("weapons",), ("funding", "territory")])),
                confidence=draw(st.floats(0, 1)),
                credibility=draw(st.sampled_from("123456")),
                detail=draw(
                    st.sampled_from(["", "a threat", "more influence", "a shield against the Brotherhood"])
                ),
            )
        )
    return made


QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def ids_in(answer: WhyAnswer) -> Iterator[str]:
    yield from (piece.id for piece in answer.aligned)
    yield from (piece.id for reason in answer.reasons for piece in reason.evidence)


@QUICK
@given(found=claims(least=3))
def test_the_laws_of_every_answer(registry: Registry, found: list[dict[str, Any]]) -> None:
    dossier = invented_case.dossier(registry, invented_case.small(found))
    known = {record.id for record in (*dossier.claims, *dossier.motives, *dossier.outcomes)}
    for a, b in combinations(ACTORS, 2):
        answer, back = why_from(dossier, a, b), why_from(dossier, b, a)
        assert (answer.reasons, answer.aligned, answer.friendly, answer.hostile) == (
            back.reasons,
            back.aligned,
            back.friendly,
            back.hostile,
        )
        assert set(ids_in(answer)) <= known
        assert 0 <= answer.friendly <= 1
        assert 0 <= answer.hostile <= 1
        for reason in answer.reasons:
            assert 0 < reason.strength <= 1
            assert reason.evidence or reason.facts
            assert MECHANISMS[reason.mechanism].side == reason.side
            assert reason.words[-1] == "."
            assert ";." not in reason.words and not reason.words.startswith(".")
        for side in (answer.reasons_for, answer.reasons_against):
            assert [reason.strength for reason in side] == sorted((r.strength for r in side), reverse=True)
        assert answer.reasons == (*answer.reasons_for, *answer.reasons_against)


@QUICK
@given(found=claims(least=2), more=claims(least=1))
def test_what_is_denied_or_expected_never_adds_strength(
    registry: Registry, found: list[dict[str, Any]], more: list[dict[str, Any]]
) -> None:
    unreal = [
        {**one, "certainty": "denied"} if number % 2 else {**one, "certainty": "conditional"}
        for number, one in enumerate(more)
    ]
    unreal = [one for one in unreal if one["relation"] != "leads"]
    first = invented_case.small(found)
    alone = invented_case.dossier(registry, first)
    joined = invented_case.dossier(registry, first, invented_case.small(unreal, about=" (again)"))
    for a, b in combinations(ACTORS, 2):
        before, after = Pairs(alone), Pairs(joined)
        assert before.strength(before.current_all(a, b)) == after.strength(after.current_all(a, b))
    one, other = strange_from(alone, None), strange_from(joined, None)
    assert [(p.a, p.b, p.friendly, p.hostile) for p in one.pairs] == [
        (p.a, p.b, p.friendly, p.hostile) for p in other.pairs
    ]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=claims(least=2), later=claims(least=1))
def test_nothing_published_later_changes_an_earlier_answer(
    registry: Registry, found: list[dict[str, Any]], later: list[dict[str, Any]]
) -> None:
    as_of = date(2017, 1, 20)
    first = invented_case.small(found, date(2017, 1, 4))
    second = invented_case.small(later, date(2017, 2, 1), " (later)")
    with TemporaryDirectory() as folder, CaseStore.open(Path(folder) / "c.duckdb", create=True) as store:
        store.add(first)
        before = open_dossier(store, registry, as_of)
        store.add(second)
        after = open_dossier(store, registry, as_of)
    late = {record.id for record in second.claims} - {record.id for record in first.claims}
    for a, b in combinations(ACTORS[:5], 2):
        answer = why_from(after, a, b)
        assert answer == why_from(before, a, b)
        assert not late & set(ids_in(answer))
    assert strange_from(after) == strange_from(before)
    assert who_from(after, "belmark") == who_from(before, "belmark")
    assert outcomes_from(after) == outcomes_from(before)


# The real article


@pytest.fixture(scope="module")
def article(registry: Registry, opened: Opened) -> Dossier:
    shared = Path(os.environ.get("BEDFELLOWS_SHARED") or Path(__file__).parents[1].parent / "shared")
    path = shared / "articles" / "russia-and-the-taliban.txt"
    if not path.exists():
        pytest.skip(f"the article is not there: {path} (set BEDFELLOWS_SHARED)")
    from bedfellows.reader.documents import load
    from bedfellows.reader.rules import RuleReader

    documents = list(load(str(path), published=date(2017, 1, 4), kind="opinion"))
    return opened(*RuleReader(load_registry()).read(documents))


def named(registry: Registry, name: str) -> str:
    actor = resolve(name, date(2017, 1, 4), registry).actor
    assert actor is not None, name
    return actor.id


def test_russia_and_the_taliban(article: Dossier, registry: Registry) -> None:
    russia, taliban = named(registry, "Russia"), named(registry, "Taliban")
    strangest = strange_from(article).pairs[0]
    assert {strangest.a, strangest.b} == {russia, taliban}
    answer = why_from(article, russia, taliban)
    assert answer.aligned
    assert answer.friendly > answer.hostile
    enemies = {reason.third for reason in answer.reasons if reason.mechanism == "common-enemy"}
    assert enemies & {named(registry, "Islamic State"), named(registry, "IS-Khorasan")}
    rival = find(answer, "common-rival", third=named(registry, "United States"))
    assert any("sanctioned Russia" in piece.statement for piece in rival.evidence)
    war = find(answer, "past-war")
    assert war.side == "against"
    assert any("Soviet Union" in fact.statement for fact in war.facts)
    assert has(answer, "no-border")
    assert has(answer, "may-change")


def test_the_article_says_what_may_happen(article: Dossier) -> None:
    answer = outcomes_from(article)
    kinds = {(fork.kind, branch.outcome): branch for fork in answer.forks for branch in fork.branches}
    assert any(kind == "as-long-as" and "status quo" in outcome for kind, outcome in kinds)
    power = next(branch for (_, outcome), branch in kinds.items() if "take power" in outcome)
    assert any("failed state" in follower.outcome for follower in power.then)
