"""Answers as Parquet: the rows of CSV, with their types."""

from __future__ import annotations

import csv
import io
import runpy
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest
from click.testing import CliRunner, Result

from bedfellows.case import CaseStore
from bedfellows.cli.program import program

INVENTED = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("invented_case.py"))))
RECORD = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("invented_record.py"))))


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("parquet") / "invented.duckdb"
    with CaseStore.open(path, create=True) as store:
        for reading in INVENTED.readings():
            store.add(reading)
    RECORD.events(path, [(f"2013-{month:02}-05", "RUS", "070", "IRN") for month in range(1, 13)])
    return path


def run(path: Path, *command: str) -> Result:
    result = CliRunner().invoke(program, ["--case", str(path), *command])
    assert result.exit_code == 0, result.output
    return result


@pytest.mark.parametrize(
    "command",
    [
        *(["who", "russia"], ["strange"], ["why", "russia", "iran"], ["outcomes"], ["tie", "russia", "iran"]),
        *(
            ["shifts"],
            ["ledger"],
            ["narrative", "russia", "iran"],
            ["camps", "--draws", "0"],
            ["claims"],
            ["sources"],
        ),
        *(
            ["events"],
            ["feeds"],
            ["quarantine"],
            ["unmapped"],
            ["sql", "SELECT day, plover FROM feed_events"],
        ),
    ],
    ids=lambda command: command[0],
)
def test_parquet_has_the_rows_of_csv(path: Path, command: list[str]) -> None:
    frame = pl.read_parquet(io.BytesIO(run(path, *command, "--format", "parquet").stdout_bytes))
    rows = list(csv.reader(io.StringIO(run(path, *command, "--format", "csv").stdout)))
    assert frame.columns == rows[0]
    assert frame.height == len(rows) - 1


def test_values_keep_their_types(path: Path) -> None:
    events = pl.read_parquet(io.BytesIO(run(path, "events", "--format", "parquet").stdout_bytes))
    assert events.schema["day"] == pl.Date
    assert events["day"].max() == date(2013, 12, 5)
    assert events.schema["goldstein"].is_float()
    claims = pl.read_parquet(io.BytesIO(run(path, "claims", "--format", "parquet").stdout_bytes))
    assert claims.schema["published"] == pl.Date


def test_a_terminal_gets_no_parquet(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("bedfellows.cli.options.sys", SimpleNamespace(stdout=Terminal()))
    result = CliRunner().invoke(program, ["--case", str(path), "claims", "--format", "parquet"])
    assert result.exit_code == 2
    assert "send it to a file" in result.output
