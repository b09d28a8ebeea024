"""A child that reads an article in a child of its own, and prints its pid: python confined.py NOTES BODY."""

import asyncio
import sys
from pathlib import Path

from newswatch.agents.confined import ConfinedReader
from newswatch.models import Article

sys.path.insert(0, str(Path(__file__).parents[3]))

from tests.agents.hostile import HostileReader


async def main(notes: Path, body: str) -> None:
    with ConfinedReader(notes, 600, HostileReader) as reader:
        print((await reader.read(Article(id="pid", body="pid"))).theatre, flush=True)
        await reader.read(Article(id="b", body=body))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
