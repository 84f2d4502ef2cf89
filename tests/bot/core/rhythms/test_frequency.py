"""How often something returns, out of people's words."""

import pytest

from bot.core.rhythms.frequency import Frequency, read_frequency


@pytest.mark.parametrize(
    ("rhythm", "frequency"),
    [
        ("2 x jaar", (2, 12)),
        ("2x per jaar", (2, 12)),
        ("1 x jaar", (1, 12)),
        ("1 x 2 jaar", (1, 24)),
        ("1 x per 2 jaar", (1, 24)),
        ("3 x 2 jaar", (3, 24)),
        ("4 keer per jaar", (4, 12)),
        ("1 x kwartaal", (4, 12)),
        ("1 x in de 3 maanden", (4, 12)),
        ("1 x 5 maanden", (1, 5)),
        ("jaarlijks", (1, 12)),
        ("Jaarlijkse", (1, 12)),
        ("halfjaarlijks", (2, 12)),
        ("tweejaarlijks", (1, 24)),
        ("maandelijks", (12, 12)),
        ("driemaandelijks", (4, 12)),
        ("elk kwartaal", (4, 12)),
    ],
)
def test_a_rhythm_says_how_often_in_how_many_months(
    rhythm: str, frequency: tuple[int, int]
) -> None:
    assert read_frequency(rhythm) == Frequency(*frequency)


@pytest.mark.parametrize(
    "rhythm",
    [
        *("", "Continue", "Ad hoc", "af en toe", "Periodiek"),
        *("0 x jaar", "100 x jaar", "2 x maand", "1 x 20 jaar", "1 x 0 jaar"),
    ],
)
def test_what_names_no_times_is_no_pace(rhythm: str) -> None:
    assert read_frequency(rhythm) is None


def test_no_rhythm_is_no_pace() -> None:
    assert read_frequency(None) is None
