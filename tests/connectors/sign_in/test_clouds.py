"""Which sign-in belongs to which Graph."""

import pytest

from connectors.sign_in.clouds import cloud_complaint, resource_of

PUBLIC, US = "https://login.microsoftonline.com", "https://login.microsoftonline.us"
CHINA = "https://login.chinacloudapi.cn"


@pytest.mark.parametrize(
    ("base_url", "resource"),
    [
        ("https://graph.microsoft.com/v1.0", "https://graph.microsoft.com"),
        ("https://graph.microsoft.us/v1.0", "https://graph.microsoft.us"),
        ("https://dod-graph.microsoft.us/v1.0", "https://dod-graph.microsoft.us"),
        ("https://proxy.example:8443/graph/v1.0", "https://proxy.example:8443"),
        ("http://127.0.0.1:8765/v1.0", "https://graph.microsoft.com"),
    ],
)
def test_a_token_is_for_the_graph_that_gets_it(base_url: str, resource: str) -> None:
    assert resource_of(base_url) == resource


@pytest.mark.parametrize(
    ("graph", "login"),
    [
        ("graph.microsoft.com", PUBLIC),
        ("graph.microsoft.com", "https://login.windows.net/"),
        ("graph.microsoft.us", US),
        ("dod-graph.microsoft.us", f"{US}/"),
        ("graph.microsoft.us", None),
        ("graph.microsoft.us", "https://aanmelden.example"),
        ("graph.example", US),
        ("127.0.0.1:8765", PUBLIC),
    ],
)
def test_a_pair_goes_together_also_when_one_is_unknown(graph: str, login: str | None) -> None:
    assert cloud_complaint(f"https://{graph}/v1.0", login) is None


@pytest.mark.parametrize(
    ("graph", "login", "right"),
    [
        ("graph.microsoft.us", PUBLIC, US),
        ("dod-graph.microsoft.us", "https://sts.windows.net", US),
        ("graph.microsoft.com", US, PUBLIC),
        ("GRAPH.microsoft.COM", US.upper(), PUBLIC),
    ],
)
def test_a_pair_of_two_clouds_is_told_with_the_right_one(
    graph: str, login: str, right: str
) -> None:
    complaint = cloud_complaint(f"https://{graph}/v1.0", login)
    assert complaint is not None
    assert f"Zet AZURE_AUTHORITY_HOST op {right}." in complaint


@pytest.mark.parametrize(
    ("graph", "login"),
    [
        ("microsoftgraph.chinacloudapi.cn", CHINA),
        ("microsoftgraph.chinacloudapi.cn", None),
        ("graph.microsoft.com", "https://login.partner.microsoftonline.cn"),
    ],
)
def test_china_has_no_planner(graph: str, login: str | None) -> None:
    complaint = cloud_complaint(f"https://{graph}/v1.0", login)
    assert complaint is not None
    assert complaint.startswith("Planner bestaat niet in de cloud in China")
