"""An action's deadline as an event in Outlook and back: a day is a day, and people's own stays."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.strategies import DAYS, action, actions

from connectors.errors import BadReply
from connectors.outlook_calendar import MARK
from connectors.wire import Deadline
from mappings.canonical import Action, DueKind, Status
from mappings.outlook import (
    Diary,
    is_own,
    mark_of,
    marker_of,
    new_event,
    parse,
    render,
    view_action,
    view_event,
)

WIN = "W. Europe Standard Time"
DIARY = Diary(agenda="haarlemmermeer", owners=("OOV", "MOz"))

law = settings(deadline=None)
in_the_calendar = actions().filter(lambda one: view_action(one, DIARY) is not None)


def event(**fields: Any) -> Deadline:
    """An event as Outlook gives it: whole days unless the fields say otherwise."""
    whole = {"isAllDay": True, "start": at("2027-03-31T00:00:00"), "end": at("2027-04-01T00:00:00")}
    return Deadline.read({"id": "event-1", "@odata.etag": 'W/"1"', **whole, **fields})


def at(text: str, zone: str = WIN) -> dict[str, str]:
    return {"dateTime": text, "timeZone": zone}


def after(body: dict[str, Any], onto: Deadline) -> Deadline:
    """The event once Outlook has taken this body."""
    return Deadline.read({**onto.model_dump(by_alias=True, mode="json"), **body})


@st.composite
def events(draw: st.DrawFn) -> Deadline:
    """Any event that people may have made of ours: other days, hours, names and categories."""
    day = draw(DAYS)
    hour = draw(st.sampled_from(["00:00:00", "09:30:00", "23:30:00"]))
    categories = st.lists(st.sampled_from(["OOV", "MOz", "Vakantie", "Rood"]), unique=True)
    return event(
        subject=draw(st.sampled_from(["Deadline 2.4 Leeromgeving inzetten", "Iets anders", None])),
        isAllDay=hour == "00:00:00",
        start=at(f"{day}T{hour}"),
        end=at(f"{day + dt.timedelta(days=2)}T{hour}"),
        categories=draw(categories),
    )


@law
@given(current=in_the_calendar, found=events())
def test_parse_after_render_gives_the_action_back(current: Action, found: Deadline) -> None:
    """Whatever people had made of the event: afterwards it says what the action says."""
    fields = view_action(current, DIARY) or {}
    done = after(render(fields, DIARY, onto=found), found)
    assert view_event(done, DIARY) == fields
    assert parse(done, onto=current, diary=DIARY) == current


@law
@given(current=in_the_calendar, found=events())
def test_render_after_parse_gives_the_event_back(current: Action, found: Deadline) -> None:
    """Once the list took over the day, there is nothing to write about it."""
    taken = parse(found, onto=current, diary=DIARY)
    due = {"due": (view_action(taken, DIARY) or {})["due"]}
    assert render(due, DIARY, onto=found) == {}


@law
@given(current=in_the_calendar, found=events())
def test_a_change_names_our_own_fields_and_keeps_the_categories_of_people(
    current: Action, found: Deadline
) -> None:
    body = render(view_action(current, DIARY) or {}, DIARY, onto=found)
    assert body.keys() <= {"subject", "isAllDay", "start", "end", "categories"}
    own = [name for name in found.categories if name not in DIARY.owners]
    assert [n for n in body.get("categories", own) if n not in DIARY.owners] == own


@law
@given(current=in_the_calendar, serial=st.integers(0, 9))
def test_a_new_event_says_what_the_action_says_and_disturbs_nobody(
    current: Action, serial: int
) -> None:
    """All day, free, no reminder, nobody invited; found again by its mark and its making."""
    body = new_event(current, DIARY, serial)
    made = event(
        **body, singleValueExtendedProperties=[{"id": MARK, "value": "haarlemmermeer/2.4"}]
    )
    assert view_event(made, DIARY) == view_action(current, DIARY)
    assert (body["showAs"], body["isReminderOn"], body["isAllDay"]) == ("free", False, True)
    assert "attendees" not in body
    assert is_own(made)
    assert marker_of(made.mark(MARK), DIARY) == current.code


@pytest.mark.parametrize(
    ("status", "due", "stands"),
    [
        ("Loopt", "2026", True),
        (None, "2027-03-31", True),
        ("Planning", "2027-03-31", True),
        ("Loopt", "Continue", False),
        ("Loopt", "Ad hoc", False),
        ("Loopt", "", False),
        ("Gereed", "2027-03-31", False),
        ("NIET", "2027-03-31", False),
        ("NIET", "NIET", False),
    ],
)
def test_an_open_action_with_a_day_stands_in_the_calendar(
    status: str | None, due: str, stands: bool
) -> None:
    current = action(due=due, status=status and Status(status))
    assert (view_action(current, DIARY) is not None) == stands


def test_the_word_of_a_year_survives_the_calendar() -> None:
    """31 December 2026 on the event is what "2026" looks like there, and no edit."""
    current = action(due="2026")
    kept = parse(event(start=at("2026-12-31T00:00:00")), onto=current, diary=DIARY)
    assert (kept.due.kind, kept.due.text) == (DueKind.YEAR, "2026")


@pytest.mark.parametrize(
    ("fields", "day"),
    [
        ({"start": at("2027-03-28T00:00:00")}, "2027-03-28"),
        ({"start": at("2027-03-28T00:00:00.0000000", "UTC")}, "2027-03-28"),
        ({"start": at("2027-10-31T00:00:00", "Tokyo Standard Time")}, None),
        ({"start": at("2027-03-27T23:30:00", "UTC"), "isAllDay": False}, "2027-03-28"),
        ({"start": at("2027-07-01T22:00:00", "UTC"), "isAllDay": False}, "2027-07-02"),
        ({"start": at("2027-07-01T21:59:00", "UTC"), "isAllDay": False}, "2027-07-01"),
    ],
)
def test_a_day_never_slips(fields: dict[str, Any], day: str | None) -> None:
    """Whole days have no hour and no zone; an hour is read on the clock of Amsterdam."""
    if day is None:
        with pytest.raises(BadReply):
            view_event(event(**fields), DIARY)
    else:
        assert view_event(event(**fields), DIARY)["due"] == day


@pytest.mark.parametrize("day", ["2027-03-28", "2027-10-31", "2026-12-31", "2028-02-29"])
def test_a_day_is_written_from_midnight_to_midnight_in_one_zone(day: str) -> None:
    """Also on the days on which the clock jumps."""
    body = new_event(action(due=day), DIARY, 0)
    tomorrow = dt.date.fromisoformat(day) + dt.timedelta(days=1)
    assert body["start"] == at(f"{day}T00:00:00")
    assert body["end"] == at(f"{tomorrow}T00:00:00")


def test_each_making_has_a_name_of_its_own_that_stays_the_same() -> None:
    """Outlook refuses a name it has seen: a repeat makes no double, a new one is no repeat."""
    names = {
        new_event(action(code), DIARY, n)["transactionId"]
        for code in ("1.1", "2.4")
        for n in (0, 1)
    }
    assert len(names) == 4
    assert new_event(action("2.4"), DIARY, 1)["transactionId"] in names
    for name in names:
        assert name == name.lower()
        assert len(name) == 36
        assert name[14] == "8"  # RFC 9562: a GUID of a kind of one's own
        assert name[19] in "89ab"


def test_an_event_that_outlook_or_a_person_made_is_not_ours() -> None:
    for theirs in (None, "", "localevent:5b1f", "7E163156-7762-4BEB-A1C6-729EA81755A7"):
        assert not is_own(event(transactionId=theirs))


def test_the_mark_of_another_agenda_is_no_mark() -> None:
    assert marker_of(mark_of(action("2.4"), DIARY), DIARY) == "2.4"
    assert marker_of("amstelveen/2.4", DIARY) is None
    assert marker_of("2.4", DIARY) is None
    assert marker_of(None, DIARY) is None


def test_the_mark_is_found_however_its_guid_is_written() -> None:
    shouted = MARK.replace(
        "8f0b7a52-3c1d-4e6a-b9d4-61f2c85e7a03", "8F0B7A52-3C1D-4E6A-B9D4-61F2C85E7A03"
    )
    found = event(singleValueExtendedProperties=[{"id": shouted, "value": "x/1.1"}])
    assert found.mark(MARK) == "x/1.1"
    assert event().mark(MARK) is None


def test_an_action_without_a_day_cannot_be_made_an_event() -> None:
    with pytest.raises(ValueError, match=r"2\.4 has no day"):
        new_event(action(due="Continue"), DIARY, 0)
