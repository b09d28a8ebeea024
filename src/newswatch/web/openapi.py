"""The API's own description: OpenAPI 3.1, its schemas made from the models that the views answer with."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from newswatch.models import Acknowledgement, Article, Silence, Wire
from newswatch.web.archive import Alive, Error, Facts, Judged, Known, Letter, Letters, Page, Ready, Retry, Story, Wanted
from newswatch.web.commands import AskedAcknowledgement, AskedSilence, Silences

REFERENCE = "#/components/schemas/{model}"

Mode = Literal["serialization", "validation"]


@dataclass(frozen=True)
class Operation:
    """One thing that can be asked.

    Attributes:
        method: HTTP's.
        path: where, with the parameters in braces.
        name: of the view that answers.
        summary: what it is, for whoever reads the document.
        model: what it answers.
        refused: the statuses with which it may answer an Error, beside those that every address has.
        query: a model whose fields are its query parameters.
        body: a model of what is sent with it.
    """

    method: str
    path: str
    name: str
    summary: str
    model: type[Wire]
    refused: tuple[int, ...] = ()
    query: type[BaseModel] | None = None
    body: type[BaseModel] | None = None


LETTER = "/api/v1/dead-letters/{partition}/{offset}"

ACKNOWLEDGE = "/api/v1/alerts/{id}/acknowledge"
SEEN = "Note that someone has seen an alert; the first who has is answered"
HELD_BACK = "Hold alerts back from subscribers for a time; they are raised all the same"
EXPLAIN = "What is decided on the claims of an article, without letting it in"

OPERATIONS = (
    Operation("get", "/healthz", "healthz", "Whether the process works", Alive),
    Operation("get", "/readyz", "readyz", "Whether the worker does its work, and what it lacks", Ready),
    Operation("get", "/api/v1/alerts", "alerts", "Alerts in their newest revision, newest first", Page, (400,), Wanted),
    Operation("get", "/api/v1/alerts/{id}", "alert", "One alert: revisions and reports on it", Story, (404,)),
    Operation("post", ACKNOWLEDGE, "acknowledge", SEEN, Acknowledgement, (400, 404), body=AskedAcknowledgement),
    Operation("get", "/api/v1/silences", "silences", "Silences that are kept, the last to expire first", Silences),
    Operation("post", "/api/v1/silences", "add_silence", HELD_BACK, Silence, (400,), body=AskedSilence),
    Operation("post", "/api/v1/silences/{silence}/expire", "expire_silence", "End a silence now", Silence, (404,)),
    Operation("get", "/api/v1/board", "board", "The fact that stands in each slot", Facts),
    Operation("get", "/api/v1/baseline", "baseline", "The baseline that the board began with", Known, (404,)),
    Operation("post", "/api/v1/explain", "explain", EXPLAIN, Judged, (400,), body=Article),
    Operation("get", "/api/v1/dead-letters", "letters", "Dead letters without their values, newest first", Letters),
    Operation("get", LETTER, "letter", "One dead letter with its value", Letter, (404,)),
    Operation("post", LETTER + "/retry", "retry", "Put a complete dead letter back on its topic", Retry, (404, 409)),
)

PARAMETERS: Mapping[str, tuple[Mapping[str, Any], str]] = {
    "id": ({"type": "string"}, "the alert's id; its slashes may stay as they are"),
    "silence": ({"type": "string"}, "the silence's id"),
    "partition": ({"type": "integer", "minimum": 0}, "the partition of the dead letter"),
    "offset": ({"type": "integer", "minimum": 0}, "its offset there"),
}
WHY = {
    400: "What was asked makes no sense",
    401: "The token is missing or wrong",
    403: "Not for this caller",
    404: "There is none",
    409: "It can't be done",
    503: "Not at this time",
}


def document(*, token: bool) -> dict[str, Any]:
    """Return the OpenAPI document of an API with or without a token."""
    bodies = (operation.body for operation in OPERATIONS if operation.body)
    answers: list[type[BaseModel]] = [*(operation.model for operation in OPERATIONS), Error]
    models: list[tuple[type[BaseModel], Mode]] = [(model, "serialization") for model in answers]
    models += [(model, "validation") for model in bodies]
    _, schemas = models_json_schema(models, ref_template=REFERENCE)
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _described(operation, token=token)
    security = {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}} if token else {}
    return {
        "openapi": "3.1.0",
        "info": {"title": "newswatch", "version": version("newswatch"), "summary": "What a monitor holds"},
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {"schemas": schemas["$defs"], **security},
    }


def _described(operation: Operation, *, token: bool) -> dict[str, Any]:
    guarded = token and operation.path.startswith("/api/")
    not_well = {"503": _content("It does not", operation.model)} if not operation.path.startswith("/api/") else {}
    refused = [*operation.refused, 403, 503, *([401] if guarded else [])]
    errors = {str(status): _content(WHY[status], Error) for status in sorted(refused)}
    return {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": [*_in_path(operation), *(_in_query(operation.query) if operation.query else [])],
        **({"requestBody": _sent(operation.body)} if operation.body else {}),
        "responses": {"200": _content("Here it is", operation.model), **errors, **not_well},
        **({"security": [{"token": []}]} if guarded else {}),
    }


def _sent(model: type[BaseModel]) -> dict[str, Any]:
    return {**_content(f"One {model.__name__}", model), "required": True}


def _content(description: str, model: type[BaseModel]) -> dict[str, Any]:
    schema = {"$ref": REFERENCE.format(model=model.__name__)}
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _in_path(operation: Operation) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "description": told, "schema": dict(schema)}
        for name, (schema, told) in PARAMETERS.items()
        if f"{{{name}}}" in operation.path
    ]


def _in_query(model: type[BaseModel]) -> list[dict[str, Any]]:
    """Return the fields of a model as parameters; an enumeration stands where it is used."""
    schema = model.model_json_schema()
    return [
        {"name": name, "in": "query", "description": field.pop("description"), "schema": _inline(field, schema)}
        for name, field in schema["properties"].items()
    ]


def _inline(field: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return a field's schema without its null, which no query can say, and without references."""
    choices = [choice for choice in field.get("anyOf", [field]) if choice.get("type") != "null"]
    name = choices[0].get("$ref", "").rpartition("/")[2]
    plain = dict(schema["$defs"][name] if name else choices[0])
    return {key: value for key, value in plain.items() if key not in ("title", "description")}
