"""One function for each address: ask the archive from a thread, answer JSON."""

import asyncio
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Protocol, TypeVar

from aiohttp import web
from pydantic import Field, TypeAdapter, ValidationError

from newswatch.errors import BrokerError, DataError
from newswatch.models import Article, Wire, plain
from newswatch.web import metrics
from newswatch.web.archive import Alive, Countable, Facts, Judged, Known, Letter, Letters, Ready, Retry, Wanted
from newswatch.web.commands import AskedAcknowledgement, AskedSilence, Silences
from newswatch.web.guard import answer, refusal
from newswatch.web.health import Health, Vitals

if TYPE_CHECKING:
    from newswatch.judging import Baseline

Asked = TypeVar("Asked", bound=Wire)

MOST_DIGITS = 15
UNKEPT = "on Kafka the records are not kept here yet; read them from their topics"
_number: TypeAdapter[int] = TypeAdapter(Annotated[int, Field(ge=0, lt=10**MOST_DIGITS)])


class Explains(Protocol):
    """Whoever reads an article, and tells what the judge decides on it."""

    async def __call__(self, article: Article, /) -> Judged:
        """Return what is decided on an article; raise DataError where it can't be read or judged."""


class Views:
    """The views of one monitor.

    Args:
        archive: what it holds; None where this worker keeps nothing to look at.
        health: how it is.
        baseline: what its board began with.
        explains: tells what is decided on an article; None where this worker keeps nothing to judge it over.
    """

    def __init__(
        self,
        archive: Countable | None,
        health: Health,
        baseline: "Baseline | None",
        explains: Explains | None = None,
    ) -> None:
        self._archive = archive
        self._health = health
        self._baseline = baseline
        self._explains = explains

    @property
    def archive(self) -> Countable:
        """The archive.

        Raises:
            BrokerError: there is none.
        """
        if self._archive is None:
            raise BrokerError(UNKEPT)
        return self._archive

    async def healthz(self, _: web.Request) -> web.Response:
        """Say whether the process works."""
        fault = self._health().fault
        return answer(Alive(alive=fault is None, error=fault), _status(well=fault is None))

    async def readyz(self, _: web.Request) -> web.Response:
        """Say whether the worker does its work."""
        vitals = self._health()
        parts = {name: lack or True for name, lack in vitals.parts.items()}
        return answer(Ready(ready=vitals.ready, parts=parts), _status(well=vitals.ready))

    async def metrics(self, _: web.Request) -> web.Response:
        """Return counts for Prometheus."""
        vitals: Vitals = self._health()
        tally = await asyncio.to_thread(self._archive.tally) if self._archive else None
        text = metrics.exposition(tally, vitals)
        return web.Response(text=text, headers={"Content-Type": metrics.CONTENT_TYPE})

    async def alerts(self, request: web.Request) -> web.Response:
        """Return alerts, newest first."""
        if unknown := sorted(set(request.query) - set(Wanted.model_fields)):
            return refusal(HTTPStatus.BAD_REQUEST, f"nothing is filtered by {unknown[0]}")
        try:
            wanted = Wanted.model_validate(dict(request.query))
        except ValidationError as error:
            return refusal(HTTPStatus.BAD_REQUEST, plain(error))
        return answer(await asyncio.to_thread(self.archive.alerts, wanted))

    async def alert(self, request: web.Request) -> web.Response:
        """Return one alert with all its revisions."""
        alert_id = request.match_info["id"]
        story = await asyncio.to_thread(self.archive.story, alert_id)
        return answer(story) if story else refusal(HTTPStatus.NOT_FOUND, f"there is no alert {alert_id}")

    async def acknowledge(self, request: web.Request) -> web.Response:
        """Note that someone has seen an alert."""
        asked = await _sent(AskedAcknowledgement, request)
        if isinstance(asked, web.Response):
            return asked
        alert_id = request.match_info["id"]
        noted = await asyncio.to_thread(self.archive.acknowledge, alert_id, asked, datetime.now(UTC))
        return answer(noted) if noted else refusal(HTTPStatus.NOT_FOUND, f"there is no alert {alert_id}")

    async def silences(self, _: web.Request) -> web.Response:
        """Return the silences, the one that expires last first."""
        return answer(Silences(silences=tuple(await asyncio.to_thread(self.archive.silences))))

    async def add_silence(self, request: web.Request) -> web.Response:
        """Hold alerts back for a time."""
        asked, now = await _sent(AskedSilence, request), datetime.now(UTC)
        if isinstance(asked, web.Response):
            return asked
        if obstacle := asked.obstacle(now):
            return refusal(HTTPStatus.BAD_REQUEST, obstacle)
        return answer(await asyncio.to_thread(self.archive.add_silence, asked, now))

    async def expire_silence(self, request: web.Request) -> web.Response:
        """End a silence."""
        name = request.match_info["silence"]
        ended = await asyncio.to_thread(self.archive.expire_silence, name, datetime.now(UTC))
        return answer(ended) if ended else refusal(HTTPStatus.NOT_FOUND, f"there is no silence {name}")

    async def board(self, _: web.Request) -> web.Response:
        """Return the fact that stands in each slot: the baseline's, or what came after."""
        written = await asyncio.to_thread(self.archive.facts)
        began = self._baseline.standing() if self._baseline else []
        standing = {fact.slot: fact for fact in [*began, *written]}
        return answer(Facts(facts=tuple(standing[slot] for slot in sorted(standing))))

    async def baseline(self, _: web.Request) -> web.Response:
        """Return the baseline."""
        known = self._baseline
        if known is None:
            return refusal(HTTPStatus.NOT_FOUND, "this newswatch has no baseline")
        told = {name: getattr(known, name) for name in Known.model_fields}
        return answer(Known(**told))

    async def explain(self, request: web.Request) -> web.Response:
        """Return what is decided on the claims of an article, without letting it in."""
        if self._explains is None:
            raise BrokerError(UNKEPT)
        try:
            article = Article.from_loose(await request.json())
            return answer(await self._explains(article))
        except DataError as error:  # no article, or one that can't be read or judged
            return refusal(HTTPStatus.BAD_REQUEST, str(error))
        except (ValueError, RecursionError) as error:
            return refusal(HTTPStatus.BAD_REQUEST, f"not JSON: {error}")

    async def letters(self, _: web.Request) -> web.Response:
        """Return the dead letters without their values, newest first."""
        return answer(Letters(dead_letters=tuple(await asyncio.to_thread(self.archive.letters))))

    async def letter(self, request: web.Request) -> web.Response:
        """Return one dead letter with its value."""
        letter = await self._letter(request)
        return letter if isinstance(letter, web.Response) else answer(letter)

    async def retry(self, request: web.Request) -> web.Response:
        """Put a dead letter back on the topic that it came from."""
        letter = await self._letter(request)
        if isinstance(letter, web.Response):
            return letter
        if letter.obstacle:
            return refusal(HTTPStatus.CONFLICT, letter.obstacle)
        await asyncio.to_thread(self.archive.put_back, letter.partition, letter.offset, datetime.now(UTC))
        return answer(Retry(retried=letter.name, topic=letter.origin.topic))

    async def _letter(self, request: web.Request) -> Letter | web.Response:
        """Return the dead letter that an address names, or the answer that there is none."""
        names = request.match_info["partition"], request.match_info["offset"]
        missing = refusal(HTTPStatus.NOT_FOUND, f"there is no dead letter {'/'.join(names)}")
        try:
            partition, offset = (_number.validate_python(name) for name in names)
        except ValidationError:
            return missing
        return await asyncio.to_thread(self.archive.letter, partition, offset) or missing


async def _sent(model: type[Asked], request: web.Request) -> Asked | web.Response:
    """Return what was sent with a request, or the answer that it is no such thing."""
    try:
        return model.model_validate_json(await request.read())
    except ValidationError as error:
        return refusal(HTTPStatus.BAD_REQUEST, plain(error))


def _status(*, well: bool) -> HTTPStatus:
    return HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE
