"""Equilibria of conflicts in option form: published results, an independent brute force, laws, and what a user meets."""

from __future__ import annotations

import itertools
import json
import os
import runpy
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import bedfellows as bf
from bedfellows.actors import load_registry
from bedfellows.cli.program import program
from bedfellows.errors import BedfellowsError, InputError
from bedfellows.scenario.conflict_draft import draft_conflict
from bedfellows.scenario.conflict_file import parse_conflict, read_conflict
from bedfellows.scenario.equilibria import EquilibriaAnswer, equilibria
from bedfellows.scenario.inverse import inverse, lowered, stable_at
from bedfellows.scenario.options import ConflictModel, DecisionMaker, Option, Ranking
from bedfellows.scenario.stability import CONCEPTS, Concept, Stabilities
from bedfellows.scenario.statements import All, Not, Statement, Taken, parse
from bedfellows.scenario.states import Graph, build
from bedfellows.ties.dossier import Dossier

invented_case = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("invented_case.py"))))
REGISTRY = load_registry().with_actors(invented_case.actors())
SHARED = Path(os.environ.get("BEDFELLOWS_SHARED") or Path(__file__).parents[2] / "shared")
PUBLISHED = SHARED / "data" / "gmcr"
few = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def published(name: str) -> ConflictModel:
    if not (PUBLISHED / name).exists():
        pytest.skip(f"needs gmcr/{name} in the folder of published data (BEDFELLOWS_SHARED)")
    return read_conflict(PUBLISHED / name)


def run(*args: str | Path, code: int = 0) -> Result:
    result = CliRunner().invoke(program, [str(arg) for arg in args], prog_name="bedfellows")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result


# Elmira as its authors have it, with the four ways to abandon as one state (Hipel, Fang, Kilgour and Peng 1993, "Environmental
# conflict resolution using the graph model"; Fang, Hipel, Kilgour and Peng 2003). The rankings are theirs.
ELMIRA = """
title = "Elmira"
infeasible = ["delay and accept", "delay and abandon", "accept and abandon", "not (delay or accept or abandon)"]
same = ["abandon"]
status_quo = "delay and not modify and not insist and not accept and not abandon"

[[decision_maker]]
name = "Ministry of the Environment"
options = [{ key = "modify", moves = "take" }]
ranking = [["accept and insist and not modify"], "accept and not modify", "accept and modify and not insist",
           "accept and modify and insist", "delay and insist and not modify", "delay and not modify",
           "delay and modify and not insist", "delay and modify and insist", "abandon"]

[[decision_maker]]
name = "Uniroyal"
options = [{ key = "delay", moves = "drop" }, "accept", { key = "abandon", moves = "take" }]
ranking = ["delay and not modify and not insist", "accept and modify and not insist", "accept and modify and insist",
           "delay and not modify and insist", "abandon", "accept and not modify and not insist",
           "accept and not modify and insist", "delay and modify and not insist", "delay and modify and insist"]

[[decision_maker]]
name = "Local Government"
options = ["insist"]
ranking = ["accept and not modify and insist", "accept and not modify", "delay and not modify and insist",
           "delay and not modify", "accept and modify and insist", "delay and modify and insist",
           "accept and modify and not insist", "delay and modify and not insist", "abandon"]
"""


def of_elmira(number: int, answer: EquilibriaAnswer) -> frozenset[str]:
    return frozenset(answer.state(number).taken)


def test_elmira_has_the_three_published_equilibria() -> None:
    answer = equilibria(parse_conflict(ELMIRA))
    assert len(answer.states) == 9
    resting = {frozenset(answer.state(number).taken) for number in answer.equilibria["nash"]}
    # States 5, 8 and 9 of the authors: Uniroyal delays or the ministry gives in, while the locals insist; or it abandons.
    assert resting == {
        frozenset({"delay", "insist"}),
        frozenset({"modify", "accept", "insist"}),
        frozenset({"abandon"}),
    }
    for concept in ("seq", "smr", "gmr"):
        assert set(answer.equilibria["nash"]) <= set(answer.equilibria[concept])


def test_elmira_may_jump_from_one_equilibrium_to_another_as_it_did() -> None:
    answer = equilibria(parse_conflict(ELMIRA))
    (jump,) = answer.jumps
    assert jump.players == ("Ministry of the Environment", "Uniroyal")
    assert of_elmira(jump.start, answer) == {"delay", "insist"}
    assert of_elmira(jump.to, answer) == {"modify", "accept", "insist"}
    assert [move.by for move in jump.path] == ["Ministry of the Environment", "Uniroyal"]


def test_elmira_from_the_status_quo() -> None:
    answer = equilibria(parse_conflict(ELMIRA))
    ways = {of_elmira(way.to, answer): way for way in answer.ways}
    (insist,) = ways[frozenset({"delay", "insist"})].path
    assert insist.by == "Local Government"
    assert ways[frozenset({"delay", "insist"})].by == "improvements"
    assert ways[frozenset({"modify", "accept", "insist"})].by == "moves"


def test_the_file_of_elmira_agrees() -> None:
    answer = equilibria(published("Elmira.gmcr"))
    assert len(answer.states) == 12
    assert answer.equilibria["nash"] == answer.equilibria["seq"] == (5, 6, 7, 10, 11, 12)
    assert {answer.state(number).pattern for number in (7, 10)} == {"NYNNY", "YNYNY"}
    assert all("abandon" in answer.state(number).taken for number in (5, 6, 11, 12))
    # Delay and a modified order without pressure are held by fear of what the others could do (GMR and SMR) alone.
    assert answer.state(1).equilibrium == answer.state(4).equilibrium == ("gmr", "smr")


def test_the_prisoners_dilemma() -> None:
    """Mutual defection is Nash; cooperation is stable for whoever looks ahead (Fang, Hipel and Kilgour 1993)."""
    answer = equilibria(published("Prisoners.gmcr"))
    assert answer.equilibria["nash"] == (1,)
    assert answer.equilibria["gmr"] == answer.equilibria["smr"] == answer.equilibria["seq"] == (1, 4)
    assert [(jump.start, jump.to, len(jump.players)) for jump in answer.jumps] == [(1, 4, 2)]


CHICKEN = """
title = "Chicken"
[[decision_maker]]
name = "One"
options = ["one"]
ranking = ["two and not one", "one and two", "one", "not one and not two"]
[[decision_maker]]
name = "Two"
options = ["two"]
ranking = ["one and not two", "one and two", "two", "not one and not two"]
"""


def test_chicken() -> None:
    """The two Nash equilibria; that both swerve is held by fear of a crash, which nobody would gain by (Fang et al. 1993)."""
    answer = equilibria(parse_conflict(CHICKEN))
    assert answer.equilibria["nash"] == answer.equilibria["seq"] == (2, 3)
    assert answer.equilibria["gmr"] == answer.equilibria["smr"] == (2, 3, 4)


def test_the_cuban_missile_crisis() -> None:
    """Fraser and Hipel (1984, "Conflict Analysis") have outcomes 4 and 6, in binary, as equilibria: that the Soviet Union
    withdraws with or without a blockade. The crisis came from 2 through 6 to 4. In their model an air strike can be taken back."""
    model = published("Cuban.gmcr")
    free = tuple(
        replace(one, options=tuple(replace(option, moves="both") for option in one.options))
        for one in model.decision_makers
    )
    answer = equilibria(replace(model, decision_makers=free))
    assert len(answer.states) == 12
    assert [answer.state(number).pattern for number in answer.equilibria["seq"]] == ["NNYN", "NYYN"]
    # Their order of preference for the Soviet Union, as binary numbers, the best first.
    bits = {
        state.number: sum(1 << place for place, sign in enumerate(state.pattern) if sign == "Y")
        for state in answer.states
    }
    soviet = [bits[number] for (number,) in answer.decision_makers[1].ranking]
    assert soviet == [0, 4, 6, 2, 5, 1, 7, 3, 11, 9, 10, 8]
    # The file forbids to take back an air strike, which adds one: strike and withdrawal.
    given_ = equilibria(model)
    assert [given_.state(number).pattern for number in given_.equilibria["seq"]] == ["NNYN", "YNYN", "NYYN"]


# The conflict of Syria and Iraq over the Euphrates, with the payoffs and the verdicts that GMCR+ prints for it (its example SyriaIraq).
EUPHRATES = """
title = "Euphrates"
infeasible = ["release and escalate"]
[[decision_maker]]
name = "Syria"
options = ["release", "escalate"]
ranking = [1, 3, 6, 2, 4, 5]
[[decision_maker]]
name = "Iraq"
options = ["force"]
ranking = [2, 4, 6, 1, 5, 3]
"""
VERDICTS = {
    "Syria": {1: "ngsq", 2: "", 3: "gsq", 4: "", 5: "", 6: "ngsq"},
    "Iraq": {1: "g", 2: "ngsq", 3: "", 4: "ngsq", 5: "gq", 6: "ngsq"},
}


def test_the_euphrates_as_gmcr_plus_has_it() -> None:
    answer = equilibria(parse_conflict(EUPHRATES))
    letters = {"nash": "n", "gmr": "g", "smr": "s", "seq": "q"}
    for place, player in enumerate(answer.players):
        found = {
            state.number: "".join(letters[concept] for concept in state.stable[place])
            for state in answer.states
        }
        assert found == VERDICTS[player]


# The Garrison Diversion Unit (Hipel and Fraser 1980; four decision makers, 23 states), as GMCR+ ships it.
GARRISON = """
title = "Garrison Diversion Unit"
infeasible = ["full and reduced", "full and appease", "reduced and appease", "c-full and c-reduced", "c-full and c-lonetree",
  "c-full and c-suspend", "c-reduced and c-lonetree", "c-reduced and c-suspend", "c-lonetree and c-suspend",
  "not full and not reduced and not appease", "not (c-full or c-reduced or c-lonetree or c-suspend)",
  "full and not legal", "appease and legal", "full and not treaty and not c-full", "reduced and not treaty and c-lonetree",
  "reduced and not treaty and c-suspend", "appease and not treaty and c-lonetree", "appease and not treaty and c-suspend"]
[[decision_maker]]
name = "US Support"
options = ["full", "reduced", "appease"]
ranking = [3, 7, [1, 2], 4, [5, 6], 8, 9, 12, 11, 15, 10, 13, 14, 17, 16, 18, 19, 21, 20, 22, 23]
[[decision_maker]]
name = "US Opposition"
options = ["legal"]
ranking = [[21, 17, 13, 10, 6, 2], [23, 19], 15, 11, 8, 4, 22, 18, 14, 7, 3, 20, 16, 12, 9, 5, 1]
[[decision_maker]]
name = "Canadian Opposition"
options = ["treaty"]
ranking = [23, [20, 21], 19, [16, 17], 11, [9, 10], 15, [12, 13], 2, 4, 1, 8, [5, 6], 22, 18, 14, 3, 7]
[[decision_maker]]
name = "IJC"
options = ["c-full", "c-reduced", "c-lonetree", "c-suspend"]
ranking = [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]]
"""


def test_garrison_has_the_nash_equilibria_that_gmcr_plus_finds() -> None:
    answer = equilibria(parse_conflict(GARRISON))
    assert len(answer.states) == 23
    assert answer.equilibria["nash"] == (2, 3, 11, 17, 18, 21, 22)


RELAY = """
title = "Invented: a punishment that takes two"
[[decision_maker]]
name = "Mover"
options = ["go"]
ranking = ["go and not (one and two)", "not go", "go"]
[[decision_maker]]
name = "One"
options = ["one"]
priorities = ["one"]
[[decision_maker]]
name = "Two"
options = [{ key = "two", moves = "take" }]
priorities = ["two if one", "not two"]
"""


def test_opponents_may_move_one_after_the_other() -> None:
    """Neither One nor Two alone can punish; both in a row can, and each gains by its step."""
    answer = equilibria(parse_conflict(RELAY))
    start = answer.state(1)
    assert start.taken == ()
    (reason,) = [one for one in start.reasons if one.player == "Mover" and one.concept == "seq"]
    assert reason.stable
    (gain,) = reason.improvements
    assert [move.by for move in gain.answer] == ["One", "Two"]
    assert "One would gain by answering" in reason.words
    assert ", then Two with" in reason.words


# An independent implementation, from the words of the definitions: sets, loops, no matrices.


class Brute:
    """Everything from scratch: states as sets of options, sequences by walking them."""

    def __init__(self, model: ConflictModel) -> None:
        keys = [option.key for option in model.options]
        self.moves_of = {option.key: option.moves for option in model.options}
        every = []
        for signs in itertools.product((False, True), repeat=len(keys)):
            state = frozenset(key for key, sign in zip(keys, signs, strict=True) if sign)
            if not any(self.true(statement, state) for statement in model.infeasible):
                every.append(state)
        every.sort(key=lambda state: sum(1 << keys.index(key) for key in state))
        self.states = every
        self.own = [{option.key for option in one.options} for one in model.decision_makers]
        self.rank = []
        for one in model.decision_makers:
            assert isinstance(one.preferences, Ranking)
            self.rank.append(
                {every[int(n) - 1]: place for place, g in enumerate(one.preferences.groups) for n in g}
            )

    def true(self, statement: Statement, state: frozenset[str]) -> bool:
        if isinstance(statement, Taken):
            return statement.key in state
        if isinstance(statement, Not):
            return not self.true(statement.part, state)
        assert isinstance(statement, All)
        return all(self.true(part, state) for part in statement.parts)

    def reach(self, i: int, s: frozenset[str]) -> list[frozenset[str]]:
        def legal(t: frozenset[str]) -> bool:
            return all(
                (key in self.own[i]) and (self.moves_of[key] != ("drop" if key in t else "take"))
                for key in s ^ t
            )

        return [t for t in self.states if t != s and legal(t)]

    def likes(self, i: int, t: frozenset[str], s: frozenset[str]) -> bool:
        return self.rank[i][t] < self.rank[i][s]

    def improve(self, i: int, s: frozenset[str]) -> list[frozenset[str]]:
        return [t for t in self.reach(i, s) if self.likes(i, t, s)]

    def group(self, i: int, s: frozenset[str], *, gaining: bool) -> set[frozenset[str]]:
        found: set[tuple[frozenset[str], int]] = set()

        def walk(state: frozenset[str], last: int) -> None:
            for j in range(len(self.own)):
                if j in {i, last}:
                    continue
                for t in self.improve(j, state) if gaining else self.reach(j, state):
                    if (t, j) not in found:
                        found.add((t, j))
                        walk(t, j)

        walk(s, -1)
        return {t for t, _ in found}

    def stable(self, i: int, s: frozenset[str], concept: Concept) -> bool:
        for s1 in self.improve(i, s):
            if concept == "nash":
                return False
            answers = self.group(i, s1, gaining=concept == "seq")
            bad = [s2 for s2 in answers if not self.likes(i, s2, s)]
            if concept == "smr":
                bad = [s2 for s2 in bad if not any(self.likes(i, s3, s) for s3 in self.reach(i, s2))]
            if not bad:
                return False
        return True


@st.composite
def conflicts(draw: st.DrawFn) -> ConflictModel:
    """Any conflict of one to four decision makers with up to five options, some states left out, ties and one-way moves."""
    owners = draw(st.lists(st.integers(0, 3), min_size=1, max_size=5))
    makers = max(owners) + 1
    keys = [f"o{number}" for number in range(len(owners))]
    ways = draw(st.lists(st.sampled_from(["both", "both", "take", "drop"]), min_size=5, max_size=5))
    every = list(itertools.product((False, True), repeat=len(keys)))
    out = draw(st.sets(st.integers(0, len(every) - 1), max_size=len(every) - 1))
    infeasible = tuple(
        All(tuple(Taken(k) if sign else Not(Taken(k)) for k, sign in zip(keys, every[one], strict=True)))
        for one in sorted(out)
    )
    size = len(every) - len(out)
    deciding = []
    for maker in range(makers):
        places = draw(st.lists(st.integers(0, 4), min_size=size, max_size=size))
        groups = [tuple(n + 1 for n in range(size) if places[n] == place) for place in range(5)]
        options = tuple(
            Option(key, key, way)
            for key, owner, way in zip(keys, owners, ways, strict=False)
            if owner == maker
        )
        deciding.append(DecisionMaker(f"d{maker}", options, Ranking(tuple(g for g in groups if g))))
    return ConflictModel("invented", tuple(deciding), infeasible, order=tuple(keys))


@few
@given(conflicts())
def test_stability_is_that_of_the_definitions(model: ConflictModel) -> None:
    brute, found = Brute(model), Stabilities(build(model))
    for concept in CONCEPTS:
        expected = [
            [brute.stable(i, state, concept) for state in brute.states] for i in range(len(brute.own))
        ]
        assert found.stable[concept].tolist() == expected


@few
@given(conflicts())
def test_the_concepts_contain_one_another(model: ConflictModel) -> None:
    """Nash within SMR within GMR, Nash within SEQ within GMR (Fang, Hipel and Kilgour 1993, theorems 5.1 to 5.3)."""
    stable = Stabilities(build(model)).stable
    for narrow, wide in (("nash", "smr"), ("smr", "gmr"), ("nash", "seq"), ("seq", "gmr")):
        assert not (stable[narrow] & ~stable[wide]).any()


@few
@given(conflicts())
def test_every_reason_holds(model: ConflictModel) -> None:
    """A stable state has an answer to every improvement, an unstable one a move without; each answer is made of legal moves."""
    answer, brute = equilibria(model), Brute(model)
    of = {one.name: number for number, one in enumerate(model.decision_makers)}
    for state in answer.states:
        for reason in state.reasons:
            i = of[reason.player]
            here = brute.states[state.number - 1]
            assert {gain.to for gain in reason.improvements} == {
                brute.states.index(t) + 1 for t in brute.improve(i, here)
            }
            assert reason.stable == all(gain.answer for gain in reason.improvements)
            for gain in reason.improvements:
                at, last = brute.states[gain.to - 1], i
                for move in gain.answer:
                    by, to = of[move.by], brute.states[move.to - 1]
                    assert by not in {i, last}
                    assert to in (brute.improve if reason.concept == "seq" else brute.reach)(by, at)
                    at, last = to, by
                assert not gain.answer or not brute.likes(i, at, here)


@few
@given(conflicts(), st.data())
def test_the_order_of_options_does_not_matter(model: ConflictModel, data: st.DataObject) -> None:
    """Numbers change with the order of options; what is stable does not. Rankings go by statements, which do not change."""
    first = build(model)
    keys = [option.key for option in first.model.options]
    exact = [
        All(
            tuple(
                Taken(k) if sign == "Y" else Not(Taken(k))
                for k, sign in zip(keys, first.pattern(s), strict=True)
            )
        )
        for s in range(first.size)
    ]
    named = tuple(
        replace(
            one,
            preferences=Ranking(
                tuple(tuple(exact[int(n) - 1] for n in group) for group in one.preferences.groups)
            ),
        )
        for one in model.decision_makers
    )
    order = tuple(data.draw(st.permutations(keys)))
    one, other = equilibria(model), equilibria(replace(model, decision_makers=named, order=order))
    for concept in CONCEPTS:
        assert {frozenset(one.state(n).taken) for n in one.equilibria[concept]} == {
            frozenset(other.state(n).taken) for n in other.equilibria[concept]
        }


@few
@given(conflicts(), st.data())
def test_inverse_preferences_make_an_equilibrium_with_fewest_changes(
    model: ConflictModel, data: st.DataObject
) -> None:
    graph = build(model)
    state = data.draw(st.integers(0, graph.size - 1))
    concept = data.draw(st.sampled_from(CONCEPTS))
    found = inverse(graph, state, concept)
    stabilities = Stabilities(graph)
    stable = stabilities.stable[concept][:, state]
    worth = graph.worth.copy()
    for change in found.changes:
        one = change.decision_maker
        worth[one] = lowered(worth[one], state, change.demoted)
        if not found.fewest:
            continue
        assert not stable[one]
        best = fewest(stabilities, one, state, concept)
        assert {frozenset(change.demoted), *map(frozenset, change.alternatives)} <= best
        assert change.complete == (len(best) == 1 + len(change.alternatives))
    assert Stabilities(replace(graph, worth=worth)).stable[concept][:, state].all()
    if stable.all():
        assert not found.changes


def fewest(found: Stabilities, one: int, state: int, concept: Concept) -> set[frozenset[int]]:
    """All smallest sets of states whose demotion makes a state stable, by trying every set."""
    worth = found.graph.worth[one]
    above = [int(t) for t in np.flatnonzero(worth > worth[state])]
    for size in range(len(above) + 1):
        good = set()
        for chosen in itertools.combinations(above, size):
            changed = found.graph.worth.copy()
            changed[one] = lowered(worth, state, chosen)
            if Stabilities(replace(found.graph, worth=changed)).stable[concept][one, state]:
                good.add(frozenset(chosen))
        if good:
            return good
    raise AssertionError("with nothing better, every state is stable")


@few
@given(conflicts(), st.data())
def test_a_single_state_is_judged_as_all_are(model: ConflictModel, data: st.DataObject) -> None:
    graph = build(model)
    found = Stabilities(graph)
    state = data.draw(st.integers(0, graph.size - 1))
    for concept in CONCEPTS:
        for one in range(len(model.decision_makers)):
            assert (
                stable_at(found, one, state, concept, graph.worth[one]) == found.stable[concept][one, state]
            )


def test_what_prisoners_would_have_to_want() -> None:
    answer = equilibria(published("Prisoners.gmcr"), wanted=4)
    by = {wanted.concept: wanted for wanted in answer.wanted}
    assert by["seq"].wishes == ()
    one, two = by["nash"].wishes
    assert (one.decision_maker, one.no_better, one.complete) == ("Prisoner One", (3,), True)
    assert (two.decision_maker, two.no_better) == ("prisoner 2", (2,))
    assert any("not want" in edit or "no longer" in edit or "instead" in edit for edit in one.edits)
    for edit in one.edits:
        assert "cooperate-with-2" in edit or "cooperate-with-one" in edit


def test_coalitions_of_a_model_act_as_one() -> None:
    model = parse_conflict(CHICKEN.replace('title = "Chicken"', 'title = "C"\ncoalitions = [["One", "Two"]]'))
    answer = equilibria(model)
    assert answer.players == ("One and Two",)
    # Every state but mutual disaster is at its best for one of the two, so the pair moves from that one alone.
    assert answer.equilibria["nash"] == (2, 3, 4)


def test_priorities_weights_and_rankings_say_the_same() -> None:
    def model(wants: str) -> EquilibriaAnswer:
        return equilibria(parse_conflict(f'[[decision_maker]]\nname = "A"\noptions = ["a", "b"]\n{wants}\n'))

    ranked = model("ranking = [2, 4, 1, 3]").decision_makers[0].ranking
    assert model('priorities = ["a", "not b"]').decision_makers[0].ranking == ranked
    assert model('weights = { a = 2, "not b" = 1.5 }').decision_makers[0].ranking == ranked
    assert model("weights = { a = -2, b = 0 }").decision_makers[0].ranking == ((1, 3), (2, 4))


def statements() -> st.SearchStrategy[str]:
    return st.recursive(
        st.sampled_from(["a", "b", "c-d"]),
        lambda part: st.one_of(
            part.map(lambda one: f"not {one}"),
            part.map(lambda one: f"({one})"),
            st.tuples(part, st.sampled_from(["and", "or", "if", "iff"]), part).map(" ".join),
        ),
        max_leaves=8,
    )


@few
@given(statements())
def test_a_statement_means_the_same_when_it_is_written_again(text: str) -> None:
    keys = frozenset({"a", "b", "c-d"})
    first = parse(text, keys, "a test")
    assert str(parse(str(first), keys, "a test")) == str(first)


@few
@given(st.text(max_size=60))
def test_a_statement_is_read_or_refused(text: str) -> None:
    try:
        parse(text, frozenset({"a"}), "a test")
    except InputError as error:
        assert "a test" in str(error)


MAKER = '[[decision_maker]]\nname = "A"\noptions = ["a", "b"]\n'


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("", "at least one [[decision_maker]]"),
        ("title = 1\n" + MAKER + "priorities = []", "title"),
        ("a = [", "TOML"),
        ("colour = 'red'\n" + MAKER, "colour"),
        (MAKER, "priorities, weights, ranking"),
        (MAKER + 'priorities = ["c"]', "'c'"),
        (MAKER + 'priorities = ["a and"]', "the end"),
        (MAKER + 'priorities = ["(a"]', "closing bracket"),
        (MAKER + 'priorities = ["a b"]', "'b'"),
        (MAKER + "priorities = [3]", "'3'"),
        (MAKER + "ranking = [1, 2]", "state 3, 4"),
        (MAKER + "ranking = [1, 2, 3, 4, 5]", "1 to 4"),
        (MAKER + "ranking = [1, 2, 3, 4, 4]", "4 twice"),
        (MAKER + 'ranking = ["a or not a", "b"]', "'b'"),
        (MAKER + 'weights = { a = "much" }', "much"),
        (MAKER + "weights = { a = nan }", "nan"),
        ('infeasible = ["a or not a"]\n' + MAKER + "priorities = []", "found 0"),
        ('status_quo = "a"\n' + MAKER + "priorities = []", "2, 4"),
        ('coalitions = [["B"]]\n' + MAKER + "priorities = []", "'B'"),
        (MAKER + "priorities = []\n" + MAKER + "priorities = []", "each name once"),
        (MAKER.replace('"b"', '"a"') + "priorities = []", "each key once"),
        (MAKER.replace('"b"', '"not"') + "priorities = []", "none of not"),
        (MAKER.replace('"b"', '{ key = "b", moves = "up" }') + "priorities = []", "'up'"),
        (
            MAKER.replace('"b"', ", ".join(f'"b{n}"' for n in range(30))) + "priorities = []",
            "1 to 20 options",
        ),
        (MAKER.replace('"b"', ", ".join(f'"b{n}"' for n in range(15))) + "priorities = []", "65536"),
        (MAKER + f"priorities = ['{'(' * 100}a']", "40 brackets"),
        (MAKER + f"priorities = ['{'a and ' * 1000}a']", "2000 characters"),
    ],
)
def test_a_wrong_conflict_is_refused_with_the_place(text: str, phrase: str) -> None:
    with pytest.raises(InputError) as error:
        equilibria(parse_conflict(text, "mine.toml"))
    assert phrase in str(error.value)
    assert "\x00" not in str(error.value)


GMCR: dict[str, Any] = {
    "options": [{"name": "A", "permittedDirection": "both"}, {"name": "A", "permittedDirection": "fwd"}],
    "decisionMakers": [
        {"name": "X", "options": [1], "preferences": [[[0, "Y"]]]},
        {"name": "Y", "options": [0], "preferences": []},
    ],
    "infeasibles": [[[0, "Y"], [1, "Y"]]],
}


def test_a_gmcr_file_may_have_options_in_any_order(tmp_path: Path) -> None:
    path = tmp_path / "invented.gmcr"
    path.write_text(json.dumps(GMCR))
    answer = bf.equilibria(path)
    assert [state.pattern for state in answer.states] == ["NN", "YN", "NY"]
    assert answer.decision_makers[0].ranking == ((2,), (1, 3))
    assert answer.decision_makers[0].options == (("a-2", "A"),)


@pytest.mark.parametrize(
    ("change", "phrase"),
    [
        ({"options": 3}, "options"),
        ({"options": [{}]}, "option 1"),
        ({"options": [{"name": "A", "permittedDirection": "up"}]}, "'up'"),
        ({"infeasibles": [[[5, "Y"]]]}, "0 to 1"),
        ({"infeasibles": [[[0, "J"]]]}, "Y or N"),
        ({"decisionMakers": [{"name": "X", "options": [0], "preferences": []}]}, "one decision maker"),
        ({"decisionMakers": [{"options": [0, 1], "preferences": []}]}, "name"),
        ({"coalitions": [[0, 0]]}, "coalitions"),
        ({"useManualPreferenceRanking": True}, "preferenceVector"),
        ({"useManualPreferenceVectors": True,
          "decisionMakers": [{"name": "X", "options": [0, 1], "preferenceVector": ["a"]}]}, "numbers of states"),
    ],
)  # fmt: skip
def test_a_wrong_gmcr_file_is_refused(tmp_path: Path, change: dict[str, Any], phrase: str) -> None:
    path = tmp_path / "wrong.gmcr"
    path.write_text(json.dumps({**GMCR, **change}))
    with pytest.raises(InputError) as error:
        bf.equilibria(path)
    assert phrase in str(error.value)
    assert "wrong.gmcr" in str(error.value)


@few
@given(st.binary(max_size=200))
def test_any_file_is_read_or_refused(tmp_path: Path, data: bytes) -> None:
    for name in ("any.gmcr", "any.toml"):
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(BedfellowsError):
            bf.equilibria(path)


def test_the_command_prints_a_page_json_and_csv(tmp_path: Path) -> None:
    path = tmp_path / "elmira.toml"
    path.write_text(ELMIRA)
    page = run("equilibria", path).output
    assert "EQUILIBRIA" in page
    assert "Ministry of the Environment and Uniroyal" in page
    data = json.loads(run("equilibria", path, "--wanted", "1", "--format", "json").output)
    assert data["equilibria"]["nash"] == list(bf.equilibria(path).equilibria["nash"])
    assert data["wanted"][0]["wishes"][0]["decision_maker"] == "Local Government"
    rows = run("equilibria", path, "--format", "csv").output.splitlines()
    assert len(rows) == 1 + 9 * 3 * 4
    assert "1 to 9" in run("equilibria", path, "--wanted", "10", code=1).output


def test_a_hostile_name_does_not_reach_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "hostile.toml"
    path.write_text(MAKER.replace('"A"', '"A\\u001b[31m\\u202e"') + 'priorities = ["a"]')
    for form in ("table", "json", "csv"):
        output = run("equilibria", path, "--format", form).output
        assert "\x1b" not in output
        assert "\u202e" not in output


def invented_dossier() -> Dossier:
    return invented_case.dossier(REGISTRY, *invented_case.readings())


def makers_of(text: str) -> Iterator[DecisionMaker]:
    yield from parse_conflict(text).decision_makers


def test_a_draft_from_a_case_can_be_asked_at_once() -> None:
    dossier = invented_dossier()
    text = draft_conflict(dossier, ["belmark", "highland-front", "coastal-league"])
    model = parse_conflict(text)
    assert [one.name for one in model.decision_makers] == [
        dossier.name(one) for one in ("belmark", "highland-front", "coastal-league")
    ]
    answer = equilibria(model)
    assert answer.status_quo is not None
    held = {claim.id for claim in dossier.claims}
    cited = {
        word.strip(";") for line in text.splitlines() for word in line.split() if word.startswith("clm-")
    }
    assert cited
    assert cited <= held
    belmark = next(makers_of(text))
    assert any(option.key == "belmark-supports-highland-front" for option in belmark.options)
    assert text.startswith("# A draft")


@pytest.mark.parametrize("actors", [["belmark"], ["belmark", "belmark"], ["belmark", "marta-voss"]])
def test_a_draft_needs_two_who_deal_with_each_other(actors: Sequence[str]) -> None:
    with pytest.raises(InputError):
        draft_conflict(invented_dossier(), actors)


def test_the_worth_of_merged_states_is_that_of_the_first() -> None:
    graph: Graph = build(parse_conflict(ELMIRA))
    (abandon,) = [state for state in range(graph.size) if len(graph.members[state]) > 1]
    assert len(graph.members[abandon]) == 4
    assert graph.pattern(abandon) == "-NNY-"
    assert not any(moves[abandon].any() for moves in graph.moves)


def test_the_example_of_the_documentation_is_what_it_says() -> None:
    page = (Path(__file__).parents[1] / "docs" / "strategy.md").read_text(encoding="utf-8")
    answer = equilibria(parse_conflict(page.split("```toml\n")[1].split("```")[0]))
    assert {frozenset(answer.state(number).taken) for number in answer.equilibria["nash"]} == {
        frozenset({"delay", "insist"}),
        frozenset({"modify", "accept", "insist"}),
        frozenset({"abandon"}),
    }
