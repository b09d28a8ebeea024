"""Local files and folders become a stream of Articles and rejections."""

import json

import pytest

from newswatch.errors import ConfigurationError, FeedError
from newswatch.feeds import Kind, Rejection, load, read, sources
from newswatch.models import Article


def test_json_lines_in_file_order(data):
    """Byte order mark, CRLF, blank lines and a missing last line end are read over; the order stays."""
    loaded = list(load(data / "mixed.jsonl"))
    articles = [item for item in loaded if isinstance(item, Article)]
    assert [article.title or article.body for article in articles] == ["First", "Second", "Without a line end"]
    assert articles[0].published.isoformat() == "2025-01-15T12:00:00+00:00"


def test_bad_lines_are_rejections_with_their_bytes(data):
    """A line that is no article comes back with file, line number, reason and the original bytes."""
    path = data / "mixed.jsonl"
    rejected = [item for item in load(path) if isinstance(item, Rejection)]
    assert [(item.line, item.raw) for item in rejected] == [
        (4, b'{"title": ""}'),
        (5, b"not json"),
        (6, b"[1]"),
        (7, b'{"title": "caf\xe9"}'),
        (8, b'{"id": "z", "title": "Last", "published": "2025-01-16T08:00:00"}'),
    ]
    assert {item.origin for item in rejected} == {str(path)}
    assert rejected[1].reason.startswith("not JSON: ")
    assert all(item.reason and "\n" not in item.reason for item in rejected)


@pytest.mark.parametrize(
    "line",
    [
        b"[" * 100_000,
        b'{"title": ' + b"9" * 5000 + b"}",
        b'{"title": "\\ud800"}',
        b"\xff\xfe",
        b"NaN",
        b'{"title": null}',
    ],
)
def test_no_line_is_an_exception(line, tmp_path):
    """Nesting, endless numbers, lone surrogates and binary are rejections like any other."""
    path = tmp_path / "hostile.jsonl"
    path.write_bytes(line + b'\n{"title": "after"}\n')
    bad, good = load(path)
    assert (bad.line, bad.raw) == (1, line)
    assert good.title == "after"


def test_many_lines_are_streamed(tmp_path):
    """The first article of a long file is there before the rest is read."""
    path = tmp_path / "long.jsonl"
    path.write_text("".join(json.dumps({"title": f"t{number}"}) + "\n" for number in range(10_000)))
    stream = load(path)
    assert next(stream).title == "t0"
    assert sum(1 for _ in stream) == 9_999


def test_a_feed_document(data):
    """A feed's entries come in its order, and its rejections name the file."""
    *articles, rejection = load(data / "wordpress.xml")
    assert [article.source for article in articles] == ["The Harbour Courier & Post"] * 3
    assert rejection.origin == str(data / "wordpress.xml")


def test_plain_text_is_one_article(tmp_path):
    """A text file is a body without a date; its line ends are unified."""
    path = tmp_path / "story.txt"
    path.write_bytes(b"\xef\xbb\xbfOne.\r\nTwo.\r\n")
    (article,) = load(path)
    assert (article.title, article.body, article.published) == (None, "One.\nTwo.", None)


def test_an_empty_text_is_a_rejection(tmp_path):
    """A text file without text has nothing to read."""
    path = tmp_path / "blank.txt"
    path.write_text(" \n")
    assert list(load(path)) == [Rejection("the file has no text", b" \n", str(path))]


def test_folders_are_sorted_and_searched(tmp_path):
    """All known files below a folder come sorted by path; others and hidden ones are left alone."""
    for name in ("b.RSS", "a/2.jsonl", "a/1.txt", ".hidden/x.xml", "README.md", "a/.draft.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found = [(source.path.relative_to(tmp_path).as_posix(), source.kind) for source in sources([tmp_path])]
    assert found == [("a/1.txt", Kind.TEXT), ("a/2.jsonl", Kind.LINES), ("b.RSS", Kind.FEED)]


def test_given_files_keep_their_order_and_are_sniffed(tmp_path):
    """Files come as they were named, and one with an unusual ending by what it begins with."""
    (tmp_path / "z.dat").write_text('\ufeff {"title": "x"}', "utf-8")
    (tmp_path / "a.feed").write_text("<rss/>")
    found = sources([tmp_path / "z.dat", tmp_path / "a.feed"])
    assert [source.kind for source in found] == [Kind.LINES, Kind.FEED]


def test_what_cannot_be_read_is_one_sentence(tmp_path):
    """Missing paths, unknown kinds and empty folders are wrong usage, named."""
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "empty").mkdir()
    for name, part in (
        ("missing.xml", "there is no file or folder"),
        ("picture.png", "is of no known kind"),
        ("empty", "has no file ending in .xml"),
    ):
        with pytest.raises(ConfigurationError, match=part):
            sources([tmp_path / name])


def test_a_file_that_is_no_feed_names_itself(data, tmp_path):
    """An HTML page saved as a feed is a feed error with the file's name."""
    path = tmp_path / "feed.xml"
    path.write_bytes((data / "page.html").read_bytes())
    with pytest.raises(FeedError, match=r"feed\.xml: this is an HTML page"):
        list(load(path))


def test_a_file_that_went_away_is_a_feed_error(tmp_path):
    """A file that is gone between finding and reading it is one sentence."""
    path = tmp_path / "x.jsonl"
    path.write_text("")
    (source,) = sources([path])
    path.unlink()
    with pytest.raises(FeedError, match="cannot be read: No such file"):
        list(read(source))
