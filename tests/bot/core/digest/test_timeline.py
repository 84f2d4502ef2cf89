"""The list over time: only what the history can prove."""

from datetime import date, datetime, timedelta

from bot.core.digest.parts import TimelinePoint
from bot.core.digest.timeline import MAX_POINTS, draw_timeline, timeline_words
from bot.core.history import Change, Outcome
from bot.core.workdays import AMSTERDAM
from mappings.canonical import Action, Due, Status

TODAY = date(2026, 11, 24)


def at(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=AMSTERDAM)


def edit(day: date, code: str, field: str, old: str | None, new: str) -> Change:
    return Change(
        at=at(day, 9),
        run="r1",
        code=code,
        side="planner",
        field=field,
        old=old,
        new=new,
        outcome=Outcome.APPLIED,
    )


def action(code: str, status: Status | None) -> Action:
    return Action(code=code, title="Actie", text="Tekst", status=status, due=Due.parse(""))


NOW = (
    action("1.1", Status.DONE),
    action("1.2", Status.RUNNING),
    action("1.3", Status.DROPPED),
    action("1.4", None),
)
HISTORY = (
    edit(date(2026, 3, 2), "1.1", "item", None, "Actie"),
    edit(date(2026, 5, 1), "1.1", "status", "Planning", "Loopt"),
    edit(date(2026, 7, 1), "1.1", "status", "Loopt", "Gereed"),
    edit(date(2026, 7, 1), "1.2", "status", "Planning", "Loopt"),
)


def test_each_meeting_and_today_shows_the_list_as_it_stood() -> None:
    held = [at(date(2026, 6, 18)), at(date(2026, 4, 2))]
    assert draw_timeline(NOW, HISTORY, held, TODAY) == (
        TimelinePoint(label="2 april 2026", done=0, running=0, planned=2, other=2),
        TimelinePoint(label="18 juni 2026", done=0, running=1, planned=1, other=2),
        TimelinePoint(label="24 november 2026", done=1, running=1, planned=0, other=2),
    )


def test_a_meeting_before_the_list_began_has_no_figures() -> None:
    held = [at(date(2026, 2, 5)), at(date(2026, 6, 18))]
    points = draw_timeline(NOW, HISTORY, held, TODAY)
    assert [point.label for point in points] == ["18 juni 2026", "24 november 2026"]


def test_with_only_today_there_is_no_timeline() -> None:
    assert draw_timeline(NOW, HISTORY, [], TODAY) == ()
    assert draw_timeline(NOW, HISTORY, [at(date(2026, 2, 5))], TODAY) == ()
    assert draw_timeline(NOW, (), [at(date(2026, 6, 18))], TODAY) == ()


def test_a_meeting_earlier_today_is_no_point_beside_today() -> None:
    held = [at(date(2026, 6, 18)), at(TODAY, 8)]
    points = draw_timeline(NOW, HISTORY, held, TODAY)
    assert [point.label for point in points] == ["18 juni 2026", "24 november 2026"]


def test_only_the_latest_meetings_are_shown() -> None:
    held = [at(date(2026, 3, 10) + timedelta(weeks=week)) for week in range(20)]
    points = draw_timeline(NOW, HISTORY, held, TODAY)
    assert len(points) == MAX_POINTS
    assert points[-2].label == "21 juli 2026"


def test_the_picture_is_told_in_words() -> None:
    points = draw_timeline(NOW, HISTORY, [at(date(2026, 6, 18))], TODAY)
    assert timeline_words(points) == (
        "Verloop van 18 juni 2026 tot 24 november 2026: gereed ging van 0 naar 1, loopt bleef 1 "
        "en planning ging van 1 naar 0."
    )
    assert timeline_words(()) == ""
