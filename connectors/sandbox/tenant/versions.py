"""Planner objects with versions: optimistic concurrency the way Planner does it.

Every accepted change is a new version. A change that comes with an older etag is merged when no
field it touches has changed since, collides (409) when one has, and is refused (412) when the
version is too old to judge (Graph docs, Planner overview, "Planner resource versioning").
"""

from dataclasses import dataclass, field
from typing import Any

from connectors.sandbox.calls import Call, Refusal, bad_request
from connectors.sandbox.tenant.ids_and_etags import FIRST_VERSION, planner_etag, read_planner_etag

MAPS = ("assignments", "appliedCategories", "checklist", "references")
_NAMED_MAPS = ("categoryDescriptions", "sharedWith", "orderHintsByAssignee")


@dataclass
class Versioned:
    """One object. kind: the name inside its etag, e.g. "TaskDetails".

    number: order of creation, which is the order of listings. changed: version at which each
    field, or each key of a merge map, was last changed.
    """

    kind: str
    id: str
    number: int
    fields: dict[str, Any]
    version: int = FIRST_VERSION
    changed: dict[str, int] = field(default_factory=dict)

    @property
    def etag(self) -> str:
        """The weak etag of the present version."""
        return planner_etag(self.kind, self.version)

    def touch(self) -> None:
        """Become a new version although no own field changed."""
        self.version += 1

    def apply(self, changes: dict[str, Any]) -> None:
        """Take changes over as a new version; merge maps are merged key by key."""
        self.version += 1
        for name, value in changes.items():
            if name in MAPS or name in _NAMED_MAPS:
                merge(self.fields.setdefault(name, {}), value, removes=name in MAPS)
            else:
                self.fields[name] = value
        for path in _paths(changes):
            self.changed[path] = self.version

    def judge(self, base: int, changes: dict[str, Any]) -> None:
        """Raise Refusal 409 when a field has changed since the base version."""
        if any(self.changed.get(path, 0) > base for path in _paths(changes)):
            raise collision()


def merge(current: dict[str, Any], changes: dict[str, Any], *, removes: bool) -> None:
    """Merge an open type in place: None and False remove a key, absent keys are kept."""
    for key, value in changes.items():
        if removes and (value is None or value is False):
            current.pop(key, None)
        elif isinstance(value, dict):
            current[key] = {**current.get(key, {}), **value}
        else:
            current[key] = value


def collision() -> Refusal:
    """The 409 for a change that lost against one already accepted."""
    return Refusal(
        409,
        "",
        "The attempted changes conflicted with already accepted changes. Read the latest state "
        "of the entity and retry the operation.",
    )


def base_version(call: Call, item: Versioned, oldest: int) -> int:
    """Read the version the caller started from out of If-Match.

    oldest: how many versions back can still be judged. Raises Refusal 412 when the header is
    missing, made for another kind of object, impossible or too old; 400 for `*`.
    """
    etag = call.headers.get("if-match")
    if etag is None:
        raise Refusal(412, "", "The If-Match header must be specified for this kind of request.")
    if etag.strip() == "*":
        raise bad_request("The given key was not present in the dictionary.")
    read = read_planner_etag(etag.strip())
    if read is None or read[0] != item.kind or not FIRST_VERSION <= read[1] <= item.version:
        raise Refusal(412, "", "The If-Match header contains an invalid value.")
    if item.version - read[1] > oldest:
        raise Refusal(412, "", "The version in the If-Match header is no longer available.")
    return read[1]


def _paths(changes: dict[str, Any]) -> list[str]:
    return [
        path
        for name, value in changes.items()
        for path in (
            [f"{name}/{key}" for key in value] if name in MAPS or name in _NAMED_MAPS else [name]
        )
    ]
