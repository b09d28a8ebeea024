"""NEWSWATCH_… variables: NEWSWATCH_API__PORT is api.port, NEWSWATCH_FEEDS__0__URL is feeds[0].url."""

import json
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from newswatch.settings.keys import Place, is_secret

PREFIX = "NEWSWATCH_"

Names = dict[Place, str]

# Kubernetes gives these to every container beside a service called newswatch; they are not ours.
_KUBERNETES = re.compile(r"NEWSWATCH_(SERVICE_(HOST|PORT\w*)=|PORT_\d+_|PORT=\w+://)")


def apply(data: dict[str, Any], environ: Mapping[str, str]) -> tuple[list[str], Names]:
    """Write the environment's values over those in `data`; return the faults, and which set which key.

    A variable without a value counts as not set.
    """
    faults: list[str] = []
    names: Names = {}
    for name, place, value in sorted(_variables(environ), key=lambda variable: _order(variable[1])):
        try:
            _set(data, names, name, place, value)
        except ValueError as error:
            faults.append(f"{name}: {error}")
    return faults, names


def _variables(environ: Mapping[str, str]) -> Iterator[tuple[str, Place, str]]:
    for name, value in environ.items():
        ours = name.startswith(PREFIX) and name != f"{PREFIX}CONFIG" and value
        if ours and not _KUBERNETES.match(f"{name}={value}"):
            parts = name.removeprefix(PREFIX).lower().split("__")
            yield name, tuple(int(part) if part.isdecimal() else part for part in parts), value


def _order(place: Place) -> list[tuple[int, str]]:
    """Sort a list before its entries, and its entries by number."""
    return [(part, "") if isinstance(part, int) else (-1, part) for part in place]


def _set(data: dict[str, Any], names: Names, name: str, place: Place, value: str) -> None:
    """Set the key that a variable names, from a file where it names a secret's file."""
    secret = (*place[:-1], str(place[-1]).removesuffix("_file"))
    if secret != place and is_secret(secret):
        place, value = secret, _read_secret(value)
    if place in names:
        raise ValueError(f"{names[place]} sets the same key")
    _put(data, place, value if is_secret(place) else _from_json(value))
    names[place] = name


def _read_secret(path: str) -> str:
    try:
        return Path(path).read_text("utf-8").strip()
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror}") from None
    except ValueError:
        raise ValueError(f"{path} is not text") from None


def _from_json(value: str) -> object:
    """Return the list or table that a value is in JSON, else the value."""
    try:
        return json.loads(value) if value.lstrip().startswith(("[", "{")) else value
    except ValueError:
        return value


def _put(data: dict[str, Any], place: Place, value: object) -> None:
    """Set a key at any depth, making the tables and the list entries on the way there."""
    target: Any = data
    for part, following in pairwise(place):
        _make_room(target, part, [] if isinstance(following, int) else {})
        target = target[part]
    _make_room(target, place[-1], None)
    target[place[-1]] = value


def _make_room(target: Any, part: str | int, empty: object) -> None:
    """Make sure that a table has a key, or that a list is long enough."""
    if isinstance(target, dict) and isinstance(part, str):
        target.setdefault(part, empty)
    elif isinstance(target, list) and isinstance(part, int) and part <= len(target):
        target.extend([empty] * (part == len(target)))
    else:
        raise ValueError(f'there is no place "{part}" to set')
