"""What must be true once it is quiet: both sides are equal, and people have been told."""

from proof.acts import words_in
from proof.sight import Json, Sight, made_by_bot

from bot.store.ledger import Ledger
from connectors.wire import Task
from mappings import planner as lens
from mappings.agenda import Agenda
from mappings.canonical import Action

SHARED = ("title", "status", "due", "note", "card")


def check_equal(sight: Sight, ledger: Ledger, agenda: Agenda) -> None:
    """Every action has its task, or its task was deleted; and both say the same."""
    places = ledger.places.all("planner")
    board = lens.Board(
        agenda=agenda.key,
        labels={key[6:]: slot for key, slot in places.items() if key.startswith("label:")},
        owner_names={owner.code: owner.name for owner in agenda.owners},
    )
    for code, action in sight.actions.items():
        link, task = sight.links.get(code), sight.task_of(code)
        assert link is not None, f"UNEQUAL: {code} has no task"
        assert (task is not None) == (link.state == "live"), f"UNEQUAL: {code} is {link.state}"
        if task is not None:
            _check_same(action, task, board, str(sight.bases[code].get("card", "")))


def check_told(sight: Sight, ledger: Ledger) -> None:
    """What people made is a proposal, and what they deleted is in the history."""
    known = {p.remote_id for p in ledger.proposals.all() if p.gone_at is None}
    linked = {link.remote_id for link in sight.links.values()}
    made = {task["id"] for task in sight.tasks.values() if not made_by_bot(task)}
    assert made - linked <= known, "UNTOLD: a task that people made is no proposal"
    for code, link in sight.links.items():
        told = [change.new for change in sight.history.get(code, []) if change.field == "item"]
        assert link.state == "live" or "verwijderd" in told, f"UNTOLD: {code} was deleted"


def _check_same(action: Action, task: Json, board: lens.Board, card: str) -> None:
    """By the lens, and by the traceable words that anybody can see."""
    ours = lens.view_action(action, board)
    theirs = lens.view_task(Task.read(task), board, known_cards=(card, str(ours["card"])))
    for name in SHARED:
        assert ours[name] == theirs[name], f"UNEQUAL: {name} of {action.code}"
    written = words_in(task["details"]["description"])
    told = words_in(action.note, action.text)  # the text of an accepted task is people's own
    assert words_in(action.note) <= written <= told, f"UNEQUAL: words on {action.code}"
