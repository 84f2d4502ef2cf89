"""A year of reminders for the repository's own agenda, as a page that a person can read.

The page holds what owners would get in 2026 if nobody did anything: the list is imported on the
second of January and never changes. After a wanted change of the rules, write it anew with

    python tests/bot/core/reminders/test_year.py
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from bot.core.reminders.due import Driehoek, OwnerCard, Situation
from bot.core.reminders.rehearsal import rehearse
from bot.core.rhythms.frequency import read_frequency
from bot.core.rhythms.tally import Returning, Stretch
from bot.reminders.due import rules_of
from bot.settings import OWN_AGENDA, workdays_of
from mappings.agenda import load_actions, load_agenda

PAGE = Path(__file__).parent / "golden" / "reminders-2026.txt"
IMPORTED = datetime(2026, 1, 2, 8, tzinfo=UTC)
DRIEHOEKEN = (date(2026, 2, 12), date(2026, 5, 21), date(2026, 9, 17), date(2026, 11, 26))
DAY_NAMES = ("ma", "di", "wo", "do", "vr", "za", "zo")


def year() -> str:
    """The page."""
    agenda = load_agenda(OWN_AGENDA)
    actions = load_actions(OWN_AGENDA / "actions.yaml", agenda)
    now = Situation(
        actions=actions,
        workdays=workdays_of(agenda),
        rules=rules_of(agenda),
        returning={
            action.code: Returning(frequency=frequency, stretches=(Stretch(first=IMPORTED.date()),))
            for action in actions
            if (frequency := read_frequency(action.rhythm))
        },
        driehoeken=tuple(
            Driehoek(
                key=f"{day}",
                series="lokale-driehoek",
                start=datetime(day.year, day.month, day.day, 12, tzinfo=UTC),
            )
            for day in DRIEHOEKEN
        ),
    )
    days = rehearse(now, IMPORTED.date(), date(2026, 12, 31))
    return "".join(f"{line}\n" for day, cards in days for line in lines(day, cards))


def lines(day: date, cards: tuple[OwnerCard, ...]) -> Iterator[str]:
    """A line per owner: the day, the owner, and the codes by step."""
    for card in cards:
        steps: dict[str, list[str]] = {}
        for line in card.lines:
            steps.setdefault(line.step, []).append(line.code)
        told = "; ".join(f"{step}: {' '.join(codes)}" for step, codes in steps.items())
        yield f"{day} {DAY_NAMES[day.weekday()]}  {card.owner:<11}  {told}"


def test_the_year_is_as_the_page_says() -> None:
    assert year().splitlines() == PAGE.read_text(encoding="utf-8").splitlines()


def test_nobody_gets_two_cards_on_a_day_or_the_same_reminder_twice() -> None:
    rows = [line.split(maxsplit=3) for line in PAGE.read_text(encoding="utf-8").splitlines()]
    days = [(day, owner) for day, _, owner, _ in rows]
    told = [
        (owner, step, code)
        for _, _, owner, text in rows
        for part in text.split("; ")
        for step, codes in [part.split(": ")]
        for code in codes.split()
    ]
    assert len(days) == len(set(days))
    assert len(told) == len(set(told))
    assert {name for _, name, _, _ in rows} <= set(DAY_NAMES[:5])


if __name__ == "__main__":
    PAGE.write_text(year(), encoding="utf-8")
