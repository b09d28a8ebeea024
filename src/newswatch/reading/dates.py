"""When: days named in a sentence, resolved against the article's publication time in its own offset.

"Sunday" is the nearest Sunday, the day of publication included: ahead of it where the verb looks ahead or nothing
tells, behind it where the verb is past. A day and month without a year is the nearest one in time.
"""

import re
from calendar import day_name, month_name
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta
from types import MappingProxyType

from spacy.tokens import Doc, Span, Token

from newswatch.reading.numbers import numerals
from newswatch.reading.wordlist import words

SHORT_WEEKDAYS = ("mon", "tue tues", "wed", "thu thur thurs", "fri", "sat", "sun")
SHORT_MONTHS = ("jan", "feb", "mar", "apr", "", "jun", "jul", "aug", "sep sept", "oct", "nov", "dec")


def _numbered(names: Iterable[str], short: Iterable[str], first: int) -> dict[str, int]:
    """Return the number of each name and of its short forms, with a full stop and without."""
    numbers: dict[str, int] = {}
    for number, (name, forms) in enumerate(zip(names, short, strict=True), start=first):
        shorts = forms.split()
        numbers |= dict.fromkeys((name.lower(), *shorts, *(f"{form}." for form in shorts)), number)
    return numbers


WEEKDAYS = _numbered(day_name, SHORT_WEEKDAYS, 0)
AMBIGUOUS = words("sun sat mon wed")  # words of their own, unless a full stop follows
MONTHS = _numbered(month_name[1:], SHORT_MONTHS, 1)
DAYS_IN_A_MONTH = 31
RELATIVE = {"today": 0, "tonight": 0, "tomorrow": 1, "yesterday": -1, "overnight": 0}
THIS = words("morning afternoon evening noon midday day")
LATE = 20  # the hour of UTC from which it is tomorrow in the east of what is watched
DAY_NUMBER = re.compile(r"(\d{1,2})(st|nd|rd|th)?")
ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")
YEAR = re.compile(r"(?:19|20)\d\d")
ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
ISO_TOKENS = 5
SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}))?")
UNTIL = words("by until till before unless next coming")
LASTED = words("until till")
HELD = words("hold held last lasted run ran continue continued endure endured stay stayed")
AHEAD = words("will 'll wo would shall may might can could should must to unless if")
DUE = words("""
    expect schedule due set plan slate expected scheduled planned slated supposed
    """)
BEHIND = words("last past previous since")
SAID = words("said told announced confirmed added reported wrote")
SAME_IN_THE_PAST = words("set put cut hit shut let quit read")
INDEFINITE = words("a any each every some that one")  # "every Saturday"
MONTH_BEFORE = words("""
    in of since by until last next this early mid late during before after from - mid- through to
    """)
SPELLS = words("year month week autumn summer spring winter")
FIRST_WORDS = {*WEEKDAYS, *MONTHS, *RELATIVE, *SPELLS, "last", "this"}
YEAR_BEFORE = words("in since of until by during from early late mid before after")

# A day known by its date alone keeps its year: "October 7" is the day of the attack, whenever it is written.
KNOWN_DAYS: Mapping[tuple[int, int], int] = MappingProxyType({(10, 7): 2023})


@dataclass(frozen=True, slots=True)
class DateMention:
    """One mention of a time.

    Attributes:
        day: the day; None where only a month or a year is named, or where it cannot be told.
        start: its first token.
        end: the token after its last.
        past: whether it lies before the day of publication; None where that can't be told.
        month: the year and the month, where they are known.
        year: the year, where it is known.
    """

    day: date | None
    start: int
    end: int
    past: bool | None = None
    month: tuple[int, int] | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Now:
    """What the days of a sentence are resolved against.

    Attributes:
        today: the day of publication, in its own offset.
        future: whether a day lies ahead; None where its verb decides.
        known: the year of days that are known by their date alone.
        tomorrow: whether it is so late in UTC that tomorrow has begun where things happen.
    """

    today: date | None
    future: bool | None
    known: Mapping[tuple[int, int], int]
    tomorrow: bool = False

    def ahead(self, token: Token) -> bool | None:
        """Return whether a day lies ahead: the caller's word, else the verb's."""
        return looks_ahead(token) if self.future is None else self.future


def dates(
    doc: Doc | Span,
    published: datetime | None,
    *,
    future: bool | None = None,
    known: Mapping[tuple[int, int], int] = KNOWN_DAYS,
) -> list[DateMention]:
    """Return the days that a sentence names, in text order.

    Args:
        doc: a sentence.
        published: the article's publication time; its own offset decides what "today" is. Without it only full
            dates resolve.
        future: whether a bare weekday or day lies ahead; None lets the verb that governs it decide.
        known: the year of days that are known by their date alone.
    """
    now = Now(_today(published), future, known, _late(published))
    tokens = list(doc)
    found: list[DateMention] = []
    at = 0
    while at < len(tokens):
        begins = tokens[at].lower_ in FIRST_WORDS or tokens[at].text[0].isdigit()
        mention = next((read for rule in RULES if (read := rule(tokens, at, now))), None) if begins else None
        if mention:
            found.append(mention)
        at = max(at + 1, mention.end - tokens[0].i if mention else 0)
    found.extend(_ago(doc, now) if any(token.lower_ == "ago" for token in tokens) else ())
    return sorted(found, key=lambda mention: mention.start)


def _today(published: datetime | None) -> date | None:
    """Return the day of publication; a year at the ends of the calendar is no publication time."""
    return published.date() if published and MINYEAR + 3 < published.year < MAXYEAR - 1 else None


def _late(published: datetime | None) -> bool:
    """Whether it is late in the day of UTC: whoever writes in UTC may tell of the next day, which has begun there."""
    return published is not None and not published.utcoffset() and published.hour >= LATE


def looks_ahead(token: Token) -> bool | None:
    """Return whether the verb that governs a token speaks of what is to come; None where it doesn't tell."""
    doc, at = token.doc, token.i
    before = [
        word.lower_ for word in doc[max(token.sent.start if doc.has_annotation("SENT_START") else 0, at - 4) : at]
    ]
    if LASTED & set(before[-2:]) and _tense(_verb(token)) is False and _verb(token).lemma_.lower() in HELD:
        return False
    if UNTIL & set(before[-3:]):
        return True
    if BEHIND & set(before[-2:]) or SAID & set(before[-2:]) or _set_between(token):
        return False
    return _tense(_verb(token))


def _set_between(token: Token) -> bool:
    """Whether a day stands between a subject and its past verb, as papers write it: "Trump on Monday set out"."""
    doc, at = token.doc, token.i
    after = doc[at + 1] if at + 1 < len(doc) else None
    named = at > 1 and doc[at - 1].lower_ == "on" and doc[at - 2].pos_ in ("NOUN", "PROPN", "PRON")
    return named and after is not None and (after.tag_ == "VBD" or after.lower_ in SAME_IN_THE_PAST)


def _verb(token: Token) -> Token:
    """Return the verb that governs a token, or the root of its sentence."""
    while token.pos_ not in ("VERB", "AUX") and token.head.i != token.i:
        token = token.head
    return token


def _tense(verb: Token) -> bool | None:
    """Return whether a verb looks ahead (True), back (False) or neither (None)."""
    helpers = {child.lower_ for child in verb.children if child.dep_.startswith(("aux", "mark", "cop", "advcl"))}
    if helpers & AHEAD or verb.lemma_.lower() in DUE or verb.lower_ in DUE:
        return True
    if verb.tag_ == "VBD" or "Past" in verb.morph.get("Tense", []) or helpers & {"was", "were", "had"}:
        return False
    return None


def _mention(tokens: list[Token], start: int, end: int, day: date | None, now: Now) -> DateMention:
    past = day < now.today if day and now.today else None
    month = (day.year, day.month) if day else None
    return DateMention(day, tokens[start].i, tokens[end - 1].i + 1, past, month, day.year if day else None)


def _word(tokens: list[Token], at: int) -> str:
    return tokens[at].lower_ if 0 <= at < len(tokens) else ""


def _relative(tokens: list[Token], at: int, now: Now) -> DateMention | None:
    """Read "today", "tomorrow", "last night" and "this morning"."""
    word, after = _word(tokens, at), _word(tokens, at + 1)
    shift, length = RELATIVE.get(word), 1
    if word == "last" and after in ("night", "evening"):
        shift, length = -1, 2
    elif word == "this" and after in THIS:
        shift, length = 0, 2
    if shift is None:
        return None
    return _mention(tokens, at, at + length, now.today + timedelta(shift) if now.today else None, now)


def _weekday(tokens: list[Token], at: int, now: Now) -> DateMention | None:
    """Read "Sunday", "next Saturday", "last Friday"; a date after it decides ("Sunday, January 19")."""
    token, word = tokens[at], _word(tokens, at)
    if (wanted := WEEKDAYS.get(word)) is None or word in AMBIGUOUS or not token.text[0].isupper():
        return None
    following = at + 1 + (_word(tokens, at + 1) == ",")
    if dated := _dated(tokens, following, now):
        return DateMention(dated.day, token.i, dated.end, dated.past, dated.month, dated.year)
    if now.today is None:
        return _mention(tokens, at, at + 1, None, now)
    before = _word(tokens, at - 1)
    if before in INDEFINITE:
        return None
    back = (now.today.weekday() - wanted) % 7
    forth = (wanted - now.today.weekday()) % 7
    if before in ("last", "next"):
        shift = -(back or 7) if before == "last" else forth or 7
    else:
        begun = now.tomorrow and forth == 1
        shift = -back if now.ahead(token) is False and not begun else forth
    return _mention(tokens, at, at + 1, now.today + timedelta(shift), now)


def _dated(tokens: list[Token], at: int, now: Now) -> DateMention | None:
    """Read "January 20", "20 January 2025", "the 7th of October", "Oct. 7, 2023"."""
    if (month := _month(tokens, at)) and (number := _day_number(tokens, at + 1)):
        year, end = _year(tokens, at + 2)
        return _resolved(tokens, at, end, year, month, number, now)
    if number := _day_number(tokens, at):
        next_at = at + 1 + (_word(tokens, at + 1) == "of")
        if month := _month(tokens, next_at):
            year, end = _year(tokens, next_at + 1)
            return _resolved(tokens, at, end, year, month, number, now)
    return None


def _month(tokens: list[Token], at: int) -> int | None:
    """Return the number of the month that a token names with a capital."""
    word = _word(tokens, at)
    return MONTHS.get(word) if word and tokens[at].text[0].isupper() else None


def _day_number(tokens: list[Token], at: int) -> int | None:
    match = DAY_NUMBER.fullmatch(_word(tokens, at))
    return int(match[1]) if match and 1 <= int(match[1]) <= DAYS_IN_A_MONTH else None


def _year(tokens: list[Token], at: int) -> tuple[int | None, int]:
    """Return the year that stands at a token or after a comma, and where it ends."""
    for place in (at, at + 1):
        if YEAR.fullmatch(_word(tokens, place)) and (place == at or _word(tokens, at) == ","):
            return int(_word(tokens, place)), place + 1
    return None, at


def _resolved(  # noqa: PLR0917 -- a date is many numbers
    tokens: list[Token], start: int, end: int, year: int | None, month: int, number: int, now: Now
) -> DateMention | None:
    """Return a day and month with their year, the nearest one where none is given."""
    if year:
        return _mention(tokens, start, end, _day(year, month, number), now) if _day(year, month, number) else None
    if now.today is None:
        return _mention(tokens, start, end, None, now)
    ahead = now.ahead(tokens[start])
    if (known := now.known.get((month, number))) and not (ahead and now.future):
        return _mention(tokens, start, end, _day(known, month, number), now)
    near = [day for shift in (-1, 0, 1) if (day := _day(now.today.year + shift, month, number))]
    if now.future is False:
        near = [day for day in near if day - now.today <= SLIP]
    return _mention(tokens, start, end, _nearest(near, now.today, ahead), now)


def _day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _nearest(days: Iterable[date | None], today: date, ahead: bool | None) -> date | None:  # noqa: FBT001
    """Return the day nearest to today: one that the verb speaks against counts as twice as far.

    Where the verb tells nothing, what lies ahead counts as half as far again: news recalls more than it foretells.
    """

    def distance(day: date) -> int:
        apart = (day - today).days
        if ahead is None:
            return abs(apart) * (3 if apart > 0 else 2)
        return abs(apart) * (2 if (apart > 0) != ahead else 1)

    return min((day for day in days if day), key=distance, default=None)


def _numeric(tokens: list[Token], at: int, now: Now) -> DateMention | None:
    """Read "2025-01-20", "20/1/2025" and, after a preposition, "20/1"."""
    word = _word(tokens, at)
    for length in (1, ISO_TOKENS):
        joined = "".join(token.text for token in tokens[at : at + length])
        if match := ISO.fullmatch(joined):
            day = _day(int(match[1]), int(match[2]), int(match[3]))
            return _mention(tokens, at, at + length, day, now) if day else None
    match = SLASHED.fullmatch(word)
    if not match or not (match[3] or ("/" in word and _word(tokens, at - 1) in ("on", "by", "until", "since"))):
        return None
    year = int(match[3]) if match[3] else None
    if not 1 <= int(match[2]) <= len(set(MONTHS.values())):
        return None
    return _resolved(tokens, at, at + 1, year, int(match[2]), int(match[1]), now)


def _day_of_month(tokens: list[Token], at: int, now: Now) -> DateMention | None:
    """Read "the 19th", where no noun follows."""
    match = ORDINAL.fullmatch(_word(tokens, at))
    if not match or _word(tokens, at - 1) != "the" or now.today is None:
        return None
    if (at + 1 < len(tokens) and tokens[at + 1].pos_ in ("NOUN", "PROPN", "ADJ", "NUM")) or _word(
        tokens, at + 1
    ) == "-":
        return None
    months = {(now.today + timedelta(shift)).replace(day=1) for shift in (-DAYS_IN_A_MONTH, 0, DAYS_IN_A_MONTH)}
    near = [day for first in sorted(months) if (day := _day(first.year, first.month, int(match[1])))]
    day = _nearest(near, now.today, now.ahead(tokens[at]))
    return _mention(tokens, at, at + 1, day, now) if day else None


def _month_only(tokens: list[Token], at: int, now: Now) -> DateMention | None:
    """Read "November 2023", "in November", "last November"."""
    month = _month(tokens, at)
    before = _word(tokens, at - 1)
    year, end = _year(tokens, at + 1) if month else (None, at)
    if not month or not (year or before in MONTH_BEFORE):
        return None
    if year is None and now.today:
        year = _year_of(month, now.today, now.ahead(tokens[at]), before)
    past = (year, month) < (now.today.year, now.today.month) if year and now.today else None
    return DateMention(None, tokens[at].i, tokens[end - 1].i + 1, past, (year, month) if year else None, year)


def _year_of(month: int, today: date, ahead: bool | None, before: str) -> int:  # noqa: FBT001
    """Return the year of a month: the latest one begun, or the next where it lies ahead."""
    if ahead and before not in ("last", "since"):
        return today.year + (month < today.month)
    return today.year - (month > today.month or (before == "last" and month == today.month))


def _year_only(tokens: list[Token], at: int, now: Now) -> DateMention | None:
    """Read "in 2011", "last year", "last month"."""
    word, before = _word(tokens, at), _word(tokens, at - 1)
    if YEAR.fullmatch(word) and before in YEAR_BEFORE:
        year = int(word)
        return DateMention(
            None, tokens[at].i, tokens[at].i + 1, year < now.today.year if now.today else None, None, year
        )
    if before == "last" and word in SPELLS:
        year_before = now.today.year - 1 if now.today and word == "year" else None
        return DateMention(None, tokens[at - 1].i, tokens[at].i + 1, past=True, year=year_before)
    return None


RULES = (_relative, _weekday, _dated, _numeric, _month_only, _year_only, _day_of_month)
DAY = {"day", "days"}
LONG_AGO = 1000
SLIP = timedelta(days=7)  # what has happened lies behind; a day nearer than this that lies ahead is the deal's start


def _ago(doc: Doc | Span, now: Now) -> Iterator[DateMention]:
    """Yield "two days ago" as a day, and longer spans as past without a day."""
    for number in numerals(doc):
        names = [token.lower_ for token in doc.doc[number.end : min(number.end + 2, doc[-1].i + 1)]]
        if len(names) > 1 and names[1] == "ago":
            exact = now.today and names[0] in DAY and number.bound == "exact" and number.value < LONG_AGO
            day = now.today - timedelta(number.value) if exact and now.today else None
            yield DateMention(day, number.start, number.end + 2, past=True, year=day.year if day else None)
