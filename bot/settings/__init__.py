"""Reads the environment, the only place that knows its names, and hands out a value per subject.

Who the people are is the installation's matter and comes from here, never from the agenda folder.
"""

from bot.settings.environment import likely_name, read_settings
from bot.settings.errors import SettingsErrors
from bot.settings.installation import OWN_AGENDA, Settings
from bot.settings.recipients import (
    NotARecipient,
    OwnerWays,
    Readers,
    environment_name,
    is_allowed,
    recipient,
)
from bot.settings.sign_in import SignIn
from bot.settings.workdays import workdays_of

__all__ = [
    "OWN_AGENDA",
    "NotARecipient",
    "OwnerWays",
    "Readers",
    "Settings",
    "SettingsErrors",
    "SignIn",
    "environment_name",
    "is_allowed",
    "likely_name",
    "read_settings",
    "recipient",
    "workdays_of",
]
