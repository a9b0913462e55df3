"""What users install: the window's files are in it, and nothing of what they are built from."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

ROOT = Path(__file__).parents[1]
STATIC = "bedfellows/web/static/"


def test_the_wheel_holds_the_window_and_needs_no_node(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with ZipFile(wheel) as held:
        names = set(held.namelist())
        page = held.read(f"{STATIC}index.html").decode()
    source = ROOT / "src"
    shipped = {file.relative_to(source).as_posix() for file in (source / STATIC).iterdir()}
    assert {f"{STATIC}{name}" for name in ("index.html", "app.js", "style.css", "countries.json")} <= shipped
    assert shipped <= names
    assert all(f"/static/{name}" in page for name in ("app.js", "style.css"))
    assert not [name for name in names if "node_modules" in name or name.endswith((".ts", ".tsx"))]
    assert all(name.startswith("bedfellows") for name in names)
