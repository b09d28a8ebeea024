"""What is decided on an article, over HTTP: the address itself, and what it judges over."""

from datetime import timedelta

import pytest

from newswatch.errors import ReadingError
from newswatch.judging import judge
from newswatch.models import Article, Decision
from newswatch.reading import ArticleReading
from newswatch.reading.readings import readings
from newswatch.web.archive import Judged
from newswatch.web.judged import DryRun, Nothing
from tests.judging.conftest import SEED_CLAIMS, WATCH, claim, moment, seeded, written

DEAL = Article(id="a1", body="The deal.", published=moment("15"))
AGREED = claim("truce", "agreed", said_by="qatar", words="The deal.", theatre="gaza")
NOW = moment("15T13")


def reading(*claims):
    return ArticleReading("gaza", claims, claims)


class Desk(Nothing):
    """A judge with its table, and the decisions that it took."""

    def __init__(self):
        self.baseline = seeded(*SEED_CLAIMS)
        self.table = {}
        self.decisions = []

    def tell(self, article, told, came):
        """Judge an article for good."""
        for one in readings(article, told, came):
            judgement = judge(one, self.table, self.baseline, WATCH)
            self.table = written(self.table, judgement.writes)
            self.decisions += judgement.decisions

    def state(self):
        return self.table

    def decided(self, article_id):
        return [one for one in self.decisions if one.article == article_id]

    def ask(self, article=DEAL, told=None, now=NOW):
        """Ask what is decided on an article; that never changes the table."""
        before = dict(self.table)
        judged = DryRun(self, self.baseline, WATCH).judge(article, told or reading(AGREED), now)
        assert self.table == before
        return judged


@pytest.fixture
def desk():
    return Desk()


def relations(judged):
    return [one.decision.relation for one in judged.decided]


def test_what_the_judge_would_do_it_does(desk):
    """A dry run decides and raises exactly what the judge does with the same article at the same time."""
    judged = desk.ask()
    desk.tell(DEAL, reading(AGREED), NOW)
    assert [one.decision for one in judged.decided] == desk.decisions
    assert [alert.id for alert in judged.alerts] == ["truce.phase/agreed/2025-01-15@gaza-talks-2025-01"]
    (one,) = judged.decided
    assert (one.before.value, one.before.document, one.before.alert) == ("talks", "seed", None)
    assert (judged.recorded, judged.judged, judged.alone) == (False, None, None)


def test_what_was_judged_before(desk):
    """An article that was judged as it is has its decisions of then, with what its alert replaced."""
    desk.tell(DEAL, reading(AGREED), NOW)
    desk.tell(Article(id="a2", body="Signed.", published=moment("16")), reading(
        claim("truce", "signed", words="Signed.", theatre="gaza")
    ), moment("16T13"))  # fmt: skip
    judged = desk.ask(now=moment("17"))
    assert (judged.recorded, judged.judged, relations(judged)) == (True, NOW, ["advances"])
    assert judged.decided[0].before.value == "talks"


def test_what_was_judged_before_and_is_forgotten(desk):
    """Where the decisions of then are gone, the article is judged as if it were new."""
    desk.tell(DEAL, reading(AGREED), NOW)
    desk.decisions.clear()
    judged = desk.ask(now=NOW + timedelta(days=1))
    assert (judged.recorded, judged.judged) == (False, NOW)
    assert relations(judged) == ["restates"]
    assert judged.decided[0].before.alert == "truce.phase/agreed/2025-01-15@gaza-talks-2025-01"


def test_an_edit_that_drops_the_claim(desk):
    """An edit is judged as the edit that it is: without its claim it would retract its alert."""
    desk.tell(DEAL, reading(AGREED), NOW)
    edited = DEAL.model_copy(update={"body": "No deal."})
    judged = desk.ask(edited, reading(), NOW + timedelta(hours=1))
    assert (judged.recorded, judged.decided) == (False, ())
    assert [alert.status for alert in judged.alerts] == ["retracted"]


def test_a_table_that_is_half_written(desk):
    """What the journal holds and the table lacks yet counts as written."""
    desk.tell(DEAL, reading(AGREED), NOW)
    desk.table = {key: value for key, value in desk.table.items() if key.endswith("|journal")}
    again = Article(id="a2", body="The deal.", published=moment("15"))
    judged = desk.ask(again, now=NOW + timedelta(hours=1))
    assert judged.decided[0].before.value == "agreed"


def test_a_claim_without_a_place_on_the_board(desk):
    """A claim of an event that no topic file knows has no slot, and is explained all the same."""
    unknown = claim("truce", "forgotten", words="The deal.", theatre="gaza")
    (one,) = desk.ask(told=reading(unknown)).decided
    assert (one.before, one.decision.reason) == (None, "the topic file knows no event forgotten")


# The address -----------------------------------------------------------------------------------------------------


@pytest.fixture
def explained():
    """Return what the address was asked."""
    return []


@pytest.fixture
async def asked(serve, explained):
    """Return a function that sends something to the address, and returns the status and what it answers."""

    async def explains(article):
        explained.append(article)
        if article.id == "slow":
            raise ReadingError("reading it took longer than 20 s")
        decision = Decision(
            article=article.id, topic="truce", event="agreed", modality="happened", slot=None, relation=None,
            reason="background: it recalls what is known", sentence="x", field="body", start=0, end=1, detected=NOW,
        )  # fmt: skip
        return Judged(article=article.id, theatre="gaza", recorded=False, decided=[{"decision": decision}])

    client = await serve(explains=explains)

    async def asked(**sent):
        response = await client.post("/api/v1/explain", **sent)
        return response.status, await response.json()

    return asked


async def test_an_article_is_explained(asked, explained):
    """An article in any of its forms is answered with the decisions on it."""
    status, told = await asked(json={"id": "a1", "text": "The deal.", "date": "2025-01-15"})
    assert (status, told["decided"][0]["decision"]["reason"]) == (200, "background: it recalls what is known")
    assert explained == [DEAL]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"data": b"{"}, "not JSON: "),
        ({"data": b"[" * 100_000}, "not JSON: "),
        ({"json": []}, "not an article: it is not a JSON object"),
        ({"json": {"id": "a1"}}, "not an article: an article needs a title or a body"),
        ({"json": {"id": "slow", "title": "x"}}, "reading it took longer than 20 s"),
    ],
)
async def test_what_cannot_be_explained(asked, sent, sentence):
    """What is no article, or can't be read, is one sentence."""
    status, told = await asked(**sent)
    assert (status, told["error"].startswith(sentence)) == (400, True)


async def test_where_nothing_is_kept(serve):
    """On Kafka, where the judge's table is not kept here, that is said."""
    client = await serve()
    response = await client.post("/api/v1/explain", json={"title": "x"})
    assert response.status == 503
    assert (await response.json())["error"].startswith("on Kafka the records are not kept here")
