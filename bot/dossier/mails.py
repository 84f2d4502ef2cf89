"""Fetches the digests of a meeting as their readers got them, out of Sent Items.

What the mailbox does not hold any more is not made up anew: the dossier says that it is missing.
"""

import json
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from bot.core.dossier.parts import DossierFile
from bot.core.dutch import moment
from bot.decisions.meeting import HeldMeeting
from bot.mail import Mailer
from bot.store.ledger import Ledger
from bot.store.records.digests import MailedDigest
from mappings.agenda import Agenda


@dataclass(frozen=True)
class MailedPart:
    """A digest in a dossier. folder: of its files. word: what it is. missing: as of `Dossier`."""

    folder: str
    word: str
    is_concept: bool
    sent_at: datetime | None = None
    files: tuple[DossierFile, ...] = ()
    missing: tuple[str, ...] = ()


def digests_of(ledger: Ledger, agenda: Agenda, meeting: HeldMeeting) -> list[MailedDigest]:
    """The digests that may have left for a meeting: its own, and the concepts of before it."""
    held = [m.start for m in ledger.meetings.all() if m.series == meeting.series]
    previous = max((start for start in held if start < meeting.start), default=None)
    own = [one for one in ledger.digests.of(meeting.series) if one.meeting == meeting.key]
    concepts = [
        one
        for series in agenda.meetings
        if series.prepares == meeting.series
        for one in ledger.digests.of(series.key)
        if one.at <= meeting.start and (previous is None or one.at > previous)
    ]
    return [one for one in (*concepts, *own) if one.may_have_left]


def fetch_mail(mailer: Mailer, digest: MailedDigest) -> MailedPart:
    """Fetch one digest with its files. Raises GraphError."""
    is_concept = digest.kind == "concept"
    word = "het concept" if is_concept else "het overzicht"
    if digest.number:
        word = f"{word}, bijgewerkt"
    folder = f"{'concept' if is_concept else 'overzicht'}-{digest.number + 1}"
    message = mailer.sent_copy(digest.key)
    if message is None:
        what = f"{word[:1].upper()}{word[1:]} van {moment(digest.at)}"
        told = (
            f"{what} staat niet meer in de postbus."
            if digest.has_left
            else f"{what} staat niet in de postbus. Onbekend is of het is verstuurd."
        )
        return MailedPart(folder, word, is_concept, missing=(told,))
    sent = mailer.outlook.sent_mail(message.id)
    html = str(sent.body.get("content") or "")
    files = []
    for file in mailer.outlook.files_of(message.id):
        name = file.name.replace("/", "-")
        if file.content_id:  # a browser knows no `cid:`
            html = html.replace(f"cid:{file.content_id}", quote(name))
        files.append(DossierFile(f"{folder}/{name}", b64decode(file.content_bytes)))
    sent_at = sent.sent_date_time or digest.at
    about = {
        "subject": sent.subject,
        "sent_at": sent_at.isoformat(),
        "recipients": sorted(sent.addresses),
        "not_delivered_seen_at": digest.bounced_at.isoformat() if digest.bounced_at else None,
    }
    written = (json.dumps(about, ensure_ascii=False, indent=2) + "\n").encode()
    return MailedPart(
        folder=folder,
        word=word,
        is_concept=is_concept,
        sent_at=sent_at,
        files=(
            DossierFile(f"{folder}/verzending.json", written),
            DossierFile(f"{folder}/mail.html", html.encode()),
            *sorted(files, key=lambda file: file.name),
        ),
    )


def fetch_mails(mailer: Mailer, digests: list[MailedDigest]) -> Iterator[MailedPart]:
    """Fetch each of these digests. Raises GraphError."""
    return (fetch_mail(mailer, digest) for digest in digests)
