"""How a process is started: listening to Ctrl-C, or in the background and deaf to it.

A child inherits what its parent ignores. So a test says which of the two it means, and does not
leave it to how the tests themselves were started.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def foreground() -> Iterator[None]:
    """Processes started in this block listen to Ctrl-C, as in a terminal."""
    with _starting_with(signal.default_int_handler):
        yield


@contextmanager
def background() -> Iterator[None]:
    """Processes started in this block ignore Ctrl-C, as after a script's `&` or nohup."""
    with _starting_with(signal.SIG_IGN):
        yield


@contextmanager
def _starting_with(handler: "signal._HANDLER") -> Iterator[None]:
    usual = signal.signal(signal.SIGINT, handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)
