"""Actors, places and persons in a sentence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.lang.en import English

from newswatch import topics
from newswatch.reading.entities import Entities
from newswatch.reading.pipeline import load

ENTITIES = Entities(topics.load())
TOKENS = English()


def actors(sentence, **options):
    return [mention.id for mention in ENTITIES.actors(TOKENS(sentence), **options)]


def places(sentence):
    return [mention.id for mention in ENTITIES.places(TOKENS(sentence))]


def persons(sentence):
    return [mention.id for mention in ENTITIES.persons(load()(sentence))]


@pytest.mark.parametrize(
    ("sentence", "ids"),
    [
        ("Hamas said yes.", ["hamas"]),
        ("HAMAS SAYS YES", ["hamas"]),
        ("gaza truce: hamas says yes", ["hamas"]),
        ("The United Nations and the U.S. agreed.", ["un", "usa"]),
        ("They told us about turkey and china.", []),
        ("Turkey, Qatar and Egypt mediate.", ["turkey", "qatar", "egypt"]),
        ("Erdoğan and Erdogan spoke.", ["erdogan", "erdogan"]),
        ("Qatar's prime minister announced it.", ["al_thani"]),
        ("The Israeli prime minister refused.", ["netanyahu"]),
        ("The Prime Minister's Office denied it.", ["israel"]),
        ("Israeli Energy Minister Israel Katz says no.", ["katz"]),
        ("U.S. President Donald Trump's Middle East envoy Steve Witkoff met them.", ["witkoff"]),
        ("National Security Minister Itamar Ben Gvir resigned.", ["ben_gvir"]),
        ("The militant group freed three.", ["hamas"]),
        ("The army said the mediators knew.", ["israel", "mediators"]),
        ("The hostages' families met Red Cross officials.", ["families", "red_cross"]),
        ("Islamic Jihad and the al-Quds Brigades agreed.", ["islamic_jihad", "islamic_jihad"]),
        ("The Hamas-run media office counted them.", ["hamas"]),
        ("The state of affairs is israelite.", []),
    ],
)
def test_actors_are_found_by_their_names(sentence, ids):
    """An actor is found by any of its names, the longest one first, with a person's titles as one mention."""
    assert actors(sentence) == ids


@pytest.mark.parametrize(
    ("sentence", "ids"),
    [
        ("Cairo said it would help.", ["egypt"]),
        ("Talks in Cairo ended.", []),
        ("They flew to Doha from Jerusalem.", []),
    ],
)
def test_a_capital_speaks_but_does_not_act_where_it_only_lies(sentence, ids):
    """A city stands for its state, except after a preposition of place."""
    assert actors(sentence) == ids


@pytest.mark.parametrize(
    ("recent", "ids"),
    [((), []), (("hamas",), ["hamas"]), (("hamas", "hezbollah"), ["hezbollah"]), (("hezbollah", "hamas"), ["hamas"])],
)
def test_the_group_is_who_was_named_last(recent, ids):
    """A group is the latest named actor that it can mean, and nobody where none was named."""
    assert actors("The group agreed.", recent=recent) == ids


def test_a_name_before_it_in_the_sentence_resolves_the_prime_minister():
    """A description refers back within its own sentence too."""
    assert actors("Netanyahu left, and the prime minister said so.") == ["netanyahu", "netanyahu"]


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        ("Israel agreed.", ["name"]),
        ("Israeli troops left.", ["adjective"]),
        ("A Hamas-run ministry agreed.", ["adjective"]),
        ("The militant group agreed.", ["description"]),
        ("Washington agreed.", ["metonym"]),
    ],
)
def test_a_mention_tells_how_it_names(sentence, kinds):
    """Names, adjectives, descriptions and cities are told apart."""
    assert [mention.kind for mention in ENTITIES.actors(TOKENS(sentence))] == kinds


@pytest.mark.parametrize(
    ("sentence", "ids"),
    [
        ("Troops left the Netzarim Corridor.", ["netzarim"]),
        ("Troops stay in the Philadelphi corridor and Netzarim.", ["philadelphi", "netzarim"]),
        ("Gaza's border with Egypt stays shut.", ["philadelphi"]),
        ("The Rafah crossing near Rafah opened.", ["rafah_crossing", "rafah"]),
        ("Tanks left Gaza City for northern Gaza and the Gaza Strip.", ["gaza_city", "north_gaza", "gaza"]),
        ("They came to Khan Yunis and Khan Younis.", ["khan_younis", "khan_younis"]),
        ("They stay behind the yellow line and in the buffer zone.", ["yellow_line", "buffer_zone"]),
        ("They left the enclave.", ["gaza"]),
        ("Fans cheered in Philadelphia.", []),
    ],
)
def test_places_are_found_by_their_names(sentence, ids):
    """A place is found by any of its names, the most precise one where they nest."""
    assert places(sentence) == ids


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        (
            "Hamas freed Emily Damari, 28, Romi Gonen and Doron Steinbrecher on Sunday.",
            ["Emily Damari", "Romi Gonen", "Doron Steinbrecher"],
        ),
        ("Avera Mengistu and Hisham al-Sayed came home.", ["Avera Mengistu", "Hisham al-Sayed"]),
        ("Benjamin Netanyahu met Steve Witkoff in Tel Aviv.", []),
        ("The Security Council met at Kibbutz Nir Oz on Saturday.", []),
        ("Colonel Asaf Hamami was buried.", ["Asaf Hamami"]),
    ],
)
def test_persons_are_found_by_their_names(sentence, names):
    """Two named hostages are two persons; known actors, places and institutions are none."""
    assert persons(sentence) == names


@settings(deadline=None)
@given(st.text())
def test_any_sentence_can_be_asked(raw):
    """No sentence raises an error, and mentions lie inside it in order."""
    doc = TOKENS(raw)
    for mentions in (ENTITIES.actors(doc), ENTITIES.places(doc), ENTITIES.persons(doc)):
        ends = [0, *(mention.end for mention in mentions)]
        assert all(end <= mention.start < mention.end for end, mention in zip(ends, mentions, strict=False))
        assert ends[-1] <= len(doc)


def test_a_span_keeps_the_places_of_its_doc():
    """Mentions of a span are counted in tokens of the whole document."""
    doc = TOKENS("It ended. Hamas left Gaza.")
    span = doc[3:]
    assert [doc[mention.start].text for mention in ENTITIES.actors(span)] == ["Hamas"]
    assert [doc[mention.start].text for mention in ENTITIES.places(span)] == ["Gaza"]


@pytest.mark.parametrize("named", [ENTITIES.watch.actors, ENTITIES.watch.places])
def test_no_name_means_two_things(named):
    """A name, an adjective or a city belongs to one actor or place only."""
    owners = {}
    for key, entry in named.items():
        for field in ("names", "adjectives", "metonyms", "descriptions"):
            for name in getattr(entry, field, ()):
                owners.setdefault(name.lower(), set()).add(key)
    assert {name: keys for name, keys in owners.items() if len(keys) > 1} == {}


def test_persons_roll_up_to_known_actors():
    """Whoever acts for somebody acts for a known actor."""
    actors = ENTITIES.watch.actors
    assert {actor.rolls_up_to for actor in actors.values()} - {None} <= set(actors)
