#!/usr/bin/env bash
# After importing a library for plots, try to import an optional package that is not there.
#
# Expected: ModuleNotFoundError, which a program that can do without the package catches.
# Seen, pygal 3.1.3: `import pygal` adds a finder for its maps to sys.meta_path that has only
# find_module, which Python 3.12 took out. On Python 3.11 such an import first gives an
# ImportWarning about that finder; with warnings as errors it comes in place of the
# ModuleNotFoundError and ends programs that were well prepared (openpyxl tries numpy in this way).
# On 3.12 and later the finder is passed over in silence.
# What follows: our plots take that finder out again right after the import.
#
# Exit 0: as described; 1: something has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet pygal==3.1.3 2>/dev/null
"$folder/venv/bin/python" - <<'PYTHON'
import sys
import warnings

import pygal

old = [finder for finder in sys.meta_path if not hasattr(finder, "find_spec")]
with warnings.catch_warnings(record=True) as heard:
    warnings.simplefilter("always")
    try:
        import no_such_optional_package
    except ModuleNotFoundError as error:
        print(error)

warned = [str(warning.message) for warning in heard if warning.category is ImportWarning]
print("Python", sys.version.split()[0], "pygal", pygal.__version__)
print("finders of the old kind:", [type(finder).__name__ for finder in old])
print("warned before that:", warned)
as_described = len(old) == 1 and bool(warned) == (sys.version_info < (3, 12))
raise SystemExit(0 if as_described else 1)
PYTHON
