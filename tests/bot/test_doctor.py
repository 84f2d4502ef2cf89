"""Doctor finds what is wrong, says what to do, goes on to the end, and leaves no trace."""

import json
from base64 import urlsafe_b64encode
from pathlib import Path

import pytest

from bot.doctor import examine, exit_code, refused_settings
from bot.doctor_checks import Check
from bot.settings import OWN_AGENDA, SettingsErrors, read_settings
from bot.wiring import House
from connectors.planner import PlannerApi

NAMES = [
    *("instellingen voor aanmelden", "instellingen voor Planner", "instellingen voor Outlook"),
    *("instellingen voor overzicht", "database", "lijst", "agenda", "aanmelden", "rechten"),
    *("groep", "plan", "labels", "mensen", "postbus", "Lokale driehoek", "mail", "ontvangers"),
    *("Teams", "kanalen", "toewijzing"),
]


def wrong(checks: list[Check]) -> dict[str, Check]:
    """What is not ok, by name."""
    return {check.name: check for check in checks if check.level != "ok"}


def only(checks: list[Check], name: str, level: str) -> Check:
    """The one check that is not ok."""
    (found,) = [check for check in checks if check.level != "ok"]
    assert (found.name, found.level) == (name, level)
    return found


def test_where_all_is_well_every_check_is_ok(filled):
    checks = examine(filled.house())
    assert [check.name for check in checks] == NAMES
    assert wrong(checks) == {}
    assert exit_code(checks) == 0


def test_it_tells_when_the_next_digest_goes(filled):
    sentences = {check.name: check.sentence for check in examine(filled.house())}
    assert sentences["Lokale driehoek"] == (
        "De volgende is donderdag 26 november 2026 om 10:00 uur; het overzicht gaat uit op "
        "dinsdag 24 november 2026 om 09:00 uur."
    )


def test_before_the_first_sync_a_missing_plan_is_no_fault(office):
    office.load()
    sentences = {check.name: check.sentence for check in examine(office.house())}
    assert sentences["plan"] == "Er is nog geen plan; de eerste sync maakt het."
    assert "labels" not in sentences


def test_it_only_reads(filled):
    filled.control.forget()
    examine(filled.house())
    assert filled.writes() == []
    assert filled.trips() > 0
    with filled.ledger as ledger:
        assert ledger.runs.all(10) == []


def test_without_any_setting_each_missing_one_is_named_once(tmp_path: Path):
    settings = read_settings({"DATABASE_URL": f"sqlite:///{tmp_path / 'driehoek.db'}"})
    checks = examine(House(settings, lambda: pytest.fail("nobody asks for the time")))
    faults = [check.sentence.split(" ")[0] for check in checks if check.level == "fout"]
    assert faults == [
        *("AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET", "PLANNER_GROUP_ID"),
        *("OUTLOOK_MAILBOX", "DIGEST_RECIPIENTS", "ALLOWED_RECIPIENT_DOMAINS"),
    ]
    assert exit_code(checks) == 2
    rest = wrong(checks)["postbus"]
    assert rest.sentence == "Niet gecontroleerd, want er ontbreken instellingen."


def test_settings_that_cannot_be_read_are_all_reported(environ):
    with pytest.raises(SettingsErrors) as caught:
        read_settings({**environ, "LOG_LEVEL": "luid", "GRAPH_BASE_URL": "http://graph.example"})
    checks = refused_settings(caught.value)
    assert [check.level for check in checks] == ["fout", "fout", "let op"]
    assert exit_code(checks) == 2


def test_a_plan_that_does_not_exist(filled):
    fault = only(examine(filled.house(PLANNER_PLAN_ID="A" * 28)), "plan", "fout")
    assert "PLANNER_PLAN_ID bestaat niet" in fault.sentence


@pytest.mark.parametrize(
    ("path", "name", "right"),
    [
        ("/planner/plans/*/details", "plan", "Tasks.ReadWrite.All (toepassing)"),
        ("/groups/*/members", "groep", "GroupMember.ReadBasic.All (toepassing)"),
        ("/users/*", "mensen", "User.ReadBasic.All (toepassing)"),
        ("/users/*/calendarView", "postbus", "Application Calendars.ReadWrite"),
        ("/users/*/messages", "mail", "Application Mail Full Access"),
    ],
)
def test_what_the_app_may_not_do_is_said_with_the_right_to_give(filled, path, name, right):
    filled.control.fault("status", path=path, status=403, times=100)
    checks = examine(filled.house())
    fault = only(checks, name, "fout")
    assert fault.sentence.startswith("De app mag ")
    assert right in fault.advice
    assert exit_code(checks) == 2


def test_a_mailbox_that_is_denied(filled):
    mailbox = "burgemeester@haarlemmermeer.example"
    checks = examine(filled.house(OUTLOOK_MAILBOX=mailbox))
    assert set(wrong(checks)) == {"postbus", "mail"}
    assert exit_code(checks) == 2


@pytest.mark.parametrize(
    ("variable", "value", "names"),
    [
        ("OUTLOOK_MAILBOX", "nergens@haarlemmermeer.example", ["postbus", "mail"]),
        ("PLANNER_GROUP_ID", "00000000-0000-0000-0000-000000000000", ["groep", "plan"]),
    ],
)
def test_what_does_not_exist_is_named_once_by_its_setting(office, variable, value, names):
    office.load()
    outer, inner = wrong(examine(office.house(**{variable: value}))).values()
    assert [outer.name, inner.name] == names
    assert outer.level == "fout"
    assert variable in outer.sentence
    assert inner.sentence == f"Niet gecontroleerd, want er is iets mis bij: {outer.name}."


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("https://kwaad.example/geheim?sig=1", "TEAMS_WEBHOOK_HOSTS"),
        ("https://gemeente.webhook.office.com/geheim?sig=1", "Office 365-connector"),
    ],
)
def test_a_webhook_on_a_foreign_host(filled, url, word):
    checks = examine(filled.house(TEAMS_WEBHOOK_OOV=url))
    fault = only(checks, "Teams", "fout")
    assert fault.sentence == "TEAMS_WEBHOOK_OOV is niet te gebruiken."
    assert word in fault.advice
    assert exit_code(checks) == 2


def test_an_owner_without_a_channel_is_a_remark(filled):
    checks = examine(filled.house(TEAMS_WEBHOOK_MOZ=""))
    remark = only(checks, "kanalen", "let op")
    assert remark.advice == "Vul in: TEAMS_WEBHOOK_MOZ."
    assert exit_code(checks) == 0


def test_an_owner_without_people_is_a_remark(filled):
    remark = only(examine(filled.house(OWNER_MOZ_MEMBERS="")), "toewijzing", "let op")
    assert remark.advice == "Vul in: OWNER_MOZ_MEMBERS."


def test_a_setting_for_an_owner_that_does_not_exist_is_noticed(filled):
    checks = examine(filled.house(OWNER_MO_MEMBERS=filled.environ["OWNER_MOZ_MEMBERS"]))
    remark = only(checks, "toewijzing", "let op")
    assert "OWNER_MO_MEMBERS" in remark.sentence


def test_somebody_whom_the_directory_does_not_know(filled):
    gone = "weg@haarlemmermeer.example"
    remark = only(examine(filled.house(OWNER_MOZ_MEMBERS=gone)), "mensen", "let op")
    assert remark.sentence == "1 account uit OWNER_MOZ_MEMBERS bestaat niet in de directory."


def test_a_label_that_does_not_fit(office):
    office.load("1.1")
    house = office.house()
    api = PlannerApi(house.graph)
    plan = api.create_plan(house.settings.group_id, "Vol")
    names = {f"category{number}": f"Van ons {number}" for number in range(1, 26)}
    api.name_labels(api.read_plan(plan.id).details, names)
    checks = examine(office.house(PLANNER_PLAN_ID=plan.id))
    remarks = [check for check in checks if check.level != "ok"]
    assert {check.name for check in remarks} == {"labels"}
    assert "Alle 25 labels" in remarks[0].sentence


def test_a_calendar_without_the_driehoek(filled):
    filled.clock.forward(days=300)
    remark = only(examine(filled.house()), "Lokale driehoek", "let op")
    assert "driehoek meetings" in remark.advice


def test_a_right_that_is_not_in_the_token_is_a_hint_only(filled):
    house = filled.house()
    payload = json.dumps({"roles": ["Tasks.ReadWrite.All", "Group.Read.All"]}).encode()
    token = f"sandbox.{urlsafe_b64encode(payload).decode().rstrip('=')}.signature"
    vars(house)["token"] = lambda claims=None: token  # noqa: ARG005 - the shape of a Token
    checks = examine(house)
    remark = only(checks, "rechten", "let op")
    assert remark.sentence == "In het token ontbreekt als toepassingsrecht: User.ReadBasic.All."
    assert exit_code(checks) == 0


def test_an_outage_of_one_service_says_so_and_the_rest_is_looked_at(filled):
    filled.control.fault("status", path="/planner/**", status=503, times=1000)
    checks = examine(filled.house())
    assert only(checks, "plan", "fout").outage
    assert exit_code(checks) == 5


def test_without_a_connection_the_cause_is_said_once(filled):
    checks = examine(filled.house(GRAPH_BASE_URL="http://127.0.0.1:9/v1.0"))
    faults = [check.name for check in checks if check.level == "fout"]
    assert faults == ["groep"]
    assert wrong(checks)["mail"].sentence.startswith("Niet gecontroleerd")
    assert exit_code(checks) == 5


def test_a_database_that_cannot_be_opened_does_not_hide_the_rest(office):
    checks = examine(
        office.house(
            DATABASE_URL="sqlite:////proc/x.db", TEAMS_WEBHOOK_OOV="https://kwaad.example/"
        )
    )
    faults = {check.name for check in checks if check.level == "fout"}
    assert faults == {"database", "Teams"}
    assert "postbus" not in wrong(checks)


def test_an_agenda_with_mistakes_gives_a_line_for_each(office, tmp_path: Path):
    text = (OWN_AGENDA / "agenda.yaml").read_text(encoding="utf-8")
    broken = text.replace("name: H&T}", "naam: H&T}").replace("hour: 9", "hour: 99")
    (tmp_path / "agenda.yaml").write_text(broken, encoding="utf-8")
    checks = examine(office.house(AGENDA_DIR=str(tmp_path)))
    faults = [check for check in checks if check.level == "fout"]
    assert {check.name for check in faults} == {"agenda"}
    assert len(faults) >= 2


def test_a_free_day_that_nobody_knows(office, tmp_path: Path):
    text = (OWN_AGENDA / "agenda.yaml").read_text(encoding="utf-8")
    strange = text.replace("  add: []", "  add: [Dierendag]")
    assert strange != text
    (tmp_path / "agenda.yaml").write_text(strange, encoding="utf-8")
    office.load()
    checks = examine(office.house(AGENDA_DIR=str(tmp_path)))
    fault = next(check for check in checks if check.level == "fout")
    assert fault.name == "agenda"
    assert "Dierendag" in fault.sentence


def test_no_address_and_no_secret_is_shown(filled):
    checks = examine(
        filled.house(
            OWNER_MOZ_MEMBERS="weg@haarlemmermeer.example",
            TEAMS_WEBHOOK_OOV="https://kwaad.example/geheim?sig=1",
            OUTLOOK_MAILBOX="burgemeester@haarlemmermeer.example",
        )
    )
    report = json.dumps([check.as_json() for check in checks])
    for secret in ("@", "geheim", "sig=", "kwaad.example"):
        assert secret not in report
