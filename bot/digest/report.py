"""What became of a digest, in a word for programs and a sentence for people."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.core.digest.parts import Occasion
from bot.core.meetings.verdicts import Occurrence
from bot.core.workdays import local_time
from bot.digest.standing import DigestCase

DigestOutcome = Literal[
    "planned",
    "waiting",
    "held",
    "sent",
    "confirmed",
    "already",
    "unknown",
    "withdrawn",
    "past",
    "no-meeting",
    "no-recipients",
]
_REASONS: dict[DigestOutcome, str] = {
    "planned": "{word} gaat nu uit.",
    "waiting": "{word} gaat uit op {moment:%d-%m-%Y om %H:%M} uur.",
    "held": "{word} wordt vastgehouden; het moment is {moment:%d-%m-%Y om %H:%M} uur. Laat het "
    "gaan met: driehoek digest release --series {series}",
    "confirmed": "{word} is verstuurd.",
    "sent": "{word} is verstuurd.",
    "already": "{word} is al verstuurd.",
    "unknown": "Onzeker of {word} is verstuurd; over tien minuten is dat duidelijk.",
    "withdrawn": "{word} is niet verstuurd: de afspraak veranderde net. De bot kijkt opnieuw.",
    "past": "Dit overleg is al begonnen; {word} wordt niet meer gemaild.",
    "no-recipients": "Niemand krijgt het concept. Vul CONCEPT_RECIPIENTS om het te laten mailen.",
}


@dataclass
class DigestReport:
    """What became of a digest. reason: a Dutch sentence. files: what was written for looking."""

    outcome: DigestOutcome
    reason: str
    series: str
    case: DigestCase | None = None
    recipients: tuple[str, ...] = ()
    files: list[str] = field(default_factory=list)

    @property
    def occasion(self) -> Occasion | None:
        """What the digest is made for."""
        return self.case.occasion if self.case else None

    @property
    def meeting(self) -> Occurrence | None:
        """The meeting that the digest is about."""
        return self.occasion.meeting if self.occasion else None

    def settle(self, outcome: DigestOutcome) -> None:
        """Say what became of it."""
        self.outcome, self.reason = outcome, reason_for(outcome, self.case)

    def as_json(self) -> dict[str, object]:
        """The shape of `digest --json`."""
        case, occasion = self.case, self.occasion
        previous = occasion.previous if occasion else None
        return {
            "series": self.series,
            "kind": case.kind if case else None,
            "number": case.edition.number if case and case.edition else None,
            "meeting": occasion and _as_json(occasion.meeting),
            "prepared_by": _as_json(occasion.prepared_by if occasion else None),
            "since": previous.start.isoformat() if previous else None,
            "recipients": list(self.recipients),
            "outcome": self.outcome,
            "reason": self.reason,
            "files": self.files,
        }


def outcome_of(case: DigestCase, now: datetime, *, has_readers: bool) -> DigestOutcome:
    """Say what is to be done with a digest now."""
    if case.gathering.start <= now:
        return "past"
    if case.uncertain:
        return "unknown"
    if case.edition is None:
        return "already"
    if case.held:
        return "held"
    if not has_readers:
        return "no-recipients"
    return "planned" if case.moment <= now else "waiting"


def reason_for(outcome: DigestOutcome, case: DigestCase | None) -> str:
    """The Dutch sentence about an outcome."""
    if case is None:
        return ""
    word = case.word
    if outcome in ("unknown", "past"):
        word = word[0].lower() + word[1:]
    return _REASONS[outcome].format(
        word=word, moment=local_time(case.moment), series=case.series.key
    )


def _as_json(meeting: Occurrence | None) -> dict[str, str] | None:
    if meeting is None:
        return None
    return {
        "start": meeting.start.isoformat(),
        "subject": meeting.subject,
        "key": meeting.key,
    }
