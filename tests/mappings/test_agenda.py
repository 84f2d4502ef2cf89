"""A wrong agenda is refused with one Dutch sentence per mistake, at the real line number."""

from pathlib import Path

import pytest

import mappings
from mappings.agenda import Agenda, Reminders, load_actions, load_agenda
from mappings.agenda_file import AgendaErrors
from mappings.canonical import DueKind, HolidayCalendar, Status, Vng
from mappings.dates import DateWindow

FOLDER = Path(mappings.__file__).parent / "haarlemmermeer"
AGENDA = load_agenda(FOLDER)
AGENDA_TEXT = (FOLDER / "agenda.yaml").read_text(encoding="utf-8")

GOOD = """\
- code: "1.1"
  title: Beleid vaststellen
  text: Vaststellen van het beleid
  status: Loopt
  due: 2027-03-31
  owners: [MOz, CGH]
  vng: {plateau: 2, framework: true}
"""


def refused_actions(folder: Path, content: str) -> list[str]:
    """The lines of the report about a list of actions with this content."""
    path = folder / "actions.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(AgendaErrors) as caught:
        load_actions(path, AGENDA)
    return str(caught.value).splitlines()


def refused_agenda(folder: Path, *changes: tuple[str, str]) -> list[str]:
    """The lines of the report about Haarlemmermeer's agenda.yaml after these replacements."""
    content = AGENDA_TEXT
    for old, new in changes:
        assert content.count(old) == 1
        content = content.replace(old, new)
    (folder / "agenda.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(AgendaErrors) as caught:
        load_agenda(folder)
    return str(caught.value).splitlines()


def places(report: list[str]) -> list[str]:
    """The report without its sentences: file, line, action and field."""
    return [line.split(": ")[0] for line in report]


def test_a_good_list_is_read_as_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "actions.yaml"
    path.write_text(GOOD, encoding="utf-8")
    (action,) = load_actions(path, AGENDA)
    assert action.status is Status.RUNNING
    assert (action.due.kind, action.due.text) == (DueKind.DATE, "2027-03-31")
    assert action.owners == ("MOz", "CGH")
    assert action.vng == Vng(plateau=2, framework=True)
    assert action.note == ""


def test_words_and_dates_are_read_as_people_type_them(tmp_path: Path) -> None:
    path = tmp_path / "actions.yaml"
    typed = GOOD.replace("Loopt", "loopt").replace("2027-03-31", "31-03-2027")
    path.write_text(typed.replace("MOz, CGH", "moz, Centrum gemeente Haarlem"), encoding="utf-8")
    (action,) = load_actions(path, AGENDA)
    assert (action.status, action.owners) == (Status.RUNNING, ("MOz", "CGH"))
    assert action.due.text == "2027-03-31"


def test_an_agenda_says_whose_days_off_count_and_in_which_years_dates_lie() -> None:
    assert AGENDA.holidays.calendar is HolidayCalendar.CAO_GEMEENTEN
    assert [(p.name, p.calendar.value) for p in AGENDA.holidays.parties] == [
        ("OM", "rijk"),
        ("politie", "rijk"),
    ]
    assert DateWindow() == AGENDA.dates


def test_values_are_text_whether_quoted_or_not(tmp_path: Path) -> None:
    """YAML itself would make 1.10 the number 1.1, which is another action."""
    path = tmp_path / "actions.yaml"
    path.write_text("- {code: 1.10, title: 2026, text: no, due: 2026, status: }\n")
    (action,) = load_actions(path, AGENDA)
    assert (action.code, action.title, action.text) == ("1.10", "2026", "no")
    assert action.due.kind is DueKind.YEAR
    assert action.status is None


NO_DAY = "is geen dag die bestaat; kijk het na op de kalender"
OUTSIDE = "ligt niet in de jaren 2000 tot en met 2100; controleer het jaar"
OWNERS = "H&T, OOV, MOz, CGH, NHV, HVO-Q, G&R, B&M, Advies"


@pytest.mark.parametrize(
    ("old", "new", "row", "field", "sentence"),
    [
        (
            "Loopt",
            "Bijna",
            4,
            "status",
            "stand 'Bijna' bestaat niet; kies Gereed, Loopt, Planning of NIET",
        ),
        ("CGH", "XYZ", 6, "owners", f"regiehouder 'XYZ' bestaat niet; kies {OWNERS}"),
        ("[MOz, CGH]", "MOz", 6, "owners", "'MOz' past hier niet; schrijf een lijst"),
        ("03-31", "02-29", 5, "due", f"'2027-02-29' {NO_DAY}"),
        ("2027-03-31", "2206", 5, "due", f"'2206' {OUTSIDE}"),
        ("2027-03-31", "[2027]", 5, "due", "een deadline is één datum, jaar of woord"),
        ("plateau: 2", "plateau: 3", 7, "vng.plateau", "'3' bestaat niet; kies 1 of 2"),
        ("true", "Ja", 7, "vng.framework", "'Ja' bestaat niet; kies true of false"),
        ("true", "[true]", 7, "vng.framework", "een lijst past hier niet; kies true of false"),
        ("  text: Vaststellen van het beleid\n", "", 1, "text", "dit veld ontbreekt; vul het in"),
        ("Vaststellen van het beleid", "", 3, "text", "dit veld ontbreekt; vul het in"),
        ("Beleid vaststellen", '" "', 2, "title", "dit veld is leeg; vul het in"),
        ("Beleid", "{a: b} #", 2, "title", "een groep velden past hier niet; schrijf één tekst"),
    ],
)
def test_a_mistake_in_an_action_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, row: int, field: str, sentence: str
) -> None:
    report = refused_actions(tmp_path, GOOD.replace(old, new))
    assert report == [f"actions.yaml, regel {row} (1.1), veld '{field}': {sentence}."]


def test_a_title_of_more_than_ninety_signs_is_refused(tmp_path: Path) -> None:
    (line,) = refused_actions(tmp_path, GOOD.replace("Beleid vaststellen", "x" * 91))
    assert line.endswith("veld 'title': deze tekst is 91 tekens lang; hoogstens 90 mag.")


def test_a_field_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    (line,) = refused_actions(tmp_path, GOOD.replace("status:", "stauts:"))
    assert line.startswith(
        "actions.yaml, regel 4 (1.1), veld 'stauts': dit veld bestaat hier niet;"
    )


def test_a_code_is_goal_and_number_of_a_goal_that_exists(tmp_path: Path) -> None:
    (line,) = refused_actions(tmp_path, GOOD.replace("1.1", "9.1"))
    assert line.endswith("veld 'code': doel 9 bestaat niet; kies 1, 2, 3, 4, 5, 6.")
    (line,) = refused_actions(tmp_path, GOOD.replace("1.1", "1.01"))
    assert line.endswith("'1.01' is niet goed geschreven; schrijf doel.nummer, zoals 2.4.")


def test_an_owner_stands_in_an_action_once(tmp_path: Path) -> None:
    report = refused_actions(tmp_path, GOOD.replace("CGH", "MOz"))
    assert report == ["actions.yaml, regel 1 (1.1): een regiehouder staat er dubbel in."]


@pytest.mark.parametrize(
    ("item", "shown"), [("- losse tekst\n", "'losse tekst'"), ("-\n", "een lege waarde")]
)
def test_an_item_that_is_no_action_is_refused(tmp_path: Path, item: str, shown: str) -> None:
    (line,) = refused_actions(tmp_path, GOOD + item)
    assert line == f"actions.yaml, regel 8: {shown} past hier niet; schrijf velden met een waarde."


@pytest.mark.parametrize(("content", "row"), [("[]", 1), ("# kop\nacties: geen\n", 2)])
def test_a_file_without_a_list_of_actions_is_refused(
    tmp_path: Path, content: str, row: int
) -> None:
    """An empty list too: nobody empties an agenda on purpose."""
    report = refused_actions(tmp_path, content)
    assert report == [f"actions.yaml, regel {row}: hier hoort een lijst met acties te staan."]


FOUR_MISTAKES = """\
- code: "1.1"
  title: Nog een actie
  text: Tekst
  due: morgen
  status: Bijna
  owners:
    - MOz
    - Niemand
"""


def test_four_mistakes_in_one_file_are_reported_at_once(tmp_path: Path) -> None:
    """Also when they stand in one action, and whatever kind they are."""
    report = refused_actions(tmp_path, GOOD + FOUR_MISTAKES)
    assert places(report) == [
        "actions.yaml, regel 8 (1.1), veld 'code'",
        "actions.yaml, regel 11 (1.1), veld 'due'",
        "actions.yaml, regel 12 (1.1), veld 'status'",
        "actions.yaml, regel 15 (1.1), veld 'owners'",
    ]
    assert report[0].endswith("'1.1' staat ook al op regel 1; kies een andere.")


def test_a_flaw_in_the_yaml_does_not_hide_other_mistakes(tmp_path: Path) -> None:
    content = GOOD.replace("Loopt", "Bijna") + "  title: Nog een titel\n"
    assert places(refused_actions(tmp_path, content)) == [
        "actions.yaml, regel 4 (1.1), veld 'status'",
        "actions.yaml, regel 8, veld 'title'",
    ]


def test_a_mistake_deep_in_the_real_list_has_its_real_line_number(tmp_path: Path) -> None:
    lines = (FOLDER / "actions.yaml").read_text(encoding="utf-8").splitlines()
    row = lines.index("  status: NIET", lines.index('- code: "5.7"'))
    lines[row] = "  status: Weg"
    report = refused_actions(tmp_path, "\n".join(lines))
    assert places(report) == [f"actions.yaml, regel {row + 1} (5.7), veld 'status'"]


def test_problems_can_be_read_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "actions.yaml"
    path.write_text(GOOD.replace("Loopt", "Bijna"))
    with pytest.raises(AgendaErrors) as caught:
        load_actions(path, AGENDA)
    (problem,) = caught.value.problems
    assert (problem.file, problem.row, problem.field) == ("actions.yaml", 4, "status")
    assert problem.code == "1.1"


OWNER_CODES = ", ".join(owner.code for owner in AGENDA.owners)
NO_DIGEST = "is geen ander overleg met een eigen overzicht; kies lokale-driehoek"
HOLIDAY = "schrijf een datum (2026-05-15) of de naam van een feestdag"


@pytest.mark.parametrize(
    ("old", "new", "at", "field", "sentence"),
    [
        (
            *("status: side", "status: zij", "status: side", "policy.status"),
            "'zij' bestaat niet; kies side, list, restore of announce",
        ),
        ("  note: side\n", "", "policy:\n", "policy.note", "dit veld ontbreekt; vul het in"),
        ("  ad-hoc: Ad hoc\n", "", "labels:\n", "labels.ad-hoc", "dit veld ontbreekt; vul het in"),
        ("number: 2", "number: twee", "number: 2", "goals.number", "'twee' is geen heel getal"),
        ("number: 2", "number: 0", "number: 2", "goals.number", "'0' is te laag; het laagste is 1"),
        (
            *("number: 2", "number: [2]", "number: 2", "goals.number"),
            "een lijst past hier niet; schrijf een heel getal",
        ),
        (
            *("2, hour: 9", "2, hour: 24", "2, hour: 9", "meetings.digest.hour"),
            "'24' is te hoog; het hoogste is 23",
        ),
        (
            *("2, hour: 9}", "2, hour: 9, waits_until_hours_before: 0}", "2, hour: 9"),
            *("meetings.digest.waits_until_hours_before", "'0' is te laag; het laagste is 1"),
        ),
        (
            *("prepares: lokale-driehoek", "prepares: driehoek", "prepares:", "meetings.prepares"),
            f"'driehoek' {NO_DIGEST}",
        ),
        (
            *("prepares: lokale-driehoek", "prepares: ambtelijke-werkgroep", "prepares:"),
            "meetings.prepares",
            f"'ambtelijke-werkgroep' {NO_DIGEST}",
        ),
        (
            *("category: Driehoek", "category: oov", "category:", "meetings.category"),
            "'oov' is een regiehouder, en dat is in Outlook ook een categorie; kies een andere",
        ),
        (
            *("[Lokale driehoek, Lokale driehoek Haarlemmermeer]", "[]", "names:"),
            *("meetings.names", "deze lijst is leeg; zet er minstens één waarde in"),
        ),
        (
            *("[30, 14, 7, 1, 0]", "[14, 14]", "  steps:", "reminders.steps"),
            "hetzelfde aantal dagen staat er dubbel in",
        ),
        (
            *("[30, 14, 7, 1, 0]", "[]", "  steps:", "reminders.steps"),
            "deze lijst is leeg; zet er minstens één waarde in",
        ),
        (
            *("late_every: 5", "late_every: 0", "  late_every:", "reminders.late_every"),
            "'0' is te laag; het laagste is 1",
        ),
        (
            *("owners: {}", "owners: {XYZ: {steps: [1]}}", "  owners: {}"),
            *("reminders.owners.XYZ", f"regiehouder 'XYZ' bestaat niet; kies {OWNER_CODES}"),
        ),
        (
            *("actions: {}", 'actions: {"2": {steps: [1]}}', "  actions: {}"),
            *("reminders.actions.2", "'2' is niet goed geschreven; schrijf doel.nummer, zoals 2.4"),
        ),
        (
            *("actions: {}", 'actions: {"2.4": {late: 1}}', "  actions: {}"),
            "reminders.actions.2.4.late",
            "dit veld bestaat hier niet; verbeter de naam of haal het weg",
        ),
        (
            *("key: haarlemmermeer", "key: Haarlem 2", "key: haar", "key"),
            "'Haarlem 2' is niet goed geschreven; gebruik kleine letters, cijfers en streepjes",
        ),
        (
            *("{task_id}", "{taak}", "task_url:", "planner.task_url"),
            "de linksjabloon kent {taak} niet; wel: plan_id, task_id, tenant_id",
        ),
        (
            *("add: []", "add: [2026-02-30]", "add: []", "holidays.add"),
            f"'2026-02-30' {NO_DAY}",
        ),
        ("remove: []", "remove: [{a: b}]", "remove: []", "holidays.remove", HOLIDAY),
        (
            *("calendar: cao-gemeenten", "calendar: cao", "  calendar: cao-g", "holidays.calendar"),
            "'cao' bestaat niet; kies cao-gemeenten, rijk of termijnenwet",
        ),
        (
            *("first_year: 2000", "first_year: 1999", "dates:", "dates.first_year"),
            "'1999' is te laag; het laagste is 2000",
        ),
        (
            *("last_year: 2100", "last_year: 1999", "dates:", "dates.last_year"),
            "'1999' is te laag; het laagste is 2000",
        ),
    ],
)
def test_a_mistake_in_the_agenda_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, at: str, field: str, sentence: str
) -> None:
    """at: text that opens the line to be named, found without the reader under test."""
    row = AGENDA_TEXT[: AGENDA_TEXT.index(at)].count("\n") + 1
    report = refused_agenda(tmp_path, (old, new))
    assert report == [f"agenda.yaml, regel {row}, veld '{field}': {sentence}."]


def test_a_link_begins_with_https(tmp_path: Path) -> None:
    (line,) = refused_agenda(tmp_path, ("task_url: https", "task_url: http"))
    assert line.endswith("is niet goed geschreven; een link begint met https://.")


@pytest.mark.parametrize(
    ("old", "new", "field", "value"),
    [
        ("number: 2", "number: 1", "goals.number", "1"),
        ("code: OOV", "code: H&T", "owners.code", "H&T"),
    ],
)
def test_goals_and_owners_stand_in_the_agenda_once(
    tmp_path: Path, old: str, new: str, field: str, value: str
) -> None:
    row = AGENDA_TEXT[: AGENDA_TEXT.index(old)].count("\n") + 1
    sentence = f"'{value}' staat ook al op regel {row - 1}; kies een andere."
    report = refused_agenda(tmp_path, (old, new))
    assert report == [f"agenda.yaml, regel {row}, veld '{field}': {sentence}"]


def test_mistakes_all_over_the_agenda_are_reported_at_once(tmp_path: Path) -> None:
    report = refused_agenda(
        tmp_path,
        ("number: 2", "number: 1"),
        ("  niet: NIET", "  weg: NIET"),
        ("late_every: 5", "late_every: vaak"),
    )
    assert [line.split("veld ")[1].split(":")[0] for line in report] == [
        "'goals.number'",
        "'labels.niet'",
        "'labels.weg'",
        "'reminders.late_every'",
    ]


def test_one_bad_item_does_not_make_a_list_look_empty(tmp_path: Path) -> None:
    report = refused_agenda(tmp_path, ("category: Driehoek", "categorie: Driehoek"))
    assert [line.split("veld ")[1].split(":")[0] for line in report] == ["'meetings.categorie'"]


def test_the_towns_own_days_are_dates_or_names(tmp_path: Path) -> None:
    content = AGENDA_TEXT.replace("add: []", "add: [2026-05-15, Bevrijdingsdag]")
    (tmp_path / "agenda.yaml").write_text(content, encoding="utf-8")
    day, name = load_agenda(tmp_path).holidays.add
    assert (str(day), name) == ("2026-05-15", "Bevrijdingsdag")
    assert not isinstance(day, str)


def test_looking_up_what_the_agenda_lacks_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        AGENDA.goal(7)
    with pytest.raises(KeyError):
        AGENDA.owner("XYZ")


def test_an_agenda_survives_its_own_json() -> None:
    assert Agenda.model_validate_json(AGENDA.model_dump_json()) == AGENDA


def test_what_an_action_wants_goes_before_what_its_owner_wants() -> None:
    wishes = Reminders.model_validate(
        {
            "steps": ["14", "1"],
            "owners": {"OOV": {"steps": [], "driehoek": "3"}},
            "actions": {"2.4": {"driehoek": "5", "late_every": "10"}},
        }
    )
    usual = {"steps": (14, 1), "late_every": 5, "coordinator_after": 10, "driehoek": 7}
    assert wishes.tuned("MOz", "2.5") == usual
    assert wishes.tuned("OOV", "2.5") == {**usual, "steps": (), "driehoek": 3}
    assert wishes.tuned("OOV", "2.4") == {**usual, "steps": (), "driehoek": 5, "late_every": 10}
