"""What the bot does, a function per act: for the command, the worker, a page and a queue alike.

Each takes a House, books its run, tells the coordinator what waits for her, and gives a value:
what was reported, and the exit code that goes with it.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from bot.core.reminders.due import COORDINATOR
from bot.core.sync.brake import BrakePulled
from bot.progress import Progress
from bot.service.coordinator import tell_coordinator, untold
from bot.service.outage_report import tell_outages
from bot.service.outcomes import ExitCode, explain, round_outcome
from bot.service.runs import book_run
from bot.settings import SettingsErrors
from bot.store.errors import StoreError
from bot.store.records.runs import WHOLE
from bot.sync.report import RoundReport
from bot.sync.side import SideMisset, SideUnavailable
from bot.wiring import House
from connectors.errors import GraphError
from connectors.log import get_logger
from mappings.agenda import MeetingSeries

if TYPE_CHECKING:  # of another job than most
    from bot.digest.report import DigestReport
    from bot.meetings.memory import Findings
    from bot.reminders.report import CardReport

log = get_logger()

MAKING = "Het overzicht maken"
REMINDING = "De herinneringen langsgaan"

_GONE = ("sent", "confirmed", "already")
"""What became of a digest that its readers have."""


@dataclass(frozen=True)
class SyncDone:
    """A round that came to its end. untold: why the coordinator got no mail; "" for no reason."""

    report: RoundReport
    outcome: ExitCode
    untold: str = ""

    def as_json(self) -> dict[str, object]:
        """The shape of `sync --json`."""
        return {
            "run": self.report.run,
            "sides": _counts(self.report),
            "remarks": self.report.remarks,
            "read_at": {side: at.isoformat() for side, at in self.report.read_at.items()},
            "unread": self.report.unread,
            "brakes": list(self.report.brakes),
            "steps": [step.model_dump(mode="json") for step in self.report.steps],
        }


@dataclass(frozen=True)
class RemindDone:
    """A reminder round that came to its end. untold: as with SyncDone."""

    cards: "Sequence[CardReport]"
    outcome: ExitCode
    untold: str = ""


@dataclass(frozen=True)
class DigestDone:
    """A look at one digest that came to its end. untold: as with SyncDone.

    unread: why there was no whole round before it; "" when there was.
    """

    report: "DigestReport"
    outcome: ExitCode
    untold: str = ""
    unread: str = ""


def sync(
    house: House, progress: Progress | None = None, *, allow_deletions: bool = False
) -> SyncDone:
    """Bring list and sides together. Raises what `Engine.round` raises, and SettingsErrors."""
    with _outages_told(house):
        report, outcome = _round(house, progress, allow_deletions=allow_deletions)
    return SyncDone(report, outcome, tell_coordinator(house, report.for_person))


def remind(
    house: House, progress: Progress | None = None, *, round_first: bool = True
) -> RemindDone:
    """Bring the reminders of today to the owners.

    round_first: bring the list up to date before; when that fails nobody is chased on yesterday's
    truth, and the error that comes out says so. Raises what `sync` raises, and GraphError.
    """
    with _outages_told(house):
        report = _round_before_reminding(house, progress) if round_first else None
        if progress:
            progress(REMINDING, 0, 0)
        return _remind(house, report)


def _remind(house: House, report: RoundReport | None) -> RemindDone:
    """Remind, after the round that this is the report of; None: without one."""
    with book_run(house, "remind") as booked:
        try:
            cards = house.reminders.remind(booked.id)
        except SideUnavailable as error:
            raise error from _cause(report, error.side) if report else None
        booked.summary = {card.owner: card.outcome for card in cards}
        log.info("remind", cards=booked.summary)
    from bot.reminders.report import for_coordinator

    rounds = report.for_person if report else ()
    sentences = [*rounds, *for_coordinator(cards), *house.settings.problems]
    return RemindDone(cards, booked.outcome, tell_coordinator(house, sentences))


def _cause(report: RoundReport, side: str) -> BaseException | None:
    """Why a side was not read: whose fault that is and what to do, only the round knows."""
    missed = report.unavailable.get(side)
    return report.brakes.get(side) or (missed and missed.__cause__)


def digest(
    house: House,
    series: MeetingSeries,
    day: date | None = None,
    progress: Progress | None = None,
) -> DigestDone:
    """Do a round, and mail the digest of one series when it is due.

    Without a whole round the digest waits, as long as its meeting allows. day: of the meeting, when
    it is not the next one. Raises what `DigestSender.send` raises.
    """
    with _outages_told(house):
        for_person, unread, cause = _round_before_digest(house, progress)
        if progress:
            progress(MAKING, 0, 0)
        report, outcome = _send_digest(house, series, day, cause)
    return DigestDone(report, outcome, _look_after(house, for_person), unread)


def every_digest(house: House) -> list[DigestDone]:
    """Mail what is due, for every series; one that fails does not keep the others back.

    Whoever calls this has done a round, or tried to. Raises the first failure, when the others are
    done.
    """
    done: list[DigestDone] = []
    failure: Exception | None = None
    look = cache(lambda: house.calendar.read(house.now()))  # a look that fails is tried again
    with _outages_told(house):
        for series in house.agenda.meetings:
            try:
                done.append(DigestDone(*_send_digest(house, series, look=look)))
            except (GraphError, SettingsErrors, StoreError) as error:
                failure = failure or error
        if failure is not None:
            raise failure
    untold = _look_after(house)
    return [replace(one, untold=untold) for one in done]


@contextmanager
def _outages_told(house: House) -> Iterator[None]:
    """Tell what does not work, or works again, when the job in this block has ended."""
    try:
        yield
    except Exception:  # whatever it is, a bug too: it is told, and goes on its way
        tell_outages(house)
        raise
    tell_outages(house)


def _round(
    house: House, progress: Progress | None, *, allow_deletions: bool = False
) -> tuple[RoundReport, ExitCode]:
    """Do a round, book it, and give a sign of life when it was a good one."""
    with book_run(house, "sync") as booked:
        engine = house.engine(progress, allow_deletions=allow_deletions)
        house.graph.start_round()
        report = engine.round(booked.id)
        booked.outcome = round_outcome(report)
        booked.summary = _counts(report)
        booked.reason = " ".join(str(side) for side in report.unavailable.values())
        log.info("sync", outcome=int(booked.outcome), **booked.summary)
    if booked.outcome in WHOLE:
        give_sign_of_life(house)
    return report, booked.outcome


def give_sign_of_life(house: House) -> None:
    """Tell who watches that all is well, where the installation has somebody who does."""
    if url := house.settings.heartbeat.get_secret_value():
        from connectors.heartbeat import beat

        beat(url)


def _round_before_reminding(house: House, progress: Progress | None) -> RoundReport:
    try:
        return _round(house, progress)[0]
    except Exception as error:
        error.add_note("Er is niemand herinnerd: eerst moet een hele ronde lukken.")
        raise


def _round_before_digest(
    house: House, progress: Progress | None
) -> tuple[list[str], str, ExitCode]:
    """Try a round; gives what waits for a person, why there was no whole one, and its outcome."""
    try:
        report, outcome = _round(house, progress)
    except (BrakePulled, SideMisset, SideUnavailable) as error:
        code, sentence = explain(error)
        return [], sentence, code
    return report.for_person, " ".join(report.unread.values()), outcome


def _send_digest(
    house: House,
    series: MeetingSeries,
    day: date | None = None,
    cause: ExitCode = ExitCode.UNAVAILABLE,
    *,
    look: "Callable[[], Findings] | None" = None,
) -> "tuple[DigestReport, ExitCode]":
    """Mail it when it is due.

    cause: how the round before it ended, for a digest that waits. look: as of `DigestSender.send`.
    """
    with book_run(house, "digest") as booked:
        booked.summary = {"series": series.key}
        digests = house.digests
        house.graph.start_round()
        report = digests.send(series, day, look)
        if report.waits_for_sides:
            booked.outcome = cause if cause not in WHOLE else ExitCode.UNAVAILABLE
        elif report.outcome == "waits-for-answer":
            booked.outcome = ExitCode.WAITS_FOR_PERSON
        booked.summary["outcome"] = report.outcome
        booked.reason = report.reason if report.waits_for_sides else ""
        log.info("digest", **booked.summary)
    if report.outcome in _GONE:
        _mail_ahead(house, series)
    return report, booked.outcome


def _mail_ahead(house: House, series: MeetingSeries) -> None:
    """Let the look ahead go with a mail that went; that it fails undoes no digest.

    What failed is tried again as long as the season and the meeting last.
    """
    from bot.ahead.mail import AheadPost, goes_with

    if not goes_with(house.agenda, series, house.now()):
        return
    address = house.settings.owner_ways.mail(COORDINATOR) or ""
    post = AheadPost(house.store, house.mailer, house.agenda, address, house.findings)
    try:
        outcome = post.send(house.now())
    except (GraphError, StoreError) as error:
        code, reason = explain(error)
        log.info("ahead failed", outcome=code, reason=reason)
    else:
        log.info("ahead", outcome=outcome or "nothing")


def _look_after(house: House, for_person: Sequence[str] = ()) -> str:
    """Look for mail that came back, and tell the coordinator; that it fails undoes no digest."""
    try:
        house.digest_watch.look()
    except (GraphError, StoreError) as error:
        return untold(error)
    return tell_coordinator(house, for_person)


def _counts(report: RoundReport) -> dict[str, dict[str, int]]:
    return {name: asdict(side) for name, side in report.sides.items()}
