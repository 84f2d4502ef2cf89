"""A digest for a concept, an update or a rehearsal says what it is; so does its subject."""

from datetime import date, datetime

from autumn import CONCEPT, HELD, ORDINARY, UPDATE, autumn_digest, meeting

from bot.core.digest_parts import FirstMail, Waiting
from bot.core.workdays import AMSTERDAM

SUBJECT = "Lokale driehoek 26 november: 10 van 70 acties gereed, 4 te laat"


def test_an_ordinary_digest_has_no_banner() -> None:
    digest = autumn_digest()
    assert (digest.banner, digest.subject, digest.since_first) == ("", SUBJECT, ())


def test_a_concept_says_for_whom_and_for_which_meeting() -> None:
    digest = autumn_digest(CONCEPT.model_copy(update={"rehearsal": False}))
    assert digest.subject == f"Concept: {SUBJECT}"
    assert digest.banner == (
        "Concept, voor: Ambtelijke integrale werkgroep, woensdag 25 november 2026 om 13:00 uur. "
        "Daarna gaat het overzicht naar: Lokale driehoek, donderdag 26 november 2026 om 10:00 uur. "
        "Er kan nog iets wijzigen."
    )


def test_a_rehearsal_says_that_nobody_else_gets_it() -> None:
    digest = autumn_digest(CONCEPT)
    assert digest.subject == f"Proef: Concept: {SUBJECT}"
    assert digest.banner.startswith(
        "Proef: alleen u krijgt dit overzicht, om het te bekijken. Concept, voor: "
    )


def test_an_update_says_where_the_meeting_went_and_what_is_new_since_the_first_mail() -> None:
    digest = autumn_digest(UPDATE)
    assert digest.subject == f"Bijgewerkt: {SUBJECT}"
    assert digest.banner == (
        "Bijgewerkt: het overleg is verplaatst van donderdag 19 november 2026 om 10:00 uur naar "
        "donderdag 26 november 2026 om 14:00 uur. Sinds het eerste overzicht, van 17 november, "
        "is gewijzigd: 4 nieuwe berichten."
    )
    assert [line.code for line in digest.since_first] == ["2.9", "2.11", "4.10", "5.4"]


def test_an_update_still_compares_with_the_last_meeting_held() -> None:
    first, update = autumn_digest(), autumn_digest(UPDATE)
    assert update.changes == first.changes
    assert update.since == first.since


def test_an_update_without_news_says_that_nothing_changed() -> None:
    sent = FirstMail(
        sent_at=datetime(2026, 11, 23, 9, tzinfo=AMSTERDAM), start=meeting(date(2026, 11, 25)).start
    )
    digest = autumn_digest(ORDINARY.model_copy(update={"first": sent}))
    assert digest.since_first == ()
    assert digest.banner.endswith(
        "Sinds het eerste overzicht, van 23 november, is er aan de acties niets gewijzigd."
    )


def test_without_a_next_meeting_six_weeks_count_as_coming() -> None:
    digest = autumn_digest(ORDINARY.model_copy(update={"upcoming": None}))
    assert digest.coming_until == "7 januari 2027"
    assert digest.horizon == (
        "De deadline is voorbij, of is uiterlijk 7 januari 2027, zes weken na dit overleg."
    )


def test_with_a_next_meeting_its_day_is_the_horizon() -> None:
    assert autumn_digest().horizon == (
        "De deadline is voorbij, of is uiterlijk 21 januari 2027. Dan is het volgende overleg."
    )


def test_what_is_late_or_coming_stands_under_each_of_its_owners_and_nobodys_work_last() -> None:
    digest = autumn_digest()
    told = {
        owner.name: ([line.code for line in owner.late], [line.code for line in owner.coming])
        for owner in digest.owners
    }
    assert list(told.items()) == [
        ("Team OOV", (["2.11", "1.10"], ["4.11"])),
        ("G&R", (["2.11"], ["4.10"])),
        ("H&T", (["6.5"], ["3.3"])),
        ("Centrum gemeente Haarlem", ([], ["4.6"])),
        ("MOz", ([], ["4.6"])),
        ("Nog geen regiehouder", (["2.10"], [])),
    ]


def test_the_obligations_of_the_vng_are_counted_and_the_worst_come_first() -> None:
    obligations = autumn_digest().obligations
    assert obligations is not None
    assert obligations.sentence == (
        "4 van de 27 verplichtingen zijn gereed en 19 lopen. 2 gaan niet door."
    )
    assert [(share.label, share.count) for share in obligations.shares] == [
        ("Gereed", 4),
        ("Loopt", 19),
        ("Planning", 2),
        ("NIET", 2),
    ]
    assert len(obligations.open) == 23
    assert [(line.code, line.status) for line in obligations.open[:5]] == [
        ("3.17", "NIET"),
        ("5.7", "NIET"),
        ("2.7", "Planning"),
        ("3.3", "Planning"),
        ("1.7", "Loopt"),
    ]


def test_the_timeline_covers_every_meeting_held_and_today() -> None:
    digest = autumn_digest()
    assert len(digest.timeline) == len(HELD) + 1
    last = digest.timeline[-1]
    figures = {figure.label: figure.count for figure in digest.figures}
    assert (last.done, last.running, last.planned) == (
        figures["Gereed"],
        figures["Loopt"],
        figures["Planning"],
    )


def test_nothing_that_waits_is_nothing_to_mention() -> None:
    headings = [concern.heading for concern in autumn_digest(waiting=Waiting()).concerns]
    assert headings == [
        "Gaat niet door (NIET)",
        "Geld",
        "Nog geen regiehouder",
        "Nog geen deadline",
    ]
