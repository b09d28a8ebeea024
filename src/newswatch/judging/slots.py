"""Which slots a claim writes, and with which value: the topic file applied to one claim."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from newswatch.models import Claim, Modality
from newswatch.topics import Event, Topic, Watch

Kind = Literal["ladder", "latest", "each", "quantity", "term", "dated"]

# Terms of a deal, by the last word of their slot: an attribute of the claim.
TERMS = ("duration_days", "phases")


@dataclass(frozen=True)
class Target:
    """One slot that a claim writes."""

    slot: str
    kind: Kind
    value: str | int


def targets(topic: Topic, claim: Claim, watch: Watch, stage: int | None = None) -> list[Target]:
    """Return the slots that a claim writes, the leading one first.

    Args:
        topic: the topic of the claim.
        claim: what was read.
        watch: the topic files.
        stage: the stage of the deal that the claim is about; the claim's own where none is given.
    """
    event = topic.events[claim.event]
    if stage:
        claim = claim.model_copy(update={"stage": stage})
    found = (_target(template, topic, claim, watch) for template in _templates(event, claim))
    return [target for target in found if target]


def _templates(event: Event, claim: Claim) -> Iterator[str]:
    if event.planned_slot and claim.modality is Modality.PLANNED:
        yield event.planned_slot
        return
    if event.dated_slot and claim.date:
        yield event.dated_slot
    yield event.slot
    yield from event.also


def _target(template: str, topic: Topic, claim: Claim, watch: Watch) -> Target | None:
    event = topic.events[claim.event]
    actor = actor_of(claim, watch)
    if actor is None and "{actor}" in template:
        return None
    slot = template.format(actor=actor, place=claim.place or watch.theatres.watched)
    of_stage = staged(slot, claim.stage) if topic.ladder else slot
    last = slot.rpartition(".")[2]
    if last in TERMS:
        term = getattr(claim, last)
        return Target(of_stage, "term", term) if term else None
    if template in (event.planned_slot, event.dated_slot):
        return Target(of_stage, "dated", claim.date.isoformat()) if claim.date else None
    if topic.ladder and slot == topic.ladder.slot:
        return Target(of_stage, "ladder", claim.event)
    if event.kind == "quantity":
        return Target(slot, "quantity", claim.count) if claim.count is not None else None
    return Target(slot, "each" if event.kind == "each" else "latest", claim.event)


def staged(slot: str, stage: int | None) -> str:
    """Return the slot of a later stage: `truce.phase` becomes `truce.stage2.phase`."""
    if stage is None or stage == 1:
        return slot
    head, _, last = slot.rpartition(".")
    return f"{head}.stage{stage}.{last}"


def changes(event: Event, claim: Claim) -> bool:
    """Tell whether a claim is real enough to change its slot."""
    planned = claim.modality is Modality.PLANNED and event.planned_slot is not None
    return planned or claim.modality in event.changed_by


def actor_of(claim: Claim, watch: Watch) -> str | None:
    """Return whose position a claim states: the one who acts, else who says it, else the only one it names."""
    only = claim.actors[0] if len(claim.actors) == 1 else None
    by = watch.rolled_up(claim.actor) or watch.rolled_up(claim.said_by)
    return by or (None if only == watch.event(claim.topic, claim.event).demanded_of else watch.rolled_up(only))


def is_general(claim: Claim, watch: Watch) -> bool:
    """Tell whether a claim names no place of its own within the theatre."""
    return claim.place in (None, watch.theatres.watched)


def event_day(claim: Claim, published: date) -> date:
    """Return the day that tells a claim's event apart: its own date, else that of publication.

    A date in the future belongs to what is announced ("agreed … from Sunday"), not to the announcement.
    """
    if claim.date is None:
        return published
    if claim.modality is Modality.HAPPENED and claim.date > published:
        return published
    return claim.date
