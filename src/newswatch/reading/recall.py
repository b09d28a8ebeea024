"""Which events an article only recalls: by the sentence, by its paragraph, and by what the article is."""

from spacy.tokens import Token

from newswatch.models import Article, Modality
from newswatch.reading.background import why_background, why_old, why_recap
from newswatch.reading.dates import DateMention
from newswatch.reading.events import Event
from newswatch.reading.parsed import Parsed
from newswatch.topics import Watch


class Recall:
    """Says of each event of one article why it is only recalled; a paragraph that has gone back in time stays there."""

    def __init__(self, article: Article, watch: Watch, *, elsewhere: bool) -> None:
        self._article = article
        self._watch = watch
        self._elsewhere = "the article is about something else" if elsewhere else None
        self._gone_back: set[int] = set()

    def why(self, parsed: Parsed, event: Event, mentions: list[DateMention], paragraph: int) -> str | None:
        """Return why an event is only recalled, or None where it is news.

        Args:
            parsed: the sentence; sentences come in the order of the article.
            event: what it reports.
            mentions: the dates that it names.
            paragraph: which paragraph of the body it stands in.
        """
        token, published = parsed.doc[event.token], self._article.published
        old = why_old(mentions, token, published)
        known = self._watch.event(event.topic, event.event)
        why = why_background(parsed, event, known, mentions, published)
        if old and not parsed.headline:
            self._gone_back.add(paragraph)
        elif not why and not mentions and is_past(event, token) and paragraph in self._gone_back:
            why = "the paragraph recalls what was"
        if event.old:
            why = why or "the classifier takes it for old"
        return why or self._elsewhere or why_recap(self._article.title, self._article.url, event.modality)


def is_past(event: Event, token: Token) -> bool:
    """Return whether an event lies in the past, so that "on 19 January" is the last one and not the next."""
    return event.modality is Modality.HAPPENED and token.tag_ in ("VBD", "VBN")
