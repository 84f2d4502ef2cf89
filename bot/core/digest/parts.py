"""The values of a digest: what it is made for, what it is made from, and what it says.

`Occasion` and `Material` go in, `Digest` comes out. The mail, the
Word memo and the workbook all show the same `Digest`; none of them counts or words anything itself.
"""

from collections.abc import Mapping
from datetime import date

from pydantic import AwareDatetime

from bot.core.decisions.states import DecisionStanding
from bot.core.digest.figures import Figure, GoalProgress, Share
from bot.core.digest.results import Results
from bot.core.digest.returning import ReturningBlock
from bot.core.digest.sources import Source
from bot.core.history import Change
from bot.core.meetings.verdicts import Occurrence
from bot.core.promises import Promise
from bot.core.rhythms.tally import Returning
from mappings.canonical import Action, Frozen


class FirstMail(Frozen):
    """The digest that went out before the meeting was moved. start: what it said of the meeting.

    taken_back: its readers were told afterwards that the meeting is off.
    """

    sent_at: AwareDatetime
    start: AwareDatetime
    taken_back: bool = False


class Occasion(Frozen):
    """What a digest is made for.

    meeting: the driehoek it is about. series: the key of its series. previous: the last one held,
    None for the first digest. upcoming: the one after `meeting`, if the calendar has it. held: the
    starts of all that were held, oldest first. prepared_by: the meeting that gets this as a
    concept. first: set when this mail follows an earlier one, because the meeting was moved.
    rehearsal: for one reader only, to look at; it counts for nothing. told_at: when the last mail
    to the same readers about an earlier meeting was made; None when this is their first.
    """

    meeting: Occurrence
    previous: Occurrence | None
    upcoming: Occurrence | None = None
    held: tuple[AwareDatetime, ...] = ()
    prepared_by: Occurrence | None = None
    first: FirstMail | None = None
    rehearsal: bool = False
    series: str = ""
    told_at: AwareDatetime | None = None


class Waiting(Frozen):
    """What waits for the coordinator.

    conflicts: codes with an open collision. proposals: titles of tasks that people made. deleted:
    codes of which people deleted the task or the event.
    """

    conflicts: tuple[str, ...] = ()
    proposals: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()


class Material(Frozen):
    """What a digest is made from. sources: of which moment each side's figures are.

    history: whole, so that the timeline knows when the list began; what happened since the
    previous meeting is enough for everything else. returning: the actions that return, by code.
    asked: since when owners want an action discussed, by code. confirms: whether owners were asked
    to confirm. decided: what became of all decisions.
    """

    actions: tuple[Action, ...]
    history: tuple[Change, ...]
    waiting: Waiting
    sources: tuple[Source, ...]
    decided: tuple[DecisionStanding, ...] = ()
    returning: Mapping[str, Returning] = {}
    asked: Mapping[str, AwareDatetime] = {}
    confirms: bool = False


class ChangeLine(Frozen):
    """One change since an earlier moment. old: "" where only the new text matters."""

    code: str
    title: str
    kind: str
    old: str
    new: str


class AgreedLine(Frozen):
    """One decision of an earlier meeting. number: its own; held_on: the day of that meeting.

    code: "" for a question about no action. text: what was decided. earlier: for one from before
    the previous meeting, when; "" else. state: what became of it, in a word or two; became: the
    same in a sentence, "" where the word says it all. is_overdue: the
    day on which an answer was to be there has passed.
    """

    number: int
    code: str
    title: str
    text: str
    held_on: date
    earlier: str
    state: str
    became: str
    is_overdue: bool


class Agreements(Frozen):
    """What earlier meetings decided, what is open first. sentence: how many of each.

    settled: the numbers of those that stand here as done.
    """

    sentence: str
    lines: tuple[AgreedLine, ...]
    settled: tuple[int, ...] = ()


class RaisedAction(Frozen):
    """One action that is to be discussed. question: one line; since: when it was asked, in words.

    is_new: these readers see it for the first time.
    """

    code: str
    title: str
    owners: str
    question: str
    since: str
    is_new: bool = False


class RaisedActions(Frozen):
    """All of them, the new ones first, then the oldest. sentence: how many, and which are new."""

    sentence: str
    lines: tuple[RaisedAction, ...]


class ActionLine(Frozen):
    """One action in a list.

    owners, due: words, also where nothing is filled in; has_owner and has_due tell the two apart.
    due is "" for what does not go on: no deadline matters any more. left: time to the deadline, ""
    where that says nothing. promised: of an open action that was put off more than once, what was
    promised first and how often that moved; else "". confirmed: when an owner said since the
    previous meeting that it is still true; else "".
    """

    code: str
    title: str
    owners: str
    status: str
    due: str
    left: str
    is_late: bool
    has_owner: bool = True
    has_due: bool = True
    promised: str = ""
    confirmed: str = ""


class Concern(Frozen):
    """Something that needs a decision. lines: (code, title, reason); codes: just the codes.

    In a line the code is "" for a task that is no action yet, and the reason is "" where the
    sentence already says it.
    """

    heading: str
    sentence: str
    lines: tuple[tuple[str, str, str], ...] = ()
    codes: tuple[str, ...] = ()


class OwnerAgenda(Frozen):
    """What one owner has to look at before the next meeting; an action may stand under several."""

    name: str
    late: tuple[ActionLine, ...]
    coming: tuple[ActionLine, ...]


class Obligations(Frozen):
    """How the actions of one VNG plateau stand. open: those not done, furthest from it first."""

    heading: str
    is_obliged: bool

    sentence: str
    shares: tuple[Share, ...]
    open: tuple[ActionLine, ...]


class OwnerConfirmed(Frozen):
    """How much of one owner's open actions is up to date. detail: in what way, "" for none."""

    name: str
    share: str
    detail: str


class ConfirmedBlock(Frozen):
    """How much of the list was confirmed or changed since the previous meeting.

    silence: how many actions nobody looked at for long, "" for none; silent: those.
    """

    sentence: str
    owners: tuple[OwnerConfirmed, ...]
    silence: str
    silent: tuple[ActionLine, ...]


class TimelinePoint(Frozen):
    """How many actions stood where on the day of a meeting held earlier, or today.

    label: the day, short. done, running, planned: the three that the picture shows; other: dropped
    or without a status.
    """

    label: str
    done: int
    running: int
    planned: int
    other: int


class GoalList(Frozen):
    """All actions of one goal, under a caption that counts them."""

    number: int
    name: str
    caption: str
    actions: tuple[ActionLine, ...]


class Digest(Frozen):
    """Everything the reader sees, in the order in which he sees it.

    banner: why this is no ordinary digest (old figures, a concept, an update, a rehearsal), or "".
    agreed: what earlier meetings decided, None for nothing.
    raised: what owners ask of the meeting, None for nothing.
    since_first: for an update, what changed after the first mail. horizon: what counts as late or
    coming, also when nothing is. owners: all that is late or coming, per owner. occasions: how
    often what returns was done, as the list says it, by code. timeline: oldest first, the last is
    today; empty when there is nothing to compare with; timeline_words says the same as a text.
    promises: by code, of every action. results: what came of what is done; completed: on which day
    that was, by code. made_from: the sources of the figures, those that are old with their moment.
    """

    subject: str
    title: str
    occasion: str
    banner: str = ""
    answer: str
    warning: str
    since: str
    agreed: Agreements | None = None
    raised: RaisedActions | None = None
    figures: tuple[Figure, ...]
    since_first: tuple[ChangeLine, ...] = ()
    goals: tuple[GoalProgress, ...]
    changes: tuple[ChangeLine, ...]
    late: tuple[ActionLine, ...]
    coming: tuple[ActionLine, ...]
    horizon: str = ""
    owners: tuple[OwnerAgenda, ...] = ()
    returning: ReturningBlock | None = None
    occasions: Mapping[str, str] = {}
    confirmed: ConfirmedBlock | None = None
    obligations: tuple[Obligations, ...] = ()
    concerns: tuple[Concern, ...]
    timeline: tuple[TimelinePoint, ...] = ()
    timeline_words: str = ""
    lists: tuple[GoalList, ...]
    promises: Mapping[str, Promise] = {}
    results: Results | None = None
    completed: Mapping[str, date] = {}
    made_on: str
    made_from: str

    @property
    def has_late(self) -> bool:
        """Whether anything is late, by its deadline or by a period that passed."""
        return bool(self.late or (self.returning and self.returning.late))
