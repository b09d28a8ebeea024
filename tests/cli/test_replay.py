"""newswatch replay: articles in, alerts out, and nothing left behind."""

import json
import os
import resource
import select
import shutil
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newswatch.agents import replay as playing
from newswatch.agents.replay import in_order
from newswatch.cli import replaying as playing_files
from newswatch.feeds import Rejection, sources
from newswatch.models import Alert, Article
from newswatch.topics import BUILT_IN
from tests.cli.conftest import PATIENCE, ROOT
from tests.web.command import command

__all__ = ["command"]

DEAL = "Israel and Hamas have agreed on a ceasefire in Gaza, Qatar's prime minister said on Wednesday."


def line(number: int, body: str, published: str | None, **more) -> str:
    return json.dumps({"id": f"a{number}", "source": f"Outlet {number}", "body": body, "published": published} | more)


ITEM = "<item><guid>{0}</guid><title>{0}</title><link>https://x.example/{0}</link>{1}</item>"


def feed(path, **items: str | None) -> None:
    dated = (ITEM.format(name, f"<pubDate>{date}</pubDate>" if date else "") for name, date in items.items())
    path.write_text(f'<rss version="2.0"><channel><title>{path.stem}</title>{"".join(dated)}</channel></rss>')


def lines(path, **items: str | None) -> None:
    path.write_text("".join(json.dumps({"id": n, "title": n, "published": date}) + "\n" for n, date in items.items()))


def titles(folder, order=None) -> list[str | None]:
    return [item.title if isinstance(item, Article) else None for item in in_order(sources([folder]), order)]


@pytest.fixture
def mixed(tmp_path):
    """Return a folder of two feeds and a file of lines, in which an item is late and some are undated."""
    folder = tmp_path / "mixed"
    folder.mkdir()
    feed(folder / "a.xml", a3="Fri, 03 Jan 2025 12:00:00 GMT", a1="Wed, 01 Jan 2025 12:00:00 GMT", a0=None)
    feed(folder / "b.xml", b2="Thu, 02 Jan 2025 12:00:00 +0200")
    lines(folder / "c.jsonl", c2="2025-01-02T13:00:00Z", c1="2025-01-01T09:00:00Z", c0=None, c4="2025-01-04T00:00:00Z")
    return folder


def test_feeds_are_merged_and_lines_keep_their_order(mixed):
    """Feeds go by their dates, undated items last; a late or undated line comes after the one before."""
    assert titles(mixed) == ["a1", "b2", "c2", "c1", "c0", "a3", "c4", "a0"]


def test_everything_in_order_of_publication(mixed):
    """`published` sorts the lines too."""
    assert titles(mixed, "published") == ["c1", "a1", "b2", "c2", "a3", "c4", "a0", "c0"]


def test_everything_in_order_of_the_files(mixed):
    """`file` plays file after file."""
    assert titles(mixed, "file") == ["a3", "a1", "a0", "b2", "c2", "c1", "c0", "c4"]


def test_what_is_no_article_keeps_its_place(tmp_path):
    """A line that is no article is played where it stands, and becomes a dead letter there."""
    (tmp_path / "c.jsonl").write_text(
        line(1, "x", "2025-01-02T00:00:00Z") + "\n{\n" + line(2, "x", "2025-01-03T00:00:00Z")
    )
    assert [isinstance(item, Rejection) for item in in_order(sources([tmp_path]))] == [False, True, False]


async def test_speed(monkeypatch):
    """At a speed, the pauses are those of event time divided by it; late and undated items don't wait."""
    pauses = []

    async def pause(seconds):
        pauses.append(seconds)

    monkeypatch.setattr(playing.asyncio, "sleep", pause)
    began = datetime(2025, 1, 1, tzinfo=UTC)
    moments = [began, began + timedelta(hours=1), None, began, began + timedelta(hours=2)]
    items = [Article(id=str(n), body="x", published=moment) for n, moment in enumerate(moments)]
    assert [item async for item in playing._paced(items, 3600)] == items
    assert [item async for item in playing._paced(items, None)] == items
    assert pauses == [1.0, 1.0]


@pytest.fixture
def news(tmp_path):
    """Return a short file of news: a deal, a reprint of it, and something else."""
    path = tmp_path / "news.jsonl"
    items = [(DEAL, "15"), (DEAL, "16"), ("The bank kept its rate.", "17")]
    path.write_text(
        "\n".join(line(n, body, f"2025-01-{day}T12:00:00Z") for n, (body, day) in enumerate(items)) + "\n{\n"
    )
    return path


def expectation(*events: str, **more) -> str:
    return json.dumps({"id": "a0", "alerts": [{"topic": "truce", "event": event} for event in events]} | more)


@pytest.mark.usefixtures("in_place", "news")
def test_alerts_for_a_person_and_for_a_program(command, tmp_path):
    """The table shows the change, the sentence and the board; the file holds every revision; dead letters are told."""
    code, out, err = command("replay", "news.jsonl", "--alerts-out", "alerts.jsonl")
    shown = " ".join(out.split())
    assert code == 0
    assert "talks → agreed" in shown
    assert "3 articles in" not in shown
    assert "4 articles in" in shown
    assert "1 alerts, 0 revisions, 1 dead letters dead letter: not an article: " in shown
    assert "The board beside the baseline gaza-talks-2025-01" in shown
    assert "4/4 articles" in err
    (alert,) = [Alert.model_validate_json(told) for told in (tmp_path / "alerts.jsonl").read_bytes().splitlines()]
    assert (alert.event, alert.evidence[0].sentence) == ("agreed", DEAL)


@pytest.mark.usefixtures("in_place", "news")
def test_json(command):
    """With --json every revision is a line on standard output, and nothing else is."""
    code, out, _ = command("replay", "news.jsonl", "--json")
    assert code == 0
    assert [Alert.model_validate_json(told).event for told in out.splitlines()] == ["agreed"]


@pytest.mark.usefixtures("in_place", "news")
def test_what_is_expected(command, tmp_path):
    """With what is wanted it ends with 0; with a miss and an extra it ends with 1 and names each."""
    (tmp_path / "good.jsonl").write_text(expectation("agreed") + "\n")
    code, _, err = command("replay", "news.jsonl", "--expect", "good.jsonl")
    assert (code, err.splitlines()[-1].strip()) == (
        0,
        "1 wanted alerts raised, 0 missed, 0 too many: recall 1.00, precision 1.00",
    )
    (tmp_path / "bad.jsonl").write_text(expectation("signed", must_not=["truce/agreed"]) + "\n")
    code, _, err = command("replay", "news.jsonl", "--expect", "bad.jsonl")
    assert code == 1
    assert {"missed: truce/signed for a0", "forbidden: truce/agreed for a0"} <= set(err.splitlines())


@pytest.mark.usefixtures("in_place", "news")
def test_the_figures_by_kind_of_article(command, tmp_path):
    """A row for each kind; then what the keyword monitor gets on the same; the figures of all are last."""
    lines = [
        expectation("agreed", "signed", kind="development", must_not=["truce/talks"]),
        json.dumps({"id": "a1", "kind": "reprint", "alerts": [], "must_not": ["truce/agreed"]}),
    ]
    (tmp_path / "wanted.jsonl").write_text("\n".join(lines))
    _, _, err = command("replay", "news.jsonl", "--expect", "wanted.jsonl")
    rows = [row.split() for row in err.splitlines()]
    assert ["kind", "articles", "wanted", "raised", "missed", "extra", "forbidden"] in rows
    assert ["development", "1", "2", "1", "1"] in rows
    assert ["reprint", "1"] in rows
    assert ["all", "2", "2", "1", "1"] in rows
    *_, keywords, last = err.splitlines()
    assert keywords == (
        "a keyword monitor: 1 of 2 raised, 1 missed, 1 too many, 1 of them forbidden: recall 0.50, precision 0.50"
    )
    assert last == "1 wanted alerts raised, 1 missed, 0 too many: recall 0.50, precision 1.00"


@pytest.mark.usefixtures("in_place", "news")
def test_a_difference_is_one_line(command, tmp_path):
    """However long an article's name is."""
    name = "https://x.example/" + "long-" * 40
    (tmp_path / "wanted.jsonl").write_text(expectation("signed", id=name))
    _, _, err = command("replay", "news.jsonl", "--expect", "wanted.jsonl")
    assert f"missed: truce/signed for {name}" in err.splitlines()


@pytest.mark.usefixtures("in_place", "news")
def test_a_report(command, tmp_path):
    """The same figures are written as JSON, with names of files and no folder's, and no sentence."""
    (tmp_path / "wanted.jsonl").write_text(expectation("agreed", kind="development"))
    code, _, _ = command(
        "replay", "news.jsonl", "--expect", str(tmp_path / "wanted.jsonl"), "--report", str(tmp_path / "mine.json")
    )
    written = (tmp_path / "mine.json").read_text("utf-8")
    told = json.loads(written)
    assert code == 0
    assert (told["set"], told["file"], told["items"], told["baseline"]) == (
        "mine", "wanted.jsonl", 4, "gaza-talks-2025-01",
    )  # fmt: skip
    assert (told["wanted"], told["hits"], told["by_kind"]["development"]["recall"]) == (1, 1, 1.0)
    assert told["keyword_monitor"]["by_event"]["truce/agreed"]["hits"] == 1
    assert str(tmp_path) not in written
    assert DEAL not in written


@pytest.mark.usefixtures("in_place", "news")
def test_other_topics_than_the_keyword_monitors(command, tmp_path):
    """The keyword monitor has words for the built-in topics only, and has no say on others."""
    shutil.copytree(BUILT_IN, tmp_path / "topics", ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    (tmp_path / "newswatch.toml").write_text('topics = "topics"\n')
    (tmp_path / "wanted.jsonl").write_text(expectation("agreed"))
    code, _, err = command("replay", "news.jsonl", "--expect", "wanted.jsonl", "--report", "mine.json")
    assert (code, "keyword monitor" in err) == (0, False)
    assert json.loads((tmp_path / "mine.json").read_text("utf-8"))["keyword_monitor"] is None


@pytest.mark.usefixtures("in_place", "news")
def test_another_baseline(command, tmp_path):
    """A baseline on which the deal stands already raises nothing."""
    (tmp_path / "[red]-2025-01-16.txt").write_text("Israel and Hamas agreed on a ceasefire in Gaza on 15 January 2025.")
    code, out, _ = command("replay", "news.jsonl", "--baseline", "[red]-2025-01-16.txt")
    assert code == 0
    assert "0 alerts" in out
    assert "The board beside the baseline [red]-2025-01-16" in out


@pytest.mark.slow
@pytest.mark.usefixtures("in_place")
def test_twice_the_same(shell, command):
    """A replay of the seed feeds twice gives the same bytes, apart from `detected`, and leaves nothing behind."""
    shutil.copytree(ROOT / "seeds/feeds", shell.folder / "feeds")
    done = shell.run("replay", "feeds", "--alerts-out", "one.jsonl")
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)
    assert command("replay", "feeds", "--alerts-out", "two.jsonl")[0] == 0
    one, two = (
        [json.loads(told) | {"detected": None} for told in (shell.folder / name).read_bytes().splitlines()]
        for name in ("one.jsonl", "two.jsonl")
    )
    assert one == two
    assert len(one) > 10
    assert shell.left_behind == []


@pytest.mark.usefixtures("in_place", "news")
def test_a_kept_broker(command, tmp_path):
    """On a broker file of one's own the replay stays, and a second one raises nothing new."""
    for _ in range(2):
        code, out, _ = command("replay", "news.jsonl", "--broker", "sqlite:///kept.db", "--json")
        assert (code, len(out.splitlines())) == (0, 1)
    assert (tmp_path / "kept.db").exists()


@pytest.mark.usefixtures("in_place")
def test_an_article_that_no_record_holds(command, tmp_path):
    """An article larger than a record becomes a dead letter; the next one is read."""
    (tmp_path / "big.jsonl").write_text(line(1, "x" * 2_000_000, None) + "\n" + line(2, DEAL, "2025-01-15T12:00:00Z"))
    code, out, _ = command("replay", "big.jsonl")
    assert code == 0
    assert "1 alerts, 0 revisions, 1 dead letters" in " ".join(out.split())


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def await_end(pid: int) -> bool:
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    return bool(select.select([handle], [], [], 20)[0])


def slow_replay(shell, started):
    """Start a replay that would take hours, and return it when its first article has been read."""
    path = shell.folder / "slow.jsonl"
    path.write_text("\n".join(line(n, DEAL, f"2025-01-{n + 10}T12:00:00Z") for n in range(9)))
    process = started("replay", "slow.jsonl", "--speed", "1", env=shell.env | {"FORCE_COLOR": "1", "TERM": "xterm"})
    told = ""
    while "1/9" not in told:
        byte = process.stderr.read(1)
        assert byte, told
        told += byte
    return process, children(process.pid)


@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -signal.SIGKILL)],
)
def test_an_end_from_outside(shell, started, number, code):
    """Ctrl-C, SIGTERM and kill -9 end a replay and its reader, without a traceback; only the last leaves its files."""
    process, pids = slow_replay(shell, started)
    assert len(pids) >= 1
    os.killpg(process.pid, number) if number == signal.SIGINT else process.send_signal(number)
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == code
    assert "Traceback" not in err
    assert all(await_end(pid) for pid in pids)
    assert bool(shell.left_behind) == (number == signal.SIGKILL)


def test_an_error_leaves_nothing_behind(shell):
    """A replay that fails has removed its broker, and its reader has ended."""
    (shell.folder / "bad.json").write_text("{}")
    (shell.folder / "one.jsonl").write_text(line(1, DEAL, None))
    done = shell.run("replay", "one.jsonl", "--baseline", "bad.json")
    assert (done.returncode, done.stderr.count(b"\n"), shell.left_behind) == (2, 1, [])


def many(path, count: int) -> None:
    path.write_text("".join(line(n, DEAL, f"2025-01-15T12:{n // 60:02}:{n % 60:02}Z") + "\n" for n in range(count)))


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_end_from_outside_amid_the_work(shell, started, number, code):
    """A replay that is busy ends as one that waits does, also if it is told twice."""
    many(shell.folder / "many.jsonl", 3000)
    process = started("replay", "many.jsonl", env=shell.env | {"FORCE_COLOR": "1", "TERM": "xterm"})
    told = ""
    while "articles" not in told or " 0/3000" in told[-60:]:
        byte = process.stderr.read(1)
        assert byte, told
        told += byte
    pids = children(process.pid)
    process.send_signal(number)
    if number == signal.SIGTERM:
        process.send_signal(number)
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == code
    assert "Traceback" not in err
    assert all(await_end(pid) for pid in pids)
    assert shell.left_behind == []


def test_a_full_disk(shell, started):
    """Where nothing more can be written, a replay says so in one sentence, ends with 2, and leaves nothing behind."""
    many(shell.folder / "many.jsonl", 300)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))

    process = started("replay", "many.jsonl", preexec_fn=limit)
    _, err = process.communicate(timeout=PATIENCE)
    *bar, sentence = err.splitlines()
    assert process.returncode == 2, err
    assert sentence.startswith("newswatch: ")
    assert "the disk" in sentence
    assert all("articles" in shown for shown in bar if shown.strip())
    assert shell.left_behind == []


@pytest.mark.usefixtures("news")
@pytest.mark.parametrize("words", [[], ["--json"]])
def test_a_reader_who_has_enough(started, words):
    """A closed pipe, as after `| head -1`, ends a replay quietly."""
    process = started("replay", "news.jsonl", *words)
    process.stdout.close()
    process.wait(timeout=PATIENCE)
    err = process.stderr.read()
    assert (process.returncode, "newswatch:" in err, "Traceback" in err) == (0, False, False), err


@pytest.mark.usefixtures("news")
def test_a_reader_who_has_enough_still_wants_the_answer(shell, started):
    """With --expect, the exit code tells how the alerts compare, whoever reads the table."""
    (shell.folder / "bad.jsonl").write_text(expectation("signed") + "\n")
    process = started("replay", "news.jsonl", "--expect", "bad.jsonl")
    process.stdout.close()
    process.wait(timeout=PATIENCE)
    assert process.returncode == 1, process.stderr.read()


@pytest.mark.usefixtures("news")
def test_a_screen_without_arrows(shell, started):
    """An encoding that lacks a character is no reason to end."""
    process = started("replay", "news.jsonl", env=shell.env | {"PYTHONIOENCODING": "ascii"})
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, err
    assert "talks ? agreed" in " ".join(out.split())


@pytest.mark.usefixtures("in_place", "news")
def test_a_kept_broker_with_an_address_of_its_own(command, tmp_path):
    """An address means what it means to the broker: %25 is a percent sign, and a query asks for durability."""
    address = "sqlite:///100%25%20new.db?durability=power"
    code, out, _ = command("replay", "news.jsonl", "--broker", address, "--json")
    assert (code, len(out.splitlines())) == (0, 1)
    assert (tmp_path / "100% new.db").exists()


@pytest.mark.usefixtures("in_place", "news")
def test_a_folder_for_temporary_files_with_an_odd_name(command, tmp_path, monkeypatch):
    """What an address gives a meaning to may stand in the name of that folder."""
    (odd := tmp_path / "a%20b?c#d").mkdir()
    monkeypatch.setattr(playing_files.tempfile, "tempdir", str(odd))
    assert command("replay", "news.jsonl", "--json")[0] == 0
    assert list(odd.iterdir()) == []
    assert not list(tmp_path.glob("a b*"))


@pytest.mark.usefixtures("in_place")
def test_an_article_with_a_huge_id(command, tmp_path):
    """An id that is too long to be a record's key makes a dead letter; the next article is read."""
    huge = json.dumps({"id": "x" * 600_000, "body": "b"})
    (tmp_path / "huge.jsonl").write_text(huge + "\n" + line(2, DEAL, "2025-01-15T12:00:00Z"))
    code, out, _ = command("replay", "huge.jsonl")
    assert code == 0
    assert "1 alerts, 0 revisions, 1 dead letters" in " ".join(out.split())
