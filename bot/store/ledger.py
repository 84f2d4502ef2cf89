"""One unit of work on the store: all that is written through a ledger holds, or none of it."""

import sqlalchemy as sa

from bot.store.records.accounts import Accounts
from bot.store.records.actions import Actions
from bot.store.records.asks import AskedItems
from bot.store.records.capabilities import Capabilities
from bot.store.records.choices import MeetingChoices
from bot.store.records.conflicts import Conflicts
from bot.store.records.decisions import Decisions
from bot.store.records.digests import Digests
from bot.store.records.history import History
from bot.store.records.intents import Intents
from bot.store.records.links import Links
from bot.store.records.marks import Marks
from bot.store.records.meetings import Meetings
from bot.store.records.notices import Notices
from bot.store.records.pairs import Pairs
from bot.store.records.places import Places
from bot.store.records.proposals import Proposals
from bot.store.records.quiet import QuietTimes
from bot.store.records.readings import Readings
from bot.store.records.runs import Runs
from bot.store.records.sends import Sends, SentReminders
from bot.store.records.snoozes import Snoozes
from bot.store.records.version import LedgerVersion


class Ledger:
    """The parts of the store, bound to one transaction. Made by `Store.begin()`.

    Values go in and come out; a value read here stays valid after the transaction has ended, the
    ledger itself does not.
    """

    def __init__(self, connection: sa.Connection) -> None:
        self.actions = Actions(connection)
        self.links = Links(connection)
        self.marks = Marks(connection)
        self.intents = Intents(connection)
        self.history = History(connection)
        self.conflicts = Conflicts(connection)
        self.proposals = Proposals(connection)
        self.pairs = Pairs(connection)
        self.asks = AskedItems(connection)
        self.places = Places(connection)
        self.accounts = Accounts(connection)
        self.capabilities = Capabilities(connection)
        self.readings = Readings(connection)
        self.quiet = QuietTimes(connection)
        self.meetings = Meetings(connection)
        self.meeting_choices = MeetingChoices(connection)
        self.sends = Sends(connection)
        self.digests = Digests(connection)
        self.decisions = Decisions(connection)
        self.notices = Notices(connection)
        self.reminders = SentReminders(connection)
        self.snoozes = Snoozes(connection)
        self.runs = Runs(connection)
        self.version = LedgerVersion(connection)
