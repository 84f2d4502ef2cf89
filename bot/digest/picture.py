"""The picture of the progress over time: a bar per meeting, in the three statuses that count.

It stands in the mail and in the memo, always beside the same figures in a table.
"""

from collections.abc import Sequence

from bot.core.digest.parts import TimelinePoint
from bot.core.digest.timeline import timeline_words
from bot.documents.plots import Bars, as_png, draw_bars, in_statuses


def draw_timeline(points: Sequence[TimelinePoint]) -> bytes:
    """Draw a timeline, oldest first, as PNG; the same bytes for the same points.

    Raises ValueError without points.
    """
    parts = in_statuses(
        done=[point.done for point in points],
        running=[point.running for point in points],
        planned=[point.planned for point in points],
    )
    labels = tuple(point.label for point in points)
    return as_png(draw_bars(Bars(timeline_words(points), labels, parts)))
