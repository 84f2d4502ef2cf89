"""Makes a digest out of the ledger, with all that goes out for it: a mail, a memo, a workbook."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from bot.core.digest.compose import compose_digest
from bot.core.digest.lines import Desk
from bot.core.digest.parts import Material, Occasion, Waiting
from bot.core.digest.sources import Source
from bot.core.sync.sides import SIDES
from bot.core.workdays import local_date
from bot.digest.mail import render_digest
from bot.documents.saving import put_all
from bot.errors import UsageError
from bot.settings import workdays_of
from bot.store.database import Store
from bot.store.ledger import Ledger
from connectors.mime import Attachment, OutgoingMail
from mappings.agenda import Agenda
from mappings.system_words import why

_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}")  # of a file's name


@dataclass(frozen=True)
class DigestMail:
    """All that goes out for one digest."""

    subject: str
    html: str
    text: str
    attachments: tuple[Attachment, ...] = ()

    def addressed(self, to: tuple[str, ...]) -> OutgoingMail:
        """The mail to these addresses."""
        return OutgoingMail(
            subject=self.subject,
            html=self.html,
            text=self.text,
            to=to,
            attachments=self.attachments,
        )

    def write(self, folder: Path, name: str) -> list[str]:
        """Write everything in a folder to look at, all of it or nothing; gives the paths.

        The folder is made when only it is missing. A browser knows no `cid:`, so pictures in the
        mail are shown from their files. Raises UsageError for what is no folder, and when it cannot
        be made or written in.
        """
        check_folder(folder)
        html = self.html
        for file in self.attachments:
            if file.content_id:
                html = html.replace(f"cid:{file.content_id}", quote(file.name))
        files = {f"{name}.html": html.encode(), f"{name}.txt": self.text.encode()}
        files |= {file.name: file.content for file in self.attachments}
        is_new = not folder.exists()
        try:
            folder.mkdir(exist_ok=True)
            put_all({folder / file_name: content for file_name, content in files.items()})
        except OSError as error:
            if is_new:
                with suppress(OSError):
                    folder.rmdir()
            raise _unwritable(folder, error) from error
        return [str(folder / file_name) for file_name in files]


def check_folder(folder: Path) -> None:
    """Raise UsageError for what cannot be the folder that a digest is written in."""
    try:
        if folder.is_dir():
            return
        is_file, has_place = folder.exists(), folder.parent.is_dir()
    except OSError as error:
        raise _unwritable(folder, error) from error
    if is_file:
        raise UsageError(f"{folder} is een bestand, geen map. Kies een andere map.")
    if _ENDING.fullmatch(folder.suffix):
        raise UsageError(
            f"{folder} is een naam van een bestand, en een overzicht bestaat uit meer dan één. "
            "Noem een map."
        )
    if not has_place:
        raise UsageError(f"De map {folder.parent} bestaat niet. Maak haar, of kies een andere.")


def _unwritable(folder: Path, error: OSError) -> UsageError:
    return UsageError(
        f"In de map {folder} is niet te schrijven: {why(error)}. Kies een andere map."
    )


def make_mail(
    store: Store,
    agenda: Agenda,
    occasion: Occasion,
    sources: tuple[Source, ...],
    now: datetime,
) -> DigestMail:
    """Compose the digest for this occasion as the list stands now, with all that goes along."""
    from bot.digest.attachments import enclose  # Word, Excel and pictures take long to load

    with store.read() as ledger:
        material = Material(
            actions=tuple(ledger.actions.all().values()),
            history=tuple(ledger.history.all()),
            waiting=read_waiting(ledger),
            sources=sources,
        )
    today, owners = local_date(now), {owner.code: owner.name for owner in agenda.owners}
    digest = compose_digest(
        material,
        occasion,
        title=agenda.name,
        goals={goal.number: goal.name for goal in agenda.goals},
        desk=Desk(owners, today, workdays_of(agenda)),
    )
    mail = render_digest(digest)
    files = enclose(digest, material.actions, agenda=agenda, occasion=occasion, today=today)
    return DigestMail(subject=mail.subject, html=mail.html, text=mail.text, attachments=files)


def read_waiting(ledger: Ledger) -> Waiting:
    """Read what waits for the coordinator."""
    links = [link for side in SIDES for link in ledger.links.all(side).values()]
    proposals = ledger.proposals.waiting()
    return Waiting(
        conflicts=tuple(dict.fromkeys(c.code for c in ledger.conflicts.open_ones())),
        proposals=tuple(proposal.title for proposal in proposals),
        deleted=tuple(dict.fromkeys(link.code for link in links if link.state == "gone")),
    )
