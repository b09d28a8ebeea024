"""What a claim that changes the board leads to: facts, an alert, and what follows from them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from newswatch.judging import due
from newswatch.judging.alert import Raised, before_of, evidence_of, raised_alert
from newswatch.judging.baseline import fact_of
from newswatch.judging.board import AlertRecord
from newswatch.judging.headline import headline
from newswatch.judging.life import revised
from newswatch.judging.occurrence import Occurrence
from newswatch.judging.slots import Target, is_general
from newswatch.judging.telling import Telling
from newswatch.judging.verdict import Change, derived, derived_slot
from newswatch.models import After, Alert, Claim, Fact, Relation, Status


def develop(claim: Claim, changes: Sequence[Change], telling: Telling) -> None:
    """Write what a claim changes, and raise one alert for all of it under the slot that leads."""
    leading = changes[0]
    if raised := _raised_already(claim, leading, telling):
        _add(claim, changes, raised, telling)
        return
    alert_id = telling.board.free_id(leading.target.slot, str(leading.target.value), *_apart(claim, leading, telling))
    _supersede(leading, telling)
    writing = _Writing(claim, alert_id, telling)
    after = [writing.write(one) for one in changes]
    alert = _alert(claim, leading, after[0], telling)
    telling.outcome.send(AlertRecord((alert,), (evidence_of(telling.reading, claim),), writing.replaced))
    telling.stands_on.append(alert_id)
    telling.raised.append((claim, alert_id))
    telling.decide(claim, leading.target.slot, leading.verdict, alert_id)


def _alert(claim: Claim, leading: Change, after: Fact, telling: Telling) -> Alert:
    raised = Raised(
        str(after.alert),
        leading.verdict.relation,
        leading.target.slot,
        headline(claim, leading.target, leading.current, telling.board.topic, telling.watch),
        before_of(leading.current),
        After(value=after.value, version=after.version),
    )
    return raised_alert(raised, claim, telling.reading, telling.desk)


def _raised_already(claim: Claim, leading: Change, telling: Telling) -> AlertRecord | None:
    """Return the alert of this article that a claim is part of.

    One position taken in several places or by several sides, told in one sentence, is one development; so is one
    that is told of a named place and of the whole theatre.
    """
    if leading.target.kind not in ("latest", "dated"):
        return None
    for other, alert_id in telling.raised:
        one_sentence = (other.field, other.start) == (claim.field, claim.start)
        one_general = leading.target.kind == "latest" and other.place != claim.place
        one_general = one_general and (is_general(other, telling.watch) or is_general(claim, telling.watch))
        if other.event == claim.event and (one_sentence or one_general):
            return telling.board.alert(alert_id)
    return None


def _add(claim: Claim, changes: Sequence[Change], record: AlertRecord, telling: Telling) -> None:
    """Write what a claim changes under an alert that its article has raised already."""
    writing = _Writing(claim, record.latest.id, telling)
    for one in changes:
        writing.write(one)
    telling.board.put_alert(replace(record, replaced={**writing.replaced, **record.replaced}))
    telling.decide(claim, changes[0].target.slot, changes[0].verdict, record.latest.id)


def _apart(claim: Claim, leading: Change, telling: Telling) -> Iterator[str]:
    """Yield what tells an alert apart in its id: the day, and what the topic file names beside it."""
    yield telling.day(claim).isoformat()
    names = telling.event(claim).apart_by
    if "actor" in names and leading.told and leading.told.actor:
        yield leading.told.actor
    if "place" in names and claim.place:
        yield claim.place
    if "count" in names and claim.count is not None:
        yield str(claim.count)
    elif "persons" in names and claim.persons:
        yield "+".join(_slug(person) for person in sorted(claim.persons))


def _slug(name: str) -> str:
    return re.sub(r"[^\w]+", "-", name.casefold()).strip("-")


def _supersede(leading: Change, telling: Telling) -> None:
    """End the alert of a lower rung; what left the ladder is not overtaken by coming back to it."""
    ladder, current = telling.board.topic.ladder, leading.current
    if ladder is None or current is None or leading.target.kind != "ladder" or current.value not in ladder.rungs:
        return
    record = telling.board.alert(current.alert) if leading.verdict.relation is Relation.ADVANCES else None
    if record and not record.ended:
        telling.outcome.send(revised(record, Status.SUPERSEDED, record.told_by, telling.reading.detected))


class _Writing:
    """Writes what one claim changes, and keeps what the slots held before."""

    def __init__(self, claim: Claim, alert_id: str, telling: Telling) -> None:
        self.claim = claim
        self.alert_id = alert_id
        self.telling = telling
        self.replaced: dict[str, Fact | None] = {}

    def write(self, one: Change) -> Fact:
        written = self._put(one.target)
        stood = [one.current.event] if one.current else []
        self.telling.moved.setdefault(one.target.slot, stood).append(self.claim.event)
        board = self.telling.board
        if one.told:
            known = board.occurrences(one.target.slot)
            board.put_occurrences(one.target.slot, [*known, replace(one.told, alert=self.alert_id)])
            self._count_people(one.told)
        elif one.target.kind == "quantity" and board.fact(derived_slot(one.target.slot)):
            self._put(replace(one.target, slot=derived_slot(one.target.slot)))
        self._wait(written)
        return written

    def _put(self, target: Target) -> Fact:
        telling = self.telling
        self.replaced[target.slot] = telling.board.fact(target.slot)
        document = telling.reading.article.id
        fact = fact_of(self.claim, target, document=document, since=telling.moment, alert=self.alert_id)
        return telling.outcome.put(fact)

    def _wait(self, written: Fact) -> None:
        """Let a date wait for its event; whatever takes its slot lets the date before it go."""
        board = self.telling.board
        others = [one for one in board.due if one.slot != written.slot]
        waiting = due.waits(written, self.telling.event(self.claim))
        board.put_due([*others, waiting] if waiting else others)

    def _count_people(self, told: Occurrence) -> None:
        """Let the number of people held follow an event; the result is on the board and in no alert."""
        topic, board = self.telling.board.topic, self.telling.board
        people = self.telling.event(self.claim).people
        held = next((event.slot for event in topic.events.values() if event.kind == "quantity"), None)
        stated = board.fact(held) if held else None
        if not people or not told.actual or not held or not stated or not isinstance(stated.value, int):
            return
        before = derived(board, held)
        after = (stated.value if before is None else before) + people * (told.number or 1)
        self._put(Target(derived_slot(held), "quantity", max(0, after)))
