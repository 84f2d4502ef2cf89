"""Reminder cards in Microsoft's own renderer: keyboard, screen reader, narrow screens, contrast."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.card_renderer import THEMES, WIDTHS, card_page, fetch_renderer
from browser.chromium import find_browser, open_browser, open_mail
from playwright.sync_api import Browser

from bot.reminders.card_mail import render_card_mail
from mappings.canonical import Status
from mappings.teams import CardLine, render_card

PLAN = "https://planner.example/plan"
LINE = CardLine(
    "4.10",
    "Handreiking voor raadsleden actualiseren",
    "Uiterlijk vrijdag 2 oktober. Nog 3 werkdagen.",
    Status.RUNNING,
    late=False,
    url="https://planner.example/task/4.10",
)
LATE = replace(
    LINE,
    code="6.5",
    title="Samenwerkingsafspraken" * 6,
    deadline="Te laat: dit moest in 2025 klaar zijn.",
    late=True,
    url="https://planner.example/task/6.5",
    lead="Handhaving en Toezicht",
)
ASKED = replace(
    LINE,
    code="2.4",
    url=None,
    status=None,
    section="Werk dit bij voor de driehoek van 26 november",
)
CARD = render_card(
    "Coördinator",
    [LATE, LINE, ASKED],
    plan_url=PLAN,
    why="U krijgt wat nog geen regiehouder heeft.",
)

COLOURS_OF_TEAMS = {"color-contrast"}  # "Attention" on a dark card falls a hair short of 4.5


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The machine's Chromium."""
    path = find_browser()
    if path is None:
        pytest.skip("there is no Chromium on this machine (Debian: apt-get install chromium)")
    with open_browser(path) as started:
        yield started


@pytest.fixture(scope="module")
def renderer() -> str:
    """Microsoft's renderer of cards."""
    script = fetch_renderer()
    if script is None:
        pytest.skip("the renderer of cards is not to be had here (npm and its registry)")
    return script


def test_teams_takes_the_card_and_nothing_sticks_out(browser: Browser, renderer: str) -> None:
    with open_mail(browser, card_page(CARD, renderer), "light", 2048) as page:
        assert page.evaluate("wrong") == []


def test_every_row_is_a_link_that_the_keyboard_reaches_and_opens(
    browser: Browser, renderer: str
) -> None:
    drawn = card_page(CARD, renderer, themes=("licht",), widths=(320,))
    with open_mail(browser, drawn, "light", 400) as page:
        reached: list[tuple[str, str]] = []
        for _ in range(4):  # the first is the card itself, with its `speak`
            page.keyboard.press("Tab")
            at = page.evaluate(
                "(e => [e.getAttribute('role'), e.getAttribute('aria-label')])"
                "(document.activeElement)"
            )
            reached.append((at[0], at[1]))
            page.keyboard.press("Enter")
        assert page.evaluate("opened") == [LATE.url, LINE.url, PLAN]
    assert [name for role, name in reached[1:3] if role == "link"] == [
        (
            f"Open 6.5 in Planner: {LATE.title}. {LATE.deadline} Stand: Loopt. "
            "Regie: Handhaving en Toezicht."
        ),
        f"Open 4.10 in Planner: {LINE.title}. {LINE.deadline} Stand: Loopt.",
    ]
    assert reached[0][1].startswith("1 actie is te laat, 1 actie moet binnenkort klaar zijn")
    assert reached[3][1] == "Open het plan in Planner"


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing(browser: Browser, renderer: str, theme: str, width: int) -> None:
    drawn = card_page(CARD, renderer, themes=(theme,), widths=(width,))
    with open_mail(browser, drawn, "light", width + 40) as page:
        answer: dict[str, Any] = Axe().run(page, ".panel").response
    assert {rule["id"] for rule in answer["violations"]} <= COLOURS_OF_TEAMS


@pytest.mark.parametrize("width", [1200, 375])
def test_axe_finds_nothing_in_the_mail_of_a_card(browser: Browser, width: int) -> None:
    with open_mail(browser, render_card_mail(CARD).html, "light", width) as page:
        answer: dict[str, Any] = Axe().run(page).response
    assert {rule["id"] for rule in answer["violations"]} == set()
