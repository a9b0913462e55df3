"""Reads what a folder holds in batches, here or in a process of a pool, and leaves out what was read before in the same way."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bedfellows.actors import Registry
from bedfellows.case.records import Reading, content_id
from bedfellows.errors import BedfellowsError, DocumentError, InputError
from bedfellows.reader.documents import FolderEnd, Item, Passed, Waiting
from bedfellows.reader.interface import Document, Reader

if TYPE_CHECKING:
    from bedfellows.reader.reading import MakeReader

_MOST_FILES = 32
_MOST_BYTES = 64_000


@dataclass(frozen=True, slots=True)
class Done:
    """A document that was read in some way. `reading` is None where it had been read in that way before."""

    source_id: str
    way: str
    reading: Reading | None
    in_folder: bool = False


Outcome = Done | Passed | FolderEnd


def chunked(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Small files together, for the parser is slow on few sentences at a time; larger ones alone."""
    chunk: list[Item] = []
    size = 0
    for item in items:
        if not (isinstance(item, Waiting) and item.in_folder):
            if chunk:
                yield chunk
            yield [item]
            chunk, size = [], 0
            continue
        own = item.size
        if chunk and (size + own > _MOST_BYTES or len(chunk) == _MOST_FILES):
            yield chunk
            chunk, size = [], 0
        chunk.append(item)
        size += own
    if chunk:
        yield chunk


def lost(item: Item) -> Outcome:
    """What is said of a document on which a process died."""
    name = _name(item)
    why = "the process that read it was ended, perhaps for want of memory. Split it, or read it with fewer jobs."
    return Passed(name, DocumentError(f"{name}: {why}"), _in_folder(item))


@dataclass(slots=True)
class BatchReader:
    """Loads and reads items together. What one document does wrong is told of it alone.

    `actors` is the registry, or its parts, which can be sent to another process.
    """

    actors: Registry | tuple[Any, Any, Any]
    reader: Reader | MakeReader | None
    model: str | None
    rules: Sequence[Path]
    min_confidence: float
    held: Mapping[str, str]
    _made: Reader | None = None
    _settings: str = ""

    def __call__(self, items: Sequence[Item]) -> list[Outcome]:
        """What became of each item, in order."""
        got = [item.load() if isinstance(item, Waiting) else item for item in items]
        if any(isinstance(document, Document) for document in got):
            self._make()
        wanted = [
            document
            for item, document in zip(items, got, strict=True)
            if isinstance(document, Document) and not self._is_held(item, document)
        ]
        readings = iter(self._readings(wanted, alone=len(items) == 1 and not _in_folder(items[0])))
        found: list[Outcome] = []
        for item, document in zip(items, got, strict=True):
            if not isinstance(document, Document):
                found.append(document)
                continue
            way = self._way(document)
            if self._is_held(item, document):
                found.append(Done(content_id("src", document.text), way, None, _in_folder(item)))
                continue
            reading = next(readings)
            if isinstance(reading, Reading):
                found.append(Done(reading.source.id, way, reading, _in_folder(item)))
            else:
                found.append(Passed(_name(item), reading, _in_folder(item)))
        return found

    def _make(self) -> Reader:
        """The reader, made when the first document is there, and a note of what its readings depend on."""
        if self._made is not None:
            return self._made
        registry = self.actors if isinstance(self.actors, Registry) else Registry(*self.actors)
        own: list[str] = []
        if self.reader is None:
            from bedfellows.reader.rules import RuleReader

            self._made = RuleReader(registry, self.model, self.rules)
            own = [hashlib.sha256(path.read_bytes()).hexdigest() for path in self.rules]
        else:
            self._made = self.reader(registry) if callable(self.reader) else self.reader
        known = hashlib.sha256(repr((sorted(registry.actors.items()), registry.lineage)).encode()).hexdigest()
        self._settings = content_id("way", self._made.name, *own, known, own_code(), self.min_confidence)
        return self._made

    def _way(self, document: Document) -> str:
        about = replace(document, text="", locator="" if document.title else document.locator)
        return content_id("way", self._settings, repr(about))

    def _is_held(self, item: Item, document: Document) -> bool:
        return _in_folder(item) and self.held.get(content_id("src", document.text)) == self._way(document)

    def _readings(self, documents: Sequence[Document], *, alone: bool) -> Iterator[Reading | InputError]:
        if alone:
            yield from (in_order(reading, self.min_confidence) for reading in self._make().read(documents))
            return
        try:
            yield from [in_order(reading, self.min_confidence) for reading in self._make().read(documents)]
        except BedfellowsError as error:
            if not isinstance(error, InputError):
                raise
            yield from map(self._one, documents)
        except Exception:
            yield from map(self._one, documents)

    def _one(self, document: Document) -> Reading | InputError:
        try:
            (reading,) = self._make().read([document])
        except InputError as error:
            return error
        except BedfellowsError:
            raise
        except Exception as error:
            return DocumentError(
                f"{document.locator}: the reader failed on it ({type(error).__name__}: {error}). "
                "Report it with the text; the rest was read."
            )
        return in_order(reading, self.min_confidence)


def in_order(reading: Reading, least: float = 0.0) -> Reading:
    """The reading in the order of the text, without the claims below a confidence and without links to them."""

    def placed(record: Any) -> tuple[int, int, str]:
        return record.start, record.end, record.id

    claims = tuple(sorted((one for one in reading.claims if one.confidence >= least), key=placed))
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
            for motive in sorted(reading.motives, key=placed)
        ),
        outcomes=tuple(
            replace(
                outcome,
                condition_claims=held(outcome.condition_claims),
                outcome_claims=held(outcome.outcome_claims),
            )
            for outcome in sorted(reading.outcomes, key=placed)
        ),
    )


def _name(item: Item) -> str:
    if isinstance(item, Document):
        return item.locator
    return item.folder if isinstance(item, FolderEnd) else item.name


def _in_folder(item: Item) -> bool:
    return isinstance(item, Waiting) and item.in_folder


@lru_cache(maxsize=1)
def own_code() -> str:
    """A hash of the reader itself: what another version of it reads may differ."""
    digest = hashlib.sha256()
    for room in ("ontology", "actors", "reader"):
        for file in sorted(resources.files(f"bedfellows.{room}").iterdir(), key=lambda one: one.name):
            for part in sorted(file.iterdir(), key=lambda one: one.name) if file.is_dir() else [file]:
                if part.is_file() and not part.name.endswith(".pyc"):
                    digest.update(part.name.encode() + part.read_bytes())
    return digest.hexdigest()
