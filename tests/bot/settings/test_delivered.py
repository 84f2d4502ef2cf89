"""Whatever is read as an address gets the mail, and nobody else: over HTTP, to the mailbox."""

from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from support.installation import Office

from bot.settings import NotARecipient, read_settings, recipient
from connectors.errors import Misaddressed
from connectors.mime import OutgoingMail
from connectors.outlook import OutlookApi

OURS = ("burgemeester@haarlemmermeer.example", "o'brien+x@politie.example", "A.B@Om.Example")
DOMAINS = ("haarlemmermeer.example", "politie.example", "om.example")
OUTSIDER = "journalist@krant.example"
MISREAD = f"{OUTSIDER} {OURS[0]}"  # one text, in which others find two addresses or another one

PIECES = st.sampled_from(
    [
        *OURS, OUTSIDER, "x@om.example", "x", "@", ".", ",", ";", ", ", "; ", " ", "\t", "\n",
        "\r\n",
        "<", ">", "‹", "›", "(", ")", '"', "\\", ":", "groep:", "Bcc: ", "=?utf-8?q?x?=", "%", "!",
        "\x00", "\x0b", "\u200b", "\u2028", "\ufeff", "é", "х", "[127.0.0.1]",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, min_size=1, max_size=6).map("".join) | st.text(max_size=40)
LISTS = st.lists(st.sampled_from(OURS), min_size=1).flatmap(
    lambda some: st.sampled_from([",", ";", " ;\t", ", "]).map(lambda between: between.join(some))
)
OVER_HTTP = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def delivered(office: Office, *to: str) -> list[list[str]]:
    """Mail this to these readers; whom each mail that went out was for, in any way."""
    office.control.reset()
    outlook = OutlookApi(office.house().graph, office.environ["OUTLOOK_MAILBOX"])
    mail = OutgoingMail("Overzicht", "<p>Dag</p>", to, "Dag")
    outlook.send_draft(outlook.create_draft(mail, "sleutel").id)
    return [everybody(mail) for mail in office.sent()]


def everybody(mail: dict[str, Any]) -> list[str]:
    """The addresses that a mail went to."""
    fields = ("toRecipients", "ccRecipients", "bccRecipients")
    return [entry["emailAddress"]["address"] for name in fields for entry in mail.get(name, ())]


@OVER_HTTP
@given(text=TEXTS | LISTS)
@example(text=f"{OURS[0]}; {OURS[1]}")
@example(text=", ".join(OURS))
@example(text=f"{OUTSIDER}; {OURS[0]}")
@example(text=MISREAD)
def test_the_digest_reaches_exactly_the_readers_that_were_judged(office: Office, text: str) -> None:
    given_ = {"ALLOWED_RECIPIENT_DOMAINS": ";".join(DOMAINS), "DIGEST_RECIPIENTS": text}
    readers = read_settings(given_).readers.digest
    assert all(reader in text for reader in readers)
    if readers:
        assert delivered(office, *readers) == [list(readers)]


@OVER_HTTP
@given(text=TEXTS)
@example(text=OURS[0])
@example(text=MISREAD)
def test_one_reader_is_one_reader(office: Office, text: str) -> None:
    try:
        reader = recipient(text, DOMAINS)
    except NotARecipient:
        return
    assert reader == text
    assert delivered(office, reader) == [[text]]


@pytest.mark.parametrize("protected", [True, False], ids=["on", "off"])
def test_control_without_the_look_at_what_was_written_an_outsider_gets_it(
    office: Office, monkeypatch: pytest.MonkeyPatch, protected: bool
) -> None:
    """Should a text ever slip past the settings, then the writer still lets nothing out."""
    if protected:
        with pytest.raises(Misaddressed):
            delivered(office, MISREAD)
        assert office.sent() == []
        return
    monkeypatch.setattr("connectors.mime._check_recipients", lambda *_: None)
    assert delivered(office, MISREAD) != [[MISREAD]]
    assert OUTSIDER in delivered(office, MISREAD)[0][0]
