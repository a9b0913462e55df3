"""Relations as words: `fights` in the past and negated is "did not fight"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bedfellows.case.records import Condition, MotiveKind, Tense

# present, past, base form
_FORMS: dict[str, tuple[str, str, str]] = {
    "supports": ("supports", "supported", "support"),
    "allied-with": ("is allied with", "was allied with", "be allied with"),
    "cooperates-with": ("cooperates with", "cooperated with", "cooperate with"),
    "agrees-with": ("agrees with", "agreed with", "agree with"),
    "negotiates": ("negotiates with", "negotiated with", "negotiate with"),
    "contacts": ("is in contact with", "was in contact with", "be in contact with"),
    "recognises": ("recognises", "recognised", "recognise"),
    "welcomes": ("welcomes", "welcomed", "welcome"),
    "yields-to": ("yields to", "yielded to", "yield to"),
    "fights": ("fights", "fought", "fight"),
    "threatens": ("threatens", "threatened", "threaten"),
    "coerces": ("coerces", "coerced", "coerce"),
    "sanctions": ("sanctions", "sanctioned", "sanction"),
    "annexes": ("annexes", "annexed", "annex"),
    "rivals": ("is a rival of", "was a rival of", "be a rival of"),
    "opposes": ("opposes", "opposed", "oppose"),
    "accuses": ("accuses", "accused", "accuse"),
    "rejects": ("rejects", "rejected", "reject"),
    "demands": ("makes demands of", "made demands of", "make demands of"),
    "protests-against": ("protests against", "protested against", "protest against"),
    "withdraws-from": ("withdraws from", "withdrew from", "withdraw from"),
    "member-of": ("belongs to", "belonged to", "belong to"),
    "leads": ("leads", "led", "lead"),
    "successor-of": ("is the successor of", "was the successor of", "be the successor of"),
    "splinter-of": ("is a splinter of", "was a splinter of", "be a splinter of"),
    "allegiance-to": ("owes allegiance to", "owed allegiance to", "owe allegiance to"),
    "borders": ("borders", "bordered", "border"),
    "present-in": ("is present in", "was present in", "be present in"),
    "controls": ("holds territory in", "held territory in", "hold territory in"),
    "describes-as": ("describes", "described", "describe"),
    "fears": ("fears", "feared", "fear"),
    "seeks": ("seeks", "sought", "seek"),
}


def verb(relation: str, tense: Tense = "present", *, negated: bool = False) -> str:
    """The relation as a verb in the third person; an unknown relation as its own words."""
    words = relation.replace("-", " ")
    present, past, base = _FORMS.get(relation, (words, words, words))
    if tense == "future":
        return f"will not {base}" if negated else f"will {base}"
    form = past if tense == "past" else present
    if not negated:
        return form
    for auxiliary in ("is ", "was "):
        if form.startswith(auxiliary):
            return f"{auxiliary}not {form.removeprefix(auxiliary)}"
    return f"did not {base}" if tense == "past" else f"does not {base}"


def motive_words(kind: MotiveKind, holder: str, towards: str, effect: str, reason: str) -> str:
    """A motive in one line: who has it towards whom, with the words of the text in quotation marks."""
    did, why = quoted(effect), quoted(reason)
    if kind == "fear":
        return f"{holder or 'Somebody'} fears {why}"
    if kind == "perception":
        seen = towards or "what happens"
        if " as " in reason.strip():  # the words name what is seen themselves
            return f"{holder} sees {why}" if holder else f"It is said of {seen}: {why}"
        as_what = why if reason.lstrip().lower().startswith("as ") else f"as {why}"
        return f"{holder} sees {seen} {as_what}" if holder else f"{seen} is seen {as_what}"
    if kind == "gain":
        whence = f" from {towards}" if towards else ""
        return f"{holder or 'Somebody'} gains {why}{whence}"
    joint = {"purpose": "so as to bring about", "retaliation": "in answer to"}.get(kind, "because of")
    who = f"{holder}: " if holder else ""
    return f"{who}{did}, {joint} {why}" if did and why else f"{who}{did or why}"


_MARKERS: Mapping[Condition, tuple[str, ...]] = {
    "if": ("if",),
    "unless": ("unless",),
    "as-long-as": ("as long as", "so long as"),
    "when": ("when",),
}
_LEADS = {
    "if": "If",
    "unless": "Unless",
    "as-long-as": "As long as",
    "when": "When",
    "follows-from": "From this:",
}


def bare_condition(kind: Condition, condition: str) -> str:
    """A condition on one line, without the "if" or "unless" that its kind says already."""
    words = " ".join(condition.split())
    for marker in _MARKERS.get(kind, ()):
        if words.casefold().startswith(f"{marker} "):
            return words[len(marker) + 1 :]
    return words


def forecast_words(kind: Condition, condition: str, outcome: str) -> str:
    """A conditional forecast in one line: `Unless “...”: “...”`."""
    return f"{_LEADS[kind]} {quoted(bare_condition(kind, condition))}: {quoted(outcome)}"


def quoted(text: str) -> str:
    """Words of a source in quotation marks, on one line; "" for none."""
    words = " ".join(text.split()).strip(' .,;:—–-"“”')
    return f"“{words}”" if words else ""


def listed(words: Sequence[str]) -> str:
    """`Iran`, `Iran and Qatar`, `Iran, Qatar and Oman`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def counted(number: int, one: str, many: str = "") -> str:
    """`1 claim`, `3 claims`."""
    return f"{number} {one if number == 1 else many or one + 's'}"
