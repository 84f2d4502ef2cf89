"""Finds out which meeting a digest is for, and how it stands: due, held back, mailed before.

Everything here only reads. Whoever acts on it asks again right before (`bot.digest.report`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from bot.core.digest.called_off import called_off_key
from bot.core.digest.due import Edition, Mailed, edition_key, named_start, next_edition
from bot.core.digest.parts import Occasion
from bot.core.digest.sources import Source, source, wait_end
from bot.core.dutch import full_date
from bot.core.meetings.verdicts import (
    KnownMeeting,
    Occurrence,
    digest_moment,
    doubtful_day,
    held_starts,
    last_before,
    next_meeting,
    verdicts_on,
)
from bot.core.sync.sides import side_name
from bot.core.workdays import Workdays, local_date
from bot.errors import UsageError
from bot.meetings.memory import Findings
from bot.settings import workdays_of
from bot.store.database import Store
from bot.store.ledger import Ledger
from bot.store.records.digests import DigestKind, MailedDigest
from mappings.agenda import Agenda, MeetingSeries


@dataclass(frozen=True)
class DigestCase:
    """A digest and how it stands.

    gathering: the meeting its readers prepare for; for a concept that is not the one it is about.
    moment: when it is due. waits_until: how long it waits for a whole reading of every side.
    edition: None when nothing has to go any more. uncertain: an earlier try may have left. held:
    the coordinator keeps it back. asks: the meeting that this one may stand in for.
    """

    series: MeetingSeries
    gathering: Occurrence
    occasion: Occasion
    moment: datetime
    waits_until: datetime
    edition: Edition | None
    uncertain: bool
    held: bool
    asks: KnownMeeting | None = None

    @property
    def kind(self) -> DigestKind:
        """What it is: the digest itself, or the concept of it."""
        return "concept" if self.series.prepares else "digest"

    @property
    def word(self) -> str:
        """What Dutch sentences call it."""
        noun = "concept" if self.series.prepares else "overzicht"
        return f"Het bijgewerkte {noun}" if self.edition and self.edition.number else f"Het {noun}"


@dataclass(frozen=True)
class Nothing:
    """There is no meeting to make a digest for. reason: a Dutch sentence."""

    reason: str


def choose(
    series: MeetingSeries, findings: Findings, now: datetime, day: date | None = None
) -> Occurrence | None:
    """The next meeting of the series, or the one on a day; None when the calendar has no next.

    Raises UsageError when nothing that counts is on that day.
    """
    verdicts = findings[series.key]
    if day is None:
        return next_meeting(verdicts, now)
    found = verdicts_on(verdicts, day)
    if not found:
        raise UsageError(
            f"Op {full_date(day)} staat geen {series.names[0]} in de agenda. Kijk met: "
            "driehoek meetings"
        )
    if not found[0].counts:
        raise UsageError(f"De afspraak op {full_date(day)} telt niet mee. {found[0].reason}")
    return found[0].occurrence


def open_case(
    store: Store,
    agenda: Agenda,
    series: MeetingSeries,
    findings: Findings,
    now: datetime,
    day: date | None = None,
) -> DigestCase | Nothing:
    """Look at the digest of the next meeting, or of the one on a day. Raises as `choose`."""
    gathering = choose(series, findings, now, day)
    if gathering is None:
        doubtful = doubtful_day(findings[series.key], now)
        none = f"Er staat geen {series.names[0]} in de agenda."
        return Nothing(two_candidates(series, doubtful) if doubtful else none)
    return case_of(store, agenda, series, findings, gathering, now)


def case_of(
    store: Store,
    agenda: Agenda,
    series: MeetingSeries,
    findings: Findings,
    gathering: Occurrence,
    now: datetime,
    *,
    in_hand: str = "",
) -> DigestCase | Nothing:
    """Look at the digest of this meeting.

    in_hand: the key of a digest that is being sent, and so does not count as sent.
    """
    main = agenda.series(series.prepares) if series.prepares else series
    verdicts = findings[main.key]
    meeting = next_meeting(verdicts, gathering.start) if series.prepares else gathering
    if meeting is None:
        return Nothing(
            f"Na de {series.names[0]} van {full_date(local_date(gathering.start))} staat geen "
            f"{main.names[0]} in de agenda; er gaat geen concept uit."
        )
    moment = moment_of(series, gathering.start, workdays_of(agenda))
    with store.read() as ledger:
        mailed, uncertain = _mailed(ledger, series.key, gathering, moment, in_hand)
        held = ledger.meeting_choices.of(series.key).held == gathering.key
        told_at = _told_at(ledger, series.key, gathering)
    edition = next_edition(gathering, mailed)
    occasion = Occasion(
        meeting=meeting,
        previous=last_before(verdicts, meeting, now),
        upcoming=next_meeting(verdicts, meeting.start),
        held=held_starts(verdicts, meeting, now),
        prepared_by=gathering if series.prepares else None,
        first=edition.first if edition else None,
        series=main.key,
        told_at=told_at,
    )
    waits_until = wait_end(gathering.start, series.digest.waits_until_hours_before)
    asks = next(
        (v.asks for v in findings[series.key] if v.counts and v.occurrence == gathering), None
    )
    return DigestCase(
        series, gathering, occasion, moment, waits_until, edition, uncertain, held, asks
    )


def sources_of(ledger: Ledger, sides: Iterable[str], now: datetime) -> tuple[Source, ...]:
    """Judge of which moment the figures of these sides are."""
    readings = {side: ledger.readings.of(side) for side in sides}
    return tuple(
        source(side_name(side), reading.read_at, failing=reading.failing_since is not None, now=now)
        for side, reading in readings.items()
    )


def two_candidates(series: MeetingSeries, day: date) -> str:
    """Say that nobody knows which event of a day is the meeting."""
    return (
        f"Op {full_date(day)} staan twee afspraken die de {series.names[0]} kunnen zijn. Zolang "
        "dat zo is, gaat er daarvoor geen overzicht uit. Kijk met: driehoek meetings"
    )


def moment_of(series: MeetingSeries, start: datetime, workdays: Workdays) -> datetime:
    """Say when the digest or the concept for a meeting of this series is due."""
    rule = series.digest
    return digest_moment(start, workdays=workdays, days_before=rule.workdays_before, hour=rule.hour)


def _mailed(
    ledger: Ledger, series: str, gathering: Occurrence, moment: datetime, in_hand: str
) -> tuple[list[Mailed], bool]:
    """The digests that left for a meeting, and whether one more may have."""
    rows = [row for row in ledger.digests.of(series) if row.meeting == gathering.key]
    mailed = [
        Mailed(number=r.number, start=r.start, at=r.at, taken_back=_is_taken_back(ledger, r))
        for r in rows
        if r.has_left and r.key != in_hand
    ]
    first = ledger.sends.get(edition_key(gathering.key, 0))
    if first and first.state in ("sent", "confirmed") and all(row.number for row in rows):
        # Mailed before the ledger kept what a digest said.
        start = named_start(gathering, first.at, moment)
        mailed.append(Mailed(number=0, start=start, at=first.at))
    return mailed, any(row.state == "unknown" for row in rows)


def _told_at(ledger: Ledger, series: str, gathering: Occurrence) -> datetime | None:
    """When the last mail to the readers of a series about an earlier meeting was made."""
    rows = ledger.digests.of(series)
    earlier = [r for r in rows if r.meeting != gathering.key and r.start < gathering.start]
    return max((row.at for row in earlier if row.has_left), default=None)


def _is_taken_back(ledger: Ledger, digest: MailedDigest) -> bool:
    """Whether its readers were told that the meeting is off, or may have been."""
    told = ledger.sends.get(called_off_key(digest.key))
    return told is not None and told.state in ("sent", "confirmed", "unknown")
