"""The colours of the house, once for mails, memo, workbook and picture: six hexadecimal digits.

The ramp of the statuses runs from dark to light, so that it also reads without colour; a count
always stands beside it. What carries text has WCAG's contrast of 4.5 to 1: with white, and PLANNED
with INK.
"""

from collections.abc import Mapping

INK = "12305A"  # headings, and what is done
TEXT = "1B2733"
SOFT = "4D5B69"  # what matters less
LATE = "A8321C"  # always beside a word that says it
RULE = "DCE3EA"
RUNNING = "2F6CAB"
PLANNED = "A9CBE8"

CSS: Mapping[str, str] = {
    name: f"#{digits.lower()}"
    for name, digits in {
        "ink": INK,
        "text": TEXT,
        "soft": SOFT,
        "late": LATE,
        "rule": RULE,
        "done": INK,
        "running": RUNNING,
        "planned": PLANNED,
    }.items()
}
"""The same for templates and pictures, by what they are for: `{{ colour.ink }}`."""
