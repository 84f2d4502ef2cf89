"""What is wrong with the settings, in Dutch, all of it at once."""

from collections.abc import Iterable

ADVICE = "Zet dit in de omgeving of in .env; zie config.example.env."


class SettingsErrors(Exception):
    """Settings are missing or wrong; its text is a Dutch list, a line each."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__("\n".join(self.sentences))
