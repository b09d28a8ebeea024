"""The examples: other topic files and another seed document make another monitor, without code."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from newswatch import topics

EXAMPLES = Path(__file__).parents[2] / "examples"
UKRAINE = EXAMPLES / "ukraine-talks"
NEWSWATCH = [sys.executable, "-m", "newswatch.cli"]
PATIENCE = 120  # seconds; nobody waits that long unless something hangs


def newswatch(*words: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("NEWSWATCH_")}
    return subprocess.run(
        [*NEWSWATCH, *words],
        cwd=UKRAINE,
        env=env | {"COLUMNS": "200"},
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )


@pytest.fixture(scope="module")
def wanted() -> list[dict]:
    return [json.loads(line) for line in (UKRAINE / "expected.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def replayed(tmp_path_factory) -> tuple[subprocess.CompletedProcess[str], list[dict]]:
    """The command of the example's README, with its alerts written to a file."""
    out = tmp_path_factory.mktemp("alerts") / "alerts.jsonl"
    [command] = re.findall(r"^\$ newswatch (.*)$", (UKRAINE / "README.md").read_text("utf-8"), re.MULTILINE)
    done = newswatch(*command.split(), "--alerts-out", str(out))
    return done, [json.loads(line) for line in out.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def alerts(replayed) -> list[dict]:
    return [alert for alert in replayed[1] if alert["revision"] == 1]


def test_all_wanted_alerts_and_none_too_many(replayed, wanted):
    """The README's command raises what an editor would want of each article, and nothing else."""
    done, _ = replayed
    number = sum(len(one["alerts"]) for one in wanted)
    assert f"{number} wanted alerts raised, 0 missed, 0 too many" in done.stderr, done.stderr
    assert done.returncode == 0


def test_no_date_is_overdue(alerts):
    """The comparison leaves out dates that pass without their event; here there is none."""
    assert [alert["id"] for alert in alerts if not alert["evidence"]] == []


def test_the_feeds_have_what_leads_astray(wanted):
    """Among the articles are rehashes, other conflicts, what is only close, and a denial."""
    kinds = {one["kind"] for one in wanted}
    assert kinds == {"development", "rehash", "background", "hard_negative", "other_conflict", "denial"}
    assert {one["kind"] for one in wanted if not one["alerts"]} >= {"rehash", "background", "other_conflict"}


def test_exchanges_are_told_apart_by_day_and_number(alerts):
    """Five exchanges are five alerts, each under an id with its day and its number."""
    exchanged = [alert["id"].partition("@")[0] for alert in alerts if alert["event"] == "exchanged"]
    assert exchanged == [
        f"prisoners.exchanged/exchanged/{day}"
        for day in (
            "2025-03-19/175", "2025-04-19/246", "2025-05-23/390", "2025-05-24/307", "2025-05-25/303",
        )
    ]  # fmt: skip


def test_limited_truces_stand_beside_the_ladder(alerts):
    """Each side's pledge on energy has a slot of its own, and leaves the phase of the truce alone."""
    pledged = {alert["slot"]: alert["after"]["value"] for alert in alerts if alert["event"] == "energy_pledged"}
    assert pledged == dict.fromkeys(("truce.stance.russia.energy", "truce.stance.ukraine.energy"), "energy_pledged")
    assert [alert["event"] for alert in alerts if alert["slot"] == "truce.phase"] == ["backed"]


def test_alerts_stand_on_sentences_of_the_example(alerts):
    """What was before is quoted from the example's own seed document."""
    seed = (UKRAINE / "ukraine-talks-2025-03-10.txt").read_text("utf-8")
    before = [alert["before"] for alert in alerts if alert["before"] and alert["before"]["document"] == "seed"]
    assert before
    assert all(one["sentence"] == seed[one["start"] : one["end"]] for one in before)


def test_a_denial_disputes_what_it_denies(replayed):
    """A denial is an alert of its own, and the one that it denies is revised."""
    revisions = [
        (one["event"], one["modality"], one["status"]) for one in replayed[1] if one["slot"] == "prisoners.next"
    ]
    assert revisions[-3:] == [
        ("exchange_delayed", "happened", "reported"),
        ("exchange_delayed", "denied", "reported"),
        ("exchange_delayed", "happened", "disputed"),
    ]


def test_its_topics_are_its_own():
    """Nothing of the built-in topics is in it: other names, other slots, another ladder."""
    own, built_in = topics.load(UKRAINE / "topics"), topics.load()
    assert set(own.topics) == {"truce", "prisoners", "territory"}
    assert own.topics["truce"].ladder.rungs != built_in.topics["truce"].ladder.rungs
    slots = [
        {event.slot for topic in watch.topics.values() for event in topic.events.values()} for watch in (own, built_in)
    ]
    assert slots[0] & slots[1] == {"truce.phase", "truce.stance.{actor}", "truce.violations"}
    assert not own.theatres.theatres["ukraine"].classified


def test_the_configuration_is_sound():
    """`newswatch check` finds the example's topics."""
    assert "the topics are prisoners, territory, truce" in newswatch("check", "--config", "newswatch.toml").stdout


@pytest.mark.parametrize("folder", sorted(path.name for path in EXAMPLES.iterdir() if path.is_dir()))
def test_every_example_says_how_it_runs(folder):
    """An example has a README with one command, a seed document and a configuration."""
    assert re.findall(r"^\$ newswatch replay ", (EXAMPLES / folder / "README.md").read_text("utf-8"), re.MULTILINE)
    assert (EXAMPLES / folder / "newswatch.toml").is_file()
    assert list((EXAMPLES / folder).glob("*.txt"))
