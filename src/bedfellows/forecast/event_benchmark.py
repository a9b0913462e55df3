"""Benchmarks of event forecasts, read from their published folders: ICEWS14 in the split of RE-GCN."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from bedfellows.errors import InputError
from bedfellows.forecast.event_history import EventHistory, make_history
from bedfellows.ontology import CAMEO

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

BENCHMARKS = ("icews14",)


def load_benchmark(folder: Path, test: Path | None = None) -> tuple[EventHistory, int]:
    """The history with the test days in it, and the first test day.

    Without `test`, the days of `valid.txt` are tested and `train.txt` is what was before; with it, both are what was before.

    Raises:
        InputError: a file is missing or malformed, or the test days do not come after the others.
    """
    import numpy as np

    actors, kinds = _names(folder / "entity2id.txt"), _kinds(folder / "relation2id.txt")
    sizes = len(actors), len(kinds)
    parts = [_facts(folder / "train.txt", sizes), _facts(folder / "valid.txt", sizes)]
    if test is not None:
        parts.append(_facts(test, sizes))
    first, before = int(parts[-1][:, 3].min()), max(int(part[:, 3].max()) for part in parts[:-1])
    if before >= first:
        raise InputError(
            f"Expected test days after day {before}, on which the record before them ends, found day {first} in "
            f"{str(test or folder / 'valid.txt')!r}. Give a file of later days."
        )
    return make_history(actors, kinds, np.concatenate(parts)), first


def _names(path: Path) -> list[str]:
    """Names by number."""
    found: dict[int, str] = {}
    for line in _text(path).splitlines():
        name, _, number = line.rpartition("\t")
        if not number.strip().isdigit():
            raise InputError(
                f"Expected a name, a tab and a number in each line of {str(path)!r}, found {line[:60]!r}."
            )
        found[int(number)] = name.split("\t")[0].replace("_", " ")
    if sorted(found) != list(range(len(found))):
        raise InputError(
            f"Expected numbers from 0 without gaps in {str(path)!r}, found {len(found)} that have some."
        )
    return [found[number] for number in range(len(found))]


def _kinds(path: Path) -> list[str]:
    """CAMEO codes by number: the relations are the texts of CAMEO events."""
    codes: dict[str, str] = {}
    for code in CAMEO.values():
        codes.setdefault(_letters(code.name), code.code)
    names = _names(path)
    unknown = [name for name in names if _letters(name) not in codes]
    if unknown:
        raise InputError(f"Expected names of CAMEO events in {str(path)!r}, found {unknown[0][:60]!r}.")
    return [codes[_letters(name)] for name in names]


def _letters(name: str) -> str:
    return re.sub("[^a-z]", "", name.lower())


def _facts(path: Path, sizes: tuple[int, int]) -> Ints:
    """Source, kind, target and day of each row; the file has source, relation, target and hours."""
    import numpy as np

    try:
        rows = np.loadtxt(_text(path).splitlines(), dtype=np.int64, usecols=(0, 1, 2, 3), ndmin=2)
    except ValueError as error:
        raise InputError(f"Expected four whole numbers in each line of {str(path)!r}: {error}.") from error
    actors, kinds = sizes
    if not len(rows) or rows.min() < 0 or rows[:, [0, 2]].max() >= actors or rows[:, 1].max() >= kinds:
        raise InputError(
            f"Expected rows whose numbers entity2id.txt and relation2id.txt know in {str(path)!r}."
        )
    rows[:, 3] //= 24
    return rows


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"Expected the file {path.name!r} of the benchmark, which cannot be read at {str(path)!r}: {error}. Name its folder with --data."
        ) from error
