"""One message against the board.

The same message over the same state gives the same judgement, byte for byte; a message that was judged before
sends the same alerts again.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from newswatch.judging.alert import OVERDUE, Desk, overdue
from newswatch.judging.baseline import Baseline
from newswatch.judging.board import AlertRecord, Board
from newswatch.judging.grounding import NOT_GROUNDED, is_verbatim
from newswatch.judging.order import settle
from newswatch.judging.outcome import Judgement, Outcome, journal_key
from newswatch.judging.story import tell
from newswatch.judging.telling import Telling
from newswatch.models import Reading, Tick
from newswatch.topics import Watch

# How many versions of an article are remembered: more than a desk makes of a story that it edits all day long.
VERSIONS_KEPT = 50


def judge(message: Reading | Tick, state: Mapping[str, Any], baseline: Baseline, watch: Watch) -> Judgement:
    """Judge a reading or a tick against the state of its topic.

    Args:
        message: what came.
        state: the judge's table; read, never changed.
        baseline: version 0 of the board.
        watch: the topic files.
    """
    board = Board(watch.topics[message.topic], baseline, state)
    key = message.key if isinstance(message, Reading) else f"tick\0{message.time.isoformat()}"
    if (journal := state.get(journal_key(message.topic))) and journal["key"] == key:
        return _completed(journal, board)
    if isinstance(message, Tick):
        return _tick(message, board, watch, key)
    return _reading(message, board, watch, key)


def _completed(journal: Mapping[str, Any], board: Board) -> Judgement:
    """Return the last message's alerts again, and those of its writes that the table lacks."""
    board.writes.update(journal["writes"])
    missing = {key: value for key, value in journal["writes"].items() if board.state.get(key) != value}
    return Judgement(alerts=board.retell(journal["sent"]), writes=missing)


def _reading(reading: Reading, board: Board, watch: Watch, key: str) -> Judgement:
    versions = (board.seen(reading.article.id) or {}).get("versions", [])
    if known := _redelivered(reading, versions):
        return Judgement(alerts=board.retell(known["sent"]))
    out_of_place = [claim for claim in reading.claims if not is_verbatim(claim.sentence, claim.start, claim.end)]
    sound = tuple(claim for claim in reading.claims if claim not in out_of_place)
    telling = Telling.of(reading.model_copy(update={"claims": sound}), board, watch)
    for claim in out_of_place:
        telling.decide(claim, None, f"{NOT_GROUNDED}its sentence does not fit its place in the article")
    stood_on = versions[-1]["alerts"] if versions else []
    tell(telling, stood_on)
    place = settle(telling, stood_on, board.state, versions[-1] if versions else None)
    version = {
        "content": reading.article.content,
        "detected": reading.detected.isoformat(),
        "sent": telling.outcome.sent,
        "alerts": telling.stands_on,
        "at": place,
    }
    known_by = {"fingerprint": reading.article.fingerprint} if reading.article.fingerprint else {}
    board.put_seen(reading.article.id, {"versions": [*versions, version][-VERSIONS_KEPT:], **known_by})
    return telling.outcome.finished(key)


def _redelivered(reading: Reading, versions: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Return what was judged before: the current version whenever it comes, an older one only as the same record.

    A record repeats its time of detection byte for byte; an older version at another time is an edit back to it.
    """
    content, detected = reading.article.content, reading.detected.isoformat()
    same = (one for one in versions if (one["content"], one["detected"]) == (content, detected))
    current = versions[-1] if versions and versions[-1]["content"] == content else None
    return next(same, current)


def _tick(tick: Tick, board: Board, watch: Watch, key: str) -> Judgement:
    """Let event time pass, and raise what it makes overdue, once."""
    if known := board.seen(key):
        return Judgement(alerts=board.retell(known["sent"]))
    outcome = Outcome(board)
    board.advance(tick.time)
    over = [due for due in board.due if due.is_over(board.clock)]
    for due in over:
        alert_id = board.free_id(due.slot, OVERDUE, due.day)
        outcome.send(AlertRecord((overdue(alert_id, due, tick, Desk(board.topic, watch, board.baseline)),)))
    if over:
        board.put_due([due for due in board.due if due not in over])
        board.put_seen(key, {"sent": outcome.sent})
    return outcome.finished(key)
