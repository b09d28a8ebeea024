"""Dead letters over the API, and putting them back."""

import base64

import pytest

from newswatch.streaming.records import DeadLetter, original_headers
from newswatch.transport import Message
from newswatch.web.archive import HEADER_PREFIX
from newswatch.web.index import letter_of
from tests.web.samples import dead


async def told(response, status=200):
    assert response.status == status, await response.text()
    return await response.json()


async def test_listed_newest_first_without_values(broker, client):
    """The list says why each could not be used, and leaves the values out."""
    for number in range(3):
        broker.bury(dead(b"%d" % number))
    letters = (await told(await client.get("/api/v1/dead-letters")))["dead_letters"]
    assert [letter["offset"] for letter in letters] == [2, 1, 0]
    assert letters[0]["reason"] == "not an article: Invalid JSON"
    assert letters[0]["origin"] == {
        "topic": "newswatch.articles", "partition": 0, "offset": 4, "time": "2025-01-15T20:00:00Z",
    }  # fmt: skip
    assert letters[0]["text"] is letters[0]["base64"] is None


async def test_one_with_its_value_and_headers(broker, client):
    """One dead letter shows its text, its key and the headers that the record had."""
    name = broker.bury(dead(b"not json", b"a1", headers=[("ce_id", b"7")]))
    letter = await told(await client.get(f"/api/v1/dead-letters/{name}"))
    assert (letter["text"], letter["base64"], letter["key"], letter["headers"]) == (
        "not json",
        None,
        "a1",
        {"ce_id": "7"},
    )


async def test_bytes_that_are_no_text(broker, client):
    """A value that is not UTF-8 comes in base64."""
    name = broker.bury(dead(b"\xff\xfe"))
    letter = await told(await client.get(f"/api/v1/dead-letters/{name}"))
    assert letter["text"] is None
    assert base64.b64decode(letter["base64"]) == b"\xff\xfe"


def test_reads_what_the_stream_writes(broker):
    """Every header that the stream gives a dead letter has its place in the letter, under the same prefix."""
    broker.bury(dead())
    record = broker.records("newswatch.dead-letters")[0]
    why, letter = DeadLetter.parse(record.headers), letter_of(record)
    assert original_headers([(f"{HEADER_PREFIX}x", b"")]) == {}
    for name, value in vars(why).items():
        place = letter.origin if name in ("topic", "partition", "offset") else letter
        assert name == "timestamp" or getattr(place, name) == value


async def test_put_back_as_it_was(broker, client):
    """A retry puts value, key and original headers on the topic that the letter came from, and says so."""
    name = broker.bury(dead(b"not json", b"a1", headers=[("ce_id", b"7")]))
    answer = await told(await client.post(f"/api/v1/dead-letters/{name}/retry"))
    assert answer == {"retried": name, "topic": "newswatch.articles"}
    record = broker.records("newswatch.articles")[0]
    assert (record.value, record.key, list(record.headers)) == (b"not json", b"a1", [("ce_id", b"7")])
    letters = (await told(await client.get("/api/v1/dead-letters")))["dead_letters"]
    assert letters[0]["retried"] is not None
    assert (await told(await client.get(f"/api/v1/dead-letters/{name}")))["retried"] is not None


async def test_without_key_or_value(broker, client):
    """A record without a key and without a value goes back without them."""
    letter = dead(b"", None)
    name = broker.bury(letter._replace(value=None))
    await told(await client.post(f"/api/v1/dead-letters/{name}/retry"))
    record = broker.records("newswatch.articles")[0]
    assert (record.value, record.key) == (None, None)


async def test_what_is_not_complete_stays(broker, client):
    """A dead letter that kept only a part of the original is not put back."""
    name = broker.bury(dead(b"part", complete=False))
    answer = await told(await client.post(f"/api/v1/dead-letters/{name}/retry"), 409)
    assert answer["error"].startswith(f"dead letter {name} is not complete")
    assert broker.records("newswatch.articles") == []


@pytest.mark.parametrize("name", ["0/7", "9/0", "0/99999999999999999999", "0/1²"])
async def test_one_that_there_is_not(client, name):
    """An unknown partition or offset is not found, to see and to retry."""
    for response in (
        await client.get(f"/api/v1/dead-letters/{name}"),
        await client.post(f"/api/v1/dead-letters/{name}/retry"),
    ):
        assert (await told(response, 404))["error"] == f"there is no dead letter {name}"


async def test_a_record_that_is_no_dead_letter(broker, client):
    """A stranger's record among the dead letters is passed over."""
    name = broker.bury(Message("newswatch.dead-letters", b"x", None, [("newswatch.reason", b"x")]))
    assert (await told(await client.get("/api/v1/dead-letters")))["dead_letters"] == []
    await told(await client.get(f"/api/v1/dead-letters/{name}"), 404)


async def test_a_topic_that_is_gone(broker, client):
    """Where the topic of origin is gone, the answer says so."""
    letter = dead()
    headers = [(name, b"gone" if name == "newswatch.topic" else value) for name, value in letter.headers]
    name = broker.bury(letter._replace(headers=headers))
    answer = await told(await client.post(f"/api/v1/dead-letters/{name}/retry"), 503)
    assert answer["error"].startswith("there is no topic gone")
