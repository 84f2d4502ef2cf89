"""Renders mails: the composed digest, and the daily word to the coordinator.

Each has an HTML part, a plain text part and a subject. The templates decide nothing; every word
and number of a digest comes from the `Digest`. Autoescape is on for
HTML, so people's text cannot become markup. The HTML keeps to what classic Outlook understands:
tables, inline styles, 640 pixels (its engine is Word's).
"""

from collections.abc import Sequence
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from bot.core.digest import Digest
from bot.core.dutch import counted
from mappings.canonical import Frozen


class RenderedMail(Frozen):
    """A mail ready to be addressed."""

    subject: str
    html: str
    text: str


def render_digest(digest: Digest) -> RenderedMail:
    """Render the digest in both forms; they tell the same."""
    html = _templates().get_template("digest.html.j2").render(digest=digest)
    text = _templates().get_template("digest.txt.j2").render(digest=digest)
    return RenderedMail(subject=digest.subject, html=html, text=text)


def render_alarm(agenda: str, day: str, sentences: Sequence[str]) -> RenderedMail:
    """Render the daily word to the coordinator. sentences: Dutch, one thing each, not empty."""
    title = f"{counted(len(sentences), 'punt wacht', 'punten wachten')} op u in de actielijst"
    words = {"title": title, "agenda": agenda, "day": day, "sentences": sentences}
    html = _templates().get_template("alarm.html.j2").render(words)
    text = _templates().get_template("alarm.txt.j2").render(words)
    return RenderedMail(subject=title, html=html, text=text)


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("bot", "templates"),
        autoescape=select_autoescape(enabled_extensions=("html.j2",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
