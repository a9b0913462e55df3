"""Stata files (.dta) as CSV, so that they are read as everything else is. UCDP publishes its External Support Dataset so."""

from __future__ import annotations

from pathlib import Path

from bedfellows.errors import InputError


def write_csv(source: Path, target: Path, name: str) -> None:
    """Write the table of a Stata file as CSV in UTF-8: numbers as numbers, missing values as nothing.

    Raises:
        InputError: it is no Stata file, or a damaged one; `name` is how the message calls it.
    """
    import pyarrow as pa
    import pyarrow.csv
    import pyreadstat

    try:
        columns, about = pyreadstat.read_dta(str(source), output_format="dict")
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, UnicodeDecodeError, ValueError) as error:
        raise InputError(
            f"{name!r} cannot be read as a Stata file: {error}. It may be cut short: fetch it again."
        ) from error
    table = pa.table({column: pa.array(columns[column], from_pandas=True) for column in about.column_names})
    pyarrow.csv.write_csv(table, target)
