"""The settings and their rules; the descriptions are what docs/configuration.md says."""

import re
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import unquote, urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, model_validator

CHANNELS = ("console",)

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_DURATION = re.compile(r"(\d{1,9})\s*([smhd]?)")
_BROKER = re.compile(r"sqlite:///[^?#]+|kafka://[\w.\-\[\]:]+:\d+(,[\w.\-\[\]:]+:\d+)*")
_FEED_URL = re.compile(r"(?i)https?://[^\s/]+\S*|file:\S+")


def _seconds(value: object) -> object:
    """Read "5m" as 300; a number, and whatever is no text at all, stays as it is."""
    if not isinstance(value, str):
        return value
    if (match := _DURATION.fullmatch(value.strip())) is None:
        raise ValueError(f'"{value}" is no length of time; write seconds, or a number with s, m, h or d')
    return int(match[1]) * _UNITS[match[2] or "s"]


# The next two don't repeat the value: it may hold a password.
def _broker(value: str) -> str:
    if not _BROKER.fullmatch(value):
        raise ValueError('this is no broker; write "sqlite:///FILE" or "kafka://HOST:PORT,HOST:PORT"')
    return value


def _feed_url(value: str) -> str:
    if "://" in value and not _FEED_URL.fullmatch(value):
        raise ValueError("this is neither an http(s) URL, nor a file: URL, nor a path")
    return value


def _channel(value: str) -> str:
    if value not in CHANNELS:
        raise ValueError(f'"{value}" is not available; use one of: {", ".join(CHANNELS)}')
    return value


def _file(value: Path) -> Path:
    if not value.is_file():
        raise ValueError(f"there is no file {value}")
    return value


def _folder(value: Path) -> Path:
    if not value.is_dir():
        raise ValueError(f"there is no folder {value}")
    return value


Text = Annotated[str, Field(min_length=1, pattern=r"\S")]
Secret = Annotated[SecretStr, Field(min_length=1)]
Duration = Annotated[int, BeforeValidator(_seconds), Field(ge=1, le=31 * _UNITS["d"])]
SeverityName = Literal["low", "medium", "high", "critical"]


class Section(BaseModel):
    """A part of the settings: frozen, and closed to keys that it doesn't know."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Feed(Section):
    """One source that `run` polls."""

    url: Annotated[Text, AfterValidator(_feed_url)] = Field(
        description="where the RSS or Atom document is: http(s), a file: URL or a path"
    )
    source: Text | None = Field(None, description="the outlet's name in alerts; the feed's own title if left out")
    interval: Duration = Field(300, description='shortest time between two polls: seconds, or "5m", "2h", "1d"')


class Api(Section):
    """Where the page and the HTTP API listen."""

    host: Text = Field("127.0.0.1", description="the address to listen on")
    port: Annotated[int, Field(ge=1, le=65535)] = Field(8765, description="the port to listen on")
    token: Secret | None = Field(
        None, description="what callers must present; needed when `host` is not this machine alone"
    )

    @model_validator(mode="after")
    def _guarded(self) -> Self:
        if self.token is None and not _is_loopback(self.host):
            raise ValueError(f"token is missing, and without one {self.host} would be open to others")
        return self


class Subscriber(Section):
    """Someone or something that alerts are delivered to."""

    name: Annotated[str, Field(pattern=r"^[\w.-]+$")] = Field(
        description="what it is called: letters, digits, dots and dashes"
    )
    channel: Annotated[str, AfterValidator(_channel)] = Field(
        description=f"how alerts reach it; available: {', '.join(f'`{name}`' for name in CHANNELS)}"
    )
    topics: tuple[Text, ...] = Field((), description="the topic words that it gets; all if left out")
    severity: SeverityName = Field("low", description="the lowest severity that it gets")


class Settings(Section):
    """Everything that an operator can set."""

    broker: Annotated[str, AfterValidator(_broker)] = Field(
        "sqlite:///newswatch.db",
        description="`sqlite:///FILE` (four slashes for an absolute path) or `kafka://HOST:PORT,HOST:PORT`",
    )
    durability: Literal["process", "power"] = Field(
        "process",
        description="what acknowledged messages of the embedded broker survive: kill -9, or a power cut",
    )
    baseline: Annotated[Path, AfterValidator(_file)] | None = Field(
        None, description="a seed document or a built baseline; the built-in one if left out"
    )
    topics: Annotated[Path, AfterValidator(_folder)] | None = Field(
        None, description="a folder of topic files; the built-in ones if left out"
    )
    partitions: Annotated[int, Field(ge=1, le=1024)] = Field(
        4,
        description="partitions of the topics on Kafka: how many workers can read side by side; the embedded broker, "
        "with its one worker, has one",
    )
    reader_timeout: Annotated[float, Field(gt=0, allow_inf_nan=False)] = Field(
        20.0, description="seconds that reading one article may take before it is a dead letter"
    )
    log: Literal["text", "json"] = Field("text", description="the form of log lines")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="the least that is logged")
    api: Api = Field(default_factory=Api, description="the page and the HTTP API")
    feeds: tuple[Feed, ...] = Field((), description="the sources that `run` polls")
    subscribers: tuple[Subscriber, ...] = Field((), description="who gets alerts")

    @model_validator(mode="after")
    def _told_apart(self) -> Self:
        if number := _repeated([feed.url for feed in self.feeds]):
            raise ValueError(f"feeds[{number}].url is there twice")
        if number := _repeated([subscriber.name for subscriber in self.subscribers]):
            raise ValueError(f"subscribers[{number}].name is there twice")
        return self

    @property
    def embedded_file(self) -> Path | None:
        """The embedded broker's file, or None where the broker is Kafka."""
        address = urlsplit(self.broker)  # read as `newswatch.transport.Address` reads it
        return Path(unquote(address.path[1:])) if address.scheme == "sqlite" else None


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _repeated(values: list[str]) -> int | None:
    """Return the number of the first value that was there before."""
    return next((number for number, value in enumerate(values) if value in values[:number]), None)
