"""The picture of the progress: every meeting of the timeline, and today."""

import io

import pytest
from PIL import Image
from support.digest_samples import timeline

from bot.core.digest.timeline import MAX_POINTS
from bot.digest.picture import draw_timeline

DONE = (18, 48, 90)


@pytest.mark.parametrize("count", [1, 2, MAX_POINTS])
def test_it_grows_with_the_meetings(count: int) -> None:
    png = draw_timeline(timeline(*[(30, 20, 10, 0)] * count))
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    assert len(bands(picture)) == count
    assert len(png) < 60_000


def bands(picture: Image.Image) -> list[int]:
    """Where a bar of what is done begins, from top to bottom, in the column with most of it."""
    columns = [picture.crop((x, 0, x + 1, picture.height)) for x in range(300, 500, 20)]
    heights = range(picture.height)
    is_done = [[column.getpixel((0, y)) == DONE for y in heights] for column in columns]
    most = max(is_done, key=sum)
    return [y for y in range(1, len(most)) if most[y] and not most[y - 1] and all(most[y : y + 9])]


def test_the_same_points_give_the_same_bytes() -> None:
    points = timeline((0, 9, 49, 12), (31, 26, 2, 11))
    assert draw_timeline(points) == draw_timeline(points)
    assert draw_timeline(points) != draw_timeline(points[::-1])


def test_a_timeline_without_points_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        draw_timeline(())
