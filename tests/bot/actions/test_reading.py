"""The rows of a file get their meaning, the same for every format, and nothing is guessed."""

from datetime import date

import pytest
from hypothesis import given, settings
from support.installation import agenda_in, own_actions
from support.strategies import actions
from support.tables import csv_document, document, table

from bot.actions.drafts import FIELDS, Draft, ListReading, words_of
from bot.actions.exports import to_csv
from bot.actions.reading import read_list
from bot.documents.tables import Cell, Document
from bot.settings import OWN_AGENDA
from mappings.canonical import Action, Due, Status, Vng

AGENDA = agenda_in(OWN_AGENDA)
WORDS = words_of(AGENDA)
DECK = (
    "Wat gaan we doen?",
    "Wanneer gereed?",
    "Regie",
    "VNG Kader?",
    "Stand van zaken/ toelichting",
)


def read(found: Document, *known: Action) -> ListReading:
    return read_list(found, WORDS, {action.code: action for action in known})


def only(found: Document, *known: Action) -> Draft:
    (draft,) = read(found, *known).rows
    return draft


def as_action(draft: Draft) -> Action:
    return Action(
        **{name: getattr(draft, name) for name in Action.model_fields}  # same names on purpose
    )


def sentences(draft: Draft) -> list[str]:
    return [doubt.sentence for doubt in draft.doubts]


def test_a_heading_that_names_a_goal_otherwise_is_read_by_its_number_and_told() -> None:
    """Else the rows under it came under the goal before it, or the file was refused."""
    rows = (("2. Signaleren", ""), ("", "Een"), ("Doel 3: Bewust", ""), ("", "Twee"))
    found = read(document(table(("Code", "Actie"), *rows, caption="1. Beleid op orde")))
    assert [draft.goal for draft in found.rows] == [2, 3]
    deck = [
        table(("Actie", "Regie"), (text, "OOV"), caption=caption)
        for text, caption in (("Een", "2. Signaleren"), ("Twee", "3 acties voor 2026"))
    ]
    found = read(document(*deck))
    assert [draft.goal for draft in found.rows] == [2, 2]
    (remark,) = found.remarks
    assert remark.startswith("De kop '2. Signaleren'")
    assert remark.endswith("is gelezen als doel 2 (Signalerend vermogen vergroten).")


def test_a_sheet_named_after_a_goal_says_the_goal_of_its_rows_and_of_no_others() -> None:
    """Excel cuts such a name at 31 characters; a sheet called 2 may be any second one."""
    names = ("Doel 1", "Overig", "3. Bewustwording en kennis verg", "2")
    sheets = [table(("Actie", "Regie"), ("Een", "OOV"), sheet=name) for name in names]
    found = read(document(*sheets))
    assert [draft.goal for draft in found.rows] == [1, None, 3, None]
    assert "gelezen als doel 3" in found.remarks[0]


def test_a_row_of_the_deck_becomes_a_draft() -> None:
    row = (
        "Opstellen werkproces",
        "2026",
        "Moz/ Centrum gemeente Haarlem",
        "Nee",
        "Loopt. Plateau 2. Bijna.",
    )
    draft = only(document(table(DECK, row, caption="5. Opvang en hulpverlening borgen")))
    assert (draft.goal, draft.code, draft.text) == (5, "", "Opstellen werkproces")
    assert (draft.status, draft.due, draft.owners) == (
        Status.RUNNING,
        Due.parse("2026"),
        ("MOz", "CGH"),
    )
    assert (draft.vng, draft.note) == (Vng(plateau=2, framework=False), "Bijna.")
    assert draft.stated == {*FIELDS} - {"title", "rhythm"}
    assert (draft.doubts, draft.confidence) == ((), 1.0)


def test_a_goal_is_named_above_the_table_between_the_rows_or_in_its_column() -> None:
    above = table(DECK, ("Een", "", "", "", ""), caption="Bewustwording en kennis vergroten")
    between = table(
        DECK,
        ("1. Beleidsmatige basis op orde brengen", "", "", "", ""),
        ("Een", "", "", "", ""),
        ("4. Samenwerking in de keten verbeteren", "", "", "", ""),
        ("Twee", "", "", "", ""),
    )
    column = table(("Doel", "Actie"), ("2. Signalerend vermogen vergroten", "Een"), ("6", "Twee"))
    goals = [draft.goal for draft in read(document(above, between, column)).rows]
    assert goals == [3, 1, 4, 2, 6]


def test_a_goal_that_the_agenda_does_not_have_is_asked_about() -> None:
    draft = only(document(table(("Doel", "Actie"), ("9. Iets nieuws", "Een"))))
    assert sentences(draft) == ["Doel '9. Iets nieuws' staat niet in agenda.yaml."]
    other = only(document(table(("Code", "Doel", "Actie"), ("2.1", "3", "Een"))))
    assert sentences(other) == ["Code 2.1 hoort bij doel 2, maar hier staat doel 3."]


def test_equal_codes_stop_the_import_and_name_both_rows() -> None:
    found = read(
        document(table(("Code", "Actie"), ("1.1", "Een"), ("1.10", "Twee"), ("1.1", "Drie")))
    )
    (problem,) = found.problems
    assert str(problem) == (
        "blad 'Acties', rij 4: code 1.1 staat ook al op blad 'Acties', rij 2; "
        "geef een van beide een andere."
    )
    assert [draft.code for draft in found.rows] == ["1.1", "1.10", "1.1"]


def test_what_the_reader_doubts_stays_a_doubt_of_that_field() -> None:
    cell = Cell("1.1", number=1.1, doubt="Staat hier 1.1 of 1.10?")
    draft = only(document(table(("Code", "Actie"), (cell, "Een"))))
    assert [(doubt.field, doubt.sentence) for doubt in draft.doubts] == [
        ("code", "Staat hier 1.1 of 1.10?")
    ]
    assert draft.confidence == 0.8


@pytest.mark.parametrize(
    ("cell", "due"),
    [
        (Cell("31-12-2026"), "2026-12-31"),
        (Cell("2026", number=2026), "2026"),
        (Cell("2026"), "2026"),
        (Cell("2026", day=date(2026, 1, 1)), "2026"),
        (Cell("1-6-2026", day=date(2026, 6, 1)), "2026-06-01"),
        (Cell("continu"), "Continue"),
        (Cell("niet ingevuld"), ""),
    ],
)
def test_a_deadline_is_a_date_a_year_or_a_word(cell: Cell, due: str) -> None:
    draft = only(document(table(("Actie", "Wanneer gereed"), ("Een", cell))))
    assert (draft.due, draft.doubts) == (Due.parse(due), ())


@pytest.mark.parametrize("text", ["eind 2026", "Q4", "0 %", "2 x jaar", "31-02-2026", "1850"])
def test_what_is_no_deadline_is_asked_about(text: str) -> None:
    draft = only(document(table(("Actie", "Deadline"), ("Een", text))))
    assert [doubt.field for doubt in draft.doubts] == ["due"]


@pytest.mark.parametrize("heading", ["Wanneer gereed?", "Deadline"])
def test_a_number_that_is_no_deadline_refuses_the_file_with_the_name_of_its_cell(
    heading: str,
) -> None:
    cell = Cell("30%", number=0.3, name="B2")
    found = read(document(table(("Actie", heading), ("Een", cell))))
    (problem,) = found.problems
    assert str(problem).startswith("blad 'Acties', rij 2: cel B2: '30%' is geen deadline; schrijf")
    year = Cell("2026", number=2026.0, name="B2")
    assert read(document(table(("Actie", heading), ("Een", year)))).problems == ()


@pytest.mark.parametrize(
    ("words", "day", "due"),
    [
        ("2026", date(2026, 12, 31), "2026"),  # nothing changed
        ("2026", date(2027, 3, 31), "2027-03-31"),  # the day was filled in
        ("Continue", date(2026, 12, 31), "Continue"),  # the word was changed
        ("niet ingevuld", date(2027, 3, 31), "2027-03-31"),
    ],
)
def test_of_two_columns_for_the_deadline_the_changed_one_counts(
    words: str, day: date, due: str
) -> None:
    known = Action(code="2.4", title="Een", text="Een", due=Due.parse("2026"))
    row = ("2.4", Cell(day.strftime("%d-%m-%Y"), day=day), words)
    draft = only(document(table(("Code", "Deadline", "Afspraak"), row)), known)
    assert (draft.due, draft.doubts) == (Due.parse(due), ())


def test_two_changed_deadlines_are_asked_about() -> None:
    known = Action(code="2.4", title="Een", text="Een", due=Due.parse("2026"))
    row = ("2.4", "1-6-2027", "Continue")
    draft = only(document(table(("Code", "Deadline", "Afspraak"), row)), known)
    assert sentences(draft) == ["Afspraak zegt Continue en Deadline zegt 2027-06-01; welke geldt?"]


def test_a_field_without_a_column_is_not_spoken_of() -> None:
    draft = only(document(table(("Code", "Regie"), ("2.4", "OOV"))))
    assert draft.stated == {"owners"}


def test_a_column_status_with_whole_sentences_is_the_state_of_affairs() -> None:
    draft = only(document(table(("Actie", "Status"), ("Een", "Loopt. Plateau 1. Bijna."))))
    assert (draft.status, draft.vng.plateau, draft.note) == (Status.RUNNING, 1, "Bijna.")


def test_a_status_beside_a_message_leaves_the_message_whole() -> None:
    row = ("Een", "Loopt", "Planning. Zo heet ons nieuwe systeem.")
    draft = only(document(table(("Actie", "Stand", "Stand van zaken"), row)))
    assert (draft.status, draft.note) == (Status.RUNNING, row[2])


def test_sheets_without_actions_and_unknown_columns_are_told() -> None:
    found = read(
        document(
            table(("Actie", "Budget"), ("Een", "0")),
            table(("Kolom", "Betekenis"), ("Code", "Het doel"), sheet="Toelichting"),
            table(("Code", "Titel", "Was", "Nu"), ("2.4", "x", "a", "b"), sheet="Wijzigingen"),
        )
    )
    assert len(found.rows) == 1
    assert found.remarks == (
        "Niet gelezen: kolom 'Budget'.",
        "Geen acties gevonden op blad 'Toelichting' en blad 'Wijzigingen'.",
    )


def test_a_file_without_a_known_column_names_what_it_has() -> None:
    (problem,) = read(document(table(("Kolom", "Waarde"), ("a", "b")))).problems
    assert "gevonden: 'Kolom' en 'Waarde'" in str(problem)


def test_a_safelink_gives_way_to_the_address_that_it_hides() -> None:
    link = "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.krant.example%2Fa&data=05%7C02%7Cvoor.naam%40gemeente.example"
    draft = only(document(table(("Actie",), (f"Zie {link} verder",))))
    assert (draft.text, draft.doubts) == ("Zie https://www.krant.example/a verder", ())
    person = only(document(table(("Actie",), ("Mail voor.naam@gemeente.example",))))
    assert "mailadres" in sentences(person)[0]
    box = only(document(table(("Actie",), ("Mail meldpunt@gemeente.example",))))
    assert box.doubts == ()


def test_the_list_as_csv_reads_back_as_it_was() -> None:
    found = read(csv_document(to_csv(own_actions())))
    assert tuple(as_action(draft) for draft in found.rows) == own_actions()
    assert (found.problems, found.remarks) == ((), ())
    assert all(not draft.doubts and draft.stated == {*FIELDS} for draft in found.rows)


@pytest.mark.parametrize("note", ["=1+1", "'=1", "''=1", "'gewoon'", "-"])
def test_text_that_looks_like_a_formula_survives_csv(note: str) -> None:
    action = own_actions()[0].model_copy(update={"note": note})
    assert only(csv_document(to_csv([action]))).note == note


@settings(deadline=None, max_examples=60)
@given(current=actions())
def test_every_action_survives_csv(current: Action) -> None:
    assert as_action(only(csv_document(to_csv([current])))) == current
