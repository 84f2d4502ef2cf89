"""Faults a test or demo can order: what goes wrong on which calls, and how often.

A fault is a JSON object `{"match": {"method", "path", "inner"}, "times", "kind", ...options}`.
`path` is a pattern on the path without `/v1.0`: `*` stands for one segment, `**` for any rest.
`inner` true or false limits it to parts of a batch or to plain calls.

kind                 what happens (options)
throttle             429 (retry_after: seconds or null, form: "seconds"|"http_date")
status               an error status (status, code, message, retry_after, committed)
html                 an HTML error page instead of JSON (status, default 502)
lost_request         the connection drops before anything is done
lost_response        the work is done, then the connection drops
latency              the answer comes late (ms)
advised_success      success that carries a Retry-After, as seen on Outlook's 202 (retry_after)
malformed_json       the work is done, the answer is no JSON
truncated            the work is done, half of the announced body arrives
empty_listing        a listing says there is nothing
broken_item          one item of a listing has another form (item: its id, fields: what it says)
second_page_fails    a page asked for with $skiptoken or $skip fails (status, default 503)
delayed_visibility   what this call made or sent stays unseen (reads: number of reads that miss it)

In a batch there is no connection to drop: there a lost request or response is an inner 504.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from math import ceil
from typing import Any

from connectors.sandbox.calls import NO_ACCESS, Call, Refusal, Reply, bad_request, refusal

KINDS = frozenset(
    {
        "throttle", "status", "html", "lost_request", "lost_response", "latency",
        "malformed_json", "advised_success", "truncated", "empty_listing", "second_page_fails",
        "delayed_visibility", "broken_item",
    }
)  # fmt: skip
_CODES = {401: "InvalidAuthenticationToken", 403: "", 404: "", 429: "TooManyRequests"}


@dataclass
class Mishap:
    """One ordered fault and how far it has been used up.

    blocked_until: end of the running Retry-After window; seen: exchange that opened it.
    """

    kind: str
    method: str
    path: re.Pattern[str]
    inner: bool | None
    times: int
    options: dict[str, Any] = field(default_factory=dict)
    blocked_until: datetime | None = None
    seen: int = 0

    def matches(self, call: Call) -> bool:
        """Say whether this call is one the fault was ordered for."""
        if self.kind == "second_page_fails" and not {"$skiptoken", "$skip"} & set(call.query):
            return False
        return (
            self.method in ("*", call.method)
            and self.inner in (None, call.inner)
            and bool(self.path.fullmatch(call.path))
        )


@dataclass(frozen=True)
class Strike:
    """A fault that hits one call. early: the caller came back within its Retry-After."""

    fault: Mishap
    early: bool
    wait: float | None = None

    def instead(self, call: Call, now: datetime) -> Reply | None:
        """Return the answer given instead of doing the work, or None when the work is done."""
        kind, options = self.fault.kind, self.fault.options
        if kind == "throttle":
            error = Refusal(429, "TooManyRequests", "Too many requests.", self._advice(now))
            return refusal(error, now, call)
        if kind == "status" and not options.get("committed"):
            return self._error(call, now, 503)
        if kind == "second_page_fails":
            return self._error(call, now, 503)
        if kind == "html":
            page = b"<html><head><title>502</title></head><body>Bad gateway</body></html>"
            return Reply(int(options.get("status", 502)), raw=page)
        return _lost(call, now) if kind == "lost_request" else None

    def afterwards(self, answer: Reply, call: Call, now: datetime) -> Reply:
        """Spoil the answer of work that has been done."""
        kind, options = self.fault.kind, self.fault.options
        if kind == "lost_response":
            return _lost(call, now)
        if kind == "status":
            return self._error(call, now, 503)
        if kind == "malformed_json":
            return answer.but(raw=b'{"value": [ {"id": ,', body=None)
        if kind == "truncated":
            return answer.but(broken="truncate")
        if kind == "empty_listing" and isinstance(answer.body, dict) and "value" in answer.body:
            return answer.but(body={"@odata.context": "", "value": []})
        if kind == "broken_item" and isinstance(answer.body, dict):
            return answer.but(body=_with_broken(answer.body, options))
        if kind == "advised_success":
            return answer.but(headers={**answer.headers, **self._advice(now)})
        if kind == "latency":
            return answer.but(delay=float(options.get("ms", 0)) / 1000)
        return answer

    def _error(self, call: Call, now: datetime, status: int) -> Reply:
        options = self.fault.options
        status = int(options.get("status", status))
        code = str(options.get("code", _CODES.get(status, "UnknownError")))
        text = str(options.get("message", NO_ACCESS if status == 403 else ""))
        return refusal(Refusal(status, code, text, self._advice(now)), now, call)

    def _advice(self, now: datetime) -> dict[str, str]:
        wait = self.fault.options.get("retry_after") if self.wait is None else self.wait
        if wait is None:
            return {}
        if self.fault.options.get("form") == "http_date":
            moment = (now + timedelta(seconds=ceil(wait) + 1)).replace(microsecond=0)
            return {"Retry-After": format_datetime(moment, usegmt=True)}
        return {"Retry-After": str(ceil(wait))}


def _with_broken(body: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    """Overwrite fields of one object: the body itself, or the item of a listing by its id."""
    fields, wanted = dict(options.get("fields", {})), options.get("item")
    if isinstance(body.get("value"), list):
        items = [item | fields if item.get("id") == wanted else item for item in body["value"]]
        return {**body, "value": items}
    return body | fields if body.get("id") == wanted else body


def _lost(call: Call, now: datetime) -> Reply:
    if call.inner:
        return refusal(Refusal(504, "UnknownError", ""), now, call)
    return Reply(504, broken="drop")


class Faults:
    """The faults that stand; the first that matches a call strikes it."""

    def __init__(self) -> None:
        self._faults: list[Mishap] = []

    def order(self, wish: dict[str, Any]) -> None:
        """Add a fault. Raises Refusal 400 when it has no known kind."""
        options = dict(wish)
        kind, match = options.pop("kind", None), options.pop("match", {})
        if kind not in KINDS:
            raise bad_request(f"Unknown fault kind '{kind}'; known are {sorted(KINDS)}.")
        self._faults.append(
            Mishap(
                kind=kind,
                method=str(match.get("method") or "*").upper(),
                path=_pattern(str(match.get("path") or "/**")),
                inner=match.get("inner"),
                times=int(options.pop("times", 1)),
                options=options,
            )
        )

    def clear(self) -> None:
        """Withdraw every fault."""
        self._faults.clear()

    def pending(self) -> list[dict[str, Any]]:
        """Return what is still to strike, for a look from outside."""
        return [
            {"kind": fault.kind, "path": fault.path.pattern, "times": fault.times}
            for fault in self._faults
            if fault.times > 0
        ]

    def strike(self, call: Call, now: datetime) -> Strike | None:
        """Return the fault that hits this call, using it up by one."""
        for fault in self._faults:
            if not fault.matches(call):
                continue
            if fault.kind == "throttle":
                strike = _throttle(fault, call, now)
                if strike:
                    return strike
            elif fault.times > 0:
                fault.times -= 1
                return Strike(fault, early=False)
        return None


def _throttle(fault: Mishap, call: Call, now: datetime) -> Strike | None:
    """Open a Retry-After window, or notice that the caller is back before it closed.

    An early return is refused again and costs the caller nothing but time: it uses up no
    `times`. The other parts of the batch that met the throttle are not early.
    """
    early = bool(fault.blocked_until and now < fault.blocked_until and call.exchange != fault.seen)
    if early and fault.blocked_until:
        return Strike(fault, True, (fault.blocked_until - now).total_seconds())
    if fault.times <= 0:
        return None
    fault.times -= 1
    wait = fault.options.get("retry_after")
    fault.blocked_until = now + timedelta(seconds=wait) if wait is not None else None
    fault.seen = call.exchange
    return Strike(fault, False, wait)


def _pattern(glob: str) -> re.Pattern[str]:
    glob = glob.removeprefix("/v1.0")
    parts = re.split(r"(\*\*|\*)", glob)
    stands_for = {"**": ".*", "*": "[^/]*"}
    return re.compile("".join(stands_for.get(part) or re.escape(part) for part in parts))
