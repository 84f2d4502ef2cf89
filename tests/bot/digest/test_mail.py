"""The digest as a mail: readable in Outlook, by ear, in the dark, and safe."""

import re
from collections import Counter
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest
from support.digest_samples import LATE, full_digest
from support.meeting_samples import occurrence

from bot.core.digest.compose import compose_digest
from bot.core.digest.lines import Desk
from bot.core.digest.parts import Digest, Material, Occasion, Waiting
from bot.core.digest.sources import Source
from bot.core.history import Change, Outcome
from bot.core.meetings.verdicts import Occurrence
from bot.core.workdays import AMSTERDAM, Workdays
from bot.digest.mail import render_digest
from mappings.canonical import Action, Due, Status

HOSTILE = "<script>alert(1)</script> <img src=x onerror='x'> & \"aanhaling\""
START = datetime(2026, 10, 15, 10, tzinfo=AMSTERDAM)
PLANNER = Source(name="Planner", read_at=START - timedelta(days=2))
VOID = {"meta", "br", "img", "link", "hr"}


class Page(HTMLParser):
    """The mail as a list of tags with attributes, the balance of its tags, and its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the tag, and that it is open."""
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost tag, which must be this one."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note the words a person can see."""
        if self.open and self.open[-1] not in ("style", "title"):
            self.words.append(data)

    @property
    def text(self) -> str:
        """The words of the mail with single blanks."""
        return " ".join(" ".join(self.words).split())

    def all(self, tag: str) -> list[dict[str, str]]:
        """The attributes of each tag by this name."""
        return [attributes for name, attributes in self.tags if name == tag]


def meeting(start: datetime, subject: str = "Lokale driehoek") -> Occurrence:
    return occurrence(start, subject=subject)


def action(code: str, title: str, due: str, status: Status | None, **changed: Any) -> Action:
    values: dict[str, Any] = {
        "code": code,
        "title": title,
        "text": "Tekst",
        "due": Due.parse(due),
        "status": status,
        "owners": ("OOV",),
    }
    return Action(**(values | changed))


ACTIONS = (
    action("1.1", "Aanpak vaststellen", "2025", Status.DONE),
    action("1.2", "Meldroute bekendmaken", "2025", Status.PLANNED),
    action("2.1", "Leeromgeving inzetten", "2026-11-06", Status.RUNNING, note="Training gepland."),
    action("2.2", "Crisisbedden regelen", "NIET", Status.DROPPED, note="Geen geld.", owners=()),
)
HISTORY = tuple(
    Change(
        at=datetime(2026, 8, 3, 9, tzinfo=AMSTERDAM),
        run="r1",
        code=code,
        side="planner",
        field=field,
        old=old,
        new=new,
        outcome=Outcome.APPLIED,
    )
    for code, field, old, new in (
        ("1.1", "status", "Loopt", "Gereed"),
        ("2.1", "note", "", "Training gepland."),
    )
)


def compose(
    *actions: Action, subject: str = "Lokale driehoek", sources: tuple[Source, ...] = (PLANNER,)
) -> Digest:
    return compose_digest(
        Material(actions=actions or ACTIONS, history=HISTORY, waiting=Waiting(), sources=sources),
        Occasion(
            meeting=meeting(START, subject),
            previous=meeting(datetime(2026, 6, 18, 10, tzinfo=AMSTERDAM)),
        ),
        title="Uitvoeringsagenda",
        goals={1: "Basis op orde", 2: "Signaleren"},
        desk=Desk({"OOV": "Team OOV"}, date(2026, 10, 13), Workdays()),
    )


MAIL = render_digest(compose())
PAGE = Page(MAIL.html)

PLAIN_TEXT = """\
Uitvoeringsagenda
Lokale driehoek, donderdag 15 oktober 2026 om 10:00 uur

1 van de 4 acties is gereed en 1 loopt. 1 actie is te laat.

Sinds de vorige keer, op 18 juni 2026: 1 afgerond en 1 nieuw bericht.

   1  Gereed (klaar): 1 meer dan vorige keer
   1  Loopt (mee bezig): 1 minder dan vorige keer
   1  Planning (nog niet begonnen): gelijk gebleven
   1  NIET (gaat niet door): gelijk gebleven
   0  Geen stand (niet ingevuld): gelijk gebleven
   1  Te laat (deadline voorbij): 1 minder dan vorige keer


VRAAGT UW AANDACHT
==================

- 1 actie gaat niet door.


STAND PER DOEL
==============

1. Basis op orde: 2 acties, waarvan 1 te laat
    Gereed 1, Planning 1

2. Signaleren: 2 acties
    Loopt 1, NIET 1


WAT IS ER GEWIJZIGD?
====================

Afgerond: 1 actie
-----------------
1.1 Aanpak vaststellen
    Was Loopt, nu Gereed

Nieuw bericht: 1 actie
----------------------
2.1 Leeromgeving inzetten
    Training gepland.


TE LAAT OF KOMT ERAAN
=====================
De deadline is voorbij, of is uiterlijk 26 november 2026, zes weken na
dit overleg.

Team OOV: 1 te laat, 1 komt eraan
---------------------------------
1.2 Meldroute bekendmaken
    Planning, deadline 2025 (40 weken te laat)
2.1 Leeromgeving inzetten
    Loopt, deadline 6 november 2026 (nog 18 werkdagen)


WAT HEEFT HET OPGELEVERD?
=========================
1 actie is gereed, maar er staat nog niet bij wat het opleverde.

Nog zonder bericht: 1.1


AANDACHTSPUNTEN
===============

Gaat niet door (NIET)
---------------------
1 actie gaat niet door.
2.2 Crisisbedden regelen
    Geen geld.


ALLE ACTIES
===========
De hele lijst met toelichting staat in de bijlage Actielijst.

1. Basis op orde
----------------
1.1 Aanpak vaststellen
    Gereed, deadline 2025, Team OOV
1.2 Meldroute bekendmaken
    Planning, deadline 2025 (40 weken te laat), Team OOV

2. Signaleren
-------------
2.1 Leeromgeving inzetten
    Loopt, deadline 6 november 2026 (nog 18 werkdagen), Team OOV
2.2 Crisisbedden regelen
    Gaat niet door

--
Dit overzicht is automatisch gemaakt op dinsdag 13 oktober 2026, uit de
actielijst en Planner. Klopt er iets niet? Pas het aan in Planner. Dan
staat het goed in het volgende overzicht.
"""


def test_the_plain_text_reads_like_this() -> None:
    assert MAIL.text == PLAIN_TEXT


def test_what_was_promised_first_stands_below_a_deadline_in_both_forms() -> None:
    mail = render_digest(full_digest())
    assert f"3 weken te laat {LATE.promised}" in Page(mail.html).text
    assert f"(3 weken te laat), {LATE.promised}" in " ".join(mail.text.split())


def test_what_came_of_what_is_done_stands_in_both_forms() -> None:
    mail = render_digest(full_digest())
    for words in (Page(mail.html).text, " ".join(mail.text.split())):
        assert "bij 1 staat wat het opleverde, bij 2 nog niet." in words
        assert "Het convenant is getekend." in words
        assert "Gereed op 3 november 2026" in words
        assert "Nog zonder bericht: 1.5, 1.6" in words


def test_the_subject_is_the_answer() -> None:
    assert MAIL.subject == "Lokale driehoek 15 oktober: 1 van 4 acties gereed, 1 te laat"


def test_the_first_words_a_mailbox_shows_are_the_answer() -> None:
    assert PAGE.text.startswith("1 van de 4 acties is gereed en 1 loopt. 1 actie is te laat. Sinds")


def test_both_forms_tell_the_same_facts() -> None:
    facts = re.findall(r"\d+ werkdagen|\d+ weken te laat|\d\.\d \w+|\d+ \w+ 2026", MAIL.text)
    spaced = PAGE.text.replace("\u2002", " ").replace("\u00a0", " ")
    html = " ".join(spaced.split())
    assert facts
    assert [fact for fact in facts if fact not in html] == []


def test_all_tags_are_closed_in_order() -> None:
    assert PAGE.open == []


def test_the_page_is_dutch_and_has_a_title() -> None:
    assert PAGE.all("html")[0]["lang"] == "nl"
    assert f"<title>{MAIL.subject}</title>" in MAIL.html


def test_every_table_is_either_layout_or_has_a_caption_and_scoped_headers() -> None:
    data = [table for table in PAGE.all("table") if table.get("role") != "presentation"]
    assert len(data) == len(PAGE.all("caption")) > 0
    assert {header["scope"] for header in PAGE.all("th")} == {"col", "row", "rowgroup"}


def test_headings_go_down_one_level_at_a_time() -> None:
    levels = [int(tag[1]) for tag, _ in PAGE.tags if tag in ("h1", "h2", "h3")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_it_keeps_to_what_classic_outlook_understands() -> None:
    tags = Counter(tag for tag, _ in PAGE.tags)
    assert not tags.keys() & {"img", "script", "svg", "form", "a", "link", "section", "button"}
    assert "max-width:640px" in MAIL.html
    assert 'width="640"' in MAIL.html, "classic Outlook ignores max-width"
    styles = " ".join(attributes.get("style", "") for _, attributes in PAGE.tags)
    assert not re.search(r"flex|grid|float|position|background-image|url\(|rgba", styles)


def test_a_bar_fills_the_whole_width() -> None:
    bars = re.findall(r'class="bar".*?</table>', MAIL.html, flags=re.DOTALL)
    widths = [[int(w) for w in re.findall(r'width="(\d+)%" height', bar)] for bar in bars]
    assert widths == [[50, 50], [50, 50]]


def test_the_counts_of_a_bar_stand_beside_it_in_words() -> None:
    assert "Gereed 1 Planning 1" in " ".join(PAGE.text.replace("\u2002", " ").split())


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours. Source: WCAG 2.1, "contrast ratio"."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_text_stands_out_from_its_background_in_light_mode() -> None:
    header = {"#c9dbef", "#ffffff"}  # on the dark blue band
    spoken = [a for _, a in PAGE.tags if "aria-hidden" not in a]
    found = (re.findall(r"(?:^|;)color:(#\w{6})", a.get("style", "")) for a in spoken)
    colours = {colour for group in found for colour in group}
    assert colours > header
    assert all(contrast(colour, "#12305a") >= 4.5 for colour in header)
    for colour in colours - header:
        assert min(contrast(colour, "#ffffff"), contrast(colour, "#f1f5f9")) >= 4.5, colour


def test_text_stands_out_from_its_background_in_dark_mode() -> None:
    dark = MAIL.html.split("(prefers-color-scheme: dark)")[1].split("</style>")[0]
    text = re.findall(r"^  \.(?:ink|soft|late).* { color: (#\w{6})", dark, flags=re.MULTILINE)
    grounds = re.findall(r"\.(?:sheet|tile) { background-color: (#\w{6})", dark)
    assert len(set(text)) == 3
    assert len(grounds) == 2
    assert all(contrast(colour, ground) >= 4.5 for colour in text for ground in grounds)
    assert '<meta name="color-scheme" content="light dark">' in MAIL.html


def test_peoples_text_never_becomes_markup() -> None:
    hostile = [
        action("1.1", HOSTILE, "2025", Status.RUNNING, owners=("<b>x</b>",)),
        action("2.1", "Notitie", "2026", Status.DROPPED, note=HOSTILE),
    ]
    html = render_digest(compose(*hostile, subject=HOSTILE)).html
    page = Page(html)
    assert not {"script", "img"} & {tag for tag, _ in page.tags}
    assert "onerror" not in {name for _, attributes in page.tags for name in attributes}
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 4
    assert "&lt;b&gt;x&lt;/b&gt;" in html


def test_plain_text_is_not_escaped() -> None:
    text = render_digest(compose(action("1.1", "Zorg & veiligheid", "2026", None))).text
    assert "1.1 Zorg & veiligheid" in text


def test_a_subject_is_one_line_whatever_the_calendar_says() -> None:
    subject = render_digest(compose(subject="Lokale\r\nBcc: iemand@elders.example " * 9)).subject
    assert not re.search(r"[\r\n]", subject)
    assert len(subject) < 150


@pytest.mark.parametrize("sentence", ["Geen enkele actie is te laat.", "Er is geen deadline tot"])
def test_an_empty_list_says_so_in_both_forms(sentence: str) -> None:
    mail = render_digest(compose(action("1.1", "Doorlopend werk", "Continue", Status.RUNNING)))
    assert sentence in Page(mail.html).text
    assert sentence in mail.text


def test_the_first_digest_has_no_section_about_changes() -> None:
    digest = compose().model_copy(update={"changes": ()})
    mail = render_digest(digest)
    assert "Wat is er gewijzigd?" not in mail.html
    assert "WAT IS ER GEWIJZIGD?" not in mail.text
