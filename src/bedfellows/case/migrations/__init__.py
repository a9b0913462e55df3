"""The schema of a case file, version by version, and how an older file is brought up to date.

`NNNN_name.sql` takes a file from version NNNN - 1 to NNNN; a new file goes through all of them. `views.sql`
is not history: it is run again after every upgrade. A change to the views alone still needs a (then empty)
new version, so that existing files get it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_NAME = re.compile(r"(\d{4})_\w+\.sql")


@dataclass(frozen=True, slots=True)
class Migration:
    """The SQL that takes a file to `version` from the one before."""

    version: int
    sql: str


def load_migrations() -> tuple[Migration, ...]:
    """All migrations that ship with the package, in order."""
    found = [
        Migration(int(match[1]), item.read_text(encoding="utf-8"))
        for item in files(__name__).iterdir()
        if (match := _NAME.fullmatch(item.name))
    ]
    return tuple(sorted(found, key=lambda migration: migration.version))


def upgrade(
    connection: DuckDBPyConnection, found: int, migrations: Sequence[Migration], upto: int | None = None
) -> None:
    """Run the migrations above version `found` (up to `upto`), then the views, all in one transaction.

    Raises whatever DuckDB raises; the file is then as it was.
    """
    views = files(__name__).joinpath("views.sql").read_text(encoding="utf-8")
    target = migrations[-1].version if upto is None else upto
    connection.execute("BEGIN")
    try:
        for migration in migrations:
            if found < migration.version <= target:
                connection.execute(migration.sql)
        connection.execute(
            "INSERT INTO meta VALUES ('schema_version', ?) ON CONFLICT DO UPDATE SET value = excluded.value",
            [str(target)],
        )
        if target == migrations[-1].version:
            connection.execute(views)
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
