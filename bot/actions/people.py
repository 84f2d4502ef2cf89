"""Looks up what the people in values are called, for a screen; nothing of it is kept or logged."""

from collections.abc import Collection, Iterable

from connectors.errors import GraphError
from connectors.planner import PlannerApi
from connectors.wire import User
from mappings.canonical import FieldValue


def accounts_in(values: Iterable[tuple[str | None, FieldValue]]) -> frozenset[str]:
    """The accounts in values of fields, given as (field, value)."""
    return frozenset(
        account
        for field, value in values
        if field == "assignees" and isinstance(value, tuple | list)
        for account in value
    )


def people_named(api: PlannerApi, accounts: Collection[str]) -> dict[str, str]:
    """Ask the directory what accounts are called, by id; whom it does not tell is left out."""
    ids = sorted(accounts)
    try:
        found = api.users(ids) if ids else []
    except GraphError:
        return {}  # names are a kindness: what is asked for is shown without them as well
    return {
        id_: user.display_name
        for id_, user in zip(ids, found, strict=True)
        if isinstance(user, User) and user.display_name
    }
