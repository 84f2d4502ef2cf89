"""Identifiers and version tags in the form the real services use.

Planner ids are 28 characters, case-sensitive, and may contain or begin with `-` and `_`. Its
etags are weak; decoded they hold a type name and a version counter, so that fresh objects of one
kind share the same value: an etag means something only together with the object's id.
"""

import base64
import hashlib
import itertools
import re
import uuid

FIRST_VERSION = 4
"""The counter of a fresh object, as seen in recorded Planner responses (`...@@@D`)."""

_DIGITS = 16
_BASE = 32
_PLANNER_ID = re.compile(r"[A-Za-z0-9_-]{28}")


class Ids:
    """Hands out new identifiers; the same seed gives the same row of them."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._count = itertools.count(1)

    def _digest(self) -> bytes:
        return hashlib.sha256(f"{self._seed}:{next(self._count)}".encode()).digest()

    def planner(self) -> str:
        """Return an id of 28 characters."""
        return base64.urlsafe_b64encode(self._digest()[:21]).decode()

    def exchange(self, prefix: str) -> str:
        """Return a long case-sensitive Outlook id, safe in a URL; prefix names its kind."""
        return prefix + base64.urlsafe_b64encode(self._digest() * 2).decode().rstrip("=")

    def guid(self) -> str:
        """Return a random-looking GUID."""
        return str(uuid.UUID(bytes=self._digest()[:16]))

    def order_hint(self) -> str:
        """Return a short service-made order hint: digits and letters, no blanks, no `!`."""
        return f"{8584000000000000000 - next(self._count):d}P{self._digest().hex()[:2]}"

    def shuffle(self, names: list[str]) -> list[str]:
        """Return the names in an order that depends on the seed only, never on their own order."""
        salt = self._digest()
        return sorted(names, key=lambda name: hashlib.sha256(salt + name.encode()).digest())


def is_planner_id(text: str) -> bool:
    """Say whether a text has the form of a Planner id."""
    return bool(_PLANNER_ID.fullmatch(text))


def planner_etag(kind: str, version: int) -> str:
    """Write the weak etag of a version, e.g. `W/"JzEtVGFzayAg...Jw=="` for kind "Task"."""
    padded = kind.ljust(-(-len(kind) // 6) * 6)
    digits = ""
    for _ in range(_DIGITS):
        version, digit = divmod(version, _BASE)
        digits = chr(0x40 + digit) + digits
    inside = base64.b64encode(f"'1-{padded}{digits}'".encode()).decode()
    return f'W/"{inside}"'


def read_planner_etag(etag: str) -> tuple[str, int] | None:
    """Return kind and version of an etag of ours, or None for a text that is none."""
    if not (etag.startswith('W/"') and etag.endswith('"')):
        return None
    try:
        text = base64.b64decode(etag[3:-1], validate=True).decode("ascii")
    except ValueError:  # no base64, or no ASCII
        return None
    match = re.fullmatch(r"'1-([A-Za-z]+) *([@-_]{16})'", text)
    if match is None:
        return None
    version = 0
    for sign in match[2]:
        version = version * _BASE + ord(sign) - 0x40
    return match[1], version
