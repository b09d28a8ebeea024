"""The messages that the judge would get if all that is stored were read again, in the order of then."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from newswatch.agents.judge import parse
from newswatch.agents.versions import Place, Versions
from newswatch.errors import ArticleError, DataError, ReadingError
from newswatch.models import Article, Reading, Tick
from newswatch.reading import ArticleReading
from newswatch.reading.readings import readings
from newswatch.topics import Watch
from newswatch.transport import Log, Record

ARTICLES = "newswatch.articles"
CLAIMS = "newswatch.claims"

Read = Callable[[Article], ArticleReading]
Message = Reading | Tick
# What names the reading of an article version on all its topics: id, content, when it came in.
Name = tuple[str, str, datetime]


@dataclass
class History:
    """Goes through a log once more.

    The articles that are kept are read again. Of those that are gone, the logged readings stand. Ticks are told where
    they were told; articles tell theirs themselves, as they did.

    Attributes:
        log: the embedded file.
        read: reads an article; raises ReadingError where it can't.
        watch: the topic files.
        progress: called once for each article.
        articles: how many were read again.
        unread: those that could not be, with the reason.
    """

    log: Log
    read: Read
    watch: Watch
    progress: Callable[[], None] = lambda: None
    articles: int = 0
    unread: list[str] = field(default_factory=list)

    def messages(self) -> Iterator[Message]:
        """Yield the messages, each once."""
        versions = Versions({})
        claims = _Claims(self.log, self.watch, versions)
        for record in records(self.log, ARTICLES):
            self.progress()
            if (article := _article(record)) is None:
                continue
            came = arrived(record)
            yield from claims.before(came)
            if moment := versions.step(article, came, record.partition):
                versions.advance(moment, record.partition)
                yield from (Tick(topic=word, time=moment) for word in self.watch.topics)
            if (version := versions.unread(article, came, record.offset)) is None or (
                told := self._read(article)
            ) is None:
                continue
            found = readings(article, told, version.detected, version.before)
            yield from claims.up_to((article.id, article.content, version.detected))
            yield from found
            versions.note(
                article, version, [reading.topic for reading in found], Place(record.partition, came, record.offset)
            )
        yield from claims.rest()

    def _read(self, article: Article) -> ArticleReading | None:
        try:
            told = self.read(article)
        except ReadingError as error:
            self.unread.append(f"{article.id}: {error}")
            return None
        self.articles += 1
        return told


class _Claims:
    """The logged claims, of which those stand whose article is gone."""

    def __init__(self, log: Log, watch: Watch, versions: Versions) -> None:
        self._log = log
        self._watch = watch
        self._versions = versions
        first = next(records(log, ARTICLES), None)
        self._kept_since = arrived(first) if first else datetime.max.replace(tzinfo=UTC)
        self._ahead = {name(one) for _, one in self._all() if isinstance(one, Reading) and self._is_kept(one)}
        self._coming = self._all()
        self._next = next(self._coming, None)

    def before(self, moment: datetime) -> Iterator[Message]:
        """Yield what was logged before a moment, and stands."""
        while self._next and self._next[0] < moment:
            yield from self._standing(self._next[1])

    def up_to(self, wanted: Name) -> Iterator[Message]:
        """Yield what was logged before the readings of an article version, if these were logged, and stands."""
        while wanted in self._ahead and self._next:
            yield from self._standing(self._next[1])

    def rest(self) -> Iterator[Message]:
        """Yield what is left, and stands."""
        while self._next:
            yield from self._standing(self._next[1])

    def _all(self) -> Iterator[tuple[datetime, Message]]:
        for record in records(self._log, CLAIMS):
            try:
                yield arrived(record), parse(record.value or b"", self._watch.topics)
            except DataError:  # a dead letter then, or on a topic that is watched no more
                continue

    def _is_kept(self, reading: Reading) -> bool:
        """Return whether the article of a reading is kept, and read again."""
        return reading.detected >= self._kept_since

    def _standing(self, message: Message) -> Iterator[Message]:
        """Go on to the next message, and yield this one if it stands."""
        self._next = next(self._coming, None)
        if isinstance(message, Tick):
            yield message
        elif self._is_kept(message):
            self._ahead.discard(name(message))
        else:
            self._versions.note_reading(message)
            yield message


def name(reading: Reading) -> Name:
    """Return what names the reading of an article version."""
    return reading.article.id, reading.article.content, reading.detected


def records(log: Log, topic: str) -> Iterator[Record]:
    """Yield the records of a topic; none, where there is no such topic yet."""
    return log.records(topic) if topic in log.topics() else iter(())


def arrived(record: Record) -> datetime:
    """Return when a record came in."""
    return datetime.fromtimestamp(record.timestamp / 1000, UTC)


def _article(record: Record) -> Article | None:
    """Return the article of a record under its own id; others are dead letters, or were sent on under theirs."""
    try:
        article = Article.parse(record.value or b"")
    except ArticleError:
        return None
    return article if record.key == article.id.encode() else None
