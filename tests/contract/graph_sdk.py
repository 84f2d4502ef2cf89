"""Microsoft's own Python client, msgraph-sdk, pointed at a sandbox.

It shares no code with our connectors nor with the sandbox, so what it reads and writes is a third
opinion on what Graph looks like.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx
from kiota_abstractions.authentication import (
    AccessTokenProvider,
    AllowedHostsValidator,
    BaseBearerTokenAuthenticationProvider,
)
from kiota_abstractions.base_request_configuration import RequestConfiguration
from kiota_abstractions.headers_collection import HeadersCollection
from kiota_http.kiota_client_factory import KiotaClientFactory
from msgraph.graph_request_adapter import GraphRequestAdapter
from msgraph.graph_service_client import GraphServiceClient

Result = TypeVar("Result")

QUIET = (
    "ignore::DeprecationWarning:msgraph.*",
    "ignore::DeprecationWarning:kiota_abstractions.*",
)
"""Filters for a test's `pytestmark`: the generated code warns of itself when it is imported."""


class SandboxToken(AccessTokenProvider):
    """The token that only the sandbox accepts, given to no other host."""

    def __init__(self, host: str) -> None:
        self._hosts = AllowedHostsValidator([host])

    async def get_authorization_token(
        self,
        uri: str,
        additional_authentication_context: dict[str, Any] | None = None,  # noqa: ARG002 - kiota's
    ) -> str:
        """Give the token. Raises ValueError for a foreign address."""
        if not self._hosts.is_url_host_valid(uri):
            raise ValueError("this token belongs to the sandbox")
        return "sandbox-token"

    def get_allowed_hosts_validator(self) -> AllowedHostsValidator:
        """Say which hosts may have the token."""
        return self._hosts


@dataclass(frozen=True)
class Sdk:
    """graph: the SDK's client. wait: runs one of its calls to the end."""

    graph: GraphServiceClient
    wait: Callable[[Awaitable[Any]], Any]


@contextmanager
def open_sdk(base_url: str) -> Iterator[Sdk]:
    """Open the SDK on a sandbox; base_url: with the version, as `Sandbox.base_url`."""

    async def finish(call: Awaitable[Result]) -> Result:
        return await call

    with asyncio.Runner() as runner:
        # Of our own making, so that no proxy of the environment leads to this machine and so that
        # it can be closed: the SDK's middleware does not pass that on.
        transport = httpx.AsyncHTTPTransport(trust_env=False)
        plain = httpx.AsyncClient(transport=transport, trust_env=False, timeout=30)
        http = KiotaClientFactory.create_with_default_middleware(client=plain)
        token = SandboxToken(urlsplit(base_url).hostname or "")
        adapter = GraphRequestAdapter(BaseBearerTokenAuthenticationProvider(token), http)
        adapter.base_url = base_url
        try:
            yield Sdk(
                GraphServiceClient(request_adapter=adapter), lambda call: runner.run(finish(call))
            )
        finally:
            runner.run(transport.aclose())


@dataclass
class Query:
    """Query parameters for every call; the SDK's own classes warn of themselves on import."""

    expand: list[str] | None = None
    select: list[str] | None = None
    top: int | None = None
    start: str | None = None
    end: str | None = None

    def get_query_parameter(self, name: str) -> str:
        """Give the name in the SDK's address template."""
        return {"start": "startDateTime", "end": "endDateTime"}.get(name, f"%24{name}")


def asking(query: Query | None = None, **headers: str) -> RequestConfiguration[Any]:
    """Configure a call: query parameters, and headers with `_` for `-` (`If_Match=...`)."""
    collection = HeadersCollection()
    for name, value in headers.items():
        collection.add(name.replace("_", "-"), value)
    return RequestConfiguration(headers=collection, query_parameters=query)
