"""Draws reminder cards as Teams does: with Microsoft's own renderer, from npm, in a page.

The renderer, some 400 KB, is fetched into a temporary folder and is gone afterwards.
"""

import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

RENDERER = "adaptivecards@3.0.6"
WIDTHS = (320, 640)  # a phone, a channel

# The colours of Teams, per theme: page, card, text, subtle text, warning, link.
THEMES = {
    "licht": ("#f5f5f5", "#ffffff", "#242424", "#616161", "#c4314b", "#4f52b2"),
    "donker": ("#141414", "#292929", "#ffffff", "#adadad", "#f9526b", "#a6a7dc"),
}


def fetch_renderer() -> str | None:
    """The renderer as a script for a page; None without npm or its registry."""
    npm = shutil.which("npm")
    if npm is None:
        return None
    with tempfile.TemporaryDirectory() as name:
        options = ("--ignore-scripts", "--no-audit", "--no-fund", "--silent", "--prefer-offline")
        install = (npm, "install", *options, "--prefix", name, RENDERER)
        try:
            subprocess.run(install, check=True, capture_output=True, timeout=60)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            return None
        script = Path(name) / "node_modules" / "adaptivecards" / "dist" / "adaptivecards.min.js"
        return script.read_text(encoding="utf-8").replace("</script", "<\\/script")


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
        "textBlock": {"headingLevel": 2},
        "fontSizes": {"small": 12, "default": 14, "medium": 16, "large": 18, "extraLarge": 24},
        "spacing": {"small": 8, "default": 12, "medium": 16, "large": 20, "extraLarge": 24},
        "separator": {"lineThickness": 1, "lineColor": subtle},
        "containerStyles": {"default": {"backgroundColor": card, "foregroundColors": colours}},
        "actions": {"maxActions": 6, "buttonSpacing": 8, "actionsOrientation": "horizontal"},
    }


def card_page(
    card: dict[str, Any],
    renderer: str,
    *,
    themes: tuple[str, ...] = tuple(THEMES),
    widths: tuple[int, ...] = WIDTHS,
) -> str:
    """A page with the card in every theme and width.

    `window.wrong` holds what the renderer complains of and what sticks out, `window.opened` the
    addresses that were opened, as nothing is really opened.
    """
    panels = [
        {"config": host_config(THEMES[theme]), "colours": THEMES[theme], "width": width}
        for theme in themes
        for width in widths
    ]
    data = json.dumps({"card": card, "panels": panels}).replace("</", "<\\/")
    return f"""<!DOCTYPE html><html lang="nl"><head><meta charset="utf-8"><title>Kaart</title>
<style>
body {{ margin: 0; display: flex; align-items: flex-start; }}
.page {{ padding: 16px; }} .panel {{ border-radius: 4px; }}
.ac-pushButton {{ background: transparent; border: 1px solid currentColor; border-radius: 4px;
  color: inherit; font: inherit; padding: 5px 12px; margin: 2px 0; white-space: normal; }}
</style></head><body><script>{renderer}</script><script>
const {{card, panels}} = {data}; const wrong = []; const opened = [];
AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {{
  const plain = document.createElement("p"); plain.textContent = text; plain.style.margin = 0;
  result.outputHtml = plain.outerHTML; result.didProcess = true;
}};
for (const {{config, colours, width}} of panels) {{
  const drawn = new AdaptiveCards.AdaptiveCard();
  drawn.hostConfig = new AdaptiveCards.HostConfig(config);
  drawn.onExecuteAction = action => opened.push(action.url);
  const context = new AdaptiveCards.SerializationContext();
  drawn.parse(card, context);
  // Every other time the renderer refuses any "lang": its pattern remembers where it was (3.0.6).
  if (config === panels[0].config)
    for (let i = 0; i < context.eventCount; i++) wrong.push(context.getEventAt(i).message);
  const around = document.createElement("main"); around.className = "page";
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
</script></body></html>"""
