"""The JSON API under questions that a program makes up from its description: no failure of ours, and answers as described."""

from __future__ import annotations

import runpy
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from bedfellows.actors import load_registry
from bedfellows.case import CaseStore
from bedfellows.web import jobs
from bedfellows.web.app import make_app
from bedfellows.web.guard import LOCAL

INVENTED = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("invented_case.py"))))


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[schemathesis.BaseSchema]:
    path = tmp_path_factory.mktemp("schema") / "invented.duckdb"
    with CaseStore.open(path, create=True) as store:
        for reading in INVENTED.readings():
            store.add(reading)
    registry = load_registry().with_actors(INVENTED.actors())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            jobs, "AT_ONCE", 0
        )  # jobs are taken in and wait: what is asked at random could run for hours
        yield schemathesis.openapi.from_asgi(
            "/api/openapi.json", make_app(path, registry, hosts=(*LOCAL, "testserver"))
        )


CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


def test_no_question_breaks_it(api: schemathesis.BaseSchema) -> None:
    asked = 0
    for operation in (found.ok() for found in api.get_all_operations()):

        @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
        @given(case=operation.as_strategy())
        def ask(case: schemathesis.Case) -> None:
            case.call_and_validate(checks=CHECKS)

        ask()
        asked += 1
    assert asked >= 15
