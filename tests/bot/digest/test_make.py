"""What a digest is made from, and all that goes out with it."""

import stat
from pathlib import Path

import pytest
from support.full_disk import no_file_above
from support.installation import Office

from bot.digest.make import DigestMail, read_waiting
from bot.errors import UsageError
from connectors.mime import Attachment


def test_what_waits_for_the_coordinator_is_read_from_the_ledger(filled: Office) -> None:
    plan = filled.control.state()["plans"][0]["id"]
    filled.control.act("create", plan=plan, title="Folder laten vertalen")
    filled.set("1.9", due="2027-03-01", status="Loopt")
    filled.act("due", "1.9", date="2027-05-01", stored="todo")
    filled.act("delete", "2.1")
    filled.sync()
    with filled.ledger as ledger:
        waiting = read_waiting(ledger)
    assert waiting.conflicts == ("1.9",)
    assert waiting.proposals == ("Folder laten vertalen",)
    assert waiting.deleted == ("2.1",)


def test_with_nothing_waiting_nothing_is_read(filled: Office) -> None:
    with filled.ledger as ledger:
        waiting = read_waiting(ledger)
    assert (waiting.conflicts, waiting.proposals, waiting.deleted) == ((), (), ())


def test_everything_that_goes_out_is_written_and_mailed(tmp_path: Path) -> None:
    memo = Attachment("notitie.docx", "application/octet-stream", b"\x00memo")
    mail = DigestMail("Stand", "<p>é</p>", "é\n", (memo,))
    files = mail.write(tmp_path / "nieuw", "digest-2026-11-26")
    names = ["digest-2026-11-26.html", "digest-2026-11-26.txt", "notitie.docx"]
    assert files == [str(tmp_path / "nieuw" / name) for name in names]
    assert Path(files[0]).read_text("utf-8") == "<p>é</p>"
    assert Path(files[2]).read_bytes() == b"\x00memo"
    sent = mail.addressed(("om@om.example",))
    assert (sent.subject, sent.to, sent.attachments) == ("Stand", ("om@om.example",), (memo,))


def test_what_is_written_to_look_at_is_its_owner_s_alone(tmp_path: Path) -> None:
    (file, *_) = DigestMail("Stand", "<p>é</p>", "é\n").write(tmp_path, "digest")
    assert stat.S_IMODE(Path(file).stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("folder", "sentence"),
    [
        ("b.csv", "b.csv is een naam van een bestand"),
        ("overzicht.docx", "is een naam van een bestand"),
        ("er-staat-iets", "er-staat-iets is een bestand, geen map"),
        ("er-staat-iets/dieper", "er-staat-iets bestaat niet"),
        ("typo/overzicht", "typo bestaat niet"),
        ("x" * 300, "is niet te schrijven: de naam is te lang"),
    ],
)
def test_what_cannot_be_the_folder_is_refused_in_a_sentence(
    tmp_path: Path, folder: str, sentence: str
) -> None:
    (tmp_path / "er-staat-iets").write_bytes(b"")
    with pytest.raises(UsageError, match=sentence):
        DigestMail("Stand", "<p>é</p>", "é\n").write(tmp_path / folder, "digest")
    assert [path.name for path in tmp_path.iterdir()] == ["er-staat-iets"]


@pytest.mark.parametrize("folder", ["overzicht", "17.12", "v1.2", "map.met.punten erin"])
def test_a_folder_may_have_any_name_that_is_none_of_a_file(tmp_path: Path, folder: str) -> None:
    assert DigestMail("Stand", "<p>é</p>", "é\n").write(tmp_path / folder, "digest")


def test_a_digest_that_does_not_fit_on_the_disk_leaves_nothing(tmp_path: Path) -> None:
    large = Attachment("notitie.docx", "application/octet-stream", b"x" * 5000)
    mail = DigestMail("Stand", "<p>é</p>", "é\n", (large,))
    with no_file_above(4096), pytest.raises(UsageError, match="is niet te schrijven: "):
        mail.write(tmp_path / "nieuw", "digest")
    assert list(tmp_path.iterdir()) == []
