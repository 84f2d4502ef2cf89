"""Where every logger comes from, so that what logs nothing does not load what logs.

The log is set up before anybody knows whether there will be a line. How it is set up waits here
until the first line that somebody hears; to load structlog takes as long as to read and show a
list.
"""

import logging
import sys
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_METHODS = ("debug", "info", "warning", "error")

_waiting: list[Callable[[], None]] = []
_unheard: set[str] = set()
_bound: ContextVar[dict[str, str]] = ContextVar("bound")


class _Logger:
    """A logger of structlog, which is loaded for the first line that is not below the level."""

    def __getattr__(self, method: str) -> Any:
        if _waiting and method in _unheard:
            return _unsaid
        import structlog

        while _waiting:
            _waiting.pop()()
        return getattr(structlog.get_logger(), method)


def _unsaid(*_: object, **__: object) -> None:
    """Log nothing."""


def get_logger() -> Any:
    """A logger of structlog, which logs as it was set up."""
    return _Logger()


def once_loaded(configure: Callable[[], None], level: int) -> None:
    """Configure structlog by this: now when it is loaded, else before its first line.

    level: below it, as `logging` numbers them, no line is heard.
    """
    if "structlog" in sys.modules:
        _waiting.clear()
        configure()
        return
    _waiting[:] = [configure]
    _unheard.clear()
    _unheard.update(m for m in _METHODS if logging.getLevelName(m.upper()) < level)


def is_set_up() -> bool:
    """Whether anybody said how to log."""
    structlog = sys.modules.get("structlog")
    return bool(_waiting) or (structlog is not None and structlog.is_configured())


@contextmanager
def bound(**values: str) -> Iterator[None]:
    """Let every line within this block carry these values."""
    before = _bound.set({**_bound.get({}), **values})
    try:
        yield
    finally:
        _bound.reset(before)


def with_bound(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> dict[str, Any]:
    """Add to a line what is bound where it was logged; a processor of structlog."""
    return {**_bound.get({}), **line}
