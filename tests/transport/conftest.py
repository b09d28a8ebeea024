import pytest

from newswatch.transport import Log


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self, seconds=1_000_000.0):
        self.seconds = seconds

    def __call__(self):
        """Return the time."""
        return self.seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "broker.db"


@pytest.fixture
def log(path, clock):
    with Log.open(path, clock=clock, tidy_every=None) as log:
        yield log
