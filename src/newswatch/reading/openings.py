"""What stands before the first word of a line and is no part of a sentence: datelines, timestamps, labels, bullets."""

import re
from dataclasses import dataclass

from newswatch.reading.text import Text
from newswatch.reading.wordlist import words

DATELINE_LINES = 3
LONGEST_DATELINE = 200

ZONE = r"(?:GMT|UTC|[ECMP][SD]?T|BST|CET|CEST|IST|IDT|EET|local time|local)"
HALF = r"[ap]\.?m\b\.?"
DATED = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
TIMESTAMP = re.compile(
    rf"(?:(?i:\(?\d{{1,2}}(?:(?:[:.h]\d{{2}}){{1,2}}\s?(?:{HALF})?|\s?{HALF})\s?\(?(?:{ZONE}\b)?\)*)"  # 9:41 GMT:
    r"\s*(?:[|\u2013\u2014]|:(?!\d)|-+(?=\s))\s*"
    rf"|(?i:\d{{1,2}}[:.]\d{{2}}\s?(?:{HALF}\s?{ZONE}\b|{HALF}|{ZONE}\b))\s*"  # 2.20am Israeli jets
    rf"(?=[\"'(]*(?!{DATED})[A-Z]|\Z))"
)
BULLET = re.compile(
    r"(?:[\u2022\u00b7\u25aa\u25ba\u25e6\u2023\u25cf\u25a0\u27a4\u2192*>|]+\s*|[-\u2013\u2014]+\s+"
    r"|\(?\d{1,2}[.)]\s+(?=[\"'(]*[A-Z]))"
)
DAY = (
    r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,? )?"
    r"(?:\d{1,2} )?(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?(?: \d{1,2})?(?:,? \d{4})?"
)
CAPITALS = r"[A-Z][A-Z.'\u00c0-\u00de-]+(?:[ /][A-Z][A-Z.'\u00c0-\u00de-]+){0,4}"
WORDS = r"[A-Z][\w.'-]+(?:[ /][A-Z][\w.'-]+){0,4}"
DASH = r"\s*(?:[\u2014\u2013]|--|\s-(?=\s))\s*"
DATELINE = re.compile(
    rf"(?:(?P<upper>{CAPITALS})(?:, {WORDS}){{0,2}}?(?:,? (?P<day>{DAY}))?"
    rf"(?:\s*\((?P<credit>[^()\n]{{2,40}})\))?(?:{DASH}|(?P<colon>:)\s+)"
    rf"|(?P<mixed>{WORDS})(?:, {WORDS}){{0,2}}?(?:,? (?P<mixed_day>{DAY}))?"
    rf"\s*\((?P<mixed_credit>[^()\n]{{2,40}})\){DASH}"
    rf"|\((?P<only_credit>[A-Z][\w .&/]{{1,30}})\){DASH})"
)
NO_PLACE = words("""
    THE BREAKING FLASH LIVE UPDATE UPDATED EXCLUSIVE WATCH VIDEO ANALYSIS OPINION EXPLAINER CORRECTION
    CLARIFICATION EDITOR NOTE PRESS RELEASE STATEMENT SPOKESPERSON PRESIDENT SECRETARY MINISTER URGENT ALERT
    REPORT IT'S MR MS MRS DR QUESTION ANSWER AND FOR TO OF IS ARE
    """)
LABEL = re.compile(
    r"(?:(?:FLASH|BREAKING(?: NEWS)?|URGENT|JUST IN|ALERT|EXCLUSIVE|WATCH|VIDEO|NEWS ?FLASH)"
    r"\s*(?::|[|]|\s?[\u2014\u2013]|\s-(?=\s))\s*"
    r"|UPDATE \d{1,2}\s?[-\u2013]\s?|(?:PRESS RELEASE|(?:PRESS )?STATEMENT(?: [A-Z]+){0,6})\s*[\u2014\u2013:]\s*)"
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """What stands before the first sentence, as in `CAIRO, Jan 13 (Reuters) —`, and where in the field."""

    place: str | None
    date: str | None
    credit: str | None
    start: int
    end: int


def dateline(text: Text) -> Dateline | None:
    """Return the dateline that the field opens with."""
    found = find_dateline(text.normal)
    if not found:
        return None
    match, place, day, credit = found
    start, end = text.original(match.start(), match.end())
    return Dateline(place, day, credit, start, end)


def find_dateline(normal: str) -> tuple[re.Match[str], str | None, str | None, str | None] | None:
    """Return the dateline at the beginning of one of the first lines, with its place, day and credit."""
    start = 0
    for _ in range(DATELINE_LINES):
        while start < len(normal) and normal[start].isspace():
            start += 1
        if (match := DATELINE.match(normal, start, start + LONGEST_DATELINE)) and (parts := _place_of(match)):
            return match, *parts
        if (start := normal.find("\n", start)) < 0:
            return None
    return None


def _place_of(match: re.Match[str]) -> tuple[str | None, str | None, str | None] | None:
    """Return place, day and credit of what looks like a dateline, or None where it is a label like BREAKING."""
    part = match.groupdict()
    place = part["upper"] or part["mixed"]
    if part["upper"] and NO_PLACE & set(part["upper"].split()):
        return None
    return place, part["day"] or part["mixed_day"], part["credit"] or part["mixed_credit"] or part["only_credit"]


def after_marks(normal: str, start: int, end: int) -> int:
    """Return where a line begins after its spaces, bullet, timestamp and label."""
    for mark in (BULLET, TIMESTAMP, BULLET, LABEL):
        while start < end and normal[start].isspace():
            start += 1
        if match := mark.match(normal, start, end):
            start = match.end()
    while start < end and normal[start].isspace():
        start += 1
    return start
