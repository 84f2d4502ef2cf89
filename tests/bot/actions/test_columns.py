"""One list of columns: what is written under a heading is read under it, and under its variants."""

import pytest

from bot.actions.columns import COLUMNS, HEADINGS
from bot.documents.headings import heading_key


def test_a_heading_means_one_thing() -> None:
    """No two columns share a heading or a variant, however it is written."""
    keys = [heading_key(name) for column in COLUMNS for name in (column.heading, *column.names)]
    assert len(keys) == len(set(keys))
    assert all(HEADINGS[heading_key(column.heading)] == column.key for column in COLUMNS)


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Wat gaan we doen voor dit beleidsdoel?", "text"),
        ("Wanneer\ngereed?", "due"),
        ("VNG\nKader?", "framework"),
        ("Stand van zaken/ toelichting", "note"),
        ("REGIE", "owners"),
        ("nr.", "code"),
        ("Trekker(s)", "owners"),
        ("Idee\u0308n", None),
    ],
)
def test_headings_are_known_as_people_write_them(heading: str, key: str | None) -> None:
    assert HEADINGS.get(heading_key(heading)) == key
