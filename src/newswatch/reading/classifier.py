"""The second reader: a trained sentence classifier, for wordings that no rule foresees.

It says which events a sentence reports, how real each is, and which word says so. It never says how many, where or who:
that is for the rules. `training/train_classifier.py` made it; `language/classifier` holds it.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Encoding, Tokenizer

from newswatch.errors import ConfigurationError
from newswatch.models import Modality

BATCH = 32
LONE = re.compile("[\ud800-\udfff]")  # half a character, which JSON can hold and the tokenizer can't
POSSIBLE = 0.005  # below it an event is not even thought possible
RECALLED = "recalled"


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the classifier thinks of one event in one sentence.

    Attributes:
        probability: that the sentence speaks of the event as something that is said to be so, 0 to 1.
        realities: how probable each modality is, and that the event is only recalled; they sum up to 1.
        word: the offset in the sentence of the word that it looked at most.
    """

    probability: float
    realities: dict[str, float]
    word: int

    @property
    def recalled(self) -> float:
        """How probable it is that the event is only recalled."""
        return self.realities[RECALLED]

    @property
    def news(self) -> float:
        """How probable it is that the sentence reports the event, and doesn't only recall it."""
        return self.probability * (1 - self.recalled)

    @property
    def modality(self) -> Modality:
        """The most probable modality, were it not recalled."""
        return Modality(max((name for name in self.realities if name != RECALLED), key=self.realities.__getitem__))


Opinions = dict[str, Opinion]  # by `topic.event`


class Classifier:
    """Scores sentences; loaded once."""

    def __init__(self, folder: Path) -> None:
        """Load the model of a folder.

        Raises:
            ConfigurationError: it is not there or cannot be used.
        """
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # the reader is one process among others
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(
                folder / "model.onnx", options, providers=["CPUExecutionProvider"]
            )
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            labels = json.loads((folder / "labels.json").read_text("utf-8"))
        except Exception as error:  # both libraries raise bare exceptions of their own
            raise ConfigurationError(f"the sentence classifier at {folder} cannot be loaded: {error}") from error
        self.events: tuple[str, ...] = tuple(labels["events"])
        self._realities: tuple[str, ...] = tuple(labels["realities"])

    def opinions(self, sentences: Sequence[str]) -> list[Opinions]:
        """Return what is thought of each sentence, by event; nothing of events that it thinks impossible."""
        encoded = [self._tokenizer.encode(LONE.sub(" ", sentence)) for sentence in sentences]
        order = sorted(range(len(sentences)), key=lambda at: len(encoded[at].ids))  # like lengths pad little
        found: list[Opinions] = [{} for _ in sentences]
        for start in range(0, len(order), BATCH):
            group = order[start : start + BATCH]
            for at, opinions in zip(group, self._batch([encoded[at] for at in group]), strict=True):
                found[at] = opinions
        return found

    def _batch(self, encoded: Sequence[Encoding]) -> Iterator[Opinions]:
        longest = max(len(one.ids) for one in encoded)
        ids = np.zeros((len(encoded), longest), dtype=np.int64)
        for row, one in enumerate(encoded):
            ids[row, : len(one.ids)] = one.ids
        events, realities, looks = self._session.run(None, {"ids": ids, "mask": (ids != 0).astype(np.int64)})
        for row, one in enumerate(encoded):
            likely = np.flatnonzero(events[row] >= POSSIBLE)
            yield {
                self.events[event]: Opinion(
                    float(events[row, event]),
                    dict(zip(self._realities, map(float, realities[row, event]), strict=True)),
                    _offset(looks[row, event], one),
                )
                for event in likely
            }


def _offset(looks: "np.ndarray[Any, np.dtype[np.float32]]", encoded: Encoding) -> int:
    """Return where the piece begins that was looked at most; the marks at both ends are no pieces."""
    inner = looks[1 : len(encoded.ids) - 1]
    return encoded.offsets[1 + int(inner.argmax())][0] if inner.size else 0


@cache
def load() -> Classifier:
    """Return the shipped classifier, loaded once.

    Raises:
        ConfigurationError: this installation lacks it or cannot use it.
    """
    with as_file(files("newswatch") / "language" / "classifier") as folder:
        return Classifier(folder)
