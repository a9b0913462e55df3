"""The JSON API: the answers of Python under the same names, for this machine alone, and nothing but reading."""

from __future__ import annotations

import asyncio
import io
import json
import runpy
import socket
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import networkx as nx
import polars as pl
import pytest
from starlette.testclient import TestClient

from bedfellows.actors import Registry, load_registry
from bedfellows.api import Case
from bedfellows.case import CaseStore
from bedfellows.errors import InputError
from bedfellows.report.plain import json_text
from bedfellows.web import asking
from bedfellows.web.app import make_app
from bedfellows.web.asking import Asking
from bedfellows.web.serving import serve

INVENTED = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("invented_case.py"))))
RECORD = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("invented_window.py"))))


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry().with_actors(INVENTED.actors())


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("web") / "invented.duckdb"
    with CaseStore.open(path, create=True) as store:
        for reading in INVENTED.readings():
            store.add(reading)
    return path


@pytest.fixture(scope="module")
def case(path: Path, registry: Registry) -> Case:
    return Case(path, registry)


@pytest.fixture(scope="module")
def client(path: Path, registry: Registry) -> Iterator[TestClient]:
    with TestClient(make_app(path, registry), base_url="http://127.0.0.1:8017") as client:
        yield client


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The case with invented events beside its sources."""
    return RECORD.make(tmp_path_factory.mktemp("recorded") / "recorded.duckdb")  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def recorder(recorded: Case) -> Iterator[TestClient]:
    with TestClient(make_app(recorded.path, recorded.registry), base_url="http://127.0.0.1:8017") as client:
        yield client


def same(response: Any, answer: Any) -> bool:
    assert response.status_code == 200, response.text
    return response.json() == json.loads(json_text(answer))


def test_each_answer_is_that_of_python_under_the_same_name(client: TestClient, case: Case) -> None:
    source = case.sources()["id"][0]
    assert same(client.get("/api/why?a=belmark&b=highland-front"), case.why("belmark", "highland-front"))
    assert same(client.get("/api/camps?k=3"), case.camps(k=3, draws=0, time_limit=5.0))
    assert same(client.get("/api/triads?name=belmark"), case.triads("belmark"))
    assert same(client.get("/api/outcomes"), case.outcomes())
    assert same(client.get("/api/network"), case.network())
    assert same(
        client.get("/api/evidence?a=belmark&b=highland-front"), case.evidence("belmark", "highland-front")
    )
    assert same(client.get("/api/article", params={"source": source}), case.article(source))
    assert same(client.get("/api/actor?name=Highland Front"), case.actor("Highland Front"))
    assert same(client.get("/api/resolve?name=Belmark"), case.resolve("Belmark"))
    assert same(client.get("/api/sources"), case.sources().to_dicts())
    assert same(client.get("/api/claims?actor=belmark"), case.claims(actor="belmark").to_dicts())
    who = client.get("/api/who?name=highland-front").json()
    assert {tie["counterpart"] for tie in who["ties"]} == {
        tie.counterpart for tie in case.who("highland-front").ties
    }


def test_what_the_record_shows_is_that_of_python(recorder: TestClient, recorded: Case) -> None:
    assert same(recorder.get("/api/tie?a=iran&b=turkey"), recorded.tie("iran", "turkey"))
    assert same(recorder.get("/api/ledger?actor=highland-front"), recorded.ledger("highland-front"))
    period = ("2015-06-01", "2015-12-31")
    assert recorded.shifts(*period).found > 0
    assert same(recorder.get("/api/shifts?first=2015-06-01&last=2015-12-31"), recorded.shifts(*period))
    assert same(recorder.get("/api/shifts?limit=3"), recorded.shifts(limit=3))
    assert same(recorder.get("/api/shifts?actor=Iran"), recorded.shifts(actor="Iran"))
    day = "2015-07-01"
    assert same(recorder.get(f"/api/shifts?as_of={day}"), recorded.shifts(as_of=day))


def test_what_would_follow_is_that_of_python(client: TestClient, case: Case) -> None:
    text, day = "arvenia stops supporting dravia", "2017-02-01"
    assert same(
        client.get("/api/what_if", params={"text": text, "as_of": day, "draws": 500}),
        case.what_if(text, day, draws=500),
    )
    asked = {"place": "Afghanistan", "as_of": "2017-01-04", "draws": 300, "without": ["usa", "nato"]}
    found = client.get("/api/war_outcomes", params=asked)
    assert same(found, case.war_outcomes("Afghanistan", "2017-01-04", draws=300, without=["usa", "nato"]))
    assert client.get("/api/scenarios").json() == []


def test_a_pasted_text_is_checked_and_nothing_of_it_is_kept(recorder: TestClient, recorded: Case) -> None:
    before = recorded.path.read_bytes()
    text = "Pakistan attacked Afghanistan in May 2015. Iran borders Brazil."
    for _ in range(60):
        found = recorder.post("/api/check", json={"text": text, "published": "2016-02-01"})
        if found.status_code != 202:
            break
    assert found.status_code == 200, found.text
    verdicts = {one["kind"]: one["verdict"] for one in found.json()["checked"]}
    assert verdicts["border"] == "contradicted"
    assert found.json()["published"] == "2016-02-01"
    assert recorded.path.read_bytes() == before
    assert recorder.get("/api/sources").text.count("Brazil") == 0
    for wrong in ({}, {"text": ""}, {"text": "x" * 50_001}, {"text": "x", "file": "/etc/passwd"}):
        assert recorder.post("/api/check", json=wrong).status_code == 422
    assert recorder.post("/api/check", content=b"x" * 70_000).status_code == 413
    elsewhere = {"origin": "https://evil.example"}
    assert recorder.post("/api/check", json={"text": text}, headers=elsewhere).status_code == 403


def test_the_scenarios_of_a_case_are_listed_run_and_compared(recorder: TestClient, recorded: Case) -> None:
    assert same(recorder.get("/api/scenarios"), recorded.scenarios())
    assert [one.name for one in recorded.scenarios()] == ["departure"]
    assert same(recorder.get("/api/run_scenario?name=departure"), recorded.run_scenario("departure"))
    compared = recorder.get("/api/compare_scenarios?first=departure&second=departure")
    assert same(compared, recorded.compare_scenarios("departure", "departure"))


def test_odds_are_those_of_python_and_nothing_is_written(recorder: TestClient, recorded: Case) -> None:
    before = recorded.path.read_bytes()
    asked = {"a": "pakistan", "b": "afghanistan", "of": "material conflict", "days": [7, 30]}
    for _ in range(40):
        found = recorder.get("/api/odds", params=asked)
        if found.status_code != 202:
            break
        assert found.headers["retry-after"]
    assert recorded.path.read_bytes() == before
    answer = found.json()
    target = answer["targets"][0]
    assert [one["days"] for one in target["odds"]] == [7, 30]
    assert all(0 <= one["low"] <= one["probability"] <= one["high"] <= 1 for one in target["odds"])
    assert any(reason["evidence"] for reason in target["reasons"])
    assert same(
        recorder.get("/api/odds", params=asked),
        recorded.odds("pakistan", "afghanistan", [7, 30], of=["material conflict"]),
    )
    assert same(recorder.get("/api/questions"), recorded.questions())
    question = recorded.questions()[0].question.id
    assert same(recorder.get(f"/api/questions?id={question}"), recorded.questions(id=question))
    assert same(recorder.get("/api/scores"), recorded.scores())
    assert recorded.scores().resolved == 2


def test_an_answer_as_of_a_day_uses_nothing_published_later(client: TestClient, case: Case) -> None:
    days = [one for one in case.sources()["published"].to_list() if one]
    first = min(days).isoformat()
    for address in (
        f"/api/network?as_of={first}",
        f"/api/evidence?a=belmark&b=highland-front&as_of={first}",
        f"/api/claims?as_of={first}",
    ):
        text = client.get(address).text
        later = case.find_claims()
        assert not [
            one.id for one in later if one.published and one.published.isoformat() > first and one.id in text
        ]
    assert len(client.get(f"/api/sources?as_of={first}").json()) < len(days)


def test_hindsight_judges_on_a_day_by_all_that_is_known(client: TestClient, case: Case) -> None:
    then = client.get("/api/network?on=1985-06-01").json()
    now = client.get("/api/network").json()
    assert then["scope"]["as_of"] is None
    assert then["scope"]["reference"] == "1985-06-01"
    assert 0 < len(then["ties"]) < len(now["ties"])
    by_id = {claim.id: claim for claim in case.find_claims()}
    began = [by_id[piece].happened_from for tie in then["ties"] for piece in tie["evidence"]]
    assert all(day is None or day <= date(1985, 6, 1) for day in began)


def test_every_tie_has_its_evidence_and_every_piece_its_place_in_the_text(client: TestClient) -> None:
    network = client.get("/api/network").json()
    assert network["ties"]
    pieces = {piece for tie in network["ties"] for piece in tie["evidence"]}
    assert all(tie["evidence"] for tie in network["ties"])
    underlined: set[str] = set()
    for row in client.get("/api/sources").json():
        article = client.get("/api/article", params={"source": row["id"]}).json()
        for paragraph in article["paragraphs"]:
            for sentence in paragraph["sentences"]:
                for run in sentence["runs"]:
                    underlined.update(run["statements"])
        quotes = {claim["id"]: claim["evidence"]["quote"] for claim in article["claims"]}
        for claim, quote in quotes.items():
            shown = "".join(
                run["text"]
                for paragraph in article["paragraphs"]
                for sentence in paragraph["sentences"]
                for run in sentence["runs"]
                if claim in run["statements"]
            )
            assert shown == quote
    assert pieces <= underlined


def test_the_case_in_short_has_its_days(client: TestClient, case: Case) -> None:
    about = client.get("/api/case").json()
    assert (about["name"], about["writable"]) == ("invented", False)
    days = sorted({day.isoformat() for day in case.sources()["published"].to_list() if day})
    assert [stop["day"] for stop in about["published"]] == days
    assert sum(stop["count"] for stop in about["published"]) >= len(case.find_claims())


def test_tables_come_as_csv_and_parquet(client: TestClient, case: Case) -> None:
    claims = case.claims()
    parquet = pl.read_parquet(io.BytesIO(client.get("/api/claims?format=parquet").content))
    assert parquet.equals(claims)
    csv = client.get("/api/claims?format=csv")
    assert csv.headers["content-disposition"] == 'attachment; filename="claims.csv"'
    assert pl.read_csv(io.BytesIO(csv.content))["id"].to_list() == claims["id"].to_list()
    assert client.get("/api/events?format=csv").text.startswith("id,feed,day")
    assert client.get("/api/report").text.startswith("<!doctype html>")


@pytest.mark.parametrize(("form", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_graphs_can_be_read_back(client: TestClient, case: Case, form: str, read: Any) -> None:
    answer = case.network()
    graph = read(io.BytesIO(client.get(f"/api/graph?format={form}").content))
    assert set(graph.nodes) == {actor.id for actor in answer.actors}
    assert graph.number_of_edges() == len(answer.ties)
    held = {piece for *_, tie in graph.edges(data=True) for piece in tie["evidence"].split("; ")}
    assert held == {piece for tie in answer.ties for piece in tie.evidence}


def test_a_graph_is_written_from_python(case: Case, tmp_path: Path) -> None:
    written = case.graph(tmp_path / "network.graphml", "2017-01-04")
    assert nx.read_graphml(written).graph["as_of"] == "2017-01-04"
    with pytest.raises(InputError, match=r"\.graphml or \.gexf"):
        case.graph(tmp_path / "network.png")


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/api/who?name=nobody-at-all", 404, "no actor"),
        ("/api/who", 422, "name"),
        ("/api/who?name=belmark&as_of=2017-02-30", 422, "day that exists"),
        ("/api/who?name=%00", 422, "null"),
        ("/api/why?a=belmark&b=belmark", 422, "two different actors"),
        ("/api/article?source=src-0", 422, "id of a source"),
        ("/api/events?type=NOTHING", 422, "PLOVER"),
        ("/api/claims?format=xlsx", 422, "json"),
        ("/api/camps?k=99", 422, "k"),
        ("/api/odds?a=iran&b=russia", 422, "bedfellows ingest"),
        ("/api/odds?a=iran&b=iran", 422, "two different ones"),
        ("/api/odds?a=iran&b=russia&of=weather", 422, "weather"),
        ("/api/odds?a=iran&b=russia&days=0", 422, "greater"),
        ("/api/questions?id=qst-0", 422, "bedfellows questions"),
        ("/api/what_if?text=belmark+frobs+dravia", 422, "belmark frobs dravia"),
        ("/api/what_if?text=nobody+stops+supporting+dravia", 404, "nobody"),
        ("/api/what_if?text=/etc/scenario.toml", 422, "Files are for the command line"),
        ("/api/what_if?text=x&draws=1000000", 422, "draws"),
        ("/api/war_outcomes?place=nowhere-at-all", 422, "nowhere-at-all"),
        ("/api/run_scenario?name=none", 422, "none"),
        ("/api/nothing", 404, ""),
        ("/static/..%2f..%2fapp.py", 404, ""),
        ("/static/%2e%2e/app.py", 404, ""),
    ],
)
def test_what_is_asked_wrongly_is_said(client: TestClient, address: str, status: int, words: str) -> None:
    response = client.get(address)
    assert response.status_code == status
    assert words in response.json()["error"]["message"] if "error" in response.text else not words


def test_a_page_that_is_not_there_is_no_success(client: TestClient) -> None:
    assert client.get("/nothing").status_code == 404
    assert client.get("/strange").status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "evil.example:8017", "0.0.0.0", "", "[::2]", "x@127.0.0.1.nip.io"])  # fmt: skip
def test_a_name_that_was_made_to_point_here_gets_nothing(client: TestClient, host: str) -> None:
    for address in ("/", "/api/case", "/static/app.js"):
        response = client.get(address, headers={"host": host})
        assert response.status_code == 421
        assert "invented" not in response.text


@pytest.mark.parametrize("host", ["localhost:8017", "127.0.0.1", "[::1]:8017", "LOCALHOST"])
def test_the_names_of_this_machine_are_answered(client: TestClient, host: str) -> None:
    assert client.get("/api/case", headers={"host": host}).status_code == 200


def test_another_sites_page_may_not_ask(client: TestClient) -> None:
    elsewhere = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "cors", "origin": "https://evil.example"}
    assert client.get("/api/case", headers=elsewhere).status_code == 403
    assert client.get("/api/case", headers={"origin": "https://evil.example"}).status_code == 403
    assert (
        client.get(
            "/api/case", headers={"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
        ).status_code
        == 403
    )
    assert (
        client.get(
            "/strange", headers={"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
        ).status_code
        == 200
    )
    answer = client.get("/api/case")
    assert not [name for name in answer.headers if name.startswith("access-control-")]
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


def test_nothing_from_elsewhere_runs(client: TestClient) -> None:
    for address in ("/", "/strange", "/api/case", "/api/nothing", "/nothing"):
        policy = client.get(address).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert "*" not in policy
    page = client.get("/").text
    assert "<script>" not in page
    assert "style=" not in page
    assert "http://" not in page and "https://" not in page


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_without_a_token_nothing_can_be_changed(client: TestClient, path: Path, method: str) -> None:
    before = path.read_bytes()
    for address in ("/api/claims", "/api/case", "/", "/api/correct"):
        assert client.request(method, address, headers={"origin": "http://127.0.0.1:8017"}).status_code == 403
    assert path.read_bytes() == before


def test_a_huge_question_is_refused(client: TestClient) -> None:
    assert client.get("/api/who?name=" + "x" * 9000).status_code == 414
    assert client.get("/api/who?name=" + "x" * 5000).status_code == 422


def test_the_description_names_every_answer(client: TestClient) -> None:
    paths = client.get("/api/openapi.json").json()["paths"]
    asked = {name.removeprefix("/api/") for name in paths if not name.startswith("/api/jobs")}
    answers = asked - {"case", "report", "graph"}
    assert all(hasattr(Case, name) for name in answers)
    assert {"who", "strange", "why", "camps", "triads", "outcomes", "claims", "sources", "events"} <= answers


def test_an_answer_is_worked_out_once_and_anew_when_the_case_changes(
    path: Path, registry: Registry, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes(path.read_bytes())
    held, counted = Asking(copy, registry), []

    async def ask() -> list[bytes]:
        def answer(case: Case) -> int:
            counted.append(1)
            return len(case.sources())

        return await asyncio.gather(*(held.json(("sources",), (None, None), answer) for _ in range(20)))

    assert len(set(asyncio.run(ask()))) == 1
    assert len(counted) == 1
    with CaseStore.open(copy, write=True) as store:
        store.forget(store.sources()[0].id)
    asyncio.run(ask())
    assert len(counted) == 2


def test_kept_answers_do_not_grow_without_end(
    path: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "MOST_BYTES", 10_000)
    held = Asking(path, registry)

    async def ask() -> None:
        for number in range(50):
            await held.json((number,), (None, date(2016, 1, 1 + number % 28)), lambda _: "x" * 1000)

    asyncio.run(ask())
    assert held.kept_bytes <= 10_000
    assert held.kept_cases <= asking.MOST_DAYS


def test_a_case_that_is_being_written_is_said_to_be(path: Path, registry: Registry, tmp_path: Path) -> None:
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes(path.read_bytes())
    with (
        TestClient(make_app(copy, registry), base_url="http://localhost") as client,
        CaseStore.open(copy, write=True),
    ):
        response = client.get("/api/sources")
        assert response.status_code == 409
        assert response.json()["error"]["kind"] == "CaseLockedError"


def test_the_window_listens_to_this_machine_alone(path: Path, registry: Registry) -> None:
    ready = threading.Event()
    found: list[str] = []

    def noted(address: str, token: str) -> None:
        found.extend((address, token))
        ready.set()

    threading.Thread(target=serve, args=(path, registry), kwargs={"on_ready": noted}, daemon=True).start()
    assert ready.wait(30)
    assert found[0].startswith("http://127.0.0.1:")
    assert found[1] == ""
    port = int(found[0].rstrip("/").rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=5) as one:
        one.sendall(b"GET /api/case HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        assert b"200" in one.recv(64)
    with pytest.raises(InputError, match="free port"):
        serve(path, registry, port=port)


def test_the_wheel_holds_the_front_end() -> None:
    from bedfellows.web.pages import STATIC

    assert {"app.js", "style.css", "index.html", "countries.json", "licences.txt"} <= {
        one.name for one in STATIC.iterdir()
    }
