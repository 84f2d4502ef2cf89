"""Makes a report out of the ledger, and the files it goes out as."""

from datetime import datetime
from pathlib import Path

from bot.annual.open_data import open_data
from bot.annual.paper import report_paper
from bot.core.annual.compose import NothingToReport, compose_report
from bot.core.annual.parts import PeriodReport
from bot.core.annual.span import Span
from bot.core.annual.standing import Records
from bot.core.annual.view import ReportNames
from bot.decisions.report import read_standings
from bot.errors import UsageError
from bot.folders import write_folder
from bot.rhythms.reading import read_returning
from bot.store.ledger import Ledger
from mappings.agenda import Agenda

NAME = "verslag"
"""Of the three forms, before their endings."""


def make_report(ledger: Ledger, agenda: Agenda, span: Span, now: datetime) -> PeriodReport:
    """Report on a period as far as it has been. Raises UsageError when there is nothing to tell."""
    actions = tuple(ledger.actions.all().values())
    records = Records(
        actions=actions,
        struck=tuple(one.action for one in ledger.actions.struck().values()),
        history=tuple(ledger.history.all()),
        decisions=read_standings(ledger),
        returning=read_returning(ledger, agenda, actions),
    )
    meetings = [m for m in ledger.meetings.all() if m.series == agenda.driehoek.key]
    held = [meeting.start for meeting in meetings if meeting.state == "held"]
    names = ReportNames(
        title=agenda.name,
        goals={goal.number: goal.name for goal in agenda.goals},
        owners=agenda.owner_names,
    )
    try:
        return compose_report(records, span, held, names, now)
    except NothingToReport as error:
        raise UsageError(str(error)) from error


def write_report(report: PeriodReport, folder: Path, *, is_public: bool) -> list[str]:
    """Write a report in a folder, as page, Word document and PDF; gives the paths.

    is_public: without what is not for everybody, and with the open data beside it. Raises what
    `write_folder` raises.
    """
    from bot.documents.paper_forms import paper_forms  # takes long to load

    files = paper_forms(report_paper(report, is_public=is_public), NAME)
    return write_folder(folder, files | (open_data(report) if is_public else {}))
