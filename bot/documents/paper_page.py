"""Writes a paper as one web page that stands by itself: nothing is loaded, nothing runs."""

from base64 import b64encode

from bot.documents.mails import templates_of
from bot.documents.paper import Paper, PaperPlot, check_paper
from bot.documents.plots import WIDTH, draw_bars


def paper_page(paper: Paper) -> str:
    """Give the paper as HTML; the same text for the same paper.

    Raises ValueError for a paper that cannot be accessible.
    """
    check_paper(paper)
    page = templates_of("bot.documents").get_template("paper.html.j2")
    return page.render(
        paper=paper,
        width=WIDTH,
        kind=lambda block: type(block).__name__,
        drawn=_drawn,
    )


def _drawn(plot: PaperPlot) -> str:
    """A plot as an address that holds all of it: inline, a policy for styles takes its colours."""
    return f"data:image/svg+xml;base64,{b64encode(draw_bars(plot.bars)).decode()}"
