# ruff: noqa: INP001 (a folder of scripts, not a package)
"""Turns the past into the present that headlines are written in: "Troops left" into "Troops leave".

Without it, the present of a verb after a bare name ("Israel withdraws brigades") is too rare to be told from a noun.
"""

from dataclasses import replace

from treebank import Word, Words

SIBILANTS = ("s", "sh", "ch", "x", "z", "o")
PLURAL_TAGS = frozenset({"NNS", "NNPS"})
PLURAL_PRONOUNS = frozenset({"they", "we", "you", "i", "these", "those"})
SINGULAR = ("VBZ", "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin")
PLURAL = ("VBP", "Mood=Ind|Number=Plur|Person=3|Tense=Pres|VerbForm=Fin")


def present(words: Words) -> Words:
    """Put a sentence's past verbs into the present, where their subject is known."""
    return tuple(in_present(words, place) if is_past(word) else word for place, word in enumerate(words))


def is_past(word: Word) -> bool:
    """Say whether a word is a verb in the past whose present can be spelt by rule."""
    return word.tag == "VBD" and word.pos == "VERB" and word.lemma.isalpha() and word.lemma not in {"be", "have"}


def in_present(words: Words, place: int) -> Word:
    """Put one verb into the present of its subject's number."""
    word = words[place]
    subject = subject_of(words, place)
    if subject is None:
        return word
    tag, morph = PLURAL if is_plural(words, subject) else SINGULAR
    form = word.lemma if tag == "VBP" else third_person(word.lemma)
    return replace(word, form=form, tag=tag, morph=morph)


def subject_of(words: Words, place: int) -> int | None:
    """Find a verb's subject, or that of the verb it is coordinated with."""
    own = next((at for at, word in enumerate(words) if word.head == place and word.dep == "nsubj"), None)
    if own is None and words[place].dep == "conj":
        return subject_of(words, words[place].head)
    return own


def is_plural(words: Words, place: int) -> bool:
    """Say whether a subject is in the plural or coordinated."""
    word = words[place]
    joined = any(other.head == place and other.dep == "conj" for other in words)
    return joined or word.tag in PLURAL_TAGS or word.form.lower() in PLURAL_PRONOUNS


def third_person(lemma: str) -> str:
    """Spell a verb's third person singular."""
    if lemma.endswith(SIBILANTS):
        return lemma + "es"
    if lemma.endswith("y") and lemma[-2:-1] not in {"a", "e", "o", "u"}:
        return lemma[:-1] + "ies"
    return lemma + "s"
