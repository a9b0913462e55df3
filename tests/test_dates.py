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
        ("takes office later this month", date(2017, 1, 1), date(2017, 1, 31), "month"),
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
