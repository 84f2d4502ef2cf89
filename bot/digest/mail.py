"""Renders the composed digest as a mail.

Every word and number comes from the `Digest`; `bot.core.digest.excerpt` says how much of a long
list a mail shows.
"""

import re

from bot.core.digest.excerpt import by_kind, excerpt, spans, workload
from bot.core.digest.headings import Heading
from bot.core.digest.parts import Digest
from bot.documents.mails import RenderedMail, templates_of

# How many lines of one list a mail shows; a longer one ends with a sentence about the attachment.
# A busy season takes fewer, for Gmail and others cut a mail off that is larger than this.
_ROWS = (6, 4, 2, 1)
_MAX_BYTES = 100_000


def render_digest(digest: Digest) -> RenderedMail:
    """Render the digest in both forms; they tell the same.

    The more there is to tell, the fewer lines of each list: a mail is to be read to its end.
    With a timeline, the HTML shows the picture with content id "verloop", 576 pixels wide, which
    whoever mails it has to enclose.
    """
    for rows in _ROWS:
        mail = _with_rows(digest, rows)
        if len(mail.html.encode()) < _MAX_BYTES:
            break
    return mail


def _with_rows(digest: Digest, rows: int) -> RenderedMail:
    words = {
        "digest": digest,
        "Heading": Heading,
        "rows": rows,
        "by_kind": by_kind,
        "excerpt": excerpt,
        "spans": spans,
        "workload": workload,
    }
    templates = templates_of("bot.digest")
    html = templates.get_template("digest.html.j2").render(words)
    text = templates.get_template("digest.txt.j2").render(words)
    return RenderedMail(subject=digest.subject, html=_tight(html), text=text)


def _tight(html: str) -> str:
    """Take the blank lines out that templates leave; they are a tenth of the mail."""
    return re.sub(r"\n\s*\n+", "\n", html)
