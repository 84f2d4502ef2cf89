"""Writes the figures of a report as open data: a table of actions, and what its columns mean.

It holds what everybody may read, see `bot.core.annual.public`.
"""

import csv
import io
import json
from collections.abc import Mapping
from datetime import date

from bot.core.annual.parts import PeriodReport
from bot.core.annual.public import for_everybody
from bot.core.digest.figures import status_label
from mappings.canonical import Action

COLUMNS = {
    "code": "Het nummer van de actie: doel.volgnummer. Het verandert nooit.",
    "doel": "Het nummer van het doel waar de actie bij hoort.",
    "titel": "De korte titel van de actie.",
    "vng_plateau": "Plateau van de VNG: 1 is verplicht, 2 is aanvullend, leeg is geen van beide.",
    "stand_begin": "De stand op de eerste dag van de periode; leeg als de actie er nog niet was.",
    "stand_eind": "De stand op de laatste dag van de periode.",
    "deadline": "De deadline op de laatste dag: een datum, een jaar of een woord; leeg is geen.",
    "gereed_op": "De dag waarop de actie in deze periode gereed kwam (jjjj-mm-dd), anders leeg.",
}
"""Every column with what it means, in the order of the table."""

NAME = "open-data"
"""Of the files, before their endings."""


def open_data(report: PeriodReport) -> dict[str, bytes]:
    """The table as CSV (UTF-8, comma, RFC 4180) and as JSON with its columns described, by name."""
    rows = _rows(for_everybody(report))
    table = io.StringIO(newline="")
    writer = csv.DictWriter(table, [*COLUMNS])
    writer.writeheader()
    writer.writerows(rows)
    whole = {
        "titel": report.title,
        "periode": report.span,
        "laatste_dag": report.last.isoformat(),
        "kolommen": COLUMNS,
        "acties": rows,
    }
    told = json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
    return {f"{NAME}.csv": table.getvalue().encode(), f"{NAME}.json": told.encode()}


def _rows(report: PeriodReport) -> list[dict[str, str]]:
    done = {line.action.code: line.day for line in report.done}
    return [_row(report, action, done) for action in report.actions]


def _row(report: PeriodReport, action: Action, done: Mapping[str, date | None]) -> dict[str, str]:
    began = report.statuses_before.get(action.code)
    day = done.get(action.code)
    values = (
        action.code,
        str(action.goal),
        action.title,
        str(action.vng.plateau or ""),
        began or "",
        status_label(action),
        action.due.text,
        str(day or ""),
    )
    return dict(zip(COLUMNS, values, strict=True))
