"""How a process that lasts is asked to stop: by Ctrl-C or SIGTERM.

A shell's `&`, nohup and many CI systems start a process with Ctrl-C ignored. One that runs until
it is asked to stop listens all the same. A command that ends by itself leaves it as it was
started: the Ctrl-C is then meant for another process.
"""

import signal
import threading
from collections.abc import Callable, Mapping
from types import FrameType

# What ends a process that did not say otherwise; the handlers it inherits may be to ignore.
_AT_ONCE: Mapping[int, Callable[[int, FrameType | None], None] | signal.Handlers] = {
    signal.SIGINT: signal.default_int_handler,
    signal.SIGTERM: signal.SIG_DFL,
}


def stop_on_signal() -> threading.Event:
    """An event that Ctrl-C and SIGTERM set; the second time, they end the process at once."""
    stop = threading.Event()

    def ask_to_stop(number: int, _frame: FrameType | None) -> None:
        signal.signal(number, _AT_ONCE[number])
        # In a thread: the handler may have interrupted `wait` while that holds the event's lock.
        threading.Thread(target=stop.set).start()

    for number in _AT_ONCE:
        signal.signal(number, ask_to_stop)
    return stop
