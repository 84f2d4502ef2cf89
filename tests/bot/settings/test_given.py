"""What was read is noted, so that a name nobody asks for shows."""

import pytest

from bot.settings import likely_name, read_settings

OTHERS = (
    *("AZURE_CONFIG_DIR", "AZURE_SUBSCRIPTION_ID", "AZURE_CLIENT_SEND_CERTIFICATE_CHAIN"),
    *("LOGNAME", "LOG_DIR", "DATABASE_NAME", "GRAPHVIZ_DOT", "PATH", "HOME", "OWNER", "TEAMSPEAK"),
)


@pytest.mark.parametrize("name", OTHERS)
def test_names_of_other_programs_are_left_alone(name: str) -> None:
    assert name not in read_settings({name: "x"}).unread


def test_names_that_only_look_like_ours_are_found_and_blank_ones_are_none() -> None:
    given = {
        "OWNER_OOV_MIAL": "x",
        "TEAMS_WEBHOK_X": "x",
        "Planner_Group_Id": "x",
        "OWNER__MAIL": "",
    }
    assert set(read_settings(given).unread) == given.keys() - {"OWNER__MAIL"}


def test_the_hosts_of_webhooks_are_no_owner_and_known() -> None:
    settings = read_settings({"TEAMS_WEBHOOK_HOSTS": "a.example", "TEAMS_WEBHOOK_ENVELOPE": "bare"})
    assert settings.unread == ()
    assert settings.owner_ways.webhooks == {}


def test_the_likely_name_of_a_slip() -> None:
    assert likely_name("TEAMS_WEBHOK_H_T", ["H&T", "OOV"]) == "TEAMS_WEBHOOK_H_T"
    assert likely_name("OWNER_HT_MAIL", ["H&T", "OOV"]) == "OWNER_H_T_MAIL"
    assert likely_name("PLANNER_XYZ", ["H&T"]) == ""
