"""What can be asked of a monitor's records: the questions, the answers, and who answers."""

import base64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, Self

from pydantic import AwareDatetime, Field

from newswatch.models import Acknowledgement, Alert, Decision, Fact, Severity, Silence, Status, Wire
from newswatch.web.commands import AskedAcknowledgement, AskedSilence

MOST_AT_ONCE = 1000
HEADER_PREFIX = "newswatch."

RANKS = {severity: rank for rank, severity in enumerate(Severity)}


class Wanted(Wire):
    """Which alerts are asked for; what is left out does not matter."""

    topic: str | None = Field(None, description="the topic word")
    event: str | None = Field(None, description="the event")
    severity: Severity | None = Field(None, description="the lowest severity")
    status: Status | None = Field(None, description="the status")
    since: AwareDatetime | None = Field(None, description="newest revision detected at this time or later")
    limit: int = Field(100, ge=1, le=MOST_AT_ONCE, description="how many at most")
    after: str | None = Field(
        None, pattern=r"^\d{1,15}-\d{1,15}-\d{1,15}$", description="go on after a page: the `next` that came with it"
    )
    acknowledged: bool | None = Field(None, description="whether someone has acknowledged it")


class Page(Wire):
    """Some alerts, newest first, each in its newest revision; `next` asks for those after them."""

    alerts: tuple[Alert, ...]
    next: str | None = None
    silenced: Mapping[str, tuple[Silence, ...]] = Field({}, description="what holds alerts back now, by the alert's id")
    acknowledged: Mapping[str, Acknowledgement] = Field({}, description="who has seen an alert, by the alert's id")


class Step(Wire):
    """How far a revision has come on its way to a subscriber."""

    subscriber: str
    id: str = Field(description="of the revision: `<id>#<revision>`")
    state: str
    reason: str | None = Field(None, description="why it was held back, or did not arrive")


class Story(Wire):
    """One alert: its revisions, oldest first, and what was decided about every claim on it."""

    id: str
    revisions: tuple[Alert, ...]
    reports: tuple[Decision, ...] = ()
    causes: tuple[str, ...] = Field((), description="for each revision what led to it, in plain words")
    silenced: tuple[Silence, ...] = Field((), description="what holds it back now")
    acknowledged: Acknowledgement | None = Field(None, description="who has seen it")
    deliveries: tuple[Step, ...] = ()


class Held(Wire):
    """What the board held in a slot: the value, its sentence, since when, and by which alert."""

    slot: str
    value: str | int | None
    sentence: str
    document: str
    since: AwareDatetime | None = None
    alert: str | None = None


class Decided(Wire):
    """What was decided on a claim, and what the board held before."""

    decision: Decision
    before: Held | None = Field(
        None, description="in the decision's slot; of a recorded decision that changed nothing, what it holds now"
    )


class Judged(Wire):
    """What is decided on an article's claims, in the order in which they are judged."""

    article: str
    theatre: str = Field(description="what the article is about")
    set_aside: str | None = Field(None, description="why it was not read")
    recorded: bool = Field(description="it was judged before, as it is: these are the decisions of then")
    judged: AwareDatetime | None = Field(None, description="when it came in, if it was judged before")
    alone: str | None = Field(None, description="why it is judged against the baseline alone, if it is")
    decided: tuple[Decided, ...] = ()
    alerts: tuple[Alert, ...] = Field((), description="the alert revisions that it leads to, or led to")


class Facts(Wire):
    """The board as it stands: one fact a slot."""

    facts: tuple[Fact, ...]


class Known(Wire):
    """The baseline that the board began with."""

    name: str
    version: str
    published: AwareDatetime
    watched: str
    facts: tuple[Fact, ...]


class Origin(Wire):
    """Where a record stood that became a dead letter."""

    topic: str
    partition: int
    offset: int
    time: AwareDatetime


class Letter(Wire):
    """A dead letter: what could not be used, and why. A list leaves out the value."""

    partition: int
    offset: int
    time: AwareDatetime
    key: str | None
    reason: str
    stage: str
    error: str
    origin: Origin
    version: str
    length: int
    sha256: str
    complete: bool
    retried: AwareDatetime | None = Field(None, description="when it was last put back")
    headers: Mapping[str, str] = Field(default_factory=dict, description="the original record's own headers")
    text: str | None = Field(None, description="the value, where it is UTF-8")
    base64: str | None = Field(None, description="the value, where it is not")

    @property
    def name(self) -> str:
        """What it is called on the command line and in the API's paths: `partition/offset`."""
        return f"{self.partition}/{self.offset}"

    @property
    def obstacle(self) -> str | None:
        """Why it can't be put back, or nothing."""
        if self.complete:
            return None
        return f"dead letter {self.name} is not complete: the original had {self.length} bytes, too many to be kept"

    def with_content(self, value: bytes | None, headers: Iterable[tuple[str, bytes | None]]) -> Self:
        """Return this letter together with what it carries."""
        told = {name: (content or b"").decode(errors="replace") for name, content in headers}
        try:
            update: dict[str, Any] = {"text": None if value is None else value.decode()}
        except UnicodeDecodeError:
            update = {"base64": base64.b64encode(value or b"").decode()}
        return self.model_copy(update={**update, "headers": told})


class Letters(Wire):
    """The dead letters, newest first."""

    dead_letters: tuple[Letter, ...]


class Retry(Wire):
    """A dead letter is on the topic again that it came from."""

    retried: str
    topic: str


class Alive(Wire):
    """Whether the process works."""

    alive: bool
    error: str | None = None


class Ready(Wire):
    """Whether a worker does its work, and what of its parts it lacks: true, or the sentence that says why not."""

    ready: bool
    parts: Mapping[str, bool | str]


class Error(Wire):
    """Why there is no answer, in one sentence."""

    error: str


@dataclass(frozen=True)
class Tally:
    """Counts for /metrics, each by its labels."""

    processed: Mapping[tuple[str, str], int] = field(default_factory=dict)
    dead_letters: Mapping[tuple[str, str], int] = field(default_factory=dict)
    alerts: Mapping[tuple[str, str, str], int] = field(default_factory=dict)
    deliveries: Mapping[tuple[str, str], int] = field(default_factory=dict)


class Archive(Protocol):
    """Answers from what a monitor holds. Everything here blocks; an event loop asks from a thread.

    Whatever it can't do, it says with a NewswatchError.
    """

    def alerts(self, wanted: Wanted) -> Page:
        """Return alerts in their newest revision, newest first."""

    def story(self, alert_id: str) -> Story | None:
        """Return an alert with all its revisions, or nothing where there is none of this id."""

    def facts(self) -> Sequence[Fact]:
        """Return what the stream has written to the board, by slot."""

    def letters(self) -> Sequence[Letter]:
        """Return the dead letters without their values, newest first."""

    def letter(self, partition: int, offset: int) -> Letter | None:
        """Return a dead letter with its value, or nothing where there is none."""

    def put_back(self, partition: int, offset: int, now: datetime) -> None:
        """Send what a complete dead letter carries to the topic that it came from, as it was."""

    def silences(self) -> Sequence[Silence]:
        """Return the silences that are kept, over or not, the one that expires last first."""

    def add_silence(self, asked: AskedSilence, now: datetime) -> Silence:
        """Hold alerts back from subscribers; one that is there already stays as it is."""

    def expire_silence(self, silence_id: str, now: datetime) -> Silence | None:
        """End a silence, if it is not over, and return it; nothing where there is none of this id."""

    def acknowledge(self, alert_id: str, asked: AskedAcknowledgement, now: datetime) -> Acknowledgement | None:
        """Note that someone has seen an alert; return the first who has, or nothing where there is no such alert."""


class Countable(Archive, Protocol):
    """An archive that can count what it holds."""

    def tally(self) -> Tally:
        """Return the counts."""
