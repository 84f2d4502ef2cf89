"""The work that every client does: fill a plan with the agenda, read it, change some tasks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from connectors.sandbox.control import Sandbox
from connectors.sandbox.tenant.directory import Directory


@dataclass(frozen=True)
class Card:
    """A task as it should be. labels: slots. people: user names. due: as on the wire."""

    title: str
    bucket: str
    percent: int
    due: str | None
    labels: tuple[str, ...]
    people: tuple[str, ...]
    description: str


@dataclass(frozen=True)
class Work:
    """A whole plan as it should be. labels: slot to name."""

    title: str
    labels: Mapping[str, str]
    buckets: tuple[str, ...]
    people: tuple[str, ...]
    cards: tuple[Card, ...]


class Client(Protocol):
    """One way of doing the work in one tenant. The plan is the one that `fill` made."""

    def fill(self) -> None:
        """Make the plan with everything in it."""
        ...

    def read(self) -> None:
        """Read all that a round has to know: plan, labels, buckets, tasks and their details."""
        ...

    def edit(self, count: int) -> None:
        """Get ready for `change`; not measured."""
        ...

    def change(self, count: int) -> None:
        """Read, and turn the progress of the first tasks: to 100, or to 50 where it was 100."""
        ...


def work_in(sandbox: Sandbox) -> Work:
    """Take the work order from a tenant where it has been done."""
    state = sandbox.control.state()
    (plan,) = state["plans"]
    (details,) = state["planDetails"]
    names = details["categoryDescriptions"]
    buckets = {bucket["id"]: bucket["name"] for bucket in state["buckets"]}
    users = {user.id: user.upn for user in Directory().users}
    cards = tuple(_card(task, buckets, users) for task in state["tasks"])
    return Work(
        plan["title"],
        {slot: name for slot, name in names.items() if name},
        tuple(buckets.values()),
        tuple(sorted({name for card in cards for name in card.people})),
        cards,
    )


def _card(task: Mapping[str, Any], buckets: Mapping[str, str], users: Mapping[str, str]) -> Card:
    return Card(
        task["title"],
        buckets[task["bucketId"]],
        task["percentComplete"],
        task["dueDateTime"],
        tuple(sorted(slot for slot, on in task["appliedCategories"].items() if on)),
        tuple(sorted(users[key] for key in task["assignments"])),
        task["details"]["description"],
    )
