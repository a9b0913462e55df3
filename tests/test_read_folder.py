"""Folders read by one process or several: the same case, whatever is wrong with a file or happens to a process. All texts are invented."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bedfellows.actors import Registry, load_registry
from bedfellows.api import Case
from bedfellows.case import CaseStore
from bedfellows.case.records import Reading
from bedfellows.cli.program import program
from bedfellows.errors import InputError
from bedfellows.reader.interface import Document
from bedfellows.reader.reading import read_documents
from bedfellows.reader.rules import make_source

PROGRAM = str(Path(sys.executable).with_name("bedfellows"))
TEXTS = 70  # so many that they are read in three chunks
COUNTRIES = ("Iran", "Russia", "Pakistan", "Turkey", "China", "India", "Egypt", "Sudan")


def fill(folder: Path, number: int) -> Path:
    """A folder of short invented texts, all different."""
    folder.mkdir(exist_ok=True)
    for one in range(number):
        giver, taker = COUNTRIES[one % 8], COUNTRIES[(one // 8 + one + 1) % 8]
        text = (
            f"Title: Invented text {one}\nDate: 2017-01-{one % 28 + 1:02}\n\n"
            f"{giver} sent {taker} {one + 2} tanks last year. {taker} fears the Taliban.\n\n"
            f"If {giver} leaves, {taker} will attack it. It has {one} ships.\n"
        )
        (folder / f"{one:04}.txt").write_text(text, encoding="utf-8")
    return folder


def run(*args: str | Path, code: int = 0) -> Result:
    result = CliRunner().invoke(program, [str(arg) for arg in args], prog_name="bedfellows")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result


def content(path: Path) -> list[object]:
    """All that is in a case, but when it came in."""
    with CaseStore.open(path) as store:
        return [
            store.sources(),
            store.passages(),
            store.claims(),
            store.motives(),
            store.outcomes(),
            store.ways(),
        ]


class Unsteady:
    """A reader that gives one empty reading a document, and comes to grief on some words."""

    name = "unsteady 1"

    def __init__(self, registry: Registry) -> None:
        self.registry = registry

    def read(self, documents: Iterable[Document]) -> Iterator[Reading]:
        for document in documents:
            if "DIE" in document.text:
                os._exit(9)
            if "FAIL" in document.text:
                raise ZeroDivisionError("nothing to divide by")
            yield Reading(make_source(document), (), ())


def texts(folder: Path, *words: str) -> Path:
    folder.mkdir()
    for number, word in enumerate(words):
        (folder / f"{number}.txt").write_text(f"Text number {number} says {word}.", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("folder") / "texts", TEXTS)


@pytest.fixture(scope="module")
def case(folder: Path) -> Path:
    """The folder, read by one process."""
    path = folder.parent / "one.duckdb"
    run("--case", path, "read", folder, "--format", "csv")
    return path


def test_several_processes_make_the_same_case(folder: Path, case: Path) -> None:
    path = folder.parent / "several.duckdb"
    found = run("--case", path, "read", folder, "--jobs", "2", "--format", "csv")
    assert content(path) == content(case)
    assert len(content(path)[0]) == TEXTS  # type: ignore[arg-type]
    assert f"{TEXTS} documents read." in found.stderr


def test_a_killed_reading_leaves_the_case_whole_and_goes_on_where_it_stopped(
    folder: Path, case: Path
) -> None:
    path = folder.parent / "killed.duckdb"
    process = subprocess.Popen(
        [PROGRAM, "--case", str(path), "read", str(folder), "--jobs", "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert process.stdout is not None
    process.stdout.readline()  # the first is stored
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    before = len(content(path)[0])  # type: ignore[arg-type]
    again = run("--case", path, "read", folder)
    assert (
        f"{TEXTS - before} documents read; {before} read before in the same way." in again.stderr
        or before == TEXTS
    )
    assert before >= 1
    assert content(path) == content(case)


def test_what_was_read_before_is_shown_as_if_it_were_read(folder: Path, case: Path, tmp_path: Path) -> None:
    again = run("--case", case, "read", folder, "--format", "json")
    assert f"0 documents read; {TEXTS} read before in the same way." in again.stderr
    fresh = run("read", folder, "--no-store", "--format", "json")
    assert json.loads(again.stdout) == json.loads(fresh.stdout)
    text = folder / "0000.txt"
    stored = list(Case(case, load_registry()).read_each(text))  # a document of its own is always read
    assert [one.known for one in stored] == [False] and stored[0].added.new["claims"] == 0


def test_another_way_of_reading_reads_anew(tmp_path: Path) -> None:
    folder, case = fill(tmp_path / "few", 3), tmp_path / "x.duckdb"
    run("--case", case, "read", folder)
    rules = tmp_path / "mine.tsv"
    rules.write_text(
        "lambaste\tverb\taccuses\tagent\tpatient\t-\t-\tIran lambasted Iraq.\n", encoding="utf-8"
    )
    for option in (("--min-confidence", "0.4"), ("--rules", rules), ("--publisher", "Invented Press")):
        assert "3 documents read." in run("--case", case, "read", folder, *option).stderr
        assert "3 read before" in run("--case", case, "read", folder, *option).stderr
    (folder / "0001.txt").write_text("Iran arms Syria.", encoding="utf-8")
    found = run("--case", case, "read", folder, "--publisher", "Invented Press").stderr
    assert "1 document read; 2 read before in the same way." in found


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_bad_files_are_named_and_counted_and_the_rest_is_read(tmp_path: Path, jobs: str) -> None:
    folder = fill(tmp_path / "some", 4)
    (folder / "0001.pdf").write_bytes(bytes(range(256)) * 4)
    (folder / "zero.txt").write_text("")
    found = run("--case", tmp_path / "x.duckdb", "read", folder, "--jobs", jobs, code=1)
    assert re.search(r"4 documents read; 2 could not be read: \S*0001\.pdf, \S*zero\.txt\.", found.stderr)
    assert f"Error: {folder / 'zero.txt'}: expected a document, found nothing" in found.stderr


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_document_on_which_the_reader_fails_is_told_of_alone(tmp_path: Path, jobs: int) -> None:
    folder, told = texts(tmp_path / "texts", "one", "FAIL", "three"), dict[str, str]()
    readings = list(
        read_documents(folder, load_registry(), reader=Unsteady, on_skip=told.__setitem__, jobs=jobs)
    )
    assert [reading.source.text[-6:-1] for reading in readings] == ["s one", "three"]
    assert list(told) == [str(folder / "1.txt")]
    assert "failed on it (ZeroDivisionError: nothing to divide by)" in told[str(folder / "1.txt")]


def test_a_document_on_which_a_process_dies_is_told_of_alone(tmp_path: Path) -> None:
    folder, told = texts(tmp_path / "texts", "one", "DIE", "three"), dict[str, str]()
    readings = list(
        read_documents(folder, load_registry(), reader=Unsteady, on_skip=told.__setitem__, jobs=2)
    )
    assert [reading.source.text[-6:-1] for reading in readings] == ["s one", "three"]
    assert list(told) == [str(folder / "1.txt")]
    assert "the process that read it was ended" in told[str(folder / "1.txt")]


def test_what_is_wrong_with_the_reader_ends_it_all(tmp_path: Path) -> None:
    folder = texts(tmp_path / "texts", "one")
    rules = tmp_path / "mine.tsv"
    rules.write_text("no rule\n", encoding="utf-8")
    for jobs in ("1", "2"):
        found = run("read", folder, "--no-store", "--rules", rules, "--jobs", jobs, code=1)
        assert "mine.tsv, line 1: expected 8 tab-separated fields" in found.stderr


@pytest.mark.parametrize("jobs", [0, -1, 65])
def test_there_cannot_be_any_number_of_jobs(tmp_path: Path, jobs: int) -> None:
    folder = texts(tmp_path / "texts", "one")
    with pytest.raises(InputError, match=f"from 1 to 64 jobs, found {jobs}"):
        list(read_documents(folder, load_registry(), reader=partial(Unsteady), jobs=jobs))
