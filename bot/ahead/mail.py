"""Mails the look ahead to the coordinator, once after the new year and once after the summer."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot.ahead.make import Ahead, look_ahead
from bot.core.workdays import local_date
from bot.mail import Mailer, MailOutcome
from bot.meetings.memory import Findings
from bot.store.database import Store
from mappings.agenda import Agenda, MeetingSeries

if TYPE_CHECKING:  # a mail of two months in the year: what it takes is imported when it goes
    from connectors.mime import OutgoingMail

SEASONS = {1: (1, 2, 3), 9: (9, 10, 11)}
"""The months in which it goes, by the first of them: with the first concept, or else the digest.

More than one month, as a meeting every two months may well have no concept in January.
"""


def goes_with(agenda: Agenda, series: MeetingSeries, now: datetime) -> bool:
    """Whether the mail for a meeting of this series takes the look ahead along now."""
    if _season(now) is None:
        return False
    return bool(series.prepares) or all(s.prepares != series.key for s in agenda.meetings)


def _season(now: datetime) -> int | None:
    """The month with which the season of this moment begins; None outside of them."""
    month = local_date(now).month
    return next((first for first, months in SEASONS.items() if month in months), None)


@dataclass(frozen=True)
class AheadPost:
    """Who mails the look ahead. address: of the coordinator, "" for nowhere."""

    store: Store
    mailer: Mailer
    agenda: Agenda
    address: str
    calendar: Callable[[], Findings]

    def send(self, now: datetime) -> MailOutcome | None:
        """Send the one of this season, effectively once; None when it went, or cannot go.

        Raises what `Mailer.send_once` raises, RoundBusy, and GraphError for the calendar.
        """
        key = self._key(now)
        if not self.address or self.mailer.state(key) in ("sent", "confirmed"):
            return None
        findings = self.calendar()
        with self.store.read() as ledger:
            ahead = look_ahead(ledger, self.agenda, findings, now, None)
        mail = render_ahead(ahead, self.address)
        with self.store.one_round_at_a_time():
            return self.mailer.send_once(key, "coordinator", mail)

    def _key(self, now: datetime) -> str:
        month = f"{local_date(now).year}-{_season(now):02}"
        return hashlib.sha256(f"ahead|{self.agenda.key}|{month}".encode()).hexdigest()


def render_ahead(ahead: Ahead, address: str) -> "OutgoingMail":
    """Write the mail: what piles up in words, and the whole of it enclosed as a PDF."""
    from bot.ahead.files import NAME
    from bot.ahead.paper import ahead_answer, ahead_paper
    from bot.ahead.report import pile_sentences
    from bot.documents.mails import templates_of
    from bot.documents.paper_pdf import paper_pdf
    from connectors.mime import Attachment, OutgoingMail

    paper = ahead_paper(ahead)
    words = {
        "title": paper.title,
        "answer": ahead_answer(ahead),
        "piles": pile_sentences(ahead),
        "is_proposed": any(pile.proposed for pile in ahead.piles),
    }
    templates = templates_of("bot.ahead")
    return OutgoingMail(
        subject=paper.title,
        html=templates.get_template("ahead.html.j2").render(words),
        text=templates.get_template("ahead.txt.j2").render(words),
        to=(address,),
        attachments=(Attachment(f"{NAME}.pdf", "application/pdf", paper_pdf(paper)),),
    )
