"""Users' own actors: a TOML file is read as written, and a wrong one is refused with file, entry and field."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bedfellows.actors import leads, load_registry, members, memberships, parent, resolve
from bedfellows.actors.actors_file import day, read_actors
from bedfellows.errors import RegistryError

INVENTED = """
[[actor]]                               # all of this file is invented
id = "north-front"
name = "Northern Front of Invention"
kind = "armed-group"
aliases = ["Front of the Invented North", "=Frontline"]
abbreviations = ["NFI"]
demonyms = ["Northfronters"]
dated_names = [{ text = "Old Front of Invention", from = 1994-08-01, to = 2001-12-06 },
               { text = "Invented Guard", kind = "body", role = "military" }]
valid_from = "1994-08"
valid_to = 2020
codes = { ucdp = 99999 }
splinter_of = ["taliban"]
member_of = [{ id = "northern-alliance", from = 1996, to = "2001-12" }]
source = "invented for a test"

[[actor]]
id = "north-chief"
name = "Invented Chief of the North"
kind = "person"
leads = [{ id = "north-front", from = 2000-01-01 }]

[[extend]]
id = "taliban"
aliases = ["Invented Students"]

[[lineage]]
subject = "north-front"
kind = "part-of"
object = "afghanistan"
from = 2016-05-01
"""


def write(folder: Path, text: str) -> Path:
    file = folder / "invented-actors.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_users_file_adds_actors_names_and_lineage(tmp_path: Path) -> None:
    registry = load_registry([write(tmp_path, INVENTED)])
    front = registry.actors["north-front"]
    assert (front.valid_from, front.valid_to) == (date(1994, 8, 1), date(2020, 12, 31))
    assert front.codes == {"ucdp": "99999"}
    assert front.source == "invented for a test"
    assert front.registered
    for name in ("Northern Front of Invention", "NFI", "Northfronters", "the Front of the Invented North"):
        found = resolve(name, 2010, registry).actor
        assert found is not None
        assert found.id == "north-front"
    assert resolve("Old Front of Invention", 2000, registry).candidates[0].score > 0.9
    assert resolve("Old Front of Invention", 2018, registry).candidates[0].score < 0.75
    assert resolve("Invented Guard", 2010, registry).candidates[0].role == "military"
    assert (
        resolve("Frontline", 2010, registry).candidates[0].score
        > resolve("frontline", 2010, registry).candidates[0].score
    )
    assert parent(registry, "north-front", 2017) == "afghanistan"
    assert "north-front" in members(registry, "northern-alliance", 1998)
    assert memberships(registry, "north-front", 2003) == ()
    assert leads(registry, "north-chief", 2005) == ("north-front",)
    student = resolve("Invented Students", 2017, registry).actor
    assert student is not None
    assert student.id == "taliban"


def test_the_packages_own_registry_is_left_as_it_was(tmp_path: Path) -> None:
    before = dict(load_registry().actors)
    load_registry([write(tmp_path, INVENTED)])
    assert dict(load_registry().actors) == before
    assert resolve("Northern Front of Invention").actor is None


def test_files_are_added_in_order_and_may_build_on_one_another(tmp_path: Path) -> None:
    first = write(tmp_path, INVENTED)
    second = tmp_path / "second-invented.toml"
    second.write_text(
        '[[extend]]\nid = "north-front"\naliases = ["Invented Second Name"]\n', encoding="utf-8"
    )
    found = resolve("Invented Second Name", None, load_registry([first, second])).actor
    assert found is not None
    assert found.id == "north-front"
    with pytest.raises(
        RegistryError, match=r"second-invented\.toml: extend 1 \(north-front\): field 'id': no such actor"
    ):
        load_registry([second])


BASE = '[[actor]]\nid = "north-front"\nname = "Northern Front"\nkind = "armed-group"\n'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (BASE.replace("north-front", "North Front"), r"actor 1 \(North Front\): field 'id': expected an id"),
        (BASE.replace("north-front", "x-front"), r"actor 1 \(x-front\): field 'id'"),
        (BASE.replace("armed-group", "club"), r"actor 1 \(north-front\): field 'kind': expected one of state, .*'club'"),
        (BASE.replace('name = "Northern Front"\n', ""), r"actor 1 \(north-front\): field 'name'"),
        (BASE + 'aliases = "Front"\n', r"actor 1 \(north-front\): field 'aliases': expected a list"),
        (BASE + "aliases = [1]\n", r"field 'aliases': expected a text"),
        (BASE + 'aliases = [""]\n', r"field 'aliases': expected a text"),
        (BASE + 'aliases = ["a\\u001bb"]\n', r"field 'aliases': expected a text of 1 to 300 printable"),
        (BASE + 'allies = ["taliban"]\n', r"field 'allies': expected one of"),
        (BASE + 'valid_from = "last year"\n', r"field 'valid_from': expected a date such as .*'last year'"),
        (BASE + 'valid_from = "2010-13"\n', r"field 'valid_from': expected a date"),
        (BASE + "valid_from = 2010\nvalid_to = 2009\n", r"field 'valid_to': expected a day not before 2010-01-01"),
        (BASE + 'codes = "303"\n', r"field 'codes': expected a table"),
        (BASE + "codes = { ucdp = true }\n", r"actor 1 \(north-front\): field 'codes.ucdp'"),
        (BASE + 'dated_names = [{ text = "A", kind = "nick" }]\n', r"field 'dated_names.kind': expected one of"),
        (BASE + 'dated_names = [{ text = "A", since = 2000 }]\n', r"field 'dated_names.since'"),
        (BASE + 'splinter_of = "taliban"\n', r"field 'splinter_of': expected a list of ids"),
        (BASE + BASE, r"actor 2 \(north-front\): field 'id': expected an id used once"),
        (BASE.replace("north-front", "taliban"), r"actor 1 \(taliban\): field 'id': this actor is already registered"),
        (BASE + 'splinter_of = ["nobody-here"]\n', r"field 'object': no actor has the id 'nobody-here'"),
        ('[[lineage]]\nsubject = "is"\nkind = "cousin-of"\nobject = "taliban"\n', r"lineage 1: field 'kind': expected one of"),
        ('[[extend]]\nid = "taliban"\nname = "Other"\n', r"extend 1 \(taliban\): field 'name'"),
        ('[actor]\nid = "north-front"\n', r"expected \[\[actor\]\] tables"),
        ('[[actors]]\nid = "north-front"\n', r"expected the tables actor, extend and lineage, found 'actors'"),
        ("id = [", r"expected a TOML file in UTF-8"),
    ],
)  # fmt: skip
def test_a_malformed_file_is_refused_with_file_entry_and_field(
    tmp_path: Path, text: str, expected: str
) -> None:
    file = write(tmp_path, text)
    with pytest.raises(RegistryError, match=expected) as caught:
        load_registry([file])
    assert str(file) in str(caught.value)


def test_what_is_no_file_of_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match=r"missing\.toml: cannot be read"):
        load_registry([tmp_path / "missing.toml"])
    with pytest.raises(RegistryError, match="cannot be read"):
        load_registry([tmp_path])
    binary = tmp_path / "binary.toml"
    binary.write_bytes(bytes(range(256)))
    with pytest.raises(RegistryError, match="expected a TOML file in UTF-8"):
        load_registry([binary])


def test_years_and_months_stand_for_their_first_or_last_day() -> None:
    assert day("2012") == day(2012) == date(2012, 1, 1)
    assert day("2012", end=True) == date(2012, 12, 31)
    assert day("2012-02", end=True) == date(2012, 2, 29)
    assert day("2012-12", end=True) == date(2012, 12, 31)
    assert day("2012-02-30") is day("spring") is day(True) is day(None) is day("0000") is None


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


SLUGS = st.from_regex(r"[a-w][a-z0-9]{0,10}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)
NAMES = st.text(
    st.characters(categories=("L", "N", "Zs", "Pd", "Po"), exclude_characters="="), min_size=1, max_size=40
).filter(lambda name: name.isprintable() and name.strip() != "")
DAYS = st.none() | st.dates(date(1800, 1, 1), date(2100, 1, 1))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(SLUGS, NAMES, st.sampled_from(["state", "organisation", "armed-group", "person", "government", "region"]),
       st.lists(NAMES, max_size=3), DAYS, st.dictionaries(SLUGS, NAMES, max_size=3))  # fmt: skip
def test_what_is_written_is_what_is_read(
    tmp_path: Path,
    slug: str,
    name: str,
    kind: str,
    aliases: list[str],
    first: date | None,
    codes: dict[str, str],
) -> None:
    lines = ["[[actor]]", f'id = "{slug}"', f"name = {quoted(name)}", f'kind = "{kind}"']
    lines.append(f"aliases = [{', '.join(map(quoted, aliases))}]")
    lines += [f"valid_from = {first}"] if first else []
    lines.append(
        "codes = { " + ", ".join(f'"{key}" = {quoted(value)}' for key, value in codes.items()) + " }"
    )
    file = tmp_path / "invented.toml"
    file.write_text("\n".join(lines), encoding="utf-8")
    actor = read_actors(file).actors[slug]
    assert (actor.id, actor.name, actor.kind, actor.valid_from) == (slug, name.strip(), kind, first)
    assert dict(actor.codes) == {key: value.strip() for key, value in codes.items()}
    read = [alias.text for alias in actor.aliases if alias.kind == "alias"]
    assert read == [text.strip() for text in aliases]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.text(max_size=200)
    | st.sampled_from(INVENTED.splitlines()).map(lambda line: INVENTED.replace(line, "", 1))
)
def test_any_file_is_read_or_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "any.toml"
    file.write_text(text, encoding="utf-8", errors="replace", newline="")
    try:
        load_registry([file])
    except RegistryError as error:
        assert str(file) in str(error)
