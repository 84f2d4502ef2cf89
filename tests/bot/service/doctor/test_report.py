"""Doctor finds what is wrong, says what to do, goes on to the end, and leaves no trace.

What each check makes of its subject is tested in the files beside this one.
"""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from support.installation import Office

from bot.service.doctor.check import Check
from bot.service.doctor.report import PROBES, examine, exit_code, refused_settings
from bot.settings import OWN_AGENDA, SettingsErrors, read_settings
from bot.wiring import House

GUIDE = Path(__file__).parents[4] / "docs" / "administrator.md"
NAMES = [
    *("instellingen voor aanmelden", "instellingen voor Planner", "instellingen voor Outlook"),
    *("instellingen voor overzicht", "database", "lijst", "agenda", "namen"),
    *(
        "verbinding",
        "klok",
        "aanmelden",
        "rechten",
        "groep",
        "plan",
        "labels",
        "kolommen",
        "grenzen",
        "schrijven",
    ),
    *("mensen", "leden", "postbus", "Lokale driehoek", "Ambtelijke integrale werkgroep"),
    *("mail", "andere postbussen"),
    *("ontvangers", "Teams", "levensteken", "kanalen", "toewijzing"),
]


def report(house: House) -> list[Check]:
    """What doctor says by the real clock, with which the sandbox stamps its answers."""
    return examine(replace(house, wall_clock=lambda: datetime.now(UTC)))


def wrong(checks: list[Check]) -> dict[str, Check]:
    """What is not ok, by name."""
    return {check.name: check for check in checks if check.level != "ok"}


def only(checks: list[Check], name: str, level: str) -> Check:
    """The one check that is not ok, apart from those that could not be done because of it."""
    found = [check for check in wrong(checks).values() if "gecontroleerd" not in check.sentence]
    assert [(check.name, check.level) for check in found] == [(name, level)]
    return found[0]


def test_where_all_is_well_every_check_is_ok(filled: Office) -> None:
    checks = report(filled.house())
    assert [check.name for check in checks] == NAMES
    assert wrong(checks) == {}
    assert exit_code(checks) == 0


def test_each_line_is_explained_in_the_administrators_guide() -> None:
    section = GUIDE.read_text(encoding="utf-8").split("\n## What `driehoek doctor` says\n")[1]
    rows = re.findall(r"^\| `([^`]+)` \|", section.split("\n## ")[0], re.MULTILINE)
    meetings = ("Lokale driehoek", "Ambtelijke integrale werkgroep")
    lines = {name.split(" voor ")[0] for name in NAMES if name not in meetings}
    asked = {"overleg", "serviceaccount", "deadlines", "certificaat", "aankomst"}
    assert set(rows) == lines | asked
    assert {probe.name for probe in PROBES} <= set(rows)


def test_people_see_no_difference_afterwards(filled: Office) -> None:
    """Only the etag of the plan's details has moved; no person ever sees that."""

    def tenant() -> dict[str, Any]:
        state: dict[str, Any] = filled.control.state()
        state.pop("now")
        for details in state["planDetails"]:
            details.pop("@odata.etag")
        return state

    before = tenant()
    filled.control.forget()
    report(filled.house())
    assert [write.split("/")[1:3] for write in filled.writes()] == [["planner", "plans"]]
    assert tenant() == before
    with filled.ledger as ledger:
        assert ledger.runs.all(10) == []
        assert ledger.capabilities.all("doctor") == {}


def test_it_takes_few_calls(filled: Office) -> None:
    filled.control.forget()
    report(filled.house())
    assert filled.trips() <= 12


def test_without_any_setting_each_missing_one_is_named_once(tmp_path: Path) -> None:
    settings = read_settings({"DATABASE_URL": f"sqlite:///{tmp_path / 'driehoek.db'}"})
    checks = examine(House(settings, lambda: pytest.fail("nobody asks for the time")))
    faults = [check.sentence.split(" ")[0] for check in checks if check.level == "fout"]
    assert faults == [
        *("AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET", "PLANNER_GROUP_ID"),
        *("OUTLOOK_MAILBOX", "DIGEST_RECIPIENTS", "ALLOWED_RECIPIENT_DOMAINS"),
    ]
    assert exit_code(checks) == 2
    for name in ("verbinding", "leden", "postbus", "andere postbussen"):
        rest = wrong(checks)[name].sentence
        assert rest == "Niet gecontroleerd, want er ontbreken instellingen."


def test_settings_that_cannot_be_read_are_all_reported(environ: dict[str, str]) -> None:
    with pytest.raises(SettingsErrors) as caught:
        read_settings({**environ, "LOG_LEVEL": "luid", "GRAPH_BASE_URL": "http://graph.example"})
    checks = refused_settings(caught.value)
    assert [check.level for check in checks] == ["fout", "fout", "let op"]
    assert exit_code(checks) == 2


@pytest.mark.parametrize(
    ("path", "name", "right"),
    [
        ("GET /planner/plans/*/details", "plan", "Tasks.ReadWrite.All (toepassing)"),
        ("PATCH /planner/plans/*/details", "schrijven", "Tasks.ReadWrite.All (toepassing)"),
        ("GET /groups/*/members", "groep", "GroupMember.ReadBasic.All (toepassing)"),
        ("GET /users/*", "mensen", "User.ReadBasic.All (toepassing)"),
        ("GET /users/*/calendarView", "postbus", "Application Calendars.ReadWrite"),
        ("GET /users/*/messages", "mail", "Application Mail Full Access"),
    ],
)
def test_what_the_app_may_not_do_is_said_with_the_right_to_give(
    filled: Office, path: str, name: str, right: str
) -> None:
    method, _, path = path.partition(" ")
    filled.control.fault("status", method=method, path=path, status=403, times=100)
    checks = report(filled.house())
    fault = only(checks, name, "fout")
    assert fault.sentence.startswith("De app mag ")
    assert right in fault.advice
    assert exit_code(checks) == 2


@pytest.mark.parametrize(
    ("variable", "value", "names"),
    [
        ("OUTLOOK_MAILBOX", "nergens@haarlemmermeer.example", ["postbus", "mail"]),
        (
            "PLANNER_GROUP_ID",
            "00000000-0000-0000-0000-000000000000",
            ["groep", "plan", "schrijven", "leden"],
        ),
    ],
)
def test_what_does_not_exist_is_named_once_by_its_setting(
    office: Office, variable: str, value: str, names: list[str]
) -> None:
    office.load()
    found = wrong(report(office.house(**{variable: value})))
    assert list(found) == names
    outer, *inner = found.values()
    assert outer.level == "fout"
    assert variable in outer.sentence
    for check in inner:
        assert check.level == "let op"
        assert check.sentence.startswith("Niet gecontroleerd, want er is iets mis bij: ")


def test_an_owner_without_a_channel_is_a_remark(filled: Office) -> None:
    checks = report(filled.house(TEAMS_WEBHOOK_MOZ=""))
    remark = only(checks, "kanalen", "let op")
    assert remark.advice == "Vul in: TEAMS_WEBHOOK_MOZ."
    assert exit_code(checks) == 0


def test_an_owner_without_people_is_a_remark(filled: Office) -> None:
    remark = only(report(filled.house(OWNER_MOZ_MEMBERS="")), "toewijzing", "let op")
    assert remark.advice == "Vul in: OWNER_MOZ_MEMBERS."


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("OWNER_MO_MEMBERS", "OWNER_MOZ_MEMBERS"),
        ("TEAMS_WEBHOOK_OVO", "TEAMS_WEBHOOK_OOV"),
        ("OWNER_OOV_MIAL", "OWNER_OOV_MAIL"),
        ("TEAMS_WEBHOK_MOZ", "TEAMS_WEBHOOK_MOZ"),
        ("DIGEST_RECIPIENT", "DIGEST_RECIPIENTS"),
        ("AZURE_TENNANT_ID", "AZURE_TENANT_ID"),
        ("PLANNER_XYZ", ""),
    ],
)
def test_a_name_that_nothing_reads_is_told_with_the_likely_one(
    filled: Office, name: str, meant: str
) -> None:
    value = filled.environ.get(meant, "x@haarlemmermeer.example")
    checks = report(filled.house(**{name: value}))
    remark = only(checks, "namen", "let op")
    assert remark.sentence.startswith(f"{name} ")
    assert (f"waarschijnlijk {meant}." in remark.advice) == bool(meant)
    assert exit_code(checks) == 0


def test_an_outage_of_one_service_says_so_and_the_rest_is_looked_at(filled: Office) -> None:
    filled.control.fault("status", path="/planner/**", status=503, times=1000)
    checks = report(filled.house())
    assert only(checks, "plan", "fout").outage
    assert exit_code(checks) == 5


def test_without_a_connection_the_cause_is_said_once(filled: Office) -> None:
    checks = report(filled.house(GRAPH_BASE_URL="http://127.0.0.1:9/v1.0"))
    assert only(checks, "verbinding", "fout").outage
    assert wrong(checks)["mail"].sentence.startswith("Niet gecontroleerd")
    assert exit_code(checks) == 5
    assert filled.clock.slept == []


def test_an_agenda_with_mistakes_gives_a_line_for_each(office: Office, tmp_path: Path) -> None:
    text = (OWN_AGENDA / "agenda.yaml").read_text(encoding="utf-8")
    broken = text.replace("name: H&T}", "naam: H&T}").replace("hour: 9", "hour: 99")
    (tmp_path / "agenda.yaml").write_text(broken, encoding="utf-8")
    checks = report(office.house(AGENDA_DIR=str(tmp_path)))
    faults = [check for check in checks if check.level == "fout"]
    assert {check.name for check in faults} == {"agenda"}
    assert len(faults) >= 2


def test_a_free_day_that_nobody_knows(office: Office, tmp_path: Path) -> None:
    text = (OWN_AGENDA / "agenda.yaml").read_text(encoding="utf-8")
    strange = text.replace("  add: []", "  add: [Dierendag]")
    assert strange != text
    (tmp_path / "agenda.yaml").write_text(strange, encoding="utf-8")
    office.load()
    checks = report(office.house(AGENDA_DIR=str(tmp_path)))
    fault = next(check for check in checks if check.level == "fout")
    assert fault.name == "agenda"
    assert "Dierendag" in fault.sentence


def test_no_address_and_no_secret_is_shown(filled: Office, log: list[Any]) -> None:
    checks = report(
        filled.house(
            OWNER_MOZ_MEMBERS="weg@haarlemmermeer.example",
            TEAMS_WEBHOOK_OOV="https://kwaad.example/geheim?sig=1",
            TEAMS_WEBHOOK_MOZ="http://127.0.0.1:9/geheim?sig=1",
            OUTLOOK_MAILBOX="burgemeester@haarlemmermeer.example",
        )
    )
    shown = json.dumps([check.as_json() for check in checks]) + str(log)
    for secret in ("@haarlemmermeer", "@politie", "geheim", "sig=", "kwaad.example", ":9"):
        assert secret not in shown
