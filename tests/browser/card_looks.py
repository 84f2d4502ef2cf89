"""Shows what the reminder cards look like: pictures of them, drawn by Microsoft's own renderer.

Each card is drawn light and dark, at the width of a phone (320 pixels) and of a channel (640). It
needs npm, Chromium and a network, and is therefore no test but a script, to run and look:

    python tests/browser/card_looks.py looks

The pictures, the mail form of each card beside them, are written to the folder that is named. The
script ends with exit code 1 when the renderer complains of a card, or when a part sticks out.
"""

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parents[1]))

from browser.card_renderer import card_page, fetch_renderer
from browser.chromium import find_browser, open_browser, open_mail

from bot.core.reminders.questions import asked
from bot.reminders.card_mail import render_card_mail
from mappings.canonical import Status
from mappings.teams import CardLine, render_card, render_test_card

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
    title="Werkproces opstellen voor het signaleren van en doorverwijzen bij mensenhandel",
    deadline="Te laat: dit moest op donderdag 24 september klaar zijn.",
    status=None,
    late=True,
)
ASKED = replace(LINE, code="2.4", section="Bijwerken voor de driehoek van 15 oktober")
DONE = replace(
    LINE,
    code="4.12",
    deadline="Gereed sinds 12 november.",
    status=Status.DONE,
    section=asked("outcome").section,
    ask=asked("outcome").ask,
)
HOSTILE = '**vet** [klik](https://kwaad.example) <b>"x"</b> # kop ' + "Samenwerkingsafspraken" * 6


def cards() -> dict[str, dict[str, Any]]:
    """The cards to look at, by the name of their picture."""
    many = [replace(LINE, code=f"1.{number}") for number in range(1, 14)]
    owner = "Handhaving en Toezicht"
    return {
        "gewoon": render_card(owner, [LINE, LATE], plan_url=PLAN),
        "driehoek": render_card(owner, [LATE, ASKED, replace(ASKED, code="2.5")], plan_url=PLAN),
        "vraag": render_card(owner, [LATE, DONE], plan_url=PLAN),
        "vol": render_card(owner, [LATE, *many], plan_url=PLAN),
        "vreemd": render_card(HOSTILE, [replace(LATE, title=HOSTILE)], plan_url=PLAN),
        "proef": render_test_card(owner, plan_url=PLAN),
    }


def look(folder: Path) -> int:
    """Draw every card; gives how many went wrong."""
    path, renderer = find_browser(), fetch_renderer()
    if path is None or renderer is None:
        raise SystemExit("This needs npm and Chromium.")
    folder.mkdir(parents=True, exist_ok=True)
    failed = 0
    with open_browser(path) as browser:
        for title, card in cards().items():
            with open_mail(browser, card_page(card, renderer), "light", 2048) as page:
                wrong = list(page.evaluate("[...new Set(wrong)]"))
                page.screenshot(path=folder / f"kaart-{title}.png", full_page=True)
            with open_mail(browser, render_card_mail(card).html, "light", 700) as page:
                page.screenshot(path=folder / f"mail-{title}.png")
            failed += bool(wrong)
            size = len(json.dumps(card))
            sys.stdout.write(f"{title}: {'; '.join(wrong) or 'ok'}, {size} bytes\n")
    return failed


if __name__ == "__main__":
    reader = argparse.ArgumentParser(description="Draw the reminder cards, to look at.")
    reader.add_argument("folder", type=Path, help="where the pictures go")
    sys.exit(min(look(reader.parse_args().folder), 1))
