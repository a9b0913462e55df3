"""The command line as a user meets it. The texts that are read here are invented; the names in them are real."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import runpy
import subprocess
import sys
import threading
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import click
import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bedfellows import __version__
from bedfellows.api import Case
from bedfellows.case import CaseStore
from bedfellows.case.records import Claim, Passage, Reading, Source, content_id
from bedfellows.cli.program import program
from bedfellows.cli.who_page import TITLES
from bedfellows.report.who_tables import GROUP_WORDS

ROOT = Path(__file__).parents[1]
PROGRAM = str(Path(sys.executable).with_name("bedfellows"))
SHARED = Path(os.environ.get("BEDFELLOWS_SHARED") or ROOT.parent / "shared")
ARTICLE = SHARED / "articles" / "russia-and-the-taliban.txt"

INVENTED = """\
---
Title: Invented for the tests, "quoted", and with; signs
Publisher: Invented Press
Date: 2016-05-02
Kind: opinion
---

Pakistan gives the Taliban money and weapons. The Taliban fight the Afghan government. Russia fears Islamic State.

Russia talks to the Taliban. In the 1980s the Mujahidin fought the Soviet Union. The Taliban are a splinter of the
Mujahidin. The United States supports Afghanistan, and it said that Russia arms the Taliban.

If the United States leaves Afghanistan, the Taliban will take Kabul.
"""


def run(*args: str | Path, code: int | None = 0, **options: Any) -> Result:
    """Run the command line in this process."""
    result = CliRunner().invoke(program, [str(arg) for arg in args], prog_name="bedfellows", **options)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    if code is not None:
        assert result.exit_code == code, result.output
    return result


def shell(*args: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run the command line as a process of its own."""
    return subprocess.run(
        [PROGRAM, *map(str, args)], capture_output=True, text=True, timeout=120, check=False, **options
    )


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("texts") / "invented.txt"
    path.write_text(INVENTED, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def case(text: Path) -> Path:
    path = text.parent / "invented.duckdb"
    run("--case", path, "read", text)
    return path


def rows(result: Result) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(result.stdout)))


# Answers

ANSWERS = (
    ("who", "taliban"),
    ("who", "Moscow"),
    ("strange",),
    ("strange", "--limit", "1"),
    ("why", "russia", "taliban"),
    ("outcomes",),
    ("outcomes", "--actor", "taliban"),
    ("claims",),
    ("claims", "--actor", "pakistan", "--relation", "supports", "--certainty", "asserted"),
    ("sources",),
)


@pytest.mark.parametrize("command", ANSWERS, ids=" ".join)
@pytest.mark.parametrize("width", [80, 120])
def test_answers_as_tables_fit_the_terminal_and_are_plain(
    case: Path, command: tuple[str, ...], width: int
) -> None:
    result = run("--case", case, *command, env={"COLUMNS": str(width)})
    assert result.stdout.strip()
    assert max(map(len, result.stdout.splitlines())) <= width
    assert "\x1b" not in result.stdout
    assert all(line == line.rstrip() for line in result.stdout.splitlines())


@pytest.mark.parametrize("command", ANSWERS, ids=" ".join)
def test_answers_as_json_and_csv_parse(case: Path, command: tuple[str, ...]) -> None:
    assert json.loads(run("--case", case, *command, "--format", "json").stdout)
    found = rows(run("--case", case, *command, "--format", "csv"))
    assert found
    assert all(None not in row and None not in row.values() for row in found)


def test_who_shows_backers_with_sentence_grade_and_quote(case: Path) -> None:
    shown = run("--case", case, "who", "taliban").stdout
    backed = shown.partition("BACKED BY")[2].partition("\n\n")[0]
    assert re.search(r"\+ 0\.\d\d  Pakistan  supports \(.*funding.*\)", backed)
    assert re.search(r"s\. 1 F6  “.*Pakistan.*”", backed)
    against = shown.partition("ACTS AGAINST")[2].partition("\n\n")[0]
    assert re.search(r"− 0\.\d\d  Afghanistan", against)


def test_the_headings_of_who_are_those_of_the_report() -> None:
    assert {**GROUP_WORDS, "other": "Also said of it"} == TITLES


def test_who_in_csv_has_one_line_for_each_piece_of_evidence(case: Path) -> None:
    answer = json.loads(run("--case", case, "who", "taliban", "--format", "json").stdout)
    ties = [*answer["ties"], *answer["past"]]
    expected = [piece["id"] for tie in ties for piece in tie["evidence"]]
    expected += [piece["id"] for piece in (*answer["denied"], *answer["expected"])]
    found = rows(run("--case", case, "who", "taliban", "--format", "csv"))
    assert [row["evidence_id"] for row in found] == expected
    assert {row["source_title"] for row in found} == {'Invented for the tests, "quoted", and with; signs'}


def test_quotes_of_answers_stand_in_the_text(case: Path) -> None:
    whole = " ".join(INVENTED.partition("\n---\n")[2].split())
    for row in rows(run("--case", case, "why", "russia", "taliban", "--format", "csv")):
        assert row["evidence_kind"] == "fact" or row["quote"] in whole


def test_as_of_sees_nothing_that_was_published_later(case: Path) -> None:
    before = json.loads(
        run("--case", case, "who", "taliban", "--as-of", "2016-05-01", "--format", "json").stdout
    )
    after = json.loads(
        run("--case", case, "who", "taliban", "--as-of", "2016-05-02", "--format", "json").stdout
    )
    assert not before["ties"] and after["ties"]
    shown = run("--case", case, "who", "taliban", "--as-of", "2016-05-01").stdout
    assert "says nothing of Taliban by that day" in shown
    for command in (("strange",), ("outcomes",), ("claims",), ("sources",)):
        assert "Invented" not in run("--case", case, *command, "--as-of", "2016-05-01").stdout


def test_outcomes_show_condition_and_what_follows(case: Path) -> None:
    shown = run("--case", case, "outcomes").stdout
    assert re.search(r"If the United States leaves Afghanistan\n +→ the Taliban will take Kabul", shown)


def test_a_grade_counts_in_answers(case: Path, tmp_path: Path) -> None:
    path = tmp_path / "graded.duckdb"
    path.write_bytes(case.read_bytes())
    source = json.loads(run("--case", path, "sources", "--format", "json").stdout)[0]
    claim = json.loads(run("--case", path, "claims", "--relation", "supports", "--format", "json").stdout)[0]
    run("--case", path, "grade", source["id"], "--reliability", "B", "--by", "A. Tester")
    run("--case", path, "grade", claim["id"], "--credibility", "2", "--by", "A. Tester")
    again = json.loads(run("--case", path, "claims", "--relation", "supports", "--format", "json").stdout)
    assert next(row["grade"] for row in again if row["id"] == claim["id"]) == "B2"
    assert "B2  “" in run("--case", path, "who", "taliban").stdout
    wrong = run("--case", path, "grade", "clm-none", "--credibility", "2", "--by", "A. Tester", code=1)
    assert "clm-none" in wrong.stderr
    run("--case", path, "grade", claim["id"], "--by", "A. Tester", code=2)


# Reading


def test_read_stores_once_and_says_so_on_standard_error(text: Path, tmp_path: Path) -> None:
    path = tmp_path / "new.duckdb"
    first = run("--case", path, "read", text)
    assert re.fullmatch(rf"Stored in {re.escape(str(path))}: \d+ claims new, 0 known\.\n", first.stderr)
    assert "Pakistan supports Taliban" in first.stdout and "Stored" not in first.stdout
    again = run("--case", path, "read", text)
    number = int(re.findall(r"(\d+) claims new", first.stderr)[0])
    assert f": 0 claims new, {number} known." in again.stderr
    assert again.stdout == first.stdout
    assert len(json.loads(run("--case", path, "claims", "--format", "json").stdout)) == number


def test_read_prints_one_object_for_one_document_and_a_list_for_more(text: Path, tmp_path: Path) -> None:
    one = json.loads(run("read", text, "--no-store", "--format", "json").stdout)
    assert one["source"]["published"] == "2016-05-02"
    supports = [claim for claim in one["claims"] if claim["relation"] == "supports"]
    assert {"Pakistan", "pakistan"} <= {supports[0]["subject"], supports[0]["subject_id"]}
    assert supports[0]["quote"] in supports[0]["sentence_text"]
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "one.txt").write_text(INVENTED, encoding="utf-8")
    assert json.loads(run("read", folder, "--no-store", "--format", "json").stdout) != []
    two = json.loads(run("read", text, folder, "--no-store", "--format", "json").stdout)
    assert [item["claims"] for item in two] == [one["claims"], one["claims"]]


def test_read_as_csv_has_a_line_for_each_record(text: Path) -> None:
    one = json.loads(run("read", text, "--no-store", "--format", "json").stdout)
    found = rows(run("read", text, "--no-store", "--format", "csv"))
    assert [row["id"] for row in found] == [
        record["id"] for kind in ("claims", "motives", "outcomes") for record in one[kind]
    ]
    assert {row["record"] for row in found} >= {"claim", "outcome"}


def test_no_store_touches_no_case(text: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run("read", text, "--no-store")
    assert list(tmp_path.iterdir()) == []
    run("read", text)
    assert [path.name for path in tmp_path.iterdir()] == ["bedfellows.duckdb"]


def test_the_options_of_read_win_over_the_document(text: Path) -> None:
    options = ("--published", "2017-01-04", "--kind", "news", "--author", "B. Tester", "--reliability", "C")
    source = json.loads(run("read", text, *options, "--no-store", "--format", "json").stdout)["source"]
    assert (source["published"], source["kind"], source["author"], source["reliability"]) == (
        "2017-01-04",
        "news",
        "B. Tester",
        "C",
    )


def test_min_confidence_leaves_out_doubtful_claims_and_links_to_them(text: Path) -> None:
    every = json.loads(run("read", text, "--no-store", "--format", "json").stdout)
    least = sorted(claim["confidence"] for claim in every["claims"])[len(every["claims"]) // 2] + 0.001
    sure = json.loads(
        run("read", text, "--no-store", "--format", "json", "--min-confidence", str(least)).stdout
    )
    assert sure["claims"] == [claim for claim in every["claims"] if claim["confidence"] >= least]
    assert len(sure["claims"]) < len(every["claims"])
    ids = {claim["id"] for claim in sure["claims"]}
    linked = {claim for outcome in sure["outcomes"] for claim in outcome["outcome_claims"]}
    linked |= {motive["effect_claim"] for motive in sure["motives"]} - {None}
    assert linked <= ids


def test_min_confidence_lists_the_sure_claims_of_a_case(case: Path) -> None:
    every = json.loads(run("--case", case, "claims", "--format", "json").stdout)
    least = max(claim["confidence"] for claim in every)
    sure = json.loads(
        run("--case", case, "claims", "--format", "json", "--min-confidence", str(least)).stdout
    )
    assert sure == [claim for claim in every if claim["confidence"] >= least]
    assert 0 < len(sure) < len(every)
    shown = run("--case", case, "claims", "--min-confidence", str(least)).stdout
    words = [float(found) for found in re.findall(r"confidence\s+(\d\.\d\d)", shown)]
    assert len(words) == len(sure) and min(words) >= round(least, 2)


def test_read_from_standard_input() -> None:
    result = run("read", "-", "--no-store", "--format", "json", input="Iran fights Islamic State.")
    assert [claim["relation"] for claim in json.loads(result.stdout)["claims"]] == ["fights"]


def test_one_bad_file_does_not_stop_the_others(text: Path, tmp_path: Path) -> None:
    path, empty = tmp_path / "some.duckdb", tmp_path / "empty.txt"
    empty.touch()
    result = run("--case", path, "read", empty, text, tmp_path / "missing.txt", code=1)
    assert "Pakistan supports Taliban" in result.stdout
    errors = [line for line in result.stderr.splitlines() if line.startswith("Error: ")]
    assert len(errors) == 2 and "empty.txt" in errors[0] and "missing.txt" in errors[1]
    assert len(json.loads(run("--case", path, "sources", "--format", "json").stdout)) == 1


def test_a_folder_passes_over_what_is_no_document_and_reports_bad_ones(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "good.txt").write_text(INVENTED, encoding="utf-8")
    (folder / "photo.png").write_bytes(b"\x89PNG\r\n")
    (folder / ".hidden").touch()
    result = run("read", folder, "--no-store")
    assert re.findall(r"^(\w[\w ]+): ", result.stderr, re.M) == ["Passed over"]
    (folder / "bad.txt").touch()
    result = run("read", folder, "--no-store", code=1)
    assert "Pakistan supports Taliban" in result.stdout
    assert re.search(r"^Error: .*bad\.txt", result.stderr, re.M)


def test_users_bring_their_own_actors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    actors = tmp_path / "invented.toml"
    actors.write_text(
        '[[actor]]\nid = "north-front"\nname = "Northern Front"\nkind = "armed-group"\nsource = "invented"\n',
        encoding="utf-8",
    )
    asked = ("read", "-", "--no-store", "--format", "json")
    result = run("--actors", actors, *asked, input="Iran arms the Northern Front.")
    assert json.loads(result.stdout)["claims"][0]["object_id"] == "north-front"
    monkeypatch.setenv("BEDFELLOWS_ACTORS", str(actors))
    assert "north-front" in run("resolve", "Northern Front").stdout


def test_the_case_can_come_from_the_environment(case: Path) -> None:
    assert "Pakistan" in run("who", "taliban", env={"BEDFELLOWS_CASE": str(case)}).stdout


@pytest.mark.skipif(not ARTICLE.exists(), reason=f"the article is not there: {ARTICLE}")
def test_the_real_article_from_end_to_end(tmp_path: Path) -> None:
    path = tmp_path / "real.duckdb"
    about = ("--published", "2017-01-04", "--kind", "opinion")
    read = json.loads(run("--case", path, "read", ARTICLE, *about, "--format", "json").stdout)
    assert len(read["claims"]) > 40 and read["outcomes"]
    backers = rows(run("--case", path, "who", "taliban", "--as-of", "2017-01-04", "--format", "csv"))
    named = [row["counterpart_name"] for row in backers if row["group"] == "backers"]
    assert named[0] == "Pakistan" and "Iran" in named and "Saudi Arabia" in named
    strangest = json.loads(run("--case", path, "strange", "--format", "json").stdout)["pairs"][0]
    assert {strangest["a"], strangest["b"]} == {"russia", "taliban"}
    why = json.loads(run("--case", path, "why", "russia", "taliban", "--format", "json").stdout)
    assert {"for", "against"} == {reason["side"] for reason in why["reasons"]}
    assert all(reason["evidence"] or reason["facts"] for reason in why["reasons"])


class _Model(BaseHTTPRequestHandler):
    """A stand-in for a language model: whatever it is asked, it finds the same claim."""

    keys: ClassVar[list[str | None]] = []

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.keys.append(self.headers["Authorization"])
        claim = {
            "sentence": 1,
            "subject": "Iran",
            "relation": "fights",
            "object": "Islamic State",
            "quote": "Iran fights Islamic State",
            "certainty": "asserted",
        }
        found = {
            "actors": [],
            "claims": [claim, {**claim, "quote": "not there"}],
            "motives": [],
            "outcomes": [],
        }
        message = {"role": "assistant", "content": json.dumps(found)}
        body = json.dumps({"choices": [{"message": message, "finish_reason": "stop"}]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def test_read_can_ask_a_language_model(tmp_path: Path) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Model)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    asked = ("read", "-", "--no-store", "--reader", "endpoint", "--endpoint-model", "invented-1")
    address = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        result = run(
            *asked,
            "--endpoint",
            address,
            input="Iran fights Islamic State.",
            env={"BEDFELLOWS_API_KEY": "sk-invented"},
        )
    finally:
        server.shutdown()
        server.server_close()
    assert _Model.keys == ["Bearer sk-invented"]
    assert result.stdout.count("Iran fights Islamic State  asserted") == 1
    assert "LEFT OUT" in result.stdout and "sk-invented" not in result.output
    gone = run(*asked, "--endpoint", "not an address", input="Iran fights Islamic State.", code=1)
    assert gone.stderr.startswith("Error: ")


def test_a_language_model_is_scored_by_the_same_command_as_the_rules(tmp_path: Path) -> None:
    gold = tmp_path / "invented.json"
    claims = [
        {"sentence": 1, "subject": "Iran", "relation": "fights", "object": "Islamic State"},
        {"sentence": 1, "subject": "Iran", "relation": "supports", "object": "Syria"},
    ]
    text = [["Iran fights Islamic State and arms Syria."]]
    gold.write_text(
        json.dumps({"title": "Invented", "published": "2016-05-02", "text": text, "claims": claims})
    )
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Model)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}/v1"
    asked = ("--reader", "endpoint", "--endpoint", address, "--endpoint-model", "invented-1")
    try:
        by_model = json.loads(run("score", gold, *asked, "--format", "json").stdout)
        shown = run("score", gold, *asked, "--misses").stdout
    finally:
        server.shutdown()
        server.server_close()
    by_rules = json.loads(run("score", gold, "--format", "json").stdout)
    assert "invented-1" in by_model["reader"] and by_rules["reader"].startswith("rules ")
    assert by_model.keys() == by_rules.keys()
    figures = by_model["total"]["relations"]
    assert (figures["precision"], figures["recall"]) == (1.0, 0.5)
    assert "read by endpoint" in shown and "1 missed" in shown and "supports" in shown


# Getting it out


def test_export_and_import_lose_nothing(case: Path, tmp_path: Path) -> None:
    for form in ("parquet", "csv", "json"):
        folder, copy = tmp_path / form, tmp_path / f"{form}.duckdb"
        assert "claims" in run("--case", case, "export", folder, "--as", form).stdout
        run("--case", copy, "import", folder)
        for command in (("claims",), ("who", "taliban"), ("outcomes",)):
            asked = (*command, "--format", "json")
            assert run("--case", copy, *asked).stdout == run("--case", case, *asked).stdout
    again = run("--case", case, "export", tmp_path / "csv", "--as", "csv", code=1)
    assert "not empty" in again.stderr
    run("--case", case, "export", tmp_path / "csv", "--as", "csv", "--overwrite")


def test_report_writes_one_page(case: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert str(page) in run("--case", case, "report", page, "--title", "Invented title").stdout
    assert "Invented title" in page.read_text(encoding="utf-8")
    wrong = run("--case", case, "report", tmp_path / "no" / "page.html", code=1)
    assert wrong.stderr.startswith("Error: ")


def test_score_prints_figures_and_misses() -> None:
    gold = ROOT / "tests" / "gold" / "sudan.json"
    found = json.loads(run("score", gold, "--misses", "--format", "json").stdout)
    assert 0 < found["total"]["relations"]["f1"] <= 1
    assert "misses" not in json.loads(run("score", gold, "--format", "json").stdout)["texts"][0]
    shown = run("score", gold, "--misses").stdout
    assert f"{found['total']['relations']['f1']:.2f}" in shown
    assert f"{len(found['texts'][0]['misses'])} missed" in shown
    assert "missed" not in run("score", gold).stdout


# Actors


def test_resolve_gives_candidates_with_reasons() -> None:
    found = json.loads(run("resolve", "the Red Army", "--on", "1985-06-01", "--format", "json").stdout)
    assert found["actor"] == "ussr"
    assert found["candidates"][0]["role"] == "military" and found["candidates"][0]["reason"]
    assert "Soviet Union" in run("resolve", "the Red Army", "--on", "1985-06-01").stdout
    assert "nobody known" in run("resolve", "Qwertzuiop").stdout
    assert rows(run("resolve", "Moscow", "--format", "csv"))[0]["id"] == "russia"


def test_actor_shows_names_descent_and_neighbours() -> None:
    shown = run("actor", "ussr", "--on", "1985-01-01").stdout
    assert re.search(r"^followed by +.*Russia", shown, re.M | re.S)
    found = json.loads(run("actor", "afghanistan", "--on", "2017-01-04", "--format", "json").stdout)
    assert "tajikistan" in {actor["id"] for actor in found["neighbours"]}


def test_borders_says_yes_no_or_unknown() -> None:
    assert run("borders", "tajikistan", "afghanistan").stdout.startswith("yes")
    assert run("borders", "Russia", "Afghanistan").stdout.startswith("no ")
    assert run("borders", "ussr", "afghanistan", "--on", "1985-01-01").stdout.startswith("yes")
    assert run("borders", "nato", "afghanistan").stdout.startswith("unknown")
    found = json.loads(run("borders", "russia", "afghanistan", "--format", "json").stdout)
    assert found["borders"] is False and found["distance_km"] > 500 and found["source"]


# Errors


@pytest.mark.parametrize(
    "command",
    [
        ("who", "no such actor at all"),
        ("why", "russia", "no such actor at all"),
        ("outcomes", "--actor", "no such actor at all"),
        ("claims", "--actor", "no such actor at all"),
    ],
    ids=" ".join,
)
def test_an_unknown_actor_is_named_with_the_nearest(case: Path, command: tuple[str, ...]) -> None:
    result = run("--case", case, *command, code=1)
    assert result.stderr.startswith("Error: ") and "no such actor at all" in result.stderr
    assert result.stdout == ""


def test_a_missing_case_is_said_and_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for command in ANSWERS:
        assert "no case at 'none.duckdb'" in run("--case", "none", *command, code=1).stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "command",
    [
        ("who",),
        ("whom", "taliban"),
        ("who", "taliban", "--as-of", "2017-02-30"),
        ("who", "taliban", "--as-of", "yesterday"),
        ("strange", "--limit", "0"),
        ("read", "x.txt", "--published", "2017-13-01"),
        ("read", "x.txt", "--reader", "endpoint"),
        ("score", __file__, "--reader", "endpoint"),
        ("claims", "--relation", "loves"),
        ("export", "x", "--as", "xlsx"),
    ],
    ids=" ".join,
)
def test_what_is_typed_wrongly_ends_with_two(command: tuple[str, ...]) -> None:
    result = run(*command, code=2)
    assert "Usage:" in result.stderr and "Error: " in result.stderr


def test_an_interrupt_ends_with_130(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Case, "who", interrupted)
    assert "Interrupted" in run("--case", case, "who", "taliban", code=130).stderr


def test_two_writers_get_a_clear_error(text: Path, case: Path, tmp_path: Path) -> None:
    path = tmp_path / "busy.duckdb"
    path.write_bytes(case.read_bytes())
    with CaseStore.open(path, write=True):
        for command in (("read", text), ("who", "taliban")):
            result = shell("--case", path, *command)
            assert result.returncode == 1
            assert result.stderr.startswith("Error: ") and "in use by process" in result.stderr
            assert "Traceback" not in result.stderr
    assert shell("--case", path, "who", "taliban").returncode == 0


# What a terminal sees


def hostile_case(path: Path) -> None:
    """A case whose invented source tries to steer the terminal and to break CSV."""
    quote = 'Russia \x1b[31marms\x1b]0;x\x07 the\n"Taliban", \x9b2J\u202eand [red]more[/red]'
    source = Source(
        content_id("src", quote),
        "news",
        "Invented \x1b[2J title",
        None,
        None,
        date(2016, 1, 1),
        "x\x1b",
        quote,
    )
    passage = Passage(content_id("psg", source.id, 0, len(quote)), source.id, 1, 1, 0, len(quote), quote)
    claim = Claim(
        content_id("clm", source.id, 0),
        source.id,
        passage.id,
        "russia",
        "supports",
        "taliban",
        "Russia",
        "Taliban",
        "\x1b[1m",
        quote,
        0,
        len(quote),
        "asserted",
        published=source.published,
        time_text="\x1b[5m",
    )
    with CaseStore.open(path, create=True) as store:
        store.add(Reading(source, (passage,), (claim,)))


@pytest.mark.parametrize("form", ["table", "json", "csv"])
@pytest.mark.parametrize(
    "command", [("who", "taliban"), ("claims",), ("sources",), ("why", "russia", "taliban")]
)
def test_nothing_from_a_source_steers_the_terminal(
    tmp_path: Path, command: tuple[str, ...], form: str
) -> None:
    path = tmp_path / "hostile.duckdb"
    hostile_case(path)
    shown = run("--case", path, *command, "--format", form).stdout
    assert not set(shown) & {"\x1b", "\x07", "\x9b", "\u202e"}
    if command != ("sources",):
        assert "[red]more[/red]" in shown
    if form == "json" and command == ("claims",):
        assert json.loads(shown)[0]["quote"].startswith("Russia \x1b[31marms")  # escaped, not lost
    if form == "csv" and command == ("claims",):
        (row,) = csv.DictReader(io.StringIO(shown))
        assert '\n"Taliban", ' in row["quote"]


def test_colour_only_where_it_is_wanted(case: Path) -> None:
    quiet = {key: value for key, value in os.environ.items() if key not in {"NO_COLOR", "FORCE_COLOR"}}
    asked = ("--case", case, "who", "taliban")
    assert "\x1b[" not in shell(*asked, env=quiet).stdout
    loud = shell(*asked, env={**quiet, "FORCE_COLOR": "1", "TERM": "xterm-256color"}).stdout
    assert "\x1b[" in loud
    assert re.sub(r"\x1b\[[\d;]*m", "", loud) == shell(*asked, env=quiet).stdout
    none = shell(*asked, env={**quiet, "FORCE_COLOR": "1", "NO_COLOR": "1", "TERM": "xterm-256color"}).stdout
    assert not re.search(r"\x1b\[(?:\d+;)*3\d", none)


def test_a_terminal_without_unicode_does_no_harm(case: Path) -> None:
    result = shell("--case", case, "who", "taliban", env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert result.returncode == 0 and "Pakistan" in result.stdout


# Help, completion, start-up


def commands() -> dict[str, click.Command]:
    return dict(program.commands)


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_has_help_with_an_example_that_parses(name: str) -> None:
    text = run(name, "--help").stdout
    assert re.search(r"^Usage: bedfellows " + name, text)
    example = re.search(r"^    .*(bedfellows .*)$", text.partition("Example")[2], re.M)
    assert example, text
    assert name in example[1]
    own = commands()[name]
    parts = [own, *(own.commands.values() if isinstance(own, click.Group) else ())]
    known = {option for part in parts for param in part.params for option in param.opts} | {
        "--case",
        "--help",
    }
    assert set(re.findall(r"(?<= )--[a-z-]+", example[1])) <= known


def test_the_list_of_commands_is_written_down() -> None:
    script = runpy.run_path(str(ROOT / "docs" / "write_commands.py"))
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert page == script["text"](), "run: python docs/write_commands.py"
    assert all(f"\n## {name}\n" in page for name in commands())
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "docs/commands.md" in readme or all(f"`{name}`" in readme for name in commands())


def test_version() -> None:
    assert run("--version").stdout == f"bedfellows {__version__}\n"


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_completion_prints_a_script_and_how_to_install_it(name: str) -> None:
    script = run("completion", name).stdout
    assert script.startswith("# ") and "_BEDFELLOWS_COMPLETE" in script
    assert f"completion {name}" in script.splitlines()[0]


def test_completion_completes_commands_formats_and_actors() -> None:
    def complete(words: str, number: int) -> str:
        env = {
            **os.environ,
            "_BEDFELLOWS_COMPLETE": "bash_complete",
            "COMP_WORDS": words,
            "COMP_CWORD": str(number),
        }
        return shell(env=env).stdout

    assert set(complete("bedfellows wh", 1).split()) == {"plain,what-if", "plain,who", "plain,why"}
    assert "plain,taliban" in complete("bedfellows who tali", 2).split()
    assert set(complete("bedfellows strange --format ", 3).split()) == {
        "plain,table",
        "plain,json",
        "plain,csv",
        "plain,parquet",
    }


def test_starting_loads_nothing_heavy() -> None:
    heavy = "{'spacy', 'polars', 'duckdb', 'pyarrow', 'trafilatura', 'httpx', 'numpy', 'networkx', 'jinja2'}"
    code = f"import sys, bedfellows, bedfellows.cli.program; print(sorted(set(sys.modules) & {heavy}))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


# Any name


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(max_size=60) | st.sampled_from(["", " ", "-", "--", "IS", "us", "\0", "[/]", "a" * 4000]))
def test_no_name_of_an_actor_gives_a_traceback(case: Path, name: str) -> None:
    for command in (("who",), ("why", "russia"), ("resolve",), ("borders", "iran"), ("actor",)):
        result = run(
            "--case", case, command[0], "--", *command[1:], name, code=None
        )  # raises what is not ours
        assert result.exit_code in {0, 1}
        assert result.exit_code == 0 or result.stderr.startswith("Error: ")
        assert "\x1b" not in result.output
