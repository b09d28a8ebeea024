"""Finding a key of the settings by its place: ("api", "token"), ("feeds", 0, "url")."""

from typing import get_args

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from newswatch.settings.model import Section, Settings

Place = tuple[str | int, ...]


def section_at(place: Place) -> type[Section] | None:
    """Return the model whose keys live at a place, or None where there is none."""
    section: type[Section] | None = Settings
    for part in place:
        if section and isinstance(part, str):
            section = section_of(section.model_fields.get(part))
    return section


def section_of(field: FieldInfo | None) -> type[Section] | None:
    """Return the model that a field holds, alone or in a list; None for a plain value."""
    candidates = [field.annotation, *get_args(field.annotation)] if field else []
    return next((kind for kind in candidates if isinstance(kind, type) and issubclass(kind, Section)), None)


def is_secret(place: Place) -> bool:
    """Whether the key at a place holds something that must never print."""
    section = section_at(place[:-1])
    field = section.model_fields.get(str(place[-1])) if section else None
    return field is not None and SecretStr in (field.annotation, *_flat(field.annotation))


def _flat(kind: object) -> tuple[object, ...]:
    """Return the types that an annotation is made of, at any depth."""
    return tuple(inner for part in get_args(kind) for inner in (part, *_flat(part)))
