"""Listings: fixed pages, ignored query options, details on request."""

import pytest
from support.bare_graph import Graph

from connectors.sandbox.control import Sandbox


@pytest.fixture
def titles(graph: Graph, plan: str) -> list[str]:
    made = [f"1.{number} Actie" for number in range(1, 6)]
    for title in made:
        graph.task(plan, title)
    return made


def test_a_group_has_no_plan_at_first(graph: Graph) -> None:
    assert graph.get(f"/groups/{graph.group}/planner/plans")["value"] == []


def test_401_tasks_come_in_a_page_of_400_and_one_more(
    graph: Graph, sandbox: Sandbox, plan: str
) -> None:
    for number in range(401):
        sandbox.control.act("create", plan=plan, title=f"{number}")
    first = graph.get(f"/planner/plans/{plan}/tasks")
    assert len(first["value"]) == 400
    second = graph.get(first["@odata.nextLink"])
    assert len(second["value"]) == 1
    assert "@odata.nextLink" not in second


def test_next_links_are_absolute_and_lead_through_all(
    graph: Graph, sandbox: Sandbox, plan: str, titles: list[str]
) -> None:
    sandbox.control.settings(page_size=2)
    link, found, pages = f"/planner/plans/{plan}/tasks?$expand=details", [], 0
    while link:
        page = graph.get(link)
        found += [row["title"] for row in page["value"]]
        assert all("@odata.etag" in row["details"] for row in page["value"])
        pages += 1
        link = page.get("@odata.nextLink")
        assert link is None or link.startswith(graph.root)
    assert (found, pages) == (titles, 3)


def test_a_task_deleted_between_two_pages_hides_no_other(
    graph: Graph, sandbox: Sandbox, plan: str, titles: list[str]
) -> None:
    sandbox.control.settings(page_size=2)
    first = graph.get(f"/planner/plans/{plan}/tasks")
    sandbox.control.act("delete", task=first["value"][0]["id"])
    assert graph.get(first["@odata.nextLink"])["value"][0]["title"] == titles[2]


@pytest.mark.parametrize("option", ["$filter=title eq 'x'", "$top=1", "$orderby=title desc"])
def test_query_options_are_ignored_with_200(
    graph: Graph, plan: str, titles: list[str], option: str
) -> None:
    rows = graph.get(f"/planner/plans/{plan}/tasks?{option}")["value"]
    assert [row["title"] for row in rows] == titles


@pytest.mark.usefixtures("titles")
def test_expanding_details_can_be_ignored_or_refused(
    graph: Graph, sandbox: Sandbox, plan: str
) -> None:
    path = f"/planner/plans/{plan}/tasks?$expand=details"
    sandbox.control.settings(expand_details="ignore")
    assert all("details" not in row for row in graph.get(path)["value"])
    sandbox.control.settings(expand_details="refuse")
    assert graph.send("GET", path).status_code == 400


def test_one_task_expands_its_details(graph: Graph, plan: str) -> None:
    task = graph.task(plan, details={"description": "x"})
    shown = graph.get(f"/planner/tasks/{task['id']}?$expand=details")
    assert shown["details"]["description"] == "x"
    assert shown["details"]["@odata.etag"] != shown["@odata.etag"]


@pytest.mark.usefixtures("titles")
def test_select_keeps_id_and_etag(graph: Graph, plan: str) -> None:
    row = graph.get(f"/planner/plans/{plan}/tasks?$select=title")["value"][0]
    assert set(row) == {"@odata.etag", "id", "title"}


def test_a_new_task_can_stay_out_of_the_listings_for_a_while(
    graph: Graph, sandbox: Sandbox, plan: str
) -> None:
    sandbox.control.fault("delayed_visibility", method="POST", path="/planner/tasks", reads=2)
    task = graph.task(plan)
    path = f"/planner/plans/{plan}/tasks"
    assert [len(graph.get(path)["value"]) for _ in range(3)] == [0, 0, 1]
    assert graph.get(f"/planner/tasks/{task['id']}")["title"] == task["title"]
