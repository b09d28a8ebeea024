"""Which conflict an article and each of its sentences is about.

A word of a theatre tells it. Where words of several stand in one sentence, the heavier side wins, then the article's
theatre, then the watched one. A sentence without such a word belongs to the one before it where it speaks of "it" or
"they", else to its article. Words that only hint count where nothing else does.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from newswatch.reading.text import fold
from newswatch.topics import Theatres

OTHER = "other"
NONE = "none"
TITLE_WEIGHT = 3.0
LEAD_WEIGHT = 2.0
LEAD = 3
SHORT = 4  # a title and so many sentences less one may leave it to hints; who writes more names the place
MOST = 4  # a sentence full of one word tells no more than this
NEAR = 40  # characters
ELSEWHERE = "\0elsewhere"
CONFLICT = "\0conflict"
ANAPHORS = re.compile(
    r"\b(?:it|its|they|their|them|he|she|his|her|that|those|this|these|there|the (?:group|movement))\b", re.IGNORECASE
)
HELD_IN = re.compile(r"\b(?:held|detained|imprisoned|jailed|captive|hostage)(?: \w+ly)? in $")


class Sign(NamedTuple):
    """What one word tells."""

    word: str
    theatre: str
    hint: bool
    capital: bool


class Signs(NamedTuple):
    """What the words of one sentence tell: the weight of each theatre, of its hints, and whether there is conflict."""

    words: Counter[str]
    hints: Counter[str]
    conflict: bool
    elsewhere: int
    telltale: bool


class TheatreFinder:
    """Tells the theatre from words, in one pass over a text."""

    def __init__(self, theatres: Theatres) -> None:
        self.watched = theatres.watched
        self._telltale = frozenset(theatres.theatres[theatres.watched].telltale)
        self._weights = {key: theatre.weight for key, theatre in theatres.theatres.items()}
        signs = [
            sign for key, theatre in theatres.theatres.items() for sign in self._signs(key, theatre.words, hint=False)
        ]
        signs += [
            sign for key, theatre in theatres.theatres.items() for sign in self._signs(key, theatre.hints, hint=True)
        ]
        signs += self._signs(ELSEWHERE, _beside(theatres), hint=True)
        signs += self._signs(CONFLICT, theatres.conflict, hint=True)
        self._by_word: dict[str, list[Sign]] = {}
        for sign in signs:
            self._by_word.setdefault(sign.word, []).append(sign)
        self._keys = list(self._by_word)
        self._automaton = AhoCorasick(self._keys, matchkind=MatchKind.LeftmostLongest)

    def of_article(self, title: str | None, sentences: Iterable[str]) -> str:
        """Return the theatre of an article: a theatre id, `other` or `none`.

        Args:
            title: the title, which weighs three times.
            sentences: the sentences of the body; the first ones weigh twice.
        """
        words: defaultdict[str, float] = defaultdict(float)
        hints: defaultdict[str, float] = defaultdict(float)
        seen = [self._read(title or "")]
        weights = [TITLE_WEIGHT]
        for number, sentence in enumerate(sentences):
            seen.append(self._read(sentence))
            weights.append(LEAD_WEIGHT if number < LEAD else 1.0)
        for signs, weight in zip(seen, weights, strict=True):
            for key, count in signs.words.items():
                words[key] += weight * min(count, MOST)
            for key, count in signs.hints.items():
                hints[key] += weight * count
        return self._strongest(words) or (self._hinted(hints, _merged(seen)) if len(seen) <= SHORT else NONE)

    def of_sentence(self, sentence: str, *, before: Sequence[str] = (), article: str = NONE) -> str:
        """Return the theatre of a sentence.

        Args:
            sentence: the sentence.
            before: the sentences before it in the article, the latest last; a theatre carries over.
            article: the theatre of the whole article, which decides where the sentences don't.
        """
        signs = self._read(sentence)
        if not signs.words[self.watched] and self._are_held_elsewhere(sentence):
            return OTHER
        weighed = {key: count * self._weights[key] for key, count in signs.words.items()}
        if theatre := self._strongest(weighed, favour=article):
            return theatre
        if (
            before
            and ANAPHORS.search(sentence)
            and (carried := self._strongest(self._read(before[-1]).words, favour=article))
        ):
            return carried
        if article not in (NONE, OTHER):
            return article
        hinted = self._hinted(signs.hints, signs)
        return article if hinted == NONE else hinted

    def _are_held_elsewhere(self, sentence: str) -> bool:
        """Return whether a sentence tells of people held in a country beside: "two men detained in Belarus"."""
        text = fold(sentence)
        found = (at for sign, at in self._found(text) if sign.theatre == ELSEWHERE)
        return any(HELD_IN.search(text[:at]) for at in found)

    def _signs(self, key: str, words: Iterable[str], *, hint: bool) -> list[Sign]:
        any_case = key == self.watched and not hint
        return [Sign(fold(word).lower(), key, hint, word[0].isupper() and not any_case) for word in words]

    def _read(self, sentence: str) -> Signs:
        """Return what the words of a sentence tell; a word near one of conflict tells more."""
        text = fold(sentence)
        found = list(self._found(text))
        conflicts = [at for sign, at in found if sign.theatre == CONFLICT]
        words: Counter[str] = Counter()
        hints: Counter[str] = Counter()
        for sign, at in found:
            if sign.theatre in (CONFLICT, ELSEWHERE):
                continue
            near = any(abs(at - conflict) <= NEAR for conflict in conflicts)
            (hints if sign.hint else words)[sign.theatre] += 1 + near
        elsewhere = sum(sign.theatre == ELSEWHERE for sign, _ in found)
        telltale = any(sign.word in self._telltale for sign, _ in found)
        return Signs(words, hints, bool(conflicts), elsewhere, telltale)

    def _found(self, text: str) -> Iterator[tuple[Sign, int]]:
        """Yield the words found in a text, each with where it begins."""
        for key, start, end in self._automaton.find_matches_as_indexes(text.lower()):
            if _whole_word(text, start, end):
                capital = text[start].isupper()
                yield from ((sign, start) for sign in self._by_word[self._keys[key]] if capital or not sign.capital)

    def _strongest(self, weights: Mapping[str, float], favour: str = NONE) -> str | None:
        """Return the theatre with the most weight; of equals the favoured one, then the watched one."""
        top = max(weights.values(), default=0)
        best = [key for key, weight in weights.items() if weight == top and weight]
        return next((key for key in (favour, self.watched) if key in best), best[0] if best else None)

    def _hinted(self, hints: Mapping[str, float], signs: Signs) -> str:
        """Return the theatre that hints tell, `other` for a conflict elsewhere, `none` for no conflict."""
        if not signs.conflict:
            return NONE
        beside = {key: weight for key, weight in hints.items() if key != self.watched}
        if theatre := self._strongest(beside):
            return theatre
        told = hints.get(self.watched, 0)
        if signs.telltale and (told or not signs.elsewhere):
            return self.watched
        return self.watched if told > signs.elsewhere else OTHER


def _beside(theatres: Theatres) -> list[str]:
    """Return the names of the world beside, without those that tell the watched theatre."""
    watched = theatres.theatres[theatres.watched]
    return [name for name in theatres.elsewhere if name not in {*watched.words, *watched.hints}]


def _merged(seen: Iterable[Signs]) -> Signs:
    """Return the signs of several sentences as one."""
    every = list(seen)
    return Signs(
        Counter(),
        Counter(),
        any(signs.conflict for signs in every),
        sum(signs.elsewhere for signs in every),
        any(signs.telltale for signs in every),
    )


def _whole_word(text: str, start: int, end: int) -> bool:
    """Whether a stretch is a word of its own."""
    return not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())
