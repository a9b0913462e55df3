"""Source and target of an event: who does it and to whom, from the parse, else from the rest of the sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bedfellows.reader.clauses import agent, is_passive, owners, patient, prepositional, subject
from bedfellows.reader.event_phrases import ActorNames, CodedActor

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from bedfellows.reader.event_candidates import Candidate

RECIPROCAL = {"AGREE", "CONSULT", "COOPERATE"}
_MUTUAL = RECIPROCAL | {"SUPPORT", "ASSAULT"}
_DOMESTIC = {
    "PROTEST", "COERCE", "ASSAULT", "CONCEDE", "REQUEST", "REJECT", "ACCUSE", "THREATEN", "RETREAT", "MOBILIZE", "AGREE",
}  # fmt: skip
_TOWARDS = (
    "against", "on", "with", "to", "at", "for", "from", "into", "over", "of", "toward", "towards", "about", "between",
    "upon", "after", "by", "behind", "alongside", "before",
)  # fmt: skip
_AWAY = (
    "in",
    "near",
    "outside",
    "through",
    "across",
    "around",
    "off",
    "inside",
    "throughout",
    "along",
    "under",
)
# What is done in the passive to one's own: "troops were withdrawn".
_OWN = {"MOBILIZE", "CONSULT"}
_OWN_MODES = {("RETREAT", "withdraw"), ("RETREAT", "disarm"), ("SANCTION", "withdraw"), ("AID", None)}
_AT = {"in", "near", "at", "outside", "around", "across", "throughout", "through", "off", "inside", "on"}
# What is done at home as often as abroad; how near a party of one's own must stand to the verb; whose sectors it cannot be.
_AT_HOME = {"ASSAULT", "COERCE", "PROTEST", "ACCUSE", "REQUEST", "CONCEDE", "REJECT", "THREATEN"}
_NEAR = 1.6
_ARMED = {"REB", "UAF", "CRM"}
_ORGANS = {"GOV", "MIL"}
# Whom these are aimed at goes without saying where it happens at home.
_UNNAMED = {"PROTEST", "COERCE", "ASSAULT", "REQUEST", "CONCEDE"}
# What is said is said to others more often than to one's own.
_SPOKEN = {"ACCUSE", "REJECT", "REQUEST", "THREATEN", "SUPPORT", "AGREE"}
_UNNAMED_OF_FEW = {"THREATEN", "RETREAT", "ACCUSE", "REJECT"}  # and these, where who acts is no state
# What is said to somebody.
_ADDRESSED = {"REJECT", "AGREE", "REQUEST", "THREATEN", "SUPPORT"}
_SUFFERED = {"die", "perish", "lose"}
_DEEPEST = 7
_NO_PLACE = {"aux", "auxpass", "punct", "mark", "det", "cc", "npadvmod", "neg"}


@dataclass(frozen=True, slots=True)
class Parties:
    """Who does it and to whom; empty where it cannot be told. `guessed`: a side was taken from the rest of the sentence."""

    source: tuple[CodedActor, ...]
    target: tuple[CodedActor, ...]
    guessed: bool = False


def parties(
    candidate: Candidate, sentence: Span, names: ActorNames, before: tuple[CodedActor, ...]
) -> Parties:
    """The parties of a candidate. `before` are the sources of the sentence before, for "he" and "they"."""
    put = candidate.put
    anchor = put.anchor
    if candidate.governor is not None and anchor == candidate.trigger:
        noun = candidate.trigger
        acted_on = noun.dep_ not in {"nsubj", "attr"} or noun.head.pos_ == "AUX"
        anchor = candidate.governor if acted_on else noun  # "the attack by Iran on Iraq began"
    heads = _doers(anchor)
    if not heads and is_passive(anchor) and (put.type in _OWN or (put.type, put.mode) in _OWN_MODES):
        heads = patient(anchor)
    speaker = _speaker(put.speaker, names)
    if put.how == "demanded" and not put.asked:
        asked = [a for head in heads for a in names.phrase(head)]
        source, target, used = speaker, tuple(asked), set()
        if source:
            return _complete(
                source, target or _search(anchor, set(), source, names), anchor, sentence, names, put.type
            )
    suffered = candidate.trigger.lemma_ in _SUFFERED
    if not suffered and not heads and is_passive(anchor) and anchor.pos_ != "NOUN":
        suffered = bool(patient(anchor))
    if suffered:
        struck = patient(anchor) if is_passive(anchor) else heads
        target = tuple(a for head in struck for a in names.phrase(head))
        used = {t.i for head in struck for t in head.subtree}
        source = speaker if put.how in {"threatened", "planned"} else ()
        source = source or _by_whom(anchor, used, target, names, put.type)
        return _complete(source, target, anchor, sentence, names, put.type)
    source = tuple(a for head in heads for a in _coded(head, names, speaker, before))
    used = {t.i for head in heads for t in head.subtree} if heads else set()
    if anchor.i in used:
        used -= {t.i for t in anchor.subtree}  # what a clause says hangs on the noun it belongs to
    mutual = put.type in _MUTUAL
    coded = [a for a in source if a.code]
    between = _between(candidate, names)
    if between and (
        not coded or anchor.pos_ == "NOUN" or {a.code for a in coded} < {a.code for a in between}
    ):
        return Parties(tuple(between[:1]), tuple(between[1:]))
    if between and put.type == "CONSULT":
        return Parties(source, tuple(between))
    target = _search(anchor, used, source, names, put.type)
    if not any(a.code and a.code not in {b.code for b in coded} for a in target) and put.type in _ADDRESSED:
        told = _told(put.speaker, names, {a.code for a in coded})
        target = told or target
    if not target:
        above = _verb_over(anchor)
        if above is not None:
            below = {t.i for t in anchor.subtree}
            target = _search(above, used | below, source, names, put.type)
    sides = {a.code for a in coded}
    if mutual and len(sides) > 1 and {a.code for a in target} <= sides:
        return Parties(tuple(coded[:1]), tuple(coded[1:]))
    if not coded and not is_passive(anchor) and speaker and not heads:
        source = speaker
    return _complete(source, target, anchor, sentence, names, put.type)


def _by_whom(
    anchor: Token, used: set[int], target: tuple[CodedActor, ...], names: ActorNames, kind: str
) -> tuple[CodedActor, ...]:
    """Who did what somebody suffered: who stands behind "by" or "with", then the country it happened in, then any other party."""
    struck = {a.code for a in target}
    for token in anchor.subtree:
        if token.i not in used and token.lower_ in {"by", "with"} and token.dep_ in {"prep", "agent"}:
            named = [
                a for c in token.children if c.dep_ == "pobj" for a in names.phrase(c, frozenset(struck))
            ]
            if any(a.code and a.code not in struck for a in named) and token.lower_ == "by":
                return tuple(a for a in named if a.code)
    place = _place(anchor, names)
    if place and (place not in struck or kind == "COERCE"):
        return (CodedActor(place, "", "", anchor.i, anchor.i, "place"),)
    source = _search(anchor, used, target, names)
    return () if {a.code for a in source} == struck else source


def _told(verb: Token | None, names: ActorNames, codes: set[str]) -> tuple[CodedActor, ...]:
    """Whom the speaker speaks to, where that is not his own side."""
    if verb is None:
        return ()
    heads = [c for c in verb.children if c.dep_ in {"dobj", "dative"}] + prepositional(verb, "to")
    return tuple(a for head in heads for a in names.phrase(head) if a.code and a.code not in codes)


def reported(candidate: Candidate, sides: Parties, names: ActorNames) -> tuple[Candidate, Parties]:
    """What an official of one country says another did is an accusation (CAMEO 112): "The Cypriot foreign minister said
    that Turkish troops had shot two villagers". Who comes after the deed ("..., police said") only reports it."""
    put = candidate.put
    armed = put.type == "AID" and any(a.sector in _ARMED for a in sides.target)
    if (
        put.speaker is None
        or put.how != "done"
        or not (armed or put.type in {"ASSAULT", "COERCE"})
        or not any(a.how in {"name", "modifier"} for a in sides.source)
    ):
        return candidate, sides
    speaker = [a for a in _speaker(put.speaker, names) if a.sector in {"", "GOV"}]
    doers = {a.code for a in sides.source}
    if put.speaker.i > put.anchor.i or not speaker or doers & {a.code for a in speaker}:
        return candidate, sides
    accused = replace(put, type="ACCUSE", mode="allege", anchor=put.speaker, words=(*put.words, put.speaker))
    return replace(candidate, put=accused), Parties(tuple(speaker), sides.source)


def _verb_over(anchor: Token) -> Token | None:
    """The verb that an infinitive or gerund completes: "resorted to throwing stones during ..."."""
    if anchor.pos_ != "VERB" or anchor.dep_ not in {"xcomp", "pcomp"}:
        return None
    head = anchor.head.head if anchor.dep_ == "pcomp" else anchor.head
    return head if head.pos_ == "VERB" else None


def _doers(anchor: Token) -> list[Token]:
    if anchor.pos_ in {"NOUN", "PROPN"}:
        own = owners(anchor) or prepositional(anchor, "by")
        if own:
            return own
        before = [c for c in anchor.children if c.dep_ in {"amod", "compound", "nmod"} and c.i < anchor.i]
        if before:
            return [before[0]]
        verb = anchor.head if anchor.dep_ in {"dobj", "pobj"} else None
        return subject(verb) if verb is not None and verb.pos_ == "VERB" else []
    if anchor.pos_ == "ADJ" or anchor.dep_ == "acomp":
        return subject(anchor) or subject(anchor.head)
    if is_passive(anchor):
        return prepositional(anchor, "by") or agent(anchor)
    return subject(anchor) or agent(anchor)


def _coded(
    head: Token, names: ActorNames, speaker: tuple[CodedActor, ...], before: tuple[CodedActor, ...]
) -> Iterable[CodedActor]:
    if head.pos_ == "PRON" and head.lower_ not in {"who", "which", "that"}:
        if speaker and head.lower_ in {"he", "she", "it", "they", "we", "i"}:
            return speaker
        earlier = [names.found[t.i] for t in head.doc[head.sent.start : head.i] if t.i in names.found]
        if earlier:
            name = earlier[0]
            return [CodedActor(name.code, name.sector, head.text, head.i, head.i + 1, "context", name.actor)]
        return [replace(a, how="context", text=head.text, start=head.i, end=head.i + 1) for a in before]
    if head.pos_ == "PRON" and head.head.dep_ == "relcl":
        return names.phrase(head.head.head)
    return names.phrase(head)


def _speaker(verb: Token | None, names: ActorNames) -> tuple[CodedActor, ...]:
    if verb is None:
        return ()
    heads = prepositional(verb, "by") if is_passive(verb) else subject(verb)
    if is_passive(verb) and not heads:
        heads = subject(verb)
    return tuple(a for head in heads for a in names.phrase(head) if a.code)


def _between(candidate: Candidate, names: ActorNames) -> list[CodedActor]:
    found = prepositional(candidate.trigger, "between")
    if not found and candidate.put.anchor != candidate.trigger:
        found = prepositional(candidate.put.anchor, "between")
    if not found and candidate.trigger.pos_ == "VERB":
        found = [
            n for s in subject(candidate.trigger) if s.pos_ == "NOUN" for n in prepositional(s, "between")
        ]
    coded = [a for head in found for a in names.phrase(head) if a.code]
    return coded if len(coded) > 1 else []


def _search(
    anchor: Token, used: set[int], source: Iterable[CodedActor], names: ActorNames, kind: str = ""
) -> tuple[CodedActor, ...]:
    """The party nearest to the verb, the roles of a target first."""
    codes = frozenset(a.code for a in source if a.code)
    same: tuple[CodedActor, ...] = ()
    vague: tuple[CodedActor, ...] = ()
    for rank, head in sorted(_places(anchor, 0.0, 0, used), key=lambda place: (place[0], place[1].i)):
        if codes and kind in _AT_HOME and rank <= _NEAR:
            own = [a for a in names.phrase(head) if a.sector and a.sector not in _ORGANS]
            if own and all(a.code in codes or not a.code for a in own):
                return tuple(own)  # "Turkish police arrested students": at home
        coded = [a for a in names.phrase(head, codes) if not _inside(a, used)]
        other = tuple(a for a in coded if a.code and a.code not in codes)
        if other:
            return other
        if not same and any(a.code for a in coded):
            same = tuple(a for a in coded if a.code)
        if not vague and coded:
            vague = tuple(coded)
    return same or vague


def _inside(actor: CodedActor, used: set[int]) -> bool:
    return all(i in used for i in range(actor.start, actor.end))


def _places(token: Token, rank: float, depth: int, used: set[int]) -> Iterator[tuple[float, Token]]:
    """Nouns under a word, each with how unlikely it is to be the target."""
    if depth > _DEEPEST:
        return
    for child in token.children:
        if child.dep_ == "advmod" and child.i not in used:
            yield from _places(child, rank + 0.2, depth + 1, used)  # "fell back from", "along with"
            continue
        if child.i in used or child.dep_ in _NO_PLACE:
            continue
        dep = child.dep_
        if dep in {"dobj", "nsubjpass", "dative", "obj"} and child.pos_ != "ADP":
            yield rank, child
            yield from _places(child, rank + 1.0, depth + 1, used)
        elif dep in {"prep", "dative", "agent", "prt"}:
            cost = (
                0.5
                if child.lower_ in _TOWARDS[:5]
                else 0.8
                if child.lower_ in _TOWARDS
                else 2.0
                if child.lower_ in _AWAY
                else 2.5
            )
            for grandchild in child.children:
                if grandchild.dep_ == "pobj":
                    yield rank + cost, grandchild
                    yield from _places(grandchild, rank + cost + 1.5, depth + 1, used)
                elif grandchild.dep_ == "pcomp":
                    yield from _places(grandchild, rank + cost + 0.5, depth + 1, used)
                elif grandchild.dep_ == "prep":
                    yield from _places(child, rank + cost, depth + 1, used)
        elif dep in {"xcomp", "ccomp"}:
            yield from _places(child, rank + 0.6, depth + 1, used)
        elif dep in {"nsubj", "attr", "oprd"} and token.pos_ in {"VERB", "AUX"}:
            yield rank + (-0.3 if depth else 0.9), child
            yield from _places(child, rank + 1.5, depth + 1, used)
        elif dep == "advcl" and child.tag_ == "VB":
            yield from _places(child, rank + 1.2, depth + 1, used)
        elif dep in {"advcl", "acl", "relcl", "conj", "pcomp", "appos", "acomp"}:
            yield from _places(child, rank + 2.0, depth + 1, used)


def _complete(
    source: tuple[CodedActor, ...],
    target: tuple[CodedActor, ...],
    anchor: Token,
    sentence: Span,
    names: ActorNames,
    kind: str,
) -> Parties:
    """What one side lacks is taken from the place, from the other side, or from the rest of the sentence."""
    guessed = False
    if (source and not any(a.code for a in source)) or (not source):
        theirs = [a.code for a in target if a.code not in {"", "IGO", "NGO", "IMG"}]
        code = _place(anchor, names)
        if not code and source and kind in _SPOKEN:
            others = (names.found[t.i].code for t in sentence if t.i in names.found)
            code = next((other for other in others if other not in theirs), "")
        code = code or next(iter(theirs), "")
        if not code:
            code = next((names.found[t.i].code for t in sentence if t.i in names.found), "")
        if code:
            guessed = True
            source = tuple(replace(a, code=code, how="context") for a in source) or (
                CodedActor(code, "", "", anchor.i, anchor.i, "context"),
            )
    source = tuple(a for a in source if a.code)
    if not any(a.code for a in target):
        code = _place(anchor, names)
        home = next((a.code for a in source if a.code not in {"IGO", "NGO", "IMG"}), "")
        if target and (code or home):
            target = tuple(replace(a, code=code or home, how="context") for a in target)
            guessed = True
        elif home and not code and (kind in _UNNAMED or (kind in _UNNAMED_OF_FEW and _is_part(source))):
            target = (CodedActor(home, "", "", anchor.i, anchor.i, "context"),)
            guessed = True
        elif kind in _DOMESTIC and code:
            target = (CodedActor(code, "", "", anchor.i, anchor.i, "place"),)
            guessed = True
    target = tuple(a for a in target if a.code)
    return Parties(tuple(dict.fromkeys(source)), tuple(dict.fromkeys(target)), guessed)


def _place(anchor: Token, names: ActorNames) -> str:
    """The country of the place where it happens: "in Monrovia", "outside the Iraqi city of Basra"."""
    passive = {t.i for c in anchor.children if c.dep_ in {"nsubj", "nsubjpass"} for t in c.subtree}
    found: list[tuple[bool, str]] = []
    for token in anchor.subtree:
        name = names.found.get(token.i)
        if name is None or name.kind not in {"place", "region", "state"}:
            continue
        head = token.head
        for _ in range(_DEEPEST):
            if head.dep_ == "prep" and head.lower_ in _AT:
                if not name.demonym or (head.children and _is_town(token.head)):
                    found.append((token.i in passive, name.code))
                break
            if head.pos_ == "VERB" or head.head == head:
                break
            head = head.head
    return min(found, key=lambda each: each[0])[1] if found else ""


def _is_part(source: tuple[CodedActor, ...]) -> bool:
    """Are those who act a part of their country's people, not its state?"""
    return any(a.sector and a.sector not in {"GOV", "MIL", "SPY"} for a in source)


def _is_town(noun: Token) -> bool:
    return noun.lemma_ in {
        "city",
        "town",
        "village",
        "capital",
        "province",
        "border",
        "region",
        "territory",
        "district",
        "port",
        "coast",
    }
