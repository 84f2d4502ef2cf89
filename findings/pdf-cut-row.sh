#!/usr/bin/env bash
# A table that a browser prints over two pages: are all its words in the tables that pdfplumber finds?
#
# Expected: a word that stands within the borders of a table on a page is in a cell of that table.
# Seen, pdfplumber 0.11.10 with Debian's Chromium: Chromium draws no line across where a page cuts a
# row. The words of that row at the foot of the page, and those at the top of the next one, stand
# between the lines at the sides, and pdfplumber gives them in no cell. Nothing warns of it: the row
# is missing, or has lost its begin.
# What follows: a table ends where the lines beside it end; the missing line is put there before the
# cells are looked for.
#
# Needs python3 and chromium. Exit 0: as described; 1: something has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install -q pdfplumber==0.11.10 2>/dev/null

cat >page.py <<'PYTHON'
rows = "".join(
    f"<tr><td>1.{n}</td><td>{' '.join(f'word{n}x{w}' for w in range(60))}</td></tr>"
    for n in range(1, 21)
)
style = "table{border-collapse:collapse;width:400px} td{border:1px solid black}"
with open("page.html", "w", encoding="utf-8") as file:
    file.write(f"<meta charset=utf-8><style>{style}</style><table>{rows}</table>")
PYTHON
python3 page.py
chromium --version
chromium --headless --no-sandbox --disable-gpu --no-pdf-header-footer \
    --print-to-pdf=page.pdf page.html >/dev/null 2>&1

cat >words.py <<'PYTHON'
import sys
from importlib.metadata import version

import pdfplumber

print("pdfplumber", version("pdfplumber"))


WRITTEN = 20 * 61  # rows, and the words in each


def words(mended):
    """How many words stand in cells. mended: with a line where those at the sides begin and end."""
    found = 0
    with pdfplumber.open("page.pdf") as pdf:
        for page in pdf.pages:
            beside = [edge for edge in page.edges if edge["orientation"] == "v"]
            ends = [min(edge["top"] for edge in beside), max(edge["bottom"] for edge in beside)]
            tables = page.extract_tables({"explicit_horizontal_lines": ends} if mended else {})
            cells = [cell or "" for table in tables for row in table for cell in row]
            found += sum(len(cell.split()) for cell in cells)
    return found


plain, with_lines = words(mended=False), words(mended=True)
print(f"{WRITTEN} words in the table, {plain} of them in cells; {with_lines} with the lines put there")
sys.exit(0 if plain < WRITTEN == with_lines else 1)
PYTHON
venv/bin/python words.py && echo "as described"
