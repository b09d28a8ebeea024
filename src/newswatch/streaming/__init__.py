"""What every agent needs so that no article is lost: the app, the loop, the tables, dead letters, the watchdog."""

from newswatch.streaming.app import App, make_app
from newswatch.streaming.lifecycle import behind, crashed, drained, running
from newswatch.streaming.process import EXIT_CODE, each, end_process, told
from newswatch.streaming.progress import Progress
from newswatch.streaming.records import (
    DeadLetter,
    alert_headers,
    dead_letter_message,
    original_headers,
    send,
    send_dead_letter,
)
from newswatch.streaming.tables import Table
from newswatch.streaming.watchdog import Health, Limits, Watchdog

__all__ = [
    "EXIT_CODE",
    "App",
    "DeadLetter",
    "Health",
    "Limits",
    "Progress",
    "Table",
    "Watchdog",
    "alert_headers",
    "behind",
    "crashed",
    "dead_letter_message",
    "drained",
    "each",
    "end_process",
    "make_app",
    "original_headers",
    "running",
    "send",
    "send_dead_letter",
    "told",
]
