"""How the installation is doing, out of the ledger alone: what `driehoek status` tells."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.dutch import counted, full_date
from bot.core.sync.sides import SIDES
from bot.core.workdays import local_date
from bot.store.ledger import Ledger
from bot.store.records.runs import Run
from mappings.canonical import Status

COMMANDS = ("import", "set", "sync", "remind", "digest")
SILENCE = timedelta(hours=26)  # rule 10 of the Teams and Outlook facts: a day, and some margin
NOTHING_WRONG = (0, 3)  # exit codes: done, and something waits for a person

_OUTCOMES = {
    None: "bezig of afgebroken",
    0: "gelukt",
    1: "fout in Driehoekbot",
    2: "instellingen kloppen niet",
    3: "gelukt; er wacht iets op een mens",
    4: "noodrem",
    5: "niet bereikbaar",
    130: "afgebroken",
}


@dataclass(frozen=True)
class LastRun:
    """The latest run of one command; run is None when it never ran. age: since it began."""

    command: str
    run: Run | None
    age: timedelta = timedelta()

    @property
    def ago(self) -> str:
        """How long ago it began, in Dutch."""
        return age_in_words(self.age) if self.run else ""

    @property
    def ending(self) -> str:
        """How it ended, in Dutch."""
        return _OUTCOMES.get(self.run.outcome, "onbekend") if self.run else "nog nooit"

    def as_json(self) -> dict[str, object]:
        """Its row in `status --json`; all but the command is null when it never ran."""
        run = self.run
        return {
            "command": self.command,
            "run": run.id if run else None,
            "started_at": run.started_at.isoformat() if run else None,
            "finished_at": run.finished_at.isoformat() if run and run.finished_at else None,
            "age_seconds": round(self.age.total_seconds()) if run else None,
            "outcome": run.outcome if run else None,
            "summary": run.summary if run else None,
        }


@dataclass(frozen=True)
class Standing:
    """The state of things.

    actions: how many per status, "" for none stated. conflicts, proposals: waiting for a person.
    intents, sends: changes and messages of which it is not known whether they arrived. warnings:
    Dutch sentences.
    """

    runs: tuple[LastRun, ...]
    actions: Mapping[str, int]
    conflicts: int
    proposals: int
    intents: int
    sends: int
    warnings: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """The shape of `status --json`."""
        return {
            "runs": [last.as_json() for last in self.runs],
            "actions": dict(self.actions),
            "conflicts": self.conflicts,
            "proposals": self.proposals,
            "waiting_intents": self.intents,
            "unsettled_sends": self.sends,
            "warnings": list(self.warnings),
        }


def read_standing(ledger: Ledger, now: datetime, wrong: Iterable[str] = ()) -> Standing:
    """Read how things stand now. wrong: sentences about settings that stop some acts."""
    runs = {command: _last_run(ledger, command, now) for command in COMMANDS}
    statuses = Counter(action.status or "" for action in ledger.actions.all().values())
    return Standing(
        runs=tuple(runs.values()),
        actions={str(status): statuses[status] for status in (*Status, "")},
        conflicts=len(ledger.conflicts.open_ones()),
        proposals=len(ledger.proposals.waiting()),
        intents=sum(len(ledger.intents.unsettled(side)) for side in SIDES),
        sends=len(ledger.sends.unsettled()),
        warnings=(*_warnings(runs["sync"]), *_holds(ledger, now), *_untold(ledger), *wrong),
    )


def age_in_words(age: timedelta) -> str:
    """Write how long ago: "3 minuten", "5 uur", "2 dagen"."""
    minutes = int(age.total_seconds() // 60)
    if minutes < 60:
        return counted(max(minutes, 0), "minuut", "minuten")
    return f"{minutes // 60} uur" if age < timedelta(days=2) else f"{age.days} dagen"


def _last_run(ledger: Ledger, command: str, now: datetime) -> LastRun:
    run = ledger.runs.latest(command)
    return LastRun(command, run, now - run.started_at) if run else LastRun(command, None)


def _warnings(sync: LastRun) -> Iterator[str]:
    """What should not stay unnoticed: silence is the commonest failure of all."""
    if sync.run is None:
        yield "Er is nog geen ronde geweest. Start de dienst met: driehoek run"
    elif sync.age > SILENCE:
        yield f"De laatste ronde was {sync.ago} geleden. Controleer of de dienst draait."
    elif sync.run.finished_at and sync.run.outcome not in NOTHING_WRONG:
        yield f"De laatste ronde is niet gelukt: {sync.ending}. Kijk met: driehoek doctor"


def _holds(ledger: Ledger, now: datetime) -> Iterator[str]:
    """Digests that the coordinator keeps back, as long as their meeting is ahead."""
    for meeting in ledger.meetings.all():
        if meeting.start > now and ledger.meeting_choices.of(meeting.series).held == meeting.key:
            yield (
                f"Het overzicht voor {full_date(local_date(meeting.start))} wordt vastgehouden. "
                f"Laat het gaan met: driehoek digest release --series {meeting.series}"
            )


def _untold(ledger: Ledger) -> Iterator[str]:
    """What the daily mail has not told yet."""
    yield from (notice.sentence for notice in ledger.notices.untold())
