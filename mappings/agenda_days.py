"""The days off of one municipality and of the others in the driehoek, as `agenda.yaml` has them."""

import datetime as dt
from typing import Annotated

from pydantic import Field, PlainValidator

from mappings.canonical import Frozen, HolidayCalendar
from mappings.dates import read_day


def _free_day(entry: object) -> dt.date | str:
    """A date when it looks like one, so that 2026-13-01 is no holiday's name."""
    if isinstance(entry, dt.date):
        return entry
    if not isinstance(entry, str) or not entry:
        raise ValueError("schrijf een datum (2026-05-15) of de naam van een feestdag")
    return read_day(entry) if entry[0].isdigit() else entry


FreeDay = Annotated[dt.date | str, PlainValidator(_free_day)]


class Party(Frozen):
    """Another organisation in the driehoek ("OM"), and whose days off it has."""

    name: str = Field(min_length=1)
    calendar: HolidayCalendar


class Holidays(Frozen):
    """Which days the municipality is closed.

    calendar: whose days off it has. add, remove: what differs here, extra days off and days at
    work. parties: who else sits in the driehoek, to tell when they are closed on its day.
    """

    calendar: HolidayCalendar = HolidayCalendar.CAO_GEMEENTEN
    add: tuple[FreeDay, ...] = ()
    remove: tuple[FreeDay, ...] = ()
    parties: tuple[Party, ...] = ()
