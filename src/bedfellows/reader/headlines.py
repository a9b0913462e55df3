"""Headlines read as sentences: what they leave out is put back for the parser and taken out of its parse again.

"Kabul, Taliban to resume talks" is parsed as "Kabul and Taliban will resume talks", "Chad troops under fire" with "are", "Iran arms Taliban" with an
adverb before its verb, a report named behind a colon as "says UN report". The words put in take the place of the space before them, so that every
word stays where it stands in the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from spacy.tokens import Doc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.language import Language
    from spacy.tokens import Token

    from bedfellows.reader.lexicon import Lexicon

_LONGEST = 20  # words
_SHORTEST = 3
_ENDED = re.compile(r"[.!?;:…,][\"')\]]*\s*$|[.!?]\s+\S")
_NOMINAL = frozenset({"NNP", "NNPS", "NN", "NNS", "JJ", "POS", "HYPH", "CD", "CC", "DT"})
_FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})
_BEFORE_STATES = frozenset({"under", "in", "at", "on", "near", "behind", "out", "close", "against"})
_AFTER_DEEDS = frozenset({"by", "in", "near", "over", "at", "as", "for", "of", "from"})
_SUFFERED = frozenset({"fights", "coerces", "accuses", "sanctions", "supports"})
_NO_VERBS = frozenset({"compound", "amod", "nmod", "nsubj", "appos", "dobj"})
_LONGEST_SPEAKER = 6  # words behind a colon at the end: "UN report", "Afghan army spokesman"


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    source: int | None  # the token it stands for; None for one that is put in


def read_headlines(docs: Iterable[Doc], nlp: Language, lexicon: Lexicon) -> Iterator[Doc]:
    """The parses, those of headlines made anew where words are left out in them."""
    return (_read(doc, nlp, lexicon) if _is_headline(doc) else doc for doc in docs)


def _is_headline(doc: Doc) -> bool:
    return _SHORTEST <= len(doc) <= _LONGEST and _ENDED.search(doc.text) is None


def _read(doc: Doc, nlp: Language, lexicon: Lexicon) -> Doc:
    words = [_Word(token.text, token.i) for token in doc]
    if any(token.is_space for token in doc):
        return doc
    words = _named_behind_colon(words, doc)
    start = 0 if len(words) > len(doc) else _start(doc)
    end = _end_of_subject(doc, start)
    listed = _listed(doc, start)
    if listed is not None:
        comma, end = listed
        words = [replace(word, text="and") if word.source == comma else word for word in words]
    plural = listed is not None or (end > start and doc[end - 1].tag_ in {"NNS", "NNPS"})
    if end > start:
        words = (
            _with_future(words, doc, end)
            or _with_copula(words, doc, end, lexicon, plural=plural)
            or _with_verb(words, doc, start, lexicon, listed=listed is not None)
            or words
        )
    if all(word.source is not None and word.text == doc[word.source].text for word in words):
        return doc
    return _put_back(words, doc, nlp)


def _start(doc: Doc) -> int:
    """Where the sentence starts: behind "Libya:", an opening mark."""
    for token in doc[: _LONGEST_SPEAKER + 1]:
        if token.text == ":" and token.i + 2 < len(doc):
            return token.i + 1
    return 0


def _end_of_subject(doc: Doc, start: int) -> int:
    """The end of the names and nouns that a headline opens with, none of them a verb."""
    end = start
    while end < len(doc) and doc[end].tag_ in _NOMINAL and not doc[end].is_punct:
        end += 1
    return end


def _listed(doc: Doc, start: int) -> tuple[int, int] | None:
    """The comma that stands for "and" in "Iran, Iraq sign pact", and the end of the second name."""
    first = _end_of_subject(doc, start)
    if first == start or first >= len(doc) - 2 or doc[first].text != "," or not doc[start].text[:1].isupper():
        return None
    second = _names(doc, first + 1)
    if (
        second == first + 1
        or second >= len(doc)
        or doc[second].is_punct
        or doc[first + 1].lower_ in {"the", "a", "an"}
    ):
        return None
    following = doc[second]
    if following.tag_ in {"WDT", "WP", "IN", "VBG"} and following.lower_ not in _BEFORE_STATES:
        return None
    return first, second


def _names(doc: Doc, start: int) -> int:
    end = start
    while end < len(doc) and doc[end].text[:1].isupper() and doc[end].tag_ in _NOMINAL | {"VBG", "VB"}:
        end += 1
    return end


def _with_future(words: list[_Word], doc: Doc, end: int) -> list[_Word] | None:
    """ "France to leave Mali": it will."""
    if end + 1 >= len(doc) or doc[end].lower_ != "to" or doc[end + 1].tag_ not in {"VB", "NN", "VBP"}:
        return None
    return [replace(word, text="will") if word.source == end else word for word in words]


def _with_copula(
    words: list[_Word], doc: Doc, end: int, lexicon: Lexicon, *, plural: bool
) -> list[_Word] | None:
    """ "Chad troops under fire", "Vietnam wary of China", "Kenyan base attacked by al-Shabaab"."""
    while end > 1 and doc[end - 1].tag_ == "JJ":
        end -= 1  # what was taken for a part of the subject
    if not 0 < end < len(doc) - 1 or any(token.tag_ in {"VBZ", "VBP", "MD"} for token in doc):
        return None
    word, following = doc[end], doc[end + 1]
    rules = lexicon.rules.get((_lemma(word), "verb"), ())
    state = word.lower_ in _BEFORE_STATES or (word.tag_ == "JJ" and following.tag_ in {"IN", "TO"})
    suffered = (
        word.tag_ in {"VBN", "VBD"}
        and following.lower_ in _AFTER_DEEDS
        and any("patient" in rule.object and rule.relation in _SUFFERED for rule in rules)
    )
    if not suffered and (not state or any(token.tag_ == "VBD" for token in doc)):
        return None
    return _put_in(words, end, "are" if plural else "is")


def _with_verb(
    words: list[_Word], doc: Doc, start: int, lexicon: Lexicon, *, listed: bool
) -> list[_Word] | None:
    """ "Iran arms Taliban", "North Korea fires missile": a verb that was taken for a noun, or whose subject was."""
    root = next(token for token in doc if token.head == token)
    at = _hidden_verb(doc, start, lexicon, listed=listed)
    if at is None or at + 1 >= len(doc) or _is_known(doc[at + 1], lexicon):
        return None
    told = root.lemma_ in lexicon.words["say"] and doc[root.i - 1].text == ","
    if root.i > at and _is_known(root, lexicon) and not told:
        return None  # "Russia sanctions on Iran threaten deal"
    words = _put_in(words, at, "now")
    after = doc[at + 2] if doc[at + 1].tag_ in {"IN", "RP"} and at + 2 < len(doc) else doc[at + 1]
    if after.tag_ in {"NN", "VBP", "VB", "JJ"} and after.text[:1].islower():
        words = _put_in(words, after.i, "an" if after.lower_[0] in "aeiou" else "a")
    return words


def _hidden_verb(doc: Doc, start: int, lexicon: Lexicon, *, listed: bool) -> int | None:
    if listed:
        second = _listed(doc, start)
        at = second[1] if second is not None else start
        return at if _may_be_verb(doc[at], lexicon, plural=True) else None
    for token in doc[start + 1 :]:
        before = doc[token.i - 1]
        if before.tag_ not in _NOMINAL:
            return None
        if token.text[:1].islower() and _may_be_verb(token, lexicon, plural=_is_plural(before)):
            named = any(child.dep_ in {"nsubj", "nsubjpass"} for child in token.children)
            finite = token.tag_ in _FINITE and token.dep_ not in _NO_VERBS
            return None if finite and named else token.i
    return None


def _is_plural(noun: Token) -> bool:
    """ "Rebels", "Houthis", which is taken for an adjective."""
    people = noun.tag_ == "JJ" and noun.text[:1].isupper() and noun.lower_.endswith("s")
    return noun.tag_ in {"NNS", "NNPS"} or people


def _is_known(token: Token, lexicon: Lexicon) -> bool:
    return token.tag_ in _FINITE and (_lemma(token), "verb") in lexicon.rules


def _may_be_verb(token: Token, lexicon: Lexicon, *, plural: bool) -> bool:
    word = token.lower_
    if plural:
        return (word, "verb") in lexicon.rules
    stems = {word[:-1], word[:-2], f"{word[:-3]}y"} if word.endswith("s") else set()
    return any((stem, "verb") in lexicon.rules or stem in lexicon.words["say"] for stem in stems)


def _named_behind_colon(words: list[_Word], doc: Doc) -> list[_Word]:
    """ "Iran arms rebels: UN report": says a UN report."""
    colon = next(
        (token.i for token in reversed(doc) if token.text in {":", "-", "–"} and token.whitespace_), None
    )
    if colon is None or colon < _SHORTEST or not 1 <= len(doc) - colon - 1 <= _LONGEST_SPEAKER:
        return words
    if any(token.tag_ not in _NOMINAL for token in doc[colon + 1 : -1]) or doc[-1].tag_ not in {
        *_NOMINAL,
        "VBP",
        "VB",
    }:
        return words
    words = [replace(word, text=",") if word.source == colon else word for word in words]
    return _put_in(words, colon + 1, "says")


def _put_in(words: list[_Word], before: int, text: str) -> list[_Word]:
    place = next(index for index, word in enumerate(words) if word.source == before)
    return [*words[:place], _Word(text, None), *words[place:]]


def _lemma(token: Token) -> str:
    return token.lemma_.lower()


def _put_back(words: list[_Word], doc: Doc, nlp: Language) -> Doc:
    """The parse of the fuller words on the tokens of the text, those put in on the spaces."""
    fuller = nlp(
        Doc(nlp.vocab, [*(word.text for word in words), "."], [*(True for _ in words[1:]), False, False])
    )
    if any(token.head.i >= len(words) for token in fuller[: len(words)]):
        return doc  # the full stop carries something
    texts: list[str] = []
    spaces: list[bool] = []
    for word in words:
        if word.source is None:
            if not spaces or not spaces[-1]:
                return doc
            spaces[-1] = False
            texts.append(" ")
            spaces.append(False)
        else:
            texts.append(doc[word.source].text)
            spaces.append(bool(doc[word.source].whitespace_))
    tokens = list(fuller)[: len(words)]
    return Doc(
        nlp.vocab,
        texts,
        spaces,
        tags=[token.tag_ for token in tokens],
        pos=[token.pos_ for token in tokens],
        morphs=[str(token.morph) for token in tokens],
        lemmas=[token.lemma_ for token in tokens],
        heads=[token.head.i for token in tokens],
        deps=[token.dep_ for token in tokens],
        ents=[f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else "O" for token in tokens],
    )
