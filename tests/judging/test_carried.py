"""What a sentence carries."""

from datetime import date

import pytest

from newswatch.judging.carried import Carried, speakers
from tests.judging.conftest import WATCH, claim

WRITTEN = date(2025, 1, 17)  # a Friday


def counted(sentence, count, **more):
    return Carried(sentence).count(claim("hostage", "released", count=count, words=sentence, **more))


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("Hamas freed 3 women.", 3),
        ("Hamas freed three women.", 3),
        ("Israel let out 1,904 prisoners.", 1904),
        ("Some two thousand four hundred and twenty-two prisoners walked out.", 2422),
        ("A dozen prisoners walked out.", 12),
        ("Half a dozen walked out.", 6),
        ("Twenty-two people were freed.", 22),
        ("Both sisters are free.", 2),
        ("Three Israelis and five Thais are free.", 8),
        ("Ninety women and 21 minors and 8 men came home.", 119),
        ("Nearly 2,000 prisoners, including 250 lifers, will be freed.", 250),
        ("One hostage is free.", 1),
        ("A soldier was freed.", 1),
        ("Agam Berger is free.", 1),
        ("Romi Gonen, Emily Damari and Doron Steinbrecher are free.", 3),
        ("Between 30 and 40 are held.", 40),
        ("Several hundred were held; one hundred walked out.", 100),
    ],
)
def test_a_number_is_carried(sentence, count):
    """In digits, in words, as a sum, or as the persons named."""
    assert counted(sentence, count)


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("Hamas freed 3 women.", 4),
        ("Hostages were freed.", 5),
        ("They were freed on Sunday.", 3),
        ("Israel let out 1,904 prisoners.", 904),
        ("Ninety-five prisoners walked out.", 59),
        ("Romi Gonen and Emily Damari are free.", 3),
        ("Prisoners walked out.", 1),
    ],
)
def test_a_number_that_is_nowhere_is_not(sentence, count):
    """Nor one that is only alike."""
    assert not counted(sentence, count)


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("It begins on Sunday.", date(2025, 1, 19)),
        ("It began last Saturday.", date(2025, 1, 11)),
        ("It begins on January 19.", date(2025, 1, 19)),
        ("It begins on the 19th.", date(2025, 1, 19)),
        ("It began on 7 October 2023.", date(2023, 10, 7)),
        ("It begins on 2025-01-19.", date(2025, 1, 19)),
        ("It begins tomorrow.", date(2025, 1, 18)),
        ("It began overnight.", date(2025, 1, 17)),
        ("It began two weeks ago.", date(2025, 1, 3)),
        ("It ends within 48 hours.", date(2025, 1, 19)),
        ("It ends in three days.", date(2025, 1, 20)),
    ],
)
def test_a_day_is_carried(sentence, day):
    """As a date, a weekday, or a day told from that of writing."""
    assert Carried(sentence).day(day, WRITTEN)


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("It begins on Sunday.", date(2025, 1, 20)),
        ("It begins on Sunday.", date(2025, 2, 16)),
        ("It begins on January 19.", date(2025, 1, 20)),
        ("It begins soon.", date(2025, 1, 17)),
        ("19 people were told.", date(2025, 1, 19)),
        ("It begins tomorrow.", date(2025, 1, 25)),
    ],
)
def test_a_day_that_is_nowhere_is_not(sentence, day):
    """Nor one that only shares a number."""
    assert not Carried(sentence).day(day, WRITTEN)


@pytest.mark.parametrize(
    ("sentence", "days", "is_carried"),
    [
        ("A 42-day truce.", 42, True), ("A six-week truce.", 42, True), ("A truce of two months.", 60, True),
        ("A week-long pause.", 7, True), ("A fortnight of quiet.", 14, True), ("A 48-hour pause.", 2, True),
        ("A 42-day truce.", 60, False), ("A truce.", 42, False), ("42 prisoners.", 42, False),
    ],
)  # fmt: skip
def test_a_length_of_time_is_carried(sentence, days, is_carried):
    """In whatever unit it is told."""
    assert Carried(sentence).duration(days) is is_carried


def test_places_actors_and_persons_are_carried_by_their_names():
    """In any of their forms; an actor also by those who act for it."""
    sentence = Carried("Qatari officials said troops had left the Netzarim corridor, and Agam  Berger with them.")
    assert sentence.named(WATCH.places["netzarim"])
    assert not sentence.named(WATCH.places["philadelphi"])
    assert any(sentence.named(one) for one in speakers("qatar", WATCH))
    assert not any(sentence.named(one) for one in speakers("egypt", WATCH))
    assert any(Carried("Mr Witkoff said so.").named(one) for one in speakers("usa", WATCH))
    assert sentence.person("Agam Berger")
    assert not sentence.person("Romi Gonen")
    assert not Carried("They told us so.").named(WATCH.actors["usa"])


@pytest.mark.parametrize("sentence", ["9" * 5000 + " were freed.", "They talked for " + "9" * 400 + " hours."])
def test_a_run_of_digits_is_no_number(sentence):
    """A sentence of any kind can be looked at."""
    assert not counted(sentence, 3)
    assert not Carried(sentence).duration(3)
    assert not Carried(sentence).day(date(2025, 1, 1), WRITTEN)
