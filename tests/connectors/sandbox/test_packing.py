"""Answers are packed as Graph packs them: for who asks, a batch as a whole, and never otherwise."""

import gzip
import json

import pytest
import requests
from support.bare_graph import Graph
from support.installation import Office
from support.many_actions import many_actions

from connectors.sandbox.control import Sandbox


def fetch(sandbox: Sandbox, path: str, accepts: str | None) -> requests.Response:
    """Ask for bytes as they travel."""
    headers = {"Authorization": "Bearer sandbox", "Accept-Encoding": accepts}
    with requests.Session() as session:
        session.trust_env = False
        return session.get(f"{sandbox.base_url}{path}", headers=headers, stream=True, timeout=30)


@pytest.fixture
def listing(graph: Graph, plan: str) -> str:
    """A listing of more than a packet."""
    for number in range(1, 20):
        graph.task(plan, f"1.{number}")
    return f"/planner/plans/{plan}/tasks"


@pytest.mark.parametrize("accepts", ["gzip", "gzip, deflate, br", "*", "gzip;q=0.5"])
def test_who_asks_for_gzip_gets_the_same_json_in_fewer_bytes(
    sandbox: Sandbox, listing: str, accepts: str
) -> None:
    answer = fetch(sandbox, listing, accepts)
    raw = answer.raw.read(decode_content=False)
    assert answer.headers["Content-Encoding"] == "gzip"
    plain = gzip.decompress(raw)
    assert len(json.loads(plain)["value"]) == 19
    entry = sandbox.control.journal()[-1]
    assert (entry["plain_bytes"], entry["sent_bytes"]) == (len(plain), len(raw))
    assert len(raw) * 4 < len(plain)


@pytest.mark.parametrize("accepts", [None, "identity", "br", "gzip;q=0", "gzip; q=0.0"])
def test_who_does_not_gets_it_as_it_is(sandbox: Sandbox, listing: str, accepts: str | None) -> None:
    answer = fetch(sandbox, listing, accepts)
    assert "Content-Encoding" not in answer.headers
    assert len(json.loads(answer.raw.read(decode_content=False))["value"]) == 19


def test_a_short_answer_is_not_packed(sandbox: Sandbox, plan: str) -> None:
    answer = fetch(sandbox, f"/planner/plans/{plan}", "gzip")
    assert "Content-Encoding" not in answer.headers
    assert answer.json()["id"] == plan


def test_a_batch_is_packed_as_a_whole(sandbox: Sandbox, graph: Graph, listing: str) -> None:
    sandbox.control.forget()
    parts = [{"id": str(number), "method": "GET", "url": listing} for number in range(3)]
    answers = graph.send("POST", "/$batch", {"requests": parts}).json()["responses"]
    assert [len(answer["body"]["value"]) for answer in answers] == [19] * 3
    assert not any("Content-Encoding" in answer["headers"] for answer in answers)
    *inner, outer = sandbox.control.journal()
    assert [(entry["plain_bytes"], entry["sent_bytes"]) for entry in inner] == [(0, 0)] * 3
    assert 0 < outer["sent_bytes"] * 12 < outer["plain_bytes"]


def test_our_client_asks_for_it_so_an_idle_round_takes_a_twelfth_of_the_bytes(
    office: Office,
) -> None:
    office.import_list(*many_actions(700))
    office.sync()
    office.control.forget()
    office.sync()
    entries = office.control.journal()
    plain, sent = (sum(entry[name] for entry in entries) for name in ("plain_bytes", "sent_bytes"))
    assert plain > 1_000_000
    assert sent * 12 < plain
