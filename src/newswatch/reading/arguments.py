"""The arguments of an event: who, by whom said, how many, where, when, how long."""

import re
from collections.abc import Container, Iterable
from datetime import date

from spacy.tokens import Token

from newswatch.models import Claim
from newswatch.reading.attribution import SAYING, speaker_tokens
from newswatch.reading.background import own_dates
from newswatch.reading.dates import DateMention
from newswatch.reading.entities import Entities, Mention
from newswatch.reading.events import Event, agent_words, theme_words
from newswatch.reading.parsed import SUBJECTS, Parsed, clause_top
from newswatch.reading.quantities import Count, counts, durations, of_a_deal, phases, stages
from newswatch.topics import Watch

TOTAL_WORDS = frozenset({"total", "altogether", "overall"})
FURTHER = frozenset({"another", "further", "more", "additional"})
SINCE_THEN = re.compile(
    r"\bsince (?:the |this |that )?(?:truce|ceasefire|cease-fire|deal|agreement|accord|pause|lull|war|it|then)"
    r"(?: (?:began|begun|started|took|came|was|went|in)\b| , )"
)
SO_FAR = ("so far", "thus far", "up to now", "until now", "to date")
DEADLINE = frozenset({"by", "before", "until", "till", "deadline", "noon", "midday", "midnight", "than"})
BY = 6  # words before a day in which what makes it a deadline stands
ACCUSING = frozenset({"accuse", "charge", "blame"})
ITSELF = frozenset({"it", "they", "he", "she", "we", "i"})


class Arguments:
    """Fills in the arguments of an event."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self.entities = Entities(watch)

    def claims(self, parsed: Parsed, event: Event, mentions: list[DateMention], base: Claim) -> list[Claim]:
        """Return the claims that an event makes: one for each number of people, and for each place of forces."""
        doc = parsed.doc
        actors = self.entities.actors(doc)
        said_by = self.watch.speaker(self._said_by(parsed, event, actors))
        top = clause_top(doc[event.token])
        clause = {word.i for word in top.subtree}
        known = {
            "actor": self._actor(parsed, event, actors, said_by),
            "said_by": said_by,
            "date": _day(mentions, event, parsed, until=bool(self.watch.event(event.topic, event.event).dated_slot)),
            "persons": self._persons(parsed, event),
            "actors": tuple(dict.fromkeys(self.watch.rolled_up(mention.id) or mention.id for mention in actors)),
            "mediators": self._mediators(actors, parsed),
            **_numbers(parsed, event, clause, self.watch),
        }
        counted = _by_count(base.model_copy(update=known), parsed, event, self.watch)
        return self._by_place(counted, event, self._places(parsed, clause))

    def _actor(self, parsed: Parsed, event: Event, actors: list[Mention], said_by: str | None) -> str | None:
        """Return who does it, rolled up: the subject, who speaks of himself as "it", or whom the event implies."""
        token = parsed.doc[event.token]
        topic, known = self.watch.topics[event.topic], self.watch.event(event.topic, event.event)
        if known.accuses and token.lemma_ in ACCUSING:
            return self.watch.rolled_up(_covering(actors, theme_words(event)))
        if known.demand:
            asking = said_by or _covering(actors, _subjects_above(token))
            asks = self.watch.rolled_up(asking or _covering(actors, agent_words(event)))
            return None if asks == known.demanded_of else asks
        own = _covering(actors, agent_words(event))
        if own is None and known.by and topic.by_place:
            own = _covering(actors, theme_words(event))
        if own is None and event.roles.agents and all(word.lower_ in ITSELF for word in event.roles.agents):
            own = said_by
        return known.by if own is None else self.watch.rolled_up(own)

    def _said_by(self, parsed: Parsed, event: Event, actors: list[Mention]) -> str | None:
        """Return who says it: the subject of a verb of saying around the event, or of the event where it is one."""
        token, known = parsed.doc[event.token], self.watch.event(event.topic, event.event)
        if token.lemma_ in SAYING or known.spoken:
            own = _covering(actors, agent_words(event))
            if own is not None and (not known.demand or token.lemma_ in SAYING):
                return own
        return _covering(actors, speaker_tokens(token, event.found))

    def _places(self, parsed: Parsed, clause: set[int]) -> list[str]:
        """Return the places of a clause; where it names none, the only one of the sentence."""
        mentions = self.entities.places(parsed.doc)
        every = list(dict.fromkeys(place.id for place in mentions))
        own = list(dict.fromkeys(place.id for place in mentions if place.start in clause))
        return own or (every if len(every) == 1 else [])

    def _by_place(self, claims: list[Claim], event: Event, places: list[str]) -> list[Claim]:
        if not places:
            return claims
        if not self.watch.topics[event.topic].by_place:
            return [claim.model_copy(update={"place": places[0]}) for claim in claims]
        named = [place for place in places if place != self.watch.theatres.watched] or places
        return [claim.model_copy(update={"place": place}) for claim in claims for place in named]

    def _persons(self, parsed: Parsed, event: Event) -> tuple[str, ...]:
        if not self.watch.topics[event.topic].by_person:
            return ()
        theme = {word.i for word in theme_words(event)}
        span = {at for word in theme for at in range(word - 3, word + 4)}
        return tuple(
            person.id for person in self.entities.persons(parsed.doc) if span & set(range(person.start, person.end))
        )

    def _mediators(self, actors: list[Mention], parsed: Parsed) -> tuple[str, ...]:
        if not parsed.word_set & {
            "mediators",
            "mediator",
            "mediation",
            "mediated",
            "broker",
            "brokered",
            "mediate",
            "efforts",
        }:
            return ()
        ids = (self.watch.rolled_up(mention.id) or mention.id for mention in actors)
        return tuple(dict.fromkeys(one for one in ids if one in self.watch.actors and self.watch.actors[one].mediates))


def _day(mentions: list[DateMention], event: Event, parsed: Parsed, *, until: bool) -> date | None:
    """Return the day of an event; of a demand `until` a day it is that one, not the day on which it is made."""
    if until:
        days = [one for one in mentions if DEADLINE & set(parsed.words[max(0, one.start - BY) : one.start])]
    else:
        token = parsed.doc[event.token]
        days = [one for one in own_dates(mentions, token) if not _came_before(token, one)]
    return next((one.day for one in days if one.day), None)


def _came_before(token: Token, mention: DateMention) -> bool:
    """Return whether an event came before what a day is of: "on Monday, hours after Hamas had let three go"."""
    for verb in (token, *token.ancestors):
        if any(child.dep_ == "mark" and child.lower_ == "after" for child in verb.children):
            return mention.start not in {word.i for word in verb.subtree}
    return False


def _covering(mentions: Iterable[Mention], words: Iterable[Token]) -> str | None:
    """Return the first mention that covers one of the words, or stands in the phrase of one."""
    places = list(mentions)
    for word in words:
        edge = range(word.left_edge.i, word.i + 1)
        inside = [mention for mention in places if mention.start <= word.i < mention.end]
        nearby = [mention for mention in places if mention.start in edge]
        for mention in (*inside, *reversed(nearby)):
            return mention.id
    return None


def _subjects_above(token: Token) -> list[Token]:
    """Return the subjects of the verbs above a word, the nearest first: "the UN passes a text calling for…"."""
    return [child for verb in token.ancestors for child in verb.children if child.dep_ in SUBJECTS]


def _numbers(parsed: Parsed, event: Event, clause: set[int], watch: Watch) -> dict[str, int]:
    """Return the terms of a deal, where the topic is about one that has phases, and the stage that is told of."""
    found: dict[str, int] = {}
    if watch.topics[event.topic].ladder:
        lasting = [number for number in durations(parsed.doc) if of_a_deal(parsed.doc, number)]
        for name, numbers in (("duration_days", lasting), ("phases", phases(parsed.doc))):
            own = [number for number in numbers if number.start in clause]
            if own or (name == "phases" and numbers):
                found[name] = (own or numbers)[0].value
    staged = watch.event(event.topic, event.event).staged
    if staged and (own := [stage for stage in stages(parsed.doc) if stage.start in clause]):
        found["stage"] = own[0].value
    return found


def _by_count(claim: Claim, parsed: Parsed, event: Event, watch: Watch) -> list[Claim]:
    """Return one claim for each number of people that the event's theme has."""
    kind, counted = watch.event(event.topic, event.event).counts, watch.topics[event.topic].counted
    if kind is None:
        return [claim]
    found = _own_counts(parsed, event) or _only_count(parsed, event, kind, counted)
    strangers = _strangers(watch, event)
    own = [count for count in found if count.kind not in strangers]
    if found and not own:
        return []  # "183 Palestinians freed" frees no hostage
    if not own:
        return [claim]
    scope = "total" if claim.background or _is_total(parsed) else "event"
    return [
        claim.model_copy(
            update={
                "count": count.value,
                "count_kind": _counted(count, kind, counted),
                "bound": count.bound,
                "count_scope": scope,
                "further": _is_further(parsed, count),
            }
        )
        for count in own
        if count.value > 0
    ] or [claim]


def _strangers(watch: Watch, event: Event) -> set[str]:
    """Return what is counted in a topic and is never what an event counts that changes how many are held."""
    known = watch.topics[event.topic].events
    held = {one.counts for one in known.values() if one.people}
    return {one.counts for one in known.values() if one.counts} - held if known[event.event].people else set()


def _is_further(parsed: Parsed, count: Count) -> bool:
    """Return whether a number comes on top of an earlier one: "another four coffins", "two more bodies"."""
    first, after = max(0, count.start - 2), count.end + 1
    pairs = zip(parsed.words[first:after], [*parsed.words[first + 1 : after + 1], ""], strict=False)
    return any(word in FURTHER and following != "than" for word, following in pairs)


def _is_total(parsed: Parsed) -> bool:
    """Return whether a sentence sums up: "in total", "so far", "has freed 20 since the truce began"."""
    text = " ".join(parsed.words)
    ranked = any(word.tag_ == "JJS" or word.lower_ in ("first", "only") for word in parsed.doc)  # "the largest so far"
    perfect = any(word.lower_ in ("has", "have") and word.dep_ == "aux" for word in parsed.doc)
    sums_up = any(phrase in text for phrase in SO_FAR) or (perfect and SINCE_THEN.search(text) is not None)
    return bool(parsed.word_set & TOTAL_WORDS) or (sums_up and not ranked)


def _own_counts(parsed: Parsed, event: Event) -> list[Count]:
    words = {word.i for word in theme_words(event)}
    found = []
    for count in counts(parsed.doc):
        if not event.found.granted and _is_part(parsed, count):
            continue
        noun = count.noun if count.noun is not None else count.end - 1
        if noun in words or (words & set(range(count.start, count.end))):
            found.append(count)
    return found


def _only_count(parsed: Parsed, event: Event, kind: str, counted: Container[str]) -> list[Count]:
    """Return the only number of the clause that counts what the event is about: "the death of two hostages"."""
    clause = parsed.clause(parsed.doc[event.token])
    fitting = [
        count
        for count in counts(parsed.doc)
        if count.kind and _counted(count, kind, counted) == kind and count.start in clause
    ]
    return fitting if len(fitting) == 1 and not _is_part(parsed, fitting[0]) else []


def _counted(count: Count, kind: str, counted: Container[str]) -> str:
    """Return what a number counts: what its noun says, or the event where the topic counts no such thing."""
    return count.kind if count.kind and count.kind in counted else kind


def _is_part(parsed: Parsed, count: Count) -> bool:
    """Return whether only a part of a number is meant: "some of the 100"."""
    before = parsed.words[max(0, count.start - 3) : count.start]
    return "of" in before and any(word in before for word in ("some", "half", "most", "many", "several", "part"))
