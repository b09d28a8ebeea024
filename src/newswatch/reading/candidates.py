"""The cheap first look: whether an article holds any word worth parsing a sentence for."""

import re
from collections.abc import Iterable

from ahocorasick_rs import AhoCorasick, MatchKind

from newswatch.reading.text import COMPATIBLE, INVISIBLE, SMOOTH, Text, fold

# What can hide a word from a plain search: invisible characters, special hyphens and spaces, ligatures, HTML.
HIDING = re.compile(
    rf"[{INVISIBLE}{COMPATIBLE}{re.escape(''.join(ugly for ugly, plain in SMOOTH.items() if plain in '- '))}<&]"
)


class Scan:
    """Looks for many words in one pass; cheap enough for every article in the world.

    A word is found at the beginning of a word, in any case: `truce` in "TRUCES", not in
    "untruced". Typography makes no difference: a scan looks at a text as it is read.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self.words = sorted({fold(word).lower() for word in words})
        self._automaton = AhoCorasick(self.words, matchkind=MatchKind.Standard)

    def found(self, *texts: str | None) -> bool:
        """Return whether any of the words stands in any of the texts, as they came in."""
        return any(self._holds(text) or self._hides(text) for text in texts if text)

    def _hides(self, text: str) -> bool:
        """Return whether a word stands in a text once its typography is smoothed."""
        return bool(HIDING.search(text)) and self._holds(Text.of(text).normal)

    def _holds(self, text: str) -> bool:
        low = text.lower()
        matches = self._automaton.find_matches_as_indexes(low, overlapping=True)
        return any(not low[start - 1 : start].isalnum() for _, start, _ in matches)
