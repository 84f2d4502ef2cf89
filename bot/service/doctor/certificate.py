"""How long the certificate that proves who we are can still be used, said before it ends."""

from datetime import timedelta

from bot.core.dutch import counted, full_date
from bot.core.workdays import local_date
from bot.service.doctor.check import Check, Level
from bot.wiring import House

SOON = timedelta(days=30)
_RENEW = (
    "Maak een nieuw certificaat, registreer het in Entra bij de app, en zet het in "
    "AZURE_CLIENT_CERTIFICATE_PATH."
)


def certificate_check(house: House) -> Check | None:
    """Judge the certificate by the real time, also in a rehearsal; None when there is none.

    Raises SignInFailed for a file that cannot be used, with advice.
    """
    if house.certificate is None:
        return None
    from connectors.sign_in.certificate import read_certificate  # here, as it loads cryptography

    pair, now = read_certificate(house.certificate), house.wall_clock()
    first, last = (full_date(local_date(day)) for day in (pair.not_before, pair.not_after))
    left = pair.not_after - now
    if left <= timedelta():
        sentence = f"Het certificaat van de app is verlopen op {last}; aanmelden lukt er niet mee."
        return Check("certificaat", Level.ERROR, sentence, _RENEW)
    if now < pair.not_before:
        sentence = f"Het certificaat van de app geldt pas vanaf {first}."
        advice = "Controleer de klok van deze machine, of neem tot dan een ander certificaat."
        return Check("certificaat", Level.ERROR, sentence, advice)
    if left <= SOON:
        days = (local_date(pair.not_after) - local_date(now)).days  # as people count, by date
        when = f"over {counted(days, 'dag', 'dagen')}, op" if days else "vandaag,"
        sentence = f"Het certificaat van de app verloopt {when} {last}."
        return Check("certificaat", Level.WARNING, sentence, _RENEW)
    return Check("certificaat", Level.OK, f"Het certificaat van de app geldt tot {last}.")
