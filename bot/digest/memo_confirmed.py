"""The part of the memo that says whether the list is still true."""

from bot.core.digest.headings import Heading
from bot.core.digest.parts import ConfirmedBlock
from bot.documents.word import Memo
from bot.documents.word_rows import Column, Content, Words

_OWNERS = (Column("Regiehouder", 7.0), Column("Bevestigd of gewijzigd", 9.6))
_SILENT = (Column("Actie", 10.3), Column("Regie", 6.3))


def write_confirmed(memo: Memo, confirmed: ConfirmedBlock | None) -> None:
    """Write it; nothing for a digest without."""
    if confirmed is None:
        return
    memo.heading(Heading.CONFIRMED, 1)
    memo.paragraph(confirmed.sentence)
    rows: list[tuple[Content, Content]] = [
        (
            (Words(owner.name, bold=True),),
            (Words(owner.share), Words(f"\n{owner.detail}" if owner.detail else "", soft=True)),
        )
        for owner in confirmed.owners
    ]
    memo.table("Per regiehouder, sinds het vorige overleg", _OWNERS, rows)
    if confirmed.silent:
        memo.paragraph(confirmed.silence, keep=True)
        silent: list[tuple[Content, Content]] = [
            ((Words(line.code, bold=True), Words(f"  {line.title}")), line.owners)
            for line in confirmed.silent
        ]
        memo.table("Acties waar lang niets over is gehoord", _SILENT, silent, shown=False)
