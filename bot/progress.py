"""What a long piece of work tells whoever looks on: what is being done, how far, and what comes up.

They are passed in, so that no work knows whether there is a screen.
"""

import logging
from collections.abc import Callable

from connectors.log import get_logger

Progress = Callable[[str, int, int], None]
"""Told what is being done, in Dutch, and how many of how many are done; 0 and 0 for not known."""

Tell = Callable[[str], bool]
"""Told a Dutch sentence that cannot wait for the end; gives whether anybody looks on."""

log = get_logger()


def unwatched(_doing: str, _done: int, _total: int) -> None:
    """Show no progress."""


def unheard(_sentence: str) -> bool:
    """Nobody looks on."""
    return False


def tell_or_warn(tell: Tell, sentence: str, event: str, **facts: object) -> None:
    """Tell it to whoever looks on, or else warn of it in the log.

    event, facts: as the log has it, which holds no texts.
    """
    log.log(logging.INFO if tell(sentence) else logging.WARNING, event, **facts)
