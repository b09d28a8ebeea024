"""What people command, over the API and on `newswatch.commands`: silences, acknowledgements, retries."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from pydantic import AwareDatetime, Field

from newswatch.errors import DataError
from newswatch.models import (
    LONGEST_SILENCE,
    Acknowledgement,
    Alert,
    Expiry,
    Matchers,
    Note,
    Retried,
    Silence,
    Wire,
    parse_command,
)


class AskedSilence(Wire):
    """A silence that is asked for."""

    matchers: Matchers
    author: Note
    comment: Note
    start: AwareDatetime | None = Field(None, description="now, if left out or past")
    expires: AwareDatetime

    def obstacle(self, now: datetime) -> str | None:
        """Why there can be no such silence, or nothing."""
        if self.expires <= max(now, self.start or now):
            return "a silence must expire after it starts, and not in the past"
        if self.expires - now > LONGEST_SILENCE:
            return f"a silence expires within {LONGEST_SILENCE.days} days; add it again then"
        return None

    def made(self, now: datetime) -> Silence:
        """Return it as a silence with an id, which begins now or later."""
        return Silence.of(self.matchers, self.author, self.comment, max(self.start or now, now), self.expires)


class AskedAcknowledgement(Wire):
    """Who acknowledges an alert."""

    author: Note
    comment: Note | None = None


class Silences(Wire):
    """The silences that are kept, over or not, the one that expires last first."""

    silences: tuple[Silence, ...]


class Commanded:
    """What has been commanded so far."""

    def __init__(self) -> None:
        self.silences: dict[str, Silence] = {}
        self.acknowledged: dict[str, Acknowledgement] = {}
        self.retried: dict[tuple[int, int], datetime] = {}

    def note(self, value: bytes | None) -> None:
        """Take a command; a value that is none is not ours to show."""
        try:
            command = parse_command(value or b"")
        except DataError:
            return
        match command:
            case Silence():
                self.silences.setdefault(command.id, command)
            case Expiry() if known := self.silences.get(command.silence):
                self.silences[command.silence] = known.until(command.time)
            case Acknowledgement():
                self.acknowledged.setdefault(command.alert, command)
            case Retried():
                self.retried[command.partition, command.offset] = command.time

    def silencing(self, alerts: Iterable[Alert], now: datetime) -> dict[str, tuple[Silence, ...]]:
        """Return the silences that hold alerts back now, by the alert's id."""
        standing = [silence for silence in self.silences.values() if now < silence.expires]
        holding = {alert.id: _holding(standing, alert, now) for alert in alerts}
        return {alert_id: silences for alert_id, silences in holding.items() if silences}


def _holding(silences: Sequence[Silence], alert: Alert, now: datetime) -> tuple[Silence, ...]:
    """Return the silences that hold an alert back, the one that expires last first."""
    holding = (silence for silence in silences if silence.holds(alert, now))
    return tuple(sorted(holding, key=lambda silence: (silence.expires, silence.id), reverse=True))
