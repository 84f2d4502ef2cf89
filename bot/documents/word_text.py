"""The text of a Word document as it will be read when its open changes are accepted.

python-docx gives the text of the runs that stand directly in a paragraph. A status in a drop-down,
an inserted word or a row in a content control is not among them, so this walks over all of it.
Source of the elements: ECMA-376 part 1, 17.3, 17.5 and 17.13.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from bot.documents.word_numbering import WordNumbering, child_value, value

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_CHOICE, _FALLBACK, _ALTERNATE = f"{_MC}Choice", f"{_MC}Fallback", f"{_MC}AlternateContent"

_SIGNS = {
    qn("w:tab"): " ",
    qn("w:ptab"): " ",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
_UNREAD = {
    qn(name)
    for name in ("w:del", "w:moveFrom", "w:rPr", "w:pPr", "w:tcPr", "w:sdtPr", "w:instrText")
}
_WRAPPERS = {qn(name) for name in ("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo")}
_CHANGES = tuple(qn(name) for name in ("w:ins", "w:del", "w:moveFrom", "w:moveTo"))
_PROMPTS = {
    "kies een item.",
    "klik of tik om tekst in te voeren.",
    "klik of tik om een datum in te voeren.",
    "klik hier als u tekst wilt invoeren.",
    "choose an item.",
    "click or tap here to enter text.",
}
"""What Word shows in a control that nobody filled in; other programs keep it as ordinary text."""


@dataclass
class Written:
    """What stands in a cell or paragraph. struck: parts of it that are struck through, left out.

    numbered: some of the text is a number that Word puts there. hidden: hidden text was left out.
    """

    text: str = ""
    struck: list[str] = field(default_factory=list)
    numbered: bool = False
    hidden: bool = False


def has_changes(body: BaseOxmlElement) -> bool:
    """Whether somebody's changes were neither accepted nor rejected."""
    return next(body.iter(*_CHANGES), None) is not None


def blocks(container: BaseOxmlElement, *names: str) -> Iterator[BaseOxmlElement]:
    """The children with these names, in order, also those inside content controls."""
    wanted = {qn(name) for name in names}
    for child in container:
        if child.tag in wanted:
            yield child
        elif child.tag in _WRAPPERS:
            if not _is_prompt(child):
                yield from blocks(child, *names)
        elif child.tag == _ALTERNATE:
            yield from blocks(_chosen(child), *names)


def paragraph(element: BaseOxmlElement, numbering: WordNumbering) -> Written:
    """The text of a paragraph with the number before it. Counts it in the numbering."""
    written = Written()
    written.text = "".join(_pieces(element, written))
    gone = not written.text.strip() and element.find(f".//{qn('w:del')}") is not None
    label = "" if gone else numbering.label(element)
    if label:
        written.numbered = True
        written.text = f"{label} {written.text}".rstrip()
    return written


def container(element: BaseOxmlElement, numbering: WordNumbering) -> Written:
    """The text of a cell: paragraphs under each other, a table in it row by row."""
    whole = Written()
    goes_on = False
    for block in blocks(element, "w:p", "w:tbl"):
        inner = paragraph(block, numbering) if block.tag == qn("w:p") else _nested(block, numbering)
        if not (inner.text or goes_on) and has_changes(block):
            continue  # a paragraph that was deleted leaves no empty line
        whole.text += inner.text if goes_on or not whole.text else f"\n{inner.text}"
        whole.struck += inner.struck
        whole.numbered |= inner.numbered
        whole.hidden |= inner.hidden
        goes_on = _mark_is_deleted(block)
    return whole


def _nested(table: BaseOxmlElement, numbering: WordNumbering) -> Written:
    whole = Written()
    lines = []
    for row in blocks(table, "w:tr"):
        cells = [container(cell, numbering) for cell in blocks(row, "w:tc")]
        lines.append(" ".join(cell.text for cell in cells if cell.text))
        whole.struck += [text for cell in cells for text in cell.struck]
    whole.text = "\n".join(line for line in lines if line)
    return whole


def _pieces(element: BaseOxmlElement, written: Written) -> Iterator[str]:
    for child in element:
        tag = child.tag
        if tag == qn("w:t"):
            yield child.text or ""
        elif tag in _SIGNS:
            yield _SIGNS[tag]
        elif tag in _UNREAD or not isinstance(tag, str):
            continue
        elif tag == qn("w:r"):
            yield from _run(child, written)
        elif tag == _ALTERNATE:
            yield from _pieces(_chosen(child), written)
        elif not (tag == qn("w:sdt") and _is_prompt(child)):
            inner = "".join(_pieces(child, written))
            yield f"\n{inner}" if tag == qn("w:p") and inner else inner


def _run(run: BaseOxmlElement, written: Written) -> Iterator[str]:
    text = "".join(_pieces(run, written))
    look = run.find(qn("w:rPr"))
    if look is not None and text:
        if _is_on(look, "w:vanish"):
            written.hidden = True
            return
        if _is_on(look, "w:strike") or _is_on(look, "w:dstrike"):
            written.struck.append(text)
            return
    yield text


def _is_on(look: BaseOxmlElement, name: str) -> bool:
    found = look.find(qn(name))
    return found is not None and value(found, "w:val") not in ("0", "false", "off")


def _is_prompt(control: BaseOxmlElement) -> bool:
    """Whether nobody filled a content control in."""
    if control.tag != qn("w:sdt"):
        return False
    showing = control.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}")
    if showing is not None and value(showing, "w:val") not in ("0", "false"):
        return True
    return "".join(text.text or "" for text in control.iter(qn("w:t"))).strip().lower() in _PROMPTS


def _chosen(alternate: BaseOxmlElement) -> BaseOxmlElement:
    """The version of a thing that a new Word shows; the other says the same for an old one."""
    choice: BaseOxmlElement | None = alternate.find(_CHOICE)
    fallback: BaseOxmlElement | None = alternate.find(_FALLBACK)
    return next(version for version in (choice, fallback, alternate) if version is not None)


def _mark_is_deleted(block: BaseOxmlElement) -> bool:
    """Whether the end of a paragraph was deleted, so that the next one goes on in it."""
    mark = block.find(f"{qn('w:pPr')}/{qn('w:rPr')}")
    return mark is not None and any(mark.find(tag) is not None for tag in _CHANGES[1:3])


def row_is_deleted(row: BaseOxmlElement) -> bool:
    """Whether somebody deleted a row of a table, and nobody decided about it yet."""
    return row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None


def merge_of(cell: BaseOxmlElement, name: str) -> str:
    """How a cell is merged by `w:vMerge` or `w:hMerge`: "restart", "continue" or ""."""
    found = cell.find(f"{qn('w:tcPr')}/{qn(name)}")
    return "" if found is None else value(found, "w:val") or "continue"


def span_of(cell: BaseOxmlElement) -> int:
    """Over how many columns of the grid a cell goes."""
    properties = cell.find(qn("w:tcPr"))
    return int((properties is not None and child_value(properties, "w:gridSpan")) or 1)
