"""Why somebody acts: causes, purposes, fears, gains and perceptions, each with the words that link them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from bedfellows.case.records import MotiveKind
from bedfellows.reader import arguments, clauses
from bedfellows.reader.lexicon import Lexicon
from bedfellows.reader.moods import find_moods, mood
from bedfellows.reader.motive_parts import FoundMotive, around, made, span
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
_CAUSE_PHRASES = ("as a result of", "in response to", "in retaliation for", "in reaction to", "on account of", "in the wake of", "for fear of", "in return for", "in exchange for", "for the sake of", "in the hope of", "in the hope that", "in hopes of", "with the aim of", "with a view to", "with an eye to", "with an eye on", "in an effort to", "in an attempt to", "in a bid to", "in revenge for", "in retaliation against", "in protest at", "in protest against", "in recognition of", "as punishment for", "as a reward for", "in anticipation of", "on the grounds of", "on the ground that", "on the grounds that", "in defence of", "in defense of", "in solidarity with", "in order that")  # fmt: skip
_BY_FIRST_WORD = {
    first: tuple(phrase for phrase in _CAUSE_PHRASES if phrase.split()[0] == first)
    for first in {phrase.split()[0] for phrase in _CAUSE_PHRASES}
}
_RETALIATING = ("in response", "in retaliation", "in reaction", "in revenge", "in protest", "as punishment")
_AIMING = (
    "in the hope",
    "in hopes",
    "with the aim",
    "with a view",
    "with an eye",
    "in an effort",
    "in an attempt",
    "in a bid",
    "in order",
)
_ON_THE_WAY = {
    "go",
    "come",
    "use",
    "happen",
    "live",
    "do",
    "manage",
    "get",
    "have",
    "promise",
    "suffice",
    "take",
    "turn",
}
_MADE_TO = {"press", "urge", "ask", "tell", "order", "beg", "implore", "pressure", "lobby", "help", "allow", "let", "want", "expect", "enable", "force", "compel", "invite", "persuade", "push", "encourage", "warn", "require", "call"}  # fmt: skip
_CONCLUSIONS = {"therefore", "hence", "thus", "consequently", "accordingly"}
_REASONS = {"why", "reason", "reasons", "motive", "motives", "because"}
_NEAR = 40  # tokens
_DRIVERS = {"prompt", "drive", "lead", "force", "motivate", "push", "spur", "cause", "encourage", "compel", "explain", "provoke", "convince", "persuade", "alarm", "help"}  # fmt: skip
_ANSWERS = {
    "answer": (), "avenge": (), "respond": ("to",), "react": ("to",), "retaliate": ("for", "against"), "punish": ("for",),
    "forgive": ("for",), "penalise": ("for",), "penalize": ("for",), "sanction": ("for", "over"), "recall": ("over",),
    "expel": ("over", "for"), "suspend": ("over", "for"), "reward": ("for",), "thank": ("for",),
}  # fmt: skip
_MOVERS = {"drive", "motivate", "unite", "prompt", "spur", "animate", "move", "bind"}
_GAINS = {"benefit", "gain", "profit", "win", "obtain", "secure", "get", "earn", "reap"}
_INTENTS = {"intent", "bent", "intention", "aim", "goal", "objective"}
_PERCEIVE = {"see", "view", "regard", "consider", "perceive", "treat", "think"}
_NO_GAINS = {"ground", "momentum", "traction", "control", "territory", "pace", "time", "strength"}
_PURPOSES = {"accomplish", "serve", "achieve", "fulfil", "fulfill", "further", "advance", "satisfy"}
_TEMPORAL = {"year", "month", "day", "week", "decade", "century"}


def find_motives(sentence: Span, discourse: Discourse, lexicon: Lexicon) -> list[FoundMotive]:
    """Every motive the sentence states, one for each pair of holder, kind and reason."""
    found: dict[tuple[str | None, tuple[int, int]], FoundMotive] = {}
    for token in sentence:
        for motive in (
            *_cause(token, sentence, discourse),
            *_purpose(token, sentence, discourse),
            *_intent(token, sentence, discourse, lexicon),
            *_perception(token, sentence, discourse, lexicon),
            *_fear(token, sentence, discourse, lexicon),
            *_gain(token, sentence, discourse, lexicon),
            *_driver(token, sentence, discourse),
            *_conclusion(token, sentence, discourse),
            *find_moods(token, sentence, discourse),
        ):
            found.setdefault((motive.holder, motive.reason), motive)
    return _fears_named_as_reasons(list(found.values()))


def _fears_named_as_reasons(motives: list[FoundMotive]) -> list[FoundMotive]:
    """ "Armed it because it fears Iraq" is one motive: a fear, with what was done for it."""
    kept = []
    for motive in motives:
        first, last = motive.reason
        inner = [
            fear
            for fear in motives
            if fear is not motive
            and fear.kind == "fear"
            and fear.holder == motive.holder
            and first <= min(fear.effect[0], fear.reason[0])
            and max(fear.effect[1], fear.reason[1]) <= last
        ]
        outer = any(
            motive.kind == "fear"
            and other is not motive
            and other.holder == motive.holder
            and other.kind in {"cause", "fear"}
            and other.reason[0] <= min(motive.effect[0], first)
            and max(motive.effect[1], last) <= other.reason[1]
            for other in motives
        )
        if outer:
            continue
        feared = inner and motive.kind == "cause"
        kept.append(replace(motive, kind="fear", towards=inner[0].towards) if feared else motive)
    return kept


def _cause(token: Token, sentence: Span, discourse: Discourse) -> Iterator[FoundMotive]:
    """ "because ...", "as a result of ...", "following ...": the clause it hangs on is the effect."""
    if token.dep_ == "advcl" and not is_condition(token):
        mark = next((c for c in token.children if c.dep_ == "mark" and c.lower_ in _CAUSE_MARKS), None)
        lest = any(c.lower_ == "lest" for c in token.children)
        if lest:
            yield from made("fear", token.head, token, "lest", sentence, discourse)
        elif mark is not None and (mark.lower_ == "because" or _causal(mark, token)):
            yield from made("cause", _explained(token), token, mark.text, sentence, discourse)
        return
    if token.dep_ not in {"prep", "advmod", "mark"} or token.head == token:
        return
    phrase = next((p for p in _BY_FIRST_WORD.get(token.lower_, ()) if _stands_at(token, p)), None)
    if phrase is None and mood(token) is not None:
        phrase = "out of"
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
        kind: MotiveKind = "cause"
        if phrase and phrase.startswith(_RETALIATING):
            kind = "retaliation"
        elif phrase and phrase.startswith(_AIMING):
            kind = "purpose"
        elif phrase and ("return" in phrase or "exchange" in phrase or "reward" in phrase):
            kind = "gain"
        elif (phrase and "fear" in phrase) or mood(token) == "fear":
            kind = "fear"
        if token.lower_ == "following":
            kind = "retaliation"
        yield from made(kind, main, token, phrase or token.text, sentence, discourse)


def _stands_at(token: Token, phrase: str) -> bool:
    words = phrase.split()
    return [word.lower_ for word in token.doc[token.i : token.i + len(words)]] == words


def _causal(mark: Token, clause: Token) -> bool:
    """ "as the two are friends" gives a reason; "since 2014" and "as it fell" a time; told by tense and place."""
    if mark.lower_ == "as":
        return clause.lemma_ == "be" and clause.tag_ in {"VBZ", "VBP"} and clause.i > clause.head.i
    return any(
        verb.tag_ in {"VBZ", "VBP"}
        for verb in (clause, *(c for c in clause.children if c.dep_ in {"aux", "auxpass"}))
    )


def _explained(reason: Token) -> Token:
    """ "They may leave when he takes office, as the two are friends": the parser hangs a reason that ends the sentence on the condition before it."""
    main = reason.head
    outer = main.head
    if main.dep_ == "advcl" and is_condition(main) and outer.pos_ in {"VERB", "AUX"} and outer.i < main.i:
        return outer
    return main


def _intent(token: Token, sentence: Span, discourse: Discourse, lexicon: Lexicon) -> Iterator[FoundMotive]:
    """ "is intent on ...", "its intention to ...", "its aim is to ...": what is meant is the reason."""
    if token.lemma_.lower() not in _INTENTS or token.pos_ not in {"ADJ", "NOUN", "VERB"}:
        return
    if token.pos_ == "NOUN":
        owners = arguments.roles(token, "poss", lexicon) or arguments.roles(token, "mod", lexicon)
        said = token.head if token.dep_ == "nsubj" and token.head.lemma_ == "be" else token
    else:
        owners = clauses.subject(token) or clauses.subject(token.head)
        said = token
    meant = next(
        (
            c
            for c in said.children
            if c.i > token.i
            and c.dep_ in {"xcomp", "acl", "ccomp", "pcomp"}
            and any(word.lower_ == "to" for word in c.children if word.dep_ == "aux")
        ),
        None,
    )
    on = next((c for c in said.children if c.lower_ == "on" and c.i > token.i), None)
    meant = meant or next((c for c in on.children if c.dep_ == "pcomp"), None) if on else meant
    holders = discourse.refs(owners)
    if meant is None or not holders:
        return
    others = discourse.refs([word for word in meant.subtree if word.dep_ in {"dobj", "pobj"}], parts=True)
    towards = next((ref.actor for ref in others if ref.actor != holders[0].actor), None)
    yield FoundMotive(
        "purpose", holders[0].actor, towards, (token.i, token.i + 1), span(meant, sentence), token.text
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
        if main.lemma_ in {"be", "seem"} | _ON_THE_WAY | _MADE_TO and not explicit and not so_that:
            return
        yield from made(
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
    seen_in = [c for c in token.children if c.lower_ == "in" and c.dep_ == "prep" and token.lemma_ == "see"]
    if seen_as is None and token.lemma_ != "consider" and not seen_in:
        return
    holders = discourse.refs(clauses.agent(token))
    objects = discourse.refs(clauses.patient(token), parts=True)
    target = seen_as or next((c for c in token.children if c.dep_ in {"oprd", "ccomp"}), None)
    if target is None and (seen_in or any(c.tag_ == "WP" for c in token.children)):
        target = next((c for c in token.children if c.dep_ == "dobj" and c.i > token.i), None)
    if seen_in:
        objects = discourse.refs(
            [noun for c in seen_in for noun in c.children if noun.dep_ == "pobj"], parts=True
        )
    if target is None:
        return
    reason = span(target, sentence)
    seen = [head for head in clauses.patient(token) if token.i < head.i < target.i and head.pos_ != "PRON"]
    if seen and not seen_in:
        reason = (span(seen[0], sentence)[0], reason[1])
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
    heads = [c for c in token.children if c.dep_ == "ccomp" and c.i > token.i and not _follows(c)]
    heads = heads or [head for role in rule.object for head in arguments.roles(token, role, lexicon)]
    heads += [c for c in token.children if c.dep_ == "acl" and c.i > token.i and not heads]
    if not holders or not heads or heads[0].tag_ == "WP":
        return
    feared = [doer for head in heads for doer in (clauses.subject(head) if head.pos_ == "VERB" else [head])]
    objects = discourse.refs(feared, parts=True)
    if not _goes_with_an_act(token) and not _is_an_explanation(sentence):
        return
    yield FoundMotive(
        "fear",
        holders[0].actor,
        objects[0].actor if objects else None,
        (token.i, token.i + 1),
        span(heads[0], sentence),
        token.text,
    )


def _goes_with_an_act(token: Token) -> bool:
    """ "Japan, which fears an attack, is arming", "fears Iraq and is arming": a fear that is all the sentence tells is no motive."""
    node = token
    while node.head != node:
        if node.dep_ in {"relcl", "acl", "advcl", "amod", "pcomp"}:
            return True
        node = node.head
    verb = token if token.pos_ in {"VERB", "AUX"} else token.head
    if verb.dep_ == "ccomp" and any(child.lower_ == "so" and child.i > verb.i for child in verb.head.lefts):
        return True
    return any(
        (child.dep_ == "conj" and child.pos_ == "VERB") or (child.dep_ == "ccomp" and _follows(child))
        for child in verb.children
        if child.i > token.i
    )


def _is_an_explanation(sentence: Span) -> bool:
    """Does the text ask for reasons just before ("Why?", "for two reasons"), or draw a conclusion later in the paragraph?"""
    doc = sentence.doc
    asked = {token.lower_ for token in doc[max(sentence.start - _NEAR, 0) : sentence.end]}
    drawn = {token.lower_ for token in doc[sentence.end :]}
    return bool(asked & _REASONS) or bool(drawn & (_CONCLUSIONS | {"why"}))


def _follows(clause: Token) -> bool:
    """ "..., so it armed Iraq": what was done, not what is feared."""
    return any(child.lower_ in {"so", "therefore", "hence"} for child in clause.lefts)


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
        span(things[0], sentence),
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
                "purpose", topic, None, span(subject, sentence), span(things[0], sentence), token.text
            )
        return
    if token.lemma_ in _ANSWERS:
        yield from _answer(token, sentence, discourse)
    if token.lemma_ in _MOVERS:
        yield from _moved(token, sentence, discourse)
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
            span(results[0], sentence),
            span(causes[0], sentence),
            token.text,
        )


def _answer(verb: Token, sentence: Span, discourse: Discourse) -> Iterator[FoundMotive]:
    """ "Answered the attack with a ban", "punished Iraq for the attack": what is paid back is the reason."""
    reasons = [
        noun for preposition in _ANSWERS[verb.lemma_] for noun in clauses.prepositional(verb, preposition)
    ]
    if verb.lemma_ in {"answer", "avenge"}:
        reasons = clauses.patient(verb)
    if not reasons or (discourse.refs(reasons[:1]) and reasons[0].pos_ != "VERB"):
        return
    holders = discourse.refs(clauses.agent(verb))
    for ref in holders:
        towards = discourse.refs([c for c in verb.children if c.dep_ == "dobj"] + reasons, parts=True)
        other = next((r.actor for r in towards if r.actor != ref.actor), None)
        effect = around(verb, reasons[0], sentence)
        yield FoundMotive("retaliation", ref.actor, other, effect, span(reasons[0], sentence), verb.text)


def _moved(verb: Token, sentence: Span, discourse: Discourse) -> Iterator[FoundMotive]:
    """ "Driven by fear of Iraq", "what unites them is hostility to Iran"."""
    if clauses.is_passive(verb):
        causes, moved = clauses.prepositional(verb, "by"), clauses.patient(verb)
    elif verb.dep_ == "csubj" and verb.head.lemma_ == "be":
        causes, moved = [c for c in verb.head.children if c.dep_ in {"attr", "acomp"}], clauses.patient(verb)
    else:
        return
    if not causes or discourse.refs(causes):
        return
    for ref in discourse.refs(moved):
        towards = next((r.actor for r in discourse.refs(causes, parts=True) if r.actor != ref.actor), None)
        kind: MotiveKind = "fear" if causes[0].lemma_ in {"fear", "dread"} else "cause"
        yield FoundMotive(
            kind, ref.actor, towards, (verb.i, verb.i + 1), span(causes[0], sentence), verb.text
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
        span(main, sentence),
        (sentence.start, sentence.start),
        token.text,
    )
