# `just` checks all that a change has to pass, as .ci/run does; `just --list` tells the rest.

# Everything, in the installed environment
default: tests pythons style types floors

# Make the environment, with all that developing asks for
install:
    python3 -m venv .venv && .venv/bin/pip install -q -c constraints.txt -e '.[dev]'

# All tests
tests:
    .venv/bin/pytest -n 3 --dist worksteal

# One test, file or folder, without starting workers: just test tests/bot/core
test *words:
    .venv/bin/pytest {{ words }}

# Most tests on the other Pythons of this machine
pythons:
    .ci/pythons

# Style
style:
    .venv/bin/ruff check .
    .venv/bin/ruff format --check .

# Types
types:
    .venv/bin/mypy

# Who may import whom
floors:
    .venv/bin/lint-imports
