"""Whatever meetings decide and people do: what a digest tells agrees with a simple account of it.

The account knows of each decision only what was said and seen; it never looks into the history.
"""

import shutil
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.installation import agenda_in
from support.meeting_samples import occurrence

from bot.actions.decisions import NotDecidable
from bot.actions.edits import EditWords
from bot.core.decisions.words import STATE_WORDS
from bot.core.digest.agreed import agreements
from bot.core.digest.lines import Desk
from bot.core.digest.parts import Occasion
from bot.core.history import Change, Outcome
from bot.core.workdays import AMSTERDAM, Workdays, local_date
from bot.decisions.choices import lapse, settle, undo_decision
from bot.decisions.meeting import HeldMeeting
from bot.decisions.record import DecisionWords, Recording, record
from bot.decisions.report import read_standings
from bot.settings import OWN_AGENDA
from bot.store.database import Store, open_store
from bot.store.ledger import Ledger
from bot.store.records.digests import MailedDigest
from mappings.canonical import Action, Due, Status, word

AGENDA = agenda_in(OWN_AGENDA)
MEETINGS = [datetime(2026, month, 15, 10, tzinfo=AMSTERDAM) for month in range(1, 13)]
CODES = ("1.1", "2.1")
DUES = ("2027", "2027-03-31", "2027-12-31", "Continue", "-")
STATUSES = ("Gereed", "Loopt", "Planning", "NIET")
FIELDS = ("due", "status", "note")
NOTES = ("Een.", "Een.\nTwee.", "Drie.", "-")

codes, numbers = st.sampled_from(CODES), st.integers(1, 6)
acts = st.one_of(
    st.tuples(st.just("due"), codes, st.sampled_from(DUES)),
    st.tuples(st.just("status"), codes, st.sampled_from(STATUSES)),
    st.tuples(st.just("note"), codes, st.sampled_from(NOTES)),
    st.tuples(st.just("both"), codes, st.sampled_from(NOTES)),
    st.tuples(st.just("new"), st.sampled_from(["Delen", "Melden"])),
    st.tuples(st.just("ask"), st.sampled_from([None, *CODES]), st.sampled_from(["Wat?", "Wie?"])),
    st.tuples(st.just("edit"), codes, st.sampled_from(FIELDS), st.integers(0, 3)),
    st.tuples(st.just("round")),
    st.tuples(st.just("meet")),
    st.tuples(st.just("digest"), st.sampled_from(["confirmed", "sent", "unknown", "rejected"])),
    st.tuples(st.just("undo"), numbers),
    st.tuples(st.just("lapse"), numbers),
    st.tuples(st.just("settle"), numbers),
)


@dataclass
class Account:
    """What is known of one decision."""

    kind: str
    code: str | None
    meeting: int
    wanted: dict[str, str]
    is_seen: bool = False
    is_heard: bool = False
    is_touched: bool = False
    is_settled: bool = False
    is_dropped: bool = False
    before: set[str] | None = None
    answer: bool = False
    reported: set[int] = field(default_factory=set)

    def state(self, listed: dict[str, Action]) -> str:
        """Where it stands, by the words of the contract."""
        if self.is_dropped:
            return "dropped"
        if self.reported:
            return "reported"
        action = listed.get(self.code or "")
        is_closed = action is not None and not action.is_open
        closed_since = is_closed and (self.is_touched or self.kind == "new")
        if self.is_settled or self.answer or closed_since or self._is_carried_out(action):
            return "done"
        return "under_way" if self.is_heard else "open"

    def _is_carried_out(self, action: Action | None) -> bool:
        fields = {name: value for name, value in self.wanted.items() if name != "note"}
        if self.kind != "change" or action is None or not fields or not self.is_seen:
            return False
        if self.wanted.get("note", "-") != "-" and action.is_open:
            return False
        return all(_plain(word(action, name)) == _plain(value) for name, value in fields.items())


class World:
    """A ledger, the account of it, and a clock that goes an hour per act."""

    def __init__(self, store: Store) -> None:
        self.store, self.held, self.mails = store, 0, 0
        self.now = MEETINGS[0] + timedelta(hours=1)
        self.known: dict[int, Account] = {}
        with store.begin() as ledger:
            for code in CODES:
                ledger.actions.save(
                    Action(code=code, title="Iets", text="Iets.", due=Due.parse(""))
                )

    def play(self, act: tuple[Any, ...]) -> None:
        """Let something happen, and account for what it changed in the list."""
        self.now += timedelta(hours=1)
        with self.store.begin() as ledger:
            before, known = ledger.actions.all(), set(self.known)
            getattr(self, f"_{act[0]}")(ledger, *act[1:])
            after = ledger.actions.all()
        for number in known:
            one = self.known[number]
            old, new = before.get(one.code or ""), after.get(one.code or "")
            if old and new:
                changed = {name for name in FIELDS if _said(old, name) != _said(new, name)}
                one.is_heard = one.is_heard or bool(changed)
                one.is_touched = one.is_touched or "status" in changed

    def _due(self, ledger: Ledger, code: str, due: str) -> None:
        self._record(ledger, DecisionWords(code, EditWords(due=due)), {"due": due})

    def _status(self, ledger: Ledger, code: str, status: str) -> None:
        self._record(ledger, DecisionWords(code, EditWords(status=status)), {"status": status})

    def _note(self, ledger: Ledger, code: str, note: str) -> None:
        self._record(ledger, DecisionWords(code, EditWords(note=note)), {"note": note})

    def _both(self, ledger: Ledger, code: str, note: str) -> None:
        words = EditWords(status="Loopt", note=note)
        self._record(ledger, DecisionWords(code, words), {"status": "Loopt", "note": note})

    def _new(self, ledger: Ledger, title: str) -> None:
        self._record(ledger, DecisionWords(change=EditWords(title=title), goal=2), {})

    def _ask(self, ledger: Ledger, code: str | None, question: str) -> None:
        by = local_date(self.now) + timedelta(days=30)
        self._record(ledger, DecisionWords(code, ask=("OOV", question), by=by), {})

    def _record(self, ledger: Ledger, words: DecisionWords, wanted: dict[str, str]) -> None:
        meeting = HeldMeeting("s", "Driehoek", f"m{self.held}", MEETINGS[self.held])
        recorded = record(ledger, words, Recording(meeting, AGENDA, self.now, f"decide {self.now}"))
        decision = recorded.decision
        assert recorded.is_new is (decision.id not in self.known)
        if recorded.is_new:
            self.known[decision.id] = Account(decision.kind, decision.code, self.held, wanted)

    def _edit(self, ledger: Ledger, code: str, name: str, choice: int) -> None:
        """An owner changes a field, and a round brings it in."""
        old = ledger.actions.get(code)
        value = {"due": DUES, "status": STATUSES, "note": NOTES}[name][choice].removeprefix("-")
        read: dict[str, Any] = {"due": Due.parse(value) if name == "due" else None}
        read |= {"status": Status(value) if name == "status" else None, "note": value}
        new = old.model_copy(update={name: read[name]})
        if _said(old, name) == _said(new, name):
            return
        ledger.actions.save(new)
        line: dict[str, object] = {"old": _said(old, name) or None, "new": _said(new, name) or None}
        line |= {"at": self.now, "run": f"sync {self.now}", "code": code, "side": "planner"}
        line |= {"field": name, "outcome": Outcome.APPLIED}
        ledger.history.add(Change.model_validate(line))
        for one in self.known.values():
            if name == "note" and one.kind == "question" and one.code == code:
                one.before = {*old.note.split("\n")} if one.before is None else one.before
                one.answer = any(text and text not in one.before for text in value.split("\n"))

    def _round(self, ledger: Ledger) -> None:
        ledger.readings.note_whole("planner", self.now)
        for one in self.known.values():
            one.is_seen = True

    def _meet(self, _ledger: Ledger) -> None:
        self.held = min(self.held + 1, len(MEETINGS) - 2)
        self.now = max(self.now, MEETINGS[self.held] + timedelta(hours=1))

    def _undo(self, ledger: Ledger, number: int) -> None:
        if self._stands(number):
            undo_decision(ledger, number, at=self.now, run=f"undo {self.now}")
            self.known[number].is_dropped = True

    def _lapse(self, ledger: Ledger, number: int) -> None:
        meeting = HeldMeeting("s", "Driehoek", f"m{self.held}", MEETINGS[self.held])
        if self._stands(number):
            lapse(ledger, number, meeting, at=self.now, run=f"lapse {self.now}")
            self.known[number].is_dropped = True

    def _settle(self, ledger: Ledger, number: int) -> None:
        if self._stands(number):
            settle(ledger, number, "", self.now)
            self.known[number].is_settled = True
        else:
            with pytest.raises(NotDecidable):
                settle(ledger, number, "", self.now)

    def _stands(self, number: int) -> bool:
        return number in self.known and not self.known[number].is_dropped

    def _digest(
        self, ledger: Ledger, state: Literal["confirmed", "sent", "unknown", "rejected"]
    ) -> None:
        """Make the digest of the next meeting, hold it to the account, and mail it."""
        place, listed = self.held + 1, ledger.actions.all()
        key, start = f"m{place}", MEETINGS[place]
        desk = Desk(AGENDA.owner_names, local_date(self.now), Workdays())
        meeting = occurrence(start, key=key)
        told = agreements(
            read_standings(ledger), Occasion(meeting=meeting, previous=None, series="s"), desk
        )
        states = {n: one.state(listed) for n, one in self.known.items()}
        shown = {
            n: "done" if state == "reported" else state
            for n, state in states.items()
            if state != "dropped" and (state != "reported" or place in self.known[n].reported)
        }
        lines = told.lines if told else ()
        words = {state.value: text.capitalize() for state, text in STATE_WORDS.items()}
        assert {line.number: line.state for line in lines} == {
            n: words[s] for n, s in shown.items()
        }
        if told:
            assert told.sentence == _sentence(Counter(shown.values()))
            assert {*told.settled} == {n for n, state in shown.items() if state == "done"}
        self.mails += 1
        mail = f"mail-{self.mails}"
        row = {"key": mail, "series": "s", "meeting": key, "number": 0, "kind": "digest"}
        row |= {"start": start, "subject": "", "at": self.now}
        ledger.digests.put(MailedDigest.model_validate(row))
        ledger.decisions.note_reported(mail, told.settled if told else ())
        ledger.sends.claim(mail, "mail", "digest", self.now, "")
        ledger.sends.settle(mail, state, self.now)
        if told and state in ("confirmed", "sent"):
            for number in told.settled:
                self.known[number].reported.add(place)

    def check(self) -> None:
        """Hold every decision in the ledger to the account."""
        with self.store.read() as ledger:
            listed = ledger.actions.all()
            told = {one.decision.id: one.state.value for one in read_standings(ledger)}
            lines = [c for code in CODES for c in ledger.history.of(code) if c.field == "decision"]
        assert told == {n: one.state(listed) for n, one in self.known.items()}
        recorded = [c for c in lines if str(c.new).startswith("besloten in de driehoek van")]
        assert len(recorded) == sum(one.code in CODES for one in self.known.values())


def _said(action: Action, name: str) -> str:
    return str(word(action, name) or "")


def _plain(value: object) -> str:
    """A word as it is compared: a year is its last day, and nothing is nothing."""
    text = str(value or "").removeprefix("-")
    return f"{text}-12-31" if text.isdigit() else text


def _sentence(counts: Counter[str]) -> str:
    done, under_way, silent = (counts[state] for state in ("done", "under_way", "open"))
    parts = [f"{done} {'is' if done == 1 else 'zijn'} gedaan"] if done else []
    parts += [f"aan {under_way} wordt gewerkt"] if under_way else []
    parts += [f"van {silent} is niets gehoord"] if silent else []
    total = done + under_way + silent
    told = " en ".join([", ".join(parts[:-1]), parts[-1]] if parts[1:] else parts)
    return f"{total} {'afspraak' if total == 1 else 'afspraken'}: {told}."


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that is ready, to make copies of."""
    file = tmp_path_factory.mktemp("besluiten") / "leeg.db"
    open_store(f"sqlite:///{file}").close()
    return file


@settings(max_examples=60, deadline=None)
@given(course=st.lists(acts, min_size=4, max_size=25))
def test_what_is_told_of_decisions_agrees_with_what_was_said_and_seen(
    empty: Path, course: list[tuple[Any, ...]]
) -> None:
    file = empty.with_name("verloop.db")
    shutil.copy(empty, file)
    store = open_store(f"sqlite:///{file}")
    try:
        world = World(store)
        for act in [*course, ("digest", "confirmed"), ("meet",), ("digest", "confirmed")]:
            world.play(act)
            world.check()
    finally:
        store.close()
        for left in file.parent.glob("verloop.db*"):
            left.unlink()
