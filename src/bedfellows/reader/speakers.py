"""Who speaks in a turn of a transcript, and for whom: for the state, body or group that the label or the lines before the first turn name."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bedfellows.actors import leaders, leads, new_actor, resolve

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from bedfellows.reader.mentions import Mention
    from bedfellows.reader.reference import Discourse
    from bedfellows.reader.transcript import Turn

_BODIES = frozenset({"state", "organisation", "armed-group", "government"})
_TOPIC = frozenset({"on", "about", "regarding", "concerning", "over", "following", "after", "against"})
_BACK = frozenset({"by", "with", "–", "—", "-", "|", "/", ";", ":", "."})
_LONGEST_LINE = 80  # tokens
_MOST_LINES = 15
_AND = re.compile(r"\band\b|;|\|")
_FARTHER = 200  # characters: what stands behind an "and" belongs to another name
_HEADS = re.compile(r"president|prime minister|premier|chancellor|king|queen", re.IGNORECASE)
_TITLES = re.compile(
    r"(?i:mr|mrs|ms|dr|president|minister|ambassador|secretary|spokes(?:man|woman|person)|general|colonel|admiral|senator|chancellor|"
    r"premier|king|envoy|director|commander|official|representative)\.?"
)
_TALK = re.compile(
    r"interview|briefing|conference|spokes|remarks|testimony|hearing|transcript", re.IGNORECASE
)
_INTRODUCED = re.compile(
    rf"\b(?:{_TITLES.pattern}|[Ww]ith|[Bb]y) (?P<name>[^\W\d_][\w'’-]+(?: [A-Z][\w'’-]+){{1,3}})"
)
_CAPITALISED = re.compile(r"(?:[^\W\d_][\w.'’-]* )+$")


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks, as actor ids: `speaker` says it, `body` is who "we" are. `asks` marks a question, which asserts nothing."""

    speaker: str | None = None
    body: str | None = None
    asks: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    bodies: tuple[tuple[int, str], ...]  # character and actor
    people: tuple[str, ...]


class Speakers:
    """The speakers of one document, as its lines introduce them."""

    def __init__(self, discourse: Discourse) -> None:
        self._discourse = discourse
        self._lines: list[_Line] = []
        self._known: dict[Turn, Voice | None] = {}

    def introduce(self, text: str, doc: Doc) -> None:
        """Take in a line before the first turn, as it is written and as parsed; its names the discourse has just found."""
        if len(self._lines) >= _MOST_LINES or len(doc) > _LONGEST_LINE:
            return
        kind = self._discourse.kind
        topic, topics = False, set[int]()
        for token in doc:
            topic = token.lower_ in _TOPIC or (topic and token.lower_ not in _BACK)
            if topic:
                topics.add(token.i)
        named = [(mention, doc[mention.start].idx) for mention in self._discourse.mentions()]
        if any(mention.kind != "body" and kind(mention.actor) in _BODIES for mention, _ in named):
            named = [
                one for one in named if one[0].kind != "body"
            ]  # "Ministry of Defence of Uganda": not Britain's
        self._lines.append(
            _Line(
                text,
                tuple(
                    (place, body)
                    for mention, place in named
                    if mention.start not in topics and mention.kind != "capital"
                    if (body := self._body(mention, doc)) is not None
                ),
                tuple(mention.actor for mention, _ in named if kind(mention.actor) == "person"),
            )
        )

    def voice(self, turn: Turn | None) -> Voice | None:
        """Who speaks in a turn; None where nobody is marked as speaking."""
        if turn is None:
            return None
        if turn not in self._known:
            self._known[turn] = self._find(turn)
        return self._known[turn]

    def _find(self, turn: Turn) -> Voice | None:
        if turn.asks:
            return Voice(asks=True)
        if turn.nobody:
            return Voice()
        if turn.answers:
            return self._the_guest()
        if turn.name and not turn.office and not turn.note:
            body = self._body_named(turn.name)
            if body is not None:
                return Voice(body, body)
        speaker, line, place = self._speaker(turn)
        body = self._body_named(turn.note) or self._body_named(turn.before)
        if turn.alone and body is None and (speaker is None or speaker.startswith("x-")):
            return None
        if body is None and line is not None:
            body = _nearest(line, place)
        if body is None and speaker is not None:
            body = next(iter(leads(self._discourse.registry, speaker, self._discourse.on)), None)
        body = body or (None if turn.alone or self._is_guest(turn, speaker) else self._only_body())
        if speaker is None and body is not None and _HEADS.search(turn.office):
            heads = leaders(self._discourse.registry, body, self._discourse.on)
            speaker = heads[0] if len(heads) == 1 else None
        return Voice(speaker or body, body)

    def _is_guest(self, turn: Turn, speaker: str | None) -> bool:
        """A name without office in a conversation where others are introduced: nobody says for whom it speaks."""
        return (
            not turn.office
            and speaker is not None
            and not any(speaker in line.people for line in self._lines)
        )

    def _the_guest(self) -> Voice | None:
        """Who answers where nobody is named: the only person introduced, or else the author, as in "questions and answers"."""
        people = {actor: line for line in self._lines for actor in line.people}
        if not people:  # names in titles are not always recognised
            people = {
                self._person(match["name"]): line
                for line in self._lines
                for match in _INTRODUCED.finditer(line.text)
                if self._body_named(match["name"]) is None
            }
        if len(people) != 1:
            body = self._only_body() if any(_TALK.search(line.text) for line in self._lines) else None
            return Voice(body, body) if body is not None else None
        ((person, line),) = people.items()
        place = line.text.find(self._discourse.name(person).split()[-1])
        return Voice(person, _nearest(line, max(place, 0)) or self._only_body())

    def _only_body(self) -> str | None:
        bodies = {actor for line in self._lines for _, actor in line.bodies}
        return bodies.pop() if len(bodies) == 1 else None

    def _body_named(self, words: str) -> str | None:
        """The state, organisation or group that a label names: "NATO", "Iranian", "NATO spokesman"."""
        if not words:
            return None
        for spelled in dict.fromkeys((words, words.title())):
            best = resolve(spelled, self._discourse.on, self._discourse.registry)
            if (
                best.actor is not None
                and best.actor.kind in _BODIES
                and not best.candidates[0].reason.startswith("near")
            ):
                return best.actor.id
        return None

    def _body(self, mention: Mention, doc: Doc) -> str | None:
        """The body that a name in a line is, or belongs to: "Ministry of Defence of Uganda"."""
        if mention.kind == "new":
            return self._body_named(doc[mention.start : mention.end].text)
        return mention.actor if self._discourse.kind(mention.actor) in _BODIES else None

    def _speaker(self, turn: Turn) -> tuple[str | None, _Line | None, int]:
        """The person with the name of the label, and where a line introduces them."""
        if not turn.name:
            return None, None, 0
        name = turn.name.title() if turn.name.isupper() else turn.name
        for line in self._lines:
            match = re.search(rf"\b{re.escape(name.split()[-1])}\b", line.text, re.IGNORECASE)
            if match is not None:
                return self._person(_full(line.text, match, name)), line, match.start()
        called = self._discourse.called(name.split()[-1])
        if called is not None:
            return called, None, 0
        known = resolve(name, self._discourse.on, self._discourse.registry)
        if (
            known.actor is not None
            and known.actor.kind == "person"
            and not known.candidates[0].reason.startswith("near")
            and (" " in name or leads(self._discourse.registry, known.actor.id, self._discourse.on))
        ):
            return known.actor.id, None, 0
        return self._person(name), None, 0

    def _person(self, name: str) -> str:
        """The person of that name, made where nobody knows them."""
        discourse = self._discourse
        known = discourse.made.get(name.lower())
        if known is None:
            found = resolve(name, discourse.on, discourse.registry)
            if (
                found.actor is not None
                and found.actor.kind == "person"
                and not found.candidates[0].reason.startswith("near")
            ):
                return found.actor.id
            known = new_actor(name, "person", discourse.registry)
        if not known.registered:
            known = replace(known, kind="person")
            discourse.made[name.lower()] = known
        return known.id


def _full(text: str, surname: re.Match[str], name: str) -> str:
    """The name with the words before it in the line that belong to it: "Spokesperson Grace Example"."""
    before = _CAPITALISED.search(text[: surname.start()])
    words = before.group(0).split() if before else []
    kept: list[str] = []
    for word in reversed(words):
        if not word[:1].isupper() or _TITLES.fullmatch(word):
            break
        kept.insert(0, word)
    full = " ".join([*kept, surname.group(0)])
    full = full.title() if full.isupper() else full
    return full if len(kept) <= 3 and kept else name


def _nearest(line: _Line, place: int) -> str | None:
    """The body that a name in a line is introduced with."""
    if not line.bodies:
        return None

    def far(at: int) -> int:
        between = line.text[min(at, place) : max(at, place)]
        return len(between) + _FARTHER * len(_AND.findall(between))

    return min(line.bodies, key=lambda body: far(body[0]))[1]
