"""The picture of the progress: its form, its parts to scale, and its words in their own place."""

import io
from typing import Any

import pytest
from PIL import Image, ImageDraw
from support.digest_samples import timeline

from bot.core.digest.parts import TimelinePoint
from bot.core.digest.timeline import MAX_POINTS
from bot.digest.picture import SHOWN_WIDTH, draw_timeline

DONE, RUNNING, PLANNED = (18, 48, 90), (47, 108, 171), (169, 203, 232)


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png))


def written(points: tuple[TimelinePoint, ...], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts in a picture, in the order of writing."""
    texts: list[str] = []
    draw = ImageDraw.ImageDraw.text

    def note(
        self: ImageDraw.ImageDraw, spot: tuple[float, float], text: str, **options: Any
    ) -> None:
        texts.append(text)
        draw(self, spot, text, **options)

    monkeypatch.setattr(ImageDraw.ImageDraw, "text", note)
    draw_timeline(points)
    return texts


def heights(png: bytes) -> dict[tuple[int, int, int], int]:
    """How many pixels high each part is in the highest column that has it."""
    image = opened(png).convert("RGB")
    found = dict.fromkeys((DONE, RUNNING, PLANNED), 0)
    for left in range(image.width):
        column = image.crop((left, 0, left + 1, image.height))
        for count, colour in column.getcolors(image.height) or []:
            if colour in found:
                found[colour] = max(found[colour], count)
    return found


@pytest.mark.parametrize("count", [1, 2, 7, MAX_POINTS])
def test_it_is_twice_as_large_as_it_is_shown(count: int) -> None:
    png = draw_timeline(timeline(*[(3, 2, 1, 0)] * count))
    picture = opened(png)
    assert (picture.format, picture.width) == ("PNG", 2 * SHOWN_WIDTH)
    assert len(png) < 60_000


def test_the_same_points_give_the_same_bytes() -> None:
    points = timeline((0, 9, 49, 12), (31, 26, 2, 11))
    assert draw_timeline(points) == draw_timeline(points)
    assert draw_timeline(points) != draw_timeline(points[::-1])


def test_every_part_is_as_high_as_its_count() -> None:
    high = heights(draw_timeline(timeline((40, 20, 10, 0))))
    gap = 5  # pixels between two parts
    units = [(high[DONE] + gap) / 40, (high[RUNNING] + gap) / 20, (high[PLANNED] + gap) / 10]
    assert units == pytest.approx([units[0]] * 3, rel=0.05)


def test_a_part_of_one_in_a_hundred_is_still_seen() -> None:
    assert heights(draw_timeline(timeline((98, 1, 1, 0))))[RUNNING] >= 1


def test_every_count_is_written_and_the_last_column_names_its_parts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """So nothing hangs on the colours; a count that does not fit in its part stands beside it."""
    texts = written(timeline((20, 30, 20, 9), (68, 1, 1, 9)), monkeypatch)
    assert texts[:3] == ["20", "30", "20"]
    assert [text for text in texts if "juni" not in text and text != "2026"] == [
        *("20", "30", "20", "68", "Gereed", "Loopt 1", "Planning 1")
    ]


def test_a_count_of_nothing_is_named_in_the_last_column_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = written(timeline((0, 0, 9, 0), (9, 0, 0, 0)), monkeypatch)
    counts = [text for text in texts if "juni" not in text and text != "2026"]
    assert counts == ["9", "9", "Gereed", "Loopt 0", "Planning 0"]


def test_words_beside_a_column_never_lie_over_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    spots: list[float] = []
    draw = ImageDraw.ImageDraw.text

    def note(self: ImageDraw.ImageDraw, spot: tuple[float, float], text: str, **rest: Any) -> None:
        if rest["anchor"] == "lm":
            spots.append(spot[1])
        draw(self, spot, text, **rest)

    monkeypatch.setattr(ImageDraw.ImageDraw, "text", note)
    draw_timeline(timeline((1, 1, 1, 0), (0, 0, 0, 70), (97, 1, 1, 0)))
    assert len(spots) == 6
    assert all(high - low >= 30 for low, high in zip(spots[5:2:-1], spots[4:2:-1], strict=False))


def test_long_days_are_broken_and_cut_where_the_columns_are_narrow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    point = timeline((3, 2, 1, 0))[0].model_copy(update={"label": "26 november 2026"})
    assert "26 november" in written((point,), monkeypatch)
    narrow = written((point,) * MAX_POINTS, monkeypatch)
    assert "26 nov" in narrow or "nov" in narrow


def test_a_timeline_without_points_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        draw_timeline(())
