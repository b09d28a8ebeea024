"""Sends numbered records for ever and prints the number of each that was acknowledged. Arguments: address, first."""

import asyncio
import itertools
import sys

from newswatch.streaming import make_app, running, send


async def main(url, first):
    async with running(make_app(url)) as app:
        topic = app.topic("numbers")
        for number in itertools.count(first):
            await send(topic, key=None, value=str(number).encode())
            print(number, flush=True)


asyncio.run(main(sys.argv[1], int(sys.argv[2])))
