"""A list that is exported and imported again is no change, whatever program had it meanwhile."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from support.installation import agenda_in, own_actions
from support.listings import own_listing
from support.soffice import converted, needs_soffice
from support.strategies import actions

from bot.actions.columns import list_headings
from bot.actions.drafts import Draft, ListReading, words_of
from bot.actions.exports import write_list
from bot.actions.reading import read_list
from bot.documents.cell_text import cell_text
from bot.documents.read import read_document
from bot.settings import OWN_AGENDA
from mappings.canonical import Action

WORDS = words_of(agenda_in(OWN_AGENDA))
KNOWN = list_headings()
PAPERS = ("docx", "pptx")
ENDINGS = (".xlsx", ".ods", ".csv", ".docx", ".pptx")

LISTS = st.lists(
    st.sampled_from(["1.1", "1.10", "2.4", "6.6"]).flatmap(actions),
    unique_by=lambda action: action.code,
    min_size=1,
)
LONGER = st.lists(
    st.sampled_from(["1.1", "1.10", "2.4", "2.5", "3.3", "4.5", "5.2", "6.6"]).flatmap(actions),
    unique_by=lambda action: action.code,
    min_size=5,
)
few = settings(
    max_examples=2,  # each takes a start of LibreOffice, a longer list costs no more
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # to shrink takes a conversion for every try
    suppress_health_check=[HealthCheck.too_slow],
)


def exported(listed: Iterable[Action], folder: Path, ending: str) -> Path:
    file = folder / f"lijst{ending}"
    write_list(own_listing(*listed), file, overwrite=True)
    return file


def read(file: Path) -> ListReading:
    return read_list(read_document(file, KNOWN), WORDS)


def as_shown(listed: Iterable[Action]) -> list[dict[str, object]]:
    """Actions as a file can show them, in the order of their codes."""
    return [
        {
            name: cell_text(value) if isinstance(value, str) else value
            for name, value in action.model_dump(exclude={"code"}).items()
        }
        | {"code": action.code, "note": cell_text(action.note)}
        for action in own_listing(*listed).actions
    ]


def as_said(rows: Iterable[Draft], fields: Iterable[str]) -> list[dict[str, object]]:
    """What the rows say, under the names of an action's fields."""
    return [
        {"code": row.code}
        | {
            name: getattr(value, "model_dump", lambda value=value: value)()
            for name in fields
            for value in [getattr(row, name)]
        }
        for row in rows
    ]


def assert_no_change(found: ListReading, listed: Iterable[Action]) -> None:
    silent = {"title"} if found.format in PAPERS else set()
    fields = set(Action.model_fields) - silent
    shown = [{name: row[name] for name in fields} for row in as_shown(listed)]
    assert as_said(found.rows, fields - {"code"}) == shown
    assert found.problems == ()
    assert not [row for row in found.rows if row.stated & silent]
    assert not [doubt for row in found.rows for doubt in row.doubts]
    if found.rows[0].origin:
        assert all(row.origin and not row.stated for row in found.rows)


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_seventy_come_back_as_they_went(ending: str, tmp_path: Path) -> None:
    found = read(exported((), tmp_path, ending))
    assert_no_change(found, own_actions())
    assert found.remarks == ()


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=25, deadline=None)
@given(listed=LISTS)
def test_any_list_comes_back_as_it_went(
    ending: str, listed: list[Action], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.getbasetemp()
    assert_no_change(read(exported(listed, folder, ending)), listed)


TRIPS = [
    (".xlsx", "xlsx"),
    (".xlsx", "ods"),
    (".ods", "ods"),
    (".ods", "xlsx"),
    (".docx", "docx"),
    (".pptx", "pptx"),
]


@needs_soffice
@pytest.mark.parametrize(("ending", "suffix"), TRIPS)
def test_the_seventy_come_back_from_libreoffice_as_they_went(
    ending: str, suffix: str, tmp_path: Path
) -> None:
    found = read(converted(exported((), tmp_path, ending), suffix))
    assert_no_change(found, own_actions())


@needs_soffice
@pytest.mark.parametrize(("ending", "suffix"), TRIPS)
@few
@given(listed=LONGER)
def test_any_list_comes_back_from_libreoffice_as_it_went(
    ending: str,
    suffix: str,
    listed: list[Action],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.getbasetemp() / "trips"
    folder.mkdir(exist_ok=True)
    assert_no_change(read(converted(exported(listed, folder, ending), suffix)), listed)


@pytest.mark.parametrize("note", ["_x000D_", "a_x005F_b", "_x00e9_", "=1+1", "'=1", "#N/A", "1.10"])
def test_text_that_looks_like_something_else_is_what_it_was(note: str, tmp_path: Path) -> None:
    action = own_actions()[0].model_copy(update={"note": note})
    (draft,) = read(exported((action,), tmp_path, ".xlsx")).rows
    assert draft.note == note
