"""Statements about options, such as "accept and not modify": what decision makers want, and what cannot be.

A statement is made of the keys of options and the words `not`, `and`, `or`, `if`, `iff`, with brackets where wanted; `not`
binds most tightly, then `and`, `or`, `if`, `iff`. "a if b" holds where b does not or a does. These are the statements of
option prioritising in the graph model (Fang, Hipel, Kilgour and Peng 2003).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bedfellows.errors import InputError

Holds = NDArray[np.bool_]
WORDS = frozenset({"not", "and", "or", "if", "iff"})
LONGEST = 2_000
DEEPEST = 40
_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*|[()]|\S")
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Taken:
    """Holds where the option is taken."""

    key: str

    def __str__(self) -> str:
        return self.key


@dataclass(frozen=True, slots=True)
class Not:
    """Holds where the part does not."""

    part: Statement

    def __str__(self) -> str:
        return f"not {_inner(self.part)}"


@dataclass(frozen=True, slots=True)
class All:
    """Holds where every part does; without parts, everywhere."""

    parts: tuple[Statement, ...]

    def __str__(self) -> str:
        return " and ".join(map(_inner, self.parts)) or "anything"


@dataclass(frozen=True, slots=True)
class Some:
    """Holds where any part does."""

    parts: tuple[Statement, ...]

    def __str__(self) -> str:
        return " or ".join(map(_inner, self.parts)) or "nothing"


@dataclass(frozen=True, slots=True)
class If:
    """Holds where the premise does not, or the part does."""

    part: Statement
    premise: Statement

    def __str__(self) -> str:
        return f"{_inner(self.part)} if {_inner(self.premise)}"


@dataclass(frozen=True, slots=True)
class Iff:
    """Holds where both do or neither does."""

    one: Statement
    other: Statement

    def __str__(self) -> str:
        return f"{_inner(self.one)} iff {_inner(self.other)}"


Statement = Taken | Not | All | Some | If | Iff


def _inner(part: Statement) -> str:
    return str(part) if isinstance(part, (Taken, Not)) else f"({part})"


def holds(statement: Statement, taken: Mapping[str, Holds], size: int) -> Holds:
    """In which of `size` states a statement holds; `taken` says for each option in which states it is taken."""
    match statement:
        case Taken(key):
            return taken[key]
        case Not(part):
            return ~holds(part, taken, size)
        case All(parts):
            found = np.ones(size, dtype=np.bool_)
            for part in parts:
                found = found & holds(part, taken, size)
            return found
        case Some(parts):
            found = np.zeros(size, dtype=np.bool_)
            for part in parts:
                found = found | holds(part, taken, size)
            return found
        case If(part, premise):
            return holds(part, taken, size) | ~holds(premise, taken, size)
        case Iff(one, other):
            return ~(holds(one, taken, size) ^ holds(other, taken, size))


def is_key(text: str) -> bool:
    """Whether an option may have this key: letters, digits, hyphens and underscores, and no word of the statements."""
    return bool(_KEY.fullmatch(text)) and text.lower() not in WORDS


def parse(text: str, keys: frozenset[str], where: str) -> Statement:
    """The statement in a text.

    Args:
        text: what was written.
        keys: the options there are.
        where: what to call the place in an error.

    Raises:
        InputError: it is no statement, or names an option that is not there.
    """
    if len(text) > LONGEST:
        raise InputError(
            f"Expected a statement of at most {LONGEST} characters in {where}, found {len(text)}. Split it."
        )
    return _Parser(_TOKEN.findall(text), text, keys, where).whole()


class _Parser:
    def __init__(self, tokens: list[str], text: str, keys: frozenset[str], where: str) -> None:
        self.tokens, self.text, self.keys, self.where = tokens, text, keys, where
        self.at = self.depth = 0

    def whole(self) -> Statement:
        found = self.iff()
        if self.at < len(self.tokens):
            raise self.wrong("and, or, if, iff or the end")
        return found

    def wrong(self, expected: str) -> InputError:
        found = repr(self.tokens[self.at]) if self.at < len(self.tokens) else "the end"
        shown = self.text if len(self.text) <= 80 else f"{self.text[:80]}…"
        return InputError(
            f"Expected {expected} in {self.where}, found {found} in {shown!r}. "
            'Write for instance: "accept and not (delay or abandon)".'
        )

    def eat(self, word: str) -> bool:
        if self.at < len(self.tokens) and self.tokens[self.at].lower() == word:
            self.at += 1
            return True
        return False

    def iff(self) -> Statement:
        found = self.if_()
        while self.eat("iff"):
            found = Iff(found, self.if_())
        return found

    def if_(self) -> Statement:
        found = self.chain("or", Some, lambda: self.chain("and", All, self.not_))
        while self.eat("if"):
            found = If(found, self.chain("or", Some, lambda: self.chain("and", All, self.not_)))
        return found

    def chain(self, word: str, made: type[All] | type[Some], part: Callable[[], Statement]) -> Statement:
        parts = [part()]
        while self.eat(word):
            parts.append(part())
        return parts[0] if len(parts) == 1 else made(tuple(parts))

    def not_(self) -> Statement:
        self.depth += 1
        if self.depth > DEEPEST:
            raise InputError(
                f"Expected at most {DEEPEST} brackets and nots within one another in {self.where}. Write it shorter."
            )
        try:
            if self.eat("not"):
                return Not(self.not_())
            if self.eat("("):
                found = self.iff()
                if not self.eat(")"):
                    raise self.wrong("a closing bracket")
                return found
            return self.option()
        finally:
            self.depth -= 1

    def option(self) -> Statement:
        token = self.tokens[self.at] if self.at < len(self.tokens) else ""
        if token not in self.keys:
            listed = ", ".join(sorted(self.keys)[:20])
            raise self.wrong(f"the key of an option ({listed})")
        self.at += 1
        return Taken(token)
