"""Where every logger comes from, so that what logs nothing does not load what logs.

The log is set up before anybody knows whether there will be a line. How it is set up waits here
until the first logger is asked for; to load structlog takes as long as to read and show a list.
"""

import sys
from collections.abc import Callable
from typing import Any

_waiting: list[Callable[[], None]] = []


def get_logger() -> Any:
    """A logger of structlog, which logs as it was set up."""
    import structlog

    while _waiting:
        _waiting.pop()()
    return structlog.get_logger()


def once_loaded(configure: Callable[[], None]) -> None:
    """Configure structlog by this: now when it is loaded, else before its first logger."""
    _waiting[:] = [configure]
    if "structlog" in sys.modules:
        get_logger()
