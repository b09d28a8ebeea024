"""A reader for the child process that does what an article's body says."""

import os
import re
import signal
from dataclasses import dataclass
from pathlib import Path

from newswatch.models import Article


@dataclass
class Told:
    """As much of a reading as the agent looks at, without the language pipeline."""

    theatre: str
    watched: tuple = ()
    credit: str | None = None


class HostileReader:
    """Obeys the body; `notes` is where it notes that it was asked."""

    def __init__(self, notes: Path) -> None:
        self.notes = notes

    def read(self, article: Article) -> Told:
        with self.notes.open("a") as notes:
            notes.write(f"{article.id}\n")
        match article.body:
            case "endless":
                while True:
                    pass
            case "endless expression":
                re.match("(a*)*b", "a" * 60)
            case "die":
                os._exit(3)
            case "die twice" if self.notes.read_text().count(article.id) < 3:
                os.kill(os.getpid(), signal.SIGKILL)
            case "fail":
                raise ValueError("odd")
        return Told(str(os.getpid()))


def broken(_: Path) -> HostileReader:
    raise ValueError("no reader here")
