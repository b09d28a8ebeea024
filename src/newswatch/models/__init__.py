"""The wire format: what travels on the topics, frozen and validated.

Every value on a topic is one of these models as JSON. Readers ignore keys that they do not know, so that the
format may grow. Words are those of docs/glossary.md; times are RFC 3339 with an offset.
"""

from newswatch.models.alert import After, Alert, Before, Evidence
from newswatch.models.article import Article, canonical_url
from newswatch.models.command import Acknowledgement, Command, Expiry, Retried, parse_command
from newswatch.models.decision import Decision
from newswatch.models.delivery import Delivery
from newswatch.models.fact import Fact
from newswatch.models.feed import FeedCondition, FeedState
from newswatch.models.reading import CLASSIFIER, ArticleReference, Claim, Reading, Tick
from newswatch.models.schemas import json_schemas
from newswatch.models.silence import LONGEST_SILENCE, Matchers, Silence
from newswatch.models.times import Day, utc
from newswatch.models.values import ArticleField, Bound, CountKind, Modality, Relation, Severity, Status
from newswatch.models.wire import Note, Wire, Word, plain

__all__ = [
    "CLASSIFIER",
    "LONGEST_SILENCE",
    "Acknowledgement",
    "After",
    "Alert",
    "Article",
    "ArticleField",
    "ArticleReference",
    "Before",
    "Bound",
    "Claim",
    "Command",
    "CountKind",
    "Day",
    "Decision",
    "Delivery",
    "Evidence",
    "Expiry",
    "Fact",
    "FeedCondition",
    "FeedState",
    "Matchers",
    "Modality",
    "Note",
    "Reading",
    "Relation",
    "Retried",
    "Severity",
    "Silence",
    "Status",
    "Tick",
    "Wire",
    "Word",
    "canonical_url",
    "json_schemas",
    "parse_command",
    "plain",
    "utc",
]
