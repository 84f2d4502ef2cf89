"""The reminder card."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from mappings.canonical import Status
from mappings.teams import MAX_CARD_BYTES, CardLine, render_card

PLAN = "https://planner.example/plan/p1"
HOSTILE = "[klik](https://kwaad.example) **vet** <at>Iemand</at> {{DATE(2026-01-01)}} ${naam} # *x*"


def line(code: str = "2.4", *, late: bool = False, **changed: Any) -> CardLine:
    values: dict[str, Any] = {
        "code": code,
        "title": f"Actie {code}",
        "deadline": "Te laat: dit moest in 2025 klaar zijn."
        if late
        else "Uiterlijk vrijdag 2 oktober. Nog 3 werkdagen.",
        "status": Status.RUNNING,
        "late": late,
        "url": f"https://planner.example/task/{code}",
    }
    return CardLine(**(values | changed))


def elements(node: Any) -> Iterator[dict[str, Any]]:
    """Every object of the card that has a type, in reading order."""
    if isinstance(node, dict):
        if "type" in node:
            yield node
        for part in node.values():
            yield from elements(part)
    elif isinstance(node, list):
        for part in node:
            yield from elements(part)


def texts(card: dict[str, Any]) -> list[str]:
    """What a person reads, block by block."""
    shown = []
    for element in elements(card):
        match element["type"]:
            case "TextBlock":
                shown.append(element["text"])
            case "RichTextBlock":
                shown.append("".join(run["text"] for run in element["inlines"]))
            case "Action.OpenUrl":
                shown.append(f"[{element['title']}] {element['url']}")
    return shown


def test_a_card_sends_nobody_to_the_chat_of_a_task() -> None:
    """Planner's task chat cannot be read in v1.0, so all that is asked for goes into the notes."""
    asked = line(section="Bijwerken voor de driehoek van 15 oktober")
    said = " ".join(texts(render_card("Team OOV", [asked], plan_url=PLAN)))
    assert "of schrijf in de notities hoe het gaat" in said
    assert "schrijf in de taak" not in said


def test_a_question_stands_under_its_own_heading_with_what_to_do() -> None:
    done = line("4.10", section="Wat heeft het opgeleverd?", ask="Schrijf het op.")
    request = line("2.4", section="Bijwerken")
    said = texts(render_card("Team OOV", [done, request], plan_url=PLAN))
    assert said[0] == "1 actie moet worden bijgewerkt en over 1 actie is een vraag."
    assert said.index("Schrijf het op.") == said.index("Wat heeft het opgeleverd?") + 1
    assert texts(render_card("Team OOV", [done], plan_url=PLAN))[0] == "Over 1 actie is een vraag."


def test_a_card_reads_like_this() -> None:
    lines = [
        line("2.4", title="Leeromgeving inzetten"),
        line("6.5", title="Werkproces opstellen", late=True, status=None),
    ]
    assert texts(render_card("Team OOV", lines, plan_url=PLAN)) == [
        "1 actie is te laat en 1 actie moet binnenkort klaar zijn.",
        "Team OOV",
        "6.5  Werkproces opstellen ›",
        "Te laat: dit moest in 2025 klaar zijn. Stand: nog niet ingevuld.",
        (
            "[Open 6.5 in Planner: Werkproces opstellen. Te laat: dit moest in 2025 klaar zijn. "
            "Stand: nog niet ingevuld.] https://planner.example/task/6.5"
        ),
        "2.4  Leeromgeving inzetten ›",
        "Uiterlijk vrijdag 2 oktober. Nog 3 werkdagen. Stand: Loopt.",
        (
            "[Open 2.4 in Planner: Leeromgeving inzetten. Uiterlijk vrijdag 2 oktober. Nog 3 "
            "werkdagen. Stand: Loopt.] https://planner.example/task/2.4"
        ),
        (
            "Klaar? Vink de taak af in Planner. Wordt het later? Verzet daar de datum. Iets te "
            "melden? Schrijf het in de notities, boven de lijn."
        ),
        f"[Open het plan in Planner] {PLAN}",
    ]


def test_a_card_declares_what_teams_and_screen_readers_need() -> None:
    card = render_card("Team OOV", [line(late=True)], plan_url=PLAN)
    assert (card["type"], card["version"], card["lang"]) == ("AdaptiveCard", "1.5", "nl")
    assert card["speak"] == "1 actie is te laat. Het gaat om 2.4 (te laat)."
    assert card["fallbackText"] == f"{card['speak']} Kijk in Planner: {PLAN}"
    heading = card["body"][0]
    assert (heading["style"], heading["wrap"]) == ("heading", True)


@pytest.mark.parametrize(
    ("late", "coming", "summary"),
    [
        (1, 0, "1 actie is te laat."),
        (2, 0, "2 acties zijn te laat."),
        (0, 1, "1 actie moet binnenkort klaar zijn."),
        (0, 3, "3 acties moeten binnenkort klaar zijn."),
        (2, 1, "2 acties zijn te laat en 1 actie moet binnenkort klaar zijn."),
    ],
)
def test_the_heading_counts_late_and_coming(late: int, coming: int, summary: str) -> None:
    lines = [line(f"1.{n}", late=n <= late) for n in range(1, late + coming + 1)]
    assert render_card("Team OOV", lines, plan_url=PLAN)["body"][0]["text"] == summary


def test_lateness_is_told_in_words_and_not_by_colour_alone() -> None:
    card = render_card("Team OOV", [line(late=True)], plan_url=PLAN)
    coloured = [element for element in elements(card) if element.get("color") == "Attention"]
    assert [run["text"] for run in coloured] == ["Te laat: dit moest in 2025 klaar zijn. "]


def test_above_the_maximum_the_card_says_how_many_more_there_are() -> None:
    lines = [line(f"1.{n}") for n in range(1, 15)]
    shown = texts(render_card("Team OOV", lines, plan_url=PLAN, max_lines=10))
    assert sum(text.startswith("[Open 1.") for text in shown) == 10
    assert "En nog 4. Open het plan voor de hele lijst." in shown
    assert shown[0] == "14 acties moeten binnenkort klaar zijn."


def test_late_actions_are_shown_before_the_card_is_full() -> None:
    lines = [*(line(f"1.{n}") for n in range(1, 11)), line("6.5", late=True)]
    shown = texts(render_card("Team OOV", lines, plan_url=PLAN, max_lines=1))
    assert next(text for text in shown if text.startswith("[Open ")).startswith("[Open 6.5")


def test_an_action_without_a_task_opens_nothing_and_says_why() -> None:
    card = render_card("Team OOV", [line(url=None)], plan_url=PLAN)
    urls = [element["url"] for element in elements(card) if element["type"] == "Action.OpenUrl"]
    assert urls == [PLAN]
    assert "2.4  Actie 2.4" in texts(card)
    assert "Er is geen taak in Planner." in " ".join(texts(card))


def test_a_row_is_one_link_with_a_name_that_says_all_that_stands_on_it() -> None:
    """Else a screen reader would hear "knop", or nothing but the title."""
    card = render_card("Team OOV", [line(title="x" * 60), line("6.5", late=True)], plan_url=PLAN)
    rows = [element for element in elements(card) if "selectAction" in element]
    assert len(rows) == 2
    for row in rows:
        name, shown = row["selectAction"]["title"], "".join(texts({"items": row["items"]}))
        assert name.startswith("Open ")
        assert "\u200b" not in name
        words = re.findall(r"\w+", shown.replace("\u200b", ""))
        assert [word for word in words if word not in name] == []


def test_the_coordinator_reads_why_a_card_comes_and_who_leads() -> None:
    why = "U krijgt wat nog geen regiehouder heeft."
    lines = [line("2.4", lead="Handhaving"), line("2.5", lead="nog niemand"), line("2.6")]
    shown = texts(render_card("Coördinator", lines, plan_url=PLAN, why=why))
    assert shown[1:3] == ["Coördinator", why]
    leads = [re.search(r"Regie: ([\w ]+)\.", text) for text in shown if "Nog 3" in text]
    assert [found and found[1] for found in leads[::2]] == ["Handhaving", "nog niemand", None]


def test_peoples_text_stands_only_where_markdown_does_not_work() -> None:
    card = render_card(HOSTILE, [line(title=HOSTILE, deadline=HOSTILE)], plan_url=PLAN)
    homes = [element["type"] for element in elements(card) if "kwaad" in element.get("text", "")]
    assert homes == ["TextRun", "TextRun", "TextRun"]
    named = [element for element in elements(card) if "kwaad" in element.get("title", "")]
    assert [element["type"] for element in named] == ["Action.OpenUrl"]  # its title is plain text
    for spoken in (card["speak"], card["fallbackText"]):
        assert "kwaad" not in spoken


def test_links_come_from_our_template_only() -> None:
    card = render_card(HOSTILE, [line(title=HOSTILE)], plan_url=PLAN)
    urls = {element["url"] for element in elements(card) if "url" in element}
    assert urls == {PLAN, "https://planner.example/task/2.4"}


def test_invisible_characters_and_line_ends_are_taken_out() -> None:
    card = render_card("Team OOV", [line(title="Een\r\n\x00ti\u202etel 👨\u200d👧")], plan_url=PLAN)
    assert "2.4  Een titel 👨\u200d👧 ›" in texts(card)


@pytest.mark.parametrize("sign", ["a", "é", "😀", '"', "\\", "\u2028"])
def test_a_card_stays_small_whatever_the_titles(sign: str) -> None:
    lines = [line(f"1.{n}", title=sign * 5000, deadline=sign * 5000) for n in range(1, 71)]
    card = render_card(sign * 5000, lines, plan_url=PLAN, max_lines=70)
    assert len(json.dumps(card)) <= MAX_CARD_BYTES
    assert texts(card)[0] == "70 acties moeten binnenkort klaar zijn."


def test_long_links_cost_lines_and_never_break_the_limit() -> None:
    lines = [line(f"1.{n}", url="https://planner.example/" + "x" * 4000) for n in range(1, 11)]
    card = render_card("Team OOV", lines, plan_url=PLAN)
    assert len(json.dumps(card)) <= MAX_CARD_BYTES
    assert "En nog 6. Open het plan voor de hele lijst." in texts(card)


def test_a_plan_link_that_fits_on_no_card_is_refused() -> None:
    with pytest.raises(ValueError, match="de link naar het plan is te lang"):
        render_card("Team OOV", [line()], plan_url="https://planner.example/" + "x" * 20_000)


@pytest.mark.parametrize(
    ("count", "summary"),
    [(1, "Over 1 actie is er nieuws."), (2, "Over 2 acties is er nieuws.")],
)
def test_news_is_counted_as_news_and_not_as_a_question(count: int, summary: str) -> None:
    news = [
        line(f"2.{n}", section="Hier wachten anderen op", ask="Schrijf het.", is_news=True)
        for n in range(count)
    ]
    assert texts(render_card("Team OOV", news, plan_url=PLAN))[0] == summary


ASKED = "Werk dit bij voor de driehoek van 26 november"


def test_requests_stand_below_the_deadlines_under_their_own_heading() -> None:
    lines = [
        line("2.1", section=ASKED),
        line("2.2"),
        line("2.3", section="Hier is lang niets gewijzigd"),
        line("2.4", section=ASKED),
        line("2.5", late=True),
    ]
    shown = texts(render_card("Team OOV", lines, plan_url=PLAN))
    assert shown[0] == (
        "1 actie is te laat, 1 actie moet binnenkort klaar zijn en 3 acties moeten worden "
        "bijgewerkt."
    )
    marks = ("[Open 2.", "Werk dit", "Hier is")
    assert [text[:11].strip() for text in shown if text.startswith(marks)] == [
        *("[Open 2.5 i", "[Open 2.2 i"),
        *("Hier is lan", "[Open 2.3 i"),
        *("Werk dit bi", "[Open 2.1 i", "[Open 2.4 i"),
    ]


@pytest.mark.parametrize(
    ("count", "summary"),
    [(1, "1 actie moet worden bijgewerkt."), (2, "2 acties moeten worden bijgewerkt.")],
)
def test_a_card_of_requests_alone_says_so(count: int, summary: str) -> None:
    lines = [line(f"1.{n}", section=ASKED) for n in range(count)]
    assert texts(render_card("Team OOV", lines, plan_url=PLAN))[0] == summary


def test_a_heading_without_any_action_below_it_is_not_shown() -> None:
    lines = [line(), line("2.5", section=ASKED)]
    assert ASKED not in texts(render_card("Team OOV", lines, plan_url=PLAN, max_lines=1))


def test_headings_count_for_the_size_of_a_card() -> None:
    lines = [line(f"1.{n}", title="x" * 160, section=f"{ASKED} {n}") for n in range(70)]
    card = render_card("Team OOV", lines, plan_url=PLAN, max_lines=70)
    assert len(json.dumps(card)) <= MAX_CARD_BYTES
    assert texts(card)[0] == "70 acties moeten worden bijgewerkt."


def test_a_long_word_may_be_broken_on_a_narrow_screen() -> None:
    card = render_card("Team OOV", [line(title="Wettelijkheid " + "x" * 60)], plan_url=PLAN)
    (title,) = (text for text in texts(card) if text.startswith("2.4"))
    assert title == f"2.4  Wettelijkheid {'x' * 24}\u200b{'x' * 24}\u200b{'x' * 12} ›"
