"""What it means for one push, or one item, that something of it failed; the same on every side."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from bot.core.dutch import counted
from bot.core.sync.effects import Item, Push
from bot.core.sync.sides import side_name
from bot.sync.side import ChangedMeanwhile, OutcomeUnknown, Parked, Postponed, Verdict
from connectors import errors
from connectors.graph.calls import only_this_one
from connectors.log import get_logger

Body = TypeVar("Body")
Answer = TypeVar("Answer")

log = get_logger()


def failed(code: str, error: errors.GraphError, *, creating: bool = False) -> Verdict:
    """Judge one failure. Raises it again when it concerns the whole side: no sign-in.

    creating: something was to be made, so that an unknown outcome must not be repeated.
    """
    match error:
        case errors.SignInFailed():
            raise error
        case errors.Stale():
            return ChangedMeanwhile(code=code)
        case errors.LimitReached():
            return Parked(code=code, reason=error.advice, may_have_happened=creating)
        case errors.Refused() | errors.Denied() | errors.Fenced():
            return Parked(code=code, reason=error.advice)
        case _ if creating and error.outcome_unknown:
            return OutcomeUnknown(code=code, reason=error.advice)
        case _:
            return Postponed(code=code, reason=error.advice)


def rendered(
    side: str, pushes: Iterable[Push], render: Callable[[Push], Body]
) -> tuple[list[tuple[Push, Body]], list[Verdict]]:
    """Make what is to be sent, push by push: what a mapping stumbles over holds up itself alone.

    Gives the pushes that can be sent, each with its body, and a verdict on the others.
    """
    bodies: list[tuple[Push, Body]] = []
    apart: list[Verdict] = []
    for push in pushes:
        try:
            bodies.append((push, render(push)))
        except Exception as error:  # noqa: BLE001 - whatever it is, the other actions go on
            kind = type(error).__name__  # its text may be the action's
            log.error("not rendered", side=side, code=push.code, failure=kind)  # noqa: TRY400
            reason = (
                f"de bot kan haar niet omzetten voor {side_name(side)} ({kind}). De andere acties "
                "gaan door. Meld dit aan de beheerder van Driehoekbot."
            )
            apart.append(Parked(code=push.code, reason=reason))
    return bodies, apart


def unread(remote_id: str, error: errors.GraphError) -> Item:
    """An item of ours that is there, and of which no more is known.

    The reason names fields of Graph, never what is in them.
    """
    what = f"{error.status}" if error.status else error.reason or type(error).__name__
    return Item(remote_id=remote_id, title="", marker=None, own=True, fields={}, unread=f"({what})")


def set_apart(
    answers: Mapping[str, Answer | errors.GraphError],
) -> tuple[dict[str, Item], dict[str, Answer | errors.GraphError]]:
    """Take out of the answers, by remote id, those that say nothing of the others.

    Raises the error when all of several came to nothing: then it is the side, not the items.
    """
    apart = {
        name: unread(name, answer)
        for name, answer in answers.items()
        if isinstance(answer, errors.GraphError) and only_this_one(answer)
    }
    rest = {name: answer for name, answer in answers.items() if name not in apart}
    if len(apart) > 1 and not rest:
        raise next(e for e in answers.values() if isinstance(e, errors.GraphError))
    return apart, rest


def told_apart(side: str, items: Iterable[Item], linked: Sequence[str] | frozenset[str]) -> str:
    """Say that there are unreadable items that belong to no action; "" when there are none."""
    number = sum(bool(item.unread) and item.remote_id not in linked for item in items)
    if not number:
        return ""
    return (
        f"In {side_name(side)} is van {counted(number, 'stuk', 'stukken')} niet te lezen "
        "bij welke actie het hoort. Kijk daar na wat er vreemd aan is."
    )
