"""A mail as MIME: its parts in their places, safe headers, and nothing lost on the way."""

from base64 import b64decode
from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from connectors.errors import Misaddressed, TooLarge
from connectors.mime import (
    MAX_REQUEST_BYTES,
    Attachment,
    OutgoingMail,
    mime_request,
    write_mime,
)

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MEMO = Attachment("Overzicht coördinatie 2026-11-26.docx", DOCX, b"PK\x03\x04" * 99)
PICTURE = Attachment("verloop.png", "image/png", b"\x89PNG\r\n\x1a\n" * 20, "verloop")
TO = ("burgemeester@gemeente.example", "om@om.example")
KEY = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


def read(mail: OutgoingMail) -> EmailMessage:
    """Read a mail as a receiver does."""
    return BytesParser(policy=policy.default).parsebytes(write_mime(mail, KEY))


def shape(part: MIMEPart) -> object:
    """The content types of a mail, each multipart with its parts."""
    if not part.is_multipart():
        return part.get_content_type()
    return part.get_content_type(), [shape(inner) for inner in part.iter_parts()]


def test_every_part_stands_where_outlook_looks_for_it() -> None:
    mail = OutgoingMail("S", "<img src='cid:verloop'>", TO, "tekst", (MEMO, PICTURE))
    words = ("multipart/alternative", ["text/plain", "text/html"])
    assert shape(read(mail)) == (
        "multipart/mixed",
        [("multipart/related", [words, "image/png"]), DOCX],
    )


@pytest.mark.parametrize(
    ("html", "text", "expected"),
    [
        ("<p>x</p>", "x", ("multipart/alternative", ["text/plain", "text/html"])),
        ("<p>x</p>", None, "text/html"),
        ("", "x", "text/plain"),
        ("", None, "text/plain"),
    ],
)
def test_a_level_with_one_part_is_left_out(html: str, text: str | None, expected: object) -> None:
    assert shape(read(OutgoingMail("S", html, TO, text))) == expected


def test_files_keep_their_names_kinds_and_bytes() -> None:
    mail = OutgoingMail("S", "<p>x</p>", TO, "x", (MEMO, PICTURE))
    parts = {part.get_filename(): part for part in read(mail).walk() if part.get_filename()}
    assert set(parts) == {MEMO.name, PICTURE.name}
    memo, picture = parts[MEMO.name], parts[PICTURE.name]
    assert (memo.get_content_disposition(), memo["Content-ID"]) == ("attachment", None)
    assert (picture.get_content_disposition(), picture["Content-ID"]) == ("inline", "<verloop>")
    assert (memo.get_content(), picture.get_content()) == (MEMO.content, PICTURE.content)


def test_a_dutch_name_goes_as_rfc_2231_says() -> None:
    raw = write_mime(OutgoingMail("S", "x", TO, attachments=(MEMO,)), KEY)
    assert b"filename*=utf-8''Overzicht%20co%C3%B6rdinatie%202026-11-26.docx" in raw


def test_the_wire_sees_short_lines_of_ascii_with_crlf() -> None:
    mail = OutgoingMail("Eén " * 30, "<p>é</p>" + "a" * 3000, TO * 9, "é" * 900, (MEMO, PICTURE))
    lines = write_mime(mail, KEY).split(b"\r\n")
    assert all(line.isascii() and b"\n" not in line and b"\r" not in line for line in lines)
    assert max(len(line) for line in lines if DOCX.encode() not in line) <= 78


def test_headers_hold_the_subject_the_readers_and_the_key_alone() -> None:
    message = read(OutgoingMail("Eén overzicht", "<p>x</p>", TO, "x", (MEMO,)))
    assert set(message.keys()) == {
        *("Content-Type", "MIME-Version", "Subject", "To", "x-driehoekbot-key")
    }
    assert message["Subject"] == "Eén overzicht"
    assert tuple(address.addr_spec for address in message["To"].addresses) == TO
    assert message["x-driehoekbot-key"] == KEY[:40]


@pytest.mark.parametrize("length", range(1, 120))
def test_a_subject_begins_on_its_own_line_at_any_length(length: int) -> None:
    """Some readers show the first line alone, and the library leaves it empty at some lengths."""
    words = "Bijgewerkt: Lokale driehoek en overleg 3 december: " + "woord " * 20
    subject = words[:length].rstrip() + "a"
    written = write_mime(OutgoingMail(subject, "<p>Dag</p>", TO), KEY)
    (line,) = (line for line in written.split(b"\r\n") if line.startswith(b"Subject:"))
    assert len(line) > len("Subject: ")
    assert read(OutgoingMail(subject, "<p>Dag</p>", TO))["Subject"] == subject


@given(subject=st.text(max_size=300), words=st.text(max_size=300))
@example(subject="Stand\r\nBcc: iemand@elders.example", words=".\r\nQUIT\r\nFrom x")
def test_no_text_becomes_a_header_and_none_is_lost(subject: str, words: str) -> None:
    subject, words = (text.encode(errors="ignore").decode() for text in (subject, words))
    message = read(OutgoingMail(subject, f"<p>{words}</p>", TO, words))
    assert "Bcc" not in message
    assert len(message.keys()) == 5
    plain = message.get_body(("plain",))
    assert plain is not None
    assert _lines(str(plain.get_content())) == _lines(words)


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")


def test_the_request_is_base64_and_stays_below_4_megabytes() -> None:
    mail = OutgoingMail("S", "<p>x</p>", TO, attachments=(MEMO,))
    assert b"Content-Type" in b64decode(mime_request(mail, KEY, "POST /x"), validate=True)
    large = Attachment("x.bin", "application/octet-stream", bytes(MAX_REQUEST_BYTES * 9 // 16))
    with pytest.raises(TooLarge, match="POST /x"):
        mime_request(OutgoingMail("S", "x", TO, attachments=(large,)), KEY, "POST /x")


LETTERS = st.text("abcXYZ019'_+&#~^=-", min_size=1, max_size=20)
LOCALS = st.lists(LETTERS, min_size=1, max_size=3).map(".".join).filter(lambda x: len(x) <= 64)
ADDRESSES = st.builds(
    "{}@{}.example".format, LOCALS, st.from_regex(r"[a-z][a-z0-9]{0,40}", fullmatch=True)
)


@given(st.lists(ADDRESSES, min_size=1, max_size=12))
def test_plain_addresses_are_written_as_they_are(to: list[str]) -> None:
    request = mime_request(OutgoingMail("S", "x", tuple(to)), KEY, "POST /x")
    message = BytesParser(policy=policy.default).parsebytes(b64decode(request))
    assert [address.addr_spec for address in message["To"].addresses] == to


@pytest.mark.parametrize(
    "to",
    [
        ("journalist@krant.example om@om.example",),
        ("journalist@krant.example,om@om.example",),
        ("om@om.example", "x: journalist@krant.example;"),
        ("om@om.example (",),
        ("OM <om@om.example>",),
        ('"om@om.example" <journalist@krant.example>',),
        ("om@om.example", ""),
    ],
)
def test_recipients_that_are_no_plain_addresses_are_refused(to: tuple[str, ...]) -> None:
    with pytest.raises(Misaddressed) as refused:
        mime_request(OutgoingMail("S", "x", to), KEY, "POST /x")
    assert "@" not in str(refused.value) + refused.value.advice


@pytest.mark.parametrize(
    "header",
    [
        b"Cc: j@krant.example",
        b"bcc:j@krant.example",
        b"TO: j@krant.example",
        b"Resent-To: j@krant.example",
    ],
)
def test_a_header_that_leads_to_another_reader_is_refused(
    header: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = write_mime(OutgoingMail("S", "x", TO), KEY)
    monkeypatch.setattr("connectors.mime.write_mime", lambda *_: header + b"\r\n" + raw)
    with pytest.raises(Misaddressed):
        mime_request(OutgoingMail("S", "x", TO), KEY, "POST /x")
