"""The engines that dyad-days run on. Ibis gives each its SQL; each runs it on connections of its own.

DuckDB is always there. Spark needs the extra `spark` and Java 17 or newer; a session that is active is used, else one is
started, on this machine unless Spark's own configuration names a cluster.
"""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

from bedfellows.errors import InputError

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa
    from duckdb import DuckDBPyConnection
    from pyspark.sql import SparkSession

EngineName = Literal["duckdb", "spark"]
ORDER = ("day", "subject", "object")


class Engine(Protocol):
    """Something that tables of files can be opened in, and expressions over them be run."""

    def open(self, files: Sequence[Path], name: str) -> ir.Table:
        """Parquet files as a table under this name; one of an earlier call is replaced."""

    def rows(self, expression: ir.Table, order: Sequence[str] = ()) -> pa.Table:
        """The rows of an expression, in memory, with the expression's types."""

    def write(self, expression: ir.Table, folder: Path) -> None:
        """Add the rows to a folder of Parquet files, parted by the month of `day` and sorted within."""


class DuckDB:
    """DuckDB, on a connection that somebody else opens and closes."""

    def __init__(self, connection: DuckDBPyConnection) -> None:
        self._connection = connection
        self._written = 0

    def open(self, files: Sequence[Path], name: str) -> ir.Table:
        """Parquet files as a table."""
        held = ", ".join(_text(glob.escape(str(file))) for file in files)
        self._run(
            f"CREATE OR REPLACE TEMP VIEW {_name(name)} AS SELECT * "
            f"FROM read_parquet([{held}], hive_partitioning = false, union_by_name = true)"
        )
        return self.table(name)

    def table(self, name: str) -> ir.Table:
        """A table or view of the connection."""
        import ibis

        query = f"FROM {_name(name)} LIMIT 0"
        schema = ibis.Schema.from_pyarrow(self._table(query).schema)
        return ibis.table(schema, name=name)

    def rows(self, expression: ir.Table, order: Sequence[str] = ()) -> pa.Table:
        """The rows of an expression."""
        ordered = f" ORDER BY {', '.join(order)}" if order else ""
        return self._table(self.sql(expression) + ordered)

    def copy(self, name: str, columns: Sequence[str], file: Path) -> None:
        """Some columns of a table or view to one Parquet file."""
        chosen = ", ".join(_name(column) for column in columns)
        self._run(f"COPY (SELECT {chosen} FROM {_name(name)}) TO {_text(str(file))} (FORMAT parquet)")

    def write(self, expression: ir.Table, folder: Path) -> None:
        """Add the rows to a folder."""
        self._written += 1
        self._run(
            f"COPY (SELECT *, year(day) AS year, month(day) AS month FROM ({self.sql(expression)}) "
            f"ORDER BY {', '.join(ORDER)}) TO {_text(str(folder))} (FORMAT parquet, COMPRESSION zstd, "
            f"PARTITION_BY (year, month), FILENAME_PATTERN 'part-{self._written}-{{i}}', OVERWRITE_OR_IGNORE)"
        )

    @staticmethod
    def sql(expression: ir.Table) -> str:
        """The SQL of an expression. DuckDB adds whole numbers up to wider ones; they are cast to the expression's types."""
        import ibis

        columns = ", ".join(
            f"CAST({_name(name)} AS BIGINT) AS {_name(name)}" if type_.is_int64() else _name(name)
            for name, type_ in expression.schema().items()
        )
        return f"SELECT {columns} FROM ({ibis.to_sql(expression, dialect='duckdb', pretty=False)})"

    def _run(self, query: str) -> None:
        with _duckdb_errors():
            self._connection.execute(query)

    def _table(self, query: str) -> pa.Table:
        with _duckdb_errors():
            return self._connection.sql(query).to_arrow_table()


class Spark:
    """Spark, on a session that somebody else starts."""

    def __init__(self, session: SparkSession) -> None:
        import ibis

        self._session = session
        self._ibis = ibis.pyspark.connect(session)

    def open(self, files: Sequence[Path], name: str) -> ir.Table:
        """Parquet files as a table."""
        reader = self._session.read.option("mergeSchema", "true").option(
            "datetimeRebaseMode",
            "CORRECTED",  # days before 1582 as they are written, by whatever wrote them
        )
        with _spark_errors():
            held = (_literally(_address(file)) for file in files)
            reader.parquet(*held).createOrReplaceTempView(name)
            return self._ibis.table(name)

    def rows(self, expression: ir.Table, order: Sequence[str] = ()) -> pa.Table:
        """The rows of an expression."""
        import pyarrow as pa

        frame = self._frame(expression)
        with _spark_errors():
            rows = (frame.orderBy(*order) if order else frame).toArrow()
        schema = pa.schema([(name, type_.to_pyarrow()) for name, type_ in expression.schema().items()])
        return rows.cast(schema)

    def write(self, expression: ir.Table, folder: Path) -> None:
        """Add the rows to a folder."""
        from pyspark.sql import functions

        frame = self._frame(expression)
        frame = frame.withColumns({"year": functions.year("day"), "month": functions.month("day")})
        frame = frame.repartition("year", "month").sortWithinPartitions("year", "month", *ORDER)
        writer = frame.write.mode("append").partitionBy("year", "month").option("compression", "zstd")
        with _spark_errors():
            writer.parquet(_address(folder))
        (folder / "_SUCCESS").unlink(missing_ok=True)
        for left in folder.rglob(".*.crc"):
            left.unlink()

    def _frame(self, expression: ir.Table) -> Any:
        with _spark_errors():
            return self._session.sql(self._ibis.compile(expression))


@contextmanager
def duckdb_engine(workspace: Path, memory: str | None = None) -> Iterator[DuckDB]:
    """DuckDB without a case. What does not fit into memory goes to the workspace.

    `memory` is how much it may use ("4GB"); by default half of the machine's.

    Raises:
        InputError: `memory` is no amount.
    """
    import duckdb

    connection = duckdb.connect(
        config={"autoinstall_known_extensions": "false", "temp_directory": str(workspace / "spill")}
    )
    try:
        limit_memory(connection, memory)
        yield DuckDB(connection)
    finally:
        connection.close()


def limit_memory(connection: DuckDBPyConnection, memory: str | None) -> None:
    """Bound what a connection uses; order of rows is given up, which lets it stream."""
    import duckdb

    connection.execute("SET preserve_insertion_order = false")
    try:
        connection.execute("SET memory_limit = $memory", {"memory": memory or "50%"})
    except duckdb.Error as error:
        raise InputError(f"Expected an amount of memory such as 4GB, found {memory!r}.") from error


def spark_engine(memory: str | None = None) -> Spark:
    """Spark, on the session that is active, or on a new one. It goes on until Python ends; Spark allows one.

    Raises:
        InputError: Spark or Java is not installed, or Spark cannot start.
    """
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise InputError(
            "The engine spark needs PySpark, which is not installed. Install it (pip install 'bedfellows[spark]'), or "
            "use the engine duckdb."
        ) from error
    session = SparkSession.getActiveSession()
    if session is not None:
        return Spark(session)
    builder = SparkSession.builder.appName("bedfellows dyad-days")
    options = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.sql.session.timeZone": "UTC",
    }
    if memory:
        options["spark.driver.memory"] = _spark_memory(memory)
    for key, value in {**options, **_local()}.items():
        builder = builder.config(key, value)
    try:
        return Spark(builder.getOrCreate())
    except (PySparkException, OSError, RuntimeError) as error:
        raise InputError(
            f"Spark could not be started: {error}. It needs Java 17 or newer (JAVA_HOME, or java on the PATH). Without, "
            "use the engine duckdb."
        ) from error


@contextmanager
def _duckdb_errors() -> Iterator[None]:
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        said = str(error).strip().split("\n")[0]
        raise InputError(
            f"The rows cannot be read or added up by DuckDB: {said} What was there before is kept."
        ) from error


@contextmanager
def _spark_errors() -> Iterator[None]:
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as error:
        said = str(error).strip().split("\n")[0]
        raise InputError(
            f"The rows cannot be read or added up by Spark: {said} What was there before is kept."
        ) from error


def _local() -> dict[str, str]:
    """What to set where no configuration of Spark's names a cluster."""
    if any(
        os.environ.get(name) for name in ("SPARK_CONF_DIR", "SPARK_REMOTE", "MASTER", "PYSPARK_SUBMIT_ARGS")
    ):
        return {}
    return {
        "spark.master": "local[*]",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.shuffle.partitions": str(4 * (os.cpu_count() or 1)),
    }


def _spark_memory(memory: str) -> str:
    """An amount such as 4GB as Java writes it: 4g."""
    found = re.fullmatch(r"(\d+)\s*([KMGT])(?:i?B)?", memory.strip(), re.IGNORECASE)
    if found is None:
        raise InputError(f"Expected an amount of memory such as 4GB, found {memory!r}.")
    return found[1] + found[2].lower()


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"


def _address(path: Path) -> str:
    """A path of this machine as Hadoop takes it: not percent-encoded, but it may hold patterns."""
    return f"file://{path.absolute()}"


def _literally(address: str) -> str:
    return re.sub(r"([\\*?\[\]{}])", r"\\\1", address)
