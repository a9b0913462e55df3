"""What the reader makes of a text, phenomenon by phenomenon. The sentences are made up for these tests."""

from __future__ import annotations

from datetime import date

import pytest

from bedfellows.actors import load_registry
from bedfellows.case.records import Claim, Reading
from bedfellows.reader.interface import Document
from bedfellows.reader.rules import RuleReader


@pytest.fixture(scope="module")
def reader() -> RuleReader:
    return RuleReader(load_registry())


def read(reader: RuleReader, text: str, kind: str = "news") -> Reading:
    document = Document(text=text, locator="made up for a test", published=date(2023, 9, 5), kind=kind)
    return next(iter(reader.read([document])))


def triples(reading: Reading) -> set[str]:
    """`subject relation object` of every claim, with "not" where it is negated."""
    return {triple(claim) for claim in reading.claims}


def triple(claim: Claim) -> str:
    return f"{claim.subject} {'not ' if claim.negated else ''}{claim.relation} {claim.object or ''}".strip()


def swapped(text: str) -> str:
    (*_,) = words = text.split()
    return " ".join([words[-1], *words[1:-1], words[0]])


SYMMETRIC = ("allied-with", "cooperates-with", "agrees-with", "negotiates", "contacts", "rivals", "borders")

CASES = (
    # who does it: active, passive, nominal, possessive, participle
    ("Turkey supplied drones to Azerbaijan.", "turkey supports azerbaijan"),
    ("Azerbaijan was supplied with drones by Turkey.", "turkey supports azerbaijan"),
    ("Azerbaijan, armed by Turkey and Israel, attacked Armenia.", "turkey supports azerbaijan", "israel supports azerbaijan", "azerbaijan fights armenia"),
    ("The annexation of Crimea by Russia alarmed Poland.", "russia annexes crimea"),
    ("Russia's annexation of Crimea alarmed Poland.", "russia annexes crimea"),
    ("Turkish support for Azerbaijan has grown.", "turkey supports azerbaijan"),
    ("The United States trains and equips the same YPG fighters.", "united-states supports ypg"),
    ("Russia has sold Turkey the S-400 missile system.", "russia supports turkey"),
    ("Militias backed by Iran attacked Israel.", "iran supports x-militias"),
    ("The Iran-backed Houthis fired missiles at Saudi Arabia.", "iran supports houthis", "houthis fights saudi-arabia"),
    ("Hezbollah is a proxy of Iran.", "iran supports hezbollah"),
    ("Pakistan gives the Taliban shelter, money and weapons.", "pakistan supports taliban"),
    ("Ethiopia and Kenya are suspected by Sudan of arming Uganda.", "sudan accuses ethiopia", "sudan accuses kenya", "ethiopia supports uganda"),
    ("Its troops helping, Iran came to Syria's defence.", "iran supports syria"),
    ("The CSTO did not come to the defence of Armenia.", "csto not supports armenia"),
    ("Uganda's troops are fighting the Allied Democratic Forces alongside Rwanda.", "uganda fights adf", "uganda supports rwanda"),
    # contacts, cooling and breaking
    ("Turkey has quietly restored intelligence contacts with the Syrian government.", "turkey contacts syria"),
    ("Saudi Arabia has reopened its embassy in Syria.", "saudi-arabia contacts syria"),
    ("After the coup, Mali turned to Russia.", "mali contacts russia"),
    ("Iran has moved closer to Armenia.", "iran contacts armenia"),
    ("Saudi Arabia and Iran have restored diplomatic relations.", "saudi-arabia contacts iran"),
    ("Saudi Arabia cut diplomatic ties with Iran.", "saudi-arabia sanctions iran"),
    ("The European Union suspended defence consultations with Rwanda.", "eu sanctions rwanda"),
    ("South Africa's relations with Rwanda have deteriorated.", "south-africa rivals rwanda"),
    ("Egypt and Ethiopia are at loggerheads over the dam.", "egypt rivals ethiopia"),
    ("China has brokered a deal between Iran and Saudi Arabia.", "iran agrees-with saudi-arabia"),
    # threats, refusals, intent
    ("ECOWAS threatened to invade Niger.", "ecowas threatens niger"),
    ("Israel has threatened Iran with air strikes.", "israel threatens iran"),
    ("Qatar refused to recognise Syria.", "qatar not recognises syria"),
    ("Turkey no longer supports Hamas.", "turkey not supports hamas"),
    ("Neither Russia nor China recognises the Taliban.", "russia not recognises taliban", "china not recognises taliban"),
    ("Without attacking Iran, Israel bombed Syria.", "israel fights syria"),
    # membership, lineage, leadership
    ("JNIM, an al-Qaeda affiliate, is active in Mali.", "jnim member-of al-qaeda", "jnim present-in mali"),
    ("Ukraine applied to join NATO.", "ukraine member-of nato"),
    ("The three juntas left ECOWAS.", ),
    ("The RSF grew out of the Janjaweed.", "rsf splinter-of janjaweed"),
    ("Hayat Tahrir al-Sham broke away from al-Qaeda.", "hts splinter-of al-qaeda"),
    ("Sweden joined NATO in March 2024.", "sweden member-of nato"),
    ("General Burhan, the Sudanese army chief, visited Cairo.", "abdel-fattah-al-burhan leads sudan"),
    ("Russia inherited the Soviet Union's seat.", "russia successor-of ussr"),
    # borders
    ("Afghanistan borders Iran, Pakistan and China, but not Russia.", "afghanistan borders iran", "afghanistan borders china", "afghanistan not borders russia"),
    ("Georgia shares borders with the former Soviet republics of Armenia and Azerbaijan, but not with Iran.", "georgia borders armenia", "georgia borders azerbaijan", "georgia not borders iran"),
    ("Algeria, Mali's northern neighbour, is worried.", "algeria borders mali"),
    # fears and views
    ("Iran, wary of Turkish influence on its northern border, is arming.", "iran fears turkey"),
    ("Egypt sees Ethiopia as a threat.", "egypt fears ethiopia"),
    ("Kagame is said to regard the FDLR as an existential threat.", "paul-kagame fears fdlr"),
    ("The YPG is considered by Turkey to be a branch of the PKK.", "ypg member-of pkk"),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case[0][:60] for case in CASES])
def test_single_sentences(case: tuple[str, ...], reader: RuleReader) -> None:
    text, *wanted = case
    found = triples(read(reader, text))
    for each in wanted:
        options = {each, swapped(each)} if any(relation in each for relation in SYMMETRIC) else {each}
        assert options & found, f"{each!r} is not among {sorted(found)}"


DISCOURSE = (
    (
        "Egypt supports the Sudanese army. Iran has supplied the army with drones after relations between the two countries were restored.",
        "iran supports sudan",
        "iran contacts sudan",
    ),
    (
        "Rwanda arms the M23 rebels. South Africa sent troops to a force that was routed by the rebels.",
        "rwanda supports m23",
    ),
    (
        "In 2023 Mali, Niger and Burkina Faso signed a pact. They left ECOWAS in January.",
        "mali withdraws-from ecowas",
        "niger withdraws-from ecowas",
        "burkina-faso withdraws-from ecowas",
    ),
    (
        "Mali and Niger are ruled by soldiers. ECOWAS was condemned by the two juntas.",
        "mali accuses ecowas",
        "niger accuses ecowas",
    ),
    ("JNIM and the Islamic State are active in Mali. The two groups have clashed.", "jnim fights is"),
    (
        "Russia and Iran both back Syria. The former sends aircraft to Damascus, the latter sends militias to Syria.",
        "russia supports syria",
        "iran present-in syria",
    ),
    ("Turkey is angry with Washington. It accuses the Americans of arming the YPG.", "turkey accuses united-states", "united-states supports ypg"),
    ("Armenia is a member of the CSTO. The alliance did not defend it.", "csto not supports armenia"),
    ("The YPG is an offshoot of the PKK, a group that has fought Turkey since 1984.", "pkk fights turkey"),
)  # fmt: skip


@pytest.mark.parametrize("case", DISCOURSE, ids=[case[0][:60] for case in DISCOURSE])
def test_across_sentences(case: tuple[str, ...], reader: RuleReader) -> None:
    text, *wanted = case
    found = triples(read(reader, text))
    for each in wanted:
        options = {each, swapped(each)} if any(relation in each for relation in SYMMETRIC) else {each}
        assert options & found, f"{each!r} is not among {sorted(found)}"


NOT_SAID = (
    ("The two ministers met in Geneva to discuss grain.", ()),
    ("Such a deal would leave the United States without a partner.", ()),
    ("Russia brokered the Astana talks together with Iran.", ("kazakhstan",)),
    (
        "Western diplomats say Egypt is arming Sudan. According to Western diplomats, Russia is too.",
        ("egypt said",),
    ),
)


@pytest.mark.parametrize(("text", "never"), NOT_SAID, ids=[case[0][:60] for case in NOT_SAID])
def test_what_is_not_said(text: str, never: tuple[str, ...], reader: RuleReader) -> None:
    found = triples(read(reader, text))
    if not never:
        assert not found
    for word in never:
        assert not any(word in each for each in found)


DENIALS = (
    ("Sudan's army accused the United Arab Emirates of arming the RSF. Abu Dhabi denies the charge.", "united-arab-emirates", "rsf"),
    ("Uganda backs the M23 rebels, UN experts say. Kampala denies this.", "uganda", "m23"),
    ("Sweden accused Iran of arming Hezbollah, an accusation Iran rejects. Tehran dismissed the allegation.", "iran", "hezbollah"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "denier", "helped"), DENIALS, ids=[case[1] for case in DENIALS])
def test_a_denial_points_back_to_what_it_denies(
    text: str, denier: str, helped: str, reader: RuleReader
) -> None:
    reading = read(reader, text)
    claims = [c for c in reading.claims if (c.subject, c.relation, c.object) == (denier, "supports", helped)]
    assert {"reported", "denied"} == {claim.certainty for claim in claims}
    denied = next(claim for claim in claims if claim.certainty == "denied")
    assert denied.said_by == (denier,)
    assert denied.quote == reading.source.text[denied.start : denied.end]
    assert denied.passage_id == reading.passages[-1].id


LATER = (
    ("Turkey attacks Syria in new offensive.", "turkey fights syria"),
    ("Mali, trained and equipped by Russia, attacked Niger.", "russia supports mali"),
    ("What Iran fears is Israel.", "iran fears israel"),
    ("Iran and Iraq have killed hundreds of each other's soldiers.", "iran fights iraq", "iraq fights iran"),
    ("Egypt fears that Ethiopia is filling the dam.", "egypt fears ethiopia"),
    ("Iran has never hidden that it arms Hezbollah.", "iran supports hezbollah"),
    ("Hezbollah controls much of southern Lebanon.", "hezbollah controls lebanon"),
    ("Russia has a base at Gyumri in Armenia.", "russia present-in armenia"),
    ("Mohamed Morsi of the Muslim Brotherhood was toppled.", "mohamed-morsi member-of muslim-brotherhood"),
)  # fmt: skip


@pytest.mark.parametrize("case", LATER, ids=[case[0][:60] for case in LATER])
def test_harder_sentences(case: tuple[str, ...], reader: RuleReader) -> None:
    test_single_sentences(case, reader)


UNDERSTOOD = (
    # what is not said again, and what is said of several
    ("Turkey backs Azerbaijan, and so does Israel.", "israel supports azerbaijan"),
    ("Turkey does not recognise Armenia, nor does Pakistan.", "pakistan not recognises armenia"),
    ("Egypt condemned Sudan, but Chad did not.", "chad not accuses sudan"),
    ("Egypt and Sudan jointly attacked Ethiopia.", "egypt cooperates-with sudan"),
    ("Egypt and Sudan are fighting a common enemy.", "egypt allied-with sudan"),
    ("Without Russian help Syria would have lost the war.", "russia supports syria"),
    ("It was Turkey that trained the army of Azerbaijan.", "turkey supports azerbaijan"),
    ("Syria's backers include Iran.", "iran supports syria"),
    ("Libya enjoys the support of Turkey.", "turkey supports libya"),
    ("Georgia, to which Turkey has sold drones, is small.", "turkey supports georgia"),
    ("NATO, of which Turkey is a member, is uneasy.", "turkey member-of nato"),
    ("The pro-Iranian Hezbollah attacked Israel.", "hezbollah supports iran"),
    ("Kenya was the first to recognise Kosovo.", "kenya recognises kosovo"),
    ("Egypt has given Sudan no weapons.", "egypt not supports sudan"),
    ("Egypt has never stopped arming Sudan.", "egypt supports sudan"),
    ("Egypt is not an ally of Sudan.", "egypt not allied-with sudan"),
    # offices
    ("President Bashar al-Assad gave a speech.", "bashar-al-assad leads syria"),
    ("Syria under Bashar al-Assad is poor.", "bashar-al-assad leads syria"),
    ("Hassan Nasrallah, one of Hezbollah's leaders, gave a speech.", "hassan-nasrallah leads hezbollah"),
    # what a word means beside others
    ("Turkey lifted most of its sanctions on Armenia.", "turkey yields-to armenia"),
    ("Turkey vowed to destroy the PKK.", "turkey threatens pkk"),
    ("Turkey sees the Kurds as traitors.", "turkey opposes kurds"),
    ("Fatah governs the West Bank.", "fatah controls west-bank"),
    ("Hamas and Fatah are at daggers drawn.", "hamas rivals fatah"),
    ("Brussels has invited Serbia.", "eu contacts serbia"),
)  # fmt: skip


@pytest.mark.parametrize("case", UNDERSTOOD, ids=[case[0][:60] for case in UNDERSTOOD])
def test_what_is_understood(case: tuple[str, ...], reader: RuleReader) -> None:
    test_single_sentences(case, reader)


REFERRED = (
    ("Ferdinand Marcos leads the Philippines. Joe Biden received the Philippine president.", "joe-biden contacts ferdinand-marcos"),
    ("His successor, Ferdinand Marcos, changed course. He visited Japan.", "ferdinand-marcos contacts japan"),
    ("After it lost the war, Armenia turned to France.", "armenia contacts france"),
    ("Egypt backs the Muslim Brotherhood. Turkey shelters the Brotherhood.", "turkey supports muslim-brotherhood"),
    ("China claims Taiwan. Japan has armed the island.", "japan supports taiwan"),
    ("Walter Arizala, an Ecuadorean known as Guacho, leads a gang. Colombian soldiers attacked Guacho.", "colombia fights x-walter-arizala"),
    ("Hezbollah is accused of an attack on Israel. Its leader, Hassan Nasrallah, called Lebanon a victim.", "hassan-nasrallah leads hezbollah"),
)  # fmt: skip


@pytest.mark.parametrize("case", REFERRED, ids=[case[0][:60] for case in REFERRED])
def test_whom_words_refer_to(case: tuple[str, ...], reader: RuleReader) -> None:
    test_single_sentences(case, reader)


MOTIVES = (
    ("Infuriated by the visit, China fired missiles over Taiwan.", "china", "retaliation", "infuriated by the visit"),
    ("Saudi Arabia, eager to please the United States, recognised Israel.", "saudi-arabia", "purpose", "eager to please"),
    ("Egypt and Sudan signed a pact out of a shared dread of Ethiopia.", "sudan", "fear", "dread of Ethiopia"),
    ("Turkey helped Azerbaijan with an eye to weakening Armenia.", "turkey", "purpose", "weakening Armenia"),
    ("Russia answered the attack with sanctions on Turkey.", "russia", "retaliation", "the attack"),
    ("Kuwait closed its embassy lest Iran attack it.", "kuwait", "fear", "Iran attack it"),
    ("Egypt is driven by fear of Ethiopia.", "egypt", "fear", "fear of Ethiopia"),
    ("Iran is intent on weakening Saudi Arabia.", "iran", "purpose", "weakening Saudi Arabia"),
    ("The visit showed Turkey's intention to play a part in Libya.", "turkey", "purpose", "to play a part in Libya"),
    ("Egypt may recall its troops when the treaty ends, as it is on good terms with Sudan.", "egypt", "cause", "on good terms with Sudan"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "holder", "kind", "words"), MOTIVES, ids=[case[0][:60] for case in MOTIVES])
def test_why_somebody_acts(text: str, holder: str, kind: str, words: str, reader: RuleReader) -> None:
    found = [(motive.holder, motive.kind, motive.reason.lower()) for motive in read(reader, text).motives]
    assert any(one[:2] == (holder, kind) and words.lower() in one[2] for one in found), found


KEPT_FROM = (
    ("Egypt prevented Sudan from attacking Ethiopia.", {"egypt opposes sudan", "sudan not fights ethiopia"}),
    ("Russia warned Turkey against attacking Syria.", {"russia threatens turkey", "turkey not fights syria"}),
    ("Iran was barred from arming Hezbollah.", {"iran not supports hezbollah"}),
    ("Kenya refrained from criticising Uganda.", {"kenya not accuses uganda"}),
    ("Kuwait stopped short of condemning Iraq.", {"kuwait not accuses iraq"}),
    ("India has yet to recognise the Taliban.", {"india not recognises taliban"}),
    ("Japan is reluctant to arm Ukraine.", {"japan not supports ukraine"}),
    ("Oman hesitated to back Iran.", {"oman not supports iran"}),
    (
        "Instead of attacking Iran, Israel struck Hezbollah.",
        {"israel not fights iran", "israel fights hezbollah"},
    ),
    ("Egypt benefited from arming Sudan.", {"egypt supports sudan"}),
)


@pytest.mark.parametrize(("text", "wanted"), KEPT_FROM, ids=[case[0] for case in KEPT_FROM])
def test_what_somebody_is_kept_from_is_not_done(text: str, wanted: set[str], reader: RuleReader) -> None:
    assert set(triples(read(reader, text))) == wanted


def test_what_somebody_doubts_is_no_fact_and_what_nobody_doubts_is(reader: RuleReader) -> None:
    (doubted,) = read(reader, "Britain doubts that Pakistan shelters the Taliban.").claims
    (known,) = read(reader, "Nobody doubts that Pakistan shelters the Taliban.").claims
    assert (doubted.certainty, known.certainty) == ("hedged", "asserted")


BLOWS = (
    ("Jordan supports the fight against Hezbollah.", {"jordan opposes hezbollah"}),
    ("Syria backs sanctions on Iraq.", {"syria opposes iraq"}),
    ("Jordan supports the Saudi campaign against the Houthis.", {"jordan supports saudi-arabia", "saudi-arabia fights houthis"}),
    ("Turkey condemned attacks on Israel.", set()),
    ("Egypt criticised the sanctions on Iran.", set()),
    ("Kuwait opposed the American invasion of Iraq.", {"kuwait opposes united-states", "united-states fights iraq"}),
    ("France eased the sanctions against Iran.", {"france yields-to iran"}),
    ("Britain and France joined the war on Israel's side.", {"united-kingdom supports israel", "france supports israel"}),
    ("Egypt and Syria took part in the war against Iraq.", {"egypt fights iraq", "syria fights iraq"}),
)  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), BLOWS, ids=[case[0][:60] for case in BLOWS])
def test_whoever_favours_or_condemns_a_blow_does_not_so_the_struck(
    text: str, wanted: set[str], reader: RuleReader
) -> None:
    assert set(triples(read(reader, text))) == wanted


def test_a_wish_of_nobody_and_a_town_make_no_claim(reader: RuleReader) -> None:
    found = triples(read(reader, "Neither Egypt nor Sudan wants a war. Russian jets bombed Tarhuna."))
    assert not any("seeks" in each or "fights" in each for each in found)
