"""Files of event feeds into a case: once each, whole or not at all, in whatever form they come. All rows are invented."""

from __future__ import annotations

import gzip
import io
import random
import runpy
import signal
import subprocess
import sys
import time
import zipfile
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest

import bedfellows as bf
from bedfellows.actors import load_registry
from bedfellows.case import CaseStore, export_case, import_case
from bedfellows.errors import CaseError, CaseLockedError, InputError, UnknownActorError
from bedfellows.feeds.catalogue import find_feed
from bedfellows.feeds.ingest import Ingested, ingest_files

invented = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("invented_feeds.py"))))
gdelt_row = invented.gdelt_row
gdelt_rows = invented.gdelt_rows
mention_row = invented.mention_row
write_tabs = invented.write_tabs

START, LATER = date(2017, 1, 4), date(2017, 2, 1)


def ingest(case: Path, *files: Path | str, feed: str = "gdelt", **options: object) -> Ingested:
    return ingest_files(case, find_feed(feed), files, load_registry(), create=True, **options)  # type: ignore[arg-type]


def rows(case: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(case), read_only=True) as connection:
        return connection.execute(query).fetchall()


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return tmp_path / "invented.duckdb"


def test_the_same_file_again_adds_nothing_and_is_not_read(case: Path, tmp_path: Path) -> None:
    file = write_tabs(tmp_path / "20170104.export.CSV", gdelt_rows(500))
    first = ingest(case, file)
    assert first.totals["rows_read"] == first.totals["kept"] == 500
    before = rows(case, "SELECT * FROM feed_events ORDER BY key")
    second = ingest(case, file)
    assert [report.known for report in second.files] == [True]
    assert second.totals["rows_read"] == second.totals["kept"] == 0
    assert rows(case, "SELECT * FROM feed_events ORDER BY key") == before
    assert rows(case, "SELECT count(*) FROM feed_files") == [(1,)]


def test_it_is_the_contents_that_make_a_file_known(case: Path, tmp_path: Path) -> None:
    file = write_tabs(tmp_path / "20170104.export.CSV", gdelt_rows(50))
    with zipfile.ZipFile(tmp_path / "renamed.zip", "w") as archive:
        archive.write(file, "other.CSV")
    ingest(case, file)
    assert ingest(case, tmp_path / "renamed.zip").files[0].known


def test_overlapping_files_leave_no_duplicates(case: Path, tmp_path: Path) -> None:
    every = gdelt_rows(300)
    one = write_tabs(tmp_path / "1.export.CSV", every[:200])
    two = write_tabs(tmp_path / "2.export.CSV", every[100:])
    done = ingest(case, one, two)
    assert (done.totals["kept"], done.totals["duplicate"], done.totals["superseding"]) == (300, 100, 0)
    assert rows(case, "SELECT count(*), count(DISTINCT key) FROM feed_events") == [(300, 300)]


def test_a_row_twice_in_one_file_is_kept_once(case: Path, tmp_path: Path) -> None:
    every = gdelt_rows(20)
    done = ingest(case, write_tabs(tmp_path / "1.export.CSV", [*every, *every[:5]]))
    assert (done.totals["rows_read"], done.totals["kept"], done.totals["duplicate"]) == (25, 20, 5)


def test_a_corrected_release_supersedes_and_both_versions_are_kept(case: Path, tmp_path: Path) -> None:
    wrong = gdelt_row(7, START, code="190")
    right = gdelt_row(7, START, code="036", added=LATER)
    other = gdelt_row(8, START)
    ingest(case, write_tabs(tmp_path / "old.export.CSV", [wrong, other]))
    done = ingest(case, write_tabs(tmp_path / "new.export.CSV", [right, other]))
    assert (done.totals["kept"], done.totals["superseding"], done.totals["duplicate"]) == (1, 1, 1)
    assert rows(case, "SELECT count(*) FROM feed_events WHERE key = '7'") == [(2,)]
    open_case = bf.open(case)
    then = open_case.events(as_of=date(2017, 1, 20)).filter(id="gdelt:7")["cameo"].to_list()
    now = open_case.events(as_of=LATER).filter(id="gdelt:7")["cameo"].to_list()
    assert (then, now) == (["190"], ["036"])
    assert open_case.events(as_of=date(2017, 1, 3)).is_empty()


def test_an_older_release_that_comes_late_does_not_supersede(case: Path, tmp_path: Path) -> None:
    new, old = gdelt_row(7, START, code="036"), gdelt_row(7, START, code="190")
    ingest(case, write_tabs(tmp_path / "new.export.CSV", [new]), release="2")
    done = ingest(case, write_tabs(tmp_path / "old.export.CSV", [old]), release="1")
    assert done.totals["kept"] == 1
    assert bf.open(case).events()["cameo"].to_list() == ["036"]
    assert rows(case, "SELECT release FROM feed_events ORDER BY 1") == [("1",), ("2",)]


def test_every_form_of_a_file_gives_the_same_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = write_tabs(tmp_path / "20170104.export.CSV", gdelt_rows(120))
    data = plain.read_bytes()
    (tmp_path / "folder" / "deep").mkdir(parents=True)
    with zipfile.ZipFile(tmp_path / "folder" / "deep" / "20170104.export.CSV.zip", "w") as archive:
        archive.writestr("20170104.export.CSV", data)
        archive.writestr("__MACOSX/._20170104.export.CSV", b"junk")
    (tmp_path / "folder" / "README.txt").write_text("not data")
    with gzip.open(tmp_path / "20170104.export.CSV.gz", "wb") as packed:
        packed.write(data)
    windows = tmp_path / "windows.export.CSV"
    windows.write_bytes(data.replace(b"\n", b"\r\n"))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    forms = {
        "plain": plain,
        "folder": tmp_path / "folder",
        "zip": tmp_path / "folder" / "deep" / "20170104.export.CSV.zip",
        "gzip": tmp_path / "20170104.export.CSV.gz",
        "glob": str(tmp_path / "2017010?.export.CSV"),
        "stdin": "-",
        "windows": windows,
    }
    query = "SELECT * EXCLUDE (file, release) FROM feed_events ORDER BY key"
    answers = {}
    for name, form in forms.items():
        case = tmp_path / f"{name}.duckdb"
        assert ingest(case, form).totals["kept"] == 120, name
        answers[name] = rows(case, query)
        assert not list(tmp_path.glob(".*.ingest")), name
    assert all(answer == answers["plain"] for answer in answers.values())


def test_a_folder_is_searched_for_archives_by_what_is_in_them(case: Path, tmp_path: Path) -> None:
    folder = tmp_path / "downloads"
    folder.mkdir()
    data = write_tabs(tmp_path / "1.export.CSV", gdelt_rows(10)).read_bytes()
    with zipfile.ZipFile(folder / "named as the publisher likes.zip", "w") as archive:
        archive.writestr("20170104.export.CSV", data)
        archive.writestr("codebook.pdf", b"not data")
    with zipfile.ZipFile(folder / "other.zip", "w") as archive:
        archive.writestr("pictures.png", b"not data")
    (folder / "no archive.zip").write_bytes(b"not a zip")
    done = ingest(case, folder)
    assert [report.failed for report in done.files] == [""] and done.totals["kept"] == 10


def test_files_that_are_not_the_feeds_are_named_and_the_others_kept(case: Path, tmp_path: Path) -> None:
    good = write_tabs(tmp_path / "1.export.CSV", gdelt_rows(10))
    other = write_tabs(tmp_path / "2.export.CSV", [["a", "b"]])
    torn = tmp_path / "3.export.CSV.zip"
    with zipfile.ZipFile(torn, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("3.export.CSV", good.read_bytes() * 3)
    torn.write_bytes(torn.read_bytes()[:-200])
    empty = tmp_path / "4.export.CSV"
    empty.touch()
    done = ingest(case, other, good, torn, empty)
    failed = {report.name: report.failed for report in done.files if report.failed}
    assert set(failed) == {"2.export.CSV", "3.export.CSV.zip"}
    assert "57 or 58 or 61 columns" in failed["2.export.CSV"] and "unpacked" in failed["3.export.CSV.zip"]
    assert done.totals["kept"] == 10
    with pytest.raises(InputError, match="no file of the feed gdelt"):
        ingest(case, other)
    with pytest.raises(InputError, match="There is no file"):
        ingest(case, tmp_path / "nowhere.CSV")
    with pytest.raises(
        InputError, match=r"holds no file of this feed; expected names such as \*\.export\.CSV"
    ):
        (tmp_path / "none").mkdir()
        ingest(case, tmp_path / "none")


def test_only_one_may_write(case: Path, tmp_path: Path) -> None:
    file = write_tabs(tmp_path / "1.export.CSV", gdelt_rows(10))
    with CaseStore.open(case, create=True), pytest.raises(CaseLockedError):
        ingest(case, file)


def test_progress_grows_to_the_end(case: Path, tmp_path: Path) -> None:
    files = [write_tabs(tmp_path / f"{n}.export.CSV", gdelt_rows(10, first=n * 100)) for n in range(4)]
    seen = []
    ingest(case, *files, on_progress=seen.append)
    done = [progress.bytes_done for progress in seen]
    assert done == sorted(done) and done[-1] == seen[-1].bytes_total == sum(f.stat().st_size for f in files)
    assert seen[-1].rows == 40 and seen[-1].files == 4


def test_events_are_found_by_who_whom_when_and_what(case: Path, tmp_path: Path) -> None:
    russia, taliban, rebels = (
        ("RUSGOV", "RUSSIA", "RUS"),
        ("AFGINSTAL", "TALIBAN", "AFG"),
        ("AFGREB", "", "AFG"),
    )
    ingest(
        case,
        write_tabs(
            tmp_path / "1.export.CSV",
            [
                gdelt_row(1, START, code="036", one=russia, other=taliban),
                gdelt_row(2, START, code="190", one=taliban, other=russia),
                gdelt_row(3, LATER, code="190", one=rebels, other=taliban),
                gdelt_row(4, LATER, code="010", one=russia, other=("", "", "")),
            ],
        ),
    )
    open_case = bf.open(case)

    def found(**wanted: object) -> list[str]:
        return [one.removeprefix("gdelt:") for one in open_case.events(**wanted)["id"].to_list()]  # type: ignore[arg-type]

    assert found() == ["3", "4", "1", "2"]
    assert found(actor="Taliban") == ["3", "1", "2"]
    assert found(actor="Russia", object="Taliban") == ["1"]
    assert found(type="FIGHT") == found(type="ASSAULT") == ["3", "2"]
    assert found(first=date(2017, 1, 5)) == ["3", "4"] and found(last=START) == ["1", "2"]
    assert found(actor="Rebels (Afghanistan)") == found(actor="x-rebels-afghanistan") == ["3"]
    assert found(limit=1) == ["3"] and found(feed="icews") == []
    with pytest.raises(UnknownActorError):
        open_case.events(actor="Zamfirescu")
    with pytest.raises(InputError, match="PLOVER event type"):
        open_case.events(type="HUGGING")


def test_mentions_count_the_independent_sources(case: Path, tmp_path: Path) -> None:
    ingest(case, write_tabs(tmp_path / "1.export.CSV", gdelt_rows(3, first=10, columns=61)))
    outlets = ("bbc.example", "tass.example", "dawn.example", "bbc.example")
    mentions = [mention_row(10, outlet, START) for outlet in outlets]
    mentions[3][5] += "-again"
    mentions.append(mention_row(10, "late.example", LATER))
    done = ingest(case, write_tabs(tmp_path / "1.mentions.CSV", mentions), feed="gdelt-mentions")
    assert done.totals["kept"] == 5
    open_case = bf.open(case)
    assert dict(open_case.events().select("id", "sources").iter_rows()) == {
        "gdelt:10": 4,
        "gdelt:11": 2,
        "gdelt:12": 2,
    }
    early = open_case.events(as_of=date(2017, 1, 25))
    assert early.filter(id="gdelt:10")["sources"].to_list() == [3]


def test_feeds_says_which_days_have_no_row(case: Path, tmp_path: Path) -> None:
    days = [date(2017, 1, day) for day in (1, 2, 5, 9)]
    ingest(case, write_tabs(tmp_path / "1.export.CSV", [gdelt_row(n, day) for n, day in enumerate(days)]))
    (held,) = bf.open(case).feeds()
    assert (held.feed, held.files, held.rows, held.first_day, held.last_day) == (
        "gdelt",
        1,
        4,
        days[0],
        days[-1],
    )
    assert held.days_without == 5
    assert held.gaps == ((date(2017, 1, 6), date(2017, 1, 8)), (date(2017, 1, 3), date(2017, 1, 4)))


def test_events_of_feeds_are_evidence_and_can_be_graded(case: Path, tmp_path: Path) -> None:
    ingest(case, write_tabs(tmp_path / "1.export.CSV", [gdelt_row(5, START, code="190")]))
    with CaseStore.open(case, write=True) as store:
        (event,) = store.events()
        assert (event.id, event.subject, event.object, event.plover) == (
            "gdelt:5",
            "russia",
            "taliban",
            "ASSAULT",
        )
        assert store.events(feeds=False) == [] and store.events(date(2017, 1, 3)) == []
        store.grade("gdelt:5", credibility="2")
        assert store.events()[0].credibility == "2"
        assert store.frame("evidence")["id"].to_list() == ["gdelt:5"]
        with pytest.raises(InputError, match="gdelt:6"):
            store.grade("gdelt:6", credibility="2")


@pytest.mark.parametrize("form", ["parquet", "csv", "json"])
def test_export_and_import_lose_nothing(case: Path, tmp_path: Path, form: str) -> None:
    strange = gdelt_row(900, START)
    strange[6], strange[57] = 'A "B", C\\', "https://news.example/invented/,'\u202e\x1b[31m"
    bad = gdelt_row(901, START)[:20]
    ingest(case, write_tabs(tmp_path / "1.export.CSV", [*gdelt_rows(40), strange, bad]))
    ingest(
        case,
        write_tabs(tmp_path / "1.mentions.CSV", [mention_row(5, "a.example", START)]),
        feed="gdelt-mentions",
    )
    folder = export_case(case, tmp_path / "out", form)  # type: ignore[arg-type]
    copy = import_case(folder, tmp_path / "copy.duckdb")
    for table in ("feed_files", "feed_events", "feed_mentions", "quarantine", "feed_names"):
        query = f"SELECT * FROM {table} ORDER BY ALL"
        assert rows(copy, query) == rows(case, query) and rows(copy, query), table
    file = next(folder.glob("quarantine.*"))
    file.write_bytes(file.read_bytes().replace(b"too few", b"too fow") if form != "parquet" else b"PAR1")
    with pytest.raises((InputError, CaseError)):
        import_case(folder, tmp_path / "changed.duckdb")
    assert not (tmp_path / "changed.duckdb").exists()


_KILLED = """
import sys
from pathlib import Path
from bedfellows.actors import load_registry
from bedfellows.feeds.catalogue import find_feed
from bedfellows.feeds.ingest import ingest_files
ingest_files(Path(sys.argv[1]), find_feed("gdelt"), sys.argv[2:], load_registry(), create=True,
             on_progress=lambda _: print("file", flush=True))
"""


def test_a_killed_ingest_leaves_the_case_whole_and_a_rerun_finishes_it(case: Path, tmp_path: Path) -> None:
    every = gdelt_rows(24_000)
    # Each file overlaps the one before it, so that a row that was lost or doubled would show.
    files = [
        str(write_tabs(tmp_path / f"{n:02}.export.CSV", every[max(n * 1000 - 200, 0) : (n + 1) * 1000]))
        for n in range(24)
    ]
    chance = random.Random(5)
    killed = 0
    for _ in range(5):
        process = subprocess.Popen(
            [sys.executable, "-c", _KILLED, str(case), *files], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        for _ in range(chance.randint(1, 4)):
            process.stdout.readline()
        time.sleep(chance.random() * 0.05)
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        held = rows(case, "SELECT count(*), count(DISTINCT key) FROM feed_events")[0]
        told = rows(case, "SELECT coalesce(sum(kept), 0) FROM feed_files")[0][0]
        assert held == (told, told)
    assert killed >= 3
    ingest(case, *files)
    assert rows(case, "SELECT count(*), count(DISTINCT key) FROM feed_events") == [(24_000, 24_000)]
    assert not list(tmp_path.glob(".*.ingest*"))
    assert rows(case, "SELECT count(*) FROM feed_files") == [(24,)]
