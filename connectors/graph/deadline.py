"""One deadline for a whole answer, which a read timeout by itself is not.

A read timeout is the longest silence between two pieces, so a server or proxy that sends a byte
now and then can hold a call for days. Here every read from the connection, of headers and body
alike, also ends when the answer as a whole takes too long. The time is that of the machine's
monotonic clock, as it is for every timeout of a socket.
"""

import io
import socket
import time
from http.client import HTTPResponse
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection

ANSWER_SECONDS = 300.0  # ten megabytes in five minutes is a slow line


class DeadlineAdapter(HTTPAdapter):
    """An adapter on which an answer that is not complete after `answer_seconds` is a timeout.

    Such a call raises what a read timeout raises.
    """

    def __init__(self, answer_seconds: float) -> None:
        self._pools = _pools(answer_seconds)
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """Make the manager of direct connections."""
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, *args: Any, **options: Any) -> PoolManager:
        """Give the manager of connections through a proxy."""
        manager: PoolManager = super().proxy_manager_for(*args, **options)
        manager.pool_classes_by_scheme = self._pools
        return manager


class _TimedReader(io.RawIOBase):
    """Reads a socket until the deadline; every read may take what is left of the time."""

    def __init__(self, connection: socket.socket, seconds: float) -> None:
        self._socket = connection
        self._raw = connection.makefile("rb", buffering=0)  # keeps the socket open until we close
        self._end = time.monotonic() + seconds

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int | None:
        """Read what there is. Raises TimeoutError."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError("the answer took too long")
        silence = self._socket.gettimeout()
        self._socket.settimeout(left if silence is None else min(left, silence))
        try:
            return self._raw.readinto(buffer)
        finally:
            self._socket.settimeout(silence)

    def close(self) -> None:
        """Let go of the socket."""
        self._raw.close()
        super().close()


def _pools(answer_seconds: float) -> dict[str, Any]:
    """Connection pools whose answers are read until a deadline."""

    class Response(HTTPResponse):
        def __init__(self, sock: socket.socket, *args: Any, **options: Any) -> None:
            super().__init__(sock, *args, **options)
            self.fp.close()
            self.fp = io.BufferedReader(_TimedReader(sock, answer_seconds))

    class Plain(HTTPConnection):
        response_class = Response

    class Secure(HTTPSConnection):
        response_class = Response

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}
