"""How many people: counts in a parsed sentence, with what is counted.

The rules read tokens and, where the pipeline has set them, tags; they never depend on the parse, so that a headline
is counted as well as a sentence.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span

from newswatch.models import Bound, CountKind
from newswatch.reading.durations import ARTICLES, SELECTING, STOPS, Number, durations, of_a_deal, phases, stages
from newswatch.reading.numbers import Numeral, Tokens, numerals
from newswatch.reading.wordlist import words

__all__ = ["Count", "Number", "counts", "durations", "of_a_deal", "phases", "stages"]

HOSTAGES = words("""
    hostage hostages captive captives abductee abductees kidnapped abducted
    """)
PRISONERS = words("""
    prisoner prisoners detainee detainees inmate inmates convict convicts lifers lags internees
    """)
REMAINS = words("body bodies remains coffin coffins corpse corpses casket caskets")
DEAD = words("dead deceased slain murdered killed lifeless")
DEAD_ONES = REMAINS | {"dead"}
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
    survivors patients males females youths teenagers students workers passengers crew staff servicemen servicewomen
    defenders pows
    """)
NOUNS = HOSTAGES | PRISONERS | REMAINS | CAPTIVE_PEOPLE | GAZA_PEOPLE | PEOPLE
BETWEEN_TAGS = frozenset({"ADJ", "DET", "PROPN", "ADV", "NOUN", "PART", "X", "NUM", "PRON", "VERB"})
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
VERBS_OF_STATE = words("were was are is remain remained have had will would still")
YEAR = re.compile(r"(?:19|20)\d\d")
REACH = 7
OLDEST = 110


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
    if number.value <= 1 or not (whole is not None or _stands_alone(tokens, number)):
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
        if DEAD_ONES & set(tokens.words(number.end, number.end + REACH - 2)):
            return "remains", None
        for count in reversed(found):
            if count.kind:
                return count.kind, None
        for at in range(number.start - 1, tokens.first - 1, -1):
            if tokens.word(at) in HOSTAGES | PRISONERS | REMAINS:
                return _kind(tokens, at, replace(number, end=at))[0], None
    return None, None
