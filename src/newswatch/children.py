"""What child processes have in common: they end with their parent, and Ctrl-C is not for them."""

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import wait

PR_SET_PDEATHSIG = 1  # from <linux/prctl.h>


def end_with_parent() -> None:
    """End this child when its parent is gone, however that ended, and whatever the child is doing."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    if sys.platform == "linux":  # the kernel does it even while a regular expression keeps the interpreter to itself
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    threading.Thread(target=_await_the_end, args=[parent.sentinel], name="newswatch-parent", daemon=True).start()


def _await_the_end(sentinel: int) -> None:
    wait([sentinel])
    os._exit(0)


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Hold back Ctrl-C, for the threads and the child that begin in here for ever: it is for the parent alone."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
