"""Dutch words for dates and deadlines."""

from datetime import UTC, date, datetime

import pytest

from bot.core.dutch import (
    FIELD_WORDS,
    counted,
    deadline_sentence,
    due_words,
    enumerated,
    field_named,
    field_word,
    full_date,
    moment,
    near_date,
    one_line,
    time_left,
)
from bot.core.workdays import Workdays
from mappings.canonical import Due

PLAIN = Workdays()
TUESDAY = date(2026, 9, 29)


def test_dates_are_written_in_dutch() -> None:
    assert full_date(date(2026, 10, 15)) == "donderdag 15 oktober 2026"
    assert near_date(date(2026, 3, 1), today=TUESDAY) == "1 maart"
    assert near_date(date(2027, 3, 1), today=TUESDAY) == "1 maart 2027"


@pytest.mark.parametrize(
    ("instant", "words"),
    [
        (datetime(2026, 7, 2, 8, tzinfo=UTC), "donderdag 2 juli 2026 om 10:00 uur"),
        (datetime(2026, 11, 5, 8, tzinfo=UTC), "donderdag 5 november 2026 om 09:00 uur"),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "vrijdag 1 januari 2027 om 00:30 uur"),
    ],
)
def test_a_moment_is_told_on_the_clock_of_amsterdam(instant: datetime, words: str) -> None:
    assert moment(instant) == words


@pytest.mark.parametrize(
    ("due", "today", "sentence"),
    [
        ("2026-10-02", TUESDAY, "Uiterlijk vrijdag 2 oktober. Nog 3 werkdagen."),
        ("2026-09-30", TUESDAY, "Uiterlijk woensdag 30 september. Nog 1 werkdag."),
        ("2026-09-29", TUESDAY, "Uiterlijk vandaag, dinsdag 29 september."),
        (
            "2026-10-03",
            date(2026, 10, 2),
            "Uiterlijk zaterdag 3 oktober. Vandaag is de laatste werkdag.",
        ),
        (
            "2026-10-04",
            date(2026, 10, 3),
            "Uiterlijk zondag 4 oktober. Er is geen werkdag meer voor die tijd.",
        ),
        ("2026", date(2026, 12, 24), "Uiterlijk donderdag 31 december. Nog 4 werkdagen."),
        ("2027-01-04", date(2026, 12, 30), "Uiterlijk maandag 4 januari 2027. Nog 2 werkdagen."),
        (
            "2026-09-25",
            TUESDAY,
            "Te laat: dit moest op vrijdag 25 september klaar zijn.",
        ),
        (
            "2025-12-19",
            TUESDAY,
            "Te laat: dit moest op vrijdag 19 december 2025 klaar zijn.",
        ),
        ("2025", TUESDAY, "Te laat: dit moest in 2025 klaar zijn."),
    ],
)
def test_a_deadline_says_until_when_and_how_many_working_days(
    due: str, today: date, sentence: str
) -> None:
    assert deadline_sentence(Due.parse(due), today=today, workdays=PLAIN) == sentence


def test_a_deadline_without_a_date_has_no_sentence() -> None:
    with pytest.raises(ValueError, match="no date"):
        deadline_sentence(Due.parse("Continue"), today=TUESDAY, workdays=PLAIN)


def test_a_deadline_in_a_table_keeps_the_word_of_the_agenda() -> None:
    words = ["2026-10-02", "2026", "Continue", "Ad hoc", "NIET", ""]
    assert [due_words(Due.parse(word)) for word in words] == [
        "2 oktober 2026",
        "2026",
        "Continue",
        "Ad hoc",
        "NIET",
        "niet ingevuld",
    ]


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (date(2026, 9, 29), "vandaag"),
        (date(2026, 10, 2), "nog 3 werkdagen"),
        (date(2026, 9, 28), "1 werkdag te laat"),
        (date(2026, 9, 8), "3 weken te laat"),
        (date(2025, 12, 31), "38 weken te laat"),
    ],
)
def test_time_left_is_told_in_working_days_and_long_delays_in_weeks(due: date, words: str) -> None:
    assert time_left(due, today=TUESDAY, workdays=PLAIN) == words


def test_time_left_never_counts_zero_working_days() -> None:
    assert time_left(date(2026, 10, 3), today=date(2026, 10, 2), workdays=PLAIN) == (
        "geen werkdag meer"
    )
    assert time_left(date(2026, 10, 3), today=date(2026, 10, 4), workdays=PLAIN) == "net te laat"


def test_one_is_singular_and_the_rest_plural() -> None:
    assert [counted(n, "actie", "acties") for n in (0, 1, 2)] == ["0 acties", "1 actie", "2 acties"]


def test_an_enumeration_ends_in_en() -> None:
    assert enumerated([]) == ""
    assert enumerated(["a"]) == "a"
    assert enumerated(["a", "b"]) == "a en b"
    assert enumerated(["a", "b", "c"]) == "a, b en c"


def test_text_becomes_one_line_cut_at_a_word() -> None:
    assert one_line("Een  bericht\r\nover\ttwee regels", 40) == "Een bericht over twee regels"
    assert one_line("Een bericht, over twee regels", 14) == "Een bericht…"
    assert one_line("Onafgebroken" * 3, 10) == "Onafgebro…"


def test_characters_that_cannot_be_seen_or_encoded_are_left_out() -> None:
    assert one_line("Ge\u202eheim\u200b\x00 \ud800tekst", 40) == "Geheim \ufffdtekst"


@pytest.mark.parametrize(("name", "word"), FIELD_WORDS.items())
def test_a_field_is_read_by_its_dutch_word_and_by_its_name_in_data(name: str, word: str) -> None:
    assert field_word(name) == word
    assert field_named(word) == field_named(word.capitalize()) == field_named(name) == name


def test_what_is_no_field_stays_as_it_was() -> None:
    assert (field_word(None), field_word("kleur"), field_named("kleur")) == ("", "kleur", "kleur")
