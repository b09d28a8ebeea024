from pathlib import Path

import pytest

from newswatch.errors import BrokerError
from newswatch.transport.address import Address


@pytest.mark.parametrize(
    ("url", "path", "durability"),
    [
        ("sqlite:///newswatch.db", "newswatch.db", "process"),
        ("sqlite:////var/lib/news%20watch.db", "/var/lib/news watch.db", "process"),
        ("sqlite:///folder/x.db?durability=power", "folder/x.db", "power"),
        ("sqlite:/x.db", "x.db", "process"),
    ],
)
def test_addresses(url, path, durability):
    """Three slashes are a path from here, four one from the root; the query says how firmly to commit."""
    assert Address.parse(url) == Address(path=Path(path), durability=durability)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("kafka://localhost", "not the address of an embedded broker"),
        ("sqlite://newswatch.db", "write sqlite:///"),
        ("sqlite:///", "write sqlite:///"),
        ("sqlite:///x.db?durability=none", "process and power"),
        ("sqlite:///x.db?mode=ro", "unknown option, mode"),
    ],
)
def test_wrong_addresses(url, reason):
    """A wrong address is refused with one sentence that says what is wrong."""
    with pytest.raises(BrokerError, match=reason):
        Address.parse(url)
