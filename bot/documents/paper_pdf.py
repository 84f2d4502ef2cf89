"""Writes a paper as PDF/UA-1: tagged, with title, language, headings and table headers, in A4.

What typst lets through though the standard asks for it (a table without a header, a missing
language) cannot happen here, since one template sets every block; a test reads the tags.
"""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, time
from importlib.resources import files

from bot.documents.colours import CSS
from bot.documents.paper import (
    Block,
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
from bot.documents.plots import draw_bars
from bot.documents.typeset import FONT, can_set, print_pages

NO_SIGN = "\u25af"
_TOLD = f"Waar {NO_SIGN} staat, stond een teken dat dit bestand niet kan tonen."


def paper_pdf(paper: Paper) -> bytes:
    """Give the paper as a PDF file, dated its day; the same bytes for the same paper.

    A sign that our letters lack, as people put in their notes, stands there as an empty box, and
    the last line says so. Raises ValueError for a paper that cannot be accessible.
    """
    check_paper(paper)
    source = files("bot.documents").joinpath("templates", "paper.typ").read_text("utf-8")
    told = _whole(paper)
    missing = "".join(sorted(sign for sign in {*told} if not can_set(sign)))
    if missing:
        noted = replace(paper, blocks=(*paper.blocks, PaperText(_TOLD)))
        told = re.sub(f"[{re.escape(missing)}]+", NO_SIGN, _whole(noted))
    return print_pages(source, {"paper": told}, datetime.combine(paper.day, time(), UTC))


def _whole(paper: Paper) -> str:
    told = {
        "title": paper.title,
        "subject": paper.subject,
        "author": paper.author,
        "day": [paper.day.year, paper.day.month, paper.day.day],
        "foot": paper.foot,
        "font": FONT,
        "colours": dict(CSS),
        "blocks": [_told(block, following) for block, following in with_following(paper)],
    }
    return json.dumps(told, ensure_ascii=False)


def _told(block: Block, following: Block | None) -> dict[str, object]:
    """A block as the template takes it; its texts stay texts, whatever signs they hold.

    keep: on the page of what follows.
    """
    match block:
        case PaperHeading(text, level):
            return {"kind": "heading", "text": text, "level": level}
        case PaperText(text, is_lead):
            keep = introduces(block, following)
            return {"kind": "text", "text": text, "lead": is_lead, "keep": keep}
        case PaperList(items):
            return {"kind": "list", "items": items}
        case PaperTable(caption, columns, rows):
            return {
                "kind": "table",
                "caption": caption,
                "names": [column.name for column in columns],
                "shares": [column.share for column in columns],
                "numbers": [column.is_number for column in columns],
                "rows": rows,
            }
        case PaperPlot(bars):
            return {"kind": "plot", "svg": draw_bars(bars).decode(), "words": bars.words}
