"""Relations that no word of the lexicon tells: owners, offices, joint acts, what is left out or misread."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from bedfellows.actors import leads
from bedfellows.reader import clauses
from bedfellows.reader.ellipsis import elided, lacked
from bedfellows.reader.found import Found, pairs
from bedfellows.reader.lexicon import Rule
from bedfellows.reader.misread import misread_verb
from bedfellows.reader.offices import led_by
from bedfellows.reader.reference import Discourse
from bedfellows.reader.together import joint_act

if TYPE_CHECKING:
    from spacy.tokens import Token

_NOUNS = {"NOUN", "PROPN"}
_GROUP_KINDS = {"armed-group", "organisation"}
_OF_GROUP = Rule(
    "", "role", "member-of", ("pred",), ("of",), (), (), "Mohamed Morsi of the Muslim Brotherhood"
)
_LACKED = Rule("", "noun", "supports", ("pred",), ("doer",), (), (), "Without Iran, Iraq would have lost.")
_FOR = Rule("", "role", "supports", ("pred",), ("mod",), (), (), "the pro-Iranian Hezbollah")
_AGAINST = Rule("", "role", "opposes", ("pred",), ("mod",), (), (), "the anti-Iranian Hezbollah")
_LED_BY_OWNER = Rule("", "role", "leads", ("poss",), ("pred",), (), (), "Hemedti's RSF")


def jointly(token: Token, discourse: Discourse) -> Iterator[Found]:
    """ "Iran and Iraq jointly seized the town"."""
    act = joint_act(token, discourse)
    if act is None:
        return
    rule, doers, others = act
    if doers and others:
        found = Found(rule, token, doers[0], None, "", (), 0.8)
        yield from pairs(found, doers, others, mutual=doers is others)


def understood(token: Token, discourse: Discourse, earlier: list[Found]) -> Iterator[Found]:
    """What is not said again: "and so does Syria"; what would be lacking; whom a name before a hyphen is for."""
    again = elided(token)
    if again is not None:
        base, doers, flipped = again
        for claim in earlier:
            if claim.trigger == base:
                for ref in discourse.refs(doers):
                    if claim.object is None or ref.actor != claim.object.actor:
                        yield replace(claim, subject=replace(ref, negated=flipped), until=token.i + 1)
    misread = misread_verb(token, discourse, discourse.lexicon)
    if misread is not None:
        rule, before, after = misread
        for ref in discourse.refs([before]):
            for other in discourse.refs([after]):
                if ref.actor != other.actor:
                    yield Found(rule, token, ref, other, "", rule.support, 0.6)
    for helper, helped in lacked(token):
        for giver in discourse.refs([helper]):
            for taker in discourse.refs([helped]):
                if giver.actor != taker.actor:
                    yield Found(_LACKED, token, giver, taker, "", (), 0.6)
    if discourse.leaning(token):
        rule = _FOR if token.nbor(-2).lower_ == "pro" else _AGAINST
        for ref in discourse.refs([token.head]):
            for other in discourse.refs([token]):
                if ref.actor != other.actor:
                    yield Found(rule, token, ref, other, "", (), 0.6)


def possession(name: Token, discourse: Discourse) -> Iterator[Found]:
    """ "Hemedti's RSF", "his Libyan National Army": a group that is a person's is led by them."""
    owners = discourse.refs([child for child in name.children if child.dep_ == "poss"])
    for group in discourse.refs([name]) if owners else ():
        for owner in owners:
            ruled = group.actor in led_by(owner.actor, discourse)  # "Assad's Syria"
            if discourse.kind(owner.actor) in _GROUP_KINDS and discourse.kind(group.actor) == "person":
                own = owner.actor in leads(discourse.registry, group.actor, discourse.on)
                yield Found(_LED_BY_OWNER if own else _OF_GROUP, name, group, owner, "", (), 0.6)
            group_of_theirs = discourse.kind(group.actor) == "armed-group"
            if discourse.kind(owner.actor) == "person" and (group_of_theirs or ruled):
                yield Found(_LED_BY_OWNER, name, owner, group, "", (), 0.6 * owner.score)


def ruled_under(name: Token, discourse: Discourse) -> Iterator[Found]:
    """ "Syria under Bashar al-Assad", "Under Nasrallah, Hezbollah ...": the person leads the state or group."""
    preposition = name.head
    if name.dep_ != "pobj" or preposition.lower_ != "under":
        return
    above = preposition.head
    led = discourse.refs([above] if above.pos_ in _NOUNS else clauses.subject(above))
    for person in discourse.refs([name]) if led else ():
        if discourse.kind(person.actor) == "person":
            for ref in led:
                if discourse.kind(ref.actor) in {"state", "armed-group", "organisation"}:
                    yield Found(_LED_BY_OWNER, name, person, ref, "", (), 0.6)


def belonging(name: Token, discourse: Discourse) -> Iterator[Found]:
    """ "Mohamed Morsi of the Muslim Brotherhood": a person of a group belongs to it."""
    groups = discourse.refs([t for t in clauses.prepositional(name, "of") if discourse.is_name(t)])
    for person in discourse.refs([name]) if groups else ():
        for group in groups:
            if discourse.kind(person.actor) == "person" and discourse.kind(group.actor) in _GROUP_KINDS:
                yield Found(_OF_GROUP, name, person, group, "", (), 0.6)
