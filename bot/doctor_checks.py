"""What `doctor` can see on this machine, one function per subject; `bot.doctor` calls them.

Each only reads, gives its checks, and raises what the parts raise.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.core.dutch import counted, enumerated
from bot.core.reminders import COORDINATOR
from bot.meetings import workdays_of
from bot.settings import Settings, SettingsErrors, environment_name
from bot.wiring import House
from connectors.errors import Fenced
from connectors.teams import check_webhook_url
from mappings.agenda import load_actions
from mappings.agenda_file import AgendaErrors

Level = Literal["ok", "let op", "fout"]

_ENVIRONMENT = "Zet dit in de omgeving of in .env; zie config.example.env."


@dataclass(frozen=True)
class Check:
    """One line of the report.

    name: what was looked at. sentence: what was found; advice: what to do; both Dutch. outage: the
    other side did not answer, so that no setting of ours has to change.
    """

    name: str
    level: Level
    sentence: str
    advice: str = ""
    outage: bool = False

    def as_json(self) -> dict[str, str]:
        """The shape of `doctor --json`."""
        return {
            "name": self.name,
            "level": self.level,
            "sentence": self.sentence,
            "advice": self.advice,
        }


def settings(house: House) -> list[Check]:
    """Whether each part has the settings it cannot do without."""
    sign_in = _missing(house.settings)
    wanted = {
        "aanmelden": sign_in,
        "Planner": _missing(house.settings, "PLANNER_GROUP_ID"),
        "Outlook": _missing(house.settings, "OUTLOOK_MAILBOX"),
        "overzicht": _missing(house.settings, "DIGEST_RECIPIENTS", "ALLOWED_RECIPIENT_DOMAINS"),
    }
    checks = []
    for part, sentences in wanted.items():
        own = [s for s in sentences if part == "aanmelden" or s not in sign_in]
        name = f"instellingen voor {part}"
        checks += [Check(name, "fout", sentence, _ENVIRONMENT) for sentence in own] or [
            Check(name, "ok", "Alles wat nodig is, is ingevuld.")
        ]
    return checks


def database(house: House) -> list[Check]:
    """Whether the database opens; a unit of work begins with taking the right to write."""
    with house.store.begin() as ledger:
        actions = ledger.actions.all()
    checks = [Check("database", "ok", "De database is te openen en te beschrijven.")]
    if actions:
        sentence = f"Er {'staat' if len(actions) == 1 else 'staan'} "
        sentence += f"{counted(len(actions), 'actie', 'acties')} in de lijst."
        return [*checks, Check("lijst", "ok", sentence)]
    advice = "Vul haar met: driehoek import"
    return [*checks, Check("lijst", "let op", "De lijst is nog leeg.", advice)]


def agenda(house: House) -> list[Check]:
    """Whether the agenda folder can be used: both files, and the free days in it."""
    folder = house.settings.agenda_dir
    try:
        found = house.agenda
        if (folder / "actions.yaml").exists():  # a list may also come from elsewhere
            load_actions(folder / "actions.yaml", found)
        workdays_of(house.agenda)
    except AgendaErrors as error:
        advice = "Verbeter dit in het bestand."
        return [Check("agenda", "fout", str(problem), advice) for problem in error.problems]
    except SettingsErrors as error:
        return [Check("agenda", "fout", str(error), "Verbeter dit in het bestand.")]
    goals = counted(len(found.goals), "doel", "doelen")
    owners = counted(len(found.owners), "regiehouder", "regiehouders")
    return [Check("agenda", "ok", f"De agenda is te lezen: {goals} en {owners}.")]


def recipients(house: House) -> list[Check]:
    """How many read the digest; one outside the allow-list cannot get past the settings."""
    house.settings.need("DIGEST_RECIPIENTS", "ALLOWED_RECIPIENT_DOMAINS")
    readers = counted(len(house.settings.digest_recipients), "adres", "adressen")
    return [Check("ontvangers", "ok", f"Het overzicht gaat naar {readers} binnen de domeinen.")]


def webhooks(house: House) -> list[Check]:
    """Whether every webhook lies inside the fence. The addresses themselves are not shown."""
    given = house.settings
    checks = []
    for owner, url in given.webhooks.items():
        try:
            check_webhook_url(url.get_secret_value(), given.webhook_hosts)
        except Fenced as error:
            name = f"TEAMS_WEBHOOK_{owner}"
            checks.append(Check("Teams", "fout", f"{name} is niet te gebruiken.", error.advice))
    channels = counted(len(given.webhooks), "kanaal", "kanalen")
    return checks or [Check("Teams", "ok", f"De adressen zijn goed: {channels}.")]


def channels(house: House) -> list[Check]:
    """Whether every owner of open actions can be reminded, the coordinator included."""
    given = house.settings.webhooks
    bare = [owner for owner in _owners_at_work(house) if environment_name(owner) not in given]
    missing = f"Er is geen Teams-kanaal voor {enumerated(bare)}; zij krijgen geen herinnering."
    return _owner_checks(house, "kanalen", "TEAMS_WEBHOOK_{}", given, bare, missing)


def assignees(house: House) -> list[Check]:
    """Whether the tasks of every owner of open actions can be assigned to somebody."""
    given = house.settings.members
    owners = [owner for owner in _owners_at_work(house) if owner != COORDINATOR]
    bare = [owner for owner in owners if environment_name(owner) not in given]
    missing = f"Taken van {enumerated(bare)} worden aan niemand toegewezen."
    return _owner_checks(house, "toewijzing", "OWNER_{}_MEMBERS", given, bare, missing)


def _missing(given: Settings, *names: str) -> tuple[str, ...]:
    """The sentences about settings that are empty, without the advice that closes the list."""
    try:
        given.need(*names)
    except SettingsErrors as error:
        return error.sentences[:-1]
    return ()


def _owners_at_work(house: House) -> list[str]:
    """The owners of open actions, in the agenda's order, and the coordinator for those without."""
    with house.store.begin() as ledger:
        actions = [action for action in ledger.actions.all().values() if action.is_open]
    busy = {owner for action in actions for owner in action.owners or (COORDINATOR,)}
    return [code for code in (*(o.code for o in house.agenda.owners), COORDINATOR) if code in busy]


def _owner_checks(
    house: House,
    name: str,
    variable: str,
    given: Collection[str],
    bare: Sequence[str],
    missing: str,
) -> list[Check]:
    """Whether a setting per owner is given for all who need it, and for nobody unknown.

    variable: its name, with {} for the owner. bare: owners who need it and lack it; missing: the
    sentence about them.
    """
    known = {environment_name(owner.code) for owner in house.agenda.owners}
    strange = [owner for owner in given if owner not in known | {environment_name(COORDINATOR)}]
    checks = [
        Check(
            name,
            "let op",
            f"{variable.format(owner)} hoort bij geen regiehouder uit de agenda.",
            "Verbeter de naam of haal haar weg.",  # most likely a typing error
        )
        for owner in strange
    ]
    if bare:
        names = enumerated([variable.format(environment_name(owner)) for owner in bare])
        checks.append(Check(name, "let op", missing, f"Vul in: {names}."))
    return checks or [Check(name, "ok", "Alle regiehouders met open acties zijn ingevuld.")]
