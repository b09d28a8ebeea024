"""A child for the kill tests: plays articles on a broker file, and goes on where it was when it was killed.

    python replay.py BROKER ARTICLES ACKNOWLEDGED

Each article that the broker acknowledged is noted in ACKNOWLEDGED and never sent again. A line is printed for each
message processed, so that the parent can choose its moment.
"""

import asyncio
import os
import sys
from pathlib import Path

from newswatch.agents.assembly import finished, working
from newswatch.models import Article
from newswatch.streaming import send

sys.path.insert(0, str(Path(__file__).parents[3]))
from tests.agents.conftest import Bench


async def main(broker: Path, articles: Path, acknowledged: Path) -> None:
    lines = articles.read_bytes().splitlines()
    done = acknowledged.stat().st_size if acknowledged.exists() else 0
    note = os.open(acknowledged, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    async with working(monitor := Bench(broker).monitor()):
        telling = asyncio.create_task(tell(monitor))
        for line in lines[done:]:
            article = Article.model_validate_json(line)
            await send(monitor.topics.articles, key=article.id, value=article.to_json())
            os.write(note, b".")
        await finished(monitor)
        telling.cancel()
    print("finished", flush=True)


async def tell(monitor) -> None:
    before = -1
    while True:
        if (processed := monitor.app.progress.processed) != before:
            print(before := processed, flush=True)
        await monitor.app.progress.changed(within=0.05)


if __name__ == "__main__":
    asyncio.run(main(*map(Path, sys.argv[1:])))
