"""The links to a plan and its tasks."""

import pytest

from mappings.planner_links import PLAN_URL, TASK_URL, plan_url, task_url


def test_links_are_filled_with_encoded_ids() -> None:
    ids = {"plan_id": "p/1?", "tenant_id": "t&1"}
    assert task_url(TASK_URL, task_id="a b#é", **ids) == (
        "https://planner.cloud.microsoft/webui/v1/plan/p%2F1%3F/view/board/task/a%20b%23%C3%A9"
        "?tid=t%261"
    )
    assert plan_url(PLAN_URL, **ids) == (
        "https://planner.cloud.microsoft/webui/v1/plan/p%2F1%3F/view/board?tid=t%261"
    )


@pytest.mark.parametrize(
    ("template", "complaint"),
    [
        ("https://x/{task}", r"kent \{task\} niet; wel: plan_id, task_id, tenant_id"),
        ("https://x/{}", r"kent \{\} niet"),
        ("https://x/{plan_id.__class__}", r"kent \{plan_id.__class__\} niet"),
        ("https://x/{plan_id", "accolade te veel of te weinig"),
    ],
)
def test_a_wrong_template_is_refused_in_words(template: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        task_url(template, plan_id="p", task_id="t", tenant_id="n")
