"""Makes a digest out of the ledger, with all that goes out for it: a mail, a memo, a workbook."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from bot.actions.discussions import read_questions
from bot.core.confirmations.asks import CONFIRMED
from bot.core.digest.compose import compose_digest
from bot.core.digest.lines import Desk
from bot.core.digest.parts import Material, Occasion, Waiting
from bot.core.digest.sources import Source
from bot.core.sync.sides import SIDES
from bot.core.workdays import local_date
from bot.decisions.report import read_standings
from bot.digest.mail import render_digest
from bot.folders import write_folder
from bot.rhythms.reading import read_returning
from bot.settings import workdays_of
from bot.store.database import Store
from bot.store.ledger import Ledger
from connectors.mime import Attachment, OutgoingMail
from mappings.agenda import Agenda


@dataclass(frozen=True)
class DigestMail:
    """All that goes out for one digest. settled: the decisions that stand in it as done."""

    subject: str
    html: str
    text: str
    attachments: tuple[Attachment, ...] = ()
    settled: tuple[int, ...] = ()

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
        """Write everything in a folder to look at; raises and gives what `write_folder` does.

        A browser knows no `cid:`, so pictures in the mail are shown from their files.
        """
        html = self.html
        for file in self.attachments:
            if file.content_id:
                html = html.replace(f"cid:{file.content_id}", quote(file.name))
        files = {f"{name}.html": html.encode(), f"{name}.txt": self.text.encode()}
        files |= {file.name: file.content for file in self.attachments}
        return write_folder(folder, files)


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
        actions = tuple(ledger.actions.all().values())
        material = Material(
            actions=actions,
            returning=read_returning(ledger, agenda, actions),
            history=tuple(ledger.history.all()),
            waiting=read_waiting(ledger),
            sources=sources,
            decided=read_standings(ledger),
            asked=read_questions(ledger),
            confirms=agenda.confirmations.in_checklist and ledger.asks.has(CONFIRMED),
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
    return DigestMail(
        subject=mail.subject,
        html=mail.html,
        text=mail.text,
        attachments=files,
        settled=digest.agreed.settled if digest.agreed else (),
    )


def read_waiting(ledger: Ledger) -> Waiting:
    """Read what waits for the coordinator."""
    links = [link for side in SIDES for link in ledger.links.all(side).values()]
    proposals = ledger.proposals.waiting()
    return Waiting(
        conflicts=tuple(dict.fromkeys(c.code for c in ledger.conflicts.open_ones())),
        proposals=tuple(proposal.title for proposal in proposals),
        deleted=tuple(dict.fromkeys(link.code for link in links if link.state == "gone")),
    )
