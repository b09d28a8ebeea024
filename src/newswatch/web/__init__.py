"""What a monitor holds, over HTTP: views that know an archive and a health, and neither Faust nor the broker.

`application` is the whole door; `KeptArchive` answers from a broker's log, `Archive` is what it and a client share.
"""

from newswatch.web.application import application
from newswatch.web.archive import Archive, Letter, Page, Wanted
from newswatch.web.health import Vitals
from newswatch.web.kept import KeptArchive

__all__ = ["Archive", "KeptArchive", "Letter", "Page", "Vitals", "Wanted", "application"]
