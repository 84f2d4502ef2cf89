"""Opens the zip that an office file is, after a look that costs little: whole, honest and bounded.

Nothing is unpacked before the directory of the zip has shown what it would become. Every XML part
is read once by expat, which keeps nothing: it tells a damaged part, and stops at the first DOCTYPE,
behind which entities can pull in other files or grow without end.
"""

import zipfile
import zlib
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from xml.parsers import expat

from bot.documents.limits import MEGABYTE, FileLimits
from bot.documents.refusal import DocumentRefused

DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,  # a place before the begin of the file
    NotImplementedError,  # a way of packing that Python does not know
    SyntaxError,  # malformed XML, for lxml and for the standard library
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
)
"""What the office libraries raise at a file that is not as its format wants it."""

_CHUNK = 1 << 16
_XML = (".xml", ".rels", ".vml")
Start = Callable[[str, Mapping[str, str]], None]


class _Doctype(Exception):
    """A part has a DOCTYPE."""


def damaged(file: str) -> DocumentRefused:
    """The refusal of a file that is broken off or broken."""
    return DocumentRefused(
        file,
        "het bestand is beschadigd of niet compleet",
        "haal het opnieuw op of sla het opnieuw op",
    )


def too_large(file: str, what: str) -> DocumentRefused:
    """The refusal of a file that is above a limit. what: "meer dan 10.000 rijen"."""
    return DocumentRefused(
        file,
        f"{what}, en zo veel wordt niet gelezen",
        "maak een kleiner bestand met alleen de lijst",
    )


def dotted(number: int) -> str:
    """Write "10.000"."""
    return f"{number:,}".replace(",", ".")


def open_package(path: Path, limits: FileLimits) -> zipfile.ZipFile:
    """Open a zip whose parts are within the limits. Raises DocumentRefused; reads no part yet."""
    try:
        package = zipfile.ZipFile(path)
    except DAMAGED as error:
        raise damaged(path.name) from error
    try:
        _check_directory(path.name, package.infolist(), limits)
    except DocumentRefused:
        package.close()
        raise
    return package


def read_part(path: Path, package: zipfile.ZipFile, part: str, most: int = MEGABYTE) -> bytes:
    """Read at most so many bytes of a part, b"" when it is not there.

    Raises DocumentRefused when it is damaged.
    """
    if part not in package.namelist():
        return b""
    try:
        with package.open(part) as stream:
            return stream.read(most)
    except DAMAGED as error:
        raise damaged(path.name) from error


def check_parts(path: Path, package: zipfile.ZipFile, but: Collection[str] = frozenset()) -> None:
    """Read every XML part once. Raises DocumentRefused for a damaged one or one with a DOCTYPE.

    but: parts that the caller scans himself.
    """
    for part in package.namelist():
        if part not in but and part.lower().endswith(_XML):
            scan(path, package, part)


def scan(
    path: Path,
    package: zipfile.ZipFile,
    part: str,
    *,
    start: Start | None = None,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Read one XML part as a stream. Raises DocumentRefused as `check_parts` does.

    start, end, text: called for what expat meets, with names as they are written (with a prefix).
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _stop
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text
    try:
        with package.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk)
            parser.Parse(b"", True)
    except _Doctype as error:
        raise DocumentRefused(
            path.name,
            f"in onderdeel {part} staat een DOCTYPE, en daarmee kan een bestand andere bestanden "
            "binnenhalen",
            "open het in Word, Excel of LibreOffice en sla het opnieuw op",
        ) from error
    except (expat.ExpatError, *DAMAGED) as error:
        raise damaged(path.name) from error


def _stop(*_: object) -> None:
    raise _Doctype


def _check_directory(file: str, parts: list[zipfile.ZipInfo], limits: FileLimits) -> None:
    if any(part.flag_bits & 1 for part in parts):
        raise DocumentRefused(
            file,
            "het bestand is met een wachtwoord beveiligd",
            "sla het op zonder wachtwoord",
        )
    if len(parts) > limits.parts:
        raise too_large(file, f"het bestaat uit meer dan {dotted(limits.parts)} onderdelen")
    if sum(part.file_size for part in parts) > limits.unpacked_bytes:
        size = limits.unpacked_bytes // MEGABYTE
        raise too_large(file, f"het is uitgepakt groter dan {size} MB")
    for part in parts:
        xml = part.filename.lower().endswith(_XML)
        if xml and part.file_size > limits.part_bytes:
            size = limits.part_bytes // MEGABYTE
            raise too_large(file, f"onderdeel {part.filename} is groter dan {size} MB")
        grows = part.file_size > limits.growth * max(1, part.compress_size)
        if grows and part.file_size > limits.small:
            times = part.file_size // max(1, part.compress_size)
            raise too_large(
                file, f"onderdeel {part.filename} wordt bij uitpakken {times} keer zo groot"
            )
