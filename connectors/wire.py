"""The Graph objects we touch, as they travel: one frozen model per resource.

Only the fields we use are named; everything else that Graph sends is kept (`extra="allow"`), so an
unknown field survives and a new one never breaks us. Missing optional fields get Graph's own
default. Identifiers are opaque and case-sensitive (Graph docs, "Planner identifiers").
"""

from datetime import datetime
from typing import Any, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel

JsonObject = dict[str, Any]


class Wire(BaseModel):
    """A Graph object: camelCase on the wire, frozen here, unknown fields kept."""

    model_config = ConfigDict(
        frozen=True,
        extra="allow",
        alias_generator=to_camel,
        populate_by_name=True,
        defer_build=True,  # no command reads objects of every kind
    )

    @model_validator(mode="before")
    @classmethod
    def _null_is_absent(cls, body: Any) -> Any:
        """Leave out null where we have a default: Graph's metadata makes nearly all nullable."""
        if not isinstance(body, dict):
            return body
        ours = {field.alias or name for name, field in cls.model_fields.items()}
        return {name: value for name, value in body.items() if not (value is None and name in ours)}

    @classmethod
    def read(cls, body: JsonObject) -> Self:
        """Validate one JSON object. Raises pydantic.ValidationError when it has another shape."""
        return cls.model_validate(body)


class Tagged(Wire):
    """An object with a version. The etag belongs to this object and this kind alone.

    Source: Graph docs, "Planner resource versioning". Fresh objects of one kind share etags.
    """

    id: str
    etag: str = Field(alias="@odata.etag")


class Plan(Tagged):
    """A plannerPlan; `container` says which group holds it."""

    title: str
    container: JsonObject = {}
    created_by: JsonObject | None = None


class PlanDetails(Tagged):
    """The plan's label names: `category1` to `category25`, None where the slot is free."""

    category_descriptions: dict[str, str | None] = {}


class Bucket(Tagged):
    """A column of the board."""

    name: str
    plan_id: str


class TaskDetails(Tagged):
    """The part of a task that has an etag of its own."""

    description: str | None = None
    references: dict[str, JsonObject] = {}
    checklist: dict[str, JsonObject] = {}


class Task(Tagged):
    """A plannerTask. `details` is present only when the listing expanded it.

    has_description, checklist_item_count: what they hold, as the service says of itself.
    completed_by: an identitySet, as long as the task is done.
    """

    plan_id: str
    bucket_id: str | None = None
    title: str
    percent_complete: int = 0
    start_date_time: AwareDatetime | None = None
    due_date_time: AwareDatetime | None = None
    assignments: dict[str, JsonObject | None] = {}
    applied_categories: dict[str, bool] = {}
    created_by: JsonObject | None = None
    completed_by: JsonObject | None = None
    has_description: bool = False
    checklist_item_count: int = 0
    details: TaskDetails | None = None


class User(Wire):
    """A person in the directory."""

    id: str
    display_name: str | None = None
    user_principal_name: str | None = None
    mail: str | None = None


class Event(Wire):
    """A calendar event or one occurrence of a series.

    start, end: Graph's dateTimeTimeZone objects, read with `connectors.outlook.read_instant`.
    original_start: the planned slot of an occurrence, UTC; None for single events.
    """

    id: str
    subject: str | None = None
    start: JsonObject
    end: JsonObject
    type: str | None = None
    is_all_day: bool = False
    is_cancelled: bool = False
    series_master_id: str | None = None
    original_start: datetime | None = None
    organizer: JsonObject | None = None
    categories: tuple[str, ...] = ()
    response_status: JsonObject | None = None
    show_as: str | None = None
    change_key: str | None = None
    ical_uid: str | None = Field(default=None, alias="iCalUId")


class Calendar(Wire):
    """One of a mailbox's calendars.

    can_edit: whether events in it may be written. is_default_calendar: it is the main one, where
    invitations come in.
    """

    id: str
    name: str | None = None
    can_edit: bool = True
    is_default_calendar: bool = False


class Deadline(Event):
    """An event that may stand for a deadline of ours, with its version and our mark.

    etag: of this version. transaction_id: what the program that made it called the making; events
    that people make or copy have none of ours.
    """

    etag: str = Field(alias="@odata.etag")
    transaction_id: str | None = None
    single_value_extended_properties: tuple[JsonObject, ...] = ()

    def mark(self, name: str) -> str | None:
        """The value of the extended property of this name; a GUID in it has no case."""
        values = {
            str(entry.get("id", "")).lower(): entry.get("value")
            for entry in self.single_value_extended_properties
        }
        value = values.get(name.lower())
        return value if isinstance(value, str) else None


class Message(Wire):
    """A mail message: a draft until Exchange has sent it. sender: who it says it is from."""

    id: str
    is_draft: bool = True
    parent_folder_id: str | None = None
    sent_date_time: datetime | None = None
    subject: str | None = None
    internet_message_id: str | None = None
    sender: JsonObject | None = Field(default=None, alias="from")


class SentMail(Wire):
    """A mail as its readers got it."""

    subject: str = ""
    body: JsonObject = {}
    sent_date_time: AwareDatetime | None = None
    to_recipients: tuple[JsonObject, ...] = ()

    @property
    def addresses(self) -> tuple[str, ...]:
        """Whom it went to."""
        found = ((to.get("emailAddress") or {}).get("address") for to in self.to_recipients)
        return tuple(address for address in found if address)


class MailFile(Wire):
    """A file that is enclosed in a mail. content_id: by this name its HTML shows it."""

    name: str = ""
    content_id: str = ""
    content_bytes: str = ""


class MessageTrace(Wire):
    """What Exchange did with a mail for one recipient. status: written in more ways than one."""

    recipient_address: str
    status: str = ""
