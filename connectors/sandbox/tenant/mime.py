"""Reads a mail that comes as MIME, as Exchange does when it makes a draft of it.

Source: Graph docs, "Create message" and "Send messages with MIME content": the body of the request
is the MIME text in base64, under Content-Type text/plain. Exchange keeps one body, the HTML where
there is any; what becomes of the plain-text form is not documented, and it is no property of the
message. Here it is kept under a name that Graph does not have, for a look from outside.
"""

import base64
import binascii
from email import policy
from email.errors import MessageError
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from typing import Any

from connectors.sandbox.calls import Refusal, bad_request

REQUEST_BYTES = 4 * 1024 * 1024
TEXT = "textBody"

JsonObject = dict[str, Any]

_UNREADABLE = (ValueError, LookupError, AttributeError, TypeError, MessageError, RecursionError)
_OF_HEADER = {"To": "toRecipients", "Cc": "ccRecipients", "Bcc": "bccRecipients"}


def read_mime(raw: bytes) -> tuple[JsonObject, str]:
    """Give the fields of a draft, as JSON would state them, and its plain text ("" for none).

    raw: the body of the request. Raises Refusal 400 for what is no base64 or no mail, and 413
    above 4 MB.
    """
    if len(raw) > REQUEST_BYTES:
        raise Refusal(413, "RequestBodyTooLarge", "The maximum request size was exceeded.")
    content = _unpacked(raw)
    try:
        return _fields_of(_parsed(content))
    except _UNREADABLE as error:  # the parser of the standard library meets odd headers so
        raise _invalid() from error


def _fields_of(message: EmailMessage) -> tuple[JsonObject, str]:
    html, plain = message.get_body(("html",)), message.get_body(("plain",))
    text = _words(plain) if plain else ""
    fields: JsonObject = {
        "subject": str(message["Subject"] or ""),
        "body": {
            "contentType": "html" if html else "text",
            "content": _words(html) if html else text,
        },
        "attachments": [_attachment(part) for part in _files(message, {id(html), id(plain)})],
        "internetMessageHeaders": [
            {"name": name, "value": str(value).strip()}
            for name, value in message.items()
            if name.lower().startswith("x-")
        ],
    }
    for header, name in _OF_HEADER.items():
        fields[name] = _recipients(message[header])
    return fields, text


def _unpacked(raw: bytes) -> bytes:
    try:
        return base64.b64decode(raw, validate=True)
    except binascii.Error as error:
        text = "Invalid base64 string for MIME content."
        raise bad_request(text, "ErrorMimeContentInvalidBase64String") from error


def _parsed(content: bytes) -> EmailMessage:
    message = BytesParser(policy=policy.default).parsebytes(content)
    if not message.keys() or any(part.defects for part in message.walk()):
        raise _invalid()
    return message


def _words(part: MIMEPart) -> str:
    """Decode a text; line ends become those of JSON."""
    return str(part.get_content()).replace("\r\n", "\n")


def _invalid() -> Refusal:
    return bad_request("The MIME content is invalid.", "ErrorMimeContentInvalid")


def _files(message: EmailMessage, bodies: set[int]) -> list[MIMEPart]:
    leaves = [part for part in message.walk() if not part.is_multipart()]
    return [part for part in leaves if id(part) not in bodies]


def _attachment(part: MIMEPart) -> JsonObject:
    content_id = str(part["Content-ID"] or "").strip().strip("<>")
    content = part.get_payload(decode=True)
    return {
        "@odata.type": "#microsoft.graph.fileAttachment",
        "name": part.get_filename() or "",
        "contentType": part.get_content_type(),
        "contentBytes": base64.b64encode(content if isinstance(content, bytes) else b"").decode(),
        "isInline": part.get_content_disposition() == "inline",
        "contentId": content_id or None,
    }


def _recipients(header: Any) -> list[JsonObject]:
    """Read the addresses of a header; what is none stays as it was written, to be refused."""
    return [
        {"emailAddress": {"address": entry.addr_spec, "name": entry.display_name}}
        for entry in (header.addresses if header else ())
    ]
