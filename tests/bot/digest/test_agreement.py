"""Whatever happened to the list, every figure of mail, memo, workbook and list says the same."""

import io
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import openpyxl
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from support.meeting_samples import occurrence

from bot.actions.columns import Names
from bot.core.digest.compose import compose_digest
from bot.core.digest.figures import LATE, is_late, status_label
from bot.core.digest.lines import Desk
from bot.core.digest.parts import Digest, Material, Occasion, Waiting
from bot.core.digest.progress import ChangeKind
from bot.core.history import NOT_LISTED, Change, Outcome
from bot.core.meetings.verdicts import Occurrence
from bot.core.promises import promises
from bot.core.workdays import AMSTERDAM, Workdays, local_date
from bot.digest.mail import render_digest
from bot.digest.memo import write_memo
from bot.digest.workbook import write_workbook
from mappings.canonical import Action, Due, Status

BEGAN = datetime(2026, 3, 2, 9, tzinfo=AMSTERDAM)
TODAY = date(2026, 11, 24)
GOALS = {1: "Basis op orde", 2: "Signaleren"}
CODES = ("1.1", "1.2", "1.3", "2.1", "2.2", "2.10")
OF_STATUS = {kind.value for kind in ChangeKind} - {
    *("Verschoven", "Vervroegd", "Andere deadline", "Nieuw bericht")
}

statuses = st.sampled_from([None, *Status])
deadlines = st.sampled_from(["", "2025", "2026-10-05", "2026", "2027-03-31", "Continue", "NIET"])


@dataclass
class Past:
    """A list that was worked on. moments: the whole list at each moment something happened."""

    actions: dict[str, Action] = field(default_factory=dict)
    history: list[Change] = field(default_factory=list)
    moments: list[tuple[datetime, dict[str, Action]]] = field(default_factory=list)

    def note(self, at: datetime, code: str, name: str, old: Any, new: Any) -> None:
        """Write a line of the history."""
        words = {"run": "r", "side": "import" if name == "item" else "planner"}
        line = Change(
            at=at, code=code, field=name, old=old, new=new, outcome=Outcome.APPLIED, **words
        )
        self.history.append(line)

    def at(self, moment: datetime) -> dict[str, Action]:
        """The list as it stood at a moment."""
        return [found for at, found in self.moments if at <= moment][-1]


@st.composite
def pasts(draw: st.DrawFn) -> Past:
    """Some actions at the beginning, and half a year of arrivals and edits after it."""
    past, at = Past(), BEGAN
    for code in draw(st.lists(st.sampled_from(CODES), min_size=1, max_size=4, unique=True)):
        arrive(past, at, code, draw(statuses), draw(deadlines))
    past.moments.append((at, dict(past.actions)))
    for hours in draw(st.lists(st.integers(1, 1000), max_size=8)):
        at += timedelta(hours=hours)
        code = draw(st.sampled_from(CODES))
        if code not in past.actions:
            arrive(past, at, code, draw(statuses), draw(deadlines))
        elif draw(st.booleans()):
            edit(past, at, code, "status", draw(statuses))
        else:
            edit(past, at, code, "due", draw(deadlines))
        past.moments.append((at, dict(past.actions)))
    return past


def arrive(past: Past, at: datetime, code: str, status: Status | None, due: str) -> None:
    past.actions[code] = Action(
        code=code, title=f"Actie {code}", text="Tekst", status=status, due=Due.parse(due)
    )
    past.note(at, code, "item", None, f"Actie {code}")


def edit(past: Past, at: datetime, code: str, name: str, value: Any) -> None:
    old = past.actions[code]
    new: object = value if name == "status" else Due.parse(value)
    past.actions[code] = old.model_copy(update={name: new})
    before = (old.status.value if old.status else None) if name == "status" else old.due.text
    past.note(at, code, name, before, value.value if isinstance(value, Status) else value)


def meeting(start: datetime) -> Occurrence:
    return occurrence(start, original_start=start, accepted=True)


def composed(past: Past, previous: datetime) -> Digest:
    return compose_digest(
        Material(
            actions=tuple(past.actions.values()),
            history=tuple(past.history),
            waiting=Waiting(),
            sources=(),
        ),
        Occasion(
            meeting=meeting(datetime(2026, 11, 26, 10, tzinfo=AMSTERDAM)),
            previous=meeting(previous),
            held=(previous,),
        ),
        title="Agenda",
        goals=GOALS,
        desk=Desk({}, TODAY, Workdays()),
    )


def counted(actions: dict[str, Action], day: date) -> Counter[str]:
    found = Counter(status_label(action) for action in actions.values())
    found[LATE] = sum(is_late(action, day) for action in actions.values())
    return found


def change_words(change: int) -> str:
    if change == 0:
        return "gelijk gebleven"
    return f"{abs(change)} {'meer' if change > 0 else 'minder'} dan vorige keer"


@settings(deadline=None, max_examples=30)
@given(past=pasts(), hours=st.integers(-500, 5000))
def test_every_figure_and_its_change_follow_from_the_list_at_both_moments(
    past: Past, hours: int
) -> None:
    previous = BEGAN + timedelta(hours=hours)
    digest = composed(past, previous)
    now, day = past.actions, local_date(previous)
    then = past.at(max(previous, BEGAN))
    before, after = counted(then, day), counted(now, TODAY)
    for figure in digest.figures:
        assert figure.count == after[figure.label]
        assert figure.change == change_words(after[figure.label] - before[figure.label])
    told = Counter[str]()
    for line in digest.changes:
        if line.kind in OF_STATUS:
            told[line.new] += 1
            told[line.old] -= 1
    assert -told[NOT_LISTED] == len(now) - len(then)
    for figure in digest.figures:
        if figure.label != LATE:
            assert before[figure.label] + told[figure.label] == figure.count, "told adds up"


@settings(deadline=None, max_examples=15)
@given(past=pasts(), hours=st.integers(0, 5000))
def test_mail_memo_workbook_and_list_agree(past: Past, hours: int) -> None:
    digest = composed(past, BEGAN + timedelta(hours=hours))
    figures = {figure.label: figure.count for figure in digest.figures}
    shown = counted(past.actions, TODAY)
    assert figures == {label: shown[label] for label in figures}
    mail = render_digest(digest)
    lines = re.findall(r"^ *(\d+)  (.+?) \(", mail.text, re.MULTILINE)
    in_text = {label: int(count) for count, label in lines}
    assert in_text == figures
    word = Document(io.BytesIO(write_memo(digest, day=TODAY)))
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in word.tables]
    (memo,) = (rows for rows in tables if rows[0][:3] == ["Stand", "Betekenis", "Aantal"])
    assert {row[0]: int(row[2]) for row in memo[1:]} == figures
    book = openpyxl.load_workbook(
        io.BytesIO(write_workbook(digest, past.actions.values(), names=Names(GOALS), day=TODAY))
    )
    column = [row[4] for row in book["Actielijst"].iter_rows(min_row=2, values_only=True)]
    assert Counter(column) == +Counter({n: c for n, c in figures.items() if n != LATE})
    header, *listed = book["Actielijst"].iter_rows(values_only=True)
    moved = {row[0]: row[header.index("Keer verzet")] or 0 for row in listed}
    promised = promises(past.actions.values(), past.history)
    assert moved == {code: promise.moves for code, promise in promised.items()}
    told = [line for goal in digest.lists for line in goal.actions if line.promised]
    assert {line.code for line in told} == {
        code for code, action in past.actions.items() if promised[code].moves > 1 and action.is_open
    }
    assert all(line.promised in " ".join(mail.text.split()) for line in told)
    if digest.results is not None:
        assert digest.results.sentence.startswith(f"{figures['Gereed']} acti")
        assert digest.results.sentence in " ".join(mail.text.split())
        assert digest.results.sentence in [paragraph.text for paragraph in word.paragraphs]
    assert (digest.results is None) == (figures["Gereed"] == 0)
    shares = Counter[str]()
    for goal in digest.goals:
        shares.update({share.label: share.count for share in goal.shares})
    assert shares == +Counter({n: c for n, c in figures.items() if n != LATE})
    if digest.timeline:
        last = digest.timeline[-1]
        assert (last.done, last.running) == (figures["Gereed"], figures["Loopt"])
        assert last.done + last.running + last.planned + last.other == len(past.actions)
