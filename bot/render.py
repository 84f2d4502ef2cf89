"""Renders a composed digest as a mail: one HTML part, one plain text part, one subject.

The templates decide nothing; every word and number comes from the `Digest`. Autoescape is on for
HTML, so people's text cannot become markup. The HTML keeps to what classic Outlook understands:
tables, inline styles, 640 pixels (its engine is Word's).
"""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from bot.core.digest import Digest
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
