"""How long the frustration index takes to prove, next to two other ways to prove it.

    python benchmarks/frustration.py [seconds for each run, default 60]

Measured: `frustration` as it is (local search, cycle cuts, then HiGHS on what is left), without the search for other
optima. Next to it, on the same networks, solver and machine: the XOR and the AND model of Aref, Mason and Wilson (2020)
given whole to HiGHS, without cycles or a start, as an implementation from the paper would; and brute force over all
partitions where there are no more than 2^20. Networks: the Highland tribes (where the folder of published data is there),
two camps with one tie in ten, five or four against them, and random signs. Each run is one solve after a warm-up; random
networks are of a fixed seed. Exits with 1 where the network of 200 actors and 2500 ties misses 10 s, or two ways that
were proven disagree.
"""

from __future__ import annotations

import itertools
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import highspy
import numpy as np

from bedfellows.balance.exact import silent_solver
from bedfellows.balance.frustration import frustration
from bedfellows.balance.network_file import read_network
from bedfellows.balance.signed import SignedNetwork, from_rows

SHARED = Path(os.environ.get("BEDFELLOWS_SHARED") or Path(__file__).parents[2] / "shared")
TRIBES = SHARED / "data" / "signed_networks" / "highland_tribes.csv"
TARGET = 10.0
Timed = tuple[float, float, bool]  # seconds, index, proven


def made(size: int, ties: int, noise: float, seed: int = 1) -> SignedNetwork:
    """Two camps with a share of ties against them; at a half the signs are random."""
    random = np.random.default_rng(seed)
    camp = random.integers(0, 2, size)
    pairs = list(itertools.combinations(range(size), 2))
    rows = []
    for number in random.choice(len(pairs), ties, replace=False):
        i, j = pairs[number]
        sign = 1.0 if (camp[i] == camp[j]) != (random.random() < noise) else -1.0
        rows.append((f"a{i:03}", f"a{j:03}", sign, sign, sign, ()))
    return from_rows(rows)


def ours(network: SignedNetwork, seconds: float) -> Timed:
    begun = time.perf_counter()
    found = frustration(network, weighted=False, time_limit=seconds, most_optima=1)
    return time.perf_counter() - begun, found.index, found.proven


def plain(network: SignedNetwork, seconds: float, model: str) -> Timed:
    """The XOR or AND model as published, whole, to HiGHS."""
    begun = time.perf_counter()
    number = {actor: index for index, actor in enumerate(network.actors)}
    size, ties = len(number), len(network.ties)
    solver = silent_solver()
    solver.setOptionValue("time_limit", float(seconds))
    total = size + ties
    solver.addVars(total, np.zeros(total), np.ones(total))
    constant, cost = 0.0, np.zeros(total)
    for index, tie in enumerate(network.ties):
        x, y, f = number[tie.a], number[tie.b], size + index
        if model == "xor":
            cost[f] = 1.0
            signs = ((1, -1), (-1, 1)) if tie.weight > 0 else ((1, 1), (-1, -1))
            for one, other in signs:
                least = 0.0 if tie.weight > 0 else (1.0 if one > 0 else -1.0)
                solver.addRow(least, np.inf, 3, np.array([f, x, y], np.int32), np.array([1.0, one, other]))
        elif tie.weight > 0:  # f is x and y, in both of these
            cost[x] += 1
            cost[y] += 1
            cost[f] -= 2
            for end in (x, y):
                solver.addRow(0.0, np.inf, 2, np.array([end, f], np.int32), np.array([1.0, -1.0]))
        else:
            constant += 1
            cost[x] -= 1
            cost[y] -= 1
            cost[f] += 2
            solver.addRow(-1.0, np.inf, 3, np.array([f, x, y], np.int32), np.array([1.0, -1.0, -1.0]))
    columns = np.arange(total, dtype=np.int32)
    solver.changeColsCost(total, columns, cost)
    solver.changeColsIntegrality(total, columns, np.full(total, highspy.HighsVarType.kInteger))
    solver.run()
    proven = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    value = solver.getInfo().objective_function_value + constant
    return time.perf_counter() - begun, round(value) if abs(value) < 1e9 else float("nan"), proven


def brute(network: SignedNetwork) -> Timed:
    """Every partition into two camps."""
    begun = time.perf_counter()
    number = {actor: index for index, actor in enumerate(network.actors)}
    codes = np.arange(2 ** (len(number) - 1))
    price = np.zeros(len(codes), dtype=np.int32)
    for tie in network.ties:
        differ = (codes >> number[tie.a] ^ codes >> number[tie.b]) & 1  # the last actor's bit is always 0
        price += differ if tie.weight > 0 else 1 - differ
    return time.perf_counter() - begun, int(price.min()), True


def main() -> int:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    networks: dict[str, SignedNetwork] = {}
    if TRIBES.exists():
        networks["Highland tribes, 16 and 58"] = read_network(TRIBES)
    else:
        print(f"without the Highland tribes: no {TRIBES.name} in the folder of published data")
    networks |= {
        "50 actors, 300 ties, 1 in 10": made(50, 300, 0.1),
        "100 actors, 900 ties, 1 in 10": made(100, 900, 0.1),
        "200 actors, 2500 ties, 1 in 10": made(200, 2500, 0.1),
        "200 actors, 2500 ties, 1 in 5": made(200, 2500, 0.2),
        "200 actors, 2500 ties, 1 in 4": made(200, 2500, 0.25),
        "50 actors, 150 ties, random": made(50, 150, 0.5),
        "100 actors, 200 ties, random": made(100, 200, 0.5),
        "200 actors, 300 ties, random": made(200, 300, 0.5),
    }
    ours(made(10, 20, 0.5), 5)
    print(f"frustration index (actors and ties), seconds to proof, at most {seconds:.0f} each; ratio to ours")
    wrong = False
    for name, network in networks.items():
        took, index, proven = ours(network, seconds)
        print(f"{name:34}{index:5.0f}  ours {took:8.3f}{'' if proven else ' not proven'}", end="", flush=True)
        ways: dict[str, Callable[[], Timed]] = {
            "XOR": lambda net=network: plain(net, seconds, "xor"),
            "AND": lambda net=network: plain(net, seconds, "and"),
        }
        if len(network.actors) <= 21:
            ways["brute force"] = lambda net=network: brute(net)
        for way, run in ways.items():
            other, least, sure = run()
            note = "" if sure else f" not proven (at {least:.0f})"
            print(
                f"   {way} {other:8.3f}{note} x {'>' if not sure else ''}{other / took:.1f}",
                end="",
                flush=True,
            )
            wrong |= proven and sure and least != index
        print()
        if len(network.ties) == 2500:
            wrong |= not proven or took > TARGET
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main())
