"""The answer of `equilibria` as a page for a terminal, and as rows for CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from bedfellows.cli.output import BOLD, DIM, HOSTILE, Page
from bedfellows.ties.wording import counted, listed

if TYPE_CHECKING:
    from bedfellows.scenario.equilibria import Decider, EquilibriaAnswer, Move, Reason, State, Wanted
    from bedfellows.scenario.stability import Concept

_SHORT: dict[Concept, str] = {"nash": "Nash", "seq": "sequential", "smr": "symmetric", "gmr": "general"}
_SIGNS: dict[Concept, str] = {"nash": "N", "seq": "Q", "smr": "S", "gmr": "G"}
_MOST_STATES = 64
_MOST_EQUILIBRIA = 12
_MOST_RANKED = 24

COLUMNS = (
    *("state", "pattern", "taken", "label", "equilibrium", "player", "ranks"),
    *("concept", "stable", "words", "improvements", "answers"),
)


def show_equilibria(answer: EquilibriaAnswer) -> None:
    """Print the equilibria with their reasons, what coalitions could do, and the table of states."""
    page = Page()
    page.line((answer.title, BOLD))
    if answer.source:
        page.line((answer.source, DIM))
    resting = [state for state in answer.states if state.equilibrium]
    resting.sort(key=lambda state: (-len(state.equilibrium), state.number))
    page.line(
        (
            f"{counted(len(answer.decision_makers), 'decision maker')}, {counted(len(answer.states), 'feasible state')}, "
            f"{len(resting)} of them {'an equilibrium' if len(resting) == 1 else 'equilibria'} by some way to look ahead.",
            DIM,
        )
    )
    page.heading("Who wants what", "the most wanted first; states by number, = between those liked equally")
    for one in answer.decision_makers:
        page.entry([(one.name, BOLD)], [_wants(one, len(answer.states))], indent=2, hang=22)
        options = "; ".join(name if name == key else f"{name} ({key})" for key, name in one.options)
        page.line((f"can: {options}" if options else "can do nothing", DIM), indent=24)
    page.heading("Equilibria", "the firmest first")
    if not resting:
        page.line("None: from every state somebody has a move that pays.", indent=2)
    for state in resting[:_MOST_EQUILIBRIA]:
        _equilibrium(page, answer, state)
    if len(resting) > _MOST_EQUILIBRIA:
        page.line((f"and {len(resting) - _MOST_EQUILIBRIA} more; --format json has them all", DIM), indent=2)
    _jumps(page, answer)
    _ways(page, answer)
    for wanted in answer.wanted:
        _wanted(page, answer, wanted)
    _table(page, answer)


def _wants(one: Decider, states: int) -> str:
    wants = "; ".join(one.wants)
    if states > _MOST_RANKED and wants:
        return wants
    ranking = " > ".join(" = ".join(map(str, group)) for group in one.ranking[:_MOST_RANKED])
    ranking += " > ..." if len(one.ranking) > _MOST_RANKED else ""
    return f"{wants}: {ranking}" if wants else ranking


def _equilibrium(page: Page, answer: EquilibriaAnswer, state: State) -> None:
    by = listed([_SHORT[concept] for concept in _SHORT if concept in state.equilibrium])
    page.entry([(f"{state.number}", BOLD)], [(state.label, BOLD), f"  by {by}"], indent=2, hang=5)
    ranks = [
        f"{one.name} {_ordinal(rank)} of {len(answer.states)}"
        for one, rank in zip(answer.decision_makers, state.ranks, strict=True)
    ]
    page.line((f"liked: {', '.join(ranks)}", DIM), indent=7)
    if "nash" in state.equilibrium:
        page.line("Nobody has a move to anything better.", indent=7)
        return
    for player in answer.players:
        strongest = _strongest([reason for reason in state.reasons if reason.player == player])
        if strongest is not None:
            page.entry([player], [strongest.words], indent=7, hang=22)


def _strongest(reasons: Sequence[Reason]) -> Reason | None:
    """The reason that says most: of the narrowest concept by which the state is stable."""
    order = list(_SHORT)
    stable = [reason for reason in reasons if reason.stable]
    return min(stable, key=lambda reason: order.index(reason.concept), default=None)


def _jumps(page: Page, answer: EquilibriaAnswer) -> None:
    if not answer.jumps:
        return
    page.heading("What several could do together", "all of them better off, none of them alone")
    for jump in answer.jumps[:_MOST_EQUILIBRIA]:
        page.entry(
            [f"{jump.start} → {jump.to}"],
            [listed(list(jump.players)), (f"  {_path(jump.path)}; {answer.state(jump.to).label}", DIM)],
            indent=2,
            hang=10,
        )
    if len(answer.jumps) > _MOST_EQUILIBRIA:
        page.line(
            (f"and {len(answer.jumps) - _MOST_EQUILIBRIA} more; --format json has them all", DIM), indent=2
        )


def _ways(page: Page, answer: EquilibriaAnswer) -> None:
    if answer.status_quo is None:
        return
    page.heading("From the status quo", f"{answer.status_quo}: {answer.state(answer.status_quo).label}")
    for way in answer.ways:
        words = {
            "improvements": "each mover gaining by its move",
            "moves": "somebody moving against its interest",
            "none": "cannot be reached",
        }[way.by]
        page.entry([f"to {way.to}"], [_path(way.path), (f"  {words}", DIM)], indent=2, hang=8)


def _path(path: Sequence[Move]) -> str:
    return ", then ".join(f"{move.by} to {move.to}" for move in path)


def _wanted(page: Page, answer: EquilibriaAnswer, wanted: Wanted) -> None:
    page.heading(
        f"For {wanted.state} to be an equilibrium by {_SHORT[wanted.concept]}",
        answer.state(wanted.state).label,
    )
    if not wanted.wishes:
        page.line("It is one.", indent=2)
    for wish in wanted.wishes:
        page.line(wish.words, indent=2)
        for other in wish.alternatives[:5]:
            page.line((f"or {listed([str(number) for number in other])}", DIM), indent=4)
        for edit in wish.edits[:5]:
            page.line((f"so it would if it came to {edit}", DIM), indent=4)
    if not wanted.fewest:
        page.line(("What one wants bears on another here: smaller changes may do.", DIM), indent=2)


def _table(page: Page, answer: EquilibriaAnswer) -> None:
    signs = ", ".join(f"{_SIGNS[concept]} {_SHORT[concept]}" for concept in _SHORT)
    page.heading("States", f"E: equilibrium; for each how it is stable: {signs}; · unstable")
    wide = max(12, *(len(player) for player in answer.players))
    wide = min(wide, 20)
    head = "".join(player[:wide].ljust(wide + 2) for player in answer.players)
    page.entry([("", DIM)], [(head, DIM)], indent=2, hang=12)
    for state in answer.states[:_MOST_STATES]:
        cells = []
        for stable in state.stable:
            cell = "".join(_SIGNS[concept] for concept in _SHORT if concept in stable) or "·"
            cells.append(cell.ljust(wide + 2))
        mark = ("E", BOLD) if state.equilibrium else (" ", HOSTILE)
        page.entry(
            [f"{state.number:>4} ", mark],
            ["".join(cells), (state.label, "" if state.equilibrium else DIM)],
            indent=2,
            hang=12,
        )
    if len(answer.states) > _MOST_STATES:
        page.line((f"and {len(answer.states) - _MOST_STATES} more; --format csv has them all", DIM), indent=2)


def _ordinal(rank: int) -> str:
    if rank % 100 in {11, 12, 13}:
        return f"{rank}th"
    return f"{rank}{({1: 'st', 2: 'nd', 3: 'rd'}).get(rank % 10, 'th')}"


def rows(answer: EquilibriaAnswer) -> Iterator[dict[str, Any]]:
    """A row for each state, player and concept."""
    for state in answer.states:
        about = {
            "state": state.number,
            "pattern": state.pattern,
            "taken": state.taken,
            "label": state.label,
            "equilibrium": state.equilibrium,
            "ranks": state.ranks,
        }
        if not state.reasons:
            for player, stable in zip(answer.players, state.stable, strict=True):
                for concept in _SHORT:
                    yield {**about, "player": player, "concept": concept, "stable": concept in stable}
        for reason in state.reasons:
            yield {
                **about,
                "player": reason.player,
                "concept": reason.concept,
                "stable": reason.stable,
                "words": reason.words,
                "improvements": tuple(gain.to for gain in reason.improvements),
                "answers": tuple(_path(gain.answer) for gain in reason.improvements if gain.answer),
            }
