"""How the installation is doing, without a call to anybody: what `driehoek status` tells."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.digest.words import LET_GO
from bot.core.dutch import counted, full_date
from bot.core.sync.sides import SIDES
from bot.core.workdays import local_date
from bot.reminders.pauses import running_pauses
from bot.service.doctor.certificate import certificate_check
from bot.service.doctor.check import Level
from bot.service.morning import ComingMeeting, OpenPoint, coming_meetings, open_points
from bot.service.outages import Outage, read_outages
from bot.service.outcomes import ExitCode
from bot.store.ledger import Ledger
from bot.store.records.runs import Run
from bot.store.records.snoozes import Snooze
from bot.wiring import House
from connectors.errors import SignInFailed
from mappings.agenda import Agenda, MeetingSeries
from mappings.agenda_file import AgendaErrors
from mappings.canonical import Status

COMMANDS = ("import", "set", "sync", "remind", "digest")
AT_MOST = timedelta(hours=1)  # a round that lives ends long before
SILENCE = timedelta(hours=26)  # rule 10 of the Teams and Outlook facts: a day, and some margin

_OUTCOMES = {
    None: "bezig of afgebroken",
    0: "gelukt",
    1: "fout in Driehoekbot",
    2: "er moet iets worden aangepast",
    3: "gelukt; er wacht iets op een mens",
    4: "noodrem",
    5: "niet bereikbaar",
    130: "afgebroken",
}


@dataclass(frozen=True)
class LastRun:
    """The latest run of one command that really was; run is None when it never ran.

    age: since it began. whole_at: when the last one began that did all it should.
    """

    command: str
    run: Run | None
    age: timedelta = timedelta()
    whole_at: datetime | None = None

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
            "whole_at": self.whole_at.isoformat() if self.whole_at else None,
            "summary": run.summary if run else None,
        }


@dataclass(frozen=True)
class Standing:
    """The state of things.

    actions: how many per status, "" for none stated. conflicts, proposals: how many wait for a
    person. intents, sends: changes and messages of which it is not known whether they arrived.
    warnings: Dutch sentences. points: what waits for a person, the most pressing first. meetings:
    the next of each series. pauses: those that are not over. outcome: the exit code for who
    watches, of the gravest that does not work.
    """

    runs: tuple[LastRun, ...]
    actions: Mapping[str, int]
    conflicts: int
    proposals: int
    intents: int
    sends: int
    warnings: tuple[str, ...]
    points: tuple[OpenPoint, ...]
    meetings: tuple[ComingMeeting, ...]
    pauses: tuple[Snooze, ...]
    outcome: ExitCode = ExitCode.DONE

    def as_json(self) -> dict[str, object]:
        """The shape of `status --json`."""
        return {
            "waiting": [point.as_json() for point in self.points],
            "meetings": [coming.as_json() for coming in self.meetings],
            "pauses": [pause.model_dump(mode="json") for pause in self.pauses],
            "runs": [last.as_json() for last in self.runs],
            "actions": dict(self.actions),
            "conflicts": self.conflicts,
            "proposals": self.proposals,
            "waiting_intents": self.intents,
            "unsettled_sends": self.sends,
            "warnings": list(self.warnings),
        }


def read_standing(
    ledger: Ledger,
    now: datetime,
    wrong: Iterable[str] = (),
    agenda: Agenda | None = None,
) -> Standing:
    """Read how things stand now.

    wrong: sentences about settings that stop some acts. agenda: None when it cannot be read; then
    nothing is known of its meetings.
    """
    series = agenda.meetings if agenda else ()
    runs = {command: _last_run(ledger, command, now) for command in COMMANDS}
    statuses = Counter(action.status or "" for action in ledger.actions.all().values())
    outages, wrong = read_outages(ledger, series, now), tuple(wrong)
    silence = tuple(_silence(runs["sync"], now))
    return Standing(
        runs=tuple(runs.values()),
        actions={str(status): statuses[status] for status in (*Status, "")},
        conflicts=len(ledger.conflicts.open_ones()),
        proposals=len(ledger.proposals.waiting()),
        intents=sum(len(ledger.intents.unsettled(side)) for side in SIDES),
        sends=len(ledger.sends.unsettled()),
        warnings=(
            *silence,
            *map(_outage_words, outages),
            *_holds(ledger, now, series),
            *_untold(ledger),
            *wrong,
        ),
        points=open_points(ledger, now),
        meetings=coming_meetings(ledger, agenda, now) if agenda else (),
        pauses=tuple(running_pauses(ledger, local_date(now))),
        outcome=_gravest(outages, silent=bool(silence), wrong=bool(wrong)),
    )


def _outage_words(outage: Outage) -> str:
    """What does not work; of the brake the sentence itself says what to do."""
    return outage.sentence if outage.is_brake else f"{outage.sentence} Kijk met: driehoek doctor"


def _gravest(outages: Sequence[Outage], *, silent: bool, wrong: bool) -> ExitCode:
    """What a person must mend goes before what waiting may mend."""
    found = {outage.outcome for outage in outages}
    found |= {ExitCode.USAGE} if wrong else set()
    found |= {ExitCode.UNAVAILABLE} if silent else set()
    order = (ExitCode.BUG, ExitCode.USAGE, ExitCode.BRAKE, ExitCode.UNAVAILABLE)
    return next((code for code in order if code in found), ExitCode.DONE)


def age_in_words(age: timedelta) -> str:
    """Write how long ago: "3 minuten", "5 uur", "2 dagen"."""
    minutes = int(age.total_seconds() // 60)
    if minutes < 60:
        return counted(max(minutes, 0), "minuut", "minuten")
    return f"{minutes // 60} uur" if age < timedelta(days=2) else f"{age.days} dagen"


def _last_run(ledger: Ledger, command: str, now: datetime) -> LastRun:
    run, whole = ledger.runs.latest(command, now), ledger.runs.latest_whole(command, now)
    if run is None:
        return LastRun(command, None)
    return LastRun(command, run, now - run.started_at, whole.started_at if whole else None)


def _silence(sync: LastRun, now: datetime) -> Iterator[str]:
    """What should not stay unnoticed: silence is the commonest failure of all."""
    if sync.run is None:
        yield "Er is nog geen ronde geweest. Start de dienst met: driehoek run"
    elif sync.whole_at is None:
        if sync.run.outcome is None and sync.age > AT_MOST:
            yield f"De eerste ronde begon {sync.ago} geleden en kwam niet tot een eind."
    elif now - sync.whole_at > SILENCE:
        ago = age_in_words(now - sync.whole_at)
        yield f"De laatste hele ronde was {ago} geleden. Controleer of de dienst draait."
    elif sync.run.outcome is None and sync.age > AT_MOST:
        yield f"De laatste ronde begon {sync.ago} geleden en kwam niet tot een eind."


def _holds(ledger: Ledger, now: datetime, series: Sequence[MeetingSeries]) -> Iterator[str]:
    """Digests that the coordinator keeps back, as long as their meeting is ahead."""
    options = {known.key: known.option for known in series}
    for meeting in ledger.meetings.all():
        if meeting.start > now and ledger.meeting_choices.of(meeting.series).held == meeting.key:
            yield (
                f"Het overzicht voor {full_date(local_date(meeting.start))} wordt vastgehouden. "
                f"{LET_GO.format(option=options.get(meeting.series, ''))}"
            )


def _untold(ledger: Ledger) -> Iterator[str]:
    """What the daily mail has not told yet."""
    yield from (notice.sentence for notice in ledger.notices.untold())


def standing_of(house: House) -> Standing:
    """Read how an installation stands, its certificate included. Raises StoreError."""
    wrong = [*house.settings.problems, *_ending(house)]
    agenda: Agenda | None = None
    try:
        agenda = house.agenda
    except AgendaErrors as error:
        wrong.append(str(error))
    with house.store.read() as ledger:
        return read_standing(ledger, house.now(), wrong, agenda)


def _ending(house: House) -> Iterator[str]:
    """What there is to say of the certificate."""
    try:
        check = certificate_check(house)
    except SignInFailed as error:
        yield error.advice
    else:
        if check is not None and check.level is not Level.OK:
            yield f"{check.sentence} {check.advice}"
