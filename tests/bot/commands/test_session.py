"""Every run is booked with the exit code it ended with."""

import pytest

from bot.commands.session import Session
from bot.errors import UsageError
from bot.service.outcomes import ExitCode
from bot.settings import SettingsErrors
from bot.store.errors import UnknownCode
from bot.sync.side import SideUnavailable


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (SettingsErrors(["PLANNER_GROUP_ID ontbreekt."]), 2),
        (SideUnavailable("planner", "Planner is er niet."), 5),
        (ZeroDivisionError(), 1),
        (KeyboardInterrupt(), 130),
    ],
)
def test_a_run_that_fails_is_booked_with_its_exit_code(
    environ: dict[str, str], error: BaseException, outcome: int
) -> None:
    session = Session(environ)
    with pytest.raises(type(error)), session.run("sync"):
        raise error
    with session.house.store.begin() as ledger:
        run = ledger.runs.latest("sync")
    assert run is not None
    assert (run.outcome, run.finished_at is None) == (outcome, False)


@pytest.mark.parametrize("error", [UsageError("Geef een code."), UnknownCode("9.9")])
def test_a_command_that_is_refused_was_no_run(
    environ: dict[str, str], error: BaseException
) -> None:
    session = Session(environ)
    with pytest.raises(type(error)), session.run("set"):
        raise error
    with session.house.store.begin() as ledger:
        assert ledger.runs.latest("set") is None


def test_a_run_that_succeeds_is_booked_with_what_it_says_of_itself(environ: dict[str, str]) -> None:
    session = Session(environ)
    with session.run("sync") as booked:
        booked.outcome, booked.summary = ExitCode.WAITS_FOR_PERSON, {"planner": {"created": 2}}
    with session.house.store.begin() as ledger:
        run = ledger.runs.latest("sync")
    assert run is not None
    assert (run.id, run.outcome, run.summary) == (booked.id, 3, {"planner": {"created": 2}})
