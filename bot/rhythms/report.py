"""Tells how often an action that returns was done, in the form of `list --json`."""

from bot.core.rhythms.tally import Tally


def occasions_data(tally: Tally | None) -> dict[str, object] | None:
    """What `occasions` holds; None for an action that does not return.

    periods: those of the cycle that are to be done or were done; done_on: a day, or None.
    """
    if tally is None:
        return None
    return {
        "cycle": tally.cycle,
        "done": tally.done,
        "of": tally.of,
        "late": list(tally.late_names),
        "words": tally.words,
        "periods": [
            {
                "name": state.period.name,
                "first": state.period.first.isoformat(),
                "last": state.period.last.isoformat(),
                "done_on": state.done_on.isoformat() if state.done_on else None,
            }
            for state in tally.states
        ],
    }
