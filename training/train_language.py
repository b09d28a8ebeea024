# ruff: noqa: INP001 (a folder of scripts, not a package)
"""Trains newswatch's language pipeline from a folder of Universal Dependencies treebanks.

Usage: python training/train_language.py FOLDER [--output DIRECTORY] [--epochs NUMBER]
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import spacy
from measure import examples
from ship import Training, ship
from spacy.language import Language
from spacy.tokens import DocBin
from spacy.training import Example
from spacy.training.initialize import init_nlp
from spacy.training.loop import train
from spacy.util import compile_infix_regex, load_config, registry
from thinc.api import NumpyOps, set_current_ops
from treebank import Sentence, as_doc, read_treebank
from variants import Variants, runs_of
from vocabulary import Vocabulary

HERE = Path(__file__).parent
SHIPPED = HERE.parent / "src" / "newswatch" / "language"
TREEBANKS = ("ewt", "gum")
EPOCHS = 20
SEED = 20250115
WORDS_PER_STEP = 1_400  # what a step takes of the batches that language.cfg lets grow to 1,500 words
WARM_STEPS = 400  # what the smaller batches at the start add
LOOKS = 6
MORE_INFIXES = (
    "[\N{EM DASH}\N{EN DASH}\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}]",
    r"(?<=[A-Z]\.)-(?=[A-Za-z])",
)

Reader = Callable[[Language], Iterator[Example]]


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, measure and ship."""
    options = options_of(arguments)
    set_current_ops(NumpyOps(use_blis=False))  # NumPy's own matrix products are up to three times as fast
    training, development = read_part(options.folder, "train"), read_part(options.folder, "dev")
    tests = {name: read_treebank(options.folder / f"{name}-test.conllu.gz") for name in TREEBANKS}
    with TemporaryDirectory() as folder:
        start = perf_counter()
        best = train_pipeline(training, development, Path(folder), options.epochs)
        minutes = round((perf_counter() - start) / 60)
        done = Training(passes=options.epochs, words=words_in(training), minutes=minutes, seed=SEED)
        ship(best, options.output, done, tests)


def options_of(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Train newswatch's language pipeline.")
    parser.add_argument("folder", type=Path, help="holds ewt-train.conllu.gz, gum-train.conllu.gz and so on")
    parser.add_argument("--output", type=Path, default=SHIPPED, help="where the result goes")
    parser.add_argument("--epochs", type=int, default=EPOCHS, help="passes over the treebanks")
    return parser.parse_args(arguments)


def read_part(folder: Path, part: str) -> list[Sentence]:
    """Read one part of both treebanks."""
    return [row for name in TREEBANKS for row in read_treebank(folder / f"{name}-{part}.conllu.gz")]


def words_in(sentences: Iterable[Sentence]) -> int:
    """Count words."""
    return sum(len(sentence.words) for sentence in sentences)


def train_pipeline(training: Sequence[Sentence], development: Sequence[Sentence], folder: Path, epochs: int) -> Path:
    """Train a pipeline and say in which folder the best of it is."""
    variants = Variants.of(training, Vocabulary.read(HERE / "news_words.txt"))
    registry.readers("newswatch.Passes.v1", func=lambda: passes(variants))
    dev, trained = folder / "dev.spacy", folder / "trained"
    write_documents(development, dev)
    trained.mkdir()
    nlp = init_nlp(load_config(HERE / "language.cfg", overrides={"paths.dev": str(dev), **schedule(training, epochs)}))
    split_more(nlp)
    nlp.config["training"]["max_epochs"] = -1  # ask the reader for every pass anew
    train(nlp, trained, stdout=sys.stdout, stderr=sys.stderr)
    return trained / "model-best"


def schedule(training: Iterable[Sentence], epochs: int) -> dict[str, int]:
    """Say how many steps to take, and how often to look; the last look is after the last step."""
    often = (epochs * words_in(training) // WORDS_PER_STEP + WARM_STEPS) // LOOKS
    return {"system.seed": SEED, "training.max_steps": often * LOOKS, "training.eval_frequency": often}


def passes(variants: Variants) -> Reader:
    """Make a reader that varies the sentences differently at each pass."""
    numbers = count(SEED)

    def read(nlp: Language) -> Iterator[Example]:
        chance = Random(next(numbers))  # noqa: S311 (not a secret)
        return examples(nlp, variants.passing(chance))

    return read


def write_documents(sentences: Sequence[Sentence], path: Path) -> None:
    """Write sentences in runs, as spaCy reads them."""
    vocab = spacy.blank("en").vocab
    runs = runs_of(sentences, Random(SEED))  # noqa: S311 (not a secret)
    DocBin(docs=(as_doc(vocab, run) for run in runs)).to_disk(path)


def split_more(nlp: Language) -> None:
    """Split words at dashes and curly quotes without spaces around them, and "U.S.-led" at its hyphen."""
    tokenizer: Any = nlp.tokenizer
    infixes = [*(nlp.Defaults.infixes or ()), *MORE_INFIXES]
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer


if __name__ == "__main__":
    main()
