"""From what a user names (files, folders, addresses, standard input) to readings, by whichever reader."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from bedfellows.actors import Registry
from bedfellows.case.records import Reading, SourceKind
from bedfellows.errors import BedfellowsError, InputError
from bedfellows.reader.interface import Reader

if TYPE_CHECKING:
    from bedfellows.reader.batch import Done

Target = str | os.PathLike[str]
OnSkip = Callable[[str, str], None]
MakeReader = Callable[[Registry], Reader]

_MOST_TOGETHER = 32
_LONGEST_TOGETHER = 64_000  # characters


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
    jobs: int = 1,
) -> Iterator[Reading]:
    """Read files, folders, http(s) addresses or "-" (standard input); the readings come in their order.

    Args:
        targets: one or several of them.
        registry: the actors to look for.
        published, publisher, author, kind, reliability: what you know of the documents; it wins over what they say
            of themselves. Undated documents count from the day they are stored.
        encoding: of texts, where the one that is found is wrong.
        reader: another reader, or a function that makes one for a registry; by default `RuleReader`. With several
            jobs it must be picklable.
        model, rules: for the default reader: an installed spaCy pipeline, and lexicon files of your own.
        min_confidence: leave out claims of which the reader is less sure, from 0 to 1.
        allow_private: let addresses lead to hosts that are not on the public internet.
        on_skip: called with a target or file that cannot be read and the reason; the rest is still read. Without
            it, a bad target raises when its turn comes; a bad file in a folder is logged as a warning.
        jobs: read files by so many processes. What is read is the same whatever their number. A script that asks for
            several must do so under `if __name__ == "__main__":`, as with any pool of processes.

    Raises:
        DocumentError, FetchError, DateError: a target cannot be read.
        ReaderError: the reader is not available, or answered nonsense.
    """
    for done in read_new(
        targets,
        registry,
        published=published,
        publisher=publisher,
        author=author,
        kind=kind,
        reliability=reliability,
        encoding=encoding,
        reader=reader,
        model=model,
        rules=rules,
        min_confidence=min_confidence,
        allow_private=allow_private,
        on_skip=on_skip,
        jobs=jobs,
    ):
        assert done.reading is not None
        yield done.reading


def read_new(
    targets: Target | Iterable[Target],
    registry: Registry,
    *,
    reader: Reader | MakeReader | None = None,
    model: str | None = None,
    rules: Sequence[Target] = (),
    min_confidence: float = 0.0,
    on_skip: OnSkip | None = None,
    jobs: int = 1,
    held: Mapping[str, str] = MappingProxyType({}),
    **given: Any,
) -> Iterator[Done]:
    """`read_documents`, with the way in which each document was read; of the files of folders only what is new.

    `held` is the way in which sources were read before, by their id. A file in a folder whose text was read before in the
    same way comes without a reading.
    """
    from bedfellows.reader.batch import BatchReader, chunked, lost
    from bedfellows.reader.documents import FolderEnd, Passed, find, nothing_found, warn
    from bedfellows.reader.pool import in_order

    checked_confidence(min_confidence)
    several = [targets] if isinstance(targets, str | os.PathLike) else targets
    items = (item for target in several for item in find(os.fspath(target), **given))
    make = partial(
        BatchReader,
        (dict(registry.actors), registry.lineage, dict(registry.roles)) if jobs > 1 else registry,
        reader,
        model,
        tuple(Path(file) for file in rules),
        min_confidence,
        dict(held),
    )
    skipped: list[Passed] = []
    found = False
    for done in in_order(chunked(items), make, lost, jobs):
        if isinstance(done, Passed):
            if done.in_folder:
                skipped.append(done)
                (on_skip or warn)(done.name, done.reason)
            elif on_skip is None:
                raise done.error
            else:
                on_skip(done.name, str(done.error))
        elif isinstance(done, FolderEnd):
            if not found:
                error = nothing_found(done, skipped)
                if on_skip is None:
                    raise error
                on_skip(done.folder, str(error))
            found, skipped = False, []
        else:
            found = found or done.in_folder
            yield done


def in_groups(read: Iterable[Done]) -> Iterator[list[Done]]:
    """Small documents of folders together, as they are best stored; others alone."""
    group: list[Done] = []
    size = 0
    try:
        for done in read:
            group.append(done)
            size += len(done.reading.source.text) if done.reading is not None else 0
            if not done.in_folder or len(group) == _MOST_TOGETHER or size > _LONGEST_TOGETHER:
                yield group
                group, size = [], 0
    except BedfellowsError:
        if group:
            yield group
        raise
    if group:
        yield group


def checked_confidence(least: float) -> float:
    """The confidence that claims must have at least. Raises InputError where it is none."""
    if not 0 <= least <= 1:
        raise InputError(f"Expected a confidence from 0 to 1, found {least}. Try 0.5.")
    return least
