"""Mails the digest of a meeting at its moment, or shows what it would be.

Which meeting it is for follows from the calendar, which is read again right before sending
(`bot.digest.standing`); whether it went out already follows from the ledger and the mailbox
(`bot.mail`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

from bot.core.digest.due import edition_key, named_start
from bot.core.digest.parts import Occasion
from bot.core.digest.sources import Source, awaited
from bot.core.meetings.verdicts import doubtful_day
from bot.core.workdays import local_date
from bot.digest.called_off import CallingOff
from bot.digest.doubts import note_doubts, note_waiting
from bot.digest.make import DigestMail, make_mail
from bot.digest.report import DigestOutcome, DigestReport, outcome_of, reason_for
from bot.digest.standing import DigestCase, Nothing, case_of, open_case, sources_of, two_candidates
from bot.errors import UsageError
from bot.folders import check_folder
from bot.mail import Mailer
from bot.meetings.calendar import MeetingCalendar
from bot.meetings.memory import Findings, put_apart
from bot.settings import NotARecipient, Readers, recipient
from bot.store.database import Store
from bot.store.records.digests import MailedDigest
from connectors.wire import Message
from mappings.agenda import Agenda, MeetingSeries

UNSEEN_FOR = timedelta(days=3)  # how long a sent mail is looked for in Sent Items
_REHEARSED = "De proef is verstuurd. Die telt nergens voor mee."
_UNCERTAIN = "Onzeker of de proef is verstuurd. Kijk of hij aankomt."


@dataclass(frozen=True)
class DigestSender:
    """The surroundings of a digest: the mailbox, the ledger and the clock.

    sides: where its figures come from, by name.
    """

    store: Store
    calendar: MeetingCalendar
    mailer: Mailer
    agenda: Agenda
    readers: Readers
    sides: tuple[str, ...]
    now: Callable[[], datetime]

    def send(
        self,
        series: MeetingSeries,
        day: date | None = None,
        look: Callable[[], Findings] | None = None,
    ) -> DigestReport:
        """Mail the digest of the next meeting, or the one on a day, when its moment has come.

        Whoever calls this does a round first: as long as the meeting allows, the digest waits for
        a whole reading of every side. look: what the calendar shows, for who looks at it for more
        than one series; right before sending it is read again in any case. Raises SettingsErrors,
        UsageError, GraphError when the calendar cannot be read, RoundBusy when another process is
        at it, StoreError.
        """
        self.readers.need(prepares=bool(series.prepares))
        with self.store.one_round_at_a_time():
            findings = look() if look else self.calendar.read(self.now(), until=day)
            self.calendar.remember(findings, self.now())
            arrived = self._finish(series)
            report = self._open(series, findings, day, round_was_done=True)
            if report.outcome == "past":
                raise UsageError(report.reason)
            if report.outcome == "planned" and report.case:
                report.settle(self._send(report.case, report))
            elif report.outcome == "already" and arrived & self._keys_of(report.case):
                report.settle("confirmed")
            note_doubts(self.store, self.agenda, series, findings, report.case, self.now())
            note_waiting(self.store, report, self.now())
            report.remarks = self._calling_off.tell(series, findings, self.now())
        return report

    def preview(
        self, series: MeetingSeries, folder: Path | None, day: date | None = None
    ) -> DigestReport:
        """Say what `send` would do; with a folder, write the digest there to look at.

        Raises what `DigestMail.write` raises, and what reading the calendar does.
        """
        if folder is not None:
            check_folder(folder)  # before the calendar is asked
        findings = self.calendar.read(self.now(), until=day)
        report = self._open(series, findings, day)
        if folder is not None and report.case:
            mail = self._mail(report.case.occasion, report.sources)
            date_named = local_date(report.case.occasion.meeting.start).isoformat()
            report.files = mail.write(folder, f"{report.case.kind}-{date_named}")
        return report

    def rehearse(
        self, series: MeetingSeries, address: str, run: str, day: date | None = None
    ) -> DigestReport:
        """Mail the digest to one reader now, marked as a rehearsal; it counts for nothing.

        run: names this rehearsal. Raises UsageError for an address outside the allow-list, and
        what `send` raises.
        """
        self.readers.need_domains()
        try:
            address = recipient(address, self.readers.domains)
        except NotARecipient as reason:
            raise UsageError(f"Dit adres {reason}") from None
        with self.store.one_round_at_a_time():
            findings = self.calendar.read(self.now(), until=day)
            report = self._open(series, findings, day)
            if report.case:
                occasion = report.case.occasion.model_copy(update={"rehearsal": True})
                mail = self._mail(occasion, report.sources).addressed((address,))
                outcome = self.mailer.send_once(
                    edition_key(f"rehearsal|{run}", 0), "rehearsal", mail
                )
                report.outcome, report.recipients = outcome, (address,)
                report.reason = _REHEARSED if outcome != "unknown" else _UNCERTAIN
        return report

    @property
    def _calling_off(self) -> CallingOff:
        return CallingOff(self.store, self.calendar, self.mailer, self.agenda, self.readers)

    def _open(
        self,
        series: MeetingSeries,
        findings: Findings,
        day: date | None,
        *,
        round_was_done: bool = False,
    ) -> DigestReport:
        """Say how the digest of the next meeting stands, or of the one on a day."""
        now = self.now()
        with self.store.read() as ledger:
            sources = sources_of(ledger, self.sides, now)
        case = open_case(self.store, self.agenda, series, findings, now, day)
        if isinstance(case, Nothing):
            return DigestReport("no-meeting", case.reason, series.key)
        prepares = bool(series.prepares)
        to = self.readers.of(prepares=prepares)
        lacking = awaited(sources, round_was_done=round_was_done)
        outcome = outcome_of(case, now, has_readers=bool(to), awaited=lacking)
        if outcome == "no-recipients":
            reason = self.readers.gap(prepares=prepares)
        else:
            reason = reason_for(outcome, case, sources)
        if day is None and (doubtful := doubtful_day(findings[series.key], now)):
            reason += f" {two_candidates(series, doubtful)}"
        return DigestReport(outcome, reason, series.key, case, sources, to)

    def _finish(self, series: MeetingSeries) -> set[str]:
        """Find out what became of digests whose sending was uncertain; gives those that arrived."""
        arrived = set()
        with self.store.read() as ledger:
            rows = ledger.digests.of(series.key)
        for row in rows:
            recent = self.now() - row.at < UNSEEN_FOR
            if row.state != "unknown" and not (row.state == "sent" and recent):
                continue
            outcome = self.mailer.resume(row.key, wanted=partial(self._stands, series, row))
            if row.state == "unknown" and outcome in ("confirmed", "sent"):
                arrived.add(row.key)
        return arrived

    def _stands(
        self, series: MeetingSeries, row: MailedDigest, about: datetime | None = None
    ) -> bool:
        """Look again whether this digest is still to go, for a meeting at the start it names."""
        now = self.now()
        findings = self.calendar.read(now, until=local_date(row.start))
        for verdict in findings[series.key]:
            gathering = verdict.occurrence
            if not verdict.counts or gathering.key != row.meeting:
                continue
            case = case_of(
                self.store, self.agenda, series, findings, gathering, now, in_hand=row.key
            )
            return (
                isinstance(case, DigestCase)
                and case.edition is not None
                and case.edition.key == row.key
                and now < gathering.start == row.start
                and about in (None, case.occasion.meeting.start)
                and not case.held
            )
        return False

    def _send(self, case: DigestCase, report: DigestReport) -> DigestOutcome:
        if case.edition is None:
            return "already"
        row = MailedDigest(
            key=case.edition.key,
            series=case.series.key,
            meeting=case.gathering.key,
            number=case.edition.number,
            kind=case.kind,
            start=case.gathering.start,
            subject="",
            at=self.now(),
        )
        if copy := self.mailer.sent_copy(row.key):
            self._adopt(row, copy, case)
            return "already"
        mail = self._mail(case.occasion, report.sources)
        row = row.model_copy(update={"subject": mail.subject})
        with self.store.begin() as ledger:
            ledger.digests.put(row)
            if not case.series.prepares:  # a concept reports nothing yet
                ledger.decisions.note_reported(row.key, mail.settled)
            if case.asks:  # nobody said so in time: it is a meeting of its own
                put_apart(ledger, row.series, case.gathering, self.now())
        about = case.occasion.meeting.start
        return self.mailer.send_once(
            row.key,
            row.kind,
            mail.addressed(report.recipients),
            wanted=partial(self._stands, case.series, row, about),
        )

    def _adopt(self, row: MailedDigest, copy: Message, case: DigestCase) -> None:
        """Write down a digest that the mailbox has and the ledger lost."""
        at = copy.sent_date_time or self.now()
        start = named_start(case.gathering, at, case.moment)
        subject = copy.subject or ""
        with self.store.begin() as ledger:
            ledger.digests.put(
                row.model_copy(update={"at": at, "start": start, "subject": subject})
            )
            ledger.sends.claim(row.key, "mail", row.kind, self.now(), "")
            ledger.sends.settle(row.key, "confirmed", self.now(), remote_id=copy.id)

    def _keys_of(self, case: DigestCase | None) -> set[str]:
        if case is None:
            return set()
        with self.store.read() as ledger:
            rows = ledger.digests.of(case.series.key)
        return {row.key for row in rows if row.meeting == case.gathering.key}

    def _mail(self, occasion: Occasion, sources: tuple[Source, ...]) -> DigestMail:
        return make_mail(self.store, self.agenda, occasion, sources, self.now())
