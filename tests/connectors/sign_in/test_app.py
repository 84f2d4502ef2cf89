"""Signing in without a person, with the real MSAL at a token endpoint over real TLS."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msal
import pytest
import requests
from support.identity_provider import APP, TENANT, Answer, Entra, jwt, open_entra, refusal

from connectors.errors import NoAnswer, SignInFailed, Unreachable, Untrusted
from connectors.graph.transport import Token
from connectors.sign_in.app import (
    client_credentials,
    granted_roles,
    managed_identity,
    sandbox_token,
)
from connectors.sign_in.proofs import Secret


@pytest.fixture
def entra(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Entra]:
    with open_entra(monkeypatch, tmp_path) as provider:
        yield provider


def sign_in(entra: Entra, **options: Any) -> Token:
    proof = Secret("geheim-1")
    return client_credentials(TENANT, APP, proof, authority_host=entra.origin, **options)


def test_nothing_happens_before_the_first_call() -> None:
    client_credentials(TENANT, APP, Secret("x"), authority_host="https://bestaat-niet.invalid")


def test_a_secret_gives_a_token_that_is_kept(entra: Entra) -> None:
    token = sign_in(entra)
    assert [token(), token()] == ["token-1", "token-1"]
    (form,) = entra.forms
    assert form["grant_type"] == "client_credentials"
    assert form["client_secret"] == "geheim-1"
    assert form["scope"] == "https://graph.microsoft.com/.default"


@pytest.mark.parametrize("claims", ["", '{"access_token":{"nbf":{"essential":true}}}'])
def test_a_refused_token_is_replaced_and_the_new_one_kept(entra: Entra, claims: str) -> None:
    token = sign_in(entra)
    assert [token(), token(claims), token()] == ["token-1", "token-2", "token-2"]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (7000215, "AZURE_CLIENT_SECRET"),
        (7000222, "verlopen"),
        (700016, "AZURE_CLIENT_ID"),
        (90002, "AZURE_TENANT_ID"),
        (53003, "Voorwaardelijke toegang"),
        (7000229, "bedrijfstoepassing"),
        (7000112, "uitgezet"),
        (5002738, "RS256"),
        (65001, "toestemming"),
        (500011, "GRAPH_BASE_URL"),
        (501051, "geen rol"),
        (1234567, "aanmeldingslogboeken"),
    ],
)
def test_a_refusal_says_what_to_mend_and_its_number(entra: Entra, number: int, words: str) -> None:
    entra.answers = [refusal(number)]
    with pytest.raises(SignInFailed) as raised:
        sign_in(entra)()
    assert raised.value.code == f"AADSTS{number}"
    assert words in raised.value.advice
    assert raised.value.advice.endswith(f"(AADSTS{number})")
    assert "doctor" not in raised.value.advice
    assert raised.value.needs_person
    assert "Geheime tekst" not in str(raised.value)


def test_a_number_that_stands_in_the_text_only_is_found(entra: Entra) -> None:
    status, body = refusal(7000222)
    entra.answers = [(status, {**body, "error_codes": None})]
    with pytest.raises(SignInFailed, match="AADSTS7000222"):
        sign_in(entra)()


def test_an_unforeseen_refusal_keeps_its_code(entra: Entra) -> None:
    entra.answers = [(400, {"error": "invalid_scope"})]
    with pytest.raises(SignInFailed) as raised:
        sign_in(entra)()
    assert raised.value.code == "invalid_scope"
    assert "(invalid_scope)" in raised.value.advice


@pytest.mark.parametrize("number", [90002, 900023])
def test_an_unknown_tenant_is_a_matter_of_settings(entra: Entra, number: int) -> None:
    entra.answers = [refusal(number, "invalid_request", 400)]
    with pytest.raises(SignInFailed) as raised:
        sign_in(entra)()
    assert "AZURE_TENANT_ID" in raised.value.advice


def test_a_sign_in_is_one_call(entra: Entra) -> None:
    """The document that says where Entra takes what is known, also for a tenant by its domain."""
    sign_in(entra)()
    proof = Secret("geheim-1")
    client_credentials("Gemeente.Example", APP, proof, authority_host=f"{entra.origin}/")()
    assert entra.paths == [
        f"/{TENANT}/oauth2/v2.0/token",
        "/Gemeente.Example/oauth2/v2.0/token",
    ]


def test_an_outage_at_the_start_is_forgotten_when_it_is_over(entra: Entra) -> None:
    token = sign_in(entra)
    entra.answers = [(503, {})]
    with pytest.raises(Unreachable):
        token()
    assert token() == "token-2"


@pytest.mark.parametrize(
    "answer",
    [
        (503, {}),
        (500, {"error": "invalid_client"}),
        (429, {"error": "invalid_request"}),
        (400, {"error": "temporarily_unavailable"}),
        refusal(90033),
    ],
)
def test_a_failing_provider_means_nothing_was_sent_to_graph(entra: Entra, answer: Answer) -> None:
    entra.answers = [answer]
    with pytest.raises(Unreachable) as raised:
        sign_in(entra)()
    assert not raised.value.outcome_unknown
    assert not raised.value.needs_person
    assert raised.value.worth_retry


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("asked", "wait"), [("17", 17.0), ("Mon, 02 Nov 2026 09:00:00 GMT", 2.0), ("30,120", 120.0)]
)
def test_a_provider_may_ask_for_patience(
    entra: Entra, status: int, asked: str, wait: float
) -> None:
    entra.answers = [(status, {}, {"Retry-After": asked})]
    with pytest.raises(Unreachable) as raised:
        sign_in(entra)()
    assert raised.value.wait_seconds == wait


def test_a_token_without_a_role_is_a_token(entra: Entra) -> None:
    """No consent given is no refusal: the claim is simply not there, and Exchange has its own."""
    entra.extra = {"access_token": jwt({"aud": "https://graph.microsoft.com"})}
    token = sign_in(entra)()
    assert granted_roles(token) == frozenset()


def test_a_token_is_for_the_graph_of_its_cloud(entra: Entra) -> None:
    sign_in(entra, resource="https://graph.microsoft.us")()
    assert entra.forms[0]["scope"] == "https://graph.microsoft.us/.default"


def test_a_provider_that_cannot_be_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    for host in ("https://localhost:9", "https://bestaat-niet.invalid"):
        with pytest.raises(Unreachable):
            client_credentials(TENANT, APP, Secret("x"), authority_host=host)()


def test_an_untrusted_provider(entra: Entra, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    monkeypatch.delenv("CURL_CA_BUNDLE", raising=False)
    with pytest.raises(Untrusted):
        sign_in(entra)()


@pytest.mark.parametrize("host", ["http://localhost:1", "login", ""])
def test_a_provider_without_https_is_refused(host: str) -> None:
    with pytest.raises(SignInFailed):
        client_credentials(TENANT, APP, Secret("x"), authority_host=host)()


def test_a_managed_identity_gives_a_token_and_renews_it(
    serve: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on App Service: an address and a header from the environment."""
    expires = int(datetime.now(UTC).timestamp()) + 3600

    def respond(heard: Any) -> tuple[int, bytes, dict[str, str]]:
        assert heard.headers["x-identity-header"] == "hier"
        number = len(server.heard)
        body = {"access_token": f"mi-{number}", "expires_on": str(expires), "resource": "r"}
        return 200, json.dumps({**body, "token_type": "Bearer"}).encode(), {}

    server = serve(respond)
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"{server.origin}/token")
    monkeypatch.setenv("IDENTITY_HEADER", "hier")
    token = managed_identity()
    assert [token(), token(), token(""), token()] == ["mi-1", "mi-1", "mi-2", "mi-2"]
    assert "resource=https%3A%2F%2Fgraph.microsoft.com&" in server.heard[0].path + "&"
    managed_identity(APP, resource="https://graph.microsoft.us")()
    assert APP in server.heard[-1].path
    assert "resource=https%3A%2F%2Fgraph.microsoft.us&" in server.heard[-1].path + "&"


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_managed_identity_that_is_busy_is_tried_again_later(
    serve: Any, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    server = serve(lambda _: (status, b"{}", {}))
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"{server.origin}/token")
    monkeypatch.setenv("IDENTITY_HEADER", "hier")
    with pytest.raises(Unreachable):
        managed_identity()()


def test_without_a_managed_identity_the_advice_says_so(
    serve: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve(lambda _: (400, b'{"statusCode":400,"message":"none"}', {}))
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"{server.origin}/token")
    monkeypatch.setenv("IDENTITY_HEADER", "hier")
    with pytest.raises(SignInFailed):
        managed_identity()()


def test_the_sandbox_needs_no_sign_in() -> None:
    token = sandbox_token()
    assert token().startswith("sandbox")
    assert token("").startswith("sandbox")


def test_roles_are_a_hint_from_the_token() -> None:
    assert granted_roles(jwt({"roles": ["Tasks.ReadWrite.All"]})) == {"Tasks.ReadWrite.All"}


@pytest.mark.parametrize(
    "token",
    [
        "",
        "opaque",
        "a.b.c",
        "a.é.c",
        jwt({}),
        jwt([]),
        jwt("x"),
        jwt({"roles": None}),
        jwt({"roles": 5}),
    ],
)
def test_an_opaque_token_gives_no_roles(token: str) -> None:
    assert granted_roles(token) == frozenset()


def test_msal_still_has_the_exceptions_we_translate() -> None:
    assert issubclass(msal.ManagedIdentityError, ValueError)
    assert issubclass(msal.exceptions.MsalServiceError, Exception)
    assert issubclass(requests.RequestException, OSError)
    assert issubclass(Unreachable, NoAnswer)
