"""How one feed is doing, from poll to poll."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, Field

from newswatch.models.wire import Wire, Word


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
