"""The digest says how much of the list is still true, per owner, and what nobody looks at."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from support.meeting_samples import occurrence

from bot.core.confirmations.asks import CONFIRMED
from bot.core.digest.confirmed import confirmed_block, confirmed_words
from bot.core.digest.lines import Desk
from bot.core.digest.parts import Occasion
from bot.core.history import Change, Outcome
from bot.core.workdays import Workdays
from mappings.canonical import Action, Due, Status

HELD = tuple(datetime(2026, month, 1, 9, tzinfo=UTC) for month in (4, 6, 8, 10))
MEETING = datetime(2026, 11, 26, 9, tzinfo=UTC)
DESK = Desk({"OOV": "Team OOV", "MOz": "MOz"}, date(2026, 11, 24), Workdays())


def occasion(*held: datetime) -> Occasion:
    previous = occurrence(held[-1]) if held else None
    return Occasion(meeting=occurrence(MEETING), previous=previous, held=held)


def action(code: str, *owners: str, status: Status = Status.RUNNING) -> Action:
    return Action(
        code=code,
        title=f"Actie {code}",
        text="Tekst",
        status=status,
        due=Due.parse("Continue"),
        owners=owners,
    )


def tick(code: str, at: datetime) -> Change:
    return line(code, at, field=CONFIRMED, new="driehoek van 26 november", by="oov-1")


def line(code: str, at: datetime, **fields: object) -> Change:
    values: dict[str, object] = {
        "at": at,
        "run": "sync-1",
        "code": code,
        "side": "planner",
        "field": "note",
        "old": None,
        "new": "Begonnen.",
        "outcome": Outcome.APPLIED,
    }
    return Change.model_validate(values | fields)


LATELY = datetime(2026, 11, 12, 9, tzinfo=UTC)
LIST = (
    action("1.1", "OOV"),
    action("1.2", "OOV"),
    action("1.3", "MOz"),
    action("1.4"),
    action("1.5", "OOV", status=Status.DONE),
)


def test_an_action_says_when_it_was_confirmed_since_the_previous_meeting() -> None:
    past = [tick("1.1", LATELY), tick("1.2", HELD[-1] - timedelta(days=3))]
    assert confirmed_words(past, occasion(*HELD), DESK) == {"1.1": "bevestigd op 12 november"}


def test_it_counts_per_owner_what_was_ticked_and_what_was_changed() -> None:
    past = [tick("1.1", LATELY), line("1.1", LATELY), line("1.2", LATELY), tick("1.5", LATELY)]
    block = confirmed_block(LIST, past, occasion(*HELD), DESK)
    assert block is not None
    assert block.sentence == (
        "2 van de 4 open acties zijn sinds het vorige overleg bevestigd of bijgewerkt: "
        "1 bevestigd en 1 gewijzigd."
    )
    assert [(one.name, one.share, one.detail) for one in block.owners] == [
        ("MOz", "0 van de 1", ""),
        ("Team OOV", "2 van de 2", "1 bevestigd en 1 gewijzigd"),
        ("Nog geen regiehouder", "0 van de 1", ""),
    ]


def test_what_nobody_said_anything_of_for_three_meetings_is_listed() -> None:
    """The meetings of August, October and now: since that of June."""
    past = [
        line("1.1", HELD[1] + timedelta(days=1)),
        tick("1.2", HELD[1] - timedelta(days=1)),
        line("1.3", HELD[2], field="item", new="aanwezig"),
    ]
    block = confirmed_block(LIST, past, occasion(*HELD), DESK)
    assert block is not None
    assert [found.code for found in block.silent] == ["1.2", "1.4"]
    assert block.silence == (
        "Van 2 open acties is sinds de driehoek van 1 juni niets bevestigd of gewijzigd."
    )


def test_before_three_meetings_nobody_is_silent_for_that_long() -> None:
    block = confirmed_block(LIST, [], occasion(*HELD[:2]), DESK)
    assert block is not None
    assert (block.silent, block.silence) == ((), "")


def test_a_list_without_open_actions_has_nothing_to_confirm() -> None:
    assert confirmed_block(LIST[-1:], [], occasion(*HELD), DESK) is None


@given(ticks=st.lists(st.tuples(st.sampled_from(LIST), st.datetimes(HELD[0].replace(tzinfo=None)))))
def test_the_owners_figures_add_up_to_those_of_the_sentence(
    ticks: list[tuple[Action, datetime]],
) -> None:
    """Each of these actions has one owner or none, so that every one counts once."""
    past = [tick(of.code, at.replace(tzinfo=UTC)) for of, at in ticks]
    block = confirmed_block(LIST, past, occasion(*HELD), DESK)
    assert block is not None
    heard = sum(int(owner.share.split(" ")[0]) for owner in block.owners)
    assert block.sentence.startswith(f"{heard} van de 4 ")
    said = confirmed_words(past, occasion(*HELD), DESK)
    assert heard == len(said.keys() & {one.code for one in LIST if one.is_open})
