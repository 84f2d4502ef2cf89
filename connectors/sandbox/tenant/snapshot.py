"""The whole tenant as JSON, for tests and demonstrations."""

from typing import Any

from connectors.sandbox.tenant.mailbox import Mailbox
from connectors.sandbox.tenant.planner import BUCKET, PLAN, PLAN_DETAILS, TASK
from connectors.sandbox.tenant.planner_views import view
from connectors.sandbox.tenant.world import World


def snapshot(world: World) -> dict[str, Any]:
    """Return plans, planDetails, buckets, tasks (with details), mails, sent, events and cards.

    sent holds one entry for every time a mail went out, so a doubled mail shows as two. cards
    are `{owner, at, bytes, card}`, in order of arrival. Each event names its calendar.
    """
    planner, boxes = world.planner.items, world.mailboxes.items.values()
    return {
        "now": world.clock.stamp(),
        "plans": [view(world, item) for item in planner[PLAN].values()],
        "planDetails": [view(world, item) for item in planner[PLAN_DETAILS].values()],
        "buckets": [view(world, item) for item in planner[BUCKET].values()],
        "tasks": [view(world, item, expand=True) for item in planner[TASK].values()],
        "mails": [box.messages.state(item) for box in boxes for item in box.messages.items],
        "sent": [mail for box in boxes for mail in box.messages.departed],
        "events": [event for box in boxes for event in _events(box)],
        "invitations": world.invitations,
        "cards": world.cards,
    }


def _events(box: Mailbox) -> list[dict[str, Any]]:
    return [
        {"mailbox": box.address, **calendar.state(event)}
        for calendar in box.calendars.values()
        for event in calendar.items.values()
    ]
