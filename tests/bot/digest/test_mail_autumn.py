"""The mail made of the real agenda: short enough, whole in both forms, and safe in every part."""

import re

import pytest
from support.digest_samples import full_digest
from support.year_of_work import CONCEPT, ORDINARY, UPDATE, autumn_digest

from bot.core.digest.headings import Heading
from bot.core.digest.parts import Digest, Occasion, Waiting
from bot.core.digest.progress import ChangeKind
from bot.digest.mail import render_digest
from bot.documents.mails import RenderedMail

DIGEST = autumn_digest()
MAIL = render_digest(DIGEST)
HOSTILE = "<script>alert(1)</script>\r\n====\nBcc: iemand & co " + "Samenwerkingsafspraken" * 9


def words(html: str) -> str:
    """The words of a mail as one line."""
    text = re.sub(r"<[^>]+>", " ", html.split("<body")[1].partition(">")[2])
    for entity, sign in {"&ensp;": " ", "&nbsp;": " ", "&#34;": '"', "&amp;": "&"}.items():
        text = text.replace(entity, sign)
    return " ".join(text.split())


@pytest.mark.parametrize("occasion", [ORDINARY, CONCEPT, UPDATE])
def test_the_whole_mail_stays_below_the_size_at_which_mailboxes_cut_it_off(
    occasion: Occasion,
) -> None:
    assert len(render_digest(autumn_digest(occasion)).html.encode()) < 100_000


def test_a_busy_season_shows_fewer_lines_and_no_larger_mail() -> None:
    kinds = [kind.value for kind in ChangeKind]
    busy = DIGEST.model_copy(
        update={
            "changes": tuple(
                line.model_copy(update={"kind": kind}) for kind in kinds for line in DIGEST.changes
            ),
            "owners": DIGEST.owners * 2,
            "late": DIGEST.late * 9,
            "timeline": DIGEST.timeline * 2,
        }
    )
    mail = render_digest(busy)
    assert len(mail.html.encode()) < 100_000
    hidden = len(DIGEST.changes) - 1
    assert mail.html.count(f"De andere {hidden} staan in de bijlage") == len(kinds)
    assert mail.text.count(f"De andere {hidden} staan in de bijlage") == len(kinds)


def test_seventy_full_lines_stay_below_the_limit_too() -> None:
    line = DIGEST.late[0].model_copy(update={"title": "Titel " * 15, "owners": "Eigenaar " * 5})
    full = DIGEST.model_copy(
        update={
            "lists": tuple(
                goal.model_copy(update={"actions": (line,) * len(goal.actions)})
                for goal in DIGEST.lists
            )
        }
    )
    assert len(render_digest(full).html.encode()) < 100_000


def test_what_comes_before_the_details_is_read_in_two_minutes() -> None:
    """Counted from the title on: what stands before it is for the list of mails alone."""
    html = render_digest(DIGEST.model_copy(update={"agreed": None})).html
    top = words(html.split(">Wat is er gewijzigd?<")[0])
    assert len(top.partition(DIGEST.title)[2].split()) < 400, (
        "somebody reads some 200 words in a minute"
    )


@pytest.mark.parametrize("mail", [MAIL, render_digest(autumn_digest(UPDATE))])
def test_the_plain_text_fits_72_columns(mail: RenderedMail) -> None:
    assert [line for line in mail.text.splitlines() if len(line) > 72] == []


@pytest.mark.parametrize("heading", [part for part in Heading if part is not Heading.SINCE_FIRST])
def test_both_forms_have_the_same_parts(heading: Heading) -> None:
    mail = render_digest(full_digest())
    assert f">{heading}</h2>" in mail.html
    assert f"\n{heading.upper()}\n====" in mail.text


@pytest.mark.parametrize(
    "sentence",
    [
        "De andere 5 staan in de bijlage Overzicht.",
        "Nieuw bericht: 11 acties",
        "Eerder: Opnemen in communicatieplan ondermijning.",
        "Team OOV: 2 te laat, 1 komt eraan",
        "4 van de 27 verplichtingen zijn gereed en 19 lopen. 2 gaan niet door.",
        "Nog niet gereed: 23",
        "Nagaan of extra budget nodig is",
        "1.11 t/m 1.15",
        "Flyer meldpunt in het Pools en Bulgaars",
        "staat nog op de lijst.",
        "5 afspraken: 2 zijn gedaan, aan 1 wordt gewerkt en van 2 is niets gehoord.",
        "Het antwoord moest er op 2 november zijn.",
        "Antwoord: Buurtvaders in Hoofddorp zijn begonnen. Budget volgt.",
        "Afgesproken op 18 juni.",
    ],
)
def test_both_forms_say_it(sentence: str) -> None:
    assert sentence in words(MAIL.html)
    assert sentence in " ".join(MAIL.text.split())


def test_a_banner_stands_above_the_answer_in_both_forms() -> None:
    digest = autumn_digest(UPDATE)
    mail = render_digest(digest)
    html, text = words(mail.html), " ".join(mail.text.split())
    assert html.index(digest.banner) < html.rindex(digest.answer)
    assert text.index(digest.banner) < text.index(digest.answer)


def test_an_update_shows_what_is_new_since_the_first_mail() -> None:
    mail = render_digest(autumn_digest(UPDATE))
    for part, other in ((mail.html, MAIL.html), (mail.text, MAIL.text)):
        assert "nieuw na het eerste overzicht" in part.lower()
        assert "nieuw na het eerste overzicht" not in other.lower()


def test_the_picture_is_described_and_its_figures_stand_in_a_table() -> None:
    (picture,) = re.findall(r"<img [^>]*>", MAIL.html)
    assert 'src="cid:verloop" width="576"' in picture
    assert f'alt="{DIGEST.timeline_words}"' in picture
    assert "2 april 2026 6 24 32 8 18 juni 2026 7 27 28 8" in words(MAIL.html)
    assert "18 juni 2026               7      27        28       8\n" in MAIL.text


def test_without_a_timeline_there_is_no_picture() -> None:
    mail = render_digest(autumn_digest(ORDINARY.model_copy(update={"held": ()})))
    assert "<img" not in mail.html
    assert "VERLOOP" not in mail.text


def test_nothing_people_wrote_becomes_markup_or_breaks_a_line() -> None:
    mail = render_digest(_poisoned(autumn_digest(UPDATE, Waiting(proposals=(HOSTILE,)))))
    assert "<script" not in mail.html
    assert mail.html.count("&lt;script&gt;") > 20
    assert "\n====\n" not in mail.text
    assert not re.search(r"^Bcc", mail.text, flags=re.MULTILINE)
    assert [line for line in mail.text.splitlines() if len(line) > 72] == []


def _poisoned(digest: Digest) -> Digest:
    """Put text from outside in every place that shows such a text."""
    line = digest.late[0].model_copy(update={"title": HOSTILE, "owners": HOSTILE, "due": HOSTILE})
    change = digest.changes[0].model_copy(update={"title": HOSTILE, "old": HOSTILE, "new": HOSTILE})
    note = change.model_copy(update={"kind": "Nieuw bericht"})
    return digest.model_copy(
        update={
            "title": HOSTILE,
            "occasion": HOSTILE,
            "banner": HOSTILE,
            "changes": (change, note),
            "since_first": (change, note),
            "owners": (digest.owners[0].model_copy(update={"name": HOSTILE, "late": (line,)}),),
            "obligations": tuple(
                plateau.model_copy(update={"open": (line,)}) for plateau in digest.obligations
            ),
            "goals": (digest.goals[0].model_copy(update={"name": HOSTILE}),),
            "concerns": tuple(
                concern.model_copy(update={"lines": ((HOSTILE, HOSTILE, HOSTILE),)})
                for concern in digest.concerns
            ),
            "lists": (digest.lists[0].model_copy(update={"name": HOSTILE, "actions": (line,)}),),
        }
    )
