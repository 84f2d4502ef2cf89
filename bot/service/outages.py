"""What keeps the bot from its work, read from how its runs ended; values, nothing is told here.

An outage is a job that does not do all it should any more, or a side that is not read. Its state
is nowhere kept apart: it follows from the runs and the readings in the ledger, so it begins and
ends with them, whoever ran the job.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.dutch import moment
from bot.core.sync.brake import BRAKE_WORD
from bot.core.sync.sides import side_name
from bot.service.outcomes import ExitCode
from bot.store.ledger import Ledger
from bot.store.records.runs import WHOLE, Run
from bot.sync.report import REMEDY
from mappings.agenda import MeetingSeries

_UNKNOWN = "Waarom, staat in het logboek."


@dataclass(frozen=True)
class Outage:
    """Something that does not work.

    key: names it, for the ledger. what, again: Dutch clauses, what does not happen and what happens
    again when it is over. since: the first time. outcome: the exit code of the last time. reason:
    Dutch sentences. is_brake: the side is let alone by the brake, and its remedy is in the reason.
    """

    key: str
    what: str
    again: str
    since: datetime
    outcome: ExitCode
    reason: str
    is_brake: bool = False

    @property
    def sentence(self) -> str:
        """What the coordinator reads."""
        return f"{self.what}, sinds {moment(self.since)}. {self.reason}"

    @property
    def over(self) -> str:
        """What the coordinator reads when it is over."""
        return f"{self.again}. Dat was niet zo sinds {moment(self.since)}."

    def needs_person(self, now: datetime, patience: timedelta) -> bool:
        """Whether somebody has to hear of it: it does not mend itself, or it lasts too long."""
        return self.outcome is not ExitCode.UNAVAILABLE or now - self.since >= patience


def read_outages(ledger: Ledger, series: Sequence[MeetingSeries], now: datetime) -> list[Outage]:
    """Read what does not work now. series: the meetings with a digest."""
    digests = (_job(ledger, now, "digest", meeting) for meeting in series)
    found = [*_round(ledger, now), _job(ledger, now, "remind"), *digests]
    return [outage for outage in found if outage is not None]


def _round(ledger: Ledger, now: datetime) -> Iterator[Outage | None]:
    """A side that is not read is told by its own name; else the round as a whole."""
    failing = _failed_run(ledger, now, "sync")
    if failing is None:
        return
    sides = [reading for reading in ledger.readings.all().values() if reading.failing_since]
    for reading in sides:
        name, reason = side_name(reading.side), reading.reason or _UNKNOWN
        braked = reason.startswith(BRAKE_WORD)
        yield Outage(
            key=f"outage:side:{reading.side}",
            what=f"{name} wordt {'met rust gelaten' if braked else 'niet meer gelezen'}",
            again=f"{name} wordt weer gelezen",
            since=reading.failing_since or now,
            outcome=ExitCode(failing.outcome or 0),
            reason=f"{reason} {REMEDY}" if braked else reason,
            is_brake=braked,
        )
    if not sides:
        yield _job(ledger, now, "sync")


def _job(
    ledger: Ledger, now: datetime, command: str, series: MeetingSeries | None = None
) -> Outage | None:
    key = series.key if series else ""
    failing = _failed_run(ledger, now, command, key)
    if failing is None:
        return None
    what, again = _CLAUSES[command]
    name = series.names[0] if series else ""
    return Outage(
        key=f"outage:{command}:{key}" if key else f"outage:{command}",
        what=what.format(meeting=name),
        again=again.format(meeting=name),
        since=ledger.runs.failing_since(command, now, key) or failing.started_at,
        outcome=ExitCode(failing.outcome or 0),
        reason=" ".join(str(failing.summary.get("reason") or _UNKNOWN).split("\n")),
    )


_CLAUSES = {
    "sync": (
        "De lijst wordt niet meer gelijk gehouden met Planner en Outlook",
        "De lijst wordt weer gelijk gehouden met Planner en Outlook",
    ),
    "remind": ("De herinneringen gaan niet meer uit", "De herinneringen gaan weer uit"),
    "digest": (
        "Het overzicht voor de {meeting} wordt niet meer gemaakt",
        "Het overzicht voor de {meeting} wordt weer gemaakt",
    ),
}


def _failed_run(ledger: Ledger, now: datetime, command: str, series: str = "") -> Run | None:
    """The last run that ended, when it did not do all it should and that is an outage.

    A job that lacks a setting and never worked is not set up yet; `doctor` tells of that. A digest
    that waits for a side is what it should be; the side is told by its own name.
    """
    last = ledger.runs.latest_ended(command, now, series)
    if last is None or last.outcome in (*WHOLE, ExitCode.INTERRUPTED):
        return None
    if last.summary.get("outcome") == "waits-for-sides":
        return None
    if last.summary.get("error") == "SettingsErrors" and not ledger.runs.latest_whole(
        command, now, series
    ):
        return None
    return last
