"""The language pipeline that ships with newswatch: tokens, tags, lemmas and the parse of single sentences.

Names of actors and places are found by `entities`, over the tokens of this pipeline.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import as_file, files

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from newswatch.errors import ConfigurationError

BATCH = 64
ONE_SENTENCE = "newswatch_one_sentence"


@Language.component(ONE_SENTENCE)
def one_sentence(doc: Doc) -> Doc:
    """Say that a text is one sentence, so that the parser makes one tree of it."""
    for token in doc:
        token.is_sent_start = token.i == 0
    return doc


@cache
def load() -> Language:
    """Return the shipped pipeline, loaded once.

    Raises:
        ConfigurationError: when this installation lacks it or cannot use it.
    """
    with as_file(files("newswatch") / "language" / "pipeline") as folder:
        try:
            nlp = spacy.load(folder)
        except (OSError, ValueError) as error:
            raise ConfigurationError(f"the language pipeline at {folder} cannot be loaded: {error}") from error
    nlp.add_pipe(ONE_SENTENCE, first=True)
    return nlp


def parse(sentences: Iterable[str], nlp: Language | None = None) -> Iterator[Doc]:
    """Yield the parse of each sentence, one `Doc` with one tree a sentence, in order."""
    yield from (nlp or load()).pipe(sentences, batch_size=BATCH)
