"""What a digest is made from, and all that goes out with it."""

from pathlib import Path

from support.installation import Office

from bot.digest.make import DigestMail, read_waiting
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
