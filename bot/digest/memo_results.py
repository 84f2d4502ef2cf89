"""The part of the memo that says what came of what is done."""

from bot.core.digest.headings import Heading
from bot.core.digest.results import Results
from bot.documents.word import Memo
from bot.documents.word_rows import Column, Content, Words

_COLUMNS = (Column("Actie", 7.5), Column("Wat het opleverde", 9.1))


def write_results(memo: Memo, results: Results | None) -> None:
    """Write it; nothing for a digest without."""
    if results is None:
        return
    memo.heading(Heading.RESULTS, 1)
    memo.paragraph(results.sentence, keep=bool(results.lines))
    rows: list[tuple[Content, Content]] = [
        (
            (
                Words(line.code, bold=True),
                Words(f"  {line.title}"),
                Words(f"\n{line.day}", soft=True),
            ),
            line.outcome,
        )
        for line in results.lines
    ]
    if rows:
        memo.table(results.caption, _COLUMNS, rows)
    if results.untold:
        memo.paragraph(f"Nog zonder bericht: {', '.join(results.untold)}")
