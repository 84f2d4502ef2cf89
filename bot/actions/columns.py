"""The columns of the list as people get it in a file: one list for the CSV and for the workbook.

A heading means the same wherever it stands. The meanings stand in the workbook for whoever has only
the file.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.core.digest.figures import status_label
from bot.core.dutch import due_words
from mappings.canonical import Action, yes_no

Value = str | int | date | None


@dataclass(frozen=True)
class Names:
    """What goals and owners are called. Without a name a goal is its number, an owner its code."""

    goals: Mapping[int, str] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)

    def goal(self, number: int) -> str:
        """A goal by its number and name: "1. Beleidsmatige basis op orde brengen"."""
        return f"{number}. {self.goals[number]}" if number in self.goals else str(number)

    def all_owners(self, action: Action) -> str:
        """Who has the lead in an action, the first one first."""
        return ", ".join(self.owners.get(owner, owner) for owner in action.owners)


@dataclass(frozen=True)
class ListColumn:
    """A column. width: in characters of a spreadsheet's standard font.

    meaning: for who has only the file. value: what stands there for an action, with its type.
    """

    heading: str
    width: int
    meaning: str
    value: Callable[[Action, Names], Value]


COLUMNS = (
    ListColumn(
        "Code",
        7,
        "Het doel en het nummer van de actie. De code verandert nooit.",
        lambda action, _: action.code,
    ),
    ListColumn(
        "Titel",
        34,
        "De korte titel, zoals die in Planner staat.",
        lambda action, _: action.title,
    ),
    ListColumn(
        "Doel",
        22,
        "Het beleidsdoel waar de actie onder valt.",
        lambda action, names: names.goal(action.goal),
    ),
    ListColumn(
        "Volledige tekst",
        46,
        "De tekst uit de vastgestelde agenda.",
        lambda action, _: action.text,
    ),
    ListColumn(
        "Stand",
        11,
        "Gereed: klaar. Loopt: mee bezig. Planning: nog niet begonnen. NIET: gaat niet door. "
        "Geen stand: niet ingevuld.",
        lambda action, _: status_label(action),
    ),
    ListColumn(
        "Deadline",
        12,
        "De dag waarop de actie klaar moet zijn. Bij een jaar is dat 31 december. "
        "Leeg: er is geen dag afgesproken.",
        lambda action, _: action.due.date,
    ),
    ListColumn(
        "Afspraak",
        16,
        "De deadline zoals die is afgesproken: een dag, een jaar, Continue, Ad hoc of NIET.",
        lambda action, _: due_words(action.due),
    ),
    ListColumn(
        "Ritme",
        10,
        "Hoe vaak de actie terugkomt, als de agenda dat noemt.",
        lambda action, _: action.rhythm or "",
    ),
    ListColumn(
        "Regie",
        20,
        "Wie de regie heeft. De eerste is de trekker.",
        lambda action, names: names.all_owners(action),
    ),
    ListColumn(
        "VNG-plateau",
        9,
        "1: verplicht volgens de VNG. 2: aanvullend. Leeg: niet genoemd.",
        lambda action, _: action.vng.plateau,
    ),
    ListColumn(
        "VNG-kader",
        8,
        "Of de actie in het kader van de VNG staat. Leeg: niet genoemd.",
        lambda action, _: yes_no(action.vng.framework),
    ),
    ListColumn(
        "Stand van zaken",
        46,
        "Het laatste bericht van de regiehouder.",
        lambda action, _: action.note,
    ),
)
