"""The seed feeds and what they must raise hold together: forms, traps, and evidence word for word."""

import json
import tomllib
from collections import Counter
from datetime import date, timedelta
from html import unescape
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import feedparser
import pytest

from newswatch.agents.replay import in_order
from newswatch.errors import ArticleError
from newswatch.feeds import sources
from newswatch.models import Article, Modality

SEEDS = Path(__file__).parents[2] / "seeds"
FEEDS = sorted(path for path in (SEEDS / "feeds").iterdir() if path.suffix != ".jsonl")
LINE_FILES = sorted((SEEDS / "feeds").glob("*.jsonl"))
EXPECTED = SEEDS / "expected" / "gaza-talks-2025-01.jsonl"
MALFORMED = Path(__file__).parent / "malformed"

KINDS = {
    "analysis", "background", "correction", "denial", "development", "distractor", "duplicate", "edited",
    "hard_negative", "hypothetical", "late", "live_blog", "other_conflict", "other_language", "overstated", "rehash",
    "reprint", "undated",
}  # fmt: skip
BLOCKS = {"p", "br", "div", "h2", "h3", "hr", "li", "figure", "figcaption"}
ENCODINGS = {"daily-bantam": "cp1252", "bozkir-agency": "cp1254"}

# One address, two texts: where it ends, and what only the first and only the second version says.
FIGURES = [
    ("palestinian-prisoners-home.html", "95 Palestinian prisoners", "90 Palestinian prisoners"),
    ("bibas-kalderon-siegel/", "In exchange 90 prisoners", "In exchange 183 prisoners"),
    ("last-exchange.html", "first phase, 79 of them", "first phase, 97 of them"),
    ("trump-sharm-summit.html", "Israel let 1,986 Palestinian", "Israel let 1,968 Palestinian"),
]
GROWN = ["world-middle-east-70230155", "world-middle-east-70468700", "halyard-250318-0009"]


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


def date_of(entry):
    return entry.get("published") or entry.get("updated")


def outlet_of(path):
    """Return the name of a feed's file without the number of its fetch."""
    return path.stem.rstrip("-0123456789")


def words(text):
    return len(text.split())


def lines(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def versions():
    """Return every article as (key, title, body, file, published), one for each time it appears."""
    found = [
        (entry.link, unescape(entry.title), body_of(entry), path.name, date_of(entry))
        for path in FEEDS
        for entry in feedparser.parse(path.read_bytes()).entries
    ]
    return found + [
        (line.get("id") or a.url, a.title or "", a.body or "", path.name, a.published)
        for path in LINE_FILES
        for line in lines(path)
        for a in [Article.from_loose(line)]
    ]


VERSIONS = versions()
LINES = lines(EXPECTED)
KEYS = {version[0] for version in VERSIONS}
ALERTS = [(line, alert) for line in LINES for alert in line["alerts"]]
PLAYED = [item for item in in_order(sources([SEEDS / "feeds"])) if isinstance(item, Article)]


def of_kind(kind):
    """Return the ids of the expected lines of one kind."""
    return [line["id"] for line in LINES if line["kind"] == kind]


def copies(key):
    return [version for version in VERSIONS if version[0] == key]


def played_versions(ending):
    """Return the texts of the article whose key ends so, in the order in which they are played."""
    return [f"{item.title}\n{item.body}" for item in PLAYED if (item.url or "").endswith(ending) or item.id == ending]


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
    assert feed.version in {"rss10", "rss20", "atom10"}
    for entry in feed.entries:
        assert entry.title
        assert ".example/" in entry.link
        assert 25 <= words(body_of(entry)) <= 550, entry.link
        assert not date_of(entry) or entry.get("published_parsed") or entry.get("updated_parsed"), entry.link


def test_the_feeds_are_of_every_form():
    """There are RSS, RDF and Atom, HTML bodies beside a summary, plain ones, and a title with a description only."""
    parsed = {path: feedparser.parse(path.read_bytes()) for path in FEEDS}
    assert len({outlet_of(path) for path in FEEDS}) >= 8
    assert Counter(feed.version for feed in parsed.values()) >= Counter(rss10=1, rss20=2, atom10=2)
    entries = [(outlet_of(path), entry) for path, feed in parsed.items() for entry in feed.entries]
    full = {"bab-al-bahr", "kestrel-middle-east", "marmara-agency", "meridian-review", "negev-lantern"}
    assert all("content" in entry and entry.summary for name, entry in entries if name in full)
    assert not any("content" in entry for name, entry in entries if name in {"daily-bantam", "bozkir-agency"})
    assert {entry.content[0].type for name, entry in entries if name == "bosphorus-agency"} == {"text/plain"}
    assert not any("published" in entry for name, entry in entries if name == "bosphorus-agency")


def test_the_feeds_are_as_ugly_as_real_ones():
    """Entities, CDATA, escaped HTML, a no-break hyphen, curly quotes, stamps and zones are all there."""
    raw = "".join(path.read_bytes().decode(ENCODINGS.get(outlet_of(path), "utf-8")) for path in FEEDS)
    for ugly in (
        "<![CDATA[", "&amp;rsquo;", "&lt;br /&gt;", "&#8217;", "&nbsp;", "cease\N{NON-BREAKING HYPHEN}fire",
        "\N{RIGHT SINGLE QUOTATION MARK}", "(Halyard) —", "&lt;time&gt;09:20 GMT",
        "<h3>", "<rdf:Seq>", 'encoding="windows-1254"', "&lt;span class=",
        " +0200<", " +0300<", " GMT<", " EST<", " EDT<", "+03:00<",
    ):  # fmt: skip
        assert ugly in raw, ugly


@pytest.mark.parametrize("path", LINE_FILES, ids=lambda path: path.name)
def test_the_lines_validate(path):
    """Each JSON line is an article with an address and a date, of a believable length."""
    for line in lines(path):
        article = Article.from_loose(line)
        assert ".example/" in (article.url or "")
        assert article.title
        assert article.source
        assert article.published
        assert 25 <= words(article.body or "") <= 550, article.url


def test_there_is_enough_to_replay():
    """At least 100 articles by at least ten outlets."""
    assert len(KEYS) >= 100
    assert len({item.source for item in PLAYED}) >= 10


def test_the_whole_arc_is_covered():
    """No three days pass without an article from 8 January to 20 March 2025, but for four in March."""
    days = sorted({item.published.date() for item in PLAYED if item.published})
    arc = [day for day in days if day <= date(2025, 3, 20)]
    assert (arc[0], arc[-1]) == (date(2025, 1, 8), date(2025, 3, 20))
    assert max(b - a for a, b in pairwise(arc)) <= timedelta(days=4)
    assert sum(day >= date(2025, 10, 1) for day in days) >= 15


def test_two_truces_begin_and_one_ends():
    """The first is in effect on 19 January and over on 18 March; the second is in effect on 10 October."""
    turns = [
        (alert["event"], alert["date"])
        for _, alert in ALERTS
        if alert["slot"] == "truce.phase" and alert["event"] in ("in_effect", "collapsed")
    ]
    assert turns == [("in_effect", "2025-01-19"), ("collapsed", "2025-03-18"), ("in_effect", "2025-10-10")]


def test_every_article_has_exactly_one_line():
    """Nothing is left without an expectation, and nothing is expected of an article that is not there."""
    ids = [line["id"] for line in LINES]
    assert len(ids) == len(set(ids))
    assert set(ids) == KEYS


def test_lines_stand_in_the_order_of_the_replay():
    """An article's line stands where it is first played, the undated one last."""
    first = dict.fromkeys(item.id if item.id in KEYS else item.url for item in PLAYED)
    assert [line["id"] for line in LINES] == list(first)


def test_lines_have_the_form():
    """Each line has the same keys, a known kind and a reason, and forbids nothing that it allows."""
    for line in LINES:
        assert list(line) == ["id", "kind", "alerts", "may", "must_not", "why"]
        assert line["kind"] in KINDS
        assert line["why"]
        wanted = {f"{alert['topic']}/{alert['event']}" for alert in line["alerts"]}
        assert not (set(line["may"]) | wanted) & set(line["must_not"]), line["id"]
        assert not wanted & set(line["may"]), line["id"]
        told = {(alert["topic"], alert["event"], alert["evidence"]) for alert in line["alerts"]}
        assert len(told) == len(line["alerts"]), line["id"]
        assert all(len(pairs) == len(set(pairs)) for pairs in (line["may"], line["must_not"])), line["id"]


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
        assert alert["slot"].replace(".stage2.", ".").startswith(stems), alert
        assert alert["modality"] in [*event["changed_by"], Modality.DENIED, Modality.PLANNED], alert


def test_alerts_are_few_and_on_all_topics():
    """Less than half of the articles raise something, and each topic is among what they raise."""
    assert len([line for line in LINES if line["alerts"]]) < len(LINES) / 2
    assert len(ALERTS) >= 100
    assert {alert["topic"] for _, alert in ALERTS} == {"truce", "hostage", "withdrawal"}
    assert len(of_kind("development")) >= 60


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_trap_is_there(kind):
    """Each kind that the README names occurs."""
    assert of_kind(kind)


@pytest.mark.parametrize("kind", sorted(KINDS - {"development", "denial", "live_blog"}))
def test_a_trap_raises_nothing(kind):
    """Only developments, denials and live blogs carry alerts."""
    assert not [line["id"] for line in LINES if line["kind"] == kind and line["alerts"]]


def test_a_denial_that_raises_something_denies():
    """Some denials contradict what was just alerted, and each of them carries a denied alert; the others are talk."""
    raised = [{alert["modality"] for alert in line["alerts"]} for line in LINES if line["kind"] == "denial"]
    assert sum(bool(modalities) for modalities in raised) >= 3
    assert all("denied" in modalities for modalities in raised if modalities)
    assert set() in raised


def test_reprints_share_their_sentences_with_the_wire():
    """Three reprints run a wire story word for word, one rewrites it, the others shorten one; all credit it."""
    wire = [body.split("\n\n") for _, _, body, name, _ in VERSIONS if name.startswith("wire")]
    shared = []
    for key in of_kind("reprint"):
        (_, _, body, _, _), *_ = copies(key)
        assert "Halyard" in body
        shared.append(max(sum(map(len, filter(body.__contains__, story))) / sum(map(len, story)) for story in wire))
    assert len(shared) == 8
    assert sum(share == 1 for share in shared) == 3
    assert sum(share == 0 for share in shared) == 1
    assert min(share for share in shared if share) > 0.1


def test_the_duplicate_is_unchanged():
    """It stands in two files, the same in every character and with the same date."""
    for key in of_kind("duplicate"):
        first, second = copies(key)
        assert first[3] != second[3]
        assert (*first[:3], first[4]) == (*second[:3], second[4])


@pytest.mark.parametrize(("ending", "before", "after"), FIGURES)
def test_an_edited_article_changes_its_figure(ending, before, after):
    """One address, two texts, and the one that is put right comes second."""
    first, second = played_versions(ending)
    assert before in first
    assert after not in first
    assert after in second
    assert before not in second


@pytest.mark.parametrize("ending", GROWN)
def test_a_page_grows(ending):
    """One address, two texts: the second is longer and begins its body as the first did."""
    first, second = (text.partition("\n")[2] for text in played_versions(ending))
    assert len(second) > len(first)
    assert first.partition(". ")[0].split("— ")[-1] in second


def test_only_those_appear_twice():
    """Every other article appears once; what is edited or corrected is what has two texts and raises nothing."""
    twice = {key for key, count in Counter(version[0] for version in VERSIONS).items() if count > 1}
    edited = {key for key in twice if key.endswith((*(ending for ending, *_ in FIGURES), *GROWN))}
    assert len(edited) == len(FIGURES) + len(GROWN)
    assert twice == {*of_kind("duplicate"), *edited}
    assert {*of_kind("edited")} <= edited


def test_an_edit_keeps_its_id():
    """What comes again, from another file, from a feed or as a line, has the id of the first."""
    ids = {}
    for item in PLAYED:
        ids.setdefault(item.url, set()).add(item.id)
    assert [url for url, known in ids.items() if len(known) > 1] == []


def test_late_articles_come_after_younger_ones():
    """Lines that are older than one before them in their file are those of the kind, and one correction."""
    late = set()
    for path in LINE_FILES:
        articles = [(line.get("id") or line["url"], Article.from_loose(line).published) for line in lines(path)]
        late |= {key for n, (key, published) in enumerate(articles) if any(published < b for _, b in articles[:n])}
    assert late > {*of_kind("late")}
    assert [*late - {*of_kind("late")}] == [key for key in of_kind("correction") if len(copies(key)) == 2]


def test_the_undated_article_has_no_date():
    """It alone has no date of publication."""
    assert [version[0] for version in VERSIONS if version[4] is None] == of_kind("undated")


def test_the_other_language_is_marked():
    """Each article that is not in English says so in its feed."""
    marked = [
        entry.link
        for path in FEEDS
        for entry in feedparser.parse(path.read_bytes()).entries
        if entry.title_detail.language == "fr"
    ]
    assert sorted(marked) == sorted(of_kind("other_language"))
    assert len(marked) == 3


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
