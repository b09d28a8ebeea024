"""The baseline: the facts of a seed document, version 0 of the board, never edited by the stream."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import PurePath
from typing import Protocol

from pydantic import AwareDatetime, Field, ValidationError

from newswatch.errors import BaselineError
from newswatch.judging.days import MONTHS, written_days
from newswatch.judging.due import Due, waits
from newswatch.judging.relation import firmness
from newswatch.judging.slots import Target, changes, targets
from newswatch.models import Article, Claim, Fact, Modality, Wire, plain
from newswatch.reading import ArticleReading
from newswatch.reading.sentences import sentences
from newswatch.reading.text import Text
from newswatch.topics import Topic, Watch

SEED = "seed"
# What a document tells of so many days before it is no history yet.
RECENT = timedelta(days=10)
# The slot of a day that a seed recalls without an event that is watched; nothing on the board is called so.
RECALLED_DAY = "recalled.day"

# A day with its year at the head of the first line: alone, or after a place and before a dash.
DATELINE = re.compile(
    rf"""(?:[^\W\d][^.!?:;]{{0,60}}?[\s,(])??
    (?:(?P<iso>\d{{4}})-(?P<number>\d\d)-(?P<day>\d\d)
      |(?:(?P<before>\d\d?)\s)?(?P<month>{"|".join(MONTHS)})[a-z]*\.?\s(?:(?P<after>\d\d?),?\s)?(?P<year>\d{{4}}))
    \)?\s*(?:[—–:-]|$)""",
    re.IGNORECASE | re.VERBOSE,
)


class Reads(Protocol):
    """Whatever reads an article: the reader, or an answer that it has given already."""

    def read(self, article: Article, /) -> ArticleReading:
        """Return what an article says."""


class Baseline(Wire):
    """Facts with their evidence, under a name, as of a time.

    Attributes:
        name: the seed document's name.
        published: its day; of several, the latest.
        watched: the theatre whose facts stand on the board.
        facts: all that the seed says, in text order.
        recalled: the days that it recalls with no event that is watched; they are checked, and never on the board.
        kinds: what kind of thing each event is, by the topic files that it was read with.
    """

    name: str
    published: AwareDatetime
    watched: str
    facts: tuple[Fact, ...]
    recalled: tuple[Fact, ...] = ()
    kinds: Mapping[str, str] = Field(default_factory=dict)

    @cached_property
    def version(self) -> str:
        """The content hash: the same facts give the same version."""
        content = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
        return "sha256:" + hashlib.sha256(content.encode()).hexdigest()

    @cached_property
    def _by_slot(self) -> dict[str, Fact]:
        standing: dict[str, Fact] = {}
        for fact in self.facts:
            if fact.theatre in (None, self.watched) and self._stands(fact, standing.get(fact.slot)):
                standing[fact.slot] = fact
        return standing

    def _stands(self, fact: Fact, other: Fact | None) -> bool:
        """Tell whether a fact takes the place of another in its slot.

        What the seed recalls is no phase, number or position of today, unless it is of the last days; of events that
        recur it is the last one known where nothing newer is told. Of two dated events the later stands. Else a
        document tells first how things are, and what led there after; but a firmer position outweighs one that is
        only on offer.
        """
        kind = self.kinds.get(fact.event)
        if fact.background and kind != "each" and not _is_recent(fact):
            return False
        if other is None or other.background != fact.background:
            return other is None or other.background
        day, known = _day(fact), _day(other)
        if day and known and day != known:
            return day > known
        if fact.since and other.since and fact.since != other.since:
            return fact.since > other.since
        return kind == "latest" and firmness(fact.modality) > firmness(other.modality)

    def fact(self, slot: str) -> Fact | None:
        """Return the fact that stands in a slot, or None where the seed says nothing."""
        return self._by_slot.get(slot)

    def beside(self, slot: str) -> list[Fact]:
        """Return what else the seed says of a slot, beside the fact that stands there; never what it recalls."""
        stands = self.fact(slot)
        told = (fact for fact in self.facts if fact.slot == slot and not fact.background)
        return [fact for fact in told if fact != stands and fact.theatre in (None, self.watched)]

    def standing(self) -> list[Fact]:
        """Return the fact that stands in each slot, in order of the slots' names."""
        return [self._by_slot[slot] for slot in sorted(self._by_slot)]

    def due(self, topic: Topic) -> list[Due]:
        """Return the dates of the seed that wait for their event."""
        facts = [fact for fact in self.standing() if fact.topic == topic.name and not fact.background]
        return [due for fact in facts if (due := waits(fact, topic.events.get(fact.event)))]


def _day(fact: Fact) -> date | None:
    """Return when a fact came to be, where its sentence says so: a day that was past when the seed was written."""
    written = fact.since.date() if fact.since else date.max
    return fact.date if fact.date and fact.date <= written else None


def _is_recent(fact: Fact) -> bool:
    """Tell whether a fact is of a day so shortly before its document that it still tells how things are."""
    if fact.date is None or fact.since is None:
        return False
    return timedelta() <= fact.since.date() - fact.date <= RECENT


@dataclass(frozen=True)
class Seed:
    """A seed document: its name, its text, and the day from which its weekdays are counted."""

    name: str
    text: str
    published: datetime

    @classmethod
    def of(cls, path: PurePath, text: str, published: datetime | None = None) -> "Seed":
        """Return the seed document of a file; without a day it is read from its first line, else its name.

        Raises:
            BaselineError: the document is empty or has no day.
        """
        if not text.strip():
            raise BaselineError(f"{path} is empty: a seed document needs sentences")
        day = published or _first_day(text) or _named_day(path.stem)
        if day is None:
            raise BaselineError(f"{path} has no day: name it like talks-2025-01-08.txt or give --published")
        return cls(path.stem, text, day)


def _named_day(stem: str) -> datetime | None:
    found = re.search(r"(\d{4})-(\d{2})(?:-(\d{2}))?$", stem)
    return _noon(found[1], int(found[2]), found[3] or "1") if found else None


def _first_day(text: str) -> datetime | None:
    """Return the day of a document's dateline: `JERUSALEM, Sept. 28, 2025 — …`, `28 September 2025`, `2025-09-28`."""
    first = text.lstrip("\ufeff \n\r\t").splitlines()[0]
    if found := DATELINE.match(first):
        month = MONTHS.index(found["month"][:3].casefold()) + 1 if found["month"] else int(found["number"])
        return _noon(found["year"] or found["iso"], month, found["before"] or found["after"] or found["day"] or "1")
    return None


def _noon(year: str, month: int, day: str) -> datetime | None:
    try:
        return datetime(int(year), month, int(day), 12, tzinfo=UTC)
    except ValueError:
        return None


def build(seeds: Sequence[Seed], reader: Reads, watch: Watch) -> Baseline:
    """Read seed documents into a baseline, plus nothing.

    Raises:
        BaselineError: no seed document, or none with a fact in it.
    """
    if not seeds:
        raise BaselineError("a baseline needs at least one seed document")
    if twice := next((name for name, count in Counter(seed.name for seed in seeds).items() if count > 1), None):
        raise BaselineError(f"two seed documents are called {twice}: a fact says by its name which one it stands in")
    facts = [fact for seed in seeds for fact in _facts(seed, reader, watch, _document(seed, seeds))]
    if not facts:
        raise BaselineError(f"no fact found in {', '.join(seed.name for seed in seeds)}")
    dated = {(fact.document, fact.start, fact.date) for fact in facts}
    days = [day for seed in seeds for day in _recalled(seed, _document(seed, seeds))]
    published = max(seed.published for seed in seeds)
    return Baseline(
        name=seeds[0].name,
        published=published,
        watched=watch.theatres.watched,
        facts=tuple(facts),
        recalled=tuple(day for day in days if (day.document, day.start, day.date) not in dated),
        kinds={name: event.kind for topic in watch.topics.values() for name, event in topic.events.items()},
    )


def _document(seed: Seed, seeds: Sequence[Seed]) -> str:
    return SEED if len(seeds) == 1 else f"{SEED}/{seed.name}"


def _facts(seed: Seed, reader: Reads, watch: Watch, document: str) -> Iterable[Fact]:
    reading = reader.read(Article(id=document, body=seed.text, published=seed.published))
    # What only the classifier found is not certain enough for a fact that everything is compared with.
    for claim in (one for one in reading.claims if not one.by_classifier):
        topic = watch.topics[claim.topic]
        for target in _seed_targets(topic, claim, watch):
            yield fact_of(claim, target, document=document, since=seed.published)


def _recalled(seed: Seed, document: str) -> Iterable[Fact]:
    """Yield the days with their year that a seed recalls, and those that are known by their date alone."""
    today = seed.published.date()
    for sentence in sentences(Text.of(seed.text)):
        told = written_days(sentence.text, today)
        for day in {one.day: None for one in told if one.known or (one.year and one.day < today)}:
            yield Fact(
                slot=RECALLED_DAY,
                topic="recalled",
                event="recalled",
                value=day.isoformat(),
                modality=Modality.HAPPENED,
                date=day,
                background=True,
                document=document,
                sentence=sentence.text,
                start=sentence.start,
                end=sentence.end,
                since=seed.published,
            )


def _seed_targets(topic: Topic, claim: Claim, watch: Watch) -> Iterable[Target]:
    """Yield what a claim of a seed writes.

    What is on offer is the subject of the talks: it fills the terms' slots and leaves the phase alone, as the
    vocabulary has it. What may be, or is denied, is no fact. Mediators are one of the seed's facts too.
    """
    event = topic.events.get(claim.event)
    if event and changes(event, claim):
        offered = claim.modality is Modality.PROPOSED
        yield from (one for one in targets(topic, claim, watch) if not (offered and one.kind == "ladder"))
    if claim.mediators:
        yield Target(f"{topic.name}.mediators", "latest", ", ".join(sorted(claim.mediators)))


def fact_of(
    claim: Claim, target: Target, *, document: str, since: datetime, version: int = 0, alert: str | None = None
) -> Fact:
    """Return the fact that a claim puts into a slot."""
    shared = {name: getattr(claim, name) for name in SHARED_WITH_CLAIM}
    return Fact(
        **shared, slot=target.slot, value=target.value, document=document, since=since, version=version, alert=alert
    )


SHARED_WITH_CLAIM = tuple(name for name in Claim.model_fields if name in Fact.model_fields)


def load(raw: bytes, where: str) -> Baseline:
    """Read a built baseline.

    Raises:
        BaselineError: it is not one.
    """
    try:
        return Baseline.model_validate_json(raw)
    except ValidationError as error:
        raise BaselineError(f"{where} is not a built baseline: {plain(error)}") from error
