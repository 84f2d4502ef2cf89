"""Over random years mail, memo, workbook, list and history say the same of what returns."""

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime, time

import openpyxl
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from support.meeting_samples import occurrence

from bot.actions.columns import Names
from bot.actions.exports import to_csv
from bot.core.digest.compose import compose_digest
from bot.core.digest.headings import Heading
from bot.core.digest.lines import Desk
from bot.core.digest.parts import Digest, Material, Occasion, Waiting
from bot.core.history import Change, Outcome
from bot.core.rhythms.frequency import Frequency
from bot.core.rhythms.periods import cycle_of
from bot.core.rhythms.record import OCCASION, deeds_of, stretches_of
from bot.core.rhythms.tally import Returning
from bot.core.workdays import AMSTERDAM, Workdays
from bot.digest.mail import render_digest
from bot.digest.memo import write_memo
from bot.digest.workbook import write_workbook
from mappings.canonical import Action, Due, Status

RHYTHMS = {
    "2 x jaar": Frequency(2, 12),
    "1 x 2 jaar": Frequency(1, 24),
    "4 x jaar": Frequency(4, 12),
}
BEGAN = date(2026, 11, 2)
DAYS = st.dates(date(2026, 11, 3), date(2031, 12, 31))


def change(code: str, day: date, field: str, old: str | None, new: str | None) -> Change:
    at = datetime.combine(day, time(9), tzinfo=UTC)
    side = "import" if field == "item" else "planner"
    return Change(
        at=at, run="r", code=code, side=side, field=field, old=old, new=new, outcome=Outcome.APPLIED
    )


@st.composite
def years(draw: st.DrawFn) -> tuple[list[Action], dict[str, list[Change]], date]:
    """Some actions that return, ticked and unticked on random days, and the day of a digest."""
    today = draw(DAYS)
    actions, history = [], {}
    for number, rhythm in enumerate(draw(st.lists(st.sampled_from([*RHYTHMS]), min_size=1)), 1):
        code, lines = f"3.{number}", [change(f"3.{number}", BEGAN, "item", None, "Actie")]
        ticked: set[str] = set()
        for day in sorted(d for d in draw(st.lists(DAYS, max_size=10)) if d <= today):
            name = next(p.name for p in cycle_of(RHYTHMS[rhythm], day).periods if p.has(day))
            is_back = name in ticked
            old, new = (name, None) if is_back else (None, name)
            lines.append(change(code, day, OCCASION, old, new))
            ticked ^= {name}
        actions.append(
            Action(
                code=code,
                title=f"Actie {code}",
                text="Tekst",
                status=draw(st.sampled_from([Status.RUNNING, None])),
                due=Due.parse("Continue"),
                rhythm=rhythm,
                owners=draw(st.sampled_from([(), ("OOV",)])),
            )
        )
        history[code] = lines
    return actions, history, today


def composed(actions: Sequence[Action], history: dict[str, list[Change]], today: date) -> Digest:
    returning = {
        action.code: Returning(
            frequency=RHYTHMS[action.rhythm or ""],
            stretches=stretches_of(action, history[action.code]),
            deeds=deeds_of(history[action.code]),
            is_open=action.is_open,
        )
        for action in actions
    }
    meeting = occurrence(datetime.combine(today, time(14), AMSTERDAM))
    return compose_digest(
        Material(
            actions=tuple(actions),
            history=tuple(line for lines in history.values() for line in lines),
            waiting=Waiting(),
            sources=(),
            returning=returning,
        ),
        Occasion(meeting=meeting, previous=None),
        title="Agenda",
        goals={3: "Bewustwording"},
        desk=Desk({"OOV": "Team OOV"}, today, Workdays()),
    )


def left_ticked(lines: Sequence[Change]) -> set[str]:
    """The periods that stand ticked by the history, found the plain way."""
    ticked = [line.new for line in lines if line.field == OCCASION and line.new]
    back = [line.old for line in lines if line.field == OCCASION and line.old]
    return {str(name) for name in ticked if ticked.count(name) > back.count(name)}


@given(years())
@settings(deadline=None)
def test_all_that_is_told_follows_from_the_history(
    case: tuple[list[Action], dict[str, list[Change]], date],
) -> None:
    actions, history, today = case
    digest = composed(actions, history, today)
    assert digest.returning is not None
    lines = {line.code: line for line in digest.returning.lines}
    assert lines.keys() == history.keys()
    for action in actions:
        line, ticked = lines[action.code], left_ticked(history[action.code])
        cycle = cycle_of(RHYTHMS[action.rhythm or ""], today)
        done = sum(period.name in ticked for period in cycle.periods)
        if line.done.startswith("telt vanaf"):
            assert (done, line.late) == (0, "")
        else:
            assert line.done.split(" van ")[0] == str(done)
            assert line.done.endswith(f" gedaan in {cycle.name}")
        assert not any(name in line.late for name in ticked)
    late = sum(bool(line.late) for line in digest.returning.lines)
    some = {0: "Geen daarvan is te laat.", 1: "1 is te laat."}.get(late, f"{late} zijn te laat.")
    assert digest.returning.sentence.endswith(f" steeds terug. {some}")
    assert f", {late} te laat" in digest.subject
    told = {0: "Geen enkele actie is te laat.", 1: "Wel is 1 actie die terugkomt te laat."}
    more = f"Wel zijn {late} acties die terugkomen te laat."
    assert digest.warning.endswith(told.get(late, more))


@given(years())
@settings(deadline=None, max_examples=15)
def test_mail_memo_workbook_and_list_say_the_same(
    case: tuple[list[Action], dict[str, list[Change]], date],
) -> None:
    actions, history, today = case
    digest = composed(actions, history, today)
    assert digest.returning is not None
    mail = render_digest(digest)
    memo = Document(io.BytesIO(write_memo(digest, day=today)))
    told = " ".join(cell.text for t in memo.tables for row in t.rows for cell in row.cells)
    names = Names({}, {}, digest.occasions)
    book = openpyxl.load_workbook(
        io.BytesIO(write_workbook(digest, actions, names=names, day=today))
    )
    cells = {str(cell.value) for row in book["Actielijst"].iter_rows() for cell in row}
    text = " ".join(mail.text.split())
    assert digest.returning.sentence in mail.html
    assert digest.returning.sentence in text
    assert Heading.RETURNING.upper() in mail.text
    shown = digest.returning.lines if len(digest.returning.lines) <= 3 else ()
    for line in shown:
        assert line.done in mail.html
        assert line.done in text
    for line in digest.returning.lines:
        words = ", ".join(filter(None, (line.done, line.late)))
        assert words in cells
        assert words in to_csv(actions, names)
        assert line.done in told
        assert line.late in told


def test_nothing_is_said_when_nothing_returns() -> None:
    digest = composed([], {}, date(2027, 1, 4))
    assert digest.returning is None
    assert Heading.RETURNING not in render_digest(digest).html


def test_what_was_ticked_off_as_a_whole_this_year_is_named_and_later_no_more() -> None:
    done = Action(
        code="3.3",
        title="Bijeenkomst",
        text="Tekst",
        status=Status.DONE,
        due=Due.parse("Continue"),
        rhythm="2 x jaar",
    )
    history = {
        "3.3": [
            change("3.3", BEGAN, "item", None, "Bijeenkomst"),
            change("3.3", date(2027, 2, 1), "status", "Loopt", "Gereed"),
        ]
    }
    digest = composed([done], history, date(2027, 9, 1))
    assert digest.returning is not None
    assert digest.returning.sentence == "3.3 staat op Gereed en komt niet meer terug."
    mail = render_digest(digest)
    assert digest.returning.sentence in mail.html
    assert digest.returning.sentence in " ".join(mail.text.split())
    assert "Hoe vaak het" not in mail.html
    memo = Document(io.BytesIO(write_memo(digest, day=date(2027, 9, 1))))
    assert digest.returning.sentence in [paragraph.text for paragraph in memo.paragraphs]
    assert composed([done], history, date(2028, 1, 3)).returning is None
