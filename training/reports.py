# ruff: noqa: INP001 (a folder of scripts, not a package)
"""Puts what is reported first, as in "The talks would go on, officials said" of "Officials said that …".

Much of what news reports is printed so, and the treebanks hold few such sentences. The clause stays the
complement of the verb, as the treebanks have it; a comma is added, and often a pair of quotation marks.
"""

from dataclasses import replace
from random import Random

from treebank import Word, Words, arranged

SPEAKING = frozenset(
    {"acknowledge", "add", "admit", "announce", "argue", "assert", "claim", "conclude", "confirm", "declare"}
    | {"explain", "indicate", "insist", "note", "report", "reveal", "say", "state", "stress", "suggest"}
    | {"tell", "warn", "write"}
)
NAME_TAGS = frozenset({"NNP", "NNPS"})
QUOTE_TAGS = frozenset({"``", "''"})
QUOTED, INVERTED = 0.5, 0.5


def turned(words: Words, chance: Random) -> Words | None:
    """Put the reported clause first; None where a sentence is no such report."""
    clause = reported_clause(words)
    if clause is None:
        return None
    start, end, head = clause
    said = list(range(start + is_that(words[start], head), end))
    told = list(range(start - (words[start - 1].pos == "PUNCT")))
    heads = {words[place].head for place in (*said, *told)}
    if words[said[0]].pos == "PUNCT" or not heads <= {*said, *told}:
        return None
    if can_invert(words, told) and chance.random() < INVERTED:
        told = [told[-1], *told[:-1]]
    plain = not any(words[place].tag in QUOTE_TAGS for place in said)
    marks = marks_around(head, quoted=plain and chance.random() < QUOTED)
    return joined(words, said, told, marks)


def reported_clause(words: Words) -> tuple[int, int, int] | None:
    """Find the start, end and head of what is said: after its subject and verb, and up to the full stop."""
    verb = next(place for place, word in enumerate(words) if word.head == place)
    head = next((place for place, word in enumerate(words) if is_clause(place, word, verb)), None)
    if head is None or words[verb].lemma not in SPEAKING or words[-1].form != ".":
        return None
    inside = [place for place in range(len(words)) if head in ancestry(words, place)]
    start, end = inside[0], inside[-1] + 1
    whole = len(inside) == end - start and end == len(words) - 1
    return (start, end, head) if whole and starts_with_subject(words, verb) else None


def is_clause(place: int, word: Word, verb: int) -> bool:
    """Say whether a word heads a clause that complements a verb before it."""
    return word.dep == "ccomp" and word.head == verb < place


def starts_with_subject(words: Words, verb: int) -> bool:
    """Say whether a sentence starts with the subject of its verb."""
    line = ancestry(words, 0)
    return any(words[place].dep == "nsubj" and words[place].head == verb for place in line)


def ancestry(words: Words, place: int) -> list[int]:
    """List a word's place, its head's, and so on to the root's."""
    line = [place]
    while words[line[-1]].head != line[-1]:
        line.append(words[line[-1]].head)
    return line


def is_that(word: Word, head: int) -> bool:
    """Say whether a word is the "that" before a clause."""
    return word.dep == "mark" and word.head == head and word.form == "that"


def can_invert(words: Words, told: list[int]) -> bool:
    """Say whether "said officials" can be printed: the verb stands alone at the end, after no pronoun."""
    verb = told[-1]
    return words[verb].head == verb and words[0].pos != "PRON" and words[verb - 1].pos not in {"AUX", "PUNCT"}


def marks_around(head: int, *, quoted: bool) -> tuple[Word, ...]:
    """Make the marks that a clause gets: a comma, and quotation marks around both."""
    comma = Word(",", ",", "PUNCT", ",", "", head, "punct", space=not quoted)
    if not quoted:
        return (comma,)
    opening = Word('"', '"', "PUNCT", "``", "", head, "punct", space=False)
    return comma, opening, replace(opening, tag="''", space=True)


def joined(words: Words, clause: list[int], told: list[int], marks: tuple[Word, ...]) -> Words:
    """Print the clause, its marks, who told it, and the full stop."""
    changed = dict(enumerate((*words, *marks)))
    comma, *quotes = range(len(words), len(words) + len(marks))
    changed[clause[-1]] = replace(words[clause[-1]], space=False)
    changed[told[-1]] = replace(words[told[-1]], space=False)
    changed[clause[0]] = capitalised(changed[clause[0]])
    changed[0] = uncapitalised(changed[0])
    order = [*quotes[:1], *clause, comma, *quotes[1:], *told, len(words) - 1]
    return arranged(tuple(changed.values()), order)


def capitalised(word: Word) -> Word:
    """Print a word with a capital, or leave it if it has any."""
    return replace(word, form=word.form[:1].upper() + word.form[1:])


def uncapitalised(word: Word) -> Word:
    """Print a word without its capital, if it has that only from its place."""
    if word.tag in NAME_TAGS or word.form == "I" or not word.form.istitle():
        return word
    return replace(word, form=word.form.lower())
