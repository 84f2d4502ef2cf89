"""What `doctor` asks Microsoft 365, one function per subject; `bot.doctor` calls them.

Each only reads, leaves no trace, gives its checks, and raises what the parts raise.
"""

from datetime import timedelta

from bot.core.dutch import counted, enumerated, moment
from bot.core.meetings import digest_moment, next_meeting
from bot.doctor_checks import Check
from bot.meetings import find_meetings, workdays_of
from bot.planner_side import NAME, PlannerSide
from bot.sides import Memory
from bot.wiring import House
from connectors.auth import granted_roles
from connectors.errors import GraphError, Missing
from connectors.planner import PlannerApi
from mappings.agenda import MeetingSeries

_ENOUGH = {  # a right we need, and the wider ones that include it (Graph permissions reference)
    "Tasks.ReadWrite.All": frozenset[str](),
    "GroupMember.ReadBasic.All": frozenset(
        {"GroupMember.Read.All", "Group.Read.All", "Group.ReadWrite.All", "Directory.Read.All"}
    ),
    "User.ReadBasic.All": frozenset({"User.Read.All", "User.ReadWrite.All", "Directory.Read.All"}),
}


def sign_in(house: House) -> list[Check]:
    """Whether there is a token to be had."""
    house.settings.need()
    house.token()
    sentence = "De app kan zich aanmelden."
    if house.settings.on_loopback and not house.settings.sign_in.client_id:
        sentence = "Aanmelden is niet nodig: dit is de proefomgeving op deze machine."
    return [Check("aanmelden", "ok", sentence)]


def roles(house: House) -> list[Check]:
    """What the token says we may do. Only a hint: the probes after this one decide."""
    house.settings.need()
    granted = granted_roles(house.token())
    if not granted:
        sentence = "In het token staan geen rechten; de controles hierna laten zien wat mag."
        return [Check("rechten", "ok", sentence)]
    lacking = [right for right, wider in _ENOUGH.items() if not granted & {right, *wider}]
    if not lacking:
        return [Check("rechten", "ok", "De rechten voor Planner en de groep zijn gegeven.")]
    return [
        Check(
            "rechten",
            "let op",
            f"In het token ontbreekt als toepassingsrecht: {enumerated(lacking)}.",
            "Kijk of de controles hierna lukken; zo niet, geef het recht in Entra en laat een "
            "beheerder toestemming geven.",
        )
    ]


def group(house: House) -> list[Check]:
    """Whether the group can be read."""
    house.settings.need("PLANNER_GROUP_ID")
    people = PlannerApi(house.graph).members(house.settings.group_id)
    return [Check("groep", "ok", f"De groep heeft {counted(len(people), 'lid', 'leden')}.")]


def plan(house: House) -> list[Check]:
    """Whether the plan can be read, exactly as a sync reads it, and has room for our labels."""
    given = house.settings
    given.need("PLANNER_GROUP_ID")
    # Without people: those are looked up one by one in `people`, also when known from before.
    side = PlannerSide(PlannerApi(house.graph), house.agenda, {}, given.group_id, given.plan_id)
    with house.store.begin() as ledger:
        places = ledger.places.all(NAME)
    reading = side.read(Memory(places, {}, {}), prepare=False)
    if not reading.exists:
        return [Check("plan", "ok", "Er is nog geen plan; de eerste sync maakt het.")]
    tasks = counted(len(reading.items), "taak", "taken")
    checks = [Check("plan", "ok", f"Het plan is te lezen; het heeft {tasks}.")]
    advice = "Maak in Planner een label vrij."
    full = [Check("labels", "let op", remark, advice) for remark in reading.remarks]
    return checks + (full or [Check("labels", "ok", "Er is plaats voor alle labels.")])


def people(house: House) -> list[Check]:
    """Whether the directory knows everybody whom tasks are assigned to."""
    house.settings.need()
    members = house.settings.members
    names = sorted({name for accounts in members.values() for name in accounts})
    found = dict(zip(names, PlannerApi(house.graph).users(names) if names else [], strict=True))
    for answer in found.values():
        if isinstance(answer, GraphError) and not isinstance(answer, Missing):
            raise answer
    checks = []
    for owner, accounts in members.items():
        lost = sum(isinstance(found[account], Missing) for account in accounts)
        if lost:
            sentence = f"{counted(lost, 'account', 'accounts')} uit OWNER_{owner}_MEMBERS"
            sentence += f" {'bestaat' if lost == 1 else 'bestaan'} niet in de directory."
            checks.append(Check("mensen", "let op", sentence, "Verbeter de gebruikersnaam."))
    known = counted(len(names), "account", "accounts")
    return checks or [Check("mensen", "ok", f"De directory kent iedereen: {known}.")]


def mailbox(house: House) -> list[Check]:
    """Whether the calendar can be read, and when the next meeting and its digest are."""
    house.outlook.calendar_view(house.now(), house.now() + timedelta(days=1))
    checks = [Check("postbus", "ok", "De agenda van de postbus is te lezen.")]
    if not house.agenda.meetings:
        advice = "Vul 'meetings' in agenda.yaml."
        return [*checks, Check("overleg", "let op", "De agenda noemt geen overleg.", advice)]
    return [*checks, *(_next_digest(house, series) for series in house.agenda.meetings)]


def mail(house: House) -> list[Check]:
    """Whether mail in the mailbox can be read, which is what sending once rests on."""
    house.outlook.find_by_key("doctor")
    return [Check("mail", "ok", "De mail in de postbus is te lezen.")]


def _next_digest(house: House, series: MeetingSeries) -> Check:
    name, now = series.names[0], house.now()
    meeting = next_meeting(find_meetings(house.outlook, series, house.settings, now=now), now)
    if meeting is None:
        advice = "Nodig de postbus uit voor de reeks, en kijk dan met: driehoek meetings"
        return Check(name, "let op", "Dit overleg staat niet in de agenda.", advice)
    due = digest_moment(
        meeting.start,
        workdays=workdays_of(house.agenda),
        days_before=series.digest.workdays_before,
        hour=series.digest.hour,
    )
    when = f"De volgende is {moment(meeting.start)}; het overzicht gaat uit op {moment(due)}."
    return Check(name, "ok", when)
