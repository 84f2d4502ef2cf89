"""What a machine can check of every sentence that the program says to people."""

import re

import pytest
from docs.sentences import Sentence, all_sentences, bare, is_dutch

SENTENCES = all_sentences()
FIELD_NAMES = re.compile(
    r"\b(due|note|notes|owners?|title|item|framework|rhythm|assignees?|status (is|was|wordt))\b"
)
OPTIONS_IN_MAILS = {
    "--for": "for which meeting this one stands",
    "--none": "for no meeting at all",
    "--undo": "the way back",
    "--allow-deletions": "the coordinator's word that the many deletions are right",
    "--side": "where to restore",
    "--take": "which value counts",
}
"""What a sentence outside the command line may tell people to type after a command, and why."""
ENDED = re.compile(r"[.!?:} ]$| --[a-z]+$|: (driehoek|pip install|--at)( .*)?$")
"""A full stop, what is filled in, a part that goes on, or what has to be typed as it stands."""
COMMAND_LINE = (
    "bot/commands/",
    "bot/cli.py",
    "bot/actions/",
    "bot/decisions/",
    "bot/meetings/choices.py",
)


def wrong(reason: str, found: list[Sentence]) -> None:
    """Fail with the places, when there are any."""
    assert not found, reason + ":\n" + "\n".join(f"{s.place} {s.text}" for s in found)


def test_the_list_holds_sentences_of_every_floor_and_kind() -> None:
    assert {sentence.file.partition("/")[0] for sentence in SENTENCES} == {
        "bot",
        "mappings",
        "connectors",
    }
    assert {sentence.kind for sentence in SENTENCES} == {"said", "code", "help", "template"}
    assert len(SENTENCES) > 800


@pytest.mark.parametrize(
    ("text", "dutch"),
    [
        ("Er is niets te doen.", True),
        ("a deadline of kind {due.kind} has no date", False),
        ("closed_at IS NULL", False),
        ("driehoek", False),
    ],
)
def test_what_is_dutch(text: str, dutch: bool) -> None:
    assert is_dutch(text) is dutch


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("Actie 2.4: due is nu 2027.", True),
        ("Kies wat geldt voor note.", True),
        ("Actie 2.4: status is nu Loopt.", True),
        ("Wijzig de deadline met: driehoek set 2.4 --due 2027-03-31", False),
        ("Actie 2.4: {field_word(change.field)} is nu {note}.", False),
    ],
)
def test_what_an_english_field_word_is(text: str, english: bool) -> None:
    assert bool(FIELD_NAMES.search(bare(text))) is english


def test_no_sentence_names_a_field_in_english() -> None:
    wrong("English field word", [s for s in SENTENCES if FIELD_NAMES.search(bare(s.text))])


def test_no_sentence_has_a_doubled_blank() -> None:
    wrong("doubled blank", [s for s in SENTENCES if re.search(r"\S  +\S", s.text)])


def test_no_sentence_shows_a_value_as_a_programmer_would() -> None:
    wrong("{...!r}", [s for s in SENTENCES if "!r}" in s.text])


def test_no_sentence_quotes_the_system_which_speaks_english() -> None:
    wrong("strerror", [s for s in SENTENCES if "strerror" in s.text])


def test_what_is_said_ends_as_a_sentence_does() -> None:
    said = [s for s in SENTENCES if s.kind in ("said", "help") and s.text[0].isupper()]
    wrong("no full stop", [s for s in said if not ENDED.search(s.text)])


def test_what_holds_a_whole_sentence_ends_as_one() -> None:
    """Two sentences in one string: the last one has its full stop too."""
    inner = re.compile(r"[a-z]{2}\. [A-ZÉ]")
    several = [s for s in SENTENCES if inner.search(s.text) and s.kind != "template"]
    wrong("no full stop", [s for s in several if not ENDED.search(s.text)])


def test_a_mail_tells_nobody_to_type_a_needless_option() -> None:
    elsewhere = [s for s in SENTENCES if not s.file.startswith(COMMAND_LINE)]
    wrong(
        "option in a mail",
        [s for s in elsewhere if {*re.findall(r"--[a-z-]+", s.text)} - OPTIONS_IN_MAILS.keys()],
    )
