"""The sign of life: one call after a good round, to a service that alarms when it stays away.

That service hears of nothing else, so it also notices a worker that is not there. The address is
its only key and is never logged. Sources: the documentation of Healthchecks and of Uptime Kuma's
push monitors, which both take a plain GET and answer 200.
"""

import requests

from connectors.errors import Fenced
from connectors.graph.fence import is_loopback, split_url
from connectors.graph.session import new_session
from connectors.log import get_logger

_SECONDS = 10.0

log = get_logger()


def check_heartbeat_url(url: str) -> str:
    """Give the address back. Raises Fenced unless it is https, or http to this machine."""
    parts = split_url(url)
    if parts.scheme != "https" and not is_loopback(parts.hostname):
        raise Fenced.because("heartbeat", "Het adres in HEARTBEAT_URL moet met https beginnen.")
    return url


def beat(url: str) -> bool:
    """Call the address; whether it was taken. No failure comes out, as it must harm no round."""
    try:
        session = new_session(connect_seconds=_SECONDS, read_seconds=_SECONDS)
        with session.get(check_heartbeat_url(url), allow_redirects=False, stream=True) as answer:
            taken = 200 <= answer.status_code < 300
            log.info("heartbeat", status=answer.status_code)
    except (requests.RequestException, Fenced) as error:  # their texts hold the address
        log.info("heartbeat", status=None, failure=type(error).__name__)
        return False
    return taken
