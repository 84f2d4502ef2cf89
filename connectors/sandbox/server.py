"""The tenant on a socket: the ASGI app, a blocking server and one in a thread for tests.

An answer is packed for who asks for that, as Graph does: of a batch the whole, not its parts.
"""

import asyncio
import gzip
import json
import socket
import threading
import time
import uuid
from asyncio import Transport
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from connectors.sandbox.calls import Call, Refusal, Reply, plain_path, read_json, refusal
from connectors.sandbox.control import Sandbox
from connectors.sandbox.graph.gateway import answer, mailbox_of, supervised
from connectors.sandbox.graph.webhooks import receive
from connectors.sandbox.people.routes import control_routes
from connectors.sandbox.tenant.world import World

VERSION = "/v1.0"
PACKED_FROM = 1024  # bytes; what fits in one packet gains nothing
_METHODS = ["GET", "POST", "PATCH", "PUT", "DELETE"]
_JSON = "application/json;odata.metadata=minimal;odata.streaming=true;charset=utf-8"
_CONTROL = control_routes()


def create_app(world: World) -> Starlette:
    """Return the ASGI app that serves this world: Graph, the webhooks and the control API."""

    async def graph(request: Request) -> Response:
        return await _serve(world, request, answer)

    async def webhook(request: Request) -> Response:
        return await _serve(world, request, _webhook)

    async def control(request: Request) -> Response:
        return await _serve(world, request, _controlled)

    return Starlette(
        routes=[
            Route(VERSION + "/{path:path}", graph, methods=_METHODS),
            Route("/webhooks/{owner}", webhook, methods=_METHODS),
            Route("/sandbox/{path:path}", control, methods=_METHODS),
        ]
    )


def serve(port: int, world: World | None = None) -> None:
    """Serve a world on localhost until the process is interrupted."""
    world = world or World()
    with _listening(port) as listener:
        _server(world).run(sockets=[listener])


@contextmanager
def running(port: int = 0, world: World | None = None) -> Iterator[Sandbox]:
    """Serve a world in a thread and yield the way to it; port 0 takes a free one."""
    world = world or World()
    with _listening(port) as listener:
        server = _server(world)
        thread = threading.Thread(
            target=server.run, kwargs={"sockets": [listener]}, name="sandbox", daemon=True
        )
        thread.start()
        try:
            while not server.started and thread.is_alive():
                time.sleep(0.002)
            yield Sandbox(f"http://127.0.0.1:{listener.getsockname()[1]}")
        finally:
            server.should_exit = True
            thread.join()


def _listening(port: int) -> socket.socket:
    """Bind at once, so the port is known; asyncio sets TCP_NODELAY on a named protocol only."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    return listener


def _server(world: World) -> uvicorn.Server:
    return uvicorn.Server(
        uvicorn.Config(
            create_app(world),
            http=_Connection,
            loop="asyncio",
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            timeout_keep_alive=60,
            timeout_graceful_shutdown=1,
        )
    )


class _Connection(H11Protocol):
    """Hands the app its connection, so that a fault can drop it as a broken network would."""

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override] # as uvicorn
        super().connection_made(transport)
        self.app_state = {**self.app_state, "drop": transport.abort}


class _Broken(Response):
    """A response whose connection drops before the first byte, or half-way through the body."""

    def __init__(self, *args: Any, bytes_sent: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._bytes_sent = bytes_sent

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI
        if self._bytes_sent:
            start = {"status": self.status_code, "headers": self.raw_headers}
            await send({"type": "http.response.start", **start})
            part = bytes(self.body[: self._bytes_sent])
            await send({"type": "http.response.body", "body": part, "more_body": True})
            await asyncio.sleep(0.01)  # let the half reach the socket before it closes
        scope["state"]["drop"]()
        await asyncio.sleep(0.01)  # uvicorn must learn of the loss before we return


def _webhook(world: World, call: Call) -> Reply:
    """Answer a webhook: its own secret instead of a token, with faults and journal."""
    return supervised(world, call, receive)


def _controlled(world: World, call: Call) -> Reply:
    """Answer a control call: no token, no faults, no journal."""
    with world.lock:
        try:
            return _CONTROL.handle(world, call)
        except Refusal as error:
            return refusal(error, world.clock.now(), call)


async def _serve(world: World, request: Request, operation: Any) -> Response:
    raw = await request.body()
    call = _call(world, request, raw)
    result: Reply = operation(world, call)
    if result.delay:
        mailbox = mailbox_of(call)
        world.inflight[mailbox or ""] += 1
        try:
            await asyncio.sleep(result.delay)
        finally:
            world.inflight[mailbox or ""] -= 1
    return _response(world, call, result)


def _call(world: World, request: Request, raw: bytes) -> Call:
    path = request.url.path
    return Call(
        method=request.method,
        path=plain_path(path.removeprefix(VERSION)),
        query=dict(request.query_params),
        headers=dict(request.headers),
        body=_parsed(raw),
        raw=raw,
        origin=f"{request.url.scheme}://{request.url.netloc}{VERSION}",
        exchange=world.next_exchange(),
    )


def _parsed(raw: bytes) -> Any:
    """Read a JSON body; what is no JSON stays text, which no operation accepts."""
    if not raw:
        return None
    try:
        return read_json(raw)
    except ValueError:
        return raw.decode(errors="replace")


def _response(world: World, call: Call, result: Reply) -> Response:
    own = call.headers.get("client-request-id")
    headers = {"request-id": str(uuid.uuid4()), **({"client-request-id": own} if own else {})}
    headers |= result.headers
    if result.raw is not None:
        kind = "text/html" if result.raw.startswith(b"<") else _JSON
        headers["Content-Type"] = kind
        body = result.raw
    elif result.body is None:
        body = b""
    else:
        headers["Content-Type"] = _JSON
        body = json.dumps(result.body, ensure_ascii=False).encode()
    plain = len(body)
    if plain >= PACKED_FROM and _takes_gzip(call):
        body = gzip.compress(body, mtime=0)
        headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    world.journal.weigh(call.exchange, plain, len(body))
    if result.broken:
        sent = len(body) // 2 if result.broken == "truncate" else 0
        return _Broken(body, result.status, headers, bytes_sent=sent)
    return Response(body, result.status, headers)


def _takes_gzip(call: Call) -> bool:
    """Whether the caller unpacks gzip (RFC 9110, 12.5.3; a weight of nought refuses it)."""
    for part in call.headers.get("accept-encoding", "").lower().split(","):
        name, _, weight = part.partition(";")
        if name.strip() in ("gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
