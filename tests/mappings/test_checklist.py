"""Our items in a checklist: known by their key, and of people's nothing is read or written."""

from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st
from support.strategies import BOARD, task

from connectors.wire import JsonObject, Task
from mappings.checklist import MOST_ITEMS, account, keys_on, render_checklist, room_on, ticks_on
from mappings.item_keys import is_ours, item_key

AGENDA = BOARD.agenda
KEY = item_key(AGENDA, "2.4", "confirmed", "zaal", "Klopt nog?")
KEYS = st.one_of(
    st.uuids().map(str),
    st.integers(0, 99_999).map(str),
    st.text(),
    st.text().map(lambda part: item_key("elders", part)),
)
"""As people and other programs make them, and the bot of another agenda."""


def holding(**items: JsonObject) -> Task:
    plain = {"title": "Iets", "isChecked": False}
    checklist = {key: plain | item for key, item in items.items()}
    details = {"id": "task-1", "@odata.etag": 'W/"2"', "checklist": checklist}
    return task(details=details)


@given(st.text(), st.text())
def test_a_key_is_a_guid_that_says_whose_it_is(one: str, other: str) -> None:
    key = item_key(AGENDA, one, other)
    assert str(UUID(key)) == key
    assert is_ours(key, AGENDA)
    assert is_ours(key.upper(), AGENDA)
    assert not is_ours(key, "elders")


@given(st.dictionaries(KEYS, st.just({"title": "Bellen"}), max_size=25))
def test_what_others_made_is_never_ours(items: dict[str, JsonObject]) -> None:
    found = holding(**items, **{KEY: {}})
    assert keys_on(found, AGENDA) == (KEY,)
    assert room_on(found, AGENDA) == max(MOST_ITEMS - len(items), 0)


def test_a_tick_says_who_and_when_and_a_broken_stamp_says_nothing() -> None:
    stamp = {"user": {"id": "oov-1"}}
    item = {"isChecked": True, "lastModifiedBy": stamp, "lastModifiedDateTime": "2026-11-12T09:00Z"}
    (tick,) = ticks_on(holding(**{KEY: item, "7": item}), AGENDA).values()
    assert (tick.by, tick.at and tick.at.isoformat()) == ("oov-1", "2026-11-12T09:00:00+00:00")
    for moment in ("gisteren", "2026-11-12T09:00", None, 7):
        broken = {"isChecked": True, "lastModifiedBy": None, "lastModifiedDateTime": moment}
        (tick,) = ticks_on(holding(**{KEY: broken}), AGENDA).values()
        assert (tick.by, tick.at) == ("", None)


def test_a_program_has_no_account_and_neither_has_what_is_no_identity() -> None:
    assert account({"application": {"id": "app"}}) == ""
    assert [account(it) for it in (None, "x", {"user": "x"}, {"user": {"id": 7}})] == [""] * 4


def test_only_the_difference_is_written() -> None:
    other = str(uuid4())
    sent = render_checklist((KEY, "b"), (KEY, other), {"b": "Vraag"})
    item = {"@odata.type": "#microsoft.graph.plannerChecklistItem", "title": "Vraag"}
    assert sent == {other: None, "b": {**item, "isChecked": False}}
