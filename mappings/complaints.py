"""Says in Dutch what is wrong with one value that pydantic refused.

Pydantic names each kind of error (`ErrorDetails["type"]`, pydantic docs "Validation Errors"); the
kinds our models can give have a sentence here. A ValueError raised by a validator of our own
already carries a Dutch sentence and is passed on.
"""

from pydantic_core import ErrorDetails

_SHOWN = 40  # characters of a wrong value that are repeated

_HINTS = {
    "missing": "dit veld ontbreekt; vul het in",
    "extra_forbidden": "dit veld bestaat hier niet; verbeter de naam of haal het weg",
    "string_too_short": "dit veld is leeg; vul het in",
    "string_type": "{value} past hier niet; schrijf één tekst",
    "tuple_type": "{value} past hier niet; schrijf een lijst",
    "dict_type": "{value} past hier niet; schrijf velden met een waarde",
    "model_type": "{value} past hier niet; schrijf velden met een waarde",
    "enum": "{value} bestaat niet; kies {expected}",
    "literal_error": "{value} bestaat niet; kies {expected}",
    "bool_parsing": "{value} bestaat niet; kies true of false",
    "bool_type": "{value} past hier niet; kies true of false",
    "int_parsing": "{value} is geen heel getal",
    "int_type": "{value} past hier niet; schrijf een heel getal",
    "greater_than_equal": "{value} is te laag; het laagste is {ge}",
    "less_than_equal": "{value} is te hoog; het hoogste is {le}",
    "string_too_long": "deze tekst is {length} tekens lang; hoogstens {max_length} mag",
    "value_error": "{error}",
}
_ANY = "{value} is niet goed ingevuld"


def complaint(error: ErrorDetails) -> str:
    """Give one Dutch sentence, from a small letter to its full stop."""
    value = error["input"]
    context = error.get("ctx", {})
    words = {
        **context,
        "value": _shown(value),
        "expected": str(context.get("expected", "")).replace("'", "").replace(" or ", " of "),
        "length": len(value) if isinstance(value, str) else 0,
    }
    return _HINTS.get(error["type"], _ANY).format(**words) + "."


def _shown(value: object) -> str:
    match value:
        case str() if len(value) > _SHOWN:
            return f"'{value[:_SHOWN]}…'"
        case str() | int():
            return f"'{value}'"
        case None:
            return "een lege waarde"
        case list():
            return "een lijst"
        case _:
            return "een groep velden"
