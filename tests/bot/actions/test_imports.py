"""An agenda file comes into the list without trampling on what people did since."""

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from support.installation import Office
from support.many_actions import many_actions

from bot.actions.decisions import resolve
from bot.actions.imports import (
    from_words,
    plan_import,
    read_import,
    same_value,
    words,
    write_import,
)
from bot.core.history import Outcome
from mappings.canonical import Action, Due, Status, Vng

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


def history(office: Office, code: str) -> list[tuple[Any, ...]]:
    """What imports did to an action: (field, old, new, outcome)."""
    with office.ledger as ledger:
        changes = ledger.history.of(code)
    return [(c.field, c.old, c.new, c.outcome.value) for c in changes if c.side == "import"]


def open_conflicts(office: Office) -> dict[str, tuple[Any, Any]]:
    """What waits for the coordinator: by field, what the list says and what the file says."""
    with office.ledger as ledger:
        found = [c.model_dump(mode="json") for c in ledger.conflicts.open_ones()]
    return {c["field"]: (c["list"], c["other"]) for c in found if c["side"] == "import"}


def revised(office: Office, code: str, **fields: Any) -> Action:
    """The action of the file, with another value here and there."""
    action: Action = office.action(code)
    return action.model_copy(update=fields)


@pytest.fixture
def imported(office: Office) -> Office:
    """A list of three actions, as the file has them."""
    office.load("1.7", "4.10", "6.5")
    return office


def test_a_first_import_takes_every_action_with_one_line_of_history(office: Office) -> None:
    outcome = office.load()
    assert (len(outcome.added), outcome.changed, outcome.kept) == (70, (), ())
    assert history(office, "6.5") == [("item", None, office.action("6.5").title, "applied")]


def test_an_import_takes_as_many_statements_for_three_hundred_actions_as_for_one(
    office: Office,
) -> None:
    """Rows go in bulk, so that a list of 3,000 costs a second."""
    said: list[str] = []
    sa.event.listen(
        office._store._engine,
        "before_cursor_execute",
        lambda *words: said.append(words[2]),
    )
    counts = []
    for actions in (many_actions(1), many_actions(300), many_actions(300)):
        said.clear()
        office.import_list(*actions)
        counts.append(len(said))
    assert counts[1] == counts[0]
    assert counts[2] < counts[0]
    with office.ledger as ledger:
        assert len(ledger.actions.all()) == len(ledger.links.bases("import")) == 300


def test_the_same_file_again_changes_nothing(imported: Office) -> None:
    outcome = imported.load("1.7", "4.10", "6.5")
    assert (outcome.added, outcome.changed, outcome.kept, outcome.absent) == ((), (), (), ())
    assert outcome.changes == ()
    assert len(history(imported, "6.5")) == 1


def test_what_the_file_changed_and_nobody_touched_is_taken_over(imported: Office) -> None:
    file = revised(imported, "6.5", due=Due.parse("2027"), vng=Vng(plateau=2, framework=None))
    outcome = imported.import_list(file)
    assert outcome.changed == ("6.5",)
    assert imported.action("6.5") == file
    assert history(imported, "6.5")[1:] == [
        ("due", "2025", "2027", "applied"),
        ("plateau", None, "2", "applied"),
        ("framework", "nee", None, "applied"),
    ]


def test_what_people_changed_since_the_import_stays(imported: Office) -> None:
    """Set by the coordinator, or come in from Planner; and the other fields too."""
    imported.set("6.5", status="Loopt", owners=("OOV",))
    imported.sync()
    imported.act("note", "6.5", text="Van de eigenaar.")
    imported.sync()
    before = imported.action("6.5")
    outcome = imported.load("1.7", "4.10", "6.5")
    assert (outcome.changed, outcome.changes) == ((), ())
    assert imported.action("6.5") == before


def test_where_file_and_people_changed_the_same_field_the_list_wins_once(imported: Office) -> None:
    """The value of the file is kept in the history, and the same file does not ask again."""
    file = revised(imported, "6.5", due=Due.parse("2027"), title="Werkproces opstellen")
    imported.set("6.5", due="2028")
    outcome = imported.import_list(file)
    assert (outcome.changed, outcome.kept) == (("6.5",), ("6.5",))
    after = imported.action("6.5")
    assert (after.due.text, after.title) == ("2028", "Werkproces opstellen")
    assert ("due", "2028", "2027", "lost") in history(imported, "6.5")
    again = imported.import_list(file)
    assert (again.changes, imported.action("6.5")) == ((), after)


def test_a_true_collision_waits_for_a_person_with_both_values(imported: Office) -> None:
    """Of any field; and the coordinator's word, by resolve or by a newer edit, settles it."""
    office = imported
    office.set("6.5", due="2028", owners=("OOV",), status="Loopt")
    office.import_list(
        revised(office, "6.5", due=Due.parse("2027"), owners=("MOz",), status=Status.DONE)
    )
    assert open_conflicts(office) == {
        "due": ("2028", "2027"),
        "owners": (["OOV"], ["MOz"]),
        "status": ("Loopt", "Gereed"),
    }
    with office.ledger as ledger:
        taken = resolve(ledger, "6.5", "owners", "import", at=NOW, run="r")
        kept = resolve(ledger, "6.5", "due", "lijst", at=NOW, run="r")
    assert (taken, kept) == ((("OOV",), ("MOz",)), ("2028", "2028"))
    office.set("6.5", status="Planning")
    assert open_conflicts(office) == {}
    after = office.action("6.5")
    assert (after.owners, after.due.text, after.status) == (("MOz",), "2028", Status.PLANNED)


def test_what_an_office_program_does_to_a_text_is_no_change(imported: Office) -> None:
    """Neither by itself, nor as a collision with what people wrote since."""
    office = imported
    note = "Overleg met\u00a0HVO-Q.\nDaarna de rest: a_x005F_b."
    office.import_list(revised(office, "6.5", note=note), revised(office, "1.7", note=note))
    office.set("1.7", note="Van de eigenaar.")
    otherwise = "Overleg met HVO\u2011Q. \r\nDaarna\tde rest: a_b. "
    outcome = office.import_list(
        revised(office, "6.5", note=otherwise), revised(office, "1.7", note=otherwise)
    )
    assert outcome.changes == ()
    assert (office.action("6.5").note, office.action("1.7").note) == (note, "Van de eigenaar.")
    assert open_conflicts(office) == {}


def test_a_later_file_that_agrees_settles_a_collision(imported: Office) -> None:
    imported.set("6.5", due="2028")
    imported.import_list(revised(imported, "6.5", due=Due.parse("2027")))
    assert set(open_conflicts(imported)) == {"due"}
    imported.import_list(revised(imported, "6.5", due=Due.parse("2028")))
    assert open_conflicts(imported) == {}


def test_what_a_file_is_silent_about_stays_and_is_no_base(imported: Office) -> None:
    """A file with a column of owners only; the deadline it does not have changed since."""
    file = revised(imported, "6.5", owners=("OOV",), due=Due.parse("2030"))
    with imported.ledger as ledger:
        stated = {"6.5": {"owners"}}
        outcome = read_import(ledger, [file], at=NOW, run="r", stated=stated)
        write_import(ledger, outcome, [file], stated)
    assert [change.field for change in outcome.changes] == ["owners"]
    after = imported.action("6.5")
    assert (after.owners, after.due.text) == (("OOV",), "2025")
    with imported.ledger as ledger:
        assert ledger.links.bases("import")["6.5"]["due"] == "2025"


def test_the_same_change_in_file_and_list_is_no_collision(imported: Office) -> None:
    file = revised(imported, "6.5", due=Due.parse("2027"))
    imported.set("6.5", due="2027")
    assert imported.import_list(file).changes == ()


def test_a_field_that_the_file_leaves_empty_now_is_cleared(imported: Office) -> None:
    imported.import_list(revised(imported, "6.5", note="", owners=(), status=None))
    after = imported.action("6.5")
    assert (after.note, after.owners, after.status) == ("", (), None)


def test_codes_that_the_file_does_not_have_are_told_and_stay(imported: Office) -> None:
    outcome = imported.load("1.7")
    assert outcome.absent == ("4.10", "6.5")
    assert imported.action("6.5").code == "6.5"


def test_a_new_action_in_the_file_is_added_beside_the_others(imported: Office) -> None:
    outcome = imported.load("1.7", "4.10", "6.5", "5.1")
    assert (outcome.added, outcome.changed) == (("5.1",), ())


def test_without_a_memory_of_the_last_import_the_list_stays_and_the_file_is_kept() -> None:
    """As with a database from before: nobody knows which of the two is newer."""
    base = Action(code="6.5", title="Titel", text="Tekst", due=Due.parse("2026"))
    file = base.model_copy(update={"due": Due.parse("2027"), "note": "Nieuw."})
    outcome = plan_import({"6.5": base}, {}, [file], at=NOW, run="import-1")
    assert outcome.actions["6.5"].due.text == "2026"
    assert outcome.actions["6.5"].note == "Nieuw."
    assert [(c.field, c.outcome) for c in outcome.changes] == [
        ("due", Outcome.LOST),
        ("note", Outcome.APPLIED),
    ]


ACTIONS = st.builds(
    Action,
    code=st.sampled_from(["1.1", "3.17"]),
    title=st.text("abc é", min_size=1, max_size=9),
    text=st.text("abc", min_size=1, max_size=9),
    status=st.none() | st.sampled_from(Status),
    due=st.sampled_from(["", "2026", "2027-03-31", "Continue", "Ad hoc", "NIET"]).map(Due.parse),
    rhythm=st.none() | st.just("2 x jaar"),
    owners=st.lists(st.sampled_from(["H&T", "OOV", "MOz"]), unique=True).map(tuple),
    vng=st.builds(Vng, plateau=st.sampled_from([None, 1, 2]), framework=st.none() | st.booleans()),
    note=st.text("abc\n", max_size=9),
)


@settings(max_examples=200, deadline=None)
@given(ACTIONS)
def test_words_tell_all_of_an_action(action: Action) -> None:
    assert from_words(action.code, words(action)) == action


@settings(max_examples=200, deadline=None)
@given(ACTIONS, ACTIONS, ACTIONS)
def test_an_import_takes_over_lists_as_kept_or_leaves_alone_every_difference(
    base: Action, ours: Action, file: Action
) -> None:
    """No field ends with a value that nobody gave it, and none is lost without a line."""
    known, mine, theirs = words(base), words(ours), words(file)
    ours = ours.model_copy(update={"code": "1.1"})
    file = file.model_copy(update={"code": "1.1"})
    outcome = plan_import({"1.1": ours}, {"1.1": known}, [file], at=NOW, run="import-1")
    after = words(outcome.actions["1.1"])
    lost = {change.field for change in outcome.changes if change.outcome is Outcome.LOST}
    for name in known:
        if same_value(theirs[name], known[name]) or same_value(mine[name], theirs[name]):
            assert same_value(after[name], mine[name])
            assert name not in lost
        elif mine[name] == known[name]:
            assert (after[name], name in lost) == (theirs[name], False)
        else:
            assert (after[name], name in lost) == (mine[name], True)


def test_no_deadline_is_the_same_word_in_every_line_of_history(imported: Office) -> None:
    """Whoever took it off, and whoever filled it in: the lines of one field form a chain."""
    imported.set("6.5", due="")
    imported.set("6.5", due="2025")
    imported.import_list(revised(imported, "6.5", due=Due.parse("")))
    imported.import_list(revised(imported, "6.5", due=Due.parse("2028")))
    with imported.ledger as ledger:
        told = [(c.old, c.new) for c in ledger.history.of("6.5") if c.field == "due"]
    assert told == [("2025", None), (None, "2025"), ("2025", None), (None, "2028")]
