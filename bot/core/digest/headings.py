"""The headings of a digest, in the order in which mail and memo tell; both have the same ones."""

from enum import StrEnum


class Heading(StrEnum):
    """A part of the digest by the words above it."""

    AGREED = "Vorige keer afgesproken"
    RAISED = "Wordt aan u gevraagd"
    SINCE_FIRST = "Nieuw na het eerste overzicht"
    ATTENTION = "Vraagt uw aandacht"
    GOALS = "Stand per doel"
    CHANGES = "Wat is er gewijzigd?"
    AGENDAS = "Te laat of komt eraan"
    RETURNING = "Komt steeds terug"
    CONFIRMED = "Klopt de lijst nog?"
    RESULTS = "Wat heeft het opgeleverd?"
    OBLIGATIONS = "Verplichtingen van de VNG (plateau 1)"
    ADDITIONS = "Aanvullend bij de VNG (plateau 2)"
    TIMELINE = "Verloop"
    CONCERNS = "Aandachtspunten"
    ACTIONS = "Alle acties"
