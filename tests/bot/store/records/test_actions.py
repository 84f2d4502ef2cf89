"""The list in the store."""

from datetime import UTC, datetime

import pytest

from bot.store.database import Store
from bot.store.errors import StruckCode, UnknownCode
from bot.store.records.actions import StruckAction
from mappings.canonical import Action, Due, Status, revise


def test_an_action_comes_back_as_it_was_saved(store: Store, action: Action) -> None:
    with store.begin() as ledger:
        ledger.actions.save(action)
    with store.begin() as ledger:
        assert ledger.actions.get("2.4") == action


@pytest.mark.parametrize("word", ["2027-03-31", "2026", "Continue", "Ad hoc", "NIET", ""])
def test_every_kind_of_deadline_survives_with_its_word(
    store: Store, action: Action, word: str
) -> None:
    with store.begin() as ledger:
        ledger.actions.save(action.model_copy(update={"due": Due.parse(word)}))
    with store.begin() as ledger:
        assert ledger.actions.get("2.4").due == Due.parse(word)


@pytest.mark.parametrize("note", ["a\x00b", "a\ud800b", "a\x1b\u202eb\udcf6", "\ufffe👍"])
def test_a_note_that_came_through_the_door_fits_in_every_database(
    store: Store, action: Action, note: str
) -> None:
    edited = revise(action, "note", note)
    with store.begin() as ledger:
        ledger.actions.save(edited)
        assert ledger.actions.get("2.4") == edited


def test_an_action_with_next_to_nothing_comes_back_with_next_to_nothing(store: Store) -> None:
    bare = Action(code="1.1", title="Kort", text="Lang", due=Due.parse(""))
    with store.begin() as ledger:
        ledger.actions.save(bare)
    with store.begin() as ledger:
        assert ledger.actions.get("1.1") == bare


def test_saving_again_overwrites(store: Store, action: Action) -> None:
    done = action.model_copy(update={"status": Status.DONE, "owners": (), "rhythm": None})
    with store.begin() as ledger:
        ledger.actions.save(action)
        ledger.actions.save(done)
    with store.begin() as ledger:
        assert ledger.actions.all() == {"2.4": done}


def test_the_list_stands_in_the_order_of_the_agenda(store: Store, action: Action) -> None:
    """1.2 stands before 1.10."""
    with store.begin() as ledger:
        for code in ("2.1", "1.10", "1.2"):
            ledger.actions.save(action.model_copy(update={"code": code}))
    with store.begin() as ledger:
        assert list(ledger.actions.all()) == ["1.2", "1.10", "2.1"]


def test_an_unknown_code_is_an_error_that_names_it(store: Store) -> None:
    with store.begin() as ledger, pytest.raises(UnknownCode, match=r"9\.9") as caught:
        ledger.actions.get("9.9")
    assert caught.value.code == "9.9"


def test_a_struck_action_is_out_of_sight_until_it_is_put_back(store: Store, action: Action) -> None:
    at = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
    with store.begin() as ledger:
        ledger.actions.save(action)
        ledger.actions.strike("2.4", at)
        assert ledger.actions.all() == {}
        assert ledger.actions.struck() == {"2.4": StruckAction(action=action, at=at)}
        with pytest.raises(StruckCode, match=r"driehoek drop --undo 2\.4"):
            ledger.actions.get("2.4")
        ledger.actions.save(action)
        assert ledger.actions.all() == {}
        ledger.actions.unstrike("2.4")
        assert (ledger.actions.get("2.4"), ledger.actions.struck()) == (action, {})
        with pytest.raises(LookupError):
            ledger.actions.strike("9.9", at)
