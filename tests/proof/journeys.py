"""The journeys that the crash matrix breaks off: how each begins, and what must be true after.

What must be true is what the same journey comes to when nobody breaks it off, so that no
expectation is written down twice.
"""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from proof.sight import SIDES
from support.installation import Office, own_actions

from connectors.sandbox.tenant.directory import COORDINATOR, OWNERS, owner_upn
from mappings.canonical import Action, Due

FIRST_DAY = "2026-11-02T09:{:02}:00+01:00"
NOON = "2026-11-02T12:{:02}:00+01:00"
MORNING = "2026-12-17T09:{:02}:00+01:00"  # two weeks before all that is due "in 2026"
ASKING_DAY = "2026-11-18T12:{:02}:00+01:00"  # in the ten working days before a driehoek
DIGEST_DAY = "2026-11-24T10:{:02}:00+01:00"  # two working days before a driehoek

Truth = Counter[tuple[Hashable, ...]]

_CODE = re.compile(r"\d+\.\d+ ")


@dataclass(frozen=True)
class Journey:
    """A command that is broken off.

    words: the command. hour: when it runs; what is left open are the minutes. begin: brings a
    fresh installation to where the journey begins. truth: all that was brought about, counted.
    least: how much that is at least, as nothing would be easy to compare. environ: what it sets
    differently.
    """

    name: str
    words: tuple[str, ...]
    hour: str
    begin: Callable[[Office], None]
    truth: Callable[[Office], Truth]
    least: int
    environ: Mapping[str, str] = field(default_factory=dict)


def _in_planner(office: Office) -> None:
    """List and Planner agree, so that the round before a digest is a short one."""
    office.load()
    office.sync()


def _called_off(office: Office) -> None:
    """The digest went out at nine, and the meeting was called off right after; both were seen."""
    _in_planner(office)
    office.clock.moment = datetime.fromisoformat(DIGEST_DAY.format(0)) - timedelta(hours=1)
    _look_for_digests(office)
    office.control.act("cancel-event", event=office.event("2026-11-26"))
    _look_for_digests(office)


def _asked(office: Office) -> None:
    """Owners were asked whether all is still true, and answer; then the meeting is moved."""
    _in_planner(office)
    office.clock.moment = datetime.fromisoformat(ASKING_DAY.format(0)) - timedelta(hours=1)
    office.look_at_calendar()
    office.sync()
    item = "Klopt nog voor de driehoek van 26 november"
    for code in ("2.1", "2.4", "2.9"):
        office.act("tick-item", code, title=item)
    office.act("remove-item", "2.5", title=item)
    office.act("add-checklist-item", "2.6", title="Bellen")
    office.act("tick", "2.3")
    office.set("2.7", note="Begonnen.")
    office.move("2026-11-26", "2026-11-27T10:00:00+01:00")
    office.look_at_calendar()


def _look_for_digests(office: Office) -> None:
    office.sync()
    with closing(office.house()) as house:
        house.digests.send(house.agenda.driehoek)


def _dated(office: Office) -> None:
    """Sixteen open actions are due on a day, so that there is something to put in Outlook."""
    office.import_list(*(_with_a_day(action) for action in own_actions()))


def _bare(office: Office) -> None:
    """A tenant that makes tasks without their description, so that the marker comes later."""
    office.control.settings(post_details="ignore")
    office.load()


def _changed(office: Office) -> None:
    """All is filled; then people do what they do in Planner and Outlook, the coordinator as much.

    And there are two new actions.
    """
    late = ("6.5", "6.6")
    office.import_list(*(_with_a_day(a) for a in own_actions() if a.code not in late))
    office.sync()
    office.load(*late)
    _change_events(office)
    plan = office.control.state()["plans"][0]["id"]
    for code in ("1.1", "1.7", "2.3"):
        office.act("tick", code)
    office.act("due", "4.10", date="2027-02-01", stored="todo")
    office.act("due", "4.9", date="2027-03-01")
    office.act("note", "2.1", text="De vacature is vervuld.")
    office.act("note", "3.2", text="Eerste avond geweest.")
    office.act("retitle", "5.1", title="Iets anders")
    office.act("delete", "6.4")
    office.control.act("create", plan=plan, title="Folder laten vertalen")
    office.set("1.2", status="Gereed")
    office.set("1.3", status="Loopt", note="Begonnen.")
    office.set("1.4", status="NIET")
    office.set("1.5", owners=("OOV", "MOz"))
    office.set("1.6", note="Alleen een bericht.")
    office.set("2.1", note="Uit de lijst.")  # collides with an owner's note
    office.set("4.9", due="2027-04-01")  # collides with an owner's date
    office.set("2.4", due="2027")
    office.set("2.5", due="", status="Planning")
    office.set("2.6", status="Loopt")


def _change_events(office: Office) -> None:
    """Moved, renamed, deleted, copied and put in another category; one collides with Planner."""
    links = office.links("outlook")
    act = office.control.act
    act("move-event", event=links["1.8"], date="2027-03-28")
    act("move-event", event=links["1.9"], start="2027-03-27T23:30:00+01:00")
    act("move-event", event=links["1.10"], date="2027-06-01")
    office.act("due", "1.10", date="2027-07-01")
    act("move-event", event=links["1.11"], date="2027-06-01")
    office.set("1.11", status="Gereed")  # so that the event goes
    act("rename-event", event=links["1.12"], subject="Iets anders")
    act("delete-event", event=links["1.13"])
    act("copy-event", event=links["1.14"])
    act("categorize-event", event=links["1.15"], categories=["Van ons"])
    office.set("1.15", owners=("OOV",), due="2027-08-01")


def _with_a_day(action: Action) -> Action:
    """Goal 1 has no deadlines of its own."""
    due = Due.parse(f"2027-02-{int(action.code[2:]):02}")
    return action.model_copy(update={"due": due}) if action.goal == 1 else action


def _due_soon(office: Office) -> None:
    """Every owner leads something that is due in two weeks, and Planner knows."""
    office.load()
    codes = (action.code for action in own_actions() if action.goal == 3)
    for code, owner in zip(codes, office.house().agenda.owners, strict=False):
        office.set(code, due="2026", status="Loopt", owners=(owner.code,))
    office.sync()


def _synced(office: Office) -> Truth:
    """Plans, columns, labels, tasks and events; list, links, history and more in the ledger."""
    state = office.control.state()
    columns = {bucket["id"]: bucket["name"] for bucket in state["buckets"]}
    names = state["planDetails"][0]["categoryDescriptions"] if state["planDetails"] else {}
    found: list[tuple[Hashable, ...]] = [("plan", plan["title"]) for plan in state["plans"]]
    found += [("column", name) for name in columns.values()]
    found += [("label", slot, name) for slot, name in names.items()]
    found += [("task", *_task(task, columns, names)) for task in state["tasks"]]
    found += [("event", *_event(event)) for event in state["events"]]
    with office.ledger as ledger:
        found += [("action", action) for action in ledger.actions.all().values()]
        found += [
            ("link", side, link.code, link.state)
            for side in SIDES
            for link in ledger.links.all(side).values()
        ]
        found += [
            ("history", c.code, c.side, c.field, c.old, c.new, c.outcome)
            for c in ledger.history.all()
        ]
        conflicts = ledger.conflicts.open_ones()
        found += [("conflict", c.side, c.code, c.field, c.list, c.other) for c in conflicts]
        found += [("asked", a.code, a.title, bool(a.ticked_at)) for a in ledger.asks.all()]
        found += [("proposal", p.title, p.state) for p in ledger.proposals.all()]
    return Counter(found)


def _task(task: dict[str, Any], columns: dict[str, str], names: dict[str, str]) -> tuple[Any, ...]:
    """A task without its ids."""
    return (
        task["title"],
        task["percentComplete"],
        task["dueDateTime"],
        task["details"]["description"],
        columns.get(task["bucketId"]),
        tuple(sorted(names[slot] for slot in task["appliedCategories"])),
        tuple(sorted(task["assignments"])),
        tuple(sorted((i["title"], i["isChecked"]) for i in task["details"]["checklist"].values())),
    )


def _event(event: dict[str, Any]) -> tuple[Hashable, ...]:
    """An event without its ids."""
    return (
        event["calendar"],
        event["subject"],
        event["start"]["dateTime"],
        event["end"]["dateTime"],
        event["isAllDay"],
        tuple(event["categories"]),
        tuple(entry["value"] for entry in event["properties"]),
        "transactionId" in event,
    )


def _reminded(office: Office) -> Truth:
    """Every line that reached an owner, by card or by mail: a reminder is one line.

    A card of which nobody can know whether it was posted goes by mail as well, and says so; that
    is no double. Two cards are, and so are two mails.
    """
    state = office.control.state()
    cards: Truth = Counter()
    for card in state["cards"]:
        codes = [row[0].strip() for text in _texts(card["card"]) if (row := _CODE.match(text))]
        cards.update((card["owner"], code) for code in codes)
    mails: Truth = Counter()
    owners = {owner_upn(owner): owner for owner in OWNERS} | {COORDINATOR: "coordinator"}
    for mail in state["sent"]:
        (address,) = _addresses(mail)
        known = {code for _, code in cards} | {action.code for action in own_actions()}
        text = re.sub(r"<[^>]*>", " ", mail["body"]["content"])
        found = known & set(re.findall(r"\d+\.\d+", text))
        mails.update((owners.get(address, address), code) for code in found)
    return cards + Counter({line: times for line, times in mails.items() if line not in cards})


def _texts(part: Any) -> list[str]:
    if isinstance(part, list):
        return [text for entry in part for text in _texts(entry)]
    if isinstance(part, dict):
        own = [part["text"]] if isinstance(part.get("text"), str) else []
        return own + [text for value in part.values() for text in _texts(value)]
    return []


def _mailed(office: Office) -> Truth:
    """Every time a mail left."""
    state = office.control.state()
    return Counter((mail["subject"], tuple(sorted(_addresses(mail)))) for mail in state["sent"])


def _addresses(mail: dict[str, Any]) -> list[str]:
    return [to["emailAddress"]["address"] for to in mail["toRecipients"]]


BARE_FILL = Journey(
    "first fill, bare tasks, Planner alone",
    ("sync",),
    FIRST_DAY,
    _bare,
    _synced,
    300,
    environ={"OUTLOOK_CALENDAR": ""},
)
JOURNEYS = (
    Journey("first fill", ("sync",), FIRST_DAY, _dated, _synced, 300),
    BARE_FILL,
    Journey("30 changes", ("sync",), NOON, _changed, _synced, 300),
    Journey("questions", ("sync",), ASKING_DAY, _asked, _synced, 300),
    Journey("reminders", ("remind",), MORNING, _due_soon, _reminded, 10),
    Journey("digest", ("digest",), DIGEST_DAY, _in_planner, _mailed, 1),
    Journey("called off", ("digest",), DIGEST_DAY, _called_off, _mailed, 2),
)
