"""Dutch words for dates, numbers and deadlines, as people read them in cards and mails.

Plain B1 Dutch, date first. Every word that depends on a calendar is made here, so that templates
and cards only place text and the tests can read each sentence.
"""

from collections.abc import Sequence
from datetime import date, datetime

from bot.core.workdays import Workdays, local_time
from mappings.canonical import Due, DueKind
from mappings.text import clean_line

_NL = "nl_NL"
_NUMBERS = ("nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien")
_LATE_IN_WEEKS = 15  # working days; from here on weeks say more


FIELD_WORDS = {
    "status": "stand",
    "due": "deadline",
    "note": "bericht",
    "owners": "regie",
    "title": "titel",
    "text": "volledige tekst",
    "rhythm": "ritme",
    "plateau": "VNG-plateau",
    "framework": "VNG-kader",
    "goal": "doel",
    "code": "code",
    "card": "tekst onder de lijn",
    "labels": "labels",
    "assignees": "toewijzing",
    "item": "actie",
    "decision": "besluit",
    "checklist": "controlelijst",
    "confirmed": "bevestigd",
    "start": "begindatum",
    "discuss": "bespreken",
    "occasion": "gedaan",
    "occasions": "keren gedaan",
}
"""What people read where data says a field's name."""


def field_word(field: str | None) -> str:
    """Write the name of a field for people; "" for none, and a name without a word as it is."""
    return FIELD_WORDS.get(field or "", field or "")


def field_named(word: str) -> str:
    """Read the name of a field as people type it: its Dutch word, or its name in data."""
    return next(
        (name for name, known in FIELD_WORDS.items() if known.lower() == word.lower()), word
    )


def _written(day: date, pattern: str) -> str:
    """Write a moment or a day by a pattern of Unicode's (CLDR), in Dutch."""
    from babel.dates import format_date, format_datetime  # here, as few commands write a date

    write = format_datetime if isinstance(day, datetime) else format_date
    return write(day, pattern, locale=_NL)


def full_date(day: date) -> str:
    """Write "donderdag 15 oktober 2026"."""
    return _written(day, "EEEE d MMMM y")


def short_date(day: date) -> str:
    """Write "15 oktober 2026"."""
    return _written(day, "d MMMM y")


def day_and_month(day: date) -> str:
    """Write "17 december": in what is read around that day, and must not change with the year."""
    return _written(day, "d MMMM")


def weekday_date(day: date, *, today: date) -> str:
    """Write "vrijdag 2 oktober", with the year only when it is not this year."""
    return full_date(day) if day.year != today.year else _written(day, "EEEE d MMMM")


def near_date(day: date, *, today: date) -> str:
    """Write "2 oktober", with the year only when it is not this year."""
    return short_date(day) if day.year != today.year else _written(day, "d MMMM")


def month_words(day: date, *, with_year: bool = True) -> str:
    """Write "januari 2027", or "januari"."""
    return _written(day, "LLLL y" if with_year else "LLLL")


def moment(instant: datetime) -> str:
    """Write "donderdag 15 oktober 2026 om 10:00 uur", on the clock of Europe/Amsterdam."""
    return _written(local_time(instant).replace(tzinfo=None), "EEEE d MMMM y 'om' HH:mm 'uur'")


def counted(count: int, one: str, more: str) -> str:
    """Write "1 actie" or "3 acties"."""
    return f"{count} {one if count == 1 else more}"


def times(count: int) -> str:
    """Write "twee keer"; above ten in figures."""
    return f"{_NUMBERS[count] if count < len(_NUMBERS) else count} keer"


def are(count: int) -> str:
    """Write the verb that goes with so many: "is" or "zijn"."""
    return "is" if count == 1 else "zijn"


def run(count: int) -> str:
    """Write how so many actions run: "loopt" or "lopen"."""
    return "loopt" if count == 1 else "lopen"


def go(count: int) -> str:
    """Write the verb that goes with so many: "gaat" or "gaan"."""
    return "gaat" if count == 1 else "gaan"


def sentence(clause: str) -> str:
    """Make a sentence of a clause: a capital, and a full stop."""
    return f"{clause[:1].upper()}{clause[1:]}."


def enumerated(words: Sequence[str]) -> str:
    """Write "a", "a en b" or "a, b en c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} en {words[-1]}"


def few(words: Sequence[str], most: int = 8) -> str:
    """Write the first few of many words: "a, b en 12 andere"; more would not be read."""
    more = len(words) - most
    return enumerated([*words[:most], *([f"{more} andere"] if more > 0 else [])])


def closed_sentence(names: Sequence[str], day: date) -> str:
    """Write "Op vrijdag 26 maart 2027 zijn OM en politie dicht." Somebody has to be closed."""
    return f"Op {full_date(day)} {are(len(names))} {enumerated(names)} dicht."


def due_words(due: Due) -> str:
    """Write a deadline as a table shows it: a date, or the agenda's own word."""
    if due.kind is DueKind.DATE and due.date is not None:
        return short_date(due.date)
    return due.text or "niet ingevuld"


def deadline_sentence(due: Due, *, today: date, workdays: Workdays) -> str:
    """Write what a deadline asks of somebody today, e.g. "Uiterlijk vrijdag 2 oktober. ...".

    Raises ValueError for a deadline without a date: nobody can be held to it.
    """
    if due.date is None:
        raise ValueError(f"a deadline of kind {due.kind} has no date")
    if due.date < today:
        return _late_sentence(due, due.date, today)
    day = weekday_date(due.date, today=today)
    if due.date == today:
        return f"Uiterlijk vandaag, {day}."
    left = workdays.between(today, due.date)
    if left:
        return f"Uiterlijk {day}. Nog {counted(left, 'werkdag', 'werkdagen')}."
    if workdays.is_workday(today):
        return f"Uiterlijk {day}. Vandaag is de laatste werkdag."
    return f"Uiterlijk {day}. Er is geen werkdag meer voor die tijd."


def time_left(due: date, *, today: date, workdays: Workdays) -> str:
    """Write how far off a deadline is: "nog 3 werkdagen", "vandaag", "8 weken te laat"."""
    if due == today:
        return "vandaag"
    if due > today:
        left = workdays.between(today, due)
        return f"nog {counted(left, 'werkdag', 'werkdagen')}" if left else "geen werkdag meer"
    past = workdays.between(due, today)
    if past >= _LATE_IN_WEEKS:
        return f"{(today - due).days // 7} weken te laat"
    return f"{counted(past, 'werkdag', 'werkdagen')} te laat" if past else "net te laat"


def _late_sentence(due: Due, day: date, today: date) -> str:
    if due.kind is DueKind.YEAR:
        return f"Te laat: dit moest in {due.text} klaar zijn."
    return f"Te laat: dit moest op {weekday_date(day, today=today)} klaar zijn."


def one_line(text: str, limit: int) -> str:
    """Put people's text on one line of at most `limit` characters, cut at a word with "…".

    Line ends become blanks, and what nobody can see goes, see `mappings.text`.
    """
    words = clean_line(text)
    if len(words) <= limit:
        return words
    head, blank, _ = words[:limit].rpartition(" ")
    return (head if blank else words[: limit - 1]).rstrip(" ,;:") + "…"
