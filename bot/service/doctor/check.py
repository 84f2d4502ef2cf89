"""One line of what `doctor` reports, and how bad it is."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad a finding is; the values are the words that people read."""

    OK = "ok"
    WARNING = "let op"
    """The bot works, and somebody should know or do something."""
    ERROR = "fout"
    """Some of the bot does not work."""


@dataclass(frozen=True)
class Check:
    """One line of the report.

    name: what was looked at. sentence: what was found; advice: what to do; both Dutch. outage: the
    other side did not answer, so that no setting of ours has to change.
    """

    name: str
    level: Level
    sentence: str
    advice: str = ""
    outage: bool = False

    def as_json(self) -> dict[str, str]:
        """The shape of `doctor --json`."""
        return {
            "name": self.name,
            "level": self.level,
            "sentence": self.sentence,
            "advice": self.advice,
        }
