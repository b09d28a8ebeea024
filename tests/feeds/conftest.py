from pathlib import Path

import pytest


@pytest.fixture
def data():
    """Return the folder of sample documents."""
    return Path(__file__).parent / "data"
