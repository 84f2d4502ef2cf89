"""The settings for signing in: one proof, one cloud, and the account that posts in Teams."""

from pathlib import Path

import pytest

from bot.settings import SettingsErrors, read_settings

APP = {"AZURE_TENANT_ID": "tenant", "AZURE_CLIENT_ID": "app"}
US = {"GRAPH_BASE_URL": "https://graph.microsoft.us/v1.0"}


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "proof"
    path.touch()
    return str(path)


def test_the_proof_of_the_platform_is_a_proof(file: str) -> None:
    settings = read_settings({**APP, "AZURE_FEDERATED_TOKEN_FILE": file})
    settings.need_sign_in()
    assert not settings.sign_in.by_machine


def test_a_folder_is_not_called_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsErrors) as wrong:
        read_settings({**APP, "AZURE_CLIENT_CERTIFICATE_PATH": str(tmp_path)})
    assert wrong.value.sentences[0] == "AZURE_CLIENT_CERTIFICATE_PATH wijst naar een map."


def test_a_proof_that_is_not_there_is_told() -> None:
    with pytest.raises(SettingsErrors) as wrong:
        read_settings({**APP, "AZURE_FEDERATED_TOKEN_FILE": "/bestaat/niet"})
    assert wrong.value.sentences == (
        "AZURE_FEDERATED_TOKEN_FILE wijst naar een bestand dat er niet is.",
    )


@pytest.mark.parametrize("secret", ["", "heel-geheim"])
@pytest.mark.parametrize("certificate", [False, True])
@pytest.mark.parametrize("federated", [False, True])
def test_two_proofs_are_one_too_many(
    file: str, secret: str, certificate: bool, federated: bool
) -> None:
    environ = {
        **APP,
        "AZURE_CLIENT_SECRET": secret,
        "AZURE_CLIENT_CERTIFICATE_PATH": file if certificate else "",
        "AZURE_FEDERATED_TOKEN_FILE": file if federated else "",
    }
    given = [name for name in list(environ)[2:] if environ[name]]
    if len(given) < 2:
        assert read_settings(environ).sign_in.proofs == given
        return
    with pytest.raises(SettingsErrors, match="Geef één bewijs") as wrong:
        read_settings(environ)
    assert " en ".join(given) in str(wrong.value)
    assert "heel-geheim" not in str(wrong.value)


def test_two_clouds_do_not_go_together() -> None:
    with pytest.raises(SettingsErrors, match="Zet AZURE_AUTHORITY_HOST op https"):
        read_settings({**APP, **US})
    read_settings({**APP, **US, "AZURE_AUTHORITY_HOST": "https://login.microsoftonline.us"})


def test_a_machine_that_signs_in_by_itself_does_so_in_its_own_cloud() -> None:
    assert read_settings({"AZURE_CLIENT_ID": "app", **US}).sign_in.by_machine


def test_china_is_refused_whoever_signs_in() -> None:
    graph = {"GRAPH_BASE_URL": "https://microsoftgraph.chinacloudapi.cn/v1.0"}
    with pytest.raises(SettingsErrors, match="Planner bestaat niet"):
        read_settings({"AZURE_CLIENT_ID": "app", **graph})


def test_an_address_that_is_wrong_is_told_once() -> None:
    with pytest.raises(SettingsErrors) as wrong:
        read_settings({**APP, "GRAPH_BASE_URL": "https://[::1"})
    assert len(wrong.value.sentences) == 1


def test_the_account_in_teams_keeps_its_sign_in_where_it_is_told(tmp_path: Path) -> None:
    assert read_settings({}).teams_token_cache == Path("teams-token.bin")
    given = {"TEAMS_TOKEN_CACHE": str(tmp_path / "x"), "TEAMS_SERVICE_CLIENT_ID": "app"}
    settings = read_settings(given)
    assert (settings.teams_token_cache, settings.teams_client_id) == (tmp_path / "x", "app")


@pytest.mark.parametrize("graph", ["https://graph.microsoft.com/v1.0", "http://127.0.0.1:1/v1.0"])
def test_what_the_account_in_teams_needs_is_named_once(graph: str) -> None:
    with pytest.raises(SettingsErrors) as missing:
        read_settings(
            {"GRAPH_BASE_URL": graph, "AZURE_CLIENT_ID": "app", "AZURE_CLIENT_SECRET": "x"}
        ).need("TEAMS_SERVICE_CLIENT_ID", "AZURE_TENANT_ID")
    named = [sentence.split(" ontbreekt")[0] for sentence in missing.value.sentences[:-1]]
    assert named == ["TEAMS_SERVICE_CLIENT_ID", "AZURE_TENANT_ID"]


def test_a_path_that_no_file_can_have_is_told_as_a_file_that_is_not_there() -> None:
    with pytest.raises(SettingsErrors, match="AZURE_CLIENT_CERTIFICATE_PATH"):
        read_settings({**APP, "AZURE_CLIENT_CERTIFICATE_PATH": "x" * 5000})


def test_the_token_of_the_app_is_kept_only_where_the_administrator_says(tmp_path: Path) -> None:
    assert read_settings(APP).sign_in.token_cache is None
    file = tmp_path / "app-token.json"
    assert read_settings({**APP, "AZURE_TOKEN_CACHE": str(file)}).sign_in.token_cache == file


@pytest.mark.parametrize("place", ["", "/weg/app-token.json"])
def test_a_token_is_kept_in_a_file_in_a_folder_that_is_there(tmp_path: Path, place: str) -> None:
    with pytest.raises(SettingsErrors, match="AZURE_TOKEN_CACHE moet een bestand zijn"):
        read_settings({**APP, "AZURE_TOKEN_CACHE": f"{tmp_path}{place}"})
