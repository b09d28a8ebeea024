"""How a worker is, as /healthz, /readyz and /metrics tell it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Vitals:
    """How a worker is at this moment.

    Attributes:
        fault: why it must end, if it must.
        parts: what it needs to be ready; each with None, or the sentence that says what it lacks.
        lag: how many records it has not processed yet.
        idle_seconds: seconds since it last made progress, or had nothing to do.
    """

    fault: str | None = None
    parts: Mapping[str, str | None] = field(default_factory=dict)
    lag: int = 0
    idle_seconds: float = 0.0

    @property
    def ready(self) -> bool:
        """Whether it lacks nothing."""
        return self.fault is None and not any(self.parts.values())


Health = Callable[[], Vitals]
