"""What must be true once it is quiet of what owners are asked by the checklist of their task.

A tick that stands on a task is in the ledger, and one that does not stand there any more is not,
unless its item is gone. A closed action carries no item that we know of, and no task carries two
for one question.
"""

from collections import Counter

from proof.sight import PLANNER, Json, Sight, is_question

from bot.store.ledger import Ledger


def check_questions(sight: Sight, ledger: Ledger) -> None:
    """Hold every task to it."""
    rows = {row.key: row for row in ledger.asks.all()}
    for code, action in sight.actions.items():
        task = sight.item_of(PLANNER, code)
        if task is None:
            continue
        ours = _ours(task)
        known = sight.ties[PLANNER].bases.get(code, {}).get("checklist") or ()
        if not action.is_open:
            assert not ours.keys() & set(known), f"ASKED: {code} is closed, and carries {ours}"
        per_question = Counter(rows[key].about for key in ours if key in rows)
        assert all(n == 1 for n in per_question.values()), f"DOUBLE: {code} carries {per_question}"
        for key, item in ours.items():
            if key not in rows:  # of a time that the ledger forgot
                assert key not in known, f"ASKED: nobody knows what {item} on {code} asks"
                continue
            assert bool(rows[key].ticked_at) == item["isChecked"], f"TICK: of {code}, {rows[key]}"


def _ours(task: Json) -> dict[str, Json]:
    checklist = task["details"]["checklist"]
    return {key: item for key, item in checklist.items() if is_question(key)}
