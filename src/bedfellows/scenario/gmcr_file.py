"""Reads a conflict from a .gmcr file: the JSON of GMCR+ and gmcr-py (Petersons 2013).

    {"options": [{"name": "Modify", "permittedDirection": "fwd"}, ...],   fwd: only from not taken to taken; back; both
     "decisionMakers": [{"name": "MoE", "options": [0],
                         "preferences": [[[2, "Y"]], {"compound": true, "members": [[[0, "N"], [4, "Y"]], ...]}],
                         "preferenceRanking": [9, 3, [11, 12], ...]}],
     "infeasibles": [[[1, "Y"], [2, "Y"]], ...],                          combinations of options that cannot be
     "coalitions": [0, [1, 2]],
     "useManualPreferenceRanking": true}                                  the rankings count, not the preferences

Preferences are priorities, the most important first. In files of older versions the ranking is called preference vector.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, NoReturn

from bedfellows.errors import InputError
from bedfellows.scenario.options import ConflictModel, DecisionMaker, Moves, Option, Priorities, Ranking
from bedfellows.scenario.statements import All, Not, Some, Statement, Taken, is_key

LARGEST = 5_000_000
"""Bytes: no conflict of this kind is larger."""

_DIRECTIONS: dict[str, Moves] = {"both": "both", "fwd": "take", "back": "drop"}


def read_gmcr(path: Path) -> ConflictModel:
    """The conflict in a .gmcr file.

    Raises:
        InputError: it cannot be read, or a part of it is not as above; the message names the part.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(f"Expected at most {LARGEST:,} bytes in {path.name}. This is no conflict model.")
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(f"Expected a conflict in JSON, but {path.name} cannot be read: {error}.") from error
    return _Reader(path).model(data)


class _Reader:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.options: list[Option] = []

    def wrong(self, expected: str, found: object, where: str) -> NoReturn:
        raise InputError(
            f"Expected {expected} as {where} in {self.path.name}, found {str(found)[:60]!r}. Mend the file."
        )

    def listed(self, holder: object, name: str, *, needed: bool = True) -> list[Any]:
        if not isinstance(holder, dict):
            self.wrong("an object", holder, f"the holder of {name}")
        found = holder.get(name)
        if found is None and not needed:
            return []
        if not isinstance(found, list):
            self.wrong("a list", found, name)
        return found

    def model(self, data: object) -> ConflictModel:
        self.options = self.read_options(self.listed(data, "options"))
        assert isinstance(data, dict)
        ranked = bool(data.get("useManualPreferenceRanking") or data.get("useManualPreferenceVectors"))
        makers = [
            self.maker(entry, number, ranked=ranked)
            for number, entry in enumerate(self.listed(data, "decisionMakers"), 1)
        ]
        owned = sorted(option.key for maker in makers for option in maker.options)
        if owned != sorted(option.key for option in self.options):
            self.wrong("each option with one decision maker", ", ".join(owned), "options")
        infeasible = [
            self.pattern(entry, f"infeasible {number}")
            for number, entry in enumerate(self.listed(data, "infeasibles", needed=False), 1)
        ]
        return ConflictModel(
            self.path.stem,
            tuple(makers),
            tuple(infeasible),
            players=self.players(self.listed(data, "coalitions", needed=False), len(makers)),
            source=self.path.name,
            order=tuple(option.key for option in self.options),
        )

    def read_options(self, entries: list[Any]) -> list[Option]:
        made: list[Option] = []
        for number, entry in enumerate(entries, 1):
            name = entry.get("name") if isinstance(entry, dict) else None
            if not isinstance(name, str) or not name.strip():
                self.wrong("an option with a name", entry, f"option {number}")
            moves = _DIRECTIONS.get(str(entry.get("permittedDirection", "both")))
            if moves is None:
                self.wrong("both, fwd or back", entry.get("permittedDirection"), f"the direction of {name}")
            key = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
            if not is_key(key) or key in {option.key for option in made}:
                key = f"{key}-{number}".strip("-")
            made.append(Option(key, name.strip(), moves))
        return made

    def maker(self, entry: object, number: int, *, ranked: bool) -> DecisionMaker:
        own = [
            self.option(index, f"an option of decision maker {number}")
            for index in self.listed(entry, "options")
        ]
        assert isinstance(entry, dict)
        name = entry.get("name")
        if not isinstance(name, str) or not name.strip():
            self.wrong("a name", name, f"the name of decision maker {number}")
        if not ranked:
            wanted = self.listed(entry, "preferences")
            statements = [self.preference(one, f"a preference of {name}") for one in wanted]
            return DecisionMaker(name.strip(), tuple(own), Priorities(tuple(statements)))
        field = "preferenceRanking" if "preferenceRanking" in entry else "preferenceVector"
        groups: list[tuple[int, ...]] = []
        for group in self.listed(entry, field):
            members = group if isinstance(group, list) else [group]
            if not all(isinstance(one, int) and not isinstance(one, bool) for one in members):
                self.wrong("numbers of states", group, f"the ranking of {name}")
            groups.append(tuple(members))
        return DecisionMaker(name.strip(), tuple(own), Ranking(tuple(groups)))

    def option(self, index: object, where: str) -> Option:
        if not isinstance(index, int) or isinstance(index, bool) or not 0 <= index < len(self.options):
            self.wrong(f"a number from 0 to {len(self.options) - 1}", index, where)
        return self.options[index]

    def preference(self, entry: object, where: str) -> Statement:
        if isinstance(entry, dict):
            return Some(tuple(self.pattern(member, where) for member in self.listed(entry, "members")))
        return self.pattern(entry, where)

    def pattern(self, entry: object, where: str) -> Statement:
        if not isinstance(entry, list) or not entry:
            self.wrong("pairs of an option and Y or N", entry, where)
        parts: list[Statement] = []
        for pair in entry:
            if not isinstance(pair, list) or len(pair) != 2 or pair[1] not in {"Y", "N"}:
                self.wrong("a pair of an option and Y or N", pair, where)
            taken = Taken(self.option(pair[0], where).key)
            parts.append(taken if pair[1] == "Y" else Not(taken))
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def players(self, entries: list[Any], makers: int) -> tuple[tuple[int, ...], ...]:
        made = [tuple(entry) if isinstance(entry, list) else (entry,) for entry in entries]
        members = [member for one in made for member in one]
        if not made or all(len(one) == 1 for one in made):
            return ()
        if not all(isinstance(one, int) for one in members) or sorted(members) != list(range(makers)):
            self.wrong("each decision maker in one coalition", entries, "coalitions")
        return tuple(made)
