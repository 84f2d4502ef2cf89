"""What `doctor` can see on this machine, one function per subject.

Each leaves everything as it was, gives its checks, and raises what the parts raise.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from bot.core.dutch import counted, enumerated
from bot.core.reminders.due import COORDINATOR
from bot.service.doctor.check import Check, Level
from bot.service.doctor.visit import Visit
from bot.settings import (
    Settings,
    SettingsErrors,
    environment_name,
    is_allowed,
    likely_name,
    workdays_of,
)
from bot.wiring import House
from mappings.agenda import load_actions
from mappings.agenda_file import AgendaErrors

_ENVIRONMENT = "Zet dit in de omgeving of in .env; zie config.example.env."


class _TakenBack(Exception):
    """Ends a unit of work, so that nothing of it stays."""


def settings(visit: Visit) -> list[Check]:
    """Whether each part has the settings it cannot do without."""
    given = visit.settings
    sign_in = _raised(given.need_sign_in)
    wanted = {
        "aanmelden": sign_in,
        "Planner": _missing(given, "PLANNER_GROUP_ID"),
        "Outlook": _missing(given, "OUTLOOK_MAILBOX"),
        "overzicht": _raised(lambda: given.readers.need(prepares=False)),
        **_by_code(visit, given.owner_ways.problems),
    }
    if problem := given.readers.problems.get("CONCEPT_RECIPIENTS"):
        wanted["concept"] = (problem,)
    if given.owner_ways.channels and not given.on_loopback:
        wanted["Teams"] = _missing(given, "TEAMS_SERVICE_CLIENT_ID", "AZURE_TENANT_ID")
    checks = []
    for part, sentences in wanted.items():
        own = [s for s in sentences if part == "aanmelden" or s not in sign_in]
        name = f"instellingen voor {part}"
        checks += [Check(name, Level.ERROR, sentence, _ENVIRONMENT) for sentence in own] or [
            Check(name, Level.OK, "Alles wat nodig is, is ingevuld.")
        ]
    return checks


def _by_code(visit: Visit, found: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Name owners as the agenda writes them: "H&T", where a setting has "H_T"."""
    codes: dict[str, str] = {}
    with suppress(AgendaErrors):  # which the check of the agenda tells
        codes = {environment_name(owner.code): owner.code for owner in visit.house.agenda.owners}
    return {codes.get(name, name): sentences for name, sentences in found.items()}


def unread(visit: Visit) -> list[Check]:
    """Whether there are names in the environment that look like settings, and that nothing reads.

    Of settings per owner, those of an owner that the agenda does not know.
    """
    given, owners = visit.settings, [owner.code for owner in visit.house.agenda.owners]
    ways, coordinator = given.owner_ways, environment_name(COORDINATOR)
    known = {environment_name(owner) for owner in owners}
    per_owner = {
        "TEAMS_WEBHOOK_{}": {*ways.webhooks} - {coordinator},
        "TEAMS_CHANNEL_{}": {*ways.channels} - {coordinator},
        "OWNER_{}_MAIL": {*ways.mails} - {coordinator},
        "OWNER_{}_MEMBERS": {*given.members},
    }
    strange = {
        name.format(owner): "hoort bij geen regiehouder uit de agenda"
        for name, found in per_owner.items()
        for owner in sorted(found - known)
    }
    strange |= dict.fromkeys(given.unread, "is geen instelling van Driehoekbot")
    checks = []
    for name, what in strange.items():
        meant = likely_name(name, owners)
        advice = f"Bedoeld is waarschijnlijk {meant}. " if meant else ""
        advice += "Verbeter de naam of haal haar weg."
        checks.append(Check("namen", Level.WARNING, f"{name} {what}.", advice))
    return checks or [Check("namen", Level.OK, "Alle namen van instellingen zijn bekend.")]


def database(visit: Visit) -> list[Check]:
    """Whether the database opens and takes a write, which is then taken back."""
    with visit.house.store.read() as ledger:
        actions = ledger.actions.all()
    with suppress(_TakenBack), visit.house.store.begin() as ledger:
        ledger.capabilities.put("doctor", "write", able=True)
        raise _TakenBack
    checks = [Check("database", Level.OK, "De database is te openen en te beschrijven.")]
    if actions:
        sentence = f"Er {'staat' if len(actions) == 1 else 'staan'} "
        sentence += f"{counted(len(actions), 'actie', 'acties')} in de lijst."
        return [*checks, Check("lijst", Level.OK, sentence)]
    advice = "Vul haar met: driehoek import"
    return [*checks, Check("lijst", Level.WARNING, "De lijst is nog leeg.", advice)]


def agenda(visit: Visit) -> list[Check]:
    """Whether the agenda folder can be used: both files, and the free days in it."""
    folder = visit.settings.agenda_dir
    try:
        found = visit.house.agenda
        if (folder / "actions.yaml").exists():  # a list may also come from elsewhere
            load_actions(folder / "actions.yaml", found)
        workdays_of(found)
    except AgendaErrors as error:
        advice = "Verbeter dit in het bestand."
        return [Check("agenda", Level.ERROR, str(problem), advice) for problem in error.problems]
    except SettingsErrors as error:
        return [Check("agenda", Level.ERROR, str(error), "Verbeter dit in het bestand.")]
    goals = counted(len(found.goals), "doel", "doelen")
    owners = counted(len(found.owners), "regiehouder", "regiehouders")
    return [Check("agenda", Level.OK, f"De agenda is te lezen: {goals} en {owners}.")]


def recipients(visit: Visit) -> list[Check]:
    """How many read the digest, and how many of them elsewhere.

    A list with a mistake in it has no readers; the mistake is reported with the settings.
    """
    given = visit.settings
    given.readers.need(prepares=False)
    readers = given.readers.digest
    count = counted(len(readers), "adres", "adressen")
    sentence = f"Het overzicht gaat naar {count} binnen de toegestane domeinen"
    own = given.mailbox.rpartition("@")[2].lower()
    outside = sum(not is_allowed(mail, [own]) for mail in readers)
    if own and outside:
        sentence += f", waarvan {outside} buiten de eigen organisatie"
    return [Check("ontvangers", Level.OK, f"{sentence}.")]


def channels(visit: Visit) -> list[Check]:
    """Whether every owner of open actions has a channel, the coordinator included."""
    given = visit.settings.owner_ways
    there = {*given.webhooks, *given.channels}
    bare = [code for code in _owners_at_work(visit.house) if environment_name(code) not in there]
    missing = f"Er is geen Teams-kanaal voor {enumerated(bare)}; daar komen geen kaarten."
    return _owner_checks("kanalen", "TEAMS_WEBHOOK_{}", bare, missing)


def assignees(visit: Visit) -> list[Check]:
    """Whether the tasks of every owner of open actions can be assigned to somebody."""
    given = visit.settings.members
    owners = [owner for owner in _owners_at_work(visit.house) if owner != COORDINATOR]
    bare = [owner for owner in owners if environment_name(owner) not in given]
    missing = f"Taken van {enumerated(bare)} worden aan niemand toegewezen."
    return _owner_checks("toewijzing", "OWNER_{}_MEMBERS", bare, missing)


def _missing(given: Settings, name: str, *names: str) -> tuple[str, ...]:
    """The sentences about settings that are empty."""
    return _raised(lambda: given.need(name, *names))


def _raised(need: Callable[[], None]) -> tuple[str, ...]:
    """The sentences about settings, without the advice that closes the list."""
    try:
        need()
    except SettingsErrors as error:
        return error.sentences[:-1]
    return ()


def _owners_at_work(house: House) -> list[str]:
    """The owners of open actions, in the agenda's order, and the coordinator for those without."""
    with house.store.read() as ledger:
        actions = [action for action in ledger.actions.all().values() if action.is_open]
    busy = {owner for action in actions for owner in action.owners or (COORDINATOR,)}
    return [code for code in (*(o.code for o in house.agenda.owners), COORDINATOR) if code in busy]


def _owner_checks(name: str, variable: str, bare: Sequence[str], missing: str) -> list[Check]:
    """Whether a setting per owner is given for all who need it.

    variable: its name, with {} for the owner. bare: owners who need it and lack it; missing: the
    sentence about them.
    """
    if bare:
        names = enumerated([variable.format(environment_name(owner)) for owner in bare])
        return [Check(name, Level.WARNING, missing, f"Vul in: {names}.")]
    return [Check(name, Level.OK, "Alle regiehouders met open acties zijn ingevuld.")]
