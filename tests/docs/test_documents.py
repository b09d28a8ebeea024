"""The documents say what is so: links lead somewhere, and what README shows is what newswatch prints."""

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from newswatch.settings import load

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "seeds/README.md", *(ROOT / "docs").rglob("*.md")]
DOCUMENTS += (ROOT / "examples").rglob("*.md")
NEWSWATCH = [sys.executable, "-c", "from newswatch.cli import main; main()"]


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document):
    """Every relative link of a document names a file that is there."""
    links = re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text("utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_folders_that_documents_name_are_there():
    """Paths in backquotes that begin with a folder of the repository exist."""
    text = README + _architecture()
    named = re.findall(r"`((?:src|seeds|tests|docs|training|agents|examples)/[\w./-]*\w)[/`:*]", text)
    assert [name for name in named if not (ROOT / name).exists()] == []


def _architecture() -> str:
    return (ROOT / "docs/architecture.md").read_text("utf-8")


def test_the_changelog_names_the_version():
    """The version in pyproject.toml has its section in CHANGELOG.md."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert f"## [{version}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


@pytest.fixture(scope="module")
def replayed(tmp_path_factory) -> tuple[str, list[dict]]:
    """What a replay of the seed feeds prints at 100 columns, and the alerts that it writes."""
    out = tmp_path_factory.mktemp("replay") / "alerts.jsonl"
    done = subprocess.run(
        [*NEWSWATCH, "replay", "seeds/feeds", "--alerts-out", str(out)],
        cwd=ROOT, env={**os.environ, "COLUMNS": "100"}, capture_output=True, text=True, check=True, timeout=300,
    )  # fmt: skip
    return done.stdout, [json.loads(line) for line in out.read_text("utf-8").splitlines()]


def test_readme_shows_what_a_replay_prints(replayed):
    """Every line of README's excerpt is a line of the replay's output, in the same order."""
    printed = [line.rstrip() for line in replayed[0].splitlines()]
    excerpt = next(block for block in blocks("") if "before → after" in block)
    position = 0
    for line in (line.rstrip() for line in excerpt.splitlines()):
        if line and line != "…":
            assert line in printed[position:], f"not printed: {line!r}"
            position = printed.index(line, position)


def test_readme_shows_an_alert_as_it_is(replayed):
    """README's alert is one of those that the replay writes, but for the time of its detection.

    How sure it is hangs a little on how a processor rounds weights of eight bits.
    """
    (shown,) = [json.loads(block) for block in blocks("json")]
    here = {"detected": shown["detected"], "confidence": pytest.approx(shown["confidence"], abs=0.1)}
    assert shown in [{**alert, **here} for alert in replayed[1] if alert["confidence"] == here["confidence"]]


def test_readmes_settings_are_settings(tmp_path):
    """The configuration in README loads."""
    (configuration,) = blocks("toml")
    (tmp_path / "newswatch.toml").write_text(configuration, encoding="utf-8")
    assert load(tmp_path / "newswatch.toml", {}).feeds[0].interval == 300
