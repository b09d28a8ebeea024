"""Where the sentences of a field begin and end, by rule and in linear time.

A sentence is an exact stretch of the field as it came in, without the spaces, the bullet, the timestamp, the label
(BREAKING) or the dateline before it, so that it reads well as evidence. Rules, in this order: a line break ends a
sentence unless the next line goes on in lower case; what opens a line is left out; a full stop, question or
exclamation mark ends a sentence where a new one can begin after it; a stretch that never ends is cut.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from newswatch.reading.openings import after_marks, find_dateline
from newswatch.reading.text import Text
from newswatch.reading.wordlist import words

LONGEST = 1500

TITLES = words("""
    adm amb atty brig capt cmdr col cpl det dr fr gen gov hon insp lt maj mr mrs ms messrs mt pres prof pte pvt
    rep rev sec sen sgt spc st supt
    """)
BEFORE_DIGITS = words("""
    apr approx art aug ca ch cir dec feb fig jan jul jun mar no nos nov oct p para pp res sec sep sept vol mon
    tue tues wed thu thur thurs fri sat sun
    """)
SHORT_FORMS = words("""
    al bros cf co corp dept ed eds est etc excl inc incl jr ltd min plc sr univ viz vs
    """)
STARTERS = words("""
    A About According After All Also Although Among An And Another Any As At Because Before Both But By Despite
    During Each Earlier Even Every Few For Four From He Hers His How However I If In Instead Is It Its Last
    Later Many Meanwhile More Most Neither No None Nor Not Now Of On Once One Only Or Other Others Our Over Two
    Three Several She Since So Some Still Such That The Their Then There These They This Those Though Thus To
    Today Tomorrow Under Until Was We What When Where Whether Which While Who Why With Without Yesterday Yet You
    """)
STOP = re.compile(r"(?<![.!?])(?P<mark>[.!?]++)(?P<close>[\"')\]]*+)(?=(?P<space>\s++|(?=[A-Z][a-z])|\Z))")
OPENING = re.compile(r"[\"'(\[]*([^\W_]+)(.?)")
ASKED = re.compile(
    r"(?:[A-Z][\w.'-]+ ){1,4}(?:said|says|asks|asked|told|added|wrote|writes|cried|shouted|demanded|wondered)\b"
)
LINE_BREAK = re.compile(r"(?<!\s)\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence.

    Attributes:
        start: where it begins in the field as it came in.
        end: where it ends there.
        text: exactly what stands there.
        normal: the same as it is read, on one line.
    """

    start: int
    end: int
    text: str
    normal: str


def sentences(text: Text) -> list[Sentence]:
    """Return the sentences of a field, in order; datelines, timestamps and bullets are left out."""
    normal = text.normal
    found = find_dateline(normal)
    skipped = (found[0].start(), found[0].end()) if found else (0, 0)
    return [
        _sentence(text, start, end)
        for line_start, line_end in _lines(normal, skipped)
        for start, end in _parts(normal, after_marks(normal, line_start, line_end), line_end)
    ]


def _sentence(text: Text, start: int, end: int) -> Sentence:
    raw_start, raw_end = text.original(start, end)
    return Sentence(raw_start, raw_end, text.raw[raw_start:raw_end], " ".join(text.normal[start:end].split()))


def _lines(normal: str, skipped: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Yield the lines of a text without the spaces around them; a line that goes on in lower case is one line."""
    start = 0
    for match in LINE_BREAK.finditer(normal):
        if _goes_on(normal, match):
            continue
        yield from _without(start, match.start(), skipped)
        start = match.end()
    yield from _without(start, len(normal.rstrip()), skipped)


def _without(start: int, end: int, skipped: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Yield what remains of a line without the dateline in it."""
    if start <= skipped[0] < skipped[1] <= end:
        yield from ((part, stop) for part, stop in ((start, skipped[0]), (skipped[1], end)) if part < stop)
    elif start < end:
        yield start, end


def _goes_on(normal: str, line_break: re.Match[str]) -> bool:
    """Whether a sentence runs on over a single line break, as in text wrapped by hand."""
    before, after = line_break.start() - 1, line_break.end()
    if line_break[0].count("\n") > 1 or before < 0 or after >= len(normal):
        return False
    return normal[after].islower() and (normal[before].isalnum() or normal[before] in ",;-\u2013\u2014")


def _parts(normal: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences of one line."""
    for match in STOP.finditer(normal, start, end):
        if match.end() < end and _ends(normal, match, start, end):
            yield from _short(normal, start, match.end())
            start = match.end("space")
    if start < end:
        yield from _short(normal, start, end)


def _short(normal: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a sentence, cut at spaces where it is too long to be one."""
    while end - start > LONGEST:
        cut = normal.rfind(" ", start + LONGEST // 2, start + LONGEST)
        cut = cut if cut > 0 else start + LONGEST
        yield start, len(normal[start:cut].rstrip()) + start
        start = cut + (normal[cut] == " ")
    if normal[start:end].strip():
        yield start, end


def _ends(normal: str, match: re.Match[str], start: int, end: int) -> bool:
    """Whether a sentence ends at this mark: something that can begin one follows, and it ends no abbreviation."""
    opening = OPENING.match(normal, match.end("space"), end)
    if not opening:
        return bool(match["space"])
    after = opening[1]
    if not match["space"]:
        return _glued(normal, match, start)
    if after[0].islower():
        return False
    if match["mark"] != ".":
        return not (match["close"] and ASKED.match(normal, match.end("space"), end))
    before = re.split(r"[\s\"'(\[/\u2014\u2013]", normal[max(start, match.start() - 24) : match.start()])[-1]
    return bool(match["close"].strip(")]")) or not _abbreviated(before, after)


def _glued(normal: str, match: re.Match[str], start: int) -> bool:
    """Whether a mark without a space after it ends a sentence all the same: `ended.The`."""
    before = normal[max(start, match.start() - 3) : match.start()]
    return len(before) == len("end") and before.isalpha() and before.islower()


def _abbreviated(before: str, after: str) -> bool:
    """Whether the word before a full stop is short for something, and the sentence goes on."""
    word = before.lower().rstrip(".")
    if word in TITLES:
        return True
    if word in BEFORE_DIGITS and after[0].isdigit():
        return True
    initials = (len(before) == 1 and before.isalpha()) or "." in before.strip(".")
    return (initials or word in SHORT_FORMS) and after not in STARTERS and not (after[0].isdigit() and not initials)
