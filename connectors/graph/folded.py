"""Things of a listing that are kept as they came, and only looked into when somebody asks.

Most of what a listing brings has not changed since the last one. To check and translate all of it
takes many times as long as to compare it, so what is known already stays folded.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeVar

from pydantic_core import to_json

from connectors.wire import JsonObject

Value = TypeVar("Value")


@dataclass(frozen=True)
class Sifted:
    """The things of a listing. loose: those to be looked into; folded: the others, by id.

    prints: by id, the fingerprint of all that came whole.
    """

    loose: Sequence[JsonObject]
    folded: Mapping[str, bytes]
    prints: Mapping[str, str]


def sift(
    listed: Iterable[JsonObject],
    known: Mapping[str, str],
    *,
    is_whole: Callable[[JsonObject], bool],
    is_open: Callable[[JsonObject], bool],
) -> Sifted:
    """Tell what still has the fingerprint by which it is known, by id, from the rest.

    is_whole: whether a thing came with all that is read of it; else it is never known. is_open:
    whether it is looked into all the same. A listing may repeat a thing: the last one counts.
    """
    nameless: list[JsonObject] = []
    loose: dict[str, JsonObject] = {}
    folded: dict[str, bytes] = {}
    prints: dict[str, str] = {}
    for thing in listed:
        name = thing.get("id")
        if not isinstance(name, str):
            nameless.append(thing)
            continue
        for found in (loose, folded, prints):
            found.pop(name, None)
        text = fold(thing) if is_whole(thing) else None
        if text is not None:
            prints[name] = print_of(text)
        if text is not None and prints[name] == known.get(name) and not is_open(thing):
            folded[name] = text
        else:
            loose[name] = thing
    return Sifted([*loose.values(), *nameless], folded, prints)


def fold(thing: JsonObject) -> bytes | None:
    """The thing as JSON, in the order in which it came; None where that cannot be written.

    Half a surrogate pair, which JSON can name and no UTF-8 can hold, is such a case.
    """
    try:
        return to_json(thing, inf_nan_mode="constants")
    except ValueError:
        return None


def print_of(folded: bytes) -> str:
    """A fingerprint of the contents: as good as surely no other contents have the same."""
    return blake2b(folded, digest_size=16).hexdigest()


class Late(Mapping[str, Value]):
    """Values by name, of which some are only made when somebody asks for them.

    there: those that were made already. late: the names of the others; make gives the value.
    """

    def __init__(
        self, there: Mapping[str, Value], late: Mapping[str, object], make: Callable[[str], Value]
    ) -> None:
        self._made = dict(there)
        self._late = late
        self._make = make
        self._names = there.keys() | late.keys()

    def __getitem__(self, name: str) -> Value:
        if name not in self._made:
            if name not in self._late:
                raise KeyError(name)
            self._made[name] = self._make(name)
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
