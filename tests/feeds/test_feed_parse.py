"""Feed documents, ugly as they come, become Articles and rejections."""

import json
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newswatch.errors import FeedError
from newswatch.feeds import parse
from newswatch.models import Article, canonical_url

NOW = datetime(2025, 1, 16, tzinfo=UTC)


def item(inner, head="<title>Test</title><link>https://test.example/</link>"):
    raw = f'<rss version="2.0"><channel>{head}<item>{inner}</item></channel></rss>'
    return parse(raw.encode()).articles[0]


@pytest.fixture
def wordpress(data):
    return parse((data / "wordpress.xml").read_bytes(), url="https://courier.example/feed/", fetched=NOW)


@pytest.fixture
def atom(data):
    return parse((data / "atom.xml").read_bytes())


def test_rss_as_it_really_comes(wordpress):
    """A PHP warning before the XML, bare ampersands and undeclared entities lose nothing."""
    first, relative, bare = wordpress.articles
    assert first.title == "Mediators \u2018close\u2019 to a deal, \u201cofficials\u201d say again"
    assert first.url == "https://courier.example/2025/01/deal?utm_medium=feed&page=2#comments"
    assert first.id == Article(url=canonical_url(first.url), title="x").id
    assert first.source == "The Harbour Courier & Post"
    assert (first.author, first.language, first.fetched) == ("Amira Haddad", "en-GB", NOW)
    assert first.published == datetime(2025, 1, 15, 16, 30, tzinfo=UTC)
    assert relative.url == "https://courier.example/2025/01/relative"
    assert relative.title == "Relative link & a bare ampersand"
    assert relative.body == "Undeclared entity & text"
    assert bare.body == "No title, no link."


def test_the_body_is_the_full_content_as_lines(wordpress):
    """content:encoded goes before the teaser; paragraphs, breaks and list items are lines; scripts go."""
    assert wordpress.articles[0].body.split("\n") == [
        "Talks in Doha went on late.",
        "The plan has",
        "three phases:",
        "33 hostages",
        "a truce of sixty days",
        "Said the office: \u201cWe are close.\u201d \U0001f64f",
    ]


def test_dates_without_an_offset_stay_missing(wordpress):
    """A naive date and an unreadable one are none, and never now."""
    assert [article.published for article in wordpress.articles[1:]] == [None, None]


def test_an_entry_without_text_is_rejected(wordpress):
    """An entry with neither title nor text comes back with the reason and what is known of it."""
    (rejection,) = wordpress.rejected
    assert rejection.reason == "the entry has neither a title nor a text"
    assert json.loads(rejection.raw)["link"] == "https://courier.example/nothing"
    assert rejection.origin == "https://courier.example/feed/"


def test_a_syndication_period_is_a_ttl(wordpress):
    """Twice an hour is half an hour between polls."""
    assert wordpress.ttl_seconds == 1800


def test_atom(atom):
    """Atom's text constructs, several authors, alternate links and languages are read."""
    first, french, _ = atom.articles
    assert atom.title == "Straits Wire"
    assert first.title == "Death toll < 10, says ministry"
    assert first.body == "Head\nFirst bold line.\nSecond & last."
    assert first.url == "https://straits.example/a/1"
    assert first.author == "Lena Ortiz, Sam Okafor"
    assert first.published == datetime(2025, 1, 16, 5, 15, 30, 250000, tzinfo=UTC)
    assert (french.body, french.language) == ("Accord.", "fr")
    assert french.published == datetime(2025, 1, 16, 8, tzinfo=UTC)


def test_of_two_entries_with_one_id_the_later_counts(atom):
    """A page listed twice is one article, in its latest form."""
    assert atom.articles[2].title == "Updated later, listed first"
    assert len(atom.articles) == 3


def test_rdf(data):
    """RSS 1.0 with Dublin Core is read."""
    (article,) = parse((data / "rdf.xml").read_bytes(), source="Old Daily").articles
    assert (article.title, article.body) == ("Convoy enters through Rafah", "Trucks moved at dawn.")
    assert article.published == datetime(2025, 1, 19, 4, 30, tzinfo=UTC)
    assert (article.source, article.language) == ("Old Daily", "en-us")


def test_a_wrong_label_does_not_garble(data):
    """Windows quotes in a document that says ISO-8859-1 come out as quotes."""
    (article,) = parse((data / "latin1.xml").read_bytes()).articles
    assert (article.title, article.source) == ("“Quoted” – by the minister", "Café")


def test_a_truncated_document_gives_what_is_there(data):
    """Bozo alone is no failure: the entries before the break are read."""
    assert parse((data / "truncated.xml").read_bytes()).articles[0].body == "Complete."


def test_entity_bombs_never_expand(data):
    """A feed's own entities are not expanded, neither a billion laughs nor a local file."""
    (article,) = parse((data / "bomb.xml").read_bytes()).articles
    assert article.title.startswith("Loud")
    assert "boom" not in article.title
    assert "root" not in article.title


def test_an_empty_feed_is_no_failure(data):
    """A valid feed without entries is empty, with its title and TTL."""
    parsed = parse((data / "empty.xml").read_bytes())
    assert (parsed.articles, parsed.rejected) == ((), ())
    assert (parsed.title, parsed.ttl_seconds) == ("Quiet Gazette", 3600)


def test_ids_without_a_link_come_from_feed_and_guid():
    """The same guid in another feed is another article, and an edit keeps the id."""
    one = item('<guid isPermaLink="false">7</guid><title>a</title>')
    edited = item('<guid isPermaLink="false">7</guid><title>b</title>')
    other = item('<guid isPermaLink="false">7</guid><title>a</title>', "<title>Other</title>")
    assert one.url is None
    assert one.id == edited.id != other.id


def test_a_permalink_guid_is_a_link():
    """A guid that is a web address serves as the link."""
    assert item("<guid>https://test.example/9</guid><title>a</title>").url == "https://test.example/9"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "https://[bad", "mailto:a@b.example"])
def test_only_web_links_count(link):
    """What is no web address is no link, and breaks nothing."""
    assert item(f"<title>a</title><link>{link}</link><guid isPermaLink='false'>1</guid>").url is None


def test_surrogate_references_join():
    """An emoji written as two surrogate references is one character."""
    assert item("<title>Thanks &#55357;&#56911; all</title>&bare;").title == "Thanks \U0001f64f all"


def test_an_unusual_ttl_is_ignored():
    """A TTL that is no number counts as none."""
    assert parse(b"<rss><channel><ttl>soon</ttl></channel></rss>").ttl_seconds == 0


FRAGMENTS = [
    b"<rss>", b"<channel>", b"<item>", b"</item>", b"<title>", b"</title>", b"<link>",
    b"<feed xmlns='http://www.w3.org/2005/Atom'>", b"<entry>", b"<![CDATA[", b"]]>", b"&#55357;",
    b"&lt;p&gt;", b"<!DOCTYPE a [", b"<!ENTITY b 'c'>", b"\xff", b"\x00", b"<pubDate>",
    b"<content type='xhtml'>", b"<author>", b"<guid>", b"http://[", b"<svg>", b"<source url='x'>",
    b"text", b"<?xml version='1.0' encoding='utf-7'?>", b"<image>", b"<georss:point>", b"1 2",
    b"<itunes:explicit/>", b"<dc:date>",
]  # fmt: skip


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.binary(max_size=300)
    | st.lists(st.sampled_from(FRAGMENTS) | st.binary(max_size=4), max_size=25).map(
        lambda parts: b"<rss>" + b"".join(parts)
    )
)
def test_any_bytes_give_articles_or_a_feed_error(raw):
    """Whatever a server sends, parsing ends in articles or in one sentence."""
    with suppress(FeedError):
        parsed = parse(raw, url="https://any.example/feed")
        assert all(article.to_json() for article in parsed.articles)
