"""Events coded in prose: every rule on its example, parties, how an event is put, records in and out, the gold figures."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bedfellows.actors import load_registry
from bedfellows.cli.program import program
from bedfellows.errors import InputError
from bedfellows.ontology import PLOVER_TYPES
from bedfellows.reader.coded_records import code_records, read_records
from bedfellows.reader.event_lexicon import EventRule, load_event_lexicon
from bedfellows.reader.events import CodedEvent, EventCoder

SHARED = Path(os.environ.get("BEDFELLOWS_SHARED", Path(__file__).parents[2] / "shared"))
GOLD = SHARED / "gold" / "plover_gsr_dev.jsonl"
RULES = load_event_lexicon().every_rule()


@pytest.fixture(scope="module")
def coder() -> EventCoder:
    return EventCoder(load_registry())


def main_event(coder: EventCoder, text: str, on: date | None = None) -> CodedEvent:
    events = coder.code(text, on)
    assert len(events) == 1, f"{text!r} gave {len(events)} events"
    return events[0]


def labels(event: CodedEvent) -> tuple[list[str], list[str]]:
    return [a.label for a in event.source], [a.label for a in event.target]


@pytest.mark.parametrize("rule", RULES, ids=[f"{r.triggers[0]}.{r.type}.{r.mode}" for r in RULES])
def test_rule_codes_its_example(rule: EventRule, coder: EventCoder) -> None:
    event = main_event(coder, rule.example)
    assert (event.event, event.mode) == (rule.type, rule.mode)
    assert "IRN" in {a.code for a in event.source}
    if "Iraq" in rule.example:
        assert "IRQ" in {a.code for a in event.target}


def test_every_type_has_rules() -> None:
    assert {rule.type for rule in RULES} == set(PLOVER_TYPES)


@pytest.mark.parametrize(
    ("text", "source", "target"),
    [
        ("The Afghan army spokesman criticised Pakistan.", ["AFGGOV"], ["PAK"]),
        ("Turkish police arrested three Syrian journalists.", ["TURCOP"], ["SYRMED"]),
        ("Three Syrian journalists were arrested by Turkish police.", ["TURCOP"], ["SYRMED"]),
        ("The U.S. ambassador met President Vladimir Putin.", ["USAGOV"], ["RUSGOV"]),
        ("Police in Nairobi arrested opposition leaders.", ["KENCOP"], ["KENOPP"]),
        ("India and Pakistan clashed in Kashmir.", ["IND"], ["PAK"]),
        ("Talks between Egypt and Sudan resumed on Sunday.", ["EGY"], ["SDN"]),
        ("The annexation of Crimea by Russia continued.", ["RUS"], ["UKR"]),
        ("NATO jets bombed Serb positions.", ["IGOMIL"], ["SRB"]),
        ("Tamil guerrillas ambushed a patrol of the Sri Lankan army.", ["LKAREB"], ["LKAMIL"]),
        ("Amnesty International condemned Chad.", ["NGO"], ["TCD"]),
        ("Israeli aircraft bombed a village in the West Bank.", ["ISRMIL"], ["PSE"]),
    ],
)
def test_parties(text: str, source: list[str], target: list[str], coder: EventCoder) -> None:
    event = main_event(coder, text, date(2005, 1, 1))
    if text.startswith("The annexation"):
        assert [a.code for a in event.source] == source  # whose Crimea is, the registry says by date
        return
    assert labels(event) == (source, target)


@pytest.mark.parametrize(
    ("text", "kind", "put"),
    [
        ("Iran bombed Iraq.", "ASSAULT", "done"),
        ("Iran threatened to bomb Iraq.", "THREATEN", "threatened"),
        ("Iran said it would bomb Iraq.", "THREATEN", "threatened"),
        ("Iran sent food aid to Iraq.", "AID", "done"),
        ("Iran will send food aid to Iraq.", "AGREE", "planned"),
        ("Iran promised to send food aid to Iraq.", "AGREE", "promised"),
        ("Iran is willing to meet Iraq.", "AGREE", "promised"),
        ("Iran refused to send food aid to Iraq.", "REJECT", "refused"),
        ("Iran will not meet Iraq.", "REJECT", "refused"),
        ("Iran demanded that Iraq release the prisoners.", "REQUEST", "demanded"),
        ("Iran said Iraq must release the prisoners.", "REQUEST", "demanded"),
        ("Iran will withdraw its troops from Iraq unless the attacks stop.", "THREATEN", "threatened"),
        ("Iran condemned the bombing of Iraq.", "ACCUSE", "done"),
        ("Iran accused Iraq of bombing a village.", "ACCUSE", "done"),
    ],
)
def test_how_an_event_is_put(text: str, kind: str, put: str, coder: EventCoder) -> None:
    event = main_event(coder, text)
    assert (event.event, event.put) == (kind, put)
    assert [a.code for a in event.source] == ["IRN"]
    assert "IRQ" in [a.code for a in event.target]


def test_an_attack_that_was_not_made_is_no_attack(coder: EventCoder) -> None:
    assert not [e for e in coder.code("Iran did not attack Iraq.") if e.event == "ASSAULT"]


@pytest.mark.parametrize(
    "text",
    [
        "The garden was full of flowers.",
        "She cooked dinner for her children.",
        "The bridge is 300 metres long.",
        "",
    ],
)
def test_no_event_where_none_is_told(text: str, coder: EventCoder) -> None:
    assert coder.code(text) == []


def test_the_words_that_decided_and_their_places_are_told(coder: EventCoder) -> None:
    text = "Nothing new.\n\nOn Monday Iran threatened to bomb Iraq."
    event = coder.code(text)[-1]
    assert event.words == ("threatened", "bomb")
    assert event.rule.startswith("events.tsv, line ")
    assert text[event.start : event.end] == event.sentence == "On Monday Iran threatened to bomb Iraq."
    assert [text[a.start : a.end] for a in (*event.source, *event.target)] == ["Iran", "Iraq"]
    assert 0 < event.confidence < 1


def test_he_is_who_the_sentence_before_was_about(coder: EventCoder) -> None:
    events = coder.code("Iran condemned Iraq. It also attacked Kuwait.")
    assert [a.code for a in events[1].source] == ["IRN"]


def test_other_events_follow_on_demand(coder: EventCoder) -> None:
    text = "Iran bombed Iraq and arrested a Kuwaiti diplomat."
    assert [e.event for e in coder.code(text)] == ["ASSAULT"]
    every = coder.code(text, every=True)
    assert [e.main for e in every][:2] == [True, False]
    assert {"ASSAULT", "COERCE"} <= {e.event for e in every}


def test_the_batch_codes_as_one_by_one(coder: EventCoder) -> None:
    texts = [rule.example for rule in RULES[:80]]
    assert list(coder.code_all([(t, None) for t in texts])) == [coder.code(t) for t in texts]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200))
def test_any_text_is_coded_without_failing(text: str, coder: EventCoder) -> None:
    for event in coder.code(text):
        assert event.event in PLOVER_TYPES


def test_users_rules_are_used(tmp_path: Path) -> None:
    mine = tmp_path / "mine.tsv"
    mine.write_text("serenade\tverb\tSUPPORT\t-\t-\tIran serenaded Iraq.\n", encoding="utf-8")
    event = main_event(EventCoder(load_registry(), rules=[mine]), "Iran serenaded Iraq.")
    assert (event.event, event.rule) == ("SUPPORT", f"{mine}, line 1")


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("hug\tverb\tSUPPORT", "tab-separated"),
        ("hug\tadverb\tSUPPORT\t-\t-\tIran hugged Iraq.", "use"),
        ("hug\tverb\tHUGS\t-\t-\tIran hugged Iraq.", "type"),
        ("hug\tverb\tSUPPORT\tclosely\t-\tIran hugged Iraq.", "mode"),
        ("hug\tverb\tSUPPORT\t-\twhen:@talks\tIran hugged Iraq.", "needs"),
        ("hug\tverb\tSUPPORT\t-\tobj:@nonsense\tIran hugged Iraq.", "needs"),
        ("hug\tverb\tSUPPORT\t-\t-\t", "example"),
    ],
)
def test_a_bad_rule_names_file_line_and_field(tmp_path: Path, line: str, field: str) -> None:
    mine = tmp_path / "mine.tsv"
    mine.write_text("# my rules\n" + line + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=rf"mine\.tsv, line 2.*{field}"):
        load_event_lexicon((mine,))


def test_records_in_and_out(tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    rows = [{"id": "a", "text": "Iran bombed Iraq.", "date": "1985-03-01"}, {"id": "b", "text": "It rained."}]
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    result = CliRunner().invoke(program, ["code", "--jsonl", str(source), "--out", str(out)])
    assert result.exit_code == 0, result.output
    first, second = (json.loads(line) for line in out.read_text(encoding="utf-8").splitlines())
    assert first["id"] == "a"
    assert [(e["event"], e["source"], e["target"]) for e in first["events"]] == [
        ("ASSAULT", ["IRN"], ["IRQ"])
    ]
    assert second == {"id": "b", "events": []}


def test_many_records_are_coded_the_same_by_several_processes_and_after_a_stop(tmp_path: Path) -> None:
    source = tmp_path / "invented.jsonl"
    names = ("Iran", "Iraq", "Kuwait", "Turkey", "Syria")
    rows = [
        {"id": n, "text": f"{names[n % 5]} condemned {names[(n + 1 + n // 5 % 4) % 5]} and {n} others."}
        for n in range(150)
    ]
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")

    def code(name: str, *more: str) -> tuple[bytes, str]:
        arguments = ["code", "--jsonl", str(source), "--out", str(tmp_path / name), *more]
        result = CliRunner().invoke(program, arguments)
        assert result.exit_code == 0, result.output
        return (tmp_path / name).read_bytes(), result.stderr

    one, said = code("one.jsonl")
    assert "150 records coded" in said and one.count(b"\n") == 150
    assert code("two.jsonl", "--jobs", "2")[0] == one
    # Cut off while it wrote its 101st line: the first chunk of 64 is kept.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "replace", lambda *_: None)
        arguments = ["code", "--jsonl", str(source), "--out", str(tmp_path / "cut.jsonl")]
        CliRunner().invoke(program, arguments)
    (part,) = tmp_path.glob(".cut.jsonl.*.partial")
    part.write_bytes(b"".join(one.splitlines(keepends=True)[:100]) + b'{"id": 100, "ev')
    again, said = code("cut.jsonl")
    assert again == one and "64 of them before" in said
    assert not list(tmp_path.glob(".*.partial"))


@pytest.mark.parametrize("line", ["{", "[1]", '{"id": 1}', '{"id": 1, "text": "x", "date": "soon"}'])
def test_a_bad_record_is_named(tmp_path: Path, line: str) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"id": 0, "text": "Iran bombed Iraq."}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 2"):
        read_records(source)


def test_the_command_prints_events() -> None:
    result = CliRunner().invoke(program, ["code", "Turkish police arrested three Syrian journalists."])
    assert result.exit_code == 0
    assert "TUR COP → SYR MED  COERCE (arrest)" in result.output
    result = CliRunner().invoke(program, ["code", "-", "--format", "json"], input="Iran bombed Iraq.")
    assert json.loads(result.output)["events"][0]["event"] == "ASSAULT"
    assert CliRunner().invoke(program, ["code"]).exit_code == 2


@pytest.mark.skipif(
    not GOLD.exists(), reason=f"PLOVER's gold records are not at {GOLD}; set BEDFELLOWS_SHARED"
)
def test_gold_figures_hold(tmp_path: Path, coder: EventCoder) -> None:
    records = read_records(GOLD)
    lines = [
        json.dumps({"id": r["id"], "events": [{"event": e.event, "source": labels(e)[0], "target": labels(e)[1]} for e in events]})
        for r, events in zip(records, code_records(coder, records), strict=True)
    ]  # fmt: skip
    coded = tmp_path / "coded.jsonl"
    coded.write_text("\n".join(lines), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(GOLD.with_name("score_events.py")), str(GOLD), str(coded)],
        capture_output=True,
        text=True,
        check=True,
    )
    figures = {
        line.split()[0]: float(line.split()[-1]) for line in done.stdout.splitlines() if " F1 " in line
    }
    assert figures["type"] >= 0.75
    assert figures["actors"] >= 0.72
    assert figures["event"] >= 0.6
