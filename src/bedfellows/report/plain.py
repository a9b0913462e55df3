"""Answers as data that JSON knows: what the command line prints as JSON, the window serves and an assistant is given."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

# Control and reordering characters that JSON would let through as they are.
_UNSAFE = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufff9-\ufffb]")


def plain(value: Any) -> Any:
    """A dataclass, and all that is in it, as data that JSON knows."""
    if is_dataclass(value) and not isinstance(value, type):
        return {item.name: plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list, set, frozenset)):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def json_text(data: Any, *, indent: int | None = None) -> str:
    """Data as JSON text, with control and reordering characters written as escapes."""
    text = json.dumps(plain(data), ensure_ascii=False, indent=indent)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", text)
