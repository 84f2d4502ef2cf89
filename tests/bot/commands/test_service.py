"""The service as a process: started, stopped by a signal, and looked at from outside."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from support.installation import Office
from support.signals import background, foreground

from connectors.sandbox.control import Sandbox

ROOT = Path(__file__).parents[3]
MONDAY = "2026-11-02T10:00+01:00"
AS_PROGRAM = "from bot.cli import main; main()"

Start = Callable[..., "subprocess.Popen[str]"]
Place = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start `driehoek` with these words and this environment; killed when the test ends."""
    processes: list[subprocess.Popen[str]] = []

    def begin(
        *words: str,
        environ: Mapping[str, str],
        code: str = AS_PROGRAM,
        place: Place = foreground,
    ) -> subprocess.Popen[str]:
        own = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "COLUMNS": "200"}
        with place():
            process = subprocess.Popen(
                [sys.executable, "-c", code, *words],
                cwd=tmp_path,
                env={**own, **environ},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        processes.append(process)
        return process

    yield begin
    for process in processes:
        process.kill()
        process.communicate()


def ended(process: "subprocess.Popen[str]") -> tuple[int, str, str]:
    """Wait for the end: exit code, stdout, stderr."""
    out, err = process.communicate(timeout=30)
    assert "Traceback" not in err, err
    return process.returncode, out, err


def events_until(process: "subprocess.Popen[str]", last: str) -> dict[str, dict[str, object]]:
    """Read the JSON log up to an event; gives the last one of each name."""
    assert process.stderr is not None
    events = {}
    for line in process.stderr:
        event = json.loads(line)
        events[event["event"]] = event
        if event["event"] == last:
            return events
    raise AssertionError(f"the log ended without '{last}': {sorted(events)}")


@pytest.mark.parametrize(
    ("number", "place"),
    [(signal.SIGTERM, foreground), (signal.SIGINT, foreground), (signal.SIGINT, background)],
)
def test_the_worker_does_its_rounds_and_stops_when_asked(
    office: Office, start: Start, number: signal.Signals, place: Place
) -> None:
    """After downtime it does at once what was missed; idle, a signal ends it without an error."""
    office.load()
    environ = {**office.environ, "LOG_FORMAT": "json"}
    worker = start("--now", MONDAY, "run", environ=environ, place=place)
    events = events_until(worker, "digest")
    worker.send_signal(number)
    code, _, rest = ended(worker)
    assert code == 0
    assert json.loads(rest.splitlines()[-1])["event"] == "worker stopped"
    assert "job failed" not in events
    assert len(office.tasks()) == 70
    assert office.control.state()["cards"]
    with office.ledger as ledger:
        runs = [ledger.runs.latest(name) for name in ("sync", "remind", "digest")]
    assert [run.outcome for run in runs if run] == [0, 0, 0]


@pytest.mark.parametrize("place", [foreground, background])
def test_a_second_ctrl_c_does_not_wait_for_the_job_in_hand(
    office: Office, start: Start, place: Place
) -> None:
    office.load("1.1")
    office.control.fault("latency", path="/planner/plans", method="POST", ms=5000)
    worker = start("--now", MONDAY, "run", environ=office.environ, place=place)
    while not any(entry["method"] == "POST" for entry in office.control.journal()):
        assert worker.poll() is None
        time.sleep(0.02)
    worker.send_signal(signal.SIGINT)
    time.sleep(0.3)
    assert worker.poll() is None, "the first one lets the job finish"
    worker.send_signal(signal.SIGINT)
    code, _, err = ended(worker)
    assert code == 130
    assert "Afgebroken" in err
    with office.ledger as ledger:
        run = ledger.runs.latest("sync")
    assert run is not None
    assert run.outcome == 130


def test_a_worker_whose_planner_is_away_goes_on_with_the_digest(
    office: Office, start: Start
) -> None:
    office.load()
    office.control.fault("status", path="/planner/**", status=403, times=1000)
    office.control.fault("status", path="/groups/*/planner/plans", status=403, times=1000)
    worker = start("--now", MONDAY, "run", environ={**office.environ, "LOG_FORMAT": "json"})
    failure = events_until(worker, "digest")["job failed"]
    worker.terminate()
    assert ended(worker)[0] == 0
    assert (failure["job"], failure["outcome"]) == ("remind", 2)
    assert office.control.state()["cards"] == []


def test_without_settings_the_worker_does_not_start(start: Start) -> None:
    code, _, err = ended(start("run", environ={}))
    assert code == 2
    assert "PLANNER_GROUP_ID ontbreekt" in err
    assert "AZURE_TENANT_ID ontbreekt" in err


def test_status_says_what_happened_and_what_did_not(office: Office, start: Start) -> None:
    office.load("1.1", "1.9")
    code, out, err = ended(start("status", environ=office.environ))
    assert code == 0
    assert "Let op: Er is nog geen ronde geweest." in err
    assert "nog nooit" in out
    assert out.index("1 open actie heeft geen regiehouder: 1.9.") < out.index("opdracht")
    code, out, _ = ended(start("status", "--json", environ=office.environ))
    data = json.loads(out)
    assert code == 0
    assert sum(data["actions"].values()) == 2
    assert [point["command"] for point in data["waiting"]] == ["driehoek list --no-owner"]
    assert [run["command"] for run in data["runs"]] == ["import", "set", "sync", "remind", "digest"]


def test_doctor_ends_with_the_code_of_what_it_found(filled: Office, start: Start) -> None:
    at = ("--now", MONDAY, "doctor")
    code, out, _ = ended(start(*at, environ=filled.environ))
    assert code == 0
    assert all(line.startswith("ok ") for line in out.splitlines())
    foreign = {**filled.environ, "TEAMS_WEBHOOK_OOV": "https://kwaad.example/geheim"}
    code, out, _ = ended(start(*at, "--json", environ=foreign))
    assert code == 2
    (fault,) = [check for check in json.loads(out) if check["level"] == "fout"]
    assert set(fault) == {"name", "level", "sentence", "advice"}
    unreadable = {**filled.environ, "LOG_LEVEL": "luid"}
    code, out, _ = ended(start(*at, environ=unreadable))
    assert code == 2
    assert "LOG_LEVEL" in out


def test_the_sandbox_prints_the_environment_and_stops_when_asked(start: Start) -> None:
    process = start("--now", MONDAY, "sandbox", "--port", "0", environ={})
    assert process.stderr is not None
    assert process.stdout is not None
    origin = process.stderr.readline().split("draait op ")[1].split(". Stop")[0]
    tenant = Sandbox(origin)
    assert tenant.control.state()["now"].startswith("2026-11-02T09:00")
    process.terminate()
    code, out, _ = ended(process)
    assert code == 0
    lines = [f"export {name}='{value}'" for name, value in tenant.environment().items()]
    assert out.splitlines() == lines


def test_a_port_in_use_is_said(start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        code, out, err = ended(start("sandbox", "--port", port, environ={}))
    assert (code, out) == (2, "")
    assert f"Poort {port} is niet te gebruiken" in err


def test_without_its_extra_the_sandbox_says_how_to_install_it(start: Start) -> None:
    small = f"import sys; sys.modules['uvicorn'] = None; {AS_PROGRAM}"
    code, _, err = ended(start("sandbox", environ={}, code=small))
    assert code == 2
    assert "pip install '.[sandbox]'" in err
