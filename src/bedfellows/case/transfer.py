"""A case to a folder of open formats, and back without loss."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bedfellows import __version__
from bedfellows.case.checks import check_links, check_rows
from bedfellows.case.connection import connect, duckdb_errors
from bedfellows.case.feed_transfer import check_feeds, check_forecasts, copy_in, copy_out
from bedfellows.case.formats import SUFFIXES, Format, place, read_rows, write_rows
from bedfellows.case.migrations import load_migrations, upgrade
from bedfellows.case.schema import COPIED_TABLES, TABLES
from bedfellows.case.store import CaseStore
from bedfellows.case.writing import columns_of, insert, transaction
from bedfellows.errors import CaseError, InputError, SchemaError

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

MANIFEST = "manifest.json"


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    rows: int = Field(ge=0)
    sha256: str = Field(pattern="^[0-9a-f]{64}$")


class _Manifest(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kind: Literal["bedfellows-case-export"] = "bedfellows-case-export"
    bedfellows: str = __version__
    schema_version: int = Field(ge=1)
    format: Format
    files: dict[str, _File]


def export_case(
    path: str | Path, folder: str | Path, format: Format = "parquet", *, overwrite: bool = False
) -> Path:
    """Write every table of the case at `path`, earlier readings too, to a new `folder`; gives the folder.

    `manifest.json` there holds the schema version and each file's rows and SHA-256. The folder appears only
    when it is complete. With `overwrite`, an earlier export in its place is replaced; nothing else ever is.

    Raises:
        InputError: the format is unknown, or the folder exists.
        CaseError: the case cannot be opened or the files cannot be written.
    """
    if format not in get_args(Format):
        raise InputError(f"A case can be exported as {', '.join(get_args(Format))}; found {format!r}.")
    target = Path(folder)
    _check_target(target, overwrite=overwrite)
    with _beside(target) as partial, CaseStore.open(path, workspace=partial.resolve()) as store:
        export = partial.resolve() / "export"
        export.mkdir()
        files = {}
        for name in TABLES:
            file = export / f"{name}.{SUFFIXES[format]}"
            rows = store.rows(name)
            write_rows(rows, file, format)
            files[file.name] = _File(rows=rows.num_rows, sha256=_sha256(file))
        for name in COPIED_TABLES:
            file = export / f"{name}.{SUFFIXES[format]}"
            with duckdb_errors(Path(path)):
                number = copy_out(store.connection, name, file, format)
            files[file.name] = _File(rows=number, sha256=_sha256(file))
        manifest = _Manifest(schema_version=load_migrations()[-1].version, format=format, files=files)
        (export / MANIFEST).write_text(manifest.model_dump_json(indent=2) + "\n", encoding="utf-8")
        if target.exists():
            target.rename(partial / "replaced")
        export.rename(target)
    return target


def import_case(folder: str | Path, path: str | Path) -> Path:
    """Make a new case at `path` from an exported `folder`; gives the path.

    The files are checked against the manifest, each other and the codes; the case appears only when complete.

    Raises:
        InputError: the folder is no export, was changed, or holds bad rows (the message names file, row and
            field); or `path` exists.
        SchemaError: it was exported by a newer version.
        CaseError: the case cannot be written.
    """
    origin, target = Path(folder), Path(path)
    manifest = _read_manifest(origin)
    if target.exists():
        raise InputError(
            f"{str(target)!r} exists; an import makes a new case. Give another path, or move it away."
        )
    migrations = load_migrations()
    if manifest.schema_version > migrations[-1].version:
        raise SchemaError(
            f"{str(origin)!r} was exported with schema version {manifest.schema_version}; this "
            f"Bedfellows knows versions up to {migrations[-1].version}. "
            f"Use the newer Bedfellows ({manifest.bedfellows})."
        )
    with _beside(target) as partial:
        file = partial / "case.duckdb"
        connection = connect(file, write=True, workspace=origin.resolve())
        try:
            with duckdb_errors(target):
                upgrade(connection, 0, migrations, manifest.schema_version)
                tables = _checked_tables(connection, origin, manifest)
                with transaction(connection):
                    for name, rows in tables.items():
                        insert(connection, name, rows)
                    for name in _held(connection) & set(COPIED_TABLES):
                        taken = origin.resolve() / f"{name}.{SUFFIXES[manifest.format]}"
                        number = copy_in(connection, name, taken, manifest.format)
                        _check_file(taken, number, manifest)
                    check_feeds(connection, origin)
                    if "questions" in _held(connection):  # an export of an older version has none
                        check_forecasts(connection, origin)
                upgrade(connection, manifest.schema_version, migrations)
        finally:
            connection.close()
        file.rename(target)
    return target


def _checked_tables(connection: DuckDBPyConnection, origin: Path, manifest: _Manifest) -> dict[str, pa.Table]:
    """The exported tables, all checks passed."""
    files = {name: origin / f"{name}.{SUFFIXES[manifest.format]}" for name in _held(connection)}
    if {file.name for file in files.values()} != manifest.files.keys():
        raise InputError(
            f"{str(origin / MANIFEST)!r} lists the files {sorted(manifest.files)}; expected "
            f"{sorted(file.name for file in files.values())}. Nothing was imported."
        )
    tables = {
        name: read_rows(file, manifest.format, columns_of(connection, name))
        for name, file in files.items()
        if name in TABLES
    }

    def where(name: str, row: int) -> str:
        return place(files[name], row)

    for name, rows in tables.items():
        check_rows(TABLES[name], rows, where)
    check_links(tables, where)
    for name, rows in tables.items():
        _check_file(files[name], rows.num_rows, manifest)
    return tables


def _held(connection: DuckDBPyConnection) -> set[str]:
    """The tables that the open file has, but the one about itself."""
    found = connection.execute("SELECT table_name FROM duckdb_tables() WHERE table_name <> 'meta'").fetchall()
    return {name for (name,) in found}


def _check_file(file: Path, rows: int, manifest: _Manifest) -> None:
    expected = manifest.files[file.name]
    if rows != expected.rows:
        raise InputError(
            f"{str(file)!r} has {rows} rows; the manifest says {expected.rows}. "
            f"Nothing was imported: export the case again."
        )
    if _sha256(file) != expected.sha256:
        raise InputError(
            f"{str(file)!r} was changed after the export: its SHA-256 is not the manifest's. "
            f"Nothing was imported: export the case again."
        )


def _read_manifest(origin: Path) -> _Manifest:
    file = origin / MANIFEST
    try:
        return _Manifest.model_validate_json(file.read_bytes())
    except OSError as error:
        raise InputError(
            f"{str(origin)!r} is no exported case: its {MANIFEST} cannot be read ({error.strerror}). "
            f"Give the folder that an export made."
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise InputError(f"{str(file)!r}, field {field}: {first['msg']}. Nothing was imported.") from error


def _check_target(target: Path, *, overwrite: bool) -> None:
    if not target.exists() and not target.is_symlink():
        return
    ours = {
        MANIFEST,
        *(f"{name}.{suffix}" for name in (*TABLES, *COPIED_TABLES) for suffix in SUFFIXES.values()),
    }
    if target.is_symlink() or not target.is_dir():
        raise InputError(f"{str(target)!r} exists and is no folder. Give another path.")
    held = {item.name for item in target.iterdir()}
    if held and not overwrite:
        raise InputError(f"{str(target)!r} exists and is not empty. Give another path, or allow overwriting.")
    if held and (MANIFEST not in held or not held <= ours):
        raise InputError(
            f"{str(target)!r} holds other files than an export's; it is not overwritten. Give another path."
        )


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A folder next to the target, on the same disk, that is gone afterwards."""
    try:
        partial = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".partial", dir=target.parent))
    except OSError as error:
        raise CaseError(f"{str(target)!r} cannot be written: {error.strerror}. Give another path.") from error
    try:
        yield partial
    except OSError as error:
        raise CaseError(
            f"{str(target)!r} cannot be written: {error.strerror}. Nothing was changed."
        ) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _sha256(file: Path) -> str:
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()
