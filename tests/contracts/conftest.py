"""The brokers that the contract is tested on. A further one is a class like `Embedded` and a parameter of `broker`."""

import asyncio
import sys
from pathlib import Path

import pytest

from newswatch.transport import Log, Message

CHILDREN = Path(__file__).parent / "children"


class Embedded:
    """The embedded broker as the contract's tests see it: an address, and a look inside that Faust has no part in."""

    embedded = True

    def __init__(self, folder):
        self.path = folder / "broker.db"
        self.url = f"sqlite:///{self.path}"

    async def create_topic(self, name, partitions=1, **settings):
        """Make a topic; settings as `newswatch.transport.Topic` has them."""
        with Log.open(self.path, tidy_every=None) as log:
            log.create_topic(name, partitions, **settings)

    async def append(self, *messages):
        """Append messages while no app runs."""
        with Log.open(self.path, tidy_every=None) as log:
            return log.append([Message(**message) for message in messages])

    async def records(self, topic):
        """Return all records of a topic, partition by partition, also while an app runs."""
        with Log.open(self.path, read_only=True) as log:
            return list(log.records(topic))

    async def committed(self, group):
        """Return the committed offsets of a group."""
        with Log.open(self.path, read_only=True) as log:
            return log.committed(group)

    async def clean(self):
        """Run retention and compaction to their end."""
        with Log.open(self.path, tidy_every=None) as log:
            log.tidy(dirty_records=1)


@pytest.fixture(params=[Embedded])
def broker(request, tmp_path):
    return request.param(tmp_path)


@pytest.fixture
async def child():
    """Start one of the scripts in children/; whatever still runs at the end is killed."""
    started = []

    async def start(script, *arguments):
        process = await asyncio.create_subprocess_exec(
            sys.executable, str(CHILDREN / script), *arguments, stdout=asyncio.subprocess.PIPE
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.returncode is None:
            process.kill()
        await process.communicate()
