"""Writes the digest as a Word memo, in the municipality's habit: the answer first, then the rest.

It shows the same `Digest` as the mail and words nothing that counts; only columns are written
here. Its parts are those of the mail, which leaves the long ones to this memo.
"""

from collections.abc import Sequence
from datetime import date

from bot.core.digest.figures import LATE
from bot.core.digest.headings import Heading
from bot.core.digest.parts import (
    ActionLine,
    AgreedLine,
    Agreements,
    ChangeLine,
    Concern,
    Digest,
    Obligations,
    OwnerAgenda,
    RaisedActions,
)
from bot.core.digest.returning import ReturningBlock, TallyLine
from bot.digest.memo_confirmed import write_confirmed
from bot.digest.memo_results import write_results
from bot.documents.word import Memo
from bot.documents.word_rows import Column, Content, Words

_READERS = "De deelnemers aan het overleg"
_WRITER = "De coördinator van de actielijst"
_ACTIONS = (
    Column("Actie", 7.5),
    Column("Regie", 3.1),
    Column("Stand", 2.3),
    Column("Deadline", 3.7),
)
_OWN_ACTIONS = (Column("Actie", 10.3), Column("Stand", 2.5), Column("Deadline", 3.8))


def write_memo(digest: Digest, *, day: date, picture: bytes = b"") -> bytes:
    """Write the memo as .docx. The same digest, day and picture give the same bytes.

    day: the day it is made on. picture: the progress over time as PNG, empty for none.
    """
    memo = Memo(title=digest.subject, subject=f"{digest.title}: {digest.occasion}")
    memo.title("Memo")
    memo.facts(
        (
            ("Aan", _READERS),
            ("Van", _WRITER),
            ("Datum", digest.made_on),
            ("Overleg", digest.occasion),
            ("Onderwerp", f"{digest.title}: stand van zaken"),
        )
    )
    if digest.banner:
        memo.banner(digest.banner)
    _answer(memo, digest)
    _agreed(memo, digest.agreed)
    _raised(memo, digest.raised)
    _since_first(memo, digest)
    _attention(memo, digest.concerns)
    _goals(memo, digest)
    _changes(memo, digest)
    _agendas(memo, digest)
    if digest.returning is not None:
        _returning(memo, digest.returning)
    write_confirmed(memo, digest.confirmed)
    write_results(memo, digest.results)
    for obligations in digest.obligations:
        _obligations(memo, obligations)
    _timeline(memo, digest, picture)
    _concerns(memo, digest.concerns)
    _lists(memo, digest)
    memo.footer(f"{digest.title}, {digest.made_on}")
    return memo.finished(day)


def _answer(memo: Memo, digest: Digest) -> None:
    memo.heading("In het kort", 1)
    warning = Words(digest.warning, warning=digest.has_late)
    memo.lead((Words(f"{digest.answer} "), warning))
    memo.paragraph(digest.since)
    compares = any(figure.change for figure in digest.figures)
    columns = [Column("Stand", 3.6), Column("Betekenis", 5.2), Column("Aantal", 2.4)]
    if compares:
        columns.append(Column("Sinds de vorige keer", 5.4))
    rows: list[Sequence[Content]] = []
    for figure in digest.figures:
        count = Words(str(figure.count), bold=True, warning=figure.is_warning)
        row: list[Content] = [(Words(figure.label, bold=True),), figure.meaning, (count,)]
        rows.append([*row, figure.change] if compares else row)
    memo.table("Hoeveel acties in welke stand", columns, rows)


def _agreed(memo: Memo, agreed: Agreements | None) -> None:
    if agreed is None:
        return
    memo.heading(Heading.AGREED, 1)
    memo.paragraph(agreed.sentence, keep=True)
    columns = (Column("Afspraak", 8.8), Column("Wat ervan werd", 7.8))
    rows = [(_agreement(line), _became(line)) for line in agreed.lines]
    memo.table("Wat is afgesproken, en wat ervan werd", columns, rows, shown=False)


def _agreement(line: AgreedLine) -> Content:
    name = (Words(line.code, bold=True), Words("  ")) if line.code else ()
    earlier = (Words(f"\n{line.earlier}", soft=True),) if line.earlier else ()
    return (*name, Words(line.title), Words(f"\n{line.text}", soft=True), *earlier)


def _became(line: AgreedLine) -> Content:
    state = Words(line.state, bold=True, warning=line.is_overdue)
    return (state, Words(f"\n{line.became}", soft=True)) if line.became else (state,)


def _raised(memo: Memo, raised: RaisedActions | None) -> None:
    if raised is None:
        return
    memo.heading(Heading.RAISED, 1)
    memo.paragraph(raised.sentence, keep=True)
    columns = (Column("Actie", 6.2), Column("Regie", 3.0), Column("Vraag", 7.4))
    rows = [
        (_name(line.code, line.title), line.owners, _question(line.question, line.since))
        for line in raised.lines
    ]
    memo.table("Wat er wordt gevraagd", columns, rows, shown=False)


def _question(question: str, since: str) -> Content:
    return Words(question), Words(f"\n{since}", soft=True)


def _goals(memo: Memo, digest: Digest) -> None:
    memo.heading(Heading.GOALS, 1)
    labels = [figure.label for figure in digest.figures if figure.label != LATE]
    width = 10.9 / max(1, len(labels))
    columns = [Column("Doel", 5.7), *(Column(label, width) for label in labels)]
    rows: list[Sequence[Content]] = []
    for goal in digest.goals:
        counts = {share.label: share.count for share in goal.shares}
        name = (
            Words(f"{goal.number}. {goal.name}", bold=True),
            Words(f"\n{goal.size}", soft=True),
        )
        rows.append([name, *(str(counts.get(label, 0)) for label in labels)])
    memo.table("Per doel: hoeveel acties in welke stand", columns, rows)


def _since_first(memo: Memo, digest: Digest) -> None:
    if digest.since_first:
        memo.heading(Heading.SINCE_FIRST, 1)
        _change_table(memo, "Wijzigingen na het eerste overzicht", digest.since_first)


def _attention(memo: Memo, concerns: Sequence[Concern]) -> None:
    if concerns:
        memo.heading(Heading.ATTENTION, 1)
        memo.bullets([concern.sentence for concern in concerns])


def _changes(memo: Memo, digest: Digest) -> None:
    if digest.changes:
        memo.heading(Heading.CHANGES, 1)
        _change_table(memo, "Wijzigingen sinds de vorige keer", digest.changes)


def _change_table(memo: Memo, caption: str, lines: Sequence[ChangeLine]) -> None:
    columns = (
        Column("Actie", 5.0),
        Column("Wijziging", 2.9),
        Column("Was", 4.1),
        Column("Nu", 4.6),
    )
    rows = [
        (_name(line.code, line.title), (Words(line.kind, bold=True),), line.old, line.new)
        for line in lines
    ]
    memo.table(caption, columns, rows)


def _agendas(memo: Memo, digest: Digest) -> None:
    memo.heading(Heading.AGENDAS, 1)
    memo.paragraph(digest.horizon)
    for owner in digest.owners:
        memo.heading(owner.name, 2)
        _agenda(memo, owner)
    if not digest.owners:
        lines = (*digest.late, *digest.coming)
        memo.table("Te laat of komt eraan, oudste eerst", _ACTIONS, _action_rows(lines))


def _agenda(memo: Memo, owner: OwnerAgenda) -> None:
    lines = (*owner.late, *owner.coming)
    rows = [(_action(line), line.status, _due(line)) for line in lines]
    caption = f"Te laat of komt eraan bij {owner.name}, oudste eerst"
    memo.table(caption, _OWN_ACTIONS, rows, shown=False)


def _returning(memo: Memo, block: ReturningBlock) -> None:
    memo.heading(Heading.RETURNING, 1)
    memo.paragraph(block.sentence, keep=bool(block.lines))
    columns = (Column("Actie", 7.5), Column("Regie", 3.1), Column("Gedaan", 6.0))
    rows = [
        (_name(line.code, line.title), line.owners or "geen regiehouder", _done(line))
        for line in block.lines
    ]
    if rows:
        memo.table("Hoe vaak het in deze periode is gedaan", columns, rows, shown=False)


def _done(line: TallyLine) -> Content:
    if not line.late:
        return line.done
    return (Words(f"{line.done}\n" if line.done else ""), Words(line.late, bold=True, warning=True))


def _obligations(memo: Memo, obligations: Obligations) -> None:
    memo.heading(obligations.heading, 1)
    memo.paragraph(obligations.sentence)
    memo.bullets([f"{s.label}: {s.count} ({s.percent} %)" for s in obligations.shares])
    if obligations.open:
        what = "Verplichtingen" if obligations.is_obliged else "Aanvullende acties"
        memo.table(f"{what} die nog niet klaar zijn", _ACTIONS, _action_rows(obligations.open))


def _concerns(memo: Memo, concerns: Sequence[Concern]) -> None:
    if concerns:
        memo.heading(Heading.CONCERNS, 1)
    for concern in concerns:
        memo.heading(concern.heading, 2)
        memo.paragraph(concern.sentence, keep=True)
        if concern.lines and not any(reason for _, _, reason in concern.lines):
            memo.bullets([f"{code} {title}".strip() for code, title, _ in concern.lines])
        elif concern.lines:
            rows = [(_name(code, title), reason) for code, title, reason in concern.lines]
            columns = (Column("Actie", 8.6), Column("Reden", 8.0))
            memo.table(f"{concern.heading}: acties en de reden", columns, rows, shown=False)
        if concern.codes:
            memo.paragraph(", ".join(concern.codes))


def _timeline(memo: Memo, digest: Digest, picture: bytes) -> None:
    if not digest.timeline:
        return
    memo.heading(Heading.TIMELINE, 1)
    if digest.timeline_words:
        memo.paragraph(digest.timeline_words)
    if picture:
        memo.picture(picture, name="Verloop per driehoek", words=_picture_words(digest))
    columns = [Column("Driehoek", 5.4)]
    columns += [Column(name, 2.8) for name in ("Gereed", "Loopt", "Planning", "Overig")]
    rows = [
        (point.label, str(point.done), str(point.running), str(point.planned), str(point.other))
        for point in digest.timeline
    ]
    memo.table("Hoeveel acties in welke stand, per driehoek", columns, rows)


def _picture_words(digest: Digest) -> str:
    return f"Kolommen per driehoek. {digest.timeline_words} De cijfers staan in de tabel hieronder."


def _lists(memo: Memo, digest: Digest) -> None:
    memo.heading(Heading.ACTIONS, 1, new_page=True)
    for goal in digest.lists:
        memo.heading(f"{goal.number}. {goal.name}", 2)
        memo.table(goal.caption, _ACTIONS, _action_rows(goal.actions))


def _action_rows(lines: Sequence[ActionLine]) -> list[Sequence[Content]]:
    return [(_action(line), line.owners, line.status, _due(line)) for line in lines]


def _name(code: str, title: str) -> Content:
    return (Words(code, bold=True), Words(f"  {title}")) if code else title


def _action(line: ActionLine) -> Content:
    said = (Words(f"\n{line.confirmed}", soft=True),) if line.confirmed else ()
    return (Words(line.code, bold=True), Words(f"  {line.title}"), *said)


def _due(line: ActionLine) -> Content:
    words = [Words(line.due)]
    if line.left:
        late = line.is_late
        words.append(Words(f"\n{line.left}", bold=late, soft=not late, warning=late))
    if line.promised:
        words.append(Words(f"\n{line.promised}", soft=True))
    return tuple(words)
