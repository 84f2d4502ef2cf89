"""Sets type with typst: a source with values beside it becomes a PDF or a picture.

Values of people never stand in the source, where signs have a meaning, but travel beside it as
texts. Letters come from a package, never from the machine, so that the same source and values give
the same bytes everywhere.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import font_source_sans_pro
import typst

FONT = "Source Sans Pro"
"""The letter of plots and reports."""

_ALL_THERE = 0x250  # every sign below it, Latin with its accents, is in our letters


def paint(source: str, values: Mapping[str, str]) -> bytes:
    """Typeset one page as a PNG, at two pixels a point. values: `sys.inputs` in the source."""
    return _made(_compiler().compile(source.encode(), format="png", ppi=144, sys_inputs={**values}))


def print_pages(source: str, values: Mapping[str, str], moment: datetime) -> bytes:
    """Typeset pages as PDF/UA-1, made at `moment`. values: `sys.inputs` in the source.

    Raises TypstError for what the standard forbids and typst sees: a picture without words.
    """
    return _made(
        _compiler().compile(
            source.encode(),
            format="pdf",
            pdf_standards=["ua-1"],
            sys_inputs={**values},
            timestamp=moment,
        )
    )


@cache
def can_set(sign: str) -> bool:
    """Whether our letters have this one sign; the standard forbids one that they lack."""
    if ord(sign) < _ALL_THERE:
        return True
    page = '#set document(title: "-")\n#set text(lang: "nl")\n#heading(sys.inputs.sign)'
    try:
        print_pages(page, {"sign": sign}, datetime(2000, 1, 1, tzinfo=UTC))
    except typst.TypstError:
        return False
    return True


@cache
def _compiler() -> typst.Compiler:
    """One for a process: reading the letters takes most of the time of a page."""
    letters = Path(font_source_sans_pro.__file__).with_name("files")
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[letters])
    return typst.Compiler(font_paths=fonts)


def _made(file: bytes | list[bytes] | None) -> bytes:
    if not isinstance(file, bytes):
        raise TypeError("typst gives more than one file for more than one picture")
    return file
