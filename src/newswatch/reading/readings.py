"""What was read in an article, as it travels to the judge: one Reading a topic word."""

from collections.abc import Iterable
from datetime import datetime

from newswatch.models import Article, ArticleReference, Claim, Reading
from newswatch.reading.corrections import corrects
from newswatch.reading.reader import ArticleReading


def readings(article: Article, told: ArticleReading, detected: datetime, before: Iterable[str] = ()) -> list[Reading]:
    """Return what an article version says on each topic word that it has claims on, in order of the words.

    Args:
        article: the version.
        told: what was read in it.
        detected: when it came in.
        before: the topic words of the version before; where an edit left no claim on one, its reading is empty.
    """
    words = sorted({claim.topic for claim in told.watched} | set(before))
    return [_reading(word, article, told, detected) for word in words]


def _reading(word: str, article: Article, told: ArticleReading, detected: datetime) -> Reading:
    reference = ArticleReference(
        id=article.id,
        content=article.content,
        url=article.url,
        source=article.source,
        author=article.author,
        credit=told.credit,
        fingerprint=told.fingerprint,
        corrects=corrects(article),
        published=article.published,
        fetched=article.fetched,
    )
    claims = tuple(claim for claim in told.watched if claim.topic == word and _is_verbatim(claim, article))
    return Reading(topic=word, article=reference, claims=claims, detected=detected)


def _is_verbatim(claim: Claim, article: Article) -> bool:
    """Tell whether a claim's sentence stands in the article as it came in, where the claim says."""
    text = (article.title if claim.field == "title" else article.body) or ""
    return text[claim.start : claim.end] == claim.sentence
