"""What to do about a sign-in that Entra refuses: a Dutch sentence per number.

Source: Microsoft's list "Microsoft Entra authentication and authorization error codes", and
facts-2026 for what that list leaves out. Every sentence names the setting, or the place in Entra.
"""

import re

from connectors.errors import SignInFailed

_STRANGER = (
    "Entra vertrouwt het bestand uit AZURE_FEDERATED_TOKEN_FILE niet voor deze app. "
    "Vergelijk uitgever, onderwerp en doelgroep met de federatieve referentie van de app."
)
_NO_TENANT = "De tenant bestaat niet. Controleer AZURE_TENANT_ID."
_OF_ENTRA = {
    "AADSTS53003": "Voorwaardelijke toegang houdt de app tegen. Laat een beheerder de app, of het "
    "netwerk van deze machine, toestaan in het beleid voor workloadidentiteiten.",
    "AADSTS65001": "Voor de app is geen toestemming gegeven. Laat een beheerder in Entra "
    "toestemming geven bij de API-machtigingen van de app.",
    "AADSTS70021": _STRANGER,
    "AADSTS700016": "De app bestaat niet in deze tenant. Controleer AZURE_CLIENT_ID.",
    "AADSTS700024": "Het bewijs is niet geldig op dit moment. Controleer de klok van deze machine, "
    "en of het platform AZURE_FEDERATED_TOKEN_FILE nog ververst.",
    "AADSTS700027": "Dit certificaat is verlopen, of het is niet bij de app geregistreerd. Zet een "
    "geldig certificaat in AZURE_CLIENT_CERTIFICATE_PATH en voeg het in Entra toe aan de app.",
    "AADSTS700211": _STRANGER,
    "AADSTS700212": _STRANGER,
    "AADSTS700213": _STRANGER,
    "AADSTS90002": _NO_TENANT,
    "AADSTS900023": _NO_TENANT,
    "AADSTS500011": "Deze tenant kent het Graph uit GRAPH_BASE_URL niet. "
    "Controleer GRAPH_BASE_URL en AZURE_TENANT_ID.",
    "AADSTS501051": "De app heeft nog geen rol bij Microsoft Graph. Geef de app in Entra de "
    "toepassingsmachtigingen, en laat een beheerder toestemming geven.",
    "AADSTS5002738": "Entra neemt het bestand uit AZURE_FEDERATED_TOKEN_FILE alleen aan als het "
    "met RS256 is ondertekend. Stel dat in op het platform dat het maakt.",
    "AADSTS7000112": "De app is in Entra uitgezet. Laat een beheerder bij de bedrijfstoepassing "
    "het aanmelden weer toestaan.",
    "AADSTS7000215": "Het geheim klopt niet. Zet de waarde (niet het id) in AZURE_CLIENT_SECRET.",
    "AADSTS7000222": "Het geheim is verlopen. Maak een nieuw geheim en zet AZURE_CLIENT_SECRET.",
    "AADSTS7000229": "De app heeft geen bedrijfstoepassing in deze tenant. Controleer "
    "AZURE_TENANT_ID, en laat een beheerder toestemming geven: dan maakt Entra haar aan.",
}
_OF_OURS = {
    "federation": "Het bestand uit AZURE_FEDERATED_TOKEN_FILE is leeg of niet te lezen.",
    "managed_identity": "Deze machine heeft geen bruikbare beheerde identiteit. "
    "Zet een geheim of certificaat in de AZURE-instellingen.",
    "authority": "De aanmeldserver kent deze tenant niet. Controleer AZURE_TENANT_ID "
    "en AZURE_AUTHORITY_HOST.",
}
_REFUSED = (
    "Entra weigert de aanmelding van de app. De reden staat in Entra bij de aanmeldingslogboeken "
    "van de app, en bij de code in Microsofts lijst van foutcodes."
)
_NUMBER = re.compile(r"AADSTS[0-9]{3,9}")


def advise(error: SignInFailed, sentence: str | None = None) -> SignInFailed:
    """Give the error its sentence, with Entra's number behind it: that is what people look up.

    sentence: None takes the one that fits the error's code.
    """
    code = error.code
    known = sentence or {**_OF_ENTRA, **_OF_OURS}.get(code)
    words = known or _REFUSED
    to_look_up = _NUMBER.fullmatch(code) or (known is None and code)
    error.advice = f"{words} ({code})" if to_look_up else words
    return error
