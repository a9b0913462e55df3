"""From what a user names (files, folders, addresses, standard input) to readings, by whichever reader."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bedfellows.actors import Registry
from bedfellows.case.records import Reading, SourceKind
from bedfellows.errors import InputError
from bedfellows.reader.interface import Reader

if TYPE_CHECKING:
    from bedfellows.reader.interface import Document

Target = str | os.PathLike[str]
OnSkip = Callable[[str, str], None]
MakeReader = Callable[[Registry], Reader]


def read_documents(
    targets: Target | Iterable[Target],
    registry: Registry,
    *,
    published: date | None = None,
    publisher: str | None = None,
    author: str | None = None,
    kind: SourceKind | None = None,
    reliability: str = "F",
    encoding: str | None = None,
    reader: Reader | MakeReader | None = None,
    model: str | None = None,
    rules: Sequence[Target] = (),
    min_confidence: float = 0.0,
    allow_private: bool = False,
    on_skip: OnSkip | None = None,
) -> Iterator[Reading]:
    """Read files, folders, http(s) addresses or "-" (standard input) one after the other.

    Args:
        targets: one or several of them.
        registry: the actors to look for.
        published, publisher, author, kind, reliability: what you know of the documents; it wins over what they say
            of themselves. Undated documents count from the day they are stored.
        encoding: of texts, where the one that is found is wrong.
        reader: another reader, or a function that makes one for a registry; by default `RuleReader`.
        model, rules: for the default reader: an installed spaCy pipeline, and lexicon files of your own.
        min_confidence: leave out claims of which the reader is less sure, from 0 to 1.
        allow_private: let addresses lead to hosts that are not on the public internet.
        on_skip: called with a target or file that cannot be read and the reason; the rest is still read. Without
            it, a bad target raises when its turn comes; a bad file in a folder is logged as a warning.

    Raises:
        DocumentError, FetchError, DateError: a target cannot be read.
        ReaderError: the reader is not available, or answered nonsense.
    """
    from bedfellows.reader.documents import load

    checked_confidence(min_confidence)
    made: Reader | None = None
    for target in _several(targets):
        documents = load(
            os.fspath(target),
            published=published,
            publisher=publisher,
            author=author,
            kind=kind,
            reliability=reliability,
            encoding=encoding,
            on_skip=on_skip,
            allow_private=allow_private,
        )
        for document in _readable(documents, os.fspath(target), on_skip):
            made = made or _reader(reader, registry, model, rules)
            for reading in made.read([document]):
                yield _confident(reading, min_confidence) if min_confidence else reading


def checked_confidence(least: float) -> float:
    """The confidence that claims must have at least. Raises InputError where it is none."""
    if not 0 <= least <= 1:
        raise InputError(f"Expected a confidence from 0 to 1, found {least}. Try 0.5.")
    return least


def _several(targets: Target | Iterable[Target]) -> Iterable[Target]:
    return [targets] if isinstance(targets, str | os.PathLike) else targets


def _readable(documents: Iterator[Document], target: str, on_skip: OnSkip | None) -> Iterator[Document]:
    """The documents of one target; what is wrong with it is told, or raised where there is nobody to tell."""
    try:
        yield from documents
    except InputError as error:
        if on_skip is None:
            raise
        on_skip(target, str(error))


def _reader(
    reader: Reader | MakeReader | None, registry: Registry, model: str | None, rules: Sequence[Target]
) -> Reader:
    if reader is None:
        from bedfellows.reader.rules import RuleReader

        return RuleReader(registry, model, [Path(file) for file in rules])
    return reader(registry) if callable(reader) else reader


def _confident(reading: Reading, least: float) -> Reading:
    """The reading without the claims below a confidence, and without links to them."""
    claims = tuple(claim for claim in reading.claims if claim.confidence >= least)
    kept = {claim.id for claim in claims}

    def one(claim: str | None) -> str | None:
        return claim if claim in kept else None

    def held(found: Sequence[str]) -> tuple[str, ...]:
        return tuple(claim for claim in found if claim in kept)

    return replace(
        reading,
        claims=claims,
        motives=tuple(
            replace(motive, effect_claim=one(motive.effect_claim), reason_claim=one(motive.reason_claim))
            for motive in reading.motives
        ),
        outcomes=tuple(
            replace(
                outcome,
                condition_claims=held(outcome.condition_claims),
                outcome_claims=held(outcome.outcome_claims),
            )
            for outcome in reading.outcomes
        ),
    )
