"""The source tree: agents/ is newswatch.agents for Python, for the type checker and for the import floors."""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import newswatch.agents.read

ROOT = Path(__file__).parents[2]


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    if not program.exists():
        pytest.skip("the linters are not installed")
    return subprocess.run(
        [program, "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(folder / "src")},
    )


def copied(folder: Path) -> Path:
    shutil.copy(ROOT / "pyproject.toml", folder)
    ignored = shutil.ignore_patterns("pipeline", "__pycache__")
    shutil.copytree(ROOT / "agents", folder / "agents", ignore=ignored)
    shutil.copytree(ROOT / "src/newswatch", folder / "src/newswatch", symlinks=True, ignore=ignored)
    return folder


def test_the_agents_of_the_tree_are_newswatch_agents():
    """In the editable install newswatch.agents is the folder agents/ of this tree, and has no other name."""
    assert Path(newswatch.agents.read.__file__).resolve() == ROOT / "agents/read.py"
    assert (ROOT / "src/newswatch/agents").is_symlink()
    assert importlib.util.find_spec("newswatch.agents.pages") is not None


def test_the_floors_see_the_agents(tmp_path):
    """An import upward, planted in an agent or below it, breaks the contract of the floors."""
    folder = copied(tmp_path)
    assert lint_imports(folder).returncode == 0
    for place, planted in (
        ("agents/read.py", "newswatch.cli"),
        ("src/newswatch/judging/ladder.py", "newswatch.agents.read"),
    ):
        path = folder / place
        whole = path.read_text("utf-8")
        path.write_text(f"{whole}\nimport {planted}\n", "utf-8")
        broken = lint_imports(folder)
        assert broken.returncode == 1
        assert "newswatch.agents.read" in broken.stdout
        path.write_text(whole, "utf-8")


def test_a_stray_module_breaks_the_floors(tmp_path):
    """A module that stands on no floor is noticed."""
    folder = copied(tmp_path)
    (folder / "src/newswatch/utils.py").write_text('"""Anything."""\n')
    assert lint_imports(folder).returncode == 1


def test_the_type_checker_sees_the_agents():
    """The files that mypy is told to check are the agents too, under their real name."""
    mypy = pytest.importorskip("mypy.find_sources", reason="the linters are not installed")
    options = pytest.importorskip("mypy.options").Options()
    found = {source.module for source in mypy.create_source_list([str(ROOT / "src/newswatch")], options)}
    assert {f"newswatch.agents.{path.stem}" for path in (ROOT / "agents").glob("[!_]*.py")} <= found
