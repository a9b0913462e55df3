"""What a case holds: sources, claims, events, and the evidence of an answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from bedfellows.api.days import Day, day
from bedfellows.api.opened import OpenCase
from bedfellows.case import CaseStore
from bedfellows.case.connection import duckdb_errors
from bedfellows.case.records import Claim
from bedfellows.ties.dossier import with_case_actors

if TYPE_CHECKING:
    import polars

    from bedfellows.feeds.looking import EventFilter, HeldFeed
    from bedfellows.report.article import ArticleAnswer
    from bedfellows.report.citation import CiteAnswer
    from bedfellows.report.pair_evidence import EvidenceAnswer


class Holdings(OpenCase):
    """What the case holds."""

    def sources(self, as_of: Day | None = None) -> polars.DataFrame:
        """The sources with their grades and how much was found in them, the oldest first."""
        import polars as pl

        with CaseStore.open(self.path) as store:
            frame = store.frame("sources", day(as_of)).select(
                "id", "title", "publisher", "author", "published", "kind", "reliability", "locator"
            )
            for table in ("passages", "claims", "motives", "outcomes"):
                held = store.frame(table, day(as_of)).group_by(id="source_id").agg(pl.len().alias(table))
                frame = frame.join(held, on="id", how="left", maintain_order="left")
        return frame.rename({"passages": "sentences"}).with_columns(
            pl.col("sentences", "claims", "motives", "outcomes").fill_null(0)
        )

    def claims(
        self,
        as_of: Day | None = None,
        actor: str | None = None,
        relation: str | None = None,
        certainty: str | None = None,
        min_confidence: float = 0.0,
    ) -> polars.DataFrame:
        """The claims with the names of their actors, their sentence, its number, and their grade.

        `min_confidence`, from 0 to 1, leaves out those of which the reader was less sure.

        Raises:
            UnknownActorError: the name fits no actor, or several.
            InputError: there is no such confidence.
        """
        import polars as pl

        chosen = self.find_claims(as_of, actor, relation, certainty, min_confidence)
        dossier = self.dossier(as_of)
        order = {claim.id: number for number, claim in enumerate(chosen)}
        with CaseStore.open(self.path) as store:
            frame = store.frame("claims", day(as_of)).filter(pl.col("id").is_in(list(order)))
        shown = {claim.id: dossier.evidence(claim) for claim in chosen}
        ids: list[str] = frame["id"].to_list()

        def column(name: str, values: Iterable[Any], kind: Any = pl.String) -> pl.Series:
            return pl.Series(name, list(values), dtype=kind)

        def names(of: str) -> pl.Series:
            return column(f"{of}_name", (dossier.name(one) if one else None for one in frame[of].to_list()))

        return frame.with_columns(
            names("subject"),
            names("object"),
            column("statement", (shown[one].statement for one in ids)),
            column("sentence", (shown[one].sentence_number for one in ids), pl.Int64),
            column("sentence_text", (shown[one].sentence for one in ids)),
            column("grade", (shown[one].grade for one in ids)),
            column("currency", (shown[one].currency for one in ids)),
            column("source_title", (shown[one].source_title for one in ids)),
        )

    def find_claims(
        self,
        as_of: Day | None = None,
        actor: str | None = None,
        relation: str | None = None,
        certainty: str | None = None,
        min_confidence: float = 0.0,
    ) -> list[Claim]:
        """The claims as records, in the order of their dates and of the text; see `claims`."""
        from bedfellows.reader.reading import checked_confidence

        least = checked_confidence(min_confidence)
        dossier = self.dossier(as_of)
        wanted = self._found(actor, dossier).id if actor else None
        return [
            claim
            for claim in dossier.claims
            if (wanted is None or wanted in {claim.subject, claim.object})
            and relation in {None, claim.relation}
            and certainty in {None, claim.certainty}
            and claim.confidence >= least
        ]

    def feeds(self) -> list[HeldFeed]:
        """The event feeds in the case: files, rows, days from and to, days without a row, what was quarantined or unmapped."""
        from bedfellows.feeds.looking import held_feeds

        with CaseStore.open(self.path) as store, duckdb_errors(self.path):
            return held_feeds(store.connection)

    def events(
        self,
        actor: str | None = None,
        object: str | None = None,
        first: Day | None = None,
        last: Day | None = None,
        type: str | None = None,
        feed: str | None = None,
        as_of: Day | None = None,
        limit: int = 1000,
    ) -> polars.DataFrame:
        """The latest events that fit, those of feeds and those added one by one, as they were known as of a day.

        Args:
            actor: on either side; with `object`, the one who acted on it.
            object: the one it was done to.
            first: the first day.
            last: the last day.
            type: a PLOVER event type such as "ASSAULT".
            feed: only of this feed.
            as_of: only what was published by this day.
            limit: so many rows at most.

        Raises:
            UnknownActorError: a name fits no actor, or several.
            InputError: there is no such event type.
        """
        from bedfellows.feeds.looking import find_events

        wanted = self.event_filter(actor, object, first, last, type, feed)
        with CaseStore.open(self.path) as store, duckdb_errors(self.path):
            return find_events(store.connection, wanted, day(as_of), limit)

    def event_filter(
        self,
        actor: str | None = None,
        object: str | None = None,
        first: Day | None = None,
        last: Day | None = None,
        type: str | None = None,
        feed: str | None = None,
    ) -> EventFilter:
        """What `events` asks for, with the ids of the actors that the names mean."""
        from bedfellows.feeds.looking import EventFilter, event_type

        return EventFilter(
            self._party(actor) if actor else None,
            self._party(object) if object else None,
            day(first),
            day(last),
            event_type(type) if type else None,
            feed,
        )

    def found_events(
        self, wanted: EventFilter, as_of: Day | None = None, limit: int = 1000
    ) -> tuple[list[dict[str, Any]], int]:
        """The latest events that fit, with the names of their actors, and how many fit in all."""
        from bedfellows.feeds.looking import actor_names, count_events, find_events

        with CaseStore.open(self.path) as store, duckdb_errors(self.path):
            rows = find_events(store.connection, wanted, day(as_of), limit).to_dicts()
            total = count_events(store.connection, wanted, day(as_of)) if len(rows) == limit else len(rows)
            registry = with_case_actors(self.registry, store.new_actors())
            ids = {row[side] for row in rows for side in ("subject", "object") if row[side]}
            unknown = actor_names(store.connection, [one for one in ids if registry.get(one) is None])

        def name(actor_id: str | None) -> str | None:
            actor = registry.get(actor_id) if actor_id else None
            return actor.name if actor else unknown.get(actor_id or "", actor_id)

        return [
            {**row, "subject_name": name(row["subject"]), "object_name": name(row["object"])} for row in rows
        ], total

    def quarantine(
        self, feed: str | None = None, limit: int = 1000
    ) -> tuple[list[dict[str, Any]], list[tuple[str, str, int]]]:
        """Rows of feeds that could not be used, and how many there are by feed and reason."""
        from bedfellows.feeds.looking import quarantine_reasons, quarantined_rows

        with CaseStore.open(self.path) as store, duckdb_errors(self.path):
            rows = quarantined_rows(store.connection, feed, limit)
            return rows, quarantine_reasons(store.connection, feed)

    def unmapped(self, feed: str | None = None, limit: int = 1000) -> list[dict[str, Any]]:
        """Actor codes of feeds that no registry knows, the most frequent first."""
        from bedfellows.feeds.looking import unmapped_codes

        with CaseStore.open(self.path) as store, duckdb_errors(self.path):
            return unmapped_codes(store.connection, feed, limit)

    def evidence(self, a: str, b: str, as_of: Day | None = None, limit: int = 200) -> EvidenceAnswer:
        """Every claim on two actors, and their latest `limit` events.

        Raises:
            UnknownActorError: a name fits no actor, or several.
        """
        from bedfellows.feeds.looking import EventFilter, actor_names
        from bedfellows.report.pair_evidence import evidence_from

        dossier = self.dossier(as_of)
        a_id, b_id = self._parties(a, b)
        found = [self.found_events(EventFilter(*pair), as_of, limit) for pair in ((a_id, b_id), (b_id, a_id))]
        rows = sorted(
            (row for some, _ in found for row in some), key=lambda row: (row["day"], row["id"]), reverse=True
        )
        with CaseStore.open(self.path) as store, duckdb_errors(self.path):
            names = actor_names(
                store.connection, [one for one in (a_id, b_id) if dossier.registry.get(one) is None]
            )
        return evidence_from(
            dossier, a_id, b_id, tuple(rows[:limit]), sum(total for _, total in found), names
        )

    def cite(self, *ids: str, as_of: Day | None = None) -> CiteAnswer:
        """The evidence with these ids: the words, their sentence, the source with its grade, and a link to the place.

        Ids that the case does not hold, or not as of the day, are listed in the answer.
        """
        from bedfellows.report.citation import cite_from

        dossier = self.dossier(as_of)
        with CaseStore.open(self.path) as store, duckdb_errors(self.path):
            return cite_from(store, dossier, ids)

    def article(self, source: str, as_of: Day | None = None) -> ArticleAnswer:
        """The text of a source, by its id, with the statements that rest on each run of words.

        Raises:
            InputError: there is no such source, or it was published later.
        """
        from bedfellows.report.article import article_from

        dossier = self.dossier(as_of)
        with CaseStore.open(self.path) as store:
            return article_from(store, dossier, source)

    def sql(self, query: str, *, limit: int = 1000, seconds: float = 60.0) -> polars.DataFrame:
        """The answer to one SELECT over the tables of the case; nothing can be changed by it.

        Raises:
            InputError: it is not one SELECT, cannot be answered, or took too long.
        """
        import polars

        from bedfellows.case.query import run_query

        found = run_query(self.path, query, limit=limit, seconds=seconds)
        return polars.DataFrame(list(found.rows), schema=list(found.columns), orient="row", strict=False)
