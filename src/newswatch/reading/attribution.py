"""Who says it: the speaker of a claim."""

from spacy.tokens import Token

from newswatch.reading.parsed import SUBJECTS
from newswatch.reading.reality import Reality

SAYING = frozenset({
    "say", "tell", "announce", "report", "confirm", "state", "declare", "add", "claim", "write",
    "insist", "allege", "note", "warn", "accuse", "charge", "deny", "reveal", "reply", "post",
    "acknowledge", "maintain", "argue", "repeat", "reiterate", "complain", "respond", "explain",
    "boast", "vow", "stress", "describe", "call",
})  # fmt: skip


def speaker_tokens(event: Token, found: Reality) -> list[Token]:
    """Return the subjects of the verbs of saying around an event, the nearest first."""
    spoken = [subject for verb in found.speakers for subject in _subjects_of(verb)]
    return spoken or [subject for verb in _beside(event) for subject in _subjects_of(verb)]


def _subjects_of(verb: Token) -> list[Token]:
    own = [child for child in verb.children if child.dep_ in SUBJECTS]
    if own or verb.head.i == verb.i:
        return own
    return (
        [child for child in verb.head.children if child.dep_ in SUBJECTS]
        if verb.dep_ in ("conj", "advcl", "xcomp")
        else []
    )


def _beside(event: Token) -> list[Token]:
    """Return verbs of saying that hang on the event's sentence from the side: "…, the army said"."""
    root = event
    while root.head.i != root.i:
        root = root.head
    found = [
        child
        for child in root.subtree
        if child.dep_ in ("parataxis", "ccomp") and child.lemma_ in SAYING and child.i != event.i
    ]
    return found[:1] or ([root] if root.lemma_ in SAYING and root.i != event.i else [])
