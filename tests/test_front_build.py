"""What the window serves is what its sources build to."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
STATIC = ROOT / "src" / "bedfellows" / "web" / "static"
NODE = shutil.which("node")


@pytest.mark.skipif(NODE is None, reason="needs Node: apt-get install nodejs npm")
@pytest.mark.skipif(
    not (ROOT / "front" / "node_modules").is_dir(), reason="needs the packages of the front end: make front"
)
def test_the_built_front_end_is_that_of_its_sources(tmp_path: Path) -> None:
    assert NODE
    subprocess.run([NODE, "build.mjs", str(tmp_path)], cwd=ROOT / "front", check=True, timeout=120)
    built = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    kept = {path.name: path.read_bytes() for path in STATIC.iterdir()}
    assert built.keys() == kept.keys()
    assert [name for name in built if built[name] != kept[name]] == [], "build it anew: make front"
