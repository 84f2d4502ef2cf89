"""Asks Exchange what became of a digest at each reader, where the installation allows it.

Off by default: the right to ask goes for all mail of the tenant. Asked is only about mail that the
bot sent itself, by its Message-ID, and nothing of the answer is kept: the coordinator hears what is
wrong, with a reader's number in the settings in place of an address.
"""

from datetime import datetime, timedelta

from bot.core.digest.arrivals import LOOKS, SLOW, arrivals, look_is_due, what_is_wrong
from bot.core.dutch import full_date
from bot.core.workdays import local_date
from bot.settings import Readers
from bot.store.database import Store
from bot.store.records.digests import MailedDigest
from bot.store.records.notices import Notice
from connectors.errors import GraphError
from connectors.message_trace import SKEW, MessageTraceApi
from connectors.outlook import OutlookApi

WATCHED = LOOKS[-1] + timedelta(days=1)
CLOCKS_APART = timedelta(hours=1)  # ours and Exchange's, with a good margin


def note_traces(
    store: Store, outlook: OutlookApi, traces: MessageTraceApi, readers: Readers, now: datetime
) -> None:
    """Look what became of the digests of the last days; what is wrong is noted once.

    That Exchange cannot be asked is noted too, once per digest, and stops nothing. Raises
    StoreError.
    """
    with store.read() as ledger:
        recent = ledger.digests.made_since(now - WATCHED)
    for digest in recent:
        if not digest.has_left or not look_is_due(digest.at, digest.traced_at, now):
            continue
        notice: Notice | None
        try:
            wrong = _wrong(store, outlook, traces, readers, digest, now)
        except GraphError as error:
            notice = _unknown(digest, error, now)
        else:
            notice = _told(digest, wrong, now) if wrong else None
        with store.begin() as ledger:
            ledger.digests.traced(digest.key, now)
            if notice:
                ledger.notices.add(notice)


def _wrong(
    store: Store,
    outlook: OutlookApi,
    traces: MessageTraceApi,
    readers: Readers,
    digest: MailedDigest,
    now: datetime,
) -> str:
    with store.read() as ledger:
        send = ledger.sends.get(digest.key)
    message = outlook.message(send.remote_id) if send and send.remote_id else None
    if message is None or not message.internet_message_id:
        return ""
    lines = traces.of(message.internet_message_id, digest.at - CLOCKS_APART, now - SKEW)
    is_concept = digest.kind == "concept"
    found = arrivals(
        readers.of(prepares=is_concept), [(line.recipient_address, line.status) for line in lines]
    )
    setting = "CONCEPT_RECIPIENTS" if is_concept else "DIGEST_RECIPIENTS"
    return what_is_wrong(found, is_slow=now - digest.at >= SLOW, setting=setting)


def _told(digest: MailedDigest, wrong: str, now: datetime) -> Notice:
    sentence = (
        f"{_name(digest)} kwam niet bij iedereen aan: {wrong}. Stuur het zelf door, of vraag de "
        "beheerder ernaar te kijken met berichttracering in Exchange."
    )
    return Notice(key=f"trace|{digest.key}|{wrong}", sentence=sentence, at=now)


def _unknown(digest: MailedDigest, error: GraphError, now: datetime) -> Notice:
    sentence = (
        f"{_name(digest)} is verstuurd, maar of het aankwam is niet na te gaan. {error.advice} "
        "Kijk met: driehoek doctor"
    )
    return Notice(key=f"untraced|{digest.key}", sentence=sentence, at=now)


def _name(digest: MailedDigest) -> str:
    noun = "concept" if digest.kind == "concept" else "overzicht"
    return f"Het {noun} voor {full_date(local_date(digest.start))}"
