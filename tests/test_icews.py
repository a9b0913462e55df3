"""ICEWS and ICEWS14, on the published files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

import bedfellows as bf
from bedfellows.actors import load_registry
from bedfellows.errors import InputError
from bedfellows.feeds.catalogue import find_feed
from bedfellows.feeds.feed import Code
from bedfellows.feeds.icews import icews_coder
from bedfellows.feeds.ingest import Ingested, ingest_files
from bedfellows.feeds.mapping import name_coder
from bedfellows.ontology import CAMEO

DATA = Path(os.environ.get("BEDFELLOWS_SHARED") or Path(__file__).parents[2] / "shared") / "data"
SAMPLE = DATA / "icews_sample" / "events.2018.sample.tab"
ICEWS14 = DATA / "icews14"
needs_sample = pytest.mark.skipif(
    not SAMPLE.is_file(), reason=f"no ICEWS rows in {SAMPLE} (set BEDFELLOWS_SHARED)"
)
needs_14 = pytest.mark.skipif(not ICEWS14.is_dir(), reason=f"no ICEWS14 in {ICEWS14} (set BEDFELLOWS_SHARED)")

HEADER = (
    "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\tTarget Sectors\t"
    "Target Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude"
)


def ingest(case: Path, *files: Path, feed: str) -> Ingested:
    return ingest_files(case, find_feed(feed), files, load_registry(), create=True)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Ingested]]:
    case = tmp_path_factory.mktemp("icews") / "icews.duckdb"
    yield case, ingest(case, SAMPLE, feed="icews")


@needs_sample
def test_every_published_row_is_there_with_its_values(sample: tuple[Path, Ingested]) -> None:
    case, done = sample
    lines = SAMPLE.read_text(encoding="utf-8").splitlines()
    assert lines[0] == HEADER
    assert done.totals["rows_read"] == done.totals["kept"] + done.totals["quarantined"] == len(lines) - 1
    with duckdb.connect(str(case)) as connection:
        found = {row[0]: row[1:] for row in connection.execute(
            "SELECT key, day, subject_code, object_code, cameo, round(goldstein, 1), text, quad FROM feed_events"
        ).fetchall()}  # fmt: skip
    for line in lines[1:]:
        fields = line.split("\t")
        day, subject, target, code, intensity, text, quad = found[fields[0]]
        assert (str(day), subject, target, code, text) == (
            fields[1],
            None if fields[2] == "NA" else fields[2],
            None if fields[8] == "NA" else fields[8],
            fields[6],
            fields[5],
        )
        assert intensity == pytest.approx(float(fields[7]))
        assert quad == {"0": 1, "1": 4}[code[0]] if code[:2] in {"01", "02", "03", "04", "05", "14"} else quad


@needs_sample
def test_most_published_names_are_mapped(sample: tuple[Path, Ingested]) -> None:
    _, done = sample
    assert done.totals["unmapped"] < 0.1 * 2 * done.totals["rows_read"]


@pytest.mark.parametrize(
    ("name", "actor"),
    [
        ("Militant (Taliban)", "taliban"),
        ("Citizen (India)", "india"),
        ("Foreign Affairs (Bangladesh)", "bangladesh"),
        ("Police (Nigeria)", "nigeria"),
        ("Vladimir Putin", "vladimir-putin"),
        ("Sergey Viktorovich Lavrov", "sergei-lavrov"),
        ("Children (Palestinian Territory, Occupied)", "palestine"),
        ("United States", "united-states"),
        ("Armed Rebel (Syria)", "x-armed-rebel-syria"),
        ("Protester (Egypt)", "x-protester-egypt"),
        ("Nobody We Know", "x-nobody-we-know"),
    ],
)
def test_names_are_read_with_what_stands_in_brackets(name: str, actor: str) -> None:
    found = name_coder(load_registry())(Code(name, name))
    assert found.id == actor and found.registered == (not actor.startswith("x-"))


def test_people_in_office_act_for_their_country_and_rebels_do_not() -> None:
    coder = icews_coder(load_registry())
    assert coder(Code("Ion Inventat", "Ion Inventat", "Romania")).id == "romania"
    assert coder(Code("Ion Inventat", "Ion Inventat")).id == "x-ion-inventat"
    assert coder(Code("\x1b[31mIon (\u202e)", "\x1b[31mIon (\u202e)")).name.isprintable()


def test_a_code_that_does_not_exist_is_quarantined(tmp_path: Path) -> None:
    row = "9\t2017-05-01\tIran\tNA\tIran\tInvented\t{}\t1\tIraq\tNA\tIraq\t1\t1\tInvented\tNA\tNA\tNA\tIraq\t33.1\t44.2"
    file = tmp_path / "events.2017.invented.tab"
    file.write_text("\n".join([HEADER, row.format("13y"), row.format("042"), row.format("")]) + "\n")
    done = ingest(tmp_path / "c.duckdb", file, feed="icews")
    assert dict(done.reasons) == {"unknown event code": 1, "no event code": 1} and done.totals["kept"] == 1


@needs_14
def test_icews14_is_read_from_its_folder_to_the_letter(tmp_path: Path) -> None:
    case = tmp_path / "icews14.duckdb"
    done = ingest(case, ICEWS14, feed="icews14")
    names = [
        line.split("\t") for line in (ICEWS14 / "entity2id.txt").read_text(encoding="utf-8").splitlines()
    ]
    relations = [
        line.split("\t") for line in (ICEWS14 / "relation2id.txt").read_text(encoding="utf-8").splitlines()
    ]
    entity = {number: name.replace("_", " ") for name, number in names}
    relation = {number: name.replace("_", " ") for name, number in relations}
    facts = [
        line.split("\t")
        for name in ("train.txt", "valid.txt")
        for line in (ICEWS14 / name).read_text(encoding="utf-8").splitlines()
    ]
    assert done.totals["rows_read"] == done.totals["kept"] == len(facts)
    with duckdb.connect(str(case)) as connection:
        stored = dict(
            connection.execute(
                "SELECT key, [strftime(day, '%Y-%m-%d'), subject_code, object_code, text, cameo] FROM feed_events"
            ).fetchall()
        )
    for one, event, other, hours, *_ in facts[::7]:
        day, subject, target, text, code = stored["-".join((one, event, other, hours))]
        assert (subject, target, text) == (entity[one], entity[other], relation[event])
        assert day == str(date.fromordinal(date(2014, 1, 1).toordinal() + int(hours) // 24))
        assert (
            "".join(filter(str.isalpha, CAMEO[code].name)).casefold()
            == "".join(filter(str.isalpha, text)).casefold()
        )
    held = bf.open(case).feeds()[0]
    assert held.first_day == date(2014, 1, 1) and held.days_without == 0


def test_icews14_needs_the_files_that_explain_its_numbers(tmp_path: Path) -> None:
    (tmp_path / "train.txt").write_text("0\t0\t1\t24\t-1\n")
    with pytest.raises(InputError, match=r"needs the file 'entity2id\.txt' beside it"):
        ingest(tmp_path / "c.duckdb", tmp_path, feed="icews14")
    (tmp_path / "entity2id.txt").write_text("Iran\t0\nIraq\t1\n")
    (tmp_path / "relation2id.txt").write_text("Consult\t0\nInvented deed\t1\n")
    (tmp_path / "train.txt").write_text(
        "0\t0\t1\t24\t-1\n0\t1\t1\t24\t-1\n0\t0\t7\t24\t-1\n0\t0\t1\t9000\t-1\n"
    )
    done = ingest(tmp_path / "c.duckdb", tmp_path, feed="icews14")
    assert done.totals["kept"] == 1 and done.totals["quarantined"] == 3
    rows, _ = bf.open(tmp_path / "c.duckdb").quarantine()
    assert [row["line"] for row in rows] == [2, 3, 4]
