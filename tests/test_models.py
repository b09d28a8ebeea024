"""The wire models: the rules of an article one by one, and the schemas that others validate against."""

import json
from datetime import UTC, datetime, timedelta

import jsonschema
import pytest
from pydantic import ValidationError

from newswatch.errors import ArticleError, DataError
from newswatch.models import (
    Acknowledgement,
    After,
    Alert,
    Article,
    ArticleReference,
    Before,
    Claim,
    Decision,
    Delivery,
    Evidence,
    Expiry,
    Fact,
    FeedState,
    Matchers,
    Modality,
    Reading,
    Relation,
    Retried,
    Severity,
    Silence,
    Tick,
    canonical_url,
    json_schemas,
    parse_command,
    utc,
)

NOON = datetime(2025, 1, 15, 12, tzinfo=UTC)
SENTENCE = "Israel and Hamas agreed to a truce."


def article(**keys) -> Article:
    return Article.parse(json.dumps(keys).encode())


def claim(**more) -> Claim:
    known = {"topic": "truce", "event": "agreed", "modality": "happened", "sentence": SENTENCE, "start": 3, "end": 38}
    return Claim.model_validate(known | more)


def alert(**more) -> Alert:
    known = {
        "id": "truce.phase/agreed/2025-01-15@talks", "topic": "truce", "event": "agreed",
        "modality": Modality.HAPPENED, "relation": Relation.ADVANCES, "slot": "truce.phase",
        "headline": "Truce: talks → agreed, says Qatar",
        "before": Before(value="talks", version=0, fact="f", sentence="Talks.", start=0, end=6, document="seed"),
        "after": After(value="agreed", version=1), "severity": Severity.CRITICAL, "confidence": 0.9,
        "evidence": (Evidence(article="a", origin="a", field="body", start=3, end=38, sentence=SENTENCE),),
        "detected": NOON, "baseline": "sha256:0",
    }  # fmt: skip
    return Alert.model_validate(known | more)


def fact() -> Fact:
    return Fact(
        slot="truce.phase", topic="truce", event="talks", value="talks", modality=Modality.HAPPENED, document="seed",
        sentence="Talks.", start=0, end=6,
    )  # fmt: skip


@pytest.mark.parametrize("given", ["a", " a ", "https://x.example/?utm_source=y#z", "Ümlaut/ 1", "0"])
def test_an_id_is_kept_as_given(given):
    """An id that is there is never changed."""
    assert article(id=given, body="x").id == given


@pytest.mark.parametrize("missing", [None, "", "   "])
def test_an_article_without_an_id_is_named_by_its_url(missing):
    """The id is made from the canonical URL, so that the variants of a link are one article."""
    links = ["https://News.example/a?b=2&a=1", "https://news.example/a?a=1&b=2&utm_source=feed#comments"]
    first, second = (article(id=missing, url=link, body=body) for link, body in zip(links, "xy", strict=True))
    assert first.id == second.id
    assert first.id != article(url="https://news.example/b", body="x").id


def test_an_article_without_id_and_url_is_named_by_its_text():
    """Without a URL the id is made from title and body, and the two are not run together."""
    assert article(title="a", body="b").id == article(title="a", body="b", source="other").id
    assert len({article(title=t, body=b).id for t, b in (("a", "b"), ("ab", None), (None, "ab"), ("b", "a"))}) == 4


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://X.example/a#part", "https://x.example/a"),
        ("https://x.example/a?utm_medium=m&fbclid=1&id=7", "https://x.example/a?id=7"),
        ("https://x.example/a?b=1&a=2", "https://x.example/a?a=2&b=1"),
        (" https://x.example/a ", "https://x.example/a"),
        ("http://[no", "http://[no"),
    ],
)
def test_a_canonical_url(url, canonical):
    """Case of the host, tracking, fragments and order don't matter; what is no URL stays as it is."""
    assert canonical_url(url) == canonical


def test_empty_strings_are_missing():
    """An empty string counts as missing, wherever it stands."""
    read = article(id="a", url="", source=" ", title="", body="x", published="", fetched="", language="", author="\n")
    assert read.model_dump(exclude={"id", "body"}, exclude_none=True) == {}


@pytest.mark.parametrize("keys", [{}, {"title": ""}, {"title": " ", "body": None}, {"url": "https://x.example/"}])
def test_an_article_needs_a_title_or_a_body(keys):
    """What has neither is no article."""
    with pytest.raises(ArticleError, match="needs a title or a body"):
        article(**keys)


@pytest.mark.parametrize(
    ("time", "fault"),
    [
        ("2025-01-15T12:00:00", "timezone"),
        ("2025-01-15", "timezone"),
        ("yesterday", "published: "),
        (1736942400, "a time is written like"),
        ("1736942400", "a time is written like"),
        ("2025", "a time is written like"),
        (True, "a time is written like"),
    ],
)
@pytest.mark.parametrize("key", ["published", "fetched"])
def test_a_time_is_written_out_with_its_offset(key, time, fault):
    """A time without offset, or as a number, is refused with the name of its key."""
    with pytest.raises(ArticleError) as refused:
        article(body="x", **{key: time})
    assert fault.replace("published", key) in str(refused.value)
    assert str(refused.value).startswith(f"not an article: {key}: ")


def test_a_time_in_any_offset_is_that_moment():
    """Offsets are understood, and `utc` writes the same moment the same way."""
    one, other = (article(body="x", published=time) for time in ("2025-01-15T14:00:00+02:00", "2025-01-15 12:00:00Z"))
    assert one.published == other.published
    assert utc(one.published).isoformat() == utc(other.published).isoformat() == "2025-01-15T12:00:00+00:00"


@pytest.mark.parametrize(
    "time", [None, "0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"]
)
def test_no_time_stays_none(time):
    """A missing time, also in the way of other programs, stays missing: it is never replaced by now."""
    read = article(body="x", published=time, fetched=NOON.isoformat())
    assert read.published is None
    assert json.loads(read.to_json())["published"] is None


def test_unknown_keys_are_ignored():
    """A key of a later version, or of another program, does no harm."""
    assert article(id="a", body="x", mood="grim") == article(id="a", body="x")


@pytest.mark.parametrize(
    "raw",
    [b"", b"null", b"[]", b"7", b'"x"', b"\xff\xfe", b'{"body": "\xff"}', b'{"id": 5, "body": "x"}',
     b'{"id": "a", "title": 5}', b'{"body": "\\ud800"}', b"[" * 100_000],
)  # fmt: skip
def test_what_is_no_article_is_refused_in_one_sentence(raw):
    """Whatever the bytes are, the answer is an ArticleError of one line."""
    with pytest.raises(ArticleError, match=r"^not an article: [^\n]+$"):
        Article.parse(raw)


def test_a_loose_article():
    """`text` and `date` stand for body and published; a day is noon UTC; the real keys win."""
    assert Article.from_loose({"text": "x", "date": "2025-01-15"}) == article(body="x", published=NOON.isoformat())
    assert (
        Article.from_loose({"body": "x", "text": "y", "published": "2025-01-15", "date": "2024-01-01"}).published
        == NOON
    )
    assert Article.from_loose({"body": "", "text": "y"}).body == "y"


@pytest.mark.parametrize(
    "data", [None, [], "x", 7, {"text": "x", "date": 5}, {"text": "x", "date": "2025"}, {"text": "\ud800"}]
)
def test_a_loose_article_that_is_none(data):
    """What is no article is refused in one sentence here too."""
    with pytest.raises(ArticleError, match=r"^not an article: "):
        Article.from_loose(data)


def test_the_content_hash_tells_versions_apart():
    """The hash of the content changes with title and body, and with nothing else."""
    first = article(id="a", title="t", body="b", source="s")
    assert first.content == article(id="b", title="t", body="b").content
    assert len({first.content, article(title="t", body="c").content, article(title="tb", body="").content}) == 3


def test_an_article_round_trips():
    """What travels reads back as the same article, with every character."""
    sent = article(id="a", title="„Ruhe“", body="a\u2028b\u0000c 🕊", published="2025-01-15T12:00:00.25+02:00")
    assert Article.parse(sent.to_json()) == sent


def test_offsets_must_fit_the_sentence():
    """A claim whose offsets are not as long as its sentence is refused."""
    with pytest.raises(ValidationError, match="do not fit"):
        claim(end=37)


@pytest.mark.parametrize(
    "wrong", [{"count": -1}, {"duration_days": 0}, {"modality": "sure"}, {"confidence": 1.5}, {"event": " "}]
)
def test_a_claim_is_validated(wrong):
    """Values outside the vocabulary are refused."""
    with pytest.raises(ValidationError):
        claim(**wrong)


def messages():
    reference = ArticleReference(id="a", content="c", published=NOON)
    reading = Reading(topic="truce", article=reference, claims=(claim(date="2025-01-19", count=3),), detected=NOON)
    decision = Decision(
        article="a", topic="truce", event="agreed", modality=Modality.HAPPENED, slot="truce.phase",
        relation=Relation.ADVANCES, reason="a higher rung", sentence=SENTENCE, field="body", start=3, end=38,
        detected=NOON,
    )  # fmt: skip
    delivery = Delivery(id="a#1", subscriber="desk", state="scheduled", alert=alert(), due=NOON)
    state = FeedState(url="https://x.example/rss", next_poll=NOON, entries={"a": "c"})
    tick = Tick(topic="truce", time=NOON)
    silence = Silence.of(Matchers(slot="truce.*", severity="low"), "anna", "known", NOON, NOON + timedelta(hours=2))
    return [
        silence,
        Expiry(silence=silence.id, time=NOON),
        Acknowledgement(alert="a", author="anna", comment="seen", time=NOON),
        Retried(partition=0, offset=7, time=NOON),
        article(id="a", body="x"),
        reading,
        tick,
        alert(),
        alert(before=None, evidence=()),
        fact(),
        decision,
        delivery,
        state,
    ]


@pytest.mark.parametrize("name", sorted(json_schemas()))
def test_a_schema_is_one(name):
    """Every exported schema is valid against the metaschema of draft 2020-12."""
    schema = json_schemas()[name]
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("message", messages(), ids=lambda message: type(message).__name__)
def test_a_message_fits_its_schema(message):
    """What travels validates against the schema that others are given, and a value of another kind does not."""
    schema = json_schemas()[type(message).__name__]
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    assert list(validator.iter_errors(json.loads(message.to_json()))) == []
    assert not validator.is_valid([])


def test_every_model_of_the_wire_is_tried():
    """The messages above cover all schemas."""
    assert {type(message).__name__ for message in messages()} == set(json_schemas())


@pytest.mark.parametrize("message", messages(), ids=lambda message: type(message).__name__)
def test_a_message_is_frozen_reads_back_and_may_grow(message):
    """A message can't be changed, reads back as itself, and reads with keys that a later version adds."""
    with pytest.raises(ValidationError, match="frozen"):
        setattr(message, next(iter(type(message).model_fields)), "x")
    later = json.dumps(json.loads(message.to_json()) | {"later": 1})
    assert type(message).model_validate_json(later) == message


def test_a_matcher_that_is_not_known():
    """A silence that says more than is understood is refused, for it would hold back more than was asked."""
    with pytest.raises(ValidationError, match="Extra inputs"):
        Matchers.model_validate({"topic": "truce", "place": "rafah"})


def test_a_command_of_0_1_0():
    """What stands on logs that were written before is read."""
    old = b'{"kind":"retry","partition":0,"offset":7,"time":"2025-01-15T12:00:00Z"}'
    assert parse_command(old) == Retried(partition=0, offset=7, time=NOON)


@pytest.mark.parametrize("raw", [b"", b"x", b"{}", b'{"kind": "later"}', b'{"kind": "expire"}', b"\xff"])
def test_what_is_no_command(raw):
    """What is no command says so."""
    with pytest.raises(DataError, match="not a command: "):
        parse_command(raw)


def test_names():
    """An alert revision, a fact and a reading have the names by which they are remembered."""
    assert alert(revision=2).key == "truce.phase/agreed/2025-01-15@talks#2"
    assert fact().id == "truce.phase#0"
    assert Reading(topic="t", article=ArticleReference(id="a", content="c"), detected=NOON).key == "a\0c"


@pytest.mark.parametrize("relation", list(Relation))
def test_six_relations_are_developments(relation):
    """All but `confirms` and `restates` change the board."""
    assert relation.is_development == (relation not in ("confirms", "restates"))
