"""The seed feeds and what they must raise hold together: forms, traps, and evidence word for word."""

import json
import tomllib
from collections import Counter
from html import unescape
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import feedparser
import pytest

from newswatch.errors import ArticleError
from newswatch.models import Article, Modality

SEEDS = Path(__file__).parents[2] / "seeds"
FEEDS = sorted((SEEDS / "feeds").glob("*.xml"))
WIRE = SEEDS / "feeds" / "wire.jsonl"
EXPECTED = SEEDS / "expected" / "gaza-talks-2025-01.jsonl"
MALFORMED = Path(__file__).parent / "malformed"

KINDS = {
    "background", "denial", "development", "distractor", "duplicate", "edited", "hard_negative", "hypothetical",
    "late", "other_conflict", "other_language", "overstated", "rehash", "reprint", "undated",
}  # fmt: skip
BLOCKS = {"p", "br", "div", "h2", "h3", "hr", "li", "figure", "figcaption"}


class Plain(HTMLParser):
    """Collects the text between tags; a block begins a line."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts = []

    def handle_starttag(self, tag, attrs):  # noqa: ARG002  the base class names them
        """Begin a line at a block."""
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data):
        """Keep the text."""
        self.parts.append(data)


def plain(html):
    """Return the text of a piece of HTML: tags removed, entities decoded."""
    parser = Plain()
    parser.feed(html)
    parser.close()
    return "".join(parser.parts)


def body_of(entry):
    return plain(entry.content[0].value if "content" in entry else entry.summary)


def words(text):
    return len(text.split())


def lines(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def versions():
    """Return every article as (key, title, body, file, published), one for each time it appears."""
    found = [
        (entry.link, unescape(entry.title), body_of(entry), path.name, entry.get("published"))
        for path in FEEDS
        for entry in feedparser.parse(path.read_bytes()).entries
    ]
    wire = [Article.from_loose(line) for line in lines(WIRE)]
    return found + [(a.id, a.title or "", a.body or "", WIRE.name, a.published) for a in wire]


VERSIONS = versions()
LINES = lines(EXPECTED)
KEYS = {version[0] for version in VERSIONS}
ALERTS = [(line, alert) for line in LINES for alert in line["alerts"]]


def of_kind(kind):
    """Return the ids of the expected lines of one kind."""
    return [line["id"] for line in LINES if line["kind"] == kind]


def copies(key):
    return [version for version in VERSIONS if version[0] == key]


@pytest.fixture(scope="module")
def topics():
    """The shipped topics: for each word, the tables of its events."""
    tables = [
        tomllib.loads(path.read_text("utf-8"))
        for path in files("newswatch.topics").iterdir()
        if path.name.endswith(".toml")
    ]
    return {table["name"]: table["events"] for table in tables if "events" in table}


@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.name)
def test_a_feed_parses_without_complaint(path):
    """It reads each feed to the end, and each entry has a title, an address and a body."""
    feed = feedparser.parse(path.read_bytes())
    assert not feed.bozo
    assert feed.version in {"rss20", "atom10"}
    for entry in feed.entries:
        assert entry.title
        assert ".example/" in entry.link
        assert 60 <= words(body_of(entry)) <= 350, entry.link
        assert "published" not in entry or entry.published_parsed, entry.link


def test_the_feeds_are_of_every_form():
    """There are RSS and Atom, HTML bodies beside a summary, Atom with both, and a title with a description only."""
    parsed = {path.name: feedparser.parse(path.read_bytes()) for path in FEEDS}
    assert len(parsed) >= 4
    assert Counter(feed.version for feed in parsed.values()) >= Counter(rss20=2, atom10=2)
    assert all("content" in entry and entry.summary for entry in parsed["negev-lantern.xml"].entries)
    assert all("content" in entry and entry.summary for entry in parsed["kestrel-middle-east.xml"].entries)
    assert not any("content" in entry for entry in parsed["daily-bantam.xml"].entries)


def test_the_feeds_are_as_ugly_as_real_ones():
    """Entities, CDATA, escaped HTML, a no-break hyphen, curly quotes, stamps and zones are all there."""
    raw = "".join(path.read_bytes().decode("cp1252" if "bantam" in path.name else "utf-8") for path in FEEDS)
    for ugly in (
        "<![CDATA[", "&amp;rsquo;", "&lt;br /&gt;", "&#8217;", "&nbsp;", "cease\N{NON-BREAKING HYPHEN}fire",
        "\N{RIGHT SINGLE QUOTATION MARK}", "(Halyard) —", "&lt;time&gt;09:20 GMT",
        " +0200<", " GMT<", " EST<", "+03:00<",
    ):  # fmt: skip
        assert ugly in raw, ugly


def test_the_wire_validates():
    """Each line of wire.jsonl is an article under its own id, of a believable length."""
    articles = [Article.from_loose(line) for line in lines(WIRE)]
    assert len({article.id for article in articles}) == len(articles)
    for article in articles:
        assert article.url
        assert article.title
        assert article.published
        assert 60 <= words(article.body or "") <= 350, article.id


def test_there_is_enough_to_replay():
    """At least 34 articles by at least five outlets."""
    assert len(KEYS) >= 34
    assert len({version[3].removesuffix(".xml").rstrip("-0123456789") for version in VERSIONS}) >= 5


def test_every_article_has_exactly_one_line():
    """Nothing is left without an expectation, and nothing is expected of an article that is not there."""
    ids = [line["id"] for line in LINES]
    assert len(ids) == len(set(ids))
    assert set(ids) == KEYS


def test_lines_have_the_form():
    """Each line has the same keys, a known kind and a reason, and forbids nothing that it allows."""
    for line in LINES:
        assert list(line) == ["id", "kind", "alerts", "may", "must_not", "why"]
        assert line["kind"] in KINDS
        assert line["why"]
        wanted = {f"{alert['topic']}/{alert['event']}" for alert in line["alerts"]}
        assert not (set(line["may"]) | wanted) & set(line["must_not"]), line["id"]
        assert not wanted & set(line["may"]), line["id"]
        assert len(wanted) == len(line["alerts"]), line["id"]


@pytest.mark.parametrize(("line", "alert"), ALERTS, ids=lambda value: value.get("event", ""))
def test_evidence_stands_in_the_article(line, alert):
    """The evidence is in the title or the plain body of the article, character for character, on one line."""
    evidence = alert["evidence"]
    assert "\n" not in evidence
    assert any(evidence in title or evidence in body for _, title, body, *_ in copies(line["id"]))


def test_events_are_of_the_topics(topics):
    """Every (topic, event) named is one of the shipped topics', and an alert has a slot that its event writes."""
    named = [pair for line in LINES for pair in (*line["may"], *line["must_not"])]
    named += [f"{alert['topic']}/{alert['event']}" for _, alert in ALERTS]
    assert set(named) <= {f"{topic}/{event}" for topic, events in topics.items() for event in events}
    for _, alert in ALERTS:
        event = topics[alert["topic"]][alert["event"]]
        templates = [event["slot"], *event.get("also", []), event.get("planned_slot"), event.get("dated_slot")]
        stems = tuple(template.partition("{")[0] for template in templates if template)
        assert alert["slot"].startswith(stems), alert
        assert alert["modality"] in [*event["changed_by"], Modality.DENIED, Modality.PLANNED], alert


def test_alerts_are_few_and_on_all_topics():
    """About twenty developments in all, with each topic among them."""
    assert 18 <= len(ALERTS) <= 24
    assert {alert["topic"] for _, alert in ALERTS} == {"truce", "hostage", "withdrawal"}
    assert len(of_kind("development")) >= 10


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_trap_is_there(kind):
    """Each kind that the README names occurs."""
    assert of_kind(kind)


@pytest.mark.parametrize("kind", sorted(KINDS - {"development", "denial"}))
def test_a_trap_raises_nothing(kind):
    """Only developments and denials carry alerts."""
    assert not [line["id"] for line in LINES if line["kind"] == kind and line["alerts"]]


def test_a_denial_raises_an_alert_of_its_own():
    """One denial contradicts what was just alerted."""
    denied = [alert for line, alert in ALERTS if line["kind"] == "denial"]
    assert [alert["modality"] for alert in denied] == ["denied"]


def test_reprints_share_their_sentences_with_the_wire():
    """Three reprints run a wire story word for word, one rewrites it; all credit it."""
    wire = [body.split("\n\n") for _, _, body, name, _ in VERSIONS if name == WIRE.name]
    whole = 0
    for key in of_kind("reprint"):
        (_, _, body, _, _), *_ = copies(key)
        assert "Halyard" in body
        whole += any(all(paragraph in body for paragraph in paragraphs) for paragraphs in wire)
    assert (whole, len(of_kind("reprint"))) == (3, 4)


def test_the_duplicate_is_unchanged():
    """It stands in two files, the same in every character and with the same date."""
    for key in of_kind("duplicate"):
        first, second = copies(key)
        assert first[3] != second[3]
        assert (*first[:3], first[4]) == (*second[:3], second[4])


def test_the_edited_article_changes_its_count():
    """One address, two texts: 95 becomes 90."""
    for key in of_kind("edited"):
        (_, _, before, *_), (_, _, after, *_) = copies(key)
        assert "95 Palestinian prisoners" in before
        assert "90 Palestinian prisoners" in after
        assert "95 Palestinian prisoners" not in after


def test_only_those_two_appear_twice():
    """Every other article appears once."""
    twice = {key for key, count in Counter(version[0] for version in VERSIONS).items() if count > 1}
    assert twice == {*of_kind("duplicate"), *of_kind("edited")}


def test_the_late_article_comes_after_younger_ones():
    """In the order of the file it is older than what stands before it, and it alone is out of order."""
    articles = [Article.from_loose(line) for line in lines(WIRE)]
    late = [b.id for a, b in pairwise(articles) if b.published < a.published]
    assert late == of_kind("late")


def test_the_undated_article_has_no_date():
    """It alone has no date of publication."""
    assert [version[0] for version in VERSIONS if version[4] is None] == of_kind("undated")


def test_the_other_language_is_marked():
    """The article that is not in English says so in its feed."""
    marked = [
        entry.link
        for path in FEEDS
        for entry in feedparser.parse(path.read_bytes()).entries
        if entry.title_detail.language == "fr"
    ]
    assert marked == of_kind("other_language")


@pytest.mark.parametrize("path", sorted(MALFORMED.glob("*.jsonl")), ids=lambda path: path.name)
def test_a_malformed_line_is_refused(path):
    """No line of the malformed files becomes an article, and the reason is one plain sentence."""
    for line in path.read_text("utf-8").splitlines():
        with pytest.raises(ArticleError) as refused:
            Article.parse(line)
        assert "\n" not in str(refused.value)


def test_a_truncated_feed_is_noticed():
    """A feed cut off in the middle sets bozo and still gives its whole first item."""
    feed = feedparser.parse((MALFORMED / "truncated.xml").read_bytes())
    assert feed.bozo
    assert feed.entries[0].link == "https://cutshort.example/trucks-queue"


def test_an_error_page_is_no_feed():
    """An HTML page has neither a feed version nor entries."""
    feed = feedparser.parse((MALFORMED / "error-page.html").read_bytes())
    assert not feed.version
    assert not feed.entries
