"""What one process leaves for the next, and who signs in with what."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from support.identity_provider import APP, TENANT, open_entra
from support.installation import Office

from bot.service.outcomes import explain
from bot.settings import SettingsErrors, read_settings
from bot.wiring import House
from connectors.errors import Throttled
from mappings.canonical import FieldValue

GROUP: dict[str, Any] = {"path": "/groups/**"}


class Killed(BaseException):
    """The process ends here."""


def kill(_seconds: float) -> None:
    """End the process where it would have waited."""
    raise Killed


def process(office: Office, sleep: Callable[[float], None] | None = None) -> House:
    """Start the program, with the time of the office for real time."""
    clock = office.clock
    settings = read_settings(office.environ)
    return House(settings, clock.now, sleep or clock.sleep, wall_clock=clock.now)


def call(house: House) -> Any:
    """Do any call to Graph."""
    return house.graph.get(f"/groups/{house.settings.group_id}/members")


def throttle(office: Office, seconds: float) -> None:
    """Let a call be throttled, and the process end while it waits."""
    office.control.fault("throttle", **GROUP, retry_after=seconds)
    with pytest.raises(Killed):
        call(process(office, kill))


def early_returns(office: Office) -> list[bool]:
    """Say of each call that the tenant has seen whether it came too early."""
    return [entry["early_return"] for entry in office.control.journal()]


def remembered(office: Office) -> datetime | None:
    """What the ledger holds."""
    with office.ledger as ledger:
        return ledger.quiet.until("graph")


def test_a_restart_does_not_come_back_before_it_was_asked(office: Office) -> None:
    throttle(office, 120)
    office.clock.sleep(20)
    again = process(office)
    assert call(again)
    assert office.clock.slept[1:] == [100.0]
    assert early_returns(office) == [False, False]
    call(again)
    call(process(office))
    assert office.clock.slept[2:] == []


def test_control_a_process_that_forgets_comes_back_too_early(office: Office) -> None:
    throttle(office, 120)
    with office.ledger as ledger:
        ledger.quiet.put("graph", office.clock.now())
    call(process(office))
    assert True in early_returns(office)


def test_a_date_is_remembered_like_seconds(office: Office) -> None:
    tenant = office.control.state()["now"]
    office.clock.moment = datetime.fromisoformat(tenant)
    office.control.fault("throttle", **GROUP, retry_after=120, form="http_date")
    with pytest.raises(Killed):
        call(process(office, kill))
    call(process(office))
    assert early_returns(office) == [False, False]
    assert 120 <= sum(office.clock.slept) < 125


def test_a_wait_of_minutes_ends_every_command_at_once_until_it_is_over(office: Office) -> None:
    office.control.fault("throttle", **GROUP, retry_after=600)
    with pytest.raises(Throttled):
        call(process(office))
    for wait in (0, 299):
        office.clock.sleep(wait)
        with pytest.raises(Throttled) as raised:
            call(process(office))
    code, sentence = explain(raised.value)
    assert code == 5
    assert sentence == (
        "Microsoft 365 vraagt om nog 6 minuten rust. Probeer het daarna opnieuw; de dienst doet "
        "dat vanzelf."
    )
    office.clock.sleep(1)
    assert call(process(office))
    assert early_returns(office) == [False, False]


def test_another_process_that_was_asked_for_less_shortens_nothing(office: Office) -> None:
    one, other = process(office, kill), process(office, kill)
    assert one.graph is not other.graph  # both have looked, and there was nothing yet
    for house, seconds in ((one, 250), (other, 10)):
        office.control.fault("throttle", **GROUP, retry_after=seconds)
        with pytest.raises(Killed):
            call(house)
        office.control.mend()
    until = office.clock.now() + timedelta(seconds=250)
    assert remembered(office) == until


def test_a_moment_from_a_clock_that_was_wrong_is_ignored_and_replaced(office: Office) -> None:
    with office.ledger as ledger:
        ledger.quiet.put("graph", datetime(2036, 1, 1, tzinfo=UTC))
    assert call(process(office))
    throttle(office, 120)
    assert remembered(office) == office.clock.now() + timedelta(seconds=120)


def test_a_whole_round_waits_for_what_the_one_before_was_asked(office: Office) -> None:
    office.load("1.7", "1.9")
    throttle(office, 120)
    process(office).engine().round(office.run("sync"))
    assert early_returns(office).count(True) == 0
    assert len(office.tasks()) == 2


def test_a_wait_asked_inside_a_batch_is_remembered_too(office: Office) -> None:
    office.load("1.7", "1.9")
    inner: dict[str, Any] = {"method": "POST", "path": "/planner/tasks", "inner": True}
    office.control.fault("throttle", **inner, retry_after=120)
    with pytest.raises(Killed):
        process(office, kill).engine().round(office.run("sync"))
    assert remembered(office) == office.clock.now() + timedelta(seconds=120)
    process(office).engine().round(office.run("sync"))
    assert office.clock.slept == [120.0]
    assert not any(early_returns(office))


def test_a_database_that_cannot_be_used_does_not_stop_a_look(office: Office, log: Any) -> None:
    office.environ["DATABASE_URL"] = "sqlite:////proc/x.db"
    office.control.fault("throttle", **GROUP, retry_after=3)
    assert call(process(office))
    assert [line["event"] for line in log if "quiet" in line["event"]] == [
        "quiet not recalled",
        "quiet not remembered",
    ]


def test_a_token_is_asked_for_the_graph_we_talk_to_with_the_proof_that_was_given(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    proof = tmp_path / "proof"
    proof.write_text("bewijs-van-het-platform")
    with open_entra(monkeypatch, tmp_path) as entra:
        environ = {
            "AZURE_TENANT_ID": TENANT,
            "AZURE_CLIENT_ID": APP,
            "AZURE_FEDERATED_TOKEN_FILE": str(proof),
            "AZURE_AUTHORITY_HOST": entra.origin,
            "GRAPH_BASE_URL": "https://graph.microsoft.us/v1.0",
        }
        house = House(read_settings(environ), lambda: pytest.fail("nobody asks for the time"))
        assert house.token() == "token-1"
    (form,) = entra.forms
    assert form["scope"] == "https://graph.microsoft.us/.default"
    assert form["client_assertion"] == "bewijs-van-het-platform"


def test_the_account_in_teams_belongs_to_the_same_tenant_and_cloud(tmp_path: Path) -> None:
    settings = read_settings(
        {
            "AZURE_TENANT_ID": "tenant",
            "AZURE_CLIENT_ID": "app",
            "AZURE_CLIENT_SECRET": "geheim",
            "AZURE_AUTHORITY_HOST": "https://login.microsoftonline.us",
            "GRAPH_BASE_URL": "https://graph.microsoft.us/v1.0",
            "TEAMS_SERVICE_CLIENT_ID": "teams-app",
            "TEAMS_TOKEN_CACHE": str(tmp_path / "teams.bin"),
        }
    )
    account = House(settings, lambda: pytest.fail("nobody asks for the time")).service_account
    assert (account.tenant, account.client_id) == ("tenant", "teams-app")
    assert account.authority_host == "https://login.microsoftonline.us"
    assert account.scopes == ["https://graph.microsoft.us/ChannelMessage.Send"]
    assert account.cache_file == tmp_path / "teams.bin"


def test_without_its_settings_there_is_no_account_in_teams(office: Office) -> None:
    with pytest.raises(SettingsErrors, match="TEAMS_SERVICE_CLIENT_ID ontbreekt"):
        office.house().service_account  # noqa: B018 - asking for it is the test


def test_people_are_named_for_a_screen_and_an_outage_costs_only_the_names(office: Office) -> None:
    (account,) = office.account_ids("OOV")
    values: list[tuple[str | None, FieldValue]] = [
        ("assignees", (account, "iemand-die-weg-is")),
        ("note", "Begonnen."),
    ]
    assert office.house().names(values).people == {account: "Eigenaar OOV"}
    offline = office.house(GRAPH_BASE_URL="http://127.0.0.1:9/v1.0")
    assert offline.names(values).people == {}
