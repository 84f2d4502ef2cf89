"""Outlook against the sandbox: the calendar as it is, and mail that goes out once."""

from base64 import b64decode
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from connectors.errors import Missing, NoAnswer, Refused, ServerFailed, Stale, TooLarge
from connectors.forms import read_instant
from connectors.graph.client import GraphClient
from connectors.mime import Attachment, OutgoingMail
from connectors.outlook import OutlookApi
from connectors.sandbox.control import Control, Sandbox

KEY = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
MAIL = OutgoingMail("Stand van zaken", "<p>Goedemorgen</p>", ("politie@politie.example",))
# Years after the meetings the sandbox begins with.
AUTUMN = (datetime(2031, 10, 1, tzinfo=UTC), datetime(2032, 1, 1, tzinfo=UTC))


@pytest.fixture
def outlook(client: GraphClient, sandbox: Sandbox) -> OutlookApi:
    return OutlookApi(client, sandbox.environment()["OUTLOOK_MAILBOX"])


def sent(control: Control) -> list[dict[str, Any]]:
    return list(control.state()["sent"])


def test_every_call_asks_for_immutable_ids_and_our_zone(
    outlook: OutlookApi, control: Control
) -> None:
    """An id that is not immutable dies when Exchange moves the message."""
    event = control.act("add-event", **meeting("Lokale driehoek", "2031-11-05T10:00:00+01:00"))
    outlook.calendar_view(*AUTUMN)
    outlook.event(event["id"])
    draft = outlook.create_draft(MAIL, KEY)
    outlook.find_by_key(KEY)
    outlook.message(draft.id)
    outlook.delete_draft(draft.id)
    outlook.send_draft(outlook.create_draft(MAIL, KEY).id)
    wished = {entry["prefer"] for entry in control.journal()}
    assert wished == {'IdType="ImmutableId", outlook.timezone="W. Europe Standard Time"'}


def meeting(subject: str | None, start: str) -> dict[str, Any]:
    end = datetime.fromisoformat(start).replace(minute=59).isoformat()
    return {"subject": subject, "start": start, "end": end}


def test_a_series_comes_as_occurrences_and_times_are_dutch(
    outlook: OutlookApi, control: Control
) -> None:
    """Ten o'clock stays ten o'clock on both sides of the end of summer time."""
    starts = ["2031-10-08T10:00:00+02:00", "2031-11-12T10:00:00+01:00"]
    control.act("add-series", subject="Lokale driehoek", starts=starts)
    events = outlook.calendar_view(*AUTUMN)
    assert [event.subject for event in events] == ["Lokale driehoek"] * 2
    assert [read_instant(event.start).hour for event in events] == [10, 10]
    assert [read_instant(event.start) for event in events] == [
        datetime.fromisoformat(start) for start in starts
    ]
    assert len({event.series_master_id for event in events}) == 1


def test_the_view_is_read_to_its_end(outlook: OutlookApi, control: Control) -> None:
    for day in range(1, 29):
        for hour in range(8, 13):
            start = f"2031-11-{day:02}T{hour:02}:00:00+01:00"
            control.act("add-event", **meeting("Overleg", start))
    assert len(outlook.calendar_view(*AUTUMN)) == 140


def test_an_event_without_a_subject_spoils_nothing(outlook: OutlookApi, control: Control) -> None:
    control.act("add-event", **meeting(None, "2031-11-05T10:00:00+01:00"))
    control.act("add-event", **meeting("Lokale driehoek", "2031-11-06T10:00:00+01:00"))
    subjects = [event.subject for event in outlook.calendar_view(*AUTUMN)]
    assert subjects[1] == "Lokale driehoek"
    assert not any("$filter" in entry["query"] for entry in control.journal())


def test_the_offset_of_the_period_decides(outlook: OutlookApi, control: Control) -> None:
    """A plus sign in a query means a blank unless it is encoded."""
    control.act("add-event", **meeting("Overleg", "2031-11-05T00:30:00+01:00"))
    day = datetime.fromisoformat("2031-11-05T00:00:00+01:00")
    assert len(outlook.calendar_view(day, day.replace(hour=1))) == 1
    assert control.journal()[-1]["query"]["startDateTime"] == "2031-11-05T00:00:00+01:00"
    with pytest.raises(ValueError, match="time zone"):
        outlook.calendar_view(day.replace(tzinfo=None), day)


def test_bodies_of_events_are_never_read(outlook: OutlookApi, control: Control) -> None:
    outlook.calendar_view(*AUTUMN)
    assert "body" not in control.journal()[-1]["query"]["$select"].split(",")


def test_one_event_is_read_again_before_sending(outlook: OutlookApi, control: Control) -> None:
    made = control.act("add-event", **meeting("Lokale driehoek", "2031-11-05T10:00:00+01:00"))
    (event,) = outlook.calendar_view(*AUTUMN)
    control.act("cancel-event", event=made["id"])
    assert not event.is_cancelled
    assert outlook.event(event.id).is_cancelled


def test_mail_goes_out_as_draft_then_post_and_keeps_its_id(
    outlook: OutlookApi, control: Control
) -> None:
    assert outlook.find_by_key(KEY) == []
    draft = outlook.create_draft(MAIL, KEY)
    assert draft.is_draft
    assert [found.id for found in outlook.find_by_key(KEY)] == [draft.id]
    outlook.send_draft(draft.id)
    copy = outlook.message(draft.id)
    assert not copy.is_draft
    assert [found.id for found in outlook.find_by_key(KEY)] == [draft.id]
    (mail,) = sent(control)
    assert mail["subject"] == "Stand van zaken"
    assert mail["body"] == {"contentType": "html", "content": "<p>Goedemorgen</p>\n"}


def test_another_key_finds_nothing(outlook: OutlookApi) -> None:
    outlook.create_draft(MAIL, KEY)
    assert outlook.find_by_key(KEY[::-1]) == []
    assert outlook.find_by_key("x' or ep/value ne 'y") == []


@pytest.mark.parametrize("kind", ["lost_request", "lost_response"])
def test_a_send_without_answer_is_never_repeated_and_can_be_looked_up(
    outlook: OutlookApi, control: Control, kind: str
) -> None:
    draft = outlook.create_draft(MAIL, KEY)
    control.fault(kind, method="POST", path="/users/*/messages/*/send")
    with pytest.raises(NoAnswer) as raised:
        outlook.send_draft(draft.id)
    assert raised.value.outcome_unknown
    went = kind == "lost_response"
    assert len(sent(control)) == int(went)
    assert outlook.message(draft.id).is_draft is not went


def test_a_gateway_timeout_after_sending_does_not_double_the_mail(
    outlook: OutlookApi, control: Control
) -> None:
    """Four 504s gave four mails (Microsoft Q&A 2286986)."""
    draft = outlook.create_draft(MAIL, KEY)
    control.fault(
        "status", method="POST", path="/users/*/messages/*/send", status=504, committed=True
    )
    with pytest.raises(ServerFailed):
        outlook.send_draft(draft.id)
    assert len(sent(control)) == 1


def test_a_202_that_advises_to_wait_is_sent_once(outlook: OutlookApi, control: Control) -> None:
    draft = outlook.create_draft(MAIL, KEY)
    control.fault("advised_success", method="POST", path="/users/*/messages/*/send", retry_after=30)
    outlook.send_draft(draft.id)
    assert len(sent(control)) == 1


def test_a_draft_without_answer_is_made_again_and_one_has_the_key(
    outlook: OutlookApi, control: Control
) -> None:
    """The one whose answer was lost never got its key, so nothing finds it and nothing sends it."""
    control.fault("lost_response", method="POST", path="/users/*/messages")
    draft = outlook.create_draft(MAIL, KEY)
    assert [found.id for found in outlook.find_by_key(KEY)] == [draft.id]
    assert [mail["properties"] == [] for mail in control.state()["mails"]] == [True, False]
    assert sent(control) == []


@pytest.mark.parametrize("kind", ["lost_request", "lost_response"])
def test_a_key_without_answer_is_put_on_again(
    outlook: OutlookApi, control: Control, kind: str
) -> None:
    """The same key once more is no change."""
    control.fault(kind, method="PATCH", path="/users/*/messages/*")
    draft = outlook.create_draft(MAIL, KEY)
    assert [found.id for found in outlook.find_by_key(KEY)] == [draft.id]
    (mail,) = control.state()["mails"]
    assert [entry["value"] for entry in mail["properties"]] == [KEY]


def test_a_draft_that_may_not_have_its_key_goes_again(
    outlook: OutlookApi, control: Control
) -> None:
    """Or Drafts would get one more at every try; where it may have the key after all, it stays."""
    control.fault("status", method="PATCH", path="/users/*/messages/*", status=400)
    with pytest.raises(Refused):
        outlook.create_draft(MAIL, KEY)
    assert control.state()["mails"] == []
    control.fault("lost_response", method="PATCH", path="/users/*/messages/*", times=99)
    with pytest.raises(NoAnswer):
        outlook.create_draft(MAIL, KEY)
    assert len(control.state()["mails"]) == 1


def test_a_draft_can_be_deleted_but_sent_mail_cannot(outlook: OutlookApi, control: Control) -> None:
    """The sent copy answers to the id of the draft."""
    spare, draft = outlook.create_draft(MAIL, KEY), outlook.create_draft(MAIL, KEY)
    outlook.delete_draft(spare.id)
    with pytest.raises(Missing):
        outlook.message(spare.id)
    outlook.send_draft(draft.id)
    with pytest.raises(Stale):
        outlook.delete_draft(draft.id)
    assert len(sent(control)) == 1
    assert not outlook.message(draft.id).is_draft


def test_files_travel_along(outlook: OutlookApi, control: Control) -> None:
    file = Attachment("stand.csv", "text/csv", "code;stand\n1.1;Loopt é\n".encode())
    mail = OutgoingMail("Stand", "", ("politie@politie.example",), "Zie bijlage", (file,))
    outlook.send_draft(outlook.create_draft(mail, KEY).id)
    (departed,) = sent(control)
    assert departed["body"] == {"contentType": "text", "content": "Zie bijlage\n"}
    (sent_file,) = departed["attachments"]
    assert (sent_file["name"], sent_file["isInline"]) == ("stand.csv", False)
    assert b64decode(sent_file["contentBytes"]) == file.content


def test_both_forms_and_a_picture_travel_along(outlook: OutlookApi, control: Control) -> None:
    picture = Attachment("verloop.png", "image/png", b"\x89PNG\r\n\x1a\n", "verloop")
    mail = OutgoingMail("Eén", "<img src='cid:verloop'>", ("om@om.example",), "Eén", (picture,))
    outlook.send_draft(outlook.create_draft(mail, KEY).id)
    (departed,) = sent(control)
    assert departed["subject"] == "Eén"
    assert departed["body"] == {"contentType": "html", "content": "<img src='cid:verloop'>\n"}
    assert departed["textBody"] == "Eén\n"
    (shown,) = departed["attachments"]
    assert (shown["contentId"], shown["isInline"]) == ("verloop", True)
    assert b64decode(shown["contentBytes"]) == picture.content
    assert departed["internetMessageHeaders"] == [{"name": "x-driehoekbot-key", "value": KEY[:40]}]


def test_mail_that_exchange_would_refuse_is_not_made() -> None:
    with pytest.raises(ValueError, match="recipient"):
        OutgoingMail("S", "x", ())


def test_mail_that_graph_would_refuse_is_not_sent_at_all(
    outlook: OutlookApi, control: Control
) -> None:
    """4 MB holds two and a bit: files are in base64 twice."""
    fits, large = (
        OutgoingMail(
            "S",
            "x",
            ("om@om.example",),
            attachments=(Attachment("x.bin", "application/octet-stream", bytes(size)),),
        )
        for size in (2_150_000, 2_250_000)
    )
    with pytest.raises(TooLarge) as refused:
        outlook.create_draft(large, KEY)
    assert (str(refused.value).split()[0], control.journal()) == ("POST", [])
    assert outlook.create_draft(fits, KEY).is_draft


def test_mail_shows_neither_text_nor_addresses() -> None:
    shown = repr(MAIL)
    assert "politie" not in shown
    assert "Goedemorgen" not in shown


def test_a_key_cannot_break_out_of_the_filter(serve: Any, clock: Any) -> None:
    server = serve(lambda _: (200, b'{"value": []}', {}))
    client = GraphClient(
        f"{server.origin}/v1.0", lambda _=None: "t", sleep=clock.sleep, now=clock.now
    )
    OutlookApi(client, "bot@gemeente.nl").find_by_key("a' or 'b&$top=1#")
    url = urlsplit(server.heard[0].path)
    query = parse_qs(url.query)
    assert url.path == "/v1.0/users/bot%40gemeente.nl/messages"
    assert set(query) == {"$filter", "$select"}
    assert "ep/value eq 'a'' or ''b&$top=1#')" in query["$filter"][0]


def test_the_inbox_is_read_from_a_moment_on_page_by_page(
    outlook: OutlookApi, control: Control
) -> None:
    control.act("bounce", subject="Te oud")
    control.advance(3600)
    since = control.act("bounce", subject="Stand 0")["receivedDateTime"]
    for number in range(1, 3):
        control.act("bounce", subject=f"Stand {number}")
    control.forget()
    found = outlook.inbox_since(datetime.fromisoformat(since))
    assert [m.subject for m in found] == [f"Niet-bezorgbaar: Stand {n}" for n in range(3)]
    assert {(m.sender or {})["emailAddress"]["address"] for m in found} == {
        "postmaster@haarlemmermeer.example"
    }
    (call,) = control.journal()
    assert "body" not in call["query"]["$select"]
