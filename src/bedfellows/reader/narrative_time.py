"""When a claim is so where no word of its clause says when: from the tense, and from the date that a narrative has come to.

Speech, reference and event are told apart as in H. Reichenbach, Elements of Symbolic Logic (1947), section 51: the day of publication is that of speech;
"In 2014 Russia annexed Crimea. It then armed the rebels." goes on in the time that its first sentence sets (the reference); what "had" happened was over
by the reference. A date that opens a sentence frames those after it, a date within it only those that take it up ("then", "that year").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from bedfellows.reader.dates import When, attached, find_dates
from bedfellows.reader.stance import Stance, clause_verb, tense

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Span, Token

    from bedfellows.reader.lexicon import Lexicon

Form = Literal["past", "before-past", "perfect", "present", "future", "future-in-past", "none"]
"""How a finite verb is put: attacked, had attacked, has attacked, attacks, will attack, would attack; none for what is no clause."""

_LATER = frozenset({"later", "afterwards", "afterward", "subsequently", "thereafter", "eventually"})
_TAKES_UP = re.compile(
    r"\b(?:then|later|afterwards?|subsequently|thereafter|eventually|(?:that|the same) (?:day|week|month|season|spring|summer|autumn|winter|year|decade)|"
    r"at (?:the|that) time|meanwhile|soon)\b",
    re.IGNORECASE,
)
_FORMER = frozenset({"once", "former", "formerly", "erstwhile", "onetime", "previously"})
_DEEPEST = 12
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_INEXACT = frozenset({"unknown", "vague", "tense"})


@dataclass(frozen=True, slots=True)
class _Frame:
    when: When
    form: Form
    opening: bool  # the date stands before the subject of its sentence


class NarrativeTime:
    """The date that a text has come to, followed sentence by sentence; `published` is the day on which it speaks."""

    def __init__(self, published: date | None, lexicon: Lexicon) -> None:
        self.published = published
        self._say = lexicon.words["say"]
        self._intend = lexicon.words["intend"]
        self._frame: _Frame | None = None
        self._paragraph = 0
        self._sentence: Span | None = None
        self._before: list[Span] = []

    def open_sentence(self, sentence: Span, paragraph: int) -> None:
        """Before the claims of a sentence are dated. A new paragraph sets its own time."""
        if paragraph != self._paragraph:
            self._paragraph, self._frame = paragraph, None
            self._before.clear()
        elif self._sentence is not None:
            self._before.append(self._sentence)
        self._sentence = sentence

    def _reached(self) -> _Frame | None:
        """The time that the sentences before this one have come to; looked for only when a claim asks."""
        for sentence in self._before:
            self._follow(sentence, find_dates(sentence.text, self.published))
        self._before.clear()
        return self._frame

    def _follow(self, sentence: Span, found: tuple[When, ...]) -> None:
        root = sentence.root
        if root.lemma_.lower() in self._say:
            return
        form = form_of(root)
        when = attached(root, sentence, found, root)
        if when is None:
            if self._frame is not None and form not in {self._frame.form, "none"}:
                self._frame = None
            return
        exact = when.first is not None and when.last is not None and when.precision not in _INEXACT
        self._frame = _Frame(when, form, _opens(when, root, sentence)) if exact else None

    def days(self, trigger: Token, sentence: Span, how: Stance) -> When | None:
        """The time of a claim that rests on `trigger`: what its clause names, else what the narrative or the tense tells.

        None where nothing is known, as in a text without a day of publication.
        """
        found, verb = find_dates(sentence.text, self.published), clause_verb(trigger)
        named = attached(trigger, sentence, found, verb)
        if named is not None and (named.first or named.last):
            return named
        told = self._by_frame(verb, sentence, found) or self._by_tense(trigger, verb, sentence, found, how)
        if told is None or named is None:
            return told or named
        return replace(told, text=named.text)

    def _by_frame(self, verb: Token | None, sentence: Span, found: tuple[When, ...]) -> When | None:
        finite = _finite(verb) if verb is not None else None
        if finite is None or finite != verb or self._is_said(verb):
            return None
        form = form_of(verb)
        first = _first_joined(verb)
        if first != verb and form_of(first) == form:  # "In 2014 Russia annexed Crimea and armed the rebels"
            when = attached(first, sentence, found, first)
            if when is not None and when.first and when.last and _opens(when, first, sentence):
                return when
        frame = self._reached()
        if (
            frame is None
            or first != sentence.root
            or form != frame.form
            or form in {"none", "perfect", "before-past"}
        ):
            return None
        if any(attached(each, sentence, found, each) for each in (first, sentence.root)):
            return None
        taken_up = _TAKES_UP.search(sentence.text) is not None
        if not frame.opening and not taken_up:
            return None
        last = frame.when.last
        if any(child.lower_ in _LATER for child in (*verb.children, *sentence.root.children)):
            last = max(self.published, last) if self.published and last else None
        return replace(frame.when, last=last, precision="vague")

    def _by_tense(
        self, trigger: Token, verb: Token | None, sentence: Span, found: tuple[When, ...], how: Stance
    ) -> When | None:
        now = self.published
        if now is None:
            return None
        finite = _finite(verb if verb is not None else trigger)
        form = form_of(finite) if finite is not None else "none"
        if how.certainty == "conditional" or (how.tense == "future" and form == "future"):
            return _tensed(now, None)
        if verb is not None and self._is_intended(verb):
            in_the_end = now if form in {"present", "perfect", "none"} else None
            return self._after_what_was_said(verb, sentence, found, in_the_end)
        if form == "future-in-past":
            return self._after_what_was_said(finite, sentence, found, now)
        if form == "future":
            return None  # what is named within it may be of any time
        if form == "before-past":
            return _tensed(None, self._reference(finite, sentence, found) or now)
        if (
            form in {"past", "perfect"}
            or _is_over(trigger)
            or _is_deed_of_any_time(trigger, verb, finite, sentence)
        ):
            return _tensed(None, now)
        return _tensed(now, now)

    def _after_what_was_said(
        self, finite: Token | None, sentence: Span, found: tuple[When, ...], now: date | None
    ) -> When | None:
        """ "In May it said that it would leave": from May on; without a date, from the day of the text."""
        for verb in _verbs_above(finite) if finite is not None else ():
            when = attached(verb, sentence, found, verb)
            if when is not None and when.first:
                return _tensed(when.first, None)
        return _tensed(now, None) if now is not None else None

    def _reference(self, verb: Token | None, sentence: Span, found: tuple[When, ...]) -> date | None:
        """By when what "had" happened was over: the day of the clause above it, else the one the text has come to."""
        for above in _verbs_above(verb) if verb is not None else ():
            when = attached(above, sentence, found, above)
            if when is not None and when.last:
                return when.last
        frame = self._reached()
        return frame.when.last if frame is not None else None

    def _is_said(self, verb: Token | None) -> bool:
        return (
            any(above.lemma_.lower() in self._say for above in _verbs_above(verb))
            if verb is not None
            else False
        )

    def _is_intended(self, verb: Token) -> bool:
        node = verb
        for _ in range(_DEEPEST):
            head = node.head
            if head == node:
                return False
            if node.dep_ in {"xcomp", "acl", "ccomp"} and head.lemma_.lower() in self._intend:
                return True
            if node.dep_ not in {"xcomp", "conj", "acl", "pcomp"}:
                return False
            node = head
        return False


def form_of(verb: Token) -> Form:
    """How a verb is put, by its form and its auxiliaries."""
    helpers = [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    words = {helper.lower_ for helper in helpers}
    if "would" in words:  # "would have lost" is over
        return "past" if "have" in words else "future-in-past"
    if tense(verb) == "future":
        return "future"
    if any(helper.lemma_ == "have" for helper in helpers):
        past = any(helper.lower_ in {"had", "'d", "’d"} for helper in helpers)
        return "before-past" if past else "perfect"
    if verb.tag_ == "VBD" or any(helper.tag_ == "VBD" for helper in helpers):
        return "past"
    if verb.tag_ in {"VBZ", "VBP"} or any(helper.tag_ in {"VBZ", "VBP", "MD"} for helper in helpers):
        return "present"
    if verb.dep_ == "conj" and verb.head.pos_ in {"VERB", "AUX"}:
        return form_of(verb.head)
    return "none"


def _finite(token: Token) -> Token | None:
    """The verb that gives a word its tense: itself, or the first above it that has one."""
    node = token
    for _ in range(_DEEPEST):
        if node.pos_ in {"VERB", "AUX"} and form_of(node) != "none":
            return node
        if node.head == node:
            return None
        node = node.head
    return None


def _is_over(trigger: Token) -> bool:
    """ "once a friend of Syria", "a former ally": no longer."""
    return any(child.lower_ in _FORMER for node in (trigger, *trigger.children) for child in node.children)


def _is_deed_of_any_time(trigger: Token, verb: Token | None, finite: Token | None, sentence: Span) -> bool:
    """ "accuses it of arming them": a deed that a noun or a participle names may be over; so may what a headline tells.

    What a headline tells in the simple present has just happened: it has no full stop.
    """
    if verb is not None and verb.tag_ == "VBG" and verb.dep_ in {"pcomp", "acl"} and verb != finite:
        return True
    ends = next((token for token in reversed(sentence) if not token.is_space), None)
    headline = ends is not None and not (ends.is_punct or ends.text[-1:] in ".!?:;")
    return (
        headline
        and trigger.pos_ == "VERB"
        and trigger.tag_ in {"VBZ", "VBP", "VB"}
        and not any(child.dep_ in {"aux", "auxpass"} for child in trigger.children)
    )


def _verbs_above(verb: Token) -> Iterator[Token]:
    return (above for above in verb.ancestors if above.pos_ in {"VERB", "AUX"})


def _first_joined(verb: Token) -> Token:
    while verb.dep_ == "conj" and verb.head.pos_ in {"VERB", "AUX"}:
        verb = verb.head
    return verb


def _opens(when: When, verb: Token, sentence: Span) -> bool:
    """Does the date stand before the subject of its verb, where it frames what follows?"""
    subject = next((child for child in verb.children if child.dep_ in {"nsubj", "nsubjpass", "expl"}), None)
    return subject is not None and sentence.start_char + when.end <= subject.left_edge.idx


def _tensed(first: date | None, last: date | None) -> When:
    return When("", 0, 0, first, last, "tense")
