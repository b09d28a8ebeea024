"""A body as it came in: its characters, and whether it is a feed at all.

Document type declarations are dropped before any XML parser sees them, so no entity of a feed's own is ever
expanded.
"""

import codecs
import re
import sys

from newswatch.errors import FeedError
from newswatch.feeds.plain import whole

MAXIMUM_BYTES = 10_000_000

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_DECLARED = re.compile(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
# Codecs of Python's that are no character sets, and what the web means by the names of two that are.
_NO_CHARSETS = frozenset(("idna", "punycode", "unicode_escape", "raw_unicode_escape"))
_MEANT = {"iso_8859_1": "windows-1252", "latin_1": "windows-1252", "us_ascii": "windows-1252"}
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")
_LONGEST_REFERENCE = 12
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SPACE = re.compile(r"\s*")
_DOCTYPE_PART = re.compile(r"<!--(?:.*?-->|.*)|<\?(?:.*?\?>|.*)|\"(?:[^\"]*\"|.*)|'(?:[^']*'|.*)|[\[\]>]", re.DOTALL)
_ROOT = re.compile(r"<(?:[\w.-]{1,30}:)?([\w.-]{1,60})(?=[\s/>])")
_FEED_ROOT = re.compile(r"<(?:[\w.-]{1,30}:)?(?:rss|feed|RDF)(?=[\s/>])", re.IGNORECASE)
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{1,200})", re.IGNORECASE)
_WALL = re.compile(
    r"captcha|cf-chl|challenge-platform|just a moment|are you (?:a )?human|access denied|enable javascript",
    re.IGNORECASE,
)
_HEAD = 65_536


def feed_text(raw: bytes, charset: str | None = None) -> str:
    """Return a feed document's characters from its root element on.

    Raises:
        FeedError: one sentence that says what the body looks like instead.
    """
    if len(raw) > MAXIMUM_BYTES:
        raise FeedError(f"the document is larger than {MAXIMUM_BYTES // 1_000_000} MB")
    text = _repair_references(decode(raw, charset))
    body = text[_end_of_prolog(text) :]
    root = _FEED_ROOT.search(body, 0, _HEAD)
    if root is None or _HTML.search(text, 0, len(text) - len(body) + root.start()):
        raise FeedError(_looks_like(raw, text, body))
    return body[root.start() :]


def decode(raw: bytes, charset: str | None = None) -> str:
    """Return the characters of a body.

    What is valid UTF-8 is UTF-8, whatever the headers say; after that the document's own word goes before the
    server's, and Windows-1252 is the last guess. Characters that XML forbids are left out.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _CONTROL.sub("", raw.decode(encoding, "replace")).lstrip("\ufeff")
    declared = _DECLARED.search(raw[:200])
    for guess in ("utf-8", declared[1].decode() if declared else "", charset or "", "windows-1252"):
        name = guess.lower().replace("-", "_")
        try:
            if name and name not in _NO_CHARSETS:
                return _CONTROL.sub("", raw.decode(_MEANT.get(name, guess)))
        except (ValueError, LookupError):
            continue
    return _CONTROL.sub("", raw.decode("windows-1252", "replace"))


def _repair_references(text: str) -> str:
    """Return a text whose references to no character at all are gone; feedparser would end over one.

    An emoji written as references to its two surrogates becomes the emoji.
    """
    return whole(_REFERENCE.sub(_referred, text))


def _referred(reference: re.Match[str]) -> str:
    hexadecimal, decimal = reference.groups()
    number = int(hexadecimal[-7:], 16) if hexadecimal else int(decimal[-8:])
    if 0xD800 <= number <= 0xDFFF:  # noqa: PLR2004 - the surrogates
        return chr(number)
    return reference[0] if number <= sys.maxunicode and len(reference[0]) < _LONGEST_REFERENCE else ""


def _end_of_prolog(text: str) -> int:
    """Return where the XML declaration, comments, instructions and document types end."""
    position = 0
    while True:
        position = _after_space(text, position)
        if text.startswith("<?", position):
            position = _after(text, "?>", position)
        elif text.startswith("<!--", position):
            position = _after(text, "-->", position)
        elif text[position : position + 9].upper() == "<!DOCTYPE":
            position = _end_of_doctype(text, position + 9)
        else:
            return position


def _after_space(text: str, position: int) -> int:
    return match.end() if (match := _SPACE.match(text, position)) else position


def _after(text: str, mark: str, position: int) -> int:
    """Return where a mark ends, the end of the text where it is missing."""
    found = text.find(mark, position)
    return len(text) if found < 0 else found + len(mark)


def _end_of_doctype(text: str, position: int) -> int:
    depth = 0
    while part := _DOCTYPE_PART.search(text, position):
        position = part.end()
        depth += {"[": 1, "]": -1}.get(part[0], 0)
        if part[0] == ">" and depth <= 0:
            return position
    return len(text)


def _looks_like(raw: bytes, text: str, body: str) -> str:
    """Return one sentence on what a body is that is no feed."""
    if not body.strip():
        return "the document is empty"
    if raw.startswith((b"\x1f\x8b", b"PK\x03\x04", b"%PDF")):
        return "this is a compressed or binary file, not a feed"
    if _HTML.search(text, 0, _HEAD):
        title = _TITLE.search(text, 0, _HEAD)
        named = f' titled "{" ".join(title[1].split())}"' if title else ""
        wall = ", and it looks like a bot check or a login wall" if _WALL.search(text, 0, _HEAD) else ""
        return f"this is an HTML page{named}, not a feed{wall}"
    if body.startswith(("{", "[")):
        return "this is JSON, not an RSS or Atom feed"
    if root := _ROOT.match(body):
        return f"this is an XML document <{root[1]}>, not a feed"
    return "this is plain text, not a feed"
