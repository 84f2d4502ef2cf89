"""Writes a paper as a Word document: real headings, marked header rows, words beside pictures."""

from bot.documents.paper import (
    Paper,
    PaperHeading,
    PaperList,
    PaperPlot,
    PaperTable,
    PaperText,
    check_paper,
    introduces,
    with_following,
)
from bot.documents.plots import as_png, draw_bars
from bot.documents.word import Memo
from bot.documents.word_rows import Column
from bot.documents.word_styles import TEXT_WIDTH


def paper_word(paper: Paper) -> bytes:
    """Give the paper as a .docx file, dated its day; the same bytes for the same paper.

    Raises ValueError for a paper that cannot be accessible.
    """
    check_paper(paper)
    memo = Memo(title=paper.title, subject=paper.subject)
    memo.title(paper.title)
    for block, following in with_following(paper):
        match block:
            case PaperHeading(text, level):
                memo.heading(text, level)
            case PaperText(text, is_lead):
                if is_lead:
                    memo.lead(text)
                else:
                    memo.paragraph(text, keep=introduces(block, following))
            case PaperList(items):
                memo.bullets(items)
            case PaperTable():
                memo.table(block.caption, _columns(block), block.rows)
            case PaperPlot(bars):
                memo.picture(as_png(draw_bars(bars)), name="Figuur", words=bars.words)
    memo.footer(paper.foot)
    return memo.finished(paper.day)


def _columns(table: PaperTable) -> tuple[Column, ...]:
    whole = sum(column.share for column in table.columns)
    return tuple(Column(c.name, TEXT_WIDTH * c.share / whole) for c in table.columns)
