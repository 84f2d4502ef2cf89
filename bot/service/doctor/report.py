"""`driehoek doctor`: does everything work, and if not, what is missing and who has to do what.

Every check is run, also after one that failed. What cannot be looked at because of something
another check already reports is marked so, to leave the cause standing out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.service.doctor import here, network
from bot.service.doctor import microsoft as online
from bot.service.doctor import plan as planner
from bot.service.doctor.check import Check, Level
from bot.service.doctor.visit import Visit
from bot.settings import SettingsErrors
from bot.store.errors import StoreError
from bot.sync.side import SideMisset, SideUnavailable
from bot.wiring import House
from connectors.errors import Denied, GraphError, Missing, Refused, SignInFailed, Unreachable
from mappings.agenda_file import AgendaErrors

SETTINGS, OUTAGE = 2, 5  # exit codes of the contract

_TRACING = (
    "Kijk ook of de dienst voor berichttracering in de tenant staat (docs/administrator.md), of "
    "zet DIGEST_TRACE op false."
)
_CONSENT = "(toepassing) en laat een beheerder toestemming geven."


@dataclass(frozen=True)
class Probe:
    """A subject to look at. online: it asks Microsoft 365.

    denied: what we may not do, and the right to give. absent: the sentence when it is not there.
    within: the subject this one is a part of; where that is absent, there is nothing to look at.
    after: the subjects it builds on; where one of them failed, this one would fail in the same way.
    """

    name: str
    ask: Callable[[Visit], list[Check]]
    online: bool = False
    denied: tuple[str, str] = ("", "")
    absent: str = ""
    within: str = ""
    after: tuple[str, ...] = ()


PROBES = (
    Probe("instellingen", here.settings),
    Probe("database", here.database),
    Probe("agenda", here.agenda),
    Probe("namen", here.unread),
    Probe("verbinding", network.connection, online=True),
    Probe("certificaat", online.certificate),
    Probe("aanmelden", online.sign_in, online=True),
    Probe("rechten", online.roles, online=True),
    Probe(
        "groep",
        online.group,
        online=True,
        denied=(
            "De app mag de leden van de groep niet lezen.",
            f"Geef GroupMember.ReadBasic.All {_CONSENT}",
        ),
        absent="De groep uit PLANNER_GROUP_ID bestaat niet.",
    ),
    Probe(
        "plan",
        planner.plan,
        online=True,
        denied=("De app mag het plan niet lezen.", f"Geef Tasks.ReadWrite.All {_CONSENT}"),
        within="groep",
    ),
    Probe(
        "schrijven",
        planner.writing,
        online=True,
        denied=("De app mag het plan niet wijzigen.", f"Geef Tasks.ReadWrite.All {_CONSENT}"),
        after=("plan",),
    ),
    Probe(
        "mensen",
        online.people,
        online=True,
        denied=(
            "De app mag geen gebruikers opzoeken.",
            f"Geef User.ReadBasic.All {_CONSENT}",
        ),
    ),
    Probe("leden", online.membership, online=True, after=("groep", "mensen")),
    Probe(
        "postbus",
        online.mailbox,
        online=True,
        denied=(
            "De app mag de agenda van de postbus niet lezen.",
            "Geef in Exchange de rol Application Calendars.ReadWrite, alleen voor deze postbus.",
        ),
        absent="De postbus uit OUTLOOK_MAILBOX bestaat niet.",
    ),
    Probe(
        "mail",
        online.mail,
        online=True,
        denied=(
            "De app mag de mail in de postbus niet lezen.",
            "Geef in Exchange de rol Application Mail Full Access, alleen voor deze postbus.",
        ),
        within="postbus",
    ),
    Probe(
        "aankomst",
        online.tracing,
        online=True,
        denied=(
            "De app mag in Exchange niet nagaan of een overzicht aankomt.",
            f"Geef ExchangeMessageTrace.Read.All {_CONSENT} {_TRACING}",
        ),
    ),
    Probe("andere postbussen", online.other_mailboxes, online=True),
    Probe("serviceaccount", online.service_account, online=True),
    Probe("ontvangers", here.recipients),
    Probe("Teams", network.webhooks),
    Probe("levensteken", network.heartbeat),
    Probe("kanalen", here.channels),
    Probe("toewijzing", here.assignees),
)


def examine(house: House, probes: Sequence[Probe] = PROBES) -> list[Check]:
    """Run every check. Leaves no trace, but a database that is not there yet is made."""
    visit = Visit(house)
    checks: list[Check] = []
    cut_off, absent, failed = False, set[str](), set[str]()
    for probe in probes:
        if probe.online and cut_off:
            checks.append(_skipped(probe, "het aanmelden of de verbinding werkt niet"))
            continue
        if amiss := [name for name in probe.after if name in failed] or {probe.within} & absent:
            checks.append(_skipped(probe, f"er is iets mis bij: {', '.join(amiss)}"))
            failed.add(probe.name)
            continue
        try:
            checks += probe.ask(visit)
        except (
            GraphError, SideUnavailable, SideMisset, StoreError, AgendaErrors, SettingsErrors,
        ) as error:  # fmt: skip
            cause = error.__cause__ if isinstance(error, SideUnavailable) else error
            checks.append(check := _failed(probe, cause or error))
            if check.level == Level.ERROR:
                failed.add(probe.name)
            cut_off = cut_off or isinstance(cause, SignInFailed | Unreachable)
            if isinstance(cause, Missing | Refused):
                absent.add(probe.name)
    return checks


def refused_settings(error: SettingsErrors) -> list[Check]:
    """The report when the settings themselves cannot be read."""
    wrong = [
        Check("instellingen", Level.ERROR, sentence, "Verbeter dit in de omgeving of in .env.")
        for sentence in error.sentences
    ]
    rest = "De andere controles kunnen pas als de instellingen kloppen."
    return [*wrong, Check("de rest", Level.WARNING, rest)]


def exit_code(checks: Sequence[Check]) -> int:
    """0 when nothing is wrong, 2 when somebody has to change something, 5 for an outage only."""
    wrong = [check for check in checks if check.level == Level.ERROR]
    if not wrong:
        return 0
    return OUTAGE if all(check.outage for check in wrong) else SETTINGS


def _failed(probe: Probe, error: BaseException) -> Check:
    match error:
        case SettingsErrors():
            return _skipped(probe, "er ontbreken instellingen")
        case StoreError() if probe.name != "database":
            return _skipped(probe, "de database is niet te gebruiken")
        case AgendaErrors():
            return _skipped(probe, "de agenda is niet te gebruiken")
        case Denied() if any(probe.denied):
            return Check(probe.name, Level.ERROR, *probe.denied)
        case Missing() | Refused() if probe.absent:
            return Check(probe.name, Level.ERROR, probe.absent, "Verbeter de instelling.")
        case GraphError():
            outage = error.fault in ("network", "service")
            return Check(probe.name, Level.ERROR, error.advice, outage=outage)
        case StoreError():
            return Check(probe.name, Level.ERROR, str(error), outage=error.fault.worth_a_retry)
        case _:
            return Check(probe.name, Level.ERROR, str(error))


def _skipped(probe: Probe, reason: str) -> Check:
    sentence = f"Niet gecontroleerd, want {reason}."
    return Check(probe.name, Level.WARNING, sentence, "Los eerst dat op.")
