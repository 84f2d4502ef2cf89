"""The token goes to one host and one version, whatever a server or a setting says."""

import pytest

from connectors.errors import Fenced
from connectors.graph.fence import check_base_url, check_path, is_loopback, path_within

GRAPH = "https://graph.microsoft.com/v1.0"


@pytest.mark.parametrize(
    "url",
    [
        GRAPH,
        f"{GRAPH}/",
        "http://localhost:8765/v1.0",
        "http://127.0.0.1/v1.0",
        "http://[::1]:1/v1.0",
    ],
)
def test_https_or_this_machine(url: str) -> None:
    assert check_base_url(url) == url.rstrip("/")


@pytest.mark.parametrize(
    "url",
    [
        "http://graph.microsoft.com/v1.0",
        "http://localhost.example.org/v1.0",
        "http://10.0.0.1/v1.0",
        "ftp://graph.microsoft.com/v1.0",
        "graph.microsoft.com",
        "https://",
        "https://user@graph.microsoft.com/v1.0",
        "https://graph.microsoft.com:port/v1.0",
        "https://graph.microsoft.com\\@evil.example/v1.0",
        "https://graph.microsoft.com/v1.0?x=1",
        "https://graph.microsoft.com /v1.0",
        "",
    ],
)
def test_any_other_base_address_is_refused_with_a_sentence(url: str) -> None:
    with pytest.raises(Fenced) as raised:
        check_base_url(url)
    assert raised.value.advice.endswith(".")


def test_a_next_link_on_the_same_host_becomes_a_path() -> None:
    link = "https://GRAPH.microsoft.com:443/v1.0/planner/plans/x/tasks?$skiptoken=a%2Fb"
    assert path_within(GRAPH, link) == "/planner/plans/x/tasks?$skiptoken=a%2Fb"


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example/v1.0/planner/plans/x/tasks",
        "https://graph.microsoft.com.evil.example/v1.0/x",
        "https://graph.microsoft.com:444/v1.0/x",
        "http://graph.microsoft.com/v1.0/x",
        "https://graph.microsoft.com/beta/x",
        "https://graph.microsoft.com/v1.0.evil/x",
        "https://graph.microsoft.com/v1.0/../beta/x",
        "https://graph.microsoft.com/v1.0/%2e%2e/beta/x",
        "https://graph.microsoft.com@evil.example/v1.0/x",
        "https://graph.microsoft.com/v1.0//evil.example/x",
        "/planner/plans/x/tasks",
        "",
    ],
)
def test_a_next_link_elsewhere_is_refused(link: str) -> None:
    with pytest.raises(Fenced):
        path_within(GRAPH, link)


@pytest.mark.parametrize(
    "path", ["planner", "//evil", "/a/../b", "/a/%2E%2e/b", "/a b", "/a\r\nX: y", "/a#b", "/a\\b"]
)
def test_a_path_cannot_lead_out(path: str) -> None:
    with pytest.raises(Fenced):
        check_path(path)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.9.9.9", "::1"])
def test_loopback(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["localhost.example", "0.0.0.0", "10.0.0.1", "", None, "127.0.0.1.nip.io"]
)
def test_not_loopback(host: str | None) -> None:
    assert not is_loopback(host)
