"""A report over a period: every figure agrees with the list as it stood, in any year."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.annual.compose import NothingToReport, compose_report
from bot.core.annual.parts import PeriodReport
from bot.core.annual.span import Span, end_of
from bot.core.annual.standing import Records
from bot.core.annual.view import ReportNames
from bot.core.digest.figures import is_late
from bot.core.history import BACK, NOT_LISTED, OFF, Change, Outcome
from bot.core.workdays import AMSTERDAM
from mappings.canonical import Action, Due, Status, Vng

NAMES = ReportNames("Agenda", {1: "Eén", 2: "Twee"}, {"OOV": "Team OOV"})
CODES = ("1.1", "1.2", "1.10", "2.1")
STATUSES = ("Gereed", "Loopt", "Planning", "NIET")
DUES = ("", "2026", "2026-06-30", "2027-03-31", "Continue")
NOTES = ("", "Kwam af.", "Wacht op geld.")
YEAR = Span.of_year(2026)
LATER = datetime(2027, 6, 1, 12, tzinfo=AMSTERDAM)


class Year:
    """A list that people change, forward in time, with the history that goes with it."""

    def __init__(self) -> None:
        self.actions: dict[str, Action] = {}
        self.struck: dict[str, Action] = {}
        self.history: list[Change] = []

    def records(self) -> Records:
        """What a report is made from."""
        return Records(
            tuple(self.actions.values()), tuple(self.struck.values()), tuple(self.history)
        )

    def add(self, at: datetime, code: str, *, by: str = "import") -> None:
        """Put an action on the list, once: by a file, as a task of people, or by a decision."""
        if code not in self.actions and code not in self.struck:
            self.actions[code] = Action(
                code=code,
                title=f"Actie {code}",
                text="Tekst",
                due=Due.parse(""),
                vng=Vng(plateau=1 if code == "1.1" else 2 if code == "2.1" else None),
            )
            before = NOT_LISTED if by == "list" else None
            self._note(at, code, "item", before, f"Actie {code}", by)

    def set(self, at: datetime, code: str, field: str, word: str) -> None:
        """Change a field of an action on the list."""
        if (action := self.actions.get(code)) is None:
            return
        old = {"status": action.status, "due": action.due.text, "note": action.note}[field]
        readers: dict[str, Callable[[str], object]] = {"status": Status, "due": Due.parse}
        read = readers.get(field, str)
        if (old or "") != word:
            self.actions[code] = action.model_copy(update={field: read(word)})
            self._note(at, code, field, old, word, "planner")

    def drop(self, at: datetime, code: str) -> None:
        """Take an action off the list."""
        if code in self.actions:
            self.struck[code] = self.actions.pop(code)
            self._note(at, code, "item", None, OFF, "list")

    def put_back(self, at: datetime, code: str) -> None:
        """Put it on the list again."""
        if code in self.struck:
            self.actions[code] = self.struck.pop(code)
            self._note(at, code, "item", OFF, BACK, "list")

    def _note(
        self, at: datetime, code: str, field: str, old: str | None, new: str, side: str
    ) -> None:
        told = Change(
            at=at, run="r", code=code, side=side, field=field, old=old, new=new,
            outcome=Outcome.APPLIED,
        )  # fmt: skip
        self.history.append(told)


def at(month: int, day: int, *, year: int = 2026, hour: int = 12) -> datetime:
    return datetime(year, month, day, hour, tzinfo=AMSTERDAM)


def report(year: Year, span: Span = YEAR, now: datetime = LATER) -> PeriodReport:
    return compose_report(year.records(), span, [], NAMES, now)


@pytest.fixture
def year() -> Year:
    found = Year()
    for code in CODES:
        found.add(at(3, 1, year=2025), code)
    return found


def test_it_reads_as_on_its_last_day(year: Year) -> None:
    year.set(at(2, 1), "1.1", "status", "Gereed")
    year.set(at(2, 2, year=2027), "1.2", "status", "Gereed")
    told = report(year)
    assert [line.action.code for line in told.done] == ["1.1"]
    assert (told.count.done, told.count.total, told.is_over) == (1, 4, True)
    early = report(year, now=at(1, 15))
    assert (early.count.done, early.last, early.is_over) == (0, date(2026, 1, 15), False)


def test_what_was_taken_off_is_told_and_was_there_before(year: Year) -> None:
    year.drop(at(5, 1), "1.2")
    year.drop(at(5, 2, year=2027), "1.10")
    told = report(year)
    assert [(step.action.code, step.kind) for step in told.steps] == [
        ("1.2", "Uit de lijst gehaald")
    ]
    assert told.course[0].count.total == 4
    assert told.count.total == 3


def test_what_was_done_and_opened_again_is_not_done(year: Year) -> None:
    year.set(at(2, 1), "1.1", "status", "Gereed")
    year.set(at(4, 1), "1.1", "status", "Loopt")
    assert report(year).done == ()
    assert report(year, Span(date(2026, 1, 1), date(2026, 2, 28))).count.done == 1


def test_why_a_deadline_was_put_off_is_the_note_of_then(year: Year) -> None:
    year.set(at(1, 10), "1.1", "due", "2026-06-30")
    year.set(at(1, 10), "2.1", "due", "2026-06-30")
    year.set(at(1, 11), "2.1", "note", "Gestart.")
    for code in ("1.1", "2.1"):
        year.set(at(6, 20), code, "due", "2027-03-31")
    year.set(at(6, 21), "1.1", "note", "Wacht op geld.")
    moved = {line.action.code: line for line in report(year).moved}
    assert (moved["1.1"].promised, moved["1.1"].times) == ("30 juni 2026", 1)
    assert (moved["1.1"].why, moved["2.1"].why) == ("Wacht op geld.", "")
    assert report(year, Span(date(2026, 7, 1), date(2026, 12, 31))).moved == ()


def test_obligations_of_both_plateaus_are_told_one_by_one(year: Year) -> None:
    year.set(at(2, 1), "2.1", "status", "Loopt")
    told = {plateau.plateau: plateau for plateau in report(year).plateaus}
    assert [line.action.code for line in told[1].lines] == ["1.1"]
    assert [(line.before, line.now) for line in told[2].lines] == [("Geen stand", "Loopt")]


def test_a_list_that_began_in_the_year_is_compared_with_its_beginning() -> None:
    year = Year()
    year.add(at(3, 2), "1.1")
    year.add(at(3, 3), "1.2")
    told = report(year)
    assert (told.began_on, told.course[0].day) == (date(2026, 3, 2), date(2026, 3, 2))
    assert [(step.action.code, step.kind) for step in told.steps] == [("1.2", "Nieuw")]


def test_what_is_late_is_counted_on_the_day_of_each_point(year: Year) -> None:
    year.set(at(1, 10), "1.1", "due", "2026-08-31")
    told = report(year)
    assert {point.day.month: point.count.late for point in told.course} == {
        1: 0,
        3: 0,
        6: 0,
        9: 1,
        12: 1,
    }


def test_a_year_in_which_nothing_happened_reads_right(year: Year) -> None:
    told = report(year)
    assert (told.done, told.moved, told.steps) == ((), (), ())
    assert {point.count for point in told.course} == {told.count}


@pytest.mark.parametrize(
    ("span", "now", "sentence"),
    [
        (Span.of_year(2024), LATER, "In 2024 was er nog geen lijst"),
        (Span.of_year(2028), LATER, "2028 moet nog beginnen"),
    ],
)
def test_nothing_to_tell_is_said(year: Year, span: Span, now: datetime, sentence: str) -> None:
    with pytest.raises(NothingToReport, match=sentence):
        report(year, span, now)


EVENTS = st.lists(
    st.tuples(
        st.integers(0, 1000),
        st.sampled_from(CODES),
        st.one_of(
            st.just(("add", "planner")),
            st.just(("add", "list")),
            st.just(("drop", "")),
            st.just(("back", "")),
            st.tuples(st.just("status"), st.sampled_from(STATUSES)),
            st.tuples(st.just("due"), st.sampled_from(DUES)),
            st.tuples(st.just("note"), st.sampled_from(NOTES)),
        ),
    ),
    max_size=30,
)


@given(events=EVENTS, first=st.integers(0, 900), length=st.integers(0, 500))
def test_every_figure_agrees_with_the_list_in_any_year(
    events: list[tuple[int, str, tuple[str, str]]], first: int, length: int
) -> None:
    """The list is played forward and looked at on the way; the report only has the history."""
    began = datetime(2025, 11, 20, 12, tzinfo=AMSTERDAM)
    span = Span(began.date() + timedelta(days=first), began.date() + timedelta(days=first + length))
    year = Year()
    stood: dict[datetime, dict[str, Action]] = {}
    year.add(began, "1.1")
    for day, code, (what, word) in sorted(events, key=lambda event: event[0]):
        moment = began + timedelta(days=day, hours=1)
        stood.setdefault(moment, dict(year.actions))
        match what:
            case "add":
                year.add(moment, code, by=word)
            case "drop":
                year.drop(moment, code)
            case "back":
                year.put_back(moment, code)
            case field:
                year.set(moment, code, field, word)

    def list_at(limit: datetime) -> dict[str, Action]:
        return next((then for moment, then in stood.items() if moment > limit), year.actions)

    told = report(year, span, began + timedelta(days=2000))
    before, after = list_at(max(began, span.begins_at)), list_at(span.ends_at)
    assert {action.code: action for action in told.actions} == after
    for status, count in (
        (Status.DONE, told.count.done),
        (Status.RUNNING, told.count.running),
        (Status.PLANNED, told.count.planned),
    ):
        assert count == sum(action.status is status for action in after.values())
    assert sum(group.count.total for group in told.goals) == told.count.total == len(after)
    done = {code for code, action in after.items() if action.status is Status.DONE}
    was_done = {code for code, action in before.items() if action.status is Status.DONE}
    assert {line.action.code for line in told.done} == done - was_done
    assert told.count.done_now == len(done - was_done)
    new = {step.action.code for step in told.steps if step.kind == "Nieuw"}
    gone = {step.action.code for step in told.steps if step.kind == "Uit de lijst gehaald"}
    assert (new, gone) == (after.keys() - before.keys(), before.keys() - after.keys())
    assert told.course[0].count.total == len(before)
    for point in told.course[1:]:
        then = list_at(end_of(point.day)).values()
        assert point.count.late == sum(is_late(action, point.day) for action in then)
        assert point.count.done == sum(action.status is Status.DONE for action in then)
