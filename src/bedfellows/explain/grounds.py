"""What the reasons for and against one pair are looked for in: its claims, motives and third parties."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bedfellows.actors.names import folded
from bedfellows.balance.pairs import Pairs
from bedfellows.case.records import Claim, ConditionalOutcome, Motive
from bedfellows.explain.mechanisms import MECHANISMS, Reason
from bedfellows.ties.dossier import Dossier
from bedfellows.ties.evidence import Fact
from bedfellows.ties.rollup import day_of
from bedfellows.ties.strength import belief, statement_belief

Record = Claim | Motive | ConditionalOutcome


@dataclass(frozen=True, slots=True)
class View:
    """One pair of a case. `a` and `b` are in the order of their ids, so that no answer depends on who is asked
    first."""

    pairs: Pairs
    a: str
    b: str

    @property
    def dossier(self) -> Dossier:
        """The evidence of the case."""
        return self.pairs.dossier

    @property
    def sides(self) -> tuple[tuple[str, str], ...]:
        """Each of the two, with the other."""
        return (self.a, self.b), (self.b, self.a)

    def name(self, actor_id: str) -> str:
        """The display name of an actor."""
        return self.dossier.name(actor_id)

    def top(self, actor_id: str | None, record: Record) -> str | None:
        """The one that an actor stands for in a record."""
        if actor_id is None:
            return None
        reference = self.dossier.scope.reference
        on = day_of(record, reference) if isinstance(record, Claim) else record.published or reference
        return self.pairs.rollup.top(actor_id, on)[0]

    def ends(self, claim: Claim) -> tuple[str | None, str | None]:
        """Subject and object of a claim, each as the one it stands for."""
        return self.top(claim.subject, claim), self.top(claim.object, claim)

    def by(self, subject: str, object_: str, relations: Iterable[str]) -> tuple[Claim, ...]:
        """The current claims that one does this to the other."""
        found = self.pairs.current(subject, object_, relations)
        return tuple(claim for claim in found if self.ends(claim) == (subject, object_))

    def believed(self, record: Record) -> float:
        """How far a record is to be believed, in [0, 1]."""
        source = self.dossier.sources.get(record.source_id)
        return belief(record, source) if isinstance(record, Claim) else statement_belief(record, source)

    def best(self, records: Iterable[Record]) -> float:
        """How far the best of the records is to be believed; 0 without any."""
        return max(map(self.believed, records), default=0.0)

    def strongest_first(self, claims: Iterable[Claim]) -> list[Claim]:
        """Claims that are believed at all, the most believed first."""
        held = [claim for claim in {claim.id: claim for claim in claims}.values() if self.believed(claim)]
        return sorted(held, key=lambda claim: (-self.believed(claim), claim.source_id, claim.start, claim.id))

    def say(self, claims: Iterable[Claim], most: int = 3) -> str:
        """What the claims say, in a line: the best few, each once."""
        return self.pairs.say(self.strongest_first(claims), most)

    def motives(self, holder: str) -> tuple[Motive, ...]:
        """The motives of an actor, and of those who act for it. Where the same words were read as a view of somebody
        and as a fear, the view is kept."""
        held = [motive for motive in self.dossier.motives if self.top(motive.holder, motive) == holder]
        views = {
            (motive.passage_id, motive.effect, motive.towards)
            for motive in held
            if motive.kind == "perception"
        }
        return tuple(
            motive
            for motive in held
            if motive.kind != "fear" or (motive.passage_id, motive.effect, motive.towards) not in views
        )

    def concerns(self, motive: Motive, holder: str, other: str) -> bool:
        """Does a motive of one bear on another: is it towards it, or does it join a claim on the two?"""
        if self.top(motive.towards, motive) == other:
            return True
        return any({holder, other} == set(self.ends(claim)) for claim in self.joined(motive))

    def claims_in(self, passage_id: str) -> tuple[Claim, ...]:
        """The claims that a sentence makes."""
        return self.pairs.by_passage.get(passage_id, ())

    def joined(self, motive: Motive) -> tuple[Claim, ...]:
        """The claims that a motive ties together."""
        ids = {motive.effect_claim, motive.reason_claim}
        return tuple(
            self.claims_by_id[claim] for claim in sorted(filter(None, ids)) if claim in self.claims_by_id
        )

    @property
    def claims_by_id(self) -> dict[str, Claim]:
        """Every claim of the case."""
        return self.pairs.by_id

    def reason(
        self,
        mechanism: str,
        words: str,
        believed: float,
        records: Iterable[Record],
        *,
        actor: str | None = None,
        third: str | None = None,
        facts: Sequence[Fact] = (),
    ) -> Reason:
        """A reason out of what was found; the motives among the records bring the claims they join along."""
        means = MECHANISMS[mechanism]
        gathered: list[Record] = []
        for record in records:
            gathered.append(record)
            if isinstance(record, Motive):
                gathered += self.joined(record)
        strength = round(min(1.0, believed * means.bearing), 4)
        evidence = self.dossier.all_evidence(gathered)
        return Reason(
            mechanism,
            means.side,
            means.title,
            words,
            strength,
            actor,
            third,
            evidence,
            tuple(dict.fromkeys(facts)),
        )

    def adding(self, reason: Reason, records: Iterable[Record]) -> Reason:
        """A reason with further evidence; its strength stays."""
        gathered: list[Record] = []
        for record in records:
            gathered += [record, *(self.joined(record) if isinstance(record, Motive) else ())]
        pieces = {piece.id: piece for piece in (*reason.evidence, *self.dossier.all_evidence(gathered))}
        return replace(reason, evidence=tuple(sorted(pieces.values(), key=lambda one: (-one.weight, one.id))))

    def names_in(self, text: str, actor_id: str) -> bool:
        """Does a text name the actor, by any of its names or by a telling part of its main one?"""
        actor = self.dossier.registry.get(actor_id)
        if actor is None:
            return False
        words = f" {' '.join(_words(text))} "
        names = [actor.name, *(alias.text for alias in actor.aliases)]
        if any(f" {spelled} " in words for name in names if len(spelled := " ".join(_words(name))) > _SHORT):
            return True
        return any(f" {part} " in words for part in _words(actor.name) if len(part) >= _TELLING)


_SHORT = 2
_TELLING = 7


def _words(text: str) -> list[str]:
    kept = "".join(letter if letter.isalnum() else " " for letter in folded(text))
    return kept.split()
