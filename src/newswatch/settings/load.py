"""Reading newswatch.toml and the environment, which wins; every fault is named in one sentence."""

import difflib
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from newswatch.errors import ConfigurationError
from newswatch.settings.environment import PREFIX, Names, apply
from newswatch.settings.keys import Place, section_at
from newswatch.settings.model import Settings

FILE_NAME = "newswatch.toml"

_PLAIN = {
    "extra_forbidden": "unknown key",
    "missing": "is missing",
    "model_type": "must be a table",
    "tuple_type": "must be a list (in a variable, a JSON list)",
}


def load(path: Path | None, environ: Mapping[str, str]) -> Settings:
    """Read the settings from a file and the environment.

    Without a path, NEWSWATCH_CONFIG names the file; otherwise newswatch.toml in the current directory is read
    if it is there. Relative paths in it are relative to the current directory.

    Raises:
        ConfigurationError: one sentence that names every fault.
    """
    path = _choose(path, environ)
    data = _read(path) if path else {}
    faults, names = apply(data, environ)
    try:
        settings = Settings.model_validate(data)
    except ValidationError as error:
        faults += [_sentence(fault, names) for fault in error.errors(include_url=False, include_input=False)]
    if faults:
        # Not chained: pydantic's own error would show values, and some of them are secrets.
        raise ConfigurationError(f"{path or 'the environment'}: {'; '.join(faults)}") from None
    return settings


def _choose(path: Path | None, environ: Mapping[str, str]) -> Path | None:
    if named := path or environ.get(f"{PREFIX}CONFIG"):
        return Path(named)
    return Path(FILE_NAME) if Path(FILE_NAME).is_file() else None


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read: {error.strerror}") from None
    except ValueError as error:  # also UnicodeDecodeError
        raise ConfigurationError(f"{path} is not TOML: {error}") from None


def _sentence(fault: Mapping[str, Any], names: Names) -> str:
    """Return one of pydantic's faults as "where: what", where being the variable or the key."""
    place: Place = fault["loc"]
    message = _PLAIN.get(fault["type"], fault["msg"].removeprefix("Value error, "))
    if fault["type"] == "extra_forbidden":
        message += _guess(place)
    where = names.get(place) or "".join(
        f"[{part}]" if isinstance(part, int) else f".{part}" for part in place
    ).removeprefix(".")
    return f"{where}: {message}" if where else message


def _guess(place: Place) -> str:
    """Return a hint at the key that was meant, where one is close."""
    section = section_at(place[:-1])
    known = list(section.model_fields) if section else []
    close = difflib.get_close_matches(str(place[-1]), known, n=1)
    return f' (is "{close[0]}" meant?)' if close else ""
