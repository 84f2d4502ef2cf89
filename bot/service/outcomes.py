"""What an error or a round means to who started it: a sentence, and the contract's exit code."""

from enum import IntEnum

from bot.actions.decisions import NotDecidable
from bot.core.sync.brake import BrakePulled
from bot.documents.refusal import DocumentRefused
from bot.errors import UsageError
from bot.settings import SettingsErrors
from bot.store.errors import Fault, StoreError, UnknownCode
from bot.sync.report import REMEDY, RoundReport
from bot.sync.side import SideMisset, SideUnavailable
from connectors.errors import GraphError
from mappings.agenda_file import AgendaErrors


class ExitCode(IntEnum):
    """How a command or a job ended; a process exits with this number."""

    DONE = 0
    """Also with remarks."""
    BUG = 1
    """Our own."""
    USAGE = 2
    """The command or a setting is wrong."""
    WAITS_FOR_PERSON = 3
    """Done, and something is left that no later round will solve."""
    BRAKE = 4
    """The brake was pulled on a side; nothing was written there."""
    UNAVAILABLE = 5
    """A side or the database is not available; what could be done was."""
    INTERRUPTED = 130
    """By Ctrl-C, as shells number it."""


def explain(error: BaseException) -> tuple[ExitCode, str]:
    """The exit code and the Dutch sentences to print; BUG and "" for what nobody foresaw.

    What was noted on the error on its way up (`add_note`) comes after its own sentence.
    """
    code, sentence = _judged(error)
    return code, "\n".join(filter(None, (sentence, *getattr(error, "__notes__", ()))))


def round_outcome(report: RoundReport) -> ExitCode:
    """The exit code of a round that came to its end.

    Where it did without a side: BRAKE when one was let alone, else USAGE when somebody has to
    change something for any of them.
    """
    if report.brakes:
        return ExitCode.BRAKE
    if report.unavailable:
        codes = {explain(error)[0] for error in report.unavailable.values()}
        return ExitCode.USAGE if ExitCode.USAGE in codes else ExitCode.UNAVAILABLE
    return ExitCode.WAITS_FOR_PERSON if report.waits_for_person else ExitCode.DONE


def _judged(error: BaseException) -> tuple[ExitCode, str]:
    match error:
        case UnknownCode():
            return ExitCode.USAGE, str(error.args[0])  # str() of a LookupError puts quotes round it
        case (
            UsageError()
            | SettingsErrors()
            | AgendaErrors()
            | SideMisset()
            | NotDecidable()
            | DocumentRefused()
        ):
            return ExitCode.USAGE, str(error)
        case GraphError(needs_person=True):
            return ExitCode.USAGE, error.advice
        case SideUnavailable(__cause__=BrakePulled()):
            return ExitCode.BRAKE, f"{error} {REMEDY}"
        case (
            SideUnavailable(__cause__=GraphError(needs_person=True))
            | StoreError(fault=Fault.SETTINGS | Fault.PROGRAM)
        ):
            return ExitCode.USAGE, str(error)
        case StoreError() | SideUnavailable():
            return ExitCode.UNAVAILABLE, str(error)
        case GraphError():
            return ExitCode.UNAVAILABLE, error.advice
        case BrakePulled():
            return ExitCode.BRAKE, f"Noodrem: {error}. Er is niets veranderd. {REMEDY}"
        case KeyboardInterrupt():
            return (
                ExitCode.INTERRUPTED,
                "Afgebroken. De volgende ronde gaat verder waar deze was.",
            )
        case _:
            return ExitCode.BUG, ""
