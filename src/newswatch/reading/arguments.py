"""The arguments of an event: who, by whom said, how many, where, when, how long."""

from collections.abc import Iterable
from datetime import date

from spacy.tokens import Token

from newswatch.models import Claim, CountKind
from newswatch.reading.attribution import SAYING, speaker_tokens
from newswatch.reading.background import own_dates
from newswatch.reading.dates import DateMention
from newswatch.reading.entities import Entities, Mention
from newswatch.reading.events import Event, agent_words, theme_words
from newswatch.reading.parsed import SUBJECTS, Parsed, clause_top
from newswatch.reading.quantities import Count, counts, durations, of_a_deal, phases, stages
from newswatch.topics import Watch

KINDS: dict[str, CountKind] = {
    "taken": "hostages", "held": "hostages", "released": "hostages", "rescued": "hostages", "died": "hostages",
    "release_planned": "hostages", "release_demanded": "hostages", "release_delayed": "hostages",
    "release_refused": "hostages", "listed": "hostages", "remains_returned": "remains",
    "prisoners_released": "prisoners",
}  # fmt: skip
BY_ISRAEL = frozenset({
    "staying", "reentered", "withdrawal_started", "withdrawal_completed", "withdrawal_planned",
    "withdrawal_delayed", "withdrawal_refused", "prisoners_released", "rescued",
})  # fmt: skip
BY_HAMAS = frozenset({"released", "taken", "held", "release_planned", "release_refused"})
MEDIATORS = frozenset({"qatar", "egypt", "usa", "turkey"})
TOTAL_WORDS = frozenset({"total", "altogether", "overall"})
SO_FAR = ("so far", "thus far", "up to now", "until now", "to date")
SAID = frozenset({"release_demanded", "threatened", "accepted", "rejected"})
DEMANDS = frozenset({"called_for", "release_demanded", "withdrawal_demanded"})
ADDRESSED = {"release_demanded": "hamas", "withdrawal_demanded": "israel"}  # of whom it is demanded, not who demands
DEADLINE = frozenset({"by", "before", "until", "till", "deadline", "noon", "midday", "midnight", "than"})
BY = 6  # words before a day in which what makes it a deadline stands
ACCUSING = frozenset({"accuse", "charge", "blame"})
ITSELF = frozenset({"it", "they", "he", "she", "we", "i"})
STAGED = frozenset({
    "talks", "agreed", "in_effect", "collapsed", "stalled", "extended", "suspended", "proposed",
    "withdrawal_planned", "release_planned",
})  # fmt: skip


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
            "date": _day(mentions, event, parsed),
            "persons": self._persons(parsed, event),
            "actors": tuple(dict.fromkeys(self.watch.rolled_up(mention.id) or mention.id for mention in actors)),
            "mediators": self._mediators(actors, parsed),
            **_numbers(parsed, event, clause),
        }
        filled = base.model_copy(update=known)
        return _by_place(_by_count(filled, parsed, event), event, self._places(parsed, clause))

    def _actor(self, parsed: Parsed, event: Event, actors: list[Mention], said_by: str | None) -> str | None:
        """Return who does it, rolled up: the subject, who speaks of himself as "it", or whom the event implies."""
        token = parsed.doc[event.token]
        if event.event == "violated" and token.lemma_ in ACCUSING:
            return self.watch.rolled_up(_covering(actors, theme_words(event)))
        if event.event in DEMANDS:
            asking = said_by or _covering(actors, _subjects_above(token))
            asks = self.watch.rolled_up(asking or _covering(actors, agent_words(event)))
            return None if asks == ADDRESSED.get(event.event) else asks
        own = _covering(actors, agent_words(event))
        if own is None and event.event in BY_ISRAEL and event.topic == "withdrawal":
            own = _covering(actors, theme_words(event))
        if own is None and event.roles.agents and all(word.lower_ in ITSELF for word in event.roles.agents):
            own = said_by
        if own is not None:
            return self.watch.rolled_up(own)
        if event.event in BY_ISRAEL:
            return "israel"
        return "hamas" if event.event in BY_HAMAS else None

    def _said_by(self, parsed: Parsed, event: Event, actors: list[Mention]) -> str | None:
        """Return who says it: the subject of a verb of saying around the event, or of the event where it is one."""
        token = parsed.doc[event.token]
        if token.lemma_ in SAYING or event.event in SAID:
            own = _covering(actors, agent_words(event))
            if own is not None and (event.event not in DEMANDS or token.lemma_ in SAYING):
                return own
        return _covering(actors, speaker_tokens(token, event.found))

    def _places(self, parsed: Parsed, clause: set[int]) -> list[str]:
        """Return the places of a clause; where it names none, the only one of the sentence."""
        mentions = self.entities.places(parsed.doc)
        every = list(dict.fromkeys(place.id for place in mentions))
        own = list(dict.fromkeys(place.id for place in mentions if place.start in clause))
        return own or (every if len(every) == 1 else [])

    def _persons(self, parsed: Parsed, event: Event) -> tuple[str, ...]:
        if event.topic != "hostage":
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
        return tuple(dict.fromkeys(actor for actor in ids if actor in MEDIATORS))


def _day(mentions: list[DateMention], event: Event, parsed: Parsed) -> date | None:
    """Return the day of an event; a demand's is its deadline, not the day on which it is made."""
    if event.event == "release_demanded":
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


def _numbers(parsed: Parsed, event: Event, clause: set[int]) -> dict[str, int]:
    found: dict[str, int] = {}
    if event.topic == "truce":
        lasting = [number for number in durations(parsed.doc) if of_a_deal(parsed.doc, number)]
        for name, numbers in (("duration_days", lasting), ("phases", phases(parsed.doc))):
            own = [number for number in numbers if number.start in clause]
            if own or (name == "phases" and numbers):
                found[name] = (own or numbers)[0].value
    if event.event in STAGED and (own := [stage for stage in stages(parsed.doc) if stage.start in clause]):
        found["stage"] = own[0].value
    return found


def _by_count(claim: Claim, parsed: Parsed, event: Event) -> list[Claim]:
    """Return one claim for each number of people that the event's theme has."""
    kind = KINDS.get(event.event)
    if kind is None:
        return [claim]
    own = _own_counts(parsed, event) or _only_count(parsed, event, kind)
    if not own:
        return [claim]
    scope = "total" if claim.background or _is_total(parsed) else "event"
    return [
        claim.model_copy(
            update={"count": count.value, "count_kind": count.kind or kind, "bound": count.bound, "count_scope": scope}
        )
        for count in own
        if count.value > 0
    ] or [claim]


def _is_total(parsed: Parsed) -> bool:
    """Return whether a sentence sums up: "in total", "so far", "up to now"."""
    text = " ".join(parsed.words)
    ranked = any(word.tag_ == "JJS" or word.lower_ in ("first", "only") for word in parsed.doc)  # "the largest so far"
    return bool(parsed.word_set & TOTAL_WORDS) or (not ranked and any(phrase in text for phrase in SO_FAR))


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


def _only_count(parsed: Parsed, event: Event, kind: CountKind) -> list[Count]:
    """Return the only number of the clause that counts what the event is about: "the death of two hostages"."""
    clause = parsed.clause(parsed.doc[event.token])
    fitting = [count for count in counts(parsed.doc) if count.kind == kind and count.start in clause]
    return fitting if len(fitting) == 1 and not _is_part(parsed, fitting[0]) else []


def _is_part(parsed: Parsed, count: Count) -> bool:
    """Return whether only a part of a number is meant: "some of the 100"."""
    before = parsed.words[max(0, count.start - 3) : count.start]
    return "of" in before and any(word in before for word in ("some", "half", "most", "many", "several", "part"))


def _by_place(claims: list[Claim], event: Event, places: list[str]) -> list[Claim]:
    if not places:
        return claims
    if event.topic != "withdrawal":
        return [claim.model_copy(update={"place": places[0]}) for claim in claims]
    named = [place for place in places if place != "gaza"] or places
    return [claim.model_copy(update={"place": place}) for claim in claims for place in named]
