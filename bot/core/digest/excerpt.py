"""What a mail shows of a long list, and the sentence about the rest.

A digest is whole; somebody reading mail on a phone has two minutes. What is cut here stands in the
attachments, and the mail says so.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import Generic, TypeVar

from bot.core.digest.parts import ActionLine, ChangeLine
from bot.core.digest.progress import ChangeKind
from bot.core.dutch import counted
from mappings.canonical import Frozen, code_order

MEMO = "Overzicht"
"""The attached memo, by the name the reader sees."""

Line = TypeVar("Line")


class Excerpt(Frozen, Generic[Line]):
    """The lines that stand in the mail. rest: a sentence about those that do not, or ""."""

    lines: tuple[Line, ...]
    rest: str


class ChangeGroup(Frozen):
    """The changes of one kind. title: the kind and how many; has_words: they are people's text."""

    title: str
    excerpt: Excerpt[ChangeLine]
    has_words: bool


def excerpt(lines: Sequence[Line], limit: int) -> Excerpt[Line]:
    """Keep at most `limit` lines. One line too many stays: a sentence about it is as long."""
    if len(lines) <= limit + 1:
        return Excerpt(lines=tuple(lines), rest="")
    left = len(lines) - limit
    return Excerpt(
        lines=tuple(lines[:limit]),
        rest=f"De andere {left} staan in de bijlage {MEMO}.",
    )


def by_kind(changes: Sequence[ChangeLine], limit: int) -> tuple[ChangeGroup, ...]:
    """Group changes by kind, in the order in which they come; at most `limit` lines of each."""
    groups = []
    for kind, found in groupby(changes, key=lambda line: line.kind):
        lines = list(found)
        groups.append(
            ChangeGroup(
                title=f"{kind}: {counted(len(lines), 'actie', 'acties')}",
                excerpt=excerpt(lines, limit),
                has_words=kind == ChangeKind.NOTE,
            )
        )
    return tuple(groups)


def workload(late: Sequence[ActionLine], coming: Sequence[ActionLine]) -> str:
    """Write what an owner has to look at: "2 te laat, 3 komen eraan"."""
    parts = []
    if late:
        parts.append(f"{len(late)} te laat")
    if coming:
        parts.append(f"{len(coming)} {'komt' if len(coming) == 1 else 'komen'} eraan")
    return ", ".join(parts)


def spans(codes: Sequence[str]) -> str:
    """Write codes in their order, three or more in a row as "1.11 t/m 1.15"."""
    numbers = [code_order(code) for code in codes]
    runs: list[list[str]] = []
    for place, code in enumerate(codes):
        goal, number = numbers[place]
        if place and numbers[place - 1] == (goal, number - 1):
            runs[-1].append(code)
        else:
            runs.append([code])
    return ", ".join(f"{run[0]} t/m {run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs)
