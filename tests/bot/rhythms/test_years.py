"""Two random years over real HTTP: list, history, checklists and digest say the same of them.

Each month people tick and untick what they like, drop what they like and take it up again, and a
driehoek is held on some random day, or none. What is counted is found a second time in the plainest
way there is: from the ticks that stand on the tasks, and from the days of the meetings.
"""

import random
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from support.installation import START, Clock, Office
from support.meeting_samples import occurrence

from bot.core.digest.parts import Occasion
from bot.core.rhythms.record import OCCASION
from bot.core.workdays import local_date
from bot.digest.make import make_mail
from bot.rhythms.reading import read_tallies
from connectors.sandbox.server import running
from connectors.sandbox.tenant.world import World

TICKED = {"3.3": 12, "3.8": 24, "2.8": 12}  # months of a cycle
MONTHS = [date(year, month, 1) for year in (2027, 2028) for month in range(1, 13)]
DONE = re.compile(r"(\d+) van (\d+) gedaan in (\S+?)(?:,|$)")


def days_in(month: date, chance: random.Random) -> date:
    return month + timedelta(days=chance.randrange(28))


@pytest.fixture(params=range(2))
def chance(request: pytest.FixtureRequest) -> random.Random:
    """Two lives, the same ones in every run."""
    return random.Random(f"ritme {request.param}")


@pytest.fixture
def held(chance: random.Random) -> list[date]:
    """The days of the driehoek: at most one in a month, and none in most."""
    return [days_in(month, chance) for month in MONTHS if chance.random() < 0.25]


@pytest.fixture
def office(held: list[date], tmp_path: Path) -> Iterator[Office]:
    """An installation with the list of November 2026, in a tenant with these meetings."""
    with running(world=World(start=START, meetings=held)) as sandbox:
        environ = {
            **sandbox.environment(),
            "DATABASE_URL": f"sqlite:///{tmp_path / 'driehoek.db'}",
            "OUTLOOK_CALENDAR": "",
        }
        office = Office(sandbox, environ, Clock(sandbox.control.advance))
        office.load("3.2", *TICKED)
        office.sync()
        yield office


def test_every_figure_follows_from_what_people_did(
    office: Office, held: list[date], chance: random.Random
) -> None:
    ticks: dict[str, set[str]] = {code: set() for code in TICKED}
    for month in MONTHS:
        turn_to(office, days_in(month, chance))
        work(office)
        for code in TICKED:
            some_act(office, code, ticks[code], chance)
        work(office)
        told = words(office)
        assert_from_ticks(office, ticks, told)
        assert_from_meetings(office, held, told["3.2"])
        assert_history(office, ticks)
    assert any(ticks.values())
    assert_digest(office)
    office.assert_quiet()


def turn_to(office: Office, day: date) -> None:
    moment = datetime(day.year, day.month, day.day, 20, tzinfo=UTC)
    ahead = (moment - office.clock.now()).total_seconds()
    office.control.advance(ahead)
    office.clock.moment = moment


def work(office: Office) -> None:
    """Look at the calendar and do a round, as the worker does."""
    house = office.house()
    house.calendar.remember(house.calendar.read(house.now()), house.now())
    office.sync()


def some_act(office: Office, code: str, ticks: set[str], chance: random.Random) -> None:
    """Tick or untick one of the items that are there, drop the action, or take it up again."""
    items = office.tasks()[code]["details"]["checklist"].values()
    ours = sorted(
        (item["title"].removeprefix("Gedaan: "), item["isChecked"])
        for item in items
        if item["title"].startswith("Gedaan: ")
    )
    assert len({name for name, _ in ours}) == len(ours)
    if chance.random() < 0.1:
        status = "Loopt" if office.action(code).status == "NIET" else "NIET"
        office.set(code, status=status)
    elif ours and chance.random() < 0.4:
        name, is_ticked = chance.choice(ours)
        office.act("untick-item" if is_ticked else "tick-item", code, title=f"Gedaan: {name}")
        ticks ^= {name}


def words(office: Office) -> dict[str, str]:
    today = local_date(office.clock.now())
    with office.ledger as ledger:
        actions = ledger.actions.all().values()
        tallies = read_tallies(ledger, office.house().agenda, actions, today)
    return {code: tally.words for code, tally in tallies.items()}


def assert_from_ticks(
    office: Office, ticks: Mapping[str, set[str]], told: Mapping[str, str]
) -> None:
    today = local_date(office.clock.now())
    for code, months in TICKED.items():
        first = today.year if months == 12 else today.year - (today.year + 1) % 2
        years = f"{first}" if months == 12 else f"{first}-{first + 1}"
        names = {years, f"1e helft {first}", f"2e helft {first}"}
        found = DONE.search(told[code])
        done = len(names & ticks[code])
        assert (int(found[1]), found[3]) == (done, years) if found else done == 0
        assert not any(f"te laat: {name}" in told[code] for name in ticks[code])


def assert_from_meetings(office: Office, held: list[date], told: str) -> None:
    """Two in a year are enough, whenever they were; one more is not counted."""
    now = office.clock.now()
    this_year = [day for day in held if day.year == now.year and day <= now.date()]
    assert told.startswith(f"{min(len(this_year), 2)} van 2 gedaan in {now.year}")


def assert_history(office: Office, ticks: Mapping[str, set[str]]) -> None:
    """The lines that were not taken back are the ticks that stand."""
    for code, standing in ticks.items():
        with office.ledger as ledger:
            lines = [c for c in ledger.history.of(code) if c.field == OCCASION]
        left: set[str] = set()
        for line in lines:
            left ^= {str(line.new or line.old)}
        assert left == standing


def assert_digest(office: Office) -> None:
    house, now = office.house(), office.clock.now()
    meeting = occurrence(now + timedelta(days=2))
    mail = make_mail(house.store, house.agenda, Occasion(meeting=meeting, previous=None), (), now)
    text = " ".join(mail.text.split())
    for code, told in words(office).items():
        if office.action(code).is_open:
            assert told in text
