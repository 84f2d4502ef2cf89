"""What an error means to whoever typed the command: a sentence, and the exit code of the contract.

0  done, also with remarks          3  something waits for a person
1  our own bug                      4  the brake was pulled
2  usage or settings                5  a side is unavailable
"""

from bot.actions.decisions import NotDecidable
from bot.core.sync.brake import BrakePulled
from bot.errors import UsageError
from bot.settings import SettingsErrors
from bot.store.errors import Fault, StoreError, UnknownCode
from bot.sync.side import SideUnavailable
from bot.sync.sides.planner import WrongPlan
from connectors.errors import Fenced, GraphError
from mappings.agenda_file import AgendaErrors

BUG, USAGE, BRAKE, UNAVAILABLE, INTERRUPTED = 1, 2, 4, 5, 130


def explain(error: BaseException) -> tuple[int, str]:
    """The exit code and the Dutch sentences to print; BUG and "" for what nobody foresaw."""
    match error:
        case UnknownCode():
            return USAGE, str(error.args[0])  # str() of a LookupError puts quotes around it
        case UsageError() | SettingsErrors() | AgendaErrors() | WrongPlan() | NotDecidable():
            return USAGE, str(error)
        case Fenced():
            return USAGE, error.advice
        case StoreError(fault=Fault.SETTINGS | Fault.PROGRAM):
            return USAGE, str(error)
        case StoreError() | SideUnavailable():
            return UNAVAILABLE, str(error)
        case GraphError():
            return UNAVAILABLE, error.advice
        case BrakePulled():
            return BRAKE, (
                f"Noodrem: {error}. Er is niets veranderd. Kijk in de kant na wat er is gebeurd. "
                "Kloppen de verwijderingen, draai dan: driehoek sync --allow-deletions"
            )
        case KeyboardInterrupt():
            return INTERRUPTED, "Afgebroken. De volgende ronde gaat verder waar deze was."
        case _:
            return BUG, ""
