"""What Exchange did with a mail after it left, per recipient: delivered, quarantined, refused.

Needs the application right ExchangeMessageTrace.Read.All, which goes for the whole tenant, and
Exchange's own service in the tenant; without the latter Graph answers 401 (Graph docs, "List
messageTraces"). At most a hundred calls in five minutes.
"""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from connectors.errors import Denied, SignInFailed
from connectors.graph.calls import GraphRequest, understood
from connectors.graph.client import GraphClient
from connectors.wire import MessageTrace

LONGEST = timedelta(days=10)  # between both bounds of one question
SKEW = timedelta(
    minutes=5
)  # a bound that is to come by Exchange's clock is refused; ours may differ

_PATH = "/admin/exchange/tracing/messageTraces"


class NotTraced(Denied):
    """We may not ask, or the tenant lacks the service that answers."""

    advice = (
        "Exchange laat de app niet nagaan wat er van een mail werd. Geef haar "
        "ExchangeMessageTrace.Read.All (toepassing) en maak de dienst voor berichttracering aan in "
        "de tenant (docs/administrator.md), of zet DIGEST_TRACE op false."
    )


class MessageTraceApi:
    """The trace of mail as seen through a Graph client. Every method raises GraphError."""

    def __init__(self, client: GraphClient) -> None:
        self._client = client

    def of(self, message_id: str, since: datetime, until: datetime) -> list[MessageTrace]:
        """List what became of one mail, a line for each recipient or more.

        message_id: its Message-ID header, "<...@...>". since, until: aware, at most `LONGEST`
        apart; the mail was received in between, and `until` is `SKEW` ago or more.
        """
        value = message_id.replace("'", "''")
        bounds = f"receivedDateTime ge {_stamp(since)} and receivedDateTime le {_stamp(until)}"
        try:
            return self._lines(value, bounds)
        except SignInFailed as error:
            # Every other call goes well with this token: it is Exchange that cannot check it.
            raise NotTraced(error.call, status=error.status, reason="no tracing service") from error
        except Denied as error:
            raise NotTraced(error.call, status=error.status, code=error.code) from error

    def _lines(self, value: str, bounds: str) -> list[MessageTrace]:
        query = urlencode({"$filter": f"messageId eq '{value}' and {bounds}"}, safe="$")
        path = f"{_PATH}?{query}"
        call = GraphRequest("GET", path).call
        return [understood(MessageTrace, item, call) for item in self._client.pages(path)]


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
