"""What is watched, as data: topics, actors, places and theatres, read from TOML and validated.

A folder holds one file a topic, `actors.toml`, `places.toml`, `theatres.toml`, and the words that the reader looks
for: `patterns.toml` and `lexicon.toml`. The built-in folder is the one beside this module; another folder makes
another monitor without code. What is not about what is watched but about English and the world, the lexicon and the
theatres, another folder has from the built-in one, and may replace table by table. docs/topics.md tells of every key.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from newswatch.errors import TopicError
from newswatch.models import Modality, Severity, plain

BUILT_IN = Path(__file__).parent
SHARED_FILES = ("actors", "places", "theatres")
READING_FILES = ("lexicon", "patterns")
LAYERED_FILES = ("lexicon", "theatres")  # what another folder doesn't say, the built-in one does

Apart = Literal["date", "place", "persons", "count", "actor", "stage"]
Part = TypeVar("Part", bound="Strict")
Id = Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]


class Strict(BaseModel):
    """A frozen part of a topic file; an unknown key is refused by name."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Tolerance(Strict):
    """How far two numbers may differ and still say the same: a share of the old one, but at least so many."""

    about: float = 0.05
    at_least: int = 3


class Event(Strict):
    """One kind of thing that a claim reports, what it does to the board, and what is known of it beforehand.

    Attributes:
        slot: where the fact stands; {actor} and {place} are filled from the claim.
        kind: how a slot takes it: a rung, the latest position, each event, a number.
        changed_by: the modalities that change the slot.
        apart_by: what tells two events of this kind apart, beside the slot and the value.
        also: further slots that the claim writes, under the same alert.
        planned_slot: where the date goes when it is planned; nothing else is written then.
        dated_slot: where the date goes when it has one, a deadline.
        reverses: the events that this one undoes.
        firms: whether it is news when it gets firmer: on offer, on a condition, planned, done.
        people: how one event changes the number of people held: -1 or 1 for each.
        fulfilled_by: the events that its date waits for.
        tolerance: how far two numbers may differ and still say the same.
        counts: what a number in it counts, in the plural.
        by: who does it where the sentence names nobody.
        demand: whether it is asked for, so that its actor is who asks.
        demanded_of: of whom it is asked, who is never the one who asks.
        spoken: whether it is done by saying it, so that who does it is who says it.
        accuses: whether its actor is the one that a sentence accuses.
        staged: whether it can be of a numbered stage of a deal.
        standing: whether a clause that hangs on a noun tells it as known: "the hostages that it holds".
        made_known: whether it is news on the day on which it is told, however old it is: a death.
        needs_day: whether it is news only where its day is told; without one it is recalled.
        once: whether it befalls a person only once: told of somebody again, it is the same event.
        may_prove_wrong: whether a part of it may prove to be something else: a body that is no hostage's.
        yields_to: events of this topic that say more; of two at one word they stay.
        severity: how grave it is.
        verb: how a headline tells it.
    """

    slot: str
    kind: Literal["ladder", "latest", "each", "quantity"]
    changed_by: tuple[Modality, ...]
    apart_by: tuple[Apart, ...] = ()
    also: tuple[str, ...] = ()
    planned_slot: str | None = None
    dated_slot: str | None = None
    reverses: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    firms: bool = False
    people: int = Field(default=0, ge=-1, le=1)
    fulfilled_by: tuple[str, ...] = ()
    tolerance: Tolerance = Tolerance()
    counts: Id | None = None
    by: Id | None = None
    demand: bool = False
    demanded_of: Id | None = None
    spoken: bool = False
    accuses: bool = False
    staged: bool = False
    standing: bool = False
    made_known: bool = False
    needs_day: bool = False
    once: bool = False
    may_prove_wrong: bool = False
    yields_to: tuple[Id, ...] = ()
    severity: Severity
    verb: str


class Ladder(Strict):
    """The rungs of a phase, low to high, and what applies from any rung."""

    slot: str
    rungs: tuple[str, ...]
    from_any_rung: tuple[str, ...] = ()
    ends_round: tuple[str, ...] = ()
    next_stage: tuple[str, ...] = ()


class Topic(Strict):
    """One topic file."""

    name: Id
    title: str
    ladder: Ladder | None = None
    events: Mapping[Id, Event]

    @model_validator(mode="after")
    def _names_own_events(self) -> Self:
        ladder = self.ladder
        rungs = (*ladder.rungs, *ladder.from_any_rung, *ladder.ends_round, *ladder.next_stage) if ladder else ()
        for rung in rungs:
            if rung not in self.events:
                raise ValueError(f"the ladder names {rung!r}, which is no event of this topic")
        for name, event in self.events.items():
            for other in (*event.reverses, *event.answers, *event.fulfilled_by, *event.yields_to):
                if other not in self.events:
                    raise ValueError(f"{name} names {other!r}, which is no event of this topic")
        return self

    @property
    def by_place(self) -> bool:
        """Whether it is about places, each with a slot of its own."""
        return any("{place}" in event.slot for event in self.events.values())

    @property
    def by_person(self) -> bool:
        """Whether its events are told apart by who they are about."""
        return any("persons" in event.apart_by for event in self.events.values())

    @property
    def counted(self) -> frozenset[str]:
        """What is counted in it."""
        return frozenset(event.counts for event in self.events.values() if event.counts)


class Named(Strict):
    """What an article calls by name.

    A name matches where every letter that is a capital here is one in the article too ("Turkey", "TURKEY", never
    "turkey"), or anywhere with `any_case`. Descriptions match in any case.
    """

    title: str
    names: tuple[str, ...]
    descriptions: tuple[str, ...] = ()
    any_case: bool = False


class Actor(Named):
    """Who acts or speaks: the words that an article may use, and the actor that a person rolls up to.

    Attributes:
        adjectives: words that tell whose something is: "Israeli".
        metonyms: cities that stand for an actor, except after a preposition: "Cairo".
        anaphora: words that mean this actor only where it was named before: "the group".
        known_by_name: whether an alert names this person as the speaker, and not whom they speak for.
        mediates: whether it goes between the sides.
    """

    adjectives: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()
    anaphora: tuple[str, ...] = ()
    rolls_up_to: Id | None = None
    known_by_name: bool = False
    mediates: bool = False


class Place(Named):
    """A place of a theatre, by the words that an article may use."""


class Theatre(Strict):
    """A conflict: the words that tell that a sentence is about it.

    Attributes:
        words: any of them tells it; one that begins with a capital needs it, except in the watched theatre.
        hints: words that tell it only where nothing else does ("Israel" alone may be any of four conflicts).
        weight: how much a word of it weighs against a word of another theatre in one sentence.
        telltale: words of conflict that tell it, where it is watched, if nothing tells another: "hostages".
        classified: whether the sentence classifier has learned from sentences about it, and knows its events.
    """

    words: tuple[str, ...]
    hints: tuple[str, ...] = ()
    weight: float = 1
    telltale: tuple[str, ...] = ()
    classified: bool = False


class Theatres(Strict):
    """The theatre that is watched, and those that are known so that they can be left out.

    Attributes:
        watched: the id of the watched theatre.
        elsewhere: names of the world beside; with a word of conflict they tell a conflict that is not known.
        conflict: the words of conflict.
    """

    watched: Id
    elsewhere: tuple[str, ...] = ()
    conflict: tuple[str, ...] = ()
    theatres: Mapping[Id, Theatre]


class Lexicon(Strict):
    """What words are taken for: classes of nouns, groups of verbs, and the verbs and nouns that govern an event.

    A class in `together` is that of a phrase that has all of some others: "Israel and Hamas" are both sides.
    """

    nouns: Mapping[Id, tuple[str, ...]] = {}
    verbs: Mapping[Id, tuple[str, ...]] = {}
    embed: Mapping[Id, tuple[str, ...]] = {}
    govern: Mapping[Id, tuple[str, ...]] = {}
    together: Mapping[Id, tuple[Id, ...]] = {}


Outcome = Annotated[str, Field(pattern=r"^[a-z0-9_]+(:[a-z]+)?$")]


class Act(Strict):
    """What a reported act counts as, by how real it is: an event, and its modality where that is another.

    An act without an outcome for a modality is no claim with it.
    """

    happened: Outcome | None = None
    planned: Outcome | None = None
    proposed: Outcome | None = None
    demanded: Outcome | None = None
    conditional: Outcome | None = None
    possible: Outcome | None = None
    denied: Outcome | None = None
    negated: Outcome | None = None
    refused: Outcome | None = None
    unless: Outcome | None = None


class Pattern(Strict):
    """One way to say something: verbs or nouns, and the classes of what stands around them.

    `near` is looked for in the clause, `within` in the
    sentence; `words` are forms that the sentence must have, `unless` those that its clause must not have, `follow`
    what must stand right after a noun, "MONTH" for any month or year. A pronoun can stand for the agent unless
    the pattern is `strict`; `modality` overrules what the sentence says.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9_.-]+$")]
    act: Id
    verbs: tuple[str, ...] = ()
    nouns: tuple[Id, ...] = ()
    agent: tuple[Id, ...] = ()
    theme: tuple[Id, ...] = ()
    near: tuple[Id, ...] = ()
    within: tuple[Id, ...] = ()
    words: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    follow: tuple[str, ...] = ()
    modality: Modality | None = None
    strict: bool = False
    confidence: Annotated[float, Field(gt=0, le=1)] = 1.0

    @model_validator(mode="after")
    def _has_trigger(self) -> Self:
        if not self.verbs and not self.nouns:
            raise ValueError(f"pattern {self.id!r} names neither verbs nor nouns")
        return self


class Patterns(Strict):
    """The patterns of a topic, and the acts that they report."""

    words: tuple[str, ...] = ()
    acts: Mapping[Id, Act] = {}
    patterns: tuple[Pattern, ...] = ()

    @model_validator(mode="after")
    def _acts_are_known(self) -> Self:
        for pattern in self.patterns:
            if pattern.act not in self.acts:
                raise ValueError(f"pattern {pattern.id!r} reports {pattern.act!r}, which is no act of this topic")
        return self

    def outcomes(self) -> Iterator[tuple[str, str, str]]:
        """Yield what each act counts as: the act, the event, and the modality, empty where it keeps its own."""
        for name, act in self.acts.items():
            for outcome in filter(None, act.model_dump().values()):
                event, _, modality = outcome.partition(":")
                yield name, event, modality


class Watch(Strict):
    """Everything that is watched."""

    topics: Mapping[Id, Topic]
    actors: Mapping[Id, Actor]
    places: Mapping[Id, Place]
    theatres: Theatres
    lexicon: Lexicon = Lexicon()
    patterns: Mapping[Id, Patterns] = {}

    def event(self, topic: str, name: str) -> Event:
        """Return what a topic file says of an event."""
        return self.topics[topic].events[name]

    def speaker(self, actor: str | None) -> str | None:
        """Return who is named as the speaker: a person known by name, else whom they speak for."""
        known = self.actors.get(actor) if actor else None
        return actor if known and known.known_by_name else self.rolled_up(actor)

    def rolled_up(self, actor: str | None) -> str | None:
        """Return the actor that a person acts for, or the actor itself."""
        known = self.actors.get(actor) if actor else None
        return known.rolls_up_to if known and known.rolls_up_to else actor


@cache
def load(folder: Path = BUILT_IN) -> Watch:
    """Read and validate a folder of topic files.

    Raises:
        TopicError: naming the file and the key that is wrong.
    """
    tables = {path.stem: _table(path) for path in sorted(folder.glob("*.toml"))}
    if missing := [name for name in SHARED_FILES if name not in tables]:
        raise TopicError(f"{folder} has no {missing[0]}.toml")
    if folder != BUILT_IN:
        tables |= {name: _over(_table(BUILT_IN / f"{name}.toml"), tables.get(name, {})) for name in LAYERED_FILES}
    shared = {name: tables.pop(name) for name in SHARED_FILES}
    reading = {name: tables.pop(name, {}) for name in READING_FILES}
    topics = {name: _checked(Topic, table, f"{name}.toml") for name, table in tables.items()}
    if not topics:
        raise TopicError(f"{folder} has no topic file")
    watch = Watch(
        topics=MappingProxyType(topics),
        actors={key: _checked(Actor, table, f"actors.toml, {key}") for key, table in shared["actors"].items()},
        places={key: _checked(Place, table, f"places.toml, {key}") for key, table in shared["places"].items()},
        theatres=_checked(Theatres, shared["theatres"], "theatres.toml"),
        lexicon=_checked(Lexicon, reading["lexicon"], "lexicon.toml"),
        patterns={
            key: _checked(Patterns, table, f"patterns.toml, {key}") for key, table in reading["patterns"].items()
        },
    )
    if fault := next(_faults(watch), None):
        raise TopicError(fault)
    return watch


def _faults(watch: Watch) -> Iterator[str]:
    """Yield where a file names what another one lacks."""
    for name, topic in watch.topics.items():
        if topic.name != name:
            yield f"{name}.toml: name: it is {topic.name!r}, and its file's is {name!r}"
    for name, actor in watch.actors.items():
        if actor.rolls_up_to and actor.rolls_up_to not in watch.actors:
            yield f"actors.toml, {name}: rolls_up_to: there is no actor {actor.rolls_up_to!r}"
    if watch.theatres.watched not in watch.theatres.theatres:
        yield f"theatres.toml: watched: there is no theatre {watch.theatres.watched!r}"
    for name, topic in watch.topics.items():
        yield from (f"{name}.toml: {fault}" for fault in _strangers(topic, watch))
    for name, patterns in watch.patterns.items():
        yield from (f"patterns.toml, {name}: {fault}" for fault in _misread(patterns, watch.topics.get(name)))


def _strangers(topic: Topic, watch: Watch) -> Iterator[str]:
    """Yield where an event names an actor that there is not."""
    for name, event in topic.events.items():
        for key, actor in (("by", event.by), ("demanded_of", event.demanded_of)):
            if actor and actor not in watch.actors:
                yield f"{name}: {key}: there is no actor {actor!r}"


def _misread(patterns: Patterns, topic: Topic | None) -> Iterator[str]:
    """Yield what patterns report that their topic doesn't know."""
    if topic is None:
        yield "there is no topic of this name"
        return
    for act, event, modality in patterns.outcomes():
        if event not in topic.events:
            yield f"the act {act!r} counts as {event!r}, which is no event of this topic"
        if modality and modality not in set(Modality):
            yield f"the act {act!r} counts as {modality!r}, which is no modality"


def _table(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TopicError(f"{path.name}: {error}") from error
    except OSError as error:
        raise TopicError(f"{path.name} cannot be read: {error.strerror}") from error


def _over(below: Mapping[str, object], above: Mapping[str, object]) -> dict[str, object]:
    """Return what two files say together: the tables of both, the upper one's where both have one of a name."""
    return {**below, **{key: _joined(below.get(key), value) for key, value in above.items()}}


def _joined(below: object, above: object) -> object:
    return {**below, **above} if isinstance(below, dict) and isinstance(above, dict) else above


def _checked(part: type[Part], table: object, where: str) -> Part:
    try:
        return part.model_validate(table)
    except ValidationError as error:
        raise TopicError(f"{where}: {plain(error)}") from error
