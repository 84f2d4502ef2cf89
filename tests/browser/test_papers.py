"""A paper as a web page: axe-core finds nothing, and nothing sticks out, on any screen."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.chromium import find_browser, open_browser, open_mail
from playwright.sync_api import Browser
from support.year_of_work import autumn_report

from bot.annual.paper import report_paper
from bot.documents.paper_page import paper_page

PAGE = paper_page(report_paper(autumn_report(), is_public=False))
# Where a table is wider than the screen its caption runs on in the part to scroll to, and axe-core
# 4.12 says that it cannot see what is behind it.
UNJUDGED = {"color-contrast"}
LONG = "Samenwerkingsafspraken" * 12


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The machine's Chromium."""
    path = find_browser()
    if path is None:
        pytest.skip("there is no Chromium on this machine (Debian: apt-get install chromium)")
    with open_browser(path) as started:
        yield started


@pytest.mark.parametrize(("scheme", "width"), [("light", 1200), ("dark", 320)])
def test_axe_finds_nothing(browser: Browser, scheme: str, width: int) -> None:
    with open_mail(browser, PAGE, scheme, width) as page:
        answer = Axe().run(page).response
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [rule["id"] for rule in answer["violations"]] == []
    assert {rule["id"] for rule in answer["incomplete"]} <= (UNJUDGED if width < 400 else set())


def test_every_picture_is_drawn(browser: Browser) -> None:
    with open_mail(browser, PAGE, "light", 1200) as page:
        widths = page.evaluate("[...document.images].map(picture => picture.naturalWidth)")
    assert len(widths) == 3
    assert min(widths) > 0


def test_a_word_without_end_makes_no_page_wider_than_the_screen(browser: Browser) -> None:
    report = autumn_report()
    done = tuple(line.model_copy(update={"outcome": LONG}) for line in report.done)
    page = paper_page(
        report_paper(report.model_copy(update={"done": done, "title": LONG}), is_public=False)
    )
    with open_mail(browser, page, "light", 320) as shown:
        assert shown.evaluate("document.documentElement.scrollWidth") <= 320
