"""Takes an agenda file into the list without trampling on what people did since the last import.

A file is one more side, that only ever speaks: its base is the previous import. What the file
changed comes in, what people changed stays, and where both changed the same field the list stays as
it is, and the coordinator is asked which of both holds. What a file is silent about stays too.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.history import Change, Outcome, applied
from bot.core.sync.effects import Collision
from bot.core.sync.merge import UNKNOWN, Unknown, merge_field
from bot.documents.cell_text import cell_text
from bot.store.ledger import Ledger
from mappings.canonical import (
    Action,
    Due,
    Fields,
    FieldValue,
    Policy,
    Status,
    Vng,
    word,
    yes_no,
)

SIDE = "import"
Stated = Mapping[str, Container[str]]
"""Which fields a file speaks of, by code; all of them for a code that is left out."""

_ANSWERS = {yes_no(answer): answer for answer in (True, False, None)}


@dataclass(frozen=True)
class Imported:
    """What an import came down to.

    absent: codes in the list that the file does not have. struck: codes in the file that were taken
    off the list, and stay off. at: the moment of the import.
    """

    at: datetime
    actions: Mapping[str, Action]
    changes: tuple[Change, ...]
    added: tuple[str, ...]
    changed: tuple[str, ...]
    kept: tuple[str, ...]
    absent: tuple[str, ...]
    struck: tuple[str, ...] = ()

    def codes(self) -> dict[str, list[str]]:
        """Which actions had what happen to them, as `import --json` shows it."""
        names = ("added", "changed", "kept", "absent", "struck")
        return {name: list(getattr(self, name)) for name in names}


def import_list(
    ledger: Ledger,
    incoming: Sequence[Action],
    *,
    at: datetime,
    run: str,
    stated: Stated | None = None,
) -> Imported:
    """Take a file into the list, all of it, in the caller's unit of work. Says what it changed."""
    imported = read_import(ledger, incoming, at=at, run=run, stated=stated)
    write_import(ledger, imported, incoming, stated)
    return imported


def read_import(
    ledger: Ledger,
    incoming: Iterable[Action],
    *,
    at: datetime,
    run: str,
    stated: Stated | None = None,
    seen: Mapping[str, Fields] | None = None,
) -> Imported:
    """Decide what a file changes in the list as it is now.

    seen: what the file showed to who edited it and the list still says; newer than any import.
    """
    current, bases = ledger.actions.all(), dict(ledger.links.bases(SIDE))
    for code, fields in (seen or {}).items():
        bases[code] = {**bases.get(code, {}), **fields}
    struck = ledger.actions.struck()
    there: list[Action] = []
    off: list[Action] = []
    for action in incoming:
        (off if action.code in struck else there).append(action)
    imported = plan_import(current, bases, there, at=at, run=run, stated=stated)
    return replace(imported, struck=tuple(action.code for action in off))


def plan_import(
    current: Mapping[str, Action],
    bases: Mapping[str, Fields],
    incoming: Iterable[Action],
    *,
    at: datetime,
    run: str,
    stated: Stated | None = None,
) -> Imported:
    """Decide what the file changes. Pure; `write_import` carries it out."""
    speaks = stated or {}
    actions = {action.code: action for action in incoming}
    changes: list[Change] = []
    result: dict[str, Action] = {}
    for code, action in actions.items():
        ours = current.get(code)
        if ours is None:
            changes.append(applied(code, "item", None, action.title, at=at, run=run, side=SIDE))
            result[code] = action
        else:
            said = words(action)
            theirs = {n: v for n, v in said.items() if n in speaks.get(code, said)}
            merged, edits = _merge(ours, bases.get(code, {}), theirs, at=at, run=run)
            result[code] = merged
            changes += edits
    return Imported(
        at=at,
        actions=result,
        changes=tuple(changes),
        added=tuple(code for code in result if code not in current),
        changed=tuple(c for c in result if c in current and result[c] != current[c]),
        kept=tuple(dict.fromkeys(c.code for c in changes if c.outcome is Outcome.LOST)),
        absent=tuple(code for code in current if code not in actions),
    )


def write_import(
    ledger: Ledger, imported: Imported, incoming: Iterable[Action], stated: Stated | None = None
) -> None:
    """Save the outcome; the file becomes the base of the next import.

    Of what is struck it does not, so that it still speaks when the action is put back. A value
    that the list did not take becomes a conflict; one that it took or shares settles it.
    """
    speaks = stated or {}
    taken = (*imported.added, *imported.changed)
    ledger.actions.save_all(imported.actions[code] for code in taken)
    ledger.history.add_all(imported.changes)
    known = ledger.links.bases(SIDE)
    news: dict[str, dict[str, FieldValue]] = {}
    for action in incoming:
        if action.code in imported.actions:
            said, base = words(action), known.get(action.code, {})
            spoken = speaks.get(action.code, said)
            news[action.code] = {
                n: v
                for n, v in said.items()
                if n in spoken and (n not in base or not same_value(base[n], v))
            }
    ledger.links.put_bases(SIDE, news)
    _settle(ledger, imported, news)


def _settle(ledger: Ledger, imported: Imported, news: Mapping[str, Fields]) -> None:
    """Close the conflicts about what the file says anew, and open one where that did not hold."""
    for old in ledger.conflicts.open_ones():
        if old.side == SIDE and old.field in news.get(old.code, {}):
            ledger.conflicts.close(SIDE, old.code, old.field, imported.at)
    for change in imported.changes:
        if change.outcome is Outcome.LOST and change.field in news.get(change.code, {}):
            lost = Collision(
                code=change.code, field=change.field, ours=change.old, theirs=change.new, ask=True
            )
            ledger.conflicts.put(SIDE, lost, at=change.at, run=change.run)


def words(action: Action) -> dict[str, FieldValue]:
    """Every field an import may change, in the agenda's own words."""
    return {
        "title": action.title,
        "text": action.text,
        "status": action.status.value if action.status else None,
        "due": word(action, "due"),
        "rhythm": action.rhythm,
        "owners": action.owners,
        "plateau": str(action.vng.plateau) if action.vng.plateau else None,
        "framework": yes_no(action.vng.framework) or None,
        "note": action.note,
    }


def from_words(code: str, fields: Fields) -> Action:
    """The action that `words` would describe so. Raises ValueError when a word is unknown."""
    framework = _ANSWERS[_text(fields["framework"]) or ""]
    return Action(
        code=code,
        title=_text(fields["title"]) or "",
        text=_text(fields["text"]) or "",
        status=Status(status) if (status := _text(fields["status"])) else None,
        due=Due.parse(_text(fields["due"]) or ""),
        rhythm=_text(fields["rhythm"]),
        owners=tuple(fields["owners"] or ()),
        vng=Vng.model_validate(
            {
                "plateau": int(str(fields["plateau"])) if fields["plateau"] else None,
                "framework": framework,
            }
        ),
        note=_text(fields["note"]) or "",
    )


def _merge(
    ours: Action, base: Fields, theirs: Fields, *, at: datetime, run: str
) -> tuple[Action, list[Change]]:
    mine = words(ours)
    changes = []
    for name, written in theirs.items():
        known: FieldValue | Unknown = base.get(name, UNKNOWN)
        wanted = _as_known(written, base.get(name), mine[name])
        decision = merge_field(known, mine[name], wanted, Policy.LIST)
        lost = decision.collided or decision.ask
        if decision.value == mine[name] and not lost:
            continue
        changes.append(
            Change(
                at=at,
                run=run,
                code=ours.code,
                side=SIDE,
                field=name,
                old=mine[name],
                new=wanted,
                outcome=Outcome.LOST if lost else Outcome.APPLIED,
            )
        )
        mine[name] = decision.value
    return from_words(ours.code, mine), changes


def _as_known(value: FieldValue, *known: FieldValue) -> FieldValue:
    """The known value that this one only writes otherwise, else the value itself."""
    return next((one for one in known if same_value(one, value)), value)


def same_value(one: FieldValue, other: FieldValue) -> bool:
    """Whether two values differ in nothing but what a trip through a file changes.

    That is what `cell_text` takes away: blanks at the end of lines, tabs, which hyphen and which
    blank is written.
    """
    if isinstance(one, str) and isinstance(other, str):
        return cell_text(one) == cell_text(other)
    return one == other


def _text(value: FieldValue) -> str | None:
    return value if isinstance(value, str) else None
