"""kill -9 at any moment: nothing is lost, and nothing is told twice to a consumer that reads by id and revision."""

import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from newswatch.agents.replay import in_order
from newswatch.feeds import sources
from newswatch.models import Alert, Article

from .conftest import ROOT, Bench

CHILD = Path(__file__).parent / "children" / "replay.py"
KILLS = 20
# The seed feeds, and then the same again under other ids, as other outlets would reprint them.
EDITIONS = 3


def write_articles(path: Path) -> int:
    items = [item for item in in_order(sources([ROOT / "seeds/feeds"])) if isinstance(item, Article)][:54]
    editions = [
        item.model_copy(update={"id": f"{item.id}-{edition}", "source": f"{item.source} {edition}"})
        for edition in range(EDITIONS)
        for item in items
    ]
    path.write_bytes(b"".join(item.to_json() + b"\n" for item in editions))
    return len(editions)


def start(folder: Path, articles: Path) -> subprocess.Popen:
    command = [sys.executable, str(CHILD), str(folder / "broker.db"), str(articles), str(folder / "acknowledged")]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def run_to_the_end(folder: Path, articles: Path) -> None:
    folder.mkdir(exist_ok=True)
    with start(folder, articles) as child:
        assert child.stdout
        assert child.stdout.read().splitlines()[-1] == "finished"


def run_and_kill(folder: Path, articles: Path, after: int) -> bool:
    """Kill the child once it has processed so many messages; tell whether it was at work."""
    folder.mkdir(exist_ok=True)
    with start(folder, articles) as child:
        assert child.stdout
        for line in child.stdout:
            if line.strip() == "finished":
                return False
            if int(line) >= after:
                child.send_signal(signal.SIGKILL)
                return True
    return False


def revisions(alerts: list[Alert]) -> dict[str, tuple[str, str]]:
    """Return for each revision what must be the same in every run: all but the broker's time."""
    return {alert.key: (alert.status, alert.model_dump_json(exclude={"detected"})) for alert in alerts}


@pytest.fixture(scope="module")
def calm(tmp_path_factory) -> tuple[Path, int, Bench]:
    """An undisturbed run: the articles' file, how many they are, and the broker that they left."""
    folder = tmp_path_factory.mktemp("calm")
    count = write_articles(articles := folder / "articles.jsonl")
    run_to_the_end(folder, articles)
    return articles, count, Bench(folder / "broker.db")


@pytest.mark.slow
def test_twenty_kills_lose_nothing_and_change_nothing(calm, tmp_path):
    """A replay killed at twenty random moments ends with the alert revisions of an undisturbed one."""
    chance = random.Random(20250119)
    articles, count, undisturbed = calm
    kills = sum(
        run_and_kill(tmp_path / "killed", articles, chance.randint(0, 3 * count // KILLS)) for _ in range(KILLS)
    )
    run_to_the_end(tmp_path / "killed", articles)
    killed = Bench(tmp_path / "killed/broker.db")
    assert kills >= KILLS * 3 // 4, f"only {kills} kills came while it was at work"
    assert {record.key for record in killed.records("articles")} == {
        record.key for record in undisturbed.records("articles")
    }
    assert revisions(killed.alerts()) == revisions(undisturbed.alerts())
    assert len(revisions(undisturbed.alerts())) > 20
    assert killed.records("dead-letters") == []


@pytest.mark.slow
def test_a_lost_or_changed_revision_would_be_seen(calm):
    """The comparison of the kill test fails when a revision is missing or differs."""
    alerts = calm[2].alerts()
    changed = [alerts[0].model_copy(update={"headline": "another"}), *alerts[1:]]
    assert revisions(alerts[1:]) != revisions(alerts)
    assert revisions(changed) != revisions(alerts)
