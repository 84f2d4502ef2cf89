"""Decides who is reminded of what today: each step once, the nearest one only.

After downtime or a pause a missed step still comes, unless a later one has overtaken it: people
get one useful message, never a pile. Days and steps are those of `steps`.

Which mornings to ask is the worker's decision; this module only answers for a given day.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import NamedTuple

from bot.core.dutch import deadline_sentence, due_words, near_date, sentence
from bot.core.reminders.news import OwnerNews, news_words, wait_note
from bot.core.reminders.put import PUT_ASK, PUT_SECTION, PutQuestion, is_time_again, puts
from bot.core.reminders.questions import NO_DUE, OwnerQuestion, asked
from bot.core.reminders.steps import (
    BLOCKS,
    DRIEHOEK,
    OCCASION,
    Rules,
    deadline_step,
    last_steps_only,
    lateness,
    request_day,
)
from bot.core.rhythms.tally import Returning, nudged, tally
from bot.core.waits import Waits
from bot.core.workdays import Workdays, local_date
from mappings.canonical import Action, DueKind, Frozen, Status, code_order

COORDINATOR = "coordinator"
"""Stands in for the owner of an action that nobody leads yet."""

COORDINATOR_NAME = "coördinator"

NO_DAY = NO_DUE
"""In the key of a request before a driehoek: it hangs on the meeting, which may move."""

THIS_TIME = "Nog te doen in deze periode"
BY_TICK = "Is het gedaan? Vink het af in de controlelijst van de taak."
BY_MEETING = "Dit telt vanzelf zodra het overleg er was."


class ReminderKey(NamedTuple):
    """What makes a reminder the same one. A moved deadline or a new owner starts afresh.

    number: of the decision by which a meeting asked something, 0 for anything else.
    """

    code: str
    step: str
    due: date
    owner: str
    number: int = 0


class Reminder(Frozen):
    """One action that one owner should hear of.

    step: see `steps`. due: the day it hangs on: the deadline, the end of a rhythm's period, or
    `NO_DAY`. owner: an owner code, or `COORDINATOR`. leads: the owner codes of the action itself.
    deadline: the Dutch sentence about it. section: the heading of the card it stands under, "" for
    a deadline. ask: what is asked there, "" where that is to bring Planner up to date.
    number: as of `ReminderKey`; what a meeting asked has the question for its title, and "" for its
    code when it is about no action. is_news: it tells something, and waits for no answer.
    """

    code: str
    title: str
    status: Status | None
    step: str
    due: date
    owner: str
    leads: tuple[str, ...]
    deadline: str
    section: str = ""
    ask: str = ""
    number: int = 0
    is_news: bool = False

    @property
    def is_late(self) -> bool:
        """Whether it speaks of a deadline that has passed."""
        return lateness(self.step) is not None

    @property
    def key(self) -> ReminderKey:
        """Name this reminder for the ledger."""
        return ReminderKey(self.code, self.step, self.due, self.owner, self.number)


class OwnerCard(Frozen):
    """What one owner gets today, in one message: late first, then by deadline."""

    owner: str
    lines: tuple[Reminder, ...]


class Driehoek(Frozen):
    """One meeting of a series. key: stays the same when it moves; start: aware."""

    key: str
    series: str
    start: datetime


class Pauses(Frozen):
    """Who and what is left in peace until a day; on that day they are spoken to again."""

    actions: Mapping[str, date] = {}
    owners: Mapping[str, date] = {}

    def cover(self, code: str, owner: str, today: date) -> bool:
        """Whether this owner is not to hear of this action today."""
        until = (self.actions.get(code), self.owners.get(owner))
        return any(day is not None and today < day for day in until)


@dataclass(frozen=True)
class Situation:
    """All that decides who is reminded.

    rules: by (owner, code). changed: when status or note of an action last changed, or it was
    ticked. returning: the actions that return, by code. questions: what there is to ask, each once.
    put: what meetings asked owners and has no answer yet. waits: what waits for what in the whole
    list; news: what owners hear of that, each once. sent: what went out or was tried, and on which
    day.
    """

    actions: tuple[Action, ...]
    workdays: Workdays = field(default_factory=Workdays)
    rules: Callable[[str, str], Rules] = lambda _owner, _code: Rules()
    changed: Mapping[str, datetime] = field(default_factory=dict)
    returning: Mapping[str, Returning] = field(default_factory=dict)
    driehoeken: tuple[Driehoek, ...] = ()
    pauses: Pauses = field(default_factory=Pauses)
    questions: tuple[OwnerQuestion, ...] = ()
    put: tuple[PutQuestion, ...] = ()
    waits: Waits = field(default_factory=Waits)
    news: tuple[OwnerNews, ...] = ()
    sent: Mapping[ReminderKey, date] = field(default_factory=dict)


def due_reminders(situation: Situation, today: date) -> tuple[Reminder, ...]:
    """List the reminders to send today: of deadlines and rhythms, then the requests and questions.

    Of what is done it is only asked what came of it; what is dropped never gives one. An owner whom
    a deadline or rhythm already made look at an action in the days before a driehoek is not asked
    for it again. An owner whose action waits for another one is left in peace meanwhile, but for
    the last step before the deadline and the first after it.
    """
    wanted = [action for action in situation.actions if may_remind(action)]
    wanted.sort(key=lambda action: code_order(action.code))
    own = [r for action in wanted for r in _own_steps(situation, action, today)]
    fresh = [reminder for reminder in own if reminder.key not in situation.sent]
    spoken = {**situation.sent, **{reminder.key: today for reminder in fresh}}
    requests = _requests(replace(situation, sent=spoken), wanted, today)
    questions = (*_questions(situation, today), *_put(situation, today))
    return (*fresh, *requests, *questions, *_news(situation, today))


def may_remind(action: Action) -> bool:
    """Whether anybody may be reminded of this action at all."""
    return action.is_open and action.due.kind is not DueKind.DROPPED


def cards(reminders: Iterable[Reminder]) -> tuple[OwnerCard, ...]:
    """Gather the reminders into one card per owner, the coordinator's last."""
    by_owner: dict[str, list[Reminder]] = {}
    for reminder in reminders:
        by_owner.setdefault(reminder.owner, []).append(reminder)
    owners = sorted(by_owner, key=lambda owner: (owner == COORDINATOR, owner))
    return tuple(
        OwnerCard(owner=owner, lines=tuple(sorted(by_owner[owner], key=_urgency)))
        for owner in owners
    )


def _own_steps(situation: Situation, action: Action, today: date) -> Iterator[Reminder]:
    """What the deadline or the rhythm of one action says today; to the coordinator as well."""
    for owner in action.owners or (COORDINATOR,):
        if situation.pauses.cover(action.code, owner, today):
            continue
        reminder = _of_deadline(situation, action, owner, today) or _of_rhythm(
            situation, action, owner, today
        )
        if reminder is None or _too_soon(situation, reminder, today):
            continue
        yield reminder
        if owner in action.owners[:1] and _escalates(situation, reminder, today):
            yield reminder.model_copy(update={"owner": COORDINATOR})


def _too_soon(situation: Situation, reminder: Reminder, today: date) -> bool:
    """Whether this owner heard of the same lateness just now, as after downtime or a pause."""
    if not reminder.is_late or reminder.key in situation.sent:
        return False
    told, rules = _late_told(situation, reminder), situation.rules(reminder.owner, reminder.code)
    return bool(told) and situation.workdays.between(max(told), today) < rules.late_every


def _escalates(situation: Situation, reminder: Reminder, today: date) -> bool:
    """Whether the owner has known of this lateness for so long that the coordinator hears too.

    However old the deadline is: who was told today for the first time has not had a chance yet.
    """
    if not reminder.is_late:
        return False
    first = min([*_late_told(situation, reminder), today])
    rules = situation.rules(reminder.owner, reminder.code)
    return situation.workdays.between(first, today) >= rules.coordinator_after


def _late_told(situation: Situation, reminder: Reminder) -> list[date]:
    """The days on which this owner heard that this deadline has passed."""
    series = (reminder.code, reminder.due, reminder.owner)
    return [
        day
        for key, day in situation.sent.items()
        if (key.code, key.due, key.owner) == series and lateness(key.step) is not None
    ]


def _of_deadline(situation: Situation, action: Action, owner: str, today: date) -> Reminder | None:
    due, workdays = action.due.date, situation.workdays
    if due is None:
        return None
    rules = situation.rules(owner, action.code)
    step = deadline_step(due, today=today, workdays=workdays, rules=rules)
    if step and situation.waits.blockers(action.code):
        step = last_steps_only(step, rules)
    told = deadline_sentence(action.due, today=today, workdays=workdays)
    told = f"{told} {wait_note(situation.waits, action.code)}".rstrip()
    return _reminder(action, owner, step, due, told) if step else None


def _of_rhythm(situation: Situation, action: Action, owner: str, today: date) -> Reminder | None:
    """A nudge in the last month of a period in which an action that returns was not done yet."""
    returning = situation.returning.get(action.code)
    period = nudged(returning, today) if returning else None
    if returning is None or period is None or situation.waits.blockers(action.code):
        return None
    end = period.last
    name = f"{period.name[:1].upper()}{period.name[1:]}"
    done = tally(returning, today).words
    to_do = BY_MEETING if returning.by_meetings else BY_TICK
    told = f"{name}: nog tot en met {near_date(end, today=today)}. {sentence(done)} {to_do}"
    return _reminder(action, owner, f"{OCCASION}{end}", end, told, THIS_TIME)


def _requests(situation: Situation, actions: Sequence[Action], today: date) -> Iterator[Reminder]:
    """Ask owners for the actions that nobody touched since the previous driehoek of a series."""
    for series in sorted({meeting.series for meeting in situation.driehoeken}):
        meetings = sorted(
            (meeting for meeting in situation.driehoeken if meeting.series == series),
            key=lambda meeting: meeting.start,
        )
        coming = next((m for m in meetings if local_date(m.start) > today), None)
        held = [m.start for m in meetings if local_date(m.start) <= today]
        if coming is None:
            continue
        for action in actions:
            if situation.waits.blockers(action.code):
                continue
            changed = situation.changed.get(action.code)
            if changed is None or (held and changed <= held[-1]):
                yield from _of_driehoek(situation, action, coming, today)


def _of_driehoek(
    situation: Situation, action: Action, meeting: Driehoek, today: date
) -> Iterator[Reminder]:
    workdays, day = situation.workdays, local_date(meeting.start)
    for owner in action.owners or (COORDINATOR,):
        rules = situation.rules(owner, action.code)
        opens = request_day(day, workdays=workdays, rules=rules)
        if today < opens or situation.pauses.cover(action.code, owner, today):
            continue
        told = _deadline_words(action, today, workdays)
        request = _reminder(
            action,
            owner,
            f"{DRIEHOEK}{meeting.key}",
            NO_DAY,
            f"{told} {wait_note(situation.waits, action.code)}".rstrip(),
            f"Werk dit bij voor de driehoek van {near_date(day, today=today)}",
        )
        asked = request.key in situation.sent or any(
            (key.code, key.owner) == (action.code, owner) and when >= opens
            for key, when in situation.sent.items()
            if not key.step.startswith((DRIEHOEK, BLOCKS))
        )
        if not asked:
            yield request


def _questions(situation: Situation, today: date) -> Iterator[Reminder]:
    """Ask who leads an action what there is to ask, once."""
    actions = {action.code: action for action in situation.actions}
    for question in situation.questions:
        action = actions[question.code]
        owner = action.owners[0] if action.owners else COORDINATOR
        covered = situation.pauses.cover(action.code, owner, today)
        if covered or not question.is_fresh(today) or situation.waits.blockers(action.code):
            continue
        put = asked(question.step)
        reminder = _reminder(
            action, owner, question.step, question.due, question.told, put.section
        ).model_copy(update={"ask": put.ask})
        if reminder.key not in situation.sent:
            yield reminder


def _put(situation: Situation, today: date) -> Iterator[Reminder]:
    """Put what a meeting asked to whom it asked, but not what was put shortly before."""
    for question, step in puts(situation.put, today, situation.workdays):
        reminder = put_reminder(question, step, today)
        if situation.pauses.cover(question.code, question.owner, today):
            continue
        told = [day for key, day in situation.sent.items() if key.number == question.number]
        if reminder.key not in situation.sent and is_time_again(told, today):
            yield reminder


def put_reminder(question: PutQuestion, step: str, today: date) -> Reminder:
    """What a meeting asked, as it is put at a step."""
    return Reminder(
        code=question.code,
        title=question.text,
        status=question.status,
        step=step,
        due=question.by,
        owner=question.owner,
        leads=question.leads,
        deadline=question.how(today),
        section=PUT_SECTION,
        ask=PUT_ASK,
        number=question.number,
    )


def _news(situation: Situation, today: date) -> Iterator[Reminder]:
    """Tell everybody who leads an action what there is to hear about it, once."""
    actions = {action.code: action for action in situation.actions}
    for news in (one for one in situation.news if one.code in actions):
        action = actions[news.code]
        for owner in action.owners or (COORDINATOR,):
            if owner in news.known_to or situation.pauses.cover(news.code, owner, today):
                continue
            put = news_words(news.step)
            reminder = _reminder(
                action, owner, news.step, news.due, news.told, put.section
            ).model_copy(update={"ask": put.ask, "is_news": True})
            if reminder.key not in situation.sent:
                yield reminder


def _deadline_words(action: Action, today: date, workdays: Workdays) -> str:
    if action.due.date is None:
        return f"Deadline: {due_words(action.due)}."
    return deadline_sentence(action.due, today=today, workdays=workdays)


def _reminder(
    action: Action, owner: str, step: str, due: date, sentence: str, section: str = ""
) -> Reminder:
    return Reminder(
        code=action.code,
        title=action.title,
        status=action.status,
        step=step,
        due=due,
        owner=owner,
        leads=action.owners,
        deadline=sentence,
        section=section,
    )


def _urgency(reminder: Reminder) -> tuple[bool, str, bool, date, tuple[int, int]]:
    return (
        bool(reminder.section),
        reminder.section,
        not reminder.is_late,
        reminder.due,
        code_order(reminder.code) if reminder.code else (0, reminder.number),
    )
