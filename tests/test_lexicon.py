"""Every rule of the reader's lexicon is exercised on its own example sentence."""

from datetime import date

import pytest
from click.testing import CliRunner

from bedfellows.actors import load_registry
from bedfellows.cli.program import program
from bedfellows.errors import InputError
from bedfellows.ontology import RELATIONS
from bedfellows.reader.interface import Document
from bedfellows.reader.lexicon import Rule, load_lexicon
from bedfellows.reader.rules import RuleReader


@pytest.fixture(scope="module")
def reader() -> RuleReader:
    return RuleReader(load_registry())


def claims(reader: RuleReader, text: str) -> set[tuple[str, str, str | None]]:
    document = Document(text=text, locator="example", published=date(2017, 1, 4))
    return {(c.subject, c.relation, c.object) for reading in reader.read([document]) for c in reading.claims}


RULES = load_lexicon().every_rule()


@pytest.mark.parametrize("rule", RULES, ids=[f"{r.trigger}.{r.use}.{r.relation}" for r in RULES])
def test_rule_codes_its_example(rule: Rule, reader: RuleReader) -> None:
    found = claims(reader, rule.example)
    second = next((actor for name, actor in (("Iraq", "iraq"), ("SCO", "sco")) if name in rule.example), None)
    wanted = {("iran", rule.relation, second)}
    if second == "sco" and rule.relation == "member-of":
        wanted.add(("iran", "member-of", "sco"))
    if RELATIONS[rule.relation].symmetric:
        wanted.add((second or "", rule.relation, "iran"))
    if rule.relation in {"seeks", "describes-as", "fears", "demands"}:
        wanted |= {("iran", rule.relation, None)}
    assert wanted & found, f"{rule.example!r} gave {sorted(map(str, found))}"


def test_users_rules_are_read_and_used(tmp_path, reader: RuleReader) -> None:
    rules = tmp_path / "mine.tsv"
    rules.write_text(
        "serenade\tverb\tsupports\tagent\tpatient\t-\t-\tIran serenaded Iraq.\n", encoding="utf-8"
    )
    assert claims(reader, "Russia serenaded Syria.") == set()
    mine = RuleReader(load_registry(), rules=[rules])
    assert claims(mine, "Russia serenaded Syria.") == {("russia", "supports", "syria")}


def test_a_rule_that_fails_in_its_own_example_is_told_of_on_the_command_line(tmp_path) -> None:
    rules, text = tmp_path / "mine.tsv", tmp_path / "invented.txt"
    text.write_text("Russia serenaded Syria.", encoding="utf-8")
    good = "serenade\tverb\tsupports\tagent\tpatient\t-\t-\tIran serenaded Iraq.\n"
    rules.write_text(
        "# my rules\n" + good + "serenading\tverb\tfights\tagent\tpatient\t-\t-\tIran is serenading Iraq.\n",
        encoding="utf-8",
    )
    result = CliRunner().invoke(program, ["read", str(text), "--no-store", "--rules", str(rules)])
    assert result.exit_code == 0 and "Russia supported Syria" in result.stdout
    assert (
        f"Warning: {rules}, line 3, field example: expected that 'Iran is serenading Iraq.'" in result.stderr
    )
    assert "gives fights of Iran, found iran supports iraq" in " ".join(result.stderr.split())
    assert "line 2" not in result.stderr


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("lambaste\tverb\taccuses\tagent", "tab-separated"),
        ("lambaste\tverb\tinsults\tagent\tpatient\t-\t-\tIran lambasted Iraq.", "relation"),
        ("lambaste\tadverb\taccuses\tagent\tpatient\t-\t-\tIran lambasted Iraq.", "use"),
        ("lambaste\tverb\taccuses\tagent\tpatient\t-\tbananas\tIran lambasted Iraq.", "support"),
        ("lambaste\tverb\taccuses\tagent\tpatient\t-\t-\t", "example"),
        ("lambaste\tverb\taccuses\tagnt\tpatient\t-\t-\tIran lambasted Iraq.", "subject"),
        ("lambaste\tverb\taccuses\tagent\tpatent\t-\t-\tIran lambasted Iraq.", "object"),
        ("lambaste\tverb\taccuses\tagent\tpatient\twrods:up\t-\tIran lambasted Iraq.", "needs"),
        ("lambaste\tverb\taccuses\tagent\tpatient\ttheme:cake\t-\tIran lambasted Iraq.", "needs"),
    ],
)
def test_a_bad_rule_names_file_line_and_field(tmp_path, line: str, field: str) -> None:
    rules = tmp_path / "mine.tsv"
    rules.write_text("# my rules\n" + line + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=rf"mine\.tsv, line 2.*{field}"):
        load_lexicon((rules,))
