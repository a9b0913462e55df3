"""`bedfellows scores`: how good forecasts were."""

from __future__ import annotations

import click

from bedfellows.cli.options import format_option, settings


@click.command()
@format_option()
def scores(form: str) -> None:
    """Score the forecasts of questions that came out: Brier and log score, calibration, skill.

    By author, horizon and type of event. Skill is against base rate and persistence, as they stood when each forecast was made: 1 is
    perfect, 0 no better than these simple rules.

    \b
    Example:
      bedfellows scores --format csv
    """
    from bedfellows.cli import scores_page
    from bedfellows.cli.output import print_csv, print_json

    with settings().open() as case:
        answer = case.scores()
    if form == "json":
        print_json(answer)
    elif form == "csv":
        print_csv(scores_page.COLUMNS, scores_page.score_rows(answer))
    else:
        scores_page.show_scores(answer)
