"""A relay between the program and the tenant: counts the exchanges, and can pull the plug at one.

Every exchange has two moments at which a process can die: before the tenant heard of the call, and
when the tenant has done it all but the answer is still on its way.
"""

import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal
from urllib.parse import urlsplit

Moment = Literal["before", "after"]
_HOP = {"connection", "transfer-encoding", "content-length", "date", "server"}


@dataclass
class Plug:
    """Which exchange is the last one, and what to do then. count: exchanges so far."""

    pull: Callable[[], None] = lambda: None
    number: int = 0
    moment: Moment = "before"
    count: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def next(self) -> int:
        """Number the next exchange, from 1."""
        with self.lock:
            self.count += 1
            return self.count

    def is_pulled(self, number: int, moment: Moment) -> bool:
        """Whether this is the end; the program is dead when True comes back."""
        if (number, moment) != (self.number, self.moment):
            return False
        self.pull()
        return True


class Relay:
    """A relay that listens. origin: its own address. plug: set a new one for every run."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.plug = Plug()


@contextmanager
def relay_to(target: str) -> Iterator[Relay]:
    """Listen on a free port and pass everything on to the tenant at `target`."""
    relay = Relay("")

    class Handler(_Handler):
        upstream = urlsplit(target).netloc
        the_relay = relay

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        relay.origin = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield relay
        server.shutdown()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    """One connection of the program; the call goes on over a connection of its own."""

    protocol_version = "HTTP/1.1"
    upstream: str
    the_relay: Relay

    def __getattr__(self, name: str) -> Any:
        """Let every method of HTTP, which the base class looks up as `do_GET`, be passed on."""
        if name.startswith("do_"):
            return self._pass_on
        raise AttributeError(name)

    def _pass_on(self) -> None:
        """Pass one exchange on, or end the program at it."""
        plug = self.the_relay.plug
        number = plug.next()
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if plug.is_pulled(number, "before"):
            self.close_connection = True
            return
        status, headers, answer = self._passed_on(body)
        if plug.is_pulled(number, "after"):
            self.close_connection = True
            return
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in _HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def _passed_on(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        connection = http.client.HTTPConnection(self.upstream, timeout=30)
        try:
            headers = {name: value for name, value in self.headers.items() if name != "Connection"}
            connection.request(self.command, self.path, body or None, headers)
            answer = connection.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        finally:
            connection.close()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""
