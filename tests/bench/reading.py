"""What reading a large list costs, beside what its library takes for bare reading.

    python tests/bench/reading.py

A workbook of 5,000 rows and 8 columns: beside openpyxl, which loads it and goes over its values. A
PDF of 60 pages with 240 actions: beside pdfplumber, which takes the tables off each page. Both are
made here. Each reading is a process of its own and CPU is that of the process after its imports;
theirs and ours take turns and the best of each counts, as others use the machine too. Targets: 1.5
times openpyxl, 1.3 times pdfplumber, below 150 MB. Nothing here fails a build.
"""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]

REPEATS = 5
HEAD = ("Code", "Titel", "Doel", "Tekst", "Status", "Deadline", "Regie", "Toelichting")
TEXT = "Bijdragen aan het regionale beleidsplan aanpak mensenhandel via deelname aan de regiegroep"
NOTE = (
    "Loopt. Plateau 1 VNG verplicht. De werkprocessen en rollen van alle partners zijn beschreven."
)


def make_workbook(path: Path) -> None:
    """Write 5,000 rows."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Acties")
    sheet.append(HEAD)
    for number in range(5_000):
        code = f"{number // 100 + 1}.{number % 100 + 1}"
        sheet.append((code, f"Actie {number}", "1. Beleid", TEXT, "Loopt", 2026, "OOV", NOTE))
    book.save(path)


def make_pdf(path: Path) -> None:
    """Write 60 pages of four rows, with their heading on each."""
    from support.pdf_samples import PdfPages, wrapped

    pages = PdfPages(path)
    for page in range(60):
        rows = [
            (f"{page + 1}.{row}", wrapped(f"{TEXT} " * 3, 150), "OOV", wrapped(f"{NOTE} " * 4, 150))
            for row in range(1, 5)
        ]
        pages.table(("Code", "Tekst", "Regie", "Toelichting"), *rows)
        if page < 59:
            pages.new_page()
    pages.finished()


def bare_workbook(path: Path) -> Callable[[], int]:
    """Read with openpyxl alone."""
    from openpyxl import load_workbook

    def read() -> int:
        sheet = load_workbook(path, data_only=True).worksheets[0]
        return sum(1 for _ in sheet.iter_rows(values_only=True)) - 1

    return read


def bare_pdf(path: Path) -> Callable[[], int]:
    """Read with pdfplumber alone."""
    import pdfplumber

    def read() -> int:
        rows = 0
        with pdfplumber.open(path) as pdf:
            for page in pdf.pages:
                rows += sum(len(table) - 1 for table in page.extract_tables())
                page.close()
        return rows

    return read


def ours(path: Path) -> Callable[[], int]:
    """This program's reading, with the tables as its outcome."""
    # Loaded before the clock starts, as theirs are.
    import openpyxl  # noqa: F401

    from bot.documents import read_excel, read_pdf  # noqa: F401
    from bot.documents.headings import Headings
    from bot.documents.read import read_document

    def read() -> int:
        return sum(len(table.rows) for table in read_document(path, Headings.of(HEAD)).tables)

    return read


READERS = {"openpyxl": bare_workbook, "pdfplumber": bare_pdf, "driehoek": ours}


def measure(reader: str, path: str) -> None:
    """Read once in this process; print rows, seconds and megabytes."""
    read = READERS[reader](Path(path))
    start = time.process_time()
    rows = read()
    seconds = time.process_time() - start
    print(rows, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)  # noqa: T201


def best(readers: tuple[str, str], path: Path) -> dict[str, tuple[int, float, float]]:
    """Measure both in turns. Gives rows, the least seconds and the least megabytes of each."""
    found: dict[str, list[tuple[int, float, float]]] = {reader: [] for reader in readers}
    for _ in range(REPEATS):
        for reader in readers:
            command = [sys.executable, __file__, reader, str(path)]
            answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            rows, seconds, megabytes = answer.split()
            found[reader].append((int(rows), float(seconds), float(megabytes)))
    return {
        reader: (runs[0][0], min(run[1] for run in runs), min(run[2] for run in runs))
        for reader, runs in found.items()
    }


def main() -> None:
    """Print a line per file."""
    with tempfile.TemporaryDirectory() as folder:
        for library, name, make in (
            ("openpyxl", "lijst.xlsx", make_workbook),
            ("pdfplumber", "lijst.pdf", make_pdf),
        ):
            path = Path(folder) / name
            make(path)
            runs = best((library, "driehoek"), path)
            theirs, own = runs[library], runs["driehoek"]
            assert theirs[0] == own[0]
            line = f"{name}: {own[0]} rows; {library} {theirs[1]:.2f} s, {theirs[2]:.0f} MB; "
            line += f"driehoek {own[1]:.2f} s, {own[2]:.0f} MB; {own[1] / theirs[1]:.2f} times"
            print(line)  # noqa: T201


if __name__ == "__main__":
    if len(sys.argv) == 3:
        measure(*sys.argv[1:])
    else:
        main()
