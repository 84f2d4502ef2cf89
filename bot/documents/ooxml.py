"""What office files share: text that XML can hold, and equal bytes for equal content.

A retry must make the same file, or a reader with two of them could not tell that they are one. The
libraries put the time of writing into the package; here it becomes the day the file speaks of.
"""

import io
import posixpath
import re
import zipfile
from datetime import date

AUTHOR = "Driehoekbot"
LANGUAGE = "nl-NL"

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

FORMULA_SIGNS = tuple("=+-@\t\r\n＝＋－＠")
"""With what a text begins that a spreadsheet may take for a formula."""

_CORE = "docProps/core.xml"
_TARGET = re.compile(rb'(?<= Target=")/[^"]*')
_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")
# All that XML 1.0 leaves out: control characters, lone surrogates, and two that are no characters.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Leave out the characters that XML cannot hold."""
    return _NOT_IN_XML.sub("", text)


def dated(package: bytes, day: date) -> bytes:
    """Write a Word, Excel or PowerPoint file anew, every time stamp in it the start of `day`.

    What a part points to is written from where that part stands: openpyxl writes tables from the
    root, which is allowed, and which exceljs cannot open.
    """
    stamp = f"{day.isoformat()}T00:00:00Z".encode()
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as source,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == _CORE:
                content = _STAMP.sub(rb"\g<1>" + stamp + rb"\g<3>", content)
            elif name.endswith(".rels"):
                content = _from_here(name, content)
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)
    return file.getvalue()


def _from_here(name: str, relations: bytes) -> bytes:
    """Write the targets in `xl/worksheets/_rels/...` as they are seen from xl/worksheets."""
    folder = f"/{posixpath.dirname(posixpath.dirname(name))}"
    return _TARGET.sub(
        lambda found: posixpath.relpath(found[0].decode(), folder).encode(), relations
    )
