"""Composes the status digest that goes out before a driehoek.

The result holds every word and number that the reader sees; templates only place them. The answer
comes first: subject, first sentence, headline figures. Details follow in the order in which
somebody with little time needs them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.core.completions import completions
from bot.core.digest import words
from bot.core.digest.agreed import agreements
from bot.core.digest.concerns import find_concerns
from bot.core.digest.confirmed import confirmed_block, confirmed_words
from bot.core.digest.figures import Figure, GoalProgress, Moment, goal_progress, headline
from bot.core.digest.lines import (
    Desk,
    change_line,
    coming_actions,
    horizon,
    horizon_words,
    late_actions,
    steps_since,
)
from bot.core.digest.parts import Digest, GoalList, Material, Occasion
from bot.core.digest.progress import rewind
from bot.core.digest.raised import raised_actions
from bot.core.digest.results import results_of
from bot.core.digest.returning import occasion_words, returning_block
from bot.core.digest.sources import made_from
from bot.core.digest.timeline import draw_timeline, timeline_words
from bot.core.dutch import full_date, moment, near_date, one_line
from bot.core.history import Change
from bot.core.meetings.verdicts import Occurrence
from bot.core.promises import promises
from bot.core.workdays import local_date
from mappings.canonical import Action, code_order


def compose_digest(
    material: Material, occasion: Occasion, *, title: str, goals: Mapping[int, str], desk: Desk
) -> Digest:
    """Compose the digest for `occasion` as things stand on the day of the desk.

    title: the agenda's name. goals: names by number.
    """
    now = tuple(sorted(material.actions, key=lambda action: code_order(action.code)))
    past, sources, today = material.history, material.sources, desk.today
    desk = replace(desk, promises=promises(now, past))
    if material.confirms:
        desk = replace(desk, confirmed=confirmed_words(past, occasion, desk))
    completed = {code: local_date(how.at) for code, how in completions(now, past).items()}
    previous, first = occasion.previous, occasion.first
    changes = steps_since(now, past, previous.start) if previous else ()
    since_first = steps_since(now, past, first.sent_at) if first else ()
    until = horizon(occasion)
    late, coming = late_actions(now, today), coming_actions(now, today, until)
    returning = returning_block(now, material.returning, desk.owner_names, today)
    passed = {*(returning.late if returning else ())} - {action.code for action in late}
    agendas = desk.owner_agendas(late, coming)
    points = draw_timeline(now, past, occasion.held, today)
    start = occasion.meeting.start
    day = near_date(local_date(start), today=today)
    progress, lists = _per_goal(now, goals, desk)
    return Digest(
        subject=words.subject(occasion, now, len(late) + len(passed), day),
        title=one_line(title, 100),
        occasion=f"{words.name_of(occasion.meeting)}, {moment(start)}",
        banner=words.banner(occasion, since_first, sources, today),
        answer=words.answer(now),
        warning=words.warning(len(late), len(passed)),
        since=words.since(changes, previous),
        agreed=agreements(material.decided, occasion, desk),
        raised=raised_actions(
            now,
            material.asked,
            desk,
            told_at=occasion.told_at,
            last_mail="het vorige concept" if occasion.prepared_by else "het vorige overzicht",
        ),
        figures=_headline(now, past, previous, today),
        since_first=tuple(change_line(step) for step in since_first),
        goals=progress,
        changes=tuple(change_line(step) for step in changes),
        late=tuple(desk.line(action) for action in late),
        coming=tuple(desk.line(action) for action in coming),
        horizon=horizon_words(occasion, agendas),
        owners=agendas,
        returning=returning,
        occasions=occasion_words(material.returning, today),
        confirmed=confirmed_block(now, past, occasion, desk) if material.confirms else None,
        obligations=desk.obligations(now),
        concerns=find_concerns(now, material.waiting, desk.promises),
        timeline=points,
        timeline_words=timeline_words(points),
        lists=lists,
        promises=desk.promises,
        results=results_of(now, completed, today),
        completed=completed,
        made_on=full_date(today),
        made_from=made_from(sources, today),
    )


def _headline(
    now: Sequence[Action], past: Iterable[Change], previous: Occurrence | None, today: date
) -> tuple[Figure, ...]:
    then = (
        Moment(rewind(now, past, previous.start), local_date(previous.start)) if previous else None
    )
    return headline(Moment(tuple(now), today), then)


def _per_goal(
    actions: Sequence[Action], names: Mapping[int, str], desk: Desk
) -> tuple[tuple[GoalProgress, ...], tuple[GoalList, ...]]:
    progress, lists = [], []
    for number in sorted({action.goal for action in actions}):
        own = [action for action in actions if action.goal == number]
        name = one_line(names[number], 100)
        progress.append(goal_progress(number, name, own, desk.today))
        lists.append(desk.goal_list(number, name, own))
    return tuple(progress), tuple(lists)
