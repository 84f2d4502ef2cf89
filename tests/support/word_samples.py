"""Word documents whose tables are written in WordprocessingML, for what python-docx cannot make."""

from pathlib import Path

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

HEAD = ("Code", "Actie", "Regie", "Toelichting")
_NAMES = nsdecls("w", "wp", "a", "r") + (
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def run(text: str, look: str = "") -> str:
    """A run of text. look: what stands in its w:rPr."""
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def para(*runs: str, properties: str = "") -> str:
    """A paragraph of runs; plain text becomes a run."""
    parts = "".join(part if part.startswith("<") else run(part) for part in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{parts}</w:p>"


def cell(*blocks: str, properties: str = "") -> str:
    """A cell of paragraphs; plain text becomes one."""
    inner = "".join(block if block.startswith("<") else para(block) for block in blocks)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner or para('')}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """A row of cells; plain text becomes one."""
    inner = "".join(part if part.startswith("<w:") else cell(part) for part in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def table(*rows: str) -> str:
    """A table."""
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def control(content: str, *, prompt: bool = False) -> str:
    """A content control around something. prompt: nobody filled it in."""
    showing = "<w:showingPlcHdr/>" if prompt else ""
    return f"<w:sdt><w:sdtPr>{showing}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def inserted(content: str) -> str:
    """Something that was inserted while changes were tracked."""
    return f'<w:ins w:id="1" w:author="coordinator" w:date="2026-10-01T09:00:00Z">{content}</w:ins>'


def deleted(text: str) -> str:
    """Text that was deleted while changes were tracked."""
    return (
        '<w:del w:id="2" w:author="coordinator" w:date="2026-10-01T09:00:00Z">'
        f'<w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>'
    )


def listed(depth: int, num: int = 77) -> str:
    """The properties of a paragraph that is numbered automatically."""
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{num}"/></w:numPr>'


def save(path: Path, *blocks: str, levels: tuple[tuple[str, str], ...] = ()) -> Path:
    """Write a document of blocks. levels: form and text of each level of automatic numbering."""
    word = docx.Document()
    body = word.element.body
    if levels:
        numbering = word.part.numbering_part.element
        made = "".join(
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{text}"/></w:lvl>'
            for depth, (form, text) in enumerate(levels)
        )
        abstract = f'<w:abstractNum {_NAMES} w:abstractNumId="88">{made}</w:abstractNum>'
        numbering.insert(0, parse_xml(abstract))
        number = f'<w:num {_NAMES} w:numId="77"><w:abstractNumId w:val="88"/></w:num>'
        numbering.append(parse_xml(number))
    for block in blocks:
        name, _, rest = block.partition(">")
        slash = "/" if name.endswith("/") else ""
        body.insert(len(body) - 1, parse_xml(f"{name.rstrip('/')} {_NAMES}{slash}>{rest}"))
    word.save(str(path))
    return path
