"""Text that no list can hold is cleaned at the door, whether people type it or Planner sends it."""

import json

import pytest
from support.program import Program

from connectors.sandbox.control import Sandbox

BYTE = b"co\xf6".decode("utf-8", "surrogateescape")  # as a terminal in Latin-1 sends it


def test_a_byte_that_is_no_text_is_kept_as_an_unknown_sign(driehoek: Program) -> None:
    assert driehoek("import").returncode == 0
    assert driehoek("set", "4.10", "--note", f"{BYTE}\x1b[31m").returncode == 0
    (listed,) = (row for row in driehoek.json("list") if row["code"] == "4.10")
    assert listed["note"] == "co\ufffd[31m"
    assert "co\ufffd" in driehoek("history", "4.10").stdout


@pytest.mark.parametrize(
    "words", [("history", BYTE), ("reject", "-Xyz"), ("reject", "--id"), ("relink", "2.4", "-Xyz")]
)
def test_a_strange_code_or_id_is_refused_in_a_sentence(
    driehoek: Program, words: tuple[str, ...]
) -> None:
    """An id of Planner's may begin with a hyphen: it is no option."""
    assert driehoek("import").returncode == 0
    done = driehoek(*words)
    assert (done.returncode, "Traceback" in done.stderr, "De optie" in done.stderr) == (
        2,
        False,
        False,
    )


def test_what_steers_a_terminal_never_reaches_it(driehoek: Program, sandbox: Sandbox) -> None:
    assert driehoek("import").returncode == 0
    assert driehoek("sync").returncode == 0
    state = sandbox.control.state()
    task = next(t for t in state["tasks"] if t["title"].startswith("4.10 "))
    plan = task["planId"]
    sandbox.control.act("create", plan=plan, title="Leer\x1b[31mrood\u202e 👨\u200d👧")
    sandbox.control.act("note", task=task["id"], text="Een\x00\x07 twee\u2028drie")
    shown = driehoek("plan")
    assert "\x1b" not in shown.stdout + shown.stderr
    assert driehoek("sync").returncode == 0
    listed = {row["code"]: row["note"] for row in driehoek.json("list")}
    assert listed["4.10"].startswith("Een twee\ndrie")
    (proposal,) = driehoek.json("proposals")
    assert proposal["title"] == "Leer[31mrood 👨\u200d👧"
    assert "\x1b" not in driehoek("proposals").stdout
    assert json.dumps(driehoek.json("plan")) == "[]"
