"""--help and --version: for every verb, with examples, and at once."""

import subprocess
import sys
from importlib.metadata import version

import pytest
from typer.main import get_command

from newswatch.cli import app
from tests.web.command import command

__all__ = ["command"]


def verbs(group, path=()):
    """Yield the words of every verb."""
    for name, one in sorted(group.commands.items()):
        if hasattr(one, "commands"):
            yield from verbs(one, (*path, name))
        else:
            yield (*path, name)


VERBS = list(verbs(get_command(app)))
GROUPS = sorted({verb[:-1] for verb in VERBS})

# Runs the command line in a fresh interpreter and says which heavy modules it needed.
FRESH = """
import sys
from newswatch.cli import main
sys.argv = ["newswatch", *{words!r}]
try:
    main()
finally:
    print("heavy:", *sorted({{"spacy", "faust", "numpy", "aiohttp", "feedparser"}} & set(sys.modules)))
"""


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_every_verb_has_help_with_examples(command, verb):
    """The help of a verb says what it does and shows examples that begin with its own name."""
    code, out, err = command(*verb, "--help")
    assert (code, err) == (0, "")
    assert "Examples:" in out
    assert f"newswatch {' '.join(verb)}" in out.partition("Examples:")[2]


@pytest.mark.parametrize("group", GROUPS, ids=" ".join)
def test_a_group_lists_its_verbs(command, group):
    """The help of a group names each of its verbs."""
    code, out, _ = command(*group, "--help")
    assert code == 0
    assert all(verb[-1] in out for verb in VERBS if verb[:-1] == group)


def test_the_verbs_of_the_contract():
    """What users and programs rely on is there."""
    assert {verb[0] for verb in VERBS} >= {
        "run",
        "replay",
        "read",
        "explain",
        "baseline",
        "alerts",
        "dead-letters",
        "check",
    }
    assert {("baseline", "build"), ("baseline", "show")} <= set(VERBS)


@pytest.mark.parametrize(
    "words",
    [["--help"], ["--version"], ["replay", "--help"], ["read", "--help"], ["explain", "--help"], ["run", "--help"]],
)
def test_help_answers_at_once(words):
    """Help and version load neither the language pipeline nor the stream processor."""
    done = subprocess.run(
        [sys.executable, "-c", FRESH.format(words=words)], capture_output=True, text=True, check=True, timeout=30
    )
    assert done.stdout.splitlines()[-1].strip() == "heavy:"


def test_the_version(command):
    """--version prints the version that is installed."""
    assert command("--version") == (0, f"newswatch {version('newswatch')}\n", "")
