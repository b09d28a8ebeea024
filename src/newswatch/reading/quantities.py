"""How many: people counted, durations, phases and stages in a parsed sentence.

The rules read tokens and, where the pipeline has set them, tags; they never depend on the parse, so that a headline
is counted as well as a sentence.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span, Token

from newswatch.models import Bound, CountKind
from newswatch.reading.numbers import Numeral, numerals
from newswatch.reading.wordlist import words

HOSTAGES = words("""
    hostage hostages captive captives abductee abductees kidnapped abducted
    """)
PRISONERS = words("""
    prisoner prisoners detainee detainees inmate inmates convict convicts lifers lags internees
    """)
REMAINS = words("body bodies remains coffin coffins corpse corpses casket caskets")
DEAD = words("dead deceased slain murdered killed lifeless")
STATES = DEAD | {"living", "alive", "wounded", "sick", "injured", "female", "male"}
JOINS = words("and or , /")
POSSESSIVES = words("'s '")
CAPTIVE_PEOPLE = words("""
    woman women man men soldier soldiers child children girl girls boy boys elderly toddler toddlers israeli
    israelis american americans thai thais foreigner foreigners citizen citizens national nationals civilian
    civilians worker workers labourers laborers conscripts reservists spotters troops brothers sisters mother
    mothers kibbutzniks babies infants residents relatives siblings sons daughters germans argentines russians
    filipinos nepalis tanzanians lookouts policemen policeman ones
    """)
GAZA_PEOPLE = words("palestinian palestinians gazans gazan minors")
PEOPLE = words("""
    people person persons others individuals souls victims members names fighters militants lives adults
    survivors patients males females youths teenagers students workers passengers crew staff
    """)
NOUNS = HOSTAGES | PRISONERS | REMAINS | CAPTIVE_PEOPLE | GAZA_PEOPLE | PEOPLE
BETWEEN_TAGS = frozenset({"ADJ", "DET", "PROPN", "ADV", "NOUN", "PART", "X", "NUM", "PRON", "VERB"})
STOPS = words("""
    and or but in at from to for with by after before since while who whom which that were was are is be been
    had has have will would on during as if when because under over than against into including . , ; : ( ) – —
    ?
    """)
UNCOUNTED = words("""
    % percent per cent pct points point times votes am a.m. pm p.m. o'clock km kilometres kilometers kilometre
    miles mile metres meters tonnes tons trucks degrees euros dollars shekels pounds hours hour minutes minute
    seconds days day weeks week months month years year decades decade weekend hrs thirds quarters fifths
    """)
CURRENCIES = words("$ € £ ₪ us$ nis usd ¥ a$ c$")
LABELS = words("""
    resolution no no. number channel article route road highway flight room phase stage part chapter section
    page paragraph clause point unit brigade division battalion f b act tier step group level version episode
    gate aged age october november december january february march april may june july august september oct oct.
    nov nov. dec dec. jan jan. feb feb. mar mar. apr apr. jun jun. jul jul. aug aug. sept sept. sep sep.
    """)
MONTHS = words("""
    january february march april may june july august september october november december jan jan. feb feb. mar
    mar. apr apr. jun jun. jul jul. aug aug. sept sept. sep sep. oct oct. nov nov. dec dec.
    """)
SELECTING = words("""
    remaining last first other initial final all next additional further another latest
    """)
VERBS_OF_STATE = words("were was are is remain remained have had will would still")
YEAR = re.compile(r"(?:19|20)\d\d")
REACH = 7
OLDEST = 110

DAYS = {"day": 1.0, "week": 7.0, "month": 30.0, "year": 365.0, "hour": 1 / 24, "fortnight": 14.0}
WHOLE = {"weeklong": 7, "monthlong": 30, "yearlong": 365, "daylong": 1, "fortnight": 14, "fortnight-long": 14}
NOT_LASTING = words("ago earlier later old before after since into")
NOT_LASTING_BEFORE = words("within after past every each since")
OF_THE_WAR = words("""
    war fighting conflict captivity bombardment bloodshed talks negotiations hell violence devastation offensive
    fruitless indirect age darkness anguish
    """)
STRETCHED = words("""
    - full more further straight consecutive initial additional extra whole other
    """)

PARTS = words("phase phases stage stages part parts step steps tier tiers")
STAGES = words("phase phases stage stages")
ORDINALS = {"first": 1, "initial": 1, "opening": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3}
NUMBERED = {"one": 1, "two": 2, "three": 3, "1": 1, "2": 2, "3": 3, "i": 1, "ii": 2, "iii": 3, "a": 1, "b": 2}
ARTICLES = words("the a an this that its their his her and or both of")


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people, with what is counted.

    Attributes:
        value: the number; the upper one of a range.
        bound: how exact it is.
        kind: what is counted, as far as the nouns tell; None for "28 people".
        start: the first token, of "about" where that stands there.
        end: the token after the number.
        noun: the token that names what is counted; None where nothing does ("the remaining 59").
        certain: whether the noun itself says the kind ("hostages") or only allows it ("women", "Palestinians").
        whole: of how many: 98 in "33 of the 98".
    """

    value: int
    bound: Bound
    kind: CountKind | None
    start: int
    end: int
    noun: int | None = None
    certain: bool = False
    whole: int | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """A duration in days, a number of phases, or the number of a stage, and its tokens."""

    value: int
    start: int
    end: int
    bound: Bound = "exact"


def counts(doc: Doc | Span) -> list[Count]:
    """Return the numbers of people, in text order: never ages, years, times, money or names like Resolution 2735."""
    tokens = Tokens(doc)
    found: list[Count] = []
    numbers = [number for number in (*numerals(doc), *_both(doc)) if _counts_something(tokens, number)]
    for number in sorted(numbers, key=lambda number: number.start):
        if found and found[-1].whole is not None and _is_whole(tokens, found[-1], number):
            continue
        if count := _count(tokens, number, found):
            found.append(count)
    return found


def durations(doc: Doc | Span) -> list[Number]:
    """Return the durations in days ("six weeks" is 42, "a month" 30), never "six weeks ago"."""
    tokens = Tokens(doc)
    found = [*_counted_durations(tokens, doc), *_single_durations(tokens, doc)]
    return sorted((number for number in found if _lasts(tokens, number)), key=lambda number: number.start)


def phases(doc: Doc | Span) -> list[Number]:
    """Return how many phases something has: "three-phase", "in three stages"."""
    tokens = Tokens(doc)
    found = []
    for number in numerals(doc):
        end = number.end + (tokens.word(number.end) == "-")
        selecting = tokens.word(number.first - 1) in SELECTING
        if tokens.word(end) in PARTS and not selecting and 1 < number.value < REACH:
            found.append(Number(number.value, number.first, end + 1, number.bound))
    return found


def stages(doc: Doc | Span) -> list[Number]:
    """Return which stages are meant: "the first phase", "stage two", "the first and second phases"."""
    tokens = Tokens(doc)
    return [stage for token in doc if token.lower_ in STAGES for stage in _stages_at(tokens, token.i)]


class Tokens:
    """The tokens of a sentence by their place in its `Doc`, with nothing beyond its ends."""

    def __init__(self, doc: Doc | Span) -> None:
        self.tokens = list(doc)
        self.first = self.tokens[0].i if self.tokens else 0

    def get(self, at: int) -> Token | None:
        """Return a token, or None beyond the ends."""
        return self.tokens[at - self.first] if 0 <= at - self.first < len(self.tokens) else None

    def word(self, at: int) -> str:
        """Return a token in lower case, empty beyond the ends."""
        token = self.get(at)
        return token.lower_ if token is not None else ""

    def words(self, start: int, end: int) -> list[str]:
        """Return the tokens of a stretch in lower case."""
        return [self.word(at) for at in range(start, end)]


def _both(doc: Doc | Span) -> Iterator[Numeral]:
    """Yield "both" as a number where people follow it."""
    for token in doc:
        if token.lower_ == "both" and token.i + 1 < doc[-1].i + 1 and doc.doc[token.i + 1].lower_ in NOUNS | {"of"}:
            yield Numeral(2, "exact", token.i, token.i + 1, token.i)


def _counts_something(tokens: Tokens, number: Numeral) -> bool:
    """Whether a number can count people: no name, age, year, date, time, money or measure."""
    before, after = tokens.word(number.first - 1), tokens.word(number.end)
    if before in LABELS | CURRENCIES or after in UNCOUNTED | CURRENCIES | MONTHS:
        return False
    if after == "-":
        return tokens.word(number.end + 1) in NOUNS
    if before == "-" or (before == "'" and number.value < OLDEST):
        return False
    return not (_is_age(tokens, number) or _is_year(tokens, number))


def _is_age(tokens: Tokens, number: Numeral) -> bool:
    """Whether a number stands between commas or brackets after a name: "Emily Damari, 28,"."""
    named = tokens.get(number.first - 2)
    if named is None or tokens.word(number.first - 1) not in (",", "(", "–", "—", "-") or number.value > OLDEST:
        return False
    after = tokens.word(number.end)
    return (
        named.text[0].isupper()
        and named.is_alpha
        and after in (",", ")", "and", "", ".", ";", "–", "—", "who", "-", "from")
    )


def _is_year(tokens: Tokens, number: Numeral) -> bool:
    token = tokens.get(number.first)
    text = token.text if token is not None else ""
    return bool(YEAR.fullmatch(text)) and tokens.word(number.end) not in NOUNS | {"israeli", "palestinian"}


def _count(tokens: Tokens, number: Numeral, found: Sequence[Count]) -> Count | None:
    """Return a number with what it counts, or None where it counts no people."""
    whole = _whole(tokens, number)
    noun = _noun_before(tokens, number) or _noun_after(tokens, number.end)
    if noun is not None:
        kind, certain = _kind(tokens, noun, number)
        if number.value == 1 and tokens.word(number.first) == "one" and not certain:
            return None
        return Count(number.value, number.bound, kind, number.start, number.end, noun, certain, whole)
    if number.value == 0 or not (whole is not None or _stands_alone(tokens, number)):
        return None
    kind, noun = _carried(tokens, number, found)
    return Count(number.value, number.bound, kind, number.start, number.end, noun, certain=False, whole=whole)


def _whole(tokens: Tokens, number: Numeral) -> int | None:
    """Return 98 for the 33 in "33 of the 98"."""
    if tokens.word(number.end) != "of":
        return None
    for token in tokens.tokens[number.end + 1 - tokens.first :][:REACH]:
        if token.lower_ in STOPS:
            return None
        read = numerals(tokens.tokens[0].doc[token.i : token.i + 4])
        if read and read[0].first == token.i and read[0].value >= number.value:
            return read[0].value
    return None


def _is_whole(tokens: Tokens, part: Count, number: Numeral) -> bool:
    return number.value == part.whole and number.first - part.end <= REACH and tokens.word(part.end) == "of"


def _noun_before(tokens: Tokens, number: Numeral) -> int | None:
    """Return "bodies" for the four in "the bodies of four hostages"."""
    at = number.start - 1
    while tokens.word(at) in ARTICLES - {"of"} | SELECTING:
        at -= 1
    if tokens.word(at) == "of" and tokens.word(at - 1) in REMAINS:
        return at - 1
    return None


def _noun_after(tokens: Tokens, end: int) -> int | None:
    """Return the noun that a number counts: the first one that names people before the phrase ends."""
    noun = None
    first = end + (tokens.word(end) == "-")
    for at in range(first, first + REACH):
        word, token = tokens.word(at), tokens.get(at)
        if token is None:
            return noun
        if word == "of" and noun is None:
            continue
        if word in NOUNS:
            if (
                noun is not None
                and word not in HOSTAGES | PRISONERS | REMAINS
                and tokens.word(noun) not in ("israeli", "palestinian")
            ):
                return noun
            noun = at
        elif (
            noun is None and word in JOINS and (_another_follows(tokens, at + 1) or tokens.word(at + 1) in STATES)
        ) or (noun is not None and word in POSSESSIVES):
            continue
        elif word in STOPS or (token.pos and token.pos_ not in BETWEEN_TAGS) or noun is not None:
            return noun
    return noun


def _another_follows(tokens: Tokens, at: int) -> bool:
    """Whether a second number shares the noun: "three Israeli and five Thai hostages"."""
    return bool(numerals(tokens.tokens[0].doc[at : at + 2])) and tokens.get(at) is not None


def _kind(tokens: Tokens, noun: int, number: Numeral) -> tuple[CountKind | None, bool]:
    """Return what a noun says is counted, and whether it says so itself."""
    word = tokens.word(noun)
    between = tokens.words(number.end, noun)
    if word in REMAINS:
        return "remains", True
    if word in HOSTAGES or {"hostage", "captive"} & set(tokens.words(noun + 1, noun + 5)):
        return ("remains" if DEAD & set(between) and "living" not in between else "hostages"), True
    if word in PRISONERS:
        return "prisoners", True
    if word in GAZA_PEOPLE:
        return "prisoners", False
    return ("hostages" if word in CAPTIVE_PEOPLE else None), False


def _stands_alone(tokens: Tokens, number: Numeral) -> bool:
    """Whether a number without a noun stands for people: "the remaining 59", "all four", "33 of them", "20 were"."""
    before, after = tokens.word(number.start - 1), tokens.word(number.end)
    selected = bool({before, tokens.word(number.first - 1)} & SELECTING)
    if after == "of":
        return tokens.word(number.end + 1) in ("them", "whom", "those", "the", "these", "its", "his", "her")
    if selected:
        token = tokens.get(number.end)
        return (
            "remaining" in (before, tokens.word(number.first - 1))
            or token is None
            or token.is_punct
            or token.lower_ in STOPS | VERBS_OF_STATE
            or token.pos_ in ("VERB", "AUX", "ADP", "ADV")
        )
    if before in ("including", "the", "those") or after in VERBS_OF_STATE:
        token = tokens.get(number.end)
        return token is not None and (token.pos_ in ("VERB", "AUX") or token.lower_ in VERBS_OF_STATE | {"of", "who"})
    return False


def _carried(tokens: Tokens, number: Numeral, found: Sequence[Count]) -> tuple[CountKind | None, int | None]:
    """Return the kind that a number without a noun takes over: "1,900 prisoners, including 250 serving life"."""
    if tokens.word(number.end) == "of" or tokens.word(number.start - 1) in ("including", ",", "with"):
        for count in reversed(found):
            if count.kind:
                return count.kind, None
        for at in range(number.start - 1, tokens.first - 1, -1):
            if tokens.word(at) in HOSTAGES | PRISONERS | REMAINS:
                return _kind(tokens, at, replace(number, end=at))[0], None
    return None, None


def _unit(word: str) -> float | None:
    return DAYS.get(word) or DAYS.get(word.removesuffix("s"))


def _counted_durations(tokens: Tokens, doc: Doc | Span) -> Iterator[Number]:
    """Yield "60 days", "six-week", "an initial 42-day"."""
    for number in numerals(doc):
        at = number.end
        while tokens.word(at) in STRETCHED and at - number.end < len("or"):
            at += 1
        if (
            (unit := _unit(tokens.word(at)))
            and (days := round(number.value * unit)) > 0
            and days == number.value * unit
        ):
            yield Number(days, number.start, at + 1, number.bound)


def _single_durations(tokens: Tokens, doc: Doc | Span) -> Iterator[Number]:
    """Yield "a week", "a month", "weeklong" and "week-long"."""
    for token in doc:
        word, before = token.lower_, tokens.word(token.i - 1)
        if word in WHOLE:
            yield Number(WHOLE[word], token.i, token.i + 1)
        elif word in DAYS and tokens.words(token.i + 1, token.i + 3) == ["-", "long"] and not _numbered(before):
            yield Number(round(DAYS[word]) or 1, token.i, token.i + 3)
        elif word in ("week", "month", "year") and before in ("a", "one-") and tokens.word(token.i + 1) != "-":
            yield Number(round(DAYS[word]), token.i - 1, token.i + 1)


def _numbered(word: str) -> bool:
    return word == "-" or word.isdigit()


def _lasts(tokens: Tokens, number: Number) -> bool:
    """Whether a duration tells how long something lasts, not when it was, how old someone is or how long a war is."""
    before, after = tokens.word(number.start - 1), tokens.words(number.end, number.end + 3)
    if before == "for" and after[0] in ("after", "before", "since"):
        return True
    if before in NOT_LASTING_BEFORE or after[0] in NOT_LASTING or after[:2] == ["-", "old"]:
        return False
    return not (after[0] == "of" and bool(OF_THE_WAR & set(after[1:])))


def _stages_at(tokens: Tokens, at: int) -> Iterator[Number]:
    """Yield the stages that "phase" at a token means."""
    if number := NUMBERED.get(tokens.word(at + 1)):
        capital = tokens.get(at + 1)
        if tokens.word(at + 1) not in ("a", "i") or (capital is not None and capital.text.isupper()):
            yield Number(number, at, at + 2)
            return
    for back in range(at - 1, at - 1 - REACH, -1):
        word = tokens.word(back)
        if number := ORDINALS.get(word):
            yield Number(number, back, at + 1)
        if not word or word in STOPS - {"and", "or", ","} or (word in ARTICLES and word not in ("and", "or")):
            return
