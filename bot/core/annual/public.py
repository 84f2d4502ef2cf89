"""The part of a report that is for everybody: without notes, owners and what is about money.

It is made of the values themselves, once, so that no form of the report has to know what to leave
out, and none can forget it.
"""

import re
from collections.abc import Iterable

from bot.core.annual.parts import PeriodReport
from bot.core.digest.concerns import speaks_of_money
from mappings.canonical import Action

WITHHELD = "Niet openbaar: gaat over geld"
SOME_OWNER = "[regiehouder]"
"""Stands in a title where the code or the name of an owner stood."""


def for_everybody(report: PeriodReport) -> PeriodReport:
    """Leave out what is not for everybody."""
    names = _names_in_a_text((*report.owner_names, *report.owner_names.values()))

    def shown(action: Action) -> Action:
        title = names.sub(SOME_OWNER, action.title) if names.pattern else action.title
        title = WITHHELD if speaks_of_money(title) else title
        return action.model_copy(update={"title": title, "text": title, "note": "", "owners": ()})

    return report.model_copy(
        update={
            "owners": (),
            "owner_names": {},
            "actions": tuple(map(shown, report.actions)),
            "plateaus": tuple(
                plateau.model_copy(
                    update={
                        "lines": tuple(
                            line.model_copy(update={"action": shown(line.action)})
                            for line in plateau.lines
                        )
                    }
                )
                for plateau in report.plateaus
            ),
            "done": tuple(
                line.model_copy(update={"action": shown(line.action), "outcome": ""})
                for line in report.done
            ),
            "moved": tuple(
                line.model_copy(update={"action": shown(line.action), "why": ""})
                for line in report.moved
            ),
            "steps": tuple(
                line.model_copy(update={"action": shown(line.action)}) for line in report.steps
            ),
            "returning": tuple(
                line.model_copy(update={"action": shown(line.action)}) for line in report.returning
            ),
            "decided": tuple(
                line.model_copy(update={"text": "", "became": ""}) for line in report.decided
            ),
        }
    )


def _names_in_a_text(names: Iterable[str]) -> re.Pattern[str]:
    """Find any of these names as whole words, the longest first."""
    return re.compile("|".join(_name(name) for name in sorted({*names}, key=len, reverse=True)))


def _name(name: str) -> str:
    """A name in whatever case; one that is an ordinary word too (Advies) only as it is written."""
    is_word = name.isalpha() and name[1:].islower()
    return rf"(?<!\w){'' if is_word else '(?i:'}{re.escape(name)}{'' if is_word else ')'}(?!\w)"
