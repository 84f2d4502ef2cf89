"""The coordinator's own edits: saved with their history, or nothing at all."""

import pytest
from support.installation import Office, own_actions

from bot.actions.edits import EditWords, edit, read_edit, save_edit
from bot.errors import UsageError
from bot.store.errors import UnknownCode
from mappings.canonical import Action, Status


def own(code: str) -> Action:
    """An action as the agenda's own file has it."""
    return next(action for action in own_actions() if action.code == code)


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
    assert first == "Stand 'bijna' bestaat niet; kies Gereed, Loopt, Planning of NIET."
    assert "morgen" in second
    assert third.startswith("Regiehouder 'XYZ' bestaat niet; kies H&T, ")


def made(office: Office, words: EditWords, *codes: str) -> dict[str, list[str]]:
    """Edit in one unit of work; gives the fields that changed, by code."""
    with office.ledger as ledger:
        agenda = office.house().agenda
        edited = edit(ledger, codes, words, agenda, at=office.clock.now(), run="set-1")
    return {code: [change.field for change in changes] for code, changes in edited.items()}


def test_several_actions_get_the_same_edit_and_each_its_own_line(listed: Office) -> None:
    assert made(listed, EditWords(owners=["H&T"]), "5.2", "6.5", "5.2") == {
        "5.2": ["owners"],
        "6.5": [],
    }
    assert listed.action("5.2").owners == ("H&T",)


@pytest.mark.parametrize("codes", [("5.2", "9.9"), ("9.9", "5.2")])
def test_one_code_that_is_not_there_keeps_all_as_they_were(
    listed: Office, codes: tuple[str, ...]
) -> None:
    with pytest.raises(UnknownCode, match=r"Actie 9\.9"):
        made(listed, EditWords(status="Loopt"), *codes)
    assert listed.history("5.2") == []


def test_title_text_and_plateau_are_edited_and_stay_after_an_import(listed: Office) -> None:
    words = EditWords(title=" Nieuwe\n titel ", text="De hele\ntekst. ", plateau="1")
    assert made(listed, words, "6.5") == {"6.5": ["title", "text", "plateau"]}
    assert made(listed, words, "6.5") == {"6.5": []}
    listed.load("6.5")
    after = listed.action("6.5")
    assert (after.title, after.text) == ("Nieuwe titel", "De hele\ntekst.")
    assert (after.vng.plateau, after.vng.framework) == (1, own("6.5").vng.framework)
    assert made(listed, EditWords(plateau="-"), "6.5") == {"6.5": ["plateau"]}
    assert listed.action("6.5").vng.plateau is None


def test_a_new_title_and_text_reach_the_task_and_nobody_is_told_of_a_retitle(
    listed: Office,
) -> None:
    listed.sync()
    made(listed, EditWords(title="Nieuwe titel", text="Heel andere tekst."), "6.5")
    assert listed.sync().remarks == []
    task = listed.tasks()["6.5"]
    assert task["title"] == "6.5 Nieuwe titel"
    listed.assert_quiet()


def test_a_minus_takes_all_owners_away_and_goes_with_no_other(listed: Office) -> None:
    assert made(listed, EditWords(owners=["-"]), "6.5") == {"6.5": ["owners"]}
    assert listed.action("6.5").owners == ()
    with pytest.raises(UsageError, match="een regiehouder of -, niet allebei"):
        made(listed, EditWords(owners=["-", "OOV"]), "5.2")


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (EditWords(title=" "), "Een titel heeft 1 tot 90 tekens, en deze heeft er 0"),
        (EditWords(title="x" * 91), "en deze heeft er 91"),
        (EditWords(text="\n"), "Een actie kan niet zonder tekst"),
        (EditWords(plateau="3"), "VNG-plateau '3' bestaat niet; kies 1, 2 of -"),
        (EditWords(), "Geef ten minste een van --status"),
    ],
)
def test_what_no_action_can_be_is_refused(listed: Office, words: EditWords, complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint):
        made(listed, words, "6.5")


def test_a_minus_empties_whatever_an_action_can_do_without(listed: Office) -> None:
    """So that a stand, a date or a note that was a mistake can be taken back."""
    listed.sync()
    words = EditWords(status="-", due=" - ", note="-")
    assert made(listed, words, "6.5") == {"6.5": ["status", "due", "note"]}
    after = listed.action("6.5")
    assert (after.status, after.due.text, after.note) == (None, "", "")
    listed.sync()
    listed.assert_quiet()
    assert listed.action("6.5") == after


@pytest.mark.parametrize("words", [EditWords(title="Kort"), EditWords(text="Tekst.")])
def test_one_title_or_text_is_not_for_several(listed: Office, words: EditWords) -> None:
    with pytest.raises(UsageError, match="hoort bij één actie"):
        made(listed, words, "6.5", "5.2")


def test_niet_in_the_list_can_be_taken_back(listed: Office) -> None:
    """The label goes from the task too, and no round brings it back."""
    listed.sync()
    made(listed, EditWords(status="NIET"), "6.5")
    listed.sync()
    dropped = listed.tasks()["6.5"]
    made(listed, EditWords(status="Planning"), "6.5")
    listed.sync()
    assert listed.action("6.5").status is Status.PLANNED
    assert set(dropped["appliedCategories"]) > set(listed.tasks()["6.5"]["appliedCategories"])
    listed.assert_quiet()
