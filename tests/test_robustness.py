"""However a text is written down, it claims the same. All sentences are invented; the names in them are real."""

from __future__ import annotations

import unicodedata

import pytest

from bedfellows.actors import Actor, load_registry
from bedfellows.reader.casing import in_sentence_case
from bedfellows.reader.documents import from_bytes
from bedfellows.reader.rules import RuleReader
from bedfellows.reader.segment import blocks

PLAIN = "Iran arms the Taliban. Pakistan threatened India. Russia supports Syria."
Found = set[tuple[str, str, str | None, bool]]


@pytest.fixture(scope="module")
def reader() -> RuleReader:
    return RuleReader(load_registry())


def claims(reader: RuleReader, source: str | bytes) -> Found:
    document = from_bytes(source if isinstance(source, bytes) else source.encode(), "invented.txt")
    (reading,) = reader.read([document])
    for claim in reading.claims:
        assert claim.quote == document.text[claim.start : claim.end]
    return {(claim.subject, claim.relation, claim.object, claim.negated) for claim in reading.claims}


WRITTEN = {
    "curly quotes": PLAIN.replace("Taliban", "“Taliban”"),
    "soft hyphens": "Iran arms the Tali\u00adban. Pak\u00adistan threat\u00adened India. Russia sup\u00adports Syria.",
    "no-break spaces": PLAIN.replace(" ", "\u00a0"),
    "thin spaces": PLAIN.replace(" ", "\u2009"),
    "tabs": PLAIN.replace(" ", "\t"),
    "two spaces": PLAIN.replace(". ", ".  "),
    "Windows line ends": PLAIN.replace(". ", ".\r\n"),
    "old line ends": PLAIN.replace(". ", ".\r"),
    "zero width": "Iran\u200b arms the Tali\u200bban. Pakistan\u200c threatened\ufeff In\u200ddia. \u200eRussia supports\u2060 Syria.",
    "wide letters": "Ｉｒａｎ arms the Taliban. Pakistan threatened Ｉndia. Russia supports Syria.",
    "letters of mathematics": "\U0001d408\U0001d42b\U0001d41a\U0001d427 arms the Taliban. Pakistan threatened India. Russia supports Syria.",
    "UTF-16": PLAIN.encode("utf-16"),
    "byte order mark": b"\xef\xbb\xbf" + PLAIN.encode(),
    "entities": "Iran&nbsp;arms the &quot;Taliban&quot;. Pakistan threatened&#32;India. Russia supports Syria.",
    "entities escaped twice": "Iran&amp;nbsp;arms the Taliban. Pakistan threatened India. Russia supports Syria.",
    "HTML": "<html><body><p>Iran arms the Taliban.</p><p>Pakistan threatened India.</p><p>Russia supports Syria.</p></body></html>",
    "capitals": PLAIN.upper(),
    "small letters": PLAIN.lower(),
    "dots of omission": "Iran arms the Taliban… Pakistan threatened India... Russia supports Syria.",
    "dashes": PLAIN.replace(". ", " — "),
    "semicolons": PLAIN.replace(". ", "; "),
    "hyphens for bullets": "- " + PLAIN.replace(". ", ".\n- "),
    "bullets": "Findings:\n• Iran arms the Taliban\n• Pakistan threatened India\n• Russia supports Syria",
    "numbers": "1. Iran arms the Taliban.\n2. Pakistan threatened India.\n3. Russia supports Syria.",
    "letters": "(a) Iran arms the Taliban;\n(b) Pakistan threatened India;\n(c) Russia supports Syria.",
    "quoted mail": "> > " + PLAIN.replace(". ", ".\n> > "),
    "Markdown": "# Report\n\n**Iran** arms the *Taliban*. __Pakistan__ threatened India.\n\n## More\n\n_Russia_ supports Syria.",
    "links": "Iran arms the [Taliban](https://example.invalid/x). Pakistan threatened [India][1]. Russia supports Syria.",
    "notes": "Iran arms the Taliban.[1] Pakistan threatened India.² Russia supports Syria[citation needed].",
    "hashtags": "#Iran arms the #Taliban. #Pakistan threatened #India. #Russia supports #Syria.",
    "emoji": "🔴 Iran arms the Taliban. Pakistan threatened India. Russia supports Syria. 🇸🇾",
    "emoji inside": "Iran 🔥 arms the Taliban. Pakistan 🇵🇰 threatened India. Russia supports ⚠️ Syria.",
    "dashes without spaces": "Iran—the Islamic Republic—arms the Taliban. Pakistan threatened India—Russia supports Syria.",
    "questions and answers": "Q: What does Iran do?\nA: Iran arms the Taliban. Pakistan threatened India. Russia supports Syria.",
    "questions, answers, blank lines": "Q. Who helps?\n\nA. Iran arms the Taliban.\n\nQ. And?\n\nA. Pakistan threatened India. Russia supports Syria.",
    "speakers": "MODERATOR: Welcome.\nMR. SMITH: Iran arms the Taliban. Pakistan threatened India.\nMS. JONES: Russia supports Syria.",
    "names of speakers": "John Smith: Iran arms the Taliban. Pakistan threatened India.\nJane Jones: Russia supports Syria.",
    "stage directions": "[Applause] Iran arms the Taliban. (Laughter.) Pakistan threatened India. [crosstalk] Russia supports Syria.",
    "times": "[00:01:12] Iran arms the Taliban.\n[00:01:15] Pakistan threatened India.\n[00:01:20] Russia supports Syria.",
}


@pytest.mark.parametrize("source", WRITTEN.values(), ids=WRITTEN.keys())
def test_the_same_claims_however_it_is_written_down(reader: RuleReader, source: str | bytes) -> None:
    assert claims(reader, source) == claims(reader, PLAIN) != set()


def test_accents_may_be_composed_or_not_or_left_out(reader: RuleReader) -> None:
    text = "Côte d’Ivoire supports Türkiye."
    wanted = {("ivory-coast", "supports", "turkey", False)}
    for source in (text, unicodedata.normalize("NFD", text), "Cote d'Ivoire supports Turkiye."):
        assert claims(reader, source) == wanted


@pytest.mark.parametrize(
    "dateline",
    [
        "KABUL, Jan 4 (Agency) - ",
        "KABUL (Agency) — ",
        "KABUL — ",
        "KABUL, Afghanistan, January 4 – ",
        "KABUL, Afghanistan (Agency) -- ",
        "ISLAMABAD/NEW DELHI, 4 Jan 2017 (Agency) -- ",
        "Kabul, 4 January: ",
        "UNITED NATIONS, Jan. 4 - ",
        "MOSCOW, January 4. /AGENCY/. ",
        "Tehran, IRNA – ",
        "Tel Aviv (Agency) - ",
        "(Agency) - ",
    ],
)
def test_the_place_of_a_dateline_does_nothing(reader: RuleReader, dateline: str) -> None:
    assert claims(reader, dateline + PLAIN) == claims(reader, PLAIN)
    (block,) = blocks(dateline + PLAIN)
    assert (block.text, block.offset) == (PLAIN, len(dateline))


@pytest.mark.parametrize(
    "text",
    [
        "Iran - Iraq ties are old.",
        "NATO – which Russia fears – supports Ukraine.",
        "Russia (and Iran) – not China – support Syria.",
        "On January 4 - Iran said - it was attacked.",
        "Iran: Russia is a friend.",
    ],
)
def test_a_sentence_with_a_dash_is_no_dateline(text: str) -> None:
    assert [block.text for block in blocks(text)] == [text]


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("Iran Arms the Taliban", "Iran arms the Taliban"),
        ("US Urges Iran to Stop Backing Houthis", "US urges Iran to stop backing Houthis"),
        ("U.S. Urges Iran to Stop Backing Houthis", "U.S. urges Iran to stop backing Houthis"),
        ("Russia Slams NATO Over Expansion", "Russia slams NATO over expansion"),
        ("SAUDI ARABIA CUTS TIES WITH IRAN", "Saudi Arabia cuts ties with Iran"),
        ("Israel Strikes Hezbollah in Syria", "Israel strikes Hezbollah in Syria"),
        ("Putin to Meet Erdogan in Ankara", "Putin to meet Erdogan in Ankara"),
        ("Iran Denies Arming Houthis", "Iran denies arming Houthis"),
        ("Russia Backs Syria’s Assad", "Russia backs Syria’s Assad"),
    ],
)
def test_headlines_are_read_in_title_case_and_in_capitals(reader: RuleReader, title: str, plain: str) -> None:
    assert in_sentence_case(title) == plain
    assert claims(reader, title) == claims(reader, plain) != set()


@pytest.mark.parametrize(
    ("small", "plain"),
    [
        ("us sanctions on iran hurt us", "US sanctions on Iran hurt us"),
        ("kenya may attack somalia in may", "Kenya may attack Somalia in May"),
        ("china's plan for the u.n. is a model", "China's plan for the U.N. is a model"),
        ("IRAN REJECTS PEACE PLAN IN MARCH 2018", "Iran rejects peace plan in March 2018"),
    ],
)
def test_words_that_are_also_names_are_told_apart(small: str, plain: str) -> None:
    assert in_sentence_case(small) == plain


@pytest.mark.parametrize(
    ("dotted", "plain"),
    [
        ("The I.R.G.C. armed the P.L.O.", "The IRGC armed the PLO."),
        (
            "The U.A.E.-backed militia in Syria fought the S.D.F.",
            "The UAE-backed militia in Syria fought the SDF.",
        ),
        (
            "Turkey bombed the P.K.K. It also bombed the Y.P.G.",
            "Turkey bombed the PKK. It also bombed the YPG.",
        ),
    ],
)
def test_abbreviations_may_have_dots(dotted: str, plain: str, reader: RuleReader) -> None:
    assert claims(reader, dotted) == claims(reader, plain) != set()


@pytest.mark.parametrize(
    "text",
    ["Does Iran arm the Taliban?", "Russia supports Syria?", "“Will India, once attacked, bomb Pakistan?”"],
)
def test_what_is_only_asked_is_not_claimed(text: str, reader: RuleReader) -> None:
    assert claims(reader, text) == set() != claims(reader, "Why does Iran arm the Taliban?")


@pytest.mark.parametrize(
    "text",
    ["Iran, Russia and Turkey", "Al-Qaeda in the Islamic Maghreb", "Iran supports Syria", "NATO", "Table 1"],
)
def test_names_and_sentences_keep_their_capitals(text: str) -> None:
    assert in_sentence_case(text) == text


def test_headlines_may_name_actors_of_the_user() -> None:
    registry = load_registry().with_actors([Actor("river-front", "River Front", "armed-group")])
    for title in ("Iran Arms the River Front", "IRAN ARMS THE RIVER FRONT"):
        assert in_sentence_case(title, registry) == "Iran arms the River Front"
        assert claims(RuleReader(registry), title) == {("iran", "supports", "river-front", False)}


SPELLINGS = [
    ("Iran signed a defence pact with Syria.", "Iran signed a defense pact with Syria."),
    ("Iran defended Iraq's nuclear programme.", "Iran defended Iraq's nuclear program."),
    ("Iran criticised Iraq.", "Iran criticized Iraq."),
    ("Iran recognised Kosovo.", "Iran recognized Kosovo."),
    ("Iran apologised to Iraq.", "Iran apologized to Iraq."),
    ("Iran normalised relations with Iraq.", "Iran normalized relations with Iraq."),
    ("Iran demonised Iraq.", "Iran demonized Iraq."),
    ("Iran penalised Iraq.", "Iran penalized Iraq."),
    ("Iran marginalised Iraq.", "Iran marginalized Iraq."),
    ("Iran antagonised Iraq.", "Iran antagonized Iraq."),
    ("Iran honoured its alliance with Iraq.", "Iran honored its alliance with Iraq."),
    ("Iran favours Iraq.", "Iran favors Iraq."),
    ("Iran harboured the Taliban.", "Iran harbored the Taliban."),
    ("Iran is a neighbour of Iraq.", "Iran is a neighbor of Iraq."),
    ("Iran cancelled talks with Iraq.", "Iran canceled talks with Iraq."),
    ("Iran condemned the manoeuvres of Iraq.", "Iran condemned the maneuvers of Iraq."),
    ("Iran co-operated with Iraq.", "Iran cooperated with Iraq."),
    ("Iran’s co-operation with Iraq continues.", "Iran's cooperation with Iraq continues."),
]


@pytest.mark.parametrize(("british", "american"), SPELLINGS, ids=[one for one, _ in SPELLINGS])
def test_british_and_american_spelling_are_one(reader: RuleReader, british: str, american: str) -> None:
    assert claims(reader, british) == claims(reader, american) != set()


NAMES = {
    "taliban": "the Taliban; Taleban; the Taleban",
    "is": "Islamic State; Daesh; ISIL; ISIS; Isis; Da'esh; Da’ish; the so-called Islamic State; the Islamic State group",
    "mujahidin": "the Mujahidin; the Mujahideen; the mujahideen; the mujahedin; mujahedeen",
    "hezbollah": "Hezbollah; Hizbullah; Hizballah; Hizbollah; Hezbullah; Hizb Allah",
    "al-qaeda": "al-Qaeda; al-Qaida; al Qaeda; Al Qaida; Al-Qa’ida; al‑Qaeda; AL QAEDA; al–Qaeda; Al-Qaʿida",
    "houthis": "the Houthis; Houthi rebels; the Huthis; Ansar Allah; Ansarullah; the Houthi movement",
    "al-shabaab": "al-Shabaab; al-Shabab; Al Shabaab; Al-Shabāb",
    "hamas": "Hamas; HAMAS; Ḥamās",
    "pkk": "the PKK; the Kurdistan Workers’ Party; the Kurdistan Workers' Party",
    "muammar-gaddafi": "Muammar Gaddafi; Muammar Qaddafi; Moammar Gadhafi",
    "united-states": "the United States; the US; the U.S.; the USA; the U.S.A.; America",
    "united-kingdom": "Britain; the UK; the U.K.; Great Britain",
    "united-arab-emirates": "the UAE; the U.A.E.; the United Arab Emirates; the Emirates",
    "turkey": "Turkey; Türkiye; Turkiye",
}


@pytest.mark.parametrize(
    ("actor", "name"), [(actor, name) for actor, names in NAMES.items() for name in names.split("; ")]
)
def test_transliterations_and_abbreviations_are_one_actor(reader: RuleReader, actor: str, name: str) -> None:
    assert claims(reader, f"Iran attacked {name} on Monday.") == {("iran", "fights", actor, False)}
