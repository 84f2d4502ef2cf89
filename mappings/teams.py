"""Renders reminders as one Adaptive Card for Teams.

People's text stands in a TextRun only, where Markdown does not work; links come from our own
template with encoded ids only. Source: Microsoft Teams docs, "Cards reference" and "Format cards"
(version 1.5 at most, Action.OpenUrl, about 28 KB per message); Adaptive Cards schema explorer.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from mappings.canonical import Status
from mappings.text import clean_line

JsonObject = dict[str, Any]

MAX_CARD_BYTES = 20_000  # Teams refuses a post above about 28 KB, its envelope included

_BRING_UP_TO_DATE = (
    "Klopt de stand in Planner nog? Pas hem aan, of schrijf in de notities hoe het gaat."
)
MAX_TEXT = 160  # characters of one title or sentence
_MAX_WORD = 24  # characters that fit on a line of a phone; longer words get a place to break


@dataclass(frozen=True)
class CardLine:
    """One action on the card, or what a meeting asked; its code is "" when it is of no action.

    deadline: the Dutch sentence about it. late: whether it speaks of a deadline that has passed.
    url: the task in Planner, None when the action has no task there. section: the heading under
    which owners are asked for something, our own words; "" for a deadline. ask: the sentence below
    that heading, "" where they are asked to bring Planner up to date. is_news: it tells something
    and asks for no answer. lead: who leads the action, for a reader who does not; "" to leave it
    out.
    """

    code: str
    title: str
    deadline: str
    status: Status | None
    late: bool
    url: str | None
    section: str = ""
    ask: str = ""
    is_news: bool = False
    lead: str = ""


def render_card(
    owner_name: str,
    lines: Sequence[CardLine],
    *,
    plan_url: str,
    why: str = "",
    max_lines: int = 10,
) -> JsonObject:
    """Render what one owner should hear of today: late actions first, requests by section last.

    Shows at most `max_lines` actions, fewer when the card would pass `MAX_CARD_BYTES`, and says
    how many more there are, with a link to the plan. why: why these come to this reader, our own
    words. A row opens its task: it is one link, whose name says all that stands on it.
    """
    # Shortened once: to find how many fit, the card is made as often as there are lines too many.
    ordered = [_shortened(line) for line in sorted(lines, key=_place)]
    opening = [_runs(_run(_breakable(_short(owner_name)), subtle=True), spacing="Small")]
    if why:
        opening.append(_runs(_run(why, subtle=True), spacing="Small"))
    for shown in range(min(len(ordered), max_lines), -1, -1):
        card = _card(opening, ordered, shown, plan_url)
        if len(json.dumps(card)) <= MAX_CARD_BYTES:
            return card
    raise ValueError(f"de link naar het plan is te lang voor een kaart ({len(plan_url)} tekens)")


def render_test_card(owner_name: str, *, plan_url: str) -> JsonObject:
    """Render a harmless card, for whoever sets a channel up to look at."""
    heading = "Dit is een proefkaart."
    sentence = "Ziet u deze kaart? Dan komen de herinneringen hier aan. U hoeft niets te doen."
    body = [
        _heading(heading),
        _runs(_run(_breakable(_short(owner_name)), subtle=True), spacing="Small"),
        _runs(_run(sentence)),
    ]
    return _framed(f"{heading} {sentence}", body, plan_url)


def render_notice_card(heading: str, sentences: Sequence[str]) -> JsonObject:
    """Render something to know, with nothing to open. heading: our own words, in Dutch."""
    body = [_heading(heading), *(_runs(_run(sentence)) for sentence in sentences)]
    return _bare(" ".join([f"{heading}.", *sentences]), body)


def _card(
    opening: Sequence[JsonObject], lines: Sequence[CardLine], shown: int, plan_url: str
) -> JsonObject:
    spoken = f"{_summary(lines)} {_codes(lines[:shown])}"
    hidden = len(lines) - shown
    body = [
        _heading(_summary(lines)),
        *opening,
        *_items(lines[:shown]),
        *([_more(hidden)] if hidden else []),
        _closing(),
    ]
    return _framed(spoken, body, plan_url)


def _framed(spoken: str, body: list[JsonObject], plan_url: str) -> JsonObject:
    """Make the card around its body, with a way to the plan."""
    return {
        **_bare(spoken, body),
        "fallbackText": f"{spoken} Kijk in Planner: {plan_url}",
        "actions": [_open("Open het plan in Planner", plan_url)],
    }


def _bare(spoken: str, body: list[JsonObject]) -> JsonObject:
    """Make a card without buttons. spoken: our own words, for who listens or sees no cards."""
    return {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "lang": "nl",
        "fallbackText": spoken,
        "speak": spoken,
        "msteams": {"width": "Full"},
        "body": body,
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
            items.append(_section(section, line.ask or _BRING_UP_TO_DATE))
        items.append(_item(line))
    return items


def _section(heading: str, sentence: str) -> JsonObject:
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
    status = _standing(line)
    colour = "Attention" if line.late else "Default"
    look, opens = ("Accent", " ›") if line.url else ("Default", "")
    name = f"{line.code}  " if line.code else ""
    row = {
        "type": "Container",
        "separator": True,
        "spacing": "Medium",
        "items": [
            _runs(_run(f"{name}{_breakable(line.title)}{opens}", bold=True, colour=look)),
            _runs(
                _run(f"{_breakable(line.deadline)} ", colour=colour, bold=line.late),
                *([_run(_breakable(status), subtle=True)] if status else []),
                spacing="Small",
            ),
        ],
    }
    if line.url:
        # To a screen reader the name of a link stands for all that is in it.
        spoken = f"Open {line.code} in Planner: {line.title}. {line.deadline} {status}"
        row["selectAction"] = _open(spoken, line.url)
    return row


def _standing(line: CardLine) -> str:
    """Say how an action stands, and what a reader cannot see from the rest; "" without one."""
    if not line.code:
        return ""
    words = [f"Stand: {line.status.value if line.status else 'nog niet ingevuld'}."]
    if line.lead:
        words.append(f"Regie: {line.lead}.")
    if line.url is None:
        words.append("Er is geen taak in Planner.")
    return " ".join(words)


def _more(hidden: int) -> JsonObject:
    return {
        "type": "Container",
        "separator": True,
        "spacing": "Large",
        "items": [_runs(_run(f"En nog {hidden}. Open het plan voor de hele lijst.", bold=True))],
    }


def _closing() -> JsonObject:
    sentence = (
        "Klaar? Vink de taak af in Planner. Wordt het later? Verzet daar de datum. Iets te melden? "
        "Schrijf het in de notities, boven de lijn."
    )
    return {**_runs(_run(sentence, subtle=True), spacing="Large"), "separator": True}


def _summary(lines: Sequence[CardLine]) -> str:
    late = sum(line.late for line in lines)
    news = sum(line.is_news for line in lines)
    loose = sum(not line.code for line in lines)
    questions = sum(bool(line.ask) for line in lines) - loose - news
    asked = sum(bool(line.section) for line in lines) - questions - loose - news
    coming = len(lines) - late - asked - questions - loose - news
    parts = []
    if late:
        parts.append("1 actie is te laat" if late == 1 else f"{late} acties zijn te laat")
    if coming:
        must = "1 actie moet" if coming == 1 else f"{coming} acties moeten"
        parts.append(f"{must} binnenkort klaar zijn")
    if asked:
        must = "1 actie moet" if asked == 1 else f"{asked} acties moeten"
        parts.append(f"{must} worden bijgewerkt")
    if questions:
        parts.append(f"over {'1 actie' if questions == 1 else f'{questions} acties'} is een vraag")
    if loose:
        parts.append("er is 1 vraag aan u" if loose == 1 else f"er zijn {loose} vragen aan u")
    if news:
        parts.append(f"over {'1 actie' if news == 1 else f'{news} acties'} is er nieuws")
    told = " en ".join([", ".join(parts[:-1]), parts[-1]] if parts[1:] else parts)
    return f"{told[:1].upper()}{told[1:]}."


def _codes(lines: Sequence[CardLine]) -> str:
    names = [f"{line.code} (te laat)" if line.late else line.code for line in lines if line.code]
    return f"Het gaat om {', '.join(dict.fromkeys(names))}." if names else ""


def _open(title: str, url: str) -> JsonObject:
    return {"type": "Action.OpenUrl", "title": title, "url": url}


def _runs(*runs: JsonObject, spacing: str = "Default") -> JsonObject:
    return {"type": "RichTextBlock", "spacing": spacing, "inlines": list(runs)}


def _run(
    text: str,
    *,
    bold: bool = False,
    subtle: bool = False,
    colour: str = "Default",
) -> JsonObject:
    run: JsonObject = {"type": "TextRun", "text": text}
    if bold:
        run["weight"] = "Bolder"
    if subtle:
        run["isSubtle"] = True
    if colour != "Default":
        run["color"] = colour
    return run


def _place(line: CardLine) -> tuple[str, bool]:
    return line.section, not line.late


def _shortened(line: CardLine) -> CardLine:
    return replace(
        line,
        title=_short(line.title),
        deadline=_short(line.deadline),
        lead=_short(line.lead),
    )


def _short(text: str) -> str:
    """Put text on one line without invisible characters, at most `MAX_TEXT` of them."""
    line = clean_line(text)
    return line if len(line) <= MAX_TEXT else line[: MAX_TEXT - 1].rstrip() + "…"


def _breakable(text: str) -> str:
    """Give long words a place to break: Teams breaks none, and cuts off what sticks out."""
    return re.sub(rf"\S{{{_MAX_WORD}}}(?=\S)", "\\g<0>\u200b", text)
