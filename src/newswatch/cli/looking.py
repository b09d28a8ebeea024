"""Where the verbs that look at a monitor find it: its API if it runs, else the embedded file."""

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from http import HTTPStatus
from http.client import HTTPException
from pathlib import Path
from typing import Any, NoReturn, TypeVar
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import ProxyHandler, Request, build_opener

import typer
from pydantic import ValidationError
from rich.console import Console

from newswatch import settings
from newswatch.delivery.console import Screen
from newswatch.errors import ArticleError, BrokerBusyError, BrokerError
from newswatch.models import Article, Evidence, Fact, Wire
from newswatch.transport import Log, Message, holder
from newswatch.web.archive import Archive, Facts, Letter, Letters, Page, Story, Wanted
from newswatch.web.index import Headers
from newswatch.web.kept import KeptArchive

ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104  # an address to listen on is none to call
PATIENCE_SECONDS = 30.0
ARTICLES = "newswatch.articles"

Model = TypeVar("Model", bound=Wire)


WIDE = 160  # where no terminal says how wide it is, ids stay whole


@contextmanager
def look(config: Path | None) -> Iterator[Archive]:
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
    path = settings.load(config, os.environ).embedded_file
    if path is None or not path.exists():
        return None
    with Log.open(path, read_only=True) as log:
        if ARTICLES not in log.topics():
            return None
        kept = (_article(record.value) for record in log.records(ARTICLES) if record.key == evidence.article.encode())
        return next((one for one in kept if one and _holds(one, evidence)), None)


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

    def _needed(self, model: type[Model], path: str) -> Model:
        if (found := self._get(model, path)) is None:
            raise BrokerError(f"what answers at {self._address} is no newswatch")
        return found

    def _get(self, model: type[Model], path: str) -> Model | None:
        found = self._ask("GET", path)
        try:
            return None if found is None else model.model_validate(found)
        except ValidationError as error:
            raise BrokerError(f"what answers at {self._address} is no newswatch") from error

    def _ask(self, method: str, path: str) -> Mapping[str, Any] | None:
        """Return what the API answers, or nothing where it says that there is none."""
        request = Request(f"{self._address}/api/v1/{path}", method=method, headers=self._headers)  # noqa: S310  # http
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
