"""For which meeting is asked, from when, and until when."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.core.checklist.asks import Ask
from bot.core.confirmations.asks import AskingMeeting, meeting_asks
from bot.core.meetings.verdicts import MeetingState
from bot.core.workdays import Workdays

NOVEMBER = datetime(2026, 11, 26, 9, tzinfo=UTC)
JANUARY = datetime(2027, 1, 21, 9, tzinfo=UTC)


def meeting(
    start: datetime, state: str = "coming", series: str = "driehoek", key: str = ""
) -> AskingMeeting:
    return AskingMeeting(
        key=key or start.isoformat(), series=series, start=start, state=MeetingState(state)
    )


def asked(now: datetime, *meetings: AskingMeeting) -> list[tuple[str, bool]]:
    asks = meeting_asks(meetings, now, workdays=Workdays(), days_before=10)
    return [(ask.title, ask.fades) for ask in asks]


BOTH = (meeting(NOVEMBER), meeting(JANUARY))
TITLE = "Klopt nog voor de driehoek van 26 november"


def test_a_meeting_is_asked_about_from_ten_working_days_before_it_until_it_begins() -> None:
    opens = datetime(2026, 11, 12, tzinfo=UTC)
    assert asked(opens - timedelta(hours=2), *BOTH) == []
    assert asked(opens, *BOTH) == [(TITLE, False)]
    assert asked(NOVEMBER - timedelta(minutes=1), *BOTH) == [(TITLE, False)]


def test_after_it_its_item_stays_until_the_next_one_is_asked_about() -> None:
    held = (meeting(NOVEMBER, "held"), meeting(JANUARY))
    assert asked(NOVEMBER, *held) == [(TITLE, True)]
    assert asked(datetime(2027, 1, 6, tzinfo=UTC), *held) == [(TITLE, True)]
    assert asked(datetime(2027, 1, 7, tzinfo=UTC), *held) == [
        ("Klopt nog voor de driehoek van 21 januari", False)
    ]


def test_a_meeting_that_is_called_off_is_not_asked_about() -> None:
    assert asked(datetime(2026, 11, 20, tzinfo=UTC), meeting(NOVEMBER, "cancelled")) == []


def test_two_series_ask_each_for_their_own() -> None:
    other = meeting(NOVEMBER + timedelta(days=1), series="ander")
    found = asked(datetime(2026, 11, 20, tzinfo=UTC), *BOTH, other)
    assert [title for title, _ in found] == [
        "Klopt nog voor de driehoek van 27 november",
        "Klopt nog voor de driehoek van 26 november",
    ]


def test_a_moved_meeting_is_the_same_question_with_another_key_for_its_item() -> None:
    now = datetime(2026, 11, 20, tzinfo=UTC)
    asks = [
        meeting_asks([meeting(day, key="zaal")], now, workdays=Workdays(), days_before=10)[0]
        for day in (NOVEMBER, NOVEMBER + timedelta(days=2))
    ]
    assert asks[0].about == asks[1].about
    assert asks[0].key("h", "1.1") != asks[1].key("h", "1.1")


MOMENTS = st.timedeltas(timedelta(), timedelta(days=700)).map(
    lambda later: datetime(2026, 1, 1, tzinfo=UTC) + later
)


@given(starts=st.lists(MOMENTS, unique=True, max_size=6), now=MOMENTS)
def test_at_any_moment_at_most_one_question_and_only_of_the_nearest_meetings(
    starts: list[datetime], now: datetime
) -> None:
    meetings = [meeting(start) for start in starts]
    asks = meeting_asks(meetings, now, workdays=Workdays(), days_before=10)
    assert len(asks) <= 1
    coming = min((m.start for m in meetings if m.start > now), default=None)
    held = max((m.start for m in meetings if m.start <= now), default=None)
    subject: Ask | None = asks[0] if asks else None
    if subject is not None:
        wanted = held if subject.fades else coming
        assert wanted is not None
        assert subject.subject == wanted.isoformat()
