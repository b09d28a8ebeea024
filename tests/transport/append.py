"""Appends numbered records for ever and prints each once it is acknowledged. Argument: the file."""

import sys
from pathlib import Path

from newswatch.transport import Log, Message

with Log.open(Path(sys.argv[1])) as log:
    log.create_topic("a")
    number = log.highwater("a", 0)
    while True:
        log.append([Message("a", b"%d" % number), Message("a", b"%d" % (number + 1))])
        print(number, number + 1, sep="\n", flush=True)
        number += 2
