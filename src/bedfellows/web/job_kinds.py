"""The kinds of work that run in the background, what may be asked of each, and how a process of its own does it."""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from bedfellows.actors import Registry
from bedfellows.api import Case
from bedfellows.errors import BedfellowsError, InputError
from bedfellows.report.outside_text import visible
from bedfellows.report.plain import json_text

Say = Callable[[str], None]
Name = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]
Day = Annotated[str | None, Field(max_length=10, pattern=r"^\d{4}-\d{2}-\d{2}$", examples=["2017-01-04"])]


class _Work(BaseModel):
    model_config = ConfigDict(extra="forbid")


class CampsWork(_Work):
    """`camps` with more draws, and more time for the proof, than a page waits for."""

    kind: Literal["camps"]
    as_of: Day = None
    k: Annotated[int, Field(ge=2, le=20)] = 2
    weighted: bool = True
    draws: Annotated[int, Field(ge=0, le=10_000)] = 100
    time_limit: Annotated[float, Field(ge=0.1, le=3600)] = 30.0

    def run(self, case: Case, say: Say) -> Any:
        """The answer of `Case.camps`."""
        say(f"splitting the network, for {self.time_limit:g} seconds at most")
        return case.camps(
            self.as_of, self.k, weighted=self.weighted, draws=self.draws, time_limit=self.time_limit
        )


class OddsWork(_Work):
    """`odds`, which may have to learn first."""

    kind: Literal["odds"]
    a: Name
    b: Name
    days: Annotated[list[Annotated[int, Field(ge=1, le=3650)]], Field(max_length=6)] = []
    of: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=4)] = []
    as_of: Day = None
    directed: bool = False

    def run(self, case: Case, say: Say) -> Any:
        """The answer of `Case.odds`; what was learned for it is not kept."""
        return case.odds(
            self.a,
            self.b,
            self.days or None,
            of=self.of or None,
            as_of=self.as_of,
            directed=self.directed,
            keep=False,
            on_learning=lambda target: say(f"learning what comes before {target.words}"),
        )


class WhatIfWork(_Work):
    """`what_if` with many draws."""

    kind: Literal["what_if"]
    text: Annotated[str, Field(min_length=1, max_length=1000, pattern=r"^[^\x00]*$")]
    as_of: Day = None
    horizon: Annotated[int, Field(ge=1, le=20)] = 5
    draws: Annotated[int, Field(ge=100, le=1_000_000)] = 10_000
    seed: Annotated[int, Field(ge=0, le=2**31)] = 1

    def run(self, case: Case, say: Say) -> Any:
        """The answer of `Case.what_if`."""
        if self.text.strip().endswith(".toml"):
            raise InputError(
                "Expected a scenario in words, found the name of a file. Files are not read here."
            )
        say(f"drawing {self.draws:,} networks")
        return case.what_if(self.text, self.as_of, self.horizon, draws=self.draws, seed=self.seed)


class IngestWork(_Work):
    """`ingest` of a file or folder within the folder that was named when the window was started. Needs the token."""

    kind: Literal["ingest"]
    feed: Annotated[str, Field(min_length=1, max_length=60)]
    file: Annotated[str, Field(min_length=1, max_length=1000, pattern=r"^[^\x00]*$")]
    release: Annotated[str | None, Field(max_length=60)] = None
    published: Day = None

    def run(self, case: Case, say: Say) -> Any:
        """The answer of `Case.ingest`; `file` is a whole path by now."""
        return case.ingest(
            self.feed,
            self.file,
            release=self.release,
            published=self.published,
            on_progress=lambda done: say(
                f"{visible(done.name)}: {done.rows:,} rows, {done.bytes_done * 100 // max(done.bytes_total, 1)}%"
            ),
        )


Work = Annotated[CampsWork | OddsWork | WhatIfWork | IngestWork, Field(discriminator="kind")]


def within(inbox: Path | None, file: str) -> str:
    """The whole path of a file in the folder, links followed.

    Raises:
        InputError: there is no folder, or the file lies elsewhere or does not exist.
    """
    if inbox is None:
        raise InputError(
            "No folder was named for files. Start the window with `bedfellows serve --write --inbox FOLDER`."
        )
    top = inbox.resolve()
    whole = (top / file).resolve()
    if not whole.is_relative_to(top) or not whole.exists():
        raise InputError(
            f"Expected a file in {top.name!r}, found none at {visible(file[:100])!r}. Put it there first."
        )
    return str(whole)


def work(sender: Connection, path: Path, registry: tuple[Any, ...], asked: Work) -> None:
    """Do it in this process, and send ("said", words), then ("done", JSON) or ("failed", (kind, words))."""
    try:
        answer = asked.run(Case(path, Registry(*registry)), lambda words: sender.send(("said", words)))
        sender.send(("done", json_text(answer).encode()))
    except BedfellowsError as error:
        sender.send(("failed", (type(error).__name__, str(error))))
    finally:
        sender.close()
