"""What `doctor` finds out about the network: who can be reached, and whose clock is right.

No token and no card is sent. Proxies and REQUESTS_CA_BUNDLE are honoured as `requests` does.
"""

import ssl
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit

import requests
from requests.utils import DEFAULT_CA_BUNDLE_PATH, get_auth_from_url, select_proxy
from urllib3.util import make_headers

from bot.core.dutch import counted, enumerated
from bot.service.doctor.check import Check, Level
from bot.service.doctor.visit import Visit
from connectors.card_places import webhook_doubt
from connectors.errors import Fenced, Unreachable, Untrusted
from connectors.graph.fence import check_base_url, is_loopback, split_url
from connectors.graph.session import new_session, no_answer
from connectors.heartbeat import check_heartbeat_url

SKEW_NOTED = timedelta(seconds=60)
SKEW_FATAL = timedelta(seconds=300)
"""From here on Entra takes no certificate (AADSTS700024), and tokens seem to have expired."""

_ANSWER_SECONDS = 10.0
_REACH_SECONDS = 3.0


def connection(visit: Visit) -> list[Check]:
    """Whether Microsoft 365 answers at all, and whether this machine has the same time.

    Signing in goes by the real time, so that is compared, also in a rehearsal.
    """
    visit.settings.need_sign_in()
    before = visit.house.wall_clock()
    stated = _time_there(visit.settings.graph_base_url)
    after = visit.house.wall_clock()
    reached = Check("verbinding", Level.OK, "Microsoft 365 is te bereiken.")
    if stated is None:
        sentence = "In het antwoord stond geen tijd; de klok is niet vergeleken."
        return [
            reached,
            Check("klok", Level.WARNING, sentence, "Kijk of deze machine gelijk loopt."),
        ]
    # Somewhere between these two moments the server looked at its clock.
    return [reached, _clock(max(before - stated, timedelta()) or min(after - stated, timedelta()))]


def webhooks(visit: Visit) -> list[Check]:
    """Whether the host of every webhook can be reached, and is where flows live today.

    A connection is made and closed again; a POST would be a card. Webhooks outside the fence are
    reported with the settings and left alone here. The addresses themselves are not shown.
    """
    given = visit.settings.owner_ways
    checks: list[Check] = []
    hosts: dict[str, list[str]] = {}
    for owner, secret in given.webhooks.items():
        name, url = f"TEAMS_WEBHOOK_{owner}", secret.get_secret_value()
        parts = split_url(url)
        hosts.setdefault(f"{parts.scheme}://{parts.netloc}", []).append(name)
        if doubt := webhook_doubt(url):
            checks.append(Check("Teams", Level.WARNING, f"{name} is misschien verlopen.", doubt))
    checks += _unreachable(hosts)
    channels = counted(len(given.webhooks), "kanaal", "kanalen")
    return checks or [Check("Teams", Level.OK, f"De adressen zijn goed en bereikbaar: {channels}.")]


def heartbeat(visit: Visit) -> list[Check]:
    """Whether the sign of life has an address that can be called; no call is made, as it is one."""
    url = visit.settings.heartbeat.get_secret_value()
    if not url:
        sentence = "Niet ingesteld: als de dienst zelf stilstaat, merkt niemand dat vanzelf."
        return [Check("levensteken", Level.OK, sentence)]
    try:
        parts = split_url(check_heartbeat_url(url))
    except Fenced as error:
        sentence = "HEARTBEAT_URL is niet te gebruiken."
        return [Check("levensteken", Level.ERROR, sentence, error.advice)]
    if _reach(f"{parts.scheme}://{parts.netloc}"):
        sentence, advice = (
            "De server van HEARTBEAT_URL is niet te bereiken.",
            "Controleer het adres.",
        )
        return [Check("levensteken", Level.WARNING, sentence, advice)]
    return [Check("levensteken", Level.OK, "Het adres voor het levensteken is te bereiken.")]


def _clock(ahead: timedelta) -> Check:
    """Judge a difference; positive: this machine is ahead of the server."""
    seconds = round(abs(ahead).total_seconds())
    off = counted(seconds, "seconde", "seconden")
    if seconds >= 120:
        off = counted(round(seconds / 60), "minuut", "minuten")
    direction = "voor" if ahead > timedelta() else "achter"
    sentence = f"De klok van deze machine loopt {off} {direction} op die van Microsoft 365."
    advice = "Zet de klok van deze machine gelijk, bijvoorbeeld met NTP."
    if abs(ahead) > SKEW_FATAL:
        return Check("klok", Level.ERROR, f"{sentence} Zo mislukt het aanmelden.", advice)
    if abs(ahead) > SKEW_NOTED:
        return Check("klok", Level.WARNING, sentence, advice)
    return Check(
        "klok", Level.OK, "De klok van deze machine loopt gelijk met die van Microsoft 365."
    )


def _time_there(base_url: str) -> datetime | None:
    """Ask a server for its time: the Date of its answer, to the second; None when it says none.

    Any answer will do, also a refusal, so this works where signing in does not. Raises NoAnswer,
    and Fenced for an address that is not allowed.
    """
    session = new_session(connect_seconds=_ANSWER_SECONDS, read_seconds=_ANSWER_SECONDS)
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


def _unreachable(hosts: Mapping[str, list[str]]) -> list[Check]:
    """Try all hosts at the same time. hosts: origin to the settings that name it."""
    if not hosts:
        return []
    with ThreadPoolExecutor(max_workers=len(hosts)) as pool:
        failures = pool.map(_reach, hosts)
    checks = []
    for names, failure in zip(hosts.values(), failures, strict=True):
        sentence = f"De server van {enumerated(names)} is niet te bereiken."
        if isinstance(failure, Untrusted):
            checks.append(Check("Teams", Level.WARNING, sentence, failure.advice))
        elif failure:
            advice = "Controleer het adres, het netwerk en de proxy."
            checks.append(Check("Teams", Level.WARNING, sentence, advice))
    return checks


def _reach(origin: str) -> Unreachable | None:
    """Connect as far as TLS goes, and hang up; nothing is asked. The failure names no host."""
    try:
        line = _line(origin)
        line.connect()
        line.close()
    except ssl.SSLCertVerificationError:
        return Untrusted("connect")
    except (OSError, HTTPException) as error:
        return Unreachable("connect", reason=type(error).__name__)
    except Untrusted as error:
        return error
    return None


def _line(origin: str) -> HTTPConnection:
    """Prepare a connection, through a proxy where one is set. Raises Untrusted."""
    there = urlsplit(origin)
    host = there.hostname or ""
    if there.scheme == "http":
        return HTTPConnection(host, there.port or 80, timeout=_REACH_SECONDS)
    given = new_session().merge_environment_settings(origin, {}, False, None, None)
    trusted = _trusted(given["verify"])
    proxy = None if is_loopback(host) else select_proxy(origin, given["proxies"])
    if not proxy:
        return HTTPSConnection(host, there.port, timeout=_REACH_SECONDS, context=trusted)
    via = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
    line = HTTPSConnection(
        via.hostname or "", via.port or 80, timeout=_REACH_SECONDS, context=trusted
    )
    name, password = get_auth_from_url(via.geturl())
    login = make_headers(proxy_basic_auth=f"{name}:{password}") if name else {}
    line.set_tunnel(host, there.port or 443, login)
    return line


def _trusted(verify: object) -> ssl.SSLContext:
    """Trust the certificates in this file or folder, else those that `requests` comes with."""
    place = Path(verify) if isinstance(verify, str) else Path(DEFAULT_CA_BUNDLE_PATH)
    try:
        if place.is_dir():
            return ssl.create_default_context(capath=place)
        return ssl.create_default_context(cafile=place)
    except OSError:  # REQUESTS_CA_BUNDLE names no usable file
        raise Untrusted("connect") from None
