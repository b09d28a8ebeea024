"""Folds the silences among the commands into a table, for whoever delivers.

On one partition, which is all that the embedded broker has, an ordinary table holds them all. With several workers on
Kafka each must know every silence: there the table has to be one that each worker has whole (Faust's GlobalTable).
"""

from collections.abc import Iterator
from typing import Any

from newswatch.agents.app import Monitor
from newswatch.models import LONGEST_SILENCE, Expiry, Silence, parse_command

TABLE = "silences"


def register(monitor: Monitor) -> None:
    """Add the agent that keeps the silences."""
    table = monitor.table(TABLE)

    async def handle(event: Any) -> None:
        command = parse_command(event.value)
        if isinstance(command, Silence) and command.id not in table:  # told again, it would undo its end
            table[command.id] = command.model_dump(mode="json")
            _forget(monitor, table)
        elif isinstance(command, Expiry) and (row := table.get(command.silence)):
            table[command.silence] = Silence.model_validate(row).until(command.time).model_dump(mode="json")

    monitor.agent("silence", monitor.topics.commands, handle, table)


def _forget(monitor: Monitor, table: Any) -> None:
    """Forget what the log forgets too."""
    oldest = monitor.clock() - LONGEST_SILENCE
    for silence in [one for one in standing(monitor) if one.expires < oldest]:
        table.pop(silence.id)


def standing(monitor: Monitor) -> Iterator[Silence]:
    """Yield the silences that are known, over or not."""
    return (Silence.model_validate(row) for row in monitor.tables[TABLE].values())
