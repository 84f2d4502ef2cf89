"""Which row of a file is which action: told by code and text, on the texts of the real agenda."""

import sys

import pytest
from support.installation import own_actions

from bot.core.actions.likeness import ASKED, SURE, WHOLE, Comparison
from bot.core.actions.matching import Incoming, Kinship, Match, Matching, match_rows
from bot.errors import UsageError

AGENDA = {action.code: action.text for action in own_actions()}
SAME, REWORDED, NEW = Kinship.SAME, Kinship.REWORDED, Kinship.NEW
RENUMBERED, SWAPPED, UNSURE = Kinship.RENUMBERED, Kinship.SWAPPED, Kinship.UNSURE
MERGED, SPLIT = Kinship.MERGED, Kinship.SPLIT

OTHER = "Een heel ander onderwerp: fietsendiefstal rond het station bestrijden"
SOMEWHAT = "Agenderen stand van zaken mensenhandel in de raad, met een eigen verslag per wijk"


def without(text: str, *words: str) -> str:
    """A text as somebody shortens it a little."""
    return " ".join(word for word in text.split() if word.strip(".,") not in words)


def edition(**changes: str) -> list[Incoming]:
    """The whole agenda with codes; a change of a code is its new text."""
    given = {code.replace("_", ".").lstrip("c"): text for code, text in changes.items()}
    return [Incoming(code, given.get(code, text)) for code, text in AGENDA.items()]


def only(matching: Matching) -> Match:
    """The one row that did not stay as it was."""
    (match,) = [match for match in matching.rows if match.kinship is not SAME]
    return match


@pytest.mark.parametrize("with_codes", [True, False])
def test_the_same_list_is_the_same_with_codes_and_without(with_codes: bool) -> None:
    rows = [Incoming(code if with_codes else "", text) for code, text in AGENDA.items()]
    matching = match_rows(AGENDA, rows)
    assert [match.code for match in matching.rows] == list(AGENDA)
    assert {match.kinship for match in matching.rows} == {SAME}
    assert matching.gone == ()


def test_layout_and_capitals_are_no_other_text() -> None:
    text = AGENDA["2.5"].upper().replace(" ", "\n")
    assert match_rows(AGENDA, edition(c2_5=text)).rows == match_rows(AGENDA, edition()).rows


@pytest.mark.parametrize(
    ("code", "text", "kinship", "match"),
    [
        # code, text, what it is, which action
        ("3.1", without(AGENDA["3.1"], "hierbij", "betrek"), REWORDED, "3.1"),
        ("3.1", AGENDA["3.1"] + " Ook de wijkteams doen mee.", REWORDED, "3.1"),
        ("", without(AGENDA["4.2"], "alle"), REWORDED, "4.2"),
        ("", without(AGENDA["3.1"], "hierbij"), REWORDED, "3.1"),  # 3.2 is there as it was
        ("", OTHER, NEW, ""),
        ("7.1", OTHER, NEW, ""),
        ("4.2", OTHER, UNSURE, "4.2"),
        ("", SOMEWHAT, UNSURE, "3.2"),
        ("9.9", AGENDA["4.2"], RENUMBERED, "4.2"),
        ("9.9", without(AGENDA["4.2"], "alle"), RENUMBERED, "4.2"),
        ("9.9", "", UNSURE, ""),
    ],
)
def test_one_row_beside_all_others(code: str, text: str, kinship: Kinship, match: str) -> None:
    """The action of which this row may be has no other row."""
    others = {c: t for c, t in AGENDA.items() if c not in (code, match)}
    rows = [*(Incoming(c, t) for c, t in others.items()), Incoming(code, text)]
    found = match_rows(AGENDA, rows).rows[-1]
    assert (found.kinship, found.code) == (kinship, match)
    assert found.is_asked == bool(found.reason) or kinship is REWORDED


def test_two_actions_that_are_alike_are_not_chosen_between() -> None:
    """What 3.1 and 3.2 have in common may be either of them, as long as both are free."""
    common = without(AGENDA["3.2"], "stand", "van", "zaken", "lokale")
    free = [Incoming(c, t) for c, t in AGENDA.items() if c not in ("3.1", "3.2")]
    match = match_rows(AGENDA, [*free, Incoming("", common)]).rows[-1]
    assert (match.kinship, {match.code, *match.others}) == (UNSURE, {"3.1", "3.2"})
    assert match.reason.startswith(f"Lijkt op {match.code} of {match.others[0]}; ")


def test_swapped_codes_are_named() -> None:
    swapped = match_rows(AGENDA, edition(c4_2=AGENDA["4.3"], c4_3=AGENDA["4.2"]))
    changed = [match for match in swapped.rows if match.kinship is not SAME]
    assert [match.kinship for match in changed] == [SWAPPED, SWAPPED]
    assert [match.code for match in changed] == ["4.3", "4.2"]
    assert changed[0].reason == "De codes 4.2 en 4.3 lijken verwisseld."
    assert swapped.gone == ()


def test_a_list_that_was_renumbered_is_asked_about_row_by_row() -> None:
    """An action was put in front: every code after it moved up by one."""
    texts = [OTHER, *(AGENDA[f"5.{number}"] for number in range(1, 8))]
    rows = [Incoming(f"5.{number}", text) for number, text in enumerate(texts, 1)]
    known = {code: text for code, text in AGENDA.items() if code.startswith("5.")}
    found = match_rows(known, rows).rows
    assert [match.code for match in found] == ["5.1", *known]
    assert all(match.is_asked for match in found)


def test_merged_and_split_actions_are_recognised() -> None:
    both = f"{AGENDA['5.1']} {AGENDA['5.2']} {AGENDA['5.5']}"
    merged = [row for row in edition(c5_1=both) if row.code not in ("5.2", "5.5")]
    match = only(match_rows(AGENDA, merged))
    assert (match.kinship, match.code) == (MERGED, "5.1")
    assert set(match.others) == {"5.2", "5.5"}
    first, second = AGENDA["4.10"].split(". ", 1)
    split = match_rows(AGENDA, [*edition(c4_10=first), Incoming("", second)])
    changed = [match for match in split.rows if match.kinship is not SAME]
    assert [(match.kinship, match.code) for match in changed] == [(SPLIT, "4.10")] * 2


def test_what_no_row_is_is_gone() -> None:
    rows = [row for row in edition() if row.code not in ("2.4", "6.6")]
    assert match_rows(AGENDA, rows).gone == ("2.4", "6.6")


def test_two_rows_are_never_one_action() -> None:
    rows = [Incoming("", AGENDA["4.2"]), Incoming("", AGENDA["4.2"])]
    assert [match.kinship for match in match_rows(AGENDA, rows).rows] == [UNSURE, UNSURE]


def test_1_1_and_1_10_are_two_actions() -> None:
    known = {"1.1": AGENDA["1.1"], "1.10": AGENDA["1.10"]}
    rows = [Incoming("1.10", ""), Incoming("1.1", "")]
    assert [match.code for match in match_rows(known, rows).rows] == ["1.10", "1.1"]


def test_codes_that_the_list_wrote_need_no_comparing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "rapidfuzz", None)
    found = only(match_rows(AGENDA, edition(c4_2=OTHER), trust_codes=True))
    assert (found.kinship, found.code) == (REWORDED, "4.2")


def test_without_the_package_one_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "rapidfuzz", None)
    assert len(match_rows(AGENDA, edition()).rows) == len(AGENDA)
    with pytest.raises(UsageError, match=r"pip install 'driehoekbot\[import\]'"):
        match_rows(AGENDA, edition(c4_2=OTHER))


def test_the_bounds_part_the_real_agenda() -> None:
    """No two actions are alike enough as a whole to be taken for one; 3.1 and 3.2 come nearest."""
    comparison = Comparison(AGENDA)
    pairs = [
        (one, code)
        for code, text in AGENDA.items()
        for one in comparison.alike(text)
        if one.key > code
    ]
    near = {(code, one.key) for one, code in pairs if one.likeness >= SURE}
    assert near >= {("3.1", "3.2"), ("1.12", "1.5")}
    assert max(one.whole for one, _ in pairs) < WHOLE
    assert len(pairs) < len(AGENDA)
    assert ASKED < SURE


@pytest.mark.parametrize("code", ["", "2.99"])
@pytest.mark.parametrize("text", [AGENDA["2.4"], without(AGENDA["2.4"], "interne")])
def test_a_second_row_with_the_text_of_an_action_is_no_new_one(code: str, text: str) -> None:
    """Taken in, it would stand in the list twice."""
    match = only(match_rows(AGENDA, [*edition(), Incoming(code, text)]))
    assert (match.kinship, match.code) == (UNSURE, "2.4")
    assert match.reason.startswith("Lijkt op 2.4, die ook op een andere rij staat")
