"""How long a dossier has to be kept, by what the agenda says of it.

The term is the municipality's to set: it follows from its selection list. Where the agenda says
nothing, the dossier says that it still has to be determined, and it never falls out of its term.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Retention:
    """What the agenda says. creator: who formed the archive. years: None for for ever or unknown.

    is_forever: it is never to be removed.
    """

    creator: str
    years: int | None = None
    is_forever: bool = False

    def ends_on(self, held: date) -> date | None:
        """The last day of the term of a meeting held on a day; None where there is no end."""
        if self.years is None:
            return None
        year = held.year + self.years
        try:
            return held.replace(year=year)
        except ValueError:  # the 29th of February
            return date(year, 2, 28)

    @property
    def words(self) -> str:
        """Write how long it is kept, as a sentence."""
        if self.is_forever:
            return "Dit dossier blijft voorgoed bewaard."
        if self.years is None:
            return "Hoelang dit dossier bewaard blijft, moet nog worden bepaald."
        return f"Dit dossier blijft {self.years} jaar bewaard, vanaf de dag van het overleg."
