"""A file that is refused: one Dutch sentence that says which file, where in it, why, what to do."""

from bot.documents.tables import Place


class DocumentRefused(Exception):
    """A file that cannot be read as asked. Nothing of it was used.

    file: its name without folder. place: where in it, None for the whole file. reason: what is
    wrong, remedy: what to do about it; parts of a Dutch sentence, without a full stop.
    """

    def __init__(self, file: str, reason: str, remedy: str, place: Place | None = None) -> None:
        self.file, self.reason, self.remedy, self.place = file, reason, remedy, place
        where = f"{file}, {place.words()}" if place else file
        super().__init__(f"{where}: {reason}; {remedy}.")
