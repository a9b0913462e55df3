"""One data set in several published forms: CSV files whose first line names the columns, some of them by other names."""

from __future__ import annotations

from collections.abc import Mapping

from bedfellows.feeds.feed import Layout

_NULLS = ("", "NA", ".")


def csv_forms(*forms: Mapping[str, str], extra: Mapping[str, str] | None = None) -> tuple[Layout, ...]:
    """A layout for each form. Its own columns must be there; `extra`, and those of the other forms, are NULL where they are not.

    So a feed's SQL may name the columns of all forms at once; capitals make no difference.
    """
    every: dict[str, tuple[str, str]] = {}
    for columns in (*forms, extra or {}):
        for name, kind in columns.items():
            every.setdefault(name.casefold(), (name, kind))
    return tuple(
        Layout(
            {**form, **absent},
            header=True,
            delimiter=",",
            quote='"',
            nulls=_NULLS,
            optional=tuple(absent),
        )
        for form in forms
        for own in [{name.casefold() for name in form}]
        for absent in [{name: kind for key, (name, kind) in every.items() if key not in own}]
    )
