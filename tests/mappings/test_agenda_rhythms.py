"""Which actions are counted by meetings stands in the agenda, and a mistake there is named."""

import shutil
from pathlib import Path

import pytest

from bot.settings import OWN_AGENDA
from mappings.agenda import load_agenda
from mappings.agenda_file import AgendaErrors

OWN = '  meetings: {"3.1": ambtelijke-werkgroep, "3.2": lokale-driehoek}\n'


def folder_with(tmp_path: Path, line: str) -> Path:
    """An agenda folder with this line in the place of its own."""
    folder = tmp_path / "agenda"
    shutil.copytree(OWN_AGENDA, folder)
    text = (folder / "agenda.yaml").read_text(encoding="utf-8")
    assert text.count(OWN) == 1
    (folder / "agenda.yaml").write_text(text.replace(OWN, line), encoding="utf-8")
    return folder


def test_two_actions_are_counted_by_their_meetings() -> None:
    assert load_agenda(OWN_AGENDA).rhythms.meetings == {
        "3.1": "ambtelijke-werkgroep",
        "3.2": "lokale-driehoek",
    }


@pytest.mark.parametrize("line", ["  meetings: {}\n", ""])
def test_without_the_setting_everything_is_ticked(tmp_path: Path, line: str) -> None:
    folder = folder_with(tmp_path, line)
    if not line:
        text = (folder / "agenda.yaml").read_text(encoding="utf-8")
        (folder / "agenda.yaml").write_text(text.replace("rhythms:\n", ""), encoding="utf-8")
    assert load_agenda(folder).rhythms.meetings == {}


@pytest.mark.parametrize(
    ("line", "field", "sentence"),
    [
        (
            '  meetings: {"3.2": driehoek}\n',
            "rhythms.meetings.3.2",
            "'driehoek' is geen overleg uit meetings; kies lokale-driehoek, ambtelijke-werkgroep.",
        ),
        (
            '  meetings: {"3": lokale-driehoek}\n',
            "rhythms.meetings.3",
            "'3' is niet goed geschreven; schrijf doel.nummer, zoals 2.4.",
        ),
    ],
)
def test_a_mistake_is_named_with_its_field(
    tmp_path: Path, line: str, field: str, sentence: str
) -> None:
    with pytest.raises(AgendaErrors) as refused:
        load_agenda(folder_with(tmp_path, line))
    (told,) = refused.value.problems
    assert str(told).endswith(f"veld '{field}': {sentence}")
