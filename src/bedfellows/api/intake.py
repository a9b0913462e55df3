"""What is read into a case: documents and event feeds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from os import PathLike
from typing import TYPE_CHECKING, Any

from bedfellows.actors import Registry, load_registry
from bedfellows.api.days import Day, day
from bedfellows.api.forecasts import Forecasts
from bedfellows.case import CaseStore
from bedfellows.case.records import Reading
from bedfellows.case.writing import Added
from bedfellows.errors import InputError
from bedfellows.reader.reading import Target
from bedfellows.ties.dossier import Dossier, with_case_actors

if TYPE_CHECKING:
    from bedfellows.feeds.ingest import Ingested, Progress
    from bedfellows.reader.batch import Done
    from bedfellows.reader.reading import OnSkip


@dataclass(frozen=True, slots=True, repr=False)
class Stored:
    """One document that was read into a case: what was found in it, and what of that was new.

    `known` says that it was read in the same way before, and taken from the case.
    """

    reading: Reading
    added: Added
    known: bool = False

    def __repr__(self) -> str:
        new, known = self.added.new.get("claims", 0), self.added.known.get("claims", 0)
        return f"Stored({self.reading.source.title!r}: {new} claims new, {known} known)"


def read_documents(
    targets: Target | Iterable[Target],
    *,
    published: Day | None = None,
    registry: Registry | None = None,
    **about: Any,
) -> Iterator[Reading]:
    """Read files, folders, addresses or standard input without a case.

    Takes and raises what `bedfellows.reader.reading.read_documents` does.
    """
    from bedfellows.reader import reading

    return reading.read_documents(targets, registry or load_registry(), published=day(published), **about)


def reading_dossier(reading: Reading, registry: Registry) -> Dossier:
    """A reading as the dossier of a case that holds nothing else."""
    from bedfellows.ties.evidence import Scope

    reference = reading.source.published or datetime.now(UTC).date()
    return Dossier(
        with_case_actors(registry, reading.new_actors),
        Scope(None, reference, 1, len(reading.claims), 0),
        {reading.source.id: reading.source},
        {passage.id: passage for passage in reading.passages},
        reading.claims,
        reading.motives,
        reading.outcomes,
    )


class Intake(Forecasts):
    """What is read into a case."""

    def read(
        self,
        targets: Target | Iterable[Target],
        *,
        on_progress: Callable[[Stored], None] | None = None,
        **about: Any,
    ) -> list[Stored]:
        """Read documents and store each in a transaction of its own; reading one again adds nothing.

        A file in a folder that was read before, in the same way and by the same version, is taken from the case: a long
        reading that was cut short goes on where it stopped.

        Takes what `read_documents` takes (but `registry`, which is the case's). `on_progress` is called after each
        document.

        Raises:
            DocumentError, FetchError, DateError: a target cannot be read and there is no `on_skip`. What was read
                before it is stored.
            CaseLockedError: somebody else is using the case.
        """
        found: list[Stored] = []
        for stored in self.read_each(targets, **about):
            found.append(stored)
            if on_progress is not None:
                on_progress(stored)
        return found

    def read_each(self, targets: Target | Iterable[Target], **about: Any) -> Iterator[Stored]:
        """`read`, one document at a time: each is stored before it is given, small ones of a folder together."""
        from bedfellows.case.correcting import correct_again
        from bedfellows.reader.reading import in_groups, read_new

        ways: dict[str, str] = {}
        if self.path.exists() or not self._create:
            # Says before the long reading that the case cannot be used, too.
            with CaseStore.open(self.path) as known:
                ways = known.ways()
        made = not self.path.exists()
        store: CaseStore | None = None
        kept = False
        about["published"] = day(about.get("published"))
        on_skip = about.get("on_skip")
        read = read_new(targets, **{"registry": self.registry, "held": ways, **about})
        try:
            with closing(read):  # type: ignore[type-var]
                for together in in_groups(read):
                    store = store or CaseStore.open(self.path, write=True, create=self._create)
                    stored = list(_store(store, together, on_skip))
                    correct_again(store, (one.reading.source.id for one in stored if not one.known))
                    kept = kept or any(not one.known for one in stored)
                    yield from stored
        finally:
            if store is not None:
                store.close()
                if made and not kept:
                    self.path.unlink(missing_ok=True)

    def ingest(
        self,
        feed: str,
        paths: Target | Iterable[Target],
        *,
        release: str | None = None,
        published: Day | None = None,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> Ingested:
        """Add files of an event feed: "gdelt", "icews", "ucdp-ged" and others (see `bedfellows.feeds.catalogue`).

        Each file is one transaction; a file that is in the case already is not read again. `paths` are files, folders, archives
        (.zip, .gz), globs, or "-" for standard input. `release` says what version the files are of, where their names do not; `published`
        the day on which all in them counts as known, where that is not what the feed says. Questions that can now be resolved are.

        Raises:
            InputError: there is no such feed or file, or no file could be used. Of several files, those that could not are
                in the answer.
            CaseLockedError: somebody else is using the case.
        """
        from bedfellows.feeds.catalogue import find_feed
        from bedfellows.feeds.ingest import ingest_files

        given = [paths] if isinstance(paths, (str, PathLike)) else list(paths)
        done = ingest_files(
            self.path,
            find_feed(feed),
            [str(path) for path in given],
            self.registry,
            create=self._create,
            release=release,
            published=day(published),
            on_progress=on_progress,
        )
        self.resolve_questions()
        return done


def _store(store: CaseStore, together: Sequence[Done], on_skip: OnSkip | None) -> Iterator[Stored]:
    """Store what is new of documents that were read; of those that were read before, take what the case has."""
    new = [(done.reading, done.way) for done in together if done.reading is not None]
    try:
        added = iter(
            store.add_together(new) if len(new) > 1 else [store.add(one, way=way) for one, way in new]
        )
    except InputError as error:
        if len(together) > 1:
            for done in together:
                yield from _store(store, [done], on_skip)
            return
        if on_skip is None or not together[0].in_folder or together[0].reading is None:
            raise
        on_skip(together[0].reading.source.locator, str(error))
        return
    known = [done.source_id for done in together if done.reading is None]
    held = store.current_readings(known) if known else {}
    for done in together:
        if done.reading is None:
            reading = held[done.source_id]
            yield Stored(reading, Added.nothing(reading), known=True)
        else:
            yield Stored(done.reading, next(added))
