"""Sends to one side what a pass of a round decided, a batch at a time, each behind its intents.

The intents of a batch are committed before it is sent, and the verdicts on it in one unit of work
after it, which takes the intents of the next batch along: a batch costs one commit. A kill in
between leaves open intents, and the next reading tells what became of them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.core.sync.effects import Push
from bot.core.sync.sides import side_name
from bot.store.database import Store
from bot.sync.recorder import Recorder
from bot.sync.report import RoundReport
from bot.sync.side import (
    ChangedMeanwhile,
    Confirmed,
    OpenSide,
    OutcomeUnknown,
    Parked,
    Postponed,
    Verdict,
)
from mappings.canonical import Action

BATCH = 20  # pushes whose intents are written together: one Graph batch


@dataclass
class Outbox:
    """The pushes for one side. told: called for every push that was confirmed.

    busy: the codes of what changed under our hands.
    """

    side: str
    opened: OpenSide
    pushes: Sequence[Push]
    actions: Mapping[str, Action]
    report: RoundReport
    told: Callable[[], None]
    busy: list[str] = field(default_factory=list)
    _queue: list[Push] = field(init=False)
    _batch: dict[str, Push] = field(init=False, default_factory=dict)
    _intents: dict[str, int] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Put everything in the queue."""
        self._queue = list(self.pushes)

    @property
    def has_batch(self) -> bool:
        """Whether a batch is ready to be sent, its intents committed."""
        return bool(self._batch)

    def get_ready(self, recorder: Recorder) -> None:
        """Take the next batch out of the queue and write down what is about to be sent."""
        batch = self.opened.admit(self._queue)[:BATCH]
        self._batch = {push.code: push for push in batch}
        self._queue = [push for push in self._queue if push.code not in self._batch]
        self._intents = recorder.intend(self.side, self._batch)

    def send(self, store: Store, now: Callable[[], datetime]) -> None:
        """Send the batch that is ready, write down what became of it, and get the next one ready.

        Raises what the side raises, once what is known is written.
        """
        batch, verdicts = self._batch, list[Verdict]()
        failure: Exception | None = None
        try:
            for verdict in self.opened.send(list(batch.values()), self.actions):
                verdicts.append(verdict)
        except Exception as error:  # noqa: BLE001 - raised again, when what is known is written
            failure = error
        with store.begin() as ledger:
            recorder = Recorder(ledger, self.report.run, now())
            recorder.note_verdicts(self.side, batch, verdicts, self._intents)
            self._batch = {}
            if failure is None:
                self.get_ready(recorder)
        for verdict in verdicts:
            self._tell(batch[verdict.code], verdict)
        if failure is not None:
            raise failure

    def tell_left(self) -> None:
        """Say what was not tried at all, as the side has no room: one sentence, however many."""
        left, reason = self._queue, self.opened.no_room
        self.report.sides[self.side].waiting += len(left)
        if len(left) == 1:
            self.report.remark(f"Actie {left[0].code}: {reason}", for_person=False)
        elif left:
            sentence = f"In {side_name(self.side)} wachten {len(left)} acties. {reason}"
            self.report.remark(sentence, for_person=False)

    def _tell(self, push: Push, verdict: Verdict) -> None:
        self.report.sides[self.side].count(push, verdict)
        match verdict:
            case ChangedMeanwhile():
                self.busy.append(push.code)
            case Parked() | OutcomeUnknown() | Postponed():
                told = f"Actie {push.code}: {verdict.reason}"
                self.report.remark(told, for_person=isinstance(verdict, Parked))
            case Confirmed():
                if verdict.apart:
                    self.report.remark(f"Actie {push.code}: {verdict.apart}", for_person=True)
                if verdict.done:
                    self.told()
