"""Prose without politics: games, business, weather, travel, the arts. Next to nothing in it is a claim."""

from pathlib import Path

import pytest

from bedfellows.api import read_documents

GOLD = Path(__file__).with_name("gold")


def lines_of(file: Path) -> list[str]:
    return [
        line for line in file.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")
    ]


def claims_in(sentences: list[str], folder: Path) -> list[str]:
    """The claims of the sentences, each a text of its own."""
    for number, sentence in enumerate(sentences):
        (folder / f"{number:03}.txt").write_text(sentence, encoding="utf-8")
    readings = read_documents(folder, published="2017-01-04")
    return [claim.quote for reading in readings for claim in reading.claims]


@pytest.mark.parametrize(("name", "most"), [("no_claims.txt", 1), ("held_out/no_claims.txt", 3)])
def test_prose_without_politics_makes_next_to_no_claims(tmp_path: Path, name: str, most: int) -> None:
    sentences = lines_of(GOLD / name)
    assert len(sentences) >= 40
    found = claims_in(sentences, tmp_path)
    assert len(found) <= most, found


@pytest.mark.parametrize(
    "sentence",
    [
        "Rebels backed by Iran beat government troops in the final battle and won the city.",
        "Russia played for time while its troops attacked Georgia.",
        "The Arab League accuses Iran of arming the Houthis.",
        "Turkey's president threatened Greece over gas prices.",
    ],
)
def test_words_of_games_and_markets_hide_no_politics(tmp_path: Path, sentence: str) -> None:
    assert claims_in([sentence], tmp_path)
