"""Where a case lives: from a case name to its file."""

from __future__ import annotations

import os
from pathlib import Path

from bedfellows.errors import InputError


def case_path(name: str | Path) -> Path:
    """The file of a case: "afghanistan" is ./afghanistan.duckdb; what has a suffix or a separator is a path.

    Raises:
        InputError: the name is empty or cannot be a file name.
    """
    text = os.fspath(name)
    if not text.strip():
        raise InputError("A case needs a name or a path; an empty one was given. Try: afghanistan")
    try:
        text.encode()
    except UnicodeEncodeError:
        encodable = False
    else:
        encodable = "\0" not in text
    if not encodable:
        raise InputError(
            f"{text!r} holds characters that a case file's name cannot have. Choose another name."
        )
    path = Path(text)
    separators = {os.sep, os.altsep or os.sep}
    if path.suffix or any(separator in text for separator in separators) or text in {".", ".."}:
        return path
    return Path(f"{text}.duckdb")
