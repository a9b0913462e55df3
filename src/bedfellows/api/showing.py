"""What is got out of a case: the report, the network, an export."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bedfellows.api.days import Day, day
from bedfellows.api.scenarios import Scenarios
from bedfellows.case import CaseStore, case_path
from bedfellows.errors import InputError
from bedfellows.reader.reading import Target

if TYPE_CHECKING:
    from bedfellows.case.formats import Format
    from bedfellows.report.network_answer import NetworkAnswer


def import_case(folder: Target, name: Target) -> Path:
    """Make a new case from a folder that `Case.export` wrote; gives the path of its file.

    Raises:
        InputError: the folder is no export, or was changed; or the case exists.
        CaseError: the case cannot be written.
    """
    from bedfellows.case import import_case as import_folder

    return import_folder(Path(folder), case_path(Path(name) if not isinstance(name, str) else name))


class Showing(Scenarios):
    """What is got out of the case."""

    def network(self, as_of: Day | None = None) -> NetworkAnswer:
        """Who is tied to whom, as the report draws it."""
        from bedfellows.report.network_answer import network_from

        dossier = self.dossier(as_of)
        with CaseStore.open(self.path) as store:
            return network_from(store, self.registry, dossier, day(as_of) or self._on)

    def report(self, path: Target, as_of: Day | None = None, title: str | None = None) -> Path:
        """Write one HTML file that shows the case and needs no network; gives its path.

        The scenarios that are kept in the case are run for it, none of them by what was known after `as_of`.

        Raises:
            InputError: it cannot be written there, or a scenario of the case makes no sense any more.
        """
        from bedfellows.report.page import write_report

        target = Path(path)
        known = day(as_of)
        scenarios = [
            (
                one.name,
                self._what_if(
                    one.form,
                    one.text,
                    one.name,
                    min(one.as_of or known, known) if known else one.as_of,
                    one.horizon,
                    one.draws,
                    one.seed,
                    ask=False,
                ),
            )
            for one in self.scenarios()
        ]
        try:
            with CaseStore.open(self.path) as store:
                return write_report(
                    store,
                    self.registry,
                    target,
                    known,
                    title,
                    generated=datetime.now(UTC).date(),
                    scenarios=scenarios,
                )
        except OSError as error:
            raise InputError(
                f"Expected a file that can be written, found {str(target)!r} ({error.strerror or error}). "
                "Give another path."
            ) from error

    def graph(self, path: Target, as_of: Day | None = None) -> Path:
        """Write the network to a file that ends in .graphml or .gexf; gives its path.

        Raises:
            InputError: it ends in something else, or cannot be written there.
        """
        from bedfellows.report.graph_files import graph_bytes, graph_format

        target = Path(path)
        content = graph_bytes(self.network(as_of), graph_format(target))
        try:
            target.write_bytes(content)
        except OSError as error:
            raise InputError(
                f"Expected a file that can be written, found {str(target)!r} ({error.strerror or error}). "
                "Give another path."
            ) from error
        return target

    def export(self, folder: Target, format: Format = "parquet", *, overwrite: bool = False) -> Path:
        """Write all tables to a new folder as Parquet, CSV or JSON lines; `import_case` takes it back without loss.

        Raises:
            InputError: the format is unknown, or the folder is in the way.
        """
        from bedfellows.case import export_case

        return export_case(self.path, Path(folder), format, overwrite=overwrite)
