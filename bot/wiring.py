"""Builds the parts out of the settings; the only place where real ones are made.

Each maker imports what it makes, when it is first asked: `list` needs no mail, and to import all of
it takes longer than most commands do.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from bot.progress import Progress, Tell, unheard, unwatched
from bot.settings import Settings, SignIn, environment_name

if TYPE_CHECKING:
    from bot.core.reminders.due import Driehoek
    from bot.core.values import ValueNames
    from bot.core.workdays import Workdays
    from bot.digest.send import DigestSender
    from bot.digest.watch import DigestWatch
    from bot.mail import Mailer
    from bot.meetings.calendar import MeetingCalendar
    from bot.meetings.memory import Findings
    from bot.reminders.send import ReminderRound
    from bot.reminders.ways import Ways
    from bot.store.database import Store
    from bot.sync.checklist import Checklists
    from bot.sync.engine import Engine
    from bot.sync.sides.outlook import OutlookSide
    from bot.sync.sides.planner import PlannerSide
    from connectors.graph.client import GraphClient
    from connectors.graph.transport import Token
    from connectors.outlook import OutlookApi
    from connectors.sign_in.proofs import Certificate, Credential
    from connectors.sign_in.service_account import ServiceAccount
    from mappings.agenda import Agenda
    from mappings.canonical import FieldValue

NAMING_SECONDS = 5.0  # nobody waits longer for a name on the screen
COMMAND_SECONDS = 900.0  # time budget for Graph calls in one command; the next round goes on


def _real_time() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class House:
    """An installation's parts, each built when first used.

    now: the clock of this command. sleep: how to wait, in seconds. wall_clock: the time it really
    is, also in a rehearsal; waiting goes by this one. tell: whoever looks on while it works.
    """

    settings: Settings
    now: Callable[[], datetime]
    sleep: Callable[[float], None] = time.sleep
    wall_clock: Callable[[], datetime] = _real_time
    tell: Tell = unheard

    @cached_property
    def store(self) -> "Store":
        """The database, migrated. Raises StoreError."""
        from bot.store.database import open_store

        return open_store(self.settings.database_url)

    def close(self) -> None:
        """Close the database, when it was opened."""
        if "store" in vars(self):
            self.store.close()

    @cached_property
    def agenda(self) -> "Agenda":
        """The agenda folder. Raises AgendaErrors."""
        from mappings.agenda import load_agenda

        return load_agenda(self.settings.agenda_dir)

    @cached_property
    def workdays(self) -> "Workdays":
        """The municipality's working days. Raises AgendaErrors, SettingsErrors."""
        from bot.settings.workdays import workdays_of

        return workdays_of(self.agenda)

    @cached_property
    def graph(self) -> "GraphClient":
        """The Graph client, which knows of a wait that an earlier process was asked for."""
        from bot.store.quiet import QuietMemory
        from connectors.graph.client import GraphClient
        from connectors.graph.pace import MAX_HOLD, Limits

        memory = QuietMemory(lambda: self.store, self.wall_clock, MAX_HOLD)
        return GraphClient(
            self.settings.graph_base_url,
            self.token,
            sleep=self.sleep,
            now=self.wall_clock,
            limits=Limits(COMMAND_SECONDS, memory.recall(), memory.remember),
        )

    @property
    def certificate(self) -> "Certificate | None":
        """The file that proves that we are the app; None when we sign in in another way."""
        from connectors.sign_in.proofs import Certificate

        sign_in = self.settings.sign_in
        if not sign_in.certificate_path or sign_in.federated_token_file:
            return None
        password = sign_in.certificate_password.get_secret_value() or None
        return Certificate(Path(sign_in.certificate_path), password)

    @cached_property
    def token(self) -> "Token":
        """How we sign in: the sandbox's token on loopback when no AZURE setting is given."""
        from connectors.sign_in import app
        from connectors.sign_in.clouds import resource_of
        from connectors.sign_in.kept import TokenFile

        sign_in = self.settings.sign_in
        resource = resource_of(self.settings.graph_base_url)
        if self.settings.on_loopback and not sign_in.client_id:
            return app.sandbox_token()
        file = TokenFile(sign_in.token_cache, self.wall_clock) if sign_in.token_cache else None
        if sign_in.by_machine:
            return app.managed_identity(sign_in.client_id, resource=resource, file=file)
        return app.client_credentials(
            sign_in.tenant_id,
            sign_in.client_id,
            self.certificate or _credential(sign_in),
            authority_host=sign_in.authority_host,
            resource=resource,
            file=file,
        )

    @cached_property
    def service_account(self) -> "ServiceAccount":
        """Who posts in Teams channels as a person. Raises SettingsErrors when it is not set."""
        from connectors.sign_in.clouds import resource_of
        from connectors.sign_in.service_account import ServiceAccount

        self.settings.need("TEAMS_SERVICE_CLIENT_ID", "AZURE_TENANT_ID")
        return ServiceAccount(
            tenant=self.settings.sign_in.tenant_id,
            client_id=self.settings.teams_client_id,
            cache_file=self.settings.teams_token_cache,
            authority_host=self.settings.sign_in.authority_host,
            resource=resource_of(self.settings.graph_base_url),
        )

    @cached_property
    def service_token(self) -> "Token":
        """How that account signs in, once `driehoek login` was done. Raises SettingsErrors."""
        from connectors.sign_in.app import sandbox_person_token
        from connectors.sign_in.service_account import service_token

        if self.settings.on_loopback and not self.settings.teams_client_id:
            return sandbox_person_token()
        return service_token(self.service_account)

    @cached_property
    def service_graph(self) -> "GraphClient":
        """Graph for that account, whose waits are its own. Raises SettingsErrors."""
        from connectors.graph.client import GraphClient
        from connectors.graph.pace import Limits

        return GraphClient(
            self.settings.graph_base_url,
            self.service_token,
            sleep=self.sleep,
            now=self.wall_clock,
            limits=Limits(COMMAND_SECONDS),
        )

    @cached_property
    def planner(self) -> "PlannerSide":
        """Planner as a side. Raises SettingsErrors when its settings are missing."""
        from bot.sync.sides.planner import PlannerSide
        from bot.sync.sides.planner_people import AccountBook
        from connectors.planner import PlannerApi

        self.settings.need("PLANNER_GROUP_ID")
        owners = [owner.code for owner in self.agenda.owners]
        people = {code: self.settings.members.get(environment_name(code), ()) for code in owners}
        api, group = PlannerApi(self.graph), self.settings.group_id
        return PlannerSide(
            api,
            self.agenda,
            AccountBook(api, self.store, people, group, self.now),
            group,
            self.settings.plan_id,
        )

    def names(self, values: "Iterable[tuple[str | None, FieldValue]]") -> "ValueNames":
        """What keys in values are called on a screen; see `bot.core.values`. Raises AgendaErrors.

        values: (field, value). The directory is asked only when there is an account among them, and
        the ledger only for items of a checklist. Raises StoreError.
        """
        from bot.actions.people import accounts_in, people_named
        from bot.core.checklist.asks import CHECKLIST
        from bot.core.values import ValueNames

        values, people = list(values), dict[str, str]()
        if accounts := accounts_in(values):
            from connectors.graph.client import GraphClient
            from connectors.graph.pace import Limits
            from connectors.planner import PlannerApi

            limits = Limits(NAMING_SECONDS, timeouts=(NAMING_SECONDS, NAMING_SECONDS))
            graph = GraphClient(
                self.settings.graph_base_url,
                self.token,
                sleep=self.sleep,
                now=self.wall_clock,
                limits=limits,
            )
            people = people_named(PlannerApi(graph), accounts)
        items: dict[str, str] = {}
        if any(field == CHECKLIST for field, _ in values):
            with self.store.read() as ledger:
                asks = self.checklists.asks(ledger, ledger.actions.all(), self.now())
                items = {row.key: row.title for row in ledger.asks.all()}
                items |= self.checklists.titles(asks)
        return ValueNames(self.agenda.labels, people, items)

    @cached_property
    def checklists(self) -> "Checklists":
        """What owners are asked by the checklist of their task."""
        from bot.confirmations.asks import MeetingAsks
        from bot.rhythms.asks import RhythmAsks
        from bot.sync.checklist import Checklists

        return Checklists(self.agenda.key, (MeetingAsks(self.agenda), RhythmAsks(self.agenda)))

    @cached_property
    def outlook(self) -> "OutlookApi":
        """The shared mailbox. Raises SettingsErrors when it is not set."""
        from connectors.outlook import OutlookApi

        self.settings.need("OUTLOOK_MAILBOX")
        return OutlookApi(self.graph, self.settings.mailbox)

    @cached_property
    def diary(self) -> "OutlookSide | None":
        """The deadlines in Outlook as a side; None when the installation has none there.

        Raises SettingsErrors when the mailbox is not set.
        """
        from bot.sync.sides.outlook import OutlookSide
        from connectors.outlook_calendar import CalendarApi
        from mappings.outlook import Diary

        if not self.settings.calendar:
            return None
        self.settings.need("OUTLOOK_MAILBOX")
        codes = tuple(owner.code for owner in self.agenda.owners)
        return OutlookSide(
            CalendarApi(self.graph, self.settings.mailbox),
            Diary(agenda=self.agenda.key, owners=codes, window=self.agenda.dates),
            self.settings.calendar,
        )

    @cached_property
    def reminders(self) -> "ReminderRound":
        """Who sends the reminders."""
        from bot.reminders.cards import CardWriter
        from bot.reminders.send import ReminderRound

        return ReminderRound(
            self.store,
            CardWriter(self.agenda, self.settings.sign_in.tenant_id, self.now),
            self.ways,
            now=self.now,
            driehoeken=self.driehoeken,
        )

    @cached_property
    def ways(self) -> "Ways":
        """How cards reach people."""
        from bot.reminders.ways import Ways
        from connectors.graph.session import new_session

        return Ways(
            self.settings.owner_ways,
            self.store,
            new_session(),
            lambda: self.mailer,
            lambda: self.service_graph,
            self.sleep,
            self.now,
        )

    def driehoeken(self) -> "tuple[Driehoek, ...]":
        """The meetings in the calendar of now; none without a mailbox. Raises GraphError."""
        from bot.meetings.calendar import counting_meetings

        found = self.findings()
        return counting_meetings(found, self.agenda) if found else ()

    def findings(self) -> "Findings":
        """What the calendar shows of each series; {} without a mailbox. Raises GraphError."""
        return self.calendar.read(self.now()) if self.settings.mailbox else {}

    @cached_property
    def calendar(self) -> "MeetingCalendar":
        """The calendar of the shared mailbox. Raises SettingsErrors."""
        from bot.meetings.calendar import MeetingCalendar

        organisation = self.settings.mailbox.rpartition("@")[2]
        return MeetingCalendar(self.outlook, self.store, self.agenda, organisation)

    @cached_property
    def mailer(self) -> "Mailer":
        """Who sends mail, effectively once. Raises SettingsErrors."""
        from bot.mail import Mailer

        return Mailer(self.store, self.outlook, self.now)

    @cached_property
    def digests(self) -> "DigestSender":
        """Who mails the digest. Raises SettingsErrors."""
        from bot.core.sync.sides import OUTLOOK, PLANNER
        from bot.digest.send import DigestSender

        sides = (PLANNER, OUTLOOK) if self.settings.calendar else (PLANNER,)
        return DigestSender(
            self.store,
            self.calendar,
            self.mailer,
            self.agenda,
            self.settings.readers,
            sides,
            self.now,
        )

    @cached_property
    def digest_watch(self) -> "DigestWatch":
        """Who sees whether a digest came back or did not arrive. Raises SettingsErrors."""
        from bot.digest.watch import DigestWatch
        from connectors.message_trace import MessageTraceApi

        traces = MessageTraceApi(self.graph) if self.settings.digest_trace else None
        return DigestWatch(self.store, self.outlook, traces, self.settings.readers, self.now)

    def engine(
        self, progress: Progress | None = None, *, allow_deletions: bool = False
    ) -> "Engine":
        """The sync engine over all sides that are set up."""
        from bot.sync.engine import Engine

        return Engine(
            self.store,
            [self.planner, *([self.diary] if self.diary else [])],
            self.agenda.policy,
            self.now,
            self.checklists,
            allow_deletions=allow_deletions,
            progress=progress or unwatched,
            tell=self.tell,
            haste=self.graph.haste,
        )


def _credential(sign_in: SignIn) -> "Credential":
    from connectors.sign_in.proofs import Federation, Secret

    if sign_in.federated_token_file:
        return Federation(Path(sign_in.federated_token_file))
    return Secret(sign_in.client_secret.get_secret_value())
