"""Five years of work leave a small database: what the worker books and sends does not pile up."""

from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from support.installation import START

from bot.core.sync.effects import StepKind
from bot.service.runs import KEPT, prune
from bot.store.database import Store, open_store
from bot.store.ledger import Ledger
from bot.store.records.intents import NewIntent
from bot.store.tables import runs

YEARS = 5
MOST = 2_000_000  # bytes of the file, as it lies there: nobody has to VACUUM it
AN_HOUR = {"sync": 12, "remind": 1, "digest": 1}  # of an idle hour only the first tick does all
COUNTS = dict.fromkeys(("created", "updated", "removed", "pulled", "parked", "waiting"), 0)
SUMMARY = {"planner": COUNTS, "outlook": COUNTS, "steps": 0, "series": "lokale-driehoek"}
CHANGED = 10  # of seventy actions, on both sides, each day: far from idle


def book_day(ledger: Ledger, day: datetime, hours: int) -> None:
    """Leave what the jobs of some hours of a day leave, and forget as the last of them does."""
    rows = [
        {
            "id": f"{command}-{at:%Y%m%dT%H%M%S}-{0:015x}abcd",
            "command": command,
            "started_at": at,
            "finished_at": at,
            "outcome": 0,
            "summary": SUMMARY,
        }
        for command, number in AN_HOUR.items()
        for at in (day + timedelta(hours=1) / number * count for count in range(hours * number))
    ]
    ledger.runs._connection.execute(sa.insert(runs), rows)
    payload = {"title": "2.4 Leeromgeving", "note": "Wat de eigenaar schreef. " * 8, "percent": 50}
    kinds = [StepKind.UPDATE] * (CHANGED - 1) + [StepKind.CREATE]
    sent = ledger.intents.open(
        [
            NewIntent(str(rows[0]["id"]), day, side, f"{day.day}.{number}", kind.value, payload)
            for side in ("planner", "outlook")
            for number, kind in enumerate(kinds)
        ]
    )
    ledger.intents.close(sent, day, "done")
    for command in AN_HOUR:
        prune(ledger, command, day - KEPT)


def test_five_years_of_work_stay_below_two_megabytes(tmp_path: Path) -> None:
    """Years of one tick a day of each, as that is quicker to test, then ten days of all hours."""
    path = tmp_path / "ledger.sqlite"
    store = open_store(f"sqlite:///{path}")
    for number in range(days := YEARS * 365):
        with store.begin() as ledger:
            book_day(ledger, START + timedelta(days=number), 1 if number < days - 10 else 24)
    assert size(store, path) < MOST


def size(store: Store, path: Path) -> int:
    """The bytes of the database once nobody has it open, so with all that was still beside it."""
    store.close()
    return sum(file.stat().st_size for file in path.parent.glob(f"{path.name}*"))
