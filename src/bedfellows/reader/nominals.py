"""Whom a common noun stands for: "the army", "the two groups", "the M23 rebels", "an old enemy", "the bloc"."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from bedfellows.actors import leads, memberships, neighbours, parent
from bedfellows.reader import arguments, clauses
from bedfellows.reader.antecedents import Wanted
from bedfellows.reader.mentions import Ref
from bedfellows.reader.offices import officeholder
from bedfellows.reader.spoken_of import opponents, state_meant

if TYPE_CHECKING:
    from spacy.tokens import Token

    from bedfellows.reader.reference import Discourse

_NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_DEFINITE = {"the", "this", "these", "those", "that", "such"}
_OPPOSED = frozenset("side camp capital army enemy foe adversary antagonist rival".split())
_ALONE = {"nsubj", "nsubjpass", "dobj", "pobj"}
_GROUPS = frozenset({"armed-group", "organisation"})
_OF_THE_STATE = {"federal", "national", "regular", "government", "central"}
_POWERS = frozenset({"state", "armed-group", "organisation"})
_PLURALS = {"insurgency": "insurgents", "rebellion": "rebels", "militia": "militias"}
_KINDS = (
    (
        "country state nation neighbour neighbor capital republic kingdom government power junta regime emirate sultanate monarchy",
        "state",
    ),
    ("leader president man general minister commander ruler strongman", "person"),
    (
        "group movement militia faction insurgency branch offshoot militant rebel affiliate paramilitary",
        "armed-group",
    ),
    ("alliance bloc organisation organization union", "organisation"),
    ("region territory peninsula area province enclave", "region"),
)


def kinds_of(lemma: str) -> frozenset[str]:
    """The kinds of actor that a noun can stand for."""
    return next((frozenset({kind}) for nouns, kind in _KINDS if lemma in nouns.split()), _POWERS)


def span_start(noun: Token) -> int:
    """The first word of a noun's own phrase: its article, adjectives and owners."""
    close = {"det", "amod", "compound", "poss", "nummod", "nmod", "predet", "quantmod"}
    before = [child for child in noun.children if child.dep_ in close and child.i < noun.i]
    return min([noun.i, *(child.left_edge.i if child.dep_ == "poss" else child.i for child in before)])


def stands_for(token: Token, discourse: Discourse) -> tuple[Ref, ...]:
    """The actors a noun stands for; empty where it stands for none that the text has named."""
    words = discourse.lexicon.words
    lemma = token.lemma_.lower()
    if (named := _named_beside(token, discourse)) is not None:
        return tuple(discourse.refs([named]))
    if token.lower_ in {"former", "latter"} and token.dep_ != "amod" and _is_definite(token):
        pair = discourse.last(2, _POWERS | {"person"}, token)
        return pair[:1] if token.lower_ == "former" else pair[-1:]
    if _is_no_party(token, lemma) or _belongs_to_a_stranger(token, discourse):
        return ()
    countable = any(lemma in words[each] for each in ("class", "body", "title", "role"))
    count = next((_NUMBERS[c.lower_] for c in token.children if c.lower_ in _NUMBERS and c.i < token.i), 0)
    either = lemma in words["class"] and any(c.lower_ == "either" for c in token.children)
    counted = count and countable and lemma not in words["speaker"] and not _is_owned(token, discourse)
    if token.lower_ in _NUMBERS and token.dep_ in _ALONE and _is_definite(token) and not count:
        return _the_two(token, discourse)
    if token.lower_ == "both" or either or counted:
        sides = opponents(count or 2, _POWERS, token, discourse) if lemma in _OPPOSED else []
        if sides:
            return tuple(Ref(actor, span_start(token), token.i + 1, "nominal", 0.7) for actor in sides)
        return discourse.last(count or 2, kinds_of(lemma), token)
    if lemma in words["group"]:
        return _group(token, lemma, discourse)
    if lemma == "man" and token.tag_ == "NNS" and (owned := discourse.owners(token)):
        return _as(owned, token, "body", 0.8)  # "its men", "Hemedti's men"
    if any(lemma in words[each] for each in ("body", "title", "arms")):
        found = _body(token, lemma, discourse)
        if found:
            return found
    if lemma in words["bloc"]:
        members = [*discourse.refs(clauses.prepositional(token, "of")), *_led_by(token, discourse)]
        if members:
            return _as(members, token, "body", 0.9)
    if lemma in words["class"]:
        members_of_class = _of_class(token, lemma, discourse)
        if members_of_class is not None:
            return members_of_class
    if lemma in words["role"] and not _is_a_quality(token, lemma):
        return _role(token, discourse)
    if lemma in words["class"] or token.lower_ in {"one", "ones"}:
        subjects = [s for s in arguments.predicated_of(token) if s.i != token.i]
        if subjects:
            return tuple(discourse.refs(subjects))
        if token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.lower_ == "one":
            return tuple(discourse.refs(arguments.predicated_of(token.head.head)))
    return ()


def _is_no_party(token: Token, lemma: str) -> bool:
    """ "The use of force", "the power line", "secretary of state", "take sides": words that mean nobody."""
    bare = not any(c.dep_ in {"det", "poss", "amod", "compound", "nummod", "nmod"} for c in token.children)
    if token.tag_ == "NN" and lemma in {"force", "power", "intelligence"} and bare and token.dep_ != "nsubj":
        return True
    if lemma == "state" and (
        token.dep_ == "compound" or (bare and token.tag_ == "NN" and token.dep_ == "pobj")
    ):
        return True
    if lemma == "side":
        alone = any(c.lower_ in {"one", "other", "several", "many", "all"} for c in token.children)
        return bare or (token.dep_ == "pobj" and token.head.lower_ in {"on", "from", "by"} and alone)
    return False


def _the_two(token: Token, discourse: Discourse) -> tuple[Ref, ...]:
    """ "The two have met": persons where the text is about one, else powers."""
    topic = discourse.topic()
    people = topic is not None and discourse.kind(topic) == "person"
    first, second = (frozenset({"person"}), _POWERS) if people else (_POWERS, frozenset({"person"}))
    count = _NUMBERS[token.lower_]
    return discourse.last(count, first, token) or discourse.last(count, second, token)


def _is_owned(token: Token, discourse: Discourse) -> bool:
    """ "Two Israeli soldiers" are not two who were named before."""
    return any(c.i < token.i and discourse.is_name(c) for c in token.children)


def _named_beside(token: Token, discourse: Discourse) -> Token | None:
    """ "The group Hamas", "Hamas, a group that ...": the name the noun stands beside."""
    words = discourse.lexicon.words
    lemma = token.lemma_.lower()
    if token.dep_ == "appos" and token.pos_ == "NOUN" and discourse.is_name(token.head):
        return token.head if token.head.i < token.i else None
    after = next((c for c in token.children if c.dep_ == "appos" and discourse.is_name(c)), None)
    if not any(lemma in words[each] for each in ("title", "role", "class", "group")):
        if after is not None and (token.lower_ in _NUMBERS or token.pos_ == "NUM"):
            return after  # "three of them, Mali, Niger and Guinea"
        people = after is not None and all(
            discourse.kind(ref.actor) == "person" for ref in discourse.refs([after])
        )
        return after if people else None  # "his former deputy, Hemedti"
    if after is not None:
        return after
    first = token.left_edge
    indefinite = any(c.dep_ == "det" and c.lower_ in {"a", "an"} for c in token.children)
    if indefinite and first.i - 2 >= token.sent.start and first.nbor(-1).text == ",":
        before = first.nbor(-2)
        if discourse.is_name(before) and token.dep_ in {"oprd", "attr", "dobj", "npadvmod", "dep", "conj"}:
            return before  # the parser takes the apposition for an object of the verb
    return None


def _is_a_quality(token: Token, lemma: str) -> bool:
    """ "Iranian power" is no power."""
    return lemma == "power" and not any(c.dep_ == "det" for c in token.children)


def _is_definite(token: Token) -> bool:
    return any(c.lower_ in _DEFINITE for c in token.children)


def _as(refs: Iterable[Ref], token: Token, how: str, share: float) -> tuple[Ref, ...]:
    start = span_start(token)
    return tuple(Ref(ref.actor, start, token.i + 1, how, share) for ref in refs)


def _qualified_by_a_stranger(token: Token, discourse: Discourse) -> bool:
    """ "Western diplomats": a word with a capital that names no actor says that nobody we know is meant."""
    return any(
        c.dep_ in {"amod", "compound", "nmod"} and c.text[:1].isupper() and not discourse.is_name(c)
        for c in token.children
        if c.i < token.i and c.i != token.sent.start
    )


def _belongs_to_a_stranger(token: Token, discourse: Discourse) -> bool:
    """ "The opposition's leaders", "our army": those of somebody we cannot name are nobody we know."""
    owners = [
        c
        for c in token.children
        if c.dep_ == "poss" and (c.pos_ in {"NOUN", "PROPN"} or c.lower_ in {"our", "my", "your"})
    ]
    return bool(owners) and not discourse.refs(owners)


def _group(token: Token, lemma: str, discourse: Discourse) -> tuple[Ref, ...]:
    """Rebels, militants: those of a named group are the group, those of a country a group of their own."""
    owners = [ref for ref in discourse.owners(token) if not discourse.is_town(ref.actor)]
    start, end = span_start(token), token.i + 1
    if token.head.lemma_ in {"shoot", "down", "intercept"}:
        return _as(owners, token, "body", 0.8)  # fighter aircraft
    groups = [ref for ref in owners if discourse.kind(ref.actor) in _GROUPS or ref.how == "pronoun"]
    if groups:
        discourse.bodies[lemma] = groups[0].actor
        return _as(groups, token, "body", 0.95)
    places = [ref for ref in owners if ref.how == "name"]
    definite = _is_definite(token)
    if not places and definite:
        if lemma in discourse.bodies:
            return (Ref(discourse.bodies[lemma], start, end, "nominal", 0.75),)
        recent = discourse.recent(token, Wanted(frozenset({"armed-group"})), start, end, 0.7)
        if recent:
            return recent
    made = discourse.make(
        f"{_adjective(token, places, discourse)} {_PLURALS.get(lemma, lemma + 's')}".strip()
    )
    if places:
        discourse.bodies[lemma] = made.id
    return (Ref(made.id, start, end, "generic", 0.6),)


def _adjective(token: Token, places: list[Ref], discourse: Discourse) -> str:
    demonym = next((c.text for c in token.children if discourse.is_demonym(c)), "")
    capital = next(
        (
            c.text
            for c in token.children
            if c.dep_ in {"compound", "amod"} and c.text[:1].isupper() and c.i > c.sent.start
        ),
        "",
    )
    return demonym or (discourse.name(places[0].actor) if places else capital)


def _owners_of_arms(token: Token, discourse: Discourse) -> list[Ref]:
    """ "A US drone strike" is of the US."""
    arms = [
        c
        for c in token.children
        if c.dep_ == "compound" and c.lemma_.lower() in discourse.lexicon.words["arms"]
    ]
    return [ref for weapon in arms for ref in discourse.owners(weapon)]


def _body(token: Token, lemma: str, discourse: Discourse) -> tuple[Ref, ...]:
    """Armies, governments, presidents: those of a named state are the state; others the state last so named."""
    words = discourse.lexicon.words
    family = "armed" if lemma in words["armed"] else "government"
    owners = discourse.owners(token) or _owners_of_arms(token, discourse)
    if owners:
        states = [
            Ref(state_of(discourse, ref.actor), ref.start, ref.end, "body", ref.score) for ref in owners
        ]
        stately = discourse.kind(states[0].actor) == "state"
        if stately and lemma in words["ruler"] and token.tag_ != "NNS":
            holder = officeholder(states[0].actor, discourse)
            if holder is not None:
                return _as([Ref(holder, token.i, token.i + 1, "nominal", 0.8)], token, "nominal", 0.8)
        if stately and lemma not in words["speaker"] and lemma not in words["arms"]:
            discourse.bodies[family] = discourse.bodies[lemma] = states[0].actor
        return tuple(ref for own in states for ref in _as([own], token, "body", 0.95 * own.score))
    if _qualified_by_a_stranger(token, discourse):
        return ()
    if lemma in words["arms"]:
        return ()
    if any(c.lower_ in _OF_THE_STATE for c in token.children):
        family = "government"  # "the federal army"
    definite = _is_definite(token) or (token.dep_ == "compound" and _is_definite(token.head))
    vague = any(
        c.lower_ in {"a", "an", "some", "any", "no", "few", "several", "more", "many"}
        or c.dep_ in {"relcl", "acl", "amod", "nummod"}
        for c in token.children
    )
    argument = token.dep_ in {"nsubj", "nsubjpass", "pobj"} and not vague and lemma not in words["speaker"]
    if not definite and not argument:
        return ()
    start, end = span_start(token), token.i + 1
    if lemma in words["title"] and lemma not in words["body"] and token.tag_ != "NNS":
        return discourse.recent(token, Wanted(frozenset({"person"})), start, end, 0.6)
    if definite:
        state = state_meant(token, (lemma, family), discourse)
        return (Ref(state, start, end, "body", 0.7),) if state is not None else ()
    plural = token.tag_ == "NNS" and lemma not in words["armed"] and lemma not in words["speaker"]
    return discourse.recent(token, Wanted(frozenset({"state"}), plural=plural), start, end, 0.6)


def state_of(discourse: Discourse, actor_id: str) -> str:
    """The state a government body belongs to, or that a person leads; else the actor itself."""
    kind = discourse.kind(actor_id)
    if kind == "government":
        return parent(discourse.registry, actor_id) or actor_id
    if kind == "person":
        states = [led for led in leads(discourse.registry, actor_id, None) if discourse.kind(led) == "state"]
        return states[0] if states else actor_id
    return actor_id


def _of_class(token: Token, lemma: str, discourse: Discourse) -> tuple[Ref, ...] | None:
    """ "The group", "the alliance", "this branch of ISIS", "the republics of Tajikistan and Uzbekistan"."""
    words = discourse.lexicon.words
    if token.dep_ in {"attr", "appos", "oprd"}:
        said_of = [s for s in arguments.predicated_of(token) if s.i != token.i]
        if said_of:
            return tuple(discourse.refs(said_of))
    named = [t for t in clauses.prepositional(token, "of") if discourse.is_name(t)]
    if named and lemma not in words["branch"]:
        kinds = _POWERS | {"region"}
        return tuple(ref for ref in discourse.refs(named) if discourse.kind(ref.actor) in kinds)
    restricted = any(c.dep_ in {"acl", "relcl"} and c.left_edge.nbor(-1).text != "," for c in token.children)
    if lemma == "island" and not restricted and _is_definite(token):
        found = next((actor for actor in discourse.latest() if _may_be_an_island(actor, discourse)), None)
        return (Ref(found, span_start(token), token.i + 1, "nominal", 0.6),) if found else ()
    if restricted or not (_is_definite(token) or any(c.dep_ == "poss" for c in token.children)):
        return None
    descendant = _branch(token, lemma, discourse)
    if descendant:
        return descendant
    wanted = Wanted(kinds_of(lemma), plural=token.tag_ == "NNS")
    return discourse.recent(token, wanted, span_start(token), token.i + 1, 0.7)


def _may_be_an_island(actor: str, discourse: Discourse) -> bool:
    """A state that borders none, or a region."""
    kind = discourse.kind(actor)
    return kind == "region" or (
        kind == "state" and not neighbours(actor, discourse.on, registry=discourse.registry)
    )


def _branch(token: Token, lemma: str, discourse: Discourse) -> tuple[Ref, ...]:
    """ "This branch of ISIS": the latest one named that belongs to it."""
    whole = (
        {ref.actor for ref in discourse.owners(token)}
        if lemma in discourse.lexicon.words["branch"]
        else set()
    )
    for actor in discourse.latest() if whole else ():
        if actor not in whole and whole & set(memberships(discourse.registry, actor, discourse.on)):
            return (Ref(actor, span_start(token), token.i + 1, "nominal", 0.8),)
    return ()


def _led_by(token: Token, discourse: Discourse) -> list[Ref]:
    """ "the US-led coalition": who leads it."""
    return [
        ref
        for child in token.children
        if child.dep_ in {"amod", "nmod", "acl"} and child.lower_.endswith(("led", "backed"))
        for ref in discourse.refs(clauses.agent(child))
    ]


def _role(token: Token, discourse: Discourse) -> tuple[Ref, ...]:
    """Enemy, ally, bedfellow: said of somebody, or standing for the one who was spoken of last."""
    possessed = any(c.dep_ == "poss" and c.pos_ != "PRON" for c in token.children)
    organisations = [
        ref
        for ref in discourse.owners(token)
        if discourse.kind(ref.actor) == "organisation" and ref.how == "name"
    ]
    if organisations and token.tag_ == "NNS":
        return _as(organisations, token, "body", 0.8)
    named = [t for t in arguments.predicated_of(token) if t.i != token.i]
    if named and token.dep_ in {"attr", "appos", "oprd", "conj"}:
        return tuple(discourse.refs(named))
    included = [
        ref
        for preposition in ("including", "like")
        for head in clauses.prepositional(token, preposition)
        for ref in discourse.refs([head])
    ]
    if included:
        return tuple(included)
    if token.dep_ not in {"pobj", "dobj", "nsubj"} or clauses.prepositional(token, "of") or possessed:
        return ()
    verb = next((a for a in token.ancestors if a.pos_ in {"VERB", "AUX"}), None)
    barred = {ref.actor for ref in discourse.refs(clauses.subject(verb))} if verb is not None else set()
    barred |= {ref.actor for ref in discourse.owners(token)}
    kinds = frozenset({"state"}) if "power" in token.lower_ else _POWERS
    wanted = Wanted(kinds, barred=frozenset(barred), subjects_first=True)
    return discourse.recent(token, wanted, span_start(token), token.i + 1, 0.5)
