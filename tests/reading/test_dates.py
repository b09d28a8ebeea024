"""Days in a sentence, as of the day that it was published."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.lang.en import English

from newswatch.reading.dates import dates
from newswatch.reading.pipeline import load

TOKENS = English()
FRIDAY = datetime(2025, 1, 17, 10, tzinfo=UTC)


def days(sentence, published=FRIDAY, **options):
    return [
        mention.day.isoformat() if mention.day else None for mention in dates(load()(sentence), published, **options)
    ]


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("The truce will begin on Sunday.", "2025-01-19"),
        ("The truce takes effect Sunday at 8:30.", "2025-01-19"),
        ("It is expected to take effect on Sunday.", "2025-01-19"),
        ("Hamas freed three women on Sunday.", "2025-01-12"),
        ("Hamas said on Friday that it agreed.", "2025-01-17"),
        ("By midday on Saturday Hamas must free them.", "2025-01-18"),
        ("The cabinet will meet tomorrow.", "2025-01-18"),
        ("The cabinet met yesterday.", "2025-01-16"),
        ("The cabinet met overnight.", "2025-01-17"),
        ("It ended last night.", "2025-01-16"),
        ("It ended last Friday.", "2025-01-10"),
        ("They meet next Saturday.", "2025-01-18"),
        ("Trump takes office on January 20.", "2025-01-20"),
        ("Trump takes office on 20 January.", "2025-01-20"),
        ("Trump took office on Jan. 20, 2017.", "2017-01-20"),
        ("Trump takes office on Monday, January 20.", "2025-01-20"),
        ("It ended on December 31.", "2024-12-31"),
        ("It begins on the 19th.", "2025-01-19"),
        ("The attack of October 7 began the war.", "2023-10-07"),
        ("The attack of 7 October 2023 began the war.", "2023-10-07"),
        ("It begins on 2025-01-19.", "2025-01-19"),
        ("It ended two days ago.", "2025-01-15"),
        ("Trump on Monday set out a plan.", "2025-01-13"),
        ("The release was postponed until Sunday.", "2025-01-19"),
    ],
)
def test_a_day_is_resolved(sentence, day):
    """Weekdays, days of the month and relative days are days of the calendar."""
    assert days(sentence) == [day]


@pytest.mark.parametrize(
    ("sentence", "published", "day"),
    [
        ("Israel freed 90 prisoners in the early hours of Monday.", "2025-01-19T23:55:00+00:00", "2025-01-20"),
        ("Israel freed 90 prisoners on Monday.", "2025-01-19T20:00:00+00:00", "2025-01-20"),
        ("Israel freed 90 prisoners on Monday.", "2025-01-19T19:59:00+00:00", "2025-01-13"),
        ("Israel freed 90 prisoners on Monday.", "2025-01-19T23:55:00+02:00", "2025-01-13"),
        ("Israel freed 90 prisoners last Monday.", "2025-01-19T23:55:00+00:00", "2025-01-13"),
        ("Israel freed 90 prisoners on Saturday.", "2025-01-19T23:55:00+00:00", "2025-01-18"),
    ],
)
def test_late_in_utc_tomorrow_has_begun(sentence, published, day):
    """Monday's news reaches UTC on Sunday evening; an offset of its own tells which day it is there."""
    assert days(sentence, datetime.fromisoformat(published)) == [day]


def test_what_lasted_until_a_day_ended_then():
    """A truce that held until a day is over; one that was put off until a day is not."""
    autumn = datetime(2025, 10, 7, 8, tzinfo=UTC)
    assert days("The truce held until 18 March.", autumn) == ["2025-03-18"]
    assert days("The talks were postponed until 18 October.", autumn) == ["2025-10-18"]


@pytest.mark.parametrize(("future", "day"), [(True, "2025-01-19"), (False, "2025-01-12"), (None, "2025-01-19")])
def test_a_bare_weekday_follows_the_hint(future, day):
    """Where no verb tells, the hint does; without one it lies ahead."""
    assert days("Sunday", future=future) == [day]


@pytest.mark.parametrize("future", [True, False, None])
def test_the_day_of_publication_counts(future):
    """A "Friday" in an article of a Friday is that day."""
    assert days("Friday", future=future) == ["2025-01-17"]


def test_today_is_the_articles_own():
    """The article's own offset decides what today is."""
    late = datetime(2025, 1, 17, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
    assert days("It begins today.", late) == ["2025-01-17"]
    assert days("It begins today.", late.astimezone(UTC)) == ["2025-01-18"]


@pytest.mark.parametrize(
    ("sentence", "month", "year"),
    [
        ("The pause of November 2023 ended.", (2023, 11), 2023),
        ("It ended in November.", (2024, 11), 2024),
        ("The exchange of 2011 is history since 2011.", None, 2011),
        ("It ended last year.", None, 2024),
    ],
)
def test_a_month_or_year_has_no_day(sentence, month, year):
    """A month or a year alone is known as such, and as past."""
    mention = dates(load()(sentence), FRIDAY)[-1]
    assert (mention.day, mention.month, mention.year, mention.past) == (None, month, year, True)


@pytest.mark.parametrize(
    "sentence",
    [
        "The soldiers may march on.",
        "They sat in the sun.",
        "The 19th century ended.",
        "It was open 24/7.",
        "Resolution 2735 passed.",
        "They march every Saturday.",
    ],
)
def test_other_words_are_no_dates(sentence):
    """Words that look like months, days or years in other senses are left alone."""
    assert days(sentence) == []


def test_without_a_publication_time_only_full_dates_resolve():
    """An undated article knows no "Sunday"."""
    assert days("It begins on Sunday, and ended on 7 October 2023.", None) == [None, "2023-10-07"]


def test_past_is_told():
    """A day before publication is past, the day itself and later ones are not."""
    mentions = dates(TOKENS("yesterday today tomorrow"), FRIDAY)
    assert [mention.past for mention in mentions] == [True, False, False]


@pytest.mark.parametrize("impossible", ["31 June", "February 30", "the 31st"])
def test_an_impossible_day_raises_no_error(impossible):
    """A day that no calendar has is none."""
    assert all(
        mention.day is None or isinstance(mention.day, date) for mention in dates(TOKENS(f"on {impossible}"), FRIDAY)
    )


WORDS = """Sunday , January 20 2025 the 19th of next last in two days ago by will on 7 October 20/1 2025-01-01 today
    this morning"""


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(WORDS.split())),
    st.datetimes(timezones=st.just(UTC)),
)
def test_any_heap_of_words_is_read(heap, published):
    """No order of words on no day raises an error, and mentions lie inside the sentence in order."""
    doc = TOKENS(" ".join(heap))
    starts = [mention.start for mention in dates(doc, published)]
    assert starts == sorted(starts)
    assert all(0 <= start < len(doc) for start in starts)


def test_what_has_happened_lies_behind():
    """A day without a year is the last one where the caller says so, but for a slip of days."""
    assert days("The truce of Jan. 30 held.", future=False) == ["2024-01-30"]
    assert days("They agreed on a truce from Jan. 19.", future=False) == ["2025-01-19"]
