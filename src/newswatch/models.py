"""The wire format: what travels on the topics, frozen and validated.

Every value on a topic is one of these models as JSON. Readers ignore keys that they do not know, so that the
format may grow. Words are those of docs/glossary.md; times are RFC 3339 with an offset.
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)
from w3lib.url import canonicalize_url, url_query_cleaner

from newswatch.errors import ArticleError

Word = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]
Day = date

# 0001-01-01 and 9999-12-31 are how other programs write that they have no time.
BELIEVED_YEARS = range(1900, 9000)


def _written_out(value: object) -> object:
    """Refuse seconds since 1970, and years that would be taken for such: a time is written out."""
    if isinstance(value, int | float) or (isinstance(value, str) and value.strip().replace(".", "").isdecimal()):
        raise ValueError("a time is written like 2025-01-15T12:00:00Z")
    return value


def _believed(moment: datetime | None) -> datetime | None:
    return moment if moment and moment.year in BELIEVED_YEARS else None


Told = Annotated[AwareDatetime | None, BeforeValidator(_written_out), AfterValidator(_believed)]

# Query parameters that say how a reader came to a page, never which page it is.
TRACKING_PARAMETERS = (
    "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id", "fbclid", "gclid",
    "mc_cid", "mc_eid", "cmpid", "ocid", "smid", "ns_campaign", "ns_mchannel", "ns_source", "at_medium",
    "at_campaign", "xtor", "ito", "ref_src", "igshid",
)  # fmt: skip


class Modality(StrEnum):
    """How real a claim is."""

    HAPPENED = "happened"
    PLANNED = "planned"
    PROPOSED = "proposed"
    DEMANDED = "demanded"
    CONDITIONAL = "conditional"
    POSSIBLE = "possible"
    DENIED = "denied"


class Relation(StrEnum):
    """What a claim does to the board; the first six are developments."""

    NEW = "new"
    ADVANCES = "advances"
    REVERSES = "reverses"
    UPDATES = "updates"
    CONTRADICTS = "contradicts"
    OVERDUE = "overdue"
    CONFIRMS = "confirms"
    RESTATES = "restates"

    @property
    def is_development(self) -> bool:
        """Whether a claim with this relation changes the board, and so raises an alert."""
        return self not in (Relation.CONFIRMS, Relation.RESTATES)


class Status(StrEnum):
    """Where an alert is in its life."""

    REPORTED = "reported"
    CORROBORATED = "corroborated"
    DISPUTED = "disputed"
    SUPERSEDED = "superseded"
    RETRACTED = "retracted"


class Severity(StrEnum):
    """How much an alert matters, by topic data; low to critical."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Wire(BaseModel):
    """A frozen value of the wire format."""

    model_config = ConfigDict(frozen=True, extra="ignore", ser_json_inf_nan="null")

    def to_json(self) -> bytes:
        """Return this value as it travels: compact JSON in UTF-8, fields in the order of the model."""
        return self.model_dump_json().encode()


class Article(Wire):
    """One news item as it came in."""

    id: Word
    url: str | None = None
    source: str | None = None
    title: str | None = None
    body: str | None = None
    published: Told = None
    fetched: Told = None
    language: str | None = None
    author: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _fill(cls, data: Any) -> Any:
        """Read empty strings as missing and derive a missing id; an id that is there is kept as given."""
        if not isinstance(data, Mapping):
            return data
        filled = {key: None if isinstance(value, str) and not value.strip() else value for key, value in data.items()}
        if any(isinstance(value, str) and _is_broken(value) for value in filled.values()):
            raise ValueError("it holds half a character (a lone surrogate)")
        if filled.get("title") is None and filled.get("body") is None:
            raise ValueError("an article needs a title or a body")
        if filled.get("id") is None and (key := _identity(filled)):
            filled["id"] = hashlib.sha256(key.encode()).hexdigest()[:32]
        return filled

    @classmethod
    def parse(cls, raw: bytes | str) -> Self:
        """Read an article from JSON.

        Raises:
            ArticleError: with one sentence that says what is wrong.
        """
        try:
            return cls.model_validate_json(raw)
        except ValidationError as error:
            raise ArticleError(f"not an article: {plain(error)}") from error
        except ValueError as error:  # UnicodeDecodeError: not UTF-8
            raise ArticleError(f"not an article: {error}") from error

    @classmethod
    def from_loose(cls, data: object) -> Self:
        """Read an article that also may say `text` for `body` and `date` for `published` (a day is noon UTC).

        Raises:
            ArticleError: with one sentence that says what is wrong.
        """
        if not isinstance(data, Mapping):
            raise ArticleError("not an article: it is not a JSON object")
        loose = dict(data)
        for known, also in (("body", "text"), ("published", "date")):
            if not loose.get(known) and loose.get(also):
                loose[known] = loose[also]
        loose["published"] = _noon(loose.get("published"))
        try:
            return cls.model_validate(loose)
        except ValidationError as error:
            raise ArticleError(f"not an article: {plain(error)}") from error

    @property
    def content(self) -> str:
        """The hash of title and body: it changes when an article is edited."""
        return hashlib.sha256(f"{self.title or ''}\0{self.body or ''}".encode()).hexdigest()[:16]


def _is_broken(text: str) -> bool:
    """Tell whether a text can't be written as UTF-8, and so not sent on."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _identity(data: Mapping[str, Any]) -> str | None:
    """Return what tells an article without an id from others: its canonical URL, else its title and body."""
    if isinstance(url := data.get("url"), str):
        return canonical_url(url)
    texts = [data.get("title"), data.get("body")]
    return "\0".join(text if isinstance(text, str) else "" for text in texts) if any(texts) else None


def canonical_url(url: str) -> str:
    """Return the one form of a URL that its variants share: no fragment, no tracking, sorted query."""
    try:
        cleaned = url_query_cleaner(url.strip(), TRACKING_PARAMETERS, remove=True, unique=False)
        return str(canonicalize_url(cleaned))
    except ValueError:  # no URL, but still what tells this article from others
        return url.strip()


def _noon(published: object) -> object:
    """Return noon UTC of a date that has no time, and anything else as it is."""
    if isinstance(published, str):
        try:
            return datetime.combine(date.fromisoformat(published), time(12), UTC)
        except ValueError:
            return published
    return published


def plain(error: ValidationError) -> str:
    """Return the first fault that pydantic found as one plain sentence."""
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    message = first["msg"].removeprefix("Value error, ")
    return f"{where}: {message}" if where else message


CLASSIFIER = "classifier."  # what the id of a rule begins with where the classifier stands in its place
CountKind = Literal["hostages", "prisoners", "remains"]
CountScope = Literal["event", "total"]
Bound = Literal["exact", "about", "at_least", "at_most"]
ArticleField = Literal["title", "body"]


class Claim(Wire):
    """What one sentence says about a topic. Offsets are code points into the article's field as it came in."""

    topic: Word
    event: Word
    modality: Modality
    said_by: str | None = None
    actor: str | None = None
    count: Annotated[int, Field(ge=0)] | None = None
    count_kind: CountKind | None = None
    count_scope: CountScope | None = None
    bound: Bound | None = None
    duration_days: Annotated[int, Field(gt=0)] | None = None
    phases: Annotated[int, Field(gt=0)] | None = None
    place: str | None = None
    date: Day | None = None
    stage: Annotated[int, Field(gt=0)] | None = None
    persons: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    mediators: tuple[str, ...] = ()
    theatre: str | None = None
    field: ArticleField = "body"
    sentence: Word
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]
    background: bool = False
    rule: str | None = None
    confidence: Annotated[float, Field(ge=0, le=1)] = 1.0

    @model_validator(mode="after")
    def _offsets_fit(self) -> Self:
        if self.end - self.start != len(self.sentence):
            raise ValueError("start and end do not fit the sentence")
        return self

    @property
    def by_classifier(self) -> bool:
        """Whether only the classifier found it, and no rule."""
        return self.rule is not None and self.rule.startswith(CLASSIFIER)


class ArticleReference(Wire):
    """What of an article travels with its claims."""

    id: Word
    content: Word
    url: str | None = None
    source: str | None = None
    author: str | None = None
    credit: str | None = None
    published: AwareDatetime | None = None
    fetched: AwareDatetime | None = None


class Reading(Wire):
    """All claims of one article version on one topic, in text order; empty where an edit left none."""

    kind: Literal["reading"] = "reading"
    topic: Word
    article: ArticleReference
    claims: tuple[Claim, ...] = ()
    detected: AwareDatetime

    @property
    def key(self) -> str:
        """What makes two readings the same one, sent twice."""
        return f"{self.article.id}\0{self.article.content}"


class Tick(Wire):
    """Event time has come this far."""

    kind: Literal["tick"] = "tick"
    topic: Word
    time: AwareDatetime


class Fact(Wire):
    """One entry of the baseline or the board: a slot, its value, its evidence, its version."""

    slot: Word
    topic: Word
    event: Word
    value: str | int | None
    modality: Modality
    said_by: str | None = None
    actor: str | None = None
    count: int | None = None
    count_kind: CountKind | None = None
    bound: Bound | None = None
    place: str | None = None
    date: Day | None = None
    theatre: str | None = None
    background: bool = False
    document: Word
    field: ArticleField = "body"
    sentence: Word
    start: int
    end: int
    since: AwareDatetime | None = None
    version: Annotated[int, Field(ge=0)] = 0
    alert: str | None = None

    @property
    def id(self) -> str:
        """The fact's name: its slot and version."""
        return f"{self.slot}#{self.version}"


class Before(Wire):
    """The fact that an alert changes, with the sentence that it stands on."""

    value: str | int | None
    version: int
    fact: str
    sentence: str
    start: int
    end: int
    document: str


class After(Wire):
    """What the fact is now."""

    value: str | int | None
    version: int


class Evidence(Wire):
    """A sentence of an article that an alert stands on, exactly as it came in."""

    article: str
    url: str | None = None
    source: str | None = None
    origin: str
    published: AwareDatetime | None = None
    field: ArticleField
    start: int
    end: int
    sentence: str


class Alert(Wire):
    """The message that reports a development."""

    id: Word
    revision: Annotated[int, Field(ge=1)] = 1
    status: Status = Status.REPORTED
    topic: Word
    event: Word
    modality: Modality
    relation: Relation
    slot: Word
    headline: str
    before: Before | None
    after: After
    said_by: str | None = None
    actors: tuple[str, ...] = ()
    count: int | None = None
    count_kind: CountKind | None = None
    duration_days: int | None = None
    place: str | None = None
    date: Day | None = None
    severity: Severity
    confidence: Annotated[float, Field(ge=0, le=1)]
    evidence: tuple[Evidence, ...]
    first_published: AwareDatetime | None = None
    detected: AwareDatetime
    baseline: str

    @property
    def key(self) -> str:
        """What a receiver remembers to see each revision once: `<id>#<revision>`."""
        return f"{self.id}#{self.revision}"


class Decision(Wire):
    """What was decided about one claim, and why."""

    article: str
    topic: str
    event: str
    modality: Modality
    slot: str | None
    relation: Relation | None
    reason: str
    alert: str | None = None
    sentence: str
    field: ArticleField
    start: int
    end: int
    detected: AwareDatetime


class Delivery(Wire):
    """One step in bringing one alert revision to one subscriber."""

    id: Word
    subscriber: Word
    state: Literal["scheduled", "attempted", "sent", "dead"]
    alert: Alert
    attempt: Annotated[int, Field(ge=0)] = 0
    due: AwareDatetime
    reason: str | None = None


class FeedCondition(StrEnum):
    """How the last poll of a feed went; each is a state of its own, so that one never hides another."""

    READ = "read"
    EMPTY = "empty"
    UNCHANGED = "unchanged"
    UNREADABLE = "unreadable"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    GONE = "gone"


class FeedState(Wire):
    """How one feed is doing: schedule, validators, health, and the entries of its last document."""

    url: Word
    source: str | None = None
    next_poll: AwareDatetime
    interval_seconds: Annotated[int, Field(gt=0)] = 300
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    entries: Mapping[str, str] = Field(default_factory=dict)
    failures: float = 0
    gone: bool = False
    moved_to: str | None = None
    ttl_seconds: Annotated[int, Field(ge=0)] = 0
    condition: FeedCondition | None = None
    last_error: str | None = None
    last_success: AwareDatetime | None = None
    last_new: AwareDatetime | None = None


WIRE_MODELS: Mapping[str, tuple[type[Wire], ...]] = {
    "newswatch.articles": (Article,),
    "newswatch.claims": (Reading, Tick),
    "newswatch.alerts": (Alert,),
    "newswatch.board": (Fact,),
    "newswatch.decisions": (Decision,),
    "newswatch.deliveries": (Delivery,),
    "newswatch.feeds": (FeedState,),
}


def json_schemas() -> dict[str, dict[str, Any]]:
    """Return the JSON Schema (draft 2020-12) of every wire model, by the model's name."""
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    models = [model for group in WIRE_MODELS.values() for model in group]
    return {model.__name__: dialect | model.model_json_schema(mode="serialization") for model in models}


def utc(moment: datetime) -> datetime:
    """Return the same moment in UTC, so that its JSON is the same wherever it came from."""
    return moment.astimezone(UTC)
