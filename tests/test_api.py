"""The Python API. The texts are invented; the names in them are real."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest

import bedfellows as bf
from bedfellows.case import CaseStore
from bedfellows.errors import (
    CaseLockedError,
    CaseMissingError,
    DateError,
    DocumentError,
    InputError,
    RegistryError,
    UnknownActorError,
)

TEXT = (
    "Invented for the tests. Pakistan gives the Taliban money. The Taliban fight the Afghan government. "
    "Colonel Zamfirescu accused Pakistan. If Pakistan stops, the Taliban will lose."
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("api")
    (folder / "invented.txt").write_text(TEXT, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def case(folder: Path) -> bf.Case:
    case = bf.open(folder / "invented.duckdb", create=True)
    case.read(folder / "invented.txt", published="2016-05-02", kind="opinion", reliability="B")
    return case


def test_importing_the_package_costs_nothing() -> None:
    code = "import sys, bedfellows; print(sum(name.startswith('bedfellows.') for name in sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "0"
    assert set(bf.__all__) <= set(dir(bf))
    assert all(getattr(bf, name) is not None for name in bf.__all__)
    with pytest.raises(AttributeError, match="no attribute 'whom'"):
        _ = bf.whom  # type: ignore[attr-defined]


def test_open_makes_the_file_with_the_first_document_only(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "new.duckdb"
    with pytest.raises(CaseMissingError):
        bf.open(path)
    case = bf.open(path, create=True)
    assert not path.exists() and "empty" in repr(case)
    with pytest.raises(CaseMissingError):
        case.who("taliban")
    with pytest.raises(DocumentError):
        case.read(tmp_path / "missing.txt")
    assert not path.exists()
    assert case.actor("Moscow").id == "russia"
    (stored,) = case.read(folder / "invented.txt")
    assert path.exists() and stored.added.new["claims"] == len(stored.reading.claims) > 0
    assert f"{len(stored.reading.claims)} claims new" in repr(stored)
    assert f"{len(stored.reading.claims)} claims" in repr(case)


def test_reading_again_adds_nothing(case: bf.Case, folder: Path) -> None:
    (again,) = case.read(folder / "invented.txt", published=date(2016, 5, 2), kind="opinion", reliability="B")
    assert not again.added.changed and not any(again.added.new.values())


def test_read_tells_of_progress_and_of_what_it_skipped(folder: Path, tmp_path: Path) -> None:
    case = bf.open(tmp_path / "some.duckdb", create=True)
    skipped: list[str] = []
    seen: list[bf.Stored] = []
    stored = case.read(
        [tmp_path / "missing.txt", folder / "invented.txt"],
        on_progress=seen.append,
        on_skip=lambda target, reason: skipped.append(f"{target} {reason}"),
    )
    assert seen == stored and len(stored) == 1
    assert len(skipped) == 1 and "missing.txt" in skipped[0]


def test_each_document_is_stored_before_the_next_is_read(folder: Path, tmp_path: Path) -> None:
    case = bf.open(tmp_path / "each.duckdb", create=True)
    with pytest.raises(DocumentError):
        case.read([folder / "invented.txt", tmp_path / "missing.txt"])
    assert case.sources().height == 1


def test_answers(case: bf.Case) -> None:
    assert case.who("the Taliban").backers[0].counterpart == "pakistan"
    assert case.who("taliban", as_of="2016-05-01").ties == ()
    assert case.who("taliban", as_of=date(2016, 5, 2)).ties
    assert case.strange(limit=1).scope.claims == case.claims().height
    why = case.why("pakistan", "taliban")
    assert (why.a, why.b) == ("pakistan", "taliban") and why.friendly > 0
    assert case.outcomes().found == 1 == case.outcomes(actor="Islamabad").found
    assert case.outcomes(actor="iran").found == 0


def test_tables_are_frames_with_names_sentences_and_grades(case: bf.Case) -> None:
    claims = case.claims(actor="taliban", relation="supports")
    row = claims.filter(pl.col("subject") == "pakistan").to_dicts()[0]
    assert row["subject_name"] == "Pakistan" and row["object_name"] == "Taliban"
    assert row["sentence_text"] == "Pakistan gives the Taliban money." and row["sentence"] == 2
    assert row["grade"] == "B6" and row["statement"].startswith("Pakistan supports Taliban")
    every = case.claims()["confidence"].sort()
    least = every[len(every) // 2]
    assert case.claims(min_confidence=least).height == len(every.filter(every >= least)) < len(every)
    with pytest.raises(InputError, match="a confidence from 0 to 1, found 2"):
        case.claims(min_confidence=2)
    assert case.claims(certainty="denied").is_empty()
    assert case.claims(certainty="denied").columns == claims.columns
    source = case.sources().to_dicts()[0]
    assert (source["claims"], source["outcomes"], source["sentences"]) == (case.claims().height, 1, 5)
    assert "text" not in source


def test_an_actor_that_only_the_case_knows_is_found(case: bf.Case) -> None:
    foes = {tie.counterpart: tie.name for tie in case.who("pakistan").foes}
    assert foes["x-zamfirescu"] == "Zamfirescu"
    assert case.who("Zamfirescu").against[0].counterpart == "pakistan"
    assert case.resolve("Zamfirescu").actor == case.actors.get("x-zamfirescu")


def test_an_unknown_actor_is_an_error_that_names_the_nearest(case: bf.Case) -> None:
    with pytest.raises(UnknownActorError, match=r"Pakistanis of Mars.*Pakistan"):
        case.who("Pakistanis of Mars")
    with pytest.raises(InputError, match="two different actors"):
        case.why("taliban", "Taliban")


@pytest.mark.parametrize("when", ["2017-02-30", "soon", "", "2017"])
def test_an_impossible_day_is_an_error(case: bf.Case, when: str) -> None:
    with pytest.raises(DateError, match="day that exists"):
        case.who("taliban", as_of=when)


def test_grades_count_at_once_and_by_date(case: bf.Case, folder: Path) -> None:
    copy = bf.import_case(case.export(folder / "tables"), folder / "graded.duckdb")
    graded = bf.open(copy)
    claim = graded.claims(relation="supports")["id"][0]
    before = graded.who("taliban").backers[0].evidence[0].grade
    graded.grade(claim, credibility="1", by="A. Tester", on="2018-01-01")
    assert before == "B6"
    assert graded.who("taliban").backers[0].evidence[0].grade == "B1"
    assert graded.who("taliban", as_of="2017-01-01").backers[0].evidence[0].grade == "B6"


def test_a_case_in_use_is_an_error_before_anything_is_read(case: bf.Case, folder: Path) -> None:
    with CaseStore.open(case.path, write=True):
        with pytest.raises(CaseLockedError):
            bf.open(case.path)
        with pytest.raises(CaseLockedError):
            case.read(folder / "no-such-file.txt")


def test_the_file_is_open_only_while_it_is_used(case: bf.Case) -> None:
    case.who("taliban")
    with CaseStore.open(case.path, write=True):
        pass


def test_own_actors_and_bad_files_of_them(folder: Path, tmp_path: Path) -> None:
    actors = tmp_path / "invented.toml"
    actors.write_text(
        '[[actor]]\nid = "zamfirescu"\nname = "Zamfirescu"\nkind = "person"\nsource = "invented"\n',
        encoding="utf-8",
    )
    case = bf.open(tmp_path / "own.duckdb", create=True, actors=[actors])
    case.read(folder / "invented.txt")
    assert case.actor("Zamfirescu").registered and case.who("Zamfirescu").against
    with pytest.raises(RegistryError):
        bf.open(tmp_path / "own.duckdb", actors=[folder / "invented.txt"])


def test_reading_without_a_case(folder: Path) -> None:
    (reading,) = bf.read_documents(folder / "invented.txt", published="2016-05-02")
    assert reading.source.published == date(2016, 5, 2) and reading.claims
    with pytest.raises(InputError, match="from 0 to 1"):
        list(bf.read_documents(folder / "invented.txt", min_confidence=2.0))


def test_another_reader_can_take_its_place(folder: Path, tmp_path: Path) -> None:
    from bedfellows.reader.rules import RuleReader

    class Counting:
        """The usual reader, and how often it was asked."""

        name = "counting"

        def __init__(self, registry: object) -> None:
            self.inner, self.asked = RuleReader(registry), 0  # type: ignore[arg-type]

        def read(self, documents):  # type: ignore[no-untyped-def]
            self.asked += 1
            return self.inner.read(documents)

    reader = Counting(bf.load_registry())
    case = bf.open(tmp_path / "other.duckdb", create=True)
    assert len(case.read([folder / "invented.txt"], reader=reader)) == 1
    assert reader.asked == 1
    assert len(case.read([folder / "invented.txt"], reader=Counting)) == 1
