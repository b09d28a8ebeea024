"""GET /api/v1/alerts and one alert, over a real log and a real server."""

import pytest

from newswatch.models import Alert
from newswatch.transport import Log
from newswatch.web import KeptArchive, Wanted
from tests.web.samples import alert, decision


async def told(client, path, status=200):
    response = await client.get(path)
    assert response.status == status, await response.text()
    assert response.content_type == "application/json"
    return await response.json()


async def listed(client, query=""):
    return [one["id"] for one in (await told(client, f"/api/v1/alerts{query}"))["alerts"]]


async def test_no_alerts_yet(client):
    """Before anything was raised, the list is empty."""
    assert await told(client, "/api/v1/alerts") == {
        "alerts": [], "next": None, "silenced": {}, "acknowledged": {},
    }  # fmt: skip


async def test_newest_first(broker, client):
    """Alerts come newest first, each as it travels on its topic."""
    first, second = alert(1), alert(2)
    broker.raise_(first)
    assert await listed(client) == [first.id]
    broker.raise_(second)
    answer = await told(client, "/api/v1/alerts")
    assert [Alert.model_validate(one) for one in answer["alerts"]] == [second, first]


async def test_each_in_its_newest_revision(broker, client):
    """A revised alert is listed once, as it stands, and comes first again."""
    one, two = alert(1), alert(2)
    broker.raise_(one, two)
    broker.raise_(alert(1, revision=2, status="corroborated"))
    answer = await told(client, "/api/v1/alerts")
    assert [(told["id"], told["revision"]) for told in answer["alerts"]] == [(one.id, 2), (two.id, 1)]


async def test_a_revision_that_was_sent_twice(broker, client):
    """What a crash made the judge send again changes nothing."""
    one, two = alert(1), alert(2)
    broker.raise_(one, alert(1, revision=2, status="disputed"), two)
    broker.raise_(one, alert(1, revision=2, status="disputed"))
    assert await listed(client) == [two.id, one.id]
    assert len((await told(client, f"/api/v1/alerts/{one.id}"))["revisions"]) == 2


async def test_what_is_no_alert_is_passed_over(broker, client):
    """A stranger's record on the alert topic hides no alert."""
    broker.put("newswatch.alerts", b"{}", "x")
    broker.put("newswatch.alerts", None, "x")
    broker.raise_(alert(1))
    assert len(await listed(client)) == 1


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("?topic=hostage", [2]),
        ("?event=released", [2]),
        ("?severity=high", [3, 2]),
        ("?status=disputed", [3]),
        ("?since=2025-01-15T20:01:00Z", [3, 2]),
        ("?since=2025-01-15T22:01:00%2B02:00", [3, 2]),
        ("?topic=truce&severity=critical", [3]),
        ("?limit=2", [3, 2]),
    ],
)
async def test_filters(broker, client, query, numbers):
    """Topic, event, lowest severity, status and time each leave out what doesn't fit."""
    alerts = {
        1: alert(1, 0, severity="low"),
        2: alert(2, 1, topic="hostage", event="released", severity="high"),
        3: alert(3, 2, status="disputed"),
    }
    for one in alerts.values():
        broker.raise_(one)
    assert await listed(client, query) == [alerts[number].id for number in numbers]


async def test_paging(broker, client):
    """Page after page shows every alert once, also when another is raised meanwhile."""
    for number in range(1, 8):
        broker.raise_(alert(number))
    seen, after = [], ""
    while True:
        page = await told(client, f"/api/v1/alerts?limit=3{after}")
        seen += [one["id"] for one in page["alerts"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
        broker.raise_(alert(20 + len(seen)))
    assert seen == [alert(number).id for number in range(7, 0, -1)]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?tpoic=truce", "nothing is filtered by tpoic"),
        ("?limit=many", "limit: Input should be a valid integer"),
        ("?limit=0", "limit: Input should be greater than or equal to 1"),
        ("?limit=1001", "limit: Input should be less than or equal to 1000"),
        ("?severity=urgent", "severity: Input should be 'low', 'medium', 'high' or 'critical'"),
        ("?since=2025-01-15T20:01:00", "since: Input should have timezone info"),
        ("?after=x", "after: String should match pattern"),
    ],
)
async def test_a_question_that_makes_no_sense(client, query, sentence):
    """A filter that there isn't, or a value that can't be, is refused by its name."""
    answer = await told(client, f"/api/v1/alerts{query}", 400)
    assert answer["error"].startswith(sentence)


@pytest.mark.parametrize("quoted", [False, True])
async def test_one_alert(broker, client, quoted):
    """An id with slashes and an @ finds its alert, also percent-encoded: all revisions, and the reports on it."""
    revisions = alert(1), alert(1, 1, revision=2, status="corroborated")
    broker.raise_(*revisions, alert(2))
    broker.put("newswatch.decisions", decision(revisions[0].id).to_json(), "a2")
    broker.put("newswatch.decisions", decision(None).to_json(), "a3")
    name = revisions[0].id.replace("/", "%2F").replace("@", "%40") if quoted else revisions[0].id
    answer = await told(client, f"/api/v1/alerts/{name}")
    assert tuple(Alert.model_validate(one) for one in answer["revisions"]) == revisions
    assert [report["article"] for report in answer["reports"]] == ["a2"]


async def test_an_alert_that_there_is_not(client):
    """An unknown id is not found, in one sentence."""
    answer = await told(client, "/api/v1/alerts/truce.phase/none@x", 404)
    assert answer == {"error": "there is no alert truce.phase/none@x"}


async def test_a_file_without_topics(tmp_path, serve):
    """A broker's file in which nothing was declared yet holds nothing, and that is no fault."""
    with Log.open(tmp_path / "new.db", tidy_every=None) as log:
        client = await serve(archive=KeptArchive(log))
        assert await listed(client) == []
        assert (await told(client, "/api/v1/dead-letters"))["dead_letters"] == []
        await told(client, "/api/v1/dead-letters/0/0", 404)


def test_only_what_is_new_is_read(broker, archive, monkeypatch):
    """A second question reads no record that the first one has seen, but those that it shows."""
    broker.raise_(*(alert(number) for number in range(1, 29)))
    archive.alerts(Wanted())
    read, store = [], archive._store.read

    def counting(*where):
        read.append(records := store(*where))
        return records

    monkeypatch.setattr(archive._store, "read", counting)
    archive.alerts(Wanted(limit=2))
    broker.raise_(alert(30))
    archive.alerts(Wanted(limit=2))
    assert sum(map(len, read)) == 2 + 1 + 2
