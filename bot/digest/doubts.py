"""What about the meetings a person should know: noted once, for the coordinator's daily mail."""

from collections.abc import Iterator
from datetime import datetime

from bot.core.digest.sources import old_figures
from bot.core.digest.words import LET_GO
from bot.core.dutch import full_date, moment
from bot.core.meetings.verdicts import KnownMeeting, MeetingVerdict
from bot.core.workdays import Workdays, local_date
from bot.digest.report import DigestReport, question
from bot.digest.standing import DigestCase, moment_of, two_candidates
from bot.meetings.memory import Findings
from bot.settings import workdays_of
from bot.store.database import Store
from bot.store.records.choices import MeetingChoice
from bot.store.records.notices import Notice
from mappings.agenda import Agenda, MeetingSeries


def note_doubts(
    store: Store,
    agenda: Agenda,
    series: MeetingSeries,
    findings: Findings,
    case: DigestCase | None,
    now: datetime,
) -> None:
    """Note what stands in the way of a digest of this series, or could be a mistake."""
    notices = [*_doubtful_days(series, findings[series.key], workdays_of(agenda), now)]
    if case and case.asks:
        notices.append(_asked(case, case.asks, now))
    if case and case.held and case.edition and case.moment <= now < case.gathering.start:
        notices.append(_held_back(case, now))
    with store.read() as ledger:
        choice = ledger.meeting_choices.of(series.key)
        notices = ledger.notices.unknown([*notices, *_other_series(series, case, choice, now)])
    seen = case.gathering.series_id if case else None
    is_new = seen is not None and seen != choice.seen
    if not notices and not is_new:
        return
    with store.begin() as ledger:
        for notice in notices:
            ledger.notices.add(notice)
        if seen is not None and is_new:
            ledger.meeting_choices.note_series(series.key, seen)


def note_waiting(store: Store, report: DigestReport, now: datetime) -> None:
    """Note that a digest waits for a side that cannot be read; take it back when it has gone."""
    case, today = report.case, local_date(now)
    if case is None:
        return
    key = f"sides|{case.gathering.key}|{today.isoformat()}"
    if report.waits_for_sides:
        sentence = (
            f"{case.word} voor {moment(case.gathering.start)} wacht. "
            f"{old_figures(report.sources, today)} Uiterlijk {moment(case.waits_until)} gaat "
            "het uit met de cijfers die er dan zijn. Kijk wat er is met: driehoek doctor"
        )
        with store.begin() as ledger:
            ledger.notices.add(Notice(key=key, sentence=sentence, at=now))
    elif report.outcome in ("sent", "confirmed"):
        with store.begin() as ledger:
            ledger.notices.withdraw(key)


def held_back_key(case: DigestCase, now: datetime) -> str:
    """Name the notice of one day that a digest is kept back after its moment."""
    return f"held|{case.gathering.key}|{local_date(now).isoformat()}"


def _doubtful_days(
    series: MeetingSeries, verdicts: tuple[MeetingVerdict, ...], workdays: Workdays, now: datetime
) -> Iterator[Notice]:
    """Days with two candidates: told when seen, and again when the moment has come."""
    doubtful = [v.occurrence for v in verdicts if v.doubtful and v.occurrence.start > now]
    for day, start in {local_date(o.start): o.start for o in doubtful}.items():
        is_due = moment_of(series, start, workdays) <= now
        yield Notice(
            key=f"two|{series.key}|{day.isoformat()}|{'due' if is_due else 'seen'}",
            sentence=f"{two_candidates(series, day)}. Haal er één weg, of zet de goede reeks vast "
            f"met: driehoek meetings pin {day.isoformat()}{series.option}",
            at=now,
        )


def _other_series(
    series: MeetingSeries, case: DigestCase | None, choice: MeetingChoice, now: datetime
) -> Iterator[Notice]:
    """Note that the next meeting is of another series than the one before: perhaps a mistake."""
    seen = case.gathering.series_id if case else None
    usual = choice.pinned or choice.seen
    if seen is None or case is None or usual is None or usual == seen:
        return
    day = local_date(case.gathering.start)
    yield Notice(
        key=f"series|{series.key}|{seen}",
        sentence=f"De {series.names[0]} van {full_date(day)} staat in een andere reeks dan "
        "de vorige. Klopt dat, zet die reeks dan vast met: driehoek meetings pin "
        f"{day.isoformat()}{series.option}",
        at=now,
    )


def _asked(case: DigestCase, gone: KnownMeeting, now: datetime) -> Notice:
    return Notice(
        key=f"asks|{gone.key}|{case.gathering.key}",
        sentence=f"{question(case)} Tot dan vraagt de bot niemand om bij te werken voor dit "
        f"overleg. Zonder antwoord gaat het overzicht {moment(case.waits_until)} uit.",
        at=now,
    )


def _held_back(case: DigestCase, now: datetime) -> Notice:
    return Notice(
        key=held_back_key(case, now),
        sentence=f"{case.word} had uit moeten gaan op {moment(case.moment)}, maar wordt "
        f"vastgehouden. {LET_GO.format(option=case.series.option)}",
        at=now,
    )
