"""PDFs with ruled tables, every line of every cell where the test wants it, made by reportlab."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

_PAGE = (595.3, 841.9)  # A4 in points
UP, LEFT = "\0up", "\0left"
"""No cell of its own here: the one above, or the one at the left, goes on."""

HEAD = ("Code", "Actie", "Regie", "Toelichting")
WIDTHS = (40.0, 150.0, 70.0, 150.0)
FONT, SIZE, _LEADING, _PADDING, _LEFT_EDGE = "Vera", 9.0, 12.0, 4.0, 50.0


def wrapped(text: str, width: float) -> str:
    """Break text as LibreOffice does: a line keeps its last blank, a long word is cut anywhere."""
    lines = [""]
    for word in re.findall(r"\S+ ?", text):
        if _width(lines[-1] + word.rstrip()) > width - 2 * _PADDING and lines[-1]:
            lines.append("")
        for letter in word:
            if _width(lines[-1] + letter.strip()) > width - 2 * _PADDING:
                lines.append("")
            lines[-1] += letter
    return "\n".join(lines)


def _width(text: str) -> float:
    from reportlab.pdfbase import pdfmetrics

    return float(pdfmetrics.stringWidth(text, FONT, SIZE))


class PdfPages:
    """A PDF under construction. secret: the password to open it with.

    ascii_only: packs pages twice over, as old mail programs wanted it.
    """

    def __init__(self, path: Path, *, secret: str = "", ascii_only: bool = False) -> None:
        pytest.importorskip("reportlab", reason="reportlab, of the extra dev, is not installed")
        from reportlab import rl_config
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.ttfonts import TTFont
        from reportlab.pdfgen.canvas import Canvas

        pdfmetrics.registerFont(TTFont(FONT, "Vera.ttf"))  # reportlab brings it along
        self.path = path
        rl_config.useA85 = int(ascii_only)
        self._canvas = Canvas(str(path), pagesize=_PAGE, encrypt=secret or None)
        self._top = _PAGE[1] - 50
        self._canvas.setFont(FONT, SIZE)

    def line(self, text: str) -> None:
        """Write a line outside a table."""
        self._canvas.drawString(_LEFT_EDGE, self._top - SIZE, text)
        self._top -= 2 * _LEADING

    def blanks(self, count: int) -> None:
        """Write blanks between the orders of the page, which packs them to next to nothing."""
        self._canvas.addLiteral(" " * count)

    def picture(self) -> None:
        """Draw a shape without text or borders."""
        self._canvas.circle(200, 400, 80, fill=1)

    def table(
        self,
        *rows: Sequence[str],
        widths: Sequence[float] = WIDTHS,
        ruled: bool = True,
        turned: bool = False,
        shaded: bool = False,
        cut: bool = False,
    ) -> None:
        """Draw a table. turned: the texts of the first row stand upright.

        shaded: as house styles have it, the first row has a shade and the others a line below.
        cut: as a browser does at the end of a page, no line below the last row.
        """
        for number, row in enumerate(rows):
            lines = max(text.count("\n") + 1 for text in row)
            height = lines * _LEADING + 2 * _PADDING
            if turned and not number:
                height = 90
            if shaded:
                self._shade(widths, height, heading=not number)
            bordered = ruled and not shaded
            self._row(row, widths, height, ruled=bordered, turned=turned and not number)
            self._top -= height
        if ruled and not cut:
            right = _LEFT_EDGE + sum(widths)
            self._canvas.line(_LEFT_EDGE, self._top, right, self._top)
        self._top -= _LEADING

    def new_page(self) -> None:
        """Go on at the top of the next page."""
        self._canvas.showPage()
        self._canvas.setFont(FONT, SIZE)
        self._top = _PAGE[1] - 50

    def finished(self) -> Path:
        """Write the file."""
        self._canvas.save()
        return self.path

    def _shade(self, widths: Sequence[float], height: float, *, heading: bool) -> None:
        left = _LEFT_EDGE
        self._canvas.setFillGray(0.9)
        for width in widths if heading else ():
            self._canvas.rect(left, self._top - height, width, height, stroke=0, fill=1)
            left += width
        self._canvas.setFillGray(0)
        right, below = _LEFT_EDGE + sum(widths), self._top - height
        self._canvas.line(_LEFT_EDGE, below, right, below)

    def _row(
        self,
        row: Sequence[str],
        widths: Sequence[float],
        height: float,
        *,
        ruled: bool,
        turned: bool,
    ) -> None:
        left = _LEFT_EDGE
        for text, width in zip(row, widths, strict=True):
            if ruled and text != LEFT:
                self._canvas.line(left, self._top, left, self._top - height)
            if ruled and text != UP:
                self._canvas.line(left, self._top, left + width, self._top)
            if text not in (UP, LEFT):
                self._text(text, left, height, turned=turned)
            left += width
        if ruled:
            self._canvas.line(left, self._top, left, self._top - height)

    def _text(self, text: str, left: float, height: float, *, turned: bool) -> None:
        if turned:
            self._canvas.saveState()
            self._canvas.translate(left + 2 * SIZE, self._top - height + _PADDING)
            self._canvas.rotate(90)
            self._canvas.drawString(0, 0, text)
            self._canvas.restoreState()
            return
        for number, line in enumerate(text.split("\n")):
            below = self._top - _PADDING - SIZE - number * _LEADING
            self._canvas.drawString(left + _PADDING, below, line)
