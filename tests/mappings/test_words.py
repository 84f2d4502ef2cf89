"""The words for a status and an owner, as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.canonical import Status
from mappings.words import UnknownWord, read_owner, read_status

OWNERS = {"H&T": "H&T", "HVO-Q": "HVO-Querido", "OOV": "Team OOV", "oov": "Een ander"}


@pytest.mark.parametrize("text", ["Loopt", "loopt", "LOOPT", " loopt. ", "Lo\u00a0opt"])
def test_a_status_is_read_whatever_its_capitals_and_blanks(text: str) -> None:
    assert read_status(text) is Status.RUNNING


def test_an_unknown_status_is_refused_with_the_words_there_are() -> None:
    with pytest.raises(UnknownWord, match="'Bijna' bestaat niet; kies Gereed, Loopt, Planning of"):
        read_status("Bijna")


@pytest.mark.parametrize(
    ("text", "code"),
    [("h&t", "H&T"), ("H & T", "H&T"), ("hvo-querido", "HVO-Q"), ("OOV", "OOV"), ("oov", "oov")],
)
def test_an_owner_is_read_by_code_or_name(text: str, code: str) -> None:
    assert read_owner(text, OWNERS) == code


@pytest.mark.parametrize("text", ["Oov", "HT", ""])
def test_an_owner_that_could_be_two_or_none_is_refused(text: str) -> None:
    with pytest.raises(UnknownWord, match=f"regiehouder '{text}' bestaat niet; kies H&T, HVO-Q"):
        read_owner(text, OWNERS)


@given(st.sampled_from(Status), st.data())
def test_a_status_in_any_mix_of_capitals_is_itself(status: Status, data: st.DataObject) -> None:
    word = "".join(data.draw(st.sampled_from((s.lower(), s.upper()))) for s in status.value)
    assert read_status(word) is status
