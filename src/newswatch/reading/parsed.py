"""A parsed sentence as the patterns see it: words, classes, and the roles around a verb."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from spacy.tokens import Doc, Token

from newswatch.reading.patterns import Rules
from newswatch.reading.text import fold

PLAIN = str.maketrans(dict.fromkeys(',.;:!?()"', " "))
SUBJECTS = frozenset({"nsubj", "nsubj:pass", "csubj"})
CLAUSES = frozenset({"ROOT", "ccomp", "advcl", "acl", "parataxis", "conj", "list"})
VERBAL = frozenset({"VERB", "AUX"})
MOST_NAMED = 40
AIMS = frozenset({"to", "of", "for", "at"})  # "accused of breaking", "urged to keep": still the same clause
RELATIVE = frozenset({"who", "whom", "which", "that", "whose", "where"})
PARTITIVE = frozenset(
    {
        "number", "group", "batch", "rest", "most", "half", "all", "some", "one", "many", "several", "few", "dozens",
        "dozen", "hundreds", "scores", "last", "first", "remainder", "each", "any", "none", "both", "majority", "total",
        "handful", "part", "third", "quarter", "pair", "trio", "more", "round", "terms", "kind", "type", "version",
        "text", "draft", "outline", "phase", "stage", "extension", "parts", "prospect", "idea", "implementation", "lot",
    }
)  # fmt: skip


@dataclass
class Parsed:
    """One sentence with its parse.

    Attributes:
        doc: the parse.
        words: its words, lower case and without accents.
        classes: the classes of each word.
        headline: whether it is a title.
        before: what stands before it, for pronouns and for what the talk is about.
    """

    doc: Doc
    rules: Rules
    headline: bool = False
    before: str = ""
    words: list[str] = field(init=False)
    classes: list[frozenset[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.words = [fold(token.lower_) for token in self.doc]
        self.classes = self.rules.classes(self.words)
        for token in self.doc:
            extra = _own_classes(token, self.classes[token.i])
            if extra:
                self.classes[token.i] |= extra

    @cached_property
    def all_classes(self) -> frozenset[str]:
        """The classes of all words together."""
        return frozenset().union(*self.classes)

    @cached_property
    def context(self) -> frozenset[str]:
        """The classes of what stands before the sentence."""
        return frozenset().union(*self.rules.classes(fold(self.before.lower()).translate(PLAIN).split()))

    @cached_property
    def word_set(self) -> frozenset[str]:
        """The words, each once."""
        return frozenset(self.words)

    def phrase_classes(self, heads: Iterable[Token]) -> frozenset[str]:
        """Return the classes of noun phrases: of their heads, what those stand for, and their names."""
        found: set[str] = set()
        for head in heads:
            for token in named(head):
                found |= self.classes[token.i]
        return frozenset(found)

    def clause(self, token: Token) -> frozenset[int]:
        """Return the words of the clause around a word, without clauses that have a subject of their own."""
        top = clause_top(token)
        kept = set(_clause_words(top))
        return frozenset(kept)


def _own_classes(token: Token, known: frozenset[str]) -> frozenset[str]:
    if token.pos_ == "NUM":
        return frozenset({"count"})
    if token.pos_ == "PROPN" and not known:
        return frozenset({"name"})
    if token.lower_ in ("days", "weeks", "months", "hours", "day", "week", "month"):
        return frozenset({"duration"})
    return frozenset()


def named(head: Token) -> Iterator[Token]:
    """Yield the words that a noun phrase is about: its head, coordinated heads, and what a partitive stands for."""
    seen = 0
    todo = [head]
    while todo and seen < MOST_NAMED:
        token = todo.pop()
        seen += 1
        yield token
        partitive = token.lower_ in PARTITIVE or token.pos_ in ("NUM", "DET", "PRON")
        todo += [child for child in token.children if _is_meant(child, token, partitive=partitive)]


def _is_meant(child: Token, head: Token, *, partitive: bool) -> bool:
    """Return whether a word tells what a noun phrase is about, beside its head."""
    if child.dep_ in ("conj", "appos", "flat") and child.pos_ not in VERBAL:
        return True
    if child.dep_ == "nmod" and partitive and child.i > head.i:
        return case_of(child) in ("of", "among", "")
    before_name = child.i < head.i and head.pos_ == "PROPN"
    return before_name and child.dep_ in ("compound", "appos", "nmod") and not case_of(child)


def case_of(token: Token) -> str:
    """Return the preposition of a noun."""
    return next((child.lower_ for child in token.children if child.dep_ == "case"), "")


def is_verbal(token: Token) -> bool:
    """Return whether a word heads a clause: a verb, or a predicate with "be"."""
    return token.pos_ in VERBAL or any(child.dep_ == "cop" for child in token.children)


def clause_top(token: Token) -> Token:
    """Return the word that heads the clause around a word; an infinitive belongs to the verb that governs it."""
    current = token
    for _ in range(60):
        if current.dep_ == "ROOT" or current.head.i == current.i:
            return current
        if current.dep_ in CLAUSES and is_verbal(current):
            return current
        current = current.head
    return current


def _clause_words(top: Token) -> Iterator[int]:
    todo = [top]
    while todo:
        token = todo.pop()
        yield token.i
        for child in token.children:
            aim = child.dep_ == "advcl" and any(word.lower_ in AIMS for word in child.lefts)
            if child.dep_ in ("ccomp", "advcl", "parataxis") and is_verbal(child) and not aim:
                continue
            if child.dep_ == "conj" and is_verbal(child) and has_subject(child):
                continue
            if child.dep_ == "acl" and is_relative(child):
                continue
            todo.append(child)


def has_subject(token: Token) -> bool:
    """Return whether a verb has a subject of its own."""
    return any(child.dep_ in SUBJECTS for child in token.children)


def is_relative(token: Token) -> bool:
    """Return whether a clause on a noun is a relative one ("who were taken")."""
    if token.dep_ != "acl":
        return False
    if any(word.lower_ in RELATIVE for word in token.lefts):
        return True
    if any(child.dep_ == "mark" and child.lower_ not in ("that", "to") for child in token.lefts):
        return False
    says = token.lemma_ in ("say", "tell", "announce", "confirm") or token.i == token.head.i + 1
    return has_subject(token) and not says and not any(child.lower_ == "to" for child in token.lefts)
