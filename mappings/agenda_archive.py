"""What an agenda says of its archive: who forms it, and how long a dossier has to be kept."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from mappings.canonical import Frozen


class Archiving(Frozen):
    """What an archive has to know. creator: who forms it, by law.

    keep_years: by its selection list; without it and without keep_forever that still has to be
    determined.
    """

    creator: Annotated[str, Field(min_length=1)]
    keep_years: Annotated[int, Field(ge=1, le=200)] | None = None
    keep_forever: bool = False

    @model_validator(mode="after")
    def _one_term(self) -> Self:
        if self.keep_forever and self.keep_years is not None:
            raise ValueError("kies keep_years of keep_forever, niet allebei")
        return self
