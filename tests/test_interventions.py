"""Scenarios as text: what is understood is what was said, and nonsense is refused with its phrase."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bedfellows.actors import Actor, load_registry, resolve
from bedfellows.errors import BedfellowsError, DateError, InputError, UnknownActorError
from bedfellows.scenario.interventions import Scenario, parse_scenario, parse_toml, read_text

REGISTRY = load_registry()


def find(name: str) -> Actor:
    found = resolve(name, None, REGISTRY).actor
    if found is None:
        raise UnknownActorError(f"{name!r} is nobody.")
    return found


def known(name: str) -> bool:
    return any(actor.name.casefold() == name.casefold() for actor in REGISTRY.actors.values())


def parse(text: str) -> Scenario:
    return parse_scenario(text, find, known)


def test_each_actor_of_a_list_stops_what_is_said() -> None:
    read = parse("usa, nato stop supporting afghanistan from 2017-06-01").interventions
    assert [(one.actor, one.change, one.relation, one.object) for one in read] == [
        ("united-states", "stop", "supports", "afghanistan"),
        ("nato", "stop", "supports", "afghanistan"),
    ]
    assert {one.start for one in read} == {date(2017, 6, 1)}


def test_what_is_given_is_a_support_type() -> None:
    (one,) = parse("pakistan closes territory to taliban").interventions
    assert (one.change, one.relation, one.support_types) == ("stop", "supports", ("territory",))
    (one,) = parse("iran supports taliban with weapons and money").interventions
    assert one.support_types == ("funding", "weapons")


def test_several_changes_and_names_with_and_in_them() -> None:
    read = parse("russia recognises taliban; Bosnia and Herzegovina supports Ukraine").interventions
    assert [one.relation for one in read] == ["recognises", "supports"]
    assert read[1].actor == "bosnia-and-herzegovina"


@pytest.mark.parametrize(
    ("text", "error", "phrase"),
    [
        ("atlantis stops supporting taliban", UnknownActorError, "atlantis"),
        ("usa supports taliban; usa stops supporting taliban", InputError, "usa stops supporting taliban"),
        ("usa supports iran; iran attacks usa", InputError, "iran attacks usa"),
        ("usa supports usa", InputError, "usa supports usa"),
        ("usa leaves afghanistan from 2018 until 2017", DateError, "from 2018 until 2017"),
        ("usa leaves afghanistan from 2017-02-31", DateError, "2017-02-31"),
        ("hello world", InputError, "hello world"),
        ("", InputError, "found 0"),
    ],
)
def test_nonsense_is_refused_with_its_phrase(text: str, error: type[BedfellowsError], phrase: str) -> None:
    with pytest.raises(error) as caught:
        parse(text)
    assert phrase in str(caught.value)


def test_changes_one_after_the_other_are_no_contradiction() -> None:
    read = parse("usa supports taliban until 2017; usa stops supporting taliban from 2018").interventions
    assert [one.change for one in read] == ["start", "stop"]


def test_a_file_says_the_same(tmp_path: Path) -> None:
    file = tmp_path / "made_up.toml"
    file.write_text(
        'name = "withdrawal"\nchanges = ["pakistan closes territory to taliban"]\n'
        '[[intervention]]\nactors = ["usa"]\nchange = "stop"\nrelation = "supports"\n'
        'targets = ["afghanistan"]\nfrom = 2017-06-01\n',
        encoding="utf-8",
    )
    read = parse_toml(read_text(file)[1], file, find, known)
    assert read.name == "withdrawal"
    assert [one.actor for one in read.interventions] == ["pakistan", "united-states"]
    file.write_text('[[intervention]]\nactors = ["usa"]\nchange = "pause"\n', encoding="utf-8")
    with pytest.raises(InputError, match="pause"):
        parse_toml(read_text(file)[1], file, find, known)
