"""Environment in, one checked value out; all mistakes are reported at once, each by its name.

A mistake that stops everything is raised here. One that stops only some acts is kept with the
value it spoils (`bot.settings.recipients`).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path

from pydantic import SecretStr

from bot.settings.errors import SettingsErrors
from bot.settings.given import Given
from bot.settings.installation import OWN_AGENDA, Settings
from bot.settings.recipients import environment_name, listed, read_owner_ways, read_readers
from bot.settings.sign_in import is_on_loopback, read_sign_in, sign_in_problems

MOST_HOURS = 720  # a month


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read and check all settings. Raises SettingsErrors with everything that stops every act."""
    given = Given(environ)
    settings = _read(given)
    if problems := list(_problems(given, settings)):
        raise SettingsErrors(problems)
    return settings.model_copy(update={"unread": given.unread()})


def likely_name(name: str, owners: Iterable[str]) -> str:
    """The setting that a name was probably meant to be; "" for none. owners: their codes."""
    known = Given({})
    _read(known)
    return known.likely(name, map(environment_name, owners))


def _read(given: Given) -> Settings:
    readers = read_readers(given)
    sign_in, client_id = read_sign_in(given), given.get("TEAMS_SERVICE_CLIENT_ID", "")
    base_url = given.get("GRAPH_BASE_URL", Settings().graph_base_url).rstrip("/")
    has_account = bool(client_id and sign_in.tenant_id) or is_on_loopback(base_url)
    owner_ways = read_owner_ways(given, readers.domains, has_account=has_account)
    return Settings(
        sign_in=sign_in,
        graph_base_url=base_url,
        database_url=given.get("DATABASE_URL", Settings().database_url),
        agenda_dir=Path(given.get("AGENDA_DIR", str(OWN_AGENDA))),
        group_id=given.get("PLANNER_GROUP_ID", ""),
        plan_id=given.get("PLANNER_PLAN_ID", ""),
        mailbox=given.get("OUTLOOK_MAILBOX", ""),
        calendar=given.get("OUTLOOK_CALENDAR", ""),
        readers=readers,
        digest_trace=given.get("DIGEST_TRACE", "false").lower() == "true",
        owner_ways=owner_ways,
        teams_client_id=client_id,
        teams_token_cache=Path(given.get("TEAMS_TOKEN_CACHE", str(Settings().teams_token_cache))),
        members={owner: listed(text) for owner, text in given.owned("OWNER_", "_MEMBERS")},
        outage_patience=_hours(given.get("OUTAGE_HOURS", "")),
        heartbeat=SecretStr(given.get("HEARTBEAT_URL", "")),
        log_format=given.get("LOG_FORMAT", "text").lower(),
        log_level=given.get("LOG_LEVEL", "INFO").upper(),
    )


def _hours(text: str) -> timedelta:
    """A number of hours, nothing given: a day; none at all when it is no such number."""
    if not text:
        return Settings().outage_patience
    hours = int(text) if re.fullmatch("[0-9]{1,3}", text) else 0
    return timedelta(hours=hours) if hours <= MOST_HOURS else timedelta()


def _problems(given: Given, settings: Settings) -> Iterator[str]:
    yield from sign_in_problems(settings.sign_in, settings.graph_base_url)
    if not settings.outage_patience:
        yield "OUTAGE_HOURS moet een heel aantal uren zijn, van 1 tot en met 720."
    if settings.log_format not in ("text", "json"):
        yield f"LOG_FORMAT '{settings.log_format}' bestaat niet; kies text of json."
    if settings.log_level not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        yield f"LOG_LEVEL '{settings.log_level}' bestaat niet; kies DEBUG, INFO, WARNING of ERROR."
    if given.get("DIGEST_TRACE", "false").lower() not in ("true", "false"):
        yield "DIGEST_TRACE kan alleen true of false zijn."
    if given.get("TEAMS_WEBHOOK_ENVELOPE", "wrapped").lower() not in ("wrapped", "bare"):
        yield "TEAMS_WEBHOOK_ENVELOPE kan alleen wrapped (ingepakt) of bare (kaal) zijn."
