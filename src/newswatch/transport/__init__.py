"""The embedded broker: one SQLite file that is a log of topics, and a Faust transport driver for it.

`Log` is the file itself and knows no Faust; `newswatch.transport.driver:Transport` is what Faust loads for
`sqlite://` addresses (see `newswatch.transport.address` for their form).
"""

from newswatch.transport.address import Address
from newswatch.transport.lock import Holder, holder
from newswatch.transport.log import Log
from newswatch.transport.records import Message, Position, Record, Topic

__all__ = ["Address", "Holder", "Log", "Message", "Position", "Record", "Topic", "holder"]
