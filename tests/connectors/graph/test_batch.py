"""Building and reading $batch envelopes: one verdict per part, matched by id."""

from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import (
    BadReply,
    Denied,
    Fenced,
    GraphError,
    NoAnswer,
    Refused,
    ServerFailed,
    Stale,
    Throttled,
)
from connectors.graph.batch import MAX_PARTS, build_envelope, read_envelope
from connectors.graph.calls import Answer, GraphRequest

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
GET = GraphRequest("GET", "/planner/tasks/a")


def read(*entries: object, count: int = 1) -> list[Answer | GraphError]:
    return read_envelope({"responses": list(entries)}, [GET] * count, now=NOW)


def test_every_part_carries_its_own_headers() -> None:
    patch = GraphRequest("PATCH", "/planner/tasks/b", {"title": "x"}, {"If-Match": 'W/"e"'})
    send = GraphRequest("POST", "/users/u/messages/m/send")
    assert build_envelope([GET, patch, send]) == {
        "requests": [
            {"id": "1", "method": "GET", "url": "/planner/tasks/a", "headers": {}},
            {
                "id": "2",
                "method": "PATCH",
                "url": "/planner/tasks/b",
                "headers": {"If-Match": 'W/"e"', "Content-Type": "application/json"},
                "body": {"title": "x"},
            },
            {
                "id": "3",
                "method": "POST",
                "url": "/users/u/messages/m/send",
                "headers": {"Content-Type": "application/json"},
                "body": {},
            },
        ]
    }
    assert dict(patch.headers) == {"If-Match": 'W/"e"'}


def test_a_batch_holds_twenty_at_most() -> None:
    assert len(build_envelope([GET] * MAX_PARTS)["requests"]) == MAX_PARTS == 20
    with pytest.raises(ValueError, match="at most 20"):
        build_envelope([GET] * 21)


def test_text_does_not_go_into_a_batch() -> None:
    """Graph wants other bodies there encoded in a way of their own; mail goes alone."""
    with pytest.raises(TypeError, match="JSON"):
        build_envelope([GraphRequest("POST", "/users/x/messages", "tekst")])


def test_a_part_cannot_lead_to_another_host() -> None:
    with pytest.raises(Fenced):
        build_envelope([GraphRequest("GET", "https://evil.example/x")])


@given(st.integers(1, MAX_PARTS), st.randoms())
def test_answers_in_any_order_find_their_requests(count: int, random: Random) -> None:
    entries = [
        {"id": str(number), "status": 200, "body": {"number": number}}
        for number in range(1, count + 1)
    ]
    random.shuffle(entries)
    verdicts = read(*entries, count=count)
    assert [v.body["number"] for v in verdicts if isinstance(v, Answer)] == [*range(1, count + 1)]


def test_inner_errors_become_verdicts() -> None:
    stale = {"id": "1", "status": 412, "body": {"error": {"code": ""}}}
    denied = {
        "id": "2",
        "status": 403,
        "body": {"error": {"code": "", "innerError": {"request-id": "r-2"}}},
    }
    first, second = read(denied, stale, count=2)
    assert isinstance(first, Stale)
    assert isinstance(second, Denied)
    assert second.request_id == "r-2"
    assert second.call == "GET /planner/tasks/{id}"


def test_a_part_without_answer_has_an_unknown_outcome() -> None:
    first, second = read({"id": "2", "status": 204, "body": None}, count=2)
    assert isinstance(first, NoAnswer)
    assert first.outcome_unknown
    assert isinstance(second, Answer)
    assert second.body == {}


def test_an_inner_retry_after_is_found_whatever_its_case() -> None:
    (verdict,) = read({"id": "1", "status": 429, "headers": {"RETRY-AFTER": "11"}})
    assert isinstance(verdict, Throttled)
    assert verdict.wait_seconds == 11.0


def test_a_424_after_a_throttled_part_was_not_carried_out_and_waits_as_long() -> None:
    throttled = {"id": "1", "status": 429, "headers": {"Retry-After": "11"}}
    cut_short = {"id": "2", "status": 424}
    _, verdict = read(throttled, cut_short, count=2)
    assert isinstance(verdict, Throttled)
    assert (verdict.status, verdict.wait_seconds) == (424, 11.0)


def test_a_424_by_itself_is_refused() -> None:
    (verdict,) = read({"id": "1", "status": 424})
    assert isinstance(verdict, Refused)


@pytest.mark.parametrize("body", ["PGh0bWw+", [1], "x"])
def test_a_successful_part_must_be_an_object(body: object) -> None:
    (verdict,) = read({"id": "1", "status": 200, "body": body})
    assert isinstance(verdict, BadReply)


@pytest.mark.parametrize("body", [{}, {"responses": None}, {"responses": {}}])
def test_an_envelope_of_another_shape_is_a_bad_reply(body: dict[str, object]) -> None:
    with pytest.raises(BadReply):
        read_envelope(body, [GET], now=NOW)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(
    st.lists(
        json_values
        | st.fixed_dictionaries(
            {"id": st.just("1")},
            optional={"status": json_values, "headers": json_values, "body": json_values},
        )
    )
)
def test_whatever_stands_in_an_envelope_gives_a_verdict(entries: list[object]) -> None:
    (verdict,) = read(*entries)
    assert isinstance(verdict, Answer | GraphError)


def test_parts_in_order_each_wait_for_the_one_before() -> None:
    parts = build_envelope([GET, GET, GET], in_order=True)["requests"]
    assert [part.get("dependsOn") for part in parts] == [None, ["1"], ["2"]]


@pytest.mark.parametrize(("status", "kind"), [(412, Stale), (503, ServerFailed), (403, Denied)])
def test_a_part_left_out_shares_the_fate_of_the_one_it_waited_for(
    status: int, kind: type[GraphError]
) -> None:
    body = {"responses": [{"id": "2", "status": 424}, {"id": "1", "status": status}]}
    verdicts = read_envelope(body, [GET, GET], now=NOW, in_order=True)
    assert [type(verdict) for verdict in verdicts] == [kind, kind]
