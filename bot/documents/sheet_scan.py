"""Looks through the XML of a workbook before openpyxl does: how much it is, and what is left out.

openpyxl makes an object for every cell, also for every cell of a merged or linked area, so one
short line of XML can cost all memory; that is counted here. And with the values of formulas it does
not tell that a formula has none.
"""

import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.documents.limits import FileLimits
from bot.documents.packages import dotted, scan, too_large

_AREA = re.compile(r"\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)")
_WORKBOOK = "xl/workbook.xml"


@dataclass(frozen=True, slots=True)
class SheetScan:
    """A sheet as its XML has it. title: its name.

    formulas: the names of the cells with a formula; empty: those of them without a value.
    """

    title: str
    formulas: frozenset[str]
    empty: frozenset[str]


def sheet_parts(path: Path, package: zipfile.ZipFile) -> dict[str, str]:
    """The part of each sheet, by the sheet's name, in the order of the workbook."""
    names: dict[str, str] = {}
    targets: dict[str, str] = {}

    def sheet(tag: str, values: Mapping[str, str]) -> None:
        if _local(tag) == "sheet":
            relation = next((v for k, v in values.items() if k.endswith(":id")), "")
            names[values.get("name", "")] = relation

    def target(tag: str, values: Mapping[str, str]) -> None:
        if _local(tag) == "Relationship":
            targets[values.get("Id", "")] = values.get("Target", "")

    relations = "xl/_rels/workbook.xml.rels"
    for part, start in ((_WORKBOOK, sheet), (relations, target)):
        if part in package.namelist():
            scan(path, package, part, start=start)
    return {
        name: posixpath.normpath(posixpath.join("/xl", targets.get(relation, ""))).lstrip("/")
        for name, relation in names.items()
    }


def scan_sheets(
    path: Path, package: zipfile.ZipFile, parts: Mapping[str, str], limits: FileLimits
) -> dict[str, SheetScan]:
    """Count what the sheets hold. Raises DocumentRefused above the limits, naming the sheet."""
    counts = _Counts(path.name, limits)
    scans = {}
    for title, part in parts.items():
        if part not in package.namelist():
            continue
        counts.begin(title)
        scan(path, package, part, start=counts.start)
        formulas = _Formulas()
        if counts.formulas:
            scan(path, package, part, start=formulas.start, end=formulas.end, text=formulas.text)
        scans[title] = SheetScan(title, frozenset(formulas.all), frozenset(formulas.empty))
    return scans


def has_struck_text(path: Path, package: zipfile.ZipFile) -> bool:
    """Whether any style of the workbook strikes text through; to ask each cell takes long."""
    found = False

    def start(tag: str, values: Mapping[str, str]) -> None:
        nonlocal found
        found |= _local(tag) == "strike" and values.get("val", "1") not in ("0", "false")

    if "xl/styles.xml" in package.namelist():
        scan(path, package, "xl/styles.xml", start=start)
    return found


class _Counts:
    """Counts rows, cells and the cells of areas in all sheets together."""

    def __init__(self, file: str, limits: FileLimits) -> None:
        self._file, self._limits = file, limits
        self._rows = self._cells = 0
        self._title, self.formulas = "", False

    def begin(self, title: str) -> None:
        self._title, self.formulas = title, False

    def start(self, tag: str, values: Mapping[str, str]) -> None:
        name = _local(tag) if ":" in tag else tag
        if name == "v":
            return
        if name == "c":
            self._cells += 1
            if self._cells > self._limits.cells:
                raise too_large(self._file, f"blad '{self._title}' heeft te veel cellen")
        elif name == "row":
            self._rows += 1
            if self._rows > self._limits.rows:
                most = dotted(self._limits.rows)
                raise too_large(self._file, f"blad '{self._title}' heeft meer dan {most} rijen")
        elif name == "f":
            self.formulas = True
        elif name in ("mergeCell", "hyperlink"):
            self._cells += _size(values.get("ref", ""))
            if self._cells > self._limits.cells:
                what = "samengevoegd gebied" if name == "mergeCell" else "gebied met een link"
                area = f"blad '{self._title}' heeft een te groot {what} ({values['ref']})"
                raise too_large(self._file, area)


class _Formulas:
    """Collects the cells with a formula. A formula that gives "" has a value, of type str."""

    def __init__(self) -> None:
        self.all: set[str] = set()
        self.empty: set[str] = set()
        self._name, self._is_text = "", False
        self._formula = self._in_value = self._has_value = False

    def start(self, tag: str, values: Mapping[str, str]) -> None:
        name = _local(tag)
        if name == "c":
            self._name, self._is_text = values.get("r", ""), values.get("t") == "str"
            self._formula = self._has_value = False
        elif name == "f":
            self._formula = True
        self._in_value = name == "v"

    def text(self, text: str) -> None:
        self._has_value |= self._in_value and bool(text.strip())

    def end(self, tag: str) -> None:
        self._in_value = False
        if self._formula and _local(tag) == "c":
            self.all.add(self._name)
            if not (self._has_value or self._is_text):
                self.empty.add(self._name)


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


def _size(area: str) -> int:
    found = _AREA.fullmatch(area)
    if found is None:
        return 1
    left, top, right, bottom = found.groups()
    return (_column(right) - _column(left) + 1) * (int(bottom) - int(top) + 1)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number
