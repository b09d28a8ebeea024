# ruff: noqa: INP001 (a folder of scripts, not a package)
"""Measures a pipeline: what it gets right on a treebank's test part, its size and its speed."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from time import perf_counter

import spacy
from spacy.language import Language
from spacy.training import Example
from treebank import Sentence, Words, as_doc

Figures = dict[str, float]
SENTENCE_FIGURES = {
    "UAS": "dep_uas",
    "LAS": "dep_las",
    "TAG": "tag_acc",
    "POS": "pos_acc",
    "MORPH": "morph_acc",
    "LEMMA": "lemma_acc",
    "TOKENS": "token_f",
}
RUNNING_FIGURES = {"UAS_running": "dep_uas", "LAS_running": "dep_las", "SENTENCE_ENDS": "sents_f"}
BATCH, ROUNDS = 64, 3


def accuracy(nlp: Language, sentences: Sequence[Sentence]) -> Figures:
    """Score the pipeline on raw text: on single sentences, and on whole documents it has to split itself."""
    alone = nlp.evaluate([as_one(example) for example in examples(nlp, ([row.words] for row in sentences))])
    running = nlp.evaluate(list(examples(nlp, documents(sentences))))
    return picked(alone, SENTENCE_FIGURES) | picked(running, RUNNING_FIGURES)


def picked(scores: dict[str, float], names: dict[str, str]) -> Figures:
    """Pick figures from spaCy's scores, in hundredths."""
    return {name: round(100 * scores[key], 1) for name, key in names.items()}


def documents(sentences: Iterable[Sentence]) -> Iterator[list[Words]]:
    """Put the sentences of each document together."""
    for _, group in groupby(sentences, key=lambda sentence: sentence.document):
        yield [sentence.words for sentence in group]


def examples(nlp: Language, runs: Iterable[Sequence[Words]]) -> Iterator[Example]:
    """Pair each run of sentences with its bare text as the tokenizer has it."""
    for run in runs:
        reference = as_doc(nlp.vocab, run)
        yield Example(nlp.make_doc(reference.text), reference)


def as_one(example: Example) -> Example:
    """Tell the pipeline that a text is one sentence, as the reader does."""
    for token in example.predicted:
        token.is_sent_start = token.i == 0
    return example


def words_per_second(nlp: Language, sentences: Sequence[Sentence]) -> int:
    """Read sentences in batches on one core, a few times over, and take the best time."""
    texts = [as_doc(nlp.vocab, [sentence.words]).text for sentence in sentences]
    words = sum(len(sentence.words) for sentence in sentences)
    return round(words / min(seconds_to_read(nlp, texts) for _ in range(ROUNDS)))


def seconds_to_read(nlp: Language, texts: Iterable[str]) -> float:
    """Time the reading of texts."""
    start = perf_counter()
    for _ in nlp.pipe(texts, batch_size=BATCH):
        pass
    return perf_counter() - start


def seconds_to_load(folder: Path) -> float:
    """Time the loading of a pipeline; the best of a few."""
    return round(min(seconds_of_one_load(folder) for _ in range(ROUNDS)), 2)


def seconds_of_one_load(folder: Path) -> float:
    """Time one loading of a pipeline."""
    start = perf_counter()
    spacy.load(folder)
    return perf_counter() - start


def megabytes(folder: Path) -> float:
    """Add up the sizes of a folder's files."""
    return round(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6, 1)
