"""The report: one file, whole, that links every line to its sentence and lets nothing from outside run."""

import base64
import hashlib
import os
import re
import runpy
import subprocess
import sys
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from bedfellows.actors import Registry, load_registry
from bedfellows.actors.model import Actor
from bedfellows.balance.strange import strange
from bedfellows.case import CaseStore
from bedfellows.case.records import (
    Claim,
    ConditionalOutcome,
    Event,
    Motive,
    NewActor,
    Passage,
    Reading,
    Source,
    content_id,
)
from bedfellows.explain.why import MECHANISMS, why
from bedfellows.report.curves import curves_of
from bedfellows.report.dates import period
from bedfellows.report.graph import Link
from bedfellows.report.in_short import PHRASES
from bedfellows.report.network import outline
from bedfellows.report.outcome_tree import opened
from bedfellows.report.outside_text import visible, web_address
from bedfellows.report.page import render, write_report

INVENTED = runpy.run_path(str(Path(__file__).with_name("invented_case.py")))
Page = html.HtmlElement


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry().with_actors(INVENTED["actors"]())


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "invented.duckdb"
    with CaseStore.open(path, create=True) as opened_store:
        for reading in INVENTED["readings"]():
            opened_store.add(reading)
        yield opened_store


@pytest.fixture(scope="module")
def text(store, registry) -> str:
    return render(store, registry)


@pytest.fixture(scope="module")
def page(text) -> Page:
    return html.document_fromstring(text)


def words(element: Page) -> str:
    return " ".join(element.text_content().split())


def ids(page: Page) -> list[str]:
    return page.xpath("//@id")


def chips(element: Page) -> list[str]:
    return element.xpath(".//a[@class='chip']/@href")


def reading_of(paragraph: str, title: str = "Invented for the tests", **about) -> tuple[Source, Passage]:
    source = Source(
        content_id("src", paragraph),
        "news",
        title,
        about.get("publisher"),
        about.get("author"),
        about.get("published", date(2017, 1, 4)),
        about.get("locator", "invented.txt"),
        paragraph,
    )
    passage = Passage(content_id("psg", paragraph), source.id, 1, 1, 0, len(paragraph), paragraph)
    return source, passage


def claim_of(
    source: Source, passage: Passage, subject: str, relation: str, object_: str | None, **more
) -> Claim:
    values = {"detail": "", "certainty": "asserted", "published": source.published} | more
    return Claim(
        content_id("clm", source.id, subject, relation, object_, values["detail"]),
        source.id,
        passage.id,
        subject,
        relation,
        object_,
        subject,
        object_ or "",
        quote=source.text,
        start=0,
        end=len(source.text),
        **values,
    )


def case_with(path: Path, *readings: Reading) -> CaseStore:
    case = CaseStore.open(path, create=True)
    for reading in readings:
        case.add(reading)
    return case


# Links and evidence


def test_every_link_has_its_target_and_every_id_is_there_once(page):
    found = Counter(ids(page))
    assert [id_ for id_, count in found.items() if count > 1] == []
    targets = {href[1:] for href in page.xpath("//@href") if href.startswith("#")}
    assert len(targets) > 60
    assert targets - set(found) == set()
    named = {id_ for value in page.xpath("//@aria-labelledby") for id_ in value.split()}
    assert named - set(found) == set()


def test_nothing_is_loaded_and_only_source_addresses_lead_out(page, text):
    outside = [href for href in page.xpath("//@href") if not href.startswith("#")]
    assert sorted(outside) == ["https://compact.example/press/17", "https://gazette.example/strange-company"]
    assert {a.get("rel") for a in page.xpath("//a[not(starts-with(@href, '#'))]")} == {
        "noopener noreferrer nofollow"
    }
    assert page.xpath("//@src | //link | //iframe | //object | //embed | //base | //*[@style]") == []
    css = page.xpath("//style/text()")[0]
    assert "@import" not in css and "url(" not in css


def test_the_policy_lets_only_the_pages_own_style_and_script_through(page):
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; ")
    for kind, element in (("style", "style"), ("script", "script")):
        (own,) = page.xpath(f"//{element}/text()")
        digest = base64.b64encode(hashlib.sha256(own.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy


def test_every_statement_of_the_case_has_one_card_with_its_words_marked(page, store):
    statements = [*store.claims(), *store.motives(), *store.outcomes()]
    cards = Counter(page.xpath("//li[contains(@class, 'card')]/@data-evidence"))
    assert cards == Counter(statement.id for statement in statements)
    for statement in statements:
        (card,) = page.xpath(f"//li[@data-evidence='{statement.id}']")
        (mark,) = card.xpath("ancestor::div[@class='note']//mark")
        assert mark.text_content() == statement.quote


def test_every_sentence_of_every_source_is_shown(page, store):
    shown = " ".join(words(page.get_element_by_id("sources")).split())
    assert len(store.passages()) > 20
    for passage in store.passages():
        assert " ".join(passage.text.split()) in shown or passage.text in [
            span.text_content() for span in page.xpath("//span[@class='words']")
        ]


# The answers


def test_every_strange_pair_is_there_with_every_reason_and_its_evidence(page, store, registry):
    answer = strange(store, registry)
    assert answer.pairs
    for number, pair in enumerate(answer.pairs, 1):
        card = page.get_element_by_id(f"pair-{number}")
        assert (
            pair.a_name in words(card) and pair.b_name in words(card) and f"{pair.score:.2f}" in words(card)
        )
        assert chips(card)
        reasons = why(store, registry, pair.a, pair.b).reasons
        if number > 3:  # in the table
            continue
        for side, css in (("for", "side for"), ("against", "side against")):
            shown = card.xpath(f".//div[@class='{css}']//li")
            expected = [reason for reason in reasons if reason.side == side]
            assert [item.get("data-mechanism") for item in shown] == [reason.mechanism for reason in expected]
            for item, reason in zip(shown, expected, strict=True):
                assert reason.words in words(item)
                assert len(chips(item)) == len({piece.id for piece in reason.evidence})
                assert len(item.find_class("known")) >= bool(reason.facts)
                assert chips(item) or item.find_class("known")


def test_a_fact_of_the_registry_names_its_source(page, store, registry):
    facts = {
        fact.source for pair in strange(store, registry).pairs for item in pair.reasons for fact in item.facts
    }
    assert facts
    shown = " ".join(words(item) for item in page.get_element_by_id("strange").find_class("known"))
    assert [source for source in facts if source not in shown] == []


def test_the_outcomes_are_a_tree_and_all_there(page, store):
    tree = page.get_element_by_id("outcomes")
    for outcome in store.outcomes():
        (card,) = page.xpath(f"//li[@data-evidence='{outcome.id}']")
        leaf = next(leaf for leaf in tree.find_class("leaf") if f"#{card.get('id')}" in chips(leaf))
        assert outcome.outcome in words(leaf)
        if outcome.parent:
            parent = page.xpath(f"//li[@data-evidence='{outcome.parent}']/@id")[0]
            above = [href for item in leaf.xpath("ancestor::li/div") for href in chips(item)]
            assert f"#{parent}" in above
    assert [words(opening) for opening in tree.find_class("opening")] == ["as long as", "if", "unless"]


def test_the_first_paragraph_tells_pair_backer_and_outcome_each_with_evidence(page, store, registry):
    (paragraph,) = page.find_class("short")
    pair = strange(store, registry).pairs[0]
    said = words(paragraph)
    assert f"{pair.a_name} and {pair.b_name}" in said
    assert "more than Estmere and Federal Republic of Gorland do (“dwarfs”)" in said
    assert "if Arvenia withdraws its troops, the Highland Front will take most of the country" in said
    assert any(href.startswith("#outcome-") for href in chips(paragraph))
    answer = why(store, registry, pair.a, pair.b)
    for reasons, opening in (
        (answer.reasons_for, "For it speak"),
        (answer.reasons_against, "Against it speak"),
    ):
        assert (opening in said) is bool(reasons)


def test_every_kind_of_reason_can_be_told_in_a_sentence():
    assert set(PHRASES) == set(MECHANISMS)


def test_sections_come_in_the_order_of_what_matters(page):
    assert page.xpath("//main/section/@id") == [
        *("short", "strange", "network", "who", "outcomes", "timeline", "sources", "reading"),
    ]
    contents = page.xpath("//nav//a/@href")
    assert contents == [f"#{id_}" for id_ in page.xpath("//main/section/@id")]


def test_the_signs_of_ties_are_told_without_colour(page):
    for row in page.xpath("//table[contains(@class, 'ties')]/tbody/tr"):
        assert re.search(r"\b(friendly|hostile|belonging)\b", words(row))
        assert chips(row)
    dashes = {kind: re.search(rf"\.line\.{kind} {{[^}}]*dasharray: ([\d. ]+)", page.xpath("//style/text()")[0])
              for kind in ("plus", "minus", "level")}  # fmt: skip
    assert dashes["plus"] is None
    assert dashes["minus"] and dashes["level"] and dashes["minus"].group(1) != dashes["level"].group(1)
    for line in page.xpath("//*[contains(@class, 'drawing')]//a"):
        assert re.search(r": (friendly|hostile|belonging)", line.get("aria-label"))


# As of a day, and other cases


def test_as_of_hides_what_was_published_later(store, registry):
    day = date(2017, 1, 5)
    text = render(store, registry, as_of=day)
    page = html.document_fromstring(text)
    early = {claim.id for claim in store.claims(as_of=day)}
    assert 0 < len(early) < len(store.claims())
    assert {*page.xpath("//li[contains(@class, 'card claim')]/@data-evidence")} == early
    for source in store.sources():
        assert (source.title in text) is (source.published <= day)
    for passage in store.passages():
        if passage.source_id not in {source.id for source in store.sources(as_of=day)}:
            assert passage.text not in page.text_content()
    assert "5 January 2017" in words(page.find_class("facts")[0])


def test_an_empty_case_makes_a_page_that_says_so(tmp_path, registry):
    with CaseStore.open(tmp_path / "empty.duckdb", create=True) as empty:
        path = write_report(empty, registry, tmp_path / "empty.html")
    page = html.document_fromstring(path.read_text(encoding="utf-8"))
    assert "holds no claims yet" in words(page.get_element_by_id("short"))
    assert len(page.find_class("none")) == 7
    assert {href[1:] for href in page.xpath("//@href")} <= set(ids(page))


def test_a_case_without_strange_pairs_says_so(tmp_path, registry):
    source, passage = reading_of("Estmere supports Arvenia, and nobody minds.")
    claim = claim_of(source, passage, "estmere", "supports", "arvenia")
    with case_with(tmp_path / "plain.duckdb", Reading(source, (passage,), (claim,))) as case:
        page = html.document_fromstring(render(case, registry))
    assert "No two actors" in words(page.get_element_by_id("strange"))
    assert "Estmere" in words(page.get_element_by_id("network"))


def test_a_case_of_many_actors_is_drawn_within_bounds(tmp_path, registry):
    actors = [
        Actor(f"invented-{n}", f"Invented Actor {n}", "armed-group", source="invented") for n in range(90)
    ]
    source, passage = reading_of("A great many invented actors fought and helped each other.")
    claims = tuple(
        claim_of(source, passage, f"invented-{n}", relation, f"invented-{(n * step + step) % 90}")
        for n in range(90)
        for relation, step in (("fights", 7), ("supports", 11))
        if n != (n * step + step) % 90
    )
    with case_with(tmp_path / "many.duckdb", Reading(source, (passage,), claims)) as case:
        page = html.document_fromstring(render(case, registry.with_actors(actors)))
    drawings = page.xpath("//*[contains(@class, 'drawing ')]")
    assert [len(drawing.find_class("node")) for drawing in drawings] == [60, 60, 60]
    assert "30 more actors" in words(page.get_element_by_id("network"))
    for drawing in drawings:
        width, height = (float(drawing.get(name)) for name in ("width", "height"))
        for label in drawing.xpath(".//*[local-name()='text']"):
            assert 0 <= float(label.get("x")) <= width and 0 <= float(label.get("y")) <= height
    assert len(page.find_class("card")) == len(claims)


def test_events_are_listed_with_their_source(tmp_path, registry):
    source, _ = reading_of("An invented list of events.")
    event = Event(
        "evt-1", source.id, "estmere", "arvenia", "AID", None, None, None,
        date(2016, 5, 1), date(2016, 5, 1), "day", date(2017, 1, 4), text="sends <b>flour</b>",
    )  # fmt: skip
    with case_with(tmp_path / "events.duckdb") as case:
        case.add_events(source, [event])
        page = html.document_fromstring(render(case, registry))
    (row,) = page.xpath("//section[@id='events']//tbody/tr")
    assert "sends <b>flour</b>" in words(row) and "1 May 2016" in words(row)
    assert chips(row) == ["#source-1"]


# Text from outside

HOSTILE = (
    '<script>alert(1)</script> <img src=x onerror="alert(2)"> </style></script> "><svg onload=alert(3)> '
    "{{ 7 * 7 }} {% raw %} &lt;b&gt; \u202egnp.exe\u202c \x1b[31mred\x07 \u2066hidden\u2069 <!-- "
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory, registry) -> str:
    source, passage = reading_of(
        HOSTILE, title=f"Invented {HOSTILE}", publisher=HOSTILE, author=HOSTILE, locator="javascript:alert(1)"
    )
    new = tuple(NewActor(f"x-{n}", f"{HOSTILE} {n}", "armed-group") for n in range(3))
    where = {
        "source_id": source.id,
        "passage_id": passage.id,
        "quote": HOSTILE,
        "start": 0,
        "end": len(HOSTILE),
    }
    claims = (
        claim_of(
            source, passage, "x-0", "supports", "x-1", time_text=HOSTILE, reader=HOSTILE, said_by=("x-2",)
        ),
        claim_of(source, passage, "x-1", "rivals", "x-0"),
        claim_of(source, passage, "x-1", "describes-as", "x-2", detail=HOSTILE),
        claim_of(source, passage, "x-2", "seeks", None, detail=HOSTILE, negated=True),
    )
    motive = Motive(
        id="mtv-1", kind="fear", holder="x-0", towards="x-1", effect=HOSTILE, reason=HOSTILE, link="<b>as</b> ... as",
        certainty="asserted", published=source.published, **where,
    )  # fmt: skip
    outcome = ConditionalOutcome(
        id="out-1", kind="if", condition=HOSTILE, outcome=HOSTILE, certainty="conditional", horizon_text=HOSTILE,
        published=source.published, said_by=("x-0",), **where,
    )  # fmt: skip
    reading = Reading(source, (passage,), claims, (motive,), (outcome,), new)
    with case_with(tmp_path_factory.mktemp("hostile") / "<i>case.duckdb", reading) as case:
        return render(case, registry, title=f"Report {HOSTILE}")


def test_hostile_text_is_shown_and_does_nothing(hostile, text):
    page = html.document_fromstring(hostile)
    kinds = {element.tag for element in page.iter() if isinstance(element.tag, str)}
    assert kinds <= {
        element.tag for element in html.document_fromstring(text).iter() if isinstance(element.tag, str)
    }
    assert len(page.xpath("//script")) == len(page.xpath("//style")) == 1
    assert page.xpath("//img | //i | //b | //comment()") == []
    assert [name for element in page.iter() for name in element.keys() if name.startswith("on")] == []  # noqa: SIM118
    assert [href for href in page.xpath("//@href") if not href.startswith("#")] == []
    assert "<script>alert(1)</script>" in words(page.get_element_by_id("strange"))
    assert "{{ 7 * 7 }}" in words(page.get_element_by_id("outcomes")) and "49" not in words(
        page.get_element_by_id("outcomes")
    )


def test_what_hides_or_reorders_text_is_made_visible(hostile):
    assert not set(hostile) & set("\x1b\x07\u202e\u202c\u2066\u2069\x00")
    assert "␛[31mred␇" in html.document_fromstring(hostile).text_content()


@given(st.text(st.characters(exclude_categories=())))
def test_visible_keeps_every_offset_and_leaves_nothing_hidden(raw):
    shown = visible(raw)
    assert len(shown) == len(raw)
    assert not any(ord(char) < 0x20 and char not in "\t\n" for char in shown)
    assert not set(shown) & {
        *map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000)))
    }
    assert visible(shown) == shown


@pytest.mark.parametrize(
    "locator",
    ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://a@b.example/", "https://x.example/a b",
     "//x.example", "https:///x", "http://[", "https://x.example/\u202ea", "notes.txt"],
)  # fmt: skip
def test_only_plain_web_addresses_become_links(locator):
    assert web_address(locator) is None


def test_a_web_address_becomes_a_link():
    assert web_address(" https://x.example/a?b=1#c ") == "https://x.example/a?b=1#c"


# The file


def test_the_same_case_gives_the_same_bytes(text, store, registry, tmp_path):
    """Also in another process, where sets come in another order, and from a case that was read twice."""
    again = tmp_path / "invented.duckdb"
    with CaseStore.open(again, create=True) as other:
        for reading in [*INVENTED["readings"](), *INVENTED["readings"]()]:
            other.add(reading)
    script = (
        "import runpy, sys; from bedfellows.actors import load_registry; from bedfellows.case import CaseStore\n"
        "from bedfellows.report.page import write_report\n"
        "actors = runpy.run_path(sys.argv[2])['actors']()\n"
        "with CaseStore.open(sys.argv[1]) as case:\n"
        "    write_report(case, load_registry().with_actors(actors), sys.argv[3])\n"
    )
    out = tmp_path / "again.html"
    subprocess.run(
        [
            sys.executable,
            "-c",
            script,
            str(again),
            str(Path(__file__).with_name("invented_case.py")),
            str(out),
        ],
        check=True,
        env=os.environ | {"PYTHONHASHSEED": "7"},
    )
    assert out.read_bytes() == text.encode()


def test_a_failing_write_leaves_the_old_file(store, registry, tmp_path, monkeypatch):
    target = tmp_path / "report.html"
    target.write_text("the old report")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_report(store, registry, target)
    assert target.read_text() == "the old report"
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
    monkeypatch.undo()
    assert write_report(store, registry, target) == target
    assert target.read_text(encoding="utf-8").rstrip().endswith("</html>")
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


# For everybody to read


def test_headings_are_in_order_and_what_can_be_scrolled_can_be_reached(page):
    levels = [int(heading.tag[1]) for heading in page.xpath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6")]
    assert levels.count(1) == 1 and levels[0] == 1
    assert max(after - before for before, after in pairwise(levels)) == 1
    for section in page.xpath("//section"):
        assert section.get("aria-labelledby") == section.xpath(".//h2/@id")[0]
    for region in page.find_class("scroll"):
        assert (region.get("tabindex"), region.get("role")) == ("0", "region")
        assert region.get("aria-labelledby")
    assert page.get("lang") == "en"
    assert page.xpath("//a[@class='skip']/@href") == ["#main"]
    for field in page.xpath("//input | //select"):
        assert words(field.xpath("ancestor::label")[0])


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_colours_contrast_enough_in_light_in_dark_and_on_paper(page):
    """WCAG 2.2 AA: 4.5 : 1 for text, 3 : 1 for lines and signs."""
    css = page.xpath("//style/text()")[0]
    themes = [
        dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6})", block))
        for block in re.findall(r"{([^{}]*--paper:[^}]*)}", css)
    ]
    assert len(themes) == 4  # light, dark by preference, dark by choice, paper
    light = themes[0]
    for theme in ({**light, **own} for own in themes):
        for back in ("paper", "panel", "wash"):
            for ink in ("ink", "soft", "link", "minus"):
                assert contrast(theme[ink], theme[back]) >= 4.5, (ink, back, theme)
            for line in ("plus", "minus", "level", "node", "focus"):
                assert contrast(theme[line], theme[back]) >= 3, (line, back, theme)
        assert contrast(theme["mark-ink"], theme["mark"]) >= 4.5


@pytest.mark.parametrize(
    ("start", "end", "precision", "said"),
    [
        (date(1980, 1, 1), date(1989, 12, 31), "decade", "1980s"),
        (date(601, 1, 1), date(700, 12, 31), "century", "7th century"),
        (date(2014, 1, 1), date(2016, 12, 31), "year", "2014 to 2016"),
        (date(2014, 1, 1), None, "year", "since 2014"),
        (None, date(2017, 1, 4), "vague", "until about 2017"),
        (date(2010, 3, 1), date(2012, 3, 1), "vague", "about 2010 to 2012"),
        (date(2016, 11, 1), date(2016, 11, 30), "month", "November 2016"),
        (date(2017, 3, 1), date(2017, 5, 31), "season", "March to May 2017"),
        (None, None, "unknown", "undated"),
    ],
)
def test_periods_in_words(start, end, precision, said):
    assert period(start, end, precision) == said


@pytest.mark.parametrize(
    ("kind", "condition", "shown"),
    [
        ("if", "if Arvenia withdraws", ("if", "Arvenia withdraws")),
        ("as-long-as", "As long as the League stays", ("as long as", "the League stays")),
        ("unless", "Corvosia closes its border", ("unless", "Corvosia closes its border")),
        ("if", "Should talks fail", ("should", "talks fail")),
        ("if", "iffy news arrives", ("if", "iffy news arrives")),
        (
            "follows-from",
            "the Front takes most of the country",
            ("given that", "the Front takes most of the country"),
        ),
    ],
)
def test_a_condition_reads_on_from_one_opening_word(kind, condition, shown):
    assert opened(kind, condition) == shown


def test_lines_bend_around_actors_that_they_pass():
    import numpy as np

    points, radii = np.array([[100.0, 100.0], [500.0, 100.0], [300.0, 104.0]]), np.array([14.0, 14.0, 14.0])
    links = [Link("a", "b", 1, 0.5, forward=True), Link("a", "b", -1, 0.5)]
    for chosen in ([links[0]], links):
        for curve in curves_of(chosen, [(0, 1)] * len(chosen), points, radii):
            way = np.array([curve.at(step / 40) for step in range(41)])
            assert np.hypot(*(way - points[2]).T).min() > radii[2] + 4
    clear = np.array([[100.0, 100.0], [500.0, 100.0], [300.0, 300.0]])
    (straight,) = curves_of(links[:1], [(0, 1)], clear, radii)
    assert {straight.start[1], straight.control[1], straight.end[1]} == {100.0}


def test_a_state_is_drawn_as_a_circle():
    """Two half arcs make a circle only where their chord is exactly twice their radius as written."""
    for radius in (9.04, 10.95, 14.449, 17.0):
        found = re.findall(r"a([\d.]+) [\d.]+ 0 1 0 -?([\d.]+)", outline("state", 50.0, 50.0, radius))
        assert len(found) == 2
        assert all(float(chord) == pytest.approx(2 * float(r), abs=1e-9) for r, chord in found)
