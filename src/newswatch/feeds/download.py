"""Getting the bytes of a feed: over HTTP, one request a host at a time, or from a file.

Whatever goes wrong comes back as a Failure that says how bad it is; nothing here raises for a server's sake.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Self
from urllib.parse import urljoin, urlsplit
from urllib.request import url2pathname
from weakref import WeakValueDictionary

import aiohttp

from newswatch.feeds.document import MAXIMUM_BYTES
from newswatch.feeds.schedule import HARD, SOFT, TEMPORARY
from newswatch.models import FeedCondition

TIMEOUT_SECONDS = 30.0

_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_PERMANENT = frozenset((301, 308))
_MOST_HOPS = 5
_ACCEPT = "application/atom+xml, application/rss+xml, application/rdf+xml, application/xml;q=0.9, */*;q=0.5"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said; `moved_to` is where it was permanently redirected to, if it was."""

    status: int
    url: str
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    charset: str | None = None
    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a feed could not be polled, and what that counts."""

    reason: str
    condition: FeedCondition
    weight: float
    headers: Mapping[str, str] = field(default_factory=dict)


def user_agent() -> str:
    """Return the name that servers know newswatch by."""
    try:
        return f"newswatch/{version('newswatch')}"
    except PackageNotFoundError:  # run from a source tree
        return "newswatch"


class Downloader:
    """A polite HTTP client: an asynchronous context manager that owns its connections."""

    def __init__(self, timeout_seconds: float = TIMEOUT_SECONDS, maximum_bytes: int = MAXIMUM_BYTES) -> None:
        self._timeout_seconds = timeout_seconds
        self._maximum_bytes = maximum_bytes
        self._hosts: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def __aenter__(self) -> Self:
        # Accept-Encoding is aiohttp's own: it names brotli exactly where it can read it.
        self._session = aiohttp.ClientSession(
            headers={"User-Agent": user_agent(), "Accept": _ACCEPT},
            timeout=aiohttp.ClientTimeout(total=self._timeout_seconds),
            cookie_jar=aiohttp.DummyCookieJar(),
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()

    async def get(self, url: str, headers: Mapping[str, str]) -> Answer | Failure:
        """Return what is at a URL or path; redirects are followed, and permanent ones reported."""
        if urlsplit(url).scheme.lower() not in ("http", "https"):
            return await asyncio.to_thread(self._read_file, url)
        try:
            return await self._follow(url, headers)
        except TimeoutError:
            return _unreachable(f"no answer within {self._timeout_seconds:g} seconds", TEMPORARY)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return _unreachable(*_explain(error))

    async def _follow(self, url: str, headers: Mapping[str, str]) -> Answer | Failure:
        permanent, moved_to = True, None
        for _ in range(_MOST_HOPS + 1):
            answer = await self._request(url, headers)
            if isinstance(answer, Failure):
                return answer
            if answer.status not in _REDIRECTS or "Location" not in answer.headers:
                return replace(answer, moved_to=moved_to)
            url = urljoin(url, answer.headers["Location"])
            permanent = permanent and answer.status in _PERMANENT
            moved_to = url if permanent else moved_to
        return _unreachable(f"it redirects more than {_MOST_HOPS} times", HARD)

    async def _request(self, url: str, headers: Mapping[str, str]) -> Answer | Failure:
        """Ask once, while nobody else asks the same host."""
        host = urlsplit(url).hostname or ""
        async with (
            self._hosts.setdefault(host, asyncio.Lock()),
            self._session.get(url, headers=headers, allow_redirects=False) as response,
        ):
            body = bytearray()
            async for chunk in response.content.iter_chunked(65_536):
                body += chunk
                if len(body) > self._maximum_bytes:
                    return self._too_large()
            return Answer(response.status, url, bytes(body), response.headers, response.charset)

    def _read_file(self, url: str) -> Answer | Failure:
        path = Path(url2pathname(urlsplit(url).path)) if url.lower().startswith("file:") else Path(url)
        try:
            with path.open("rb") as handle:
                body = handle.read(self._maximum_bytes + 1)
        except FileNotFoundError:
            return _unreachable(f"there is no file {path}", SOFT)
        except (OSError, ValueError) as error:
            return _unreachable(f"the file cannot be read ({type(error).__name__})", HARD)
        return self._too_large() if len(body) > self._maximum_bytes else Answer(200, url, body)

    def _too_large(self) -> Failure:
        reason = f"the document is larger than {self._maximum_bytes:,} bytes"
        return Failure(reason, FeedCondition.UNREADABLE, SOFT)


def _explain(error: Exception) -> tuple[str, float]:
    """Return what an error of the client means, without the URL, which may hold a password, and its weight."""
    match error:
        case aiohttp.ClientConnectorDNSError():
            return "the host's name is not known", TEMPORARY
        case aiohttp.ClientSSLError():
            return "the secure connection failed, perhaps over the certificate", SOFT
        case ValueError() | aiohttp.NonHttpUrlClientError():  # aiohttp.InvalidURL is a ValueError
            return "the URL is not valid", HARD
        case _:
            return f"the connection failed ({type(error).__name__})", TEMPORARY


def _unreachable(reason: str, weight: float) -> Failure:
    return Failure(reason, FeedCondition.UNREACHABLE, weight)
