"""Why a line of the plan is there, in Dutch: what a preview, a round and a mail say of it."""

from bot.core.dutch import field_word
from bot.core.sync.sides import side_name

ASK = (
    "De lijst en {side} verschillen, en wat het laatst gold is niet bekend. "
    "Kies met: driehoek resolve {code} {field} --take lijst (of {key})"
)
SIDE_WINS = (
    "U en {side} wijzigden dit allebei. {side} geldt; {yours} staat in: driehoek history {code}"
)
LIST_WINS = (
    "U en {side} wijzigden dit allebei. De lijst geldt; wat in {side} stond, staat in: "
    "driehoek history {code}"
)
ORPHANS = (
    "Er is een taak van de bot die haar kenmerk kwijt is. Koppel haar met: driehoek relink, of "
    "wijs haar af met: driehoek reject. Zij staat in: driehoek proposals"
)
LOOKALIKE = "Lijkt op wat in {side} al staat: {told}. Kies met: driehoek pairs"
LOOKALIKE_ELSEWHERE = "Wacht tot u hebt gekozen of de actie er al is. Kies met: driehoek pairs"
UNREAD = "zij is in {side} niet te lezen {why}; kijk haar daar na (de andere acties gaan door)"
UNFIT = "de bot kan haar niet omzetten voor {side} ({why}); meld dit aan de beheerder"
OUTCOME_UNKNOWN = "Het is niet zeker of het maken is gelukt. Een volgende ronde kijkt opnieuw."


def reason(form: str, side: str, code: str, field: str) -> str:
    """Fill in a sentence about one field of one action on one side."""
    return form.format(
        side=side_name(side),
        key=side,
        code=code,
        field=field_word(field),
        yours="uw tekst" if field == "note" else "uw keuze",
    )
