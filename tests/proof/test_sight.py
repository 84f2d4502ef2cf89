"""What the proofs see of the history: a false alarm of theirs would hide a true one."""

from random import Random

from proof.acts import InList, InPlanner
from proof.ordeal import Ordeal
from support.installation import Office


def test_a_word_on_any_line_of_a_text_in_the_history_is_recorded(office: Office) -> None:
    """Somebody writes below the line twice, so under a note; then the list empties that note."""
    ordeal = Ordeal(office)
    ordeal.round()
    for _ in range(2):
        ordeal.perform(InPlanner("describe", "6.4", {"how": "below"}))
    ordeal.round()
    ordeal.perform(InList("6.4", {"note": ""}))
    ordeal.settle(Random(0))
    sight = ordeal.look()
    assert not sight.actions["6.4"].note
    recorded = [sight.is_recorded("6.4", word) for word in ("woord1", "woord2", "woord3")]
    assert recorded == [True, True, False]
