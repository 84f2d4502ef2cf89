"""Sign-in, users and the group."""

import pytest
import requests
from support.bare_graph import Graph

from connectors.sandbox.control import Sandbox


@pytest.mark.parametrize("header", [None, "Bearer other", "Basic sandbox-token"])
def test_without_a_sandbox_token_the_answer_is_401(sandbox: Sandbox, header: str) -> None:
    headers = {"Authorization": header} if header else {}
    answer = requests.get(f"{sandbox.base_url}/users", headers=headers, timeout=10)
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "InvalidAuthenticationToken"
    assert "request-id" in answer.headers


def test_any_token_that_starts_with_sandbox_is_accepted(sandbox: Sandbox) -> None:
    headers = {"Authorization": "Bearer sandbox-anything"}
    assert requests.get(f"{sandbox.base_url}/users", headers=headers, timeout=10).ok


def test_a_user_is_found_by_name_and_by_id(graph: Graph) -> None:
    user = graph.get("/users/Eigenaar-HT@haarlemmermeer.example")
    assert user["displayName"] == "Eigenaar H&T"
    assert graph.get(f"/users/{user['id']}") == user
    missing = graph.send("GET", "/users/niemand@haarlemmermeer.example")
    assert missing.json()["error"]["code"] == "Request_ResourceNotFound"


def test_the_directory_honours_a_filter_by_user_name(graph: Graph) -> None:
    asked = "/users?$filter=userPrincipalName eq 'eigenaar-oov@haarlemmermeer.example'"
    assert [row["displayName"] for row in graph.get(asked)["value"]] == ["Eigenaar OOV"]


def test_the_group_and_its_members_are_known(graph: Graph, sandbox: Sandbox) -> None:
    assert graph.get(f"/groups/{graph.group}")["displayName"] == "Aanpak mensenhandel"
    names = {
        row["userPrincipalName"] for row in graph.get(f"/groups/{graph.group}/members")["value"]
    }
    environment = sandbox.environment()
    owners = {value for name, value in environment.items() if name.endswith("_MEMBERS")}
    assert owners | {environment["COORDINATOR_MAIL"]} == names
    assert graph.send("GET", "/groups/onbekend").status_code == 404


def test_members_come_in_pages_when_asked(graph: Graph) -> None:
    first = graph.get(f"/groups/{graph.group}/members?$top=6")
    assert len(first["value"]) == 6
    assert len(graph.get(first["@odata.nextLink"])["value"]) == 4


def test_an_unknown_address_or_method_is_refused(graph: Graph) -> None:
    assert graph.send("GET", "/planets").status_code == 400
    assert graph.send("PUT", "/users").status_code == 405


def test_the_client_request_id_comes_back(graph: Graph) -> None:
    answer = graph.send("GET", "/users", client_request_id="abc")
    assert answer.headers["client-request-id"] == "abc"


COLLEAGUE = "eigenaar-oov@haarlemmermeer.example"


def test_an_account_can_be_replaced_leave_the_group_and_go(graph: Graph, sandbox: Sandbox) -> None:
    """The name stays and the id does not; whoever left the group is still in the directory."""
    sandbox.control.reset()
    before = graph.get(f"/users/{COLLEAGUE}")["id"]
    after = sandbox.control.act("replace-account", colleague=COLLEAGUE)["id"]
    assert graph.get(f"/users/{COLLEAGUE}")["id"] == after != before
    assert graph.send("GET", f"/users/{before}").status_code == 404
    sandbox.control.act("leave-group", colleague=COLLEAGUE)
    members = {row["id"] for row in graph.get(f"/groups/{graph.group}/members")["value"]}
    assert graph.get(f"/users/{COLLEAGUE}")["id"] not in members
    sandbox.control.act("delete-account", colleague=COLLEAGUE)
    assert graph.send("GET", f"/users/{COLLEAGUE}").status_code == 404
    sandbox.control.reset()


@pytest.mark.parametrize(("met", "status"), [("ignore", 204), ("refuse", 400)])
def test_an_assignee_whom_the_directory_does_not_know(
    graph: Graph, sandbox: Sandbox, met: str, status: int
) -> None:
    """Left out without a word, or refused with the whole change; taken off again in any case."""
    sandbox.control.reset()
    sandbox.control.settings(strange_assignee=met)
    task = graph.task(graph.plan())
    path = f"/planner/tasks/{task['id']}"
    stranger = "11111111-2222-3333-4444-555555555555"
    assignment = {"@odata.type": "#microsoft.graph.plannerAssignment", "orderHint": " !"}
    body = {"title": "1.1 Anders", "assignments": {stranger: assignment}}
    assert graph.send("PATCH", path, body, If_Match=task["@odata.etag"]).status_code == status
    found = graph.get(path)
    assert (found["title"] == "1.1 Anders", found["assignments"]) == (status == 204, {})
    sandbox.control.reset()
