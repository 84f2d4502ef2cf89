"""Sets up the log: events to stderr, as text for people or as JSON for a collector.

Events carry codes, ids and counts; never texts, addresses or tokens. For our own events that is a
matter of what is logged: see `connectors.graph.transport` for what an exchange leaves behind. What
a library logs may quote whatever it was sent, so of that only the place is kept: which library,
which line. Of an exception stay its kind and where it came from, without its words.
"""

import logging
import sys
import traceback
from pathlib import PurePath
from types import TracebackType

from connectors.log import get_logger, once_loaded, with_bound

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def set_up_logging(log_format: str, log_level: str) -> None:
    """Log to stderr from now on, also what libraries log by Python's own `logging`.

    log_format: "text" or "json"; log_level: a name of `logging`.
    """
    once_loaded(lambda: _configure(log_format, log_level), logging.getLevelName(log_level))
    logging.basicConfig(handlers=[_LibraryHandler()], level=log_level, force=True)


def _configure(log_format: str, log_level: str) -> None:
    import structlog

    renderer: structlog.types.Processor = (
        structlog.processors.JSONRenderer()
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    )
    structlog.configure(
        processors=[
            with_bound,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(_trace),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(log_level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


class _LibraryHandler(logging.Handler):
    """Tells that a library logged something, and where; its words and values stay out."""

    def emit(self, record: logging.LogRecord) -> None:
        """Pass one record on."""
        kind = record.exc_info[0] if record.exc_info else None
        get_logger().log(
            record.levelno,
            "library",
            logger=record.name,
            at=f"{PurePath(record.pathname).name}:{record.lineno}",
            **({"error": kind.__name__} if kind else {}),
        )


def _trace(exc_info: ExcInfo) -> str:
    """The way an exception came, and those beneath it, the first one first."""
    error: BaseException | None = exc_info[1]
    parts: list[str] = []
    while error is not None and len(parts) < 10:
        way = "".join(traceback.format_tb(error.__traceback__))
        kind = type(error)
        parts.append(f"Traceback:\n{way}{kind.__module__}.{kind.__qualname__}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n\n".join(reversed(parts))
