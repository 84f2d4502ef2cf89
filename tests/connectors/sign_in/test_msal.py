"""The traps of MSAL (planner-facts, section 9), each shown with the real MSAL over real TLS.

Where MSAL by itself would do otherwise, a control shows that it does.
"""

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msal
import pytest
import requests
from support.identity_provider import APP, TENANT, Entra, open_entra, refusal

from connectors.errors import SignInFailed, Unreachable
from connectors.graph.client import GraphClient
from connectors.graph.transport import Token
from connectors.sign_in.app import client_credentials
from connectors.sign_in.proofs import Secret
from connectors.sign_in.replies import provider_session


@pytest.fixture
def entra(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Entra]:
    with open_entra(monkeypatch, tmp_path) as provider:
        yield provider


def sign_in(entra: Entra) -> Token:
    return client_credentials(TENANT, APP, Secret("geheim-1"), authority_host=entra.origin)


def plain_msal(entra: Entra, **options: Any) -> Any:
    """MSAL as its own examples use it."""
    return msal.ConfidentialClientApplication(
        APP,
        authority=f"{entra.origin}/{TENANT}",
        client_credential="geheim-1",
        http_client=requests.Session(),
        **options,
    )


SCOPES = ["https://graph.microsoft.com/.default"]


def test_a_host_of_our_own_is_not_looked_up_at_microsoft(entra: Entra) -> None:
    """Nor anything else before the token; anybody else would be out of reach here."""
    assert sign_in(entra)() == "token-1"
    assert entra.paths == [f"/{TENANT}/oauth2/v2.0/token"]


def test_control_msal_by_itself_asks_microsoft_first(entra: Entra) -> None:
    with pytest.raises(requests.exceptions.ProxyError):
        plain_msal(entra)


def test_control_msal_by_itself_reads_the_document_first(entra: Entra) -> None:
    plain_msal(entra, instance_discovery=False).acquire_token_for_client(SCOPES)
    assert entra.paths[0] == f"/{TENANT}/v2.0/.well-known/openid-configuration"
    assert len(entra.paths) == 2


@pytest.mark.parametrize("tenant", ["", "/"])
def test_an_authority_without_a_path_is_a_matter_of_settings(entra: Entra, tenant: str) -> None:
    token = client_credentials(tenant, APP, Secret("x"), authority_host=entra.origin)
    with pytest.raises(SignInFailed) as raised:
        token()
    assert "AZURE_TENANT_ID" in raised.value.advice


def test_a_slash_after_the_host_does_no_harm(entra: Entra) -> None:
    """As the workload identity webhook of Azure sets AZURE_AUTHORITY_HOST."""
    token = client_credentials(TENANT, APP, Secret("x"), authority_host=f"{entra.origin}/")
    assert token() == "token-1"
    assert entra.paths[0].startswith(f"/{TENANT}/")


def test_no_answer_sends_the_secret_elsewhere(
    entra: Entra, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = {**entra.document, "token_endpoint": f"{entra.origin}/elders"}
    monkeypatch.setattr(Entra, "document", document)
    token = sign_in(entra)
    for claims in (None, "", None, ""):
        token(claims)
    assert {*entra.paths} == {f"/{TENANT}/oauth2/v2.0/token"}


def test_control_msal_by_itself_goes_where_the_document_says(
    entra: Entra, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = {**entra.document, "token_endpoint": f"{entra.origin}/elders/token"}
    monkeypatch.setattr(Entra, "document", document)
    plain_msal(entra, instance_discovery=False).acquire_token_for_client(SCOPES)
    assert entra.paths[-1] == "/elders/token"


@pytest.mark.parametrize(("expires_in", "trips"), [(299, 2), (301, 1)])
def test_a_token_is_renewed_five_minutes_before_it_ends(
    entra: Entra, expires_in: int, trips: int
) -> None:
    entra.extra = {"expires_in": expires_in}
    token = sign_in(entra)
    token()
    token()
    assert len(entra.forms) == trips


def test_an_aging_token_is_renewed_while_it_still_works(entra: Entra) -> None:
    """Entra gives `refresh_in` with tokens that live long, to be renewed half-way."""
    entra.extra = {"refresh_in": -1}
    token = sign_in(entra)
    assert [token(), token()] == ["token-1", "token-2"]


@pytest.mark.parametrize(
    "answer", [(503, {}), (429, {}, {"Retry-After": "9"}), refusal(7000222)], ids=str
)
def test_an_aging_token_outlives_an_outage_of_the_provider(entra: Entra, answer: Any) -> None:
    entra.extra = {"refresh_in": -1}
    token = sign_in(entra)
    token()
    entra.answers = [answer]
    assert token() == "token-1"
    assert token() == "token-3"


def test_control_msal_by_itself_drops_an_aging_token_at_a_503(entra: Entra) -> None:
    entra.extra = {"refresh_in": -1}
    app = plain_msal(entra, instance_discovery=False)
    app.acquire_token_for_client(SCOPES)
    entra.answers = [(503, {})]
    with pytest.raises(msal.exceptions.MsalServiceError):
        app.acquire_token_for_client(SCOPES)


def test_an_outage_is_over_when_it_is_over(entra: Entra) -> None:
    entra.answers = [(503, {})]
    token = sign_in(entra)
    with pytest.raises(Unreachable):
        token()
    assert token() == "token-2"


def test_control_msal_by_itself_remembers_an_outage(entra: Entra) -> None:
    entra.answers = [(503, {})]
    app = plain_msal(entra, instance_discovery=False)
    for _ in range(2):
        with pytest.raises(msal.exceptions.MsalServiceError):
            app.acquire_token_for_client(SCOPES)
    assert len(entra.forms) == 1


def test_a_call_to_graph_sits_an_outage_of_the_provider_out(
    entra: Entra, serve: Any, clock: Any
) -> None:
    """Nothing is sent without a token; what the provider asks is waited, as it is for Graph."""
    graph = serve(lambda _: (200, b"{}", {}))
    entra.answers = [(503, {}), (429, {}, {"Retry-After": "17"})]
    client = GraphClient(
        f"{graph.origin}/v1.0",
        sign_in(entra),
        sleep=clock.sleep,
        now=clock.now,
        jitter=lambda: 0.0,
    )
    assert client.get("/organization") == {}
    assert clock.slept == [2.0, 17.0]
    assert [heard.headers["authorization"] for heard in graph.heard] == ["Bearer token-3"]


def test_a_400_is_remembered_for_a_minute_by_one_token_and_not_by_a_new_one(entra: Entra) -> None:
    """So `doctor` sees at once what was mended; a 401 is not remembered at all."""
    entra.answers = [refusal(7000215, status=400)]
    token = sign_in(entra)
    for _ in range(2):
        with pytest.raises(SignInFailed):
            token()
    assert len(entra.forms) == 1
    assert sign_in(entra)() == "token-2"
    entra.answers = [refusal(7000215, status=401)]
    token = sign_in(entra)
    with pytest.raises(SignInFailed):
        token()
    assert token() == "token-4"


def test_a_region_in_the_environment_does_not_move_the_endpoint(
    entra: Entra, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MSAL_FORCE_REGION", "westeurope")
    assert sign_in(entra)() == "token-1"


def test_control_msal_by_itself_goes_to_the_region(
    entra: Entra, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MSAL_FORCE_REGION", "westeurope")
    with pytest.raises(requests.ConnectionError, match="westeurope"):
        plain_msal(entra, instance_discovery=False)


def test_control_msal_takes_a_list_of_scopes_only(entra: Entra) -> None:
    with pytest.raises(AssertionError):
        plain_msal(entra, instance_discovery=False).acquire_token_for_client(SCOPES[0])


def test_a_provider_that_hangs_ends_within_the_time_limit() -> None:
    """MSAL's own session has none."""
    session = provider_session("https://login.example/tenant")
    assert session.adapters["https://"]._timeouts == (10.0, 60.0)  # type: ignore[attr-defined] # ours


def test_nothing_here_warns_of_the_future(entra: Entra) -> None:
    """The project ignores deprecations inside MSAL; ours would be seen here."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert sign_in(entra)() == "token-1"
