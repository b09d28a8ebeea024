# ruff: noqa: INP001 (a folder of scripts, not a package)
"""The sentences that the classifier learns from: `sentences/*.txt`, read and split by family.

A family is a block under `## name`: one situation in several wordings, with the same words in other modalities and near
misses among them. A line is `labels | sentence`. Labels are `event:modality`, `~event` where it is only recalled,
parted by commas, or `-` where nothing is reported.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from newswatch import topics

SENTENCES = Path(__file__).parent / "sentences"
RECALLED = "recalled"
REALITIES = ("happened", "planned", "proposed", "demanded", "conditional", "possible", "denied", RECALLED)
PARTS = 10  # of the families one such part is for testing, one for choosing


@dataclass(frozen=True, slots=True)
class Labelled:
    """One sentence, what it reports and how real that is.

    Attributes:
        text: the sentence.
        labels: event to reality, one of `REALITIES`.
        family: the name of its block.
        file: the file that it stands in.
    """

    text: str
    labels: dict[str, str]
    family: str
    file: str


def event_names() -> tuple[str, ...]:
    """Return every event of the built-in topics as `topic.event`, in a fixed order."""
    watch = topics.load(topics.BUILT_IN)
    return tuple(f"{name}.{event}" for name in sorted(watch.topics) for event in sorted(watch.topics[name].events))


def load(folder: Path = SENTENCES) -> list[Labelled]:
    """Read every sentence.

    Raises:
        ValueError: naming the file and line that doesn't say what it should.
    """
    full = {name.partition(".")[2]: name for name in event_names()}
    found: dict[str, Labelled] = {}
    for path in sorted(folder.glob("*.txt")):
        for one in _read(path, full):
            found.setdefault(one.text, one)
    return list(found.values())


def _read(path: Path, full: dict[str, str]) -> Iterator[Labelled]:
    family = ""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if line.startswith("## "):
            family = line[3:].strip()
        elif line.strip():
            labels, bar, text = line.partition(" | ")
            if not (bar and family and text.strip()):
                raise ValueError(f"{path.name}, line {number}: not `labels | sentence` under a family")
            try:
                yield Labelled(text.strip(), dict(_labels(labels, full)), family, path.stem)
            except (KeyError, ValueError) as error:
                raise ValueError(f"{path.name}, line {number}: {error} is no label") from error


def _labels(written: str, full: dict[str, str]) -> Iterator[tuple[str, str]]:
    for label in (part.strip() for part in written.split(",")):
        if label == "-":
            continue
        event, _, reality = label.partition(":")
        if event.startswith("~"):
            yield full[event.removeprefix("~")], RECALLED
        elif reality in REALITIES:
            yield full[event], reality
        else:
            raise ValueError(label)


def part_of(family: str) -> int:
    """Return which of the `PARTS` a family belongs to, always the same."""
    return int(hashlib.sha256(family.encode()).hexdigest(), 16) % PARTS


def split(sentences: Iterable[Labelled]) -> tuple[list[Labelled], list[Labelled], list[Labelled]]:
    """Return what to train on, to choose by and to test with; a family is never in two of them."""
    parts: tuple[list[Labelled], ...] = ([], [], [])
    for one in sentences:
        parts[{0: 2, 1: 1}.get(part_of(one.family), 0)].append(one)
    return parts[0], parts[1], parts[2]
