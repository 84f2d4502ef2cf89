"""The settings: environment in, one checked value out, every mistake at once."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.settings import OWN_AGENDA, Settings, SettingsErrors, environment_name, read_settings

DOMAINS = {"ALLOWED_RECIPIENT_DOMAINS": "haarlemmermeer.example, politie.example"}


def sentences(environ: dict[str, str]) -> list[str]:
    """What is wrong with this environment."""
    with pytest.raises(SettingsErrors) as wrong:
        read_settings(environ)
    return list(wrong.value.sentences)


def test_nothing_given_is_no_mistake_yet() -> None:
    """What a command needs, it asks for itself."""
    settings = read_settings({})
    assert settings == Settings()
    assert settings.graph_base_url == "https://graph.microsoft.com/v1.0"
    assert (settings.database_url, settings.agenda_dir) == ("sqlite:///driehoekbot.db", OWN_AGENDA)
    assert not settings.on_loopback


def test_everything_wrong_is_told_at_once() -> None:
    told = sentences(
        {
            "GRAPH_BASE_URL": "http://graph.example/v1.0",
            "AZURE_AUTHORITY_HOST": "login.microsoftonline.com",
            "AZURE_CLIENT_SECRET": "geheim",
            "AZURE_CLIENT_CERTIFICATE_PATH": "/bestaat/niet.pem",
            "OUTAGE_HOURS": "nooit",
            "LOG_FORMAT": "xml",
            "LOG_LEVEL": "luid",
        }
    )
    assert [sentence.split(" ")[0] for sentence in told] == [
        "GRAPH_BASE_URL", "AZURE_AUTHORITY_HOST", "Geef", "AZURE_CLIENT_CERTIFICATE_PATH",
        "OUTAGE_HOURS", "LOG_FORMAT", "LOG_LEVEL",
    ]  # fmt: skip
    assert "geheim" not in " ".join(told)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:8765/v1.0",
        "http://localhost/v1.0",
        "http://[::1]:80/v1.0",
        "https://graph.microsoft.us/v1.0",
    ],
)
def test_http_is_for_this_machine_only_and_https_for_all(address: str) -> None:
    assert read_settings({"GRAPH_BASE_URL": f"{address}/"}).graph_base_url == address


@pytest.mark.parametrize(
    "address",
    [
        "http://graph.microsoft.com/v1.0",
        "http://127.0.0.1.evil.example/v1.0",
        "http://localhost@evil.example/v1.0",
        "ftp://127.0.0.1/v1.0",
        "graph.microsoft.com",
        "https://",
        "https://[::1",
        "//127.0.0.1",
    ],
)
@pytest.mark.parametrize("name", ["GRAPH_BASE_URL", "AZURE_AUTHORITY_HOST"])
def test_any_other_address_is_refused_by_its_name(name: str, address: str) -> None:
    assert sentences({name: address}) == [
        f"{name} moet met https:// beginnen; http mag alleen naar deze machine zelf (127.0.0.1)."
    ]


def test_graph_on_loopback_is_the_sandbox() -> None:
    assert read_settings({"GRAPH_BASE_URL": "http://127.0.0.1:8765/v1.0"}).on_loopback
    assert not read_settings({"GRAPH_BASE_URL": "https://127.0.0.1.example/v1.0"}).on_loopback


def test_lists_are_split_at_commas_and_domains_know_no_case() -> None:
    settings = read_settings(
        {
            "ALLOWED_RECIPIENT_DOMAINS": "Politie.Example",
            "DIGEST_RECIPIENTS": " a@POLITIE.example ,b@politie.example,, ",
            "TEAMS_WEBHOOK_HOSTS": "Een.Example,twee.example",
        }
    )
    assert settings.readers.digest == ("a@POLITIE.example", "b@politie.example")
    assert settings.owner_ways.webhook_hosts == ("een.example", "twee.example")


def test_owners_are_found_by_the_name_of_their_variables() -> None:
    """The list of hosts is no owner; a blank value is as good as none."""
    settings = read_settings(
        {
            **DOMAINS,
            "TEAMS_WEBHOOK_H_T": "https://a.example/x",
            "TEAMS_WEBHOOK_OOV": "  ",
            "TEAMS_WEBHOOK_HOSTS": "a.example",
            "OWNER_H_T_MEMBERS": "een@haarlemmermeer.example, twee@haarlemmermeer.example",
            "OWNER_H_T_MAIL": "een@politie.example",
        }
    )
    assert settings.owner_ways.webhooks.keys() == {"H_T"}
    assert settings.members == {
        "H_T": ("een@haarlemmermeer.example", "twee@haarlemmermeer.example")
    }
    assert settings.owner_ways.mails == {"H_T": "een@politie.example"}


@pytest.mark.parametrize(
    ("owner", "name"), [("H&T", "H_T"), ("HVO-Q", "HVO_Q"), ("MOz", "MOZ"), ("G&R", "G_R")]
)
def test_an_owner_code_is_written_in_capitals_and_underscores(owner: str, name: str) -> None:
    assert environment_name(owner) == name


def test_what_a_command_needs_is_named_all_at_once_with_the_sign_in() -> None:
    with pytest.raises(SettingsErrors) as missing:
        read_settings({"AZURE_TENANT_ID": "tenant"}).need("PLANNER_GROUP_ID", "OUTLOOK_MAILBOX")
    assert [sentence.split(" ontbreekt")[0] for sentence in missing.value.sentences] == [
        "PLANNER_GROUP_ID",
        "OUTLOOK_MAILBOX",
        "AZURE_CLIENT_ID",
        "AZURE_CLIENT_SECRET of AZURE_CLIENT_CERTIFICATE_PATH",
        "Zet dit in de omgeving of in .env; zie config.example.env.",
    ]


def test_the_sandbox_asks_for_no_sign_in() -> None:
    environ = {"GRAPH_BASE_URL": "http://127.0.0.1:1/v1.0", "PLANNER_GROUP_ID": "groep"}
    read_settings(environ).need("PLANNER_GROUP_ID")


@pytest.mark.parametrize(
    "sign_in",
    [
        {"AZURE_TENANT_ID": "t", "AZURE_CLIENT_ID": "c", "AZURE_CLIENT_SECRET": "s"},
        {"AZURE_TENANT_ID": "t", "AZURE_CLIENT_ID": "c", "AZURE_CLIENT_CERTIFICATE_PATH": "file"},
        {"AZURE_CLIENT_ID": "c"},
    ],
    ids=["secret", "certificate", "machine"],
)
def test_a_secret_a_certificate_or_the_machine_itself_signs_in(
    sign_in: dict[str, str], tmp_path: Path
) -> None:
    if "AZURE_CLIENT_CERTIFICATE_PATH" in sign_in:
        file = tmp_path / "bot.pem"
        file.touch()
        sign_in = {**sign_in, "AZURE_CLIENT_CERTIFICATE_PATH": str(file)}
    settings = read_settings({**sign_in, "PLANNER_GROUP_ID": "groep"})
    settings.need("PLANNER_GROUP_ID")
    assert settings.sign_in.by_machine == (len(sign_in) == 1)


def test_secrets_are_not_shown_when_settings_are_printed() -> None:
    settings = read_settings(
        {
            "AZURE_CLIENT_SECRET": "heel-geheim",
            "TEAMS_WEBHOOK_OOV": "https://a.example/flow?sig=heel-geheim",
            "TEAMS_WEBHOOK_HOSTS": "a.example",
        }
    )
    assert "heel-geheim" not in f"{settings!r} {settings}"
    assert settings.owner_ways.webhooks["OOV"].get_secret_value().endswith("heel-geheim")


def test_the_environment_of_the_sandbox_is_complete(environ: dict[str, Any]) -> None:
    settings = read_settings(environ)
    settings.need("PLANNER_GROUP_ID", "OUTLOOK_MAILBOX")


@pytest.mark.parametrize("hours", ["0", "721", "-1", "1.5", "9999"])
def test_a_patience_of_no_whole_hours_in_a_month_is_refused(hours: str) -> None:
    (sentence,) = sentences({"OUTAGE_HOURS": hours})
    assert sentence == "OUTAGE_HOURS moet een heel aantal uren zijn, van 1 tot en met 720."


def test_patience_lasts_a_day_unless_set() -> None:
    assert read_settings({}).outage_patience == timedelta(hours=24)
    assert read_settings({"OUTAGE_HOURS": "720"}).outage_patience == timedelta(days=30)
