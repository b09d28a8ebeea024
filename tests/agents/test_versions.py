"""Versions of articles, told apart from what the log brings again."""

from datetime import UTC, datetime, timedelta

from newswatch.agents.versions import Place, Versions
from newswatch.models import Article

NOON = datetime(2025, 1, 15, 12, tzinfo=UTC)
FIRST, SECOND = (Article(id="a", body=body) for body in ("It was agreed.", "It was not agreed."))


def read(versions, article, offset, arrived):
    """Read a record as the agent does; return whether there was anything to read."""
    version = versions.unread(article, arrived, offset)
    if version:
        versions.note(article, version, ["truce"], Place(0, arrived, offset))
    return version is not None


def test_both_versions_that_come_again_are_no_edit_back():
    """A worker that was killed before it acknowledged two versions reads neither again; a real edit back is read."""
    versions = Versions({})
    assert read(versions, FIRST, 7, NOON)
    assert read(versions, SECOND, 8, NOON + timedelta(minutes=1))
    assert not read(versions, FIRST, 7, NOON)
    assert not read(versions, SECOND, 8, NOON + timedelta(minutes=1))
    assert read(versions, FIRST, 9, NOON + timedelta(minutes=2))


def test_a_log_that_began_anew_is_read():
    """Its offsets are small again, but its records came later."""
    versions = Versions({})
    assert read(versions, FIRST, 900, NOON)
    assert read(versions, SECOND, 3, NOON + timedelta(days=1))


def test_a_table_of_an_older_version_is_read_on():
    """It holds no offsets."""
    known = {"content": FIRST.content, "topics": ["truce"], "day": "2025-01-15", "detected": NOON.isoformat()}
    versions = Versions({"article|a": known})
    assert not read(versions, FIRST, 3, NOON)
    assert read(versions, SECOND, 4, NOON)
