"""What can be asked of a monitor's records: the questions, the answers, and who answers."""

import base64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, Self

from pydantic import AwareDatetime, Field

from newswatch.models import Alert, Decision, Fact, Severity, Status, Wire

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


class Page(Wire):
    """Some alerts, newest first, each in its newest revision; `next` asks for those after them."""

    alerts: tuple[Alert, ...]
    next: str | None = None


class Story(Wire):
    """One alert: its revisions, oldest first, and what was decided about every claim on it."""

    id: str
    revisions: tuple[Alert, ...]
    reports: tuple[Decision, ...] = ()


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


class Countable(Archive, Protocol):
    """An archive that can count what it holds."""

    def tally(self) -> Tally:
        """Return the counts."""
