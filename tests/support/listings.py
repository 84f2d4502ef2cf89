"""The list as it is exported, for the tests of what becomes of it in a file."""

import datetime as dt
from dataclasses import replace

from support.installation import agenda_in, own_actions

from bot.actions.listing import Listing, listing_of
from bot.settings import OWN_AGENDA
from mappings.canonical import Action

EXPORTED_AT = dt.datetime(2026, 11, 30, 18, 15, tzinfo=dt.UTC)


def own_listing(*actions: Action) -> Listing:
    """These actions as this agenda exports them; without any, all seventy."""
    return listing_of(actions or own_actions(), agenda_in(OWN_AGENDA), EXPORTED_AT)


def empty_listing() -> Listing:
    """The export of a list without actions."""
    return replace(own_listing(), actions=())
