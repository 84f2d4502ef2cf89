"""One installation and everything that may happen to it, with the promises checked at every turn.

The engine, the ledger and the tenant behind HTTP are the real ones. Time passes only when told to.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import requests
from proof.acts import CODES, DAMAGES, DUES, GUEST, Act, Added, InList, InOutlook, InPlanner
from proof.coordinator import Coordinator
from proof.mishaps import Killed, Meanwhile, Mishap, Watched, relieve
from proof.promises import Promises
from proof.questions import check_questions
from proof.quiet import check_calendar, check_equal, check_told
from proof.sight import OUTLOOK, PLANNER, SIDES, Json, Sight, made_by_bot
from support.installation import own_actions

from bot.core.sync.brake import BrakePulled
from bot.store.records.meetings import Meeting
from bot.sync.report import RoundReport
from bot.sync.side import SideUnavailable
from bot.sync.sides.planner import WrongPlan
from connectors.sandbox.tenant.directory import BOT_MAILBOX, Directory
from mappings.canonical import Action, Due

SURE = 10 * 60.0  # seconds after which a new task is sure to be in every listing
QUIET_MINUTES = 11
MOST_ROUNDS = 40  # to become quiet; any number that is reached means that it never will


class Ordeal:
    """An installation with a few actions.

    office: of tests/conftest.py, never used before. sound: False once something broke, so that
    nothing more is to be concluded.
    """

    def __init__(self, office: Any, **settings: Any) -> None:
        self.office = office
        self.control = office.control
        self.control.reset()
        self.control.settings(**settings)
        self.clock = type(office.clock)(self._slept, self._tenant_time())
        office.clock = self.clock
        self.promises = Promises()
        self.sound = True
        self._hidden_since: datetime | None = None
        self._excuse: Exception | None = None
        self._said = 0
        self._guest = Directory().user(GUEST).id
        office.import_list(*(_begun(action) for action in own_actions() if action.code in CODES))
        self._plan_meetings()
        self.copies = [self._copy()]
        self.restart()
        self.promises.check(self.look())

    def _plan_meetings(self) -> None:
        """A driehoek was held a month ago, and another comes every three weeks from this one on."""
        with self.office.ledger as ledger:
            for number, days in enumerate(range(-30, 200, 21)):
                start = self.clock.now() + timedelta(days=days, hours=1)
                ledger.meetings.upsert(
                    Meeting(
                        key=f"driehoek-{number}",
                        series=self.office.house().agenda.driehoek.key,
                        subject="Lokale driehoek",
                        start=start,
                        end=start + timedelta(hours=1),
                        state="coming",
                        seen_at=self.clock.now(),
                    )
                )

    def look(self) -> Sight:
        """See everything as it is now."""
        with self.office.ledger as ledger:
            return Sight.of(ledger, self.control.state(), self._guest)

    # ---- What happens

    def perform(self, act: Act) -> None:
        """Let somebody do something; what cannot be done now is not done."""
        with self._step():
            before = self.look()
            self.promises.check(before)
            match act:
                case InList():
                    self._edit(act)
                case InPlanner():
                    self._act(act, before)
                case InOutlook():
                    self._act_in_outlook(act, before)
                case Added():
                    self.office.load(act.code)
            self.promises.acted(before, self.look())

    def round(
        self,
        mishaps: Sequence[Mishap] = (),
        meanwhile: Meanwhile | None = None,
        *,
        allow_deletions: bool = False,
    ) -> RoundReport | None:
        """Do a round; None when it did not come to its end, which a mishap is a reason for."""
        with self._step():
            for mishap in mishaps:
                self._order(mishap)
            account = self._excuse = None
            try:
                self.house.graph.start_round()
                engine = self.house.engine(allow_deletions=allow_deletions)
                watched = Watched(engine.store, meanwhile, self.perform)
                account = replace(engine, store=watched).round(self.office.run("sync"))
            except (SideUnavailable, BrakePulled, WrongPlan) as excuse:
                self._excuse = excuse
            except Killed:
                self.restart()
            finally:
                relieve(self.control)
            self.promises.check(self.look())
            return account

    def restart(self) -> None:
        """Start the program anew: nothing is remembered but what is on the disk."""
        self.house = self.office.house()

    def forward(self, minutes: int) -> None:
        """Let time pass."""
        self.clock.forward(minutes=minutes)
        self._slept(minutes * 60.0)

    def back_up(self) -> None:
        """Keep a copy of the database."""
        self.copies.append(self._copy())

    def restore(self, number: int) -> None:
        """Put an older copy of the database back; 0 is from before the first round.

        That is a person's work, and takes longer than anything new stays unseen: what neither the
        database nor a listing shows, nobody could know.
        """
        with self._step():
            self.forward(QUIET_MINUTES)
            self.house.store.close()
            with self._database() as database:
                self.copies[number % len(self.copies)].backup(database)
            self.restart()
            self.promises.rewound(self.look())

    def decide(self, chance: Random) -> None:
        """Let the coordinator decide one thing that waits for a decision, if anything does."""
        with self._step():
            before = self.look()
            with self._coordinator(before) as coordinator:
                choices = [*coordinator.asked(chance), *coordinator.free()]
                if choices:
                    chance.choice(choices)()
            self.promises.acted(before, self.look())

    # ---- The end of a history

    def settle(self, chance: Random) -> None:
        """Let it become quiet, and check everything.

        No more faults and no more edits: two rounds, ten minutes and more apart. Then the
        coordinator answers what is asked, and a round carries that out. What is left is nothing.

        Outlook refuses to make an event under a name that it knows. Was that event deleted before
        the ledger knew of it, then finding that out and making another takes two rounds a name.
        """
        with self._step():
            self._calm_round()
            self._calm_round()
            for _ in range(MOST_ROUNDS):
                if not self._answer(chance) and not self.look().ties[OUTLOOK].making:
                    break
                self._calm_round()
            sight = self.look()
            self.promises.check_words(sight)
            check_calendar(sight, self.clock.now())
            with self.office.ledger as ledger:
                check_questions(sight, ledger)
                check_equal(sight, ledger, self.house.agenda, self.clock.now())
                check_told(sight, ledger)
            self._check_idle(sight)

    def _calm_round(self) -> None:
        self.forward(QUIET_MINUTES)
        account = self.round()
        braked = isinstance(self._excuse, BrakePulled) or bool(account and account.brakes)
        if braked:  # people deleted much, and they meant it
            account = self.round(allow_deletions=True)
        assert account is not None, f"STUCK: {self._excuse!r} without any mishap"
        assert not account.unavailable, f"STUCK: {account.unavailable} without any mishap"

    def _answer(self, chance: Random) -> bool:
        """Let the coordinator answer whatever is asked; whether anything was."""
        answered = False
        while True:
            before = self.look()
            with self._coordinator(before) as coordinator:
                choices = coordinator.asked(chance)
                if choices:
                    choices[0]()
            if not choices:
                return answered
            answered = True
            self.promises.acted(before, self.look())

    def _check_idle(self, before: Sight) -> None:
        self.control.forget()
        account = self.round()
        after = self.look()
        assert account is not None
        assert self.office.writes() == [], f"BUSY: an idle round wrote {self.office.writes()}"
        assert account.steps == [], f"BUSY: an idle round announced {account.steps}"
        assert after.history == before.history, "BUSY: an idle round wrote history"
        with self.office.ledger as ledger:
            left = [intent for side in SIDES for intent in ledger.intents.unsettled(side)]
        assert left == [], "BUSY: an intent is never settled"

    # ---- How it happens

    @contextmanager
    def _coordinator(self, sight: Sight) -> Iterator[Coordinator]:
        with self.office.ledger as ledger:
            yield Coordinator(ledger, sight, self.clock.now(), self.office.run("decide"))

    @contextmanager
    def _step(self) -> Iterator[None]:
        was, self.sound = self.sound, False
        yield
        self.sound = was

    def _edit(self, act: InList) -> None:
        fields = dict(act.fields)
        if "note" in fields:
            fields["note"] = fields["note"].format(word=self._word())
        self.office.set(act.code, **fields)

    def _act(self, act: InPlanner, sight: Sight) -> None:
        task = sight.item_of(PLANNER, act.code)
        if task is None:
            return
        fields = dict(act.fields)
        if act.act.endswith("-item") and "which" in fields:
            items = sorted(task["details"]["checklist"])
            if not items:
                return
            fields["key"] = items[fields.pop("which") % len(items)]
        match act.act:
            case "note":
                fields["text"] = self._word()
            case "describe":
                how, text = fields.pop("how"), task["details"]["description"]
                fields["text"] = DAMAGES[how](text, self._word())
            case "retitle":
                fields["title"] = f"Anders {self._word()}"
            case "drag":
                fields["bucket"] = self._other_column(task)
            case "create":
                fields = self._own_task(task, copy=fields["copy"])
            case "label" | "unlabel" if not self._has_label(task, fields["label"]):
                return
        self.control.act(act.act, task=task["id"], **fields)

    def _act_in_outlook(self, act: InOutlook, sight: Sight) -> None:
        event = sight.item_of(OUTLOOK, act.code)
        if event is None:
            return
        fields = dict(act.fields)
        match act.act:
            case "rename-event":
                subject = None if fields.pop("to_nothing") else f"Anders {self._word()}"
                fields["subject"] = subject
            case "add-event":
                start = datetime.fromisoformat(fields["start"])
                fields["end"] = (start + timedelta(hours=2)).isoformat()
                fields |= {"subject": f"Verlof {self._word()}", "calendar": event["calendar"]}
        self.control.act(act.act, event=event["id"], **fields)

    def _own_task(self, task: Json, *, copy: bool) -> Json:
        title = f"Kopie van {task['title']}"[:80] if copy else f"Eigen taak {self._word()}"
        text = task["details"]["description"] if copy else self._word()
        return {"plan": task["planId"], "title": title, "text": text, "percent": 30}

    def _other_column(self, task: Json) -> str:
        columns = [bucket["id"] for bucket in self.control.state()["buckets"]]
        return str(columns[(columns.index(task["bucketId"]) + 1) % len(columns)])

    def _has_label(self, task: Json, label: str) -> bool:
        plans = {plan["id"]: plan for plan in self.control.state()["planDetails"]}
        names = plans[task["planId"]]["categoryDescriptions"]
        return label in names or label in names.values()

    def _word(self) -> str:
        self._said += 1
        return f"woord{self._said}"

    def _order(self, mishap: Mishap) -> None:
        side = mishap.lies_about
        if side and self.look().unlinked(side):
            return  # about an item without a link, nobody could see through a second one
        if mishap.hides and self._hidden_since is None:
            self._hidden_since = self.clock.now()
        mishap.order(self.control)

    def _slept(self, seconds: float) -> None:
        """Let time pass in the tenant too, where what is new does not stay unseen for long."""
        self.control.advance(seconds)
        hidden = self._hidden_since
        if hidden and (self.clock.moment - hidden).total_seconds() >= SURE:
            self._hidden_since = None
            state = self.control.state()
            calendars = {e["calendarId"] for e in state["events"] if made_by_bot(e)}
            listings = [f"/planner/plans/{plan['id']}/tasks" for plan in state["plans"]]
            listings += [f"/users/{BOT_MAILBOX}/calendars/{each}/events" for each in calendars]
            for listing in listings * 5:
                self._list(listing)

    def _list(self, listing: str) -> None:
        requests.get(
            self.office.sandbox.base_url + listing,
            headers={"Authorization": "Bearer sandbox-token"},
            timeout=10,
        )

    def _tenant_time(self) -> datetime:
        return datetime.fromisoformat(self.control.state()["now"])

    def _copy(self) -> sqlite3.Connection:
        copy = sqlite3.connect(":memory:", check_same_thread=False)
        with self._database() as database:
            database.backup(copy)
        return copy

    @contextmanager
    def _database(self) -> Iterator[sqlite3.Connection]:
        path = Path(self.office.environ["DATABASE_URL"].removeprefix("sqlite:///"))
        connection = sqlite3.connect(path)
        try:
            yield connection
        finally:
            connection.close()

    def close(self) -> None:
        """Let go of the copies and the connections."""
        self.house.store.close()
        for copy in self.copies:
            copy.close()


def _begun(action: Action) -> Action:
    due = DUES.get(action.code)
    return action.model_copy(update={"due": Due.parse(due)}) if due else action
