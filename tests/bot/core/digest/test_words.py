"""A digest for a concept, an update or a rehearsal says what it is; so does its subject."""

from datetime import date, datetime

import pytest
from support.year_of_work import CONCEPT, ORDINARY, UPDATE, autumn_digest, meeting

from bot.core.digest.parts import FirstMail
from bot.core.digest.words import warning
from bot.core.workdays import AMSTERDAM

SUBJECT = "Lokale driehoek 26 november: 10 van 70 acties gereed, 4 te laat"


@pytest.mark.parametrize(
    ("late", "returning", "sentence"),
    [
        (0, 0, "Geen enkele actie is te laat."),
        (1, 0, "1 actie is te laat."),
        (0, 1, "Geen enkele deadline is voorbij. Wel is 1 actie die terugkomt te laat."),
        (4, 2, "4 acties zijn te laat. Ook zijn 2 acties die terugkomen te laat."),
    ],
)
def test_what_returns_is_told_beside_the_deadlines(
    late: int, returning: int, sentence: str
) -> None:
    assert warning(late, returning) == sentence


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
