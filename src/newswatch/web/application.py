"""The application: addresses, views, and who may ask."""

import json
from typing import TYPE_CHECKING

from aiohttp import web

from newswatch.web import openapi
from newswatch.web.archive import Countable
from newswatch.web.guard import Handler, loopback_only, own_pages_only, sentences, with_token
from newswatch.web.health import Health
from newswatch.web.views import Explains, Views

if TYPE_CHECKING:
    from newswatch.judging import Baseline

# What in a path matches more than a word between slashes.
PATTERNS = {"{id}": "{id:.+}"}


def application(
    archive: Countable | None,
    health: Health,
    *,
    baseline: "Baseline | None" = None,
    explains: Explains | None = None,
    token: str | None = None,
) -> web.Application:
    """Return the application that answers for one monitor.

    Args:
        archive: what it holds; None where this worker keeps nothing to look at.
        health: how it is.
        baseline: what its board began with.
        explains: tells what is decided on an article; None where this worker keeps nothing to judge it over.
        token: what callers of the API must present; without it only this machine is answered.
    """
    guard = with_token(token) if token else loopback_only
    app = web.Application(middlewares=[sentences, guard, own_pages_only])
    views = Views(archive, health, baseline, explains)
    for operation in openapi.OPERATIONS:
        path = operation.path
        for plain, pattern in PATTERNS.items():
            path = path.replace(plain, pattern)
        add = app.router.add_get if operation.method == "get" else app.router.add_post
        add(path, getattr(views, operation.name))
    app.router.add_get("/metrics", views.metrics)
    app.router.add_get("/api/v1/openapi.json", _described(has_token=bool(token)))
    return app


def _described(*, has_token: bool) -> Handler:
    """Return a view of the API's own description."""
    body = json.dumps(openapi.document(token=has_token)).encode()

    async def describe(_: web.Request) -> web.StreamResponse:
        return web.Response(body=body, content_type="application/json")

    return describe
