"""The mark of a row says which fields were changed since the file was made."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.strategies import actions

from bot.actions.imports import words
from bot.actions.origins import fingerprint, origin_of, read_origin
from mappings.canonical import Action

MARK = str(origin_of("2.4", "20261130T181500Z", {"status": "Loopt", "owners": ("OOV", "MOz")}))


@given(actions())
def test_a_mark_is_read_as_it_was_written(current: Action) -> None:
    origin = origin_of(current.code, "20261130T181500Z", words(current))
    assert read_origin(str(origin)) == origin
    assert all(origin.is_unchanged(name, value) for name, value in words(current).items())


def test_a_changed_field_is_told_apart_and_one_that_was_not_there_counts_as_changed() -> None:
    origin = read_origin(MARK)
    assert origin is not None
    assert origin.is_unchanged("status", "Loopt")
    assert not origin.is_unchanged("status", "Gereed")
    assert not origin.is_unchanged("status", None)
    assert not origin.is_unchanged("owners", ("MOz", "OOV"))
    assert not origin.is_unchanged("note", "")


@pytest.mark.parametrize("text", ["", "2.4", "2.4 x", "geen kenmerk", "2.4 x y", "2.4 x status="])
def test_any_other_text_is_no_mark(text: str) -> None:
    found = read_origin(text)
    assert found is None or not found.is_unchanged("status", "Loopt")


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a\tb", "a b"), ("e\u0301", "é"), ("HVO\u2011Q", "HVO-Q"), ("a\r\nb ", "a\nb"), ("", None)],
)
def test_what_a_file_cannot_tell_apart_is_the_same(text: str, shown: str | None) -> None:
    assert fingerprint(text) == fingerprint(shown)


@given(
    st.lists(st.text("ab", min_size=1), max_size=3), st.lists(st.text("ab", min_size=1), max_size=3)
)
def test_other_owners_are_another_value(one: list[str], other: list[str]) -> None:
    assert (fingerprint(tuple(one)) == fingerprint(tuple(other))) == (one == other)
