"""The digest in a real browser: axe-core finds nothing, and nothing sticks out, on any screen."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.chromium import VIEWS, find_browser, open_browser, open_mail
from playwright.sync_api import Browser
from support.year_of_work import CONCEPT, UPDATE, autumn_digest

from bot.core.digest.parts import Waiting
from bot.digest.mail import render_digest

# The picture is enclosed in the mail; in a browser it stands in as a blank of its own.
PICTURE = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
DIGEST = autumn_digest(UPDATE)
# One goal's list stands for all six: more of the same rows cost seconds and show nothing new.
SHORT = DIGEST.model_copy(update={"lists": DIGEST.lists[-1:]})
MAIL = render_digest(SHORT).html.replace("cid:verloop", PICTURE)
LONG = "Samenwerkingsafspraken" * 12

# axe-core 4.12 looks up from a cell to its column header and stops at a row that spans all columns,
# so a table with groups of rows (scope="rowgroup", as HTML has it) is one it cannot judge.
UNJUDGED = {"th-has-data-cells"}
BROKEN = '<html><body style="background:#fff"><p style="color:#ccc">Bleek</p><img src="x"></body>'


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The machine's Chromium."""
    path = find_browser()
    if path is None:
        pytest.skip("there is no Chromium on this machine (Debian: apt-get install chromium)")
    with open_browser(path) as started:
        yield started


def axe(browser: Browser, html: str, scheme: str, width: int) -> tuple[set[str], set[str]]:
    """The rules of axe-core that a mail breaks, and those it cannot judge. All rules are on."""
    with open_mail(browser, html, scheme, width) as page:
        answer = Axe().run(page).response
    broken, unjudged = ({rule["id"] for rule in answer[k]} for k in ("violations", "incomplete"))
    return broken, unjudged


@pytest.mark.parametrize(("scheme", "width"), VIEWS)
def test_axe_finds_nothing(browser: Browser, scheme: str, width: int) -> None:
    broken, unjudged = axe(browser, MAIL, scheme, width)
    assert broken == set()
    assert unjudged <= UNJUDGED


def test_axe_finds_what_is_wrong(browser: Browser) -> None:
    broken, _ = axe(browser, BROKEN, "light", 1200)
    assert broken >= {"color-contrast", "image-alt", "html-has-lang", "document-title"}


@pytest.mark.parametrize("width", [1200, 375, 320])
def test_a_word_without_end_makes_no_mail_wider_than_the_screen(
    browser: Browser, width: int
) -> None:
    digest = autumn_digest(CONCEPT, Waiting(proposals=(LONG,)))
    late = tuple(line.model_copy(update={"owners": LONG}) for line in digest.late)
    change = digest.changes[-1].model_copy(update={"new": LONG})
    owner = digest.owners[0].model_copy(update={"late": late})
    digest = digest.model_copy(update={"changes": (change,), "owners": (owner,)})
    with open_mail(browser, render_digest(digest).html, "light", width) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_dark_mode_is_dark_in_every_part(browser: Browser) -> None:
    """No part keeps a light ground or a dark letter when the reader's screen is dark."""
    with open_mail(browser, MAIL, "dark", 1200) as page:
        light = page.evaluate(
            """() => [...document.querySelectorAll("table, td, th, p, body")].filter(part => {
              const style = getComputedStyle(part);
              const level = colour => {
                const [r, g, b, a] = colour.match(/[\\d.]+/g).map(Number);
                return a === 0 ? null : (r * 299 + g * 587 + b * 114) / 1000;
              };
              const ground = level(style.backgroundColor), letter = level(style.color);
              const bar = part.className.startsWith("bar-");
              return !bar && (ground !== null && ground > 90 || letter < 140);
            }).map(part => part.outerHTML.slice(0, 80))"""
        )
    assert light == []
