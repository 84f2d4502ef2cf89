"""The settings: environment in, one checked value out.

Who the people are is the installation's matter and comes from here, never from the agenda folder.
All mistakes are reported at once, each with its name and what to do. Nothing outside this module
knows the name of an environment variable.
"""

import re
from collections.abc import Iterable, Mapping
from operator import attrgetter
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import SecretStr

from connectors.sign_in.clouds import AUTHORITY_HOST, cloud_complaint
from connectors.teams_channel import Channel
from mappings.canonical import Frozen

LOOPBACK = ("127.0.0.1", "localhost", "::1")
OWN_AGENDA = Path(__file__).parent.parent / "mappings" / "haarlemmermeer"


class SettingsErrors(Exception):
    """Settings are missing or wrong; its text is a Dutch list, a line each."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__("\n".join(self.sentences))


class SignIn(Frozen):
    """How the bot identifies itself. All empty: the sandbox's own token, on loopback only."""

    tenant_id: str = ""
    client_id: str = ""
    client_secret: SecretStr = SecretStr("")
    certificate_path: str = ""
    certificate_password: SecretStr = SecretStr("")
    federated_token_file: str = ""
    authority_host: str = AUTHORITY_HOST

    @property
    def by_machine(self) -> bool:
        """Whether the machine itself signs in: an app id without a tenant or a proof."""
        return bool(self.client_id) and not (self.tenant_id or self.proofs)

    @property
    def proofs(self) -> list[str]:
        """The settings that prove that we are the app, by name; there should be one."""
        given = {
            "AZURE_CLIENT_SECRET": self.client_secret.get_secret_value(),
            "AZURE_CLIENT_CERTIFICATE_PATH": self.certificate_path,
            "AZURE_FEDERATED_TOKEN_FILE": self.federated_token_file,
        }
        return [name for name, value in given.items() if value]


class Settings(Frozen):
    """Everything an installation decides. Mappings are keyed by `environment_name(owner)`."""

    sign_in: SignIn = SignIn()
    graph_base_url: str = "https://graph.microsoft.com/v1.0"
    database_url: str = "sqlite:///driehoekbot.db"
    agenda_dir: Path = OWN_AGENDA
    group_id: str = ""
    plan_id: str = ""
    mailbox: str = ""
    calendar: str = ""
    digest_recipients: tuple[str, ...] = ()
    concept_recipients: tuple[str, ...] = ()
    allowed_domains: tuple[str, ...] = ()
    webhooks: dict[str, SecretStr] = {}
    webhook_hosts: tuple[str, ...] = ()
    webhook_envelope: str = "wrapped"
    channels: dict[str, str] = {}
    teams_client_id: str = ""
    teams_token_cache: Path = Path("teams-token.bin")
    members: dict[str, tuple[str, ...]] = {}
    mails: dict[str, str] = {}
    coordinator_mail: str = ""
    log_format: str = "text"
    log_level: str = "INFO"

    @property
    def on_loopback(self) -> bool:
        """Whether Graph is on this machine, which means: the sandbox."""
        return urlsplit(self.graph_base_url).hostname in LOOPBACK

    def need(self, *names: str) -> None:
        """Raise SettingsErrors naming every setting of these that is empty, and why it is needed.

        names: environment variables, such as "PLANNER_GROUP_ID". Those for signing in are asked
        for whenever Graph is not on loopback.
        """
        missing = [f"{name} ontbreekt: {_WHY[name]}" for name in names if not self._given(name)]
        if not self.on_loopback:
            missing += self._sign_in_gaps()
        if missing:
            raise SettingsErrors(
                [
                    *dict.fromkeys(missing),
                    "Zet dit in de omgeving of in .env; zie config.example.env.",
                ]
            )

    def _given(self, name: str) -> bool:
        return bool(attrgetter(_FIELDS[name])(self))

    def _sign_in_gaps(self) -> list[str]:
        sign_in = self.sign_in
        if sign_in.by_machine:
            return []
        given = {
            "AZURE_TENANT_ID": sign_in.tenant_id,
            "AZURE_CLIENT_ID": sign_in.client_id,
            "AZURE_CLIENT_SECRET of AZURE_CLIENT_CERTIFICATE_PATH": sign_in.proofs,
        }
        return [f"{name} ontbreekt: {_WHY[name]}" for name, value in given.items() if not value]


_FIELDS = {
    "PLANNER_GROUP_ID": "group_id",
    "OUTLOOK_MAILBOX": "mailbox",
    "DIGEST_RECIPIENTS": "digest_recipients",
    "ALLOWED_RECIPIENT_DOMAINS": "allowed_domains",
    "AZURE_TENANT_ID": "sign_in.tenant_id",
    "TEAMS_SERVICE_CLIENT_ID": "teams_client_id",
}
_WHY = {
    "PLANNER_GROUP_ID": "het id van de Microsoft 365-groep waarin het Planner-plan staat.",
    "OUTLOOK_MAILBOX": "het adres van de gedeelde postbus met de driehoek in de agenda.",
    "DIGEST_RECIPIENTS": "de adressen die het statusoverzicht krijgen, met komma's ertussen.",
    "ALLOWED_RECIPIENT_DOMAINS": "de domeinen waarheen de bot mag mailen, met komma's ertussen.",
    "AZURE_TENANT_ID": "het id van de tenant, uit de app-registratie.",
    "AZURE_CLIENT_ID": "het id van de app, uit de app-registratie.",
    "AZURE_CLIENT_SECRET of AZURE_CLIENT_CERTIFICATE_PATH": "het bewijs dat de bot de app is; "
    "op een platform dat zelf voor bewijs zorgt is dat AZURE_FEDERATED_TOKEN_FILE.",
    "TEAMS_SERVICE_CLIENT_ID": "het id van de app waarmee het serviceaccount zich aanmeldt.",
}


# Names that begin as those of the owners' webhooks do.
_NO_OWNERS = ("TEAMS_WEBHOOK_HOSTS", "TEAMS_WEBHOOK_ENVELOPE")


def environment_name(owner: str) -> str:
    """An owner code as it stands in a variable's name: "H&T" gives "H_T"."""
    return re.sub(r"[^A-Z0-9]", "_", owner.upper())


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read and check all settings. Raises SettingsErrors with everything that is wrong."""
    given = {name: value.strip() for name, value in environ.items() if value.strip()}
    settings = Settings(
        sign_in=SignIn(
            tenant_id=given.get("AZURE_TENANT_ID", ""),
            client_id=given.get("AZURE_CLIENT_ID", ""),
            client_secret=SecretStr(given.get("AZURE_CLIENT_SECRET", "")),
            certificate_path=given.get("AZURE_CLIENT_CERTIFICATE_PATH", ""),
            certificate_password=SecretStr(given.get("AZURE_CLIENT_CERTIFICATE_PASSWORD", "")),
            federated_token_file=given.get("AZURE_FEDERATED_TOKEN_FILE", ""),
            authority_host=given.get("AZURE_AUTHORITY_HOST", SignIn().authority_host),
        ),
        graph_base_url=given.get("GRAPH_BASE_URL", Settings().graph_base_url).rstrip("/"),
        database_url=given.get("DATABASE_URL", Settings().database_url),
        agenda_dir=Path(given.get("AGENDA_DIR", str(OWN_AGENDA))),
        group_id=given.get("PLANNER_GROUP_ID", ""),
        plan_id=given.get("PLANNER_PLAN_ID", ""),
        mailbox=given.get("OUTLOOK_MAILBOX", ""),
        calendar=given.get("OUTLOOK_CALENDAR", ""),
        digest_recipients=_list(given.get("DIGEST_RECIPIENTS", "")),
        concept_recipients=_list(given.get("CONCEPT_RECIPIENTS", "")),
        allowed_domains=_list(given.get("ALLOWED_RECIPIENT_DOMAINS", "").lower()),
        webhooks={
            name: SecretStr(url) for name, url in _owners(given, "TEAMS_WEBHOOK_", "").items()
        },
        webhook_hosts=_list(given.get("TEAMS_WEBHOOK_HOSTS", "").lower()),
        webhook_envelope=given.get("TEAMS_WEBHOOK_ENVELOPE", Settings().webhook_envelope).lower(),
        channels=_owners(given, "TEAMS_CHANNEL_", ""),
        teams_client_id=given.get("TEAMS_SERVICE_CLIENT_ID", ""),
        teams_token_cache=Path(given.get("TEAMS_TOKEN_CACHE", Settings().teams_token_cache)),
        members={n: _list(v) for n, v in _owners(given, "OWNER_", "_MEMBERS").items()},
        mails=_owners(given, "OWNER_", "_MAIL"),
        coordinator_mail=given.get("COORDINATOR_MAIL", ""),
        log_format=given.get("LOG_FORMAT", "text").lower(),
        log_level=given.get("LOG_LEVEL", "INFO").upper(),
    )
    problems = list(_problems(settings))
    if problems:
        raise SettingsErrors(problems)
    return settings


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _owners(given: Mapping[str, str], start: str, end: str) -> dict[str, str]:
    return {
        name[len(start) : len(name) - len(end)]: value
        for name, value in given.items()
        if name.startswith(start) and name.endswith(end) and name not in _NO_OWNERS
    }


def _problems(settings: Settings) -> Iterable[str]:
    sign_in = settings.sign_in
    yield from _place_problems(settings)
    if len(sign_in.proofs) > 1:
        yield f"Geef één bewijs dat de bot de app is, niet {' en '.join(sign_in.proofs)} samen."
    for name, file in (
        ("AZURE_CLIENT_CERTIFICATE_PATH", sign_in.certificate_path),
        ("AZURE_FEDERATED_TOKEN_FILE", sign_in.federated_token_file),
    ):
        if file and not Path(file).is_file():
            yield f"{name} wijst naar een bestand dat er niet is."
    if settings.log_format not in ("text", "json"):
        yield f"LOG_FORMAT '{settings.log_format}' bestaat niet; kies text of json."
    if settings.log_level not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        yield f"LOG_LEVEL '{settings.log_level}' bestaat niet; kies DEBUG, INFO, WARNING of ERROR."
    yield from _recipient_problems(settings)
    yield from _teams_problems(settings)


def _teams_problems(settings: Settings) -> Iterable[str]:
    if settings.webhook_envelope not in ("wrapped", "bare"):
        yield "TEAMS_WEBHOOK_ENVELOPE kan alleen wrapped (ingepakt) of bare (kaal) zijn."
    for owner, place in settings.channels.items():
        try:
            Channel.read(place)
        except ValueError:
            yield (
                f"TEAMS_CHANNEL_{owner} moet er zo uitzien: team-id/kanaal-id. Kopieer in Teams de "
                "link naar het kanaal: na 'channel/' staat het kanaal-id (met : in plaats van %3A "
                "en @ in plaats van %40), na 'groupId=' het team-id."
            )


def _place_problems(settings: Settings) -> Iterable[str]:
    """Addresses that cannot be used, or that cannot be used together."""
    sign_in = settings.sign_in
    wrong = [
        *_address_problems("GRAPH_BASE_URL", settings.graph_base_url),
        *_address_problems("AZURE_AUTHORITY_HOST", sign_in.authority_host),
    ]
    yield from wrong
    # Only an app registration, in a tenant, signs in at the authority host.
    authority_host = sign_in.authority_host if sign_in.tenant_id else None
    if not wrong and (complaint := cloud_complaint(settings.graph_base_url, authority_host)):
        yield complaint


def _address_problems(name: str, address: str) -> Iterable[str]:
    try:
        parts = urlsplit(address)
    except ValueError:  # half an IPv6 address, for one
        parts = urlsplit("")
    if parts.scheme == "https" and parts.hostname:
        return
    if parts.scheme == "http" and parts.hostname in LOOPBACK:
        return
    yield f"{name} moet met https:// beginnen; http mag alleen naar deze machine zelf (127.0.0.1)."


def _recipient_problems(settings: Settings) -> Iterable[str]:
    """Addresses outside the allow-list. The addresses themselves are not repeated."""
    addresses = {
        "DIGEST_RECIPIENTS": settings.digest_recipients,
        "CONCEPT_RECIPIENTS": settings.concept_recipients,
        "COORDINATOR_MAIL": (settings.coordinator_mail,) if settings.coordinator_mail else (),
        **{f"OWNER_{owner}_MAIL": (mail,) for owner, mail in settings.mails.items()},
    }
    for name, mails in addresses.items():
        if any("@" not in mail for mail in mails):
            yield f"In {name} staat iets dat geen mailadres is."
        elif not all(is_allowed(mail, settings.allowed_domains) for mail in mails):
            yield (
                f"In {name} staat een adres buiten ALLOWED_RECIPIENT_DOMAINS; daarheen mailt de "
                "bot niet. Haal het adres weg of voeg het domein toe."
            )


def is_allowed(mail: str, domains: Iterable[str]) -> bool:
    """Whether the address lies in one of the allowed domains, exactly."""
    return mail.rpartition("@")[2].lower() in set(domains)
