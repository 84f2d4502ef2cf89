"""Outlook mail: drafts found by an extended property, sending, and which id survives it."""

import base64
from typing import Any

import pytest
import requests
from support.bare_graph import Graph

from connectors.sandbox.control import Sandbox

KEY = "String {8f2b1c3d-0000-4000-8000-000000000001} Name DigestKey"
IMMUTABLE = {"Prefer": 'IdType="ImmutableId"'}
TO = [{"emailAddress": {"address": "burgemeester@haarlemmermeer.example"}}]


@pytest.fixture
def root(graph: Graph) -> str:
    return f"/users/{graph.mailbox}"


def _draft(graph: Graph, root: str, key: str = "abc", **fields: Any) -> dict[str, Any]:
    body = {
        "subject": "Stand van zaken",
        "body": {"contentType": "HTML", "content": "<p>Hoi</p>"},
        "toRecipients": TO,
        "singleValueExtendedProperties": [{"id": KEY, "value": key}],
        **fields,
    }
    answer = graph.send("POST", f"{root}/messages", body, **IMMUTABLE)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def _find(graph: Graph, root: str, key: str, property_id: str = KEY) -> list[dict[str, Any]]:
    asked = f"Any(ep: ep/id eq '{property_id}' and ep/value eq '{key}')"
    path = f"{root}/messages?$filter=singleValueExtendedProperties/{asked}"
    return list(graph.get(path, **IMMUTABLE)["value"])


def test_a_draft_is_found_by_its_property_before_and_after_sending(graph: Graph, root: str) -> None:
    draft = _draft(graph, root)
    assert draft["isDraft"] is True
    assert "singleValueExtendedProperties" not in _find(graph, root, "abc")[0]
    assert [row["id"] for row in _find(graph, root, "ABC")] == [draft["id"]], "values have no case"
    assert _find(graph, root, "abc", KEY.replace("DigestKey", "digestkey")) == []
    assert _find(graph, root, "xyz") == []
    sent = graph.send("POST", f"{root}/messages/{draft['id']}/send")
    assert (sent.status_code, sent.content) == (202, b"")
    found = _find(graph, root, "abc")
    assert [row["isDraft"] for row in found] == [False]
    assert found[0]["parentFolderId"] != draft["parentFolderId"]


def test_the_property_shows_when_expanded(graph: Graph, root: str) -> None:
    draft = _draft(graph, root)
    asked = f"$expand=singleValueExtendedProperties($filter=id eq '{KEY}')"
    path = f"{root}/messages/{draft['id']}?{asked}"
    assert graph.get(path)["singleValueExtendedProperties"] == [{"id": KEY, "value": "abc"}]


def test_an_immutable_id_survives_sending_and_another_does_not(graph: Graph, root: str) -> None:
    lasting = _draft(graph, root)["id"]
    passing = graph.get(f"{root}/messages/{lasting}")["id"]
    assert passing != lasting
    graph.send("POST", f"{root}/messages/{passing}/send")
    assert graph.send("GET", f"{root}/messages/{passing}").status_code == 404
    assert graph.get(f"{root}/messages/{lasting}", **IMMUTABLE)["isDraft"] is False


def test_a_sent_mail_can_be_unseen_for_a_moment(graph: Graph, sandbox: Sandbox, root: str) -> None:
    draft = _draft(graph, root)
    sandbox.control.fault("delayed_visibility", path="/users/*/messages/*/send", reads=2)
    path = f"{root}/messages/{draft['id']}"
    assert graph.send("POST", f"{path}/send").status_code == 202
    assert [graph.send("GET", path).status_code for _ in range(3)] == [404, 404, 200]


def test_every_sending_is_kept_so_that_a_double_shows(
    graph: Graph, sandbox: Sandbox, root: str
) -> None:
    body = {"message": {"subject": "x", "toRecipients": TO}}
    for _ in range(2):
        assert graph.send("POST", f"{root}/sendMail", body).status_code == 202
    sent = sandbox.control.state()["sent"]
    assert [mail["subject"] for mail in sent] == ["x", "x"]
    assert graph.get(f"{root}/mailFolders/sentitems")["totalItemCount"] == 2


def test_a_mail_may_be_sent_without_a_copy(graph: Graph, sandbox: Sandbox, root: str) -> None:
    body = {"message": {"subject": "x", "toRecipients": TO}, "saveToSentItems": False}
    assert graph.send("POST", f"{root}/sendMail", body).status_code == 202
    assert graph.get(f"{root}/messages")["value"] == []
    assert len(sandbox.control.state()["sent"]) == 1


def test_a_lost_answer_to_send_leaves_a_sent_mail(
    graph: Graph, sandbox: Sandbox, root: str
) -> None:
    draft = _draft(graph, root)
    sandbox.control.fault("lost_response", path="/users/*/messages/*/send")
    with pytest.raises(requests.ConnectionError):
        graph.send("POST", f"{root}/messages/{draft['id']}/send")
    assert graph.get(f"{root}/messages/{draft['id']}", **IMMUTABLE)["isDraft"] is False


def test_a_mail_is_sent_once_and_needs_a_recipient(graph: Graph, root: str) -> None:
    path = f"{root}/messages/{_draft(graph, root)['id']}"
    assert graph.send("POST", f"{path}/send").status_code == 202
    assert graph.send("POST", f"{path}/send").status_code == 400
    alone = _draft(graph, root, toRecipients=[])
    refused = graph.send("POST", f"{root}/messages/{alone['id']}/send")
    assert refused.json()["error"]["code"] == "ErrorInvalidRecipients"


def test_a_draft_can_be_changed_under_its_etag_and_deleted(graph: Graph, root: str) -> None:
    draft = _draft(graph, root)
    path = f"{root}/messages/{draft['id']}"
    tag = {"If_Match": draft["@odata.etag"]}
    assert graph.send("PATCH", path, {"subject": "Nieuw"}, **tag).status_code == 200
    stale = graph.send("PATCH", path, {"subject": "Ouder"}, **tag)
    assert (stale.status_code, stale.json()["error"]["code"]) == (412, "ErrorIrresolvableConflict")
    assert graph.send("DELETE", path).status_code == 204
    assert graph.send("GET", path).json()["error"]["code"] == "ErrorItemNotFound"


def test_five_own_headers_are_the_most(graph: Graph, root: str) -> None:
    headers = [{"name": f"x-h{number}", "value": "1"} for number in range(6)]
    assert _draft(graph, root, internetMessageHeaders=headers[:5])["id"]
    for wrong in (headers, [{"name": "Reply-By", "value": "1"}]):
        body = {"subject": "x", "internetMessageHeaders": wrong}
        answer = graph.send("POST", f"{root}/messages", body)
        assert answer.status_code == 400
        assert answer.json()["error"]["code"].startswith("InvalidInternetMessageHeader")


def test_a_small_file_can_be_attached_and_a_large_one_not(graph: Graph, root: str) -> None:
    path = f"{root}/messages/{_draft(graph, root)['id']}/attachments"
    file = {"@odata.type": "#microsoft.graph.fileAttachment", "name": "stand.csv"}
    small = {**file, "contentBytes": base64.b64encode(b"code;status").decode()}
    large = {**file, "contentBytes": base64.b64encode(bytes(3 * 1024 * 1024 + 1)).decode()}
    assert graph.send("POST", path, small).status_code == 201
    assert graph.send("POST", path, large).status_code == 413
    assert [row["size"] for row in graph.get(path)["value"]] == [11]


def test_messages_come_ten_to_a_page(graph: Graph, root: str) -> None:
    for number in range(11):
        _draft(graph, root, f"k{number}")
    first = graph.get(f"{root}/messages?$select=subject")
    assert len(first["value"]) == 10
    assert set(first["value"][0]) == {"@odata.etag", "id", "subject"}
    assert len(graph.get(first["@odata.nextLink"])["value"]) == 1


def test_only_the_allowed_mailbox_opens(graph: Graph) -> None:
    other = graph.send("GET", "/users/burgemeester@haarlemmermeer.example/messages")
    assert (other.status_code, other.json()["error"]["code"]) == (403, "ErrorAccessDenied")
    nobody = graph.send("GET", "/users/niemand@haarlemmermeer.example/messages")
    assert (nobody.status_code, nobody.json()["error"]["code"]) == (404, "ErrorInvalidUser")


def test_an_undeliverable_mail_comes_back_in_the_inbox(
    graph: Graph, sandbox: Sandbox, root: str
) -> None:
    sandbox.control.act("bounce", subject="Stand van zaken")
    inbox = graph.get(f"{root}/mailFolders/inbox/messages")["value"]
    assert [mail["subject"] for mail in inbox] == ["Niet-bezorgbaar: Stand van zaken"]
    assert inbox[0]["from"]["emailAddress"]["address"].startswith("postmaster@")


def test_the_inbox_can_be_read_from_a_moment_on(graph: Graph, sandbox: Sandbox, root: str) -> None:
    sandbox.control.act("bounce", subject="Eerste")
    sandbox.control.advance(3600)
    later = sandbox.control.act("bounce", subject="Tweede", sender="mailer-daemon@om.example")
    asked = f"{root}/mailFolders/inbox/messages?$filter=receivedDateTime ge "
    found = graph.get(asked + later["receivedDateTime"])["value"]
    assert [mail["from"]["emailAddress"]["name"] for mail in found] == ["Mailer-daemon"]
    assert graph.send("GET", asked + "gisteren").status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        {"subject": "x", "colour": "red"},
        {"subject": "x", "singleValueExtendedProperties": [{"id": "DigestKey", "value": "a"}]},
        {"subject": "x", "toRecipients": [{"emailAddress": {"address": "iemand"}}]},
        {"subject": "x", "toRecipients": "burgemeester@haarlemmermeer.example"},
    ],
)
def test_a_bad_draft_is_400(graph: Graph, root: str, body: Any) -> None:
    assert graph.send("POST", f"{root}/messages", body).status_code == 400
