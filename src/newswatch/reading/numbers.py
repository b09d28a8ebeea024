"""Numbers in a sentence, in digits and in words, with how exact they are said to be."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from newswatch.models import Bound
from newswatch.reading.wordlist import words

UNIT_WORDS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen"""
UNITS = {word: value for value, word in enumerate(UNIT_WORDS.split())}
TEN = 10
TEN_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
TENS = {word: TEN * value for value, word in enumerate(TEN_WORDS.split(), start=2)}
HUNDRED = 100
SCALES = {"dozen": 12, "score": 20, "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
WORDS = UNITS | TENS
DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,9}")
LARGEST = 10**12

Phrases = Mapping[tuple[str, ...], Bound]
SAID_BEFORE: Mapping[Bound, str] = {
    "about": """about, around, some, roughly, approximately, nearly, almost, close to, an estimated, estimated, circa,
        approx, approx., somewhere around, near to, in the region of, just under, just over, well over, as many as,
        virtually, believed to be, up to some""",
    "at_least": """more than, over, at least, no fewer than, no less than, not less than, upwards of, a minimum of,
        above, greater than, exceeding, in excess of""",
    "at_most": """up to, at most, no more than, not more than, fewer than, less than, under, below, a maximum of""",
}
BEFORE: Phrases = {
    tuple(phrase.split()): bound for bound, phrases in SAID_BEFORE.items() for phrase in phrases.split(",")
}
AFTER: Phrases = {
    ("or", "so"): "about",
    ("or", "more"): "at_least",
    ("-", "odd"): "about",
    ("or", "fewer"): "at_most",
    ("+",): "at_least",
}
LONGEST_PHRASE = 4
VAGUE = words("few several many")  # "a few dozen"
TO = words("to - or \u2013")
BETWEEN = words("""
    the an a another additional further initial first last remaining other only just all these those its
    """)


@dataclass(frozen=True, slots=True)
class Numeral:
    """One number: its value, how exact it is, and its tokens from "about" to its last word.

    Attributes:
        value: the number; the upper one of a range.
        bound: how exact it is.
        start: its first token, of "about" where that stands there.
        end: the token after its last.
        first: the first token of the number itself.
    """

    value: int
    bound: Bound
    start: int
    end: int
    first: int


def numerals(span: Doc | Span) -> list[Numeral]:
    """Return the whole numbers of a sentence, in text order; a range is one."""
    found: list[Numeral] = []
    tokens = list(span)
    at = 0
    while at < len(tokens):
        read = _number(tokens, at)
        if read is None:
            at += 1
            continue
        value, end = read
        value, end, ranged = _range(tokens, value, end)
        found.append(_bounded(tokens, value, at, end, ranged=ranged))
        at = end
    return found


def _number(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """Return the number that begins at a token, and where it ends."""
    text = tokens[at].lower_
    if DIGITS.fullmatch(text):
        return _scaled(tokens, int(text.replace(",", "")), at + 1)
    if text in ("a", "an", "one", "half") and (scaled := _article(tokens, at)):
        return scaled
    vague = text in SCALES and at > 0 and tokens[at - 1].lower_ in VAGUE
    return _words(tokens, at) if (text in WORDS or text in SCALES) and not vague else None


def _article(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """Return "a dozen", "half a dozen", "a hundred" or "a couple of"."""
    said = [token.lower_ for token in tokens[at : at + 3]]
    if said in (["half", "a", "dozen"], ["half", "-", "dozen"]):
        return 6, at + 3
    if len(said) > 1 and said[0] in ("a", "one") and said[1] in SCALES:
        return _words(tokens, at + 1)
    if said[:2] == ["a", "couple"]:
        return 2, at + 2
    return None


def _scaled(tokens: Sequence[Token], value: int, at: int) -> tuple[int, int]:
    """Return a number in digits with the scale after it: "70 million"."""
    if at < len(tokens) and (scale := SCALES.get(tokens[at].lower_)) and value * scale < LARGEST:
        return value * scale, at + 1
    return value, at


def _words(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """Return a number in words: "two thousand four hundred and twenty-two"."""
    total, part = 0, 0
    while at < len(tokens):
        word = tokens[at].lower_
        if scale := SCALES.get(word):
            part = (part or 1) * scale
            if total + part >= LARGEST:
                return None
            total, part = (total + part, 0) if scale > HUNDRED else (total, part)
        elif word in WORDS and _fits(part, WORDS[word]):
            part += WORDS[word]
        elif not _joins(tokens, at, part):
            break
        at += 1
    return total + part, at


def _fits(part: int, value: int) -> bool:
    """Whether a word can follow what was read: "twenty" "two", "hundred" "five", never "two" "two"."""
    if part % HUNDRED == 0:
        return True
    return part % TEN == 0 and part % HUNDRED >= TENS["twenty"] and 0 < value < TEN


def _joins(tokens: Sequence[Token], at: int, part: int) -> bool:
    """Whether a hyphen or "and" joins two words of one number: "twenty-two", "hundred and five"."""
    word = tokens[at].lower_
    after = WORDS.get(tokens[at + 1].lower_, 0) if at + 1 < len(tokens) else 0
    if part == 0 or after == 0:
        return False
    return (word == "-" and part % HUNDRED > 0 and _fits(part, after)) or (word == "and" and part % HUNDRED == 0)


def _range(tokens: Sequence[Token], value: int, end: int) -> tuple[int, int, bool]:
    """Return the upper end of "30 to 40", "30-40" or "between 30 and 40", where the number begins one."""
    word = tokens[end].lower_ if end < len(tokens) else ""
    if word not in TO and not (word == "and" and _after_between(tokens, end)):
        return value, end, False
    upper = _number(tokens, end + 1) if end + 1 < len(tokens) else None
    if upper is None or not value < upper[0] <= max(value * 3, value + 5):
        return value, end, False
    return upper[0], upper[1], True


def _after_between(tokens: Sequence[Token], end: int) -> bool:
    return any(token.lower_ == "between" for token in tokens[max(0, end - 3) : end])


def _bounded(tokens: Sequence[Token], value: int, at: int, end: int, *, ranged: bool) -> Numeral:
    """Return a number with the words beside it that say how exact it is."""
    bound: Bound = "about" if ranged else "exact"
    start = at
    while start and tokens[start - 1].lower_ in BETWEEN and at - start < len("of"):
        start -= 1
    before = _phrase_before(tokens, at) or _phrase_before(tokens, start)
    if before:
        bound, at_first = before
    else:
        at_first = at
    for phrase, kind in AFTER.items():
        if tuple(token.lower_ for token in tokens[end : end + len(phrase)]) == phrase:
            bound = kind
            end += len(phrase)
    first = tokens[0].i
    return Numeral(value, bound, first + at_first, first + end, first + at)


def _phrase_before(tokens: Sequence[Token], at: int) -> tuple[Bound, int] | None:
    """Return the bound that the words before a number set, and where they begin; the longest phrase wins."""
    for length in range(min(LONGEST_PHRASE, at), 0, -1):
        if bound := BEFORE.get(tuple(token.lower_ for token in tokens[at - length : at])):
            return bound, at - length
    return None


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
