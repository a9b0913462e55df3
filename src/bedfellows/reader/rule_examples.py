"""Does a rule find in its own example what it says? A trigger that is no lemma, or a role that nothing fills, shows here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bedfellows.ontology import RELATIONS
from bedfellows.reader.interface import Document
from bedfellows.reader.lexicon import Rule, load_lexicon

if TYPE_CHECKING:
    from bedfellows.reader.interface import Reader

_FIRST, _SECOND = "iran", "iraq"


def failing_examples(reader: Reader, rules: Sequence[Path]) -> Iterator[tuple[Rule, list[str]]]:
    """The rules of these files whose example the reader reads otherwise, each with the relations that it finds there.

    In an example Iran is the subject and Iraq the object; where Iraq is not named, any object will do.
    """
    files = {str(path) for path in rules}
    own = [rule for rule in load_lexicon(tuple(rules)).every_rule() if rule.source in files]
    documents = [Document(text=rule.example, locator="example") for rule in own]
    for rule, reading in zip(own, reader.read(documents), strict=True):
        pairs = {(claim.subject, claim.object) for claim in reading.claims if claim.relation == rule.relation}
        if RELATIONS[rule.relation].symmetric:
            pairs |= {(object_, subject) for subject, object_ in pairs if object_}
        second = _SECOND if "Iraq" in rule.example else None
        if not any(subject == _FIRST and second in {None, object_} for subject, object_ in pairs):
            yield (
                rule,
                [
                    f"{claim.subject} {claim.relation} {claim.object or ''}".strip()
                    for claim in reading.claims
                ],
            )
