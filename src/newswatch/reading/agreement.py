"""Two readers that check each other: the rules' events and the classifier's opinions made into one reading.

What both find is sure. What a rule finds and the classifier thinks impossible is left out; what the classifier is
sure of and no rule foresaw is taken, at the word that it looked at, and the rules fill in its arguments. How real an
event is both say; the classifier decides where it is sure.
"""

from collections.abc import Container
from dataclasses import dataclass, field, replace

from spacy.tokens import Token

from newswatch.models import CLASSIFIER, Modality
from newswatch.reading.classifier import Opinion, Opinions
from newswatch.reading.events import Event, Events
from newswatch.reading.headlines import headline_roles
from newswatch.reading.parsed import Parsed
from newswatch.reading.patterns import VerbMatch
from newswatch.reading.reality import A_QUESTION, NOBODY_SAYS_SO, TOLD_TO_SAY
from newswatch.reading.roles import Roles, roles
from newswatch.reading.scope import reality
from newswatch.reading.wordforms import Form

# How they were chosen: docs/decisions/0006-two-readers.md.
VETO = 0.01  # a rule's event with less than this is left out
RIVALLED = 0.45  # the same where the classifier is certain of a more telling event: "completed their withdrawal"
DOUBTFUL = 0.2  # a probability below which the classifier makes a rule less sure
ADD = 0.65  # an event that no rule found is taken from here on
BARE = 0.90  # the same in a sentence that has no word of a topic
FRESH = 0.6  # probability of news from which the form of a sentence doesn't make it old
OLD = 0.85  # probability from which an event is taken to be only recalled
SURE = 0.75  # of a modality
HALF = 0.5  # of an event, for the classifier to have a say on how real it is
BOTH = 0.97  # how sure two readers that agree are at most

SILENT = frozenset({NOBODY_SAYS_SO, TOLD_TO_SAY, A_QUESTION})  # why a rule's event isn't said at all

FORMS = {
    "VB": Form.BASE, "VBP": Form.PRESENT, "VBZ": Form.PRESENT, "VBD": Form.PAST, "VBN": Form.PARTICIPLE,
    "VBG": Form.GERUND,
}  # fmt: skip
CONTENT = frozenset({"VERB", "NOUN", "PROPN", "AUX", "ADJ"})


def is_likely(opinions: Opinions) -> bool:
    """Return whether the classifier sees an event for certain, also where no word of a topic says so."""
    return any(opinion.probability >= BARE for opinion in opinions.values())


@dataclass(frozen=True, slots=True)
class Overruled:
    """A rule's event that the classifier thinks impossible."""

    event: Event
    probability: float


@dataclass(frozen=True, slots=True)
class Agreed:
    """What two readers make of a sentence together."""

    events: list[Event]
    overruled: list[Overruled] = field(default_factory=list)


def agreed(parsed: Parsed, events: Events, opinions: Opinions, *, unlearned: Container[str] = frozenset()) -> Agreed:
    """Return the events of a sentence that stand once both readers have spoken.

    Args:
        parsed: the sentence.
        events: what the rules found.
        opinions: what the classifier thinks, by `topic.event`.
        unlearned: the events that it has never learned, on which the rules decide alone.
    """
    kept, overruled = [], []
    for event in events.reported:
        name = f"{event.topic}.{event.event}"
        opinion = opinions.get(name)
        probability = opinion.probability if opinion else 0.0
        if name in unlearned:
            kept.append(event)
        elif probability < (RIVALLED if _has_rival(parsed, name, opinions) else VETO) and not event.found.granted:
            overruled.append(Overruled(event, probability))
        else:
            kept.append(_checked(event, opinion) if opinion else event)
    known = {f"{event.topic}.{event.event}" for event in kept}
    kept += [
        _foreseen_by_none(parsed, events, name, opinion)
        for name, opinion in opinions.items()
        if name not in known and opinion.probability >= ADD and not _is_gainsaid(name, opinion, events)
    ]
    return Agreed(sorted(kept, key=lambda event: event.token), overruled)


def _has_rival(parsed: Parsed, name: str, opinions: Opinions) -> bool:
    """Return whether the classifier is certain of an event that is more telling than this one, or of a plan of it."""
    rivals = (opinions.get(other) for other in (*parsed.rules.yields[name], *parsed.rules.plans[name]))
    return any(rival.probability >= BARE for rival in rivals if rival)


def _is_gainsaid(name: str, opinion: Opinion, events: Events) -> bool:
    """Return whether a rule saw the event and that nobody says so, or that it isn't what the classifier says it is."""
    seen = [one for one in events.unasserted if name in one.events]
    silent = any(SILENT & set(one.reasons) for one in seen)
    return silent or (bool(seen) and opinion.modality is Modality.HAPPENED)


def _checked(event: Event, opinion: Opinion) -> Event:
    """Return a rule's event with the modality that both readers give it, and how sure they are together."""
    decides = opinion.probability >= HALF and _share(opinion) >= SURE
    modality = opinion.modality if decides else event.modality
    together = min(BOTH, 1 - (1 - event.score) * (1 - opinion.probability))
    if opinion.probability < DOUBTFUL:
        together = event.score * (1 - DOUBTFUL + opinion.probability)
    return replace(event, modality=modality, score=round(together, 3), old=_is_old(opinion))


def _is_old(opinion: Opinion) -> bool | None:
    """Return whether an event is only recalled, where the classifier is sure of that or of the contrary."""
    if opinion.probability < HALF:
        return None
    if opinion.recalled >= OLD:
        return True
    return False if opinion.news >= FRESH else None


def _share(opinion: Opinion) -> float:
    """Return how sure the classifier is of its modality, were the event not recalled."""
    return opinion.realities[opinion.modality.value] / max(1e-6, 1 - opinion.recalled)


def _foreseen_by_none(parsed: Parsed, events: Events, name: str, opinion: Opinion) -> Event:
    topic, _, event = name.partition(".")
    token = _word_at(parsed, opinion.word)
    found = reality(parsed, token, events.groups, nominal=token.pos_ in ("NOUN", "PROPN"))
    return Event(
        topic,
        event,
        opinion.modality,
        token.i,
        _roles(parsed, token),
        found,
        f"{CLASSIFIER}{event}",
        round(opinion.probability, 3),
        old=_is_old(opinion) or None,  # one reader alone doesn't gainsay the form of a clause
    )


def _word_at(parsed: Parsed, offset: int) -> Token:
    """Return the verb, noun or predicate at an offset, or the nearest one above it in the tree."""
    token = next((word for word in parsed.doc if word.idx + len(word) > offset), parsed.doc[-1])
    return next((word for word in (token, *token.ancestors) if word.pos_ in CONTENT), token)


def _roles(parsed: Parsed, token: Token) -> Roles:
    """Return who does what to whom around a word that no rule knows."""
    if token.tag_ not in FORMS:
        return Roles((), (token,), passive=False)
    at = token.i
    match = VerbMatch(at, at, at + 1, frozenset({at}), frozenset({FORMS[token.tag_]}), frozenset(), is_be=False)
    return (headline_roles if parsed.headline else roles)(parsed, match)
