"""What a person asks of the agents: a silence, its end, an acknowledgement, another try at a dead letter."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, TypeAdapter, ValidationError

from newswatch.errors import DataError
from newswatch.models.silence import Silence
from newswatch.models.wire import Note, Wire, Word, plain


class Expiry(Wire):
    """The command that ends a silence before its time."""

    kind: Literal["expire"] = "expire"
    silence: Word
    time: AwareDatetime


class Acknowledgement(Wire):
    """The command that says that someone has seen an alert; the first one of an alert stands."""

    kind: Literal["acknowledge"] = "acknowledge"
    alert: Word
    author: Note
    comment: Note | None = None
    time: AwareDatetime


class Retried(Wire):
    """The command that put a dead letter back on the topic that it came from."""

    kind: Literal["retry"] = "retry"
    partition: int
    offset: int
    time: AwareDatetime


Command = Annotated[Silence | Expiry | Acknowledgement | Retried, Field(discriminator="kind")]
_command: TypeAdapter[Command] = TypeAdapter(Command)


def parse_command(raw: bytes) -> Command:
    """Read a command from JSON.

    Raises:
        DataError: it is none that is known.
    """
    try:
        return _command.validate_json(raw)
    except ValidationError as error:
        raise DataError(f"not a command: {plain(error)}") from error
