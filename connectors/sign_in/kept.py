"""The app's token, kept in a file for the next process where the administrator wants that.

A round that begins with a token in hand spares the call for it, and all that it takes to make that
call. Whoever reads the file can do what the app may do until the token ends, so it is ours alone
(0600), and one that others can reach, or that is not ours, is not believed. To keep a token is an
economy: a file that cannot be read or written never stops the work.
"""

import json
import os
import re
import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from connectors.graph.transport import Token
from connectors.log import get_logger
from connectors.sign_in.private_file import replace_private

EARLY_SECONDS = 300  # before its end a token is as good as none; MSAL renews as early

_MOST_CHARACTERS = 1_000_000
_BEARER = re.compile(r"[!-~]+")  # what fits in a header

log = get_logger()


@dataclass(frozen=True)
class Issued:
    """A token as it was given, and how many seconds it still is one."""

    token: str = field(repr=False)
    seconds: int


@dataclass(frozen=True)
class TokenFile:
    """Where a token is kept. now: the real time, aware."""

    path: Path
    now: Callable[[], datetime]

    def find(self, whose: str) -> str:
        """The token kept for this app at this Graph; "" when there is none that still works."""
        try:
            found = json.loads(self._text())
            token, until = found["token"], found["until"]
            lasts = found["whose"] == whose and until - self.now().timestamp() > EARLY_SECONDS
        except (OSError, ValueError, TypeError, LookupError, RecursionError):
            return ""
        return token if lasts and isinstance(token, str) and _BEARER.fullmatch(token) else ""

    def keep(self, whose: str, issued: Issued) -> None:
        """Keep a token in place of the one before, if that can be done."""
        until = int(self.now().timestamp()) + issued.seconds
        try:
            replace_private(
                self.path, json.dumps({"whose": whose, "until": until, "token": issued.token})
            )
        except OSError as error:
            log.warning("token not kept", reason=type(error).__name__)

    def _text(self) -> str:
        """What is in it, "" for a file that is not ours alone. Raises OSError, ValueError."""
        if not self.path.is_file():  # a pipe would have us wait
            return ""
        with self.path.open(encoding="utf-8") as file:
            status = os.fstat(file.fileno())
            others = stat.S_IMODE(status.st_mode) & (stat.S_IRWXG | stat.S_IRWXO)
            return "" if others or status.st_uid != os.geteuid() else file.read(_MOST_CHARACTERS)


def kept(issue: Callable[[str | None], Issued], file: TokenFile | None, whose: str) -> Token:
    """Make a Token that begins with what an earlier process kept.

    issue: gives a token as `Token` does, with its seconds, and remembers it within this process;
    once it was asked, only it knows which token is the one. file: None to keep nothing. whose: app,
    tenant and Graph in one text, as a token is good for no other.
    """
    last = ""

    def token(claims: str | None = None) -> str:
        nonlocal last
        if file and claims is None and not last and (found := file.find(whose)):
            return found
        issued = issue(claims)
        if file and issued.token != last:
            file.keep(whose, issued)
            last = issued.token
        return issued.token

    return token
