"""Dyad-days: the same rows as counting by hand, on every engine, whatever the order and the layout of the input."""

from __future__ import annotations

import json
import math
import random
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import sqlglot
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from bedfellows.case import CaseStore
from bedfellows.cli.program import program
from bedfellows.errors import InputError
from bedfellows.feeds.bigquery import GDELT_COLUMNS, bigquery_sql, gdelt_event_rows
from bedfellows.feeds.dyad_day_runs import Asked, CaseEvents, ParquetEvents, find_dyad_days, write_dyad_days
from bedfellows.feeds.dyad_days import DYAD_DAYS, EVENT_ROWS, MENTION_ROWS, RowCounts, dyad_days, row_counts
from bedfellows.feeds.engines import DuckDB, spark_engine
from bedfellows.feeds.partitions import MANIFEST, find_parts, read_manifest, whole_folder
from bedfellows.ontology import PLOVER_TYPES

Row = dict[str, Any]

SCHEMA = ibis.schema(dict(EVENT_ROWS)).to_pyarrow()
DYAD_DAY_TYPES = {field.name: field.type for field in ibis.schema(dict(DYAD_DAYS)).to_pyarrow()}
MENTION_SCHEMA = ibis.schema(dict(MENTION_ROWS)).to_pyarrow()
QUADS = {1: "verbal_cooperation", 2: "material_cooperation", 3: "verbal_conflict", 4: "material_conflict"}
JANUARY = date(2017, 1, 1)

SMALL_SPARK = {  # few rows are done sooner than code for them is compiled
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}

ACTORS = st.sampled_from([None, "", "invented-a", "invented-b", "Ünvented ☮ 𝒜", "x'\"\\%\n\t", "INVENTED-A"])
DAYS = st.sampled_from([date(1499, 12, 31), date(1912, 2, 29), date(1969, 12, 31), JANUARY, date(2017, 2, 1)])
TENTHS = st.integers(-100, 100).map(lambda tenths: tenths / 10)
BEYOND = st.sampled_from([math.nan, math.inf, -math.inf, 10.04, -10.5, 99.95, -100.01, 1e300])
COUNTS = st.sampled_from([None, -1, 0, 1, 2, 7, 40, 2_000_000, 2**40])
EVENTS = st.lists(
    st.fixed_dictionaries(
        {
            "feed": st.sampled_from([None, "gdelt", "icews", "acled"]),
            "key": st.sampled_from([None, "1", "2", "3"]),
            "day": st.none() | DAYS,
            "published": st.none() | DAYS,
            "superseded": st.none() | DAYS,
            "subject": ACTORS,
            "object": ACTORS,
            "plover": st.sampled_from([None, "", "no such type", *PLOVER_TYPES]),
            "quad": st.sampled_from([None, 0, 1, 2, 3, 4, 5]),
            "goldstein": st.none() | TENTHS | st.floats(-10, 10) | BEYOND,
            "tone": st.none() | st.floats(-100, 100) | BEYOND,
            "mentions": COUNTS,
            "sources": COUNTS,
            "articles": COUNTS,
        }
    ),
    max_size=40,
)


def rounded(number: float) -> int:
    return int(Decimal(number).quantize(Decimal(1), ROUND_HALF_UP))


def known(row: Row, as_of: date | None) -> bool:
    if as_of is None:
        return row["superseded"] is None
    if row["published"] is None or row["published"] > as_of:
        return False
    return row["superseded"] is None or row["superseded"] > as_of


def reason(row: Row, as_of: date | None) -> str:
    if not known(row, as_of):
        return "later"
    for name in ("day", "subject", "object"):
        if row[name] in (None, ""):
            return f"no_{name}"
    return "itself" if row["subject"] == row["object"] else "kept"


def least(number: int | None, most: int) -> int | None:
    return None if number is None or number < 0 else min(number, most)


def total(numbers: Sequence[int | None]) -> int | None:
    held = [number for number in numbers if number is not None]
    return sum(held) if held else None


def by_hand(events: Sequence[Row], as_of: date | None = None, mentions: Sequence[Row] = ()) -> list[Row]:
    """What dyad-days are, in plain Python."""
    groups: dict[tuple[date, str, str], list[Row]] = {}
    for row in events:
        if reason(row, as_of) == "kept":
            groups.setdefault((row["day"], row["subject"], row["object"]), []).append(row)
    found = []
    for (day, subject, object_), rows in groups.items():
        tenths = [
            rounded(row["goldstein"] * 10)
            if row["goldstein"] is not None and -10 <= row["goldstein"] <= 10
            else None
            for row in rows
        ]
        toned = [row for row in rows if row["tone"] is not None and -100 <= row["tone"] <= 100]
        weights = [min(max(row["mentions"] or 1, 1), 1_000_000) for row in toned]
        tones = [rounded(row["tone"] * 10_000) for row in toned]
        held = [number for number in tenths if number is not None]
        quads = Counter(row["quad"] for row in rows)
        types = Counter(row["plover"] for row in rows)
        sources = [least(row["sources"], 10**9) for row in rows]
        told = {
            mention["source"]
            for mention in mentions
            for row in rows
            if known(mention, as_of)
            and mention["source"] is not None
            and mention["key"] == row["key"] is not None
            and mention["feed"] == f"{row['feed']}-mentions"
        }
        sums = {
            number: total([tenth for tenth, row in zip(tenths, rows, strict=True) if row["quad"] == number])
            for number in QUADS
        }
        published = [row["published"] for row in rows if row["published"] is not None]
        found.append(
            {
                "day": day,
                "subject": subject,
                "object": object_,
                "events": len(rows),
                **{name: quads[number] for number, name in QUADS.items()},
                "no_quad": sum(row["quad"] not in QUADS for row in rows),
                **{
                    f"{name}_goldstein": None if sums[number] is None else sums[number] / 10
                    for number, name in QUADS.items()
                },
                **{name.lower(): types[name] for name in PLOVER_TYPES},
                "no_type": sum(row["plover"] not in PLOVER_TYPES for row in rows),
                "goldstein_sum": sum(held) / 10 if held else None,
                "goldstein_min": min(held) / 10 if held else None,
                "goldstein_max": max(held) / 10 if held else None,
                "tone": sum(t * w for t, w in zip(tones, weights, strict=True)) / (sum(weights) * 10_000)
                if toned
                else None,
                "mentions": total([least(row["mentions"], 10**6) for row in rows]),
                "articles": total([least(row["articles"], 10**9) for row in rows]),
                "sources": total(sources),
                "sources_most": max((number for number in sources if number is not None), default=None),
                "sources_distinct": len(told) or None,
                "feeds": len({row["feed"] for row in rows} - {None}),
                "first_published": min(published, default=None),
            }
        )
    return sorted(found, key=place)


def place(row: Row) -> tuple[date, bytes, bytes]:
    return row["day"], row["subject"].encode(), row["object"].encode()


@pytest.fixture(scope="module")
def engine() -> Iterator[tuple[duckdb.DuckDBPyConnection, DuckDB]]:
    with duckdb.connect() as connection:
        yield connection, DuckDB(connection)


@cache
def compiled(as_of: date | None) -> tuple[str, str]:
    table = ibis.table(dict(EVENT_ROWS), name="event_rows")
    return DuckDB.sql(dyad_days(table, as_of)), DuckDB.sql(row_counts(table, as_of))


def on_duckdb(
    engine: tuple[duckdb.DuckDBPyConnection, DuckDB], events: Sequence[Row], as_of: date | None = None
) -> tuple[list[Row], RowCounts]:
    connection, _ = engine
    connection.register("event_rows", pa.Table.from_pylist(list(events), SCHEMA))
    rows, counts = (connection.sql(sql).to_arrow_table().to_pylist() for sql in compiled(as_of))
    return sorted(rows, key=place), RowCounts(**{row["reason"]: row["rows"] for row in counts})


@settings(max_examples=100, deadline=None)
@given(events=EVENTS, as_of=st.none() | DAYS)
def test_rows_are_those_counted_by_hand(engine: Any, events: list[Row], as_of: date | None) -> None:
    rows, counts = on_duckdb(engine, events, as_of)
    assert rows == by_hand(events, as_of)
    assert {k: v for k, v in asdict(counts).items() if v} == Counter(reason(row, as_of) for row in events)
    assert counts.rows == len(events)


@settings(max_examples=40, deadline=None)
@given(events=EVENTS, as_of=DAYS, seed=st.integers())
def test_neither_order_nor_what_was_published_later_changes_anything(
    engine: Any, events: list[Row], as_of: date, seed: int
) -> None:
    expected, _ = on_duckdb(engine, events, as_of)
    others = [row for row in events if row["published"] is not None and row["published"] <= as_of]
    random.Random(seed).shuffle(others)
    assert on_duckdb(engine, others, as_of)[0] == expected
    assert all(row["first_published"] <= as_of for row in expected)


def generated(size: int, seed: int = 1) -> list[Row]:
    """Invented event rows that hold everything odd: NULLs, NaN, negatives, unicode, days before 1970 and 1582."""
    chance = random.Random(seed)
    actors = ["invented-a", "invented-b", "İnvented ☮", "𝒜", "\\N", "", None, "invented-ß", "a\nb"]
    days = [date(1499, 12, 31), date(1969, 12, 30), date(1969, 12, 31), JANUARY, date(2017, 2, 3), None]
    odd = [None, math.nan, math.inf, -10.05, 1e300]

    def count() -> int | None:
        return chance.choice([None, -3, 0, 1, 5, 40, 2**40])

    rows = []
    for number in range(size):
        day = chance.choice(days[:-1]) if chance.random() < 0.98 else None
        rows.append(
            {
                "feed": chance.choice(["gdelt", "icews", None]),
                "key": str(number // 2),
                "day": day,
                "published": None
                if chance.random() < 0.1
                else (day or JANUARY) + timedelta(chance.randrange(-5, 60)),
                "superseded": JANUARY if chance.random() < 0.05 else None,
                "subject": chance.choice(actors),
                "object": chance.choice(actors),
                "plover": chance.choice([None, "", "other", *PLOVER_TYPES]),
                "quad": chance.choice([None, 1, 2, 3, 4, 9]),
                "goldstein": chance.choice([*odd, chance.randrange(-100, 101) / 10, chance.uniform(-10, 10)]),
                "tone": chance.choice([*odd, chance.uniform(-100, 100), chance.uniform(-5, 5), -0.00005]),
                "mentions": count(),
                "sources": count(),
                "articles": count(),
            }
        )
    return rows


def generated_mentions(size: int, seed: int = 2) -> list[Row]:
    chance = random.Random(seed)
    return [
        {
            "feed": f"{chance.choice(['gdelt', 'icews', 'other'])}-mentions",
            "key": str(chance.randrange(size)),
            "published": JANUARY + timedelta(chance.randrange(-30, 30)),
            "superseded": JANUARY if chance.random() < 0.05 else None,
            "source": chance.choice([None, "invented.example", "other.example", "dritte.example"]),
        }
        for _ in range(size)
    ]


def save(rows: Sequence[Row], folder: Path, schema: pa.Schema = SCHEMA) -> Path:
    """As the layout says: a folder for each month."""
    months: dict[tuple[int, int], list[Row]] = {}
    for row in rows:
        months.setdefault((row["day"].year, row["day"].month), []).append(row)
    for (year, month), held in months.items():
        part = folder / f"year={year}" / f"month={month}"
        part.mkdir(parents=True)
        half = len(held) // 2
        pq.write_table(pa.Table.from_pylist(held[:half], schema), part / "events-1.parquet")
        pq.write_table(pa.Table.from_pylist(held[half:], schema), part / "events-2.parquet")
    return folder


def save_mentions(rows: Sequence[Row], folder: Path) -> Path:
    folder.mkdir()
    pq.write_table(pa.Table.from_pylist(list(rows), MENTION_SCHEMA), folder / "mentions.parquet")
    return folder


def read_back(folder: Path) -> list[Row]:
    query = "SELECT * EXCLUDE (year, month) FROM read_parquet($files, hive_partitioning = true)"
    rows = duckdb.connect().sql(query, params={"files": f"{folder}/*/*/*.parquet"}).to_arrow_table()
    assert dict(zip(rows.column_names, rows.schema.types, strict=True)) == DYAD_DAY_TYPES
    return rows.to_pylist()


def test_parted_files_in_and_out_give_the_rows_of_memory(tmp_path: Path) -> None:
    events = [row for row in generated(3000) if row["day"] is not None]
    mentions = generated_mentions(1500)
    source = ParquetEvents(save(events, tmp_path / "it's [in] *"), save_mentions(mentions, tmp_path / "told"))
    for as_of in (None, JANUARY):
        expected = by_hand(events, as_of, mentions)
        assert any(row["sources_distinct"] == 2 for row in expected)
        rows, counts = find_dyad_days(source, Asked(as_of))
        assert rows.to_pylist() == expected
        written = write_dyad_days(source, tmp_path / "out put", Asked(as_of))
        assert read_back(tmp_path / "out put") == expected  # in order, month by month
        assert written == read_manifest(tmp_path / "out put")
        assert (written.rows, written.events, written.as_of) == (len(expected), asdict(counts), as_of)
    first, last = date(1969, 12, 31), JANUARY
    rows, _ = find_dyad_days(source, Asked(None, first, last))
    assert rows.to_pylist() == [row for row in by_hand(events, None, mentions) if first <= row["day"] <= last]


def test_one_file_and_loose_files_do_as_well(tmp_path: Path) -> None:
    events = generated(400)
    file = tmp_path / "events.parquet"
    pq.write_table(pa.Table.from_pylist(events, SCHEMA), file)
    rows, counts = find_dyad_days(ParquetEvents(file), Asked())
    assert rows.to_pylist() == by_hand(events)
    assert counts.no_day > 0
    write_dyad_days(ParquetEvents(tmp_path), tmp_path.parent / "from-loose", Asked())
    assert sorted(read_back(tmp_path.parent / "from-loose"), key=place) == by_hand(events)


def test_spark_gives_the_rows_of_duckdb(tmp_path: Path) -> None:
    pytest.importorskip("pyspark", reason="Spark is not installed; make spark installs it")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java, which is not on the PATH")
    from pyspark.sql import SparkSession

    spark_engine()
    session = SparkSession.getActiveSession()
    assert session is not None
    for key, value in SMALL_SPARK.items():
        session.conf.set(key, value)
    events = [row for row in generated(3000, seed=3) if row["day"] is not None]
    mentions = generated_mentions(1500, seed=4)
    source = ParquetEvents(save(events, tmp_path / "in [1] x"), save_mentions(mentions, tmp_path / "told"))
    here, here_counts = find_dyad_days(source, Asked(JANUARY))
    there, there_counts = find_dyad_days(source, Asked(JANUARY, engine="spark"))
    assert here.equals(there)
    assert here_counts == there_counts
    assert here.num_rows > 100
    assert here["sources_distinct"].null_count < here.num_rows

    out = tmp_path / "out of spark"
    bare = ParquetEvents(source.events)
    written = write_dyad_days(bare, out, Asked(engine="spark"))
    assert sorted(read_back(out), key=place) == find_dyad_days(bare, Asked())[0].to_pylist()
    assert written.events["later"] > 0
    assert not [file.name for file in out.rglob("*") if file.suffix not in {"", ".parquet", ".json"}]

    case = case_of([as_in_a_case(row) for row in events], (), tmp_path / "invented.duckdb")
    asked = Asked(None, JANUARY, JANUARY, "spark")
    assert find_dyad_days(case, asked)[0].equals(find_dyad_days(case, Asked(None, JANUARY, JANUARY))[0])

    text = tmp_path / "text.parquet"
    pq.write_table(pa.Table.from_pylist([{**events[0], "quad": "x"}]), text)
    with pytest.raises(InputError, match="by Spark"):
        find_dyad_days(ParquetEvents(text), Asked(engine="spark"))


def as_in_a_case(row: Row) -> Row:
    """The row as a case's table can hold it: numbers of four bytes, a feed and a publication date always."""
    small = {
        name: None if row[name] is None or row[name] > 1e38 else pa.scalar(row[name], pa.float32()).as_py()
        for name in ("goldstein", "tone")
    }
    counts = {
        name: 41 if (row[name] or 0) >= 2**31 else row[name] for name in ("mentions", "sources", "articles")
    }
    return {
        **row,
        **small,
        **counts,
        "published": row["published"] or JANUARY,
        "feed": row["feed"] or "none",
    }


def case_of(events: Sequence[Row], mentions: Sequence[Row], path: Path) -> CaseEvents:
    """A case with invented feed events, put into its tables directly."""
    with CaseStore.open(path, create=True) as store:
        columns = ", ".join(EVENT_ROWS)
        given = pa.Table.from_pylist(list(events), SCHEMA)
        told = pa.Table.from_pylist(list(mentions), MENTION_SCHEMA)
        store.connection.register("given", given)
        store.connection.register("told", told)
        store.connection.execute(
            f"INSERT INTO feed_events ({columns}, release, file) SELECT {columns}, '1', 1 FROM given"
        )
        columns = ", ".join(MENTION_ROWS)
        store.connection.execute(
            f"INSERT INTO feed_mentions ({columns}, release, file) SELECT {columns}, '1', 1 FROM told"
        )
    return CaseEvents(path)


def test_a_case_gives_the_rows_of_its_feed_events(tmp_path: Path) -> None:
    events = [as_in_a_case(row) for row in generated(800, seed=5) if row["day"] is not None]
    mentions = generated_mentions(400)
    case = case_of(events, mentions, tmp_path / "invented.duckdb")
    before = case.case.read_bytes()
    rows, counts = find_dyad_days(case, Asked(JANUARY))
    assert rows.to_pylist() == by_hand(events, JANUARY, mentions)
    assert counts.rows == len(events)
    write_dyad_days(case, tmp_path / "out", Asked(JANUARY))
    assert sorted(read_back(tmp_path / "out"), key=place) == rows.to_pylist()
    assert case.case.read_bytes() == before


def test_nothing_in_gives_nothing_out(tmp_path: Path, engine: Any) -> None:
    assert on_duckdb(engine, []) == ([], RowCounts())
    file = tmp_path / "empty.parquet"
    pq.write_table(SCHEMA.empty_table(), file)
    rows, counts = find_dyad_days(ParquetEvents(file), Asked())
    assert (rows.num_rows, rows.column_names, counts) == (0, list(DYAD_DAYS), RowCounts())
    assert write_dyad_days(ParquetEvents(file), tmp_path / "out", Asked()).rows == 0
    assert [item.name for item in (tmp_path / "out").iterdir()] == [MANIFEST]


def test_only_days_and_actors_are_needed(engine: Any) -> None:
    connection, runner = engine
    needed = [{"day": JANUARY, "published": JANUARY, "subject": "invented-a", "object": "invented-b"}]
    connection.register("bare", pa.Table.from_pylist(needed))
    (row,) = runner.rows(dyad_days(runner.table("bare"))).to_pylist()
    known = {"day", "subject", "object", "events", "first_published", "no_quad", "no_type"}
    assert {name for name, value in row.items() if value} == known
    assert row["goldstein_sum"] is row["tone"] is row["mentions"] is None
    assert row["assault"] == row["verbal_conflict"] == row["feeds"] == 0


def test_rows_that_lack_a_column_or_lie_in_the_wrong_month_are_refused(tmp_path: Path) -> None:
    bare = tmp_path / "bare.parquet"
    pq.write_table(pa.table({"day": [JANUARY], "subject": ["a"]}), bare)
    with pytest.raises(InputError, match="published, object not found"):
        find_dyad_days(ParquetEvents(bare), Asked())
    events = [{**row, "day": JANUARY} for row in generated(5)]
    folder = save(events, tmp_path / "in")
    (folder / "year=2017" / "month=1").rename(folder / "year=2017" / "month=2")
    with pytest.raises(InputError, match=r"should hold events from 2017-02-01 to 2017-02-28"):
        write_dyad_days(ParquetEvents(folder), tmp_path / "out", Asked())
    assert not (tmp_path / "out").exists()
    assert [part.first for part in find_parts(folder)] == [date(2017, 2, 1)]
    (folder / "year=2017" / "month=2").rename(folder / "year=2017" / "month=13")
    with pytest.raises(InputError, match="no month 13"):
        find_parts(folder)
    shutil.rmtree(folder / "year=2017" / "month=13")
    with pytest.raises(InputError, match="no file that ends in"):
        find_parts(folder)
    with pytest.raises(InputError, match="There is no file or folder"):
        find_parts(tmp_path / "absent")


def test_a_folder_appears_whole_or_stays_as_it_was(tmp_path: Path) -> None:
    out = tmp_path / "out"
    events = [row for row in generated(50) if row["day"] is not None]
    source = ParquetEvents(save(events, tmp_path / "in"))
    written = write_dyad_days(source, out, Asked())
    before = read_back(out)

    broken = tmp_path / "in" / "year=2017" / "month=2" / "events-3.parquet"
    broken.write_bytes(b"PAR1 cut short")
    with pytest.raises(InputError, match="kept"):
        write_dyad_days(source, out, Asked())
    assert read_back(out) == before
    assert not list(tmp_path.glob(".out.*.partial"))
    broken.unlink()

    left = (
        tmp_path / ".out.abcd1234.partial"
    )  # as a process leaves it that is killed between its two last steps
    (left / "whole" / "year=2017").mkdir(parents=True)
    out.rename(left / "replaced")
    with pytest.raises(RuntimeError), whole_folder(out):
        raise RuntimeError
    assert read_back(out) == before
    assert read_manifest(out) == written
    assert not left.exists()

    other = tmp_path / "other"
    with pytest.raises(InputError, match="Another process"), whole_folder(other), whole_folder(other):
        pass
    assert not other.exists()


def test_only_dyad_days_are_replaced(tmp_path: Path) -> None:
    source = ParquetEvents(save([{**row, "day": JANUARY} for row in generated(20)], tmp_path / "in"))
    for name in ("year=2017", "notes.txt", MANIFEST):
        folder = tmp_path / f"holds {name}"
        folder.mkdir()
        (folder / name).write_text("mine")
        with pytest.raises(InputError):
            write_dyad_days(source, folder, Asked())
        assert (folder / name).read_text() == "mine"
    with pytest.raises(InputError, match="holds other files"):
        write_dyad_days(source, source.events, Asked())
    assert len(find_parts(source.events)[0].files) == 2


def test_bigquery_gets_the_same_expression_over_gdelts_own_columns(engine: Any) -> None:
    sql = bigquery_sql(as_of=date(2017, 1, 31), first=JANUARY, last=date(2017, 1, 31))
    parsed = sqlglot.parse_one(sql, dialect="bigquery")
    tables = {table.sql(dialect="bigquery") for table in parsed.find_all(sqlglot.exp.Table)}
    assert {name.split(" ")[0].replace("`", "") for name in tables} == {"gdelt-bq.gdeltv2.events"}
    assert parsed.named_selects == list(DYAD_DAYS)
    assert "20170101" in sql
    assert "DATE(2017, 1, 31)" in sql

    connection, runner = engine
    rows = [  # invented
        (1, 20170104, "AFG", "PAK", "190", 4, -10.0, 4, 2, 4, -5.0, 20170105010000),
        (2, 20170104, "AFG", "PAK", "036", 1, 4.0, 1, 1, 1, 3.0, 20170104000000),
        (3, 20170104, "AFG", "PAK", "010", 1, 0.0, 1, 1, 1, None, 20170104000000),
        (4, 20170104, "AFG", "", "036", 1, 4.0, 1, 1, 1, 3.0, 20170104000000),
        (5, 20170104, "PAK", None, "036", 1, 4.0, 1, 1, 1, 3.0, 20170104000000),
    ]
    schema = ibis.schema(dict(GDELT_COLUMNS)).to_pyarrow()
    named = [dict(zip(GDELT_COLUMNS, row, strict=True)) for row in rows]
    connection.register("gdelt_rows", pa.Table.from_pylist(named, schema))
    events = gdelt_event_rows(runner.table("gdelt_rows"))
    (row,) = runner.rows(dyad_days(events)).to_pylist()
    assert {name: value for name, value in row.items() if value} == {
        "day": date(2017, 1, 4),
        "subject": "AFG",
        "object": "PAK",
        "events": 3,
        "verbal_cooperation": 2,
        "material_conflict": 1,
        "verbal_cooperation_goldstein": 4.0,
        "material_conflict_goldstein": -10.0,
        "assault": 1,
        "agree": 1,
        "no_type": 1,
        "goldstein_sum": -6.0,
        "goldstein_min": -10.0,
        "goldstein_max": 4.0,
        "tone": (4 * -5.0 + 3.0) / 5,
        "mentions": 6,
        "articles": 6,
        "sources": 4,
        "sources_most": 2,
        "feeds": 1,
        "first_published": date(2017, 1, 4),
    }


def test_the_command_prints_and_writes(tmp_path: Path) -> None:
    events = [{**row, "day": JANUARY} for row in generated(60)]
    folder = save(events, tmp_path / "in")
    run = CliRunner().invoke
    found = by_hand(events, date(2017, 1, 20))
    as_of = ["--as-of", "2017-01-20"]
    printed = json.loads(run(program, ["dyad-days", "--parquet", folder, *as_of, "--format", "json"]).stdout)
    assert [row["events"] for row in printed["dyad_days"]] == [row["events"] for row in found]
    assert printed["events"]["kept"] == sum(row["events"] for row in found)
    lines = run(program, ["dyad-days", "--parquet", folder, "--format", "csv"])
    assert lines.stdout.startswith("day,subject,object,events,verbal_cooperation,")
    assert "without object" in lines.stderr
    page = run(program, ["dyad-days", "--parquet", folder])
    assert "2017-01-01" in page.stdout
    assert "of 60 events are in them. Left out:" in page.stdout
    into = run(program, ["dyad-days", "--parquet", folder, "--into", tmp_path / "out", *as_of])
    assert into.stdout.startswith(f"Wrote {len(found)} dyad-days")
    assert len(read_back(tmp_path / "out")) == len(found)
    assert "gdelt-bq" in run(program, ["dyad-days", "--bigquery"]).stdout
    wrong = run(program, ["dyad-days", "--parquet", folder, "--memory", "much"])
    assert wrong.exit_code == 1
    assert "4GB" in wrong.stderr
    assert run(program, ["dyad-days", "--from", "2017-01-02", "--to", "2017-01-01"]).exit_code == 2
