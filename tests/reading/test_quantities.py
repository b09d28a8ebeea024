"""Counts, durations, phases and stages in a sentence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.lang.en import English

from newswatch.reading.pipeline import load
from newswatch.reading.quantities import counts, durations, phases, stages

TOKENS = English()


def counted(sentence):
    return [(count.value, count.kind) for count in counts(load()(sentence))]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Hamas would release three women and 30 prisoners.", [(3, "hostages"), (30, "prisoners")]),
        ("Hamas freed two Israeli hostages.", [(2, "hostages")]),
        ("Three Israeli and five Thai hostages were freed.", [(3, "hostages"), (5, "hostages")]),
        ("Israel will free 1,900 Palestinian prisoners.", [(1900, "prisoners")]),
        ("Israel freed 110 Palestinians.", [(110, "prisoners")]),
        ("Hamas returned the bodies of four hostages.", [(4, "remains")]),
        ("They handed over the remains of two more captives.", [(2, "remains")]),
        ("Four hostages' bodies were returned.", [(4, "remains")]),
        ("Four coffins stood on a stage.", [(4, "remains")]),
        ("Hamas will release 33 living and dead hostages.", [(33, "hostages")]),
        ("On that day 251 people were taken hostage.", [(251, "hostages")]),
        ("A dozen hostages came home.", [(12, "hostages")]),
        ("One hostage was freed.", [(1, "hostages")]),
        ("It returned 33 hostages, eight of them in coffins.", [(33, "hostages"), (8, "remains")]),
        ("Both women are well.", [(2, "hostages")]),
        ("About 100 people are thought to remain.", [(100, None)]),
        ("All four were handed over.", [(4, None)]),
        ("The first three, all women, left.", [(3, None)]),
        ("Hamas frees last 20 living hostages, Israel frees 1,968 prisoners", [(20, "hostages"), (1968, "prisoners")]),
    ],
)
def test_people_are_counted_with_their_noun(sentence, expected):
    """Each number takes the noun that it counts, in sentences and headlines."""
    assert counted(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Emily Damari, 28, and Romi Gonen, 24, were freed.",
        "A 23-year-old soldier was freed.",
        "Resolution 2735 was adopted in 2024.",
        "The 90-minute meeting began at 9:41.",
        "It cost $80 million.",
        "The vote was 13-0.",
        "It ended on October 7.",
        "It began on 19 January.",
        "They left at 11 a.m. on day 16.",
        "Phase 2 lasts 42 days.",
        "Both sides agreed.",
        "Dozens of hostages remain.",
        "A few dozen hostages remain.",
        "He was one of those who agreed.",
        "Some 70 percent of it is gone.",
        "Trucks carried 600 tonnes.",
        "A single hostage, Agam Berger, came home.",
    ],
)
def test_other_numbers_count_nobody(sentence):
    """Ages, years, dates, times, money, scores, names and vague amounts are no counts."""
    assert counted(sentence) == []


def test_a_part_knows_its_whole():
    """What is "33 of the 98" is one count of 33, which knows that there are 98."""
    (count,) = counts(load()("Hamas will release 33 of the 98 hostages."))
    assert (count.value, count.whole, count.kind) == (33, 98, "hostages")


def test_a_number_without_a_noun_takes_over_the_kind():
    """In "1,900 prisoners, including 250 serving life" prisoners are counted twice."""
    assert counted("Israel freed 1,900 prisoners, including 250 serving life terms.") == [
        (1900, "prisoners"),
        (250, "prisoners"),
    ]


@pytest.mark.parametrize(
    ("word", "certain"),
    [("hostages", True), ("prisoners", True), ("bodies", True), ("women", False), ("Palestinians", False)],
)
def test_a_noun_tells_its_kind_or_only_allows_it(word, certain):
    """Women may be hostages; hostages are."""
    (count,) = counts(load()(f"They handed over 30 {word}."))
    assert count.certain is certain


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("a truce of 60 days", [60]),
        ("six weeks", [42]),
        ("a six-week pause", [42]),
        ("the 42-day phase", [42]),
        ("a weeklong cease-fire", [7]),
        ("the week-long lull", [7]),
        ("a pause of a week", [7]),
        ("two months", [60]),
        ("for a month", [30]),
        ("an initial 60-day truce", [60]),
        ("for one more day", [1]),
        ("a 72-hour ceasefire", [3]),
        ("six weeks ago", []),
        ("two days later", []),
        ("a nine-month-old boy", []),
        ("fifteen months of war", []),
        ("within 48 hours", []),
        ("a 90-minute call", []),
        ("the 16th day", []),
    ],
)
def test_durations_are_days(text, days):
    """How long something lasts is read in days; how long ago it was is no duration."""
    assert [duration.value for duration in durations(TOKENS(text))] == days


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("a three-phase deal", [3]),
        ("in three stages", [3]),
        ("a deal in two parts", [2]),
        ("the first phase", []),
        ("the first three phases", []),
    ],
)
def test_phases_are_counted(text, number):
    """How many phases a deal has."""
    assert [phase.value for phase in phases(TOKENS(text))] == number


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("the first phase", [1]),
        ("a 42-day first phase", [1]),
        ("the opening stage", [1]),
        ("phase two", [2]),
        ("Phase B", [2]),
        ("the second stage", [2]),
        ("the first and second phases", [1, 2]),
        ("a phase a day", []),
        ("in three phases", []),
        ("the first day of a phase", []),
    ],
)
def test_stages_are_told(text, numbers):
    """Which stage of a deal is meant."""
    assert sorted(stage.value for stage in stages(TOKENS(text))) == numbers


WORDS = "a 33 of the hostages remaining both two dozen - phase first women bodies , and weeks ago including long"


@settings(deadline=None)
@given(st.lists(st.sampled_from(WORDS.split())))
def test_any_heap_of_words_is_read(heap):
    """No order of words raises an error, and what is found lies inside the sentence."""
    doc = TOKENS(" ".join(heap))
    for found in (*counts(doc), *durations(doc), *phases(doc), *stages(doc)):
        assert 0 <= found.start < found.end <= len(doc)
