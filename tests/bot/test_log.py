"""Nothing that a library logs or that an exception says reaches the log; where it was, does."""

import json
import logging

import pytest
import structlog

from bot.log import set_up_logging

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
