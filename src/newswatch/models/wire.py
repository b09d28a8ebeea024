"""What all of the wire format share: a frozen value, its texts, and how a fault in one is told."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

Word = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]
Note = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]  # what a person writes


class Wire(BaseModel):
    """A frozen value of the wire format."""

    model_config = ConfigDict(frozen=True, extra="ignore", ser_json_inf_nan="null")

    def to_json(self) -> bytes:
        """Return this value as it travels: compact JSON in UTF-8, fields in the order of the model."""
        return self.model_dump_json().encode()


def plain(error: ValidationError) -> str:
    """Return the first fault that pydantic found as one plain sentence."""
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    message = first["msg"].removeprefix("Value error, ")
    return f"{where}: {message}" if where else message
