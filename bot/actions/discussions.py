"""Reads which actions are to be discussed, and since when: for the list and the digest alike."""

from datetime import datetime

from bot.core.discussions import DISCUSS, open_questions
from bot.store.ledger import Ledger


def read_questions(ledger: Ledger) -> dict[str, datetime]:
    """Say since when each question to the driehoek stands, by code."""
    return open_questions(ledger.history.last(DISCUSS), ledger.decisions.latest())
