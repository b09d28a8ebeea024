# ruff: noqa: INP001 (a folder of scripts, not a package)
"""Puts words of the news in the places of others, so that the pipeline has met "freed" and "hostages".

A verb takes another's place only where it has an object and no clause beside it, a noun wherever it is more
than a part of a compound. What a sentence then means is no matter; how it is built stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from treebank import Word, Words, arranged

VERB_TAGS = (("VB", "VBP"), ("VBZ",), ("VBD",), ("VBN",), ("VBG",))
NOUN_TAGS = (("NN",), ("NNS",))
NOUN_RELATIONS = frozenset({"nsubj", "nsubj:pass", "obj", "obl", "obl:agent", "nmod"})
CLAUSES = frozenset({"ccomp", "xcomp", "iobj", "compound", "expl", "csubj"})
SHARE = 0.5

Form = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The forms and lemmas to put in, by tag."""

    verbs: dict[str, list[Form]]
    nouns: dict[str, list[Form]]

    @classmethod
    def read(cls, path: Path) -> "Vocabulary":
        """Read a list of verbs and one of nouns, a word's forms to a line."""
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        nouns = lines.index("nouns")
        return cls(by_tag(lines[1:nouns], VERB_TAGS), by_tag(lines[nouns + 1 :], NOUN_TAGS))

    def put_in(self, words: Words, chance: Random) -> Words:
        """Replace about half of the verbs and nouns that can be."""
        changed = tuple(
            self.another(words, place, chance) if chance.random() < SHARE else word for place, word in enumerate(words)
        )
        return hyphens_split(changed, {place for place, word in enumerate(changed) if word is not words[place]})

    def another(self, words: Words, place: int, chance: Random) -> Word:
        """Replace a word by one of the same form, or leave it."""
        word = words[place]
        forms: Sequence[Form] = ()
        if word.pos == "NOUN" and word.dep in NOUN_RELATIONS:
            forms = self.nouns.get(word.tag, ())
        elif word.pos == "VERB" and is_transitive(words, place):
            forms = self.verbs.get(word.tag, ())
        if not forms or not word.form.isalpha() or not word.form.islower():
            return word
        form, lemma = chance.choice(forms)
        return replace(word, form=form, lemma=lemma)


def by_tag(lines: Sequence[str], tags: Sequence[Sequence[str]]) -> dict[str, list[Form]]:
    """Sort the forms of words by their tags."""
    rows = [line.split() for line in lines]
    columns = zip(tags, zip(*rows, strict=True), strict=True)
    return {
        tag: [(form, row[0]) for form, row in zip(forms, rows, strict=True)]
        for names, forms in columns
        for tag in names
    }


def is_transitive(words: Words, place: int) -> bool:
    """Say whether a verb has an object or is passive, and neither a clause nor a particle."""
    relations = {word.dep for other, word in enumerate(words) if word.head == place != other}
    return bool(relations & {"obj", "nsubj:pass"}) and not relations & CLAUSES


def hyphens_split(words: Words, places: set[int]) -> Words:
    """Make three words of "cease-fire" at these places, as the treebanks and the tokenizer have it."""
    pool, order = list(words), []
    for place, word in enumerate(words):
        first, hyphen, last = word.form.partition("-")
        if hyphen and place in places:
            part = Word(first, first, "NOUN", "NN", "Number=Sing", place, "compound", space=False)
            order += [len(pool), len(pool) + 1]
            pool += [part, replace(part, form="-", lemma="-", pos="PUNCT", tag="HYPH", morph="", dep="punct")]
            pool[place] = replace(word, form=last, lemma=word.lemma.rpartition("-")[2])
        order.append(place)
    return arranged(tuple(pool), order)
