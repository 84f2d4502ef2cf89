"""Decides whether a digest is due, composes it, and has it mailed.

Which meeting it is for follows from the calendar, read again right before sending; whether it went
out already follows from the ledger and the mailbox (`bot.mailing`).
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from bot.core.digest import compose_digest
from bot.core.digest_parts import Digest, Occasion, Waiting
from bot.core.meetings import (
    MeetingVerdict,
    Occurrence,
    digest_moment,
    next_meeting,
    previous_meeting,
)
from bot.core.workdays import local_date
from bot.mailing import Mailer, MailOutcome
from bot.meetings import find_meetings, remember_meetings, workdays_of
from bot.render import RenderedMail, render_digest
from bot.settings import Settings
from bot.store.database import Store
from connectors.outlook import OutgoingMail, OutlookApi
from mappings.agenda import Agenda, MeetingSeries

DigestOutcome = Literal[
    "planned", "waiting", "sent", "confirmed", "already", "unknown", "no-meeting", "written"
]
ALREADY = "Het overzicht is al verstuurd."
_REASONS: dict[MailOutcome, str] = {
    "confirmed": "Het overzicht is verstuurd.",
    "sent": "Het overzicht is verstuurd.",
    "unknown": "Onzeker of het overzicht is verstuurd; over tien minuten is dat duidelijk.",
}


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
    mailer: Mailer
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
        if self.mailer.state(_key(meeting)) == "confirmed":
            delivery.outcome, delivery.reason = "already", ALREADY
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
            occasion=Occasion(meeting=meeting, previous=previous),
            waiting=Waiting(),
            today=local_date(self.now()),
            workdays=workdays_of(self.agenda),
        )

    def _send(self, delivery: Delivery, digest: Digest, meeting: Occurrence) -> None:
        mail = render_digest(digest)
        outgoing = OutgoingMail(
            subject=mail.subject,
            html=mail.html,
            text=mail.text,
            to=self.settings.digest_recipients,
        )
        before = self.mailer.state(_key(meeting))
        outcome = self.mailer.send_once(_key(meeting), "digest", outgoing)
        delivery.outcome, delivery.reason = outcome, _REASONS[outcome]
        if before == "sent" and outcome != "unknown":
            delivery.outcome, delivery.reason = "already", ALREADY


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
