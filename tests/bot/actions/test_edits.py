"""The coordinator's own edits: saved with their history, or nothing at all."""

import pytest
from support.installation import Office

from bot.actions.edits import EditWords, read_edit, save_edit
from bot.errors import UsageError
from bot.store.errors import UnknownCode
from mappings.canonical import Status


@pytest.fixture
def listed(office: Office) -> Office:
    """A list of two actions."""
    office.load("6.5", "5.2")
    return office


def test_each_changed_field_gets_its_line_in_the_agenda_s_own_words(listed: Office) -> None:
    changes = listed.set("6.5", status="Loopt", due="2027-03-31", note="Begonnen.", owners=())
    told = [
        ("list", "status", "Planning", "Loopt", "applied"),
        ("list", "due", "2025", "2027-03-31", "applied"),
        ("list", "note", "I.s.m. coördinator Kennemerland", "Begonnen.", "applied"),
        ("list", "owners", ("H&T",), (), "applied"),
    ]
    assert listed.history("6.5") == told
    assert [change.at for change in changes] == [listed.clock.now()] * 4
    after = listed.action("6.5")
    assert (after.status, after.due.text, after.owners) == (Status.RUNNING, "2027-03-31", ())


def test_an_edit_to_what_it_was_already_is_no_edit(listed: Office) -> None:
    assert listed.set("6.5", status="Planning", due="2025") == []
    assert listed.history("6.5") == []


def test_a_year_made_a_date_is_an_edit_though_the_day_is_the_same(listed: Office) -> None:
    listed.set("6.5", due="2025-12-31")
    assert listed.history("6.5") == [("list", "due", "2025", "2025-12-31", "applied")]


def test_another_order_of_owners_is_an_edit(listed: Office) -> None:
    """The first one leads."""
    listed.set("5.2", owners=("CGH", "MOz"))
    assert listed.history("5.2") == [("list", "owners", ("MOz", "CGH"), ("CGH", "MOz"), "applied")]


def test_an_action_that_is_not_in_the_list_cannot_be_edited(listed: Office) -> None:
    stranger = listed.action("6.5").model_copy(update={"code": "9.9"})
    with pytest.raises(UnknownCode, match=r"Actie 9\.9 staat niet"), listed.ledger as ledger:
        save_edit(ledger, stranger, at=listed.clock.now(), run="set-1")


def test_words_are_read_as_the_agenda_writes_them(listed: Office) -> None:
    words = EditWords("Loopt", "2027-03-31", "Begonnen. \r\n", ["CGH", "MOz", "CGH"])
    after = read_edit(listed.action("6.5"), words, listed.house().agenda)
    assert (after.status, after.due.text) == (Status.RUNNING, "2027-03-31")
    assert (after.note, after.owners) == ("Begonnen.", ("CGH", "MOz"))


def test_words_are_read_as_people_type_them(listed: Office) -> None:
    words = EditWords("loopt", "31 maart 2027", "co\x00\x1bö", ["h&t", "Centrum gemeente Haarlem"])
    after = read_edit(listed.action("6.5"), words, listed.house().agenda)
    assert (after.status, after.due.text) == (Status.RUNNING, "2027-03-31")
    assert (after.note, after.owners) == ("coö", ("H&T", "CGH"))


@pytest.mark.parametrize("due", ["9999-12-31", "2206", "1-1-1999"])
def test_a_deadline_that_nobody_can_mean_is_refused(listed: Office, due: str) -> None:
    with pytest.raises(UsageError, match="ligt niet in de jaren 2000 tot en met 2100"):
        read_edit(listed.action("6.5"), EditWords(due=due), listed.house().agenda)


def test_what_is_not_named_stays(listed: Office) -> None:
    before = listed.action("6.5")
    assert read_edit(before, EditWords(), listed.house().agenda) == before
    assert read_edit(before, EditWords(owners=[]), listed.house().agenda).owners == ()


def test_every_wrong_word_is_told_at_once(listed: Office) -> None:
    words = EditWords("bijna", "morgen", None, ["XYZ"])
    with pytest.raises(UsageError) as caught:
        read_edit(listed.action("6.5"), words, listed.house().agenda)
    first, second, third = str(caught.value).split("\n")
    assert first == "Status 'bijna' bestaat niet; kies Gereed, Loopt, Planning of NIET."
    assert "morgen" in second
    assert third.startswith("Regiehouder 'XYZ' bestaat niet; kies H&T, ")
