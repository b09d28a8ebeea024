"""Everything that an operator can set: newswatch.toml and NEWSWATCH_… variables, as one validated object."""

from newswatch.settings.document import describe, json_schema
from newswatch.settings.load import load
from newswatch.settings.model import Api, Feed, Settings, SeverityName, Subscriber

__all__ = ["Api", "Feed", "Settings", "SeverityName", "Subscriber", "describe", "json_schema", "load"]
