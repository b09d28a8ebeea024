"""Markup, dates and bodies: the pieces that parsing a feed stands on."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswatch.errors import FeedError
from newswatch.feeds.dates import moment
from newswatch.feeds.document import MAXIMUM_BYTES, decode, feed_text
from newswatch.feeds.plain import markup_to_text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("plain", "plain"),
        ("<p>One.</p><p>Two<br>three</p>", "One.\nTwo\nthree"),
        ("<ul><li>a<li>b</ul>c", "a\nb\nc"),
        ("Israel<b>i</b> forces", "Israeli forces"),
        ("over\n  two \t lines", "over two lines"),
        ("R&amp;D &lt;x&gt; &eacute; &#8217; &#x1F64F; &nbsp;end", "R&D <x> é \u2019 \U0001f64f end"),
        ("a<script>if (a < b) { '</p>' }</script>b", "ab"),
        ("a<STYLE type='x'>p > b {}</STYLE >b", "ab"),
        ("a<iframe src=x>no frames</iframe>b<svg><title>icon</title></svg>c", "abc"),
        ("a<iframe src='x'/>b<iframe>c", "abc"),
        ("a<script>never closed <p>b", "a"),
        ("<img alt=\"a > b\" src='x'>text", "text"),
        ("2 < 3 and 5 > 4", "2 < 3 and 5 > 4"),
        ("a<!-- > <p>no</p> -->b<!-- open", "ab"),
        ("<![CDATA[a < b]]> c", "a < b c"),
        ("<td>one</td><td>two</td>", "one two"),
        ("six\u00adty\u200b days\ufeff", "sixty days"),
        ("<p>cut <a href='http", "cut"),
        ("\ud83d\ude4f and \ud83d", "\U0001f64f and \ufffd"),
    ],
)
def test_markup_to_text(markup, text):
    """Blocks are lines, entities are characters, and what no reader sees is gone."""
    assert markup_to_text(markup) == text


@pytest.mark.parametrize(
    "piece",
    ["<", "<a", "<!--", '<a b="', "<a b='\"", "</a", "&", "<iframe>", "<script>", "<![CDATA[", "<!a", "<?", "&#9"],
)
def test_hostile_markup_is_linear(piece):
    """A megabyte of unclosed markup is read in one go; the suite would hang if it were not."""
    markup_to_text(piece * (1_000_000 // len(piece)))


@given(st.text(alphabet="<>/!-[]\"'&;abp script=\n\ud83d", max_size=200))
def test_any_markup_gives_tidy_text(markup):
    """Whatever comes in, the text has no blank lines, no loose spaces and no lone surrogates."""
    text = markup_to_text(markup)
    text.encode()
    assert all(line and line == " ".join(line.split()) for line in text.split("\n")) or not text


EVENING = datetime(2025, 1, 15, 18, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Wed, 15 Jan 2025 18:30:00 GMT",
        "15 January 2025 18:30 UTC",
        "Wed, 15 Jan 2025 18:30:00 -0000",
        "Wed, 15 Jan 25 20:30:00 +02:00",
        "Wed, 15 Jan 2025 20:30:00 GMT+2",
        "Wed, 15 Jan 2025 20:30:00 +0200 (IST)",
        "Wed, 15 Jan 2025 13:30:00 EST",
        "Wed, 15 Jan 2025 19:30:00 cet",
        "Jan 15, 2025 18:30:00 GMT",
        "2025-01-15T18:30:00Z",
        " 2025-01-15T20:30:00+0200\n",
        "2025-01-15 20:30:00 +02:00",
        "2025-01-15T18:30:00.000Z",
        "2025-01-15T15:00:00-03:30",
    ],
)
def test_a_date_with_an_offset_is_a_moment(text):
    """The ways in which feeds write one moment all give it, in UTC."""
    assert moment(text) == EVENING
    assert moment(text).tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "yesterday",
        "2025-01-15",
        "15 Jan 2025",
        "2025-01-15T18:30:00",
        "Wed, 15 Jan 2025 18:30:00",
        "Wed, 15 Jan 2025 18:30:00 IST",
        "Wed, 15 Jan 2025 18:30:00 EST+3",
        "Wed, 15 Jan 2025 18:30:00 +9999",
        "Wed, 45 Jan 2025 18:30:00 GMT",
        "0001-01-01T00:00:00+12:00",
        "2025-01-15T18:30:00Z" + " " * 100 + "x",
    ],
)
def test_a_date_without_an_offset_is_none(text):
    """What does not say its offset, or is no date, stays missing; it is never now."""
    assert moment(text) is None


@given(
    st.text(max_size=60) | st.from_regex(r"[A-Z]{0,3},? ?\d{1,4}[- ]\w{1,3}[- ]\d{1,4}[T ]\d\d:\d\d:\d\d ?[+-]\d{1,4}")
)
def test_no_date_raises(text):
    """Any text is a moment in UTC or none."""
    found = moment(text)
    assert found is None or found.tzinfo is UTC


@pytest.mark.parametrize(
    ("raw", "charset", "text"),
    [
        ("é".encode(), "iso-8859-1", "é"),
        (b"\xef\xbb\xbf\xc3\xa9", None, "é"),
        ("<é".encode("utf-16"), None, "<é"),
        ("<é".encode("utf-16-be"), None, "<é"),
        (
            b"<?xml version='1.0' encoding='windows-1251'?>\xcc\xe8\xf0",
            "utf-8",
            "<?xml version='1.0' encoding='windows-1251'?>Мир",
        ),
        (b"\xcc\xe8\xf0", "windows-1251", "Мир"),
        (b"\x93smart\x94", "ISO-8859-1", "“smart”"),
        (b"caf\xe9", "no-such-charset", "café"),
        (b"caf\xe9", "unicode-escape", "café"),
        (b"\x81\xe9", None, "\ufffdé"),
        (b"a\x00b\x0bc\n", None, "abc\n"),
    ],
)
def test_decode(raw, charset, text):
    """UTF-8 is believed before any label, the document's label before the server's."""
    assert decode(raw, charset) == text


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "the document is empty"),
        (b"  \n<?xml version='1.0'?><!-- nothing -->", "the document is empty"),
        (b"<?xml version='1.0'", "the document is empty"),
        (b"<!DOCTYPE html><title>Log in</title><body>", 'this is an HTML page titled "Log in", not a feed'),
        (b"<html><body>see our <rss > feed", "this is an HTML page, not a feed"),
        (b'{"items": []}', "this is JSON, not an RSS or Atom feed"),
        (b"<opml version='2.0'/>", "this is an XML document <opml>, not a feed"),
        (b"<!DOCTYPE x [<!ENTITY a '>]'> <!-- ' --> ]><urlset/>", "this is an XML document <urlset>, not a feed"),
        (b"Service unavailable", "this is plain text, not a feed"),
        (b"\x1f\x8b\x08\x00rest", "this is a compressed or binary file, not a feed"),
        (b" " * (MAXIMUM_BYTES + 1), "the document is larger than 10 MB"),
    ],
)
def test_what_is_no_feed_says_what_it_looks_like(raw, sentence):
    """A body that is no feed is refused with one plain sentence."""
    with pytest.raises(FeedError) as raised:
        feed_text(raw)
    assert str(raised.value) == sentence


def test_a_bot_check_is_told_from_a_page(data):
    """A page that asks whether the reader is human says so."""
    with pytest.raises(FeedError, match="bot check"):
        feed_text((data / "page.html").read_bytes())


def test_a_feed_begins_at_its_root():
    """Everything before the root element goes, document types with their entities first of all."""
    raw = b"\n<?xml version='1.0'?><!-- <rss --><!DOCTYPE rss [<!ENTITY a \"b\">]>\n<rss version='2.0'/>"
    assert feed_text(raw) == "<rss version='2.0'/>"
