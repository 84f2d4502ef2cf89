"""Sign in the account that posts in Teams channels: the one thing here that takes a person."""

import typer

from bot.commands.conduct import acts
from bot.commands.session import session_of
from connectors.sign_in.service_account import device_code


@acts()
def login(context: typer.Context) -> None:
    """Meld het serviceaccount aan dat in Teams berichten plaatst. Dit doet iemand met een browser.

    Alleen nodig zonder webhooks, en daarna pas weer als de bot erom vraagt. Wie dit account was,
    wordt vergeten zodra het nieuwe is aangemeld.

    Voorbeeld: driehoek login
    """
    session = session_of(context)
    house = session.house
    device_code(house.service_account, session.say, house.sleep)
    house.service_token()  # proves that what was kept can be used
    session.say("Het serviceaccount is aangemeld. De bot kan er nu berichten mee plaatsen.")
