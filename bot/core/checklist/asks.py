"""What the list asks of owners by an item in the checklist of their task, and who ticked it.

An `Ask` is what is wanted now of one action: whoever wants something ticked (`confirmations` before
a driehoek) says so anew in every round. An `Asked` is what the ledger knows of a question that was
put once: it stays, with its tick, when the item has made room for the next one.

The key of an item follows from the agenda, the action and the question. So one that is already
there is known without any memory, and a second one can never be made.
"""

from collections.abc import Mapping

from pydantic import AwareDatetime

from mappings.canonical import Frozen
from mappings.item_keys import item_key

CHECKLIST = "checklist"
"""The field of an item on a side that holds the keys of ours."""


class Ask(Frozen):
    """One thing that the owners of an action are asked to tick.

    kind: what a tick says of the action: the field of its line in the history, as "confirmed".
    subject: what it is about, the same for as long as it is the same question: the key of a
    meeting, a period. title: what the item says; it may come to read otherwise, as when the meeting
    is moved. said: what the line in the history says. fades: not put on any more; an item that is
    there stays until another one takes its place.
    """

    kind: str
    subject: str
    title: str
    said: str
    fades: bool = False

    @property
    def about(self) -> tuple[str, str]:
        """What makes it the same question."""
        return self.kind, self.subject

    def key(self, agenda: str, code: str) -> str:
        """Name its item on the task of an action; see `mappings.item_keys`."""
        return item_key(agenda, code, self.kind, self.subject, self.title)


class Asked(Frozen):
    """One question about one action, as the ledger has it.

    kind, subject, said: as of `Ask`. key, title: of the item. since: when it was first asked.
    ticked_at, ticked_by: the tick that stands, and the id of the account that gave it, "" for a
    program. gone_at: since when people do not want the item. crowded_at: when it was told that the
    checklist is full.
    """

    code: str
    kind: str
    subject: str
    key: str
    title: str
    said: str
    since: AwareDatetime
    ticked_at: AwareDatetime | None = None
    ticked_by: str = ""
    gone_at: AwareDatetime | None = None
    crowded_at: AwareDatetime | None = None

    @property
    def about(self) -> tuple[str, str]:
        """What makes it the same question."""
        return self.kind, self.subject


Asks = Mapping[str, tuple[Ask, ...]]
"""What is asked now, by action code."""


def titles_of(asks: Asks, agenda: str) -> dict[str, str]:
    """What the items say of all that is asked now, by the key of the item."""
    return {ask.key(agenda, code): ask.title for code, some in asks.items() for ask in some}
