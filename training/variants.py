# ruff: noqa: INP001 (a folder of scripts, not a package)
"""Varies the sentences of a treebank, pass by pass, towards the way news is printed.

Treebanks of English are mostly web text in straight quotes. News has curly quotes and dashes, headlines
without articles or a full stop, words in capitals, and names that no treebank has seen. What a variant
changes is how words are printed; their tags, lemmas and relations stay.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, starmap
from random import Random

from reports import capitalised, turned
from tenses import present
from treebank import Sentence, Word, Words, arranged
from vocabulary import Vocabulary

Run = list[Words]

SINGLE, LONGEST_RUN = 0.7, 6
REPORTS, PRESENT, NAMES, VOCABULARY, CURLY, STRAIGHT = 0.5, 0.1, 0.25, 0.2, 0.35, 0.10
HEADLINE, OPEN_END, LOWER, CAPITALS = 0.08, 0.05, 0.02, 0.01
IN_PRESENT = 0.8  # of the headlines

OPENING, CLOSING = "\N{LEFT DOUBLE QUOTATION MARK}", "\N{RIGHT DOUBLE QUOTATION MARK}"
OPENING_SINGLE, APOSTROPHE = "\N{LEFT SINGLE QUOTATION MARK}", "\N{RIGHT SINGLE QUOTATION MARK}"
DASH = "\N{EM DASH}"
TO_STRAIGHT = str.maketrans({OPENING: '"', CLOSING: '"', OPENING_SINGLE: "'", APOSTROPHE: "'"})
SMALL_WORDS = frozenset({"CC", "DT", "IN", "TO"})
ARTICLES = frozenset({"a", "an", "the"})
SHORTEST_NAME = 4


@dataclass(frozen=True, slots=True)
class Variants:
    """One pass over a treebank: its documents cut into runs, its sentences varied, in random order."""

    sentences: Sequence[Sentence]
    names: Sequence[str]
    vocabulary: Vocabulary

    @classmethod
    def of(cls, sentences: Sequence[Sentence], vocabulary: Vocabulary) -> "Variants":
        """Gather the names that others may be replaced by."""
        words = (word for sentence in sentences for word in sentence.words)
        return cls(sentences, sorted({word.form for word in words if is_name(word)}), vocabulary)

    def passing(self, chance: Random) -> Iterator[Run]:
        """Give the runs of one pass."""
        runs = list(runs_of(self.sentences, chance))
        chance.shuffle(runs)
        for run in runs:
            yield self.varied(run, chance)

    def varied(self, run: Run, chance: Random) -> Run:
        """Vary a run: its reports, tenses, names, other words and marks, and a single sentence's dress."""
        if chance.random() < REPORTS:
            run = [turned(words, chance) or words for words in run]
        if chance.random() < PRESENT:
            run = [present(words) for words in run]
        if chance.random() < NAMES:
            run = [self.renamed(words, chance) for words in run]
        if chance.random() < VOCABULARY:
            run = [self.vocabulary.put_in(words, chance) for words in run]
        marks = chance.random()
        if marks < CURLY:
            run = [tuple(curly(words)) for words in run]
        elif marks < CURLY + STRAIGHT:
            run = [tuple(straight(words)) for words in run]
        return [dressed(run[0], chance)] if len(run) == 1 else run

    def renamed(self, words: Words, chance: Random) -> Words:
        """Replace the names of a sentence by others, or by blends of two that no text has seen."""
        names = {word.form: self.another_name(chance) for word in words if is_name(word)}
        return tuple(
            replace(word, form=names[word.form], lemma=names[word.form]) if is_name(word) else word for word in words
        )

    def another_name(self, chance: Random) -> str:
        """Draw a name; every second time the head of one on the tail of another."""
        first, second = chance.choice(self.names), chance.choice(self.names)
        if chance.random() < 0.5:  # noqa: PLR2004 (a fair coin)
            return first
        return first[: (len(first) + 1) // 2] + second[len(second) // 2 :]


def runs_of(sentences: Iterable[Sentence], chance: Random) -> Iterator[Run]:
    """Cut documents into runs of consecutive sentences, most of them a single sentence."""
    for _, group in groupby(sentences, key=lambda sentence: sentence.document):
        rest = [sentence.words for sentence in group]
        while rest:
            length = 1 if chance.random() < SINGLE else chance.randint(2, LONGEST_RUN)
            yield rest[:length]
            del rest[:length]


def is_name(word: Word) -> bool:
    """Say whether a word is a name in the singular, written like one and long enough to blend."""
    form = word.form
    return word.tag == "NNP" and form.isalpha() and form.istitle() and len(form) >= SHORTEST_NAME


def curly(words: Iterable[Word]) -> Iterator[Word]:
    """Print quotation marks, apostrophes and dashes as newspapers do."""
    for word in words:
        opens = word.tag == "``"
        if word.form in {'"', "''", "``"}:
            form = OPENING if opens else CLOSING
        elif word.form == "--":
            form = DASH
        else:
            form = word.form.replace("'", OPENING_SINGLE if opens else APOSTROPHE)
        yield replace(word, form=form)


def straight(words: Iterable[Word]) -> Iterator[Word]:
    """Print quotation marks and apostrophes as typewriters did."""
    return (replace(word, form=word.form.translate(TO_STRAIGHT)) for word in words)


def dressed(words: Words, chance: Random) -> Words:
    """Dress a few sentences as headlines, in small letters, in capitals, or without their full stop."""
    draw = chance.random()
    if draw < HEADLINE:
        return headline(words, chance)
    if draw < HEADLINE + OPEN_END:
        return open_ended(words)
    if draw < HEADLINE + OPEN_END + LOWER:
        return tuple(replace(word, form=word.form.lower()) for word in words)
    if draw < HEADLINE + OPEN_END + LOWER + CAPITALS:
        return tuple(replace(word, form=word.form.upper()) for word in words)
    return words


def headline(words: Words, chance: Random) -> Words:
    """Leave out articles and the full stop, write in the present, and capitalise every second time."""
    words = present(words) if chance.random() < IN_PRESENT else words
    short = open_ended(without(words, {place for place, word in enumerate(words) if is_article(word)}))
    if not short or chance.random() < 0.5:  # noqa: PLR2004 (a fair coin)
        return short or words
    return tuple(starmap(titled, zip((None, *short), short, strict=False)))


def titled(before: Word | None, word: Word) -> Word:
    """Print a word of a headline with a capital, save small words and the ends of contractions."""
    small = before is not None and (word.tag in SMALL_WORDS or not before.space)
    return word if small else capitalised(word)


def is_article(word: Word) -> bool:
    """Say whether a word is an article."""
    return word.dep == "det" and word.form.lower() in ARTICLES


def open_ended(words: Words) -> Words:
    """Leave out a sentence's last full stop."""
    return without(words, {len(words) - 1}) if words[-1].form == "." and len(words) > 1 else words


def without(words: Words, places: set[int]) -> Words:
    """Leave out the words at these places, save those that others hang on."""
    leaving = places - {word.head for word in words}
    return arranged(words, [place for place in range(len(words)) if place not in leaving])
