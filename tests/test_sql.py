"""`bedfellows sql`: a question, and nothing else. The rows are invented."""

from __future__ import annotations

import runpy
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

import bedfellows as bf
from bedfellows.actors import load_registry
from bedfellows.case.query import run_query
from bedfellows.cli.program import program
from bedfellows.errors import CaseMissingError, InputError
from bedfellows.feeds.catalogue import find_feed
from bedfellows.feeds.ingest import ingest_files

invented = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("invented_feeds.py"))))


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sql")
    rows = invented.gdelt_rows(30)
    rows[0][6] = "\x1b[31mred"
    rows[0][5] = ""
    file = invented.write_tabs(folder / "1.export.CSV", rows)
    (folder / "secret.csv").write_text("a,b\n1,2\n")
    ingest_files(folder / "c.duckdb", find_feed("gdelt"), [file], load_registry(), create=True)
    return folder / "c.duckdb"


def test_an_answer_has_names_and_rows(case: Path) -> None:
    found = run_query(case, "SELECT count(*) AS n, min(day) AS first FROM feed_events")
    assert found.columns == ("n", "first") and found.rows[0][0] == 30 and not found.more
    assert bf.open(case).sql("SELECT 1 AS a, 'x' AS b").to_dicts() == [{"a": 1, "b": "x"}]
    assert len(bf.open(case).sql("FROM events_as_of(DATE '2017-01-04')")) < 30


def test_more_rows_than_asked_for_are_said_to_be_there(case: Path) -> None:
    found = run_query(case, "SELECT * FROM range(100)", limit=10)
    assert len(found.rows) == 10 and found.more


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM feed_events",
        "DROP TABLE feed_events",
        "SELECT 1; DROP TABLE feed_events",
        "CREATE TABLE mine AS SELECT 1",
        "INSERT INTO meta VALUES ('a', 'b')",
        "COPY feed_events TO '{folder}/out.csv'",
        "SELECT * FROM read_csv('{folder}/secret.csv')",
        "SELECT * FROM '{folder}/secret.csv'",
        "SELECT * FROM glob('{folder}/*')",
        "SELECT * FROM read_text('/etc/passwd')",
        "ATTACH '{folder}/other.duckdb'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "PRAGMA database_list",
        "CALL pragma_version()",
        "SELECT * FROM program",
        "SELECT nothing FROM feed_events",
        "SELEC 1",
        "",
    ],
)
def test_what_is_not_a_question_about_the_case_is_refused(case: Path, query: str) -> None:
    before = case.read_bytes()
    with pytest.raises(InputError):
        run_query(case, query.replace("{folder}", str(case.parent)))
    assert case.read_bytes() == before
    assert not (case.parent / "out.csv").exists() and not (case.parent / "other.duckdb").exists()


def test_an_endless_query_is_stopped(case: Path) -> None:
    start = time.monotonic()
    with pytest.raises(InputError, match=r"stopped after 0\.5 seconds"):
        run_query(
            case,
            "SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range % 7 = b.range",
            seconds=0.5,
        )
    assert time.monotonic() - start < 20


def test_the_command_prints_tables_json_and_csv_that_are_safe(case: Path) -> None:
    def run(*args: str) -> str:
        result = CliRunner().invoke(program, ["--case", str(case), "sql", *args])
        assert result.exit_code == 0, result.output
        return result.output

    query = "SELECT name, name, day FROM feed_events JOIN feed_names ON id = subject ORDER BY name LIMIT 1"
    hostile = "SELECT chr(27) || '[31mred' || chr(8238) AS a"
    assert '"name_2"' in run(query, "--format", "json")
    assert run(query, "--format", "csv").startswith("name,name_2,day\n")
    for form in ("table", "json", "csv"):
        shown = run(hostile, "--format", form)
        assert "red" in shown and "\x1b" not in shown and "\u202e" not in shown


def test_there_must_be_a_case(tmp_path: Path) -> None:
    with pytest.raises(CaseMissingError):
        run_query(tmp_path / "none.duckdb", "SELECT 1")
