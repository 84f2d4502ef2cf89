"""The links to a plan and to its tasks: a template of the agenda, filled with encoded ids."""

import string
from urllib.parse import quote

TASK_URL = (
    "https://planner.cloud.microsoft/webui/v1/plan/{plan_id}/view/board/task/{task_id}"
    "?tid={tenant_id}"
)
PLAN_URL = "https://planner.cloud.microsoft/webui/v1/plan/{plan_id}/view/board?tid={tenant_id}"
"""As Planner's own "Copy link" gives it in 2025 and 2026; undocumented, so configurable."""


def task_url(template: str, *, plan_id: str, task_id: str, tenant_id: str) -> str:
    """Fill `{plan_id}`, `{task_id}` and `{tenant_id}` in, each percent-encoded.

    Raises ValueError with a Dutch sentence when the template asks for anything else.
    """
    return _fill(template, {"plan_id": plan_id, "task_id": task_id, "tenant_id": tenant_id})


def plan_url(template: str, *, plan_id: str, tenant_id: str) -> str:
    """Fill `{plan_id}` and `{tenant_id}` in, as `task_url` does."""
    return _fill(template, {"plan_id": plan_id, "tenant_id": tenant_id})


def _fill(template: str, ids: dict[str, str]) -> str:
    try:
        names = {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}
    except ValueError:
        raise ValueError("de linksjabloon heeft een accolade te veel of te weinig") from None
    if not names <= ids.keys():
        strange = ", ".join(sorted(f"{{{name}}}" for name in names - ids.keys()))
        raise ValueError(f"de linksjabloon kent {strange} niet; wel: {', '.join(sorted(ids))}")
    return template.format(**{name: quote(value, safe="") for name, value in ids.items()})
