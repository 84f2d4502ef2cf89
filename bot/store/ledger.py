"""One unit of work on the store: all that is written through a ledger holds, or none of it."""

import sqlalchemy as sa

from bot.store.actions import Actions
from bot.store.conflicts import Conflicts
from bot.store.digests import Digests
from bot.store.history import History
from bot.store.intents import Intents
from bot.store.links import Links
from bot.store.meetings import Meetings
from bot.store.notices import Notices
from bot.store.places import Places
from bot.store.proposals import Proposals
from bot.store.runs import Runs
from bot.store.sends import Reminders, Sends
from bot.store.snoozes import Snoozes


class Ledger:
    """The parts of the store, bound to one transaction. Made by `Store.begin()`.

    Values go in and come out; a value read here stays valid after the transaction has ended, the
    ledger itself does not.
    """

    def __init__(self, connection: sa.Connection) -> None:
        self.actions = Actions(connection)
        self.links = Links(connection)
        self.intents = Intents(connection)
        self.history = History(connection)
        self.conflicts = Conflicts(connection)
        self.proposals = Proposals(connection)
        self.places = Places(connection)
        self.meetings = Meetings(connection)
        self.sends = Sends(connection)
        self.digests = Digests(connection)
        self.notices = Notices(connection)
        self.reminders = Reminders(connection)
        self.snoozes = Snoozes(connection)
        self.runs = Runs(connection)
