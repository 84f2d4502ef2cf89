"""Looks at the packed parts of a PDF before it is read: none may grow without end.

The library unpacks a part in one go, whatever it becomes. So each is unpacked here first, no
further than the limit. Pictures and fonts are left out: nothing here looks into them.
"""

import re
import zlib
from pathlib import Path

from bot.documents.limits import MEGABYTE, FileLimits
from bot.documents.packages import too_large

_STREAM = re.compile(rb">>\s*stream\r?\n")
_DICTIONARY = 400  # bytes before a stream in which its dictionary says what it is
_LEFT_OUT = (b"/Image", b"/Length1", b"/FontFile", b"/CIDFontType0C", b"/Type1C")


def check_streams(path: Path, limits: FileLimits) -> None:
    """Unpack every stream up to the limit. Raises DocumentRefused above it."""
    raw = path.read_bytes()
    for found in _STREAM.finditer(raw):
        start = found.end()
        if any(
            mark in raw[max(0, found.start() - _DICTIONARY) : found.start()] for mark in _LEFT_OUT
        ):
            continue
        end = raw.find(b"endstream", start)
        if end < 0:
            continue  # broken off: the library says so
        size = _unpacked(raw[start:end], limits.stream_bytes)
        if size > limits.stream_bytes:
            most = limits.stream_bytes // MEGABYTE
            raise too_large(
                path.name, f"een onderdeel ervan wordt bij uitpakken groter dan {most} MB"
            )


def _unpacked(packed: bytes, most: int) -> int:
    """How large it becomes, up to one byte above `most`; 0 for what is packed otherwise."""
    try:
        return len(zlib.decompressobj().decompress(packed, most + 1))
    except zlib.error:
        return 0
