"""Says how much of the list was confirmed since the previous meeting, and what nobody looks at.

Confirmed is what an owner ticked as still true; what was changed since then is up to date as well.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.core.confirmations.record import last_confirmed, touches_of
from bot.core.digest.lines import NO_OWNER, Desk, is_of
from bot.core.digest.parts import ConfirmedBlock, Occasion, OwnerConfirmed
from bot.core.dutch import are, counted, enumerated, near_date
from bot.core.history import Change, arrivals
from bot.core.workdays import local_date
from mappings.canonical import Action

MEETINGS = 3
"""For so many meetings nobody said anything of an action before it is listed."""

_EVER = datetime.min.replace(tzinfo=UTC)


def confirmed_words(history: Iterable[Change], occasion: Occasion, desk: Desk) -> dict[str, str]:
    """By action code, "bevestigd op 12 november", of what was ticked since the previous meeting."""
    since = occasion.previous.start if occasion.previous else _EVER
    return {
        code: f"bevestigd op {near_date(local_date(at), today=desk.today)}"
        for code, at in last_confirmed(history).items()
        if at > since
    }


def confirmed_block(
    actions: Sequence[Action], history: Iterable[Change], occasion: Occasion, desk: Desk
) -> ConfirmedBlock | None:
    """Tell it of the open actions; None when nothing is open."""
    lines = tuple(history)
    opened = [action for action in actions if action.is_open]
    if not opened:
        return None
    since = occasion.previous.start if occasion.previous else _EVER
    said = _Said(
        ticked={code for code, at in last_confirmed(lines).items() if at > since},
        touched={code for code, at in touches_of(lines).items() if at > since},
    )
    owners = {owner for action in opened for owner in action.owners or ("",)}
    shares = [
        OwnerConfirmed(
            name=desk.name(owner) if owner else NO_OWNER,
            share=said.share([action for action in opened if is_of(action, owner)]),
            detail=said.detail([action for action in opened if is_of(action, owner)]),
        )
        for owner in owners
    ]
    silent = _silent(opened, lines, occasion)
    return ConfirmedBlock(
        sentence=said.sentence(opened, occasion),
        owners=tuple(sorted(shares, key=lambda one: (one.name == NO_OWNER, one.name.casefold()))),
        silence=_silence(len(silent), occasion, desk),
        silent=tuple(desk.line(action) for action in silent),
    )


@dataclass(frozen=True)
class _Said:
    """Codes of which something was said since the previous meeting. touched: with the ticked."""

    ticked: Collection[str]
    touched: Collection[str]

    def share(self, actions: Sequence[Action]) -> str:
        heard = sum(action.code in self.touched for action in actions)
        return f"{heard} van de {len(actions)}"

    def detail(self, actions: Sequence[Action]) -> str:
        ticked = sum(action.code in self.ticked for action in actions)
        changed = sum(a.code in self.touched and a.code not in self.ticked for a in actions)
        parts = [
            *([f"{ticked} bevestigd"] if ticked else []),
            *([f"{changed} gewijzigd"] if changed else []),
        ]
        return enumerated(parts)

    def sentence(self, actions: Sequence[Action], occasion: Occasion) -> str:
        heard = sum(action.code in self.touched for action in actions)
        of_all = counted(len(actions), "open actie", "open acties")
        since = " sinds het vorige overleg" if occasion.previous else ""
        told = f"{heard} van de {of_all} {are(heard)}{since} bevestigd of bijgewerkt"
        detail = self.detail(actions)
        return f"{told}: {detail}." if detail else f"{told}."


def _silent(actions: Sequence[Action], lines: Iterable[Change], occasion: Occasion) -> list[Action]:
    """The open actions of which nobody said anything for so many meetings, this one included."""
    if len(occasion.held) < MEETINGS:
        return []
    since, lines = occasion.held[-MEETINGS], tuple(lines)
    came, last = arrivals(lines), touches_of(lines)
    return [
        action
        for action in actions
        if came.get(action.code, _EVER) <= since and last.get(action.code, _EVER) <= since
    ]


def _silence(number: int, occasion: Occasion, desk: Desk) -> str:
    if not number:
        return ""
    day = near_date(local_date(occasion.held[-MEETINGS]), today=desk.today)
    some = counted(number, "open actie", "open acties")
    return f"Van {some} is sinds de driehoek van {day} niets bevestigd of gewijzigd."
