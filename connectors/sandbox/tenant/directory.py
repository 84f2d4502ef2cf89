"""The people of the tenant, as role accounts, and its one group."""

import re
import uuid
from dataclasses import dataclass, replace
from typing import Any

from connectors.sandbox.calls import Refusal

TENANT_ID = str(uuid.uuid5(uuid.NAMESPACE_DNS, "haarlemmermeer.example"))
APP_ID = str(uuid.uuid5(uuid.NAMESPACE_DNS, "driehoekbot.haarlemmermeer.example"))
PLANNER_APP_ID = "09abbdfd-ed23-44ee-a2d9-a627aa1c90f3"
"""The app people use, as seen in Graph Data Connect sample rows."""

DOMAIN = "haarlemmermeer.example"
OWNERS = ("H&T", "OOV", "MOz", "NHV", "HVO-Q", "G&R", "Advies", "B&M", "CGH")
CHANNELS = (*OWNERS, "coordinator")
"""Who has a Teams channel with a webhook."""
TEAM_ID = str(uuid.uuid5(uuid.NAMESPACE_DNS, f"team.{DOMAIN}"))
READERS = ("burgemeester@haarlemmermeer.example", "politie@politie.example", "om@om.example")


@dataclass(frozen=True)
class Person:
    """A role account. upn: user principal name, also its mail address."""

    id: str
    upn: str
    name: str

    def as_json(self) -> dict[str, Any]:
        """Return the account as Graph's `user`."""
        return {
            "id": self.id,
            "displayName": self.name,
            "userPrincipalName": self.upn,
            "mail": self.upn,
            "accountEnabled": True,
        }


def slug(owner: str) -> str:
    """Write an owner code as it stands in environment names: capitals, other signs as `_`."""
    return re.sub(r"[^A-Z0-9]", "_", owner.upper())


def owner_upn(owner: str) -> str:
    """Return the user name of an owner's role account, e.g. eigenaar-ht@..."""
    return f"eigenaar-{re.sub(r'[^a-z0-9]', '', owner.lower())}@{DOMAIN}"


def channel_id(owner: str) -> str:
    """Return the id of an owner's Teams channel, e.g. 19:h_t@thread.tacv2."""
    return f"19:{slug(owner).lower()}@thread.tacv2"


def signature(owner: str) -> str:
    """Return the only secret of a webhook address."""
    return f"sandbox-{slug(owner).lower()}"


COORDINATOR = f"coordinator-mensenhandel@{DOMAIN}"
BOT_MAILBOX = f"driehoekbot@{DOMAIN}"
SECRETARIAT = f"bestuurssecretariaat@{DOMAIN}"
WORKING_GROUP = f"werkgroep-mensenhandel@{DOMAIN}"


class Directory:
    """Users and the group "Aanpak mensenhandel"; the same ids in every run."""

    def __init__(self) -> None:
        named = {owner_upn(owner): f"Eigenaar {owner}" for owner in OWNERS}
        named |= {COORDINATOR: "Coördinator mensenhandel"}
        self.members = [_user(upn, name) for upn, name in named.items()]
        self.others = [
            _user(READERS[0], "Burgemeester"),
            _user(SECRETARIAT, "Bestuurssecretariaat"),
            _user(BOT_MAILBOX, "Driehoekbot"),
        ]
        self.group: dict[str, Any] = {
            "id": str(uuid.uuid5(uuid.NAMESPACE_DNS, f"group.{DOMAIN}")),
            "displayName": "Aanpak mensenhandel",
            "mail": f"aanpak-mensenhandel@{DOMAIN}",
            "groupTypes": ["Unified"],
            "visibility": "Private",
        }

    @property
    def users(self) -> list[Person]:
        """All accounts, members of the group first."""
        return [*self.members, *self.others]

    @property
    def owners(self) -> list[Person]:
        """Who owns the group: its last member, the coordinator."""
        return self.members[-1:]

    def knows(self, user_id: str) -> bool:
        """Say whether there is an account with this object id."""
        return any(user.id == user_id for user in self.users)

    def user(self, key: str) -> Person:
        """Find an account by object id or user name. Raises Refusal 404."""
        for user in self.users:
            if key.lower() in (user.id, user.upn.lower()):
                return user
        raise missing(key)

    def replace(self, key: str) -> Person:
        """Put another account behind a user name: the one there was is gone. Raises Refusal 404."""
        old = self.user(key)
        new = replace(old, id=str(uuid.uuid4()))
        for people in (self.members, self.others):
            people[:] = [new if user == old else user for user in people]
        return new

    def remove(self, key: str) -> None:
        """Delete an account. Raises Refusal 404."""
        gone = self.user(key)
        for people in (self.members, self.others):
            people[:] = [user for user in people if user != gone]

    def leave(self, key: str) -> None:
        """Take an account out of the group; it stays in the directory. Raises Refusal 404."""
        user = self.user(key)
        self.members[:] = [member for member in self.members if member != user]
        self.others.append(user)

    def check_group(self, group_id: str) -> None:
        """Raise Refusal 404 when there is no such group."""
        if group_id.lower() != self.group["id"]:
            raise missing(group_id)


def missing(key: str) -> Refusal:
    """Return the directory's 404."""
    return Refusal(
        404,
        "Request_ResourceNotFound",
        f"Resource '{key}' does not exist or one of its queried reference-property objects are "
        "not present.",
    )


def _user(upn: str, name: str) -> Person:
    return Person(str(uuid.uuid5(uuid.NAMESPACE_DNS, upn)), upn, name)
