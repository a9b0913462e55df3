"""The code lists hold together, and agree with the published lists they were carried over from."""

from __future__ import annotations

import csv
import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedfellows import ontology
from bedfellows.case import records
from bedfellows.errors import InputError
from bedfellows.ontology import (
    CAMEO,
    CERTAINTIES,
    CREDIBILITY,
    FORMER_PLOVER_NAMES,
    GRADES,
    PLOVER_CONTEXTS,
    PLOVER_TYPES,
    QUAD_CLASSES,
    RELATIONS,
    RELIABILITY,
    SUPPORT_TYPES,
    goldstein,
    plover_of,
)

REPO = Path(__file__).parents[1]
SHARED = Path(os.environ.get("BEDFELLOWS_SHARED") or REPO.parent / "shared")
MAPPED_ROOTS = tuple(f"{root:02d}" for root in range(3, 21))


def shared_file(name: str) -> Path:
    path = SHARED / "data" / name
    if not path.is_file():
        pytest.skip(f"needs the shared data: {path} does not exist (set BEDFELLOWS_SHARED)")
    return path


def icews_codes() -> dict[str, dict[str, str]]:
    text = shared_file("cameo/cameo-codes.csv").read_text(encoding="utf-8", errors="replace")
    return {row["code"]: row for row in csv.DictReader(text.splitlines())}


def conversion_table() -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    for line in shared_file("cameo/CAMEO2PLOVER-2021.txt").read_text(encoding="utf-8").splitlines():
        match = re.match(r"(\d{2,4}):([^#]*)", line)
        if match:
            fields = [field.strip() for field in match[2].split(",")] + ["", ""]
            contexts = tuple(context.strip() for context in fields[2].split(";") if context.strip())
            yield match[1], fields[0], fields[1], contexts


def test_all_exported_names_exist() -> None:
    assert all(hasattr(ontology, name) for name in ontology.__all__)


def test_every_item_has_a_definition_and_a_source() -> None:
    tables = (RELATIONS, PLOVER_TYPES, SUPPORT_TYPES, CAMEO, QUAD_CLASSES, GRADES)
    items: list[Any] = [item for table in tables for item in table.values()]
    for item in items:
        assert item.definition.endswith("."), item
        assert item.source, item
        assert item.sign in {-1, 0, 1}, item


@pytest.mark.parametrize("table", [RELATIONS, PLOVER_TYPES, SUPPORT_TYPES, QUAD_CLASSES, GRADES])
def test_tables_are_keyed_by_their_items(table: dict[str, object]) -> None:
    assert all(getattr(item, "key", None) == key for key, item in table.items())


def test_relations_are_coded_to_plover_types_of_the_same_sign() -> None:
    for relation in RELATIONS.values():
        if relation.plover is not None:
            assert relation.plover in PLOVER_TYPES, relation
            assert relation.sign in {0, PLOVER_TYPES[relation.plover].sign}, relation


def test_plover_has_the_sixteen_types_of_2021() -> None:
    cooperation = {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"}
    in_words = {"REQUEST", "ACCUSE", "REJECT", "THREATEN"}
    in_deeds = {"PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"}
    assert PLOVER_TYPES.keys() == cooperation | in_words | in_deeds
    assert all((event_type.score > 0) == (event_type.sign > 0) for event_type in PLOVER_TYPES.values())


def test_former_plover_names_lead_to_present_ones() -> None:
    assert not FORMER_PLOVER_NAMES.keys() & PLOVER_TYPES.keys()
    assert set(FORMER_PLOVER_NAMES.values()) <= PLOVER_TYPES.keys()


def test_quad_classes_share_out_types_and_roots_without_rest_or_overlap() -> None:
    types = [name for quad in QUAD_CLASSES.values() for name in quad.plover]
    roots = [root for quad in QUAD_CLASSES.values() for root in quad.cameo_roots]
    assert sorted(types) == sorted(PLOVER_TYPES)
    assert sorted(roots) == sorted(code for code in CAMEO if len(code) == 2)
    assert [quad.number for quad in QUAD_CLASSES.values()] == [1, 2, 3, 4]


def test_every_cameo_code_has_the_codes_above_it() -> None:
    assert [code for code in CAMEO if len(code) == 2] == [f"{root:02d}" for root in range(1, 21)]
    for code, item in CAMEO.items():
        assert re.fullmatch(r"\d{2,4}", code) and item.code == code
        assert item.parent is None or item.parent in CAMEO, item


def test_no_two_cameo_codes_share_a_definition() -> None:
    shared = [
        text for text, count in Counter(item.definition for item in CAMEO.values()).items() if count > 1
    ]
    assert shared == []


def test_every_cameo_code_has_a_plover_type_or_is_dropped_on_purpose() -> None:
    for item in CAMEO.values():
        if item.root in {"01", "02"}:
            assert item.plover_from == "dropped"
            assert item.plover == ontology.PloverCode(None, None)
            continue
        assert item.plover.type in PLOVER_TYPES, item
        assert item.plover.mode is None or item.plover.mode in PLOVER_TYPES[item.plover.type].modes, item
        assert set(item.plover.contexts) <= PLOVER_CONTEXTS.keys(), item


def test_every_plover_type_is_reached_from_cameo() -> None:
    assert {item.plover.type for item in CAMEO.values()} - {None} == PLOVER_TYPES.keys()


def test_goldstein_values_lie_on_the_scale_and_agree_with_the_quad_class() -> None:
    for item in CAMEO.values():
        assert -10 <= item.goldstein <= 10, item
        if item.root in MAPPED_ROOTS:
            assert item.sign == QUAD_CLASSES[item.quad].sign, item
            assert item.plover.type is not None
            assert item.sign == PLOVER_TYPES[item.plover.type].sign, item


@pytest.mark.parametrize(
    ("code", "event_type", "mode", "context", "value"),
    [
        ("010", None, None, None, 0.0),
        ("042", "CONSULT", "visit", None, 1.9),
        ("072", "AID", None, "military", 8.3),
        ("0874", "RETREAT", "disarm", "military", 10.0),
        ("1124", "ACCUSE", "allege", "military", -2.0),
        ("163", "COERCE", "restrict", "diplomatic", -8.0),
        ("175", "ASSAULT", None, "military", -9.0),
        ("190", "ASSAULT", None, "military", -10.0),
        (" 1951 ", "ASSAULT", "heavy-weapons", "military", -10.0),
    ],
)
def test_known_codes(
    code: str, event_type: str | None, mode: str | None, context: str | None, value: float
) -> None:
    coded = plover_of(code)
    assert (coded.type, coded.mode, coded.context) == (event_type, mode, context)
    assert goldstein(code) == value


@pytest.mark.parametrize("code", ["13y", "", "1", "21", "9999", "1883"])
def test_an_unknown_code_is_an_input_error_that_shows_it(code: str) -> None:
    for look_up in (plover_of, goldstein):
        with pytest.raises(InputError, match=re.escape(repr(code))):
            look_up(code)


@given(st.text(max_size=8) | st.from_regex(r"\d{1,5}", fullmatch=True))
def test_any_text_is_a_code_or_an_input_error(text: str) -> None:
    try:
        value = goldstein(text)
    except InputError:
        assert text.strip() not in CAMEO
    else:
        assert value == CAMEO[text.strip()].goldstein


def test_support_types_take_in_every_ucdp_letter_once() -> None:
    letters = [letter for kind in SUPPORT_TYPES.values() for letter in kind.ucdp]
    assert sorted(letters) == sorted("XPYWMTFILOU")


def test_grades_are_the_admiralty_code() -> None:
    assert "".join(RELIABILITY) == "ABCDEF"
    assert "".join(CREDIBILITY) == "123456"
    assert {key: grade.label for key, grade in GRADES.items()} == {**RELIABILITY, **CREDIBILITY}


def test_certainties_are_those_a_claim_can_have() -> None:
    assert tuple(CERTAINTIES) == get_args(records.Certainty)
    assert all(definition.endswith(".") for definition in CERTAINTIES.values())


def test_names_and_values_agree_with_the_icews_list() -> None:
    published = icews_codes()
    assert set(CAMEO) - set(published) == {"1214", "155", "176", "1834", "1951", "1952"}
    for code, row in published.items():
        assert CAMEO[code].name.casefold() == row["name"].casefold(), code
        assert CAMEO[code].goldstein == float(row["goldstein"]), code


def test_definitions_are_not_the_published_ones() -> None:
    for code, row in icews_codes().items():
        published = row["description"].casefold()
        definition = CAMEO[code].definition.casefold().rstrip(".")
        assert definition != row["name"].casefold(), code
        assert len(definition) < 25 or definition not in published, code


def test_codes_of_the_second_goldstein_list_are_known() -> None:
    second = json.loads(shared_file("cameo/cameo_goldstein.json").read_text(encoding="utf-8"))
    assert set(second) - set(CAMEO) == {"1883"}


def test_plover_codes_agree_with_the_conversion_table() -> None:
    listed: dict[str, set[tuple[str, str, tuple[str, ...]]]] = {}
    for code, event_type, mode, contexts in conversion_table():
        listed.setdefault(code, set()).add((event_type, mode, contexts))
    assert set(listed) <= set(CAMEO)
    differing = {
        code
        for code, coded in listed.items()
        if (CAMEO[code].plover.type, CAMEO[code].plover.mode or "", CAMEO[code].plover.contexts) not in coded
    }
    assert differing == {code for code, item in CAMEO.items() if item.plover_from == "corrected"}
    assert {code for code, item in CAMEO.items() if item.plover_from == "own"} == {
        code for code in set(CAMEO) - set(listed) if code[:2] in MAPPED_ROOTS
    }


def test_icews_events_carry_our_goldstein_values() -> None:
    with shared_file("icews_sample/events.2018.sample.tab").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    assert len(rows) > 1000
    for row in rows:
        assert goldstein(row["CAMEO Code"]) == float(row["Intensity"]), row["Event ID"]
