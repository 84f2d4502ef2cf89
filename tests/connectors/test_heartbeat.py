"""The sign of life: called over real HTTP, harmless when it fails, and nobody reads its address."""

import pytest
from support.listener import listening

from bot.log import set_up_logging
from connectors.errors import Fenced
from connectors.heartbeat import beat, check_heartbeat_url

SECRET = "0d5e-geheim"


def test_one_plain_call_is_made_and_taken() -> None:
    with listening() as listener:
        assert beat(f"{listener.origin}/ping/{SECRET}")
    assert listener.heard == [f"GET /ping/{SECRET}"]


@pytest.mark.parametrize("status", [301, 404, 500])
def test_a_call_that_is_not_taken_is_an_answer(status: int) -> None:
    with listening() as listener:
        listener.status = status
        assert not beat(f"{listener.origin}/{SECRET}")


def test_nobody_at_home_is_an_answer_too() -> None:
    with listening() as listener:
        pass
    assert not beat(f"{listener.origin}/{SECRET}")


@pytest.mark.parametrize("url", ["http://hc.example/x", "ftp://hc.example/x", "hc.example", "x y"])
def test_only_https_goes_out_of_this_machine(url: str) -> None:
    with pytest.raises(Fenced):
        check_heartbeat_url(url)
    assert not beat(url)
    assert check_heartbeat_url("https://hc.example/x") == "https://hc.example/x"


def test_the_address_is_in_no_log(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("text", "DEBUG")
    with listening() as listener:
        beat(f"{listener.origin}/{SECRET}")
    beat(f"{listener.origin}/{SECRET}")
    beat(f"http://elders.example/{SECRET}")
    heard = capsys.readouterr().err
    assert heard.count("heartbeat") == 3
    assert SECRET not in heard
