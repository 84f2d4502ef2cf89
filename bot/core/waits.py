"""Which actions wait for others, as people say in their notes: "Wacht op 2.4 en 3.1".

A wait lasts as long as the action that is waited for is open. Actions that wait for each other in
a circle wait for nobody: that is said, and not followed, or all of them would be left in peace for
ever.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cached_property

from bot.core.dutch import enumerated
from mappings.canonical import Action, Frozen, Status, code_order

_CODE = (
    r"(?P<code>(?<![\d.])[1-9]\d*\.[1-9]\d*)(?!\d|\.\d)"
    r"(?!\s*(?:%|(?:fte|uur|miljoen|mln|euro)\b))"  # a number, and no action
)
_ITEM = rf"(?:(?:de\s+)?(?:acties?|punt(?:en)?|nr\.?|nummers?)\s+)?{_CODE}(?:\s*\([^()\n]*\))?"
_FIRST = re.compile(
    # a line or a sentence begins, perhaps behind a date or a bullet
    r"(?:^|(?<=[.!?:;])(?=\s))(?:[^\S\n]|[>•·*–—-])*"
    r"(?:(?:(?:we|wij|ik|dit|(?:deze|de)\s+actie)\s+)?wacht(?:en)?"
    r"(?:\s+(?:nog|nu|eerst|even|ook|alleen|steeds|wel))*\s+op|in\s+afwachting\s+van)\s+" + _ITEM,
    re.IGNORECASE | re.MULTILINE,
)
_NEXT = re.compile(rf"\s*(?:,\s*en|[,;/&+]|en|of)\s*(?:(?:ook\s+)?op\s+)?{_ITEM}", re.IGNORECASE)


def named_in(note: str) -> tuple[str, ...]:
    """The codes of the actions that a note says to wait for, in its order, each once."""
    codes: dict[str, None] = {}
    for first in _FIRST.finditer(note):
        found: re.Match[str] | None = first
        while found is not None:
            codes[found["code"]] = None
            found = _NEXT.match(note, found.end())
    return tuple(codes)


class WaitState(StrEnum):
    """What became of an action that somebody waits for. Only `OPEN` is a wait that lasts."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"
    CIRCLE = "circle"
    ITSELF = "itself"
    UNKNOWN = "unknown"

    @property
    def is_over(self) -> bool:
        """Whether there is nothing left to wait for."""
        return self in (WaitState.DONE, WaitState.DROPPED)


class Wait(Frozen):
    """One action that is waited for, by its code."""

    code: str
    state: WaitState


class Waits(Frozen):
    """What waits for what. named: by code, what the note of an open action says."""

    named: Mapping[str, tuple[Wait, ...]] = {}

    def of(self, code: str) -> tuple[Wait, ...]:
        """What an action says to wait for, whatever became of it."""
        return self.named.get(code, ())

    def blockers(self, code: str) -> tuple[str, ...]:
        """The open actions that an action waits for."""
        return tuple(wait.code for wait in self.of(code) if wait.state is WaitState.OPEN)

    def waiters(self, code: str) -> tuple[str, ...]:
        """The actions that wait for this one, in the order of their codes."""
        return self._waiters.get(code, ())

    @cached_property
    def _waiters(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for code in sorted(self.named, key=code_order):
            for blocker in self.blockers(code):
                found[blocker] = (*found.get(blocker, ()), code)
        return found

    def data(self, code: str) -> dict[str, object]:
        """The waits of an action as `--json` shows them."""
        return {
            "waits_for": [wait.model_dump(mode="json") for wait in self.of(code)],
            "waiters": list(self.waiters(code)),
        }

    def circles(self) -> tuple[tuple[str, ...], ...]:
        """The actions that wait for each other, each circle once."""
        steps = {
            code: [wait.code for wait in waits if wait.state is WaitState.CIRCLE]
            for code, waits in self.named.items()
        }
        found = (
            tuple(sorted(_reached(steps, code), key=code_order)) for code in steps if steps[code]
        )
        return tuple(sorted(set(found), key=lambda circle: code_order(circle[0])))

    def circle_of(self, code: str) -> tuple[str, ...]:
        """The circle that an action is part of; () when it is in none."""
        return next((circle for circle in self.circles() if code in circle), ())


def waits_of(actions: Iterable[Action]) -> Waits:
    """Read out of the notes what waits for what. Only an open action waits for anything."""
    listed = {action.code: action for action in actions}
    named = {a.code: codes for a in listed.values() if a.is_open and (codes := named_in(a.note))}
    steps = {
        code: [other for other in codes if other != code and _is_open(listed, other)]
        for code, codes in named.items()
    }
    return Waits(
        named={
            code: tuple(Wait(code=o, state=_state(listed, steps, code, o)) for o in codes)
            for code, codes in named.items()
        }
    )


def wait_words(waits: Sequence[Wait]) -> str:
    """Name what an action waits for, and what is amiss with that; "" when it waits for nothing."""
    return enumerated([_named(wait) for wait in waits if not wait.state.is_over])


def circle_words(circle: Sequence[str]) -> str:
    """Say that these actions wait for each other."""
    return f"{enumerated(circle)} wachten op elkaar."


def _named(wait: Wait) -> str:
    match wait.state:
        case WaitState.CIRCLE:
            return f"{wait.code} (wachten op elkaar)"
        case WaitState.ITSELF:
            return f"{wait.code} (zichzelf)"
        case WaitState.UNKNOWN:
            return f"{wait.code} (staat niet op de lijst)"
        case _:
            return wait.code


def _state(
    listed: Mapping[str, Action], steps: Mapping[str, Sequence[str]], code: str, other: str
) -> WaitState:
    if other == code:
        return WaitState.ITSELF
    if other not in listed:
        return WaitState.UNKNOWN
    if not listed[other].is_open:
        return WaitState.DONE if listed[other].status is Status.DONE else WaitState.DROPPED
    return WaitState.CIRCLE if code in _reached(steps, other) else WaitState.OPEN


def _is_open(listed: Mapping[str, Action], code: str) -> bool:
    return code in listed and listed[code].is_open


def _reached(steps: Mapping[str, Sequence[str]], start: str) -> set[str]:
    """Everything that can be reached from a start, itself only when a way leads back to it."""
    found: set[str] = set()
    ahead = list(steps.get(start, ()))
    while ahead:
        code = ahead.pop()
        if code not in found:
            found.add(code)
            ahead += steps.get(code, ())
    return found
