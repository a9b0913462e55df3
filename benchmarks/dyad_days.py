"""How fast events are added up to dyad-days, against SQL written by hand for DuckDB, and what Spark takes.

    python benchmarks/dyad_days.py [rows, default 1000000 10000000] [--no-spark]

All rows are generated. Both queries run over the same table in one process, in turn, best of three; their rows are
compared first. Then Parquet files of the same rows are added up to Parquet files in a process of its own that may use
1 GB, and its peak memory is printed. Seconds are wall-clock; the machine should have nothing else to do.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import ibis

from bedfellows.feeds.dyad_days import DYAD_DAYS, EVENT_ROWS, PLOVER_COLUMNS, dyad_days
from bedfellows.feeds.engines import DuckDB
from bedfellows.ontology import PLOVER_TYPES

A_DAY = 50_000  # events
TYPES = {  # as a case's table has them
    **EVENT_ROWS,
    "quad": "uint8",
    "goldstein": "float32",
    "tone": "float32",
    "mentions": "int32",
    "sources": "int32",
    "articles": "int32",
}

# Few actors are in most events, as in GDELT; every fifth event has no object.
GENERATED = f"""
    SELECT
        ['generated-1', 'generated-2', 'generated-3'][1 + (hash(i, 1) % 3)::INT] AS feed,
        i::VARCHAR AS key,
        DATE '2017-01-01' + (hash(i, 2) % greatest($rows // {A_DAY}, 1))::INT AS day,
        day + (hash(i, 3) % 3)::INT AS published,
        NULL::DATE AS superseded,
        'actor-' || floor(pow((hash(i, 4) % 1000000) / 1e6, 3) * 2000)::INT AS subject,
        CASE WHEN hash(i, 5) % 5 > 0
            THEN 'actor-' || floor(pow((hash(i, 6) % 1000000) / 1e6, 3) * 2000)::INT END AS object,
        {list(PLOVER_TYPES)!r}[1 + (hash(i, 7) % {len(PLOVER_TYPES)})::INT] AS plover,
        (1 + hash(i, 7) % 4)::UTINYINT AS quad,
        (((hash(i, 8) % 201)::INT - 100) / 10)::FLOAT AS goldstein,
        (((hash(i, 9) % 2000000)::INT - 1000000) / 100000)::FLOAT AS tone,
        (1 + hash(i, 10) % 40)::INT AS mentions,
        (1 + hash(i, 10) % 4)::INT AS sources,
        (1 + hash(i, 10) % 40)::INT AS articles
    FROM range($rows) AS generated (i)
"""

_TYPE_COUNTS = ", ".join(
    f"count(*) FILTER (plover = '{key}') AS {name}" for key, name in PLOVER_COLUMNS.items()
)
BY_HAND = f"""
    SELECT
        day, subject, object, count(*) AS events,
        count(*) FILTER (quad = 1) AS verbal_cooperation,
        count(*) FILTER (quad = 2) AS material_cooperation,
        count(*) FILTER (quad = 3) AS verbal_conflict,
        count(*) FILTER (quad = 4) AS material_conflict,
        count(*) FILTER (quad IS NULL OR quad NOT BETWEEN 1 AND 4) AS no_quad,
        sum(round(goldstein * 10)) FILTER (quad = 1) / 10 AS verbal_cooperation_goldstein,
        sum(round(goldstein * 10)) FILTER (quad = 2) / 10 AS material_cooperation_goldstein,
        sum(round(goldstein * 10)) FILTER (quad = 3) / 10 AS verbal_conflict_goldstein,
        sum(round(goldstein * 10)) FILTER (quad = 4) / 10 AS material_conflict_goldstein,
        {_TYPE_COUNTS},
        count(*) FILTER (plover IS NULL) AS no_type,
        sum(round(goldstein * 10))::DOUBLE / 10 AS goldstein_sum,
        min(round(goldstein * 10))::DOUBLE / 10 AS goldstein_min,
        max(round(goldstein * 10))::DOUBLE / 10 AS goldstein_max,
        sum(round(tone::DOUBLE * 10000) * mentions) / (sum(mentions) * 10000) AS tone,
        sum(mentions)::BIGINT AS mentions, sum(articles)::BIGINT AS articles, sum(sources)::BIGINT AS sources,
        max(sources)::BIGINT AS sources_most, NULL::BIGINT AS sources_distinct,
        count(DISTINCT feed) AS feeds, min(published) AS first_published
    FROM event_rows
    WHERE subject <> object AND superseded IS NULL
    GROUP BY day, subject, object
"""

FOLDER_RUN = """
import sys, time, resource
from pathlib import Path
from bedfellows.feeds.dyad_day_runs import Asked, ParquetEvents, write_dyad_days
source, target, engine, memory = sys.argv[1:]
began = time.perf_counter()
written = write_dyad_days(ParquetEvents(Path(source)), Path(target), Asked(engine=engine, memory=memory))
took = time.perf_counter() - began
print(took, written.rows, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def compared(rows: int, folder: Path) -> None:
    """Both queries, in turn."""
    with duckdb.connect(str(folder / "bench.duckdb")) as connection:
        connection.execute(f"CREATE TABLE event_rows AS {GENERATED.replace('$rows', str(rows))}")
        ours = DuckDB.sql(dyad_days(ibis.table(TYPES, name="event_rows")))
        queries = {"ours": ours, "by hand": BY_HAND}
        differ = f"SELECT count(*) FROM ((FROM ({ours}) EXCEPT FROM ({BY_HAND})))"
        if rows <= 1_000_000:
            assert connection.sql(differ).fetchall() == [(0,)], "the two queries must give the same rows"
        best = dict.fromkeys(queries, float("inf"))
        found = {}
        for _ in range(3):
            for name, query in queries.items():
                began = time.perf_counter()
                connection.execute(f"CREATE OR REPLACE TEMP TABLE result AS {query}")
                best[name] = min(best[name], time.perf_counter() - began)
                found[name] = connection.sql("SELECT count(*) FROM result").fetchall()[0][0]
        assert found["ours"] == found["by hand"]
        print(f"{rows:>12,} generated rows to {found['ours']:,} dyad-days, {len(DYAD_DAYS)} columns")
        for name, took in best.items():
            print(f"  {name:<24}{took:8.2f} s   {rows / took:12,.0f} rows a second")
        print(f"  ratio{best['ours'] / best['by hand']:27.2f}     (target: at most 1.3)")
        connection.execute(
            f"COPY (SELECT *, year(day) AS year, month(day) AS month FROM event_rows) TO '{folder}/events' "
            "(FORMAT parquet, PARTITION_BY (year, month))"
        )


def in_folders(rows: int, folder: Path, engine: str, memory: str) -> None:
    """Parquet to Parquet, in a process of its own."""
    given = sum(file.stat().st_size for file in (folder / "events").rglob("*.parquet"))
    run = [sys.executable, "-c", FOLDER_RUN, str(folder / "events"), str(folder / engine), engine, memory]
    began = time.perf_counter()
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"  Parquet with {engine}: {done.stderr.strip().splitlines()[-1]}")
        return
    took, found, peak = (float(number) for number in done.stdout.split()[-3:])
    whole = time.perf_counter() - began
    print(
        f"  Parquet with {engine:<11}{took:8.2f} s   {rows / took:12,.0f} rows a second, {whole:.1f} s with start-up, "
        f"{given / 1e6:,.0f} MB in, {found:,.0f} rows out"
        + (f", peak {peak:,.0f} MB" if engine == "duckdb" else "")
    )


def main() -> None:
    sizes = [int(argument) for argument in sys.argv[1:] if argument.isdecimal()] or [1_000_000, 10_000_000]
    for rows in sizes:
        with tempfile.TemporaryDirectory() as folder:
            compared(rows, Path(folder))
            in_folders(rows, Path(folder), "duckdb", "1GB")
            if rows <= 1_000_000 and "--no-spark" not in sys.argv:
                in_folders(rows, Path(folder), "spark", "2GB")


if __name__ == "__main__":
    main()
