"""Everything an installation decides, as one value; wiring hands on to each room what it needs."""

from datetime import timedelta
from itertools import chain
from operator import attrgetter
from pathlib import Path

from pydantic import SecretStr

from bot.settings.errors import ADVICE, SettingsErrors
from bot.settings.recipients import OwnerWays, Readers
from bot.settings.sign_in import SignIn, is_on_loopback
from mappings.canonical import Frozen

OWN_AGENDA = Path(__file__).parents[2] / "mappings" / "haarlemmermeer"


class Settings(Frozen):
    """Everything an installation decides.

    members: whom the bot assigns in Planner, by `environment_name(owner)`. outage_patience: how
    long what mends itself may last before the coordinator hears of it; never zero. heartbeat: the
    address that is called after every good round; it is a secret. unread: names in the environment
    that look like settings of ours, and are none.
    """

    sign_in: SignIn = SignIn()
    graph_base_url: str = "https://graph.microsoft.com/v1.0"
    database_url: str = "sqlite:///driehoekbot.db"
    agenda_dir: Path = OWN_AGENDA
    group_id: str = ""
    plan_id: str = ""
    mailbox: str = ""
    calendar: str = ""
    readers: Readers = Readers()
    digest_trace: bool = False
    owner_ways: OwnerWays = OwnerWays()
    teams_client_id: str = ""
    teams_token_cache: Path = Path("teams-token.bin")
    members: dict[str, tuple[str, ...]] = {}
    outage_patience: timedelta = timedelta(hours=24)
    heartbeat: SecretStr = SecretStr("")
    log_format: str = "text"
    log_level: str = "INFO"
    unread: tuple[str, ...] = ()

    @property
    def on_loopback(self) -> bool:
        """Whether Graph is on this machine, which means: the sandbox."""
        return is_on_loopback(self.graph_base_url)

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong and stops only some acts: Dutch sentences that name the setting."""
        of_owners = chain.from_iterable(self.owner_ways.problems.values())
        return (*self.readers.problems.values(), *of_owners)

    def need(self, name: str, *names: str) -> None:
        """Raise SettingsErrors naming every setting of these that is empty, and why it is needed.

        names: environment variables, such as "PLANNER_GROUP_ID". What signing in takes is asked
        for as well.
        """
        self._raise_gaps(name, *names)

    def need_sign_in(self) -> None:
        """Raise SettingsErrors naming what is missing to sign in; on loopback nothing is needed."""
        self._raise_gaps()

    def _raise_gaps(self, *names: str) -> None:
        missing = [f"{name} ontbreekt: {_WHY[name]}" for name in names if not self._given(name)]
        if not self.on_loopback:
            missing += self._sign_in_gaps()
        if missing:
            raise SettingsErrors([*dict.fromkeys(missing), ADVICE])

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
    "AZURE_TENANT_ID": "sign_in.tenant_id",
    "TEAMS_SERVICE_CLIENT_ID": "teams_client_id",
}
_WHY = {
    "PLANNER_GROUP_ID": "het id van de Microsoft 365-groep waarin het Planner-plan staat.",
    "OUTLOOK_MAILBOX": "het adres van de gedeelde postbus met de driehoek in de agenda.",
    "AZURE_TENANT_ID": "het id van de tenant, uit de app-registratie.",
    "AZURE_CLIENT_ID": "het id van de app, uit de app-registratie.",
    "AZURE_CLIENT_SECRET of AZURE_CLIENT_CERTIFICATE_PATH": "het bewijs dat de bot de app is; "
    "op een platform dat zelf voor bewijs zorgt is dat AZURE_FEDERATED_TOKEN_FILE.",
    "TEAMS_SERVICE_CLIENT_ID": "het id van de app waarmee het serviceaccount zich aanmeldt.",
}
