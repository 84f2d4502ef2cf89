"""The house colours: once, and readable."""

import re
from pathlib import Path

import pytest

from bot.documents import colours

ROOT = Path(__file__).parents[3]
WHITE = "FFFFFF"


def luminance(digits: str) -> float:
    """The relative luminance of WCAG 2."""
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *((name, WHITE) for name in (colours.INK, colours.TEXT, colours.SOFT, colours.LATE)),
        (colours.RUNNING, WHITE),
        (colours.PLANNED, colours.INK),
    ],
)
def test_what_carries_text_has_contrast(one: str, other: str) -> None:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_every_colour_of_the_house_is_written_once() -> None:
    own = ROOT / "bot/documents/colours.py"
    found = [
        (file.relative_to(ROOT).as_posix(), digits)
        for file in (*(ROOT / "bot").rglob("*.py"), *(ROOT / "bot").rglob("*.j2"))
        if file != own
        for digits in {value.removeprefix("#") for value in colours.CSS.values()}
        if re.search(digits, file.read_text("utf-8"), re.IGNORECASE)
    ]
    assert found == []
