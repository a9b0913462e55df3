"""Answers in a notebook, as IPython itself would show them."""

from __future__ import annotations

import html
import runpy
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell

import bedfellows as bf
from bedfellows.case import CaseStore
from bedfellows.report import notebook

INVENTED = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("invented_case.py"))))
RECORD = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("invented_record.py"))))
VOID = {"br"}
QUIET = {
    "div",
    "b",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "br",
    "ul",
    "li",
    "details",
    "summary",
    "code",
    "a",
    "span",
}


class Seen(HTMLParser):
    """Which elements there are, where links lead, and whether each is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name == "href"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.fixture(scope="module")
def shell() -> Iterator[Any]:
    shell = InteractiveShell.instance()
    yield shell
    InteractiveShell.clear_instance()


@pytest.fixture(scope="module")
def show(shell: Any) -> Callable[[Any], str]:
    shell.run_line_magic("load_ext", "bedfellows")

    def shown(answer: Any) -> str:
        data, _ = shell.display_formatter.format(answer)
        assert "text/html" in data, type(answer)
        return str(data["text/html"])

    return shown


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> bf.Case:
    path = tmp_path_factory.mktemp("notebook") / "invented.duckdb"
    with CaseStore.open(path, create=True) as store:
        for reading in INVENTED.readings():
            store.add(reading)
    return bf.Case(path, bf.load_registry().with_actors(INVENTED.actors()))


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> bf.Case:
    path = tmp_path_factory.mktemp("notebook-record") / "invented.duckdb"
    RECORD.events(
        path,
        [(f"{year}-{month:02}-05", "RUS", "070", "IRN") for year in (2012, 2013) for month in range(1, 13)],
    )
    return bf.open(path)


ASKED: dict[str, Callable[[bf.Case], Any]] = {
    "who": lambda case: case.who("highland-front"),
    "why": lambda case: case.why("belmark", "highland-front"),
    "strange": lambda case: case.strange(),
    "tie": lambda case: case.tie("belmark", "highland-front"),
    "shifts": lambda case: case.shifts(),
    "ledger": lambda case: case.ledger(),
    "narrative": lambda case: case.narrative("belmark", "highland-front"),
    "camps": lambda case: case.camps(draws=0),
    "triads": lambda case: case.triads("belmark"),
    "outcomes": lambda case: case.outcomes(),
    "network": lambda case: case.network(),
    "evidence": lambda case: case.evidence("belmark", "highland-front"),
    "article": lambda case: case.article(case.sources()["id"][0]),
    "cite": lambda case: case.cite(case.find_claims()[0].id),
    "resolve": lambda case: case.resolve("Belmark"),
    "actor": lambda case: case.actor("Belmark"),
    "scores": lambda case: case.scores(),
    "what_if": lambda case: case.what_if("arvenia stops supporting dravia", "2017-02-01", draws=200),
    "check": lambda case: case.check_reading(INVENTED.readings()[0]),
    "war_outcomes": lambda case: case.war_outcomes("Afghanistan", "2017-01-04", draws=200),
}


@pytest.mark.parametrize("name", ASKED)
def test_an_answer_is_shown_as_quiet_html(case: bf.Case, show: Callable[[Any], str], name: str) -> None:
    text = show(ASKED[name](case))
    seen = Seen(text)
    assert seen.open == []
    assert seen.tags <= QUIET
    assert seen.attributes <= {"style", "href", "rel"}
    assert all(link.startswith("https://") for link in seen.links)
    assert "object at 0x" not in text
    assert len(text) < 400_000


def test_odds_are_shown_too(recorded: bf.Case, show: Callable[[Any], str]) -> None:
    text = show(recorded.odds("russia", "iran", days=[30], keep=False))
    assert "Russia – Iran" in " ".join(Seen(text).words)
    tie = show(recorded.tie("russia", "iran"))
    assert "history" in tie
    assert " more</div>" in tie  # two years of weeks are not all shown


def test_who_is_shown_with_each_quotation_its_source_and_its_id(
    case: bf.Case, show: Callable[[Any], str]
) -> None:
    answer = case.who("highland-front")
    words = html.unescape(show(answer))
    assert "Highland Front" in words
    for tie in answer.ties:
        assert tie.name in words
    for piece in answer.ties[0].evidence[: notebook.MOST_INNER]:
        assert piece.quote in words
        assert piece.id in words
        assert piece.source_title in words


def test_text_from_outside_is_inert(tmp_path: Path, show: Callable[[Any], str]) -> None:
    hostile = tmp_path / "hostile.txt"
    hostile.write_text(
        "Title: <script>alert(1)</script> \u202e\x1b[2J\nDate: 2017-01-04\n\n"
        'Russia supports the Taliban with "<img src=x onerror=alert(1)>" weapons.\n',
        encoding="utf-8",
    )
    case = bf.open(tmp_path / "case", create=True)
    case.read(hostile)
    for answer in (case.who("taliban"), case.why("russia", "taliban"), case.cite(case.sources()["id"][0])):
        text = show(answer)
        assert Seen(text).tags <= QUIET
        assert not any(sign in text for sign in ("\u202e", "\x1b", "<script", "<img"))


def test_every_answer_named_is_there() -> None:
    for module, name in notebook.ANSWERS:
        assert hasattr(import_module(module), name)


def test_importing_the_api_in_a_notebook_is_enough(shell: Any) -> None:
    html_formatter = shell.display_formatter.formatters["text/html"]
    key = ("bedfellows.ties.shifts", "ShiftsAnswer")
    html_formatter.deferred_printers.pop(key, None)
    html_formatter.type_printers.clear()
    notebook.show_in_notebooks()
    assert key in html_formatter.deferred_printers
