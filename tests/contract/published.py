"""Judges a whole request by what Microsoft publishes of Graph v1.0, cut down to our paths.

The document lies outside the repository, beside it, and is not always there: see `PUBLISHED`. It
takes any property name, as OData types are open, so names are looked up separately.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from openapi_core import Config, OpenAPI
from openapi_core.exceptions import OpenAPIError
from openapi_core.testing import MockRequest

PUBLISHED = Path(__file__).parents[3] / "shared/graph/graph-openapi-slice.json"

JsonObject = dict[str, Any]


def faults_in_request(
    method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str], body: object
) -> list[str]:
    """List what Graph's published description does not know; path: without host and version."""
    # A call without a body states none.
    kind = headers.get("Content-Type", "application/json")
    request = MockRequest(
        "https://graph.microsoft.com",
        method.lower(),
        f"/v1.0{path}",
        args=dict(query),
        headers=dict(headers),
        data=_written(body),
        content_type=kind,
    )
    try:
        _api().validate_request(request)
    except OpenAPIError as error:
        flaws = getattr(error.__cause__, "schema_errors", None) or [error.__cause__ or error]
        return [f"{method}: {getattr(flaw, 'message', flaw)}" for flaw in flaws]
    return _unknown_names(_schema_of(method, path), body)


def _written(body: object) -> bytes:
    if body is None:
        return b""
    return (body if isinstance(body, str) else json.dumps(body)).encode()


@cache
def _document() -> JsonObject:
    """Read the description, and add the one thing we use that it leaves out: a draft of MIME.

    Graph docs, "Create message": Content-Type text/plain, the MIME text in base64.
    """
    document: JsonObject = json.loads(PUBLISHED.read_bytes())
    post = document["paths"]["/users/{user-id}/messages"]["post"]
    base64 = {"type": "string", "pattern": "^[A-Za-z0-9+/]+={0,2}$"}
    post["requestBody"]["content"]["text/plain"] = {"schema": base64}
    return document


@cache
def _api() -> OpenAPI:
    return OpenAPI.from_dict(_document(), config=Config(spec_validator_cls=None))


def _schema_of(method: str, path: str) -> JsonObject:
    """Find the schema of a request's body; {} where none is described."""
    for template, operations in _document()["paths"].items():
        ours, theirs = path.split("/"), template.split("/")
        if len(ours) == len(theirs) and all(
            part.startswith("{") or part == word for word, part in zip(ours, theirs, strict=True)
        ):
            content = operations.get(method.lower(), {}).get("requestBody", {}).get("content", {})
            schema: JsonObject = content.get("application/json", {}).get("schema", {})
            return schema
    return {}


def _unknown_names(schema: JsonObject, body: object, place: str = "") -> list[str]:
    """List the property names that a schema, its ancestors and its derived type do not have."""
    if isinstance(body, list):
        rows = schema.get("items", {})
        return [
            fault
            for number, row in enumerate(body)
            for fault in _unknown_names(rows, row, f"{place}/{number}")
        ]
    if not isinstance(body, dict):
        return []
    properties, others, is_open = _properties(schema, body)
    if not properties:
        return []
    found = []
    for name, value in body.items():
        here = f"{place}/{name}"
        if "@" not in name and name not in properties and not is_open:
            found.append(f"{here}: not published")
        found += _unknown_names(properties.get(name, others), value, here)
    return found


def _properties(schema: JsonObject, body: JsonObject) -> tuple[JsonObject, JsonObject, bool]:
    """Gather the properties of a schema, the schema of all others, and whether it is open."""
    schemas = _document()["components"]["schemas"]
    properties: JsonObject = {}
    others: JsonObject = {}
    is_open = False
    todo = [schemas.get(str(body.get("@odata.type", "")).lstrip("#"), schema)]
    while todo:
        part = todo.pop()
        if "$ref" in part:
            todo.append(schemas[part["$ref"].rsplit("/", 1)[1]])
        todo += part.get("allOf", []) + [way for way in part.get("anyOf", []) if "$ref" in way]
        properties |= {name: {} for name in part.get("x-cut-navigation", [])}
        properties |= part.get("properties", {})
        others = others or part.get("additionalProperties") or {}
        is_open = is_open or part.get("x-open-type", False)
    return properties, others, is_open
