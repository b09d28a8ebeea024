"""Feeds and files become Articles: `parse` is pure, `load` reads local files, `Fetcher` polls politely."""

from newswatch.feeds.fetch import Fetcher, Outcome
from newswatch.feeds.files import Kind, Loaded, Source, load, read, sources
from newswatch.feeds.parse import Parsed, Rejection, parse
from newswatch.feeds.printable import printable
from newswatch.feeds.schedule import state_of

__all__ = [
    "Fetcher",
    "Kind",
    "Loaded",
    "Outcome",
    "Parsed",
    "Rejection",
    "Source",
    "load",
    "parse",
    "printable",
    "read",
    "sources",
    "state_of",
]
