"""The sentences of a digest that give the answer, and those that say what kind of digest it is."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from bot.core.digest.parts import FirstMail, Occasion
from bot.core.digest.progress import ChangeKind, Progress
from bot.core.digest.sources import Source, old_figures
from bot.core.dutch import are, counted, enumerated, moment, near_date, one_line, run, short_date
from bot.core.meetings.verdicts import Occurrence
from bot.core.workdays import local_date
from mappings.canonical import Action, Status

LET_GO = "Laat het gaan met: driehoek digest release{option}"
"""How a digest that is kept back goes after all."""


def subject(occasion: Occasion, actions: Sequence[Action], late: int, day: str) -> str:
    """Write the subject: what kind of digest, for which meeting, and the answer in numbers.

    day: the meeting's, in words.
    """
    marks = [
        word
        for word, holds in (
            ("Proef: ", occasion.rehearsal),
            ("Bijgewerkt: ", occasion.first is not None),
            ("Concept: ", occasion.prepared_by is not None),
        )
        if holds
    ]
    done = sum(action.status is Status.DONE for action in actions)
    total = counted(len(actions), "actie", "acties")
    return (
        f"{''.join(marks)}{name_of(occasion.meeting)} {day}: "
        f"{done} van {total} gereed, {late} te laat"
    )


def name_of(meeting: Occurrence) -> str:
    """Write a meeting's name on one line, or what stands for it when it has none."""
    return one_line(meeting.subject, 60) or "Overleg"


def banner(
    occasion: Occasion, since_first: Sequence[Progress], sources: Sequence[Source], today: date
) -> str:
    """Say why this is no ordinary digest, or "" when it is one."""
    sentences = [told] if (told := old_figures(sources, today)) else []
    if occasion.rehearsal:
        sentences.append("Proef: alleen u krijgt dit overzicht, om het te bekijken.")
    if occasion.first is not None:
        sentences.append(_update(occasion.first, occasion.meeting, since_first))
    if occasion.prepared_by is not None:
        sentences.append(_concept(occasion.meeting, occasion.prepared_by))
    return " ".join(sentences)


def _update(first: FirstMail, meeting: Occurrence, since_first: Sequence[Progress]) -> str:
    sent = near_date(local_date(first.sent_at), today=local_date(meeting.start))
    told = _told(since_first)
    changed = f"is gewijzigd: {told}." if told else "is er aan de acties niets gewijzigd."
    news = f"is verplaatst van {moment(first.start)} naar {moment(meeting.start)}"
    if first.taken_back and local_date(first.start) == local_date(meeting.start):
        news = f"van {moment(meeting.start)} gaat toch door"
    return f"Bijgewerkt: het overleg {news}. Sinds het eerste overzicht, van {sent}, {changed}"


def _concept(meeting: Occurrence, prepared_by: Occurrence) -> str:
    return (
        f"Concept, voor: {name_of(prepared_by)}, {moment(prepared_by.start)}. "
        f"Daarna gaat het overzicht naar: {name_of(meeting)}, {moment(meeting.start)}. "
        "Er kan nog iets wijzigen."
    )


def answer(actions: Sequence[Action]) -> str:
    """Write the first sentence: how many are done, how many are running."""
    done = sum(action.status is Status.DONE for action in actions)
    running = sum(action.status is Status.RUNNING for action in actions)
    total = counted(len(actions), "actie", "acties")
    return f"{done} van de {total} {are(done)} gereed en {running} {run(running)}."


def warning(late: int, returning: int = 0) -> str:
    """Write how many are late; also when none is. returning: those of which a period passed."""
    if not late and not returning:
        return "Geen enkele actie is te laat."
    by_deadline = f"{counted(late, 'actie', 'acties')} {are(late)} te laat."
    if not returning:
        return by_deadline
    more = f"{are(returning)} {counted(returning, 'actie die terugkomt', 'acties die terugkomen')}"
    if not late:
        return f"Geen enkele deadline is voorbij. Wel {more} te laat."
    return f"{by_deadline} Ook {more} te laat."


def since(progress: Sequence[Progress], previous: Occurrence | None) -> str:
    """Write what changed since the previous meeting, as one sentence with counts."""
    if previous is None:
        return "Dit is het eerste overzicht. Er is nog geen vorige keer om mee te vergelijken."
    day = short_date(local_date(previous.start))
    told = _told(progress)
    if not told:
        return f"Sinds de vorige keer, op {day}, is er niets gewijzigd."
    return f"Sinds de vorige keer, op {day}: {told}."


def _told(progress: Sequence[Progress]) -> str:
    counts = Counter(step.kind for step in progress)
    return enumerated([_counted_kind(kind, counts[kind]) for kind in ChangeKind if counts[kind]])


def _counted_kind(kind: ChangeKind, count: int) -> str:
    match kind:
        case ChangeKind.NEW:
            return counted(count, "nieuwe actie", "nieuwe acties")
        case ChangeKind.NOTE:
            return counted(count, "nieuw bericht", "nieuwe berichten")
        case ChangeKind.OTHER_DUE:
            return counted(count, "andere deadline", "andere deadlines")
        case _:
            return f"{count} {kind.lower()}"
