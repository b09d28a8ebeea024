"""The baseline beside the board: what each slot was, what it is, since when and by which alert."""

from collections.abc import Iterable, Sequence

from pydantic import AwareDatetime

from newswatch.judging.baseline import Baseline
from newswatch.judging.verdict import derived_slot
from newswatch.models import Fact, Wire

FOLLOWS = derived_slot("")


class Difference(Wire):
    """One slot.

    Attributes:
        slot: its name.
        was: the fact of the baseline; None where it says nothing.
        now: the fact on the board; None where what stood there was withdrawn.
        since: since when it is so, in event time; None where nothing changed.
        alert: the alert that changed it; None also where an alert was withdrawn.
        changed: whether the board holds something else than the baseline.
        derived: whether the value follows from others, such as the number held after releases.
    """

    slot: str
    was: Fact | None
    now: Fact | None
    since: AwareDatetime | None = None
    alert: str | None = None
    changed: bool
    derived: bool


def differences(baseline: Baseline, board: Iterable[Fact]) -> list[Difference]:
    """Return every slot of the baseline and of the board, by name.

    Args:
        baseline: what the board began with.
        board: the facts as they stand; what the stream has not touched may be left out.
    """
    was = {fact.slot: fact for fact in baseline.standing()}
    written = {fact.slot: fact for fact in board if fact.version}
    return [_difference(slot, was.get(slot), written.get(slot)) for slot in sorted({*was, *written})]


def _difference(slot: str, was: Fact | None, written: Fact | None) -> Difference:
    now = (written or was) if written is None or written.value is not None else None
    changed = _content(was) != _content(now)
    return Difference(
        slot=slot,
        was=was,
        now=now,
        since=written.since if changed and written else None,
        alert=written.alert if changed and written else None,
        changed=changed,
        derived=slot.endswith(FOLLOWS),
    )


def _content(fact: Fact | None) -> dict[str, object] | None:
    """Return what a fact says and where; its version counts writes, and a fact that was put back is the same."""
    return fact.model_dump(exclude={"version", "alert"}) if fact else None


def other_baseline(baseline: Baseline, board: Sequence[Fact], version: str | None) -> str | None:
    """Return in one sentence how the monitor's baseline is not this one, or None where nothing tells that.

    Args:
        baseline: this one.
        board: the monitor's facts; the alerts that wrote them bear its baseline's name.
        version: the version of the baseline that the monitor's newest alert was judged against.
    """
    names = sorted({fact.alert.rpartition("@")[2] for fact in board if fact.alert} - {baseline.name})
    if names:
        return f"the board was written on another baseline: {', '.join(names)}, and not {baseline.name}"
    if version not in (None, baseline.version):
        return f"the newest alert was judged on another version of {baseline.name}: {version}, not {baseline.version}"
    if any(fact != baseline.fact(fact.slot) for fact in board if not fact.version):
        return f"the monitor runs on another baseline than {baseline.name}"
    return None
