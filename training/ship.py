# ruff: noqa: INP001 (a folder of scripts, not a package)
"""Puts a trained pipeline where the package ships it, with its figures, licence and sources beside it."""

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory
from typing import Any

import spacy
from measure import accuracy, megabytes, seconds_to_load, words_per_second
from spacy.language import Language
from thinc.api import Config
from treebank import Sentence

HERE = Path(__file__).parent
RUNTIME_SECTIONS = ("nlp", "components")
LICENSE = "CC BY-SA 4.0"
SOURCES = (
    {
        "name": "Universal Dependencies English EWT",
        "version": "commit 15d613d8, May 2025",
        "license": "CC BY-SA 4.0",
        "url": "https://github.com/UniversalDependencies/UD_English-EWT",
        "author": "Natalia Silveira and others",
    },
    {
        "name": "Universal Dependencies English GUM",
        "version": "commit afb41ee9, May 2025: bio, interview, news, speech, textbook, voyage",
        "license": "CC BY 4.0",
        "url": "https://github.com/UniversalDependencies/UD_English-GUM",
        "author": "Amir Zeldes and others",
    },
)
META = {
    "lang": "en",
    "name": "newswatch_language",
    "version": "1.0.0",
    "description": "Tokens, tags, lemmas and dependencies of English news, in Universal Dependencies.",
    "author": "newswatch",
    "license": LICENSE,
    "sources": list(SOURCES),
    "spacy_version": ">=3.8.7,<3.9.0",
}


@dataclass(frozen=True, slots=True)
class Training:
    """How a pipeline was trained."""

    passes: int
    words: int
    minutes: int
    seed: int


def ship(best: Path, output: Path, training: Training, tests: Mapping[str, Sequence[Sentence]]) -> None:
    """Measure a pipeline, put it where the shipped one was, and write its papers."""
    output.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=output) as folder:
        fresh = Path(folder) / "pipeline"
        save_bare(spacy.load(best), fresh)
        report = report_on(fresh, training, tests)
        change_over(fresh, output / "pipeline", Path(folder) / "old")
    (output / "accuracy.json").write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    (output / "README.md").write_text(readme(report), encoding="utf-8")
    shutil.copyfile(HERE / "LICENSE.template", output / "LICENSE")


def save_bare(nlp: Language, folder: Path) -> None:
    """Save what reading needs: no training settings, and no words of the treebanks."""
    nlp.config = Config({section: nlp.config[section] for section in RUNTIME_SECTIONS})
    nlp.meta = META
    nlp.to_disk(folder)
    strings = json.dumps(sorted(set(needed_strings(nlp))), ensure_ascii=False)
    (folder / "vocab" / "strings.json").write_text(strings, encoding="utf-8")


def needed_strings(nlp: Language) -> Iterator[str]:
    """Give the strings the pipeline's own tables speak of: labels, and what the edit trees write."""
    yield from spacy.blank("en").vocab.strings
    for name in nlp.pipe_names:
        labels = nlp.pipe_labels.get(name, [])
        yield from (label for label in labels if isinstance(label, str))
    lemmatizer: Any = nlp.get_pipe("trainable_lemmatizer")
    yield from (nlp.vocab.strings[text] for text in written_by(lemmatizer.trees, lemmatizer.labels))


def written_by(trees: Any, labels: Iterable[int]) -> Iterator[int]:
    """Give the strings that the edit trees of these labels look for and write."""
    waiting = list(labels)
    while waiting:
        tree = trees[waiting.pop()]
        yield from (tree[side] for side in ("orig", "subst") if side in tree)
        waiting += [tree[side] for side in ("prefix_tree", "suffix_tree") if tree.get(side) in range(len(trees))]


def report_on(folder: Path, training: Training, tests: Mapping[str, Sequence[Sentence]]) -> dict[str, Any]:
    """Say what the pipeline is made of and how good, large and fast it is."""
    nlp = spacy.load(folder)
    sentences = [sentence for part in tests.values() for sentence in part]
    return {
        "license": LICENSE,
        "sources": list(SOURCES),
        "training": {"spacy": version("spacy"), **asdict(training)},
        "accuracy": {f"{name}-test": accuracy(nlp, part) for name, part in tests.items()},
        "words_per_second": words_per_second(nlp, sentences),
        "seconds_to_load": seconds_to_load(folder),
        "megabytes": megabytes(folder),
    }


def change_over(fresh: Path, shipped: Path, old: Path) -> None:
    """Put the fresh pipeline in the shipped one's place."""
    if shipped.exists():
        shipped.rename(old)
    fresh.rename(shipped)


def readme(report: Mapping[str, Any]) -> str:
    """Write the README that lies beside the pipeline."""
    template = Template((HERE / "README.template").read_text(encoding="utf-8"))
    return template.substitute(
        rows="\n".join(table_rows(report["accuracy"])),
        training=f"{report['training']['passes']} passes over {report['training']['words']:,} words",
        seed=report["training"]["seed"],
        minutes=report["training"]["minutes"],
        words_per_second=f"{report['words_per_second']:,}",
        seconds_to_load=report["seconds_to_load"],
        megabytes=report["megabytes"],
    )


def table_rows(accuracies: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    """Lay the figures of each test part out as a table."""
    names = list(next(iter(accuracies.values())))
    yield "| Figure | " + " | ".join(accuracies) + " |"
    yield "| --- " * (len(accuracies) + 1) + "|"
    for name in names:
        yield f"| {name} | " + " | ".join(str(figures[name]) for figures in accuracies.values()) + " |"
