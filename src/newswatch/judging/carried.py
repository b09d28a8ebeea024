"""What a sentence carries: the numbers, days, lengths of time, places, actors and persons that stand in it.

It reads plain words, not the parse, and asks less than the reader: whether a value can come from the sentence at all.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import combinations

from newswatch.models import Claim
from newswatch.reading.dates import MONTHS, RELATIVE, WEEKDAYS
from newswatch.reading.durations import DAYS, WHOLE
from newswatch.reading.numbers import HUNDRED, SCALES, TEN, WORDS
from newswatch.reading.text import Text, fold
from newswatch.reading.wordlist import words
from newswatch.topics import Actor, Named, Watch

# Words that count without a number.
COUNTING = {"both": 2, "pair": 2, "couple": 2, "twins": 2, "trio": 3, "quartet": 4, "single": 1, "lone": 1, "sole": 1}
ONE = words("a an one another the his her their first last third second fourth fifth sixth who whose whom")
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6}
NUMBERS = re.compile(r"\d{1,3}(?:,\d{3})+|\d+|[^\W\d_]+|[^\w\s]")
NAMES = re.compile(r"[A-Z][\w'-]+(?: (?:(?:al|el|bin|ibn|ben|abu|de|da|van|von|der) )?[A-Z][\w'-]+)+")
# Sums are looked for among so many numbers at most: a list of more is no list of one event.
SUMMED = 8
# Words between two parts of one number: "twenty-two", "hundred and five", "half a dozen".
JOINING = words("- and a")
# A longer run of digits counts nobody.
MOST_DIGITS = 9
HALF_A_DOZEN = 6
# A weekday means a day so near, whichever way the verb looks.
WEEKDAY_WITHIN = timedelta(days=8)
# "Today", "tonight", "last night": a time zone and a night away at most.
RELATIVE_WITHIN = timedelta(days=2)
NEARBY = words("night morning afternoon evening noon midday midnight dawn dusk hours now")
SPELLS = {"hour": 1 / 24, "day": 1, "week": 7, "weekend": 7, "fortnight": 14, "month": 31, "year": 366}


class Carried:
    """What one sentence carries."""

    def __init__(self, sentence: str) -> None:
        self.text = fold(Text.of(sentence).normal)
        self.words = [word.casefold() for word in NUMBERS.findall(self.text)]
        self.numbers = list(_numbers(self.words))

    def count(self, claim: Claim) -> bool:
        """Tell whether the number of people in a claim stands here, is a sum of numbers, or the persons named."""
        count = claim.count
        known = {*self.numbers, *(COUNTING[word] for word in self.words if word in COUNTING)}
        if count is None or count in known or count in self._persons(claim):
            return True
        return count in _sums(self.numbers)

    def _persons(self, claim: Claim) -> range:
        """Return how many persons may be named here: those of the claim at least, all names at most."""
        named = [person for person in claim.persons if self.person(person)]
        names = NAMES.findall(self.text)
        single = 1 if set(self.words) & ONE or named or names else 2
        return range(min(single, len(named) or single), max(len(named), len(names), 1) + 1)

    def duration(self, days: int | None) -> bool:
        """Tell whether a length of time stands here, in whatever unit."""
        units = [DAYS[unit] for word in self.words if (unit := word.removesuffix("s")) in DAYS]
        units += [DAYS["day"]] * ("-" in self.text)
        lengths = {round(number * unit) for number in (*self.numbers, 1) for unit in units}
        return days is None or days in lengths | {WHOLE[word] for word in self.words if word in WHOLE}

    def phases(self, number: int | None) -> bool:
        """Tell whether a number of phases stands here."""
        told = {*self.numbers, *(ORDINALS[word] for word in self.words if word in ORDINALS)}
        return number is None or number in told

    def day(self, day: date | None, written: date) -> bool:
        """Tell whether a day stands here: by its date, its weekday, or as "tomorrow" or "two weeks ago"."""
        if day is None:
            return True
        apart = abs(day - written)
        weekday = any(WEEKDAYS.get(word) == day.weekday() for word in self.words)
        if weekday and apart <= WEEKDAY_WITHIN:
            return True
        if self._dated(day):
            return True
        near = set(self.words) & (RELATIVE.keys() | NEARBY) and apart <= RELATIVE_WITHIN
        return bool(near) or apart.days in set(self._distances())

    def _dated(self, day: date) -> bool:
        number = re.search(rf"(?<!\d)0?{day.day}(?:st|nd|rd|th)?(?!\d)", self.text)
        month = any(MONTHS.get(word) == day.month for word in self.words)
        ordinal = re.search(rf"(?<!\d){day.day}(?:st|nd|rd|th)\b", self.text)
        numeric = re.search(rf"(?<!\d)0?{day.day}[/.]0?{day.month}\b|\b{day.month:02}-{day.day:02}(?!\d)", self.text)
        spelled = day.day in self.numbers
        return bool((number or spelled) and month) or bool(ordinal or numeric)

    def _distances(self) -> Iterator[int]:
        """Yield how many days away a spell of time that is told may lead."""
        for word in self.words:
            if (unit := SPELLS.get(word.removesuffix("s"))) is not None:
                for number in (1, *self.numbers):
                    far = int(number * unit)
                    yield from (far, far + 1) if unit <= 1 else range(max(0, far - int(unit)), far + 1)

    def named(self, named: Named | None) -> bool:
        """Tell whether a place or an actor stands here by one of its names."""
        return named is not None and any(self._has(form) for form in _forms(named))

    def person(self, name: str) -> bool:
        """Tell whether a person's name stands here."""
        return " ".join(fold(name).split()).casefold() in " ".join(self.text.split()).casefold()

    def _has(self, form: str) -> bool:
        flags = 0 if form.isupper() else re.IGNORECASE
        return re.search(rf"(?<!\w){re.escape(fold(form))}(?!\w)", self.text, flags) is not None


def speakers(actor: str, watch: Watch) -> Iterator[Named]:
    """Yield an actor and the persons who act for it."""
    return (known for key, known in watch.actors.items() if actor in (key, known.rolls_up_to))


def _forms(named: Named) -> Iterator[str]:
    yield from named.names
    yield from named.descriptions
    if isinstance(named, Actor):
        yield from (*named.adjectives, *named.metonyms, *named.anaphora)


def _numbers(tokens: Iterable[str]) -> Iterator[int]:
    """Yield every number, in digits or in words, beside its own parts: 2, 2000 and 2422 of "two thousand four …"."""
    run: list[str] = []
    for token in (*tokens, ""):
        if token in SCALES or _value(token) is not None:
            run.append(token)
        elif token not in JOINING:
            yield from _of_run(run)
            run = []
    yield from ([HALF_A_DOZEN] if {"half", "dozen"} <= set(tokens) else [])


def _of_run(run: Iterable[str]) -> Iterator[int]:
    """Yield the numbers of some words that follow each other."""
    total = part = 0
    for word in run:
        if (value := _value(word)) is not None:
            yield value
            if part and not _follows(part, value):
                total = part = 0
            part += value
        else:
            part = (part or 1) * SCALES[word]
            total, part = (total + part, 0) if SCALES[word] > HUNDRED else (total, part)
        yield total + part


def _value(word: str) -> int | None:
    digits = word.replace(",", "")
    return (int(digits) if len(digits) <= MOST_DIGITS else None) if digits.isdecimal() else WORDS.get(word)


def _follows(part: int, value: int) -> bool:
    """Tell whether a number continues the one before it: "hundred" "five", "twenty" "two"."""
    tens = part % TEN == 0 and part % HUNDRED > 0
    return (part % HUNDRED == 0 and 0 < value < HUNDRED and part > 0) or (tens and 0 < value < TEN)


def _sums(numbers: Iterable[int]) -> set[int]:
    few = list(dict.fromkeys(numbers))[:SUMMED]
    return {sum(some) for size in range(2, len(few) + 1) for some in combinations(few, size)}
