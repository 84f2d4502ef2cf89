"""Tells a report in short at the terminal, and whole as JSON for other programs."""

from bot.core.annual.parts import GroupCount, ListCount, PeriodReport
from bot.core.annual.public import for_everybody
from bot.core.dutch import short_date


def report_facts(report: PeriodReport) -> dict[str, object]:
    """The report in a few lines, by their name."""
    count = report.count
    return {
        "Periode": report.span,
        "Cijfers van": short_date(report.last),
        "Gereed": f"{count.done} van {count.total}, waarvan {count.done_now} in deze periode",
        "Loopt": count.running,
        "Planning": count.planned,
        "Te laat": count.late,
        "Te laat, komt terug": report.late_returning,
        "Deadline verzet": len(report.moved),
        "Overleggen": len(report.meetings),
    }


def report_json(report: PeriodReport, *, is_public: bool) -> dict[str, object]:
    """The whole report. is_public: without what is not for everybody."""
    report = for_everybody(report) if is_public else report
    told: dict[str, object] = {
        "title": report.title,
        "period": report.span,
        "last_day": report.last,
        "is_over": report.is_over,
        "meetings": report.meetings,
        "course": [{"day": p.day, **_counts(p.count)} for p in report.course],
        "goals": [_group(group) for group in report.goals],
        "plateaus": [
            {
                "plateau": plateau.plateau,
                "obligations": [
                    {"code": line.action.code, "before": line.before, "now": line.now}
                    for line in plateau.lines
                ],
            }
            for plateau in report.plateaus
        ],
        "done": [
            {"code": x.action.code, "title": x.action.title}
            | {"day": x.day}
            | ({} if is_public else {"outcome": x.outcome})
            for x in report.done
        ],
        "moved": [
            {"code": x.action.code, "promised": x.promised, "now": x.now}
            | {"times": x.times}
            | ({} if is_public else {"why": x.why})
            for x in report.moved
        ],
        "steps": [
            {"code": x.action.code, "kind": x.kind, "before": x.before, "now": x.now}
            for x in report.steps
        ],
        "returning": [
            {"code": x.action.code, "words": x.words, "is_late": x.is_late}
            for x in report.returning
        ],
        "decisions": {
            "count": len(report.decided),
            "settled": sum(x.is_settled for x in report.decided),
        },
    }
    return told if is_public else told | {"owners": [_group(group) for group in report.owners]}


def _group(group: GroupCount) -> dict[str, object]:
    return {"name": group.name, **_counts(group.count)}


def _counts(count: ListCount) -> dict[str, int]:
    return count.model_dump()
