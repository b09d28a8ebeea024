"""Who first wrote a sentence: twenty reprints of one wire story are one origin."""

import re
import unicodedata
from collections.abc import Iterable

from rapidfuzz import fuzz

from newswatch.models import ArticleReference, Evidence

# Two sentences at least this alike (rapidfuzz's ratio, 0 to 100, of their words) are one sentence reprinted.
REPRINTED = 90.0


def origin_of(article: ArticleReference) -> str:
    """Return the origin's name: the wire that is credited, else the outlet itself."""
    return _slug(article.credit or article.source or article.url or article.id)


def same_origin(one: Evidence, other: Evidence) -> bool:
    """Tell whether two sentences come from one origin: the same writer, or the same sentence reprinted."""
    return one.origin == other.origin or fuzz.ratio(words(one.sentence), words(other.sentence)) >= REPRINTED


def independent(evidence: Evidence, known: Iterable[Evidence]) -> bool:
    """Tell whether a sentence comes from none of the known origins."""
    return not any(same_origin(evidence, other) for other in known)


def words(sentence: str) -> str:
    """Return a sentence as reprints share it: letters and digits only, lower case, single spaces."""
    plain = unicodedata.normalize("NFKC", sentence).casefold()
    return " ".join(re.findall(r"[^\W_]+", plain))


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", unicodedata.normalize("NFKD", name).casefold()).strip("-") or "unknown"
