"""The columns of the list: one list for every file that is written and every file that is read.

A heading means the same wherever it stands. The meanings stand in the workbook for whoever has only
the file. `names` are the other headings under which the same thing stands in files that people made
themselves; how they are compared is told in
`bot.documents.headings`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal

from bot.core.digest.figures import status_label
from bot.core.dutch import due_words
from bot.documents.headings import Headings, heading_key
from mappings.canonical import Action, yes_no

Value = str | int | date | None

ColumnKey = Literal[
    "code",
    "title",
    "goal",
    "text",
    "status",
    "day",
    "due",
    "rhythm",
    "occasions",
    "owners",
    "plateau",
    "framework",
    "note",
    "origin",
]
"""What a column holds; "day" is the calendar day that belongs to the words of "due".

"occasions" is what the list counts itself, and is never read. "origin" is the mark of a row in a
file of ours, see `origins`; people do not see it.
"""

ORIGIN_HEADING = "Kenmerk"
OWNERS_SHEET, MEANINGS_SHEET, DECISIONS_SHEET = "Regiehouders", "Toelichting", "Besluiten"
"""The sheets of a workbook of ours that hold no actions."""


@dataclass(frozen=True)
class Names:
    """What goals and owners are called. Without a name a goal is its number, an owner its code.

    occasions: how often an action that returns was done, in words and by code.
    """

    goals: Mapping[int, str] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)
    occasions: Mapping[str, str] = field(default_factory=dict)

    def goal(self, number: int) -> str:
        """A goal by its number and name: "1. Beleidsmatige basis op orde brengen"."""
        return f"{number}. {self.goals[number]}" if number in self.goals else str(number)

    def all_owners(self, action: Action) -> str:
        """Who has the lead in an action, the first one first."""
        return ", ".join(self.owners.get(owner, owner) for owner in action.owners)


@dataclass(frozen=True)
class ListColumn:
    """A column. width: in characters of a spreadsheet's standard font.

    key: what it holds. names: other headings for it in files that people made. meaning: for who
    has only the file. value: what stands there for an action, with its type.
    """

    key: ColumnKey
    heading: str
    names: tuple[str, ...]
    width: int
    meaning: str
    value: Callable[[Action, Names], Value]


COLUMNS = (
    ListColumn(
        "code",
        "Code",
        ("Nr", "Nummer", "No", "Actienr", "Actienummer", "Actiecode"),
        7,
        "Het doel en het nummer van de actie. De code verandert nooit.",
        lambda action, _: action.code,
    ),
    ListColumn(
        "title",
        "Titel",
        ("Korte titel", "Naam", "Onderwerp"),
        34,
        "De korte titel, zoals die in Planner staat.",
        lambda action, _: action.title,
    ),
    ListColumn(
        "goal",
        "Doel",
        ("Beleidsdoel", "Doelstelling", "Thema", "Speerpunt", "Pijler"),
        22,
        "Het beleidsdoel waar de actie onder valt.",
        lambda action, names: names.goal(action.goal),
    ),
    ListColumn(
        "text",
        "Volledige tekst",
        (
            *("Actie", "Acties", "Actiepunt", "Wat", "Wat gaan we doen", "Activiteit", "Tekst"),
            *("Wat gaan we doen voor dit beleidsdoel", "Maatregel", "Inspanning", "Omschrijving"),
        ),
        46,
        "De tekst uit de vastgestelde agenda.",
        lambda action, _: action.text,
    ),
    ListColumn(
        "status",
        "Stand",
        ("Status", "Voortgang"),
        11,
        "Gereed: klaar. Loopt: mee bezig. Planning: nog niet begonnen. NIET: gaat niet door. "
        "Geen stand: niet ingevuld.",
        lambda action, _: status_label(action),
    ),
    ListColumn(
        "day",
        "Deadline",
        ("Datum gereed", "Einddatum", "Streefdatum", "Gereed op"),
        12,
        "De dag waarop de actie klaar moet zijn. Bij een jaar is dat 31 december. "
        "Leeg: er is geen dag afgesproken.",
        lambda action, _: action.due.date,
    ),
    ListColumn(
        "due",
        "Afspraak",
        ("Wanneer gereed", "Wanneer", "Gereed", "Planning", "Termijn", "Tijdpad"),
        16,
        "De deadline zoals die is afgesproken: een dag, een jaar, Continue, Ad hoc of NIET.",
        lambda action, _: due_words(action.due),
    ),
    ListColumn(
        "rhythm",
        "Ritme",
        ("Frequentie", "Herhaling", "Hoe vaak"),
        10,
        "Hoe vaak de actie terugkomt, als de agenda dat noemt.",
        lambda action, _: action.rhythm or "",
    ),
    ListColumn(
        "occasions",
        "Keren gedaan",
        (),
        24,
        "Hoe vaak de actie in deze periode is gedaan, en wat te laat is. Dit telt de bot zelf: "
        "wat u hier wijzigt, telt niet.",
        lambda action, names: names.occasions.get(action.code, ""),
    ),
    ListColumn(
        "owners",
        "Regie",
        (
            *("Regiehouder", "Regiehouders", "Trekker", "Trekkers", "Eigenaar", "Wie"),
            *("Verantwoordelijk", "Verantwoordelijke", "Actiehouder"),
        ),
        20,
        "Wie de regie heeft. De eerste is de trekker.",
        lambda action, names: names.all_owners(action),
    ),
    ListColumn(
        "plateau",
        "VNG-plateau",
        ("Plateau", "Plateau VNG"),
        9,
        "1: verplicht volgens de VNG. 2: aanvullend. Leeg: niet genoemd.",
        lambda action, _: action.vng.plateau,
    ),
    ListColumn(
        "framework",
        "VNG-kader",
        ("Kader", "Kader VNG", "In VNG-kader"),
        8,
        "Of de actie in het kader van de VNG staat. Leeg: niet genoemd.",
        lambda action, _: yes_no(action.vng.framework),
    ),
    ListColumn(
        "note",
        "Stand van zaken",
        (
            *("Stand van zaken/toelichting", "Toelichting", "Bericht", "Opmerking"),
            *("Opmerkingen", "Laatste bericht"),
        ),
        46,
        "Het laatste bericht van de regiehouder.",
        lambda action, _: action.note,
    ),
)


HEADINGS: Mapping[str, ColumnKey] = MappingProxyType(
    {
        heading_key(name): column.key
        for column in COLUMNS
        for name in (column.heading, *column.names)
    }
    | {heading_key(ORIGIN_HEADING): "origin"}
)
"""Every heading that is known, as `heading_key` writes it, with what stands under it."""


def list_headings(owners: Iterable[str] = ()) -> Headings:
    """What a reader of a file looks for. owners: names that may be broken at the end of a line."""
    ours = [column.heading for column in COLUMNS]  # first, as an example of what may stand there
    others = [name for column in COLUMNS for name in column.names]
    beside = (OWNERS_SHEET, MEANINGS_SHEET, DECISIONS_SHEET)
    return Headings.of([*ours, *others, ORIGIN_HEADING], owners, beside)


def column_heading(key: ColumnKey) -> str:
    """The heading under which the list itself writes this."""
    return next(column.heading for column in COLUMNS if column.key == key)
