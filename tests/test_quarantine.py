"""Bad rows of feeds: each is kept right or put into quarantine with its line and a reason. All rows are invented."""

from __future__ import annotations

import random
import runpy
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest

import bedfellows as bf
from bedfellows.actors import load_registry
from bedfellows.feeds.catalogue import find_feed
from bedfellows.feeds.ingest import Ingested, ingest_files

invented = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("invented_feeds.py"))))
gdelt_row = invented.gdelt_row
gdelt_rows = invented.gdelt_rows
write_tabs = invented.write_tabs

START = date(2017, 1, 4)
COLUMN = {"key": 0, "day": 1, "name": 6, "code": 26, "goldstein": 30, "mentions": 31, "tone": 34, "added": 56}


def ingest(case: Path, file: Path) -> Ingested:
    return ingest_files(case, find_feed("gdelt"), [file], load_registry(), create=True)


def quarantined(case: Path) -> list[tuple[int, str, str]]:
    with duckdb.connect(str(case), read_only=True) as connection:
        return connection.execute(
            "SELECT line, reason, raw FROM quarantine WHERE file = (SELECT max(number) FROM feed_files) ORDER BY line"
        ).fetchall()


def kept(case: Path) -> list[str]:
    with duckdb.connect(str(case), read_only=True) as connection:
        return [
            key
            for (key,) in connection.execute(
                "SELECT key FROM feed_events WHERE file = (SELECT max(number) FROM feed_files)"
            ).fetchall()
        ]


def put(row: list[str], column: str, value: str) -> list[str]:
    return [value if number == COLUMN[column] else one for number, one in enumerate(row)]


TOMORROW = f"{date.today() + timedelta(days=2):%Y%m%d}"


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda row: row[:-3], "too few columns"),
        (lambda row: [*row, "more"], "too many columns"),
        (lambda row: put(row, "day", "20170230"), "SQLDATE is no date"),
        (lambda row: put(row, "day", ""), "SQLDATE is missing"),
        (lambda row: put(row, "day", TOMORROW), "a day that is still to come"),
        (lambda row: put(row, "code", "13y"), "unknown event code"),
        (lambda row: put(row, "code", ""), "no event code"),
        (lambda row: put(row, "key", "x12"), "GLOBALEVENTID is no number"),
        (lambda row: put(row, "key", ""), "no key"),
        (lambda row: put(row, "added", "2017"), "DATEADDED is no date"),
        (lambda row: put(row, "goldstein", "-99"), "goldstein is not between -10 and 10"),
        (lambda row: put(row, "goldstein", "nan"), "goldstein is not between -10 and 10"),
        (lambda row: put(row, "goldstein", "much"), "GoldsteinScale is no number"),
        (lambda row: put(row, "mentions", "99999999999"), "NumMentions is no number"),
        (lambda row: put(row, "tone", "inf"), "tone is not between -100 and 100"),
        (lambda row: put(row, "name", "x" * 2_100_000), "longer than 2,000,000 bytes"),
        (lambda row: put(row, "name", "\udcff\udcfe"), "not UTF-8"),
    ],
)
def test_each_fault_is_named_with_its_line(
    tmp_path: Path, spoil: Callable[[list[str]], list[str]], reason: str
) -> None:
    rows = gdelt_rows(40)
    bad = spoil(rows[17])
    file = write_tabs(tmp_path / "1.export.CSV", [*rows[:17], bad, *rows[18:]])
    done = ingest(tmp_path / "c.duckdb", file)
    assert done.totals["rows_read"] == 40 and done.totals["kept"] == 39
    assert done.reasons == ((reason, 1),)
    ((line, why, raw),) = quarantined(tmp_path / "c.duckdb")
    assert (line, why) == (18, reason)
    assert (
        raw
        == "\t".join(bad).encode("utf-8", "surrogateescape")[:8000].decode("utf-8", "backslashreplace")[:2000]
    )


def test_what_only_looks_bad_is_kept(tmp_path: Path) -> None:
    rows = [
        put(gdelt_row(1, START), "name", 'a "quoted name'),
        put(gdelt_row(2, START), "name", "back\\slash"),
        put(gdelt_row(3, START), "name", "nul\x00byte"),
        put(gdelt_row(4, START), "name", "Москва 北京 \u202e\x1b[31m"),
        put(gdelt_row(5, START), "name", "#not a comment"),
        put(gdelt_row(6, START), "goldstein", ""),
        gdelt_row(7, START, one=("ZZZ", "NOBODY KNOWS THIS", "ZZZ")),
    ]
    file = write_tabs(tmp_path / "1.export.CSV", rows)
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\n\n"))
    done = ingest(tmp_path / "c.duckdb", file)
    assert done.totals["kept"] == 7 and done.totals["quarantined"] == 0
    assert sorted(kept(tmp_path / "c.duckdb")) == list("1234567")
    with duckdb.connect(str(tmp_path / "c.duckdb")) as connection:
        found = connection.execute("SELECT goldstein FROM feed_events WHERE key = '6'").fetchall()
        assert found == [(-10.0,)]  # that of its event code


def mutated(rows: list[list[str]], chance: random.Random) -> bytes:
    """The rows as a file, each with some bytes changed, put in, left out or cut off."""
    lines = []
    for row in rows:
        line = bytearray("\t".join(row).encode())
        how = chance.randrange(9)
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(len(line)) if line else 0
            inserted = {3: b"\t", 4: b'"', 5: b"\r", 6: b"\x00", 7: b"\n"}.get(
                how, bytes([chance.randrange(256)])
            )
            if how == 0 and line:
                del line[at]
            elif how == 1 and line:
                line[at] = chance.randrange(256)
            elif how == 2:
                line = line[:at]
            else:
                line[at:at] = inserted
        lines.append(bytes(line))
    return b"\n".join(lines) + b"\n"


@pytest.mark.parametrize(("seed", "columns"), [(1, 57), (2, 58), (3, 61), (4, 58)])
def test_of_mutated_rows_each_is_kept_or_quarantined_at_its_line(
    tmp_path: Path, seed: int, columns: int
) -> None:
    chance = random.Random(seed)
    good, spoilt = gdelt_rows(60, first=1, columns=columns), gdelt_rows(250, columns=columns, seed=seed)
    file = write_tabs(tmp_path / "1.export.CSV", good)
    file.write_bytes(file.read_bytes() + mutated(spoilt, chance))
    done = ingest(tmp_path / "c.duckdb", file)
    lines = file.read_bytes().replace(b"\r\n", b"\n").replace(b"\r", b" ").split(b"\n")
    assert done.totals["rows_read"] == sum(bool(line) for line in lines)
    bad = quarantined(tmp_path / "c.duckdb")
    assert len({line for line, _, _ in bad}) == len(bad) == done.totals["quarantined"] > 50
    for line, reason, raw in bad:
        assert reason and raw == lines[line - 1].decode("utf-8", "backslashreplace")[:2000]
    refused = {line for line, _, _ in bad}
    accepted = [line.split(b"\t") for number, line in enumerate(lines, 1) if line and number not in refused]
    assert {fields[0].decode() for fields in accepted} == set(kept(tmp_path / "c.duckdb"))
    assert all(len(fields) == columns for fields in accepted)
    with duckdb.connect(str(tmp_path / "c.duckdb")) as connection:
        stored = dict(
            connection.execute("SELECT key, [strftime(day, '%Y%m%d'), cameo] FROM feed_events").fetchall()
        )
    for fields in accepted:
        assert stored[fields[0].decode()] == [fields[1].decode().strip(), fields[26].decode()]


def test_quarantine_is_listed_by_feed_and_safe_for_a_terminal(tmp_path: Path) -> None:
    hostile = put(gdelt_row(1, START), "day", "\x1b]0;owned\x07")
    ingest(tmp_path / "c.duckdb", write_tabs(tmp_path / "1.export.CSV", [hostile, *gdelt_rows(3)]))
    rows, reasons = bf.open(tmp_path / "c.duckdb").quarantine("gdelt")
    assert reasons == [("gdelt", "SQLDATE is no date", 1)]
    assert rows[0]["line"] == 1 and rows[0]["file"] == "1.export.CSV"
    from click.testing import CliRunner

    from bedfellows.cli.program import program

    shown = CliRunner().invoke(program, ["--case", str(tmp_path / "c.duckdb"), "quarantine"]).output
    assert "SQLDATE is no date" in shown and "\x1b" not in shown and "\x07" not in shown
