"""Renders mails: the composed digest, the daily word to the coordinator, a card without Teams.

Each has an HTML part, a plain text part and a subject. The templates decide nothing; every word
and number of a digest comes from the `Digest`, and `bot.core.excerpt` says how much of a long list
a mail shows. Autoescape is on for HTML, so people's text cannot become markup. The HTML keeps to
what classic Outlook understands: tables, inline styles, 640 pixels (its engine is Word's).
"""

import re
import textwrap
from collections.abc import Sequence
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from bot.core.digest_parts import Digest
from bot.core.dutch import counted
from bot.core.excerpt import by_kind, excerpt, spans, workload
from connectors.wire import JsonObject
from mappings.canonical import Frozen

_WHY_BY_MAIL = (
    "U krijgt dit per mail, omdat niet zeker is dat u het in Teams kunt zien. "
    "Staat het daar ook? Dan is het dezelfde herinnering."
)

# How many lines of one list a mail shows; a longer one ends with a sentence about the attachment.
# A busy season takes fewer, for Gmail and others cut a mail off that is larger than this.
_ROWS = (6, 4, 2)
_MAX_BYTES = 100_000
_COLUMNS = 72  # of the plain text


class RenderedMail(Frozen):
    """A mail ready to be addressed."""

    subject: str
    html: str
    text: str


def render_digest(digest: Digest) -> RenderedMail:
    """Render the digest in both forms; they tell the same.

    The more there is to tell, the fewer lines of each list: a mail is to be read to its end.
    With a timeline, the HTML shows the picture with content id "verloop", 576 pixels wide, which
    whoever mails it has to enclose.
    """
    for rows in _ROWS:
        mail = _digest_mail(digest, rows)
        if len(mail.html.encode()) < _MAX_BYTES:
            break
    return mail


def render_alarm(agenda: str, day: str, sentences: Sequence[str]) -> RenderedMail:
    """Render the daily word to the coordinator. sentences: Dutch, one thing each, not empty."""
    title = f"{counted(len(sentences), 'punt wacht', 'punten wachten')} op u in de actielijst"
    words = {"title": title, "agenda": agenda, "day": day, "sentences": sentences}
    html = _templates().get_template("alarm.html.j2").render(words)
    text = _templates().get_template("alarm.txt.j2").render(words)
    return RenderedMail(subject=title, html=html, text=text)


def render_card_mail(card: JsonObject) -> RenderedMail:
    """Render a reminder card as a mail: the same blocks, words and links, in their order.

    card: an Adaptive Card as `mappings.teams` makes it; its first block is the heading.
    """
    subject = f"Herinnering: {card['body'][0]['text'].rstrip('.')}"
    words = {"card": card, "subject": subject, "why": _WHY_BY_MAIL}
    html = _templates().get_template("reminder.html.j2").render(words)
    text = _templates().get_template("reminder.txt.j2").render(words)
    return RenderedMail(subject=subject, html=html, text=text)


def _digest_mail(digest: Digest, rows: int) -> RenderedMail:
    words = {"digest": digest, "rows": rows}
    html = _templates().get_template("digest.html.j2").render(words)
    text = _templates().get_template("digest.txt.j2").render(words)
    return RenderedMail(subject=digest.subject, html=_tight(html), text=text)


def _tight(html: str) -> str:
    """Take the blank lines out that templates leave; they are a tenth of the mail."""
    return re.sub(r"\n\s*\n+", "\n", html)


def _fold(text: str, indent: int = 0, hang: int = 0) -> str:
    """Put text on lines of the plain form. indent: of all lines; hang: more, after the first."""
    margin = " " * indent
    return textwrap.fill(
        text,
        _COLUMNS,
        initial_indent=margin,
        subsequent_indent=margin + " " * hang,
        break_on_hyphens=False,
    )


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("bot", "templates"),
        autoescape=select_autoescape(enabled_extensions=("html.j2",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["fold"] = _fold
    environment.globals.update(by_kind=by_kind, excerpt=excerpt, spans=spans, workload=workload)
    return environment
