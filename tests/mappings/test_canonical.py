"""The agenda's words: deadlines that are not dates, texts that differ in nothing a reader sees."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from support.strategies import AWKWARD, DUES, TRICKS, action, actions

from mappings.canonical import (
    Action,
    Due,
    DueKind,
    Status,
    code_order,
    normal_text,
    revise,
    word,
)
from mappings.dates import DateWindow, OutOfBounds

law = settings(deadline=None)


# ---- Deadlines


@pytest.mark.parametrize(
    ("text", "kind", "day", "shown"),
    [
        ("2027-03-31", DueKind.DATE, dt.date(2027, 3, 31), "2027-03-31"),
        ("2026", DueKind.YEAR, dt.date(2026, 12, 31), "2026"),
        (" 2026 ", DueKind.YEAR, dt.date(2026, 12, 31), "2026"),
        ("Continue", DueKind.CONTINUOUS, None, "Continue"),
        ("continue", DueKind.CONTINUOUS, None, "Continue"),
        ("Ad  hoc", DueKind.AD_HOC, None, "Ad hoc"),
        ("NIET", DueKind.DROPPED, None, "NIET"),
        ("niet", DueKind.DROPPED, None, "NIET"),
        ("", DueKind.UNKNOWN, None, ""),
        ("2028-02-29", DueKind.DATE, dt.date(2028, 2, 29), "2028-02-29"),
        ("31-03-2027", DueKind.DATE, dt.date(2027, 3, 31), "2027-03-31"),
        ("15 juni 2027", DueKind.DATE, dt.date(2027, 6, 15), "2027-06-15"),
        ("ad-hoc", DueKind.AD_HOC, None, "Ad hoc"),
        ("2100", DueKind.YEAR, dt.date(2100, 12, 31), "2100"),
    ],
)
def test_a_deadline_is_read_as_people_write_it(
    text: str, kind: DueKind, day: dt.date | None, shown: str
) -> None:
    """Only a date and a year have a day; capitals and spaces do not matter."""
    assert Due.parse(text) == Due(kind=kind, date=day, text=shown)


@pytest.mark.parametrize("text", ["31-12-26", "2027-W13-1", "20270331", "volgend jaar", "Q3 2026"])
def test_any_other_deadline_is_refused_with_what_is_allowed(text: str) -> None:
    with pytest.raises(ValueError, match="is geen deadline") as refused:
        Due.parse(text)
    sentence = str(refused.value)
    assert sentence.startswith(f"'{text}'")
    assert all(allowed in sentence for allowed in ("2027-03-31", "2026", "Continue", "Ad hoc"))


@pytest.mark.parametrize("text", ["1999", "2206", "9999-12-31", "31-12-2101"])
def test_a_deadline_outside_the_window_is_refused_as_a_slip_in_the_year(text: str) -> None:
    with pytest.raises(OutOfBounds, match=r"jaren 2000 tot en met 2100; controleer het jaar$"):
        Due.parse(text)


def test_an_agenda_may_have_a_narrower_window() -> None:
    window = DateWindow(first_year=2020, last_year=2040)
    assert Due.parse("2040", window).date == dt.date(2040, 12, 31)
    with pytest.raises(OutOfBounds, match="2020 tot en met 2040"):
        Due.parse("2041-01-01", window)


@law
@given(due=DUES)
def test_a_deadline_survives_being_written_down(due: Due) -> None:
    assert Due.parse(due.text) == due


# ---- Actions


def test_codes_are_ordered_as_numbers() -> None:
    assert sorted(["2.1", "1.10", "1.9", "1.1"], key=code_order) == ["1.1", "1.9", "1.10", "2.1"]


def test_an_action_names_its_goal_and_heading() -> None:
    one = action("4.10", title="Afspraken maken")
    assert (one.goal, one.heading) == (4, "4.10 Afspraken maken")


@pytest.mark.parametrize(
    ("status", "is_open"),
    [("Gereed", False), ("NIET", False), ("Loopt", True), ("Planning", True), (None, True)],
)
def test_an_action_is_open_until_it_is_done_or_dropped(status: str | None, is_open: bool) -> None:
    assert action(status=status).is_open is is_open


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "2"},
        {"code": "2.4a"},
        {"title": ""},
        {"title": "x" * 91},
        {"owners": ["OOV", "OOV"]},
        {"status": "Bezig"},
        {"afdeling": "OOV"},
    ],
    ids=str,
)
def test_a_malformed_action_is_refused(wrong: dict[str, object]) -> None:
    """An unknown field too: a slip in a name must not lose a value."""
    plain = action().model_dump()
    with pytest.raises(ValidationError):
        Action.model_validate(plain | wrong)


def test_an_action_never_changes() -> None:
    with pytest.raises(ValidationError):
        action().note = "anders"  # type: ignore[misc]  # assigning is what must fail


# ---- Taking over a field


@pytest.mark.parametrize(
    ("due", "day", "after"),
    [
        ("2026", "2026-12-31", "2026"),  # the year already says this
        ("2026", "2026-12-30", "2026-12-30"),
        ("2026", "2027-12-31", "2027-12-31"),  # a day chosen by a person stays a day
        ("2026-12-31", "2026-12-31", "2026-12-31"),
        ("Continue", "2027-01-01", "2027-01-01"),
        ("2026", None, ""),
        ("2027-03-31", None, ""),
        ("Continue", None, "Continue"),  # no day is what these words mean already
        ("Ad hoc", None, "Ad hoc"),
        ("NIET", None, "NIET"),
        ("", None, ""),
    ],
)
def test_a_day_from_outside_replaces_a_word_only_when_it_says_something_else(
    due: str, day: str | None, after: str
) -> None:
    assert revise(action(due=due), "due", day).due == Due.parse(after)


def test_a_status_and_a_note_are_taken_over() -> None:
    after = revise(revise(action(), "status", "Gereed"), "note", "eerste \r\ntweede\n")
    assert (after.status, after.note) == (Status.DONE, "eerste\ntweede")


@pytest.mark.parametrize("field", ["title", "text", "owners", "card", "labels"])
def test_a_field_that_the_list_owns_cannot_be_taken_over(field: str) -> None:
    with pytest.raises(KeyError, match=field):
        revise(action(), field, "anders")
    with pytest.raises(KeyError, match=field):
        word(action(), field)


@law
@given(current=actions(), other=actions())
def test_taking_over_a_field_changes_that_field_alone(current: Action, other: Action) -> None:
    values = {
        "status": (other.status or Status.PLANNED).value,
        "due": other.due.date.isoformat() if other.due.date else None,
        "note": other.note,
    }
    for field, value in values.items():
        after = revise(current, field, value)
        assert after.model_dump(exclude={field}) == current.model_dump(exclude={field})
        assert revise(after, field, value) == after


@pytest.mark.parametrize(
    ("due", "status", "words"),
    [
        ("2026", "NIET", ("2026", "NIET")),
        ("", None, (None, None)),
        ("Ad hoc", "Loopt", ("Ad hoc", "Loopt")),
    ],
)
def test_history_and_previews_use_the_agenda_s_words(
    due: str, status: str | None, words: tuple[str | None, str | None]
) -> None:
    one = action(due=due, status=status, note="bericht")
    assert (word(one, "due"), word(one, "status"), word(one, "note")) == (*words, "bericht")


# ---- Texts


@pytest.mark.parametrize("trick", ["windows line ends", "split accents", "trailing blanks"])
def test_what_programs_do_to_a_text_does_not_count(trick: str) -> None:
    text = "Café José\n\ntweede regel\nderde"
    assert TRICKS[trick](text) != text
    assert normal_text(TRICKS[trick](text)) == text


def test_old_mac_line_ends_and_blanks_around_do_not_count_either() -> None:
    assert normal_text("\n\n een\rtwee \t\n ") == "een\ntwee"
    assert normal_text(None) == normal_text(" \r\n") == ""


@pytest.mark.parametrize("other", ["een  twee", "een\n\ntwee", "Een twee", "een twee."])
def test_what_a_reader_sees_counts(other: str) -> None:
    """Blanks inside a line, an empty line, a capital, a full stop."""
    assert normal_text(other) == other != normal_text("een twee")


@law
@given(text=st.text() | st.text(AWKWARD))
def test_normal_text_is_normal_already(text: str) -> None:
    assert normal_text(normal_text(text)) == normal_text(text)


@law
@given(lines=st.lists(st.text(AWKWARD).map(normal_text).filter(bool)))
def test_normal_texts_joined_by_line_ends_stay_normal(lines: list[str]) -> None:
    """So that a description can be put together from parts and be compared part by part."""
    assert normal_text("\n".join(lines)) == "\n".join(lines)
