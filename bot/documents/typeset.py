"""Sets type with typst: a source with values beside it becomes a PDF or a picture.

Values of people never stand in the source, where signs have a meaning, but travel beside it as
texts. Letters come from a package, never from the machine, so that the same source and values give
the same bytes everywhere.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

import font_source_sans_pro
import typst

FONT = "Source Sans Pro"
"""The letter of plots and reports."""


def paint(source: str, values: Mapping[str, str], form: Literal["png"]) -> bytes:
    """Typeset one page as a picture, at two pixels a point. values: `sys.inputs` in the source."""
    painted = _compiler().compile(source.encode(), format=form, ppi=144, sys_inputs=dict(values))
    return _whole(painted)


@cache
def _compiler() -> typst.Compiler:
    """One for a process: reading the letters takes most of the time of a page."""
    letters = Path(font_source_sans_pro.__file__).with_name("files")
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[letters])
    return typst.Compiler(font_paths=fonts)


def _whole(made: bytes | list[bytes] | None) -> bytes:
    if not isinstance(made, bytes):
        raise TypeError("typst gives one file for one page")
    return made
