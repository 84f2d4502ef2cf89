"""The agenda of one municipality: its goals, owners, labels, meetings and field policy.

A folder holds `agenda.yaml` (this module's `Agenda`) and `actions.yaml` (the list of actions).
Everything that differs between municipalities stands there; nothing of it stands in code. Both
files are checked whole and every mistake is reported at once (see `agenda_file`).
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal, Self, cast

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PrivateAttr,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from mappings.agenda_archive import Archiving
from mappings.agenda_days import Holidays
from mappings.agenda_file import AgendaErrors, Problem, YamlFile, read_yaml
from mappings.canonical import Action, Due, Frozen, Policy, Status, Vng
from mappings.dates import DateWindow
from mappings.planner_links import plan_url, task_url
from mappings.words import no_such_owner, read_owner, read_status

POLICY_FIELDS = ("status", "note", "due", "title", "card", "labels", "assignees")
LABEL_KEYS = ("plateau-1", "plateau-2", "niet", "continue", "ad-hoc")
LABELS_OF_OWNERS = ("bespreken",)
"""Labels that the bot makes and only owners put on; an agenda may do without."""


def _written(pattern: str, advice: str) -> AfterValidator:
    """Check how a text is written; the advice ends the Dutch sentence about it."""

    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(f"'{text}' is niet goed geschreven; {advice}")
        return text

    return AfterValidator(check)


def _fill(items: object) -> object:
    """Refuse an empty list. pydantic's min_length counts good items only, and so misleads."""
    if items in ([], ()):
        raise ValueError("deze lijst is leeg; zet er minstens één waarde in")
    return items


FILLED = BeforeValidator(_fill)
Text = Annotated[str, Field(min_length=1)]
Https = Annotated[str, _written(r"https://\S+", "een link begint met https://")]
Key = Annotated[
    str, _written(r"[a-z0-9]+(-[a-z0-9]+)*", "gebruik kleine letters, cijfers en streepjes")
]
"""A name for machines, e.g. "lokale-driehoek"; it stands in markers and the ledger, for ever."""


class Goal(Frozen):
    """A policy goal ("beleidsdoel"); its number is the first half of the action codes."""

    number: int = Field(ge=1)
    name: Text


class Owner(Frozen):
    """Who leads actions ("Regie"): a code and the name people read. Never a person."""

    code: Text
    name: Text


class DigestMoment(Frozen):
    """When the digest goes out: working days before the meeting, and the hour in Amsterdam.

    waits_until_hours_before: a side that cannot be read whole makes the digest wait, until so many
    hours before the meeting; then it goes with the figures there are, and says so.
    tells_called_off: whether its readers hear, in one line, that the meeting is off after all.
    """

    workdays_before: int = Field(ge=0, le=30)
    hour: int = Field(ge=0, le=23)
    waits_until_hours_before: int = Field(default=2, ge=1, le=240)
    tells_called_off: bool = True


class MeetingSeries(Frozen):
    """A series of meetings that gets a digest.

    names: subjects it goes by. category: its Outlook category, "" for none. organisers: mail
    domains that may call it; empty means the domain of the mailbox itself. prepares: the series
    for which this one reads the concept, "" for a series that gets a digest of its own.
    """

    key: Key
    names: Annotated[tuple[Text, ...], FILLED]
    category: str = ""
    organisers: tuple[Text, ...] = ()
    prepares: str = ""
    digest: DigestMoment
    _is_default: bool = PrivateAttr(default=False)

    @property
    def option(self) -> str:
        """What a command must be told to mean this series: "" for the one it means by itself."""
        return "" if self._is_default else f" --series {self.key}"

    def as_default(self) -> Self:
        """The same series, as the one that a command means by itself."""
        series = self.model_copy()
        series._is_default = True  # noqa: SLF001 - a copy of our own
        return series


def _steps_once(steps: tuple[int, ...]) -> tuple[int, ...]:
    if len(set(steps)) != len(steps):
        raise ValueError("hetzelfde aantal dagen staat er dubbel in")
    return steps


Steps = Annotated[tuple[Annotated[int, Field(ge=0, le=366)], ...], AfterValidator(_steps_once)]
"""Days before the deadline on which to remind; 0 is the day itself."""

Workday = Annotated[int, Field(ge=1, le=60)]
ActionCode = Annotated[str, _written(r"[1-9][0-9]*\.[1-9][0-9]*", "schrijf doel.nummer, zoals 2.4")]


class ReminderTuning(Frozen):
    """What one owner or one action wants otherwise; what is left out is as for everybody."""

    steps: Steps | None = None
    late_every: Workday | None = None
    coordinator_after: Annotated[int, Field(ge=0)] | None = None
    driehoek: Workday | None = None


class Reminders(Frozen):
    """When owners are reminded, and how many cards leave on one day at most.

    steps: days before the deadline. late_every, coordinator_after, driehoek: working days, see
    `bot.core.reminders.steps.Rules`. owners, actions: by code, what differs there; what an
    action says goes before what its owner says.
    """

    steps: Annotated[Steps, FILLED]
    late_every: Workday = 5
    coordinator_after: Annotated[int, Field(ge=0)] = 10
    driehoek: Workday = 7
    cards_per_owner: Annotated[int, Field(ge=1)] = 1
    cards_in_all: Annotated[int, Field(ge=1)] = 30
    owners: dict[Text, ReminderTuning] = {}
    actions: dict[ActionCode, ReminderTuning] = {}

    def tuned(self, owner: str, code: str) -> dict[str, object]:
        """The rules for one owner and one action, by the names of `ReminderTuning`."""
        rules = self.model_dump(include=set(ReminderTuning.model_fields))
        for tuning in (self.owners.get(owner), self.actions.get(code)):
            if tuning is not None:
                rules |= tuning.model_dump(exclude_none=True)
        return rules


class Rhythms(Frozen):
    """How actions that return ("2 x jaar") are counted.

    meetings: code of an action to the key of the meetings by which it is done; each that was held
    counts once. Every other action is done by a tick in its task.
    """

    meetings: dict[ActionCode, Key] = {}


class Confirmations(Frozen):
    """Whether and when owners are asked, by an item in the checklist of their task, if it is true.

    workdays_before: working days before a meeting that the item is put on.
    """

    in_checklist: bool = True
    workdays_before: Workday = 10


def _checked_plan_url(template: str) -> str:
    plan_url(template, plan_id="plan", tenant_id="tenant")
    return template


def _checked_task_url(template: str) -> str:
    task_url(template, plan_id="plan", task_id="task", tenant_id="tenant")
    return template


class PlannerPages(Frozen):
    """The plan's title and the links to it; templates with {plan_id}, {task_id}, {tenant_id}."""

    plan_title: Text
    plan_url: Annotated[Https, AfterValidator(_checked_plan_url)]
    task_url: Annotated[Https, AfterValidator(_checked_task_url)]


class Agenda(Frozen):
    """One municipality's agenda, without its actions.

    labels: label key (see LABEL_KEYS and LABELS_OF_OWNERS) to its text in Planner. policy: field
    (see POLICY_FIELDS) to who may change it. dates: the years in which a deadline may lie.
    """

    key: Key
    name: Text
    goals: Annotated[tuple[Goal, ...], FILLED]
    owners: tuple[Owner, ...]
    labels: dict[str, Text]
    meetings: Annotated[tuple[MeetingSeries, ...], FILLED]
    reminders: Reminders
    confirmations: Confirmations = Confirmations()
    policy: dict[str, Policy]
    planner: PlannerPages
    rhythms: Rhythms = Rhythms()
    holidays: Holidays = Holidays()
    dates: DateWindow = DateWindow()
    archive: Archiving | None = None

    @property
    def owner_names(self) -> dict[str, str]:
        """The owners' names by code, in the agenda's order."""
        return {owner.code: owner.name for owner in self.owners}

    @field_validator("meetings")
    @classmethod
    def _with_default(cls, meetings: tuple[MeetingSeries, ...]) -> tuple[MeetingSeries, ...]:
        main = next((series for series in meetings if not series.prepares), None)
        return tuple(series.as_default() if series is main else series for series in meetings)

    @property
    def driehoek(self) -> MeetingSeries:
        """The first series that gets a digest of its own."""
        return next(series for series in self.meetings if not series.prepares)

    def series(self, key: str) -> MeetingSeries:
        """Look a series of meetings up. Raises KeyError when the agenda has no such series."""
        return {series.key: series for series in self.meetings}[key]

    def goal(self, number: int) -> Goal:
        """Look a goal up. Raises KeyError when the agenda has no such goal."""
        return {goal.number: goal for goal in self.goals}[number]

    def owner(self, code: str) -> Owner:
        """Look an owner up. Raises KeyError when the agenda has no such owner."""
        return {owner.code: owner for owner in self.owners}[code]


def load_agenda(folder: Path) -> Agenda:
    """Read `agenda.yaml` in this folder. Raises AgendaErrors with every problem found."""
    file = read_yaml(folder / "agenda.yaml")
    problems = [
        *file.flaws,
        *file.doubles(("goals",), "number"),
        *file.doubles(("owners",), "code"),
        *file.doubles(("meetings",), "key"),
        *file.wrong_keys(("labels",), LABEL_KEYS, LABELS_OF_OWNERS),
        *file.wrong_keys(("policy",), POLICY_FIELDS),
    ]
    try:
        agenda = Agenda.model_validate(file.data)
    except ValidationError as error:
        raise AgendaErrors([*problems, *file.problems(error)]) from error
    known = [owner.code for owner in agenda.owners]
    problems += [
        file.problem(
            ("reminders", "owners", code),
            f"{no_such_owner(code, known)}.",
        )
        for code in agenda.reminders.owners
        if code not in known
    ]
    problems += _meeting_problems(agenda, file)
    problems += _rhythm_problems(agenda, file)
    if problems:
        raise AgendaErrors(problems)
    return agenda


def _meeting_problems(agenda: Agenda, file: YamlFile) -> Iterator[Problem]:
    """Find series that prepare what cannot be prepared, or that our own deadlines look like."""
    own = [series.key for series in agenda.meetings if not series.prepares]
    choice = f"kies {', '.join(own)}" if own else "laat het bij minstens één overleg weg"
    owners = {owner.code.casefold() for owner in agenda.owners}
    for index, series in enumerate(agenda.meetings):
        if series.prepares and series.prepares not in own:
            sentence = f"'{series.prepares}' is geen ander overleg met een eigen overzicht; "
            yield file.problem(("meetings", index, "prepares"), f"{sentence}{choice}.")
        if series.category.casefold() in owners:
            sentence = f"'{series.category}' is een regiehouder, en dat is in Outlook ook een "
            sentence += "categorie; kies een andere."
            yield file.problem(("meetings", index, "category"), sentence)


def _rhythm_problems(agenda: Agenda, file: YamlFile) -> Iterator[Problem]:
    """Find actions that are counted by meetings which the agenda does not have."""
    known = [series.key for series in agenda.meetings]
    for code, key in agenda.rhythms.meetings.items():
        if key not in known:
            sentence = f"'{key}' is geen overleg uit meetings; kies {', '.join(known)}."
            yield file.problem(("rhythms", "meetings", code), sentence)


def load_actions(path: Path, agenda: Agenda) -> tuple[Action, ...]:
    """Read a list of actions, in the order of the file; JSON is in the form of `list --json`.

    Raises AgendaErrors with every problem found, also those that concern the agenda: a goal or
    an owner it does not have.
    """
    file = read_yaml(path)
    if not isinstance(file.data, list) or not file.data:
        sentence = "hier hoort een lijst met acties te staan."
        raise AgendaErrors([*file.flaws, file.problem((), sentence)])
    problems = [*file.flaws, *file.doubles((), "code")]
    actions = []
    is_json = path.suffix.lower() == ".json"
    for index, item in enumerate(_as_typed(item) if is_json else item for item in file.data):
        try:
            row = _ActionRow.model_validate(item, context=agenda)
        except ValidationError as error:
            problems += file.problems(error, (index,))
        else:
            actions.append(Action.model_validate(row.model_dump()))
    if problems:
        raise AgendaErrors(problems)
    return tuple(actions)


def _as_typed(item: object) -> object:
    """An action of `list --json` as people type one: without what follows from other fields."""
    if not isinstance(item, dict):
        return item
    due = item.get("due")
    told = ("goal", "links", "discuss_since", "first_due", "moves", "occasions", "decisions")
    waits = ("waits_for", "waiters")
    typed = {name: value for name, value in item.items() if name not in (*told, *waits)}
    return {**typed, "due": due.get("text") or "" if isinstance(due, dict) else due}


def _due(word: object, info: ValidationInfo) -> Due:
    match word:
        case str():
            return Due.parse(word, cast("Agenda", info.context).dates)
        case Due():
            return word
        case _:
            raise ValueError("een deadline is één datum, jaar of woord")


def _status(word: object) -> object:
    return read_status(word) if isinstance(word, str) else word


def _number(word: object) -> object:
    return int(word) if isinstance(word, str) and word.isdecimal() else word


def _known_owner(word: str, info: ValidationInfo) -> str:
    return read_owner(word, cast("Agenda", info.context).owner_names)


def _known_goal(code: str, info: ValidationInfo) -> str:
    goal = int(code.split(".", maxsplit=1)[0])
    goals = [known.number for known in cast("Agenda", info.context).goals]
    if goal not in goals:
        raise ValueError(f"doel {goal} bestaat niet; kies {', '.join(map(str, goals))}")
    return code


class _VngRow(Vng):
    plateau: Annotated[Literal[1, 2] | None, BeforeValidator(_number)] = None


class _ActionRow(Action):
    """An action as it stands in the file: words and numbers as text, owners still unknown."""

    code: Annotated[ActionCode, AfterValidator(_known_goal)]
    status: Annotated[Status | None, BeforeValidator(_status)] = None
    due: Annotated[Due, BeforeValidator(_due)] = Due.parse("")
    owners: tuple[Annotated[str, AfterValidator(_known_owner)], ...] = ()
    vng: _VngRow = _VngRow()
