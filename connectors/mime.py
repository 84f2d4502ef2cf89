"""A mail as MIME: both forms of the text, pictures that stand in it, and files beside it.

A draft that is made as JSON holds one body, so the mail with a plain-text part goes as MIME (Graph
docs, "Create message": Content-Type text/plain, the MIME text in base64). One form for all mails:

    multipart/mixed
      multipart/related
        multipart/alternative
          text/plain
          text/html
        the pictures that the HTML shows by `cid:`
      the files

A level that would hold one part only is left out. Headers carry the subject, the readers and a key
for tracing at the receiver. What was written is read back before it goes: a mail whose recipients
are not exactly those it was made for is refused. From, Date and Message-ID are Exchange's to set:
the mailbox is that of the address we post to.

Not confirmed against a live tenant: that Exchange sends our plain text on, and does not make its
own from the HTML. A reader gets a plain-text part either way.
"""

import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.message import MIMEPart
from email.parser import BytesHeaderParser
from email.policy import SMTP, EmailPolicy

from connectors.addresses import NoAddress, read_address
from connectors.errors import Misaddressed, TooLarge

KEY_HEADER = "x-driehoekbot-key"  # an own header has to begin with x- (Graph docs, "message")
KEY_CHARACTERS = 40  # of the key; plenty to tell mails apart, and one unfolded line

MAX_REQUEST_BYTES = 4_000_000
"""Graph answers 413 above 4 MB (Graph docs, "Create message"). Files count for 16/9 of their size:
they are in base64 inside the MIME text, and that text is in base64 inside the request."""


class _FullFirstLine(EmailPolicy):
    """Folds as EmailPolicy does, but never leaves a header's first line empty.

    A first word that just does not fit goes to a second line by itself there, and some readers show
    the empty first line as the subject. Eight characters beyond the usual length harm nobody.
    """

    def fold_binary(self, name: str, value: str) -> bytes:
        """Write a header; its value begins on the line of its name."""
        label, folded = f"{name}:".encode(), super().fold_binary(name, value)
        empty = label + b"\r\n "
        return label + b" " + folded.removeprefix(empty) if folded.startswith(empty) else folded


# The longest line of quoted-printable (RFC 2045), in the form of SMTP.
_POLICY = _FullFirstLine(max_line_length=76, linesep=SMTP.linesep)


# Every header by which a mail can find a reader (RFC 5322, sections 3.6.3 and 3.6.6).
_LEADS_TO_A_READER = re.compile(r"\s*(?:resent-)?(?:to|cc|bcc)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a mail.

    content_id: set for a picture that the HTML shows as `cid:content_id`; "" for a file beside it.
    """

    name: str
    content_type: str
    content: bytes = field(repr=False)
    content_id: str = ""


@dataclass(frozen=True)
class OutgoingMail:
    """A mail to be sent. Raises ValueError without recipients.

    html and text say the same; with one of them empty, the other is the whole mail.
    """

    subject: str
    html: str = field(repr=False)
    to: tuple[str, ...] = field(repr=False)
    text: str | None = field(default=None, repr=False)
    attachments: tuple[Attachment, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what Exchange would refuse after the draft was made."""
        if not self.to:
            raise ValueError("a mail needs at least one recipient")


def mime_request(mail: OutgoingMail, key: str, call: str) -> str:
    """Write a mail as the body of the request that makes it a draft.

    call: names the request in an error. Raises Misaddressed and TooLarge before anything is sent.
    """
    raw = write_mime(mail, key)
    _check_recipients(raw, mail.to, call)
    body = b64encode(raw).decode("ascii")
    if len(body) > MAX_REQUEST_BYTES:
        raise TooLarge(call, reason=f"{len(body)} bytes")
    return body


def write_mime(mail: OutgoingMail, key: str) -> bytes:
    """Write a mail as MIME with CRLF line ends; pure ASCII, whatever the texts and names hold."""
    inline = [file for file in mail.attachments if file.content_id]
    beside = [file for file in mail.attachments if not file.content_id]
    message = _around("related", _words(mail), inline)
    message = _around("mixed", message, beside)
    message["MIME-Version"] = "1.0"
    message["Subject"] = " ".join(mail.subject.split())  # a line end would start another header
    message["To"] = ", ".join(mail.to)
    message[KEY_HEADER] = key[:KEY_CHARACTERS]
    return message.as_bytes(policy=_POLICY)


def _check_recipients(raw: bytes, meant: Sequence[str], call: str) -> None:
    """Read a written mail back in two ways; raise Misaddressed when one finds other readers.

    Once by RFC 5322's own rules, which for plain addresses are no more than commas, and once by the
    parser of the standard library, which takes far more for an address.
    """
    lines = re.sub(rb"\r\n(?=[ \t])", b"", raw.partition(b"\r\n\r\n")[0]).split(b"\r\n")
    fields = [line.decode("ascii", "replace").partition(":") for line in lines]
    written = [value for name, _, value in fields if _LEADS_TO_A_READER.fullmatch(name)]
    found = [text.strip(" \t") for value in written for text in value.split(",")]
    parsed = BytesHeaderParser(policy=SMTP).parsebytes(raw)["To"]
    try:
        judged = [read_address(text) for text in meant]
    except NoAddress as error:
        raise Misaddressed(call, reason="no plain address") from error
    if found != judged:
        raise Misaddressed(call, reason="other recipients than meant")
    if [address.addr_spec for address in parsed.addresses] != judged:
        raise Misaddressed(call, reason="recipients that can be read in two ways")


def _words(mail: OutgoingMail) -> MIMEPart:
    part = MIMEPart(_POLICY)
    if mail.text is not None or not mail.html:
        part.set_content(mail.text or "", cte="quoted-printable")
        if mail.html:
            part.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    else:
        part.set_content(mail.html, subtype="html", cte="quoted-printable")
    return part


def _around(subtype: str, first: MIMEPart, files: Sequence[Attachment]) -> MIMEPart:
    """Put a part and files into one multipart; without files the part stays as it is."""
    if not files:
        return first
    whole = MIMEPart(_POLICY)
    whole["Content-Type"] = f"multipart/{subtype}"
    if subtype == "related":  # asked for by RFC 2387: what kind its first part is
        whole.set_param("type", first.get_content_type())
    whole.attach(first)
    for file in files:
        whole.attach(_file(file))
    return whole


def _file(file: Attachment) -> MIMEPart:
    """Write a file; a name that is not ASCII goes as RFC 2231 says, which Outlook reads."""
    part = MIMEPart(_POLICY)
    maintype, _, subtype = file.content_type.partition("/")
    part.set_content(
        file.content,
        maintype,
        subtype,
        cte="base64",
        disposition="inline" if file.content_id else "attachment",
        filename=file.name,
        cid=f"<{file.content_id}>" if file.content_id else None,
    )
    return part
