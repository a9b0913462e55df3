"""`bedfellows correct`: a claim that was read wrongly."""

from __future__ import annotations

import click

from bedfellows.cli.options import ActorName, settings


@click.command()
@click.argument("claim")
@click.option("--by", required=True, help="Who says so.")
@click.option("--because", required=True, help="Why.")
@click.option(
    "--reject", is_flag=True, help="The words say nothing of the kind; without, say what they do say:"
)
@click.option("--subject", type=ActorName(), help="Who it is about.")
@click.option("--relation", help="What it says.")
@click.option("--object", "object_", type=ActorName(), help="Towards whom.")
@click.option("--negated/--not-negated", default=None, help="Whether it says that it is not so.")
@click.option("--certainty", help="How firmly it says so.")
def correct(
    claim: str,
    by: str,
    because: str,
    *,
    reject: bool,
    subject: str | None,
    relation: str | None,
    object_: str | None,
    negated: bool | None,
    certainty: str | None,
) -> None:
    """Correct a claim that was read wrongly, or reject it.

    CLAIM is its id, as JSON and CSV have it. The correction becomes a source of its own, with your name and reason; the earlier reading stays in the file, and reading the text again does not undo the correction.

    \b
    Examples:
      bedfellows correct clm-8a8c3a6b5e1f2d34 --reject --by "A. Sample" --because "the talks were denied"
      bedfellows correct clm-8a8c3a6b5e1f2d34 --relation contacts --by "A. Sample" --because "no help is told of"
    """
    changes = (subject, relation, object_, negated, certainty)
    if reject == any(one is not None for one in changes):
        raise click.UsageError("Give --reject, or what the words say instead: --relation, --subject ...")
    with settings().open() as case:
        done = case.correct(
            claim,
            by=by,
            because=because,
            reject=reject,
            subject=subject,
            relation=relation,
            object=object_,
            negated=negated,
            certainty=certainty,
        )
    now = f"It now stands as {done.claim}." if done.claim else "Nothing stands in its place."
    click.echo(f"Corrected {done.corrected}. {now} The correction is {done.source}.")
