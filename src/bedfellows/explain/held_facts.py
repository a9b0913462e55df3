"""Claims on borders, memberships, descent and leaders, held against the registry of actors and the lists of borders and splits.

The registry's borders (since 1946) and the members of its organisations are complete, each with its dates; its leaders and the descent of
groups are not, and what it lacks there contradicts nothing.
"""

from __future__ import annotations

from datetime import date, timedelta

from bedfellows.actors import borders as share_border
from bedfellows.actors.model import Lineage
from bedfellows.explain.question import (
    Held,
    Question,
    RecordRow,
    Verdict,
    day,
    fact_row,
    lists_hold,
    nothing_found,
    standing_row,
    titles,
    when_words,
)
from bedfellows.ties.kinship import FORUMS, LARGEST_ALLIANCE
from bedfellows.ties.wording import verb

_BEGAN = ("joined", "join ", "acceded", "became a member", "entered", "was admitted", "accession")
_SLACK = timedelta(days=31)
_YEAR = timedelta(days=366)
_FEWEST_MEMBERS = 3
"""An organisation of which the registry lists fewer states says nothing about who is not in it."""


def border(question: Question) -> Held:
    """Did the two share a land border in those days?"""
    rows = [row for row in question.standing({"borders"}) if question.covers(row)]
    shown = tuple(map(standing_row, rows))
    known = _registry_says(question)
    lists = question.full_list({"borders"})
    words = " and ".join(
        part
        for part in (
            "the registry of actors" if known is not None else "",
            titles(lists) if lists or rows else "",
        )
        if part
    )
    listed_says = True if rows else False if lists else None
    answers = {answer for answer in (known, listed_says) if answer is not None}
    if known is not None:
        does = "share a land border" if known else "share no land border"
        on = "in these days" if question.when.first is None else f"on {day(question.when.last)}"
        shown += (
            fact_row(
                f"{question.subject.name} and {question.object.name} {does} {on}", None, None, "land borders"
            ),
        )
    if len(answers) == 2:
        reason = (
            "The registry of actors and the list of borders disagree; they draw some borders differently."
        )
        return Held("no data", reason, near=shown)
    if not answers:
        of_states = "A land border is between states or regions that the registry knows."
        if {question.subject.kind, question.object.kind} <= {"state", "region"}:
            of_states = nothing_found(question, _border_feeds(question), "borders")
        return Held("no data", of_states, near=tuple(map(standing_row, question.standing({"borders"}))))
    touching = answers.pop()
    does = "shared a land border" if touching else "shared no land border"
    complete = f" {lists_hold(lists)}." if lists and not touching else ""
    reason = f"By {words or 'the list of borders'} they {does} {when_words(question.when)}.{complete}{question.notes}"
    agrees = touching != question.claim.negated
    return Held("supported" if agrees else "contradicted", reason, shown)


def _registry_says(question: Question) -> bool | None:
    """The registry's answer for the last day; for undated pasts and periods, whether they touched on the first or the last."""
    registry = question.record.dossier.registry
    days = [question.when.last] + ([question.when.first] if question.when.first else [])
    answers = [
        share_border(one, other, when, registry)
        for one in question.subject.ids
        for other in question.object.ids
        for when in days
    ]
    if any(answers):
        return True
    return None if None in answers and not any(answer is False for answer in answers) else False


def _border_feeds(question: Question) -> list[str]:
    return [feed for feed in question.record.reach if feed.startswith("cow-contiguity")]


def membership(question: Question) -> Held:
    """Did the one belong to the other in those days, or join it then?"""
    spells = _lines(question, "member-of") + _lines(question, "part-of")
    joined = (
        any(word in question.words for word in _BEGAN) and question.when.dated and not question.claim.negated
    )
    held = [
        line
        for line in spells
        if _overlaps(line, question) and (not joined or line.valid_from is None or _began_in(line, question))
    ]
    shown = tuple(_line_row(question, line) for line in held)
    rows = [row for row in question.standing({"member-of"}, both_ways=False) if question.covers(row)]
    shown += tuple(map(standing_row, rows))
    near = tuple(_line_row(question, line) for line in spells if line not in held)
    if shown:
        if question.claim.negated:
            return Held("contradicted", f"The registry has it as a member.{question.notes}", shown)
        what = "it joined then" if joined and held else "it belonged to it"
        by = "By the registry" if held else "By a list in the case"
        return Held("supported", f"{by} {what}.{question.notes}", shown)
    if _members_are_listed(question):
        absent = f"The registry lists the members of {question.object.name} with their dates"
        if joined and near:
            reason = f"{absent}: it did not join then.{question.notes}"
        else:
            reason = (
                f"{absent}; {question.subject.name} was none {when_words(question.when)}.{question.notes}"
            )
        return Held("supported" if question.claim.negated else "contradicted", reason, near=near)
    reason = f"The registry does not list all who belong to {question.object.name}.{question.notes}"
    return Held("no data", reason, near=near)


def _members_are_listed(question: Question) -> bool:
    """Does the registry hold every member of the organisation? It does for those of which it lists states, and only of states."""
    registry = question.record.dossier.registry
    whole = registry.get(question.object.actor)
    if whole is None or whole.kind != "organisation" or question.subject.kind != "state":
        return False
    states = {
        line.subject
        for line in registry.by_object.get(whole.id, ())
        if line.kind == "member-of" and (member := registry.get(line.subject)) and member.kind == "state"
    }
    return len(states) >= _FEWEST_MEMBERS


def shared_alliances(question: Question) -> tuple[RecordRow, ...]:
    """The alliances of the registry that both belonged to in those days, or of which the one is a member of the other."""
    registry = question.record.dossier.registry
    mine = [
        line
        for one in question.subject.ids
        for line in registry.by_subject.get(one, ())
        if line.kind == "member-of"
    ]
    yours = [
        line
        for one in question.object.ids
        for line in registry.by_subject.get(one, ())
        if line.kind == "member-of"
    ]
    found: list[RecordRow] = []
    for line in mine:
        if _is_alliance(question, line.object) and _overlaps(line, question):
            if line.object in question.object.ids:
                found.append(_line_row(question, line))
            for other in yours:
                if other.object == line.object and _overlaps(other, question):
                    found += [_line_row(question, line), _line_row(question, other)]
    found += [
        _line_row(question, line)
        for line in yours
        if line.object in question.subject.ids
        and _is_alliance(question, line.object)
        and _overlaps(line, question)
    ]
    return tuple(dict.fromkeys(found))


def _is_alliance(question: Question, organisation: str) -> bool:
    registry = question.record.dossier.registry
    known = registry.get(organisation)
    if known is None or known.kind != "organisation" or organisation in FORUMS:
        return False
    members = {line.subject for line in registry.by_object.get(organisation, ()) if line.kind == "member-of"}
    return len(members) <= LARGEST_ALLIANCE


def lineage(question: Question) -> Held:
    """Does the one descend from the other?"""
    kind = question.claim.relation
    same = [line for line in _lines(question, kind) if line.kind == kind]
    rows = question.standing({kind}, both_ways=False)
    shown = tuple(_line_row(question, line) for line in same) + tuple(map(standing_row, rows))
    if shown:
        verdict: Verdict = "contradicted" if question.claim.negated else "supported"
        return Held(verdict, f"The record has this descent.{question.notes}", shown)
    turned = [
        line
        for one in question.object.ids
        for line in question.record.dossier.registry.by_subject.get(one, ())
        if line.kind == kind and line.object in question.subject.ids
    ]
    back = tuple(_line_row(question, line) for line in turned)
    back += tuple(
        standing_row(row)
        for row in question.record.standing({kind}, question.object.ids, question.subject.ids)
    )
    if back and not question.claim.negated:
        return Held("contradicted", f"The record has it the other way round.{question.notes}", back)
    return Held(
        "no data",
        f"Neither the registry nor a list in the case tells of such a descent.{question.notes}",
        near=back,
    )


def leadership(question: Question) -> Held:
    """Did the one lead the other in those days?"""
    registry = question.record.dossier.registry
    subject = question.claim.subject
    terms = [line for line in registry.by_subject.get(subject, ()) if line.kind == "leads"]
    of_it = [line for line in terms if line.object in question.object.ids]
    held = [line for line in of_it if _overlaps(line, question)]
    shown = tuple(_line_row(question, line) for line in held)
    near = tuple(_line_row(question, line) for line in of_it if line not in held)
    if held:
        verdict: Verdict = "contradicted" if question.claim.negated else "supported"
        return Held(verdict, f"The registry has the term of office.{question.notes}", shown)
    if of_it and question.when.dated and question.when.first:
        firsts = [line.valid_from or date.min for line in of_it]
        lasts = [line.valid_to or date.max for line in of_it]
        outside = question.when.last < min(firsts) - _SLACK or question.when.first > max(lasts) + _SLACK
        if outside:
            reason = f"The terms of office that the registry knows lie at other times.{question.notes}"
            return Held("supported" if question.claim.negated else "contradicted", reason, near=near)
    others = tuple(
        _line_row(question, line)
        for whole in question.object.ids
        for line in registry.by_object.get(whole, ())
        if line.kind == "leads"
        and line.subject != subject
        and question.when.dated
        and _overlaps(line, question)
    )
    reason = "The registry, which is far from complete on leaders, has no such term of office."
    return Held("no data", f"{reason}{question.notes}", near=near + others)


def _lines(question: Question, kind: str) -> list[Lineage]:
    registry = question.record.dossier.registry
    return [
        line
        for one in sorted(question.subject.ids)
        for line in registry.by_subject.get(one, ())
        if line.kind == kind and line.object in question.object.ids
    ]


def _overlaps(line: Lineage, question: Question) -> bool:
    began, said = line.valid_from, question.when.first
    if question.when.since and began is not None and said is not None and began > said + _YEAR:
        return False
    return (line.valid_from or date.min) <= question.when.last and question.when.start <= (
        line.valid_to or date.max
    )


def _began_in(line: Lineage, question: Question) -> bool:
    return line.valid_from is not None and question.when.start <= line.valid_from <= question.when.last


def _line_row(question: Question, line: Lineage) -> RecordRow:
    name = question.record.dossier.name
    words = {"part-of": "is part of"}.get(line.kind) or verb(line.kind)
    return fact_row(
        f"{name(line.subject)} {words} {name(line.object)}", line.valid_from, line.valid_to, line.source
    )
