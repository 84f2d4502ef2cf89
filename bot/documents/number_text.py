"""Writes a number or a date of a workbook as the sheet shows it, by its number format.

1.1 with the format 0.00 is shown as 1.10, which is another code than 1.1; a date with the format
yyyy is shown as a year. Only what a list of actions meets is known; of any other format the cell is
doubtful. Source of the format codes: ECMA-376 part 1, 18.8.31. Numbers are written with a point.
"""

import re
from datetime import date, datetime, time, timedelta

from babel.dates import format_date

from bot.documents.tables import Cell

_LOOSE = re.compile(r"\[[^\]]*\]|_.|\*.")  # colours, languages, conditions; room and filling
_FIXED = re.compile(
    r"(?P<before>(?:\"[^\"]*\"|\\.|[ €$()+-])*)"
    r"(?P<whole>[#0,]*[#0])(?:\.(?P<part>[0#?]+))?(?P<percent> ?%)?"
    r"(?P<after>(?:\"[^\"]*\"|\\.|[ €$()+-])*)"
)
_PLAIN = ("General", "@", "")


def number_cell(number: float, form: str, name: str) -> Cell:
    """Make a cell of a number. form: its format code; name: the cell's name, for its doubt."""
    if form in _PLAIN:
        return _general(number, name)
    sections = _LOOSE.sub("", form).split(";")
    pattern = sections[1] if number < 0 and len(sections) > 1 else sections[0]
    found = _FIXED.fullmatch(pattern)
    if found is None:
        if pattern.strip().lower() in ("general", "standard", "standaard"):
            return _general(number, name)
        doubt = f"cel {name} heeft een getalnotatie die niet is te lezen ({form})"
        return Cell(_shortest(number), number=number, doubt=doubt, name=name)
    text = _fixed(abs(number) if number < 0 and len(sections) > 1 else number, found)
    return Cell(text, number=number, name=name)


def date_cell(value: date | time | timedelta, form: str, name: str) -> Cell:
    """Make a cell of a date or time. form, name: as for `number_cell`."""
    if isinstance(value, timedelta):
        return Cell(str(value))
    if isinstance(value, time):
        return Cell(value.strftime("%H:%M"))
    day = value.date() if isinstance(value, datetime) else value
    code = re.sub(r'"[^"]*"|\\.', "", _LOOSE.sub("", form)).split(";")[0].lower()
    if "d" in code or not {"y", "m"} & set(code):
        return Cell(f"{day.day}-{day.month}-{day.year}", day=day)
    if "m" not in code:
        return Cell(str(day.year))
    doubt = f"cel {name} toont alleen maand en jaar"
    return Cell(format_date(day, "MMMM y", locale="nl_NL"), doubt=doubt)


def _general(number: float, name: str) -> Cell:
    text = _shortest(number)
    doubt = ""
    if re.fullmatch(r"-?\d+\.\d", text):
        doubt = f"cel {name} is het getal {text}; dat kan ook {text}0 zijn geweest"
    return Cell(text, number=number, doubt=doubt, name=name)


def _shortest(number: float) -> str:
    return str(int(number)) if number == int(number) else f"{number:.15g}"


def _fixed(number: float, found: re.Match[str]) -> str:
    part = found["part"] or ""
    least = len(part.rstrip("#?"))
    shown = number * 100 if found["percent"] else number
    whole, _, digits = f"{abs(shown):.{len(part)}f}".partition(".")
    digits = digits[:least] + digits[least:].rstrip("0")
    zeros = found["whole"].replace(",", "").lstrip("#")
    whole = whole.rjust(len(zeros), "0")
    sign = "-" if shown < 0 else ""
    text = sign + whole + (f".{digits}" if digits else "") + (found["percent"] or "").strip()
    before, after = (
        re.sub(r'"([^"]*)"|\\(.)', r"\1\2", found[side]) for side in ("before", "after")
    )
    return f"{before}{text}{after}".strip()
