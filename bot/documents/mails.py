"""What a mail is, and how a room's templates become one.

Each mail has an HTML part, a plain text part and a subject. Every room keeps its templates in a
folder of its own; they decide nothing. Autoescape is on for HTML, so people's text cannot become
markup. The HTML keeps to what classic Outlook understands: tables, inline styles, 640 pixels (its
engine is Word's).
"""

import textwrap
from functools import cache
from typing import TYPE_CHECKING

from bot.documents.colours import CSS
from mappings.canonical import Frozen

if TYPE_CHECKING:
    from jinja2 import Environment

_COLUMNS = 72  # of the plain text


class RenderedMail(Frozen):
    """A mail ready to be addressed."""

    subject: str
    html: str
    text: str


@cache
def templates_of(package: str) -> "Environment":
    """The templates in a package's folder `templates`, with the filter `fold` and our `colour`."""
    # Here, as most rounds write no mail.
    from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

    environment = Environment(
        loader=PackageLoader(package),
        autoescape=select_autoescape(enabled_extensions=("html.j2",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["fold"] = _fold
    environment.globals["colour"] = CSS
    return environment


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
