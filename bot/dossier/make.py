"""Gathers the dossier of a meeting: the list of then, what was decided, and what was mailed."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.actions.exports import FORMS
from bot.actions.listing import listing_of
from bot.core.annual.standing import Records
from bot.core.decisions.record import MeetingDecision
from bot.core.dossier.parts import Dossier, DossierFile
from bot.core.dossier.retention import Retention
from bot.core.dutch import full_date, moment, short_date
from bot.core.workdays import local_date
from bot.decisions.meeting import HeldMeeting
from bot.dossier.archive import CONTENTS
from bot.dossier.mails import MailedPart
from bot.store.ledger import Ledger
from mappings.agenda import Agenda


@dataclass(frozen=True)
class Papers:
    """What the ledger holds of a meeting. has_list: whether there was a list when it began."""

    meeting: HeldMeeting
    files: tuple[DossierFile, ...]
    decided_at: tuple[datetime, ...]
    has_list: bool


def read_papers(ledger: Ledger, agenda: Agenda, meeting: HeldMeeting) -> Papers:
    """Read the list of that moment, and what the meeting decided."""
    records = Records(
        actions=tuple(ledger.actions.all().values()),
        struck=tuple(one.action for one in ledger.actions.struck().values()),
        history=tuple(ledger.history.all()),
    )
    listing = listing_of(records.list_at(meeting.start), agenda, meeting.start)
    decisions = [one for one in ledger.decisions.all() if one.meeting == meeting.key]
    return Papers(
        meeting=meeting,
        files=(
            DossierFile("lijst.csv", FORMS[".csv"](listing)),
            DossierFile("lijst.json", FORMS[".json"](listing)),
            DossierFile("besluiten.json", _decided(decisions)),
        ),
        decided_at=tuple(one.at for one in decisions),
        has_list=records.begins_at is not None and records.begins_at <= meeting.start,
    )


def compose_dossier(agenda: Agenda, papers: Papers, mails: Sequence[MailedPart]) -> Dossier:
    """Put the dossier of a meeting together."""
    meeting, archiving = papers.meeting, agenda.archive
    retention = (
        Retention(archiving.creator, archiving.keep_years, archiving.keep_forever)
        if archiving
        else Retention(agenda.name)
    )
    title = f"{meeting.name} van {short_date(meeting.day)}: {agenda.name}"
    files = (*papers.files, *(file for mail in mails for file in mail.files))
    missing = tuple(sentence for mail in mails for sentence in mail.missing)
    if all(mail.is_concept for mail in mails):
        missing = (*missing, "Over dit overleg is geen overzicht verstuurd.")
    if not papers.has_list:
        missing = ("Toen dit overleg begon, was er nog geen lijst.", *missing)
    sent = [mail.sent_at for mail in mails if mail.sent_at]
    newest = max([meeting.start, *papers.decided_at, *sent])
    contents = "\n".join(_contents(title, meeting, mails, missing, retention)) + "\n"
    return Dossier(
        id=f"{agenda.key}/{meeting.series}/{meeting.day.isoformat()}",
        title=title,
        source=agenda.name,
        held_at=meeting.start,
        held_on=local_date(meeting.start),
        closed_at=newest,
        files=(DossierFile(CONTENTS, contents.encode()), *files),
        missing=missing,
        retention=retention,
    )


def _contents(
    title: str,
    meeting: HeldMeeting,
    mails: Sequence[MailedPart],
    missing: Sequence[str],
    retention: Retention,
) -> Iterator[str]:
    """Say in words what lies in it, for who opens it years later."""
    yield title
    yield "=" * len(title)
    yield ""
    yield f"Het overleg begon op {moment(meeting.start)}."
    yield ""
    yield "lijst.csv en lijst.json: de acties zoals ze bij het begin van het overleg stonden"
    yield "besluiten.json: wat het overleg besloot, zoals het is vastgelegd"
    for mail in mails:
        if mail.files and mail.sent_at:
            yield f"{mail.folder}: {mail.word}, verstuurd op {moment(mail.sent_at)}"
    yield "mdto: de metagegevens bij het dossier en bij elk bestand"
    yield from ("", *missing) if missing else ()
    yield ""
    yield retention.words
    end = retention.ends_on(meeting.day)
    if end is not None:
        yield f"De laatste dag daarvan is {full_date(end)}."


def _decided(decisions: Sequence[MeetingDecision]) -> bytes:
    rows = [
        {
            "id": one.id,
            "code": one.code,
            "text": one.text,
            "owner": one.owner,
            "by": one.by.isoformat() if one.by else None,
            "at": one.at.isoformat(),
        }
        for one in decisions
        if one.dropped_at is None or one.dropped_in is not None
    ]
    return (json.dumps(rows, ensure_ascii=False, indent=2) + "\n").encode()
