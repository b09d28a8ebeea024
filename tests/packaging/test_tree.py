"""The source tree: agents/ is newswatch.agents for Python, for the type checker and for the import floors."""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import newswatch.agents.read

ROOT = Path(__file__).parents[2]


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
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


def test_the_type_checker_sees_the_agents(tmp_path):
    """mypy follows an import of newswatch.agents into this tree: a wrong use of it is found."""
    program = tmp_path / "program.py"
    program.write_text("from newswatch.agents.clock import EVERY\n\nhours: str = EVERY\n")
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--follow-imports=silent",
        "--cache-dir",
        str(tmp_path / "cache"),
        str(program),
    ]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert 'Incompatible types in assignment (expression has type "timedelta", variable has type "str")' in told.stdout
