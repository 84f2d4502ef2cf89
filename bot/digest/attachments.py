"""The files that go with a digest: the memo, the whole list, and the picture in the mail."""

import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from bot.actions.listing import names_in
from bot.core.digest.parts import Digest, Occasion
from bot.core.dutch import one_line
from bot.core.workdays import local_date
from bot.digest.memo import write_memo
from bot.digest.picture import draw_timeline
from bot.digest.workbook import write_workbook
from bot.documents.ooxml import EXCEL, WORD
from connectors.mime import Attachment
from mappings.agenda import Agenda
from mappings.canonical import Action

PICTURE_ID = "verloop"
"""By this name the mail shows the picture: `<img src="cid:verloop">`, where there is a timeline."""

_NOT_IN_NAMES = '\\/:*?"<>|'  # by Windows; people save these files
_MOST_OF_NAME = 60


def enclose(
    digest: Digest, actions: Iterable[Action], *, agenda: Agenda, occasion: Occasion, today: date
) -> tuple[Attachment, ...]:
    """Make the attachments of a digest; the same values give the same bytes.

    The picture comes first and only where the digest has a timeline. The files are named after the
    meeting and its day.
    """
    picture = draw_timeline(digest.timeline) if digest.timeline else b""
    inline = (Attachment("verloop.png", "image/png", picture, PICTURE_ID),) if picture else ()
    day = local_date(occasion.meeting.start).isoformat()
    memo = write_memo(digest, day=today, picture=picture)
    book = write_workbook(
        digest,
        actions,
        names=replace(names_in(agenda), occasions=digest.occasions),
        day=today,
    )
    return (
        *inline,
        Attachment(f"Overzicht {_file_name(occasion.meeting.subject)} {day}.docx", WORD, memo),
        Attachment(f"Actielijst {day}.xlsx", EXCEL, book),
    )


def _file_name(subject: str) -> str:
    """Make a meeting's name fit for a file: "lokale driehoek"."""
    words = one_line(unicodedata.normalize("NFC", subject), _MOST_OF_NAME).rstrip("….")
    kept = " ".join("".join(" " if sign in _NOT_IN_NAMES else sign for sign in words).split())
    return kept[:1].lower() + kept[1:] if kept[1:2].islower() else kept or "overleg"
