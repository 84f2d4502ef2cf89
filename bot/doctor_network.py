"""The network as `doctor` sees it: what time a server has, and whether a host can be reached.

Neither sends a token or a card. Proxies and REQUESTS_CA_BUNDLE are honoured as `requests` does.
"""

import ssl
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

import requests
from requests.certs import where
from requests.utils import get_auth_from_url, select_proxy
from urllib3.util import make_headers

from connectors.errors import Unreachable, Untrusted
from connectors.fence import check_base_url, is_loopback, split_url
from connectors.session import new_session, no_answer

ANSWER_SECONDS = 10.0
REACH_SECONDS = 3.0

_CALL = "connect"


def time_there(base_url: str) -> datetime | None:
    """Ask a server for its time: the Date of its answer, to the second; None when it says none.

    Any answer will do, also a refusal, so this works where signing in does not. Raises NoAnswer,
    and Fenced for an address that is not allowed.
    """
    session = new_session(connect_seconds=ANSWER_SECONDS, read_seconds=ANSWER_SECONDS)
    try:
        with session.get(check_base_url(base_url), allow_redirects=False, stream=True) as answer:
            header = answer.headers.get("Date", "")
    except requests.RequestException as error:
        raise no_answer("GET /", error) from None  # its text holds the address
    try:
        stated = parsedate_to_datetime(header)
    except ValueError:
        return None
    return stated if stated.tzinfo else stated.replace(tzinfo=UTC)


def reach(url: str) -> None:
    """Connect to the host of an address, as far as TLS goes, and hang up; nothing is asked.

    Raises Unreachable, Untrusted; neither names the host.
    """
    try:
        line = _line(split_url(url))
        line.connect()
        line.close()
    except ssl.SSLCertVerificationError:
        raise Untrusted(_CALL) from None
    except (OSError, HTTPException) as error:
        raise Unreachable(_CALL, reason=type(error).__name__) from None


def _line(there: SplitResult) -> HTTPConnection:
    """Prepare a connection, through a proxy where one is set. Raises OSError, Untrusted."""
    host = there.hostname or ""
    if there.scheme == "http":
        return HTTPConnection(host, there.port or 80, timeout=REACH_SECONDS)
    port = there.port or 443
    given = new_session().merge_environment_settings(there.geturl(), {}, False, None, None)
    trusted = _trusted(given["verify"])
    proxy = None if is_loopback(host) else select_proxy(there.geturl(), given["proxies"])
    if not proxy:
        return HTTPSConnection(host, port, timeout=REACH_SECONDS, context=trusted)
    via = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
    line = HTTPSConnection(
        via.hostname or "", via.port or 80, timeout=REACH_SECONDS, context=trusted
    )
    name, password = get_auth_from_url(via.geturl())
    login = make_headers(proxy_basic_auth=f"{name}:{password}") if name else {}
    line.set_tunnel(host, port, login)
    return line


def _trusted(verify: object) -> ssl.SSLContext:
    """Trust the certificates of this file or folder, else those that `requests` comes with."""
    place = Path(verify) if isinstance(verify, str) else Path(where())
    try:
        if place.is_dir():
            return ssl.create_default_context(capath=place)
        return ssl.create_default_context(cafile=place)
    except OSError:  # REQUESTS_CA_BUNDLE names no usable file
        raise Untrusted(_CALL) from None
