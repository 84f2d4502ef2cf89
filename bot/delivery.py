"""Mails the digest of a meeting, effectively once.

There is no idempotency key for mail, so the order makes it: a ledger row, a draft that carries the
row's key, the sending, and a look at what became of it (facts, section 3.1). Before every step the
mailbox is asked what an earlier try left behind. Sending again happens only when the mail is
provably still a draft ten minutes after it was handed over.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from bot.core.digest import Digest, compose_digest
from bot.core.meetings import (
    MeetingVerdict,
    Occurrence,
    digest_moment,
    next_meeting,
    previous_meeting,
)
from bot.core.workdays import local_date
from bot.meetings import find_meetings, remember_meetings, workdays_of
from bot.render import RenderedMail, render_digest
from bot.settings import Settings
from bot.store.database import Store
from connectors.errors import GraphError, Missing
from connectors.outlook import OutgoingMail, OutlookApi
from connectors.wire import Message
from mappings.agenda import Agenda, MeetingSeries

DigestOutcome = Literal[
    "planned", "waiting", "sent", "confirmed", "already", "unknown", "no-meeting", "written"
]
SETTLING = timedelta(minutes=10)  # Exchange moves a sent draft within seconds; this is generous


@dataclass
class Delivery:
    """What became of the digest. reason: a Dutch sentence. files: what was written for looking."""

    outcome: DigestOutcome
    reason: str
    meeting: Occurrence | None = None
    since: datetime | None = None
    recipients: tuple[str, ...] = ()
    files: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """The shape of `digest --json`."""
        meeting = self.meeting
        return {
            "meeting": meeting
            and {
                "start": meeting.start.isoformat(),
                "subject": meeting.subject,
                "key": meeting.key,
            },
            "since": self.since.isoformat() if self.since else None,
            "recipients": list(self.recipients),
            "outcome": self.outcome,
            "reason": self.reason,
            "files": self.files,
        }


@dataclass(frozen=True)
class Postman:
    """The surroundings of a digest: the mailbox, the ledger and the clock."""

    store: Store
    outlook: OutlookApi
    agenda: Agenda
    settings: Settings
    now: Callable[[], datetime]

    def deliver(self, series: MeetingSeries) -> Delivery:
        """Mail the digest of the next meeting when its moment has come.

        Raises SettingsErrors, GraphError when the calendar cannot be read, RoundBusy when another
        process is at it, StoreError.
        """
        self.settings.need("DIGEST_RECIPIENTS", "ALLOWED_RECIPIENT_DOMAINS")
        with self.store.one_round_at_a_time():
            verdicts = find_meetings(self.outlook, series, self.settings, now=self.now())
            remember_meetings(self.store, verdicts, now=self.now())
            delivery = self._plan(series, verdicts)
            if delivery.outcome == "planned" and delivery.meeting is not None:
                self._send(delivery, self._compose(verdicts, delivery.meeting), delivery.meeting)
        return delivery

    def preview(self, series: MeetingSeries, folder: Path | None) -> Delivery:
        """Say what `deliver` would do; with a folder, write the digest there to look at."""
        verdicts = find_meetings(self.outlook, series, self.settings, now=self.now())
        delivery = self._plan(series, verdicts)
        if folder is not None and delivery.meeting is not None:
            mail = render_digest(self._compose(verdicts, delivery.meeting))
            delivery.files = write_mail(
                mail, folder, local_date(delivery.meeting.start).isoformat()
            )
        return delivery

    def _plan(self, series: MeetingSeries, verdicts: tuple[MeetingVerdict, ...]) -> Delivery:
        now = self.now()
        meeting, previous = next_meeting(verdicts, now), previous_meeting(verdicts, now)
        if meeting is None:
            return Delivery("no-meeting", f"Er staat geen {series.names[0]} in de agenda.")
        moment = digest_moment(
            meeting.start,
            workdays=workdays_of(self.agenda),
            days_before=series.digest.workdays_before,
            hour=series.digest.hour,
        )
        delivery = Delivery(
            "planned",
            "Het overzicht gaat nu uit.",
            meeting,
            previous.start if previous else None,
            self.settings.digest_recipients,
        )
        with self.store.begin() as ledger:
            sent = ledger.sends.get(_key(meeting))
        if sent is not None and sent.state in ("sent", "confirmed"):
            delivery.outcome, delivery.reason = "already", "Het overzicht is al verstuurd."
        elif now < moment:
            delivery.outcome = "waiting"
            delivery.reason = f"Het overzicht gaat uit op {moment:%d-%m-%Y om %H:%M} uur."
        return delivery

    def _compose(self, verdicts: tuple[MeetingVerdict, ...], meeting: Occurrence) -> Digest:
        previous = previous_meeting(verdicts, self.now())
        with self.store.begin() as ledger:
            actions = ledger.actions.all().values()
            history = ledger.history.since(previous.start) if previous else []
        return compose_digest(
            actions,
            history,
            title=self.agenda.name,
            goals={goal.number: goal.name for goal in self.agenda.goals},
            owner_names={owner.code: owner.name for owner in self.agenda.owners},
            meeting=meeting,
            previous=previous,
            today=local_date(self.now()),
            workdays=workdays_of(self.agenda),
        )

    def _send(self, delivery: Delivery, digest: Digest, meeting: Occurrence) -> None:
        """Take the steps that are still to be taken, and write each one down."""
        key, mail = _key(meeting), render_digest(digest)
        with self.store.begin() as ledger:
            fingerprint = hashlib.sha256(mail.html.encode()).hexdigest()
            ledger.sends.claim(key, "mail", "digest", self.now(), fingerprint)
        message = self._earlier(key) or self._draft(key, mail)
        if not message.is_draft:
            self._settle(delivery, key, message.id, sent=True)
        elif self._just_handed_over(key):
            delivery.outcome = "unknown"
            delivery.reason = (
                "Onzeker of de vorige poging lukte; over tien minuten is dat duidelijk."
            )
        else:
            self._hand_over(delivery, key, message.id)

    def _earlier(self, key: str) -> Message | None:
        """What an earlier try left in the mailbox, a sent one before a draft."""
        found = self.outlook.find_by_key(key)
        return min(found, key=lambda message: message.is_draft, default=None)

    def _draft(self, key: str, mail: RenderedMail) -> Message:
        outgoing = OutgoingMail(
            subject=mail.subject,
            html=mail.html,
            text=mail.text,
            to=self.settings.digest_recipients,
        )
        return self.outlook.create_draft(outgoing, key)

    def _just_handed_over(self, key: str) -> bool:
        with self.store.begin() as ledger:
            sent = ledger.sends.get(key)
        if sent is None or sent.state != "unknown" or sent.settled_at is None:
            return False
        return self.now() - sent.settled_at < SETTLING

    def _hand_over(self, delivery: Delivery, key: str, message_id: str) -> None:
        # Written down first: after a kill nobody could tell whether the call was made.
        with self.store.begin() as ledger:
            ledger.sends.settle(key, "unknown", self.now(), remote_id=message_id)
        try:
            self.outlook.send_draft(message_id)
        except GraphError as error:
            if not error.outcome_unknown:
                with self.store.begin() as ledger:
                    ledger.sends.settle(key, "rejected", self.now(), detail=str(error))
                raise
            delivery.outcome, delivery.reason = "unknown", error.advice
            return
        self._settle(delivery, key, message_id, sent=self._has_left(message_id))

    def _has_left(self, message_id: str) -> bool:
        """Whether the mail is in Sent Items; right after sending it may not show at once."""
        try:
            return not self.outlook.message(message_id).is_draft
        except Missing:
            return False

    def _settle(self, delivery: Delivery, key: str, message_id: str, *, sent: bool) -> None:
        delivery.outcome = "confirmed" if sent else "sent"
        delivery.reason = "Het overzicht is verstuurd."
        with self.store.begin() as ledger:
            ledger.sends.settle(key, delivery.outcome, self.now(), remote_id=message_id)


def write_mail(mail: RenderedMail, folder: Path, name: str) -> list[str]:
    """Write both forms of the mail to look at; gives the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {folder / f"digest-{name}.html": mail.html, folder / f"digest-{name}.txt": mail.text}
    for path, content in files.items():
        path.write_text(content, encoding="utf-8")
    return [str(path) for path in files]


def _key(meeting: Occurrence) -> str:
    """The ledger's key, and the draft's: the same occurrence gives the same, wherever it moves."""
    return hashlib.sha256(f"digest|{meeting.key}".encode()).hexdigest()
