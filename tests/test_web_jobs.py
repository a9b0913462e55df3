"""Long work in the background of the window: watched, cancelled, bounded, and never a way around the token."""

from __future__ import annotations

import json
import multiprocessing
import runpy
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.testclient import TestClient

from bedfellows.actors import Registry, load_registry
from bedfellows.api import Case
from bedfellows.case import CaseStore
from bedfellows.report.plain import json_text
from bedfellows.web import jobs
from bedfellows.web.app import make_app

INVENTED = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("invented_case.py"))))
FEEDS = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("invented_feeds.py"))))
BASE = "http://127.0.0.1:8017"
TOKEN = {"Authorization": "Bearer invented-token"}
LONG = {"kind": "what_if", "text": "belmark stops supporting highland front", "draws": 1_000_000}


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry().with_actors(INVENTED.actors())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "invented.duckdb"
    with CaseStore.open(path, create=True) as store:
        for reading in INVENTED.readings():
            store.add(reading)
    return path


@pytest.fixture
def client(path: Path, registry: Registry) -> Iterator[TestClient]:
    with TestClient(make_app(path, registry), base_url=BASE) as client:
        yield client


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    FEEDS.write_tabs(folder / "20170101.export.CSV", FEEDS.gdelt_rows(50))
    return folder


@pytest.fixture
def writer(path: Path, registry: Registry, inbox: Path) -> Iterator[TestClient]:
    with TestClient(make_app(path, registry, token="invented-token", inbox=inbox), base_url=BASE) as client:
        yield client


def started(client: TestClient, asked: dict[str, Any], **how: Any) -> str:
    response = client.post("/api/jobs", json=asked, **how)
    assert response.status_code == 202, response.text
    return str(response.json()["id"])


def ended(client: TestClient, id: str) -> dict[str, Any]:
    """The job once it is over; it is asked for again and again, as a page would."""
    for _ in range(1_200):
        job: dict[str, Any] = client.get(f"/api/jobs/{id}").json()
        if job["state"] not in {"waiting", "running"}:
            return job
        time.sleep(0.1)
    raise AssertionError(job)


def test_work_in_the_background_comes_to_the_answer_of_python(
    client: TestClient, path: Path, registry: Registry
) -> None:
    camps = started(client, {"kind": "camps", "k": 3, "draws": 20})
    what_if = started(client, {"kind": "what_if", "text": LONG["text"], "as_of": "2017-02-01", "draws": 200})
    lost = started(client, {"kind": "odds", "a": "nobodyland", "b": "belmark"})
    assert [job["id"] for job in client.get("/api/jobs").json()] == [lost, what_if, camps]
    assert ended(client, camps)["state"] == "done"
    assert ended(client, what_if)["progress"] == "drawing 200 networks"
    case = Case(path, registry)
    assert client.get(f"/api/jobs/{camps}/answer").json() == json.loads(
        json_text(case.camps(k=3, draws=20, time_limit=30.0))
    )
    assert client.get(f"/api/jobs/{what_if}/answer").json() == json.loads(
        json_text(case.what_if(LONG["text"], "2017-02-01", draws=200))
    )
    failed = ended(client, lost)
    assert failed["state"] == "failed"
    assert "nobodyland" in failed["trouble"]
    assert client.get(f"/api/jobs/{lost}/answer").status_code == 409


def test_a_cancelled_job_stops_its_process(client: TestClient) -> None:
    ids = [started(client, LONG) for _ in range(3)]
    while not multiprocessing.active_children():
        time.sleep(0.05)
    for id in ids:
        assert client.delete(f"/api/jobs/{id}").json()["state"] == "cancelled"
    for process in multiprocessing.active_children():
        process.join(10)
    assert not multiprocessing.active_children()
    assert {job["state"] for job in client.get("/api/jobs").json()} == {"cancelled"}
    assert client.get(f"/api/jobs/{ids[0]}/answer").status_code == 409


def test_closing_the_window_ends_all_work(path: Path, registry: Registry) -> None:
    with TestClient(make_app(path, registry), base_url=BASE) as client:
        started(client, LONG)
        while not multiprocessing.active_children():
            time.sleep(0.05)
    for process in multiprocessing.active_children():
        process.join(10)
    assert not multiprocessing.active_children()


def test_so_much_work_is_taken_and_no_more(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "MOST_WAITING", 2)
    answers = [client.post("/api/jobs", json=LONG) for _ in range(8)]
    assert {answer.status_code for answer in answers} == {202, 429}
    assert sum(answer.status_code == 202 for answer in answers) <= 2 + jobs.AT_ONCE
    assert "cancel one" in answers[-1].json()["error"]["message"]


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "ingest", "feed": "gdelt", "file": "20170101.export.CSV"},
        {"kind": "sql", "query": "DROP TABLE claims"},
        {"kind": "camps", "k": 1},
        {"kind": "camps", "draws": 10**9},
        {"kind": "camps", "path": "/etc/passwd"},
        {"kind": "what_if", "text": "x\0"},
        {},
    ],
)
def test_what_may_not_be_asked_is_refused(client: TestClient, asked: dict[str, Any]) -> None:
    assert client.post("/api/jobs", json=asked).status_code in {403, 422}
    assert client.get("/api/jobs").json() == []


def test_no_file_is_named_to_a_what_if(client: TestClient) -> None:
    job = ended(client, started(client, {"kind": "what_if", "text": "/etc/scenario.toml"}))
    assert job["state"] == "failed"
    assert "Files are not read" in job["trouble"]


def test_another_site_starts_and_stops_nothing(client: TestClient) -> None:
    for headers in (
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Host": "evil.example"},
    ):
        assert client.post("/api/jobs", json=LONG, headers=headers).status_code in {403, 421}
        assert client.delete("/api/jobs/job-1", headers=headers).status_code in {403, 421}
    assert client.post("/api/jobs", content=b"x" * 100_000).status_code == 413
    assert client.get("/api/jobs").json() == []
    assert client.delete("/api/jobs/job-1").status_code == 404


def test_files_are_taken_in_with_the_token_and_from_the_folder_only(
    writer: TestClient, path: Path, inbox: Path, registry: Registry
) -> None:
    asked = {"kind": "ingest", "feed": "gdelt", "file": "20170101.export.CSV"}
    assert writer.post("/api/jobs", json=asked).status_code == 401
    assert writer.post("/api/jobs", json=asked, headers={"Authorization": "Bearer no"}).status_code == 401
    (inbox / "link").symlink_to(path.parent)
    for elsewhere in ("../invented.duckdb", str(path), "link/invented.duckdb", "none.csv"):
        found = writer.post("/api/jobs", json={**asked, "file": elsewhere}, headers=TOKEN)
        assert found.status_code == 422
        assert "none at" in found.json()["error"]["message"]
    job = ended(writer, started(writer, asked, headers=TOKEN))
    assert (job["state"], job["trouble"]) == ("done", None)
    assert "100%" in job["progress"]
    assert Case(path, registry).events().height == 50
    assert [feed["feed"] for feed in writer.get("/api/feeds").json()] == ["gdelt"]
