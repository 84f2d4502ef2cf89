"""Whether and when owners are asked to confirm stands in the agenda, and a mistake is named."""

from pathlib import Path

import pytest

from bot.settings import OWN_AGENDA
from mappings.agenda import Agenda, load_agenda
from mappings.agenda_file import AgendaErrors

OWN = "confirmations: {in_checklist: true, workdays_before: 10}\n"


def loaded(folder: Path, line: str) -> Agenda:
    """Haarlemmermeer's agenda with this line in the place of its own."""
    text = (OWN_AGENDA / "agenda.yaml").read_text(encoding="utf-8")
    assert text.count(OWN) == 1
    (folder / "agenda.yaml").write_text(text.replace(OWN, line), encoding="utf-8")
    return load_agenda(folder)


def test_an_agenda_that_does_not_say_asks_ten_working_days_before(tmp_path: Path) -> None:
    wishes = loaded(tmp_path, "").confirmations
    assert (wishes.in_checklist, wishes.workdays_before) == (True, 10)


def test_it_can_be_switched_off(tmp_path: Path) -> None:
    assert not loaded(tmp_path, "confirmations: {in_checklist: false}\n").confirmations.in_checklist


@pytest.mark.parametrize(
    ("line", "field", "sentence"),
    [
        ("{in_checklist: soms}", "in_checklist", "'soms' bestaat niet; kies true of false."),
        ("{workdays_before: 0}", "workdays_before", "'0' is te laag; het laagste is 1."),
        ("{dagen: 3}", "dagen", "dit veld bestaat hier niet; verbeter de naam of haal het weg."),
    ],
)
def test_a_mistake_is_named_with_its_field(
    tmp_path: Path, line: str, field: str, sentence: str
) -> None:
    with pytest.raises(AgendaErrors) as refused:
        loaded(tmp_path, f"confirmations: {line}\n")
    (told,) = refused.value.problems
    assert str(told).endswith(f"veld 'confirmations.{field}': {sentence}")
