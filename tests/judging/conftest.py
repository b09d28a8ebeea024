"""Claims and readings by hand, a baseline read by nobody, and a desk that judges and keeps the table."""

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from newswatch import topics
from newswatch.judging import Baseline, Judgement, Seed, build, judge
from newswatch.judging.board import AlertRecord, Board
from newswatch.models import Alert, ArticleReference, Claim, Fact, Reading, Tick

WATCH = topics.load()
NAMED = {"place": WATCH.places, "said_by": WATCH.actors}
SEED_DAY = datetime(2025, 1, 1, 12, tzinfo=UTC)

# One event in ten wordings: what ten outlets with a writer of their own would say.
WORDINGS = (
    "It was a long night in Doha, and by dawn the thing was done.",
    "Officials who had promised nothing for weeks came out smiling.",
    "Three envoys, two rooms and one sheet of paper: that is how it went.",
    "Nobody slept, a porter said, and then everybody embraced at once.",
    "A spokesman read four lines and took no questions about any of it.",
    "Word spread through the camps before any radio could carry it.",
    "The statement came at noon, shorter than its many predecessors.",
    "In the square they watched the screen and hardly dared to breathe.",
    "Reporters learned of it from a text message, like everyone else.",
    "After so many false starts the confirmation sounded almost dull.",
)


def claim(topic: str, event: str, modality: str = "happened", *, words: int | str = 0, **more) -> Claim:
    """Return a claim; `words` is its sentence or the number of one of the wordings, which then carries its values."""
    sentence = words if isinstance(words, str) else carrying(WORDINGS[words], **more)
    start = more.pop("start", 0)
    return Claim(
        topic=topic, event=event, modality=modality, sentence=sentence, start=start, end=start + len(sentence), **more
    )


def carrying(sentence: str, **more) -> str:
    """Return a sentence with the values of a claim after it, so that the gate lets them through."""
    day = date.fromisoformat(str(more["date"])) if more.get("date") else None
    told = [
        str(more.get("count") or ""),
        f"{more['duration_days']} days" if more.get("duration_days") else "",
        f"{more['phases']} phases" if more.get("phases") else "",
        f"{day.day} {day:%B}" if day else "",
        *(watched[more[name]].names[0] for name, watched in NAMED.items() if more.get(name) in watched),
        *more.get("persons", ()),
    ]
    return " ".join([sentence, *filter(None, told)])


def moment(when: str) -> datetime:
    """Return a time of January 2025 from `15`, of the year from `02-15`, with an hour as in `15T07`."""
    day, _, hour = when.partition("T")
    day = f"01-{day}" if "-" not in day else day
    return datetime.fromisoformat(f"2025-{day}T{hour or '12'}:00:00+00:00")


def reading(*claims: Claim, topic: str | None = None, at: str | None = "15", **article) -> Reading:
    """Return a reading of an article; its id follows from its source and day unless it is given."""
    source = article.pop("source", "Meridian Wire")
    content = article.pop("content", "v1")
    published = moment(at) if at else None
    detected = article.pop("detected", (published or SEED_DAY) + timedelta(minutes=5))
    name = article.pop(
        "id", f"{source} {at} {claims[0].topic if claims else topic} {claims[0].sentence if claims else ''}"
    )
    reference = ArticleReference(id=name, content=content, source=source, published=published, **article)
    word = topic or (claims[0].topic if claims else "truce")
    return Reading(topic=word, article=reference, claims=claims, detected=detected)


def seeded(*claims: Claim, published: datetime = SEED_DAY) -> Baseline:
    """Return the baseline of a seed that makes these claims."""
    reader = SimpleNamespace(read=lambda _: SimpleNamespace(claims=claims))
    return build([Seed("gaza-talks-2025-01", "…", published)], reader, WATCH)


SEED_CLAIMS = (
    claim("truce", "talks", said_by="hamas", words="Talks are underway."),
    claim("truce", "proposed", "proposed", duration_days=60, mediators=("qatar", "egypt"), words="60 days proposed."),
    claim("hostage", "held", count=100, bound="about", count_kind="hostages", words="About 100 hostages are held."),
    claim(
        "hostage", "release_demanded", "demanded", actor="trump", said_by="trump", date="2025-01-20",
        words="Trump has warned of severe consequences by January 20.",
    ),
    claim("hostage", "release_refused", "conditional", actor="hamas", words="Hamas will not release more unless …"),
    claim("hostage", "released", count=105, background=True, words="A pause allowed for the release of 105 hostages."),
    claim("withdrawal", "staying", "demanded", actor="israel", place="netzarim", words="Israel insists on Netzarim."),
    claim("withdrawal", "staying", "demanded", actor="israel", place="philadelphi", words="And on Philadelphi."),
    claim("withdrawal", "presence_accepted", "conditional", actor="hamas", words="Hamas would accept a presence."),
)  # fmt: skip


class Desk:
    """A judge with its table: what it is told, it keeps as the table would, through JSON."""

    def __init__(self, baseline: Baseline) -> None:
        self.baseline = baseline
        self.state: dict[str, object] = {}

    def judge(self, message: Reading | Tick) -> Judgement:
        """Judge a message and write what follows."""
        judgement = judge(message, self.state, self.baseline, WATCH)
        self.state = written(self.state, judgement.writes)
        return judgement

    def tell(self, *claims: Claim, **article) -> list[Alert]:
        """Tell one article and return the alert revisions that it leads to."""
        return list(self.judge(reading(*claims, **article)).alerts)

    def tick(self, at: str, topic: str = "hostage") -> list[Alert]:
        """Let event time come to a moment."""
        return list(self.judge(Tick(topic=topic, time=moment(at))).alerts)

    def board(self, topic: str) -> Board:
        """Return the board of a topic."""
        return Board(WATCH.topics[topic], self.baseline, self.state)

    def fact(self, slot: str) -> Fact | None:
        """Return a fact as it stands."""
        return self.board(slot.partition(".")[0]).fact(slot)

    def value(self, slot: str) -> object:
        """Return the value in a slot as it stands."""
        fact = self.fact(slot)
        return fact.value if fact else None

    def record(self, alert: Alert) -> AlertRecord:
        """Return an alert with its revisions as they stand."""
        record = self.board(alert.topic).alert(alert.id)
        assert record
        return record

    def climb(self, *rungs: str, start: int = 10) -> None:
        """Tell a phase a day."""
        for day, rung in enumerate(rungs, start):
            modality = "proposed" if rung == "proposed" else "happened"
            self.tell(
                claim("truce", rung, modality, actor="hamas", words=f"On day {day} it was {rung}."), at=f"{day:02}"
            )


def written(state: dict[str, object], writes: Iterable[tuple[str, object]] | dict[str, object]) -> dict[str, object]:
    """Return a table after writes, as JSON keeps it."""
    pairs = writes.items() if hasattr(writes, "items") else writes
    after = dict(state)
    for key, value in pairs:
        if value is None:
            after.pop(key, None)
        else:
            after[key] = json.loads(json.dumps(value))
    return after


def told(alerts: Iterable[Alert]) -> list[tuple[str, str, int]]:
    """Return event, status and revision of each alert."""
    return [(alert.event, alert.status.value, alert.revision) for alert in alerts]


@pytest.fixture
def desk() -> Desk:
    """A desk over the seed's facts."""
    return Desk(seeded(*SEED_CLAIMS))


@pytest.fixture
def empty() -> Desk:
    """A desk whose seed says next to nothing."""
    return Desk(seeded(claim("truce", "called_for", "demanded", actor="un")))
