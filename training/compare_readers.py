# ruff: noqa: INP001, T201 (a folder of scripts, not a package; it prints its table)
"""Compares the readers: `python training/compare_readers.py [GOLD.jsonl …]`.

Rules alone, spaCy's text classifier on our tokens, the shipped encoder alone, and both readers together: on the
families that nothing was trained on, and on annotated files as `newswatch evaluate` takes them. Prints a table as
docs/decisions has it. A sentence of ours is read as the body of an article about the watched theatre.
"""

import argparse
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import spacy
from labelled import RECALLED, Labelled, event_names, load, split
from spacy.language import Language
from spacy.training import Example
from spacy.util import compounding, fix_random_seed, minibatch

from newswatch import topics
from newswatch.evaluation import gold as gold_items
from newswatch.models import Article
from newswatch.reading import Reader, pipeline, reader
from newswatch.reading.agreement import Agreed, agreed
from newswatch.reading.classifier import load as load_classifier
from newswatch.reading.sentences import sentences
from newswatch.reading.text import Text

TITLE = "The war in Gaza between Israel and Hamas"
HALF = 0.5
PASSES = 3
Pairs = Mapping[str, str]  # `topic.event` to modality
ReadPairs = Callable[[Article], Pairs]


@dataclass(frozen=True)
class Item:
    """One item to read: what it reports, and what may be found in it without being right or wrong."""

    article: Article
    gold: Pairs
    tolerated: frozenset[str]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path, nargs="*", help="annotated items")
    options = parser.parse_args()
    training, _, testing = split(load())
    sets = {"test families": [_item(at, one) for at, one in enumerate(testing)]}
    sets |= {path.stem: _gold(path) for path in options.gold}
    whole = Reader(topics.load(topics.BUILT_IN))
    textcat = train_textcat(training)
    readers: dict[str, ReadPairs] = {
        "rules alone": rules_alone(whole),
        "spaCy text classifier": by_textcat(textcat),
        "encoder alone": by_encoder,
        "both readers": by_reader(whole),
    }
    print("| reader | items | P | R | F1 | modality | noisy | items/s |")
    print("| --- " * 8 + "|")
    for set_name, items in sets.items():
        for name, read in readers.items():
            print(f"| {name} | {set_name} | {' | '.join(figures(read, items))} |", flush=True)
    print("MB of the text classifier:", round(megabytes(textcat), 1))


def figures(read: ReadPairs, items: Sequence[Item]) -> list[str]:
    """Return precision, recall, F1, share of right modalities, noisy items, and items a second."""
    began = time.perf_counter()
    told = [read(item.article) for item in items]
    seconds = time.perf_counter() - began
    hits = said = wanted = right = noisy = empty = 0
    for item, found in zip(items, told, strict=True):
        kept = {name: modality for name, modality in found.items() if name in item.gold or name not in item.tolerated}
        both = kept.keys() & item.gold.keys()
        hits, said, wanted = hits + len(both), said + len(kept), wanted + len(item.gold)
        right += sum(kept[name] == item.gold[name] for name in both)
        empty, noisy = empty + (not item.gold), noisy + (not item.gold and bool(kept))
    shares = (hits / max(1, said), hits / max(1, wanted), 2 * hits / max(1, said + wanted), right / max(1, hits))
    return [*(f"{share:.2f}" for share in shares), f"{noisy} of {empty}", f"{len(items) / seconds:.0f}"]


def _item(number: int, one: Labelled) -> Item:
    article = Article.from_loose({"id": f"s{number}", "title": TITLE, "body": one.text})
    gold = {name: reality for name, reality in one.labels.items() if reality != RECALLED}
    return Item(article, gold, frozenset(one.labels) - frozenset(gold))


def _gold(path: Path) -> list[Item]:
    known = [(topic, event) for topic, _, event in (name.partition(".") for name in event_names())]
    items = gold_items.parse(path.read_text("utf-8").splitlines(), path.name, known)
    return [
        Item(
            item.article,
            {f"{claim.topic}.{claim.event}": claim.modality.value for claim in reversed(item.annotation.claims)},
            frozenset(f"{topic}.{event}" for topic, event in item.allowed),
        )
        for item in items
    ]


def by_reader(whole: Reader) -> ReadPairs:
    """Return both readers together, as they are shipped."""

    def read(article: Article) -> Pairs:
        news = [claim for claim in whole.read(article).watched if not claim.background]
        return {f"{claim.topic}.{claim.event}": claim.modality.value for claim in reversed(news)}

    return read


def rules_alone(whole: Reader) -> ReadPairs:
    """Return the reader without the classifier."""
    together = by_reader(whole)

    def read(article: Article) -> Pairs:
        reader.agreed = lambda _parsed, events, _opinions: Agreed(events.reported)
        try:
            return together(article)
        finally:
            reader.agreed = agreed

    return read


def by_encoder(article: Article) -> Pairs:
    """Return what the shipped encoder alone finds, in any theatre."""
    found: dict[str, str] = {}
    for opinions in load_classifier().opinions(list(_bodies(article))):
        for name, opinion in opinions.items():
            if opinion.news >= HALF:
                found.setdefault(name, opinion.modality.value)
    return found


def by_textcat(nlp: Language) -> ReadPairs:
    """Return what spaCy's text classifier alone finds, in any theatre."""

    def read(article: Article) -> Pairs:
        found: dict[str, str] = {}
        for doc in nlp.pipe(_bodies(article)):
            for label, score in sorted(doc.cats.items(), key=lambda one: one[1]):
                event, _, reality = label.partition(":")
                if score >= HALF and reality != RECALLED:
                    found[event] = reality
        return found

    return read


def _bodies(article: Article) -> Iterable[str]:
    return (sentence.normal for sentence in sentences(Text.of(article.body or "")))


def train_textcat(training: Sequence[Labelled]) -> Language:
    """Train spaCy's ensemble of a bag of words and a small network, over event and reality together."""
    fix_random_seed(0)
    nlp = spacy.blank("en")
    nlp.tokenizer = pipeline.load().tokenizer
    labels = sorted({f"{event}:{reality}" for one in training for event, reality in one.labels.items()})
    examples = [
        Example.from_dict(
            nlp.make_doc(one.text),
            {
                "cats": {
                    label: float(one.labels.get(label.partition(":")[0]) == label.partition(":")[2]) for label in labels
                }
            },
        )
        for one in training
    ]
    nlp.add_pipe("textcat_multilabel")
    nlp.initialize(lambda: examples)
    for _ in range(PASSES):
        for batch in minibatch(examples, compounding(8, 64, 1.01)):
            nlp.update(batch, drop=0.2)
    return nlp


def _cats(one: Labelled, labels: Iterable[str]) -> dict[str, float]:
    own = {f"{event}:{reality}" for event, reality in one.labels.items()}
    return {label: float(label in own) for label in labels}


def megabytes(nlp: Language) -> float:
    """Return how large a pipeline is on disk."""
    with TemporaryDirectory() as folder:
        nlp.to_disk(folder)
        return sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file()) / 1e6


if __name__ == "__main__":
    main()
