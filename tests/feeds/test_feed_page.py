"""A page becomes the lines on it that read like sentences."""

from datetime import UTC, datetime

import pytest

from newswatch.errors import FeedError
from newswatch.feeds.page import Page, page

STORY = "<p>The forces left the corridor on Sunday.</p><p>Nobody was hurt, the army said.</p>"
SIX = datetime(2025, 1, 19, 6, tzinfo=UTC)
TEXT = "The forces left the corridor on Sunday.\nNobody was hurt, the army said."


@pytest.mark.parametrize(
    ("markup", "title", "body"),
    [
        (STORY, None, TEXT),
        (f"<title>News &amp; more</title>{STORY}", "News & more", TEXT),
        (f'<title>Site</title><meta property="og:title" content="It&#39;s over"/>{STORY}', "It's over", TEXT),
        (f"<nav>Home</nav><ul><li>Gaza truce holds</li></ul>{STORY}<script>if (a<b) c.</script>", None, TEXT),
        (f"<p>Read our terms and cookies here.</p><article id=a>{STORY}</article><p>All rights are ours, too.</p>",
         None, TEXT),
        (f"</article>{STORY}", None, TEXT),
        ("<article><p>“This is how it must end!”</p>", None, "“This is how it must end!”"),
    ],
)  # fmt: skip
def test_sentences(markup, title, body):
    """Lines that end like a sentence are the body; what stands beside the article, and menus, are left out."""
    assert page(markup.encode()) == Page(title, body, None)


@pytest.mark.parametrize(
    ("mark", "published"),
    [
        ('<meta property="article:published_time" content="2025-01-19T08:00:00+02:00">', SIX),
        ("<meta content='x'><script>{\"datePublished\": \"2025-01-19T06:00:00Z\"}</script>", SIX),
        ('<script>{"datePublished": "2025-01-19T06:00:00"}</script>', None),
        ('<script>{"datePublished": "last Sunday"}</script>', None),
    ],
)  # fmt: skip
def test_the_time(mark, published):
    """The time of publication is taken where it is told with its offset."""
    assert page((mark + STORY).encode()).published == published


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe", b"<p>Enable it.</p>", b"<script>" * 1000, b"<article" * 100_000])
def test_no_sentence(raw):
    """A page without a sentence says so, however odd it is."""
    with pytest.raises(FeedError, match="nothing on the page reads like a sentence"):
        page(raw)
