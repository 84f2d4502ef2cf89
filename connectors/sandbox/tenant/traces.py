"""Message trace: what Exchange did with every mail that departed, a line per recipient.

By default a mail is delivered; an act of the world gives an address another fate. Status words are
those of Graph v1.0 (exchangeMessageTraceStatus).
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.sandbox.calls import bad_request

STATUSES = (
    *("gettingStatus", "pending", "failed", "delivered", "expanded", "quarantined"),
    *("filteredAsSpam", "recalled"),
)
LONGEST, OLDEST = timedelta(days=10), timedelta(days=90)  # Graph docs, "List messageTraces"
USUAL = timedelta(hours=48)

_EQUAL = re.compile(r"(id|messageId|recipientAddress|senderAddress|status) eq '((?:[^']|'')*)'")
_BOUND = re.compile(r"receivedDateTime (ge|le) (\d{4}-\d\d-\d\dT[\d:.]+Z)")

JsonObject = dict[str, Any]


def lines_of(departed: Iterable[JsonObject], fates: dict[str, str]) -> list[JsonObject]:
    """Return a line per mail and recipient, in the order in which they left."""
    lines = []
    for mail in departed:
        for number, recipient in enumerate(_recipients(mail)):
            lines.append(
                {
                    "id": f"{mail['internetMessageId'].strip('<>').partition('@')[0]}-{number}",
                    "senderAddress": mail["from"]["emailAddress"]["address"],
                    "recipientAddress": recipient,
                    "messageId": mail["internetMessageId"],
                    "receivedDateTime": mail["sentDateTime"],
                    "subject": mail["subject"],
                    "size": 0,
                    "fromIP": "",
                    "toIP": "",
                    "status": fates.get(recipient.lower(), "delivered"),
                }
            )
    return lines


def wanted(lines: Iterable[JsonObject], condition: str | None, now: datetime) -> list[JsonObject]:
    """Apply `$filter`; without bounds it is about the last 48 hours. Raises Refusal 400."""
    equal: dict[str, str] = {}
    since, until = now - USUAL, now
    for term in condition.split(" and ") if condition else ():
        if match := _EQUAL.fullmatch(term.strip()):
            equal[match[1]] = match[2].replace("''", "'")
        elif match := _BOUND.fullmatch(term.strip()):
            moment = _moment(match[2])
            since, until = (moment, until) if match[1] == "ge" else (since, moment)
        else:
            raise bad_request(f"Invalid filter clause: '{term.strip()}'.")
    if until > now or since < now - OLDEST or not timedelta() <= until - since <= LONGEST:
        raise bad_request("The time interval is invalid: at most 10 days, within the last 90.")
    return [
        line
        for line in lines
        if all(line[name] == value for name, value in equal.items())
        and since <= _moment(line["receivedDateTime"]) <= until
    ]


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError as error:
        raise bad_request(f"Invalid date: '{text}'.") from error


def _recipients(mail: JsonObject) -> list[str]:
    rows = [row for name in ("toRecipients", "ccRecipients", "bccRecipients") for row in mail[name]]
    return [str(row["emailAddress"]["address"]) for row in rows]
