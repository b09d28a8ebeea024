"""What of a feed's URL may stand in a log or on a screen."""

import re

_HOST = re.compile(r"(?:\[[^\]]*\]|[^:\[\]]*)(?::\d*)?")
_END_OF_HOST = re.compile(r"[/?#]")
_END_OF_PATH = re.compile(r"[?#]")


def printable(url: str) -> str:
    """Return a URL without what may be secret: user, password, query and fragment; a path is returned as it is.

    A password with a raw `/`, `?` or `#` in it makes no proper URL; its parts are not printed either.
    """
    scheme, mark, rest = url.partition("://")
    if not mark or scheme.lower() not in ("http", "https"):
        return url
    host = _host(rest)
    if not _HOST.fullmatch(host):
        rest = rest.rpartition("@")[2]
        host = _host(rest)
    if not _HOST.fullmatch(host):
        return f"{scheme}://…"
    after = _END_OF_HOST.search(rest)
    path = _END_OF_PATH.split(rest[after.start() :], maxsplit=1)[0] if after else ""
    return f"{scheme}://{host}{path}"


def _host(rest: str) -> str:
    """Return the host and port that a URL names after its scheme."""
    return _END_OF_HOST.split(rest, maxsplit=1)[0].rpartition("@")[2]
