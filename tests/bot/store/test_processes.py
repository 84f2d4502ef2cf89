"""Several processes on one database, one of them killed with signal 9."""

from collections.abc import Callable
from datetime import datetime
from subprocess import Popen

from bot.store.database import Store
from mappings.canonical import Action

KILLED_HALFWAY = """
    from datetime import datetime
    now = datetime.fromisoformat(args[1])
    store = open_store(args[0])
    with store.begin() as ledger:
        ledger.runs.start("committed", "sync", now)
    with store.begin() as ledger:
        ledger.runs.start("halfway", "sync", now)
        ledger.sends.claim("k1", "mail", "digest", now, "sha256:1")
        print("halfway", flush=True)
        sys.stdin.readline()
"""

CLAIM_MANY = """
    from datetime import datetime
    now = datetime.fromisoformat(args[1])
    store = open_store(args[0])
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(30):
        with store.begin() as ledger:
            won = ledger.sends.claim(f"k{number}", "card", "H&T", now, "sha256:1")
        print(int(won), end="", flush=True)
"""

ADD_TO_NOTE = """
    store = open_store(args[0])
    print("ready", flush=True)
    sys.stdin.readline()
    for _ in range(30):
        with store.begin() as ledger:
            action = ledger.actions.get("2.4")
            ledger.actions.save(action.model_copy(update={"note": action.note + "x"}))
"""


def test_a_process_killed_halfway_loses_that_unit_of_work_and_no_more(
    database_url: str,
    store: Store,
    start_child: Callable[..., Popen[str]],
    now: datetime,
) -> None:
    child = start_child(KILLED_HALFWAY, database_url, now.isoformat())
    assert child.stdout is not None
    assert child.stdout.readline() == "halfway\n"
    child.kill()
    child.wait()
    with store.begin() as ledger:
        assert [run.id for run in ledger.runs.all(10)] == ["committed"]
        assert ledger.sends.claim("k1", "mail", "digest", now, "sha256:1")


def run_together(children: list[Popen[str]]) -> list[str]:
    """Let the children go at the same moment; return what each printed after that."""
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
    for child in children:
        assert child.stdin is not None
        child.stdin.write("\n")
        child.stdin.flush()
    return [child.communicate(timeout=60)[0] for child in children]


def test_of_two_processes_that_claim_at_once_exactly_one_wins(
    database_url: str,
    start_child: Callable[..., Popen[str]],
    now: datetime,
) -> None:
    children = [start_child(CLAIM_MANY, database_url, now.isoformat()) for _ in range(2)]
    first, second = run_together(children)
    assert len(first) == 30
    assert [int(one) + int(other) for one, other in zip(first, second, strict=True)] == [1] * 30


def test_what_two_processes_add_at_once_is_all_there(
    database_url: str,
    store: Store,
    start_child: Callable[..., Popen[str]],
    action: Action,
) -> None:
    with store.begin() as ledger:
        ledger.actions.save(action.model_copy(update={"note": ""}))
    children = [start_child(ADD_TO_NOTE, database_url) for _ in range(2)]
    run_together(children)
    assert [child.returncode for child in children] == [0, 0]
    with store.begin() as ledger:
        assert ledger.actions.get("2.4").note == "x" * 60
