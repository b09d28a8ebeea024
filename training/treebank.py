# ruff: noqa: INP001 (a folder of scripts, not a package)
"""Reads CoNLL-U treebanks and turns their sentences into spaCy documents."""

import gzip
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from spacy.tokens import Doc
from spacy.vocab import Vocab

KEPT_SUBTYPES = frozenset({"nsubj:pass", "aux:pass"})
DROPPED_FEATURES = frozenset({"Abbr", "ExtPos", "Style", "Typo"})
COLUMNS = 10


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a treebank; `head` is the place of its head in the sentence, its own for the root."""

    form: str
    lemma: str
    pos: str
    tag: str
    morph: str
    head: int
    dep: str
    space: bool


Words = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its id and the id of the document it stands in."""

    id: str
    document: str
    words: Words


def read_treebank(path: Path) -> list[Sentence]:
    """Read every sentence of a gzipped CoNLL-U file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return list(read_conllu(lines))


def read_conllu(lines: Iterable[str]) -> Iterator[Sentence]:
    """Read sentences from the lines of a CoNLL-U file; blank lines end them."""
    document = sentence_id = ""
    rows: list[list[str]] = []
    for raw in lines:
        line = raw.rstrip("\n")
        if line.startswith("# newdoc id = "):
            document = line.partition(" = ")[2]
        elif line.startswith("# sent_id = "):
            sentence_id = line.partition(" = ")[2]
        elif line and not line.startswith("#"):
            rows.append(columns_of(line))
        elif not line and rows:
            yield Sentence(sentence_id, document, tuple(words_of(rows)))
            rows = []
    if rows:
        yield Sentence(sentence_id, document, tuple(words_of(rows)))


def columns_of(line: str) -> list[str]:
    """Split a row into its columns."""
    columns = line.split("\t")
    if len(columns) != COLUMNS:
        raise ValueError(f"a row has {len(columns)} columns, not {COLUMNS}: {line}")
    return columns


def words_of(rows: Sequence[Sequence[str]]) -> Iterator[Word]:
    """Make words of a sentence's rows; a range row ("don't" over do and n't) only says where spaces are."""
    spaces = spaces_after(rows)
    for row in rows:
        if row[0].isdecimal():
            yield word_of(row, space=spaces[int(row[0])])


def spaces_after(rows: Sequence[Sequence[str]]) -> dict[int, bool]:
    """Say of each word, by number, whether a space follows it."""
    spaces = {int(row[0]): spaced(row) for row in rows if row[0].isdecimal()}
    for row in rows:
        first, dash, last = row[0].partition("-")
        if dash:
            spaces |= dict.fromkeys(range(int(first), int(last)), False)
            spaces[int(last)] = spaced(row)
    return spaces


def spaced(row: Sequence[str]) -> bool:
    """Say whether a space follows a row's text."""
    return "SpaceAfter=No" not in row[9].split("|")


def word_of(row: Sequence[str], *, space: bool) -> Word:
    """Make the word of one row."""
    number, form, lemma, pos, tag, features, head, relation = row[:8]
    place = int(number) - 1
    return Word(
        form=form,
        lemma=form if lemma == "_" else lemma,
        pos=pos,
        tag=tag,
        morph=kept_features(features),
        head=place if head == "0" else int(head) - 1,
        dep="ROOT" if head == "0" else kept_relation(relation),
        space=space,
    )


def kept_features(features: str) -> str:
    """Leave out the features that tell of spelling, not of grammar."""
    if features == "_":
        return ""
    return "|".join(part for part in features.split("|") if part.partition("=")[0] not in DROPPED_FEATURES)


def kept_relation(relation: str) -> str:
    """Fold a relation's subtype, save the passives and those of obl."""
    if relation in KEPT_SUBTYPES or relation.startswith("obl:"):
        return relation
    return relation.partition(":")[0]


def arranged(words: Words, order: Sequence[int]) -> Words:
    """Put words into another order; those it doesn't name are left out."""
    moved = {place: number for number, place in enumerate(order)}
    return tuple(replace(words[place], head=moved[words[place].head]) for place in order)


def as_doc(vocab: Vocab, sentences: Sequence[Words]) -> Doc:
    """Make one annotated document of sentences."""
    starts: list[bool | int | None] = [place == 0 for words in sentences for place in range(len(words))]
    words = [word for sentence in sentences for word in sentence]
    return Doc(
        vocab,
        words=[word.form for word in words],
        spaces=[word.space for word in words],
        tags=[word.tag for word in words],
        pos=[word.pos for word in words],
        morphs=[word.morph for word in words],
        lemmas=[word.lemma for word in words],
        heads=list(heads_of(sentences)),
        deps=[word.dep for word in words],
        sent_starts=starts,
    )


def heads_of(sentences: Iterable[Words]) -> Iterator[int]:
    """Count the heads of several sentences through."""
    offset = 0
    for words in sentences:
        yield from (word.head + offset for word in words)
        offset += len(words)
