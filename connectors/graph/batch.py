"""JSON batching: up to 20 requests in one envelope, and one verdict for each of them.

Pure: builds and reads the envelope, sends nothing. Batching saves time, not quota: the service
counts, throttles and refuses every part by itself (Graph docs, "JSON batching", "Throttling").
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from connectors.errors import BadReply, GraphError, NoAnswer, Refused, Throttled
from connectors.graph.calls import Answer, GraphRequest, plain_word, verdict_on
from connectors.graph.fence import check_path
from connectors.wire import JsonObject

MAX_PARTS = 20

Verdict = Answer | GraphError


def build_envelope(requests: Sequence[GraphRequest], *, in_order: bool = False) -> JsonObject:
    """Put at most 20 requests in one envelope, numbered "1", "2", ...

    in_order: each waits for the one before it, and is left out when that one fails.

    Nothing is inherited from the outer headers, so If-Match and Prefer travel inside. Raises
    Fenced when a path leads elsewhere, ValueError for more than 20.
    """
    if len(requests) > MAX_PARTS:
        raise ValueError(f"a batch holds at most {MAX_PARTS} requests, not {len(requests)}")
    parts = [_part(number, request) for number, request in enumerate(requests, 1)]
    if in_order:
        for number, part in enumerate(parts[1:], 1):
            part["dependsOn"] = [str(number)]
    return {"requests": parts}


def read_envelope(
    body: JsonObject, requests: Sequence[GraphRequest], *, now: datetime, in_order: bool = False
) -> list[Verdict]:
    """Give one verdict per request, in their order; the server may answer in any order.

    in_order: as it was built. A part left out then has the verdict of the one it waited for.

    A request without an answer gets NoAnswer. Raises BadReply when the envelope has another shape.
    """
    responses = body.get("responses")
    if not isinstance(responses, list):
        raise BadReply("POST /$batch", reason="no responses")
    answers = {
        str(entry.get("id")).lower(): entry for entry in responses if isinstance(entry, dict)
    }
    verdicts = [
        _verdict(answers.get(str(number)), request.call, now)
        for number, request in enumerate(requests, 1)
    ]
    if in_order:
        return _with_shared_fates(verdicts)
    return _with_predecessors_looked_up(verdicts)


def _part(number: int, request: GraphRequest) -> JsonObject:
    part: JsonObject = {
        "id": str(number),
        "method": request.method,
        "url": check_path(request.path),
        "headers": dict(request.headers),
    }
    if isinstance(request.body, str):
        raise TypeError("a batch holds JSON only")
    if request.body is not None:
        part["headers"]["Content-Type"] = request.content_type
        part["body"] = request.body
    elif request.method == "POST":  # Graph wants a body, however empty
        part["headers"]["Content-Type"] = "application/json"
        part["body"] = {}
    return part


def _verdict(entry: JsonObject | None, call: str, now: datetime) -> Verdict:
    """Judge one part. A success whose body is no JSON object is a BadReply."""
    if entry is None:
        return NoAnswer(call, reason="not in the batch answer")
    status, headers, body = entry.get("status"), entry.get("headers"), entry.get("body")
    if not isinstance(status, int):
        return BadReply(call, reason="no status")
    lowered = _lower_names(headers if isinstance(headers, dict) else {})
    content = body if isinstance(body, dict) else {}
    answer = Answer(status, lowered, content, _request_id(lowered, content))
    verdict = verdict_on(answer, call, now=now)
    if isinstance(verdict, Answer) and body and not isinstance(body, dict):
        return BadReply(call, status=status, reason="no JSON object")
    return verdict


def _with_shared_fates(verdicts: list[Verdict]) -> list[Verdict]:
    """Give each 424 the verdict of its predecessor: the same must be done about both."""
    shared: list[Verdict] = []
    for verdict in verdicts:
        before = shared[-1] if shared else None
        left_out = isinstance(verdict, Refused) and verdict.status == 424
        if left_out and isinstance(before, GraphError) and isinstance(verdict, GraphError):
            shared.append(before.about(verdict.call))
        else:
            shared.append(verdict)
    return shared


def _with_predecessors_looked_up(verdicts: list[Verdict]) -> list[Verdict]:
    """Read 424 ("a predecessor failed") as throttling when another part was throttled.

    Where no parts are chained, a 424 is Graph's older way of saying that the batch was cut short
    after a 429. The part was not carried out and may follow after the same wait.
    """
    throttled = [verdict for verdict in verdicts if isinstance(verdict, Throttled)]
    if not throttled:
        return verdicts
    longest = max(error.wait_seconds for error in throttled)
    return [
        Throttled(verdict.call, status=424, request_id=verdict.request_id, wait_seconds=longest)
        if isinstance(verdict, Refused) and verdict.status == 424
        else verdict
        for verdict in verdicts
    ]


def _lower_names(headers: Mapping[str, object]) -> dict[str, str]:
    return {name.lower(): str(value) for name, value in headers.items()}


def _request_id(headers: Mapping[str, str], body: JsonObject) -> str | None:
    """Name the part in Microsoft's logs: the header, or `error.innerError.request-id`."""
    error = body.get("error")
    inner = error.get("innerError") if isinstance(error, dict) else None
    in_body = inner.get("request-id") if isinstance(inner, dict) else None
    return plain_word(headers.get("request-id")) or plain_word(in_body)
