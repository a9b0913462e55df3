"""Imports between the rooms of the package run one way: down the list below, never up it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src"
PACKAGE = "bedfellows"

# A room may import the rooms that stand before it. The doors `web` and `mcp` stand on one step and do not know each other; the
# command line, which opens them, stands below both.
ROOMS = (
    "ontology",
    "actors",
    "case",
    "feeds",
    "reader",
    "ties",
    "balance",
    "forecast",
    "explain",
    "scenario",
    "report",
)
DOORS = ("web", "mcp")
COMMANDS = "cli"
FREE = ("errors", "__version__")  # anyone may import them
TOP = ("api", PACKAGE)  # the public face: above all rooms, below the doors

STEP = {
    **dict.fromkeys(FREE, 0),
    **{room: step for step, room in enumerate(ROOMS, start=1)},
    **dict.fromkeys(TOP, len(ROOMS) + 1),
    **dict.fromkeys(DOORS, len(ROOMS) + 2),
    COMMANDS: len(ROOMS) + 3,
}


def room_of(module: str) -> str:
    """The room of a module: `cli` for bedfellows.cli.main, `bedfellows` for the package itself."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else PACKAGE


def module_of(path: Path, source: Path) -> tuple[str, str]:
    """The dotted name of a file, and of the package that relative imports in it start from."""
    parts = path.relative_to(source).with_suffix("").parts
    if parts[-1] == "__init__":
        return ".".join(parts[:-1]), ".".join(parts[:-1])
    return ".".join(parts), ".".join(parts[:-1])


def from_base(node: ast.ImportFrom, package: str) -> str:
    """What `from ... import` starts from, with leading dots resolved."""
    if not node.level:
        return node.module or ""
    base = package.split(".")[: len(package.split(".")) - node.level + 1]
    return ".".join([*base, *([node.module] if node.module else [])])


def dynamic_import(node: ast.Call, package: str) -> str | None:
    """The module that `importlib.import_module("...")` or `__import__("...")` names, if written out."""
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if called not in {"import_module", "__import__"} or not node.args:
        return None
    name = node.args[0].value if isinstance(node.args[0], ast.Constant) else None
    if not isinstance(name, str):
        return None
    dots = len(name) - len(name.lstrip("."))
    if not dots:
        return name
    return from_base(ast.ImportFrom(module=name[dots:] or None, names=[], level=dots), package)


def imports(tree: ast.AST, package: str) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything imported from the package, at whatever depth it is written."""
    for node in ast.walk(tree):
        if not isinstance(node, (ast.Import, ast.ImportFrom, ast.Call)):
            continue
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = from_base(node, package)
            # `from bedfellows import ties`: the room is among the imported names, not in the base.
            names = [f"{base}.{alias.name}" for alias in node.names] if base == PACKAGE else [base]
        else:
            names = [name] if (name := dynamic_import(node, package)) else []
        for name in names:
            if name.split(".")[0] == PACKAGE:
                yield node.lineno, name


def allowed(importer: str, imported: str) -> bool:
    """Whether code of one room may import another room."""
    if importer == imported or imported in FREE:
        return True
    if importer in TOP and imported in TOP:
        return True
    return STEP[imported] < STEP[importer]


def violations(source: Path) -> list[str]:
    """One line for each import that runs the wrong way, and for each module outside the list of rooms."""
    found = []
    for path in sorted((source / PACKAGE).rglob("*.py")):
        module, package = module_of(path, source)
        room = room_of(module)
        where = path.relative_to(source)
        if room not in STEP:
            found.append(f"{where}: {room} is no room of the design")
            continue
        for line, name in imports(ast.parse(path.read_text(encoding="utf-8")), package):
            target = room_of(name)
            if target not in STEP:
                # No module, so something the package itself offers: `from bedfellows import open`.
                target = PACKAGE
            if not allowed(room, target):
                found.append(f"{where}:{line}: {room} imports {name}")
    return found


def make_tree(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / PACKAGE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_no_room_imports_a_room_below_it() -> None:
    assert violations(SOURCE) == []


def test_the_package_was_really_looked_at() -> None:
    seen = {room_of(module_of(path, SOURCE)[0]) for path in (SOURCE / PACKAGE).rglob("*.py")}
    assert {"ontology", "actors", "case", "reader", "errors", "bedfellows"} <= seen


WRONG = (
    ("ontology/codes.py", "import bedfellows.reader.rules", "ontology imports bedfellows.reader.rules"),
    ("actors/names.py", "from bedfellows.case.store import A", "actors imports bedfellows.case.store"),
    ("case/store.py", "from bedfellows import ties", "case imports bedfellows.ties"),
    ("case/store.py", "from ..ties.who import who", "case imports bedfellows.ties.who"),
    ("case/__init__.py", "from ..ties import who", "case imports bedfellows.ties"),
    ("reader/rules.py", "from .. import report", "reader imports bedfellows.report"),
    ("ties/who.py", "def who():\n    import bedfellows.balance", "ties imports bedfellows.balance"),
    ("ties/who.py", "class A:\n    def b():\n        from ..cli import c", "ties imports bedfellows.cli"),
    ("ties/who.py", "if A:\n    from bedfellows.explain import why", "ties imports bedfellows.explain"),
    ("ties/who.py", "importlib.import_module('bedfellows.cli')", "ties imports bedfellows.cli"),
    ("ties/who.py", "import_module('..cli', __package__)", "ties imports bedfellows.cli"),
    ("ties/deep/er.py", "from ...report import page", "ties imports bedfellows.report"),
    ("report/page.py", "from bedfellows import open", "report imports bedfellows.open"),
    ("report/page.py", "from bedfellows.api import Case", "report imports bedfellows.api"),
    ("report/page.py", "import bedfellows", "report imports bedfellows"),
    ("api.py", "from bedfellows.cli import main", "api imports bedfellows.cli"),
    ("__init__.py", "from bedfellows.web import serve", "bedfellows imports bedfellows.web"),
    ("errors.py", "from bedfellows.ontology import CAMEO", "errors imports bedfellows.ontology"),
    ("web/app.py", "from bedfellows.cli import main", "web imports bedfellows.cli"),
    ("mcp/server.py", "from bedfellows.web import app", "mcp imports bedfellows.web"),
    ("utils/text.py", "", "utils is no room of the design"),
    ("utils.py", "", "utils is no room of the design"),
)

RIGHT = {
    "__init__.py": "from bedfellows.api import Case\nfrom .report.page import write_report",
    "api.py": "from bedfellows.scenario.outcomes import outcomes\nfrom . import errors",
    "case/store.py": "from bedfellows.errors import A\nfrom .records import B\nfrom ..ontology import C",
    "case/records.py": "import bedfellows.ontology.relations, json\nfrom bedfellows import __version__",
    "cli/main.py": "import bedfellows as bf\nfrom bedfellows import api, report\nfrom . import tables",
    "cli/tables.py": "from rich.table import Table\nfrom ..ties import who",
    "cli/serve.py": "from bedfellows.web.serving import serve",
}


@pytest.mark.parametrize(("name", "text", "message"), WRONG)
def test_the_check_catches(tmp_path: Path, name: str, text: str, message: str) -> None:
    found = violations(make_tree(tmp_path, {name: text}))
    assert len(found) == 1
    assert found[0].startswith(f"{PACKAGE}/{name}")
    assert found[0].endswith(message)


def test_the_check_lets_the_right_way_through(tmp_path: Path) -> None:
    assert violations(make_tree(tmp_path, RIGHT)) == []
