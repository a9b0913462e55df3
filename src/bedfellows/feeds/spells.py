"""SQL that makes spells of yearly rows, and parts spells where a state number passes from one state to another.

A spell is a standing row from its first day to its last. Nothing is grouped away: each row of the file stays one row of the query, and
the first of a spell (`nth` is 1) carries its ends, so that a bad row is still found by its line and the counts of an ingest add up.
The columns made here:

* given by the adapter: `s_num`, `o_num` (state numbers), `yr`, `d_first`, `d_last` (days), `flaw` (why a row is bad; NULL if it is not);
* added by `with_holders`: `s_who`, `o_who` (the holders' names), and `d_first`, `d_last` cut to the holders' days as `c_first`, `c_last`;
* added by `yearly_spells`: `nth`, `sp_first`, `sp_last`, `sp_high`, `sp_year` (the last year), `all_year` (the last year in the file).
"""

from __future__ import annotations

from bedfellows.feeds.state_numbers import System, holders_table

_BEGIN, _END = "DATE '0001-01-01'", "DATE '9999-12-31'"


def with_holders(rows: str, system: System, *, yearly: bool) -> str:
    """Rows with the names of those who held their numbers.

    A yearly row goes to who held the number in the middle of the year. A row of days is parted in two where the number changed hands; for
    that it needs `d_since`, the last day on which it may have begun, and `d_until`, the first on which it may have ended, so that
    a border that ended with the USSR in December 1991 is none of Russia's.
    """
    table = holders_table(system)
    joins = "".join(
        f" LEFT JOIN {table} AS {side} ON {side}.number = r.{side}_num AND "
        + (
            f"make_date(r.yr, 7, 1) BETWEEN coalesce({side}.first, {_BEGIN}) AND coalesce({side}.last, {_END})"
            if yearly
            else f"coalesce({side}.first, {_BEGIN}) <= greatest(r.d_since, coalesce(r.d_until, {_END})) "
            f"AND coalesce({side}.last, {_END}) >= least(r.d_since, coalesce(r.d_until, {_END}))"
        )
        for side in ("s", "o")
    )
    # Two numbers may have changed hands on different days: of the pairs of holders, those count that were there together.
    together = (
        ""
        if yearly
        else f" WHERE greatest(coalesce(s.first, {_BEGIN}), coalesce(o.first, {_BEGIN})) <= "
        f"least(coalesce(s.last, {_END}), coalesce(o.last, {_END}))"
    )
    return (
        "(SELECT r.*, s.who AS s_who, o.who AS o_who, greatest(r.d_first, s.first, o.first) AS c_first, "
        f"least(r.d_last, s.last, o.last) AS c_last FROM {rows} AS r{joins}{together})"
    )


def yearly_spells(rows: str, by: str, *, highest: str = "NULL") -> str:
    """Yearly rows with the spell of following years that each is in; `by` are the columns in which the rows of a spell are equal.

    `highest` is a column of which a spell has its highest value, as `sp_high`.
    """
    same = f"{by}, flaw IS NULL"
    order = f"PARTITION BY {same} ORDER BY yr, s_num"
    return (
        f"(SELECT *, row_number() OVER ({order.replace(' ORDER', ', spell ORDER')}) AS nth, "
        f"min(c_first) OVER (PARTITION BY {same}, spell) AS sp_first, max(c_last) OVER (PARTITION BY {same}, spell) AS sp_last, "
        f"max({highest}) OVER (PARTITION BY {same}, spell) AS sp_high, max(yr) OVER (PARTITION BY {same}, spell) AS sp_year, max(CASE WHEN flaw IS NULL THEN yr END) OVER () AS all_year "
        f"FROM (SELECT *, sum(begins) OVER ({order} ROWS UNBOUNDED PRECEDING) AS spell "
        f"FROM (SELECT *, CASE WHEN yr - lag(yr) OVER ({order}) <= 1 THEN 0 ELSE 1 END AS begins FROM {rows})))"
    )


def whole(column: str) -> str:
    """A number of a file as an integer: 2, "2.0"; the codes for missing (-9, -8, -7) are NULL."""
    return f"CASE WHEN {column} >= 0 AND {column} < 2147483647 THEN {column}::INTEGER END"


def whole_year(column: str) -> str:
    """A year of a file as an integer; NULL where it is none."""
    return f"CASE WHEN {column} BETWEEN 1 AND 9999 THEN {column}::INTEGER END"


def day_of(year: str, month: str, day: str, *, last: bool = False) -> str:
    """The day of three numbers, of which month and day may be missing (-9): the first that it can be, or the last. NULL without a year."""
    y, m, d = (f"({column})" for column in (year, month, day))
    known_month = f"{m} BETWEEN 1 AND 12"
    first_of_month = f"make_date({y}::INTEGER, CASE WHEN {known_month} THEN {m}::INTEGER ELSE 1 END, 1)"
    end = f"last_day({first_of_month})"
    if last:
        fallback = f"CASE WHEN {known_month} THEN {end} ELSE make_date({y}::INTEGER, 12, 31) END"
    else:
        fallback = first_of_month
    exact = f"make_date({y}::INTEGER, {m}::INTEGER, least({d}::INTEGER, day({end})))"
    return (
        f"CASE WHEN {y} BETWEEN 1 AND 9999 THEN CASE WHEN {known_month} AND {d} BETWEEN 1 AND 31 THEN {exact} "
        f"ELSE {fallback} END END"
    )


def precision_of(month: str, day: str) -> str:
    """How exactly a day is known, from its month and day."""
    return (
        f"CASE WHEN ({month}) BETWEEN 1 AND 12 AND ({day}) BETWEEN 1 AND 31 THEN 'day' "
        f"WHEN ({month}) BETWEEN 1 AND 12 THEN 'month' ELSE 'year' END"
    )


STATE_HINTS = {
    "subject_code": "s_num::VARCHAR",
    "subject_name": "s_who",
    "object_code": "o_num::VARCHAR",
    "object_name": "o_who",
}
"""What all feeds of state numbers say of whom a row is about."""
