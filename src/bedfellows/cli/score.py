"""`bedfellows score`: a reader held against texts that were coded by hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bedfellows.cli.options import existing_file, format_option, settings
from bedfellows.cli.reader_choice import chosen_reader, reader_options

if TYPE_CHECKING:
    from bedfellows.cli.output import Page
    from bedfellows.reader.figures import Agreement, Difference, Figures, Score, Tally

_COUNTED = (
    ("relations", "relations"),
    ("sentences", "  in the same sentence"),
    ("pairs", "  right pair and sign"),
    ("motives", "motives"),
    ("outcomes", "conditional outcomes"),
    ("support_types", "support types"),
)
_AGREED = (
    ("certainty", "certainty"),
    ("said_by", "speaker"),
    ("motive_kinds", "kind of motive"),
    ("outcome_kinds", "kind of outcome"),
)


@click.command()
@click.argument("gold", nargs=-1, required=True, type=existing_file(), metavar="GOLD...")
@click.option("--model", help="Another installed spaCy pipeline.")
@click.option(
    "--rules",
    multiple=True,
    type=existing_file(),
    metavar="FILE",
    help="Reader rules of your own; repeatable.",
)
@reader_options
@click.option("--misses", is_flag=True, help="List what was missed and what is too much, by sentence.")
@format_option("table", "json")
def score(
    gold: tuple[Path, ...],
    model: str | None,
    rules: tuple[Path, ...],
    form: str,
    *,
    misses: bool,
    **chosen: str | None,
) -> None:
    """Hold the reader against texts coded by hand.

    Prints precision, recall and F1; with --misses also what was missed and what is too much. Look at no misses of texts that
    are to say how good the reader is on texts it has not seen.

    GOLD is a JSON file with a text and what an expert draws from it; docs/gold.md describes the format.

    \b
    Examples:
      bedfellows score tests/gold/sudan.json --misses
      bedfellows score tests/gold/sudan.json --reader endpoint --endpoint http://localhost:11434/v1 --endpoint-model qwen3
    """
    from bedfellows.actors import load_registry
    from bedfellows.cli.output import Page, print_json
    from bedfellows.reader.rules import RuleReader
    from bedfellows.reader.scoring import load_gold
    from bedfellows.reader.scoring import score as hold_against

    make = chosen_reader(**chosen)  # type: ignore[arg-type]
    golds = [load_gold(path) for path in gold]
    registry = load_registry([Path(file) for file in settings().actors])
    reader = make(registry) if make else RuleReader(registry, model, rules)
    found = hold_against(golds, reader, registry)
    if form == "json":
        print_json(found.to_dict(misses=misses))
        return
    page = Page()
    _show(page, found)
    if misses:
        for text in found.texts:
            page.heading(text.title or text.locator)
            _differences(page, "missed", text.misses)
            _differences(page, "read, but not in the gold", text.extras)


def _show(page: Page, found: Score) -> None:
    from bedfellows.cli.output import BOLD, DIM

    page.line((f"{len(found.texts)} texts, read by {found.reader}" if len(found.texts) != 1 else f"{found.texts[0].title}, read by {found.reader}", BOLD))  # fmt: skip
    page.line((f"{'':24}{'precision':>9}{'recall':>9}{'F1':>7}{'found':>8}{'read':>7}{'gold':>7}", DIM))
    for key, label in _COUNTED:
        page.line(f"{label:24}{_figures(getattr(found.total, key))}")
    for key, label in _AGREED:
        page.line(f"{label:24}{_agreement(getattr(found.total, key))}")
    if len(found.texts) > 1:
        page.line()
        page.line(("Relations by text", DIM))
        for text in found.texts:
            page.line(f"{_short(text.title or text.locator):24}{_figures(text.tally.relations)}")
    _sureness(page, found)
    _by_relation(page, found.total)


def _sureness(page: Page, found: Score) -> None:
    from bedfellows.cli.output import DIM

    groups = found.sureness()
    if not groups:
        return
    page.line()
    page.line((f"Confidence of claims, calibration error {found.calibration_error:.3f}", DIM))
    for group in groups:
        page.line(f"  said {group.said:.2f}, right {group.right:.2f} of {group.claims}")


def _by_relation(page: Page, total: Tally) -> None:
    from bedfellows.cli.output import DIM

    if total.by_relation:
        page.line()
        page.line(("Relations by kind", DIM))
    for relation, figures in total.by_relation.items():
        page.line(f"{relation:24}{_figures(figures)}")


def _short(title: str) -> str:
    return title if len(title) < 24 else f"{title[:22]}…"


def _figures(figures: Figures) -> str:
    return (
        f"{figures.precision:9.2f}{figures.recall:9.2f}{figures.f1:7.2f}"
        f"{figures.found:8}{figures.read:7}{figures.coded:7}"
    )


def _agreement(agreement: Agreement) -> str:
    if agreement.share is None:
        return f"{'nothing to compare':>25}"
    return f"{agreement.share:9.2f} agree in {agreement.agreed} of {agreement.compared}"


def _differences(page: Page, title: str, differences: tuple[Difference, ...]) -> None:
    from bedfellows.cli.output import BOLD, DIM

    page.line((f"{len(differences)} {title}", BOLD))
    sentence: int | None = -1
    for difference in differences:
        if difference.sentence != sentence:
            sentence = difference.sentence
            page.entry([(f"{sentence or '?':>4}", DIM)], [(f"“{difference.sentence_text}”", DIM)], hang=6)
        hint = f"  (there is: {difference.hint})" if difference.hint else ""
        what = "" if difference.what == "relation" else f"{difference.what}: "
        page.entry(["  -"], [f"{what}{difference.words}", (hint, DIM)], indent=4, hang=4)
