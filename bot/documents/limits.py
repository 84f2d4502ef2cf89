"""How much of a file is read at most, so that no file costs more than bounded time and memory.

All bounds of all formats stand in this one table. They are far above a municipality's list (70
actions, 60 pages) and far below what a machine of 512 MB can bear: a cell of openpyxl takes nearly
1 kB, an element of a Word file some 10 times its text.
"""

from collections.abc import Callable
from dataclasses import dataclass

Progress = Callable[[int, int], None]
"""Called while a file is read: how many pages, slides or sheets are done, and of how many."""

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class FileLimits:
    """What one file may hold. Bytes are those of the file, unpacked where it says so.

    growth: how many times larger a part may get by unpacking; zeros grow a thousandfold, the
    densest sheet that was met forty times. small: parts up to this size may grow as they like.
    rows, cells: in the whole file, counted before they are read. stream_bytes: of one packed
    part of a PDF. page_marks: characters and lines on one page of it. cell_signs: characters in one
    cell, the most that Excel holds.
    """

    file_bytes: int = 50 * MEGABYTE
    text_bytes: int = 10 * MEGABYTE
    parts: int = 5_000
    part_bytes: int = 16 * MEGABYTE
    unpacked_bytes: int = 100 * MEGABYTE
    growth: int = 200
    small: int = MEGABYTE
    rows: int = 10_000
    columns: int = 256
    cells: int = 100_000
    cell_signs: int = 32_767
    pages: int = 300
    stream_bytes: int = 8 * MEGABYTE
    page_marks: int = 20_000
    slides: int = 500


LIMITS = FileLimits()
