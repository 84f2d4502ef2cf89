"""`$batch` (Graph docs, JSON batching): many calls in one exchange, answered in any order."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

from connectors.sandbox.calls import Call, Refusal, Reply, bad_request, plain_path, refusal

if TYPE_CHECKING:
    from connectors.sandbox.tenant.world import World

MOST = 20
MOST_BYTES = 4 * 1024 * 1024  # as third parties report; Microsoft states no limit
_METHODS = ("GET", "POST", "PATCH", "PUT", "DELETE")

Part = dict[str, Any]
Run = Callable[["World", Call], Reply]


def run_batch(world: "World", call: Call, run: Run) -> Reply:
    """Run the parts and answer 200 with all of them, in shuffled order.

    Raises Refusal 400 when the envelope is malformed, and 413 when it is too large; an inner
    failure never fails the batch.
    """
    if len(call.raw or b"") > MOST_BYTES:
        raise Refusal(413, "RequestEntityTooLarge", "The request is too large.")
    parts = _parts(call)
    answers: dict[str, Reply] = {}
    for name in parts:
        _settle(name, parts, answers, world, call, run, ())
    order = world.ids.shuffle(list(parts))
    return Reply(200, {"responses": [_shown(parts[name]["id"], answers[name]) for name in order]})


def _parts(call: Call) -> dict[str, Part]:
    requests = call.body.get("requests") if isinstance(call.body, dict) else None
    if not isinstance(requests, list) or not requests:
        raise bad_request("Invalid batch payload format.", "BadRequest")
    if len(requests) > MOST:
        text = f"Number of batch request steps exceeds the maximum value of {MOST}."
        raise bad_request(text, "MaximumValueExceeded")
    parts: dict[str, Part] = {}
    for part in requests:
        _check_part(part)
        if part["id"].lower() in parts:
            raise bad_request(f"Request id '{part['id']}' is used twice.", "BadRequest")
        parts[part["id"].lower()] = part
    for part in parts.values():
        for needed in _needed(part):
            if needed not in parts:
                raise bad_request(f"'dependsOn' names no request: '{needed}'.", "BadRequest")
    return parts


def _check_part(part: Any) -> None:
    if not isinstance(part, dict) or not isinstance(part.get("id"), str) or not part["id"]:
        raise bad_request("Every request needs an 'id' that is a text.", "BadRequest")
    if part.get("method") not in _METHODS or not isinstance(part.get("url"), str):
        raise bad_request("Every request needs a 'method' and a 'url'.", "BadRequest")
    headers = part.get("headers") or {}
    if not isinstance(headers, dict) or not all(isinstance(v, str) for v in headers.values()):
        raise bad_request("The 'headers' of a request must be names with texts.", "BadRequest")
    writes = part["method"] in ("POST", "PATCH", "PUT") or part.get("body") is not None
    if writes and "content-type" not in {name.lower() for name in headers}:
        raise bad_request(
            "Write requests (excluding DELETE) must contain the Content-Type header declaration.",
            "BadRequest",
        )


def _needed(part: Part) -> list[str]:
    """Which parts come before this one, by their ids in lower case."""
    names = part.get("dependsOn") or []
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise bad_request("'dependsOn' must be a list of request ids.", "BadRequest")
    return [name.lower() for name in names]


def _settle(
    name: str,
    parts: dict[str, Part],
    answers: dict[str, Reply],
    world: "World",
    outer: Call,
    run: Run,
    chain: tuple[str, ...],
) -> None:
    """Answer one part after those it depends on; a failed predecessor makes it 424."""
    if name in answers:
        return
    if name in chain:
        raise bad_request("The 'dependsOn' of the requests is circular.", "BadRequest")
    needed = _needed(parts[name])
    for other in needed:
        _settle(other, parts, answers, world, outer, run, (*chain, name))
    try:
        call = _inner(parts[name], outer)
    except ValueError:  # half an IPv6 address, for one
        raise bad_request("The 'url' of a request cannot be read.", "BadRequest") from None
    if any(answers[other].status >= 400 for other in needed):
        text = "A request this one depends on has failed."
        answers[name] = refusal(Refusal(424, "FailedDependency", text), world.clock.now(), call)
    elif urlsplit(call.path).netloc or "://" in parts[name]["url"] or call.path == "/$batch":
        text = "The url of a request in a batch must be relative and no batch itself."
        answers[name] = refusal(bad_request(text, "BadRequest"), world.clock.now(), call)
    else:
        answers[name] = run(world, call)


def _inner(part: Part, outer: Call) -> Call:
    """Make a call of a part; nothing but the authorization comes from the outer request."""
    url = urlsplit(part["url"])
    headers = part.get("headers") or {}
    return Call(
        method=part["method"],
        path=plain_path("/" + unquote(url.path).lstrip("/")),
        query=dict(parse_qsl(url.query, keep_blank_values=True)),
        headers={name.lower(): str(value) for name, value in headers.items()},
        body=part.get("body"),
        origin=outer.origin,
        exchange=outer.exchange,
        inner=True,
    )


def _shown(part_id: str, answer: Reply) -> Part:
    body = answer.raw.decode() if answer.raw is not None else answer.body
    headers = dict(answer.headers)
    if body is not None:
        headers["Content-Type"] = "application/json" if answer.raw is None else "text/html"
    shown = {"id": part_id, "status": answer.status, "headers": headers, "body": body}
    return {name: value for name, value in shown.items() if value is not None}
