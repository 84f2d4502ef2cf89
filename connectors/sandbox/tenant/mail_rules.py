"""What Outlook accepts as a message: its properties, own headers, recipients and attachments."""

import base64

from connectors.sandbox.calls import Json, Refusal, bad_request
from connectors.sandbox.tenant.exchange import JsonObject, extended
from connectors.sandbox.tenant.shapes import (
    BODY,
    CATEGORIES,
    IMPORTANCE,
    MOMENT,
    RECIPIENT,
    Check,
    flag,
    one_of,
    record,
    rows,
    shaped,
    text,
)

MOST_HEADERS = 5
ATTACHMENT_BYTES = 3 * 1024 * 1024
"""A larger file needs an upload session (Graph docs, "Attach large files")."""
RECIPIENTS = ("toRecipients", "ccRecipients", "bccRecipients")

_MESSAGE: dict[str, Check] = {
    "subject": text,
    "body": BODY,
    **dict.fromkeys((*RECIPIENTS, "replyTo"), rows(RECIPIENT)),
    "from": RECIPIENT,
    "sender": RECIPIENT,
    "importance": IMPORTANCE,
    "categories": CATEGORIES,
    "internetMessageHeaders": rows(record("internetMessageHeader", {"name": text, "value": text})),
    "internetMessageId": text,
    "isRead": flag,
    "isDeliveryReceiptRequested": flag,
    "isReadReceiptRequested": flag,
    "inferenceClassification": one_of("focused", "other"),
    "flag": record(
        "followupFlag",
        {
            "flagStatus": one_of("notFlagged", "complete", "flagged"),
            **dict.fromkeys(("startDateTime", "dueDateTime", "completedDateTime"), MOMENT),
        },
    ),
}
_ATTACHMENT: dict[str, Check] = {
    "name": text,
    "contentType": text,
    "contentBytes": text,
    "contentId": text,
    "contentLocation": text,
    "isInline": flag,
}


def message_fields(body: Json) -> tuple[JsonObject, list[dict[str, str]], list[JsonObject]]:
    """Take a body apart: its fields, its extended properties, its attachments.

    Raises Refusal 400, or 413 for a file that is too large.
    """
    rest = dict(body) if isinstance(body, dict) else body
    properties = extended(rest) if isinstance(rest, dict) else []
    files = rest.pop("attachments", None) or [] if isinstance(rest, dict) else []
    fields = shaped(rest, "message", _MESSAGE)
    for name in ("from", "sender"):
        if not fields.get(name, {}).get("emailAddress", {}).get("address"):
            fields.pop(name, None)  # then it is the mailbox itself
    if not fields.get("internetMessageId"):
        fields.pop("internetMessageId", None)
    _check_headers(fields.get("internetMessageHeaders", []))
    for name in RECIPIENTS:
        for recipient in fields.get(name, []):
            if "@" not in recipient.get("emailAddress", {}).get("address", ""):
                raise bad_request("At least one recipient isn't valid.", "ErrorInvalidRecipients")
    if not isinstance(files, list):
        raise bad_request("'attachments' must be an array of objects.", "RequestBodyRead")
    return fields, properties, [attachment_fields(file) for file in files]


def attachment_fields(body: Json) -> JsonObject:
    """Check a file below 3 MB. Raises Refusal 400 or 413."""
    kind = body.get("@odata.type") if isinstance(body, dict) else None
    if str(kind).removeprefix("#") != "microsoft.graph.fileAttachment":
        raise bad_request("An attachment needs its @odata.type.", "RequestBodyRead")
    given = shaped(body, "fileAttachment", _ATTACHMENT)
    try:
        size = len(base64.b64decode(given["contentBytes"], validate=True))
    except (KeyError, TypeError, ValueError) as error:
        raise bad_request("'contentBytes' is no base64 text.", "RequestBodyRead") from error
    if size > ATTACHMENT_BYTES:
        text = "The maximum request size was exceeded; use an upload session."
        raise Refusal(413, "RequestBodyTooLarge", text)
    kept = {name: value for name, value in given.items() if value is not None}
    blank = {"contentType": "application/octet-stream", "isInline": False, "contentId": None}
    return {"@odata.type": f"#{str(kind).removeprefix('#')}", **blank, **kept, "size": size}


def _check_headers(headers: list[JsonObject]) -> None:
    if len(headers) > MOST_HEADERS:
        code = "InvalidInternetMessageHeaderCollection"
        words = "Maximum number of headers in one message should be less than or equal to "
        raise bad_request(f"{words}{MOST_HEADERS}.", code)
    for header in headers:
        if not header.get("name", "").lower().startswith("x-"):
            code = "InvalidInternetMessageHeader"
            raise bad_request("The name of an own header must start with 'x-'.", code)
