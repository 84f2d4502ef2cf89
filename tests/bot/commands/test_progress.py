"""A line of progress: at a terminal only, after a second, and nothing of it is left."""

import os
import pty
import re
import select
import sys
import termios
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from support.installation import Office
from support.program import Program

from bot.commands import progress
from bot.commands.progress import progress_line
from bot.commands.session import Session

ERASED = "\r\x1b[2K"


@dataclass
class Screen:
    """A terminal of 40 columns. ours: where what is shown is read; theirs: what a program has."""

    ours: int
    theirs: int
    shown: str = field(default="")

    def until(self, wanted: str) -> str:
        """All that was shown, once this is among it."""
        end = time.monotonic() + 30
        while wanted not in self.shown:
            assert time.monotonic() < end, self.shown
            self.take(0.1)
        return self.shown

    def take(self, seconds: float = 0.0) -> str:
        """All that was shown until now."""
        while select.select([self.ours], [], [], seconds)[0]:
            self.shown += os.read(self.ours, 65536).decode()
            seconds = 0.0
        return self.shown


@pytest.fixture
def screen() -> Iterator[Screen]:
    """A terminal, at which somebody looks on."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 40))
    yield Screen(ours, theirs)
    os.close(ours)
    os.close(theirs)


def at(screen: Screen, monkeypatch: pytest.MonkeyPatch, *, after: float = 0.01) -> Session:
    """A command whose talk goes to that terminal, and that shows a line after so many seconds."""
    monkeypatch.setattr(sys, "stderr", open(screen.theirs, "w", closefd=False))  # noqa: SIM115
    monkeypatch.setattr(progress, "AFTER_SECONDS", after)
    monkeypatch.setenv("TERM", "xterm")
    return Session({"TERM": "xterm"})


def test_work_that_tells_nothing_shows_what_it_is_and_leaves_nothing(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    with progress_line(at(screen, monkeypatch), "Planner lezen"):
        assert screen.until("lezen") == f"{ERASED}Planner lezen ...\r"
    assert screen.take() == f"{ERASED}Planner lezen ...\r{ERASED}"


def test_it_says_how_far_and_never_more_than_the_screen_is_wide(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    with progress_line(at(screen, monkeypatch), "Planner lezen") as told:
        screen.until("lezen")
        told("Planner bijwerken", 20, 70)
        assert screen.take().endswith(f"{ERASED}Planner bijwerken: 20 van 70 ...\r")
        told("x" * 100, 0, 0)
        assert screen.take().endswith(f"{ERASED}{'x' * 39}\r")


def test_what_is_said_meanwhile_stands_on_a_line_of_its_own(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = at(screen, monkeypatch)
    with progress_line(session, "Planner lezen"):
        screen.until("lezen")
        session.say("Even geduld.")
    line = f"{ERASED}Planner lezen ...\r"
    assert screen.take() == f"{line}{ERASED}Even geduld.\r\n{line}{ERASED}"


def test_what_is_done_within_the_second_shows_nothing(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = at(screen, monkeypatch, after=600.0)
    with progress_line(session, "Planner lezen") as told:
        told("Planner bijwerken", 1, 3)
        session.say("Klaar.")
    assert screen.take() == "Klaar.\r\n"


def test_a_terminal_that_cannot_take_a_line_away_gets_none(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    with progress_line(
        replace(at(screen, monkeypatch), environ={"TERM": "dumb"}), "Planner lezen"
    ) as told:
        told("Planner bijwerken", 1, 3)
    assert screen.take() == ""


@pytest.mark.parametrize(
    ("words", "doing"),
    [(("sync",), "Planner lezen"), (("digest", "--dry-run"), "Het overzicht maken")],
)
def test_a_command_that_waits_for_microsoft_shows_it_at_a_terminal_only(
    office: Office, tmp_path: Path, screen: Screen, words: tuple[str, ...], doing: str
) -> None:
    program = Program(tmp_path, office.environ)
    office.load("1.7", "1.9")
    with replace(program, screen=screen.theirs).start(*words, TERM="xterm") as process:
        office.control.fault("latency", path="**", inner=False, ms=2500, times=1)
        shown = screen.until(doing)
        out, _ = process.communicate(timeout=60)
    shown = screen.take()
    assert shown[shown.rindex(doing) :].count(ERASED) > 0, "it was taken away"
    assert "\x1b" not in out
    office.control.fault("latency", path="**", inner=False, ms=1500, times=1)
    done = program(*words)
    assert doing not in done.stderr
    assert not re.search(r"[\x1b\r]", done.stdout + done.stderr)
