"""Generated GDELT 1.0 event files (58 columns): no row in them is real, and the addresses say so.

The values are distributed as in the real feed: a few actors and event codes make up most rows (Zipf), most events are mentioned in few
articles, a third of the rows lack an actor or a place, dates of events lie on the day of the file or shortly before.
"""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

_ACTORS = (
    "USA UNITED_STATES|USAGOV PRESIDENT|GBR UNITED_KINGDOM|RUS RUSSIA|CHN CHINA|ISR ISRAEL|GOV GOVERNMENT|COP POLICE|IND INDIA|"
    "PAK PAKISTAN|IRN IRAN|SYR SYRIA|TUR TURKEY|FRA FRANCE|DEU GERMANY|NGA NIGERIA|AUS AUSTRALIA|CAN CANADA|AFG AFGHANISTAN|"
    "IGOUNO UNITED_NATIONS|USAMIL UNITED_STATES|BUS COMPANY|EDU SCHOOL|JUD JUDGE|MED MEDIA|CVL COMMUNITY|AFGINSTAL TALIBAN|"
    "SYRREB SYRIAN|IGOEUREEC EUROPEAN_UNION|IRQ IRAQ|PHL PHILIPPINES|JPN JAPAN|PRK NORTH_KOREA|UKR UKRAINE|EGY EGYPT|SAU SAUDI|"
    "MEX MEXICO|BRA BRAZIL|KEN KENYA|ZAF SOUTH_AFRICA|LBNREBHEZ HEZBOLLAH|PSEREBHMS HAMAS|YEM YEMEN|REB REBEL|CRM CRIMINAL|"
    "LEG SENATE|RUSGOV MOSCOW|TURGOV ANKARA|IRNGOV TEHRAN|CHNGOV BEIJING|GBRGOV LONDON|OPP OPPOSITION|AFGGOV KABUL|PAKMIL ARMY"
).split("|")
_CODES = (
    "042 043 040 010 051 020 036 190 112 111 173 046 013 120 090 080 014 030 057 193 060 084 141 110 073 180 130 070 061 100 "
    "012 160 172 183 128 0841 1823 071 138 195 150 175 114 0231 055 194 203"
).split()


def write_file(file: Path, rows: int, first: int = 600_000_000, day: str = "2017-01-04") -> Path:
    """Write `rows` generated events with ids from `first`; the same arguments give the same file."""
    connection = duckdb.connect()
    connection.execute(
        "SET preserve_insertion_order = true; SET memory_limit = '1GB'; SET enable_progress_bar = false"
    )

    def drawn(values: list[str], salt: int, sharpness: float = 2.2) -> str:
        listed = "[" + ", ".join(f"'{value.replace('_', ' ')}'" for value in values) + "]"
        return f"{listed}[1 + floor(pow(u({salt}), {sharpness}) * {len(values)})::INTEGER]"

    def place(of: int) -> str:
        empty = f"u({of + 50}) < 0.2"
        town = f"('Invented Town ' || floor(pow(u({of}), 3) * 4000)::INTEGER || ', Invented Country')"
        fields = (
            "'4'", town, f"substr('AFUSRSISPKIRCHINUKSY', 1 + 2 * floor(u({of}) * 10)::INTEGER, 2)", f"'X' || floor(u({of}) * 90)::INTEGER",
            f"round(u({of}) * 120 - 50, 4)", f"round(u({of + 1}) * 300 - 150, 4)", f"(-floor(u({of}) * 4000000))::INTEGER",
        )  # fmt: skip
        return ", ".join(f"CASE WHEN {empty} THEN '' ELSE ({field})::VARCHAR END" for field in fields)

    def actor(which: str) -> str:
        code, name = f"split_part({which}, ' ', 1)", f"regexp_extract({which}, ' (.*)$', 1)"
        return f"{code}, {name}, substr({code}, 1, 3), '', '', '', '', substr({code}, 4, 3), '', ''"

    connection.execute("CREATE MACRO even(n, salt) AS (hash(n, salt) % 1000000007) / 1000000007.0")
    query = f"""
        COPY (
            WITH base AS (
                SELECT {first} + range AS n FROM range({rows})
            ), drawn AS (
                SELECT n, CASE WHEN u(1) < 0.1 THEN '' ELSE {drawn(_ACTORS, 2)} END AS one,
                    CASE WHEN u(3) < 0.3 THEN '' ELSE {drawn(_ACTORS, 4)} END AS other, {drawn(_CODES, 5)} AS code,
                    DATE '{day}' - CASE WHEN u(6) < 0.95 THEN 0 ELSE floor(u(7) * 30)::INTEGER END AS day,
                    1 + floor(pow(u(8), 6) * 200)::INTEGER AS mentions
                FROM base
            )
            SELECT n, strftime(day, '%Y%m%d'), strftime(day, '%Y%m'), year(day), strftime(day, '%Y') || '.0110', {actor("one")},
                {actor("other")}, (u(9) < 0.6)::INTEGER, code, substr(code, 1, 3), substr(code, 1, 2), 1 + (n % 4), round(u(10) * 18 - 10, 1),
                mentions, 1 + mentions // 10, mentions, round(u(11) * 20 - 12, 14), {place(20)}, {place(22)}, {place(24)},
                strftime(DATE '{day}', '%Y%m%d'), 'https://news.example/generated/' || n || '/no-such-story-' || floor(u(12) * 1000000)::INTEGER
            FROM drawn
        ) TO '{file}' (FORMAT csv, DELIMITER '\t', HEADER false, QUOTE '', ESCAPE '')
        """
    connection.execute(re.sub(r"\bu\((\d+)\)", r"even(n, \1)", query))
    connection.close()
    return file
