"""Text of sources for an assistant: always under `source_text`, so that nobody takes it for anything else."""

from __future__ import annotations

from typing import Any

from bedfellows.api import Case
from bedfellows.report.article import ArticleAnswer
from bedfellows.report.citation import Citation
from bedfellows.report.plain import plain

MOST_CITED = 25


def cited(case: Case, ids: list[str], as_of: str | None) -> dict[str, Any]:
    """The evidence with these ids, and the ids that the case does not hold."""
    found = case.cite(*ids, as_of=as_of)
    return {"citations": [_citation(one) for one in found.citations], "unknown": list(found.unknown)}


def _citation(one: Citation) -> dict[str, Any]:
    return {
        **{
            name: plain(getattr(one, name))
            for name in (
                *(
                    "id",
                    "kind",
                    "statement",
                    "certainty",
                    "said_by",
                    "published",
                    "happened_from",
                    "happened_to",
                ),
                *("grade", "grade_words", "sentence_number", "link", "page", "cite_as"),
            )
        },
        "source": {
            "id": one.source_id,
            "title": one.source_title,
            "publisher": one.publisher,
            "author": one.author,
            "locator": one.locator,
        },
        "source_text": {"quote": one.quote, "sentence": one.sentence},
        **(
            {"record": {key: item for key, item in one.record.items() if item is not None}}
            if one.record
            else {}
        ),
    }


def article_part(article: ArticleAnswer, first: int, count: int) -> dict[str, Any]:
    """`count` sentences of a source from number `first` on, each with the ids of what rests on it."""
    sentences = [one for part in article.paragraphs for one in part.sentences if one.number is not None]
    shown = [one for one in sentences if one.number is not None and one.number >= first][:count]
    last = max((one.number or 0 for one in sentences), default=0)
    return {
        **{
            name: plain(getattr(article, name))
            for name in (
                "id",
                "title",
                "kind",
                "publisher",
                "author",
                "published",
                "reliability",
                "locator",
                "address",
            )
        },
        "last_sentence": last,
        "next": shown[-1].number + 1 if shown and shown[-1].number and shown[-1].number < last else None,
        "sentences": [
            {
                "number": one.number,
                "id": one.id,
                "source_text": "".join(run.text for run in one.runs),
                "evidence": sorted({statement for run in one.runs for statement in run.statements}),
            }
            for one in shown
        ],
    }
