"""Questions to the registry of actors: `resolve`, `actor`, `borders`. They need no case."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from bedfellows.cli.options import ActorName, format_option, on_option, settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bedfellows.actors import Actor, Registry

_FORMATS = ("table", "json")
_BORDER_SOURCE = "countryinfo with Bedfellows' corrections; distances between outlines at 1:110 million, good to some 25 km"


@click.command()
@click.argument("name")
@on_option
@format_option("table", "json", "csv")
def resolve(name: str, on: date | None, form: str) -> None:
    """Say which actor a name means, and why.

    \b
    Example:
      bedfellows resolve "the Red Army" --on 1985-06-01
    """
    from bedfellows.actors.resolving import GOOD_ENOUGH
    from bedfellows.cli.output import BOLD, DIM, Page, print_csv, print_json

    with settings().open(create=True) as case:
        found = case.resolve(name, on)
    rows: list[dict[str, Any]] = [
        {
            "rank": rank,
            "id": candidate.actor.id,
            "name": candidate.actor.name,
            "kind": candidate.actor.kind,
            "score": candidate.score,
            "role": candidate.role,
            "reason": candidate.reason,
            "registered": candidate.actor.registered,
        }
        for rank, candidate in enumerate(found.candidates, 1)
    ]
    if form == "json":
        print_json(
            {
                "query": found.query,
                "on": found.on,
                "actor": found.actor.id if found.actor else None,
                "candidates": rows,
            }
        )
        return
    if form == "csv":
        print_csv(("rank", "id", "name", "kind", "score", "role", "reason", "registered"), rows)
        return
    page = Page()
    if found.actor:
        page.line(f"“{name}” is ", (found.actor.name, BOLD), f" ({found.actor.id}).")
    elif rows and rows[0]["score"] >= GOOD_ENOUGH:
        page.line(f"“{name}” could be several; none is clearly best.")
    else:
        page.line(
            f"“{name}” is nobody known. A text that names it makes it a new actor of its case, marked as such."
        )
        if rows:
            page.line("Its name is like those of:")
    for row in rows:
        role = f", its {row['role']}" if row["role"] else ""
        page.entry(
            [f"  {row['score']:.2f}"],
            [(row["name"], BOLD), f" ({row['id']}{role})  ", (row["reason"], DIM)],
            hang=8,
        )


@click.command()
@click.argument("name", type=ActorName())
@on_option
@format_option(*_FORMATS)
def actor(name: str, on: date | None, form: str) -> None:
    """Show an actor: names, codes, descent, members, leaders.

    \b
    Example:
      bedfellows actor taliban --on 2017-01-04
    """
    from bedfellows.cli.output import BOLD, DIM, Page, print_json
    from bedfellows.report.dates import period

    with settings().open(create=True) as case:
        found, registry = case.actor(name, on), case.actors
    related = _related(found, on, registry)
    if form == "json":
        print_json(
            {**_about(found), "on": on, **{key: _named(ids, registry) for key, ids in related.items()}}
        )
        return
    page = Page()
    page.line((found.name, BOLD), f" ({found.id}), {found.kind.replace('-', ' ')}")
    if not found.registered:
        page.line("Not in the registry: a name that a text of the case brought up.")
    if found.valid_from or found.valid_to:
        page.entry([("existed", DIM)], [period(found.valid_from, found.valid_to, "day")], hang=14)
    names = list(
        dict.fromkeys(
            f"{alias.text}{_dated(alias.valid_from, alias.valid_to)}"
            for alias in found.aliases
            if alias.text != found.name
        )
    )
    lines: list[tuple[str, str]] = [
        ("names", "; ".join(names)),
        ("codes", ", ".join(f"{key} {code}" for key, code in found.codes.items())),
        *(
            (key.replace("_", " "), "; ".join(_name(one, registry) for one in ids))
            for key, ids in related.items()
        ),
        ("source", found.source),
    ]
    for label, words in lines:
        if words:
            page.entry([(label, DIM)], [words], hang=14)
    page.line(
        (f"Relations on {on.isoformat()}." if on else "Relations that hold today, as far as is known.", DIM)
    )


@click.command()
@click.argument("a", type=ActorName())
@click.argument("b", type=ActorName())
@on_option
@format_option(*_FORMATS)
def borders(a: str, b: str, on: date | None, form: str) -> None:
    """Say whether two states share a land border.

    Regions work as well. Also says how far apart the two lie.

    \b
    Example:
      bedfellows borders russia afghanistan --on 2017-01-04
    """
    from bedfellows.actors import borders as share_a_border
    from bedfellows.actors import distance_km
    from bedfellows.cli.output import BOLD, DIM, Page, print_json
    from bedfellows.report.dates import day

    with settings().open(create=True) as case:
        one, other, registry = case.actor(a, on), case.actor(b, on), case.actors
    shared = share_a_border(one.id, other.id, on, registry)
    distance = distance_km(one.id, other.id, on, registry)
    if form == "json":
        print_json(
            {
                "a": one.name,
                "a_id": one.id,
                "b": other.name,
                "b_id": other.id,
                "on": on,
                "borders": shared,
                "distance_km": distance,
                "source": _BORDER_SOURCE,
            }
        )
        return
    page = Page()
    when = f" on {day(on)}" if on else ""
    if shared is None:
        page.line(
            ("unknown", BOLD),
            f"  Whether {one.name} and {other.name} share a land border{when} has no answer:",
        )
        page.line(
            "both must be states or regions that existed then (from 1946 on), and neither a part of the other.",
            indent=9,
        )
    else:
        verb = "share" if shared else "share no"
        page.line(
            ("yes" if shared else "no", BOLD),
            f"  {one.name} and {other.name} {verb} land border{when}.".replace("share land", "share a land"),
        )
    if distance:
        page.line(f"Nearest points of their territories: about {distance:,.0f} km apart.")
    page.line((f"Source: {_BORDER_SOURCE}.", DIM))


def _related(found: Actor, on: date | None, registry: Registry) -> dict[str, Sequence[str]]:
    from bedfellows import actors as known

    above = known.parent(registry, found.id, on)
    return {
        "part_of": (above,) if above else (),
        "follows": known.predecessors(registry, found.id),
        "followed_by": known.successors(registry, found.id),
        "split_into": known.splinters(registry, found.id),
        "belongs_to": known.memberships(registry, found.id, on),
        "members": known.members(registry, found.id, on),
        "leaders": known.leaders(registry, found.id, on),
        "leads": known.leads(registry, found.id, on),
        "neighbours": known.neighbours(found.id, on, registry),
    }


def _about(found: Actor) -> dict[str, Any]:
    from bedfellows.cli.output import plain

    data: dict[str, Any] = plain(found)
    return data


def _named(ids: Sequence[str], registry: Registry) -> list[dict[str, str]]:
    return [{"id": one, "name": _name(one, registry)} for one in ids]


def _name(actor_id: str, registry: Registry) -> str:
    found = registry.get(actor_id)
    return found.name if found else actor_id


def _dated(first: date | None, last: date | None) -> str:
    return f" ({first or ''} to {last or 'now'})" if first or last else ""
