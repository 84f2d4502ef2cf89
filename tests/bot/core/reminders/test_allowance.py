"""A bot gone wild stops by itself."""

from datetime import date

from bot.core.reminders.allowance import Allowance, share_out
from bot.core.reminders.due import OwnerCard, Reminder


def card(owner: str) -> OwnerCard:
    line = Reminder(
        code="2.4",
        title="Actie",
        status=None,
        step="7",
        due=date(2026, 10, 2),
        owner=owner,
        leads=("OOV",),
        deadline="Uiterlijk vrijdag 2 oktober.",
    )
    return OwnerCard(owner=owner, lines=(line,))


def shares(owners: str, gone: dict[str, int], **most: int) -> tuple[str, str]:
    """The owners whose card may go, and those whose card waits; an owner is one letter here."""
    go, held = share_out([card(owner) for owner in owners], Allowance(**most), gone)
    assert all(entry.card.owner in entry.reason for entry in held)
    return "".join(c.owner for c in go), "".join(entry.card.owner for entry in held)


def test_below_the_limits_every_card_goes() -> None:
    assert shares("ABC", {}) == ("ABC", "")


def test_an_owner_who_had_a_card_today_waits() -> None:
    assert shares("ABC", {"B": 1}) == ("AC", "B")
    assert shares("ABC", {"B": 1}, per_owner=2) == ("ABC", "")


def test_what_went_before_counts_for_the_limit_in_all() -> None:
    assert shares("ABC", {}, in_all=2) == ("AB", "C")
    assert shares("ABC", {"X": 1}, in_all=2) == ("A", "BC")
    assert shares("ABC", {"X": 5}, in_all=2) == ("", "ABC")


def test_a_card_that_waits_takes_no_place_in_all() -> None:
    assert shares("ABC", {"A": 1}, in_all=3) == ("BC", "A")


def test_the_reasons_say_what_to_do() -> None:
    _, held = share_out([card("A"), card("B")], Allowance(in_all=2), {"A": 1, "X": 1})
    assert [entry.reason for entry in held] == [
        "Op één dag gaat hoogstens 1 kaart naar A; de rest komt later.",
        (
            "Vandaag zijn er al 2 kaarten; die naar B wacht. Klopt dit aantal, verhoog dan "
            "cards_in_all in agenda.yaml."
        ),
    ]
