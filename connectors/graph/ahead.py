"""Reads asked before whoever needs them asks, all in one exchange; and what was read, in short.

A worker asks the same of Graph every few minutes, and next to nothing changes. So it asks what it
asked the last time in one batch, and sees by the contents whether anything did. What it got is
handed to whoever asks for it, each answer once, and none of them after something was written: it
may not be so any more.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from connectors.errors import GraphError
from connectors.graph.calls import Answer, GraphRequest

GOOD_FOR = timedelta(minutes=1)
"""How long an answer may wait for whoever needs it."""

_NEXT = "@odata.nextLink"


@dataclass(frozen=True)
class Read:
    """A question to Graph, by all that the answer depends on. headers: sorted."""

    path: str
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def request(self) -> GraphRequest:
        """The call that asks it."""
        return GraphRequest("GET", self.path, headers=dict(self.headers))


def read_of(request: GraphRequest) -> Read | None:
    """What a request asks; None for one that changes something."""
    if request.method != "GET":
        return None
    return Read(request.path, tuple(sorted(request.headers.items())))


def print_of(answer: Answer) -> str:
    """A fingerprint of the contents: two answers with the same one say the same.

    Of the link to a next page counts that there is one: it may be made anew for every reader.
    """
    body = {**answer.body, _NEXT: _NEXT in answer.body}
    return hashlib.sha256(json.dumps(body).encode()).hexdigest()


class ReadAhead:
    """What was read since `start`, and what is at hand for who asks next; nothing without `start`.

    asked: every read, with the print of its last answer. has_only_read: nothing was sent that
    changes something, and no read failed.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._follows = False
        self._kept: dict[Read, Answer] = {}
        self._good: Callable[[], bool] = lambda: False
        self._until = now()
        self._forget()

    def start(self) -> None:
        """Follow what is read from now on."""
        self._follows = True
        self._forget()

    def keep(self, answers: Mapping[Read, Answer], *, good: Callable[[], bool]) -> None:
        """Have answers at hand that were asked just now.

        good: asked each time before any is handed out; with a no, all of them are dropped.
        """
        self._kept, self._good = dict(answers), good
        self._until = self._now() + GOOD_FOR

    def take(self, request: GraphRequest) -> Answer | None:
        """The answer at hand to this request, once; None when it has to be asked."""
        read = read_of(request)
        if read is None or read not in self._kept:
            return None
        if self._now() >= self._until or not self._good():
            self._drop()
            return None
        return self._kept.pop(read)

    def note(self, request: GraphRequest, verdict: Answer | GraphError) -> None:
        """Note what became of a request."""
        if not self._follows:
            return
        read = read_of(request)
        if read is None:
            self._drop()
        if read is None or isinstance(verdict, GraphError):
            self.has_only_read = False
        else:
            self.asked[read] = print_of(verdict)

    def _forget(self) -> None:
        self.asked: dict[Read, str] = {}
        self.has_only_read = True
        self._drop()

    def _drop(self) -> None:
        self._kept = {}
