"""Which news agency an article, or one of its sentences, came from: bylines, datelines, closing lines, attributions.

A person is no agency: an article by Jane Doe is its outlet's own. Nor is an outlet that credits itself.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from newswatch.models import Article
from newswatch.reading.openings import DAY, find_dateline
from newswatch.reading.text import Text
from newswatch.reading.wordlist import words

# What articles call the agencies that outlets everywhere reprint; the first form is the name of the origin.
AGENCIES: Mapping[str, str] = {
    form.strip(): line.split(",")[0].strip()
    for line in """
        AP, A.P., Associated Press
        Reuters, Thomson Reuters
        AFP, Agence France-Presse, Agence France Presse
        dpa, DPA, Deutsche Presse-Agentur
        UPI, United Press International
        Bloomberg, Bloomberg News
        Xinhua, Xinhua News Agency
        Anadolu, AA, Anadolu Agency, Anadolu Ajansi, Anadolu Ajans\u0131
        TASS, Tass, ITAR-TASS
        Interfax
        RIA Novosti, RIA
        EFE, Agencia EFE
        Europa Press
        ANSA
        Adnkronos
        Kyodo, Kyodo News
        Jiji, Jiji Press
        Yonhap, Yonhap News Agency
        PTI, Press Trust of India
        ANI, Asian News International
        IANS, Indo-Asian News Service
        APP, Associated Press of Pakistan
        AAP, Australian Associated Press
        Canadian Press
        PA Media, Press Association
        Belga
        Keystone-SDA
        Ritzau
        Lusa
        Bernama
        Antara
        WAFA, Wafa
        MENA, Middle East News Agency
        SPA, Saudi Press Agency
        WAM, Emirates News Agency
        QNA, Qatar News Agency
        KUNA, Kuwait News Agency
        Petra, Jordan News Agency
        SANA, Syrian Arab News Agency
        NNA, National News Agency
        IRNA, Islamic Republic News Agency
        Tasnim
        TPS, Tazpit Press Service
        JTA, Jewish Telegraphic Agency
        JNS, Jewish News Syndicate
    """.strip().splitlines()
    for form in line.split(",")
}
AGENCY_NAMES = {form.casefold(): name for form, name in AGENCIES.items()}
KNOWN = "|".join(re.escape(form) for form in sorted(AGENCIES, key=len, reverse=True))
# But for names that mean other things within a sentence: "the MENA region", Michael Bloomberg.
IN_SENTENCES = "|".join(
    re.escape(form)
    for form in sorted(AGENCIES, key=len, reverse=True)
    if form not in words("AA APP SPA MENA SANA NNA RIA Petra AAP ANI TPS WAM Bloomberg Antara Lusa")
)
WORD = r"[A-Z][\w&'.\u2019-]*\w"
NAME = rf"{WORD}(?: (?:&|of|the|and|al|el|{WORD}))*"
# Words that tell that a name is no person's.
MARKS = (
    r"(?:Wires?|Newswires?|News|Agency|Agencies|Press|Services?|Staff|Media|Broadcasting|Radio|Courier|Post"
    r"|Times|Tribune|Herald|Gazette|Ledger|Observer|Mirror|Journal|Dispatch|Bulletin|Sentinel|Standard|Telegraph"
    r"|Guardian|Chronicle|Examiner|Independent|Monitor|Review|Today|Daily)"
)
MARKED = re.compile(
    rf"(?!(?:From|By|With) )(?:(?:{WORD} )*{WORD} {MARKS}\b(?: {WORD})?"
    rf"|(?:{WORD} )+(?=(?:{MARKS.lower()}|bureaus|correspondents|reporters)\b))"
)
NAMED = re.compile(rf"(?<![\w.@-])(?:{KNOWN})(?![\w@-])")
ALONE = re.compile(WORD)
NO_AGENCY = words("""
    staff editor editors admin administrator newsroom agency agencies correspondent correspondents desk reporter
    reporters guest contributor contributors unknown anonymous online web redaktion redazione special wire wires
    press news media editorial foreign national world local sports business documents political team author service
    services bureau updated live opinion analysis exclusive report
    """)
# Words of an agency's name that it is known without: "Halyard", "the Halyard news agency", "Halyard Wire".
PLAIN = words("""
    the wire wires newswire news agency agencies service services press staff bureau bureaus international
    correspondents reporters desk
    """)
BYLINE = re.compile(r"\s*(?:by|from)\s+(?P<who>.+?)\s*", re.IGNORECASE)
PARTS = re.compile(r"\s*(?:[,;|/\u2022\u00b7()\u2014\u2013]|\s-\s|\band\b|\bvia\b|\bfor\b)\s*")
SHORT_LINE = 90
CLOSING_LINE = 200
LEAD = 600  # characters
LINES = 3  # at either end
CLOSING = re.compile(
    r"^\W*(?:\u2014|\u2013|--?\s|\()"  # — AFP; (Reporting by …)
    r"|^\W*with\b.*\b(?:material|inputs?|files|reports?|reporting|contributions?|dispatch(?:es)?|information|copy)\b"
    r"|\breporting by\b|\bcontributed to this\b|\u00a9|^\W*copyright\b|^\W*sources?\s*:"
    r"|\b(?:published|provided|produced|distributed|supplied|written|reported) by\b|\bwire services\b|^\W*from\b",
    re.IGNORECASE,
)
LAST_NAME = re.compile(
    rf"(?:\b(?:from|by|including|via|copyright)|\u00a9)(?: \d{{4}})?\s+(?:the\s+)?(?P<who>{WORD})"
    r"(?:[\s.,;)]*$|\. all rights)", re.IGNORECASE,
)  # fmt: skip
BRACKETED = re.compile(rf"\((?P<who>{WORD})\)")
SIGNED = re.compile(rf"^\W*(?:\u2014|\u2013|--?\s)\s*(?:[Tt]he\s+)?(?P<who>{NAME})")
# "Reuters via Example", "Example / AP"
SOURCE = re.compile(rf"^(?P<first>{NAME}) via\b|(?:/|\||\bvia\b|\()\s*(?P<last>{NAME})\)?\s*$")
REPORTING = r"(?:reported|reports|said|says|has learned|quoted|cited|wrote|has reported)"
ATTRIBUTED = (
    re.compile(rf"\b(?:news agency|newswire|wire service) (?P<who>{WORD})"),
    re.compile(rf"\b(?P<who>{NAME}) (?:state |official )?(?:news agency|newswire|wire service)\b"),
    re.compile(
        rf"\b(?:according to|told|tells|cit(?:ing|ed by)|quoted by|reported by)\s(?:the\s)?(?P<who>{IN_SENTENCES})\b"
        rf"|\b(?P<subject>{IN_SENTENCES}) {REPORTING}\b"
    ),
)


def credit(article: Article) -> str | None:
    """Return the news agency that an article is credited to, as it is written there.

    Looked at in this order: source, author, dateline, the first lines, the last lines, the first paragraph.
    """
    if through := SOURCE.search((article.source or "")[:CLOSING_LINE]):
        for found in _agencies([through["first"] or through["last"]], alone=False):
            return found
    own = set(agency_name(article.source or "").split())
    return next((found for found in _credits(article) if not set(agency_name(found).split()) <= own | NO_AGENCY), None)


def credited_in(sentence: str) -> str | None:
    """Return the news agency that a sentence says it has its news from: "an official told the Halyard news agency"."""
    for pattern in ATTRIBUTED:
        if match := pattern.search(sentence):
            return next(found for found in match.groupdict().values() if found)
    return None


def agency_name(written: str) -> str:
    """Return the one name of an agency or outlet, however it is written: "the Associated Press" is "ap"."""
    kept = re.findall(r"[^\W_]+", (known_agency(written) or _bare(written)).casefold())
    while len(kept) > 1 and kept[-1] in PLAIN:
        kept.pop()
    return " ".join(kept)


def known_agency(written: str) -> str | None:
    """Return the first name of an agency that is known here, in any of its forms: "AP" of "the Associated Press"."""
    bare = _bare(written)
    return AGENCY_NAMES.get(bare) or AGENCY_NAMES.get(re.sub(r"\s+(?:news )?agency$", "", bare))


def _bare(written: str) -> str:
    return re.sub(r"^the\s+", "", written.strip().casefold())


# Where agencies are credited ---------------------------------------------------------------------------------------


def _credits(article: Article) -> Iterator[str]:
    body = article.body or ""
    lines = [line.strip() for line in body.splitlines() if line.strip()]
    yield from _in_byline((article.author or "")[:CLOSING_LINE].rpartition("(")[2])
    yield from _in_dateline(body)
    for line in lines[:LINES]:
        if len(line) <= SHORT_LINE:
            yield from _in_first_line(line)
    for line in reversed(lines[1:][-LINES:]):
        if len(line) <= CLOSING_LINE:
            yield from _in_last_line(line)
    first = next((line for line in lines if len(line) > SHORT_LINE), "")[:LEAD]
    if found := credited_in(first):
        yield found


def _in_byline(byline: str) -> Iterator[str]:
    who = byline if (match := BYLINE.fullmatch(byline)) is None else match["who"]
    parts = [part.strip() for part in PARTS.split(who) if part.strip()]
    yield from _agencies(parts, alone=len(parts) == 1)


def _in_dateline(body: str) -> Iterator[str]:
    found = find_dateline(Text.of(body[:1000]).normal)
    credited = found[-1] if found else None
    if credited and not re.fullmatch(DAY, credited) and credited[0].isalpha():
        parts = [part.strip() for part in PARTS.split(credited) if part.strip()]
        yield from _agencies(parts, alone=True)
        if ALONE.match(credited) and len(parts) == 1 and parts[0].casefold() not in NO_AGENCY:
            yield parts[0]


def _in_first_line(line: str) -> Iterator[str]:
    by = re.match(r"\s*by\b", line, re.IGNORECASE)
    bare = re.sub(r"^\s*from\s+", "", line, flags=re.IGNORECASE)
    if by:
        yield from _in_byline(line)
    elif NAMED.fullmatch(bare) or MARKED.fullmatch(bare):
        yield bare


def _in_last_line(line: str) -> Iterator[str]:
    bare = line.strip(" .()[]\u2014\u2013-")
    if NAMED.fullmatch(bare):
        yield bare
    if not CLOSING.search(line):
        return
    yield from (match[0] for match in NAMED.finditer(line))
    signed = SIGNED.match(line)
    if signed and (
        _is_marked(signed["who"]) or (ALONE.fullmatch(signed["who"]) and signed.end() == len(line.rstrip()))
    ):
        yield signed["who"]
    for pattern in (BRACKETED, LAST_NAME):
        yield from (match["who"] for match in pattern.finditer(line) if _may_be_alone(match["who"]))
    yield from (match[0].strip() for match in MARKED.finditer(line))


def _agencies(parts: Iterable[str], *, alone: bool) -> Iterator[str]:
    """Yield the parts that are agencies: known, or so called, or, where a part is all there is, of one word."""
    for part in parts:
        if match := NAMED.search(part):
            yield match[0]
        elif match := MARKED.search(part):
            yield match[0].strip()
        elif alone and ALONE.fullmatch(part) and _may_be_alone(part):
            yield part


def _is_marked(name: str) -> bool:
    return MARKED.search(name) is not None


def _may_be_alone(name: str) -> bool:
    return name[0].isupper() and name.casefold() not in NO_AGENCY
