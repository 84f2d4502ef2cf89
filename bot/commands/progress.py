"""Shows how far the work is: one line on stderr that comes after a second and is gone when done.

Only for who looks on at a terminal; a log or a pipe gets nothing. A timer lets the line come up,
also while the work waits for an answer and tells nothing.
"""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from bot.commands.session import Session
from bot.progress import Progress, unwatched

AFTER_SECONDS = 1.0
_START = "\r\x1b[2K"  # to the first column of an empty line


class ProgressLine:
    """The line. It leaves the cursor in the first column, so that what is logged goes over it."""

    def __init__(self, doing: str) -> None:
        """Begin to count the second. doing: what is done as long as nothing else is told."""
        self._text = doing
        self._is_due = False
        self._lock = threading.Lock()
        self._timer = threading.Timer(AFTER_SECONDS, self._come_up)
        self._timer.daemon = True
        self._timer.start()

    def tell(self, doing: str, done: int, total: int) -> None:
        """Say what is done now; see `bot.progress.Progress`."""
        with self._lock:
            self._text = f"{doing}: {done} van {total}" if total else doing
            self._draw()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Keep the line away while something else is written."""
        with self._lock:
            self._write(_START)
            try:
                yield
            finally:
                self._draw()

    def end(self) -> None:
        """Take the line away."""
        self._timer.cancel()
        with self._lock:
            self._write(_START)
            self._is_due = False

    def _come_up(self) -> None:
        with self._lock:
            self._is_due = not self._timer.finished.is_set()  # canceled in the meantime
            self._draw()

    def _draw(self) -> None:
        if not self._is_due:
            return
        width = os.get_terminal_size(sys.stderr.fileno()).columns
        self._write(f"{_START}{self._text} ..."[: len(_START) + max(width - 1, 1)] + "\r")

    def _write(self, signs: str) -> None:
        if self._is_due:
            sys.stderr.write(signs)
            sys.stderr.flush()


@contextmanager
def progress_line(session: Session, doing: str = "Bezig met de ronde") -> Iterator[Progress]:
    """What is to be told how far the work in this block is. doing: before anything was told."""
    if not session.can_show_progress:
        yield unwatched
        return
    line = ProgressLine(doing)
    session.aside = line.aside
    try:
        yield line.tell
    finally:
        line.end()
        session.aside = nullcontext
