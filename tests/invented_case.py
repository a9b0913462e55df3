"""An invented case, written for the tests: no actor, event or source in it is real.

`readings()` gives three invented sources with their sentences, claims, motives and conditional outcomes;
`actors()` the actors they name.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from bedfellows.actors import Registry
from bedfellows.actors.model import Actor, Alias
from bedfellows.case.records import (
    Claim,
    Comparison,
    ConditionalOutcome,
    Motive,
    Passage,
    Reading,
    Source,
    content_id,
)
from bedfellows.ties.dossier import Dossier
from bedfellows.ties.evidence import Scope

_ACTORS = {
    "arvenia": ("Arvenia", "state"),
    "belmark": ("Belmark", "state"),
    "corvosia": ("Corvosia", "state"),
    "dravia": ("Dravia", "state"),
    "estmere": ("Estmere", "state"),
    "gorland": ("Federal Republic of Gorland", "state"),
    "dravian-government": ("Government of Dravia", "government"),
    "highland-front": ("Highland Front", "armed-group"),
    "northern-brotherhood": ("Northern Brotherhood", "armed-group"),
    "red-lantern": ("Red Lantern Brigade", "armed-group"),
    "eastern-compact": ("Eastern Compact", "organisation"),
    "coastal-league": ("League of Coastal States", "organisation"),
    "marta-voss": ("Marta Voss", "person"),
    "ilan-dorrego": ("Ilan Dorrego", "person"),
    "upper-tarn": ("Upper Tarn valley", "region"),
}

NEWS = [
    [
        "Belmark has admitted for the first time that it is in contact with the Highland Front.",
        "General Ilan Dorrego, who commands the forces of the League of Coastal States in Dravia, said on Monday "
        "that Belmark had sent the group radios and money.",
        "Until now only Corvosia, Estmere and Gorland openly backed the Front, and Corvosia's help dwarfs the rest: "
        "it gives the leadership shelter, trains its fighters and pays for their weapons.",
    ],
    [
        "The Front grew out of militias that fought the Belmarkian army through the 1980s.",
        "In 2014 Belmark annexed the Upper Tarn valley, and the League imposed sanctions.",
        "President Marta Voss of Belmark called the sanctions the start of a siege.",
        "Belmark wants the League out of Dravia.",
    ],
    [
        "The Northern Brotherhood took two districts of Dravia in 2015 and has threatened Belmark since then.",
        "It is made up largely of former fighters of the Highland Front.",
        "The two groups have fought each other since 2016.",
        "Belmark therefore sees the Front as a shield against the Brotherhood.",
    ],
    [
        "Arvenia, the largest member of the League, arms the Government of Dravia and trains its police.",
        "The government accuses Corvosia of harbouring the Front and does not share a border with Belmark.",
    ],
]

OPINION = [
    [
        "Belmark and Corvosia, rivals for a generation, are drawing closer.",
        "Their officers met twice in 2016, and a joint exercise may follow in the spring of 2017.",
        "Corvosia was once a trusted ally of Arvenia.",
    ],
    [
        "What does the Front gain?",
        "It gains standing: recognition by Belmark would be worth more to it than rifles.",
        "The Front has welcomed every visit from Belmark.",
        "Old maps of the seventh century already show the Upper Tarn as a march of Belmark.",
    ],
    [
        "As long as the League stays in Dravia, the government will hold the capital.",
        "If Arvenia withdraws its troops, the Highland Front will take most of the country within a year.",
        "That would leave the Northern Brotherhood free to strike Belmark.",
        "It would also drive Estmere into the arms of the Eastern Compact.",
        "Unless Corvosia closes its border, talks between the government and the Front will fail.",
    ],
]

STATEMENT = [
    [
        "The Eastern Compact, to which Belmark and Gorland belong, denies that it supplies arms to any party.",
        "The Compact recognises the Government of Dravia.",
        "It regards the Red Lantern Brigade as a criminal band and opposes it.",
    ],
    [
        "The Red Lantern Brigade attacked a Gorland convoy on 12 December 2016.",
        "Gorland arrested forty of its members.",
        "Estmere has pledged 40 million in aid to the Government of Dravia.",
        "Talks between Estmere and Gorland were held in November 2016.",
    ],
]


def actors() -> list[Actor]:
    return [
        Actor(id_, name, kind, (Alias(name, "name"),), source="invented for the tests")  # type: ignore[arg-type]
        for id_, (name, kind) in _ACTORS.items()
    ]


class _Text:
    """A source under construction: quotes are found in its text, and the offsets follow from that."""

    def __init__(self, paragraphs: list[list[str]], **about: Any) -> None:
        self.text = "\n\n".join(" ".join(sentences) for sentences in paragraphs)
        self.source = Source(id=content_id("src", self.text), text=self.text, **about)
        self.passages: list[Passage] = []
        cursor = 0
        for number, sentences in enumerate(paragraphs, 1):
            for sentence in sentences:
                start = self.text.index(sentence, cursor)
                cursor = end = start + len(sentence)
                self.passages.append(
                    Passage(
                        content_id("psg", self.source.id, start, end),
                        self.source.id,
                        len(self.passages) + 1,
                        number,
                        start,
                        end,
                        sentence,
                    )
                )
        self.claims: list[Claim] = []
        self.motives: list[Motive] = []
        self.outcomes: list[ConditionalOutcome] = []

    def _find(self, quote: str) -> dict[str, Any]:
        start = self.text.index(quote)
        end = start + len(quote)
        passage = next(p for p in self.passages if p.start <= start < p.end)
        return {
            "source_id": self.source.id,
            "passage_id": passage.id,
            "quote": quote,
            "start": start,
            "end": end,
            "published": self.source.published,
        }

    def claim(self, quote: str, subject: str, relation: str, object_: str | None, **more: Any) -> str:
        where = self._find(quote)
        id_ = content_id(
            "clm",
            self.source.id,
            where["start"],
            where["end"],
            subject,
            relation,
            object_,
            more.get("detail", ""),
            more.get("negated", False),
        )
        values: dict[str, Any] = {
            "subject_text": subject,
            "object_text": object_ or "",
            "detail": "",
            "certainty": "asserted",
            "confidence": 0.8,
            "reader": "written by hand for the tests",
        }
        claim = Claim(id=id_, subject=subject, relation=relation, object=object_, **where, **(values | more))
        self.claims.append(claim)
        return id_

    def motive(self, quote: str, kind: str, holder: str | None, towards: str | None, **more: Any) -> str:
        where = self._find(quote)
        id_ = content_id("mtv", self.source.id, where["start"], where["end"], kind, holder, more["reason"])
        self.motives.append(
            Motive(id=id_, kind=kind, holder=holder, towards=towards, certainty="asserted", **where, **more)  # type: ignore[arg-type]
        )
        return id_

    def outcome(self, quote: str, kind: str, condition: str, outcome: str, **more: Any) -> str:
        where = self._find(quote)
        id_ = content_id("out", self.source.id, where["start"], where["end"], kind, condition, outcome)
        self.outcomes.append(
            ConditionalOutcome(
                id=id_,
                kind=kind,  # type: ignore[arg-type]
                condition=condition,
                outcome=outcome,
                certainty="conditional",
                **where,
                **more,
            )
        )
        return id_

    def reading(self) -> Reading:
        return Reading(
            self.source, tuple(self.passages), tuple(self.claims), tuple(self.motives), tuple(self.outcomes)
        )


def _year(year: int, last: int | None = None) -> dict[str, Any]:
    return {
        "happened_from": date(year, 1, 1),
        "happened_to": date(last or year, 12, 31),
        "precision": "year",
        "time_text": str(year),
    }


def _since(year: int) -> dict[str, Any]:
    return {"happened_from": date(year, 1, 1), "happened_to": None, "precision": "year"}


def _news() -> Reading:
    t = _Text(
        NEWS,
        kind="news",
        title="Strange company in the highlands (invented sample)",
        publisher="The Invented Gazette",
        author="A. Sample",
        published=date(2017, 1, 4),
        locator="https://gazette.example/strange-company",
        reliability="C",
    )
    said = {"certainty": "reported", "said_by": ("ilan-dorrego",), "credibility": "3"}
    front = "highland-front"
    t.claim(
        "Belmark has admitted for the first time that it is in contact with the Highland Front",
        "belmark",
        "contacts",
        front,
        said_by=("belmark",),
        certainty="reported",
        credibility="2",
        happened_from=date(2017, 1, 4),
        happened_to=date(2017, 1, 4),
        precision="day",
        plover="CONSULT",
    )
    t.claim(
        "General Ilan Dorrego, who commands the forces of the League of Coastal States in Dravia",
        "ilan-dorrego",
        "leads",
        "coastal-league",
        place="dravia",
    )
    t.claim("the forces of the League of Coastal States in Dravia", "coastal-league", "present-in", "dravia")
    t.claim(
        "Belmark had sent the group radios and money",
        "belmark",
        "supports",
        front,
        **said,
        support_types=("materiel", "funding"),
        plover="AID",
        happened_from=date(2017, 1, 2),
        happened_to=date(2017, 1, 2),
        precision="day",
    )
    backed = "only Corvosia, Estmere and Gorland openly backed the Front"
    for state in ("corvosia", "estmere", "gorland"):
        t.claim(backed, state, "supports", front, comparison=Comparison("only"), plover="AID")
    t.claim(
        "Corvosia's help dwarfs the rest",
        "corvosia",
        "supports",
        front,
        comparison=Comparison("more-than", ("estmere", "gorland"), "dwarfs"),
        plover="AID",
    )
    t.claim(
        "it gives the leadership shelter, trains its fighters and pays for their weapons",
        "corvosia",
        "supports",
        front,
        support_types=("territory", "training", "funding", "weapons"),
        plover="AID",
    )
    t.claim(
        "militias that fought the Belmarkian army through the 1980s",
        front,
        "fights",
        "belmark",
        tense="past",
        happened_from=date(1980, 1, 1),
        happened_to=date(1989, 12, 31),
        precision="decade",
        time_text="the 1980s",
        plover="ASSAULT",
    )
    t.claim(
        "Belmark annexed the Upper Tarn valley",
        "belmark",
        "annexes",
        "upper-tarn",
        **_year(2014),
        tense="past",
    )
    t.claim(
        "the League imposed sanctions",
        "coastal-league",
        "sanctions",
        "belmark",
        **_year(2014),
        tense="past",
        plover="SANCTION",
    )
    t.claim("President Marta Voss of Belmark", "marta-voss", "leads", "belmark")
    t.claim(
        "President Marta Voss of Belmark called the sanctions the start of a siege",
        "marta-voss",
        "describes-as",
        None,
        detail="the start of a siege",
        said_by=("marta-voss",),
        certainty="reported",
    )
    t.claim(
        "Belmark wants the League out of Dravia",
        "belmark",
        "opposes",
        "coastal-league",
        certainty="opinion",
        place="dravia",
    )
    t.claim(
        "The Northern Brotherhood took two districts of Dravia in 2015",
        "northern-brotherhood",
        "controls",
        "dravia",
        **_year(2015),
        tense="past",
    )
    t.claim(
        "has threatened Belmark since then", "northern-brotherhood", "threatens", "belmark", **_since(2015)
    )
    t.claim(
        "It is made up largely of former fighters of the Highland Front",
        "northern-brotherhood",
        "splinter-of",
        front,
    )
    t.claim(
        "The two groups have fought each other since 2016",
        front,
        "fights",
        "northern-brotherhood",
        **_since(2016),
        plover="ASSAULT",
    )
    t.claim(
        "The two groups have fought each other since 2016",
        "northern-brotherhood",
        "fights",
        front,
        **_since(2016),
        plover="ASSAULT",
    )
    sees = t.claim(
        "Belmark therefore sees the Front as a shield against the Brotherhood",
        "belmark",
        "describes-as",
        front,
        detail="a shield against the Brotherhood",
    )
    t.motive(
        "Belmark therefore sees the Front as a shield against the Brotherhood",
        "perception",
        "belmark",
        front,
        effect="draws nearer to the Front",
        reason="a shield against the Brotherhood",
        link="therefore sees ... as",
        effect_claim=sees,
    )
    t.claim("Arvenia, the largest member of the League", "arvenia", "member-of", "coastal-league")
    t.claim(
        "arms the Government of Dravia and trains its police",
        "arvenia",
        "supports",
        "dravian-government",
        support_types=("weapons", "training"),
        plover="AID",
    )
    t.claim(
        "The government accuses Corvosia of harbouring the Front",
        "dravian-government",
        "accuses",
        "corvosia",
        said_by=("dravian-government",),
        certainty="reported",
    )
    t.claim("does not share a border with Belmark", "dravia", "borders", "belmark", negated=True)
    return t.reading()


def _opinion() -> Reading:
    t = _Text(
        OPINION,
        kind="opinion",
        title="What the Front stands to gain (invented sample)",
        publisher="Sample Affairs Quarterly",
        author="B. Sample",
        published=date(2017, 1, 10),
        locator="what-the-front-gains.txt",
        reliability="D",
    )
    front = "highland-front"
    t.claim(
        "Belmark and Corvosia, rivals for a generation",
        "belmark",
        "rivals",
        "corvosia",
        certainty="opinion",
        happened_from=date(1985, 1, 1),
        happened_to=date(2016, 12, 31),
        precision="vague",
        time_text="for a generation",
    )
    t.claim(
        "Belmark and Corvosia, rivals for a generation, are drawing closer",
        "belmark",
        "contacts",
        "corvosia",
        certainty="opinion",
    )
    t.claim(
        "Their officers met twice in 2016", "belmark", "contacts", "corvosia", **_year(2016), plover="CONSULT"
    )
    t.claim(
        "a joint exercise may follow in the spring of 2017",
        "belmark",
        "cooperates-with",
        "corvosia",
        certainty="hedged",
        tense="future",
        happened_from=date(2017, 3, 1),
        happened_to=date(2017, 5, 31),
        precision="season",
        time_text="the spring of 2017",
    )
    t.claim(
        "Corvosia was once a trusted ally of Arvenia",
        "corvosia",
        "allied-with",
        "arvenia",
        tense="past",
        happened_to=date(2010, 12, 31),
        precision="vague",
        certainty="opinion",
        time_text="once",
    )
    gain = t.claim(
        "recognition by Belmark would be worth more to it than rifles",
        front,
        "seeks",
        "belmark",
        detail="recognition",
        certainty="hedged",
    )
    t.motive(
        "It gains standing: recognition by Belmark would be worth more to it than rifles",
        "gain",
        front,
        "belmark",
        effect="welcomes Belmark",
        reason="standing and recognition",
        link="gains",
        reason_claim=gain,
    )
    t.claim("The Front has welcomed every visit from Belmark", front, "welcomes", "belmark", plover="SUPPORT")
    t.claim(
        "Old maps of the seventh century already show the Upper Tarn as a march of Belmark",
        "belmark",
        "controls",
        "upper-tarn",
        certainty="opinion",
        happened_from=date(601, 1, 1),
        happened_to=date(700, 12, 31),
        precision="century",
        time_text="the seventh century",
        tense="past",
    )
    t.claim("the League stays in Dravia", "coastal-league", "present-in", "dravia", certainty="conditional")
    t.outcome(
        "As long as the League stays in Dravia, the government will hold the capital",
        "as-long-as",
        "the League stays in Dravia",
        "the government will hold the capital",
        actors=("coastal-league", "dravia", "dravian-government"),
    )
    leaves = t.claim(
        "Arvenia withdraws its troops",
        "arvenia",
        "withdraws-from",
        "dravia",
        certainty="conditional",
        tense="future",
    )
    takes = t.claim(
        "the Highland Front will take most of the country within a year",
        front,
        "controls",
        "dravia",
        certainty="conditional",
        tense="future",
        happened_from=date(2017, 1, 10),
        happened_to=date(2018, 1, 10),
        precision="vague",
    )
    root = t.outcome(
        "If Arvenia withdraws its troops, the Highland Front will take most of the country within a year",
        "if",
        "Arvenia withdraws its troops",
        "the Highland Front will take most of the country",
        horizon_text="within a year",
        horizon=date(2018, 1, 10),
        actors=("arvenia", front, "dravia"),
        condition_claims=(leaves,),
        outcome_claims=(takes,),
    )
    strike = t.claim(
        "leave the Northern Brotherhood free to strike Belmark",
        "northern-brotherhood",
        "fights",
        "belmark",
        certainty="conditional",
        tense="future",
    )
    t.outcome(
        "That would leave the Northern Brotherhood free to strike Belmark",
        "follows-from",
        "the Highland Front takes most of the country",
        "the Northern Brotherhood is free to strike Belmark",
        parent=root,
        actors=("northern-brotherhood", "belmark"),
        outcome_claims=(strike,),
    )
    arms = t.claim(
        "drive Estmere into the arms of the Eastern Compact",
        "estmere",
        "allied-with",
        "eastern-compact",
        certainty="conditional",
        tense="future",
    )
    t.outcome(
        "It would also drive Estmere into the arms of the Eastern Compact",
        "follows-from",
        "the Highland Front takes most of the country",
        "Estmere is driven into the arms of the Eastern Compact",
        parent=root,
        actors=("estmere", "eastern-compact"),
        outcome_claims=(arms,),
    )
    t.claim(
        "talks between the government and the Front will fail",
        "dravian-government",
        "negotiates",
        front,
        certainty="conditional",
        tense="future",
    )
    t.outcome(
        "Unless Corvosia closes its border, talks between the government and the Front will fail",
        "unless",
        "Corvosia closes its border",
        "talks between the government and the Front will fail",
        actors=("corvosia", "dravian-government", front),
    )
    return t.reading()


def _statement() -> Reading:
    t = _Text(
        STATEMENT,
        kind="statement",
        title="Statement of the Eastern Compact (invented sample)",
        publisher="Eastern Compact press office",
        author=None,
        published=date(2017, 1, 12),
        locator="https://compact.example/press/17",
        reliability="B",
    )
    compact, brigade = "eastern-compact", "red-lantern"
    member = "The Eastern Compact, to which Belmark and Gorland belong"
    t.claim(member, "belmark", "member-of", compact)
    t.claim(member, "gorland", "member-of", compact)
    t.claim(
        "denies that it supplies arms to any party",
        compact,
        "supports",
        "highland-front",
        negated=True,
        certainty="denied",
        said_by=(compact,),
        support_types=("weapons",),
    )
    t.claim(
        "The Compact recognises the Government of Dravia",
        compact,
        "recognises",
        "dravian-government",
        said_by=(compact,),
        certainty="reported",
        plover="SUPPORT",
    )
    t.claim(
        "It regards the Red Lantern Brigade as a criminal band",
        compact,
        "describes-as",
        brigade,
        detail="a criminal band",
        said_by=(compact,),
        certainty="reported",
    )
    t.claim("opposes it", compact, "opposes", brigade)
    t.claim(
        "The Red Lantern Brigade attacked a Gorland convoy on 12 December 2016",
        brigade,
        "fights",
        "gorland",
        happened_from=date(2016, 12, 12),
        happened_to=date(2016, 12, 12),
        precision="day",
        tense="past",
        plover="ASSAULT",
        credibility="2",
    )
    t.claim(
        "Gorland arrested forty of its members", "gorland", "coerces", brigade, tense="past", plover="COERCE"
    )
    t.claim(
        "Estmere has pledged 40 million in aid to the Government of Dravia",
        "estmere",
        "supports",
        "dravian-government",
        support_types=("funding",),
        plover="AID",
    )
    t.claim(
        "Talks between Estmere and Gorland were held in November 2016",
        "estmere",
        "negotiates",
        "gorland",
        happened_from=date(2016, 11, 1),
        happened_to=date(2016, 11, 30),
        precision="month",
        tense="past",
        plover="CONSULT",
    )
    return t.reading()


def small(
    claims: list[dict[str, Any]], published: date | None = date(2017, 1, 4), about: str = "", **source: Any
) -> Reading:
    """A small invented source with one sentence for each claim; `about` makes its text differ from others'.

    A claim is a mapping with `subject`, `relation`, `object` and whatever else it has.
    """
    lines = [
        f"Invented line {number}{about}: {claim['subject']} {claim['relation']} {claim.get('object') or 'something'}."
        for number, claim in enumerate(claims, 1)
    ]
    text = _Text(
        [[line] for line in lines] or [[f"An invented source that claims nothing{about}."]],
        kind="news",
        title=f"Invented lines{about}",
        publisher="The Invented Gazette",
        author=None,
        published=published,
        locator="invented-lines.txt",
        **({"reliability": "B"} | source),
    )
    for line, claim in zip(lines, claims, strict=True):
        more = {key: value for key, value in claim.items() if key not in {"subject", "relation", "object"}}
        text.claim(line, claim["subject"], claim["relation"], claim.get("object"), **more)
    return text.reading()


def with_outcomes(sentences: list[str], outcomes: list[dict[str, Any]], **about: Any) -> Reading:
    """An invented source with conditional outcomes. Each gives `sentence` (a number), and may give `parent` (the
    number of another outcome), which may come later, or be itself."""
    text = _Text(
        [sentences],
        **(
            {
                "kind": "opinion",
                "title": "Invented forecasts",
                "publisher": "Sample Affairs Quarterly",
                "author": "B. Sample",
                "published": date(2017, 1, 10),
                "locator": "invented-forecasts.txt",
                "reliability": "D",
            }
            | about
        ),
    )
    for outcome in outcomes:
        more = {key: value for key, value in outcome.items() if key not in {"sentence", "parent", "kind"}}
        quote = sentences[outcome["sentence"]]
        text.outcome(quote, outcome.get("kind", "if"), **({"condition": quote, "outcome": quote} | more))
    ids = [record.id for record in text.outcomes]
    text.outcomes = [
        record if (parent := outcome.get("parent")) is None else replace(record, parent=ids[parent])
        for record, outcome in zip(text.outcomes, outcomes, strict=True)
    ]
    return text.reading()


def dossier(registry: Registry, *of: Reading) -> Dossier:
    """The evidence of readings as a case that holds them would give it, without a file."""
    claims = {claim.id: claim for reading in of for claim in reading.claims}
    scope = Scope(None, date(2017, 1, 31), len(of), len(claims), 0)
    return Dossier(
        registry,
        scope,
        {reading.source.id: reading.source for reading in of},
        {passage.id: passage for reading in of for passage in reading.passages},
        tuple(claims.values()),
        tuple(motive for reading in of for motive in reading.motives),
        tuple(outcome for reading in of for outcome in reading.outcomes),
    )


def readings() -> list[Reading]:
    return [_news(), _opinion(), _statement()]
