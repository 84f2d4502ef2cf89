"""Looks at the packed parts of a PDF before it is read: none may grow without end.

The library unpacks a part in one go, whatever it becomes, and reads what is left of a file that was
broken off. So each part is unpacked here first, no further than the limit, and the end has to be
there. Pictures and fonts are left out: nothing here looks into them.
"""

import base64
import binascii
import re
import zlib
from io import BytesIO
from pathlib import Path

from pdfminer.lzw import LZWDecoder

from bot.documents.limits import MEGABYTE, FileLimits
from bot.documents.packages import damaged, too_large

_STREAM = re.compile(rb">>\s*stream\r?\n")
_END = 4096  # bytes at the end of a whole PDF in which its mark stands
_DICTIONARY = 600  # bytes before a stream in which its dictionary says what it is
_LEFT_OUT = (b"/Image", b"/Length1", b"/CIDFontType0C", b"/Type1C")
_FILTERS = re.compile(
    rb"/(ASCII85|A85|ASCIIHex|AHx|Flate|Fl|LZW|RunLength|RL)(?:Decode)?(?=[\s/\]>])"
)
_RUN = 64  # times that RunLength makes of its bytes at most


def check_streams(path: Path, limits: FileLimits) -> None:
    """Unpack every stream up to the limit. Raises DocumentRefused above it."""
    raw = path.read_bytes()
    if b"%%EOF" not in raw[-_END:]:
        raise damaged(path.name)
    for found in _STREAM.finditer(raw):
        window = raw[max(0, found.start() - _DICTIONARY) : found.start()]
        dictionary = window.rpartition(b" obj")[2] + b">"
        if any(mark in dictionary for mark in _LEFT_OUT):
            continue
        end = raw.find(b"endstream", found.end())
        packed = raw[found.end() : end if end >= 0 else None]
        filters = _FILTERS.findall(dictionary) or [b"Flate"]
        if _unpacked(packed, filters, limits.stream_bytes) > limits.stream_bytes:
            most = limits.stream_bytes // MEGABYTE
            raise too_large(path.name, f"een onderdeel is uitgepakt groter dan {most} MB")


def _unpacked(packed: bytes, filters: list[bytes], most: int) -> int:
    """How large a stream becomes, as far as it matters; 0 for what cannot be unpacked."""
    content = packed
    largest = 0
    try:
        for name in filters:
            content = _filtered(content, name, most + 1)
            largest = max(largest, len(content))
    except (zlib.error, binascii.Error, ValueError, EOFError):
        return largest  # broken, or secret: the library says which
    return largest


def _filtered(content: bytes, name: bytes, most: int) -> bytes:
    """Undo one filter; gives at most `most` bytes."""
    match name:
        case b"ASCII85" | b"A85":
            plain = content.strip().removeprefix(b"<~").removesuffix(b"~>")
            return base64.a85decode(plain)[:most]
        case b"ASCIIHex" | b"AHx":
            return bytes.fromhex(content.strip().removesuffix(b">").decode("ascii"))[:most]
        case b"LZW":
            made = bytearray()
            for piece in LZWDecoder(BytesIO(content)).run():
                made += piece
                if len(made) >= most:
                    break
            return bytes(made)
        case b"RunLength" | b"RL":
            return content if len(content) * _RUN < most else bytes(most)
        case _:
            return zlib.decompressobj().decompress(content, most)
