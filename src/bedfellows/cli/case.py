"""What a case holds and what is made of it: `claims`, `sources`, `grade`, `report`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from bedfellows.cli.options import (
    ActorName,
    Day,
    as_of_option,
    format_option,
    min_confidence_option,
    settings,
)
from bedfellows.ontology.certainty import CERTAINTIES
from bedfellows.ontology.relations import RELATIONS


@click.command()
@click.option("--actor", type=ActorName(), help="Only claims about this actor.")
@click.option(
    "--relation",
    type=click.Choice(list(RELATIONS)),
    metavar="RELATION",
    help="Only claims of this relation, e.g. supports.",
)
@click.option("--certainty", type=click.Choice(list(CERTAINTIES)), help="Only claims put forward like this.")
@min_confidence_option("claims of which the reader was less sure")
@as_of_option
@format_option()
def claims(
    actor: str | None,
    relation: str | None,
    certainty: str | None,
    min_confidence: float,
    as_of: date | None,
    form: str,
) -> None:
    """List the claims of the case, each under its sentence.

    \b
    Examples:
      bedfellows claims --actor pakistan --relation supports
      bedfellows claims --min-confidence 0.6
    """
    from bedfellows.cli import records
    from bedfellows.cli.evidence import scope_words
    from bedfellows.cli.output import DIM, Page, print_csv, print_json
    from bedfellows.ties.wording import counted

    with settings().open() as case:
        found = case.find_claims(as_of, actor, relation, certainty, min_confidence)
        dossier = case.dossier(as_of)
    if form == "csv":
        print_csv(records.COLUMNS, records.record_rows(dossier, found))
        return
    if form == "json":
        print_json(records.claim_dicts(dossier, found))
        return
    page = Page()
    page.line((scope_words(dossier.scope), DIM))
    page.line((f"{counted(len(found), 'claim')} shown." if found else "No claim fits.", DIM))
    for source in dossier.sources.values():
        of_source = [claim for claim in found if claim.source_id == source.id]
        if of_source:
            page.line()
            records.show_title(page, source)
            records.show_claims(page, dossier, of_source)


@click.command()
@as_of_option
@format_option()
def sources(as_of: date | None, form: str) -> None:
    """List the sources of the case with their grades.

    \b
    Example:
      bedfellows sources --format csv
    """
    from bedfellows.cli.output import BOLD, DIM, Page, print_csv, print_json
    from bedfellows.report.dates import day
    from bedfellows.ties.wording import counted

    with settings().open() as case:
        frame = case.sources(as_of)
    rows = frame.to_dicts()
    if form == "json":
        print_json(rows)
        return
    if form == "csv":
        print_csv(frame.columns, rows)
        return
    page = Page()
    if not rows:
        page.line("The case has no sources" + (" published by that day." if as_of else "."))
    for row in rows:
        about = [
            row["kind"],
            row["author"],
            row["publisher"],
            day(row["published"]) or "undated",
            row["locator"],
        ]
        found = [
            counted(row["sentences"], "sentence"),
            counted(row["claims"], "claim"),
            counted(row["motives"], "motive"),
            counted(row["outcomes"], "conditional outcome"),
        ]
        page.entry([(row["reliability"], BOLD)], [(row["title"], BOLD)], hang=3)
        page.line(", ".join(part for part in about if part), indent=3)
        page.line((f"{', '.join(found)}; id {row['id']}", DIM), indent=3)


@click.command()
@click.argument("id")
@click.option(
    "--reliability",
    type=click.Choice(list("ABCDEF")),
    help="Of a source: A reliable ... E unreliable, F cannot be judged.",
)
@click.option(
    "--credibility",
    type=click.Choice(list("123456")),
    help="Of a claim: 1 confirmed ... 5 improbable, 6 cannot be judged.",
)
@click.option("--by", "grader", metavar="NAME", required=True, help="Who gives the grade.")
@click.option("--on", type=Day(), metavar="DATE", help="When it was given; by default now.")
def grade(id: str, reliability: str | None, credibility: str | None, grader: str, on: date | None) -> None:
    """Grade a source (A-F) or a claim (1-6), Admiralty code.

    The latest grade counts in all answers. `bedfellows sources` and `bedfellows claims --format csv` show the ids.

    \b
    Example:
      bedfellows grade src-3e33379bcf02c779 --reliability C --by "A. Analyst"
    """
    if (reliability is None) == (credibility is None):
        raise click.UsageError("Give either --reliability (of a source) or --credibility (of a claim).")
    with settings().open() as case:
        case.grade(id, reliability=reliability, credibility=credibility, by=grader, on=on)
    click.echo(f"Graded {id}: {reliability or credibility}, by {grader}.")


@click.command()
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path), default="report.html")
@click.option("--title", help="Of the page; by default the name of the case.")
@as_of_option
def report(path: Path, title: str | None, as_of: date | None) -> None:
    """Write one HTML file that shows the whole case.

    It needs no network: send it to a colleague.

    \b
    Example:
      bedfellows report afghanistan.html --as-of 2017-01-04
    """
    with settings().open() as case:
        written = case.report(path, as_of, title)
    click.echo(f"Wrote {written} ({written.stat().st_size / 1000:.0f} kB). Open it in a browser.")
