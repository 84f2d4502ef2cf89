"""How the list went over time: where the actions stood at each meeting, and where they are now."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from bot.core.digest.parts import TimelinePoint
from bot.core.digest.progress import rewind
from bot.core.dutch import enumerated, short_date
from bot.core.history import Change
from bot.core.workdays import local_date
from mappings.canonical import Action, Status

MAX_POINTS = 8  # what still fits beside each other in a mail; with four meetings a year, two years


def draw_timeline(
    actions: Sequence[Action], history: Sequence[Change], held: Sequence[datetime], today: date
) -> tuple[TimelinePoint, ...]:
    """Count the list at each meeting held and today, oldest first.

    history: whole, for the list began with its first line; a meeting before that has no figures,
    and nobody may make them up. Gives nothing when there is no meeting to compare today with.
    """
    began = min((change.at for change in history), default=None)  # also where no arrival is known
    if began is None:
        return ()
    by_day = {local_date(start): start for start in sorted(held) if start >= began}
    days = [day for day in sorted(by_day) if day < today][-(MAX_POINTS - 1) :]
    if not days:
        return ()
    points = [_point(day, rewind(actions, history, by_day[day])) for day in days]
    return (*points, _point(today, actions))


def timeline_words(points: Sequence[TimelinePoint]) -> str:
    """Say what the picture of a timeline shows, for who cannot see it; "" for an empty one."""
    if not points:
        return ""
    first, last = points[0], points[-1]
    told = [
        f"{word} {_went(was, now)}"
        for word, was, now in (
            ("gereed", first.done, last.done),
            ("loopt", first.running, last.running),
            ("planning", first.planned, last.planned),
        )
    ]
    return f"Verloop van {first.label} tot {last.label}: {enumerated(told)}."


def _went(was: int, now: int) -> str:
    return f"bleef {now}" if was == now else f"ging van {was} naar {now}"


def _point(day: date, actions: Sequence[Action]) -> TimelinePoint:
    found = Counter(action.status for action in actions)
    known = (found[Status.DONE], found[Status.RUNNING], found[Status.PLANNED])
    done, running, planned = known
    return TimelinePoint(
        label=short_date(day),
        done=done,
        running=running,
        planned=planned,
        other=len(actions) - sum(known),
    )
