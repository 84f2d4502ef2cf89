"""What waits for the coordinator, and what comes: read from the ledger, for who begins the day.

Nobody else is asked. The points stand in the order in which they need a person: what hides an
action from people first, what only is different from what was meant last.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.core.dutch import counted, enumerated, few, field_word, moment
from bot.core.sync.sides import PLANNER, SIDES, side_name
from bot.core.workdays import local_date
from bot.digest.standing import moment_of
from bot.settings import workdays_of
from bot.store.ledger import Ledger
from bot.store.records.meetings import Meeting
from mappings.agenda import Agenda, MeetingSeries
from mappings.canonical import code_order

PointKind = Literal[
    "pair", "unlinked", "deleted", "apart", "conflict", "proposal", "no-owner", "moved"
]
DigestState = Literal["held", "unknown", "due", "planned", "sent"]

_DIGESTS: dict[DigestState, str] = {
    "held": "{digest} wordt vastgehouden; het moment is {moment}",
    "unknown": "onzeker of {digest} is verstuurd",
    "due": "{digest} had uit moeten gaan op {moment}",
    "planned": "{digest} gaat uit op {moment}",
    "sent": "{digest} is verstuurd",
}
_STATES: dict[str, tuple[PointKind, str]] = {
    "gone": ("deleted", "verwijderd"),
    "astray": ("moved", "verplaatst, en daar bijgehouden"),
}


@dataclass(frozen=True)
class OpenPoint:
    """One thing that waits. codes: of the actions it is about. command: shows or settles it."""

    kind: PointKind
    codes: tuple[str, ...]
    sentence: str
    command: str

    def as_json(self) -> dict[str, object]:
        """Its row in `status --json`."""
        return {
            "kind": self.kind,
            "codes": list(self.codes),
            "sentence": self.sentence,
            "command": self.command,
        }


@dataclass(frozen=True)
class ComingMeeting:
    """The next meeting of a series, and how its digest stands. digest_at: when that is due."""

    series: MeetingSeries
    start: datetime
    subject: str
    digest_at: datetime
    digest: DigestState

    @property
    def sentence(self) -> str:
        """How its digest stands, in Dutch."""
        noun = "het concept" if self.series.prepares else "het overzicht"
        return _DIGESTS[self.digest].format(digest=noun, moment=moment(self.digest_at))

    @property
    def command(self) -> str:
        """What lets it go now; "" when there is nothing to do."""
        acts = {"held": "driehoek digest release", "due": "driehoek digest"}
        act = acts.get(self.digest)
        return f"{act}{self.series.option}" if act else ""

    def as_json(self) -> dict[str, object]:
        """Its row in `status --json`."""
        return {
            "series": self.series.key,
            "start": self.start.isoformat(),
            "subject": self.subject,
            "digest_at": self.digest_at.isoformat(),
            "digest": self.digest,
        }


def open_points(ledger: Ledger, now: datetime) -> tuple[OpenPoint, ...]:
    """Everything that waits for a person now, in the order in which it needs one."""
    return (
        *_pairs(ledger),
        *_unlinked(ledger),
        *_gone_or_moved(ledger, "gone"),
        *_set_apart(ledger, now),
        *_conflicts(ledger),
        *_proposals(ledger),
        *_no_owner(ledger),
        *_gone_or_moved(ledger, "astray"),
    )


def coming_meetings(ledger: Ledger, agenda: Agenda, now: datetime) -> tuple[ComingMeeting, ...]:
    """The next meeting of each series as the calendar last showed it, earliest first."""
    ahead = [m for m in ledger.meetings.all() if m.state in ("coming", "moved") and m.start > now]
    found = []
    for series in agenda.meetings:
        meeting = next((m for m in ahead if m.series == series.key), None)
        if meeting is not None:
            due = moment_of(series, meeting.start, workdays_of(agenda))
            state = _digest_state(ledger, meeting, due, now)
            found.append(ComingMeeting(series, meeting.start, meeting.subject, due, state))
    return tuple(sorted(found, key=lambda coming: coming.start))


def _digest_state(ledger: Ledger, meeting: Meeting, due: datetime, now: datetime) -> DigestState:
    rows = [row for row in ledger.digests.of(meeting.series) if row.meeting == meeting.key]
    day = local_date(meeting.start)
    if any(row.has_left and local_date(row.start) == day for row in rows):
        return "sent"
    if ledger.meeting_choices.of(meeting.series).held == meeting.key:
        return "held"
    if any(row.state == "unknown" for row in rows):
        return "unknown"
    return "due" if due <= now else "planned"


def _pairs(ledger: Ledger) -> Iterator[OpenPoint]:
    """Actions that look like what people made, so that nothing is made of them."""
    codes = _sorted([*dict.fromkeys(pair.code for pair in ledger.pairs.asked(PLANNER))])
    if codes:
        some = counted(len(codes), "actie lijkt", "acties lijken")
        sentence = f"{some} op een taak die iemand al in Planner maakte: {few(codes)}."
        yield OpenPoint("pair", tuple(codes), sentence, "driehoek pairs")


def _unlinked(ledger: Ledger) -> Iterator[OpenPoint]:
    """Actions that a whole reading of Planner found no task for, and made none."""
    read_at = ledger.readings.of(PLANNER).read_at
    linked = {*ledger.links.all(PLANNER), *(pair.code for pair in ledger.pairs.asked(PLANNER))}
    came = ledger.history.latest(("item",))
    codes = [
        code
        for code in ledger.actions.all()
        if code not in linked and read_at and (code not in came or came[code] < read_at)
    ]
    if codes:
        some = counted(len(codes), "actie heeft", "acties hebben")
        sentence = f"{some} geen taak in Planner: {few(codes)}."
        yield OpenPoint("unlinked", tuple(codes), sentence, "driehoek plan")


def _gone_or_moved(ledger: Ledger, state: Literal["gone", "astray"]) -> Iterator[OpenPoint]:
    kind, word = _STATES[state]
    for side in SIDES:
        links = ledger.links.all(side)
        codes = _sorted([code for code, link in links.items() if link.state == state])
        if codes:
            command = f"driehoek restore {' '.join(codes)}"
            command += "" if side == PLANNER else f" --side {side}"
            sentence = f"In {side_name(side)} {word}: {few(codes)}."
            yield OpenPoint(kind, tuple(codes), sentence, command)


def _set_apart(ledger: Ledger, now: datetime) -> Iterator[OpenPoint]:
    """What else the last round left as it was, as only a person can put it right.

    What it asks by the code of an action is told as a point of its own; a plan says the rest.
    """
    last = ledger.runs.latest_ended("sync", now)
    for side in SIDES:
        counts = last.summary.get(side) if last else None
        number = counts.get("parked") if isinstance(counts, dict) else None
        asked = {pair.code for pair in ledger.pairs.asked(side)}
        rest = (number if isinstance(number, int) else 0) - len(asked)
        if rest > 0:
            some = counted(rest, "punt", "punten")
            sentence = f"In {side_name(side)} zette de laatste ronde {some} apart."
            yield OpenPoint("apart", (), sentence, "driehoek plan")


def _conflicts(ledger: Ledger) -> Iterator[OpenPoint]:
    fields: dict[str, list[str]] = {}
    for conflict in ledger.conflicts.open_ones():
        fields.setdefault(conflict.code, []).append(field_word(conflict.field))
    if fields:
        codes = _sorted(list(fields))
        told = [f"{code} ({enumerated(list(dict.fromkeys(fields[code])))})" for code in codes]
        sentence = f"Op twee plaatsen anders gewijzigd: {few(told)}."
        yield OpenPoint("conflict", tuple(codes), sentence, "driehoek conflicts")


def _proposals(ledger: Ledger) -> Iterator[OpenPoint]:
    number = len(ledger.proposals.waiting())
    if number:
        some = counted(number, "taak die iemand", "taken die mensen")
        verb = "maakte, is" if number == 1 else "maakten, zijn"
        yield OpenPoint("proposal", (), f"{some} zelf {verb} nog geen actie.", "driehoek proposals")


def _no_owner(ledger: Ledger) -> Iterator[OpenPoint]:
    open_ones = [action for action in ledger.actions.all().values() if action.is_open]
    codes = [action.code for action in open_ones if not action.owners]
    if codes:
        some = counted(len(codes), "open actie heeft", "open acties hebben")
        sentence = f"{some} geen regiehouder: {few(codes)}."
        yield OpenPoint("no-owner", tuple(codes), sentence, "driehoek list --no-owner")


def _sorted(codes: Sequence[str]) -> list[str]:
    return sorted(codes, key=code_order)
