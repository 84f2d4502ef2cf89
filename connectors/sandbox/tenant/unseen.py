"""Fresh objects that reads do not show yet, as a lagging replica would miss them."""

from collections.abc import Iterable


class Unseen:
    """Ids that are still hidden; each read that misses one brings it nearer to the light."""

    def __init__(self) -> None:
        self._left: dict[str, int] = {}

    def hide(self, item_id: str, reads: int) -> None:
        """Hide an object from the next reads."""
        self._left[item_id] = reads

    def count_read(self, item_ids: Iterable[str]) -> None:
        """Count one read that would have shown these; hidden ones surface when used up."""
        for item_id in item_ids:
            left = self._left.pop(item_id, 0)
            if left > 0:
                self._left[item_id] = left - 1

    def __contains__(self, item_id: str) -> bool:
        return item_id in self._left
