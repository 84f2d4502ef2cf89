"""Mails the digest of a meeting at its moment, or shows what it would be.

Which meeting it is for follows from the calendar, which is read again right before sending
(`bot.occasions`); whether it went out already follows from the ledger and the mailbox
(`bot.mailing`).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Literal

from bot.bounces import note_bounces
from bot.core.digest_due import letter_key, named_start
from bot.core.digest_parts import Occasion
from bot.core.meetings import Occurrence
from bot.core.workdays import local_date, local_time
from bot.digest import Parcel, compose, render_parcel
from bot.doubts import note_doubts
from bot.errors import UsageError
from bot.mailing import Mailer
from bot.meetings import Calendar
from bot.occasions import Case, Nothing, Occasions
from bot.settings import Settings, is_allowed
from bot.store.database import Store
from bot.store.digests import MailedDigest
from connectors.wire import Message
from mappings.agenda import Agenda, MeetingSeries

DigestOutcome = Literal[
    "planned",
    "waiting",
    "held",
    "sent",
    "confirmed",
    "already",
    "unknown",
    "withdrawn",
    "past",
    "no-meeting",
    "no-recipients",
]
UNSEEN_FOR = timedelta(days=3)  # how long a sent mail is looked for in Sent Items
_REASONS: dict[DigestOutcome, str] = {
    "planned": "{word} gaat nu uit.",
    "waiting": "{word} gaat uit op {moment:%d-%m-%Y om %H:%M} uur.",
    "held": "{word} wordt vastgehouden; het moment is {moment:%d-%m-%Y om %H:%M} uur. Laat het "
    "gaan met: driehoek digest release --series {series}",
    "confirmed": "{word} is verstuurd.",
    "sent": "{word} is verstuurd.",
    "already": "{word} is al verstuurd.",
    "unknown": "Onzeker of {word} is verstuurd; over tien minuten is dat duidelijk.",
    "withdrawn": "{word} is niet verstuurd: de afspraak veranderde net. De bot kijkt opnieuw.",
    "past": "Dit overleg is al begonnen; {word} wordt niet meer gemaild.",
    "no-recipients": "Niemand krijgt het concept. Vul CONCEPT_RECIPIENTS om het te laten mailen.",
}


@dataclass
class Delivery:
    """What became of a digest. reason: a Dutch sentence. files: what was written for looking."""

    outcome: DigestOutcome
    reason: str
    series: str
    case: Case | None = None
    recipients: tuple[str, ...] = ()
    files: list[str] = field(default_factory=list)

    @property
    def occasion(self) -> Occasion | None:
        """What the digest is made for."""
        return self.case.occasion if self.case else None

    @property
    def meeting(self) -> Occurrence | None:
        """The meeting that the digest is about."""
        return self.occasion.meeting if self.occasion else None

    def settle(self, outcome: DigestOutcome) -> None:
        """Say what became of it."""
        self.outcome, self.reason = outcome, reason_for(outcome, self.case)

    def as_json(self) -> dict[str, object]:
        """The shape of `digest --json`."""
        case, occasion = self.case, self.occasion
        previous = occasion.previous if occasion else None
        return {
            "series": self.series,
            "kind": case.kind if case else None,
            "number": case.letter.number if case and case.letter else None,
            "meeting": occasion and _as_json(occasion.meeting),
            "prepared_by": _as_json(occasion.prepared_by if occasion else None),
            "since": previous.start.isoformat() if previous else None,
            "recipients": list(self.recipients),
            "outcome": self.outcome,
            "reason": self.reason,
            "files": self.files,
        }


@dataclass(frozen=True)
class Postman:
    """The surroundings of a digest: the mailbox, the ledger and the clock."""

    store: Store
    calendar: Calendar
    mailer: Mailer
    agenda: Agenda
    settings: Settings
    now: Callable[[], datetime]

    @property
    def occasions(self) -> Occasions:
        """How meetings become cases."""
        return Occasions(self.store, self.agenda)

    def deliver(self, series: MeetingSeries, day: date | None = None) -> Delivery:
        """Mail the digest of the next meeting, or the one on a day, when its moment has come.

        Raises SettingsErrors, UsageError, GraphError when the calendar cannot be read, RoundBusy
        when another process is at it, StoreError.
        """
        own = () if series.prepares else ("DIGEST_RECIPIENTS",)
        self.settings.need(*own, "ALLOWED_RECIPIENT_DOMAINS")
        with self.store.one_round_at_a_time():
            diary = self.calendar.read(self.now(), until=day)
            self.calendar.remember(diary, self.now())
            arrived = self._finish(series)
            delivery = self._plan(series, self.occasions.open(series, diary, self.now(), day))
            if delivery.outcome == "past":
                raise UsageError(delivery.reason)
            if delivery.outcome == "planned" and delivery.case:
                delivery.settle(self._send(delivery.case, delivery.recipients))
            elif delivery.outcome == "already" and arrived & self._keys_of(delivery.case):
                delivery.settle("confirmed")
            note_doubts(self.store, self.agenda, series, diary, delivery.case, self.now())
        return delivery

    def watch(self) -> None:
        """Look for digests that came back as undeliverable, and note them. Raises GraphError."""
        note_bounces(self.store, self.calendar.outlook, self.now())

    def preview(
        self, series: MeetingSeries, folder: Path | None, day: date | None = None
    ) -> Delivery:
        """Say what `deliver` would do; with a folder, write the digest there to look at."""
        diary = self.calendar.read(self.now(), until=day)
        case = self.occasions.open(series, diary, self.now(), day)
        delivery = self._plan(series, case)
        if folder is not None and delivery.case:
            parcel = self._parcel(delivery.case.occasion)
            date_named = local_date(delivery.case.occasion.meeting.start).isoformat()
            delivery.files = parcel.write(folder, f"{delivery.case.kind}-{date_named}")
        return delivery

    def rehearse(
        self, series: MeetingSeries, address: str, run: str, day: date | None = None
    ) -> Delivery:
        """Mail the digest to one reader now, marked as a rehearsal; it counts for nothing.

        run: names this rehearsal. Raises UsageError for an address outside the allow-list, and
        what `deliver` raises.
        """
        self.settings.need("ALLOWED_RECIPIENT_DOMAINS")
        if "@" not in address or not is_allowed(address, self.settings.allowed_domains):
            raise UsageError(
                "Dit adres ligt buiten ALLOWED_RECIPIENT_DOMAINS; daarheen mailt de bot niet."
            )
        with self.store.one_round_at_a_time():
            diary = self.calendar.read(self.now(), until=day)
            case = self.occasions.open(series, diary, self.now(), day)
            delivery = self._plan(series, case)
            if delivery.case:
                occasion = delivery.case.occasion.model_copy(update={"rehearsal": True})
                mail = self._parcel(occasion).addressed((address,))
                outcome = self.mailer.send_once(
                    letter_key(f"rehearsal|{run}", 0), "rehearsal", mail
                )
                delivery.outcome, delivery.recipients = outcome, (address,)
                delivery.reason = _REHEARSED if outcome != "unknown" else _UNCERTAIN
        return delivery

    def _plan(self, series: MeetingSeries, case: Case | Nothing) -> Delivery:
        if isinstance(case, Nothing):
            return Delivery("no-meeting", case.reason, series.key)
        settings = self.settings
        to = settings.concept_recipients if series.prepares else settings.digest_recipients
        outcome = _outcome(case, self.now(), has_readers=bool(to))
        return Delivery(outcome, reason_for(outcome, case), series.key, case, to)

    def _finish(self, series: MeetingSeries) -> set[str]:
        """Find out what became of digests whose sending was uncertain; gives those that arrived."""
        arrived = set()
        with self.store.begin() as ledger:
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
        diary = self.calendar.read(now, until=local_date(row.start))
        for verdict in diary[series.key]:
            gathering = verdict.occurrence
            if not verdict.counts or gathering.key != row.meeting:
                continue
            case = self.occasions.of(series, diary, gathering, now)
            return (
                isinstance(case, Case)
                and case.letter is not None
                and case.letter.key == row.key
                and now < gathering.start == row.start
                and about in (None, case.occasion.meeting.start)
                and not case.held
            )
        return False

    def _send(self, case: Case, to: tuple[str, ...]) -> DigestOutcome:
        if case.letter is None:
            return "already"
        row = MailedDigest(
            key=case.letter.key,
            series=case.series.key,
            meeting=case.gathering.key,
            number=case.letter.number,
            kind=case.kind,
            start=case.gathering.start,
            subject="",
            at=self.now(),
        )
        if copy := self.mailer.sent_copy(row.key):
            self._adopt(row, copy, case)
            return "already"
        parcel = self._parcel(case.occasion)
        row = row.model_copy(update={"subject": parcel.subject})
        with self.store.begin() as ledger:
            ledger.digests.put(row)
        about = case.occasion.meeting.start
        return self.mailer.send_once(
            row.key,
            row.kind,
            parcel.addressed(to),
            wanted=partial(self._stands, case.series, row, about),
        )

    def _adopt(self, row: MailedDigest, copy: Message, case: Case) -> None:
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

    def _keys_of(self, case: Case | None) -> set[str]:
        if case is None:
            return set()
        with self.store.begin() as ledger:
            rows = ledger.digests.of(case.series.key)
        return {row.key for row in rows if row.meeting == case.gathering.key}

    def _parcel(self, occasion: Occasion) -> Parcel:
        return render_parcel(compose(self.store, self.agenda, occasion, self.now()))


_REHEARSED = "De proef is verstuurd. Die telt nergens voor mee."
_UNCERTAIN = "Onzeker of de proef is verstuurd. Kijk of hij aankomt."


def reason_for(outcome: DigestOutcome, case: Case | None) -> str:
    """The Dutch sentence about an outcome."""
    if case is None:
        return ""
    word = case.word
    if outcome in ("unknown", "past"):
        word = word[0].lower() + word[1:]
    return _REASONS[outcome].format(
        word=word, moment=local_time(case.moment), series=case.series.key
    )


def _outcome(case: Case, now: datetime, *, has_readers: bool) -> DigestOutcome:
    if case.gathering.start <= now:
        return "past"
    if case.uncertain:
        return "unknown"
    if case.letter is None:
        return "already"
    if case.held:
        return "held"
    if not has_readers:
        return "no-recipients"
    return "planned" if case.moment <= now else "waiting"


def _as_json(meeting: Occurrence | None) -> dict[str, str] | None:
    if meeting is None:
        return None
    return {
        "start": meeting.start.isoformat(),
        "subject": meeting.subject,
        "key": meeting.key,
    }
