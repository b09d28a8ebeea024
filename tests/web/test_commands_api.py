"""Silences and acknowledgements over the API, and what of them stands beside alerts."""

from datetime import UTC, datetime, timedelta

import pytest

from newswatch.agents.app import RETENTION
from newswatch.models import LONGEST_SILENCE, Expiry, Silence, parse_command
from newswatch.web import KeptArchive
from tests.web.samples import alert, delivery

ASKED = {"matchers": {"slot": "truce.*"}, "author": "anna", "comment": "known"}


def later(**length):
    return (datetime.now(UTC) + timedelta(**length)).isoformat()


async def told(response, status=200):
    assert response.status == status, await response.text()
    return await response.json()


async def add(client, **changes):
    return await told(await client.post("/api/v1/silences", json=ASKED | {"expires": later(hours=2)} | changes))


async def silences(client):
    return (await told(await client.get("/api/v1/silences")))["silences"]


def commands(broker):
    return [(record.key.decode(), parse_command(record.value)) for record in broker.records("newswatch.commands")]


async def test_a_silence_is_a_command(broker, client):
    """What is asked for is on newswatch.commands under its id, and on the list."""
    answer = await add(client)
    silence = Silence.model_validate(answer)
    assert commands(broker) == [(f"silences/{silence.id}", silence)]
    assert (silence.author, silence.comment, silence.matchers.slot) == ("anna", "known", "truce.*")
    assert abs(silence.start - datetime.now(UTC)) < timedelta(seconds=30)
    assert await silences(client) == [answer]


async def test_the_same_silence_twice(broker, client):
    """One that is asked for again is the same one, and is not written again; ended, it stays ended."""
    same = {"start": later(hours=1), "expires": later(hours=2)}
    first = await add(client, **same)
    assert await add(client, **same) == first
    ended = await told(await client.post(f"/api/v1/silences/{first['id']}/expire"))
    assert await add(client, **same) == ended
    assert len(commands(broker)) == 2


async def test_the_last_to_expire_comes_first(client):
    """The list has all that are kept, also those that are over."""
    short, long = await add(client, expires=later(hours=1)), await add(client, expires=later(days=1))
    assert [one["id"] for one in await silences(client)] == [long["id"], short["id"]]
    await told(await client.post(f"/api/v1/silences/{long['id']}/expire"))
    assert [one["id"] for one in await silences(client)] == [short["id"], long["id"]]


async def test_expire(broker, client):
    """A silence is over at once, and ending it again changes nothing."""
    silence = await add(client)
    first = await told(await client.post(f"/api/v1/silences/{silence['id']}/expire"))
    assert first["expires"] < later(minutes=1) < silence["expires"]
    assert await told(await client.post(f"/api/v1/silences/{silence['id']}/expire")) == first
    assert [type(command) for _, command in commands(broker)] == [Silence, Expiry]


async def test_a_silence_that_there_is_not(client):
    """An unknown id is not found, in one sentence."""
    answer = await told(await client.post("/api/v1/silences/none/expire"), 404)
    assert answer == {"error": "there is no silence none"}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"matchers": {}}, "matchers: a silence needs at least one of slot, topic, event, severity, actor"),
        ({"matchers": {"slots": "truce.*"}}, "matchers.slots: Extra inputs are not permitted"),
        ({"matchers": {"severity": "urgent"}}, "matchers.severity: Input should be 'low'"),
        ({"author": " "}, "author: String should have at least 1 character"),
        ({"comment": "x" * 1001}, "comment: String should have at most 1000 characters"),
        ({"expires": "2025-01-15T20:00:00Z"}, "a silence must expire after it starts, and not in the past"),
        ({"expires": "2099-01-15T20:00:00"}, "expires: Input should have timezone info"),
        ({"start": "2099-01-15T20:00:00Z"}, "a silence must expire after it starts"),
        ({"expires": "2099-01-15T20:00:00Z"}, "a silence expires within 90 days; add it again then"),
    ],
)
async def test_a_silence_that_cannot_be(broker, client, changes, sentence):
    """What makes no sense is refused by name, and nothing is written."""
    asked = ASKED | {"expires": later(hours=2)} | changes
    answer = await told(await client.post("/api/v1/silences", json=asked), 400)
    assert answer["error"].startswith(sentence)
    assert commands(broker) == []


async def test_what_is_no_json(client):
    """A body that is no JSON is refused."""
    answer = await told(await client.post("/api/v1/silences", data=b"\xff"), 400)
    assert answer["error"].startswith("Invalid JSON")


def test_silences_are_listed_as_long_as_they_can_last():
    """No silence outlives the record of it."""
    assert RETENTION["commands"] >= LONGEST_SILENCE


async def test_beside_alerts(broker, client):
    """A list and a story say what holds an alert back now, and who has seen it; other alerts have nothing."""
    one, two = alert(1), alert(2, topic="hostage", slot="hostage.held")
    broker.raise_(one, two)
    silence = await add(client)
    await add(client, start=later(hours=1))
    path = f"/api/v1/alerts/{one.id}"
    seen = await told(await client.post(f"{path}/acknowledge", json={"author": "anna", "comment": "on the page"}))
    page = await told(await client.get("/api/v1/alerts"))
    assert (page["silenced"], page["acknowledged"]) == ({one.id: [silence]}, {one.id: seen})
    story = await told(await client.get(path))
    assert (story["silenced"], story["acknowledged"]) == ([silence], seen)
    other = await told(await client.get(f"/api/v1/alerts/{two.id}"))
    assert (other["silenced"], other["acknowledged"]) == ([], None)
    await told(await client.post(f"/api/v1/silences/{silence['id']}/expire"))
    assert (await told(await client.get("/api/v1/alerts")))["silenced"] == {}


async def test_the_clock_is_the_monitors(broker, client, archive):
    """Whether a silence holds is a matter of the monitor's clock."""
    broker.raise_(alert(1))
    await add(client)
    tomorrow = KeptArchive(archive._store, clock=lambda: datetime.now(UTC) + timedelta(days=1))
    assert archive.story(alert(1).id).silenced
    assert tomorrow.story(alert(1).id).silenced == ()


async def test_the_first_acknowledgement_stands(broker, client):
    """Acknowledged again, an alert answers with who was first, and nothing is written."""
    broker.raise_(alert(1))
    path = f"/api/v1/alerts/{alert(1).id}/acknowledge"
    first = await told(await client.post(path, json={"author": "anna"}))
    assert await told(await client.post(path, json={"author": "ben"})) == first
    assert [key for key, _ in commands(broker)] == [f"alerts/{alert(1).id}"]


async def test_what_nobody_has_acknowledged(broker, client):
    """The list is filtered by whether an alert was acknowledged, and its pages stay whole."""
    broker.raise_(*(alert(number) for number in range(1, 7)))
    for number in (2, 3):
        await told(await client.post(f"/api/v1/alerts/{alert(number).id}/acknowledge", json={"author": "anna"}))

    async def listed(query):
        page = await told(await client.get(f"/api/v1/alerts?{query}"))
        return [one["id"] for one in page["alerts"]], page["next"]

    first, after = await listed("acknowledged=false&limit=3")
    assert first == [alert(number).id for number in (6, 5, 4)]
    assert (await listed(f"acknowledged=false&limit=3&after={after}")) == ([alert(1).id], None)
    assert (await listed("acknowledged=true"))[0] == [alert(number).id for number in (3, 2)]


@pytest.mark.parametrize(("body", "status"), [({"author": "anna"}, 404), ({}, 400), ({"author": ""}, 400)])
async def test_an_acknowledgement_that_cannot_be(broker, client, body, status):
    """An alert that there is not, and one by nobody, are refused."""
    answer = await told(await client.post("/api/v1/alerts/no/such@x/acknowledge", json=body), status)
    assert status == 400 or answer == {"error": "there is no alert no/such@x"}
    assert commands(broker) == []


async def test_how_its_deliveries_went(broker, client):
    """The story of an alert says what of it was held back from whom, and why."""
    one = alert(1)
    broker.raise_(one, alert(2))
    steps = [("scheduled", None), ("silenced", "known"), ("attempted", "it answers 503")]
    for state, reason in steps:
        step = delivery(one, state).model_copy(update={"reason": reason})
        broker.put("newswatch.deliveries", step.to_json(), "desk")
        broker.put("newswatch.deliveries", delivery(alert(2), state).to_json(), "desk")
    for state in ("silenced", "sent"):  # it was under way when it was overtaken
        broker.put("newswatch.deliveries", delivery(one, state, "other").to_json(), "other")
    story = await told(await client.get(f"/api/v1/alerts/{one.id}"))
    assert story["deliveries"] == [
        {"subscriber": "desk", "id": one.key, "state": "silenced", "reason": "known"},
        {"subscriber": "other", "id": one.key, "state": "sent", "reason": None},
    ]


async def test_what_is_no_command_is_passed_over(broker, client):
    """A stranger's record among the commands hides no silence."""
    for value in (b"{}", b'{"kind": "silence"}', b"x", None):
        broker.put("newswatch.commands", value, "x")
    assert await silences(client) == []
    await add(client)
    assert len(await silences(client)) == 1
