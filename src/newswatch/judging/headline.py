"""One line that says what changed: `Truce: talks → agreed, says Qatar`."""

import re
from collections.abc import Iterable
from datetime import date

from newswatch.judging.slots import Target
from newswatch.models import Alert, Claim, Fact, Modality
from newswatch.topics import Topic, Watch

# What a claim's modality adds to its headline; a plain fact adds nothing.
HEDGES = {
    Modality.PLANNED: "planned",
    Modality.PROPOSED: "proposed",
    Modality.DEMANDED: "demanded",
    Modality.CONDITIONAL: "on a condition",
    Modality.POSSIBLE: "possible",
}
BOUNDS = {"about": "about ", "at_least": "at least ", "at_most": "at most "}
# How many people are named before the rest are only counted.
NAMED = 3


def headline(claim: Claim, target: Target, before: Fact | None, topic: Topic, watch: Watch) -> str:
    """Return the headline of a development.

    Args:
        claim: what was told.
        target: the slot that leads.
        before: the fact that it replaces.
        topic: the topic, whose title comes first.
        watch: how actors and places are shown.
    """
    if target.kind == "each":
        what = _event(claim, topic)
    else:
        what = f"{_label(target, topic, watch)}{_change(claim, target, before, topic)}"
    return f"{topic.title}: {what}{_says(claim, target, watch)}"


def recounted(alert: Alert, count: int | None) -> str:
    """Return the headline of an alert with another number of people in place of its own."""
    if alert.count is None or count is None:
        return alert.headline
    return re.sub(rf"(?<![\d,]){alert.count:,}(?![\d,])", f"{count:,}", alert.headline, count=1)


def denial_headline(claim: Claim, topic: Topic, watch: Watch) -> str:
    """Return the headline of a denial."""
    by = _title(claim.said_by, watch)
    return f"{topic.title}: denied{f' by {by}' if by else ''}: {_event(claim, topic)}"


def overdue_headline(topic: Topic, day: date, awaited: str) -> str:
    """Return the headline of a date that has passed without its event."""
    return f"{topic.title}: {spoken(day)} has passed, still no word of: {awaited}"


def _event(claim: Claim, topic: Topic) -> str:
    """Return an event in words: `3 hostages freed (19 January)`, `planned: 90 prisoners freed`."""
    verb = topic.events[claim.event].verb
    many = claim.count if claim.count and claim.count > 1 else None
    told = f"{_number(claim)} {verb}" if many else verb
    hedge = HEDGES.get(claim.modality)
    details = _joined(_who(claim, many), _day(claim))
    return f"{f'{hedge}: ' if hedge else ''}{told}{f' ({details})' if details else ''}"


def _who(claim: Claim, many: int | None) -> str:
    named = claim.persons[:NAMED] if not many or len(claim.persons) <= NAMED else ()
    return ", ".join(named)


def _change(claim: Claim, target: Target, before: Fact | None, topic: Topic) -> str:
    after = _number(claim) if target.kind == "quantity" else _shown(target.value, target, topic)
    was = _shown(before.value, target, topic) if before and before.value is not None else ""
    unit = (" day" if target.value == 1 else " days") if target.slot.endswith("_days") else ""
    change = f"{was} → {after}{unit}" if was and was != after else f"{after}{unit}"
    details = _joined(*_details(claim, target, topic))
    return f"{change} ({details})" if details else change


def _details(claim: Claim, target: Target, topic: Topic) -> Iterable[str]:
    """Yield what a change is told with, but for what it says itself."""
    if target.kind not in ("quantity", "term") and claim.count is not None:
        yield f"{_number(claim)} {_people(claim)}".strip()
    if target.kind == "ladder" and claim.duration_days:
        yield f"{claim.duration_days:,} {'day' if claim.duration_days == 1 else 'days'}"
    if target.kind not in ("dated", "quantity", "term"):
        yield _day(claim)
    if target.kind != "dated" and not _says_itself(claim, target, topic):
        yield HEDGES.get(claim.modality, "")


def _says_itself(claim: Claim, target: Target, topic: Topic) -> bool:
    """Tell whether a change says how real it is: a proposal is proposed, and a demand is never a fact."""
    demand = claim.modality is Modality.DEMANDED and Modality.HAPPENED not in topic.events[claim.event].changed_by
    return demand or (target.kind != "term" and claim.event.endswith(HEDGES.get(claim.modality, "-")))


def _label(target: Target, topic: Topic, watch: Watch) -> str:
    """Return what changes, where the topic's title doesn't say it: a side, a place, a term, a stage."""
    words = target.slot.split(".")[1:]
    shown = [_word(word, watch) for word in words if word not in ("stance", "phase")]
    if target.slot == (topic.ladder.slot if topic.ladder else None) or not shown:
        return ""
    latest = target.kind == "latest" and words[0] != "stance" and words[0] not in watch.places
    return "" if latest else f"{', '.join(shown)}: "


def _word(word: str, watch: Watch) -> str:
    if word.startswith("stage") and word[5:].isdigit():
        return f"stage {word[5:]}"
    known = watch.actors.get(word) or watch.places.get(word)
    return known.title if known else word.removesuffix("_days").replace("_", " ")


def _shown(value: str | int | None, target: Target, topic: Topic) -> str:
    """Return a value as a reader expects it: a rung by its own word, a position by its event's."""
    if target.kind == "dated":
        return spoken(date.fromisoformat(str(value)))
    if target.kind == "latest" and value in topic.events:
        return topic.events[str(value)].verb
    return f"{value:,}" if isinstance(value, int) else str(value).replace("_", " ")


def _number(claim: Claim) -> str:
    return f"{BOUNDS.get(claim.bound or '', '')}{claim.count:,}"


def _people(claim: Claim) -> str:
    """Return what a count counts: `hostages`, `hostage` where it is one; remains are never one."""
    kind = claim.count_kind or ""
    return kind.removesuffix("s") if claim.count == 1 and kind != "remains" else kind


def _day(claim: Claim) -> str:
    return spoken(claim.date) if claim.date else ""


def spoken(day: date) -> str:
    """Return a day as it is spoken of: `19 January`."""
    return f"{day.day} {day:%B}"


def _says(claim: Claim, target: Target, watch: Watch) -> str:
    """Return who says so, unless the change is that side's own position."""
    own = target.slot.rpartition(".")[2] == watch.rolled_up(claim.said_by)
    return f", says {_title(claim.said_by, watch)}" if claim.said_by and not own else ""


def _title(actor: str | None, watch: Watch) -> str:
    known = watch.actors.get(actor) if actor else None
    return known.title if known else (actor or "").replace("_", " ")


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
