"""Reads which actions are to be discussed, and since when: for the list and the digest alike."""

from datetime import datetime

from bot.core.discussions import DISCUSS, Ruling, open_questions
from bot.store.ledger import Ledger


def read_questions(ledger: Ledger) -> dict[str, datetime]:
    """Say since when each question to the driehoek stands, by code."""
    decided: dict[str, list[Ruling]] = {}
    for one in ledger.decisions.all():
        if one.code is not None and one.dropped_at is None:
            decided.setdefault(one.code, []).append(Ruling(one.held_at, one.at))
    return open_questions(ledger.history.last(DISCUSS), decided)
