"""Numbers that come on top of earlier ones."""

import pytest

from newswatch import topics
from newswatch.models import Article
from newswatch.reading import Reader


@pytest.fixture(scope="module")
def reader():
    return Reader(topics.load())


@pytest.mark.parametrize(
    ("sentence", "further"),
    [
        ("Hamas handed over another four bodies of hostages in Gaza late on Tuesday.", True),
        ("Hamas handed over a further two bodies of hostages in Gaza late on Tuesday.", True),
        ("Hamas handed over two more bodies of hostages in Gaza late on Tuesday.", True),
        ("Hamas handed over four bodies of hostages in Gaza late on Tuesday.", False),
        ("Hamas freed more than ten hostages in Gaza on Tuesday.", False),
    ],
)
def test_a_number_on_top_of_another_is_told_as_such(reader, sentence, further):
    """Such as another four; more than ten is one number."""
    claims = reader.read(Article(id="a", body=sentence, published="2025-10-15T08:00:00Z")).watched
    [claim] = [one for one in claims if one.event in ("remains_returned", "released")]
    assert claim.further is further
