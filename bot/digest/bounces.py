"""Notices digests that came back: a report of non-delivery lands in the sender's Inbox.

Only the subject and the sender of recent mail are read. The coordinator hears that it happened and
where to look; who it was stands in the report itself and nowhere else.
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.core.dutch import full_date
from bot.core.workdays import local_date
from bot.store.database import Store
from bot.store.records.digests import MailedDigest
from bot.store.records.notices import Notice
from connectors.outlook import OutlookApi
from connectors.wire import Message

WATCHED = timedelta(days=3)  # Exchange gives up after two days at most
CLOCKS_APART = timedelta(hours=1)  # ours and Exchange's, with a good margin

_POSTMASTERS = re.compile(r"(postmaster|mailer-daemon|microsoftexchange[0-9a-f]*)@", re.IGNORECASE)


def note_bounces(store: Store, outlook: OutlookApi, now: datetime) -> None:
    """Look whether a digest of the last days came back; each is noted once. Raises GraphError."""
    with store.read() as ledger:
        recent = ledger.digests.made_since(now - WATCHED)
    watched = [digest for digest in recent if digest.has_left and digest.bounced_at is None]
    if not watched:
        return
    incoming = outlook.inbox_since(min(digest.at for digest in watched) - CLOCKS_APART)
    for digest in watched:
        if came_back(digest.subject, incoming):
            _note(store, digest, now)


def came_back(subject: str, incoming: Iterable[Message]) -> bool:
    """Whether one of these messages reports that a mail with this subject was not delivered."""
    report = re.compile(rf"[^:]+:\s*{re.escape(_plain(subject))}")
    return bool(subject) and any(
        _POSTMASTERS.match(_sender(message)) and report.fullmatch(_plain(message.subject or ""))
        for message in incoming
    )


def _plain(subject: str) -> str:
    return " ".join(subject.casefold().split())


def _sender(message: Message) -> str:
    return str(((message.sender or {}).get("emailAddress") or {}).get("address") or "")


def _note(store: Store, digest: MailedDigest, now: datetime) -> None:
    noun = "concept" if digest.kind == "concept" else "overzicht"
    sentence = (
        f"Het {noun} voor {full_date(local_date(digest.start))} kwam bij minstens één lezer niet "
        "aan. Kijk in het Postvak IN van de gedeelde postbus wie dat is, en stuur het zelf door."
    )
    with store.begin() as ledger:
        ledger.digests.bounced(digest.key, now)
        ledger.notices.add(Notice(key=f"bounce|{digest.key}", sentence=sentence, at=now))
