"""Mail operations on an allowed mailbox."""

from typing import Any

from connectors.sandbox.calls import Call, Refusal, Reply, bad_request
from connectors.sandbox.graph.routing import Routes
from connectors.sandbox.paging import check_expand, listing, selected
from connectors.sandbox.tenant.exchange import check_version, not_found, paged, passes
from connectors.sandbox.tenant.mail import DRAFTS, INBOX, SENT, StoredMail
from connectors.sandbox.tenant.shapes import flag
from connectors.sandbox.tenant.world import World

_RELATIONS = ("singleValueExtendedProperties", "attachments")
_FOLDERS = {DRAFTS: "Concepten", SENT: "Verzonden items", INBOX: "Postvak IN"}


def add_mail(routes: Routes) -> None:
    """Put the mail operations into the table."""
    routes.add("GET", "/users/{}/messages", _list)
    routes.add("POST", "/users/{}/messages", _create)
    routes.add("GET", "/users/{}/messages/{}", _get)
    routes.add("PATCH", "/users/{}/messages/{}", _patch)
    routes.add("DELETE", "/users/{}/messages/{}", _delete)
    routes.add("POST", "/users/{}/messages/{}/send", _send)
    routes.add("GET", "/users/{}/messages/{}/attachments", _attachments)
    routes.add("POST", "/users/{}/messages/{}/attachments", _attach)
    routes.add("GET", "/users/{}/messages/{}/attachments/{}", _attachment)
    routes.add("DELETE", "/users/{}/messages/{}/attachments/{}", _detach)
    routes.add("POST", "/users/{}/sendMail", _send_mail)
    routes.add("GET", "/users/{}/mailFolders/{}", _folder)
    routes.add("GET", "/users/{}/mailFolders/{}/messages", _list)
    routes.add("POST", "/users/{}/mailFolders/{}/messages", _create)


def takes_mime(call: Call) -> bool:
    """Say whether a mail in MIME may come here, under text/plain."""
    way = call.path.lower().rstrip("/")
    return call.method == "POST" and way.endswith(("/messages", "/sendmail"))


def _list(world: World, call: Call, mailbox: str, folder: str | None = None) -> Reply:
    messages = world.mailboxes.open(mailbox).messages
    check_expand(call, *_RELATIONS)
    world.unseen.count_read(key for item in messages.items for key in item.keys)
    rows = []
    for item in messages.items:
        shown = messages.view(item, call)
        inside = folder is None or folder.lower() == item.folder
        if inside and not _unseen(world, item) and passes(call, shown, item.properties):
            rows.append(shown)
    return paged(call, rows, world.settings.calendar_page)


def _create(world: World, call: Call, mailbox: str, folder: str = DRAFTS) -> Reply:
    """Make a draft of JSON, or of MIME: the Content-Type says which (Graph docs)."""
    messages, now = world.mailboxes.open(mailbox).messages, world.clock.now()
    place = folder.lower()
    if place not in _FOLDERS:
        raise not_found()
    if _is_mime(call):
        message = messages.draft_from_mime(call.raw, now, place)
    else:
        message = messages.draft(call.body, now, place)
    return Reply(201, messages.view(message, call))


def _is_mime(call: Call) -> bool:
    kind = call.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind == "text/plain"


def _get(world: World, call: Call, mailbox: str, key: str) -> Reply:
    messages = world.mailboxes.open(mailbox).messages
    message = messages.find(key)
    world.unseen.count_read(message.keys)
    if _unseen(world, message):
        raise not_found()
    shown = messages.view(message, call)
    if "attachments" in check_expand(call, *_RELATIONS):
        shown["attachments"] = message.attachments
    return Reply(200, selected(call, shown))


def _patch(world: World, call: Call, mailbox: str, key: str) -> Reply:
    messages = world.mailboxes.open(mailbox).messages
    message = messages.find(key)
    check_version(call, message.etag)
    messages.change(message, call.body)
    return Reply(200, messages.view(message, call))


def _delete(world: World, call: Call, mailbox: str, key: str) -> Reply:  # noqa: ARG001 - an Operation
    messages = world.mailboxes.open(mailbox).messages
    messages.items.remove(messages.find(key))
    return Reply(204)


def _send(world: World, call: Call, mailbox: str, key: str) -> Reply:  # noqa: ARG001 - an Operation
    """Answer 202 with an empty body: accepted, not delivered."""
    messages = world.mailboxes.open(mailbox).messages
    messages.send(messages.find(key), world.clock.now())
    return Reply(202)


def _send_mail(world: World, call: Call, mailbox: str) -> Reply:
    """Send at once, JSON or MIME; the names of an action's parameters are read in any case."""
    messages, now = world.mailboxes.open(mailbox).messages, world.clock.now()
    keep = True
    if _is_mime(call):
        message = messages.draft_from_mime(call.raw, now)
    else:
        given: Any = call.body if isinstance(call.body, dict) else {}
        wanted = {name.lower(): value for name, value in given.items()}
        if not isinstance(wanted.get("message"), dict):
            raise bad_request("The parameter 'Message' is required.", "ErrorInvalidRequest")
        keep = flag("SaveToSentItems", wanted.get("savetosentitems")) is not False
        message = messages.draft(wanted["message"], now)
    try:
        messages.send(message, now, keep=keep)
    except Refusal:
        messages.items.remove(message)
        raise
    return Reply(202)


def _attachments(world: World, call: Call, mailbox: str, key: str) -> Reply:
    message = world.mailboxes.open(mailbox).messages.find(key)
    return listing(call, message.attachments, None)


def _attachment(world: World, call: Call, mailbox: str, key: str, file_id: str) -> Reply:
    messages = world.mailboxes.open(mailbox).messages
    return Reply(200, selected(call, messages.attachment(messages.find(key), file_id)))


def _detach(world: World, call: Call, mailbox: str, key: str, file_id: str) -> Reply:  # noqa: ARG001 - an Operation
    messages = world.mailboxes.open(mailbox).messages
    message = messages.find(key)
    message.attachments.remove(messages.attachment(message, file_id))
    message.version += 1
    return Reply(204)


def _attach(world: World, call: Call, mailbox: str, key: str) -> Reply:
    messages = world.mailboxes.open(mailbox).messages
    return Reply(201, messages.attach(messages.find(key), call.body))


def _folder(world: World, call: Call, mailbox: str, folder: str) -> Reply:
    messages = world.mailboxes.open(mailbox).messages
    name = folder.lower()
    if name not in _FOLDERS:
        raise not_found()
    count = sum(item.folder == name for item in messages.items)
    body = {"id": name, "displayName": _FOLDERS[name], "totalItemCount": count}
    return Reply(200, selected(call, body))


def _unseen(world: World, message: StoredMail) -> bool:
    return any(key in world.unseen for key in message.keys)
