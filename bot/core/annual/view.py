"""The list at the beginning and at the end of a period, to count and to compare."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.core.annual.parts import GroupCount, ListCount, ObligationLine, PlateauReport
from bot.core.annual.span import Span
from bot.core.digest.figures import is_late, status_label
from bot.core.digest.lines import NO_OWNER, PLATEAUS, plateau_sentence
from bot.core.dutch import due_words
from bot.core.history import NOT_LISTED
from mappings.canonical import Action, Status


@dataclass(frozen=True)
class ReportNames:
    """What things are called. title: of the agenda. goals, owners: names by number and by code."""

    title: str
    goals: Mapping[int, str]
    owners: Mapping[str, str]


@dataclass(frozen=True)
class PeriodView:
    """The list at the beginning and at the end of a period, to count and compare."""

    before: tuple[Action, ...]
    after: tuple[Action, ...]
    names: ReportNames
    span: Span

    def count(self, actions: Sequence[Action], day: date | None = None) -> ListCount:
        """Count actions of the list as it stood at a day's end; None: at the end of the period."""
        done_before = {a.code for a in self.before if a.status is Status.DONE}
        done = [a.code for a in actions if a.status is Status.DONE]
        running = sum(a.status is Status.RUNNING for a in actions)
        planned = sum(a.status is Status.PLANNED for a in actions)
        return ListCount(
            total=len(actions),
            done=len(done),
            done_now=sum(code not in done_before for code in done),
            running=running,
            planned=planned,
            other=len(actions) - len(done) - running - planned,
            late=sum(is_late(action, day or self.span.last) for action in actions),
        )

    def goals(self) -> tuple[GroupCount, ...]:
        """The list at the end per goal."""
        numbers = sorted({action.goal for action in self.after})
        return tuple(
            GroupCount(
                name=f"{number}. {self.names.goals[number]}",
                count=self.count([a for a in self.after if a.goal == number]),
            )
            for number in numbers
        )

    def owners(self) -> tuple[GroupCount, ...]:
        """By name, nobody's work last; an action of two owners counts for both."""
        codes = {owner for action in self.after for owner in action.owners or ("",)}
        groups = (
            GroupCount(
                name=self.names.owners.get(code, code) if code else NO_OWNER,
                count=self.count([a for a in self.after if code in (a.owners or ("",))]),
            )
            for code in codes
        )
        return tuple(sorted(groups, key=lambda g: (g.name == NO_OWNER, g.name.casefold())))

    def plateaus(self) -> tuple[PlateauReport, ...]:
        """Those of which the agenda has obligations."""
        were = {action.code: status_label(action) for action in self.before}
        return tuple(
            PlateauReport(
                plateau=plateau,
                heading=PLATEAUS[plateau],
                sentence=plateau_sentence(plateau, obliged),
                lines=tuple(
                    ObligationLine(
                        action=action,
                        before=were.get(action.code, NOT_LISTED),
                        now=status_label(action),
                        due=due_words(action.due) if action.is_open else "",
                    )
                    for action in obliged
                ),
            )
            for plateau in PLATEAUS
            if (obliged := [a for a in self.after if a.vng.plateau == plateau])
        )
