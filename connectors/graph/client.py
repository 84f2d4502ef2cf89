"""The Graph client: one way to send a request, read a whole listing, or send a batch.

Sequential by design: one call at a time keeps us below every concurrency limit (Exchange allows
four at once per app) and lets one Retry-After hold up everything, as Microsoft asks. A client is
therefore not to be shared between threads.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from urllib.parse import unquote

import requests

from connectors.errors import BadReply, Fenced, GraphError, OutOfTime, Refused, SignInFailed
from connectors.graph.ahead import Read, ReadAhead, print_of
from connectors.graph.batch import MAX_PARTS, Verdict, build_envelope, read_envelope
from connectors.graph.calls import Answer, GraphRequest, verdict_on
from connectors.graph.fence import path_within
from connectors.graph.pace import Limits, Pace
from connectors.graph.retry import (
    MAX_ATTEMPTS,
    RetryDecision,
    attempts_for,
    decide,
    repeat,
    wait_seconds,
)
from connectors.graph.session import new_session
from connectors.graph.transport import Token, Transport
from connectors.log import get_logger
from connectors.wire import JsonObject

JUST_MADE = timedelta(minutes=2)  # how long an object of ours may stay invisible to Graph

_NO_LIMITS = Limits()
_WHOLE_OR_PART = (None, 400, 413)  # outside the fence, malformed, too large: maybe one part alone

log = get_logger()


class GraphClient:
    """Talks to one Graph address.

    base_url: https, version included ("https://graph.microsoft.com/v1.0"); http for loopback only.
    token: gives the bearer token; it is sent to this address and to no other.
    sleep, now: from the shell; now gives an aware moment. jitter gives 0.0 to 1.0.
    session: None for one of our own; it must not be one that repeats calls by itself.

    Raises Fenced when the address is not allowed.
    """

    def __init__(
        self,
        base_url: str,
        token: Token,
        *,
        sleep: Callable[[float], None],
        now: Callable[[], datetime],
        session: requests.Session | None = None,
        limits: Limits = _NO_LIMITS,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        session = session or new_session()
        self._transport = Transport(base_url, token, session, now=now, timeouts=limits.timeouts)
        self._pace = Pace(sleep=sleep, now=now, limits=limits)
        self._now = now
        self._jitter = jitter
        self._made: dict[str, datetime] = {}
        self.reads = ReadAhead(now)
        self._in_haste = False

    @property
    def base_url(self) -> str:
        """The address this client talks to, without a closing slash."""
        return self._transport.base_url

    def start_round(self) -> None:
        """Start the time budget anew."""
        self._pace.start_round()

    @contextmanager
    def haste(self) -> Iterator[None]:
        """Inside this block, what does not answer is given up at once, for a caller to come back.

        A wait that a server asked for is waited as ever.
        """
        self._in_haste = True
        try:
            yield
        finally:
            self._in_haste = False

    def send(self, request: GraphRequest) -> Answer:
        """Send one request, repeated where the retry table allows. Raises GraphError."""
        try:
            answer = self.reads.take(request) or self._send(request)
        except GraphError as error:
            self.reads.note(request, error)
            raise
        self.reads.note(request, answer)
        self._remember(request, answer)
        return answer

    def _send(self, request: GraphRequest) -> Answer:
        return repeat(
            lambda attempt: self._exchange(request, attempt),
            kind=request.effective_kind,
            sleep=lambda seconds: self._pace.pause(seconds, request.call),
            jitter=self._jitter,
            just_made=self._is_just_made(request),
            in_haste=self._in_haste,
        )

    def read_ahead(self, wanted: Sequence[Read], *, good: Callable[[], bool]) -> dict[Read, str]:
        """Read all of this in one exchange, for whoever asks for it next; gives the prints.

        good: as of `ReadAhead.keep`. What fails is left out, and is asked once more by who needs
        it, with the patience that is right for it. Nothing is asked when it is too much for one
        batch.
        """
        self.reads.start()
        if not 0 < len(wanted) <= MAX_PARTS:
            return {}
        verdicts = self._send_envelope([read.request for read in wanted], 1)
        answers = {
            read: verdict
            for read, verdict in zip(wanted, verdicts, strict=True)
            if isinstance(verdict, Answer)
        }
        self.reads.keep(answers, good=good)
        return {read: print_of(answer) for read, answer in answers.items()}

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> JsonObject:
        """Read one object. Raises GraphError."""
        return self.send(GraphRequest("GET", path, headers=headers or {})).body

    def pages(self, path: str, headers: Mapping[str, str] | None = None) -> list[JsonObject]:
        """Read a listing to its end. Raises GraphError: a listing is whole, or it is none."""
        return self.follow(self.get(path, headers), path, headers)

    def follow(
        self, page: JsonObject, path: str, headers: Mapping[str, str] | None = None
    ) -> list[JsonObject]:
        """Give the items of a first page of `path` and of all pages after it, as `pages` does."""
        return list(self.each(page, path, headers))

    def each(
        self, page: JsonObject, path: str, headers: Mapping[str, str] | None = None
    ) -> Iterator[JsonObject]:
        """Give the same items one by one, so that no more than a page of them need be kept.

        The next link is the server's word and is followed as it is, inside the fence only. An
        empty page may have a next link. Raises GraphError, BadReply for a link seen before.
        """
        call = GraphRequest("GET", path).call
        yield from _items(page, call)
        seen: set[str] = set()
        while link := page.get("@odata.nextLink"):
            if not isinstance(link, str) or link in seen:
                raise BadReply(call, reason="next link repeats itself")
            seen.add(link)
            page = self.get(path_within(self.base_url, link), headers)
            yield from _items(page, call)

    def batch(self, requests: Sequence[GraphRequest], *, in_order: bool = False) -> list[Verdict]:
        """Send any number of requests in batches of 20; give a verdict per part, in their order.

        in_order: each only after the one before it succeeded, or else it shares its fate.

        Never raises a GraphError: what was written must not be forgotten because something after
        it failed. When an envelope fails, each of its parts shares that fate; one that is refused
        goes again in halves, as that may be the doing of a single part, too large for instance.
        """
        taken = [self.reads.take(request) for request in requests]
        left = [r for r, answer in zip(requests, taken, strict=True) if answer is None]
        sent: list[Verdict] = []
        for start in range(0, len(left), MAX_PARTS):
            sent += self._settle(left[start : start + MAX_PARTS], in_order=in_order)
        rest = iter(sent)
        verdicts = [answer or next(rest) for answer in taken]
        for request, verdict in zip(requests, verdicts, strict=True):
            self.reads.note(request, verdict)
            if isinstance(verdict, Answer):
                self._remember(request, verdict)
        return verdicts

    def _settle(self, requests: Sequence[GraphRequest], *, in_order: bool) -> list[Verdict]:
        """Repeat the parts that deserve it in a new batch, after the longest wait asked."""
        verdicts = self._send_envelope(requests, 1, in_order=in_order)
        for attempt in range(1, MAX_ATTEMPTS):
            waits = {
                index: wait_seconds(verdict, attempt, self._jitter)
                for index, verdict in enumerate(verdicts)
                if isinstance(verdict, GraphError)
                and self._deserves_repeat(requests[index], verdict, attempt)
            }
            if not waits:
                break
            try:
                self._pace.pause(max(waits.values()), "POST /$batch")
            except OutOfTime:
                break  # each part keeps the verdict it has
            left = [requests[index] for index in waits]
            again = self._send_envelope(left, attempt + 1, in_order=in_order)
            for index, verdict in zip(waits, again, strict=True):
                verdicts[index] = verdict
        return verdicts

    def _deserves_repeat(self, request: GraphRequest, error: GraphError, attempt: int) -> bool:
        just_made = self._is_just_made(request)
        decision = decide(request.effective_kind, error, just_made=just_made)
        tries = attempts_for(error, in_haste=self._in_haste)
        return attempt < tries and decision is RetryDecision.REPEAT

    def _send_envelope(
        self,
        requests: Sequence[GraphRequest],
        attempt: int,
        claims: str | None = None,
        *,
        in_order: bool = False,
    ) -> list[Verdict]:
        """Send one envelope once; parts that got a 401 go once more, with a new token."""
        try:
            body = build_envelope(requests, in_order=in_order)
            envelope = GraphRequest("POST", "/$batch", body)
            answer = self._exchange(envelope, attempt, claims)
            verdicts = read_envelope(answer.body, requests, now=self._now(), in_order=in_order)
        except (Fenced, Refused) as error:  # nothing in it was carried out
            half = len(requests) // 2
            if half == 0 or in_order or error.status not in _WHOLE_OR_PART:
                return [error.about(request.call) for request in requests]
            parts = (requests[:half], requests[half:])
            return [v for part in parts for v in self._send_envelope(part, attempt, claims)]
        except GraphError as error:
            return [error.about(request.call) for request in requests]
        for verdict in verdicts:
            _log_failure(verdict, attempt)
        self._pace.hold_off(max(_asked_wait(verdict) for verdict in verdicts))
        expired = {i: v.claims for i, v in enumerate(verdicts) if isinstance(v, SignInFailed)}
        if expired and claims is None:
            challenge = max(expired.values())  # any real challenge goes before ""
            left = [requests[i] for i in expired]
            again = self._send_envelope(left, attempt, challenge, in_order=in_order)
            for index, verdict in zip(expired, again, strict=True):
                verdicts[index] = verdict
        return verdicts

    def _exchange(self, request: GraphRequest, attempt: int, claims: str | None = None) -> Answer:
        """Send once; after a 401 once more with a new token. Raises GraphError."""
        self._pace.await_turn(request.call)
        try:
            answer = self._transport.exchange(request, attempt, claims)
        except GraphError as error:
            self._pace.hold_off(error.wait_seconds)  # the identity provider may ask for rest too
            raise
        if answer.status == 424 and "responses" in answer.body:
            return answer  # an older Graph answers so when parts of a batch were throttled
        verdict = verdict_on(answer, request.call, now=self._now())
        if isinstance(verdict, SignInFailed) and claims is None:
            return self._exchange(request, attempt, verdict.claims)
        self._pace.hold_off(_asked_wait(verdict))
        if isinstance(verdict, GraphError):
            raise verdict
        return verdict

    def _remember(self, request: GraphRequest, answer: Answer) -> None:
        """Keep what we just made, and forget what we deleted."""
        if request.method == "POST" and isinstance(made := answer.body.get("id"), str):
            self._made[made] = self._now()
        if request.method == "DELETE":
            for name in _names_in(request):
                self._made.pop(name, None)

    def _is_just_made(self, request: GraphRequest) -> bool:
        oldest = self._now() - JUST_MADE
        return any(self._made[name] > oldest for name in _names_in(request) & self._made.keys())


def _names_in(request: GraphRequest) -> set[str]:
    """Give the ids a request speaks of, among other words: its path and its parents."""
    body = request.body if isinstance(request.body, dict) else {}
    parents = {body[key] for key in ("planId", "bucketId") if isinstance(body.get(key), str)}
    return parents | {unquote(part) for part in request.path.partition("?")[0].split("/")}


def _items(page: JsonObject, call: str) -> list[JsonObject]:
    items = page.get("value")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise BadReply(call, reason="no listing")
    return list(items)


def _asked_wait(verdict: Verdict) -> float:
    return verdict.wait_seconds if isinstance(verdict, GraphError) else 0.0


def _log_failure(verdict: Verdict, attempt: int) -> None:
    """Log a failed part of a batch; the envelope's own line speaks for the others."""
    if isinstance(verdict, GraphError):
        log.info(
            "graph part",
            call=verdict.call,
            status=verdict.status,
            failure=type(verdict).__name__,
            request_id=verdict.request_id,
            attempt=attempt,
        )
