"""Gold items: what a line must have, and what is said of one that lacks it."""

import json
from datetime import UTC, date, datetime

import pytest

from newswatch.errors import ConfigurationError
from newswatch.evaluation.gold import parse
from tests.evaluation.samples import KNOWN, claimed, item, pairs

GOOD = {"id": "a", "text": "Some text.", "date": "2025-01-15", "claims": [claimed("truce/talks")]}


def refused(line: str | dict) -> str:
    raw = line if isinstance(line, str) else json.dumps(line)
    with pytest.raises(ConfigurationError) as told:
        parse([json.dumps(GOOD), "", raw], "gold.jsonl", KNOWN)
    return str(told.value)


def test_an_item():
    """An item is an article, with `text` and `date` as other verbs take them, and its claims; other keys do no harm."""
    line = GOOD | {
        "claims": [claimed("hostage/released", count=3, date="2025-01-19")],
        "background": [{"topic": "truce", "event": "in_effect"}],
        "headings": ["War"], "theatre": "gaza",
    }  # fmt: skip
    (made,) = parse([json.dumps(line), " "], "gold.jsonl", KNOWN)
    assert (made.article.id, made.article.body) == ("a", "Some text.")
    assert made.article.published == datetime(2025, 1, 15, 12, tzinfo=UTC)
    assert (made.wanted, made.allowed) == (pairs("hostage/released"), pairs("truce/in_effect"))
    assert (made.annotation.claims[0].count, made.annotation.claims[0].date) == (3, date(2025, 1, 19))


def test_one_event_twice():
    """A pair that is claimed twice is wanted once."""
    assert item("hostage/released", "hostage/released").wanted == pairs("hostage/released")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "not JSON: "),
        ("[" * 100_000, "not JSON: "),
        ("[1]", "not an article: it is not a JSON object"),
        (GOOD | {"text": ""}, "not an article: an article needs a title or a body"),
        (GOOD | {"date": "soon"}, "not an article: published: "),
        ({"id": "a", "text": "An article, not annotated."}, "claims: Field required"),
        (GOOD | {"claims": None}, "claims: "),
        (GOOD | {"claims": [{"topic": "truce", "event": "talks"}]}, "claims.0.modality: Field required"),
        (GOOD | {"claims": [claimed("truce/talks", "sure")]}, "claims.0.modality: "),
        (GOOD | {"claims": [claimed("truce/talks", count="many")]}, "claims.0.count: "),
        (GOOD | {"claims": [claimed("truce/talked")]}, "truce/talked is no event of a watched topic"),
        (GOOD | {"background": [{"topic": "truce"}]}, "background.0.event: Field required"),
        (GOOD | {"background": [claimed("trade/agreed")]}, "trade/agreed is no event of a watched topic"),
    ],
)
def test_a_bad_line(line, reason):
    """A bad line is refused in one sentence with the file and the line's number, empty lines counted."""
    told = refused(line)
    assert told.startswith(f"gold.jsonl, line 3: {reason}")
    assert "\n" not in told


def test_no_item():
    """A file without a line is refused."""
    with pytest.raises(ConfigurationError, match=r"gold\.jsonl has no item in it"):
        parse(["", "  "], "gold.jsonl", KNOWN)
