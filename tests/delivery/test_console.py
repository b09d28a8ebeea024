"""Alerts on a terminal, narrow and wide: whatever the texts hold, they are only shown."""

import errno
import io
import os
import re

import pytest
from rich.console import Console

from newswatch.delivery import console
from newswatch.errors import DeliveryError
from newswatch.judging.difference import Difference
from newswatch.judging.finding import found
from newswatch.models import After, Before, Delivery, Evidence, Fact, Modality, Status
from tests.test_models import NOON, alert

HOSTILE = {
    "markup": "[bold]Hamas[/bold] and [/] [link=https://x.example]Israel[/link] [red]agreed",
    "a closing tag": "[/nothing]",
    "an opening bracket": "agreed [",
    "a backslash": "agreed \\",
    "emoji code": "agreed :warning:",
    "terminal commands": "\x1b[2J\x1b]0;title\x07agreed\x9b31m\x08\x7f",
    "turned letters": "agreed \u202eyadnuS\u202c \u2066x\u2069",
    "line ends": "agreed\r\non\nSunday\u2028now\x85\x0b\x0c\tthere",
    "a long word": "x" * 500,
    "wide letters": "停火协议" * 60,
    "right to left": "הפסקת אש ووقف إطلاق النار",
}
HOSTILE_IDS = list(HOSTILE)


def printed(renderable, width: int) -> str:
    screen = Console(file=io.StringIO(), width=width, force_terminal=False, color_system=None)
    screen.print(renderable)
    return screen.file.getvalue()


def told(text: str, **more):
    evidence = Evidence(article=text, source=text, origin="o", field="body", start=0, end=len(text), sentence=text)
    before = Before(value="talks", version=0, fact="f", sentence=text, start=0, end=len(text), document="seed")
    return alert(headline=f"Truce: {text}, says {text}", evidence=(evidence,), before=before, **more)


def fact(text: str, **more) -> Fact:
    known = {"slot": text, "topic": "truce", "event": "talks", "value": text, "modality": Modality.HAPPENED,
             "said_by": text, "document": "seed", "sentence": text, "start": 0, "end": len(text)}  # fmt: skip
    return Fact.model_validate(known | more)


def difference(text: str) -> Difference:
    known = fact(text, alert=text)
    return Difference(slot=text, was=known, now=known, since=NOON, alert=text, changed=True, derived=True)


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u2500-\u257f]", "", text)


@pytest.mark.parametrize("width", [80, 160])
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE_IDS)
@pytest.mark.parametrize(
    "render",
    [
        console.block,
        lambda alert: console.table([alert]),
        lambda alert: console.board([fact(alert.evidence[0].sentence)], [fact(alert.evidence[0].sentence, version=1)]),
        lambda alert: console.baseline([fact(alert.evidence[0].sentence)], "gaza"),
        lambda alert: console.differences([difference(alert.evidence[0].sentence)]),
        lambda alert: console.findings([found("year", [fact(alert.headline)], "", alert.headline, alert.evidence[0])]),
    ],
    ids=["block", "table", "board", "baseline", "differences", "findings"],
)
def test_hostile_text_is_only_shown(width, text, render):
    """No text is read as markup, none commands the terminal, and no line is wider than the screen."""
    out = printed(render(told(text)), width)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", out)
    assert all(Console().render_str(line, markup=False, emoji=False).cell_len <= width for line in out.split("\n"))


@pytest.mark.parametrize("width", [80, 160])
@pytest.mark.parametrize(
    "name", ["markup", "a closing tag", "an opening bracket", "a backslash", "emoji code", "a long word"]
)
def test_the_sentence_is_whole(width, name):
    """The sentence that raised an alert is shown whole, as it was written."""
    assert squeezed(HOSTILE[name]) in squeezed(printed(console.block(told(HOSTILE[name])), width))


@pytest.mark.parametrize("width", [80, 160])
def test_a_block(width):
    """A block says how grave, what changed, both sentences, the source and the id."""
    out = printed(console.block(told("Israel and Hamas agreed.", status=Status.DISPUTED)), width)
    assert out.startswith("CRITICAL Truce: ")
    assert "[disputed]" in out
    assert squeezed("before Israel and Hamas agreed.") in squeezed(out)
    assert squeezed("now Israel and Hamas agreed. (Israel and Hamas agreed.)") in squeezed(out)
    assert "truce.phase/agreed/2025-01-15@talks#1" in out


@pytest.mark.parametrize("width", [80, 160])
def test_a_table(width):
    """A row says when, the topic, before → after, the sentence, who says so, and how grave."""
    one = Evidence(
        article="a", source="Wire", origin="a", field="body", start=0, end=7, sentence="Agreed.", published=NOON
    )
    other = one.model_copy(update={"origin": "b"})
    out = squeezed(printed(console.table([alert(evidence=(one, other), first_published=NOON)]), width))
    assert all(squeezed(part) in out for part in ("15 Jan 12:00", "truce", "talks → agreed", "“Agreed.”", "critical"))
    assert squeezed("— says Qatar, in Wire, and 1 more") in out
    assert "Truce:" not in out


def test_alerts_without_evidence_before_or_time():
    """An overdue alert shows the sentence that set the date; what lacks even that, or a time, is shown too."""
    overdue = told("By Sunday.").model_copy(update={"evidence": (), "headline": "Truce: 19 January has passed"})
    out = squeezed(printed(console.table([overdue]), 80))
    assert all(squeezed(part) in out for part in ("19 January has passed", "set by: By Sunday.", "15 Jan 12:00"))
    assert console.OVERDUE in printed(console.table([overdue.model_copy(update={"before": None})]), 80)
    assert "undated" in printed(console.table([alert()]), 80)
    assert "no colon" in printed(
        console.table([alert(headline="no colon", before=None, after=After(value=1, version=1))]), 80
    )


def test_no_alerts():
    """An empty table is only its head."""
    assert printed(console.table([]), 80).count("\n") <= 4


def test_the_board_beside_the_baseline():
    """Each slot shows what it was and what it is; a new slot was nothing."""
    was = fact("talks", slot="truce.phase")
    now = fact("agreed", slot="truce.phase", version=1, since=NOON)
    new = fact("100", slot="hostage.held", bound="about", version=1, since=NOON)
    rows = [line.split() for line in printed(console.board([was], [now, new]), 120).splitlines() if "." in line]
    assert rows == [
        ["hostage.held", "–", "about", "100", "15", "Jan", "12:00"],
        ["truce.phase", "talks", "agreed", "15", "Jan", "12:00"],
    ]


async def test_the_console_channel_prints_and_the_other_keeps():
    """Delivering prints an alert on one channel, and keeps it on the other."""
    delivery = Delivery(id="a#1", subscriber="s", state="scheduled", alert=told("[/x]"), due=NOON)
    screen = Console(file=io.StringIO(), width=80)
    await console.ConsoleChannel(screen).deliver(delivery)
    await (kept := console.CollectingChannel()).deliver(delivery)
    assert "[/x]" in screen.file.getvalue()
    assert kept.alerts == [delivery.alert]


class Full(io.StringIO):
    """A file that takes nothing, for a reason."""

    def __init__(self, reason: Exception) -> None:
        super().__init__()
        self.reason = reason

    def flush(self) -> None:
        raise self.reason


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), "No space left on device"),
        (UnicodeEncodeError("ascii", "→", 0, 1, "no such character"), "no such character"),
        (BrokenPipeError(errno.EPIPE, "Broken pipe"), "nobody reads the screen"),
        (SystemExit(1), "nobody reads the screen"),
    ],
)
async def test_a_screen_that_cannot_be_written(reason, told):
    """What can't be printed is a failed delivery, which is tried again; a closed pipe is told besides."""
    closed = []
    channel = console.ConsoleChannel(console.Screen(file=Full(reason)), closed=lambda: closed.append(True))
    delivery = Delivery(id="a#1", subscriber="s", state="scheduled", alert=alert(), due=NOON)
    for _ in range(2):
        with pytest.raises(DeliveryError, match=told):
            await channel.deliver(delivery)
    assert bool(closed) == (told == "nobody reads the screen")
