"""The environment as the settings read it, and which names in it nothing asks for.

A name that nothing reads is most often a typing error, and silent: the setting it should have been
is simply not there. What is read is noted while reading, so that there is no second list of names.
"""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

_SURE = 0.85  # how alike two names have to be, of 1.0, to take one for a slip of the other
_SHARED = ("AZURE", "DATABASE", "GRAPH", "LOG")  # names that begin so may well be of others


class Given:
    """The settings that were given, without blank ones. It notes the names it is asked for."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._values = {name: value.strip() for name, value in environ.items() if value.strip()}
        self.names: set[str] = set()
        self.shapes: set[tuple[str, str]] = set()

    def get(self, name: str, default: str = "") -> str:
        """The value of a setting."""
        self.names.add(name)
        return self._values.get(name, default)

    def owned(self, start: str, end: str) -> Iterator[tuple[str, str]]:
        """The settings of a shape that has the owner in its middle, as (owner, value).

        The owner is written as `environment_name` does. Settings that only look so are left out.
        """
        self.shapes.add((start, end))
        for name, value in self._values.items():
            if name not in self.names and _has(name, (start, end)):
                yield name[len(start) : len(name) - len(end)], value

    def unread(self) -> tuple[str, ...]:
        """The names that look like ours and that nothing asked for, when all was read."""
        ours = {_first_word(name) for name in (*self.names, *(start for start, _ in self.shapes))}
        return tuple(
            name
            for name in self._values
            if name not in self.names
            and not any(_has(name, shape) for shape in self.shapes)
            and (
                ("_" in name and _first_word(name) in ours.difference(_SHARED))
                or get_close_matches(name, self.names, 1, _SURE)
            )
        )

    def likely(self, name: str, owners: Iterable[str]) -> str:
        """The setting that a name was probably meant to be; "" for none.

        owners: as `environment_name` writes them.
        """
        known = [start + owner + end for owner in owners for start, end in sorted(self.shapes)]
        return next(iter(get_close_matches(name, [*sorted(self.names), *known], 1, _SURE)), "")


def _has(name: str, shape: tuple[str, str]) -> bool:
    start, end = shape
    return name.startswith(start) and name.endswith(end) and len(name) > len(start) + len(end)


def _first_word(name: str) -> str:
    return name.upper().partition("_")[0]
