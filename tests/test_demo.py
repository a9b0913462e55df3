"""`bedfellows demo`: the whole story on the bundled example, again and again."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bedfellows.cli.program import program


def demo(out: Path) -> Result:
    result = CliRunner().invoke(program, ["demo", "--out", str(out)], prog_name="bedfellows")
    assert result.exit_code == 0, result.output
    return result


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "out"


@pytest.fixture(scope="module")
def first(out: Path) -> str:
    return demo(out).stdout


def test_shows_the_command_for_every_step(first: str, out: Path) -> None:
    case = out / "afghanistan-2017.duckdb"
    for step in (
        " read ",
        " who taliban",
        " strange --limit 3",
        " why russia taliban",
        " outcomes",
        " report ",
    ):
        assert f"$ bedfellows --case {case}{step}".strip() in first.replace("\n", " ")
    assert "Try next" in first


def test_tells_the_story_of_the_example(first: str) -> None:
    assert "Afghanistan: background notes" in first
    assert "Pakistan" in first.partition("BACKED BY")[2].partition("\n\n")[0]
    assert " 1. Russia and Taliban" in first
    assert "WHAT SPEAKS FOR IT" in first and "WHAT SPEAKS AGAINST IT" in first
    assert "→" in first.partition("── outcomes")[2]


def test_writes_the_report_and_says_where(first: str, out: Path) -> None:
    page = out / "report.html"
    assert page.resolve().as_uri() in first.replace("\n", "")
    assert "<html" in page.read_text(encoding="utf-8")


def test_a_second_run_writes_nothing_and_answers_the_same(first: str, out: Path) -> None:
    made = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in out.iterdir()}
    second = demo(out).stdout
    assert {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in out.iterdir()} == made
    assert "already" in second and "up to date" in second
    assert (
        first.partition("── who")[2].partition("── report")[0]
        == second.partition("── who")[2].partition("── report")[0]
    )


def test_reads_again_when_the_reader_changed_and_stores_nothing_new(first: str, out: Path) -> None:
    import os

    case = out / "afghanistan-2017.duckdb"
    os.utime(case, (0, 0))  # older than every file of the package
    again = demo(out).stdout
    assert ": 0 claims new, " in again
    assert first.count("claims new") == 1


def test_a_file_in_the_place_of_the_folder_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.touch()
    result = CliRunner().invoke(program, ["demo", "--out", str(path)])
    assert result.exit_code == 2 and "Error: " in result.stderr
