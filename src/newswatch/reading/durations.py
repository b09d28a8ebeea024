"""How long: durations in days, the number of phases, and which stage is meant, in a sentence."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from newswatch.models import Bound
from newswatch.reading.numbers import Tokens, numerals
from newswatch.reading.parsed import SUBJECTS
from newswatch.reading.wordlist import words

REACH = 7
STOPS = words("""
    and or but in at from to for with by after before since while who whom which that were was are is be been
    had has have will would on during as if when because under over than against into including . , ; : ( ) – —
    ?
    """)
SELECTING = words("""
    remaining last first other initial final all next additional further another latest
    """)
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

# What has a truce's duration: the nouns that stand for one, and the verbs that say how long it is.
DEALS = words("""
    truce ceasefire cease-fire fire armistice pause lull halt cessation calm quiet respite deal agreement accord pact
    arrangement plan proposal draft framework phase stage step part period term duration suspension stop hiatus break
    extension moratorium freeze
    """)
ENDURING = words("last endure run hold continue remain stay stretch begin start")
HALTING = words("""
    extend prolong lengthen stop halt suspend pause cease silence agree accept sign approve offer propose seek want
    demand keep set observe
    """)
HALTED = words("fighting hostilities war guns fire operations offensive attacks strikes")

PASSED = frozenset({"ADJ", "ADV", "PROPN"})  # "six weeks long", "a truce in Gaza of 60 days"

PARTS = words("phase phases stage stages part parts step steps tier tiers")
STAGES = words("phase phases stage stages")
ORDINALS = {"first": 1, "initial": 1, "opening": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3}
NUMBERED = {"one": 1, "two": 2, "three": 3, "1": 1, "2": 2, "3": 3, "i": 1, "ii": 2, "iii": 3, "a": 1, "b": 2}
ARTICLES = words("the a an this that its their his her and or both of")


@dataclass(frozen=True, slots=True)
class Number:
    """A duration in days, a number of phases, or the number of a stage, and its tokens."""

    value: int
    start: int
    end: int
    bound: Bound = "exact"


def durations(doc: Doc | Span) -> list[Number]:
    """Return the durations in days ("six weeks" is 42, "a month" 30), never "six weeks ago"."""
    tokens = Tokens(doc)
    found = [*_counted_durations(tokens, doc), *_single_durations(tokens, doc)]
    return sorted((number for number in found if _lasts(tokens, number)), key=lambda number: number.start)


def of_a_deal(doc: Doc, number: Number) -> bool:
    """Whether a duration is that of a truce, a deal or a phase, not of a dispute, a wait, a visit or a march.

    It is its noun's ("a day-long dispute", "a truce of 60 days"), else its verb's ("the first phase lasts six weeks").
    """
    owner = _owner(doc, number)
    if owner.pos_ == "NOUN":
        return _is_deal(owner) or (owner.lower_ in HALTED and owner.head.lemma_.lower() in HALTING)
    verb = owner.head if owner.lower_ in HALTED else owner
    subjects = [child for child in owner.children if child.dep_ in SUBJECTS and child.pos_ in ("NOUN", "PROPN")]
    if verb.lemma_.lower() in ENDURING:
        return all(_is_deal(subject) or subject.lower_ in HALTED for subject in subjects)
    return verb.lemma_.lower() in HALTING


def _owner(doc: Doc, number: Number) -> Token:
    """Return what a duration belongs to in the parse: the first word above it that is neither its own nor a name."""
    named = (word for word in doc[number.start : number.end] if _unit(word.lower_) or word.lower_ in WHOLE)
    owner = next(named, doc[number.end - 1])
    while owner.head.i != owner.i and (
        number.start <= owner.i < number.end or owner.pos_ in PASSED or _unit(owner.lower_)
    ):
        owner = owner.head
    if _unit(owner.lower_):  # "the truce is for 60 days": the days are what the sentence says
        return next((child for child in owner.children if child.dep_ in SUBJECTS), owner)
    return owner


def _is_deal(noun: Token) -> bool:
    return bool({noun.lower_, noun.lemma_.lower()} & DEALS)


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
