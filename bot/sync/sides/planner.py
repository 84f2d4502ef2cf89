"""Planner as a side: finds the plan, reads it whole, and opens it for `planner_send`.

Behind the contract of `bot.sync.side`. Only the configured plan is touched, or the one that the bot
made in the configured group.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from bot.core.sync.effects import Item
from bot.core.sync.sides import PLANNER
from bot.core.sync.unmoved import terms_of
from bot.store.records.marks import Mark
from bot.sync.side import Memory, Reading, SideMisset
from bot.sync.sides.failures import set_apart, told_apart, unread
from bot.sync.sides.planner_people import AccountBook, Roster
from bot.sync.sides.planner_send import Lessons, OpenPlan, unavailable
from bot.sync.sides.planner_setup import BEGUN, Ready, begin, get_ready
from connectors import errors
from connectors.graph.calls import Unreadable
from connectors.graph.folded import Late
from connectors.planner import PlanContents, PlannerApi
from connectors.planner_requests import LabelNames
from connectors.wire import Plan, Task
from mappings import planner as lens
from mappings.agenda import Agenda
from mappings.canonical import Action, Fields
from mappings.checklist import room_on, ticks_on
from mappings.text import clean_line

_EXPAND = "expand"  # whether a listing of tasks may bring their details along

_NO_SUCH_PLAN = (
    "Het Planner-plan uit PLANNER_PLAN_ID bestaat niet (meer) in de groep uit PLANNER_GROUP_ID. "
    "Controleer beide, of laat PLANNER_PLAN_ID leeg om een nieuw plan te laten maken."
)
_OUR_PLAN_GONE = (
    "Het plan dat de bot heeft gemaakt is weg of niet meer te lezen, bijvoorbeeld omdat het is "
    "verwijderd of een premium-plan werd. Zet het terug via de prullenbak van de groep, of kies "
    "met PLANNER_PLAN_ID een ander plan."
)


_LOCKED = (
    "Planner laat de kolommen en labels van het plan niet wijzigen, terwijl het plan wel te lezen "
    "is. Misschien is het gearchiveerd; haal het dan terug. Anders: driehoek doctor."
)


class WrongPlan(SideMisset):
    """The configured plan is not there, or is not a plan of the configured group."""


@dataclass(frozen=True)
class PlannerSide:
    """One plan. people: whom tasks are assigned to. plan_id: the only plan we may touch, or ""."""

    api: PlannerApi
    agenda: Agenda
    people: AccountBook
    group_id: str
    plan_id: str = ""
    name: str = PLANNER
    has_checklists: bool = True
    _lessons: Lessons = field(init=False, default_factory=Lessons)

    def read(self, memory: Memory, *, prepare: bool) -> OpenPlan:
        """Read the plan whole; see `bot.sync.side.Side.read`. Raises also WrongPlan."""
        try:
            return self._read(memory, prepare=prepare)
        except errors.GraphError as error:
            raise unavailable(error) from error

    def _read(self, memory: Memory, *, prepare: bool) -> OpenPlan:
        if not memory.capabilities.get(_EXPAND, True):
            self.api.expands = False  # probed by an earlier process
        known = memory.places
        plan_id = self.plan_id or known.get("plan", "")
        labels: LabelNames | None = None
        if plan_id:
            contents = self._fenced(plan_id, memory.marks)
            roster = self.people.open(write=prepare)
        else:
            roster = self.people.open(write=prepare, plans=True)
            plan_id = self._found_in(roster.plans)
            if not plan_id and not prepare:
                return self._nothing_yet(roster)
            contents, labels = (self._fenced(plan_id, {}), None) if plan_id else self._begin()
            plan_id = contents.plan.id
        if known.get("plan") != plan_id:  # slots and columns of another plan say nothing here
            known = {}
        ready = self._get_ready(contents, roster.members(), known, write=prepare)
        terms = terms_of(memory.terms, ready.board.model_dump_json())
        board = ready.board
        tasks, folded = self._unfolded(contents, memory, terms)
        listed = tasks.keys() | folded.keys() | {thing.id for thing in contents.unreadable}
        unreadable, answers = set_apart(self._ask_for(sorted(memory.linked - listed)))
        unlisted, missing = _sorted_out(answers, plan_id)
        tasks |= unlisted
        unreadable |= {thing.id: _glimpsed(thing, board) for thing in contents.unreadable}
        told = told_apart(PLANNER, unreadable.values(), memory.linked)
        every = Late(tasks, folded, lambda name: self.api.unfold(folded[name]))
        items = _items(tasks.values(), board, memory) | unreadable
        reading = Reading(
            items=Late(items, folded, lambda name: _items([every[name]], board, memory)[name]),
            view=_view_on(board),
            places={"plan": plan_id, **ready.places, **(BEGUN if labels else {})},
            missing=missing,
            unlisted=frozenset(unlisted),
            remarks=(
                *ready.remarks,
                *roster.remarks(lambda: memory.actions(None).values()),
                *([told] if told else []),
            ),
            starts={t.id: day for t in tasks.values() if (day := lens.start_day(t, board))},
            capabilities={_EXPAND: self.api.expands},
            once=ready.once,
            takes_over=True,
            terms=terms,
            prints=contents.prints,
        )
        return OpenPlan(self.api, plan_id, board, every, reading, self._lessons, roster, labels)

    def _unfolded(
        self, contents: PlanContents, memory: Memory, terms: str
    ) -> tuple[dict[str, Task], Mapping[str, bytes]]:
        """The tasks to look into, and those that stay folded: nothing about them is otherwise."""
        same = {n: text for n, text in contents.folded.items() if memory.marks[n].terms == terms}
        others = contents.folded.keys() - same.keys()
        opened = {name: self.api.unfold(contents.folded[name]) for name in others}
        return opened | {task.id: task for task in contents.tasks}, same

    def _get_ready(
        self,
        contents: PlanContents,
        members: Mapping[str, tuple[str, ...]],
        known: Mapping[str, str],
        *,
        write: bool,
    ) -> Ready:
        """Make what is missing in the plan; without it where Planner allows no change to a plan."""
        prepare = partial(get_ready, self.api, self.agenda, members, contents, known)
        try:
            return prepare(write=write)
        except (errors.Refused, errors.Denied):
            ready = prepare(write=False)
            return replace(ready, remarks=(*ready.remarks, _LOCKED))

    def _nothing_yet(self, roster: Roster) -> OpenPlan:
        board = lens.Board(agenda=self.agenda.key)
        reading = Reading({}, _view_on(board), {}, exists=False)
        return OpenPlan(self.api, "", board, {}, reading, self._lessons, roster)

    def _found_in(self, plans: Sequence[Plan] | errors.GraphError) -> str:
        """The plan in the group that we must have made, "" for none. Raises GraphError.

        It is for a create whose answer was lost: same title, same group, made by an app.
        """
        if isinstance(plans, errors.GraphError):
            raise plans
        title = self.agenda.planner.plan_title
        return next((plan.id for plan in plans if plan.title == title and _by_app(plan)), "")

    def _begin(self) -> tuple[PlanContents, LabelNames | None]:
        """Make the plan, with its columns and the names that its labels are still to get."""
        plan = self.api.create_plan(self.group_id, self.agenda.planner.plan_title)
        try:
            return begin(self.api, self.agenda, plan)
        except (errors.Refused, errors.Denied):
            return self._fenced(plan.id, {}), None  # as it is; `_get_ready` tells what is locked

    def _fenced(self, plan_id: str, marks: Mapping[str, Mark]) -> PlanContents:
        """Read the plan, and refuse it when it does not belong to the configured group."""
        try:
            known = {name: mark.contents for name, mark in marks.items()}
            contents = self.api.read_plan(plan_id, known)
        except (errors.Denied, errors.Missing, errors.Refused) as error:
            # Planner answers 403 for "no right" and "no such plan" alike, and 400 for what has
            # not the form of an id; the group's list tells.
            if plan_id in {plan.id for plan in self.api.plans_of(self.group_id)}:
                raise
            raise WrongPlan(_NO_SUCH_PLAN if self.plan_id else _OUR_PLAN_GONE) from error
        if str(contents.plan.container.get("containerId")).lower() != self.group_id.lower():
            raise WrongPlan(
                "Het Planner-plan uit PLANNER_PLAN_ID hoort bij een andere groep dan "
                "PLANNER_GROUP_ID. Driehoekbot werkt alleen in het plan van die groep."
            )
        return contents

    def _ask_for(self, remote_ids: Sequence[str]) -> dict[str, Task | errors.GraphError]:
        """Ask for tasks by id that were not listed."""
        answers = self.api.read_tasks(remote_ids) if remote_ids else []
        return dict(zip(remote_ids, answers, strict=True))


def _sorted_out(
    answers: Mapping[str, Task | errors.GraphError], plan_id: str
) -> tuple[dict[str, Task], frozenset[str]]:
    """Tell the tasks that are in our plan all the same from the ids that are not.

    403 counts as gone too: the plan itself was just read, so it is not our rights.
    """
    unlisted: dict[str, Task] = {}
    gone = set()
    for remote_id, answer in answers.items():
        match answer:
            case errors.Missing() | errors.Denied():
                gone.add(remote_id)
            case errors.GraphError():
                raise answer
            case Task() if answer.plan_id != plan_id:
                gone.add(remote_id)
            case Task():
                unlisted[remote_id] = answer
    return unlisted, frozenset(gone)


def _glimpsed(thing: Unreadable, board: lens.Board) -> Item:
    """What shows of a task that cannot be read: perhaps whose it is."""
    title, marker = lens.glimpse(thing.body, board)
    seen = {
        "title": clean_line(title),
        "marker": marker,
        "own": _is_app(thing.body.get("createdBy")),
    }
    return unread(thing.id, thing.error).model_copy(update=seen)


def _view_on(board: lens.Board) -> Callable[[Action], Fields]:
    return lambda action: lens.view_action(action, board)


def _items(tasks: Collection[Task], board: lens.Board, memory: Memory) -> dict[str, Item]:
    """What these tasks say, by id; what we may have written on them is looked up together."""
    if not tasks:
        return {}
    markers = {task.id: lens.marker_of(task, board) for task in tasks}
    cards = memory.cards(markers.keys())
    actions = memory.actions({code for code in markers.values() if code})
    found = {}
    for task in tasks:
        marker = markers[task.id] or ""
        ours = [cards[task.id]] if task.id in cards else []
        if marker in actions:
            ours.append(lens.card_text(actions[marker], board))
        found[task.id] = _item(task, board, markers[task.id], tuple(ours))
    return found


def _item(task: Task, board: lens.Board, marker: str | None, ours: tuple[str, ...]) -> Item:
    return Item(
        remote_id=task.id,
        title=clean_line(task.title),
        marker=marker,
        own=_by_app(task),
        fields=lens.view_task(task, board, known_cards=ours),
        doubts=lens.doubts_about(task, board),
        is_raised=lens.is_raised(task, board),
        ticks=ticks_on(task, board.agenda),
        room=room_on(task, board.agenda),
        by=lens.who_said(task),
    )


def _by_app(thing: Task | Plan) -> bool:
    """Whether an application made it. Graph docs: app-only calls set createdBy.application."""
    return _is_app(thing.created_by)


def _is_app(creator: object) -> bool:
    """Whether this names an application and no person; who cannot be told may be the bot."""
    if not isinstance(creator, dict):
        return creator is not None
    return bool(creator.get("application")) and not creator.get("user")
