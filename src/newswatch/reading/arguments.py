"""The arguments of an event: who, by whom said, how many, where, when, how long."""

from collections.abc import Iterable, Sequence

from spacy.tokens import Token

from newswatch.models import Claim, CountKind
from newswatch.reading.attribution import speaker_tokens
from newswatch.reading.background import own_dates
from newswatch.reading.dates import DateMention
from newswatch.reading.entities import Entities, Mention
from newswatch.reading.events import Event, agent_words, theme_words
from newswatch.reading.parsed import Parsed, clause_top
from newswatch.reading.quantities import Count, counts, durations, phases, stages
from newswatch.topics import Watch

KINDS: dict[str, CountKind] = {
    "taken": "hostages", "held": "hostages", "released": "hostages", "rescued": "hostages", "release_planned": "hostages",
    "release_demanded": "hostages", "died": "hostages", "remains_returned": "remains", "prisoners_released": "prisoners",
    "release_delayed": "hostages", "listed": "hostages", "release_refused": "hostages",
}  # fmt: skip
BY_ISRAEL = frozenset(
    ["staying", "reentered", "withdrawal_started", "withdrawal_completed", "withdrawal_planned", "withdrawal_delayed", "withdrawal_refused", "prisoners_released", "rescued"]
)
BY_HAMAS = frozenset({"released", "taken", "held", "release_planned", "release_refused"})
MEDIATORS = frozenset({"qatar", "egypt", "usa", "turkey"})
TOTAL_WORDS = frozenset({"total", "altogether", "so", "far", "already", "overall"})
SAID = frozenset({"release_demanded", "threatened"})
STAGED = frozenset(
    {
        "talks",
        "agreed",
        "in_effect",
        "collapsed",
        "stalled",
        "extended",
        "suspended",
        "proposed",
        "withdrawal_planned",
        "release_planned",
    }
)


class Arguments:
    """Fills in the arguments of an event."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self.entities = Entities(watch)

    def claims(
        self, parsed: Parsed, event: Event, mentions: list[DateMention], base: Claim, before: Sequence[str]
    ) -> list[Claim]:
        """Return the claims that an event makes: one for each number of people, and for each place of forces."""
        doc = parsed.doc
        actors = self.entities.actors(doc)
        top = clause_top(doc[event.token])
        clause = {word.i for word in top.subtree}
        known = {
            "actor": self._actor(event, actors),
            "said_by": self._said_by(parsed, event, actors) or self._own_words(event, actors),
            "date": next((mention.day for mention in own_dates(mentions, doc[event.token]) if mention.day), None),
            "persons": self._persons(parsed, event),
            "actors": tuple(dict.fromkeys(self.watch.rolled_up(mention.id) or mention.id for mention in actors)),
            "mediators": self._mediators(actors, parsed),
            **_numbers(parsed, event, clause),
        }
        places = [place.id for place in self.entities.places(doc) if place.start in clause]
        filled = base.model_copy(update=known)
        return _by_place(_by_count(filled, parsed, event), event, list(dict.fromkeys(places)))

    def _actor(self, event: Event, actors: list[Mention]) -> str | None:
        own = _covering(actors, agent_words(event)) or (
            _covering(actors, theme_words(event)) if event.event in BY_ISRAEL and event.topic == "withdrawal" else None
        )
        if own is not None:
            return self.watch.rolled_up(own)
        if event.event in BY_ISRAEL:
            return "israel"
        return "hamas" if event.event in BY_HAMAS else None

    def _said_by(self, parsed: Parsed, event: Event, actors: list[Mention]) -> str | None:
        return _covering(actors, speaker_tokens(parsed, parsed.doc[event.token], event.found))

    def _own_words(self, event: Event, actors: list[Mention]) -> str | None:
        """Return who says it where the event itself is something said: "Trump has warned of…"."""
        return _covering(actors, agent_words(event)) if event.event in SAID else None

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


def _numbers(parsed: Parsed, event: Event, clause: set[int]) -> dict[str, int]:
    found: dict[str, int] = {}
    if event.topic == "truce":
        for name, numbers in (("duration_days", durations(parsed.doc)), ("phases", phases(parsed.doc))):
            if own := [number for number in numbers if number.start in clause]:
                found[name] = own[0].value
    if event.event in STAGED and (own := [stage for stage in stages(parsed.doc) if stage.start in clause]):
        found["stage"] = own[0].value
    return found


def _by_count(claim: Claim, parsed: Parsed, event: Event) -> list[Claim]:
    """Return one claim for each number of people that the event's theme has."""
    kind = KINDS.get(event.event)
    if kind is None:
        return [claim]
    own = _own_counts(parsed, event)
    if not own:
        return [claim]
    scope = "total" if claim.background or parsed.word_set & {"total", "altogether", "overall"} else "event"
    return [
        claim.model_copy(
            update={"count": count.value, "count_kind": count.kind or kind, "bound": count.bound, "count_scope": scope}
        )
        for count in own
        if count.value > 0
    ] or [claim]


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
