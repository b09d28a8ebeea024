"""Gold items and claims, made by hand."""

import json

from newswatch.evaluation.gold import GoldItem, parse
from newswatch.models import Claim, Modality

KNOWN = {
    (topic, event)
    for topic, events in {
        "truce": "talks stalled agreed called_for in_effect violated",
        "hostage": "released held taken",
        "withdrawal": "withdrawal_demanded reentered",
    }.items()
    for event in events.split()
}


def pairs(*words: str) -> frozenset[tuple[str, str]]:
    """Return pairs of words like "truce/agreed"."""
    return frozenset((topic, event) for topic, _, event in (word.partition("/") for word in words))


def claimed(word: str, modality: str = "happened", **more) -> dict:
    """Return a claim as a gold item has it."""
    topic, _, event = word.partition("/")
    return {"topic": topic, "event": event, "modality": modality, **more}


def item(*claims: str | dict, background: tuple[str, ...] = (), text: str = "Some text.") -> GoldItem:
    """Return a gold item with these claims, in words or in full."""
    told = [claimed(claim) if isinstance(claim, str) else claim for claim in claims]
    line = {"id": "a", "text": text, "claims": told, "background": [claimed(word) for word in background]}
    (made,) = parse([json.dumps(line)], "gold", KNOWN)
    return made


def read(word: str, modality: Modality = Modality.HAPPENED, **more) -> Claim:
    """Return a claim as the reader makes it."""
    topic, _, event = word.partition("/")
    return Claim(topic=topic, event=event, modality=modality, sentence="Some text.", start=0, end=10, **more)
