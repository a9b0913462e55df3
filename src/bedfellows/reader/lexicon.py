"""The reader's rules, read from the tab-separated files in `lexicon/`.

A rule says: where this word is used in this way, the actor in one role stands in this relation to the actor in
another. Users add rules of their own in files of the same layout. Every rule carries an example in which Iran is
the subject and Iraq the object (Iran says so where the object is not an actor); the tests run them all.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType

from bedfellows.errors import InputError
from bedfellows.ontology import RELATIONS, SUPPORT_TYPES

COLUMNS = ("trigger", "use", "relation", "subject", "object", "needs", "support", "example")
USES = {"verb", "noun", "role", "adjective"}
_WORD_LISTS = "words.tsv"
_RULES = "relations.tsv"
_THEMES = "themes.tsv"


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the lexicon. `subject` and `object` are roles tried in order (see arguments.py).

    `needs` are conditions: `theme:CLASS` (a noun of that class is given, sent, imposed ...), `particle:up`,
    `word:to` (a word of the clause), `verb:come` (a verb above it), `negated`, `passive` ("was killed in"), `copular` (said with "be"), `infinitive` (a clause with "to": "tell
    Iraq to leave"), `bare` (no particle: not "rule out"), `unforced` (not "make them pay"), `reciprocal`, `object` (no claim
    without an object), `also` (the rules after it are tried even where it holds).
    """

    trigger: str
    use: str
    relation: str
    subject: tuple[str, ...]
    object: tuple[str, ...]
    needs: tuple[str, ...]
    support: tuple[str, ...]
    example: str
    source: str = _RULES
    line: int = 0


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All rules by (trigger, use), word lists by name, and classes of themes by noun."""

    rules: Mapping[tuple[str, str], tuple[Rule, ...]]
    words: Mapping[str, frozenset[str]]
    themes: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]

    def every_rule(self) -> list[Rule]:
        """All rules in the order of the files."""
        return [rule for group in self.rules.values() for rule in group]


@lru_cache(maxsize=4)
def load_lexicon(extra: tuple[Path, ...] = ()) -> Lexicon:
    """The lexicon in the package and the user's own rule files. Raises InputError naming file, line and field."""
    folder = resources.files("bedfellows.reader") / "lexicon"
    rules: dict[tuple[str, str], list[Rule]] = {}
    texts = [(_RULES, (folder / _RULES).read_text(encoding="utf-8"))]
    texts += [(str(path), _read(path)) for path in extra]
    for name, text in texts:
        for line, row in _rows(name, text, COLUMNS):
            rule = _rule(name, line, row)
            rules.setdefault((rule.trigger, rule.use), []).append(rule)
    words = {
        row["list"]: frozenset(row["words"].split())
        for _, row in _rows(
            _WORD_LISTS, (folder / _WORD_LISTS).read_text(encoding="utf-8"), ("list", "words")
        )
    }
    packaged = [rule for group in rules.values() for rule in group if not is_own(rule)]
    themes: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    theme_rows = _rows(_THEMES, (folder / _THEMES).read_text(encoding="utf-8"), ("class", "support", "nouns"))
    for line, row in theme_rows:
        support = _split(row["support"])
        _check(_THEMES, line, "support", support, SUPPORT_TYPES)
        for noun in row["nouns"].split():
            themes.setdefault(noun.replace("_", " "), []).append((row["class"], support))
    classes = dict.fromkeys(name for found in themes.values() for name, _ in found)
    for group in rules.values():
        for rule in group:
            if is_own(rule):
                _check_own(rule, packaged, classes)
    return Lexicon(
        MappingProxyType({key: tuple(sorted(group, key=_looseness)) for key, group in rules.items()}),
        MappingProxyType(words),
        MappingProxyType({noun: tuple(classes) for noun, classes in themes.items()}),
    )


def is_own(rule: Rule) -> bool:
    """Does the rule come from a file of the user's own?"""
    return rule.source != _RULES


def _rule(name: str, line: int, row: dict[str, str]) -> Rule:
    if row["use"] not in USES:
        raise InputError(
            f"{name}, line {line}, field use: expected one of {', '.join(sorted(USES))}, found {row['use']!r}."
        )
    _check(name, line, "relation", (row["relation"],), RELATIONS)
    support = _split(row["support"])
    _check(name, line, "support", support, SUPPORT_TYPES)
    for field in ("trigger", "subject", "example"):
        if not row[field]:
            raise InputError(f"{name}, line {line}, field {field}: expected a value, found nothing.")
    return Rule(
        trigger=row["trigger"],
        use=row["use"],
        relation=row["relation"],
        subject=_split(row["subject"]),
        object=_split(row["object"]),
        needs=_split(row["needs"]),
        support=support,
        example=row["example"],
        source=name,
        line=line,
    )


def _check_own(rule: Rule, packaged: Sequence[Rule], themes: Mapping[str, object]) -> None:
    """Roles and conditions of a user's rule that no rule of the package knows are slips of the pen."""
    roles = dict.fromkeys(sorted({role for one in packaged for role in (*one.subject, *one.object)}))
    needs = dict.fromkeys(sorted({need.partition(":")[0] for one in packaged for need in one.needs}))
    _check(rule.source, rule.line, "subject", rule.subject, roles)
    _check(rule.source, rule.line, "object", rule.object, roles)
    for need in rule.needs:
        kind, _, value = need.partition(":")
        _check(rule.source, rule.line, "needs", (kind,), needs)
        if kind == "theme":
            _check(rule.source, rule.line, "needs", (value,), themes)


def _looseness(rule: Rule) -> int:
    """A rule that asks for more words is tried before one that asks for fewer."""
    return -sum(":" in need or need == "infinitive" for need in rule.needs)


def _rows(name: str, text: str, columns: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """Numbered rows of a tab-separated text; lines that start with # and empty lines are left out."""
    rows = []
    for line, raw in enumerate(text.splitlines(), start=1):
        if not raw.strip() or raw.startswith("#"):
            continue
        cells = next(csv.reader([raw], delimiter="\t", quoting=csv.QUOTE_NONE))
        if len(cells) != len(columns):
            raise InputError(
                f"{name}, line {line}: expected {len(columns)} tab-separated fields ({', '.join(columns)}), found {len(cells)}."
            )
        rows.append((line, {column: cell.strip() for column, cell in zip(columns, cells, strict=True)}))
    return rows


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.replace("|", " ").split() if part != "-")


def _check(name: str, line: int, field: str, values: Sequence[str], known: Mapping[str, object]) -> None:
    for value in values:
        if value not in known:
            raise InputError(
                f"{name}, line {line}, field {field}: expected one of {', '.join(known)}; found {value!r}."
            )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: expected a readable UTF-8 file of rules, found {error}.") from error
