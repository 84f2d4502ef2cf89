"""The way of every request: authorization, faults, the operation itself, the journal."""

import time
from typing import Any

from connectors.sandbox.calls import Call, Refusal, Reply, bad_request, refusal
from connectors.sandbox.graph.batch import run_batch
from connectors.sandbox.graph.calendar import add_calendar
from connectors.sandbox.graph.directory import add_directory
from connectors.sandbox.graph.mail import add_mail, takes_mime
from connectors.sandbox.graph.planner import add_planner
from connectors.sandbox.graph.routing import Routes
from connectors.sandbox.graph.teams import add_teams
from connectors.sandbox.graph.tracing import add_tracing
from connectors.sandbox.tenant.world import World

TOKEN = "sandbox-token"  # noqa: S105 - the sandbox's well-known token is no secret


def _table() -> Routes:
    routes = Routes()
    add_directory(routes)
    add_planner(routes)
    add_mail(routes)
    add_calendar(routes)
    add_teams(routes)
    add_tracing(routes)
    routes.add("POST", "/$batch", lambda world, call: run_batch(world, call, answer))
    return routes


_ROUTES = _table()


def answer(world: World, call: Call) -> Reply:
    """Answer a call to Graph; faults may strike before and after the work is done."""
    return supervised(world, call, _handle)


def _handle(world: World, call: Call) -> Reply:
    _check_content_type(call)
    return _ROUTES.handle(world, call)


def _check_content_type(call: Call) -> None:
    """Want a content type of every body; parts of a batch were checked with their envelope."""
    if not call.raw or call.method == "DELETE":
        return
    kind = call.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not kind:
        text = "Write requests (excluding DELETE) must contain the Content-Type header declaration."
        raise bad_request(text, "BadRequest")
    if kind != "application/json" and not (kind == "text/plain" and takes_mime(call)):
        raise Refusal(415, "UnsupportedMediaType", f"The media type '{kind}' is not supported.")


def supervised(world: World, call: Call, operation: Any) -> Reply:
    """Run an operation under the faults that stand, and write it in the journal."""
    with world.lock:
        began = time.perf_counter()
        now = world.clock.now()
        strike = world.faults.strike(call, now)
        result = strike.instead(call, now) if strike else None
        if result is None:
            result = _work(world, call, operation)
            if strike and result.status < 400:
                _hide(world, call, result, strike.fault.kind, strike.fault.options)
            if strike:
                result = strike.afterwards(result, call, now)
        spent = (time.perf_counter() - began) * 1000
        early = bool(strike and strike.early)
        kind = strike.fault.kind if strike else None
        world.journal.add(call, result, now, spent, kind, early)
        return result


def _work(world: World, call: Call, operation: Any) -> Reply:
    try:
        _authorize(call)
        _check_concurrency(world, call)
        result: Reply = operation(world, call)
    except Refusal as error:
        return refusal(error, world.clock.now(), call)
    if "odata.metadata=none" in call.headers.get("accept", ""):
        return result.but(body=_bare(result.body))
    return result


def _authorize(call: Call) -> None:
    """Accept any bearer token that starts with "sandbox"; parts of a batch share the outer one."""
    if call.inner or call.path.startswith("/webhooks/"):
        return
    scheme, _, token = call.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.startswith("sandbox"):
        challenge = {"WWW-Authenticate": 'Bearer realm="", error="invalid_token"'}
        text = "Access token is empty." if not token else "Access token validation failure."
        raise Refusal(401, "InvalidAuthenticationToken", text, challenge)


def mailbox_of(call: Call) -> str | None:
    """Return the mailbox a call goes to, or None for a call to another service."""
    segments = call.path.strip("/").split("/")
    return segments[1].lower() if segments[0] == "users" and len(segments) > 2 else None


def _check_concurrency(world: World, call: Call) -> None:
    """Refuse a call while the mailbox has its fill of others (Graph docs, Outlook limits)."""
    mailbox = mailbox_of(call)
    if mailbox and world.inflight[mailbox] >= world.settings.inflight:
        text = "Application is over its MailboxConcurrency limit."
        raise Refusal(429, "ApplicationThrottled", text, {"Retry-After": "1"})


def _bare(body: Any) -> Any:
    """Take the etags out, which is what `odata.metadata=none` costs."""
    if isinstance(body, list):
        return [_bare(entry) for entry in body]
    if isinstance(body, dict):
        kept = ("@odata.nextLink", "@odata.count")
        return {
            name: _bare(entry)
            for name, entry in body.items()
            if not name.startswith("@odata.") or name in kept
        }
    return body


def _hide(world: World, call: Call, result: Reply, kind: str, options: dict[str, Any]) -> None:
    """Keep what this call made or sent out of the next reads, as a lagging replica would."""
    if kind != "delayed_visibility":
        return
    made = result.body.get("id") if isinstance(result.body, dict) else None
    hidden_id = made or call.path.split("/")[-2]
    world.unseen.hide(hidden_id, int(options.get("reads", 1)))
