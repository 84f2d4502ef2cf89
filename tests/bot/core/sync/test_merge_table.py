"""What becomes of one field when the list and Planner meet: a table to read aloud.

Every case is a sentence, and under it one row:

    agreed | list now | Planner now | outcome | list after | Planner after

agreed: what both last agreed on; `?` when nobody remembers, as after a lost database. A `-` is an
empty field. The list speaks the words of the agenda, Planner what stands on the task. Outcomes:

    same    nothing happens
    takes   the list takes over what people did in Planner
    sends   Planner is sent what the list says
    clash   both were edited; one wins, the loser goes to the history and to the coordinator
    asks    only a person can say which is right; both stay as they are
    tells   the list owns it: it is put back in Planner, and that is reported
    leaves  Planner holds more or less than the list, because people wanted it so
"""

import re
from collections.abc import Iterator

import pytest
from support.strategies import BOARD, TRICKS, action, patched, task

from bot.core.sync.merge import UNKNOWN, Decision, merge_field, policy_for
from connectors.wire import Task
from mappings.canonical import Action, FieldValue, Policy, revise, word
from mappings.description import join_description
from mappings.planner import card_text, render, view_action, view_task

TABLE = """
== status: both may change it; on a clash the side wins (side)
Nobody did anything.
    Loopt    | Loopt    | 50%       | same  | Loopt    | 50%
The owner starts the work.
    Planning | Planning | 50%       | takes | Loopt    | 50%
The owner ticks the task off.
    Loopt    | Loopt    | 100%      | takes | Gereed   | 100%
The owner takes the tick back.
    Gereed   | Gereed   | 50%       | takes | Loopt    | 50%
The coordinator sets the action to Gereed.
    Loopt    | Gereed   | 50%       | sends | Gereed   | 100%
The coordinator sets the action back to Planning.
    Gereed   | Planning | 100%      | sends | Planning | 0%
Somebody else's program wrote 30 %; that is still Loopt and stays 30 %.
    Loopt    | Loopt    | 30%       | same  | Loopt    | 30%
Even 1 % means that the work has started.
    Planning | Planning | 1%        | takes | Loopt    | 1%
And 99 % is not done yet.
    Loopt    | Loopt    | 99%       | same  | Loopt    | 99%
The agenda states no status; a task at 0 % says nothing new.
    Planning | -        | 0%        | same  | -        | 0%
The agenda states no status, and the owner starts the work.
    Planning | -        | 50%       | takes | Loopt    | 50%
The coordinator drops the action: the label says so, the percentage stays as it was.
    Loopt    | NIET     | 40%       | sends | NIET     | 40% NIET
The owner puts the label NIET on the task.
    Loopt    | Loopt    | 50% NIET  | takes | NIET     | 50% NIET
A dropped task is ticked off as well; NIET wins over 100 %.
    NIET     | NIET     | 100% NIET | same  | NIET     | 100% NIET
The owner ticks off and labels NIET in one go: dropped does not come back as done.
    Loopt    | Loopt    | 100% NIET | takes | NIET     | 100% NIET
The owner takes the label NIET off a task that was ticked off.
    NIET     | NIET     | 100%      | takes | Gereed   | 100%
The coordinator revives a dropped action that was ticked off.
    NIET     | Loopt    | 100% NIET | sends | Loopt    | 50%
The coordinator finishes a dropped action that was at 100 % already.
    NIET     | Gereed   | 100% NIET | sends | Gereed   | 100%
Both finished it, each in its own way.
    Loopt    | Gereed   | 100%      | same  | Gereed   | 100%
The coordinator drops what the owner finishes: dropped does not come back as done.
    Loopt    | NIET     | 100%      | clash | NIET     | 100% NIET
The coordinator finishes what the owner drops: the owner's word counts.
    Loopt    | Gereed   | 50% NIET  | clash | NIET     | 50% NIET
The database was lost; both happen to say the same.
    ?        | Loopt    | 70%       | same  | Loopt    | 70%
The database was lost and they differ: nobody guesses.
    ?        | Gereed   | 50%       | asks  | Gereed   | 50%

== status: both may change it; on a clash the list wins (list)
An agenda may also choose that the coordinator's word counts.
    Loopt    | Planning | 100%      | clash | Planning | 0%
Still, an edit by the owner alone is taken over.
    Loopt    | Loopt    | 100%      | takes | Gereed   | 100%

== due: both may change it; on a clash the list wins (list)
Nobody did anything.
    2027-03-31 | 2027-03-31 | 2027-03-31 | same  | 2027-03-31 | 2027-03-31
The owner moves the date.
    2027-03-31 | 2027-03-31 | 2027-06-30 | takes | 2027-06-30 | 2027-06-30
The coordinator moves the date.
    2027-03-31 | 2027-05-01 | 2027-03-31 | sends | 2027-05-01 | 2027-05-01
Both move it to the same day.
    2027-03-31 | 2027-05-01 | 2027-05-01 | same  | 2027-05-01 | 2027-05-01
Both move it to different days: the driehoek's date holds, the owner's is kept in the history.
    2027-03-31 | 2027-05-01 | 2027-06-30 | clash | 2027-05-01 | 2027-05-01
A year is 31 December of it, and stays a year.
    2026-12-31 | 2026       | 2026-12-31 | same  | 2026       | 2026-12-31
The owner gives a year a real date.
    2026-12-31 | 2026       | 2026-10-15 | takes | 2026-10-15 | 2026-10-15
The coordinator postpones by a year.
    2026-12-31 | 2027       | 2026-12-31 | sends | 2027       | 2027-12-31
The coordinator writes the year as its last day; Planner sees no difference.
    2026-12-31 | 2026-12-31 | 2026-12-31 | same  | 2026-12-31 | 2026-12-31
The coordinator chooses the year, the owner its last day: that is the same.
    2027-03-31 | 2026       | 2026-12-31 | same  | 2026       | 2026-12-31
"Continue" is no date, and Planner holds none.
    -          | Continue   | -          | same  | Continue   | -
The owner gives a continuous action a date.
    -          | Continue   | 2026-11-01 | takes | 2026-11-01 | 2026-11-01
The coordinator makes a dated action continuous: the date disappears.
    2027-03-31 | Continue   | 2027-03-31 | sends | Continue   | -
"Ad hoc" is no date either.
    2026-12-31 | Ad hoc     | 2026-12-31 | sends | Ad hoc     | -
A deadline of NIET takes the date away.
    2026-12-31 | NIET       | 2026-12-31 | sends | NIET       | -
The owner clears the date: the action has no deadline any more.
    2027-03-31 | 2027-03-31 | -          | takes | -          | -
The owner clears the date where the coordinator wrote Continue: they agree.
    2026-12-31 | Continue   | -          | same  | Continue   | -
The owner clears what the coordinator moved: the list holds.
    2027-03-31 | 2027-05-01 | -          | clash | 2027-05-01 | 2027-05-01
The coordinator clears what the owner moved: the list holds.
    2027-03-31 | -          | 2027-05-01 | clash | -          | -
An app stores midnight in Amsterdam, summer time: still the same day.
    2027-07-01 | 2027-07-01 | 2027-06-30T22:00Z | same | 2027-07-01 | 2027-07-01
An app stores midnight in Amsterdam, winter time: still the same day.
    2026-12-31 | 2026       | 2026-12-30T23:00Z | same | 2026       | 2026-12-31
An app stores midnight in London: still the same day.
    2026-12-31 | 2026       | 2026-12-31T00:00Z | same | 2026       | 2026-12-31
New Year's night in Amsterdam is already the next year.
    2026-12-31 | 2026       | 2026-12-31T23:00Z | takes | 2027-01-01 | 2027-01-01
The database was lost; Planner still has the date and the list has none.
    ?          | -          | 2027-03-31 | takes | 2027-03-31 | 2027-03-31
The database was lost; the list still has the date and Planner has none.
    ?          | 2026       | -          | sends | 2026       | 2026-12-31
The database was lost and the dates differ: nobody guesses.
    ?          | 2026       | 2027-03-31 | asks  | 2026       | 2027-03-31

== note: both may change it; on a clash the side wins (side)
Nobody did anything.
    plan A | plan A | plan A | same  | plan A | plan A
The owner writes a note where there was none.
    -      | -      | plan A | takes | plan A | plan A
The owner adds to the note.
    plan A | plan A | plan A¶en plan B | takes | plan A¶en plan B | plan A¶en plan B
The coordinator rewrites the note.
    plan A | plan B | plan A | sends | plan B | plan B
Both rewrite it: the owner's words stand, the coordinator's are kept in the history.
    plan A | plan B | plan C | clash | plan C | plan C
The owner empties the note.
    plan A | plan A | -      | takes | -      | -
The coordinator empties the note.
    plan A | -      | plan A | sends | -      | -
The owner empties what the coordinator rewrote.
    plan A | plan B | -      | clash | -      | -
Planner stores Windows line ends; that is no edit.
    een¶twee | een¶twee | een¶twee (windows line ends) | same | een¶twee | een¶twee
A phone writes é as two characters; that is no edit.
    café José | café José | café José (split accents) | same | café José | café José
Blanks at the end of lines are no edit.
    een¶twee | een¶twee | een¶twee (trailing blanks) | same | een¶twee | een¶twee
The dividing line lost some dashes; the note is what it was.
    plan A | plan A | plan A (line damaged) | same | plan A | plan A
The dividing line was removed altogether; the note is what it was.
    plan A | plan A | plan A (line removed) | same | plan A | plan A
The owner writes under the line, against the advice there; it counts all the same.
    plan A | plan A | plan A (under the line: bel OOV) | takes | plan A¶¶bel OOV | plan A¶¶bel OOV
The owner throws all text away, ours included: the note is empty.
    plan A | plan A | - (everything removed) | takes | -      | -
The database was lost and the notes differ: nobody guesses.
    ?      | plan A | plan B | asks  | plan A | plan B
The database was lost; only Planner has a note.
    ?      | -      | plan B | takes | plan B | plan B

== title: the list owns it (restore)
Nobody did anything.
    Leren | Leren   | Leren     | same  | Leren   | Leren
The agenda gets a better title.
    Leren | Opleiden | Leren    | sends | Opleiden | Opleiden
An owner renames the task.
    Leren | Leren   | Iets anders | tells | Leren | Leren
An owner renames the task to what the agenda calls it now.
    Leren | Opleiden | Opleiden | same  | Opleiden | Opleiden
An owner and the agenda rename it, each differently.
    Leren | Opleiden | Iets anders | tells | Opleiden | Opleiden
It was reported before and could not yet be put back: no second report.
    Iets anders | Leren | Iets anders | sends | Leren | Leren
The database was lost and the titles differ.
    ?     | Leren   | Iets anders | tells | Leren | Leren

== card: the list owns it (restore)
Nobody did anything.
    versie 1 | versie 1 | versie 1 | same  | versie 1 | versie 1
The agenda's own text changes.
    versie 1 | versie 2 | versie 1 | sends | versie 2 | versie 2
An owner removes the marker from our text.
    versie 1 | versie 1 | versie 1 (marker removed) | tells | versie 1 | versie 1
An owner writes another name behind "Regie".
    versie 1 | versie 1 | versie 1 (other name at Regie) | tells | versie 1 | versie 1
Windows line ends in our text are no edit.
    versie 1 | versie 1 | versie 1 (windows line ends) | same | versie 1 | versie 1
Our text never arrived with the new task.
    ?        | versie 1 | -        | sends | versie 1 | versie 1
An owner empties the whole description: our text is put back, and that is reported.
    versie 1 | versie 1 | - (everything removed) | tells | versie 1 | versie 1

== labels: the list sends its own changes, people's own stay (announce)
Nobody did anything.
    plateau-1 | plateau-1 | plateau-1 | same | plateau-1 | plateau-1
The action moves to plateau 2.
    plateau-1 | plateau-2 | plateau-1 | sends | plateau-2 | plateau-2
The action becomes continuous.
    - | continue | - | sends | continue | continue
A second owner joins.
    owner:MOz | owner:MOz owner:OOV | owner:MOz | sends | owner:MOz owner:OOV | owner:MOz owner:OOV
People removed our label: it stays off.
    plateau-1 | plateau-1 | - | leaves | plateau-1 | -
People removed our label, and the action moves to plateau 2.
    plateau-1 | plateau-2 | - | sends | plateau-2 | plateau-2
People's own label is not ours to touch.
    plateau-1 | plateau-2 | plateau-1 category20 | sends | plateau-2 | category20 plateau-2
People added a label of ours by themselves: it stays on.
    - | - | continue | leaves | - | continue
Planner once took the task without this label: it is sent, nothing is taken away.
    ? | plateau-1 | continue | sends | plateau-1 | continue plateau-1

== assignees: the list sends its own changes, people's own stay (announce)
Nobody did anything.
    MOz | MOz | moz-1 moz-2 | same | MOz | moz-1 moz-2
A first owner is named, with two people behind the code.
    - | MOz | - | sends | MOz | moz-1 moz-2
The action goes to another owner.
    MOz | OOV | moz-1 moz-2 | sends | OOV | oov-1
A second owner joins the first.
    MOz | MOz OOV | moz-1 moz-2 | sends | MOz OOV | moz-1 moz-2 oov-1
The owners add a colleague, who stays.
    OOV | OOV | collega oov-1 | leaves | OOV | collega oov-1
The colleague also stays when the owner changes.
    OOV | MOz | collega oov-1 | sends | MOz | collega moz-1 moz-2
One of two people took herself off: she is not put back.
    MOz | MOz | moz-1 | leaves | MOz | moz-1
She is not put back when a second owner joins either.
    MOz | MOz OOV | moz-1 | sends | MOz OOV | moz-1 oov-1
The list has no owner any more: ours go, the colleague stays.
    OOV | - | collega oov-1 | sends | - | collega
The owner's own person was put on the task by people already.
    - | OOV | oov-1 | same | OOV | oov-1
Planner once took the task without its people: they are added, nobody is taken off.
    ? | MOz | collega moz-1 | sends | MOz | collega moz-1 moz-2
"""

PLAIN = action()
CARDS = tuple(card_text(action(text=text), BOARD) for text in (PLAIN.text, "versie 1", "versie 2"))


def rows() -> Iterator[object]:
    """The table as test cases: field, policy, the six cells; each named after its sentence."""
    name, policy, sentence = "", Policy.SIDE, ""
    for line in TABLE.strip().splitlines():
        if section := re.fullmatch(r"== (\w+): .* \((\w+)\)", line):
            name, policy = section[1], Policy(section[2])
        elif line.startswith("    "):
            cells = [cell.strip().replace("¶", "\n") for cell in line.split("|")]
            yield pytest.param(name, policy, cells, id=f"{name}: {sentence}")
        elif line:
            sentence = line


@pytest.mark.parametrize(("name", "policy", "cells"), list(rows()))
def test_the_table(name: str, policy: Policy, cells: list[str]) -> None:
    """An action and a task are built for real, merged, and the decision is written to both."""
    agreed, list_now, planner_now, outcome, list_after, planner_after = cells
    before, found = on_list(name, list_now), on_task(name, planner_now)
    base = UNKNOWN if agreed == "?" else view_action(on_list(name, agreed), BOARD)[name]
    ours, now = view_action(before, BOARD)[name], view_task(found, BOARD, known_cards=CARDS)
    theirs = now[name]

    decision = merge_field(base, ours, theirs, policy_for(name, ours, {name: policy}))
    after = before if decision.value == ours else revise(before, name, decision.value)
    wanted = {} if decision.wanted == theirs else {name: decision.wanted}
    left = patched(found, *render(wanted, BOARD, onto=found, now=now))

    assert outcome_of(decision, ours, theirs) == outcome
    assert say_list(name, after, list_now) == list_after
    assert say_task(name, left) == planner_after
    if decision.collided:
        assert {decision.value, decision.lost} == {ours, theirs}


def test_the_table_holds_at_least_sixty_cases() -> None:
    """A row without a sentence, or a sentence without a row, is a slip of the pen."""
    sentences = [line for line in TABLE.splitlines() if line and not line.startswith((" ", "="))]
    assert len(list(rows())) == len(sentences) >= 60


def outcome_of(decision: Decision, ours: FieldValue, theirs: FieldValue) -> str:
    """The decision in one word of the table."""
    facts = {
        "asks": decision.ask,
        "clash": decision.collided,
        "tells": decision.put_back,
        "takes": decision.value != ours,
        "sends": decision.wanted != theirs,
        "leaves": ours != theirs,
    }
    return next((said for said, true in facts.items() if true), "same")


def on_list(name: str, cell: str) -> Action:
    """An action that says this in one field."""
    said = "" if cell == "-" else cell
    match name:
        case "status":
            return action(status=said or None)
        case "due":
            return action(due=said)
        case "assignees":
            return action(owners=said.split())
        case "labels":
            plateau = next((number for number in (1, 2) if f"plateau-{number}" in said), None)
            owners = re.findall(r"owner:(\S+)", said)
            due = "Continue" if "continue" in said else ""
            return action(due=due, owners=owners, vng={"plateau": plateau})
        case "card":
            return action(text=said)
        case _:
            return action(**{name: said})


def say_list(name: str, of: Action, list_now: str) -> str:
    """The field in the agenda's own words; one that the list owns must be as it was."""
    if name in ("status", "due", "note"):
        return str(word(of, name) or "-")
    assert of == on_list(name, list_now)
    return list_now


def on_task(name: str, cell: str) -> Task:
    """A task on which people see this; in brackets what was done to its description."""
    found = re.fullmatch(r"(?s)(.*?)(?: \((.*)\))?", cell)
    said, trick = (found[1].removeprefix("-"), found[2]) if found else ("", None)
    words = said.split()
    match name:
        case "status":
            slots = {BOARD.labels["niet"]: True} if "NIET" in words else {}
            return task(percentComplete=int(words[0].rstrip("%")), appliedCategories=slots)
        case "due" if said:
            return task(dueDateTime=said if "T" in said else f"{said}T10:00:00Z")
        case "labels":
            return task(appliedCategories={BOARD.labels.get(key, key): True for key in words})
        case "assignees":
            return task(assignments={user: {"orderHint": "8585"} for user in words})
        case "title":
            return task(title=on_list("title", said).heading)
        case "card" if said:
            return task(changed(join_description("", card_text(action(text=said), BOARD)), trick))
        case "note":
            return task(changed(join_description(said, card_text(PLAIN, BOARD)), trick))
        case _:
            return task()


def changed(description: str, trick: str | None) -> str:
    """The description after people, or the programs they use, did this to it."""
    how, _, text = (trick or "").partition(": ")
    if how == "under the line":
        return f"{description}\n{text}"
    return TRICKS[how](description) if how else description


def say_task(name: str, held: Task) -> str:
    """What people see on the task, in the words of the table."""
    keys = {slot: key for key, slot in BOARD.labels.items()}
    labels = sorted(keys.get(slot, slot) for slot, on in held.applied_categories.items() if on)
    fields = view_task(held, BOARD, known_cards=CARDS)
    match name:
        case "status":
            return " ".join([f"{held.percent_complete}%", *(label.upper() for label in labels)])
        case "labels":
            return " ".join(labels) or "-"
        case "assignees":
            return " ".join(sorted(held.assignments)) or "-"
        case "title":
            return held.title.removeprefix("2.4 ")
        case "card":
            return f"versie {CARDS.index(str(fields['card']))}"
        case _:
            return str(fields[name] or "-")


def test_every_trick_really_changes_the_description() -> None:
    """A trick that did nothing would prove nothing."""
    plain = join_description("café\nJosé", card_text(PLAIN, BOARD))
    assert all(trick(plain) != plain for trick in TRICKS.values())
