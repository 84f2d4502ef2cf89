"""What waits for another action, as a concern: each with its chain, as far as that goes."""

from collections.abc import Sequence

from bot.core.digest.lines import MAX_NOTE
from bot.core.digest.parts import Concern
from bot.core.dutch import counted, enumerated, one_line
from bot.core.waits import Waits, wait_words, waits_of
from mappings.canonical import Action


def waiting_concern(actions: Sequence[Action]) -> Concern:
    """List every open action whose note says that it waits for what is not over, in their order."""
    waits = waits_of(actions)
    lines = tuple(
        (
            action.code,
            one_line(action.title, MAX_NOTE),
            one_line(chain_words(waits, action.code), MAX_NOTE),
        )
        for action in actions
        if wait_words(waits.of(action.code))
    )
    size = counted(len(lines), "open actie wacht", "open acties wachten")
    return Concern(
        heading="Wacht op een andere actie",
        sentence=f"{size} op een andere actie, zegt het bericht.",
        lines=lines,
    )


def chain_words(waits: Waits, code: str) -> str:
    """Say what an action waits for, and what that waits for in its turn; each action once."""
    sentences = [f"Wacht op {wait_words(waits.of(code))}."]
    ahead = list(waits.blockers(code))
    for blocker in ahead:  # it grows meanwhile; what is in a circle is no blocker, so that it ends
        if further := waits.blockers(blocker):
            sentences.append(f"{blocker} wacht weer op {enumerated(further)}.")
            ahead += [one for one in further if one not in ahead]
    return " ".join(sentences)
