"""Why somebody acts: causes, purposes, fears, gains and perceptions, each with the words that link them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bedfellows.case.records import MotiveKind
from bedfellows.reader import arguments, clauses
from bedfellows.reader.lexicon import Lexicon
from bedfellows.reader.reference import Discourse
from bedfellows.reader.stance import is_condition

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_CAUSE_MARKS = {"because", "since", "as"}
_CAUSE_PREPOSITIONS = {
    "because",
    "due",
    "owing",
    "following",
    "after",
    "given",
    "amid",
    "over",
    "thanks",
    "despite",
}
_CAUSE_PHRASES = ("as a result of", "in response to", "in retaliation for", "in reaction to", "on account of", "in the wake of", "out of fear", "out of gratitude", "out of loyalty", "out of solidarity", "out of spite", "out of concern", "for fear of", "in return for", "in exchange for", "for the sake of")  # fmt: skip
_CONCLUSIONS = {"therefore", "hence", "thus", "consequently", "accordingly"}
_DRIVERS = {"prompt", "drive", "lead", "force", "motivate", "push", "spur", "cause", "encourage", "compel", "explain", "provoke", "convince", "persuade", "alarm", "help"}  # fmt: skip
_GAINS = {"benefit", "gain", "profit", "win", "obtain", "secure", "get", "earn", "reap"}
_PERCEIVE = {"see", "view", "regard", "consider", "perceive", "treat", "think"}
_NO_GAINS = {"ground", "momentum", "traction", "control", "territory", "pace", "time", "strength"}
_PURPOSES = {"accomplish", "serve", "achieve", "fulfil", "fulfill", "further", "advance", "satisfy"}
_TEMPORAL = {"year", "month", "day", "week", "decade", "century"}


@dataclass(frozen=True, slots=True)
class FoundMotive:
    """A motive as it stands in a sentence. Spans are token indexes; an empty effect means the sentence before."""

    kind: MotiveKind
    holder: str | None
    towards: str | None
    effect: tuple[int, int]
    reason: tuple[int, int]
    link: str


def find_motives(sentence: Span, discourse: Discourse, lexicon: Lexicon) -> list[FoundMotive]:
    """Every motive the sentence states, one for each pair of holder, kind and reason."""
    found: dict[tuple[str | None, tuple[int, int]], FoundMotive] = {}
    for token in sentence:
        for motive in (
            *_cause(token, sentence, discourse),
            *_purpose(token, sentence, discourse),
            *_perception(token, sentence, discourse, lexicon),
            *_fear(token, sentence, discourse, lexicon),
            *_gain(token, sentence, discourse, lexicon),
            *_driver(token, sentence, discourse),
            *_conclusion(token, sentence, discourse),
        ):
            found.setdefault((motive.holder, motive.reason), motive)
    return list(found.values())


def _cause(token: Token, sentence: Span, discourse: Discourse) -> Iterator[FoundMotive]:
    """ "because ...", "as a result of ...", "following ...": the clause it hangs on is the effect."""
    if token.dep_ == "advcl" and not is_condition(token):
        mark = next((c for c in token.children if c.dep_ == "mark" and c.lower_ in _CAUSE_MARKS), None)
        if mark is not None and (mark.lower_ == "because" or _causal(mark, token)):
            yield _made("cause", token.head, token, mark.text, sentence, discourse)
        return
    if token.dep_ not in {"prep", "advmod", "mark"} or token.head == token:
        return
    phrase = next(
        (p for p in _CAUSE_PHRASES if sentence.doc[token.i : token.i + len(p.split())].text.lower() == p),
        None,
    )
    single = token.lower_ in _CAUSE_PREPOSITIONS and token.lower_ not in {"after", "over", "amid", "despite"}
    if phrase is None and not single:
        return
    below = [c for c in token.subtree if c.i > token.i and c.dep_ in {"pobj", "pcomp", "dobj"}]
    if not below or below[0].lemma_ in _TEMPORAL:
        return
    main = (
        token.head
        if token.head.pos_ in {"VERB", "AUX"}
        else next((a for a in token.ancestors if a.pos_ in {"VERB", "AUX"}), None)
    )
    if main is not None:
        kind: MotiveKind = (
            "retaliation" if phrase and ("response" in phrase or "retaliation" in phrase) else "cause"
        )
        if phrase and "fear" in phrase:
            kind = "fear"
        if token.lower_ == "following":
            kind = "retaliation"
        yield _made(kind, main, token, phrase or token.text, sentence, discourse)


def _causal(mark: Token, clause: Token) -> bool:
    """ "as the two are friends" gives a reason; "since 2014" and "as it fell" a time; told by tense and place."""
    if mark.lower_ == "as":
        return clause.lemma_ == "be" and clause.tag_ in {"VBZ", "VBP"} and clause.i > clause.head.i
    return any(
        verb.tag_ in {"VBZ", "VBP"} for verb in (clause, *(c for c in clause.children if c.dep_ == "aux"))
    )


def _purpose(token: Token, sentence: Span, discourse: Discourse) -> Iterator[FoundMotive]:
    """ "so as to", "in order to", "so that", and a bare "to" that says what for."""
    main = token.head
    if token.dep_ == "acl" and main.lower_ == "order" and main.dep_ == "pobj":
        main = main.head.head  # the parser hangs "in order to" on the verb by its noun
    if main.dep_ in {"ccomp", "xcomp"} and main.head.lemma_ in {"want", "wish", "need", "like"}:
        main = main.head  # "both want him gone so as to ..."
    if (
        token.dep_ not in {"advcl", "acl", "xcomp"}
        or token.pos_ != "VERB"
        or main.pos_ not in {"VERB", "AUX"}
    ):
        return
    to = next((c for c in token.children if c.dep_ == "aux" and c.lower_ == "to"), None)
    lead = sentence.doc[max(min(token.left_edge.i, token.i - 3), sentence.start) : token.i].text.lower()
    explicit = "order to" in lead or "so as to" in lead or "as to" in lead
    so_that = (
        any(c.dep_ == "mark" and c.lower_ in {"that", "so"} for c in token.children) and "so" in lead.split()
    )
    if (to is not None and (token.dep_ == "advcl" or explicit)) or so_that:
        if main.lemma_ in {"be", "seem"} and not explicit:
            return
        yield _made(
            "purpose",
            main,
            token,
            "so that" if so_that else ("in order to" if explicit else "to"),
            sentence,
            discourse,
        )


def _perception(
    token: Token, sentence: Span, discourse: Discourse, lexicon: Lexicon
) -> Iterator[FoundMotive]:
    """ "sees X as a threat": the view is the reason."""
    if token.lemma_ not in _PERCEIVE or token.pos_ != "VERB":
        return
    seen_as = next(
        (c for c in token.children if c.lower_ == "as" and c.dep_ in {"prep", "mark"} and c.i > token.i), None
    )
    if seen_as is None and token.lemma_ != "consider":
        return
    holders = discourse.refs(clauses.agent(token))
    objects = discourse.refs(clauses.patient(token), parts=True)
    target = seen_as or next((c for c in token.children if c.dep_ in {"oprd", "ccomp"}), None)
    if target is None:
        return
    reason = _span(target, sentence)
    seen = [head for head in clauses.patient(token) if token.i < head.i < target.i]
    if seen:
        reason = (_span(seen[0], sentence)[0], reason[1])
    feared = any(word.lemma_.lower() in lexicon.words["threat"] for word in target.subtree)
    for holder in holders:
        yield FoundMotive(
            "fear" if feared else "perception",
            holder.actor,
            objects[0].actor if objects else None,
            (token.i, token.i + 1),
            reason,
            f"{token.text} ... as" if seen_as is not None else token.text,
        )


def _fear(token: Token, sentence: Span, discourse: Discourse, lexicon: Lexicon) -> Iterator[FoundMotive]:
    """ "is worried about ...": what is feared is the reason."""
    if token.lemma_ in _PERCEIVE:
        return  # "sees X as a threat" is a perception
    rules = [
        rule
        for use, ok in (
            ("adjective", token.pos_ in {"ADJ", "VERB"}),
            ("verb", token.pos_ == "VERB"),
            ("noun", token.pos_ == "NOUN"),
        )
        if ok
        for rule in lexicon.rules.get(
            ((token.lower_ if use == "adjective" else token.lemma_.lower()), use), ()
        )
        if rule.relation == "fears"
    ]
    if not rules:
        return
    rule = rules[0]
    holders = [ref for role in rule.subject for ref in discourse.refs(arguments.roles(token, role, lexicon))]
    heads = [head for role in rule.object for head in arguments.roles(token, role, lexicon)]
    heads += [c for c in token.children if c.dep_ in {"ccomp", "acl"} and c.i > token.i and not heads]
    if not holders or not heads:
        return
    feared = [doer for head in heads for doer in (clauses.subject(head) if head.pos_ == "VERB" else [head])]
    objects = discourse.refs(feared, parts=True)
    yield FoundMotive(
        "fear",
        holders[0].actor,
        objects[0].actor if objects else None,
        (token.i, token.i + 1),
        _span(heads[0], sentence),
        token.text,
    )


def _gain(token: Token, sentence: Span, discourse: Discourse, lexicon: Lexicon) -> Iterator[FoundMotive]:
    """ "benefit from ...", "gain recognition from ..."."""
    if token.lemma_ not in _GAINS or token.pos_ != "VERB":
        return
    if any(a.dep_ == "relcl" for a in (token,)) or (
        token.lemma_ in {"get", "win", "obtain", "secure"} and token.dep_ != "ROOT"
    ):
        return
    givers = clauses.prepositional(token, "from")
    things = clauses.patient(token) or givers
    # "benefit from any support they can get from Russia"
    received = [c for c in token.children if c.dep_ == "ccomp" and c.lemma_ in lexicon.words["receive"]]
    givers += [giver for clause in received for giver in clauses.prepositional(clause, "from")]
    holders = discourse.refs(clauses.subject(token))
    if not holders or not things or things[0].lemma_ in _NO_GAINS:
        return
    others = [ref for ref in discourse.refs(givers, parts=True) if ref.actor != holders[0].actor]
    if not others:
        others = [
            ref
            for head in things
            for child in head.subtree
            for ref in discourse.refs([child])
            if child.ent_type_ and ref.actor != holders[0].actor
        ]
    yield FoundMotive(
        "gain",
        holders[0].actor,
        others[0].actor if others else None,
        (token.i, token.i + 1),
        _span(things[0], sentence),
        token.text,
    )


def _driver(token: Token, sentence: Span, discourse: Discourse) -> Iterator[FoundMotive]:
    """ "The defeat drove Ankara to ...": the subject is the reason."""
    if token.pos_ != "VERB":
        return
    if token.lemma_ in _PURPOSES:
        subject = next((c for c in token.children if c.dep_ in {"nsubj", "csubj"}), None)
        things = clauses.patient(token)
        if things and (subject is not None and subject.pos_ == "VERB"):
            holders = discourse.refs(clauses.subject(subject))
            topic = holders[0].actor if holders else discourse.topic()
            yield FoundMotive(
                "purpose", topic, None, _span(subject, sentence), _span(things[0], sentence), token.text
            )
        return
    if token.lemma_ not in _DRIVERS:
        return
    causes = [c for c in token.children if c.dep_ in {"nsubj", "csubj"}]
    results = [c for c in token.children if c.dep_ in {"xcomp", "ccomp"}]
    driven = discourse.refs([c for c in token.children if c.dep_ == "dobj"])
    if causes and results and driven and not discourse.refs(causes):
        yield FoundMotive(
            "cause",
            driven[0].actor,
            None,
            _span(results[0], sentence),
            _span(causes[0], sentence),
            token.text,
        )


def _conclusion(token: Token, sentence: Span, discourse: Discourse) -> Iterator[FoundMotive]:
    """ "Therefore, ...", "He is, therefore, ...": the reason is the sentence before."""
    opening = sentence.doc[sentence.start : min(sentence.start + 3, sentence.end)].text.lower()
    first = token.i == sentence.start and opening.startswith(("as a result", "as such", "for this reason"))
    if (
        first
        and opening.startswith("as a result")
        and sentence.doc[min(sentence.start + 3, sentence.end - 1)].lower_ == "of"
    ):
        return
    if not first and (token.lower_ not in _CONCLUSIONS or token.dep_ not in {"advmod", "cc", "ROOT", "conj"}):
        return
    main = sentence.root
    holders = discourse.refs(clauses.subject(main))
    if not holders:
        return
    objects = [
        ref for ref in discourse.refs(clauses.patient(main), parts=True) if ref.actor != holders[0].actor
    ]
    yield FoundMotive(
        "cause",
        holders[0].actor,
        objects[0].actor if objects else None,
        _span(main, sentence),
        (sentence.start, sentence.start),
        token.text,
    )


def _made(
    kind: MotiveKind, main: Token, reason: Token, link: str, sentence: Span, discourse: Discourse
) -> FoundMotive:
    holders = discourse.refs(clauses.agent(main)) or discourse.refs(clauses.subject(main))
    towards = list(discourse.refs([reason], parts=True)) or discourse.refs(
        [c for c in reason.subtree if c.dep_ in {"dobj", "pobj", "nsubj"} and c.i != reason.i][:2], parts=True
    )
    holder = holders[0].actor if holders else None
    other = next((ref.actor for ref in towards if ref.actor != holder), None)
    return FoundMotive(kind, holder, other, _around(main, reason, sentence), _span(reason, sentence), link)


def _span(head: Token, sentence: Span) -> tuple[int, int]:
    """The words under a head, inside the sentence, without punctuation at the ends."""
    indexes = [token.i for token in head.subtree if sentence.start <= token.i < sentence.end]
    start, end = min(indexes), max(indexes) + 1
    doc = head.doc
    open_bracket = any(token.text == "(" for token in doc[start:end])
    while end > start and (doc[end - 1].is_punct or doc[end - 1].is_space or doc[end - 1].dep_ == "cc"):
        if open_bracket and doc[end - 1].text == ")":
            break
        end -= 1
    while start < end and (doc[start].is_punct or doc[start].is_space):
        start += 1
    return start, end


def _around(main: Token, reason: Token, sentence: Span) -> tuple[int, int]:
    """The clause of the effect: the main verb's words on its side of the reason."""
    barred = {token.i for token in reason.subtree}
    kept = [
        token.i
        for token in main.subtree
        if token.i not in barred and sentence.start <= token.i < sentence.end
    ]
    run = [main.i]
    kept_set = set(kept)
    while run[0] - 1 in kept_set:
        run.insert(0, run[0] - 1)
    while run[-1] + 1 in kept_set:
        run.append(run[-1] + 1)
    doc = main.doc
    start, end = run[0], run[-1] + 1
    while start < end and (doc[start].is_punct or doc[start].is_space or doc[start].dep_ == "cc"):
        start += 1
    while end > start and (doc[end - 1].is_punct or doc[end - 1].is_space):
        end -= 1
    return start, end
