"""How fast a case takes in one large reading, and how that compares with inserting row by row.

    python benchmarks/case_append.py [claims, default 100000] [claims compared, default 5000]

Prints claims a second for the large reading, then for a smaller one both ways on the same data, and the ratio. The
claims are invented. Rates count claims only: the bulk path also checks and hashes them, and stores their passages.
"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import asdict, fields
from datetime import date, timedelta
from pathlib import Path

import duckdb

from bedfellows.case import CaseStore
from bedfellows.case.records import Claim, Passage, Reading, Source, content_id

RELATIONS = ("supports", "fights", "threatens", "negotiates")


def invented_reading(size: int) -> Reading:
    """A reading of one long invented text with one sentence and one claim for each of `size` lines."""
    sentences = [
        f"Invented actor {i % 997} backs invented actor {i % 991} for the {i}th time." for i in range(size)
    ]
    text = "\n".join(sentences)
    source = Source(
        content_id("src", text), "dataset", "Invented", None, None, date(2017, 1, 4), "invented", text
    )
    passages, claims, start = [], [], 0
    for i, sentence in enumerate(sentences):
        end = start + len(sentence)
        passage = Passage(
            content_id("psg", source.id, start, end), source.id, i + 1, i + 1, start, end, sentence
        )
        subject, relation, object_ = f"actor-{i % 997}", RELATIONS[i % 4], f"actor-{i % 991}"
        day = date(2000, 1, 1) + timedelta(days=i % 6000)
        claims.append(
            Claim(
                content_id("clm", source.id, start, end, subject, relation, object_, "", False),
                source.id,
                passage.id,
                subject,
                relation,
                object_,
                f"Invented actor {i % 997}",
                f"invented actor {i % 991}",
                "",
                sentence,
                start,
                end,
                "asserted",
                said_by=("actor-1",),
                support_types=("funding",),
                happened_from=day,
                happened_to=day,
                precision="day",
                published=source.published,
                reader="invented-reader 1",
            )
        )
        passages.append(passage)
        start = end + 1
    return Reading(source, tuple(passages), tuple(claims))


def bulk(reading: Reading, folder: Path) -> float:
    with CaseStore.open(folder / f"bulk-{len(reading.claims)}.duckdb", create=True) as store:
        began = time.perf_counter()
        added = store.add(reading)
        took = time.perf_counter() - began
        assert added.new["claims"] == len(reading.claims) == len(store.claims())
    return len(reading.claims) / took


def row_by_row(reading: Reading, folder: Path) -> float:
    CaseStore.open(folder / "rows.duckdb", create=True).close()
    names = [f.name for f in fields(Claim)]
    rows = [["rdg-1", *(asdict(claim)[name] for name in names)] for claim in reading.claims]
    places = ", ".join(f'"{name}"' for name in names)
    marks = ", ".join("?" * (len(names) + 1))
    with duckdb.connect(str(folder / "rows.duckdb")) as connection:
        began = time.perf_counter()
        connection.execute("BEGIN")
        connection.executemany(
            f"INSERT INTO claims (reading, {places}) VALUES ({marks}) ON CONFLICT DO NOTHING", rows
        )
        connection.execute("COMMIT")
        return len(rows) / (time.perf_counter() - began)


def main() -> None:
    size, compared = [*(int(argument) for argument in sys.argv[1:]), *(100_000, 5_000)[len(sys.argv) - 1 :]]
    small = invented_reading(compared)
    with tempfile.TemporaryDirectory() as folder:
        large = bulk(invented_reading(size), Path(folder))
        fast, slow = bulk(small, Path(folder)), row_by_row(small, Path(folder))
    print(f"{size:>9,} claims in bulk      {large:10,.0f} a second ({size / large:.1f} s)")
    print(f"{compared:>9,} claims in bulk      {fast:10,.0f} a second")
    print(f"{compared:>9,} claims row by row   {slow:10,.0f} a second (executemany, one transaction)")
    print(f"bulk is {fast / slow:.0f} times as fast on the same data")


if __name__ == "__main__":
    main()
