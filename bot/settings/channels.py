"""The Teams channels of the owners, each judged on its own: a wrong one closes only itself."""

from collections.abc import Iterable

from connectors.card_places import Channel, check_webhook_url
from connectors.errors import Fenced

_PLACE = (
    "moet er zo uitzien: team-id/kanaal-id. Kopieer in Teams de link naar het kanaal: na "
    "'channel/' staat het kanaal-id (met : in plaats van %3A en @ in plaats van %40), na "
    "'groupId=' het team-id."
)

Judged = tuple[dict[str, str], dict[str, str]]
"""By owner as in the name of a setting: what can be used, and what is wrong with the rest."""


def judge_webhooks(given: Iterable[tuple[str, str]], hosts: tuple[str, ...]) -> Judged:
    """Tell the webhooks that can be used from those that cannot.

    given: (owner, address). hosts: where they may lie beside the hosts of Workflows. The sentences
    name the setting and never repeat the address.
    """
    good: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for owner, url in given:
        try:
            good[owner] = check_webhook_url(url, hosts)
        except Fenced as error:
            wrong[owner] = f"TEAMS_WEBHOOK_{owner} is niet te gebruiken. {error.advice}"
    return good, wrong


def judge_channels(given: Iterable[tuple[str, str]], *, has_account: bool) -> Judged:
    """The same for channels by their ids; nobody can post in one without the service account."""
    good: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for owner, place in given:
        try:
            Channel.read(place)
        except ValueError:
            wrong[owner] = f"TEAMS_CHANNEL_{owner} {_PLACE}"
        else:
            good[owner] = place
    if not has_account:
        wrong |= {owner: _no_account(owner) for owner in good}
        good = {}
    return good, wrong


def _no_account(owner: str) -> str:
    return (
        f"TEAMS_CHANNEL_{owner} vraagt een serviceaccount. Vul TEAMS_SERVICE_CLIENT_ID en "
        "AZURE_TENANT_ID in, en meld het aan met: driehoek login"
    )
