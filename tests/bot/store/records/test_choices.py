"""What is chosen and seen about each series of meetings."""

from bot.store.database import Store
from bot.store.records.choices import MeetingChoice


def test_a_series_nobody_chose_for_has_nothing(store: Store) -> None:
    with store.begin() as ledger:
        assert ledger.meeting_choices.of("driehoek") == MeetingChoice(series="driehoek")


def test_each_choice_leaves_the_others_alone(store: Store) -> None:
    with store.begin() as ledger:
        ledger.meeting_choices.hold("driehoek", "m1")
        ledger.meeting_choices.pin("driehoek", "S1")
        ledger.meeting_choices.note_series("driehoek", "s1")
        ledger.meeting_choices.note_series("voorbereiding", "s2")
    with store.begin() as ledger:
        chosen = MeetingChoice(series="driehoek", pinned="S1", seen="s1", held="m1")
        assert ledger.meeting_choices.of("driehoek") == chosen
        other = MeetingChoice(series="voorbereiding", seen="s2")
        assert ledger.meeting_choices.of("voorbereiding") == other


def test_what_is_pinned_counts_as_seen(store: Store) -> None:
    with store.begin() as ledger:
        ledger.meeting_choices.note_series("driehoek", "s1")
        ledger.meeting_choices.pin("driehoek", "s2")
        assert ledger.meeting_choices.of("driehoek").seen == "s2"


def test_a_pin_and_a_hold_can_be_taken_back_once(store: Store) -> None:
    with store.begin() as ledger:
        ledger.meeting_choices.pin("driehoek", "s1")
        ledger.meeting_choices.hold("driehoek", "m1")
        taken = [ledger.meeting_choices.unpin("driehoek") for _ in range(2)]
        taken += [ledger.meeting_choices.release("driehoek") for _ in range(2)]
    assert taken == [True, False, True, False]
    with store.begin() as ledger:
        left = MeetingChoice(series="driehoek", seen="s1")
        assert ledger.meeting_choices.of("driehoek") == left
