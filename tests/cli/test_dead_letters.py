"""newswatch dead-letters, on a file that no monitor runs on; tests/web/test_pages.py has it beside a running one."""

import json

import pytest

from tests.web.command import command
from tests.web.conftest import TOPICS, Broker, Log
from tests.web.samples import dead

__all__ = ["command"]


@pytest.fixture
def filled(tmp_path):
    with Log.open(tmp_path / "broker.db", tidy_every=None) as log:
        for name in TOPICS:
            log.create_topic(f"newswatch.{name}")
        broker = Broker(log)
        broker.bury(dead(b"[bold]not json", b"a1", headers=[("ce_id", b"7")]))
        broker.bury(dead(b"\xff\xfe", None))
        broker.bury(dead(b"part", complete=False))
    return tmp_path / "broker.db"


def articles(path):
    with Log.open(path, read_only=True) as log:
        return [(record.key, record.value, list(record.headers)) for record in log.records("newswatch.articles")]


@pytest.mark.usefixtures("filled")
def test_list(command):
    """The list has each letter's name, where it came from, and why it could not be used."""
    code, out, err = command("dead-letters", "list")
    assert (code, err) == (0, "")
    assert [line.split()[0] for line in out.splitlines() if "newswatch.articles" in line] == ["0/2", "0/1", "0/0"]
    assert "not an article: Invalid JSON" in out


@pytest.mark.usefixtures("filled")
def test_list_as_json(command):
    """With --json each letter is one line, without its value."""
    code, out, _ = command("dead-letters", "list", "--json", "--limit", "2")
    letters = [json.loads(line) for line in out.splitlines()]
    assert (code, [letter["offset"] for letter in letters]) == (0, [2, 1])
    assert "text" not in letters[0]


@pytest.mark.usefixtures("filled")
def test_list_of_a_stage(command):
    """Only the letters of one agent are listed if that is asked for."""
    assert command("dead-letters", "list", "--stage", "judge") == (
        1,
        "",
        "newswatch: no dead letter comes from judge\n",
    )
    assert command("dead-letters", "list", "--stage", "read")[0] == 0


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(("name", "told"), [("0/0", "[bold]not json"), ("0/1", "//4="), ("0/2", "kept in part")])
def test_show(command, name, told):
    """One letter shows its reason and its value, text as it is and bytes in base64."""
    code, out, _ = command("dead-letters", "show", name)
    assert code == 0
    assert told in out
    assert "(ArticleError in read, newswatch 0.1.0)" in out


@pytest.mark.usefixtures("filled")
def test_show_as_json(command):
    """With --json the letter comes whole."""
    code, out, _ = command("dead-letters", "show", "0/0", "--json")
    letter = json.loads(out)
    assert (code, letter["text"], letter["headers"]) == (0, "[bold]not json", {"ce_id": "7"})


def test_retry(command, filled):
    """A retry puts letters on their topic again as they were; the list says since when."""
    code, out, _ = command("dead-letters", "retry", "0/0", "0/1")
    assert (code, out) == (0, "0/0 is on newswatch.articles again\n0/1 is on newswatch.articles again\n")
    assert articles(filled) == [(b"a1", b"[bold]not json", [("ce_id", b"7")]), (None, b"\xff\xfe", [])]
    assert command("dead-letters", "list")[1].count("(put back ") == 2
    assert "put back" in command("dead-letters", "show", "0/0")[1]


@pytest.mark.parametrize(
    ("name", "sentence"), [("0/2", "dead letter 0/2 is not complete"), ("0/9", "there is no dead letter 0/9")]
)
def test_retry_all_or_none(command, filled, name, sentence):
    """Where one of the letters can't be put back, none is, and the exit code is 1."""
    code, out, err = command("dead-letters", "retry", "0/0", name)
    assert (code, out) == (1, "")
    assert err.startswith(f"newswatch: {sentence}")
    assert articles(filled) == []


def test_retry_beside_a_newswatch_without_an_api(command, filled):
    """While another process holds the file and serves nothing, nothing can be put back, and it is named."""
    with Log.open(filled, tidy_every=None):
        assert command("dead-letters", "list")[0] == 0
        code, _, err = command("dead-letters", "retry", "0/0")
    assert code == 2
    assert "a newswatch without an API is running on broker.db" in err
    assert articles(filled) == []


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    "words", [["show", "7"], ["show", "0/x"], ["retry"], ["retry", "-1/0"], ["list", "--limit", "0"]]
)
def test_wrong_use(command, words):
    """Wrong use is one plain sentence and exit code 2."""
    code, out, err = command("dead-letters", *words)
    assert (code, out) == (2, "")
    assert err.startswith("newswatch: ")
    assert err.count("\n") == 1


@pytest.mark.usefixtures("filled")
def test_one_that_there_is_not(command):
    """A name that no letter has ends with 1."""
    assert command("dead-letters", "show", "0/9") == (1, "", "newswatch: there is no dead letter 0/9\n")


@pytest.mark.parametrize("verb", ["list", "show", "retry"])
def test_help_has_examples(command, verb):
    """Help shows commands that one can copy."""
    code, out, _ = command("dead-letters", verb, "--help")
    assert code == 0
    assert out.count(f"newswatch dead-letters {verb}") >= 2
