"""Renders reminders as one Adaptive Card for Teams.

People's text stands in a TextRun only, where Markdown does not work; links come from our own
template with encoded ids only. Source: Microsoft Teams docs, "Cards reference" and "Format cards"
(version 1.5 at most, Action.OpenUrl, about 28 KB per message); Adaptive Cards schema explorer.
"""

import json
import re
import string
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from mappings.canonical import Status

JsonObject = dict[str, Any]

MAX_CARD_BYTES = 20_000  # Teams refuses a post above about 28 KB, its envelope included

TASK_URL = (
    "https://planner.cloud.microsoft/webui/v1/plan/{plan_id}/view/board/task/{task_id}"
    "?tid={tenant_id}"
)
PLAN_URL = "https://planner.cloud.microsoft/webui/v1/plan/{plan_id}/view/board?tid={tenant_id}"
"""As Planner's own "Copy link" gives it in 2025 and 2026; undocumented, so configurable."""

_MAX_TEXT = 160  # characters of one title or sentence
_MAX_WORD = 24  # characters that fit on a line of a phone; longer words get a place to break


@dataclass(frozen=True)
class CardLine:
    """One action on the card.

    deadline: the Dutch sentence about it. late: whether it speaks of a deadline that has passed.
    url: the task in Planner, None when the action has no task there. section: the heading under
    which owners are asked for an update, our own words; "" for a deadline.
    """

    code: str
    title: str
    deadline: str
    status: Status | None
    late: bool
    url: str | None
    section: str = ""


def task_url(template: str, *, plan_id: str, task_id: str, tenant_id: str) -> str:
    """Fill `{plan_id}`, `{task_id}` and `{tenant_id}` in, each percent-encoded.

    Raises ValueError with a Dutch sentence when the template asks for anything else.
    """
    return _fill(template, {"plan_id": plan_id, "task_id": task_id, "tenant_id": tenant_id})


def plan_url(template: str, *, plan_id: str, tenant_id: str) -> str:
    """Fill `{plan_id}` and `{tenant_id}` in, as `task_url` does."""
    return _fill(template, {"plan_id": plan_id, "tenant_id": tenant_id})


def render_card(
    owner_name: str, lines: Sequence[CardLine], *, plan_url: str, max_lines: int = 10
) -> JsonObject:
    """Render what one owner should hear of today: late actions first, requests by section last.

    Shows at most `max_lines` actions, fewer when the card would pass `MAX_CARD_BYTES`, and says
    how many more there are, with a link to the plan.
    """
    ordered = sorted(lines, key=lambda line: (line.section, not line.late))
    for shown in range(min(len(ordered), max_lines), -1, -1):
        card = _card(_plain(owner_name, _MAX_TEXT), ordered, shown, plan_url)
        if len(json.dumps(card)) <= MAX_CARD_BYTES:
            return card
    raise ValueError(f"de link naar het plan is te lang voor een kaart ({len(plan_url)} tekens)")


def render_test_card(owner_name: str, *, plan_url: str) -> JsonObject:
    """Render a harmless card, for whoever sets a channel up to look at."""
    heading = "Dit is een proefkaart."
    sentence = "Ziet u deze kaart? Dan komen de herinneringen hier aan. U hoeft niets te doen."
    body = [
        _heading(heading),
        _runs(_run(_plain(owner_name, _MAX_TEXT), subtle=True), spacing="Small"),
        _runs(_run(sentence)),
    ]
    return _framed(f"{heading} {sentence}", body, plan_url)


def _card(owner_name: str, lines: Sequence[CardLine], shown: int, plan_url: str) -> JsonObject:
    spoken = f"{_summary(lines)} {_codes(lines[:shown])}"
    hidden = len(lines) - shown
    body = [
        _heading(_summary(lines)),
        _runs(_run(owner_name, subtle=True), spacing="Small"),
        *_items(lines[:shown]),
        *([_more(hidden)] if hidden else []),
        _closing(),
    ]
    return _framed(spoken, body, plan_url)


def _framed(spoken: str, body: list[JsonObject], plan_url: str) -> JsonObject:
    """Make the card around its body. spoken: our own words, for who listens or sees no cards."""
    return {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "lang": "nl",
        "fallbackText": f"{spoken} Kijk in Planner: {plan_url}",
        "speak": spoken,
        "msteams": {"width": "Full"},
        "body": body,
        "actions": [_open("Open het plan in Planner", plan_url)],
    }


def _heading(text: str) -> JsonObject:
    # A heading must be a TextBlock, which reads Markdown: only our own words may stand in it.
    return {
        "type": "TextBlock",
        "text": text,
        "style": "heading",
        "size": "Large",
        "weight": "Bolder",
        "wrap": True,
    }


def _items(lines: Sequence[CardLine]) -> list[JsonObject]:
    items, section = list[JsonObject](), ""
    for line in lines:
        if line.section != section:
            section = line.section
            items.append(_section(section))
        items.append(_item(line))
    return items


def _section(heading: str) -> JsonObject:
    sentence = "Klopt de stand in Planner nog? Pas hem aan, of schrijf in de taak hoe het gaat."
    return {
        "type": "Container",
        "separator": True,
        "spacing": "ExtraLarge",
        "items": [
            {**_heading(heading), "size": "Medium"},
            _runs(_run(sentence, subtle=True), spacing="Small"),
        ],
    }


def _item(line: CardLine) -> JsonObject:
    colour = "Attention" if line.late else "Default"
    status = f"Stand: {line.status.value}." if line.status else "Stand: nog niet ingevuld."
    buttons = [_open(f"Open {line.code} in Planner", line.url)] if line.url else []
    return {
        "type": "Container",
        "separator": True,
        "spacing": "Large",
        "items": [
            _runs(
                _run(f"{line.code}  ", bold=True), _run(_plain(line.title, _MAX_TEXT), bold=True)
            ),
            _runs(
                _run(_plain(line.deadline, _MAX_TEXT), colour=colour, bold=line.late),
                spacing="Small",
            ),
            _runs(_run(status, subtle=True), spacing="None"),
            *({"type": "ActionSet", "actions": [button]} for button in buttons),
        ],
    }


def _more(hidden: int) -> JsonObject:
    return {
        "type": "Container",
        "separator": True,
        "spacing": "Large",
        "items": [_runs(_run(f"En nog {hidden}. Open het plan voor de hele lijst.", bold=True))],
    }


def _closing() -> JsonObject:
    sentence = "Klaar? Vink de taak af in Planner. Wordt het later? Verzet daar de datum."
    return {**_runs(_run(sentence, subtle=True), spacing="Large"), "separator": True}


def _summary(lines: Sequence[CardLine]) -> str:
    late = sum(line.late for line in lines)
    asked = sum(bool(line.section) for line in lines)
    coming = len(lines) - late - asked
    parts = []
    if late:
        parts.append("1 actie is te laat" if late == 1 else f"{late} acties zijn te laat")
    if coming:
        must = "1 actie moet" if coming == 1 else f"{coming} acties moeten"
        parts.append(f"{must} binnenkort klaar zijn")
    if asked:
        must = "1 actie moet" if asked == 1 else f"{asked} acties moeten"
        parts.append(f"{must} worden bijgewerkt")
    return f"{' en '.join([', '.join(parts[:-1]), parts[-1]] if parts[1:] else parts)}."


def _codes(lines: Sequence[CardLine]) -> str:
    names = (f"{line.code} (te laat)" if line.late else line.code for line in lines)
    return f"Het gaat om {', '.join(names)}." if lines else ""


def _open(title: str, url: str) -> JsonObject:
    return {"type": "Action.OpenUrl", "title": title, "url": url}


def _runs(*runs: JsonObject, spacing: str = "Default") -> JsonObject:
    return {"type": "RichTextBlock", "spacing": spacing, "inlines": list(runs)}


def _run(
    text: str, *, bold: bool = False, subtle: bool = False, colour: str = "Default"
) -> JsonObject:
    run: JsonObject = {"type": "TextRun", "text": text}
    if bold:
        run["weight"] = "Bolder"
    if subtle:
        run["isSubtle"] = True
    if colour != "Default":
        run["color"] = colour
    return run


def _plain(text: str, limit: int) -> str:
    """Put text on one line without invisible characters, at most `limit` characters."""
    visible = (sign for sign in " ".join(text.split()) if unicodedata.category(sign)[0] != "C")
    line = " ".join("".join(visible).split())
    short = line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
    # Teams breaks no word, and cuts off what sticks out of a card.
    return re.sub(rf"\S{{{_MAX_WORD}}}(?=\S)", "\\g<0>\u200b", short)


def _fill(template: str, ids: dict[str, str]) -> str:
    try:
        names = {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}
    except ValueError:
        raise ValueError("de linksjabloon heeft een accolade te veel of te weinig") from None
    if not names <= ids.keys():
        strange = ", ".join(sorted(f"{{{name}}}" for name in names - ids.keys()))
        raise ValueError(f"de linksjabloon kent {strange} niet; wel: {', '.join(sorted(ids))}")
    return template.format(**{name: quote(value, safe="") for name, value in ids.items()})
