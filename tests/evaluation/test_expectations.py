"""Files of the alerts that an editor wants."""

import json

import pytest

from newswatch.errors import ConfigurationError
from newswatch.evaluation.expectations import parse


def test_a_file_of_expectations():
    """Lines are expectations, blank ones are nothing, and keys that are not known do no harm."""
    line = {
        "id": "a",
        "alerts": [{"topic": "truce", "event": "agreed", "slot": "s"}],
        "may": ["truce/talks"],
        "why": "w",
    }
    (one,) = parse(["", json.dumps(line), "  "], "file")
    assert (one.id, one.wanted, one.may) == ("a", {("truce", "agreed")}, ("truce/talks",))


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (['{"id": "a", "alerts": []}', "{"], "file, line 2: "),
        (['{"id": "a", "body": "an article"}'], "file, line 1: alerts: Field required"),
        (['{"alerts": []}'], "file, line 1: id: Field required"),
        ([], "file has no expectation in it"),
    ],
)
def test_a_file_that_is_none(lines, told):
    """What is no file of expectations is refused, naming the line."""
    with pytest.raises(ConfigurationError) as refused:
        parse(lines, "file")
    assert str(refused.value).startswith(told)
