"""Which addresses may be called: the configured Graph, and nothing else.

A bearer token opens every plan of the organisation, so it travels to one host only. Links that
come back from the server (`@odata.nextLink`) are checked like any other input.
"""

from ipaddress import ip_address
from urllib.parse import SplitResult, unquote, urlsplit

from connectors.errors import Fenced

_DEFAULT_PORTS = {"https": 443, "http": 80}


def is_loopback(host: str | None) -> bool:
    """Whether the host is this machine: `localhost`, 127.0.0.0/8 or ::1."""
    if host == "localhost":
        return True
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return False


def split_url(url: str) -> SplitResult:
    """Take an address apart. Raises Fenced when it is none, or carries a user name."""
    try:
        parts = urlsplit(url)
        known = parts.scheme in _DEFAULT_PORTS and parts.hostname and parts.port != 0
    except ValueError:
        known = False
    # A backslash or a blank is read differently by different URL parsers.
    if not known or parts.username is not None or not url.isprintable() or set(url) & set("\\ "):
        raise Fenced.because("fence", "Dit is geen geldig webadres.")
    return parts


def check_base_url(url: str) -> str:
    """Give the base address of Graph without a closing slash.

    Raises Fenced unless it is https, or http on this machine (the sandbox).
    """
    parts = split_url(url)
    if parts.query or parts.fragment:
        raise Fenced.because("fence", "GRAPH_BASE_URL mag geen vraagteken of hekje bevatten.")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise Fenced.because("fence", "http mag alleen naar de eigen machine; gebruik https.")
    return url.rstrip("/")


def check_path(path: str) -> str:
    """Give the path back. Raises Fenced when it could lead out of the base address.

    Dot segments count, also percent-encoded: HTTP libraries resolve both before sending.
    """
    segments = unquote(path.partition("?")[0]).split("/")
    odd = set(path) & set("\\ #") or not path.isprintable()
    if not path.startswith("/") or path.startswith("//") or odd or {".", ".."} & set(segments):
        raise Fenced.because("fence", "Het pad valt buiten het ingestelde adres.")
    return path


def path_within(base_url: str, link: str) -> str:
    """Turn an absolute link into a path below the base address, query included.

    Raises Fenced when host, port, scheme or version differ.
    """
    base, parts = split_url(base_url), split_url(link)
    same_place = _origin(base) == _origin(parts)
    if not same_place or not parts.path.startswith(base.path + "/"):
        raise Fenced.because("fence", "Een vervolglink wijst naar een ander adres.")
    query = f"?{parts.query}" if parts.query else ""
    return check_path(parts.path.removeprefix(base.path) + query)


def _origin(parts: SplitResult) -> tuple[str, str | None, int | None]:
    return parts.scheme, parts.hostname, parts.port or _DEFAULT_PORTS.get(parts.scheme)
