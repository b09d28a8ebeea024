# ruff: noqa: INP001 (a folder of scripts, not a package)
"""Trains the sentence classifier and ships it: `python training/train_classifier.py ENCODER`.

ENCODER is a folder with `config.json`, `model.safetensors` and `tokenizer.json` of all-MiniLM-L6-v2. It needs what
`requirements.txt` beside it names, which the product doesn't.
"""

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from encoder import EventEncoder
from labelled import REALITIES, RECALLED, Labelled, event_names, load, split
from ship_classifier import ship
from tokenizers import Tokenizer
from torch import Tensor, nn

LONGEST = 128  # word pieces of a sentence
BATCH = 32
SEED = 7
LEFT_OUT = -100  # what cross_entropy leaves out
ENCODER_RATE, HEAD_RATE = 1e-4, 3e-3
WARM, LEAST = 0.1, 0.02  # share of the steps in which the rate rises; what is left of it at the end
EVENT_WEIGHT, REALITY_WEIGHT = 9.0, 0.5  # so that both losses are of one size
OUTPUT = Path(__file__).parents[1] / "src" / "newswatch" / "language" / "classifier"


def main() -> None:
    """Train, measure and ship."""
    options = parse_options()
    torch.manual_seed(SEED)
    random.seed(SEED)
    torch.set_flush_denormal(True)
    training, choosing, testing = split(load())
    if options.all:
        training += choosing
    tokenizer = Tokenizer.from_file(str(options.encoder / "tokenizer.json"))
    tokenizer.enable_truncation(LONGEST)
    tokenizer.no_padding()
    batches = Batches(tokenizer, event_names())
    model = EventEncoder(options.encoder, len(event_names()), len(REALITIES))
    began = time.monotonic()
    train(model, batches, training, choosing, options.epochs)
    figures = {
        "sentences": {"training": len(training), "choosing": len(choosing), "testing": len(testing)},
        "epochs": options.epochs,
        "seed": SEED,
        "minutes": round((time.monotonic() - began) / 60),
        "choosing": measure(model, batches, choosing),
        "testing": measure(model, batches, testing),
    }
    print(figures)  # noqa: T201
    ship(model, tokenizer, {"events": event_names(), "realities": REALITIES}, figures, options.output)


def parse_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("encoder", type=Path, help="the folder of the pretrained encoder")
    parser.add_argument("--output", type=Path, default=OUTPUT, help="where to ship it")
    parser.add_argument("--epochs", type=int, default=8, help="passes over the sentences")
    parser.add_argument("--all", action="store_true", help="train on the families for choosing too; never on the tests")
    return parser.parse_args()


def train(
    model: EventEncoder, batches: "Batches", training: Sequence[Labelled], choosing: Sequence[Labelled], epochs: int
) -> None:
    """Fit the model, and print how it does after each pass."""
    heads = [value for name, value in model.named_parameters() if not name.startswith("encoder.")]
    inner = [value for value in model.encoder.parameters() if value.requires_grad]
    rates = [{"params": inner, "lr": ENCODER_RATE}, {"params": heads, "lr": HEAD_RATE}]
    optimizer = torch.optim.AdamW(rates, weight_decay=0.01)
    steps = epochs * (len(training) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: rate(step / steps))
    for epoch in range(1, epochs + 1):
        model.train()
        began, total = time.monotonic(), 0.0
        for ids, mask, events, realities in batches.shuffled(training):
            loss = loss_of(model, ids, mask, events, realities)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item() * len(ids)
        told = measure(model, batches, choosing)
        print(f"{epoch}: loss {total / len(training):.4f}, {time.monotonic() - began:.0f} s, {told}", flush=True)  # noqa: T201


def rate(done: float) -> float:
    """Return the share of the learning rate when so much of the training is done: up, then straight down."""
    return done / WARM + 1e-3 if done < WARM else max(LEAST, (1 - done) / (1 - WARM))


def loss_of(model: EventEncoder, ids: Tensor, mask: Tensor, events: Tensor, realities: Tensor) -> Tensor:
    """Return how wrong the model is about the events, and about the reality of those that are there."""
    told, real, _ = model(ids, mask)
    loss = EVENT_WEIGHT * nn.functional.binary_cross_entropy_with_logits(told, events)
    if (realities != LEFT_OUT).any():
        own = nn.functional.cross_entropy(real.flatten(0, 1), realities.flatten(), ignore_index=LEFT_OUT)
        loss = loss + REALITY_WEIGHT * own
    return loss


class Batches:
    """Makes batches of sentences of like length."""

    def __init__(self, tokenizer: Tokenizer, names: Sequence[str]) -> None:
        self._tokenizer = tokenizer
        self._place = {name: at for at, name in enumerate(names)}

    def shuffled(self, sentences: Sequence[Labelled]) -> Iterator[tuple[Tensor, Tensor, Tensor, Tensor]]:
        """Yield the batches of a pass in random order."""
        groups = list(self._groups(sentences, jitter=8))
        random.shuffle(groups)
        return (self._tensors(group) for group in groups)

    def ordered(self, sentences: Sequence[Labelled]) -> Iterator[tuple[Tensor, Tensor, Tensor, Tensor]]:
        """Yield each sentence once, short ones first."""
        return (self._tensors(group) for group in self._groups(sentences, jitter=0))

    def _groups(self, sentences: Sequence[Labelled], jitter: int) -> Iterator[list[tuple[list[int], Labelled]]]:
        pieces = [self._tokenizer.encode(one.text).ids for one in sentences]
        order = sorted(range(len(sentences)), key=lambda at: len(pieces[at]) + random.random() * jitter)  # noqa: S311
        for start in range(0, len(order), BATCH):
            yield [(pieces[at], sentences[at]) for at in order[start : start + BATCH]]

    def _tensors(self, group: list[tuple[list[int], Labelled]]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        longest = max(len(pieces) for pieces, _ in group)
        ids = torch.zeros(len(group), longest, dtype=torch.long)
        events = torch.zeros(len(group), len(self._place))
        realities = torch.full((len(group), len(self._place)), LEFT_OUT, dtype=torch.long)
        for row, (pieces, sentence) in enumerate(group):
            ids[row, : len(pieces)] = torch.tensor(pieces)
            for name, reality in sentence.labels.items():
                events[row, self._place[name]] = 1
                realities[row, self._place[name]] = REALITIES.index(reality)
        return ids, (ids != 0).long(), events, realities


@torch.no_grad()
def measure(model: EventEncoder, batches: Batches, sentences: Sequence[Labelled]) -> dict[str, float]:
    """Return how well it tells what is reported and not only recalled, and how real that is; noisy is of the empty."""
    model.eval()
    recalled = REALITIES.index(RECALLED)
    hits = said = wanted = right = noisy = empty = 0
    for ids, mask, events, realities in batches.ordered(sentences):
        told, real, _ = model(ids, mask)
        best = real.argmax(-1)
        found, gold = (told > 0) & (best != recalled), (events > 0) & (realities != recalled)
        none = ~gold.any(1)
        hits, said, wanted = hits + int((found & gold).sum()), said + int(found.sum()), wanted + int(gold.sum())
        right += int((found & gold & (best == realities)).sum())
        empty, noisy = empty + int(none.sum()), noisy + int((none & found.any(1)).sum())
    figures = {
        "precision": hits / max(1, said),
        "recall": hits / max(1, wanted),
        "f1": 2 * hits / max(1, said + wanted),
        "modality": right / max(1, hits),
        "noisy": noisy / max(1, empty),
    }
    return {name: round(value, 3) for name, value in figures.items()}


if __name__ == "__main__":
    main()
