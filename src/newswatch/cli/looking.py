"""Where the verbs that look at a monitor find it: its API if it runs, else the embedded file."""

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from http import HTTPStatus
from http.client import HTTPException
from pathlib import Path
from typing import Any, NoReturn, TypeVar
from urllib.error import HTTPError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import ProxyHandler, Request, build_opener

import typer
from pydantic import ValidationError
from rich.console import Console

from newswatch import settings
from newswatch.delivery.console import Screen
from newswatch.errors import ArticleError, BrokerBusyError, BrokerError
from newswatch.models import Acknowledgement, Article, Evidence, Fact, Silence, Wire, canonical_url
from newswatch.transport import Log, Message, Record, holder
from newswatch.web.archive import Facts, Judged, Letter, Letters, Page, Story, Wanted
from newswatch.web.commands import AskedAcknowledgement, AskedSilence, Silences
from newswatch.web.index import Headers
from newswatch.web.kept import KeptArchive

ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104  # an address to listen on is none to call
PATIENCE_SECONDS = 30.0
ARTICLES = "newswatch.articles"

Model = TypeVar("Model", bound=Wire)


WIDE = 160  # where no terminal says how wide it is, ids stay whole


@contextmanager
def look(config: Path | None) -> "Iterator[Remote | KeptArchive]":
    """Look at the monitor of the settings in a file and the environment: at its API if it runs, else at its file.

    Raises:
        ConfigurationError: the settings are wrong.
        BrokerError: there is neither API nor file.
    """
    chosen = settings.load(config, os.environ)
    path = chosen.embedded_file
    token = chosen.api.token.get_secret_value() if chosen.api.token else None
    if path is None:
        host = ANYWHERE.get(chosen.api.host, chosen.api.host)
        yield Remote(f"http://{host}:{chosen.api.port}", token)
    elif (running := holder(path)) and running.api:
        yield Remote(running.api, token)
    else:
        with Log.open(path, read_only=True) as log:
            yield KeptArchive(log, lambda records: _append(path, records))


def _append(path: Path, records: Sequence[tuple[str, bytes | None, bytes | None, Headers]]) -> None:
    """Append to a file that nobody runs on; the next run finds it."""
    try:
        with Log.open(path, tidy_every=None) as log:
            log.append(Message(topic, value, key, headers) for topic, key, value, headers in records)
    except BrokerBusyError as error:
        raise BrokerBusyError(f"a newswatch without an API is running on {path}; end it first") from error


def article(config: Path | None, evidence: Evidence) -> Article | None:
    """Return the version of an article that holds the sentence of some evidence, if the embedded file still keeps it.

    Raises:
        BrokerError: the file cannot be read.
    """
    with _articles(config) as records:
        kept = (_article(record.value) for record in records if record.key == evidence.article.encode())
        return next((one for one in kept if one and _holds(one, evidence)), None)


def named(config: Path | None, name: str) -> Article | None:
    """Return the newest version of the article that an id or a URL names, if the embedded file still keeps it.

    Raises:
        BrokerError: the file cannot be read.
    """
    newest, host = None, _host(name)
    with _articles(config) as records:
        for record in records:
            if record.key == name.encode() or (host and host in (record.value or b"")):
                one = _article(record.value)
                newest = one if one and _is_called(one, name) else newest
    return newest


def _host(url: str) -> bytes:
    """Return the host of a URL, which is in every record of its article; nothing, if it is no URL."""
    try:
        return (urlsplit(url).hostname or "").encode()
    except ValueError:
        return b""


def _is_called(one: Article, name: str) -> bool:
    return name == one.id or bool(one.url and canonical_url(one.url) == canonical_url(name))


@contextmanager
def _articles(config: Path | None) -> Iterator[Iterable[Record]]:
    """Open the articles of the embedded file, oldest first; none where it isn't there."""
    path = settings.load(config, os.environ).embedded_file
    if path is None or not path.exists():
        yield ()
        return
    with Log.open(path, read_only=True) as log:
        yield log.records(ARTICLES) if ARTICLES in log.topics() else ()


def _article(value: bytes | None) -> Article | None:
    try:
        return Article.parse(value or b"")
    except ArticleError:
        return None


def _holds(one: Article, evidence: Evidence) -> bool:
    text = (one.title if evidence.field == "title" else one.body) or ""
    return text[evidence.start : evidence.end] == evidence.sentence


def screen() -> Console:
    """Return where tables are printed."""
    return Screen(width=None if sys.stdout.isatty() else WIDE)


def nothing(sentence: str) -> NoReturn:
    """Say on standard error that the answer is no, and end with 1."""
    typer.echo(f"newswatch: {sentence}", err=True)
    raise typer.Exit(1)


class Remote:
    """An archive behind the API of a running monitor; see `newswatch.web.archive.Archive`."""

    def __init__(self, address: str, token: str | None) -> None:
        self._address = address
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        # A proxy that the environment names is for the world outside.
        self._opener = build_opener(ProxyHandler({}))

    def alerts(self, wanted: Wanted) -> Page:
        """Return alerts in their newest revision, newest first."""
        asked = wanted.model_dump(mode="json", exclude_none=True)
        return self._needed(Page, f"alerts?{urlencode(asked)}")

    def story(self, alert_id: str) -> Story | None:
        """Return an alert with all its revisions, or nothing where there is none of this id."""
        return self._get(Story, f"alerts/{quote(alert_id)}")

    def facts(self) -> Sequence[Fact]:
        """Return the board, with what the baseline began with."""
        return self._needed(Facts, "board").facts

    def letters(self) -> Sequence[Letter]:
        """Return the dead letters without their values, newest first."""
        return self._needed(Letters, "dead-letters").dead_letters

    def letter(self, partition: int, offset: int) -> Letter | None:
        """Return a dead letter with its value, or nothing where there is none."""
        return self._get(Letter, f"dead-letters/{partition}/{offset}")

    def put_back(self, partition: int, offset: int, now: datetime) -> None:  # noqa: ARG002  # the monitor has its own
        """Let the monitor send a dead letter to the topic that it came from."""
        if self._ask("POST", f"dead-letters/{partition}/{offset}/retry") is None:
            raise BrokerError(f"there is no dead letter {partition}/{offset}")

    def silences(self) -> Sequence[Silence]:
        """Return the silences that are kept, over or not, the one that expires last first."""
        return self._needed(Silences, "silences").silences

    def add_silence(self, asked: AskedSilence, now: datetime) -> Silence:  # noqa: ARG002  # the monitor has its own
        """Let the monitor hold alerts back."""
        return self._checked(Silence, self._ask("POST", "silences", asked.to_json()) or {})

    def expire_silence(self, silence_id: str, now: datetime) -> Silence | None:  # noqa: ARG002  # the same
        """Let the monitor end a silence; nothing where there is none of this id."""
        ended = self._ask("POST", f"silences/{quote(silence_id, safe='')}/expire")
        return self._checked(Silence, ended) if ended is not None else None

    def acknowledge(self, alert_id: str, asked: AskedAcknowledgement, now: datetime) -> Acknowledgement | None:  # noqa: ARG002  # the same
        """Let the monitor note who has seen an alert; return the first who has, or nothing where there is no alert."""
        noted = self._ask("POST", f"alerts/{quote(alert_id)}/acknowledge", asked.to_json())
        return self._checked(Acknowledgement, noted) if noted is not None else None

    def judged(self, one: Article) -> Judged:
        """Return what the monitor decides on an article."""
        try:
            return Judged.model_validate(self._ask("POST", "explain", one.to_json()))
        except ValidationError as error:
            raise BrokerError(f"what answers at {self._address} does not explain articles") from error

    def _needed(self, model: type[Model], path: str) -> Model:
        if (found := self._get(model, path)) is None:
            raise BrokerError(f"what answers at {self._address} is no newswatch")
        return found

    def _get(self, model: type[Model], path: str) -> Model | None:
        found = self._ask("GET", path)
        return None if found is None else self._checked(model, found)

    def _checked(self, model: type[Model], found: Mapping[str, Any]) -> Model:
        """Return an answer of the API.

        Raises:
            BrokerError: something else has answered.
        """
        try:
            return model.model_validate(found)
        except ValidationError as error:
            raise BrokerError(f"what answers at {self._address} is no newswatch") from error

    def _ask(self, method: str, path: str, body: bytes | None = None) -> Mapping[str, Any] | None:
        """Return what the API answers, or nothing where it says that there is none."""
        address = f"{self._address}/api/v1/{path}"
        request = Request(address, data=body, method=method, headers=self._headers)  # noqa: S310  # http
        try:
            with self._opener.open(request, timeout=PATIENCE_SECONDS) as response:
                return _object(response.read())
        except HTTPError as error:
            if error.code == HTTPStatus.NOT_FOUND:
                return None
            told = _object(error.read()).get("error", f"it answered {error.code}")
            raise BrokerError(f"the newswatch at {self._address} says: {told}") from error
        except (HTTPException, OSError) as error:  # also URLError and TimeoutError
            reason = getattr(error, "reason", error)
            raise BrokerError(f"no newswatch answers at {self._address}: {reason}") from error


def _object(raw: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(raw)
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {}
