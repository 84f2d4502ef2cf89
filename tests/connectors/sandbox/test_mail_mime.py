"""Outlook mail that comes as MIME: the draft that Exchange makes of it, and what it refuses."""

import base64
from email import policy
from email.message import EmailMessage

import pytest
import requests
from support.bare_graph import Graph

from connectors.sandbox.control import Sandbox

PLAIN = {"Authorization": "Bearer sandbox-token", "Content-Type": "text/plain"}


def _mail() -> EmailMessage:
    message = EmailMessage(policy=policy.SMTP)
    message["Subject"] = "Eén overzicht"
    message["To"] = "Burgemeester <burgemeester@haarlemmermeer.example>, om@om.example"
    message["Cc"] = "politie@politie.example"
    message["x-spoor"] = "abc"
    message.set_content("tekst é")
    message.add_alternative("<p>é <img src='cid:beeld'></p>", subtype="html")
    _, html = message.iter_parts()
    html.add_related(b"\x89PNG", "image", "png", cid="<beeld>")
    message.add_attachment(b"PK", "application", "zip", filename="coördinatie.zip")
    return message


def _post(graph: Graph, raw: bytes) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        url = f"{graph.root}/users/{graph.mailbox}/messages"
        return session.post(url, data=raw, headers=PLAIN, timeout=10)


def test_mime_becomes_a_draft(graph: Graph, sandbox: Sandbox) -> None:
    answer = _post(graph, base64.b64encode(_mail().as_bytes()))
    assert answer.status_code == 201, answer.text
    draft = answer.json()
    assert (draft["isDraft"], draft["subject"]) == (True, "Eén overzicht")
    assert draft["body"] == {"contentType": "html", "content": "<p>é <img src='cid:beeld'></p>\n"}
    addresses = [to["emailAddress"]["address"] for to in draft["toRecipients"]]
    assert addresses == ["burgemeester@haarlemmermeer.example", "om@om.example"]
    assert draft["toRecipients"][0]["emailAddress"]["name"] == "Burgemeester"
    assert draft["ccRecipients"][0]["emailAddress"]["address"] == "politie@politie.example"
    assert draft["internetMessageHeaders"] == [{"name": "x-spoor", "value": "abc"}]
    assert "textBody" not in draft, "Graph has no such property"
    (kept,) = sandbox.control.state()["mails"]
    assert kept["textBody"] == "tekst é\n"


def test_its_files_are_attachments_and_pictures_in_the_text_are_inline(graph: Graph) -> None:
    draft = _post(graph, base64.b64encode(_mail().as_bytes())).json()
    path = f"/users/{graph.mailbox}/messages/{draft['id']}/attachments"
    rows = graph.get(path)["value"]
    shown = [(row["name"], row["isInline"], row["contentId"]) for row in rows]
    assert shown == [("", True, "beeld"), ("coördinatie.zip", False, None)]
    assert [base64.b64decode(row["contentBytes"]) for row in rows] == [b"\x89PNG", b"PK"]
    assert draft["hasAttachments"] is True


def test_a_picture_in_the_text_does_not_count_as_an_attachment(graph: Graph) -> None:
    message = EmailMessage(policy=policy.SMTP)
    message["Subject"] = "x"
    message.set_content("<img src='cid:beeld'>", subtype="html")
    message.add_related(b"\x89PNG", "image", "png", cid="<beeld>")
    assert _post(graph, base64.b64encode(message.as_bytes())).json()["hasAttachments"] is False


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"geen base64!", "ErrorMimeContentInvalidBase64String"),
        (b'{"subject": "x"}', "ErrorMimeContentInvalidBase64String"),
        (base64.b64encode(b"zomaar tekst"), "ErrorMimeContentInvalid"),
        (b"", "ErrorMimeContentInvalid"),
        (base64.b64encode(_mail().as_bytes()[:-40]), "ErrorMimeContentInvalid"),
        (base64.b64encode(b"Content-Type: text/plain; charset=x\r\n\r\ny"), None),
        (base64.b64encode(b"To: iemand\r\nSubject: x\r\n\r\nx"), "ErrorInvalidRecipients"),
    ],
)
def test_rubbish_is_400_and_leaves_nothing(
    graph: Graph, sandbox: Sandbox, raw: bytes, code: str | None
) -> None:
    answer = _post(graph, raw)
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"]["code"] == (code or "ErrorMimeContentInvalid")
    assert sandbox.control.state()["mails"] == []


def test_more_than_four_megabytes_is_413(graph: Graph) -> None:
    assert _post(graph, b"A" * (4 * 1024 * 1024 + 1)).status_code == 413
