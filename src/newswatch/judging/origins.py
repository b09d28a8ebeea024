"""Who first wrote a sentence: twenty reprints of one wire story are one origin.

Two reports come from one origin where the same agency or outlet wrote them, where they tell it in the same sentence,
or where the body of one stands in the other: reprints, lightly rewritten, cut or with a paragraph more.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz

from newswatch.models import ArticleReference, Evidence
from newswatch.reading.credits import agency_name, credited_in
from newswatch.reading.fingerprint import shared

# Two sentences at least this alike (rapidfuzz's ratio, 0 to 100, of their words) are one sentence reprinted.
REPRINTED = 90.0
# Two bodies of which the longer has at least this share of the shorter one's shingles are one text. Measured on the
# seed feeds and both annotated replays: reprints and a corrected copy share 0.83 or more (8 pairs), all other articles
# less than 0.1 (12,400 pairs). Where one word in ten of them is changed, paragraphs are reordered or a half is cut,
# every reprint still shares 0.35 but for 1 %, with one word in seven changed 98 % do, with one in five 80 %.
SAME_BODY = 0.35


def origin_of(article: ArticleReference, sentence: str = "") -> str:
    """Return the origin's name: the agency that the sentence or the article credits, else the outlet itself."""
    return _slug(credited_in(sentence) or article.credit or article.source or article.url or article.id)


def same_origin(one: Evidence, other: Evidence, bodies: Mapping[str, str | None]) -> bool:
    """Tell whether two sentences come from one origin.

    Args:
        one: a sentence.
        other: another.
        bodies: the fingerprints of the articles that are known, by article id.
    """
    if same_writer(one, other):
        return True
    if fuzz.ratio(words(one.sentence), words(other.sentence)) >= REPRINTED:
        return True
    return shared(bodies.get(one.article), bodies.get(other.article)) >= SAME_BODY


def same_writer(one: Evidence, other: Evidence) -> bool:
    """Tell whether two sentences are an origin's own words: of one article, at one address, or by one writer."""
    same_page = one.article == other.article or (one.url is not None and one.url == other.url)
    return same_page or _name(one.origin) == _name(other.origin)


def independent(evidence: Evidence, known: Iterable[Evidence], bodies: Mapping[str, str | None]) -> bool:
    """Tell whether a sentence comes from none of the known origins."""
    return not any(same_origin(evidence, other, bodies) for other in known)


def words(sentence: str) -> str:
    """Return a sentence as reprints share it: letters and digits only, lower case, single spaces."""
    plain = unicodedata.normalize("NFKC", sentence).casefold()
    return " ".join(re.findall(r"[^\W_]+", plain))


def _name(origin: str) -> str:
    """Return the one name of an origin, also of one that an older version kept as "halyard-wire"."""
    return agency_name(origin.replace("-", " "))


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", agency_name(name)).casefold()
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", "-", letters).strip("-") or "unknown"
