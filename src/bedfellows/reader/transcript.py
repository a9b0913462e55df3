"""Who is marked as speaking in a transcript: the labels that open turns ("MS. JONES:", "Q:", "Jens Example (NATO):")."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

_STAMP = r"(?:[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?: ?[AaPp]\.?[Mm]\.?)?[\])]?[ –-]+)?"
_LABEL = re.compile(
    rf"{_STAMP}(?P<label>[^\W\d_][^:;!?\"“”()\[\]\n]{{0,90}}?)\s*"
    r"(?:[\[(](?P<note>[^()\[\]\n]{1,60})[\])])?\s?:(?:\s+|$)"
)
_LONGEST = 130
# "Q.  Who helps?", and "Q  Thank you." as some houses print it.
_POINTED = re.compile(r"(?P<label>[QA])(?:\d{1,2})?\.\s+(?=\S)")
_BARE = re.compile(r"(?P<label>Q)\s+(?:\([^()\n]{1,40}\)\s*)?(?=[A-Z“\"(])")
_ASKS = re.compile(
    r"q\d*|(?:unidentified |female |male )?(?:question(?:er)?|reporter|journalist|interviewer|correspondent|press|audience(?: member)?)"
    r"(?: (?:\d{1,2}|one|two|three|four|five))?",
    re.IGNORECASE,
)
_ANSWERS = re.compile(r"a\d*|answer", re.IGNORECASE)
# They say things, but nobody knows who they are.
_NOBODY = re.compile(
    r"(?:the )?(?:moderator|host|operator|anchor|chair|interpreter|translator|staff|aide|participant|speaker|presenter|narrator)"
    r"(?: (?:\d{1,2}|one|two|three|[a-z]))?",
    re.IGNORECASE,
)
_HONORIFICS = frozenset({"mr", "mrs", "ms", "miss", "dr", "sir", "madam"})
_OFFICES = frozenset(
    (
        "secretary president minister ambassador general colonel admiral captain major lieutenant senator representative congressman "
        "congresswoman chairman chairwoman spokesman spokeswoman spokesperson chancellor premier king queen prince sheikh commissioner "
        "commander envoy director undersecretary governor official officer gen col adm capt maj lt sen rep gov amb"
    ).split()
)
_WITH_OFFICES = frozenset(
    (
        "the a prime foreign defence defense deputy under assistant vice first senior acting press high military administration permanent "
        "chief brigadier state department"
    ).split()
)
_PARTICLES = frozenset(
    {"al", "bin", "ibn", "ben", "de", "da", "del", "della", "van", "von", "der", "den", "la", "le", "el"}
)
_FIRST_PERSON = re.compile(r"\b(?:[Ww]e|[Oo]urs?|us|I|[Mm]y|me)\b(?!\.)")
_END = re.compile(
    r"(?:[#*_=–—-]\s*){3,}|[\[(]?\s*(?:end|ends|end of (?:transcript|interview|briefing))\s*[\])]?\.?",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.?!…][\"'”’)\]]*\s+")
_MOST_NAMES = 5


@dataclass(frozen=True, slots=True)
class Turn:
    """What a label says of who speaks: the words before the office, the office, the name, and what stands behind or in brackets.

    `asks` marks a question, `answers` the other side of "Q:", `nobody` a chair or an interpreter. `alone` is a name in front of one
    paragraph that speaks for itself ("Iran: We do not ..."), in a text that is no transcript.
    """

    before: str = ""
    office: str = ""
    name: str = ""
    note: str = ""
    asks: bool = False
    answers: bool = False
    nobody: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class _Label:
    turn: Turn
    length: int  # characters
    sure: bool = False  # it can be nothing but a label
    plain: str = ""  # a name without office, as it is written: it may be a heading
    bare: bool = False


def find_turns(lines: Sequence[str]) -> list[tuple[Turn | None, int]]:
    """For each line, whose turn it belongs to, if anybody's, and how many characters of it are the label."""
    labels = [_label(line.title() if line == line.lower() else line) for line in lines]
    if not any(labels):
        return [(None, 0)] * len(lines)
    asked = any(label and label.turn.asks and not label.bare for label in labels)
    firm = [label for label in labels if label and not label.plain and not label.bare]
    again = Counter(label.plain for label in labels if label and label.plain)
    taken = [
        label
        if label is not None
        and _holds(
            label, line, asked=asked, transcript=bool(firm) or max(again.values(), default=0) > 1, again=again
        )
        else None
        for label, line in zip(labels, lines, strict=True)
    ]
    opened = [number for number, label in enumerate(taken) if label is not None]
    if all(label.turn.asks for label in taken if label is not None):
        return [
            (None, label.length if label is not None else 0) for label in taken
        ]  # no label says where answers begin
    runs_on = len(opened) > 1 or any(label.sure for label in taken if label is not None)
    found: list[tuple[Turn | None, int]] = []
    turn: Turn | None = None
    for number, (label, line) in enumerate(zip(taken, lines, strict=True)):
        if label is not None:
            turn = label.turn if runs_on else replace(label.turn, alone=bool(label.plain))
            found.append((turn, label.length))
            if not runs_on or (turn.asks and number == opened[-1] and len(line) > label.length):
                turn = None  # nobody answers: the text goes on
        else:
            turn = None if _END.fullmatch(line.strip()) else turn
            found.append((turn, 0))
    return found


def parted(line: str, others: frozenset[str] = frozenset()) -> list[int]:
    """Where in a line that opens with a label the turns in it begin: "Q: Who helps? A: Iran does." `others` are names that open lines elsewhere."""
    places = [0]
    if line.count(":") < 2 or _label(line) is None:
        return places
    for end in _SENTENCE_END.finditer(line):
        label = _label(line[end.end() : end.end() + _LONGEST + 1])
        if label is not None and not label.bare and (not label.plain or label.plain in others):
            places.append(end.end())
    return places


def names_of(lines: Sequence[str]) -> frozenset[str]:
    """The names without an office that open lines, and may be labels."""
    return frozenset(label.plain for line in lines if (label := _label(line)) is not None and label.plain)


def opens_turn(line: str) -> bool:
    """Can the line be nothing but the beginning of a turn?"""
    label = _label(line)
    return label is not None and (label.sure or label.turn.asks or label.turn.answers) and not label.bare


def _holds(label: _Label, line: str, *, asked: bool, transcript: bool, again: Counter[str]) -> bool:
    """Is it a label in this text, where it need not be one?"""
    if label.bare or (label.turn.answers and not label.turn.name):
        return asked if label.turn.answers else transcript
    if not label.plain:
        return True
    if _FIRST_PERSON.search(line, label.length):
        return True
    return transcript and (again[label.plain] > 1 or label.plain.isupper() or " " in label.plain)


def _label(line: str) -> _Label | None:
    if line[:1] in "QA" and (pointed := _POINTED.match(line)):
        return _Label(Turn(asks=line[0] == "Q", answers=line[0] == "A"), pointed.end())
    match = _LABEL.match(line) if ":" in line[:_LONGEST] else None
    if match is None:
        bare = _BARE.match(line) if line[:1] == "Q" else None
        return _Label(Turn(asks=True), bare.end(), bare=True) if bare else None
    words, note = " ".join(match["label"].split()), " ".join((match["note"] or "").split())
    length = match.end()
    bare_words = words.rstrip(".")
    if _ASKS.fullmatch(bare_words):
        return _Label(Turn(note=note, asks=True), length, sure=words.isupper() and len(words) > 1)
    if _ANSWERS.fullmatch(bare_words):
        return _Label(Turn(note=note, answers=True), length)
    if _NOBODY.fullmatch(bare_words):
        return _Label(Turn(note=note, nobody=True), length, sure=words.isupper())
    head, _, role = words.partition(", ")
    if role:
        if not _office_words(role.split()) or not _is_name(head.split()):
            return None
        note = role
    return _named(head, note, length, described=bool(role))


def _named(words: str, note: str, length: int, *, described: bool) -> _Label | None:
    parts = words.split()
    offices = _office_words(parts)
    if not offices:
        if not _is_name(parts):
            return None
        if described or (len(parts) > 1 and note[:1].isupper()):
            return _Label(Turn(name=words, note=note), length, sure=True)
        return _Label(Turn(name=words, note=note), length, plain=words)
    last = offices[-1]
    name = parts[last + 1 :]
    while name and name[0].lower() in {"of", "for"}:
        return None  # "The president of Iran: ..."
    first = next(i for i, word in enumerate(parts) if i in offices or _bare(word) in _WITH_OFFICES)
    if name and not _is_name(name):
        return None
    if not name and not (parts[-1][:1].isupper() or first > 0):
        return None
    turn = Turn(" ".join(parts[:first]), " ".join(parts[first : last + 1]), " ".join(name), note)
    loud = (" ".join(name) or words).isupper()
    headline = not name and not loud and first > 0  # "Iranian minister: We ..."
    return _Label(turn, length, sure=loud, plain=words if headline else "")


def _office_words(parts: Sequence[str]) -> list[int]:
    return [
        i
        for i, word in enumerate(parts)
        if _bare(word) in _HONORIFICS or any(half in _OFFICES for half in _bare(word).split("-"))
    ]


def _is_name(parts: Sequence[str]) -> bool:
    if not 0 < len(parts) <= _MOST_NAMES:
        return False
    return parts[-1][:1].isupper() and all(
        part[:1].isupper() or _bare(part) in _PARTICLES or part.startswith(("al-", "el-")) for part in parts
    )


def _bare(word: str) -> str:
    return word.rstrip(".,").lower()
