"""The days that a sentence writes out, and the words beside them: what a baseline's dates are checked by."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from newswatch.reading.dates import KNOWN_DAYS
from newswatch.reading.wordlist import words

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    "|Nov(?:ember)?|Dec(?:ember)?"
)
YEAR = r"(?:19|20)\d\d"
WRITTEN = re.compile(
    rf"""\b(?:(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day),?\s+(?:the\s+)?)?
    (?:(?P<month>{MONTH})\b\.?\s+(?P<day>\d\d?)(?:st|nd|rd|th)?\b(?:,?\s+(?P<year>{YEAR})\b)?
      |(?P<day_before>\d\d?)(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month_after>{MONTH})\b\.?(?:,?\s+(?P<year_after>{YEAR})\b)?
      |(?P<iso>{YEAR}-\d\d-\d\d)\b)""",
    re.VERBOSE,
)
MONTH_AND_YEAR = re.compile(rf"\b(?P<month>{MONTH})\b\.?\s+(?:of\s+)?(?P<year>{YEAR})\b")

BESIDE = 8  # words before and after a date that tell what happened then
SHORTEST = 4  # letters of a word that tells anything
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
ENDINGS = re.compile(r"(?:['’]s?|ings?|ers?|ed|es|s|e)$")
EMPTY = words(
    """
    about after again ahead also amid another around before began begin being between both came come could date days
    during each early earlier ever every first from have having here into just kill killed killing known last late
    later made make many month months more most much near once only other over people same since some such take taken
    taking than that their them then there these they this those through time told took under until upon were what
    when where which while whom whose will with within would year years
    """
)


REMEMBRANCE = re.compile(r"anniversar|commemorat|\byears? (?:since|after|on)\b", re.IGNORECASE)
AHEAD = words("before by due expected from plan planned scheduled set shall to until will would")


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """A day that a sentence writes out.

    Attributes:
        day: the day; without a year the one known by its date alone, else the one nearest to the sentence's own day.
        year: whether its year is written too.
        known: the year of its date, if that is known by its date alone.
        weekday: the weekday that is written before it, Monday being 0.
        start, end: where it stands.
    """

    day: date
    year: bool
    known: int | None
    weekday: int | None
    start: int
    end: int


def written_days(
    sentence: str, today: date | None, known: Mapping[tuple[int, int], int] = KNOWN_DAYS
) -> list[WrittenDay]:
    """Return the days that a sentence writes out, in text order.

    Args:
        sentence: the sentence.
        today: the day on which it was written; without it a day needs its year, or to be known.
        known: the year of days that are known by their date alone.
    """
    return [told for found in WRITTEN.finditer(sentence) if (told := _written(found, today, known))]


def _written(found: re.Match[str], today: date | None, known: Mapping[tuple[int, int], int]) -> WrittenDay | None:
    if found["iso"]:
        year, month, number = (int(part) for part in found["iso"].split("-"))
    else:
        year = int(found["year"] or found["year_after"] or 0)
        month = MONTHS.index((found["month"] or found["month_after"])[:3].casefold()) + 1
        number = int(found["day"] or found["day_before"])
    told = year or known.get((month, number))
    day = _day(told, month, number) if told else today and _nearest(month, number, today)
    if day is None:
        return None
    weekday = WEEKDAYS.index(found["weekday"].casefold()) if found["weekday"] else None
    return WrittenDay(day, bool(year), known.get((month, number)), weekday, found.start(), found.end())


def _nearest(month: int, number: int, today: date) -> date | None:
    near = (_day(today.year + shift, month, number) for shift in (-1, 0, 1))
    return min((day for day in near if day), key=lambda day: abs(day - today), default=None)


def _day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def written_months(sentence: str) -> set[tuple[int, int]]:
    """Return the years and months that a sentence writes out: "in November 2023"."""
    return {
        (int(found["year"]), MONTHS.index(found["month"][:3].casefold()) + 1)
        for found in MONTH_AND_YEAR.finditer(sentence)
    }


def words_beside(sentence: str, told: WrittenDay) -> frozenset[str]:
    """Return the words beside a day without their endings, names left out: what happened then."""
    before = list(_words(sentence[: told.start]))[-BESIDE:]
    after = list(_words(sentence[told.end :]))[:BESIDE]
    return frozenset(_stem(word) for word in (*before, *after) if _tells(word))


def _words(text: str) -> Iterator[str]:
    return (found[0] for found in WORD.finditer(text))


def _tells(word: str) -> bool:
    return word[0].islower() and len(word) >= SHORTEST and word not in EMPTY


def _stem(word: str) -> str:
    short = ENDINGS.sub("", word)
    return short if len(short) >= SHORTEST - 1 else word


def is_remembrance(sentence: str) -> bool:
    """Tell whether a sentence tells of the day on which something is remembered, and not of when it happened."""
    return REMEMBRANCE.search(sentence) is not None


def looks_ahead(sentence: str) -> bool:
    """Tell whether a sentence has a word with which a day that lies ahead is told, beside what has happened."""
    return not AHEAD.isdisjoint(_words(sentence.casefold()))


# How long something has lasted --------------------------------------------------------------------------------------

NUMBERS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
DAYS_IN = {"month": 30.4, "year": 365.25}
LASTED = re.compile(
    rf"\b(?P<number>\d\d?|{'|'.join(NUMBERS)})[-\s](?P<unit>month|year)s?[-\s](?:old\s|long\s)?(?:of\s)?(?:the\s)?"
    r"(?:war|conflict|fighting)\b",
    re.IGNORECASE,
)
WAR = re.compile(r"\b(?:war|conflict|fighting)\b", re.IGNORECASE)
BEGINNING = re.compile(
    r"\b(?:began|begun|broke\s+out|erupted|escalated|started|triggered|sparked|ignited|since|after|following|followed"
    r"|grew\s+out|set\s+off)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long the war has lasted by a sentence: its words, the day on which it then began, and how far that may be."""

    words: str
    began: date
    slack: timedelta


def lasting(sentence: str, today: date) -> Lasting | None:
    """Return how long a sentence says that the war has lasted: "15 months of war"."""
    found = LASTED.search(sentence)
    if found is None:
        return None
    number = found["number"].casefold()
    count = int(number) if number.isdecimal() else NUMBERS.index(number) + 1
    unit = DAYS_IN[found["unit"].casefold()]
    slack = max(2 * DAYS_IN["month"], unit / 2)
    return Lasting(found[0], today - timedelta(count * unit), timedelta(slack))


def tells_beginning(sentence: str) -> bool:
    """Tell whether a sentence says when the war began."""
    return bool(WAR.search(sentence) and BEGINNING.search(sentence))
