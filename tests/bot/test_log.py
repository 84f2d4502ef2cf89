"""Nothing that a library logs or that an exception says reaches the log; where it was, does."""

import json
import logging
import subprocess
import sys

import pytest
import structlog

from bot.log import set_up_logging
from connectors.log import bound, get_logger

SECRET = "eyJ0eXAi.geheim"


def failing() -> None:
    """Fail twice over, with a secret in each text and in none of the lines of the program."""
    try:
        json.loads(f"[{SECRET!r}")
    except ValueError as error:
        raise LookupError(SECRET) from error


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_of_a_library_only_the_place_is_logged(
    capsys: pytest.CaptureFixture[str], log_format: str
) -> None:
    set_up_logging(log_format, "DEBUG")
    library = logging.getLogger("msal.oauth2cli")
    try:
        failing()
    except LookupError:
        library.exception("Token response is not in json format: %s", SECRET)
    library.debug(f"{SECRET}")
    library.warning("not as many values as places %s %s", SECRET)
    told = capsys.readouterr().err
    assert SECRET not in told
    assert told.count("msal.oauth2cli") == 3
    assert told.count("test_log.py:") == 3
    assert "LookupError" in told


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_of_an_exception_the_kinds_and_the_way_are_logged(
    capsys: pytest.CaptureFixture[str], log_format: str
) -> None:
    set_up_logging(log_format, "WARNING")
    try:
        failing()
    except LookupError as error:
        structlog.get_logger().error("bug", exc_info=error)
    told = capsys.readouterr().err
    assert SECRET not in told
    assert told.index("JSONDecodeError") < told.index("LookupError")
    assert "in failing" in told


def test_a_library_below_the_level_is_not_heard(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("text", "WARNING")
    logging.getLogger("urllib3").info("x")
    assert capsys.readouterr().err == ""


def test_control_python_by_itself_writes_it_all_down(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("text", "WARNING")
    logging.basicConfig(force=True)
    logging.getLogger("msal").error("%s", SECRET)
    assert SECRET in capsys.readouterr().err


def test_a_line_carries_what_is_bound_where_it_was_logged(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up_logging("json", "INFO")
    log = get_logger()
    with bound(command="sync", run="sync-1"), bound(side="planner"):
        log.info("in a run", command="plan")
    log.info("after it")
    inner, after = map(json.loads, capsys.readouterr().err.splitlines())
    assert (inner["run"], inner["side"], inner["command"]) == ("sync-1", "planner", "plan")
    assert "run" not in after


HEARD = """
import sys
from bot.log import set_up_logging
from connectors.log import bound, get_logger
from connectors.log import get_logger
log = get_logger()
set_up_logging("json", "WARNING")
log.info("below the level")
print("structlog" in sys.modules)
log.warning("heard")
log.info("below the level")
"""


def test_a_line_that_is_not_heard_loads_nothing_and_the_first_that_is_comes_out_as_set_up() -> None:
    done = subprocess.run([sys.executable, "-c", HEARD], capture_output=True, text=True, check=True)
    (line,) = done.stderr.splitlines()
    assert (done.stdout, json.loads(line)["event"]) == ("False\n", "heard")
