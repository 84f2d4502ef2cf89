"""The agenda of Haarlemmermeer as data: complete, clean, and what the document says."""

import re
from collections import Counter
from itertools import groupby
from pathlib import Path

import pytest

import mappings
from mappings.agenda import load_actions, load_agenda
from mappings.canonical import Action, Due, DueKind, Policy, Status, code_order

FOLDER = Path(mappings.__file__).parent / "haarlemmermeer"
AGENDA = load_agenda(FOLDER)
ACTIONS = load_actions(FOLDER / "actions.yaml", AGENDA)
BY_CODE = {action.code: action for action in ACTIONS}


def words(action: Action) -> str:
    return f"{action.title}\n{action.text}\n{action.note}"


def test_there_are_seventy_actions_under_six_goals() -> None:
    per_goal = Counter(action.goal for action in ACTIONS)
    assert per_goal == {1: 15, 2: 12, 3: 17, 4: 13, 5: 7, 6: 6}
    assert [goal.number for goal in AGENDA.goals] == [1, 2, 3, 4, 5, 6]
    assert AGENDA.goal(2).name == "Signalerend vermogen vergroten"


def test_codes_count_up_from_one_in_the_order_of_the_agenda() -> None:
    assert [a.code for a in ACTIONS] == sorted(BY_CODE, key=code_order)
    for goal, actions in groupby(ACTIONS, key=lambda action: action.goal):
        codes = [action.code for action in actions]
        assert codes == [f"{goal}.{number}" for number in range(1, len(codes) + 1)]


def test_the_status_column_is_complete() -> None:
    """Counted by hand in the document. Only 1.13-1.15 state a plateau and no status."""
    counts = {
        goal: dict(Counter(a.status for a in ACTIONS if a.goal == goal)) for goal in range(1, 7)
    }
    done, runs, planned, dropped = Status.DONE, Status.RUNNING, Status.PLANNED, Status.DROPPED
    assert counts == {
        1: {done: 6, runs: 3, planned: 3, None: 3},
        2: {runs: 4, planned: 8},
        3: {runs: 4, planned: 11, dropped: 2},
        4: {runs: 4, planned: 8, dropped: 1},
        5: {runs: 6, dropped: 1},
        6: {runs: 3, planned: 2, dropped: 1},
    }
    assert [a.code for a in ACTIONS if a.status is None] == ["1.13", "1.14", "1.15"]


def test_the_plateau_sentences_are_all_taken_over() -> None:
    """Counted by hand in the document: 27 times plateau 1, seven times plateau 2."""
    plateaus = Counter(action.vng.plateau for action in ACTIONS)
    assert (plateaus[1], plateaus[2]) == (27, 7)


def test_columns_that_the_scan_lost_stay_unknown() -> None:
    """Pages without the columns Regie and Wanneer gereed say nothing, and nothing is guessed."""
    lost = [a for a in ACTIONS if a.goal < 4 or (a.goal == 4 and code_order(a.code) < (4, 10))]
    assert len(lost) == 53
    assert all(action.owners == () and action.vng.framework is None for action in lost)
    dated = [action.code for action in lost if action.due.kind is not DueKind.UNKNOWN]
    assert dated == ["2.10", "2.11", "2.12"]


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.code)
def test_a_title_is_short_clean_and_its_own(action: Action) -> None:
    title = action.title
    assert len(title) <= 90
    assert title[0].isupper()
    assert title[-1].isalnum() or title[-1] in "’)”"
    assert not re.match(r"\d", title)
    assert [other.title for other in ACTIONS].count(title) == 1


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.code)
def test_no_scan_damage_is_left(action: Action) -> None:
    damage = re.compile(
        r"codrd|OO0V|\boo?V\b|\boov\b|HYO|\bEris\b|\bl\.s\.m|TH&l|planisin|\beé|[a-z]éé?[vi]"
        r"|Moz\b|geinv|geupd|coordin|Oriént|beéi"
        r"|['`~|_]|’’|\s,|\s\.\s|[ \t]{2}|\n(?! )\s"
    )
    assert not damage.search(action.text + " " + action.note)
    assert "\n" not in action.text + action.note


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.code)
def test_no_word_is_left_broken_at_a_line_end(action: Action) -> None:
    """A hyphen before a blank is right in "zorg- en" only; a slash before a blank never is."""
    assert not re.search(r"\w- (?!en\b|of\b)", words(action))
    assert not re.search(r"\w/ \w", words(action))
    assert words(action).count("(") == words(action).count(")")
    assert words(action).count("‘") == words(action).count("’") - len(
        re.findall(r"\w’s\b", words(action))
    )


@pytest.mark.parametrize("name", ["agenda.yaml", "actions.yaml"])
def test_no_person_and_no_tracking_link_is_in_the_data(name: str) -> None:
    """The document hid a name in its safelinks; only the functional mailbox may stay."""
    content = (FOLDER / name).read_text(encoding="utf-8")
    assert not re.search(r"safelinks|mailto|%40|%7C|sdata=", content, re.IGNORECASE)
    assert not re.search(r"[A-Z][a-z]+(\.[a-z]+)*\.[A-Z][a-z]+", content)
    addresses = set(re.findall(r"\S+@\S+", content))
    assert addresses == ({"vreemdverhaal@haarlemmermeer.nl"} if name == "actions.yaml" else set())


def test_status_and_plateau_do_not_stand_in_the_notes_again() -> None:
    for action in ACTIONS:
        assert not re.match(r"(Gereed|Loopt|Planning|NIET)\b", action.note)
        assert "lateau" not in action.note


@pytest.mark.parametrize(
    ("code", "status", "due", "owners", "plateau", "framework"),
    [
        ("1.1", "Gereed", "", (), 1, None),
        ("1.15", None, "", (), 2, None),
        ("2.10", "Planning", "2025", (), None, None),
        ("2.11", "Loopt", "2025", (), None, None),
        ("3.16", "NIET", "", (), 2, None),
        ("4.9", "Planning", "", (), None, None),
        ("4.10", "Planning", "2026", ("G&R",), None, False),
        ("4.12", "Loopt", "2026", ("NHV",), 2, True),
        ("4.13", "NIET", "NIET", (), 2, True),
        ("5.1", "Loopt", "Continue", ("MOz",), 1, None),
        ("5.2", "Loopt", "Continue", ("MOz", "CGH"), 1, None),
        ("5.4", "Loopt", "Continue", ("OOV",), None, None),
        ("5.6", "Loopt", "Continue", ("HVO-Q",), 1, None),
        ("5.7", "NIET", "NIET", ("NHV",), 1, None),
        ("6.4", "Loopt", "Ad hoc", ("B&M", "Advies"), None, False),
        ("6.5", "Planning", "2025", ("H&T",), None, False),
        ("6.6", "NIET", "NIET", (), None, False),
    ],
)
def test_the_columns_of_an_action_are_those_of_the_document(
    code: str,
    status: str | None,
    due: str,
    owners: tuple[str, ...],
    plateau: int | None,
    framework: bool | None,
) -> None:
    action = BY_CODE[code]
    assert action.status == status
    assert action.due == Due.parse(due)
    assert action.owners == owners
    assert (action.vng.plateau, action.vng.framework) == (plateau, framework)


@pytest.mark.parametrize(
    ("code", "in_text", "note"),
    [
        ("1.1", "informeren raad", "Planning 22 oktober 2024."),
        ("2.4", "(online) leeromgeving", "I.s.m. HRM en communicatie, HVO-Q etc."),
        ("2.9", "(Publiek Private Samenwerking) ten behoeve", "Kosten pilot extern beleggen"),
        ("3.14", "Toolkit Ongedocumenteerden.", "I.s.m. NLA"),
        ("4.9", "want beide liggen in elkaars verlengde", "bij bestaande middelen"),
        ("4.12", "Er is een ketenregisseur", "N-H Veilig voor 1 fte extra."),
        ("5.3", "De zorg coördinatie koopt", ""),
        ("6.1", "zorgcoördinatoren van HVO-Q", "TH&I in geval van Vreemdelingen."),
        ("6.4", "(met beëindigen onveilige situatie", "VTH beleid toepassen"),
    ],
)
def test_torn_texts_are_whole_again(code: str, in_text: str, note: str) -> None:
    action = BY_CODE[code]
    assert in_text in action.text
    assert action.note.endswith(note)
    assert bool(action.note) == bool(note)


def test_the_elearning_link_is_the_real_address() -> None:
    assert re.findall(r"https?://\S+", BY_CODE["2.5"].text) == [
        (
            "https://hetccv.nl/themas/georganiseerde-criminaliteit-en-ondermijning/mensenhandel/"
            "e-learnings-signalering-mensenhandel/"
        )
    ]


def test_rhythms_are_those_the_texts_name() -> None:
    assert {action.code: action.rhythm for action in ACTIONS if action.rhythm} == {
        "2.8": "jaarlijks",
        "3.1": "2 x jaar",
        "3.2": "2 x jaar",
        "3.3": "2 x jaar",
        "3.8": "1 x 2 jaar",
        "4.6": "1 x jaar",
    }


def test_every_owner_of_the_agenda_leads_an_action() -> None:
    assert {owner for action in ACTIONS for owner in action.owners} == {
        owner.code for owner in AGENDA.owners
    }
    assert AGENDA.owner("CGH").name == "Centrum gemeente Haarlem"


def test_the_agenda_states_what_the_installation_needs() -> None:
    assert AGENDA.key == "haarlemmermeer"
    assert AGENDA.reminders.steps == (30, 14, 7, 1, 0)
    assert AGENDA.reminders.cards_in_all == 30
    assert AGENDA.policy == {
        "status": Policy.SIDE,
        "note": Policy.SIDE,
        "due": Policy.LIST,
        "title": Policy.RESTORE,
        "card": Policy.RESTORE,
        "labels": Policy.ANNOUNCE,
        "assignees": Policy.ANNOUNCE,
    }
    assert AGENDA.labels["niet"] == "NIET"
    series, group = AGENDA.meetings
    assert AGENDA.driehoek is series
    assert group.prepares == series.key
    assert group.names[0] == "Ambtelijke integrale werkgroep"
    assert (group.digest.workdays_before, group.digest.hour) == (3, 9)
    assert series.names == ("Lokale driehoek", "Lokale driehoek Haarlemmermeer")
    assert (series.category, series.organisers) == ("Driehoek", ())
    assert (series.digest.workdays_before, series.digest.hour) == (2, 9)
    assert (AGENDA.holidays.add, AGENDA.holidays.remove) == ((), ())


def test_the_lists_fit_the_labels_of_one_plan() -> None:
    """Planner has 25 label slots per plan."""
    assert len(AGENDA.labels) + len(AGENDA.owners) <= 25


def test_a_command_is_told_the_series_only_where_it_does_not_mean_it_by_itself() -> None:
    options = {series.key: series.option for series in AGENDA.meetings}
    assert options == {
        "lokale-driehoek": "",
        "ambtelijke-werkgroep": " --series ambtelijke-werkgroep",
    }
