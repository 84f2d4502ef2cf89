"""Reads out of ledger and agenda for which meetings owners are asked to tick "Klopt nog"."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.core.checklist.asks import Ask, Asks
from bot.core.confirmations.asks import AskingMeeting, meeting_asks
from bot.core.meetings.verdicts import MeetingState
from bot.settings import workdays_of
from bot.store.ledger import Ledger
from mappings.agenda import Agenda
from mappings.canonical import Action


@dataclass(frozen=True)
class MeetingAsks:
    """What the meetings of an agenda ask of every action, as `Checklists` takes it."""

    agenda: Agenda

    def __call__(self, ledger: Ledger, actions: Mapping[str, Action], now: datetime) -> Asks:
        """Say it. Raises SettingsErrors for a holiday nobody knows."""
        return dict.fromkeys(actions, self._asks(ledger, now))

    def terms(self, ledger: Ledger, now: datetime) -> str:
        """What all are asked alike."""
        return "\n".join(ask.model_dump_json() for ask in self._asks(ledger, now))

    def _asks(self, ledger: Ledger, now: datetime) -> tuple[Ask, ...]:
        wishes = self.agenda.confirmations
        meetings = asking_meetings(ledger, self.agenda) if wishes.in_checklist else ()
        if not meetings:
            return ()
        return meeting_asks(
            meetings,
            now,
            workdays=workdays_of(self.agenda),
            days_before=wishes.workdays_before,
        )


def asking_meetings(ledger: Ledger, agenda: Agenda) -> tuple[AskingMeeting, ...]:
    """The meetings for which the list has to be true: not those that prepare others."""
    series = {one.key for one in agenda.meetings if not one.prepares}
    return tuple(
        AskingMeeting(
            key=meeting.key,
            series=meeting.series,
            start=meeting.start,
            state=MeetingState(meeting.state),
        )
        for meeting in ledger.meetings.all()
        if meeting.series in series
    )
