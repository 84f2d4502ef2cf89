"""Bare HTTP to the sandbox, without anything of our own clients."""

from typing import Any

import requests

from connectors.sandbox.control import Sandbox


class Graph:
    """Bare HTTP to the sandbox with its well-known token."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.root = sandbox.base_url
        self.group = sandbox.environment()["PLANNER_GROUP_ID"]
        self.mailbox = sandbox.environment()["OUTLOOK_MAILBOX"]
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers["Authorization"] = "Bearer sandbox-token"

    def close(self) -> None:
        """Close the session."""
        self._session.close()

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> requests.Response:
        """Send a request; header names are written with `_` for `-`."""
        url = path if path.startswith("http") else self.root + path
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._session.request(method, url, json=body, headers=named, timeout=10)

    def get(self, path: str, **headers: str) -> Any:
        """Return the JSON of a successful GET."""
        answer = self.send("GET", path, **headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def plan(self, title: str = "Uitvoeringsagenda") -> str:
        """Make a plan in the group and return its id."""
        body = {"title": title, "container": {"containerId": self.group, "type": "group"}}
        answer = self.send("POST", "/planner/plans", body)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def task(self, plan: str, title: str = "1.1 Beleid", **fields: Any) -> dict[str, Any]:
        """Make a task and return it."""
        answer = self.send("POST", "/planner/tasks", {"planId": plan, "title": title, **fields})
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    def batch(self, *requests_: dict[str, Any]) -> dict[str, dict[str, Any]]:
        """Send a batch and return its responses by id."""
        answer = self.send("POST", "/$batch", {"requests": list(requests_)})
        assert answer.status_code == 200, answer.text
        return {part["id"]: part for part in answer.json()["responses"]}
