"""What became of a digest, in a word for programs and a sentence for people."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.core.digest.parts import Occasion
from bot.core.digest.sources import Source
from bot.core.digest.words import LET_GO
from bot.core.dutch import enumerated, full_date
from bot.core.meetings.verdicts import Occurrence
from bot.core.workdays import local_date, local_time
from bot.digest.standing import DigestCase

DigestOutcome = Literal[
    "planned",
    "waiting",
    "held",
    "waits-for-sides",
    "waits-for-answer",
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
    "held": "{word} wordt vastgehouden; het moment is {moment:%d-%m-%Y om %H:%M} uur. " + LET_GO,
    "waits-for-sides": "{word} wacht, want wat er nu in {sides} staat, is niet bekend. Uiterlijk "
    "op {waits_until:%d-%m-%Y om %H:%M} uur gaat het uit, met de cijfers die er dan zijn.",
    "waits-for-answer": "{word} wacht op een antwoord. {question}",
    "confirmed": "{word} is verstuurd.",
    "sent": "{word} is verstuurd.",
    "already": "{word} is al verstuurd.",
    "unknown": "Onzeker of {word} is verstuurd; over tien minuten is dat duidelijk.",
    "withdrawn": "{word} is niet verstuurd: de afspraak veranderde net. De bot kijkt opnieuw.",
    "past": "Dit overleg is al begonnen; {word} wordt niet meer gemaild.",
}


@dataclass
class DigestReport:
    """What became of a digest.

    reason: a Dutch sentence. sources: of which moment its figures are, by side. files: what was
    written for looking. remarks: what else was done, about a meeting that is off.
    """

    outcome: DigestOutcome
    reason: str
    series: str
    case: DigestCase | None = None
    sources: tuple[Source, ...] = ()
    recipients: tuple[str, ...] = ()
    files: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def occasion(self) -> Occasion | None:
        """What the digest is made for."""
        return self.case.occasion if self.case else None

    @property
    def meeting(self) -> Occurrence | None:
        """The meeting that the digest is about."""
        return self.occasion.meeting if self.occasion else None

    @property
    def waits_for_sides(self) -> bool:
        """Whether it is kept back because what a side holds is not known."""
        return self.outcome == "waits-for-sides"

    def settle(self, outcome: DigestOutcome) -> None:
        """Say what became of it."""
        self.outcome, self.reason = outcome, reason_for(outcome, self.case, self.sources)

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
            "sources": [_source_as_json(source) for source in self.sources],
            "waits_until": case.waits_until.isoformat() if case else None,
            "outcome": self.outcome,
            "reason": self.reason,
            "files": self.files,
            "remarks": self.remarks,
        }


def outcome_of(
    case: DigestCase, now: datetime, *, has_readers: bool, awaited: Sequence[Source]
) -> DigestOutcome:
    """Say what is to be done with a digest now. awaited: sides that were not read whole."""
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
    if now < case.moment:
        return "waiting"
    if now < case.waits_until and (case.asks or awaited):
        return "waits-for-answer" if case.asks else "waits-for-sides"
    return "planned"


def reason_for(
    outcome: DigestOutcome, case: DigestCase | None, sources: Sequence[Source] = ()
) -> str:
    """The Dutch sentence about an outcome."""
    if case is None:
        return ""
    word = case.word
    if outcome in ("unknown", "past"):
        word = word[0].lower() + word[1:]
    lapsed = [source.name for source in sources if source.lapse]
    return _REASONS[outcome].format(
        word=word,
        moment=local_time(case.moment),
        waits_until=local_time(case.waits_until),
        sides=enumerated(lapsed),
        option=case.series.option,
        question=question(case),
    )


def question(case: DigestCase) -> str:
    """Ask whether the meeting stands in for one that is gone; "" where nobody has to say so."""
    if case.asks is None:
        return ""
    new, old = local_date(case.gathering.start), local_date(case.asks.start)
    ask = f"driehoek meetings replaces {new}{case.series.option}"
    return (
        f"Het overleg van {full_date(old)} staat niet meer in de agenda. Komt dat van "
        f"{full_date(new)} ervoor in de plaats? Zo ja: {ask} --for {old}. Zo nee: {ask} --none"
    )


def _source_as_json(source: Source) -> dict[str, str | None]:
    return {
        "side": source.name,
        "read_at": source.read_at.isoformat() if source.read_at else None,
        "lapse": source.lapse,
    }


def _as_json(meeting: Occurrence | None) -> dict[str, str] | None:
    if meeting is None:
        return None
    return {
        "start": meeting.start.isoformat(),
        "subject": meeting.subject,
        "key": meeting.key,
    }
