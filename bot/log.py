"""Sets up the log: events to stderr, as text for people or as JSON for a collector.

Events carry codes, ids and counts; never texts, addresses or tokens. That is a matter of what is
logged, not of filtering here: see `connectors.graph.transport` for what an exchange leaves behind.
"""

import logging
import sys

import structlog


def set_up_logging(log_format: str, log_level: str) -> None:
    """Log to stderr from now on. log_format: "text" or "json"; log_level: a name of `logging`."""
    renderer: structlog.types.Processor = (
        structlog.processors.JSONRenderer()
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(log_level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
