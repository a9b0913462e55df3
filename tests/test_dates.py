"""Times named in sentences, against the date of publication."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedfellows.errors import DateError
from bedfellows.reader.dates import find_dates, parse_date

NOW = date(2017, 1, 4)


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("on 4 January 2017", date(2017, 1, 4), date(2017, 1, 4), "day"),
        ("on December 27, 1979", date(1979, 12, 27), date(1979, 12, 27), "day"),
        ("in March 2014", date(2014, 3, 1), date(2014, 3, 31), "month"),
        ("in late March 2014", date(2014, 3, 21), date(2014, 3, 31), "month"),
        ("for a decade in the 1980's", date(1980, 1, 1), date(1989, 12, 31), "decade"),
        ("in the early 1990s", date(1990, 1, 1), date(1993, 12, 31), "decade"),
        ("dating back to the 7th century", date(601, 1, 1), date(700, 12, 31), "century"),
        ("in 2016", date(2016, 1, 1), date(2016, 12, 31), "year"),
        ("since 2014", date(2014, 1, 1), NOW, "year"),
        ("between 1979 and 1989", date(1979, 1, 1), date(1989, 12, 31), "year"),
        ("takes office later this month", NOW, date(2017, 1, 31), "month"),
        ("last year", date(2016, 1, 1), date(2016, 12, 31), "year"),
        ("last December", date(2016, 12, 1), date(2016, 12, 31), "month"),
        ("last March", date(2016, 3, 1), date(2016, 3, 31), "month"),
        ("two years ago", date(2015, 1, 1), date(2015, 12, 31), "year"),
        ("within six months", NOW, date(2017, 7, 4), "vague"),
        ("yesterday", date(2017, 1, 3), date(2017, 1, 3), "day"),
        ("on Tuesday", date(2017, 1, 3), date(2017, 1, 3), "day"),
        ("Hitherto, three states", None, NOW, "vague"),
    ],
)
def test_expressions(text, first, last, precision) -> None:
    (when,) = find_dates(text, NOW)
    assert (when.first, when.last, when.precision) == (first, last, precision)
    assert text[when.start : when.end].strip() == when.text


PUBLISHED = date(2017, 5, 17)  # a Wednesday
INVENTED = """
The Front has fought the League since 2014 | 2014-01-01 | 2017-05-17 | year
The Front has fought the League since at least 2009 | 2009-01-01 | 2017-05-17 | year
The Front has fought the League since last March | 2017-03-01 | 2017-05-17 | month
The Front has fought the League since the summer of 2014 | 2014-06-01 | 2017-05-17 | season
The Front has fought the League ever since the 1990s | 1990-01-01 | 2017-05-17 | decade
The Front has fought the League for two decades | 1997-05-17 | 2017-05-17 | vague
The Front has fought the League for decades | 1987-05-17 | 2017-05-17 | vague
The Front has fought the League in recent years | 2012-05-17 | 2017-05-17 | vague
The Front fought the League over the past decade | 2007-05-17 | 2017-05-17 | vague
The Front fought the League until recently | - | 2017-05-17 | vague
The Front fought the League until 2011 | - | 2011-12-31 | year
The Front fought the League up to 2011 | - | 2011-12-31 | year
The Front fought the League before 2011 | - | 2010-12-31 | year
The Front fought the League before the 2003 invasion | - | 2003-12-31 | year
The Front fought the League after 2011 | 2012-01-01 | 2017-05-17 | year
The Front fought the League from 2012 onwards | 2012-01-01 | 2017-05-17 | year
The Front fought the League during the Cold War | 1947-03-12 | 1991-12-26 | year
The Front fought the League in the 1980s | 1980-01-01 | 1989-12-31 | decade
The Front fought the League in the nineties | 1990-01-01 | 1999-12-31 | decade
The Front fought the League in the late '90s | 1997-01-01 | 1999-12-31 | decade
The Front fought the League in the early 20th century | 1901-01-01 | 1934-05-02 | century
The Front fought the League last spring | 2016-03-01 | 2016-05-31 | season
The Front fought the League last winter | 2016-12-01 | 2017-02-28 | season
The Front fought the League over the winter | 2016-12-01 | 2017-02-28 | season
The Front will fight the League next winter | 2017-12-01 | 2018-02-28 | season
The Front will fight the League in the autumn | 2017-09-01 | 2017-11-30 | season
The Front fought the League three weeks ago | 2017-04-24 | 2017-04-30 | vague
The Front fought the League a fortnight ago | 2017-05-01 | 2017-05-07 | vague
The Front fought the League a few days ago | 2017-05-10 | 2017-05-15 | vague
The Front fought the League several years ago | 2010-05-17 | 2015-05-17 | vague
The Front fought the League more than a decade ago | 2004-01-01 | 2010-12-31 | vague
The Front fought the League some 30 years ago | 1985-01-01 | 1989-12-31 | vague
The Front fought the League late last year | 2016-09-01 | 2016-12-31 | year
The Front fought the League in the first half of 2015 | 2015-01-01 | 2015-06-30 | year
The Front fought the League at the end of 2016 | 2016-10-01 | 2016-12-31 | year
The Front fought the League in mid-January | 2017-01-11 | 2017-01-20 | month
The Front fought the League in June | 2016-06-01 | 2016-06-30 | month
The Front will fight the League in June | 2017-06-01 | 2017-06-30 | month
The Front fought the League between May and August 2013 | 2013-05-01 | 2013-08-31 | month
The Front fought the League on 3-5 May 2016 | 2016-05-03 | 2016-05-05 | day
The Front fought the League on 11 September | 2016-09-11 | 2016-09-11 | day
The Front will fight the League on 11 September | 2017-09-11 | 2017-09-11 | day
The Front fought the League on 05.03.2016 | 2016-03-05 | 2016-03-05 | day
The Front fought the League on 05/03/2016 | 2016-01-01 | 2016-12-31 | year
The Front fought the League on 17/05/2016 | 2016-05-17 | 2016-05-17 | day
The Front fought the League on Friday | 2017-05-12 | 2017-05-12 | day
The Front will fight the League on Friday | 2017-05-19 | 2017-05-19 | day
The Front will fight the League next Tuesday | 2017-05-23 | 2017-05-23 | day
The Front fought the League the day before yesterday | 2017-05-15 | 2017-05-15 | day
The Front fought the League overnight | 2017-05-16 | 2017-05-17 | day
The Front fought the League last weekend | 2017-05-13 | 2017-05-14 | day
The Front fought the League earlier this week | 2017-05-15 | 2017-05-17 | vague
The Front fought the League the year before last | 2015-01-01 | 2015-12-31 | year
The Front will fight the League by the end of next year | - | 2018-12-31 | year
The Front will fight the League by the end of the month | - | 2017-05-31 | month
The Front will fight the League later this year | 2017-05-17 | 2017-12-31 | year
The Front will fight the League within 48 hours | 2017-05-17 | 2017-05-19 | vague
The Front will fight the League in the coming months | 2017-05-17 | 2017-11-17 | vague
The Front will fight the League in three years' time | 2020-01-01 | 2020-12-31 | year
The Front will fight the League in two weeks | 2017-05-29 | 2017-06-04 | vague
The Front will fight the League soon | 2017-05-17 | 2017-08-15 | vague
The Front fought the League two years later | - | - | vague
"""


def test_a_new_cold_war_is_not_the_old_one() -> None:
    assert find_dates("The Front fought the League in a new Cold War.", PUBLISHED) == ()


@pytest.mark.parametrize("line", INVENTED.strip().splitlines(), ids=lambda line: line.split(" | ")[0][10:])
def test_expressions_of_invented_sentences(line) -> None:
    text, *wanted = line.split(" | ")
    found = find_dates(f"{text}.", PUBLISHED)
    assert len(found) == 1
    assert [str(found[0].first or "-"), str(found[0].last or "-"), found[0].precision] == wanted


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("The League left in 2003, and two years later it was back.", date(2005, 1, 1), date(2005, 12, 31)),
        (
            "The League left in May 2003 and came back the following month.",
            date(2003, 6, 1),
            date(2003, 6, 30),
        ),
        ("The League, which had come a year earlier, left in 2003.", None, None),
    ],
)
def test_what_is_counted_from_a_date_in_the_sentence(text, first, last) -> None:
    when = next(one for one in find_dates(text, PUBLISHED) if one.text[0] in "ta")
    assert (when.first, when.last) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "The League may march on the town for the first time in 20 years.",
        "The League took the town in two weeks.",
        "The League held the town for two decades.",
        "The fall of the town was a shock, and 30 of its 300 men may go.",
        "In the fall of the town 40 men died.",
    ],
)
def test_what_only_looks_like_a_time_is_none(text) -> None:
    assert find_dates(text, PUBLISHED) == ()


def test_relative_times_stay_open_without_a_date_of_publication() -> None:
    (when,) = find_dates("later this month", None)
    assert (when.first, when.last, when.precision) == (None, None, "vague")


def test_numbers_that_are_no_dates_are_left_alone() -> None:
    assert find_dates("about 1,500 fighters and 40 tanks", NOW) == ()
    assert (
        find_dates("on 31 February 2017", NOW) == ()
        or find_dates("on 31 February 2017", NOW)[0].precision != "day"
    )


@pytest.mark.parametrize("text", ["2017-02-30", "2017-13", "yesterday", "", "0000", "20170104", "2017-1-1-1"])
def test_impossible_dates_are_refused_with_what_was_expected(text) -> None:
    with pytest.raises(DateError, match=r"--as-of: expected a date such as 2017-01-04"):
        parse_date(text, field="--as-of")


@given(st.text(max_size=200), st.dates(min_value=date(1500, 1, 1), max_value=date(2200, 1, 1)))
def test_any_text_is_safe_and_intervals_are_in_order(text, published) -> None:
    for when in find_dates(text, published):
        assert text[when.start : when.end].strip() == when.text
        if when.first and when.last:
            assert when.first <= when.last


@given(st.dates(min_value=date(1, 1, 1)))
def test_iso_dates_round_trip(day) -> None:
    assert parse_date(day.isoformat()) == day
