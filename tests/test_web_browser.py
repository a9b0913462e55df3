"""The window in a real browser: opened, searched, slid through time, asked for evidence, by pointer and by keyboard alone."""

from __future__ import annotations

import csv
import os
import re
import runpy
import shutil
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import networkx as nx
import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import etree
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from bedfellows.actors import load_registry
from bedfellows.api import Case
from bedfellows.case import CaseStore
from bedfellows.case.records import NewActor, Passage, Reading, Source, content_id
from bedfellows.web.serving import serve

INVENTED = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("invented_case.py"))))
RECORD = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("invented_window.py"))))
SHOTS = Path(os.environ.get("BEDFELLOWS_SHOTS", Path(__file__).parents[1] / "artefacts" / "screenshots"))
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
HOSTILE = """<script>document.title="run"</script><img src=x onerror=alert(1)> ');DROP TABLE claims;-- \x1b[31m\u202egnp.exe"""

pytestmark = pytest.mark.skipif(
    CHROMIUM is None and os.environ.get("CI") != "true", reason="needs Chromium: apt-get install chromium"
)


def hostile_reading() -> Reading:
    """An invented source in which every field is an attack."""
    text = f"{HOSTILE}\n\nBelmark arms {HOSTILE} in secret."
    source = Source(
        content_id("src", text),
        "news",
        HOSTILE,
        HOSTILE,
        HOSTILE,
        date(2017, 2, 1),
        "javascript:alert(1)",
        text,
    )
    start = text.rindex("Belmark")
    passage = Passage(
        content_id("psg", source.id, start, len(text)), source.id, 1, 2, start, len(text), text[start:]
    )
    claim = INVENTED.readings()[0].claims[0]
    changed = {
        "source_id": source.id,
        "passage_id": passage.id,
        "subject": "belmark",
        "relation": "supports",
        "object": "x-hostile",
        "quote": text[start:],
        "start": start,
        "end": len(text),
        "detail": HOSTILE,
        "subject_text": "Belmark",
        "object_text": HOSTILE,
        "said_by": (),
        "published": date(2017, 2, 1),
        "comparison": None,
        "place": None,
        "time_text": HOSTILE,
    }
    from dataclasses import replace

    key = (source.id, start, len(text), "belmark", "supports", "x-hostile", HOSTILE, False)
    made = replace(claim, id=content_id("clm", *key), negated=False, certainty="asserted", **changed)
    return Reading(source, (passage,), (made,), new_actors=(NewActor("x-hostile", HOSTILE, "person"),))


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("window") / "invented.duckdb"
    with CaseStore.open(path, create=True) as store:
        for reading in INVENTED.readings():
            store.add(reading)
        store.add(hostile_reading())
    return path


@pytest.fixture(scope="module")
def address(path: Path) -> str:
    """Where the window is served."""
    return served(path)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The case with invented events beside its sources."""
    return RECORD.make(tmp_path_factory.mktemp("recorded") / "recorded.duckdb")  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def recorded_at(recorded: Case) -> str:
    """Where the case with events is served."""
    return served(recorded.path)


def served(path: Path, *, write: bool = False) -> str:
    """Serve a case in a thread of its own that ends with the tests; gives the address, or of a window that writes that with the token."""
    ready = threading.Event()
    found: list[str] = []

    def noted(address: str, token: str) -> None:
        found.append(f"{address}#token={token}" if token else address.rstrip("/"))
        ready.set()

    registry = load_registry().with_actors(INVENTED.actors())
    how = {"on_ready": noted, "write": write}
    threading.Thread(target=serve, args=(path, registry), kwargs=how, daemon=True).start()
    assert ready.wait(60)
    return found[0]


@pytest.fixture(scope="module")
def case(path: Path) -> Case:
    return Case(path, load_registry().with_actors(INVENTED.actors()))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def opened(browser: Browser, **options: Any) -> BrowserContext:
    options = {"viewport": {"width": 1300, "height": 850}, "reduced_motion": "reduce", **options}
    context = browser.new_context(**options)
    context.set_default_timeout(15_000)
    return context


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails the test where the browser reports an error."""
    context = opened(browser, accept_downloads=True)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("dialog", lambda dialog: errors.append(f"dialog {dialog.message}"))
    page.on(
        "console",
        lambda message: (
            errors.append(message.text)
            if message.type == "error" and "with a status of 4" not in message.text
            else None
        ),
    )
    yield page
    context.close()
    assert errors == []


def ties(page: Page) -> int:
    return int(page.locator(".drawing canvas").first.get_attribute("data-ties") or 0)


def show(page: Page, address: str, at: str = "/") -> None:
    page.goto(address + at)
    expect(page.locator("main")).not_to_contain_text("Asking the case", timeout=90_000)
    expect(page.locator("[aria-busy=true]")).to_have_count(0)


def test_the_network_opens_and_leads_to_the_evidence_and_its_place_in_the_text(
    page: Page, address: str
) -> None:
    show(page, address)
    expect(page).to_have_title(re.compile("Network – invented"))
    assert ties(page) > 10
    page.get_by_role(
        "link",
        name=re.compile("Belmark.*to.*Highland Front|Highland Front.*from.*Belmark|Belmark.*Highland Front"),
    ).first.click()
    pane = page.get_by_role("complementary", name="Evidence")
    expect(pane.get_by_role("heading", level=2)).to_contain_text("Highland Front")
    pieces = pane.locator("article > .pieces > .piece")
    expect(pieces.first.locator(".badge.grade")).to_be_visible()
    quote = pieces.first.locator("mark").inner_text()
    pieces.first.get_by_role("link").click()
    lit = page.locator(".claimed.lit")
    expect(lit.first).to_be_in_viewport()
    assert "".join(lit.all_inner_texts()) == quote
    expect(page.get_by_role("complementary", name="What was coded")).to_contain_text("relation")


def test_the_pane_draws_the_alignment_its_shifts_and_who_backs_whom(
    page: Page, recorded_at: str, recorded: Case, tmp_path: Path
) -> None:
    tie = recorded.tie("iran", "turkey")
    show(page, recorded_at, "/?a=iran&b=turkey")
    pane = page.get_by_role("complementary", name="Evidence")
    chart = pane.get_by_role("img", name=re.compile("Alignment of Iran and (Turkey|Türkiye)"))
    expect(chart.locator(".shift")).to_have_count(len(tie.shifts))
    assert [shift.kind for shift in tie.shifts] == ["rupture"]
    driven = pane.locator(".shift-list > li").first
    driven.get_by_text("What drove it").click()
    assert driven.locator("[data-evidence]").evaluate_all("all => all.map(one => one.dataset.evidence)") == [
        event.id for event in tie.shifts[0].driven_by
    ]
    drawn = etree.parse(taken(page, pane, "Save as SVG", tmp_path)).getroot()
    assert drawn.tag.endswith("svg") and not list(drawn.iter("{http://www.w3.org/2000/svg}script"))
    show(page, recorded_at, "/?a=belmark&b=highland-front")
    own = recorded.ledger("highland-front").own
    backer = next(one for one in own.backers if one.backer == "belmark") if own else None
    ledger = page.locator(".ledger")
    expect(ledger).to_contain_text("Belmark backs Highland Front")
    assert backer and backer.share is not None
    expect(ledger.locator(".own")).to_contain_text(f"{100 * backer.share:.0f}%")


def test_shifts_are_listed_chosen_and_lead_to_the_pair(
    page: Page, recorded_at: str, recorded: Case, tmp_path: Path
) -> None:
    show(page, recorded_at, "/")
    page.get_by_role("link", name="Shifts", exact=True).click()
    listed = page.locator(".shifts > li")
    expect(listed).to_have_count(min(recorded.shifts().found, 50))
    page.get_by_label("Actor").fill("Iran")
    page.keyboard.press("Enter")
    expect(listed).to_have_count(recorded.shifts(actor="Iran").found)
    expect(listed.first).to_contain_text("rupture")
    page.get_by_label("Kind").select_option("rapprochement")
    expect(listed).to_have_count(0)
    page.get_by_label("Kind").select_option("")
    page.get_by_label("To", exact=True).fill("2015-06-01")
    expect(listed).to_have_count(recorded.shifts(last="2015-06-01", actor="Iran").found)
    page.reload()
    expect(page.get_by_label("Actor")).to_have_value("Iran")
    page.get_by_role("link", name="All", exact=True).click()
    expect(listed).to_have_count(min(recorded.shifts().found, 50))
    with taken(page, page, "Save as CSV", tmp_path).open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == min(recorded.shifts().found, 50)
    first = recorded.shifts().shifts[0]
    listed.first.get_by_role("link", name="How the two stand").click()
    expect(page).to_have_url(re.compile(f"a={first.first}&b={first.second}"))
    expect(page.get_by_role("complementary", name="Evidence")).to_contain_text(first.kind)


def test_strange_pairs_by_claims_and_by_the_record_stand_side_by_side(
    page: Page, recorded_at: str, recorded: Case, address: str
) -> None:
    day = RECORD.START + RECORD.timedelta(days=RECORD.DAYS - 1)
    answer = recorded.strange(day, 50)
    assert answer.unexpected and answer.unexpected.pairs
    show(page, recorded_at, f"/strange?as_of={day}")
    claimed, shown = (page.get_by_role("region", name=name) for name in ("By claims", "By the record"))
    expect(claimed.locator(".strange > li")).to_have_count(len(answer.pairs))
    listed = shown.locator(".strange > li")
    expect(listed).to_have_count(len(answer.unexpected.pairs))
    first = answer.unexpected.pairs[0]
    assert {first.a, first.b} == {"france", "kenya"}
    expect(listed.first).to_contain_text(
        f"{first.by_chance:.1f} as surprising as this are to be expected by chance"
    )
    expect(listed.first.get_by_role("img")).to_have_attribute("aria-label", re.compile("expected"))
    show(page, address, "/strange")
    expect(page.get_by_role("region", name="By claims").locator(".strange > li").first).to_be_visible()
    expect(page.get_by_role("region", name="By the record")).to_contain_text("bedfellows ingest")


def test_forecasts_show_odds_questions_and_scores(
    page: Page, recorded_at: str, recorded: Case, address: str
) -> None:
    show(page, recorded_at, "/forecasts")
    page.get_by_label("Between").fill("Pakistan")
    page.get_by_label("and", exact=True).fill("Afghanistan")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("a=Pakistan&b=Afghanistan"))
    panel = page.get_by_role("region", name="material conflict")
    chart = panel.get_by_role("img", name=re.compile("Odds of material conflict: within a week .*%, between"))
    expect(chart).to_be_visible(timeout=60_000)
    panel.get_by_text("Reasons").click()
    expect(panel.locator(".reason").first).to_be_visible()
    questions = page.get_by_role("region", name="Questions")
    expect(questions.locator(".questions > li")).to_have_count(len(recorded.questions()))
    questions.get_by_label("Show").select_option("resolved")
    expect(questions.locator(".questions > li")).to_have_count(2)
    expect(questions).to_contain_text("An Invented Analyst")
    scores = page.get_by_role("region", name="Scores", exact=True)
    brier = next(
        one.brier
        for one in recorded.scores().scores
        if (one.author, one.by) == ("An Invented Analyst", "author")
    )
    expect(scores.get_by_role("row", name=re.compile("An Invented Analyst.* all "))).to_contain_text(
        f"{brier:.3f}"
    )
    scores.get_by_role("combobox", name="Author").select_option("An Invented Analyst")
    expect(scores.get_by_role("img", name=re.compile("Calibration of An Invented Analyst"))).to_be_visible()
    page.reload()
    expect(scores.get_by_role("img", name=re.compile("Calibration of An Invented Analyst"))).to_be_visible()
    show(page, address, "/forecasts")
    expect(page.get_by_role("region", name="Odds")).to_contain_text("bedfellows ingest")


def test_a_scenario_is_worked_out_beside_another_and_a_phrase_without_sense_is_named(
    page: Page, address: str, case: Case, tmp_path: Path
) -> None:
    show(page, address, "/what_if")
    text = "usa stops supporting afghanistan with troops"
    page.get_by_label("Scenario", exact=True).fill(text)
    page.get_by_label("Years ahead").select_option("3")
    page.get_by_role("button", name="Work it out").click()
    expect(page).to_have_url(re.compile("what_if.*text=usa"))
    answer = page.get_by_role("region", name="Answer")
    expect(answer).to_contain_text("United States stops", timeout=60_000)
    found = case.what_if(text, horizon=3)
    charts = answer.get_by_role("img")
    expect(charts).to_have_count(sum(len(wars.forecasts) for wars in found.wars))
    page.get_by_label("Beside another scenario").check()
    page.get_by_label("Second scenario").fill("corvosia stops supporting the highland front")
    page.get_by_role("button", name="Work it out").click()
    second = page.get_by_role("region", name="Second scenario")
    expect(second).to_contain_text("Corvosia stops", timeout=60_000)
    other = case.what_if("corvosia stops supporting the highland front", horizon=3)
    assert other.knock_on.changed
    expect(second).to_contain_text("Set by the scenario")
    with taken(page, second, "Save as CSV", tmp_path).open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == len(other.knock_on.pressed)
    page.reload()
    expect(page.get_by_label("Second scenario", exact=True).first).to_be_visible()
    show(page, address, "/what_if?text=belmark+frobs+<b>dravia</b>")
    expect(page.get_by_role("alert")).to_contain_text("belmark frobs <b>dravia</b>")


def test_a_pasted_text_is_checked(page: Page, recorded_at: str, recorded: Case, tmp_path: Path) -> None:
    show(page, recorded_at, "/check")
    page.get_by_label("Text").fill(
        "Iran borders Brazil.\n\nPakistan attacked Afghanistan in May 2015.\n\nBelmark fears <img src=x onerror=alert(1)>."
    )
    page.get_by_label("Published").fill("2016-02-01")
    page.get_by_role("button", name="Check it").click()
    verdicts = page.get_by_role("region", name="Verdicts")
    expect(verdicts).to_contain_text("1 contradicted", timeout=90_000)
    expect(verdicts).to_contain_text("1 supported")
    expect(verdicts.locator(".verdict-contradicted > li")).to_contain_text("Iran borders Brazil")
    assert page.locator("main img, main script").count() == 0
    with taken(page, verdicts, "Save as CSV", tmp_path).open(encoding="utf-8", newline="") as file:
        assert {row["verdict"] for row in csv.DictReader(file)} >= {"contradicted", "supported"}
    assert not [one for one in recorded.claims()["statement"].to_list() if "Brazil" in one]


def test_a_claim_is_rejected_with_the_token_alone_and_the_case_follows(
    page: Page, path: Path, tmp_path: Path, address: str
) -> None:
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes(path.read_bytes())
    held = Case(copy, load_registry().with_actors(INVENTED.actors()))
    source = held.sources()["id"][0]
    claims = held.article(source).claims
    opened_at = served(copy, write=True)
    whole, _, token = opened_at.partition("#token=")
    at = f"{whole}article?source={source}"
    show(page, "", at)
    page.locator(f"[data-statements~='{claims[0].id}']").first.hover()
    expect(page.locator(f"#{claims[0].id}")).to_contain_text("bedfellows serve --write")
    show(page, "", f"{at}#token={token}")
    page.reload()
    show(page, "", at)
    assert token not in page.url
    page.locator(f"[data-statements~='{claims[0].id}']").first.hover()
    coded = page.locator(f"#{claims[0].id}")
    coded.get_by_text("Correct or reject").click()
    coded.get_by_label("Because").fill("An invented reason.")
    coded.get_by_label("Your name").fill("An Invented Analyst")
    coded.get_by_role("button", name="Store the correction").click()
    expect(page.locator(f"[data-statements~='{claims[0].id}']")).to_have_count(0, timeout=30_000)
    assert {claim.id for claim in held.article(source).claims} == {claim.id for claim in claims[1:]}
    show(page, address, f"/article?source={source}")
    page.locator(f"[data-statements~='{claims[0].id}']").first.hover()
    expect(page.get_by_text("Correct or reject")).to_have_count(0)


def test_a_scenario_of_the_case_is_run(page: Page, recorded_at: str, recorded: Case) -> None:
    show(page, recorded_at, "/what_if")
    page.get_by_role("link", name="departure").click()
    answer = page.get_by_role("region", name="departure")
    expect(answer).to_contain_text("Corvosia stops", timeout=60_000)
    expect(answer).to_contain_text("over 3 years")
    page.reload()
    expect(answer).to_contain_text(
        f"{recorded.run_scenario('departure').knock_on.draws} draws", timeout=60_000
    )


def taken(page: Page, within: Any, name: str, folder: Path) -> Path:
    """A file that a button gives."""
    with page.expect_download() as download:
        within.get_by_role("button", name=name, exact=True).first.click()
    target = folder / download.value.suggested_filename
    download.value.save_as(target)
    return target


def test_pointing_at_claimed_words_shows_what_was_coded(page: Page, address: str, case: Case) -> None:
    source = case.sources()["id"][0]
    claim = case.article(source).claims[0]
    show(page, address, f"/article?source={source}")
    page.locator(f"[data-statements~='{claim.id}']").first.hover()
    coded = page.locator(f"#{claim.id}")
    expect(coded).to_contain_text(claim.subject_name)
    expect(coded).to_contain_text(claim.relation.replace("-", " "))
    expect(coded).to_contain_text(claim.evidence.quote)


def test_an_actor_is_found_and_the_address_keeps_it(page: Page, address: str, browser: Browser) -> None:
    show(page, address)
    page.get_by_label("Find an actor").fill("highland")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Highland Front")).to_be_visible()
    page.get_by_label("Only around Highland Front").check()
    page.get_by_label("Hide ties weaker than").fill("0.3")
    shown, at = ties(page), page.url
    assert "actor=highland-front" in at and "ego=1" in at and "least=0.3" in at
    page.reload()
    expect(page.get_by_role("heading", name="Highland Front")).to_be_visible()
    assert ties(page) == shown
    page.go_back()
    page.go_forward()
    assert page.url == at
    other = opened(browser).new_page()
    show(other, "", at)
    assert ties(other) == shown
    other.context.close()


def test_the_day_moves_the_network_and_the_lists(page: Page, address: str, case: Case) -> None:
    show(page, address)
    everything = ties(page)
    slider = page.get_by_label("What was known on")
    slider.press("Home")
    first = min(day for day in case.sources()["published"].to_list() if day).isoformat()
    expect(page).to_have_url(re.compile(f"as_of={first}"))
    expect(page.locator(".drawing canvas")).to_have_attribute("data-ties", str(len(case.network(first).ties)))
    assert ties(page) < everything
    page.get_by_role("link", name="Sources", exact=True).click()
    expect(page.locator(".sources > li")).to_have_count(len(case.sources(first)))
    page.get_by_role("button", name="Play").click()
    expect(page).not_to_have_url(re.compile(f"as_of={first}"))
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("switch").uncheck()
    expect(page).to_have_url(re.compile(r"[?&]on="))
    expect(page.get_by_label("How things stood on")).to_be_visible()


def test_the_drawing_answers_to_the_pointer_and_to_keys(page: Page, address: str) -> None:
    show(page, address)
    canvas = page.locator(".drawing canvas")
    box = canvas.bounding_box()
    assert box
    hint = page.locator(".hint")
    for step in range(400):
        x, y = (
            box["x"] + 30 + (step % 20) * (box["width"] - 60) / 20,
            box["y"] + 20 + (step // 20) * (box["height"] - 40) / 20,
        )
        page.mouse.move(x, y)
        if step % 20 == 19:
            page.wait_for_timeout(10)
        if hint.is_visible():
            page.mouse.click(x, y)
            break
    expect(page).to_have_url(re.compile("actor=|a="))
    page.keyboard.press("Escape")
    canvas.focus()
    page.keyboard.press("Escape")
    expect(page).not_to_have_url(re.compile("actor="))
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("actor="))
    before = page.url
    page.keyboard.press("ArrowLeft")
    expect(page).not_to_have_url(before)


def test_everything_can_be_reached_by_keyboard_alone(page: Page, address: str) -> None:
    show(page, address)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the page")
    reached: list[str] = []
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                "document.activeElement.innerText || document.activeElement.ariaLabel || document.activeElement.id || ''"
            )
        )
        if page.evaluate("!!document.activeElement.closest('.ties')"):
            break
    assert {"Map", "Strange", "Play"} <= set(reached)
    page.keyboard.press("Enter")
    expect(page.get_by_role("complementary", name="Evidence")).to_be_visible()
    expect(page).to_have_url(re.compile("a="))


def test_what_is_shown_can_be_taken_away(page: Page, address: str, tmp_path: Path, case: Case) -> None:
    def taken(name: str, role: Any = "button") -> Path:
        with page.expect_download() as download:
            page.get_by_role(role, name=name, exact=True).click()
        target = tmp_path / download.value.suggested_filename
        download.value.save_as(target)
        return target

    show(page, address)
    assert taken("Save as PNG").read_bytes().startswith(b"\x89PNG")
    drawn = etree.parse(taken("Save as SVG")).getroot()
    names = {text.text for text in drawn.iter("{http://www.w3.org/2000/svg}text")}
    assert "Highland Front" in names
    assert not list(drawn.iter("{http://www.w3.org/2000/svg}script"))
    assert nx.read_graphml(taken("GraphML", "link")).number_of_edges() == len(case.network().ties)
    show(page, address, "/?a=belmark&b=highland-front")
    with taken("Save as CSV").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["id"] for row in rows} == {
        piece.id for piece in case.evidence("belmark", "highland-front").claims
    }


def test_camps_and_unbalanced_triads_are_shown(page: Page, address: str, case: Case) -> None:
    show(page, address)
    page.get_by_label("Camps").select_option("2")
    expect(page.locator("main")).to_contain_text("frustration")
    page.get_by_label(re.compile("Unbalanced triads")).check()
    expect(page).to_have_url(re.compile("triads=unbalanced"))
    page.get_by_role("link", name="The camps as a list").click()
    expect(page.get_by_role("heading", name="Camp A")).to_be_visible()


def test_hostile_text_stays_text(page: Page, address: str, case: Case) -> None:
    source = next(one.id for one in case.dossier().sources.values() if "<script>" in one.title)
    for at in (
        "/?a=belmark&b=x-hostile", "/who?name=belmark", "/who?name=x-hostile", "/sources", f"/article?source={source}", "/map", "/compare",
        "/strange", "/?actor=%3Cscript%3Ealert(1)%3C/script%3E", "/who?name=%3Cimg%20src=x%20onerror=alert(1)%3E%27;DROP%20TABLE%20claims",
    ):  # fmt: skip
        show(page, address, at)
        assert "run" not in page.title().split(" – ")[0].split()
        assert page.locator("main script, main img, [onerror]").count() == 0
        assert page.locator("a[href^='javascript']").count() == 0
        assert "\u202e" not in page.locator("body").inner_text()


PAGES = {
    "network": "/", "tie": "/?a=belmark&b=highland-front", "actor": "/?actor=highland-front", "map": "/map", "strange": "/strange",
    "who": "/who?name=highland-front", "why": "/why?a=belmark&b=highland-front", "camps": "/camps", "outcomes": "/outcomes",
    "compare": "/compare", "sources": "/sources", "article": "/article?source=SOURCE", "tables": "/tables", "api": "/api",
}  # fmt: skip
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 800}, "is_mobile": True, "has_touch": True},
}


RECORDED_PAGES = {
    "recorded-tie": "/?a=iran&b=turkey",
    "shifts": "/shifts",
    "unexpected": "/strange?as_of=2016-02-04",
    "forecasts": "/forecasts?a=pakistan&b=afghanistan",
    "check": "/check",
    "what-if": "/what_if?text=usa+stops+supporting+afghanistan&other=corvosia+stops+supporting+the+highland+front&as_of=2017-02-02",
    "what-if-nothing": "/what_if?as_of=2017-01-04",
    "forecasts-nobody": "/forecasts?a=belmark&b=nobody",
}


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_can_be_used_by_all(
    browser: Browser, address: str, recorded_at: str, case: Case, look: str
) -> None:
    """axe finds nothing serious, nothing runs out of the page sideways, and a picture of each page is kept."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    context = opened(browser, bypass_csp=True, **LOOKS[look])
    page = context.new_page()
    source = case.sources()["id"][0]
    found: list[str] = []
    pages = [(name, address, at) for name, at in PAGES.items()]
    pages += [(name, recorded_at, at) for name, at in RECORDED_PAGES.items()]
    for name, served_at, at in pages:
        show(page, served_at, at.replace("SOURCE", source))
        page.screenshot(path=SHOTS / f"{name}-{look}.png", full_page=look == "phone")
        for violation in Axe().run(page).response["violations"]:
            if violation["impact"] in {"serious", "critical"}:
                found.append(
                    f"{name}: {violation['id']}: {[node['html'][:160] for node in violation['nodes'][:3]]}"
                )
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            found.append(f"{name}: {wide} pixels too wide")
    context.close()
    assert found == []
