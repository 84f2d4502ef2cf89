"""One round at a time, also over processes that are killed."""

from collections.abc import Callable
from pathlib import Path
from subprocess import Popen

import pytest

from bot.store.database import Store, open_store
from bot.store.errors import Fault, RoundBusy, StoreError, WorkerBusy

HOLD_A_ROUND = """
    with open_store(args[0]).one_round_at_a_time():
        print("holding", flush=True)
        sys.stdin.readline()
    print("done", flush=True)
    sys.stdin.readline()
"""


def test_a_second_process_is_turned_away_until_the_round_ends(
    database_url: str, store: Store, start_child: Callable[..., Popen[str]]
) -> None:
    child = start_child(HOLD_A_ROUND, database_url)
    assert child.stdout is not None
    assert child.stdin is not None
    assert child.stdout.readline() == "holding\n"
    with pytest.raises(RoundBusy, match="ronde bezig") as caught, store.one_round_at_a_time():
        pytest.fail("two rounds at once")
    assert caught.value.fault is Fault.BUSY
    child.stdin.write("\n")
    child.stdin.flush()
    assert child.stdout.readline() == "done\n"
    with store.one_round_at_a_time():
        pass


def test_a_killed_process_lets_its_round_go(
    database_url: str, store: Store, start_child: Callable[..., Popen[str]]
) -> None:
    child = start_child(HOLD_A_ROUND, database_url)
    assert child.stdout is not None
    assert child.stdout.readline() == "holding\n"
    child.kill()
    child.wait()
    wait_for_round(store)


def wait_for_round(store: Store) -> None:
    """Enter a round; a server may need a moment to see that a process is gone."""
    for _ in range(1000):
        try:
            with store.one_round_at_a_time():
                return
        except RoundBusy:
            continue
    pytest.fail("the round is still held")


def test_a_round_within_a_round_is_turned_away(store: Store) -> None:
    with store.one_round_at_a_time(), pytest.raises(RoundBusy), store.one_round_at_a_time():
        pytest.fail("two rounds at once")
    with store.one_round_at_a_time():
        pass


def test_a_round_that_raises_lets_go(store: Store) -> None:
    with pytest.raises(KeyError), store.one_round_at_a_time():
        raise KeyError
    with store.one_round_at_a_time():
        pass


def test_units_of_work_go_on_during_a_round(store: Store, database_url: str) -> None:
    """The round's own, and those of a coordinator at the same time."""
    other = open_store(database_url)
    with store.one_round_at_a_time():
        for one in (store, other):
            with one.begin() as ledger:
                ledger.places.put("planner", "plan", "p1")
    other.close()


def test_agendas_in_schemas_of_their_own_do_not_wait_for_each_other(postgres_url: str) -> None:
    first = open_store(postgres_url)
    with first._engine.begin() as connection:
        connection.exec_driver_sql("CREATE SCHEMA second")
    url = postgres_url + "&options=-csearch_path%3Dsecond"
    with first.one_round_at_a_time(), first.begin():
        second = open_store(url, wait_seconds=0.05)
        with second.one_round_at_a_time(), second.begin() as ledger:
            assert ledger.actions.all() == {}
    first.close()
    second.close()


def test_a_lock_that_cannot_be_made_is_told_in_words(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'driehoek.db'}")
    (tmp_path / "driehoek.db.lock").mkdir()
    with pytest.raises(StoreError, match="slotbestand") as caught, store.one_round_at_a_time():
        pytest.fail("a folder is no lock")
    assert caught.value.fault is Fault.SETTINGS
    store.close()


def test_a_worker_keeps_other_workers_out_and_no_rounds(store: Store) -> None:
    """Its own rounds, and those of commands, go on as ever."""
    with store.one_worker_at_a_time():
        with pytest.raises(WorkerBusy, match="al een dienst"), store.one_worker_at_a_time():
            pytest.fail("two workers at once")
        with store.one_round_at_a_time():
            pass
    with store.one_worker_at_a_time():
        pass
