"""Tells the readers of a digest that its meeting is off: those who got it, once, in one line.

Who got it stands on the mails themselves, in the mailbox: the settings may say otherwise by now.
The mail goes by the same way as the digest (`bot.mail`), so a crash makes no second one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.core.digest.called_off import CalledOff, called_off, called_off_key, called_off_sentence
from bot.core.dutch import full_date
from bot.core.workdays import local_date
from bot.documents.mails import templates_of
from bot.mail import Mailer
from bot.meetings.calendar import MeetingCalendar
from bot.meetings.memory import Findings
from bot.settings import NotARecipient, Readers, recipient
from bot.store.database import Store
from bot.store.records.digests import MailedDigest
from bot.store.records.notices import Notice
from connectors.errors import Missing
from connectors.mime import OutgoingMail
from mappings.agenda import Agenda, MeetingSeries

RECIPIENT = "called-off"
"""The ledger's word for those who are told."""


@dataclass(frozen=True)
class CallingOff:
    """The surroundings of the message. readers: for where mail may go at all."""

    store: Store
    calendar: MeetingCalendar
    mailer: Mailer
    agenda: Agenda
    readers: Readers

    def tell(self, series: MeetingSeries, findings: Findings, now: datetime) -> list[str]:
        """Tell what is to be told now; gives a sentence on each. Raises GraphError, StoreError.

        Callers keep other processes out, and have remembered these findings.
        """
        if not series.digest.tells_called_off:
            return []
        with self.store.read() as ledger:
            mailed = [row for row in ledger.digests.of(series.key) if row.has_left]
        sentences = []
        for meeting in dict.fromkeys(row.meeting for row in mailed if row.start > now):
            rows = [row for row in mailed if row.meeting == meeting]
            if off := self._off(series, rows, findings, now):
                sentences += self._mail(series, rows, off, now)
        return sentences

    def _off(
        self, series: MeetingSeries, rows: list[MailedDigest], findings: Findings, now: datetime
    ) -> CalledOff | None:
        last = rows[-1]
        with self.store.read() as ledger:
            known = {meeting.key: meeting for meeting in ledger.meetings.all()}
        meeting = known.get(last.meeting)
        if meeting is None or meeting.state != "cancelled":
            return None
        return called_off(last.meeting, findings[series.key], last.start, meeting.seen_at, now)

    def _mail(
        self, series: MeetingSeries, rows: list[MailedDigest], off: CalledOff, now: datetime
    ) -> list[str]:
        key, day = called_off_key(rows[-1].key), full_date(local_date(off.start))
        if self.mailer.state(key) == "confirmed":
            return []
        to = self._readers(rows)
        if not to:
            sentence = (
                f"{series.names[0]} van {day} gaat niet door. Dat is de lezers van het overzicht "
                "niet gemeld: wie het kregen, is niet te zien. Zegt u het zelf?"
            )
            with self.store.begin() as ledger:
                ledger.notices.add(Notice(key=f"called-off|{key}", sentence=sentence, at=now))
            return [sentence]
        words = {
            "title": f"Gaat niet door: {series.names[0]} van {day}",
            "agenda": self.agenda.name,
            "sentence": called_off_sentence(series.names[0], off),
        }
        templates = templates_of("bot.digest")
        mail = OutgoingMail(
            subject=words["title"],
            html=templates.get_template("called_off.html.j2").render(words),
            text=templates.get_template("called_off.txt.j2").render(words),
            to=to,
        )
        still = partial(self._still, series, rows)
        outcome = self.mailer.send_once(key, RECIPIENT, mail, wanted=still)
        told = f"De lezers van het overzicht voor {day} is gemeld dat het overleg niet doorgaat."
        doubt = f"Onzeker of de lezers van het overzicht voor {day} weten dat het niet doorgaat."
        return {"unknown": [doubt], "withdrawn": []}.get(outcome, [told])

    def _still(self, series: MeetingSeries, rows: list[MailedDigest]) -> bool:
        """Look again, right before it goes."""
        now = self.mailer.now()
        findings = self.calendar.read(now, until=local_date(rows[-1].start))
        return self._off(series, rows, findings, now) is not None

    def _readers(self, rows: Iterable[MailedDigest]) -> tuple[str, ...]:
        """Who got any digest about this meeting, as far as mail may go there."""
        found: dict[str, str] = {}
        for row in rows:
            with self.store.read() as ledger:
                send = ledger.sends.get(row.key)
            if send is None or not send.remote_id:
                continue
            try:
                addresses = self.mailer.outlook.recipients(send.remote_id)
            except Missing:
                continue
            for address in addresses:
                try:
                    allowed = recipient(address, self.readers.domains)
                except NotARecipient:
                    continue
                found.setdefault(allowed.casefold(), allowed)
        return tuple(found.values())
