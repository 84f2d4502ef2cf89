"""Doctor on sign-in, rights, people and mailboxes, against the sandbox over HTTP."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.installation import DRIEHOEKEN, START, Clock, Office

from bot.service.doctor.check import Check
from bot.service.doctor.report import examine, exit_code
from bot.wiring import House
from connectors.sandbox.server import running
from connectors.sandbox.tenant.directory import COORDINATOR
from connectors.sandbox.tenant.world import World

NEEDED = ("Tasks.ReadWrite.All", "GroupMember.ReadBasic.All", "User.ReadBasic.All")
NEXT = "De volgende is donderdag 26 november 2026 om 10:00 uur; het overzicht "


def found(house: House, name: str) -> list[Check]:
    """What doctor says about one subject."""
    return [check for check in examine(house) if check.name == name]


def faults(house: House) -> list[Check]:
    """All that is not ok, by the real clock, with which the sandbox stamps its answers."""
    checks = examine(replace(house, wall_clock=lambda: datetime.now(UTC)))
    return [check for check in checks if check.level != "ok"]


def with_roles(house: House, *roles: str) -> House:
    """The house with a token that can be read and carries these roles, none for no roles claim."""
    claims = json.dumps({"roles": roles} if roles else {}).encode()
    token = f"sandbox.{urlsafe_b64encode(claims).decode().rstrip('=')}.signature"
    vars(house)["token"] = lambda claims=None: token  # noqa: ARG005 - the shape of a Token
    return house


@pytest.fixture
def world() -> World:
    return World(start=START, meetings=DRIEHOEKEN)


@pytest.fixture
def tenant(world: World, tmp_path: Path) -> Iterator[Office]:
    """An installation in a tenant whose Exchange roles the test may change, in `world`."""
    with running(world=world) as served:
        environ = {**served.environment(), "DATABASE_URL": f"sqlite:///{tmp_path / 'd.db'}"}
        yield Office(served, environ, Clock(served.control.advance))


def test_a_certificate_that_cannot_be_read_is_said_and_the_rest_waits(
    filled: Office, tmp_path: Path
) -> None:
    (tmp_path / "app.pem").write_text("geen certificaat")
    fault, *rest = faults(
        filled.house(
            AZURE_TENANT_ID="11111111-1111-1111-1111-111111111111",
            AZURE_CLIENT_ID="22222222-2222-2222-2222-222222222222",
            AZURE_CLIENT_CERTIFICATE_PATH=str(tmp_path / "app.pem"),
        )
    )
    assert (fault.name, fault.level) == ("certificaat", "fout")
    assert "AZURE_CLIENT_CERTIFICATE_PATH" in fault.sentence
    assert {"aanmelden", "rechten", "groep", "plan", "postbus", "andere postbussen"} <= {
        c.name for c in rest
    }
    assert {check.level for check in rest} == {"let op"}
    assert exit_code([fault]) == 2


def test_the_rights_that_are_needed_are_enough(filled: Office) -> None:
    (check,) = found(with_roles(filled.house(), *NEEDED), "rechten")
    assert check.level == "ok"


def test_a_token_that_nobody_can_read_is_no_fault(filled: Office) -> None:
    (check,) = found(filled.house(), "rechten")
    assert check.level == "ok"
    assert "niet te lezen" in check.sentence


def test_a_token_without_any_role_means_that_nobody_consented(filled: Office) -> None:
    (check,) = found(with_roles(filled.house()), "rechten")
    assert check.level == "let op"
    assert all(right in check.sentence for right in NEEDED)


@pytest.mark.parametrize("wider", ["Group.ReadWrite.All", "Directory.Read.All"])
def test_a_right_that_is_not_in_the_token_is_a_hint_only(filled: Office, wider: str) -> None:
    house = with_roles(filled.house(), "Tasks.ReadWrite.All", wider)
    checks = found(house, "rechten")
    sentences = [check.sentence for check in checks]
    missing = "In het token ontbreekt als toepassingsrecht: User.ReadBasic.All."
    assert (missing in sentences) == (wider == "Group.ReadWrite.All")
    assert f"De app heeft meer rechten dan nodig: {wider}." in sentences
    assert {check.level for check in checks} == {"let op"}


def test_looking_people_up_needs_a_right_only_where_people_are_assigned(filled: Office) -> None:
    nobody = {name: "" for name in filled.environ if name.endswith("_MEMBERS")}
    (check,) = found(with_roles(filled.house(**nobody), *NEEDED[:2]), "rechten")
    assert check.level == "ok"


def test_a_mail_right_in_entra_is_said_to_void_the_scope(filled: Office) -> None:
    (check,) = found(with_roles(filled.house(), *NEEDED, "Mail.Send", "Calendars.Read"), "rechten")
    assert check.level == "let op"
    assert "Calendars.Read en Mail.Send. Dat opent elke postbus" in check.sentence


def test_somebody_whom_the_directory_does_not_know(filled: Office) -> None:
    gone = "weg@haarlemmermeer.example"
    (check,) = found(filled.house(OWNER_MOZ_MEMBERS=gone), "mensen")
    assert check.level == "let op"
    assert check.sentence == "1 account uit OWNER_MOZ_MEMBERS bestaat niet in de directory."
    (members,) = found(filled.house(OWNER_MOZ_MEMBERS=gone), "leden")
    assert members.level == "ok"


@pytest.mark.parametrize(
    ("accounts", "words"),
    [
        ("burgemeester", "1 account uit OWNER_MOZ_MEMBERS is geen lid van de groep en kan het"),
        (
            "burgemeester,bestuurssecretariaat",
            "2 accounts uit OWNER_MOZ_MEMBERS zijn geen lid van de groep en kunnen het",
        ),
    ],
)
def test_somebody_outside_the_group_cannot_open_the_plan(
    filled: Office, accounts: str, words: str
) -> None:
    names = ",".join(f"{name}@haarlemmermeer.example" for name in accounts.split(","))
    (remark,) = faults(filled.house(OWNER_MOZ_MEMBERS=names))
    assert (remark.name, remark.level) == ("leden", "let op")
    assert remark.sentence == f"{words} plan niet openen."


def test_another_mailbox_that_stays_shut_is_asked_for_nothing_of_its_owner(filled: Office) -> None:
    filled.control.forget()
    (check,) = found(filled.house(), "andere postbussen")
    assert check.level == "ok"
    asked = [e for e in filled.control.journal() if COORDINATOR in e["path"] and e["status"] == 403]
    windows = [e["query"] for e in asked if e["path"].endswith("/calendarView")]
    filters = [e["query"]["$filter"] for e in asked if e["path"].endswith("/messages")]
    assert [query["startDateTime"][:4] for query in windows] == ["1990"]
    assert ["DigestKey" in text and "'doctor'" in text for text in filters] == [True]


def test_an_app_that_gets_into_another_mailbox_is_a_fault(world: World, tenant: Office) -> None:
    world.mailboxes.allowed.add(COORDINATOR)
    (fault,) = found(tenant.house(), "andere postbussen")
    assert fault.level == "fout"
    assert fault.sentence == "De app kan ook bij andere postbussen."
    assert "RBAC" in fault.advice
    assert exit_code([fault]) == 2


def test_mail_alone_is_a_fault_as_well(world: World, tenant: Office) -> None:
    world.mailboxes.allowed.add(COORDINATOR)
    tenant.control.fault("status", path=f"/users/{COORDINATOR}/calendarView", status=403)
    (check,) = found(tenant.house(), "andere postbussen")
    assert check.level == "fout"


def test_an_address_without_a_mailbox_proves_nothing_so_the_next_is_tried(
    world: World, tenant: Office
) -> None:
    """A distribution list answers 404 to an app that may do everything, too."""
    world.mailboxes.allowed.update(world.mailboxes.items)
    house = tenant.house(COORDINATOR_MAIL="lijst@haarlemmermeer.example")
    (check,) = found(house, "andere postbussen")
    assert check.level == "fout"


def test_without_another_mailbox_the_administrator_has_to_look(filled: Office) -> None:
    outside = {name: "" for name in filled.environ if name.endswith(("_MEMBERS", "_MAIL"))} | {
        "DIGEST_RECIPIENTS": "politie@politie.example"
    }
    (check,) = found(filled.house(**outside), "andere postbussen")
    assert check.level == "let op"
    assert "Test-ServicePrincipalAuthorization" in check.advice


def test_an_own_mailbox_that_is_denied(filled: Office) -> None:
    denied = faults(filled.house(OUTLOOK_MAILBOX="burgemeester@haarlemmermeer.example"))
    assert [check.name for check in denied] == ["postbus", "mail"]
    assert exit_code(denied) == 2


def test_the_account_that_posts_in_channels_is_looked_at_where_there_is_one(filled: Office) -> None:
    assert found(filled.house(), "serviceaccount") == []
    channel = {"TEAMS_CHANNEL_MOZ": filled.sandbox.channel("MOz"), "TEAMS_WEBHOOK_MOZ": ""}
    (check,) = found(filled.house(**channel), "serviceaccount")
    assert check.level == "ok"
    assert faults(filled.house(**channel)) == []
    away = {
        "AZURE_TENANT_ID": "11111111-1111-1111-1111-111111111111",
        "AZURE_AUTHORITY_HOST": "https://127.0.0.1:9",
        "TEAMS_SERVICE_CLIENT_ID": "22222222-2222-2222-2222-222222222222",
    }
    (fault,) = faults(filled.house(**channel, **away))
    assert (fault.name, fault.level, fault.outage) == ("serviceaccount", "fout", False)
    assert "driehoek login" in f"{fault.sentence} {fault.advice}", "nobody signed it in yet"


def test_it_tells_when_the_next_digest_goes(filled: Office) -> None:
    (check,) = found(filled.house(), "Lokale driehoek")
    assert check.sentence == NEXT + "gaat uit op dinsdag 24 november 2026 om 09:00 uur."


def test_between_digest_and_meeting_it_does_not_speak_of_the_past_as_to_come(
    filled: Office,
) -> None:
    filled.clock.forward(days=(DRIEHOEKEN[2] - START.date()).days - 1)
    (check,) = found(filled.house(), "Lokale driehoek")
    assert check.sentence == NEXT + "mag weg sinds dinsdag 24 november 2026 om 09:00 uur."


def test_a_calendar_without_the_driehoek(filled: Office) -> None:
    filled.clock.forward(days=300)
    (check,) = found(filled.house(), "Lokale driehoek")
    assert check.level == "let op"
    assert "driehoek meetings" in check.advice


def test_readers_elsewhere_are_counted(filled: Office) -> None:
    (check,) = found(filled.house(), "ontvangers")
    assert check.sentence == (
        "Het overzicht gaat naar 3 adressen binnen de toegestane domeinen, waarvan 2 buiten de "
        "eigen organisatie."
    )


@pytest.mark.parametrize(
    ("setting", "part"),
    [
        ("DIGEST_RECIPIENTS", "overzicht"),
        ("CONCEPT_RECIPIENTS", "concept"),
        ("OWNER_G_R_MAIL", "G&R"),
        ("COORDINATOR_MAIL", "COORDINATOR"),
    ],
)
def test_an_address_outside_the_allow_list_is_a_fault(
    filled: Office, setting: str, part: str
) -> None:
    """It stops only what it is for, so everything else is looked at as well."""
    checks = examine(filled.house(**{setting: "iemand@elders.example"}))
    (fault,) = [check for check in checks if check.level == "fout" and check.name != "klok"]
    assert fault.name == f"instellingen voor {part}"
    assert setting in fault.sentence
    assert "iemand" not in fault.sentence
    assert exit_code(checks) == 2


def test_the_calendar_of_deadlines_is_found_or_will_be_made(filled: Office) -> None:
    assert found(filled.house(), "deadlines") == []
    (check,) = found(filled.house(OUTLOOK_CALENDAR="Deadlines"), "deadlines")
    assert (check.level, "de eerste ronde maakt haar" in check.sentence) == ("ok", True)
    (check,) = found(filled.house(OUTLOOK_CALENDAR="agenda"), "deadlines")
    assert (check.level, "hoofdagenda" in check.sentence) == ("fout", True)
    filled.sync(OUTLOOK_CALENDAR="Deadlines")
    (check,) = found(filled.house(OUTLOOK_CALENDAR="Deadlines"), "deadlines")
    assert (check.level, check.sentence) == (
        "ok",
        "De agenda voor de deadlines staat in de postbus.",
    )


TRACE = "ExchangeMessageTrace.Read.All"


def test_the_right_to_trace_mail_is_needed_only_where_it_is_asked_for(filled: Office) -> None:
    (check,) = found(with_roles(filled.house(DIGEST_TRACE="true"), *NEEDED), "rechten")
    assert check.sentence == f"In het token ontbreekt als toepassingsrecht: {TRACE}."
    (check,) = found(with_roles(filled.house(DIGEST_TRACE="true"), *NEEDED, TRACE), "rechten")
    assert check.level == "ok"
    (check,) = found(with_roles(filled.house(), *NEEDED, TRACE), "rechten")
    assert check.sentence == f"De app heeft meer rechten dan nodig: {TRACE}."


@pytest.mark.parametrize(("tracing", "level"), [("granted", "ok"), ("denied", "fout")])
def test_whether_exchange_says_what_arrived_is_tried(
    filled: Office, tracing: str, level: str
) -> None:
    assert found(filled.house(), "aankomst") == []
    filled.control.settings(tracing=tracing)
    filled.control.advance(3600)  # the installation is filled an hour ago
    (check,) = found(filled.house(DIGEST_TRACE="true"), "aankomst")
    assert check.level == level
    assert (TRACE in check.advice) == (level == "fout")


def test_a_tenant_without_the_tracing_service_cuts_nothing_off(filled: Office) -> None:
    filled.control.settings(tracing="absent")
    wrong = faults(filled.house(DIGEST_TRACE="true"))
    assert [check.name for check in wrong if check.level == "fout"] == ["aankomst"]
    assert all("Niet gecontroleerd" not in check.sentence for check in wrong)


@pytest.mark.parametrize(
    "role",
    [
        "MailboxItem.Read.All",
        "MailboxFolder.ReadWrite.All",
        "MailboxConfigItem.Read.All",
        "MailboxSettings.Read",
        "Contacts.Read",
        "User-Mail.ReadWrite.All",
    ],
)
def test_every_right_that_opens_all_mailboxes_is_known(filled: Office, role: str) -> None:
    """Also those whose names do not begin with Mail."""
    (check,) = found(with_roles(filled.house(), *NEEDED, role), "rechten")
    assert f"{role}. Dat opent elke postbus" in check.sentence
