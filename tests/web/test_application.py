"""Health, readiness, metrics, the board, the description, and who may ask."""

import json
import logging
from datetime import UTC, datetime, timedelta

import jsonschema
import pytest
from openapi_spec_validator import validate
from prometheus_client.parser import text_string_to_metric_families

from newswatch.transport.records import Position
from newswatch.web import Vitals, openapi
from tests.web.samples import alert, dead, delivery, fact

STARTING = Vitals(parts={"broker": None, "tables": "the tables are being recovered", "language_model": None})
BROKEN = Vitals(fault="the event loop has stood still for over 30 s", parts={"broker": None})


async def told(client, path, status=200, **options):
    response = await client.get(path, **options)
    assert response.status == status, await response.text()
    return await response.json()


async def test_healthy_and_ready(client):
    """A worker that works is alive and ready."""
    assert await told(client, "/healthz") == {"alive": True, "error": None}
    answer = await told(client, "/readyz")
    assert answer == {"ready": True, "parts": {"broker": True, "tables": True, "language_model": True}}


async def test_alive_but_not_ready(serve):
    """A worker that still recovers its tables is alive, and says what it lacks."""
    client = await serve(lambda: STARTING)
    await told(client, "/healthz")
    answer = await told(client, "/readyz", 503)
    assert answer["ready"] is False
    assert answer["parts"] == {"broker": True, "tables": "the tables are being recovered", "language_model": True}


async def test_a_worker_that_must_end(serve):
    """A worker with a fault is neither alive nor ready."""
    client = await serve(lambda: BROKEN)
    assert (await told(client, "/healthz", 503))["error"] == BROKEN.fault
    assert (await told(client, "/readyz", 503))["ready"] is False


async def test_the_board(broker, client):
    """The board is the baseline with what came after, one fact a slot."""
    broker.put("newswatch.board", fact(version=1).to_json(), "truce.phase")
    broker.put("newswatch.board", fact(value="signed", version=2).to_json(), "truce.phase")
    facts = (await told(client, "/api/v1/board"))["facts"]
    assert [(one["slot"], one["value"]) for one in facts] == [("truce.duration_days", 60), ("truce.phase", "signed")]


async def test_the_baseline(client, baseline):
    """The baseline comes with its facts and its version."""
    answer = await told(client, "/api/v1/baseline")
    assert (answer["name"], answer["version"], len(answer["facts"])) == (baseline.name, baseline.version, 2)


async def test_metrics(broker, client):
    """Prometheus' own parser reads every count."""
    broker.raise_(alert(1), alert(2), alert(2, revision=2, status="disputed"))
    broker.bury(dead())
    for state in ("scheduled", "attempted", "sent", "scheduled"):
        broker.put("newswatch.deliveries", delivery(alert(1), state).to_json(), "desk")
    broker.put("newswatch.deliveries", delivery(alert(2), "scheduled", 'the "desk"\\').to_json(), "x")
    broker.log.commit("newswatch", {Position("newswatch.articles", 0): 5})
    response = await client.get("/metrics")
    families = {family.name: family for family in text_string_to_metric_families(await response.text())}
    samples = {
        name: {tuple(sample.labels.values()): sample.value for sample in family.samples}
        for name, family in families.items()
    }
    assert response.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert samples == {
        "newswatch_ready": {(): 1},
        "newswatch_lag": {(): 3},
        "newswatch_idle_seconds": {(): 1.5},
        "newswatch_processed": {("newswatch.articles", "handled"): 4, ("newswatch.articles", "dead_letter"): 1},
        "newswatch_dead_letters": {("read", "ArticleError"): 1},
        "newswatch_alerts": {("critical", "truce", "reported"): 1, ("critical", "truce", "disputed"): 1},
        "newswatch_deliveries": {("desk", "sent"): 1, ('the "desk"\\', "scheduled"): 1},
    }


@pytest.mark.parametrize("token", [None, "secret"])
async def test_the_description_is_valid(serve, token):
    """The API describes itself in valid OpenAPI 3.1, with its token where it has one."""
    client = await serve(token=token)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    document = await told(client, "/api/v1/openapi.json", headers=headers)
    validate(document)
    assert document["openapi"].startswith("3.1")
    assert ("security" in document["paths"]["/api/v1/alerts"]["get"]) == bool(token)


async def test_answers_are_as_described(broker, client):
    """Every answer fits the schema that the description gives for it."""
    broker.raise_(alert(1))
    name = broker.bury(dead())
    document = openapi.document(token=False)
    expires = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    silence = {"matchers": {"topic": "truce"}, "author": "anna", "comment": "known", "expires": expires}
    sent = {"add_silence": silence, "acknowledge": {"author": "anna"}}
    values = {"{id}": alert(1).id, "{silence}": "none", "{partition}/{offset}": name}
    for operation in openapi.OPERATIONS:
        path = operation.path
        for pattern, value in values.items():
            path = path.replace(pattern, value)
        response = await client.request(operation.method, path, json=sent.get(operation.name))
        described = document["paths"][operation.path][operation.method]["responses"][str(response.status)]
        schema = described["content"]["application/json"]["schema"] | {"components": document["components"]}
        jsonschema.validate(await response.json(), schema)


async def test_the_token(serve):
    """With a token the API answers only those who present it; health and metrics answer everyone."""
    client = await serve(token="secret")  # noqa: S106
    for wrong in ("", "Bearer", "Bearer secre", "Bearer secrets", "Basic secret", "Bearer sécret"):
        response = await client.get("/api/v1/alerts", headers={"Authorization": wrong} if wrong else {})
        assert (response.status, response.headers["WWW-Authenticate"]) == (401, "Bearer")
        assert "Authorization: Bearer TOKEN" in (await response.json())["error"]
    for right in ("Bearer secret", "bearer secret"):
        await told(client, "/api/v1/alerts", headers={"Authorization": right, "Host": "news.example"})
    for path in ("/healthz", "/readyz", "/metrics"):
        assert (await client.get(path)).status == 200
    await told(client, "/api/v1/openapi.json", 401)
    await told(client, "/api/v1/nothing", 401)


@pytest.mark.parametrize("host", ["news.example", "127.0.0.1.news.example", "", "10.0.0.1", "[::2]", "a b", "x:99999"])
async def test_a_name_that_points_here(client, host):
    """Without a token, a name that is not this machine's is refused (DNS rebinding)."""
    assert (await told(client, "/api/v1/alerts", 403, headers={"Host": host}))["error"].startswith("without a token")


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:80", "127.0.0.1:8765", "[::1]:80", "127.1.2.3", "localhost."])
async def test_names_of_this_machine(client, host):
    """The names of this machine are answered."""
    await told(client, "/api/v1/alerts", headers={"Host": host})


@pytest.mark.parametrize(
    ("origin", "status"), [("https://news.example", 403), ("null", 403), (None, 200), ("own", 200)]
)
async def test_a_page_from_elsewhere_changes_nothing(broker, client, origin, status):
    """A page from elsewhere can't put a dead letter back, though the browser would send its request."""
    name = broker.bury(dead())
    own = str(client.make_url("/")).rstrip("/")
    headers = {"Origin": own if origin == "own" else origin} if origin else {}
    response = await client.post(f"/api/v1/dead-letters/{name}/retry", headers=headers)
    assert response.status == status
    assert len(broker.records("newswatch.articles")) == (status == 200)


async def test_an_address_without_anything(client):
    """A wrong address and a wrong method are told in one sentence of JSON."""
    assert await told(client, "/api/v1/nothing", 404) == {"error": "there is nothing at this address"}
    response = await client.post("/api/v1/alerts")
    assert (response.status, response.headers["Allow"]) == (405, "GET,HEAD")
    assert await response.json() == {"error": "this address does not take that method"}


async def test_a_fault_of_its_own(serve, caplog):
    """A fault shows no trace to the caller; the log has it."""

    def fail():
        raise RuntimeError("a secret detail")

    client = await serve(fail)
    with caplog.at_level(logging.ERROR):
        answer = await told(client, "/readyz", 500)
    assert answer == {"error": "newswatch met a fault of its own; its log says more"}
    assert "a secret detail" in caplog.text


async def test_without_an_archive(serve):
    """On Kafka, where the records are not kept here, that is said, and health and metrics are there."""
    client = await serve(archive=None)
    assert (await told(client, "/api/v1/alerts", 503))["error"].startswith("on Kafka the records are not kept here")
    assert (await client.get("/metrics")).status == 200


async def test_answers_are_not_cached(client):
    """No answer is kept by a browser or guessed to be a page."""
    response = await client.get("/api/v1/alerts")
    assert (response.headers["Cache-Control"], response.headers["X-Content-Type-Options"]) == ("no-store", "nosniff")
    assert json.loads(await response.text())["alerts"] == []
