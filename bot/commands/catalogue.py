"""The commands by name, each with its line in the help, so that one is loaded only when asked for.

What a command needs takes most of a second to import, and to see the help or the version asks for
none of it. The lines stand here as well as in the commands' own docstrings; a test holds the one
to the other.
"""

from dataclasses import dataclass
from importlib import import_module
from typing import Any

import typer
from typer.main import get_group

from bot.commands.frame import DutchCommand, DutchGroup


@dataclass(frozen=True)
class CommandEntry:
    """A command before it is loaded.

    place: "module:name" inside `bot.commands`, of its function or of its `typer.Typer`. line: the
    first paragraph of its help. takes_ids: whether it takes an id of Planner's, which may begin
    with a hyphen and is no option then.
    """

    place: str
    line: str
    takes_ids: bool = False

    @property
    def context_settings(self) -> dict[str, bool]:
        """What Typer is to know of it: an unknown word with a hyphen in front may be an id."""
        return {"ignore_unknown_options": True} if self.takes_ids else {}


CATALOGUE = {
    "demo": CommandEntry(
        "demo:demo", "Laat de hele keten zien op een proefomgeving, zonder account."
    ),
    "init": CommandEntry(
        "init:init",
        "Maak een map met agenda.yaml en actions.yaml uit een document dat er al is.",
    ),
    "import": CommandEntry(
        "imports:import_file",
        "Neem acties over in de lijst. Wat mensen sindsdien wijzigden, blijft staan.",
    ),
    "export": CommandEntry(
        "actions:export_file",
        "Schrijf de lijst in een bestand, om in te vullen en weer te importeren.",
    ),
    "list": CommandEntry(
        "actions:list_actions",
        "Toon de lijst, of een deel ervan: wat aan alle opties voldoet.",
    ),
    "show": CommandEntry(
        "show:show",
        "Toon alles van één actie: tekst, stand, koppelingen, pauzes, botsingen en wat er "
        "gebeurde.",
    ),
    "set": CommandEntry(
        "actions:set_fields",
        "Wijzig acties in de lijst, allemaal of geen; de volgende ronde brengt het naar Planner.",
    ),
    "reopen": CommandEntry(
        "completions:reopen_actions",
        "Neem een Gereed terug dat een vergissing was: de actie is weer wat zij daarvoor was.",
    ),
    "history": CommandEntry(
        "actions:show_history",
        "Toon wat er met een actie gebeurd is: wanneer, van welke kant, oud en nieuw.",
    ),
    "drop": CommandEntry(
        "struck:drop",
        "Haal acties uit de lijst die er nooit in hoorden; zonder code: toon wat eruit is gehaald.",
    ),
    "plan": CommandEntry("sync:plan", "Laat zien wat een ronde zou doen. Verandert niets."),
    "sync": CommandEntry(
        "sync:sync", "Breng de lijst, Planner en de agenda in Outlook bij elkaar."
    ),
    "pairs": CommandEntry(
        "pairs:group",
        "Toon welke eigen taken van mensen in Planner op een actie lijken die er nog niet staat.",
    ),
    "conflicts": CommandEntry(
        "decisions:show_conflicts",
        "Toon de botsingen: dezelfde gegevens, op twee plaatsen anders gewijzigd.",
    ),
    "resolve": CommandEntry(
        "decisions:resolve_conflict", "Beslis een botsing; de volgende ronde voert het uit."
    ),
    "proposals": CommandEntry(
        "decisions:show_proposals",
        "Toon de taken die mensen zelf in Planner maakten en die nog geen actie zijn.",
    ),
    "accept": CommandEntry(
        "decisions:accept_proposal",
        "Maak een actie van een taak die iemand zelf in Planner maakte.",
        takes_ids=True,
    ),
    "reject": CommandEntry(
        "decisions:reject_proposal",
        "Laat een eigen taak met rust en toon haar niet meer als voorstel; met --undo toch weer "
        "wel.",
        takes_ids=True,
    ),
    "relink": CommandEntry(
        "decisions:relink_task",
        "Koppel een taak of afspraak weer aan haar actie, als de database of het kenmerk verloren "
        "is.",
        takes_ids=True,
    ),
    "restore": CommandEntry(
        "decisions:restore_task",
        "Zet terug wat in Planner of in de agenda van Outlook is verwijderd of verplaatst.",
    ),
    "decide": CommandEntry(
        "decide:decide",
        "Leg vast wat een overleg besloot: een wijziging, een nieuwe actie of een vraag.",
    ),
    "decisions": CommandEntry(
        "decide:show_decisions",
        "Toon de besluiten van de overleggen, en wat er van elk geworden is.",
    ),
    "remind": CommandEntry(
        "reminders:remind",
        "Stuur iedere regiehouder een kaart met wat nodig is: te laat, binnenkort klaar, "
        "bijwerken.",
    ),
    "reminders": CommandEntry(
        "reminders:reminders",
        "Toon welke herinneringen over een actie zijn verstuurd, en welke er nog komen.",
    ),
    "snooze": CommandEntry(
        "snooze:snooze",
        "Pauzeer de herinneringen aan een actie of een regiehouder; zonder meer: toon de pauzes.",
    ),
    "login": CommandEntry(
        "login:login",
        "Meld het serviceaccount aan dat in Teams berichten plaatst. Dit doet iemand met een "
        "browser.",
    ),
    "run": CommandEntry(
        "service:run",
        "Draai als dienst: houd alles gelijk, herinner en mail op tijd. Stop met Ctrl-C of "
        "SIGTERM.",
    ),
    "status": CommandEntry(
        "service:status",
        "Toon wat er op u wacht, wat eraan komt, en hoe het ervoor staat.",
    ),
    "doctor": CommandEntry(
        "service:doctor",
        "Controleer of alles werkt, en zeg in woorden wat er ontbreekt. Verandert niets.",
    ),
    "sandbox": CommandEntry(
        "sandbox:sandbox",
        "Draai een proefomgeving van Microsoft 365 op deze machine. Stop met Ctrl-C of SIGTERM.",
    ),
    "digest": CommandEntry(
        "digest:group",
        "Mail het statusoverzicht voor de eerstvolgende driehoek, als het moment daar is.",
    ),
    "ahead": CommandEntry(
        "ahead:group",
        "Toon wat er komt, per week en regiehouder, en waar deadlines zich ophopen.",
    ),
    "dossier": CommandEntry(
        "dossier:group",
        "Maak van een overleg één bestand voor het archief: lijst, overzicht, besluiten en "
        "ontvangers.",
    ),
    "report": CommandEntry(
        "annual:report",
        "Maak het verslag over een jaar: wat gereed kwam, wat is verzet en hoe elk doel ervoor "
        "staat.",
    ),
    "meetings": CommandEntry(
        "meetings:group",
        "Toon de overleggen in de agenda, gehouden en nog te komen, en waarom elk meetelt of niet.",
    ),
}
"""In the order of the help."""


class LazyGroup(DutchGroup):
    """The commands of the catalogue: their lines when the help asks, the one that was typed whole.

    What Typer looks up by name alone, for the help, a completion or "did you mean", it finds
    without anything being loaded.
    """

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        for name, entry in CATALOGUE.items():
            self.commands[name] = DutchCommand(name, help=entry.line, rich_markup_mode=None)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[Any, Any, list[str]]:
        """The command that was typed, loaded, with the words that are left."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, load(name) if name else command, rest


def load(name: str) -> Any:
    """The command of this name as Typer runs it. Raises KeyError for an unknown name."""
    entry = CATALOGUE[name]
    module, _, attribute = entry.place.partition(":")
    found = getattr(import_module(f"bot.commands.{module}"), attribute)
    program = typer.Typer(add_completion=False, rich_markup_mode=None)
    if isinstance(found, typer.Typer):
        for inner in found.registered_commands:
            inner.cls = DutchCommand
        program.add_typer(found, name=name, cls=DutchGroup)
    else:
        program.command(name, cls=DutchCommand, context_settings=entry.context_settings)(found)
    return get_group(program).commands[name]
