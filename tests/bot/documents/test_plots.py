"""Plots: counts to scale and in their place, named for who cannot see, the same everywhere."""

import io
import sys
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import font_source_sans_pro
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFont

from bot.ahead.paper import KINDS
from bot.documents.plots import WIDTH, Bars, Part, as_png, draw_bars, in_statuses

SVG = "{http://www.w3.org/2000/svg}"
MONTHS = ("jan", "feb", "mrt", "apr", "mei", "juni", "juli", "aug", "sep", "okt", "nov", "dec")


def bars(*counts: tuple[int, int, int], words: str = "Verloop") -> Bars:
    labels = tuple(f"{number} {MONTHS[number % 12]} 2026" for number in range(len(counts)))
    done, running, planned = zip(*counts, strict=True)
    return Bars(words, labels, in_statuses(done=done, running=running, planned=planned))


def texts(svg: bytes) -> list[str]:
    root = ET.fromstring(svg)
    return [found.text for found in root.iter(f"{SVG}text") if found.text]


def widths(svg: bytes) -> list[float]:
    """Of every part that is drawn, part by part."""
    root = ET.fromstring(svg)
    found = [rect for rect in root.iter(f"{SVG}rect") if "rect reactive" in rect.get("class", "")]
    return [float(rect.get("width", 0)) for rect in found]


@pytest.mark.parametrize("count", [1, 2, 7, 12])
def test_a_picture_is_twice_as_wide_as_it_is_shown(count: int) -> None:
    png = as_png(draw_bars(bars(*[(30, 20, 10)] * count)))
    picture = Image.open(io.BytesIO(png))
    assert (picture.format, picture.width) == ("PNG", 2 * WIDTH)
    assert len(png) < 90_000


def test_the_same_values_give_the_same_bytes() -> None:
    values = bars((0, 9, 49), (31, 26, 2))
    assert draw_bars(values) == draw_bars(values)
    assert as_png(draw_bars(values)) == as_png(draw_bars(values))
    assert b"2026-" not in draw_bars(values), "the day of drawing"


def test_every_part_is_as_wide_as_its_count() -> None:
    done, running, planned = widths(draw_bars(bars((40, 20, 10))))
    assert [done / 40, running / 20] == pytest.approx([planned / 10] * 2, rel=0.01)


def test_bars_stand_in_their_order_with_every_label_whole() -> None:
    values = bars(*[(9, 9, 9)] * 12)
    drawn = ET.fromstring(draw_bars(values))
    placed = {
        found.text: float(found.attrib["y"])
        for found in drawn.iter(f"{SVG}text")
        if found.text in values.labels
    }
    assert sorted(placed, key=lambda label: placed[label]) == [*values.labels]
    heights = sorted(placed.values())
    apart = [below - above for above, below in pairwise(heights)]
    assert min(apart) > 20, "labels lie over each other"


def test_a_count_is_written_where_it_fits() -> None:
    assert {"68"} <= {*texts(draw_bars(bars((68, 1, 1))))}
    assert "1" not in texts(draw_bars(bars((68, 1, 1))))


def test_a_picture_says_what_it_is_and_loads_nothing() -> None:
    drawn = draw_bars(bars((3, 2, 1), words="Gereed ging van 1 naar 3 <&>."))
    root = ET.fromstring(drawn)
    assert root.get("role") == "img"
    assert [title.text for title in root.iter(f"{SVG}title")] == ["Gereed ging van 1 naar 3 <&>."]
    assert not {f"{SVG}script", f"{SVG}desc", f"{SVG}image"} & {inner.tag for inner in root.iter()}


def overlaps(svg: bytes) -> list[str]:
    """The names in the legend that run into the next or out of the picture, in its own letters."""
    folder = Path(font_source_sans_pro.__file__).with_name("files")
    letters = ImageFont.truetype(str(folder / "SourceSansPro-Regular.ttf"), 14)
    texts = [
        text
        for group in ET.fromstring(svg).iter(f"{SVG}g")
        if "activate-serie" in group.get("class", "")
        for text in group.iter(f"{SVG}text")
    ]
    begins = [float(text.attrib["x"]) for text in texts]
    limits = [*(begin - 19 for begin in begins[1:]), WIDTH - 42.0]  # a box before each name
    return [
        text.text or ""
        for text, begin, limit in zip(texts, begins, limits, strict=True)
        if begin + letters.getlength(text.text or "") > limit
    ]


def test_no_name_in_a_legend_runs_into_the_next() -> None:
    assert overlaps(draw_bars(bars((9, 9, 9)))) == []
    ahead = tuple(Part(name, (9,), fill, ink) for name, _, fill, ink in KINDS)
    assert overlaps(draw_bars(Bars("Vooruit", ("juni",), ahead))) == []
    long = Part("Nog te doen in de periode, en meer", (9,), "#12305a", "#ffffff")
    assert overlaps(draw_bars(Bars("Lang", ("juni",), (long, *ahead[:2])))) == [long.name]


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one bar"):
        draw_bars(Bars("", (), ()))
    with pytest.raises(ValueError, match="for each"):
        draw_bars(Bars("", ("a", "b"), (Part("Gereed", (1,), "#12305a", "#ffffff"),)))


@given(
    st.lists(
        st.tuples(st.integers(0, 700), st.integers(0, 700), st.integers(0, 700)),
        min_size=1,
        max_size=24,
    )
)
def test_any_counts_can_be_drawn(counts: list[tuple[int, int, int]]) -> None:
    assert len(widths(draw_bars(bars(*counts)))) == 3 * len(counts)


def test_drawing_leaves_the_imports_of_the_program_alone() -> None:
    assert [finder for finder in sys.meta_path if not hasattr(finder, "find_spec")] == []
