"""The rules that code events, read from the tab-separated files in `lexicon/`.

A rule says: where one of these words is used in this way, and all it needs is there, this is an event of this PLOVER
type and mode. Users add rules of their own in files of the same layout. Every rule carries an example in which Iran
is the source and Iraq the target; the tests run them all.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType

from bedfellows.errors import InputError
from bedfellows.ontology import PLOVER_TYPES

COLUMNS = ("triggers", "use", "type", "mode", "needs", "example")
USES = ("verb", "noun")
NEEDS = ("obj", "subj", "any", "prep", "comp", "mod")
_RULES, _WORDS, _HOMES, _PLACES = "events.tsv", "event_words.tsv", "event_homes.tsv", "places.tsv.gz"
_ANY = 1000  # a need that any word meets
_PEOPLES, _NAMES = "event_peoples.tsv", "event_names.tsv"


@dataclass(frozen=True, slots=True)
class Need:
    """A condition of a rule: `where` to look (one of NEEDS) and the words of which one must stand there.

    `obj`: what the verb acts on, with what belongs to it; `subj`: who acts; `any`: anywhere in the clause; `prep`: a
    preposition of the verb; `comp`: the verb of a clause it takes (no words: any such clause); `mod`: a word before
    the noun.
    """

    where: str
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class EventRule:
    """One line of the lexicon. `name` is its file and line."""

    name: str
    triggers: tuple[str, ...]
    use: str
    type: str
    mode: str | None
    needs: tuple[Need, ...]
    example: str


@dataclass(frozen=True, slots=True)
class EventLexicon:
    """Rules by (trigger, use), those that need more first; word lists by name; countries of groups (by id) and peoples.

    A people may live in several countries. `names`: by its first word, names the registry does not hold, longest first, each with its code and sector.
    """

    rules: Mapping[tuple[str, str], tuple[EventRule, ...]]
    words: Mapping[str, frozenset[str]]
    homes: Mapping[str, str]
    peoples: Mapping[str, tuple[str, ...]]
    names: Mapping[str, tuple[tuple[str, str, str], ...]]

    def every_rule(self) -> list[EventRule]:
        """Each rule once, in the order of the files."""
        return list(dict.fromkeys(rule for group in self.rules.values() for rule in group))


@lru_cache(maxsize=4)
def load_event_lexicon(extra: tuple[Path, ...] = ()) -> EventLexicon:
    """The lexicon in the package and the user's own rule files. Raises InputError naming file, line and field."""
    words = {row["list"]: frozenset(row["words"].split()) for _, row in _table(_WORDS, ("list", "words"))}
    found: dict[tuple[str, str], list[EventRule]] = {}
    tables = [(_RULES, _packaged(_RULES))] + [(str(path), _read(path)) for path in extra]
    for name, text in tables:
        for line, row in _rows(name, text, COLUMNS):
            rule = _rule(name, line, row, words)
            for trigger in rule.triggers:
                found.setdefault((trigger, rule.use), []).append(rule)
    homes = {
        actor: row["code"] for _, row in _table(_HOMES, ("code", "actors")) for actor in row["actors"].split()
    }
    peoples: dict[str, tuple[str, ...]] = {}
    for _, row in _table(_PEOPLES, ("code", "names")):
        for name in row["names"].split():
            peoples[name] = (*peoples.get(name, ()), row["code"])
    named: dict[str, list[tuple[str, str, str]]] = {}
    for _, row in _table(_NAMES, ("code", "sector", "names")):
        for name in row["names"].split("|"):
            first = re.split(r"[ -]", name)[0]
            named.setdefault(first, []).append((name, row["code"], row["sector"].strip("-")))
    return EventLexicon(
        MappingProxyType({key: tuple(sorted(group, key=_looseness)) for key, group in found.items()}),
        MappingProxyType(words),
        MappingProxyType(homes),
        MappingProxyType(peoples),
        MappingProxyType(
            {first: tuple(sorted(group, key=lambda n: -len(n[0]))) for first, group in named.items()}
        ),
    )


@lru_cache(maxsize=1)
def towns() -> Mapping[str, str]:
    """Names of towns in small letters, and the ISO 3166-1 alpha-3 code of the country. Source: GeoNames, CC BY 4.0."""
    packed = (resources.files("bedfellows.reader") / "lexicon" / _PLACES).read_bytes()
    lines = gzip.decompress(packed).decode("utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if not line.startswith("#"))
    return MappingProxyType(dict(pair for pair in pairs if len(pair) == 2))


def _looseness(rule: EventRule) -> tuple[int, int]:
    """Rules that need more come first; among equals, those content with fewer words."""
    return -len(rule.needs), sum(len(need.words) or _ANY for need in rule.needs)


def _rule(name: str, line: int, row: dict[str, str], words: Mapping[str, frozenset[str]]) -> EventRule:
    where = f"{name}, line {line}"
    if row["use"] not in USES:
        raise InputError(f"{where}, field use: expected one of {', '.join(USES)}; found {row['use']!r}.")
    if row["type"] not in PLOVER_TYPES:
        raise InputError(
            f"{where}, field type: expected one of {', '.join(PLOVER_TYPES)}; found {row['type']!r}."
        )
    mode = None if row["mode"] in {"-", ""} else row["mode"]
    modes = PLOVER_TYPES[row["type"]].modes
    if mode is not None and mode not in modes:
        raise InputError(f"{where}, field mode: expected {', '.join(modes) or 'none'} or -; found {mode!r}.")
    for field in ("triggers", "example"):
        if not row[field]:
            raise InputError(f"{where}, field {field}: expected a value, found nothing.")
    needs = tuple(_need(need, where, words) for need in row["needs"].split() if need != "-")
    return EventRule(
        where, tuple(row["triggers"].split()), row["use"], row["type"], mode, needs, row["example"]
    )


def _need(text: str, where: str, words: Mapping[str, frozenset[str]]) -> Need:
    kind, _, given = text.partition(":")
    if kind not in NEEDS:
        raise InputError(
            f"{where}, field needs: expected one of {', '.join(NEEDS)} before a colon; found {text!r}."
        )
    wanted: set[str] = set()
    for word in filter(None, given.split(",")):
        if word == "@country":
            wanted.add(word)
        elif word.startswith("@"):
            if word[1:] not in words:
                raise InputError(
                    f"{where}, field needs: expected a list of {_WORDS} after @; found {word!r}."
                )
            wanted |= words[word[1:]]
        else:
            wanted.add(word)
    if not wanted and kind != "comp":
        raise InputError(f"{where}, field needs: expected words after {kind}:, found none.")
    return Need(kind, frozenset(wanted))


def _packaged(name: str) -> str:
    return (resources.files("bedfellows.reader") / "lexicon" / name).read_text(encoding="utf-8")


def _table(name: str, columns: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    return _rows(name, _packaged(name), columns)


def _rows(name: str, text: str, columns: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    rows = []
    for line, raw in enumerate(text.splitlines(), start=1):
        if not raw.strip() or raw.startswith("#"):
            continue
        cells = [cell.strip() for cell in raw.split("\t")]
        if len(cells) != len(columns):
            raise InputError(
                f"{name}, line {line}: expected {len(columns)} tab-separated fields ({', '.join(columns)}), found {len(cells)}."
            )
        rows.append((line, dict(zip(columns, cells, strict=True))))
    return rows


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: expected a readable UTF-8 file of rules, found {error}.") from error
