"""What `doctor` asks of sign-in, the directory and Outlook, one function per subject.

Each only reads, gives its checks, and raises what the parts raise.
"""

from datetime import UTC, datetime, timedelta

from bot.core.dutch import counted, enumerated, full_date, moment
from bot.core.meetings.verdicts import next_meeting
from bot.core.reminders.due import COORDINATOR
from bot.digest.standing import moment_of
from bot.meetings.memory import Findings
from bot.service.doctor.certificate import certificate_check
from bot.service.doctor.check import Check, Level
from bot.service.doctor.visit import Visit
from bot.settings import Settings, environment_name, is_allowed
from bot.store.errors import StoreError
from bot.sync.sides.outlook import names_main
from connectors.errors import Denied, Missing
from connectors.message_trace import SKEW, MessageTraceApi
from connectors.outlook import OutlookApi
from connectors.sign_in.app import granted_roles
from mappings.agenda import MeetingSeries

TRACE = "ExchangeMessageTrace.Read.All"  # for all mail of the tenant, so only where it is asked for
_NARROW = {  # a right we need, and those that include it and little more
    "Tasks.ReadWrite.All": frozenset[str](),
    "GroupMember.ReadBasic.All": frozenset({"GroupMember.Read.All"}),
    "User.ReadBasic.All": frozenset({"User.Read.All"}),
    TRACE: frozenset[str](),
}
_WIDE = {  # what includes it too, but opens far more (Graph permissions reference)
    "GroupMember.ReadBasic.All": frozenset(
        {"Group.Read.All", "Group.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"}
    ),
    "User.ReadBasic.All": frozenset(
        {"User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"}
    ),
}
_HARMLESS = frozenset({"Tasks.Read.All"})  # part of what we need
_MAILBOXES = (
    *("Mail.", "Mail-Advanced.", "User-Mail.", "Calendars.", "Contacts.", "full_access_as_app"),
    *("MailboxItem.", "MailboxFolder.", "MailboxConfigItem.", "MailboxSettings."),
)
"""How the rights begin that open every mailbox (Graph permissions reference, May 2026)."""

_NEIGHBOURS = 3  # so many other mailboxes are tried before we say that none could be
_LONG_AGO = datetime(1990, 1, 1, tzinfo=UTC)  # before anybody's calendar


def certificate(visit: Visit) -> list[Check]:
    """How long the certificate of the app can still be used."""
    check = certificate_check(visit.house)
    return [check] if check else []


def sign_in(visit: Visit) -> list[Check]:
    """Whether there is a token to be had."""
    given = visit.settings
    given.need_sign_in()
    visit.house.token("")  # a new one: a token that was kept says nothing of the proof of now
    sentence = "De app kan zich aanmelden."
    if given.on_loopback and not given.sign_in.client_id:
        sentence = "Aanmelden is niet nodig: dit is de proefomgeving op deze machine."
    return [Check("aanmelden", Level.OK, sentence)]


def roles(visit: Visit) -> list[Check]:
    """What the token says we may do. Only a hint: the checks after this one decide.

    Rights given in Exchange are not in a token, so none is missed here; one that is there was
    consented in Entra, where it counts for every mailbox.
    """
    visit.settings.need_sign_in()
    token = visit.house.token()
    granted = granted_roles(token)
    if not granted and token.count(".") != 2:  # Graph's tokens may become unreadable any day
        sentence = "Het token is niet te lezen; de controles hierna laten zien wat mag."
        return [Check("rechten", Level.OK, sentence)]
    checks = [*_lacking(visit.settings, granted), *_too_wide(visit.settings, granted)]
    return checks or [Check("rechten", Level.OK, "Het token geeft de rechten die nodig zijn.")]


def group(visit: Visit) -> list[Check]:
    """Whether the group can be read."""
    return [
        Check("groep", Level.OK, f"De groep heeft {counted(len(visit.members), 'lid', 'leden')}.")
    ]


def people(visit: Visit) -> list[Check]:
    """Whether the directory knows everybody whom tasks are assigned to."""
    found = visit.accounts
    checks = []
    for owner, accounts in visit.settings.members.items():
        lost = sum(found[account] is None for account in accounts)
        if lost:
            sentence = f"{counted(lost, 'account', 'accounts')} uit OWNER_{owner}_MEMBERS"
            sentence += f" {'bestaat' if lost == 1 else 'bestaan'} niet in de directory."
            checks.append(Check("mensen", Level.WARNING, sentence, "Verbeter de gebruikersnaam."))
    known = counted(len(found), "account", "accounts")
    return checks or [Check("mensen", Level.OK, f"De directory kent iedereen: {known}.")]


def membership(visit: Visit) -> list[Check]:
    """Whether everybody whom tasks are assigned to can open the plan.

    Somebody outside the group can be assigned, and then sees the task but not the plan.
    """
    inside = {member.id for member in visit.members}
    outside = {name for name, user in visit.accounts.items() if user and user.id not in inside}
    checks = []
    for owner, accounts in visit.settings.members.items():
        count = len(outside & set(accounts))
        if count:
            verbs = ("is", "kan") if count == 1 else ("zijn", "kunnen")
            sentence = f"{counted(count, 'account', 'accounts')} uit OWNER_{owner}_MEMBERS "
            sentence += f"{verbs[0]} geen lid van de groep en {verbs[1]} het plan niet openen."
            advice = "Maak hen lid van de groep, of verbeter de instelling."
            checks.append(Check("leden", Level.WARNING, sentence, advice))
    return checks or [Check("leden", Level.OK, "Wie taken krijgt, is lid van de groep.")]


def mailbox(visit: Visit) -> list[Check]:
    """Whether the calendar can be read, and when the next meeting and its digest are."""
    house = visit.house
    house.outlook.calendar_view(house.now(), house.now() + timedelta(days=1))
    checks = [
        Check("postbus", Level.OK, "De agenda van de postbus is te lezen."),
        *_deadlines(visit),
    ]
    if not house.agenda.meetings:
        advice = "Vul 'meetings' in agenda.yaml."
        return [*checks, Check("overleg", Level.WARNING, "De agenda noemt geen overleg.", advice)]
    try:
        findings = house.calendar.read(house.now())
    except StoreError:
        # Said in full where the database itself is checked.
        unknown = "Niet gecontroleerd, want de database is niet te openen."
        return [*checks, Check("overleg", Level.WARNING, unknown)]
    return [*checks, *(_next_digest(visit, findings, series) for series in house.agenda.meetings)]


def mail(visit: Visit) -> list[Check]:
    """Whether mail in the mailbox can be read, which is what sending once rests on."""
    visit.house.outlook.find_by_key("doctor")
    return [Check("mail", Level.OK, "De mail in de postbus is te lezen.")]


def tracing(visit: Visit) -> list[Check]:
    """Whether Exchange says what became of a digest, where that is asked for; of no mail at all."""
    if not visit.settings.digest_trace:
        return []
    until = visit.house.now() - SKEW
    traces = MessageTraceApi(visit.house.graph)
    traces.of("<doctor@driehoekbot>", until - timedelta(hours=1), until)
    return [Check("aankomst", Level.OK, "Exchange zegt of een overzicht aankomt.")]


def other_mailboxes(visit: Visit) -> list[Check]:
    """Whether the app is kept out of every mailbox but its own, tried on one of a colleague.

    The only call to an address that is not our mailbox. Nobody's data comes along, also where the
    door is open: we ask for a minute in 1990, and for mail that carries a key of ours.
    """
    visit.settings.need("OUTLOOK_MAILBOX")
    for address in _colleagues(visit.settings):
        try:
            if _opens(OutlookApi(visit.house.graph, address)):
                sentence = "De app kan ook bij andere postbussen."
                advice = "Haal in Entra Mail.* en Calendars.* weg, en beperk haar in Exchange met "
                advice += "RBAC for Applications tot de postbus uit OUTLOOK_MAILBOX."
                return [Check("andere postbussen", Level.ERROR, sentence, advice)]
        except Missing:
            continue  # a distribution list, say: it has no mailbox and proves nothing
        return [
            Check("andere postbussen", Level.OK, "Een andere postbus blijft dicht, zoals moet.")
        ]
    sentence = "Niet geprobeerd: in de instellingen staat geen andere postbus van uw organisatie."
    advice = "Controleer het zelf met Test-ServicePrincipalAuthorization."
    return [Check("andere postbussen", Level.WARNING, sentence, advice)]


def service_account(visit: Visit) -> list[Check]:
    """Whether the account that posts in channels is signed in: that can end without notice."""
    if not visit.settings.owner_ways.channels:
        return []
    visit.house.service_token()
    return [Check("serviceaccount", Level.OK, "Het serviceaccount voor Teams is aangemeld.")]


def _lacking(given: Settings, granted: frozenset[str]) -> list[Check]:
    """The rights that what is set up needs, and the token does not show."""
    wanted = ["Tasks.ReadWrite.All", "GroupMember.ReadBasic.All"] if given.group_id else []
    wanted += ["User.ReadBasic.All"] if given.members else []
    wanted += [TRACE] if given.digest_trace else []
    lacking = [
        right for right in wanted if not granted & {right, *_NARROW[right], *_WIDE.get(right, ())}
    ]
    if not lacking:
        return []
    return [
        Check(
            "rechten",
            Level.WARNING,
            f"In het token ontbreekt als toepassingsrecht: {enumerated(lacking)}.",
            "Kijk of de controles hierna lukken; zo niet, geef het recht in Entra en laat een "
            "beheerder toestemming geven.",
        )
    ]


def _too_wide(given: Settings, granted: frozenset[str]) -> list[Check]:
    """The rights in the token that we do without."""
    needed = {right for right in _NARROW if right != TRACE or given.digest_trace}
    needless = granted.difference(needed, *_NARROW.values(), _HARMLESS)
    exchange = sorted(right for right in needless if right.startswith(_MAILBOXES))
    checks = []
    if exchange:
        sentence = f"In Entra is toestemming gegeven voor {enumerated(exchange)}. Dat opent elke "
        sentence += "postbus; de beperking tot één postbus in Exchange werkt dan niet."
        advice = "Trek dit in Entra in en geef het recht in Exchange, met RBAC for Applications."
        checks.append(Check("rechten", Level.WARNING, sentence, advice))
    if others := sorted(needless.difference(exchange)):
        sentence = f"De app heeft meer rechten dan nodig: {enumerated(others)}."
        advice = "Trek ze in Entra in; zie docs/administrator.md voor wat genoeg is."
        checks.append(Check("rechten", Level.WARNING, sentence, advice))
    return checks


def _colleagues(given: Settings) -> list[str]:
    """Some addresses in our own organisation beside the mailbox, the coordinator first."""
    accounts = [name for names in given.members.values() for name in names]
    mails = given.owner_ways.mails
    coordinator = mails.get(environment_name(COORDINATOR), "")
    known = [coordinator, *given.readers.digest, *mails.values(), *accounts]
    own = given.mailbox.lower()
    inside = [mail.lower() for mail in known if is_allowed(mail, [own.rpartition("@")[2]])]
    return [mail for mail in dict.fromkeys(inside) if mail != own][:_NEIGHBOURS]


def _opens(box: OutlookApi) -> bool:
    """Whether the app gets at the calendar or the mail. Raises GraphError, Missing for no box."""
    for look in (
        lambda: box.calendar_view(_LONG_AGO, _LONG_AGO + timedelta(minutes=1)),
        lambda: box.find_by_key("doctor"),
    ):
        try:
            look()
        except Denied:
            continue
        return True
    return False


def _deadlines(visit: Visit) -> list[Check]:
    """Whether there is a calendar for the deadlines that we may write in; none yet is fine."""
    if visit.house.diary is None:
        return []
    name = visit.settings.calendar
    calendars = visit.house.diary.api.calendars()
    if names_main(name, calendars):
        sentence = "OUTLOOK_CALENDAR noemt de hoofdagenda van de postbus."
        advice = "Kies een andere naam; de eerste ronde maakt die agenda."
        return [Check("deadlines", Level.ERROR, sentence, advice)]
    found = [c for c in calendars if c.name == name]
    if not found:
        sentence = "De agenda voor de deadlines is er nog niet; de eerste ronde maakt haar."
        return [Check("deadlines", Level.OK, sentence)]
    if not found[0].can_edit:
        sentence = "In de agenda voor de deadlines mag de app niet schrijven."
        return [Check("deadlines", Level.ERROR, sentence, "Kies met OUTLOOK_CALENDAR een andere.")]
    return [Check("deadlines", Level.OK, "De agenda voor de deadlines staat in de postbus.")]


def _next_digest(visit: Visit, findings: Findings, series: MeetingSeries) -> Check:
    house, name, now = visit.house, series.names[0], visit.house.now()
    meeting = next_meeting(findings[series.key], now)
    if meeting is None:
        advice = "Nodig de postbus uit voor de reeks, en kijk dan met: driehoek meetings"
        seen = f"Tot {full_date(house.calendar.horizon(now))} staat dit overleg niet in de agenda."
        return Check(name, Level.WARNING, seen, advice)
    due = moment_of(series, meeting.start, house.workdays)
    noun = "concept" if series.prepares else "overzicht"
    goes = "gaat uit op" if due > now else "mag weg sinds"
    when = f"De volgende is {moment(meeting.start)}; het {noun} {goes} {moment(due)}."
    return Check(name, Level.OK, when)
