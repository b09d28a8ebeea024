"""The topic files: the built-in folder is whole, and each fault of another one is told by file and key."""

import re
import shutil
from pathlib import Path

import pytest

from newswatch import topics
from newswatch.errors import TopicError
from newswatch.models import Modality

DOCUMENT = Path(__file__).parents[1] / "docs/topics.md"

# The closed lists of the vocabulary, docs/glossary.md.
EVENTS = {
    "truce": """talks stalled called_for proposed accepted rejected agreed signed approved in_effect extended violated
        suspended collapsed threatened""",
    "hostage": """taken held sign_of_life listed release_planned released rescued release_delayed release_refused
        release_demanded died remains_returned prisoners_released""",
    "withdrawal": """withdrawal_demanded withdrawal_planned withdrawal_started withdrawal_completed withdrawal_delayed
        withdrawal_refused staying reentered presence_accepted""",
}
LADDER = ["talks", "proposed", "accepted", "agreed", "signed", "approved", "in_effect", "extended"]


@pytest.fixture(scope="module")
def watch():
    return topics.load(topics.BUILT_IN)


@pytest.fixture
def folder(tmp_path) -> Path:
    for path in topics.BUILT_IN.glob("*.toml"):
        shutil.copy(path, tmp_path)
    return tmp_path


def change(path: Path, old: str, new: str) -> None:
    text, count = re.subn(old, new, path.read_text("utf-8"), count=1, flags=re.MULTILINE)
    assert count, f"{path.name} has no {old}"
    path.write_text(text, "utf-8")


def fault(folder: Path) -> str:
    with pytest.raises(TopicError) as refused:
        topics.load.__wrapped__(folder)
    assert "\n" not in str(refused.value)
    return str(refused.value)


@pytest.mark.parametrize("word", EVENTS)
def test_every_event_of_the_vocabulary_is_there(watch, word):
    """A topic has exactly the events of the vocabulary."""
    assert set(watch.topics[word].events) == set(EVENTS[word].split())


def test_the_topics_are_those_of_the_vocabulary(watch):
    """Three topics are built in, and Gaza is watched."""
    assert set(watch.topics) == set(EVENTS)
    assert watch.theatres.watched == "gaza"


def test_the_ladder_of_the_phase(watch):
    """The rungs of a truce go from talks to an extension; three events apply from any of them."""
    ladder = watch.topics["truce"].ladder
    assert list(ladder.rungs) == LADDER
    assert set(ladder.from_any_rung) == {"stalled", "suspended", "collapsed"}


def test_the_phase_never_moves_by_what_may_be(watch):
    """No rung is reached by what is only possible, and no slot is changed by a denial."""
    events = [event for topic in watch.topics.values() for event in topic.events.values()]
    assert not [event for event in events if event.slot == "truce.phase" and Modality.POSSIBLE in event.changed_by]
    assert not [event for event in events if Modality.DENIED in event.changed_by]


@pytest.mark.parametrize(
    "places",
    ["netzarim philadelphi rafah rafah_crossing khan_younis gaza_city north_gaza buffer_zone yellow_line gaza"],
)
def test_the_places_of_the_vocabulary(watch, places):
    """Each place of the vocabulary has its words."""
    assert set(places.split()) <= set(watch.places)


def test_a_person_rolls_up_to_an_actor(watch):
    """A person acts for an actor, an actor for itself, and nobody for nobody."""
    assert watch.rolled_up("netanyahu") == "israel"
    assert [watch.rolled_up(one) for one in ("hamas", "unheard_of", None)] == ["hamas", "unheard_of", None]


def test_a_copy_of_the_built_in_folder_is_the_same_watch(folder):
    """Another folder makes another monitor, without code."""
    assert topics.load(folder) == topics.load.__wrapped__(topics.BUILT_IN)


@pytest.mark.parametrize("name", topics.SHARED_FILES)
def test_a_missing_file(folder, name):
    """A folder without actors, places or theatres is told by the name of the file."""
    (folder / f"{name}.toml").unlink()
    assert fault(folder) == f"{folder} has no {name}.toml"


def test_a_folder_without_a_topic(folder):
    """A folder with nothing to watch is refused."""
    for word in EVENTS:
        (folder / f"{word}.toml").unlink()
    assert fault(folder) == f"{folder} has no topic file"


@pytest.mark.parametrize("name", ["truce", "actors", "places", "theatres", "lexicon", "patterns"])
@pytest.mark.parametrize("content", [b"x = ", b"\xff\xfe"])
def test_a_file_that_is_not_toml(folder, name, content):
    """A file that can't be parsed is told by its name."""
    (folder / f"{name}.toml").write_bytes(content)
    assert fault(folder).startswith(f"{name}.toml: ")


def test_a_file_that_cannot_be_read(folder):
    """What is no file is told by its name too."""
    (folder / "truce.toml").unlink()
    (folder / "truce.toml").mkdir()
    assert fault(folder) == "truce.toml cannot be read: Is a directory"


@pytest.mark.parametrize("name", ["truce", "theatres", "lexicon"])
def test_an_unknown_key(folder, name):
    """A key that there is not is refused by name."""
    path = folder / f"{name}.toml"
    path.write_text('colour = "red"\n' + path.read_text("utf-8"), "utf-8")
    assert fault(folder) == f"{name}.toml: colour: Extra inputs are not permitted"


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("truce", r'^name = "truce"', 'name = "peace"', "truce.toml: name: it is 'peace', and its file's is 'truce'"),
        ("truce", r'"extended"\]', '"extended", "won"]', "names 'won', which is no event of this topic"),
        ("truce", r'^severity = "\w+"', 'severity = "huge"', "severity: Input should be 'low', 'medium', "),
        ("truce", r"^changed_by = \[.*\]", 'changed_by = ["hoped"]', "changed_by.0: Input should be"),
        ("hostage", r'^fulfilled_by = \["released"', 'fulfilled_by = ["feed"', "names 'feed', which is no event"),
        ("actors", r'^rolls_up_to = "\w+"', 'rolls_up_to = "nobody"', "rolls_up_to: there is no actor 'nobody'"),
        ("hostage", r'^by = "\w+"', 'by = "nobody"', "taken: by: there is no actor 'nobody'"),
        ("hostage", r'^yields_to = \["\w+"', 'yields_to = ["won"', "names 'won', which is no event of this topic"),
        ("theatres", r'^watched = "gaza"', 'watched = "atlantis"', "watched: there is no theatre 'atlantis'"),
        ("patterns", r'^act = "\w+"', 'act = "dance"', "which is no act of this topic"),
    ],
)  # fmt: skip
def test_a_wrong_value(folder, name, old, new, told):
    """A value that can't be is told by its file."""
    change(folder / f"{name}.toml", old, new)
    said = fault(folder)
    assert said.startswith(f"{name}.toml")
    assert told in said


@pytest.mark.parametrize(
    ("outcome", "told"),
    [("danced", "counts as 'danced', which is no event"), ("agreed:hoped", "counts as 'hoped', which is no modality")],
)
def test_an_act_that_counts_as_nothing(folder, outcome, told):
    """An act whose outcome is no event of its topic, or no modality, is refused as the file is read."""
    path = folder / "patterns.toml"
    path.write_text(f'[truce.acts.dance]\nhappened = "{outcome}"\n' + path.read_text("utf-8"), "utf-8")
    assert told in fault(folder)


def test_patterns_of_no_topic(folder):
    """Patterns under a name that is no topic are refused."""
    path = folder / "patterns.toml"
    path.write_text('[peace]\nwords = ["peace"]\n' + path.read_text("utf-8"), "utf-8")
    assert fault(folder) == "patterns.toml, peace: there is no topic of this name"


def test_a_folder_is_laid_over_the_built_in_words(folder):
    """What a folder's lexicon and theatres don't say, the built-in ones do; what they say takes its place."""
    (folder / "lexicon.toml").write_text('[nouns]\nhostage = ["guest"]\n', "utf-8")
    (folder / "theatres.toml").write_text('watched = "sea"\n[theatres.sea]\nwords = ["sea"]\n', "utf-8")
    built_in, laid = topics.load(), topics.load.__wrapped__(folder)
    assert laid.lexicon.nouns == {**built_in.lexicon.nouns, "hostage": ("guest",)}
    assert laid.lexicon.verbs == built_in.lexicon.verbs
    assert set(laid.theatres.theatres) == {*built_in.theatres.theatres, "sea"}
    assert (laid.theatres.watched, laid.theatres.conflict) == ("sea", built_in.theatres.conflict)
    (folder / "lexicon.toml").unlink()
    assert topics.load.__wrapped__(folder).lexicon == built_in.lexicon


def test_every_key_is_documented():
    """docs/topics.md tells of each key of each file."""
    text = re.sub(r"^```.*?^```$", "", DOCUMENT.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    told = {word for code in re.findall(r"`([^`]+)`", text) for word in re.findall(r"\w+", code)}
    parts = (topics.Event, topics.Ladder, topics.Topic, topics.Actor, topics.Place, topics.Theatre, topics.Theatres)
    parts += (topics.Lexicon, topics.Act, topics.Pattern, topics.Patterns)
    assert [key for part in parts for key in part.model_fields if key not in told] == []
