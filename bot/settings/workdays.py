"""The municipality's working days, as its agenda folder says them."""

from bot.core.workdays import Workdays
from bot.settings.errors import SettingsErrors
from mappings.agenda import Agenda


def workdays_of(agenda: Agenda) -> Workdays:
    """The municipality's working days. Raises SettingsErrors for a holiday nobody knows."""
    try:
        days = agenda.holidays
        return Workdays(added=days.add, removed=days.remove, calendar=days.calendar)
    except ValueError as error:
        raise SettingsErrors([f"agenda.yaml, veld 'holidays': {error}."]) from error
