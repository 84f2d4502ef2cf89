"""What goes into a file: the actions in their order, with the words and the day that go along."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from bot.actions.columns import Names
from bot.actions.drafts import AgendaWords, words_of
from bot.actions.owners import read_owners
from bot.core.decisions.states import DecisionStanding
from bot.core.rhythms.tally import Tally
from bot.core.workdays import local_date
from mappings.agenda import Agenda
from mappings.canonical import Action, code_order
from mappings.dates import DATE_WINDOW, DateWindow


@dataclass(frozen=True)
class Listing:
    """The list as it is exported.

    title: of the agenda. owners: every code there is to choose from, in the agenda's order.
    export: which export this is, a word without blanks. day: of the export. tallies: how often
    what returns was done, by code. decided: what meetings decided and what became of it; None where
    that is not told. owner_names: by code.
    """

    actions: tuple[Action, ...]
    title: str
    day: date
    export: str
    names: Names = field(default_factory=Names)
    owners: tuple[str, ...] = ()
    window: DateWindow = DATE_WINDOW
    tallies: Mapping[str, Tally] = field(default_factory=dict)
    decided: tuple[DecisionStanding, ...] | None = None
    owner_names: Mapping[str, str] = field(default_factory=dict)


def listing_of(
    actions: Iterable[Action],
    agenda: Agenda,
    at: datetime,
    tallies: Mapping[str, Tally] | None = None,
    decided: tuple[DecisionStanding, ...] | None = None,
) -> Listing:
    """Gather what an export of these actions at this moment needs, in the order of their codes."""
    return Listing(
        actions=tuple(sorted(actions, key=lambda action: code_order(action.code))),
        title=agenda.name,
        day=local_date(at),
        export=f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        names=names_in(agenda, tallies),
        owners=tuple(agenda.owner_names),
        window=agenda.dates,
        tallies=tallies or {},
        decided=decided,
        owner_names=agenda.owner_names,
    )


def names_in(agenda: Agenda, tallies: Mapping[str, Tally] | None = None) -> Names:
    """What this agenda calls its goals and owners in a file, with what is counted there."""
    counted = {code: tally.words for code, tally in (tallies or {}).items()}
    return replace(names_by(words_of(agenda)), occasions=counted)


def names_by(words: AgendaWords) -> Names:
    """What goals and owners are called in a file, as far as the names can be read back.

    The code stands for an owner whose name is another one's too, or could be taken for two names.
    """
    owners = {
        code: name
        for code, name in words.owners.items()
        if read_owners(f"{name}, {name}", words.owners) == ((code,), ())
    }
    return Names(words.goals, owners)
