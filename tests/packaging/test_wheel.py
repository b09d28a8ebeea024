"""The wheel, built and installed as a user would, and used from another folder."""

import json
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PATIENCE = 600
# What a build looks at, and nothing that another build has left behind.
SOURCES = ("pyproject.toml", "README.md", "LICENSE", "src", "agents", "seeds")
LEFT_OVER = shutil.ignore_patterns("*.egg-info", "__pycache__", "build")

pytestmark = pytest.mark.slow


def run(*words: str | Path, cwd: Path) -> str:
    done = subprocess.run(
        [str(word) for word in words], cwd=cwd, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    return done.stdout


@pytest.fixture(scope="module")
def source(tmp_path_factory) -> Path:
    """Return a clean copy of the source tree."""
    folder = tmp_path_factory.mktemp("source")
    for name in SOURCES:
        path = ROOT / name
        if path.is_dir():
            shutil.copytree(path, folder / name, symlinks=True, ignore=LEFT_OVER)
        elif path.exists():
            shutil.copy(path, folder)
    return folder


@pytest.fixture(scope="module")
def wheel(source, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ".", cwd=source)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def names(wheel) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """Return the programs of an empty environment into which the wheel and what it needs were installed."""
    folder = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", folder, cwd=folder)
    run(folder / "bin/python", "-m", "pip", "install", "--quiet", wheel, cwd=folder)
    return folder / "bin"


def test_what_is_inside(names):
    """Agents, baseline seed, topics, word lists, language pipeline and the types marker are in the wheel."""
    wanted = {"py.typed", "agents/app.py", "agents/read.py", "baseline/gaza-talks-2025-01.txt", "cli/__init__.py"}
    wanted |= {"evaluation/keyword_monitor.toml"}
    wanted |= {f"topics/{path.name}" for path in (ROOT / "src/newswatch/topics").glob("*.toml")}
    pipeline = ROOT / "src/newswatch/language"
    wanted |= {f"language/{path.relative_to(pipeline)}" for path in pipeline.rglob("*") if path.is_file()}
    assert {f"newswatch/{name}" for name in wanted if "__pycache__" not in name} <= names


def test_what_is_not_inside(names):
    """No tests, no feeds to replay, no caches, and nothing beside the package."""
    tops = {name.split("/")[0] for name in names}
    assert tops == {"newswatch", f"newswatch-{version('newswatch')}.dist-info"}
    assert not [
        name for name in names if any(part in name for part in ("tests/", "feeds/data", "expected", "__pycache__"))
    ]
    assert not [name for name in names if name.endswith((".xml", ".jsonl"))]


def test_the_licences_are_inside(names):
    """The licence of the code and that of the language pipeline are among the licence files."""
    licences = {name.partition("/licenses/")[2] for name in names if "/licenses/" in name}
    assert licences == {"LICENSE", "src/newswatch/language/LICENSE", "src/newswatch/language/classifier/LICENSE"}


def test_the_version(installed, tmp_path):
    """The installed program tells its version from any folder."""
    assert run(installed / "newswatch", "--version", cwd=tmp_path) == f"newswatch {version('newswatch')}\n"


def test_the_agents_are_importable(installed, tmp_path):
    """The agents are newswatch.agents, from the installed package, and no top-level package is called agents."""
    code = "import newswatch.agents.app as a, importlib.util as u; print(a.__file__, u.find_spec('agents'))"
    where, spec = run(installed / "python", "-c", code, cwd=tmp_path).split()
    assert Path(where).is_relative_to(installed.parent)
    assert spec == "None"


def test_faust_finds_the_embedded_broker(installed, tmp_path):
    """The entry point group faust.transports has sqlite, and it loads."""
    code = (
        "from importlib.metadata import entry_points as e; (p,) = e(group='faust.transports'); print(p.name, p.load())"
    )
    assert run(installed / "python", "-c", code, cwd=tmp_path).startswith("sqlite <class 'newswatch.transport.driver.")


def test_a_replay_from_another_folder(installed, tmp_path):
    """The installed program replays the seed feeds with the baseline, topics and pipeline that it carries."""
    shutil.copytree(ROOT / "seeds/feeds", tmp_path / "feeds")
    out = run(installed / "newswatch", "replay", "feeds", "--alerts-out", "x.jsonl", cwd=tmp_path)
    alerts = [json.loads(line) for line in (tmp_path / "x.jsonl").read_text("utf-8").splitlines()]
    assert "The board beside the baseline gaza-talks-2025-01" in out
    assert {alert["topic"] for alert in alerts} == {"truce", "hostage", "withdrawal"}


def test_installing_from_the_tree_is_the_same(source, names, tmp_path):
    """`pip install .` puts the same files in place as the wheel."""
    run(
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--target",
        tmp_path / "site",
        source,
        cwd=tmp_path,
    )
    site = tmp_path / "site"
    found = {
        str(path.relative_to(site)) for path in site.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    }
    package = {name for name in names if name.startswith("newswatch/")}
    assert {name for name in found if name.startswith("newswatch/")} == package
