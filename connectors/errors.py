"""What can go wrong between us and Microsoft, and what each failure means.

    GraphError
    ├── NoAnswer        no answer came; whether a write happened is unknown
    │   └── Unreachable     no connection was made, so nothing was sent
    │       └── Untrusted       the server's certificate is not trusted here
    ├── ServerFailed    5xx, 408, 423: the service stumbled; a write may have happened
    ├── Throttled       429: not carried out; come back after `wait_seconds`
    ├── SignInFailed    401, or no token could be had
    ├── Denied          403: no right, or no such object (Planner answers both alike)
    ├── LimitReached    403 with a `Maximum*` code: the plan, group or person is full
    ├── Missing         404, 410: gone, or not visible yet
    ├── Stale           409, 412: somebody changed it since we read it
    ├── Refused         400 and every other 4xx: our request is wrong
    │   ├── TooLarge        larger than the service takes; nothing was sent
    │   └── Misaddressed    a mail that would not go to exactly its readers; nothing was sent
    ├── BadReply        an answer that cannot be understood: no JSON, wrong shape, too large
    ├── Fenced          an address outside the fence; nothing was sent
    └── OutOfTime       the round's time is spent; nothing was sent

The class follows from the HTTP status and the `Maximum*` codes only: Graph's message texts and its
other codes change without notice (Graph docs, "Error responses and resource types").

`str(error)` is safe to log: a method, a path pattern, a status, a code and a request-id; never an
id, an address, a title or a token.
"""

from copy import copy
from typing import Any, ClassVar, Literal, Self

Fault = Literal["us", "settings", "service", "network", "person"]


class GraphError(Exception):
    """A call that did not give what was asked.

    call: method and path pattern, such as "PATCH /planner/tasks/{id}".
    status: the HTTP status, None when no answer came.
    code: Graph's own error code, "" when it gave none.
    request_id: names the exchange in Microsoft's logs.
    reason: a technical word or two for the log, such as "ReadTimeout".
    wait_seconds: how long the server asked us to hold off, 0.0 when it did not say.

    fault: who has to act. worth_retry: can the same call succeed later, with nothing changed?
    outcome_unknown: may a write have been carried out all the same?
    needs_person: does no call at all succeed until somebody mends a setting, here or in Entra?
    advice: one Dutch sentence for whoever reads the outcome.
    """

    fault: ClassVar[Fault] = "service"
    worth_retry: ClassVar[bool] = False
    outcome_unknown: ClassVar[bool] = False
    needs_person: ClassVar[bool] = False
    advice: str = "De aanroep van Microsoft 365 is mislukt."

    def __init__(
        self,
        call: str,
        *,
        status: int | None = None,
        code: str = "",
        request_id: str | None = None,
        reason: str = "",
        wait_seconds: float = 0.0,
    ) -> None:
        """Keep what the exchange told us; the class says what it means."""
        super().__init__(call)
        self.call = call
        self.status = status
        self.code = code
        self.request_id = request_id
        self.reason = reason
        self.wait_seconds = wait_seconds

    def __str__(self) -> str:
        """One line for the log, free of ids and texts."""
        words = [type(self).__name__, self.status, self.code, self.reason]
        what = " ".join(str(word) for word in words if word)
        trace = f" (request-id {self.request_id})" if self.request_id else ""
        return f"{self.call}: {what}{trace}"

    def about(self, call: str) -> Self:
        """Give the same failure as the fate of another call: a part of a batch that failed."""
        twin = copy(self)
        twin.call = call
        return twin


class NoAnswer(GraphError):
    """A timeout, or a connection that broke off. A write may have been carried out."""

    fault: ClassVar[Fault] = "network"
    worth_retry: ClassVar[bool] = True
    outcome_unknown = True
    advice = "Er kwam geen antwoord van Microsoft 365. De volgende ronde probeert het opnieuw."


class Unreachable(NoAnswer):
    """No connection came about, so nothing was sent."""

    outcome_unknown = False
    advice = "Microsoft 365 is niet bereikbaar. Controleer het netwerk en de proxy."


class Untrusted(Unreachable):
    """The certificate of the server, or of a proxy in between, is not trusted on this machine."""

    fault = "settings"
    worth_retry = False
    needs_person = True
    advice = (
        "Het certificaat van de server wordt hier niet vertrouwd. "
        "Zet REQUESTS_CA_BUNDLE op het certificaatbestand van uw organisatie."
    )


class ServerFailed(GraphError):
    """The service failed while working. A write may have been carried out."""

    worth_retry = True
    outcome_unknown = True
    advice = "Microsoft 365 heeft een storing. De volgende ronde probeert het opnieuw."


class Throttled(GraphError):
    """Too many calls. This one was not carried out and may be repeated after `wait_seconds`."""

    worth_retry = True
    advice = "Microsoft 365 vraagt om minder aanroepen. De volgende ronde gaat verder."


class SignInFailed(GraphError):
    """No token could be had, or Graph does not accept the one we have.

    claims: the challenge to hand to the identity provider for a new token, "" when there is none.
    """

    claims: str = ""

    fault = "settings"
    needs_person = True
    advice = (
        "Microsoft 365 neemt de aanmelding niet aan. Controleer GRAPH_BASE_URL, "
        "AZURE_AUTHORITY_HOST en de klok van deze machine."
    )


_RIGHTS = (
    ("/planner", "het plan", "Tasks.ReadWrite.All", "PLANNER_PLAN_ID of PLANNER_GROUP_ID"),
    ("/groups/", "de groep", "GroupMember.ReadBasic.All", "PLANNER_GROUP_ID"),
    ("/teams/", "het Teams-kanaal", "ChannelMessage.Send", "TEAMS_CHANNEL_..."),
    ("/events", "de agenda", "Application Calendars.ReadWrite", "OUTLOOK_MAILBOX"),
    ("/calendar", "de agenda", "Application Calendars.ReadWrite", "OUTLOOK_MAILBOX"),
    ("/messages", "de mail", "Application Mail Full Access", "OUTLOOK_MAILBOX"),
    ("/mailFolders", "de mail", "Application Mail Full Access", "OUTLOOK_MAILBOX"),
    ("/sendMail", "de mail", "Application Mail Full Access", "OUTLOOK_MAILBOX"),
    ("/users/", "de gebruikers", "User.ReadBasic.All", "OWNER_..._MEMBERS"),
)
"""By a part of the path: what it leads to, the right it takes, and the setting that names it."""


class Denied(GraphError):
    """No right to this object, or it does not exist: Planner does not say which."""

    fault = "settings"
    needs_person = True

    advice = "De app mag hier niet bij, of het bestaat niet. Controleer de rechten van de app."

    def __init__(self, call: str, **told: Any) -> None:
        """Say which right and which setting may be wrong; told: as with every GraphError."""
        super().__init__(call, **told)
        self.advice = _denial(call, type(self).advice)

    def about(self, call: str) -> Self:
        """Give the same failure as the fate of another call, whose right it is then about."""
        twin = super().about(call)
        twin.advice = _denial(call, type(self).advice)
        return twin


def _denial(call: str, otherwise: str) -> str:
    for part, what, right, setting in _RIGHTS:
        if part in call:
            return (
                f"De app mag niet bij {what}, of dat bestaat niet. Controleer het recht {right} en "
                f"de instelling {setting}."
            )
    return otherwise


class LimitReached(GraphError):
    """A limit of Planner; `code` names it. Something may have been written: read again."""

    fault = "person"
    outcome_unknown = True
    advice = "Planner is vol: een maximum is bereikt. Ruim taken op of gebruik een ander plan."


class Missing(GraphError):
    """The object is not there (any more), or was made so recently that it does not show yet."""

    fault = "person"
    advice = "Dit onderdeel bestaat niet (meer) in Microsoft 365."


class Stale(GraphError):
    """Somebody changed the object since we read it: read again and decide again."""

    fault = "person"
    advice = "Iemand heeft dit net gewijzigd. De volgende ronde vergelijkt opnieuw."


class Refused(GraphError):
    """The request is wrong. Repeating it is useless."""

    fault = "us"
    advice = "Microsoft 365 wijst de aanroep af. Meld dit aan de beheerder van Driehoekbot."


class TooLarge(Refused):
    """The request is larger than the service takes. Nothing was sent."""

    advice = (
        "De mail met bijlagen is te groot voor Microsoft 365 (meer dan 4 MB). "
        "Meld dit aan de beheerder van Driehoekbot."
    )


class Misaddressed(Refused):
    """A mail as written would not go to exactly the readers it was made for. Nothing was sent."""

    advice = (
        "De mail zou niet precies naar de bedoelde ontvangers gaan en is daarom niet verstuurd. "
        "Meld dit aan de beheerder van Driehoekbot."
    )


class BadReply(GraphError):
    """An answer we cannot understand. After a write: it may have been carried out."""

    outcome_unknown = True
    advice = "Het antwoord is onbegrijpelijk. Controleer of een proxy de aanroep onderschept."


class Fenced(GraphError):
    """The address lies outside what the settings allow. Nothing was sent."""

    fault = "settings"
    needs_person = True
    advice = "Dit adres is niet toegestaan. Controleer de instellingen."

    @classmethod
    def because(cls, call: str, sentence: str) -> Self:
        """Make one whose advice is this Dutch sentence, free of the address itself."""
        error = cls(call, reason=sentence)
        error.advice = sentence
        return error


class OutOfTime(GraphError):
    """The time of this round is spent. Nothing was sent."""

    worth_retry = True
    advice = "De tijd voor deze ronde is op. De volgende ronde gaat verder."
