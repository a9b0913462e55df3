"""Reads a conflict from a file of the user: TOML of the form below, or a .gmcr file (see `gmcr_file`).

    title = "Groundwater at Elmira"
    source = "where the model is from"                       # may be left out, as may all but decision makers
    infeasible = ["accept and delay", "not (accept or delay or abandon)"]
    same = ["abandon"]                                       # states in which it holds count as one
    status_quo = "delay and not modify and not insist"
    coalitions = [["Ministry", "Uniroyal"]]                  # who acts as one; the others each alone

    [[decision_maker]]
    name = "Uniroyal"
    actor = "uniroyal"                                       # the id of an actor, where it is one
    options = ["accept", { key = "delay", name = "Delay the appeal", moves = "drop" },
               { key = "abandon", name = "Abandon the plant", moves = "take" }]
    priorities = ["not abandon", "accept iff modify", "not insist"]

Each decision maker has one of

* `priorities`: statements, the most important first; one outweighs all that follow it;
* `weights`: a table of statements and numbers; a state is worth the sum of those that hold in it;
* `ranking`: states, the best first, by number or by statement; those liked equally in a list of their own.

`moves` is "both", "take" (once taken it stays) or "drop" (once dropped it stays so). `statements` says how statements are written,
`states` how states are numbered.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn, get_args

from bedfellows.errors import InputError
from bedfellows.scenario.gmcr_file import LARGEST, read_gmcr
from bedfellows.scenario.options import (
    ConflictModel,
    DecisionMaker,
    Moves,
    Option,
    Preferences,
    Priorities,
    Ranking,
    Weights,
)
from bedfellows.scenario.statements import Statement, is_key, parse

_MODEL = {"title", "source", "infeasible", "same", "status_quo", "coalitions", "decision_maker"}
_MAKER = {"name", "actor", "options", "priorities", "weights", "ranking"}
_OPTION = {"key", "name", "moves"}
_WANTS = ("priorities", "weights", "ranking")
_MOVES: tuple[Moves, ...] = get_args(Moves)


def read_conflict(path: Path) -> ConflictModel:
    """The conflict in a file: JSON where its name ends in .gmcr, else TOML.

    Raises:
        InputError: it cannot be read, or something in it is not as above; the message names the place.
    """
    if path.suffix.lower() == ".gmcr":
        return read_gmcr(path)
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(f"Expected at most {LARGEST:,} bytes in {path.name}. This is no conflict model.")
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"Expected a conflict in TOML, but {path.name} cannot be read: {error}.") from error
    return parse_conflict(text, path.name)


def parse_conflict(text: str, name: str = "the text") -> ConflictModel:
    """The conflict in a text in TOML; `name` is what errors call it.

    Raises:
        InputError: something in it is not as above.
    """
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError(f"Expected TOML in {name}: {error}. Mend the file.") from error
    return _Reader(name).model(data)


class _Reader:
    def __init__(self, name: str) -> None:
        self.name = name
        self.keys: frozenset[str] = frozenset()

    def wrong(self, expected: str, found: object, where: str) -> NoReturn:
        raise InputError(
            f"Expected {expected} as {where} in {self.name}, found {str(found)[:60]!r}. Mend the file."
        )

    def fields(self, entry: object, known: set[str], where: str) -> dict[str, Any]:
        if not isinstance(entry, dict):
            self.wrong("a table", entry, where)
        for field in entry:
            if field not in known:
                self.wrong(f"only {', '.join(sorted(known))}", field, f"a field of {where}")
        return entry

    def text(self, table: Mapping[str, Any], field: str, where: str, default: str | None = None) -> str:
        found = table.get(field, default)
        if not isinstance(found, str) or (not found.strip() and default is None):
            self.wrong("text", found, f"{field} of {where}")
        return found.strip()

    def listed(self, table: Mapping[str, Any], field: str, where: str) -> list[Any]:
        found = table.get(field, [])
        if not isinstance(found, list):
            self.wrong("a list", found, f"{field} of {where}")
        return found

    def statements(self, entries: Iterable[object], where: str) -> tuple[Statement, ...]:
        return tuple(self.statement(entry, where) for entry in entries)

    def statement(self, entry: object, where: str) -> Statement:
        if not isinstance(entry, str) or not entry.strip():
            self.wrong("a statement in quotation marks", entry, where)
        return parse(entry, self.keys, f"{where} in {self.name}")

    def model(self, data: object) -> ConflictModel:
        table = self.fields(data, _MODEL, "the conflict")
        entries = self.listed(table, "decision_maker", "the conflict")
        tables = [
            self.fields(entry, _MAKER, f"decision maker {number}") for number, entry in enumerate(entries, 1)
        ]
        if not tables:
            self.wrong("at least one [[decision_maker]]", "none", "decision makers")
        makers = [self.maker(entry, number) for number, entry in enumerate(tables, 1)]
        self.once("name", [maker.name for maker in makers])
        keys = [option.key for maker in makers for option in maker.options]
        self.once("key", keys)
        self.keys = frozenset(keys)
        wanting = [
            replace(maker, preferences=self.wants(entry, maker.name))
            for entry, maker in zip(tables, makers, strict=True)
        ]
        quo = table.get("status_quo")
        return ConflictModel(
            self.text(table, "title", "the conflict", self.name),
            tuple(wanting),
            self.statements(self.listed(table, "infeasible", "the conflict"), "infeasible"),
            self.statements(self.listed(table, "same", "the conflict"), "same"),
            self.players(self.listed(table, "coalitions", "the conflict"), [maker.name for maker in makers]),
            None if quo is None else self.statement(quo, "status_quo"),
            self.text(table, "source", "the conflict", ""),
        )

    def once(self, what: str, names: list[str]) -> None:
        for name in names:
            if names.count(name) > 1:
                self.wrong(f"each {what} once", name, f"{what}s")

    def maker(self, table: Mapping[str, Any], number: int) -> DecisionMaker:
        name = self.text(table, "name", f"decision maker {number}")
        options = tuple(self.option(entry, name) for entry in self.listed(table, "options", name))
        actor = self.text(table, "actor", name) if "actor" in table else None
        return DecisionMaker(name, options, Priorities(()), actor)

    def option(self, entry: object, where: str) -> Option:
        table = (
            {"key": entry} if isinstance(entry, str) else self.fields(entry, _OPTION, f"an option of {where}")
        )
        key = self.text(table, "key", f"an option of {where}")
        if not is_key(key):
            self.wrong(
                "letters, digits, hyphens and underscores, and none of not, and, or, if, iff",
                key,
                f"a key of {where}",
            )
        moves = table.get("moves", "both")
        if moves not in _MOVES:
            self.wrong(f"one of {', '.join(_MOVES)}", moves, f"moves of {key}")
        return Option(key, self.text(table, "name", key, key), moves)

    def wants(self, table: Mapping[str, Any], name: str) -> Preferences:
        given = [field for field in _WANTS if field in table]
        if len(given) != 1:
            self.wrong(f"one of {', '.join(_WANTS)}", ", ".join(given) or "none", f"what {name} wants")
        if given == ["priorities"]:
            return Priorities(
                self.statements(self.listed(table, "priorities", name), f"the priorities of {name}")
            )
        if given == ["ranking"]:
            groups = []
            for entry in self.listed(table, "ranking", name):
                members = entry if isinstance(entry, list) else [entry]
                groups.append(tuple(self.ranked(member, name) for member in members))
            return Ranking(tuple(groups))
        if not isinstance(table["weights"], dict):
            self.wrong("a table of statements and numbers", table["weights"], f"the weights of {name}")
        weighted = []
        for text, weight in table["weights"].items():
            if not isinstance(weight, (int, float)) or isinstance(weight, bool) or not math.isfinite(weight):
                self.wrong("a number", weight, f"the weight of {text!r}")
            weighted.append((self.statement(text, f"the weights of {name}"), float(weight)))
        return Weights(tuple(weighted))

    def ranked(self, member: object, name: str) -> int | Statement:
        if isinstance(member, int) and not isinstance(member, bool):
            return member
        return self.statement(member, f"the ranking of {name}")

    def players(self, entries: list[Any], names: list[str]) -> tuple[tuple[int, ...], ...]:
        if not entries:
            return ()
        made: list[tuple[int, ...]] = []
        for entry in entries:
            if not isinstance(entry, list) or not entry:
                self.wrong("a list of names of decision makers", entry, "a coalition")
            for name in entry:
                if name not in names:
                    self.wrong(f"one of {', '.join(names)}", name, "a member of a coalition")
            made.append(tuple(names.index(name) for name in entry))
        together = [one for side in made for one in side]
        if len(together) != len(set(together)):
            self.wrong("each decision maker in one coalition at most", entries, "coalitions")
        alone = [(number,) for number in range(len(names)) if number not in together]
        return tuple(sorted([*made, *alone]))
