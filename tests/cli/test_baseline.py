"""newswatch baseline: a seed document becomes facts that can be shown, kept and used."""

import json

import pytest

from newswatch.judging import baseline as baselines
from newswatch.models import Claim, Fact, Reading, Tick
from newswatch.transport import Log
from tests.cli.conftest import ROOT, one_sentence
from tests.web.command import command
from tests.web.conftest import TOPICS, Broker
from tests.web.samples import alert

__all__ = ["command"]

SEED = (ROOT / "seeds/baseline/gaza-talks-2025-01.txt").read_text("utf-8")
ARTICLE = {
    "id": "a",
    "body": "Israel and Hamas have agreed on a ceasefire in Gaza, Qatar said.",
    "published": "2025-01-15",
}


@pytest.fixture
def build(command, tmp_path):
    """Return a function that builds a baseline from a text and returns it."""

    def build(text: str = SEED, name: str = "talks-2025-01-08", *options):
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
        code, out, err = command("baseline", "build", f"{name}.txt", *options)
        assert (code, err) == (0, "")
        return baselines.load(out.encode(), "standard output")

    return build


def test_a_built_baseline(build):
    """A baseline has facts, each with its exact sentence, under the name and the day of its seed."""
    built = build()
    assert (built.name, f"{built.published:%Y-%m-%d}", built.watched) == ("talks-2025-01-08", "2025-01-08", "gaza")
    assert len(built.facts) >= 8
    assert all(SEED[fact.start : fact.end] == fact.sentence for fact in built.facts)


def test_equal_content_has_an_equal_version(build):
    """The version is a hash of the content: it is the same on every day, and another for other content."""
    assert build().version == build().version
    assert build().version != build(SEED + "\nHamas released three hostages on Sunday, Israel said.\n").version


def test_a_day_by_hand(build):
    """--published gives the day of a seed that has none."""
    assert f"{build(SEED, 'talks', '--published', '2025-01-10').published:%Y-%m-%d}" == "2025-01-10"


def test_into_a_file(command, tmp_path):
    """-o writes the baseline to a file, and nothing to the screen; the file shows as the seed does."""
    (tmp_path / "talks-2025-01-08.txt").write_text(SEED, "utf-8")
    assert command("baseline", "build", "talks-2025-01-08.txt", "-o", "talks.json") == (0, "", "")
    assert command("baseline", "show", "talks.json") == command("baseline", "show", "talks-2025-01-08.txt")


def test_several_seeds(command, tmp_path):
    """Of several seeds each fact says which one it stands in."""
    for name in ("one-2025-01-08", "two-2025-01-09"):
        (tmp_path / f"{name}.txt").write_text(SEED, "utf-8")
    code, out, _ = command("baseline", "build", "one-2025-01-08.txt", "two-2025-01-09.txt")
    built = baselines.load(out.encode(), "standard output")
    assert (code, built.name) == (0, "one-2025-01-08")
    assert {fact.document for fact in built.facts} == {"seed/one-2025-01-08", "seed/two-2025-01-09"}


def test_the_built_in_baseline_as_a_table(command):
    """Without a file the built-in baseline is shown: a row for each fact, and its version."""
    code, out, _ = command("baseline", "show")
    assert code == 0
    assert "truce.phase" in out
    assert "gaza-talks-2025-01, " in out
    assert "sha256:" in out


def test_as_json(command, build):
    """With --json each fact is a line, with its evidence and the version of the baseline that it is part of."""
    code, out, _ = command("baseline", "show", "--json")
    facts = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert {fact["slot"] for fact in facts} >= {"truce.phase", "truce.duration_days", "hostage.held", "truce.mediators"}
    assert all(SEED[fact["start"] : fact["end"]] == fact["sentence"] for fact in facts)
    assert {fact["baseline"] for fact in facts} == {build(SEED, "gaza-talks-2025-01").version}


def test_the_table_has_all_that_a_fact_is(command):
    """A row has slot, value, modality, speaker, sentence and offsets; a sentence of several facts is written once."""
    rows = command("baseline", "show")[1].splitlines()
    first, second = rows[3:5]
    assert first.split()[:4] == ["truce.phase", "talks,", "2024-12-31", "Hamas"]
    assert second.split()[:3] == ["happened,", "says", "hamas"]
    assert "(seed 0–192)" in " ".join(rows[:6])
    at = next(number for number, row in enumerate(rows) if "hostage.held" in row)
    assert rows[at].split() == ["hostage.held", "about", "100", "″", "(seed", "797–1049)"]
    assert rows[at + 1].split() == ["happened"]


def test_several_seeds_shown(command, tmp_path):
    """`show` takes what `build` takes; a built baseline is shown alone, and two of one name can't be told apart."""
    for name in ("one-2025-01-08", "sub/one-2025-01-08", "two"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / f"{name}.txt").write_text(SEED, "utf-8")
    given = ("one-2025-01-08.txt", "two.txt", "--published", "2025-01-08")
    code, out, _ = command("baseline", "show", *given)
    assert (code, "(seed/one-2025-01-08 0–192)" in out, "(seed/two 0–192)" in out) == (0, True, True)
    command("baseline", "build", *given, "-o", "both.json")
    assert command("baseline", "show", "both.json")[1] == out
    code, _, err = command("baseline", "show", "both.json", "one-2025-01-08.txt")
    assert (code, "built baseline" in one_sentence(err)) == (2, True)
    code, _, err = command("baseline", "show", "one-2025-01-08.txt", "sub/one-2025-01-08.txt")
    assert (code, "two seed documents are called one-2025-01-08" in one_sentence(err)) == (2, True)


def test_the_configured_baseline(command, tmp_path, monkeypatch):
    """Without a file the configured baseline is shown."""
    (tmp_path / "mine-2025-01-08.txt").write_text(SEED, "utf-8")
    monkeypatch.setenv("NEWSWATCH_BASELINE", "mine-2025-01-08.txt")
    assert "mine-2025-01-08, " in command("baseline", "show")[1]


@pytest.mark.usefixtures("in_place")
def test_a_built_baseline_is_used_as_its_seed_is(build, command, tmp_path):
    """A replay with a built baseline raises the same alerts as with its seed."""
    (tmp_path / "talks.json").write_text(build().model_dump_json(), "utf-8")
    (tmp_path / "news.jsonl").write_text(json.dumps(ARTICLE))
    told = []
    for name in ("talks.json", "talks-2025-01-08.txt"):
        code, out, _ = command("replay", "news.jsonl", "--baseline", name, "--json")
        assert code == 0
        told.append([json.loads(line) | {"detected": None} for line in out.splitlines()])
    assert told[0] == told[1]
    assert [(one["event"], one["before"]["value"]) for one in told[0]] == [("agreed", "talks")]


# Compared with the board ---------------------------------------------------------------------------------------------

ALERT = alert(15, baseline="sha256:0")
AGREED = Fact(
    slot="truce.phase", topic="truce", event="agreed", value="agreed", modality="happened", document="a1",
    sentence="They agreed.", start=0, end=12, since="2025-01-15T20:00:00Z", version=1, alert=ALERT.id,
)  # fmt: skip
HELD = AGREED.model_copy(update={"slot": "hostage.held.after_releases", "topic": "hostage", "value": 97})


@pytest.fixture
def monitor(tmp_path):
    """Return the file of a monitor's broker, to be filled."""
    with Log.open(tmp_path / "broker.db", tidy_every=None) as log:
        for name in (*TOPICS, "claims"):
            log.create_topic(f"newswatch.{name}")
        yield Broker(log)


@pytest.fixture
def board(monitor):
    """A board on which two slots have changed."""
    for fact in (AGREED, HELD):
        monitor.put("newswatch.board", fact.to_json(), fact.slot)


@pytest.mark.usefixtures("board")
def test_what_changed(command):
    """`diff` shows what each changed slot was and is, since when and by which alert; what is derived says so."""
    code, out, err = command("baseline", "diff")
    assert (code, err) == (0, "")
    _, _, held, by, phase, also_by = (line.split() for line in out.splitlines() if line.strip())
    assert held == ["hostage.held.after_releases", "–", "2025-01-15", "20:00", "97", "derived"]
    assert phase == ["truce.phase", "talks,", "2024-12-31", "2025-01-15", "20:00", "agreed"]
    assert by == also_by == [ALERT.id]


@pytest.mark.usefixtures("board")
def test_what_changed_as_json(command):
    """With --json each slot is a line; --all adds those that are as they were."""
    told = [json.loads(line) for line in command("baseline", "diff", "--json")[1].splitlines()]
    assert [(one["slot"], one["derived"], one["alert"]) for one in told] == [
        ("hostage.held.after_releases", True, ALERT.id),
        ("truce.phase", False, ALERT.id),
    ]
    assert (told[1]["was"]["value"], told[1]["now"]["value"], told[1]["since"]) == (
        "talks", "agreed", "2025-01-15T20:00:00Z",
    )  # fmt: skip
    every = [json.loads(line) for line in command("baseline", "diff", "--json", "--all")[1].splitlines()]
    assert {one["slot"] for one in every if not one["changed"]} >= {"hostage.deadline", "truce.duration_days"}


@pytest.mark.usefixtures("monitor")
def test_nothing_changed(command):
    """Where the stream has changed nothing, that is said."""
    assert command("baseline", "diff") == (0, "nothing has changed since gaza-talks-2025-01\n", "")


@pytest.mark.usefixtures("board")
def test_another_baseline_than_the_monitor_s(command, tmp_path, monitor):
    """A baseline that the monitor doesn't run on is compared all the same, and told."""
    (tmp_path / "talks-2025-01-08.txt").write_text(SEED, "utf-8")
    code, out, err = command("baseline", "diff", "talks-2025-01-08.txt")
    assert (code, "agreed" in out) == (0, True)
    assert "another baseline: gaza-talks-2025-01, and not talks-2025-01-08" in one_sentence(err)
    monitor.raise_(ALERT)
    assert "another version of gaza-talks-2025-01: sha256:0" in one_sentence(command("baseline", "diff")[2])


def test_no_monitor(command):
    """Without a monitor there is no board to compare with."""
    code, out, err = command("baseline", "diff")
    assert (code, out, "there is no broker file" in one_sentence(err)) == (2, "", True)


# Checked -------------------------------------------------------------------------------------------------------------

SAYS = "About 100 people are still in Gaza, taken captive in the attack of 7 October 2023."
TAKEN = Claim(
    topic="hostage", event="taken", modality="happened", date="2023-10-07", background=True, theatre="gaza",
    sentence=SAYS, start=0, end=len(SAYS),
)  # fmt: skip
READ = Reading(
    topic="hostage", article={"id": "a", "content": "v1", "source": "Wire"}, claims=[TAKEN],
    detected="2025-01-14T12:00:00Z",
)  # fmt: skip
WRONG_YEAR = "October 7, 2022"


def test_the_seed_s_wrong_year_is_found(command):
    """The built-in seed's year of the attack contradicts its own October 7; nothing else in it does."""
    code, out, err = command("baseline", "lint")
    assert (code, err) == (1, "")
    assert "“October 7, 2022”, but “October 7”, which is that of 2023" in out
    assert "1 contradiction found in gaza-talks-2025-01" in out
    assert "compared with no later report" in out


def test_against_what_the_monitor_has_read(command, monitor):
    """Claims that the monitor only recalls contradict the seed too; what else is on their topic is passed over."""
    for value in (READ, Tick(topic="hostage", time="2025-01-14T12:00:00Z")):
        monitor.put("newswatch.claims", value.to_json(), "hostage")
    code, out, _ = command("baseline", "lint", "--json")
    found = [json.loads(line) for line in out.splitlines()]
    assert (code, [one["kind"] for one in found]) == (1, ["year", "year"])
    assert [one["report"] and one["report"]["sentence"] for one in found] == [None, SAYS]
    assert all(WRONG_YEAR in one["facts"][0]["sentence"] for one in found)
    assert all(SEED[fact["start"] : fact["end"]] == fact["sentence"] for one in found for fact in one["facts"])
    assert "compared with 1 article that claim" in command("baseline", "lint")[1]


def test_against_articles(command, tmp_path):
    """--against reads articles as the monitor would; a line that is none is left out, and told."""
    (tmp_path / "later.jsonl").write_text(json.dumps({"id": "b", "text": SAYS, "date": "2025-01-14"}) + "\n[]\n")
    code, out, err = command("baseline", "lint", "--against", "later.jsonl")
    assert (code, f"{SAYS} (b, 2025-01-14, body 0–{len(SAYS)})" in " ".join(out.split())) == (1, True)
    assert "article 2 of later.jsonl is left out: not an article" in one_sentence(err)


def test_no_contradiction(command, tmp_path):
    """A seed that gets the year right has nothing to be found."""
    (tmp_path / "talks-2025-01-08.txt").write_text(SEED.replace("2022", "2023"), "utf-8")
    code, out, _ = command("baseline", "lint", "talks-2025-01-08.txt")
    assert (code, out.startswith("no contradiction found in talks-2025-01-08 (")) == (0, True)
    assert command("baseline", "lint", "talks-2025-01-08.txt", "--json")[:2] == (0, "")


@pytest.mark.usefixtures("in_place")
def test_the_wrong_year_raises_no_alert(command, tmp_path):
    """Neither the seed's wrong year nor a report of the right one is a development."""
    (tmp_path / "news.jsonl").write_text(json.dumps({"id": "b", "text": SAYS, "date": "2025-01-14"}))
    assert command("replay", "news.jsonl", "--json")[:2] == (0, "")
