"""Microsoft's clouds: which sign-in host belongs to which Graph, and where Planner exists.

Source: Graph docs, "National cloud deployments". An address that is not listed here is taken as it
is: a proxy, a test, or a cloud that is newer than this page.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from connectors.graph.fence import is_loopback

AUTHORITY_HOST = "https://login.microsoftonline.com"
GRAPH_RESOURCE = "https://graph.microsoft.com"


@dataclass(frozen=True)
class _Cloud:
    """One cloud. sign_in: its sign-in hosts, the usual one first; graph: its Graph hosts."""

    name: str
    sign_in: tuple[str, ...]
    graph: tuple[str, ...]
    has_planner: bool = True


_CLOUDS = (
    _Cloud(
        "de gewone cloud",
        (
            "login.microsoftonline.com",
            "login.microsoft.com",
            "login.windows.net",
            "sts.windows.net",
        ),
        ("graph.microsoft.com",),
    ),
    _Cloud(
        "de cloud van de Amerikaanse overheid",
        ("login.microsoftonline.us",),
        ("graph.microsoft.us", "dod-graph.microsoft.us"),
    ),
    _Cloud(
        "de cloud in China",
        ("login.chinacloudapi.cn", "login.partner.microsoftonline.cn"),
        ("microsoftgraph.chinacloudapi.cn",),
        has_planner=False,
    ),
)


def resource_of(base_url: str) -> str:
    """Give whom a token for this Graph is for: its origin, "https://graph.microsoft.us".

    A Graph on this machine is a stand-in for the usual one and gets that one's token.
    """
    parts = urlsplit(base_url)
    return GRAPH_RESOURCE if is_loopback(parts.hostname) else f"https://{parts.netloc}"


def cloud_complaint(base_url: str, authority_host: str | None) -> str | None:
    """Say in Dutch why Planner cannot be had at this Graph with this sign-in; None when it can.

    authority_host: None when the sign-in does not use it, as with a managed identity.
    """
    home = _find(urlsplit(base_url).hostname)
    login = _find(urlsplit(authority_host).hostname) if authority_host else None
    if any(cloud and not cloud.has_planner for cloud in (home, login)):
        return (
            "Planner bestaat niet in de cloud in China; de bot kan daar niet werken. "
            "Controleer GRAPH_BASE_URL en AZURE_AUTHORITY_HOST."
        )
    if home and login and home is not login:
        return (
            f"GRAPH_BASE_URL hoort bij {home.name} en AZURE_AUTHORITY_HOST bij {login.name}; "
            f"die gaan niet samen. Zet AZURE_AUTHORITY_HOST op https://{home.sign_in[0]}."
        )
    return None


def _find(host: str | None) -> _Cloud | None:
    return next((cloud for cloud in _CLOUDS if host in (*cloud.sign_in, *cloud.graph)), None)
