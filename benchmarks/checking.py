"""Check sentences on well-known history whose truth is known, and count the verdicts by kind of claim.

    python benchmarks/checking.py [FILE.tsv ...]

By default those of `benchmarks/claims/development.tsv`, on which the checking was made better: on others expect less. The record is made of the published data in `data/` of the folder that BEDFELLOWS_SHARED
names, or ../shared. Each sentence is read by itself, as of a text published on 4 January 2017.

`read`: the reader found a claim of the kind, or a verdict on it. `right`: true and supported, or false and contradicted. `wrong`: the other way
round. The rest is without data. Precision is right over right and wrong; coverage is right and wrong over all that was read. The
alternative it is held against is the verdict "supported" for every claim that was read, which is what believing every text gives.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter, defaultdict
from datetime import date
from os import environ
from pathlib import Path

import bedfellows as bf

HERE = Path(__file__).parent
SHARED = Path(environ.get("BEDFELLOWS_SHARED") or HERE.parents[1] / "shared") / "data"
FEEDS = {
    "atop": "peacesciencer/atop_alliance.csv.gz",
    "cow-contiguity": "peacesciencer/cow_contdir.csv.gz",
    "cow-disputes": "peacesciencer/cow_mid_dirdisps.csv.gz",
    "cow-interstate-war-years": "peacesciencer/cow_war_inter.csv.gz",
    "cow-intrastate-wars": "peacesciencer/cow_war_intra.csv.gz",
    "gml-disputes": "peacesciencer/gml_dirdisp.csv.gz",
    "thompson-sakuwa-suhas": "peacesciencer/tss_rivalries.csv.gz",
    "ucdp-conflict": "peacesciencer/ucdp_acd.csv.gz",
    "ucdp-lineage": "ucdp/ucdp-actor-221.csv",
    "icews14": "icews14",
}
PUBLISHED = date(2017, 1, 4)
OUTCOMES = ("right", "wrong", "no data", "unread")


def claims(file: Path) -> list[tuple[str, bool, str]]:
    lines = [
        line.split("\t") for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#")
    ]
    return [(kind, truth == "true", sentence) for kind, truth, _, sentence in lines]


def judged(case: bf.Case, folder: Path, kind: str, sentence: str, *, truth: bool) -> tuple[str, str]:
    """What became of a sentence, and the reason that was given."""
    text = folder / "sentence.txt"
    text.write_text(sentence + "\n", encoding="utf-8")
    found = [one for one in case.check(text, published=PUBLISHED).checked if _fits(kind, one.kind)]
    verdicts = {one.verdict for one in found}
    reason = " / ".join(f"{one.verdict}: {one.reason}" for one in found)
    if not found:
        return "unread", ""
    if verdicts == {"no data"}:
        return "no data", reason
    if {"supported", "contradicted"} <= verdicts:
        return "wrong", reason
    return ("right" if ("supported" in verdicts) == truth else "wrong"), reason


def _fits(wanted: str, kind: str) -> bool:
    """A pact may be read as an agreement: the check of treaties is the same."""
    return kind == wanted or (wanted == "alliance" and kind == "deed")


def main() -> None:
    files = [Path(name) for name in sys.argv[1:]] or sorted((HERE / "claims").glob("*.tsv"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        case = bf.open(folder / "record.duckdb", create=True)
        for feed, path in FEEDS.items():
            if not (SHARED / path).exists():
                sys.exit(f"Expected {SHARED / path}. Set BEDFELLOWS_SHARED to the folder with data/.")
            case.ingest(feed, SHARED / path)
        for file in files:
            report(case, folder, file)


def report(case: bf.Case, folder: Path, file: Path) -> None:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    true_read: Counter[str] = Counter()
    misses = []
    for kind, truth, sentence in claims(file):
        outcome, reason = judged(case, folder, kind, sentence, truth=truth)
        counts[kind][outcome] += 1
        counts["all"][outcome] += 1
        if outcome != "unread" and truth:
            true_read[kind] += 1
            true_read["all"] += 1
        if outcome != "right":
            misses.append(f"  {outcome:<8} {'true' if truth else 'false':<6} {sentence}\n           {reason}")
    print(f"\n{file.name}")
    print(
        f"{'kind':<12}{'all':>5}{'right':>7}{'wrong':>7}{'no data':>9}{'unread':>8}{'precision':>11}{'coverage':>10}{'believing all':>15}"
    )
    for kind in [*(one for one in counts if one != "all"), "all"]:
        got = counts[kind]
        settled, read = got["right"] + got["wrong"], sum(got.values()) - got["unread"]
        print(
            f"{kind:<12}{sum(got.values()):>5}{got['right']:>7}{got['wrong']:>7}{got['no data']:>9}{got['unread']:>8}"
            f"{_share(got['right'], settled):>11}{_share(settled, read):>10}{_share(true_read[kind], read):>15}"
        )
    print("not right:")
    print("\n".join(misses))


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else "-"


if __name__ == "__main__":
    main()
