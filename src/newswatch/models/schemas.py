"""Which models travel on which topic, and the JSON Schemas that others validate against."""

from collections.abc import Mapping
from typing import Any

from newswatch.models.alert import Alert
from newswatch.models.article import Article
from newswatch.models.command import Acknowledgement, Expiry, Retried
from newswatch.models.decision import Decision
from newswatch.models.delivery import Delivery
from newswatch.models.fact import Fact
from newswatch.models.feed import FeedState
from newswatch.models.reading import Reading, Tick
from newswatch.models.silence import Silence
from newswatch.models.wire import Wire

WIRE_MODELS: Mapping[str, tuple[type[Wire], ...]] = {
    "newswatch.articles": (Article,),
    "newswatch.claims": (Reading, Tick),
    "newswatch.alerts": (Alert,),
    "newswatch.board": (Fact,),
    "newswatch.decisions": (Decision,),
    "newswatch.deliveries": (Delivery,),
    "newswatch.commands": (Silence, Expiry, Acknowledgement, Retried),
    "newswatch.feeds": (FeedState,),
}


def json_schemas() -> dict[str, dict[str, Any]]:
    """Return the JSON Schema (draft 2020-12) of every wire model, by the model's name."""
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    models = [model for group in WIRE_MODELS.values() for model in group]
    return {model.__name__: dialect | model.model_json_schema(mode="serialization") for model in models}
