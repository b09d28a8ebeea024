"""What the judge decides on an article, or decided on it: a dry run over what a monitor holds. Nothing is written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from newswatch.errors import DataError
from newswatch.judging import Baseline, Judgement, judge
from newswatch.judging.board import Board
from newswatch.judging.outcome import journal_key
from newswatch.judging.slots import targets
from newswatch.models import Alert, Article, Decision, Fact, Reading
from newswatch.reading import ArticleReading
from newswatch.reading.readings import readings
from newswatch.topics import Watch
from newswatch.web.archive import Decided, Held, Judged, Story
from newswatch.web.kept import led_to


class Remembers(Protocol):
    """What a monitor holds of its judge's work."""

    def state(self) -> Mapping[str, Any]:
        """Return the judge's table as far as it is written."""

    def decided(self, article_id: str) -> Sequence[Decision]:
        """Return what was decided on the claims of all versions of an article."""

    def story(self, alert_id: str) -> Story | None:
        """Return an alert with all its revisions."""


class Nothing:
    """What is held where no monitor has run yet."""

    def state(self) -> Mapping[str, Any]:
        """Return a table with nothing in it."""
        return {}

    def decided(self, _: str) -> Sequence[Decision]:
        """Return no decision."""
        return ()

    def story(self, _: str) -> Story | None:
        """Return no alert."""


@dataclass(frozen=True)
class DryRun:
    """Judges articles over what a monitor holds.

    Attributes:
        held: what it holds.
        baseline: what its board began with.
        watch: its topic files.
        alone: why there is nothing but the baseline, if so.
    """

    held: Remembers
    baseline: Baseline
    watch: Watch
    alone: str | None = None

    def judge(self, article: Article, told: ArticleReading, now: datetime) -> Judged:
        """Return what is decided on an article that comes in now.

        What was judged before, as it is, is not judged anew: the answer is what was decided then. Where that is no
        longer kept, the article is judged as if it had not come in before.

        Args:
            article: the article.
            told: what was read in it.
            now: the time.

        Raises:
            DataError: the judge failed on it.
        """
        state = completed(self.held.state(), self.watch)
        before = {word: seen for word in self.watch.topics if (seen := self._seen(word, article, state))}
        same = {word: detected for word, seen in before.items() if (detected := _as_it_is(article, seen))}
        known = Judged(
            article=article.id,
            theatre=told.theatre,
            set_aside=told.set_aside,
            recorded=False,
            judged=max(same.values(), default=None),
            alone=self.alone,
        )
        if same:
            decisions = [one for one in self.held.decided(article.id) if same.get(one.topic) == one.detected]
            if decisions or not told.watched:
                return known.model_copy(update={"recorded": True, **self._recorded(decisions, state)})
            traces = self._traces(article)
            state = {key: value for key, value in state.items() if key not in traces}
        found = readings(article, told, now, () if same else before)
        return known.model_copy(update=self._judged(found, state))

    def _seen(self, word: str, article: Article, state: Mapping[str, Any]) -> Mapping[str, Any] | None:
        return self._board(word, state).seen(article.id)

    def _traces(self, article: Article) -> set[str]:
        """Return the keys of the table by which an article would be recognised."""
        boards = [self._board(word, {}) for word in self.watch.topics]
        return {key for board in boards for key in (board.key("seen", article.id), journal_key(board.topic.name))}

    def _board(self, word: str, state: Mapping[str, Any], writes: Mapping[str, Any] | None = None) -> Board:
        return Board(self.watch.topics[word], self.baseline, state, dict(writes or {}))

    # What was decided then -------------------------------------------------------------------------------------

    def _recorded(self, decisions: Sequence[Decision], state: Mapping[str, Any]) -> dict[str, Any]:
        alerts = self._led_to(decisions)
        decided = []
        for one in decisions:
            board = self._board(one.topic, state)
            slot = one.slot or ""
            decided.append(Decided(decision=one, before=_held(one, slot, alerts, board, board)))
        return {"decided": tuple(decided), "alerts": alerts}

    def _led_to(self, decisions: Iterable[Decision]) -> tuple[Alert, ...]:
        """Return the alert revisions that came with these decisions."""
        names = dict.fromkeys(one.alert for one in decisions if one.alert)
        stories = (self.held.story(name) for name in names)
        revisions = (alert for story in stories if story for alert in story.revisions)
        return tuple(alert for alert in revisions if any(led_to(one, alert) for one in decisions))

    # What would be decided -------------------------------------------------------------------------------------

    def _judged(self, found: Iterable[Reading], state: Mapping[str, Any]) -> dict[str, Any]:
        decided: list[Decided] = []
        alerts: list[Alert] = []
        for reading in found:
            judgement = self._judgement(reading, state)
            decided += self._decided(reading, judgement, state)
            alerts += judgement.alerts
        return {"decided": tuple(decided), "alerts": tuple(alerts)}

    def _judgement(self, reading: Reading, state: Mapping[str, Any]) -> Judgement:
        try:
            return judge(reading, state, self.baseline, self.watch)
        except Exception as fault:  # as the agent does, which would put it into the dead letters
            raise DataError(f"the judge failed on it: {type(fault).__name__}: {fault}") from fault

    def _decided(self, reading: Reading, judgement: Judgement, state: Mapping[str, Any]) -> list[Decided]:
        before = self._board(reading.topic, state)
        after = self._board(reading.topic, state, judgement.writes)
        own = [one for one in judgement.decisions if one.article == reading.article.id]
        slots = [one.slot or self._slot(one, reading) for one in own]
        return [
            Decided(decision=one, before=_held(one, slot, judgement.alerts, before, after))
            for one, slot in zip(own, slots, strict=True)
        ]

    def _slot(self, decision: Decision, reading: Reading) -> str:
        """Return the slot of a claim that was not compared with the board; nothing, if it has none."""
        topic = self.watch.topics[reading.topic]
        where = decision.event, decision.field, decision.start
        claims = (one for one in reading.claims if (one.event, one.field, one.start) == where)
        claim = next(claims, None)
        found = targets(topic, claim, self.watch) if claim and claim.event in topic.events else []
        return found[0].slot if found else ""


def completed(state: Mapping[str, Any], watch: Watch) -> dict[str, Any]:
    """Return the judge's table with the writes of its last messages, of which it may hold only a part yet."""
    journals = [state.get(journal_key(word)) for word in watch.topics]
    written = {key: value for journal in journals if journal for key, value in journal["writes"].items()}
    return {key: value for key, value in {**state, **written}.items() if value is not None}


def _as_it_is(article: Article, seen: Mapping[str, Any]) -> datetime | None:
    """Return when an article came in last with the content that it has, or None."""
    times = [one["detected"] for one in seen["versions"] if one["content"] == article.content]
    return datetime.fromisoformat(times[-1]) if times else None


# What the board held ---------------------------------------------------------------------------------------------


def _held(decision: Decision, slot: str, alerts: Iterable[Alert], before: Board, after: Board) -> Held | None:
    """Return what a slot held before a decision: of one that raised an alert, what its alert replaced."""
    stood = before.fact(slot)
    raised = decision.relation is not None and decision.relation.is_development
    record = after.alert(decision.alert) if raised else None
    if record and slot in record.replaced:
        return _of(record.replaced[slot])
    alert = record.latest if record else next((one for one in alerts if raised and one.id == decision.alert), None)
    if alert is None or (alert.before and stood and alert.before.fact == stood.id):
        return _of(stood)
    if (told := alert.before) is None:
        return None
    return Held(slot=alert.slot, value=told.value, sentence=told.sentence, document=told.document)


def _of(fact: Fact | None) -> Held | None:
    if fact is None:
        return None
    return Held(**fact.model_dump(include=set(Held.model_fields)))
