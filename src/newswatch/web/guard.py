"""Who may ask: a token where one is configured, and otherwise this machine alone, and no page of a stranger's."""

import hmac
import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from ipaddress import ip_address
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Middleware
from yarl import URL

from newswatch.errors import NewswatchError
from newswatch.web.archive import Error

logger = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

API = "/api/"
READING = ("GET", "HEAD")
PLAIN = {
    HTTPStatus.NOT_FOUND: "there is nothing at this address",
    HTTPStatus.METHOD_NOT_ALLOWED: "this address does not take that method",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "the request is too large",
}


def answer(value: Any, status: HTTPStatus = HTTPStatus.OK, **headers: str) -> web.Response:
    """Return a model as JSON."""
    safe = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", **headers}
    return web.Response(body=value.to_json(), status=status, content_type="application/json", headers=safe)


def refusal(status: HTTPStatus, sentence: str, **headers: str) -> web.Response:
    """Return one plain sentence as JSON."""
    return answer(Error(error=sentence), status, **headers)


@web.middleware
async def sentences(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn whatever goes wrong into one sentence; the log has the rest."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        status = HTTPStatus(error.status)
        headers = {"Allow": error.headers["Allow"]} if "Allow" in error.headers else {}
        return refusal(status, PLAIN.get(status, status.description or status.phrase), **headers)
    except NewswatchError as error:
        return refusal(HTTPStatus.SERVICE_UNAVAILABLE, str(error))
    except Exception:
        logger.exception("%s %s failed", request.method, request.path)
        return refusal(HTTPStatus.INTERNAL_SERVER_ERROR, "newswatch met a fault of its own; its log says more")


def with_token(token: str) -> Middleware:
    """Return a middleware that lets only those into the API who present the token."""

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path.startswith(API) and not _presents(request, token.encode()):
            sentence = "present the API's token: Authorization: Bearer TOKEN"
            return refusal(HTTPStatus.UNAUTHORIZED, sentence, **{"WWW-Authenticate": "Bearer"})
        return await handler(request)

    return check


def _presents(request: web.Request, token: bytes) -> bool:
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    same = hmac.compare_digest(given.strip().encode("utf-8", "surrogateescape"), token)
    return same and scheme.lower() == "bearer"


@web.middleware
async def loopback_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse a name that is not this machine's: a stranger's page may have made its own name point here."""
    if not is_loopback(_host(f"http://{request.headers.get('Host', '')}")):
        return refusal(HTTPStatus.FORBIDDEN, "without a token the API answers to localhost and 127.0.0.1 only")
    return await handler(request)


@web.middleware
async def own_pages_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse a change that a page from elsewhere asks for."""
    origin, host = request.headers.get("Origin"), request.headers.get("Host")
    if request.method not in READING and origin not in (None, f"http://{host}", f"https://{host}"):
        return refusal(HTTPStatus.FORBIDDEN, "a page from elsewhere may not change anything here")
    return await handler(request)


def is_loopback(host: str) -> bool:
    """Tell whether a name or address is this machine's own."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.rstrip(".").lower() == "localhost"


def _host(address: str) -> str:
    try:
        return URL(address).host or ""
    except ValueError:
        return ""
