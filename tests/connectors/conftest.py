"""What the client tests share: a clock, a running sandbox, and servers that misbehave."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

from connectors.graph.client import GraphClient
from connectors.graph.session import new_session
from connectors.sandbox.control import Control, Sandbox
from connectors.sandbox.server import running
from connectors.sign_in.app import sandbox_token


@dataclass
class Clock:
    """A clock that moves when somebody sleeps; `also` is told how long, such as a sandbox."""

    moment: datetime = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
    slept: list[float] = field(default_factory=list)
    also: Callable[[float], None] | None = None

    def now(self) -> datetime:
        """Give the moment."""
        return self.moment

    def sleep(self, seconds: float) -> None:
        """Let time pass at once."""
        self.slept.append(seconds)
        self.moment += timedelta(seconds=seconds)
        if self.also:
            self.also(seconds)


@dataclass
class Heard:
    """One request as a test server heard it; header names in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


Reply = tuple[int, bytes, dict[str, str]] | Callable[[BaseHTTPRequestHandler], None]
"""Status, body and headers; or what to do with the connection instead."""

Respond = Callable[[Heard], Reply]


@dataclass
class Server:
    """A server that answers as its `respond` says, and keeps what it heard."""

    origin: str
    heard: list[Heard] = field(default_factory=list)


@contextmanager
def serving(respond: Respond, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """Serve `respond` on a free port of this machine, over TLS when a context is given."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            heard = Heard(self.command, self.path, headers, self.rfile.read(length))
            server.heard.append(heard)
            reply = respond(heard)
            if callable(reply):
                self.close_connection = True
                reply(self)
                return
            status, body, extra = reply
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **extra}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PATCH = do_DELETE = answer  # noqa: N815 - http.server's names

        def log_message(self, *args: object) -> None:
            """Keep the test output clean."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as httpd:
        if tls:
            httpd.socket = tls.wrap_socket(httpd.socket, server_side=True)
        server = Server(f"{'https' if tls else 'http'}://localhost:{httpd.server_port}")
        thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            httpd.shutdown()
            thread.join()


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    """Give a function that starts a test server: `serve(lambda heard: (200, b"{}", {}))`."""
    with ExitStack() as open_servers:
        yield lambda respond, tls=None: open_servers.enter_context(serving(respond, tls))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def session() -> Iterator[requests.Session]:
    with new_session() as opened:
        yield opened


@pytest.fixture(scope="session")
def _tenant() -> Iterator[Sandbox]:
    with running() as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(_tenant: Sandbox) -> Sandbox:
    """A fresh world: no plans, no mail, no faults."""
    _tenant.control.reset()
    _tenant.control.forget()
    return _tenant


@pytest.fixture
def control(sandbox: Sandbox) -> Control:
    return sandbox.control


@pytest.fixture
def client(sandbox: Sandbox, clock: Clock, session: requests.Session) -> GraphClient:
    """A client of the sandbox; its sleep moves the sandbox's clock as well."""
    clock.also = sandbox.control.advance
    return GraphClient(
        sandbox.base_url,
        sandbox_token(),
        session=session,
        sleep=clock.sleep,
        now=clock.now,
        jitter=lambda: 0.0,
    )
