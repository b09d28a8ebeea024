"""The address of an embedded broker.

`sqlite:///newswatch.db` is relative to the working folder, `sqlite:////var/lib/newswatch.db` starts at the root, as in
SQLAlchemy. `?durability=power` makes every commit reach the disk before it is acknowledged; the default,
`process`, survives the death of the process at any moment, and after a power cut may lack the last seconds.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self, get_args
from urllib.parse import parse_qsl, unquote, urlsplit

from newswatch.errors import BrokerError

Durability = Literal["process", "power"]


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where an embedded broker lives and how firmly it commits."""

    path: Path
    durability: Durability = "process"

    @classmethod
    def parse(cls, url: str) -> Self:
        """Read an address.

        Raises:
            BrokerError: with one sentence that says what is wrong with it.
        """
        parts = urlsplit(url)
        if parts.scheme != "sqlite" or parts.netloc or len(parts.path) < len("/x"):
            raise BrokerError(f"{url} is not the address of an embedded broker; write sqlite:///newswatch.db")
        return cls(path=Path(unquote(parts.path[1:])), durability=_durability(url, parts.query))


def _durability(url: str, query: str) -> Durability:
    """Return the durability that the query of an address asks for."""
    options = dict(parse_qsl(query, keep_blank_values=True))
    wanted = options.pop("durability", "process")
    if options:
        raise BrokerError(f"{url} has an unknown option, {next(iter(options))}; there is only durability")
    for known in get_args(Durability):
        if wanted == known:
            return known  # type: ignore[no-any-return]
    raise BrokerError(f"{url} asks for the durability {wanted!r}; there are process and power")
