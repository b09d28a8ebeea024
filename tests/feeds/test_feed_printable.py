"""What of a feed's URL may be printed."""

import pytest

from newswatch.feeds import printable


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://a.example/rss", "https://a.example/rss"),
        ("https://a.example", "https://a.example"),
        ("https://a.example:8443/@author/feed", "https://a.example:8443/@author/feed"),
        ("https://[::1]:80/rss", "https://[::1]:80/rss"),
        ("https://hush@a.example/rss", "https://a.example/rss"),
        ("https://me:hush@a.example/rss", "https://a.example/rss"),
        ("https://me:hu@sh@a.example/rss", "https://a.example/rss"),
        ("HTTPS://me:hush@[::1]/@author", "HTTPS://[::1]/@author"),
        ("https://me:hu/sh@a.example/rss?key=hush", "https://a.example/rss"),
        ("https://me:hu?sh@a.example/rss", "https://a.example/rss"),
        ("https://me:hu#sh@a.example/rss", "https://a.example/rss"),
        ("https://a.example/rss?key=hush", "https://a.example/rss"),
        ("https://a.example?key=hush", "https://a.example"),
        ("https://a.example/rss#hush", "https://a.example/rss"),
        ("https://a.example/rss?mail=me@b.example&key=hush", "https://a.example/rss"),
        ("https://me:hush", "https://…"),
        ("file:///tmp/a.xml", "file:///tmp/a.xml"),
        ("feeds/me@home.xml", "feeds/me@home.xml"),
        ("/srv//feeds?/a#1.xml", "/srv//feeds?/a#1.xml"),
    ],
)
def test_nothing_secret_is_printed(url, told):
    """User info, query and fragment go, however they are written, and the place stays; a path is printed whole."""
    assert printable(url) == told
