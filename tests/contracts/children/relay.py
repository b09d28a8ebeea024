"""Relays "numbers" to "relayed", counts them in a table, and prints each when it is done. Argument: address."""

import asyncio
import sys

from newswatch.streaming import each, make_app, running, send


async def main(url):
    app = make_app(url, commit_interval=0.05)
    relayed = app.topic("relayed")
    seen = app.Table("seen", default=int)

    async def handle(event):
        await send(relayed, key=event.key, value=event.value)
        seen[event.value.decode()] = 1
        print(event.value.decode(), flush=True)

    @app.agent(app.topic("numbers"))
    async def relay(stream):
        await each(stream, handle, dead_letters=app.topic("dead"), stage="relay", tables=[seen])

    async with running(app):
        await asyncio.Event().wait()


asyncio.run(main(sys.argv[1]))
