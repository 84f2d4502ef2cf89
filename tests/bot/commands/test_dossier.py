"""`driehoek dossier`: one file per meeting, the same bytes each time; removed after its term."""

import hashlib
import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import typer
from support.installation import Office
from typer.testing import Result

from bot.commands.decide import decide
from bot.commands.dossier import group
from bot.documents.refusal import DocumentRefused
from bot.errors import UsageError
from bot.service import jobs
from bot.settings import OWN_AGENDA
from connectors.graph.calls import GraphRequest

Run = Callable[..., Result]
DUE = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)  # two working days before the driehoek of the 26th
AFTER = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
NAME = "dossier-lokale-driehoek-2026-11-26.zip"


@pytest.fixture
def run(typing_in: Callable[[typer.Typer], Run], office: Office) -> Run:
    """Type `driehoek dossier ...`, with a driehoek that got its digest and was held."""
    office.load("1.1", "1.7", "2.1")
    office.clock.moment = DUE
    house = office.house()
    office.note_reading()
    assert jobs.digest(house, house.agenda.driehoek).report.outcome == "confirmed"
    office.set("1.7", status="Gereed")
    office.clock.moment = AFTER
    office.set("2.1", status="Gereed")
    program = typer.Typer()
    program.add_typer(group, name="dossier")
    program.command("decide")(decide)
    return typing_in(program)


@pytest.fixture
def keeping(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., None]:
    """Set in agenda.yaml how long a dossier is kept."""

    def set_term(**words: object) -> None:
        folder = tmp_path_factory.mktemp("agenda") / "agenda"
        shutil.copytree(OWN_AGENDA, folder)
        text = (folder / "agenda.yaml").read_text("utf-8")
        term = json.dumps({"creator": "Gemeente", **words})
        (folder / "agenda.yaml").write_text(re.sub("(?m)^archive: .*$", f"archive: {term}", text))
        office.environ["AGENDA_DIR"] = str(folder)

    return set_term


def made(run: Run, folder: Path) -> zipfile.ZipFile:
    run("dossier", "--meeting", "2026-11-26", "--out", str(folder))
    return zipfile.ZipFile(io.BytesIO((folder / NAME).read_bytes()))


def read(package: zipfile.ZipFile, name: str) -> Any:
    return json.loads(package.read(name))


def test_it_holds_the_list_of_then_the_mail_as_it_went_and_the_decisions(
    run: Run, tmp_path: Path, office: Office
) -> None:
    run("decide", "--meeting", "2026-11-26", "1.1", "--note", "Eerst met de scholen.")
    package = made(run, tmp_path / "dossiers")
    statuses = {row["code"]: row["status"] for row in read(package, "lijst.json")}
    assert statuses["1.7"] == "Gereed"
    assert statuses["2.1"] != "Gereed", "it was done after the meeting"
    (decided,) = read(package, "besluiten.json")
    assert (decided["code"], decided["text"]) == ("1.1", "Eerst met de scholen.")
    (mail,) = office.sent()
    sending = read(package, "overzicht-1/verzending.json")
    assert sending["subject"] == mail["subject"]
    assert sending["recipients"] == sorted(
        to["emailAddress"]["address"] for to in mail["toRecipients"]
    )
    assert package.read("overzicht-1/mail.html").decode() == mail["body"]["content"]
    assert "overzicht-1/Actielijst 2026-11-26.xlsx" in package.namelist()
    contents = package.read("inhoud.txt").decode()
    assert "moet nog worden bepaald" in contents
    assert "overzicht-1: het overzicht, verstuurd op" in contents


def test_the_same_dossier_is_the_same_bytes_whenever_it_is_made(
    run: Run, tmp_path: Path, office: Office
) -> None:
    made(run, tmp_path / "eerst")
    office.clock.forward(days=40)
    made(run, tmp_path / "later")
    first, later = ((tmp_path / name / NAME).read_bytes() for name in ("eerst", "later"))
    assert hashlib.sha256(first).hexdigest() == hashlib.sha256(later).hexdigest()
    assert (tmp_path / "eerst" / NAME).stat().st_mode & 0o777 == 0o600


def test_a_mail_that_is_gone_is_missing_and_never_made_up(
    run: Run, tmp_path: Path, office: Office, heard: io.StringIO
) -> None:
    house = office.house()
    root = f"/users/{house.settings.mailbox}/messages"
    for message in house.graph.pages(root):
        house.graph.send(GraphRequest("DELETE", f"{root}/{message['id']}"))
    package = made(run, tmp_path / "dossiers")
    assert not [name for name in package.namelist() if name.startswith("overzicht")]
    assert "staat niet meer in de postbus" in heard.getvalue()
    assert "staat niet meer in de postbus" in package.read("inhoud.txt").decode()


def test_a_meeting_without_a_digest_says_so(run: Run, tmp_path: Path, heard: io.StringIO) -> None:
    run("dossier", "--meeting", "2026-10-01", "--out", str(tmp_path / "dossiers"))
    assert "Over dit overleg is geen overzicht verstuurd." in heard.getvalue()
    assert "Toen dit overleg begon, was er nog geen lijst." in heard.getvalue()


def test_a_concept_is_no_digest(
    run: Run, tmp_path: Path, office: Office, heard: io.StringIO
) -> None:
    office.move("2026-11-16", "2027-01-18T13:00:00+01:00", "Ambtelijke integrale werkgroep")
    office.clock.moment = datetime(2027, 1, 13, 8, 0, tzinfo=UTC)
    house = office.house()
    office.note_reading()
    concept = jobs.digest(house, house.agenda.series("ambtelijke-werkgroep"))
    assert concept.report.outcome == "confirmed"
    office.clock.moment = datetime(2027, 1, 22, 8, 0, tzinfo=UTC)
    run("dossier", "--meeting", "2027-01-21", "--out", str(tmp_path / "dossiers"))
    assert "Over dit overleg is geen overzicht verstuurd." in heard.getvalue()
    (file,) = (tmp_path / "dossiers").iterdir()
    assert "concept-1/mail.html" in zipfile.ZipFile(file).namelist()


def test_what_may_have_been_sent_is_not_told_as_never_sent(
    run: Run, tmp_path: Path, office: Office, heard: io.StringIO
) -> None:
    office.clock.moment = datetime(2027, 1, 19, 8, 0, tzinfo=UTC)
    house = office.house()
    office.note_reading()
    office.control.fault("lost_request", path="/**/send", method="POST")
    assert jobs.digest(house, house.agenda.driehoek).report.outcome == "unknown"
    office.clock.moment = datetime(2027, 1, 22, 8, 0, tzinfo=UTC)
    run("dossier", "--meeting", "2027-01-21", "--out", str(tmp_path / "dossiers"))
    assert "Onbekend is of het is verstuurd." in heard.getvalue()
    assert "geen overzicht verstuurd" not in heard.getvalue()


def test_what_has_served_its_term_is_named_and_removed_only_on_a_word(
    run: Run, tmp_path: Path, office: Office, keeping: Callable[..., None]
) -> None:
    keeping(keep_years=10)
    made(run, tmp_path)
    (tmp_path / "iets anders.zip").write_bytes(b"PK")
    file = str(tmp_path / NAME)
    assert json.loads(run("dossier", "expired", str(tmp_path), "--json").stdout) == []
    with pytest.raises(UsageError, match="bewaard tot en met woensdag 26 november 2036"):
        run("dossier", "remove", file, "--yes")
    office.clock.moment = datetime(2036, 11, 27, 9, 0, tzinfo=UTC)
    (row,) = json.loads(run("dossier", "expired", str(tmp_path), "--json").stdout)
    assert (row["file"], row["ended_on"]) == (file, "2036-11-26")
    with pytest.raises(UsageError, match="--yes"):
        run("dossier", "remove", file)
    assert Path(file).exists()
    run("dossier", "remove", file, file, "--yes")
    assert not Path(file).exists()


@pytest.mark.parametrize("keeping_words", [{}, {"keep_forever": True}])
def test_what_has_no_end_is_not_removed(
    run: Run,
    tmp_path: Path,
    office: Office,
    keeping: Callable[..., None],
    keeping_words: dict[str, bool],
) -> None:
    keeping(**keeping_words)
    made(run, tmp_path)
    office.clock.moment = datetime(2126, 1, 1, tzinfo=UTC)
    with pytest.raises(UsageError, match="geen termijn die eindigt"):
        run("dossier", "remove", str(tmp_path / NAME), "--yes")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "Noem het overleg"),
        (("--meeting", "2026-12-17"), "Gehouden:"),
        (("--meeting", "2027-01-21"), "moet nog beginnen. Dit kan tijdens"),
        (("--meeting", "2026-11-26", "--series", "ambtelijke-werkgroep"), "heeft geen dossier"),
        (("--meeting", "morgen"), "is geen datum"),
        (("expired", "nergens"), "is geen map"),
    ],
)
def test_what_cannot_be_made_is_told(run: Run, words: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        run("dossier", *words)


@pytest.mark.parametrize("name", ["nergens.zip", "."])
def test_a_file_that_is_not_there_is_not_called_damaged(
    run: Run, tmp_path: Path, name: str
) -> None:
    with pytest.raises(DocumentRefused, match="bestaat niet"):
        run("dossier", "remove", str(tmp_path / name), "--yes")
