"""Shows what the reminder cards look like: pictures of them, drawn by Microsoft's own renderer.

Each card is drawn light and dark, at the width of a phone (320 pixels) and of a channel (640). It
needs npm, Chromium and a network, and is therefore no test but a script, to run and look:

    python tests/browser/card_looks.py looks

The package `adaptivecards` goes into a temporary folder and is gone afterwards. The pictures, the
mail form of each card beside them, are written to the folder that is named. The script ends with
exit code 1 when the renderer complains of a card, or when a part sticks out of its panel.
"""

import argparse
import html
import json
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from bot.reminders.card_mail import render_card_mail
from mappings.canonical import Status
from mappings.teams import CardLine, render_card, render_test_card

RENDERER = "adaptivecards@3.0.6"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WIDTHS = (320, 640)
MAIL_SIZE = (700, 900)
PLAN = "https://planner.example/plan"

# The colours of Teams, per theme: page, card, text, subtle text, warning, link.
THEMES = {
    "licht": ("#f5f5f5", "#ffffff", "#242424", "#616161", "#c4314b", "#4f52b2"),
    "donker": ("#141414", "#292929", "#ffffff", "#adadad", "#f9526b", "#a6a7dc"),
}

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
HOSTILE = '**vet** [klik](https://kwaad.example) <b>"x"</b> # kop ' + "Samenwerkingsafspraken" * 6


def cards() -> dict[str, dict[str, Any]]:
    """The cards to look at, by the name of their picture."""
    many = [replace(LINE, code=f"1.{number}") for number in range(1, 14)]
    owner = "Handhaving en Toezicht"
    return {
        "gewoon": render_card(owner, [LINE, LATE], plan_url=PLAN),
        "driehoek": render_card(owner, [LATE, ASKED, replace(ASKED, code="2.5")], plan_url=PLAN),
        "vol": render_card(owner, [LATE, *many], plan_url=PLAN),
        "vreemd": render_card(HOSTILE, [replace(LATE, title=HOSTILE)], plan_url=PLAN),
        "proef": render_test_card(owner, plan_url=PLAN),
    }


def host_config(theme: tuple[str, ...]) -> dict[str, Any]:
    """What an app tells the renderer about itself."""
    _, card, text, subtle, warning, link = theme
    colours = {
        "default": {"default": text, "subtle": subtle},
        "attention": {"default": warning, "subtle": warning},
        "accent": {"default": link, "subtle": link},
    }
    return {
        "fontFamily": "'Segoe UI', 'DejaVu Sans', sans-serif",
        "supportsInteractivity": True,
        "fontSizes": {"small": 12, "default": 14, "medium": 16, "large": 18, "extraLarge": 24},
        "spacing": {"small": 8, "default": 12, "medium": 16, "large": 20, "extraLarge": 24},
        "separator": {"lineThickness": 1, "lineColor": subtle},
        "containerStyles": {"default": {"backgroundColor": card, "foregroundColors": colours}},
        "actions": {"maxActions": 6, "buttonSpacing": 8, "actionsOrientation": "horizontal"},
    }


def page(card: dict[str, Any], renderer: str) -> str:
    """A page with the card in every theme and width; its title tells of what went wrong."""
    panels = [
        {"config": host_config(theme), "colours": theme, "width": width}
        for theme in THEMES.values()
        for width in WIDTHS
    ]
    data = json.dumps({"card": card, "panels": panels}).replace("</", "<\\/")
    return f"""<!DOCTYPE html><html lang="nl"><head><meta charset="utf-8"><title></title><style>
body {{ margin: 0; display: flex; align-items: flex-start; }}
.page {{ padding: 16px; }} .panel {{ border-radius: 4px; }}
.ac-pushButton {{ background: transparent; border: 1px solid currentColor; border-radius: 4px;
  color: inherit; font: inherit; padding: 5px 12px; margin: 2px 0; white-space: normal; }}
</style></head><body><script>{renderer}</script><script>
const {{card, panels}} = {data}; const wrong = [];
AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {{
  const plain = document.createElement("p"); plain.textContent = text; plain.style.margin = 0;
  result.outputHtml = plain.outerHTML; result.didProcess = true;
}};
for (const {{config, colours, width}} of panels) {{
  const drawn = new AdaptiveCards.AdaptiveCard();
  drawn.hostConfig = new AdaptiveCards.HostConfig(config);
  const context = new AdaptiveCards.SerializationContext();
  drawn.parse(card, context);
  // Every other time the renderer refuses any "lang": its pattern remembers where it was (3.0.6).
  if (config === panels[0].config)
    for (let i = 0; i < context.eventCount; i++) wrong.push(context.getEventAt(i).message);
  const around = document.createElement("div"); around.className = "page";
  around.style.cssText = `background:${{colours[0]}};color:${{colours[2]}}`;
  around.style.fontFamily = config.fontFamily;
  const panel = document.createElement("div"); panel.className = "panel";
  panel.style.cssText = `width:${{width}}px;background:${{colours[1]}}`;
  panel.append(drawn.render()); around.append(panel); document.body.append(around);
  const right = panel.getBoundingClientRect().right;
  for (const part of panel.querySelectorAll("*"))
    if (part.getBoundingClientRect().right > right + 1 || part.scrollWidth > part.clientWidth + 1
        && getComputedStyle(part).display !== "inline")
      wrong.push(`${{width}}: ${{part.className}} steekt uit`);
}}
document.title = [...new Set(wrong)].join("; ") + "|" + document.body.scrollHeight;
</script></body></html>"""


def browse(browser: str, *options: str) -> str:
    """Run the browser once, without a window; gives what it prints."""
    fixed = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars")
    done = subprocess.run([browser, *fixed, *options], capture_output=True, text=True, check=True)
    return done.stdout


def picture(browser: str, source: Path, target: Path, size: tuple[int, int]) -> None:
    """Take a picture of a page."""
    width, height = size
    shot = (f"--screenshot={target}", f"--window-size={width},{height}")
    browse(browser, *shot, source.as_uri())


def look(folder: Path) -> int:
    """Draw every card; gives how many went wrong."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    npm = shutil.which("npm")
    if browser is None or npm is None:
        raise SystemExit("This needs npm and Chromium.")
    folder.mkdir(parents=True, exist_ok=True)
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        install = (npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent")
        subprocess.run([*install, "--prefix", str(place), RENDERER], check=True)
        script = place / "node_modules" / "adaptivecards" / "dist" / "adaptivecards.min.js"
        renderer = script.read_text(encoding="utf-8").replace("</script", "<\\/script")
        for title, card in cards().items():
            source = place / f"{title}.html"
            source.write_text(page(card, renderer), encoding="utf-8")
            dom = browse(browser, "--dump-dom", "--window-size=2100,1200", source.as_uri())
            told = re.search(r"<title>(.*?)\|(\d+)</title>", dom, re.DOTALL)
            wrong, height = (html.unescape(told[1]), int(told[2])) if told else ("not drawn", 900)
            failed += bool(wrong)
            sys.stdout.write(f"{title}: {wrong or 'ok'}, {len(json.dumps(card))} bytes\n")
            width = len(THEMES) * sum(WIDTHS) + 32 * len(THEMES) * len(WIDTHS)
            picture(browser, source, folder / f"kaart-{title}.png", (width, height))
            mail = place / f"mail-{title}.html"
            mail.write_text(render_card_mail(card).html, encoding="utf-8")
            picture(browser, mail, folder / f"mail-{title}.png", MAIL_SIZE)
    return failed


if __name__ == "__main__":
    reader = argparse.ArgumentParser(description="Draw the reminder cards, to look at.")
    reader.add_argument("folder", type=Path, help="where the pictures go")
    sys.exit(min(look(reader.parse_args().folder), 1))
