"""The error tree says what a failure means, in words that are safe to log and to read."""

import copy
import pickle

import pytest

from connectors import errors
from connectors.errors import (
    BadReply,
    Denied,
    Fenced,
    GraphError,
    NoAnswer,
    ServerFailed,
    Throttled,
    Unreachable,
)

KINDS: list[type[GraphError]] = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, GraphError)
]


@pytest.mark.parametrize("kind", KINDS)
def test_every_failure_is_drawn_in_the_tree_of_the_module(kind: type[GraphError]) -> None:
    assert kind.__name__ in (errors.__doc__ or "")


@pytest.mark.parametrize("kind", KINDS)
def test_every_failure_advises_in_whole_dutch_sentences(kind: type[GraphError]) -> None:
    assert kind.advice.endswith(".")
    assert " " in kind.advice
    assert kind is GraphError or kind.advice != GraphError.advice


def test_only_failures_after_sending_leave_the_outcome_open() -> None:
    """A round that was throttled, fenced or out of time has certainly written nothing."""
    unknown = {kind.__name__ for kind in KINDS if kind.outcome_unknown}
    assert unknown == {"NoAnswer", "ServerFailed", "BadReply", "LimitReached"}
    assert NoAnswer.outcome_unknown
    assert not Unreachable.outcome_unknown


def test_text_names_call_status_code_and_request_id() -> None:
    error = ServerFailed("GET /planner/plans/{id}", status=503, code="x", request_id="r-1")
    assert str(error) == "GET /planner/plans/{id}: ServerFailed 503 x (request-id r-1)"
    assert str(NoAnswer("GET /users/{id}", reason="ReadTimeout")) == (
        "GET /users/{id}: NoAnswer ReadTimeout"
    )


def test_the_fate_of_a_batch_becomes_the_fate_of_its_parts() -> None:
    envelope = Throttled("POST /$batch", status=429, request_id="r-1", wait_seconds=7.0)
    part = envelope.about("PATCH /planner/tasks/{id}")
    assert isinstance(part, Throttled)
    assert part.call == "PATCH /planner/tasks/{id}"
    assert (part.status, part.request_id, part.wait_seconds) == (429, "r-1", 7.0)
    assert envelope.call == "POST /$batch"


def test_failures_survive_copying_and_pickling() -> None:
    """Workers hand them to other processes."""
    error = BadReply("GET /users/{id}", status=200, reason="no JSON object")
    for twin in (copy.copy(error), pickle.loads(pickle.dumps(error))):
        assert (type(twin), str(twin)) == (BadReply, str(error))


def test_a_fence_gives_its_sentence_as_advice() -> None:
    error = Fenced.because("POST webhook", "Een webhook moet met https beginnen.")
    assert error.advice == "Een webhook moet met https beginnen."
    assert Fenced.advice != error.advice


@pytest.mark.parametrize(
    ("call", "right", "setting"),
    [
        ("GET /planner/plans/{id}", "Tasks.ReadWrite.All", "PLANNER_PLAN_ID"),
        ("GET /groups/{id}/planner/plans", "Tasks.ReadWrite.All", "PLANNER_GROUP_ID"),
        ("GET /groups/{id}/members", "GroupMember.ReadBasic.All", "PLANNER_GROUP_ID"),
        ("GET /users/{id}", "User.ReadBasic.All", "OWNER_..._MEMBERS"),
        ("GET /users/{id}/calendarView", "Application Calendars.ReadWrite", "OUTLOOK_MAILBOX"),
        ("PATCH /users/{id}/events/{id}", "Application Calendars.ReadWrite", "OUTLOOK_MAILBOX"),
        ("POST /users/{id}/messages", "Application Mail Full Access", "OUTLOOK_MAILBOX"),
        ("POST /teams/{id}/channels/{id}/messages", "ChannelMessage.Send", "TEAMS_CHANNEL_"),
    ],
)
def test_a_refusal_names_the_right_and_the_setting(call: str, right: str, setting: str) -> None:
    for error in (Denied(call, status=403), Denied("POST /$batch", status=403).about(call)):
        assert right in error.advice
        assert setting in error.advice
    assert right in copy.copy(Denied(call)).advice
    assert Denied("POST /$batch").advice == Denied.advice
