"""The main job from the command line: list, Planner, edits back, reminders, digest."""

import re
import signal
import time
from pathlib import Path

from support.program import Program

from connectors.sandbox.control import Sandbox

MORNING = "2026-12-15T09:00+01:00"


def test_the_whole_chain_runs_on_the_sandbox_by_environment_alone(
    driehoek: Program, sandbox: Sandbox
) -> None:
    """Import, fill, an owner's edits, the coordinator's edit, and a round that does nothing."""
    assert driehoek("import").returncode == 0
    filled = driehoek.json("sync")
    assert filled["sides"]["planner"]["created"] == 70
    assert filled["sides"]["outlook"]["created"] == 7

    listed = {action["code"]: action for action in driehoek.json("list")}
    assert len(listed) == 70
    task = {code: action["links"]["planner_task_id"] for code, action in listed.items()}
    sandbox.control.act("tick", task=task["1.7"])
    sandbox.control.act("due", task=task["4.10"], date="2027-03-01", stored="todo")
    sandbox.control.act("note", task=task["2.1"], text="De vacature is vervuld.")
    assert driehoek("set", "2.2", "--status", "Loopt").returncode == 0

    preview = driehoek.json("plan")
    assert {(step["code"], step["side"], step["kind"], step["field"]) for step in preview} == {
        ("1.7", "planner", "pull", "status"),
        ("4.10", "planner", "pull", "due"),
        ("4.10", "outlook", "update", "due"),
        ("2.1", "planner", "pull", "note"),
        ("2.2", "planner", "update", "status"),
    }
    done = driehoek.json("sync")["sides"]["planner"]
    assert (done["pulled"], done["updated"], done["conflicts"]) == (3, 1, 0)
    after = {action["code"]: action for action in driehoek.json("list")}
    assert after["1.7"]["status"] == "Gereed"
    assert after["4.10"]["due"] == {"kind": "date", "date": "2027-03-01", "text": "2027-03-01"}
    assert after["2.1"]["note"].startswith("De vacature is vervuld.")
    assert driehoek.json("history", "1.7")[-1]["side"] == "planner"

    assert driehoek.json("plan") == []
    idle = driehoek.json("sync")["sides"]
    assert {count for side in idle.values() for count in side.values()} == {0}


def test_reminders_and_digest_go_out_once(driehoek: Program, sandbox: Sandbox) -> None:
    """A second call sends nothing; the mail and the cards are in the tenant."""
    driehoek("import")
    driehoek("sync")
    meetings = driehoek.json("meetings")
    coming = next(m for m in meetings if m["counts"] and m["state"] == "coming")
    day = coming["start"][:10]
    moment = _two_workdays_before(driehoek, day)

    first = driehoek.json("--now", moment, "digest")
    assert first["outcome"] in ("sent", "confirmed")
    assert driehoek.json("--now", moment, "digest")["outcome"] == "already"
    assert len([m for m in sandbox.control.state()["mails"] if not m["isDraft"]]) == 1

    notices = driehoek.json("--now", moment, "remind")
    accepted = [notice for notice in notices if notice["outcome"] == "accepted"]
    assert accepted
    again = driehoek.json("--now", moment, "remind")
    assert not [notice for notice in again if notice["outcome"] != "skipped"]
    assert len(sandbox.control.state()["cards"]) == len(accepted)


def test_digest_out_writes_files_and_mails_nothing(driehoek: Program, sandbox: Sandbox) -> None:
    """--out is for looking."""
    driehoek("import")
    written = driehoek.json("digest", "--out", "overzicht")
    assert [re.sub(r"\d", "9", file) for file in written["files"]] == [
        "overzicht/digest-9999-99-99.html",
        "overzicht/digest-9999-99-99.txt",
        "overzicht/Overzicht lokale driehoek 9999-99-99.docx",
        "overzicht/Actielijst 9999-99-99.xlsx",
    ]
    assert sandbox.control.state()["mails"] == []


def test_a_command_leaves_no_connection_open(driehoek: Program) -> None:
    """Python warns of one (from 3.13 also of a database) where developers look."""
    for words in (("import",), ("sync",), ("set", "9.9", "--status", "Loopt")):
        assert "ResourceWarning" not in driehoek(*words, PYTHONDEVMODE="1").stderr


def test_demo_shows_everything_in_under_a_minute(bare: Program, tmp_path: Path) -> None:
    """The demo asks nothing, ends well and stays in its own folder."""
    started = time.monotonic()
    done = bare("demo", PYTHONDEVMODE="1")
    assert done.returncode == 0, done.stderr
    assert "ResourceWarning" not in done.stderr
    assert time.monotonic() - started < 60
    assert "0 schrijfacties" in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["driehoek-demo"]
    made = {path.suffix: path.stat().st_size for path in (tmp_path / "driehoek-demo").iterdir()}
    assert made.keys() == {".html", ".png", ".docx", ".xlsx", ".json", ".db", ".lock"}
    assert made[".html"] > 10_000


def test_a_demo_that_is_kept_runs_until_ctrl_c(bare: Program) -> None:
    """Its tenant answers at the address that was told; Ctrl-C is no error there."""
    with bare.start("demo", "--keep") as process:
        assert process.stderr is not None
        base = next(line for line in process.stderr if "GRAPH_BASE_URL" in line).split("'")[1]
        assert len(Sandbox(base.removesuffix("/v1.0")).control.state()["tasks"]) >= 70
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 0
    assert err.endswith("Gestopt.\n")


def _two_workdays_before(driehoek: Program, day: str) -> str:
    """The moment the program itself names for the digest of this meeting."""
    reason = driehoek.json("digest", "--dry-run")["reason"]
    found = re.search(r"(\d\d)-(\d\d)-(\d{4}) om (\d\d:\d\d)", reason)
    assert found, (reason, day)
    date, month, year, hour = found.groups()
    return f"{year}-{month}-{date}T{hour}+01:00"
