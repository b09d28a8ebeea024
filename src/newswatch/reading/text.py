"""One field of an article as it is read: typography smoothed out, every character traced back to the original.

What is smoothed: non-breaking hyphens and spaces, curly quotes, ligatures and full-width forms, letters written
with a separate accent, soft hyphens and zero-width characters, and what is left of HTML. Letters keep their accents;
`fold` takes them off, one character for one, for looking words up.
"""

import html
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, Self

BLOCK_TAGS = (
    "address|article|aside|blockquote|br|div|figcaption|figure|footer|h[1-6]|header|hr|li|main|nav|ol|p|pre"
    "|section|table|tbody|td|th|thead|title|tr|ul"
)
INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
UNSEEN = re.compile(rf"[{INVISIBLE}]")
SMOOTH = (
    dict.fromkeys("\u2010\u2011\u2043\u2212\ufe63\uff0d", "-")
    | {"\u2012": "\u2013", "\u2015": "\u2014", "\u2026": "..."}
    | dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"')
    | dict.fromkeys("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a", " ")
    | dict.fromkeys("\u202f\u205f\u3000", " ")
    | dict.fromkeys("\u2028\u2029\u0085\v\f\r", "\n")
)
COMPATIBLE = "\ufb00-\ufb06\uff01-\uff5e"  # ligatures and full-width forms
OTHER = COMPATIBLE + re.escape("".join(SMOOTH))
UGLY = re.compile(  # a class of first characters, so that the search runs over the rest at full speed
    rf"[<&{INVISIBLE}{OTHER}](?:"
    rf"(?<=<)(?P<block>!--[^<>]{{0,500}}-->|/?(?i:{BLOCK_TAGS})\b[^<>]{{0,2000}}>)"
    r"|(?<=<)(?P<tag>/?[a-zA-Z][a-zA-Z0-9]{0,10}(?:\s[^<>]{0,2000})?/?>)"
    r"|(?<=&)(?P<entity>(?:#[0-9]{1,6}|#[xX][0-9a-fA-F]{1,5}|[a-zA-Z][a-zA-Z0-9]{1,24});)"
    rf"|(?<=[{INVISIBLE}])(?P<invisible>[{INVISIBLE}]*)"
    r"|(?<=\r)(?P<line>\n)"
    rf"|(?<=[{OTHER}])(?P<other>))"
)
ACCENTED_UGLY = re.compile(rf"(?:(?P<accented>[^\W\d_][\u0300-\u036f]{{1,4}})|{UGLY.pattern})")
LOOSE_ACCENT = re.compile("[\u0300-\u036f]")
PERHAPS_UGLY = re.compile(r"[^\x00-\x7f]|<[a-zA-Z/!]|&[#a-zA-Z]|[\r\v\f]")
STROKED = str.maketrans("øØłŁđĐıħĦŧŦʾʿ", "oOlLdDihHtT''")  # letters whose accent is part of the letter


class Piece(NamedTuple):
    """A stretch of the normal text that stands for a stretch of another length in the raw one."""

    start: int
    end: int
    raw_start: int
    raw_end: int


@dataclass(frozen=True, slots=True)
class Text:
    """A field of an article, and the same field as it is read.

    Attributes:
        raw: the field as it came in.
        normal: the field as it is read.
        pieces: where the two differ in length, in order.
    """

    raw: str
    normal: str
    pieces: tuple[Piece, ...] = ()

    @classmethod
    def of(cls, raw: str) -> Self:
        """Return the text of a field as it came in."""
        if not PERHAPS_UGLY.search(raw):
            return cls(raw, raw)
        smooth: list[str] = []
        pieces: list[Piece] = []
        done = shift = 0
        ugly = ACCENTED_UGLY if LOOSE_ACCENT.search(raw) else UGLY
        for match in ugly.finditer(raw):
            start, end = match.span()
            plain = _smooth(match.lastgroup or "other", match[0])
            smooth += (raw[done:start], plain)
            if len(plain) != end - start:
                pieces.append(Piece(start + shift, start + shift + len(plain), start, end))
                shift += len(plain) - (end - start)
            done = end
        return cls(raw, "".join((*smooth, raw[done:])), tuple(pieces))

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return where the stretch of `normal` from `start` to `end` stands in `raw`."""
        first, _ = self._place(start)
        return (first, self._place(end - 1)[1]) if start < end else (first, first)

    def _place(self, at: int) -> tuple[int, int]:
        """Return where one character of `normal` stands in `raw`."""
        number = bisect_right(self.pieces, at, key=_start) - 1
        if number < 0:
            return at, at + 1
        piece = self.pieces[number]
        if at < piece.end:
            return piece.raw_start, piece.raw_end
        raw = at - piece.end + piece.raw_end
        return raw, raw + 1


def _start(piece: Piece) -> int:
    return piece.start


def fold(text: str) -> str:
    """Return a text of the same length without accents: `Erdoğan` as `Erdogan`."""
    return text if text.isascii() else "".join(map(_bare, text))


@lru_cache(maxsize=4096)
def _bare(letter: str) -> str:
    """Return a letter without its accent, and any other character as it is."""
    bare = unicodedata.normalize("NFD", letter.translate(STROKED))[:1]
    return bare if bare.isascii() else letter


def _smooth(kind: str, ugly: str) -> str:
    """Return how one ugly stretch is read."""
    match kind:
        case "block" | "line":
            return "\n"
        case "tag" | "invisible":
            return ""
        case "entity":
            decoded = UNSEEN.sub("", html.unescape(ugly))
            return "".join(SMOOTH.get(letter, letter) for letter in decoded)
        case "accented":
            return unicodedata.normalize("NFC", ugly)
        case _:
            return SMOOTH.get(ugly) or unicodedata.normalize("NFKC", ugly)
