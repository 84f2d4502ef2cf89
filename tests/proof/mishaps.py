"""What can go wrong during a round: faults of the tenant, the end of the process, other people.

Left out is only what no client could see through: a server that says 400 and does it all the same,
or a listing that shows too little twice, ten minutes apart, while the outcome of a create is open.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st
from proof.acts import Act, acts
from proof.sight import OUTLOOK, PLANNER

from bot.store.database import Store
from bot.store.ledger import Ledger
from connectors.sandbox.control import Control

LISTING, CALENDAR_LISTING = "listing", "events"
_WHERE: dict[str, dict[str, Any]] = {
    "everything": {"path": "/**"},
    "outer": {"path": "/$batch", "inner": False},
    LISTING: {"method": "GET", "path": "/planner/plans/*/tasks"},
    "columns": {"method": "GET", "path": "/planner/plans/*/buckets"},
    "plan": {"method": "GET", "path": "/planner/plans/*"},
    "creates": {"method": "POST", "path": "/planner/tasks"},
    "tasks": {"method": "PATCH", "path": "/planner/tasks/*"},
    "details": {"method": "PATCH", "path": "/planner/tasks/*/details"},
    "reads": {"method": "GET", "path": "/planner/tasks/**"},
    "labels": {"method": "PATCH", "path": "/planner/plans/*/details"},
    "new columns": {"method": "POST", "path": "/planner/buckets"},
    "new plan": {"method": "POST", "path": "/planner/plans"},
    "group": {"method": "GET", "path": "/groups/**"},
    "people": {"method": "GET", "path": "/users/*"},
    "calendars": {"method": "GET", "path": "/users/*/calendars"},
    "new calendar": {"method": "POST", "path": "/users/*/calendars"},
    CALENDAR_LISTING: {"method": "GET", "path": "/users/*/calendars/*/events"},
    "new events": {"method": "POST", "path": "/users/*/calendars/*/events"},
    "changed events": {"method": "PATCH", "path": "/users/*/events/*"},
    "removed events": {"method": "DELETE", "path": "/users/*/events/*"},
    "event reads": {"method": "GET", "path": "/users/*/events/*"},
}
_OFTEN = ("creates", "tasks", "details", "outer", "new events", "changed events", "removed events")
_LISTINGS = (LISTING, "columns", CALENDAR_LISTING, "calendars")
_LISTED = {LISTING: PLANNER, CALENDAR_LISTING: OUTLOOK}
_REFUSALS = (400, 401, 403, 404, 409, 412)  # with these nothing was done
_STUMBLES = (408, 423, 500, 502, 503, 504)  # with these it may have been


@dataclass(frozen=True)
class Fault:
    """A fault of connectors.sandbox.faults, on the calls that `where` names."""

    kind: str
    where: str = "everything"
    times: int = 1
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def lies_about(self) -> str | None:
        """The side of which a listing shows less than there is and says that it is whole."""
        return _LISTED.get(self.where) if self.kind == "empty_listing" else None

    @property
    def hides(self) -> bool:
        """Whether something new does not show at first."""
        return self.kind == "delayed_visibility"

    def order(self, control: Control) -> None:
        """Let it strike."""
        control.fault(self.kind, **_WHERE[self.where], times=self.times, **self.options)


@dataclass(frozen=True)
class Full:
    """The plan holds no more than this many tasks."""

    tasks: int
    lies_about = None
    hides = False

    def order(self, control: Control) -> None:
        """Let the plan be full."""
        control.settings(limits={"MaximumTasksInProject": self.tasks})


def relieve(control: Control) -> None:
    """Take every mishap away."""
    control.mend()
    control.settings(limits={"MaximumTasksInProject": 9000})


@dataclass(frozen=True)
class Meanwhile:
    """Something at one moment inside a round: around its `unit`-th unit of work on the ledger.

    act: what somebody does just before it; None for the end of the process. after: the process
    ends when that unit of work is on the disk, instead of before it began.
    """

    unit: int
    act: Act | None = None
    after: bool = False


class Killed(BaseException):
    """The end of the process; nothing in the program may catch it."""


@dataclass
class Watched:
    """The real store, with something happening meanwhile."""

    store: Store
    meanwhile: Meanwhile | None
    perform: Callable[[Act], None]
    units: int = 0

    def begin(self) -> AbstractContextManager[Ledger]:
        """A unit of work, and whatever happens around it."""
        return self._unit(self.store.begin)

    def read(self) -> AbstractContextManager[Ledger]:
        """A unit that only reads, and whatever happens around it."""
        return self._unit(self.store.read)

    @contextmanager
    def _unit(self, begin: Callable[[], AbstractContextManager[Ledger]]) -> Iterator[Ledger]:
        self.units += 1
        it_is_now = self.meanwhile is not None and self.units == self.meanwhile.unit
        if it_is_now and self.meanwhile and not self.meanwhile.after:
            self._happen(self.meanwhile)
        with begin() as ledger:
            yield ledger
        if it_is_now and self.meanwhile and self.meanwhile.after:
            self._happen(self.meanwhile)

    def one_round_at_a_time(self) -> AbstractContextManager[None]:
        """As the real one."""
        return self.store.one_round_at_a_time()

    def _happen(self, meanwhile: Meanwhile) -> None:
        if meanwhile.act is None:
            raise Killed
        self.perform(meanwhile.act)


Mishap = Fault | Full


def mishaps() -> st.SearchStrategy[list[Mishap]]:
    """One or two mishaps of one round."""
    return st.lists(
        st.one_of(_faults(), st.builds(Full, st.integers(0, 8))), min_size=1, max_size=2
    )


def meanwhiles() -> st.SearchStrategy[Meanwhile]:
    """A moment in a round of a few tasks, and what happens then."""
    units = st.integers(1, 20)
    return st.one_of(
        st.builds(Meanwhile, units, acts()),
        st.builds(Meanwhile, units, st.none(), st.booleans()),
    )


def _faults() -> st.SearchStrategy[Fault]:
    anywhere, times = st.sampled_from((*sorted(_WHERE), *_OFTEN)), st.sampled_from((1, 2, 7))
    refusals = st.fixed_dictionaries({"status": st.sampled_from(_REFUSALS)})
    stumbles = st.fixed_dictionaries(
        {"status": st.sampled_from(_STUMBLES), "committed": st.booleans()}
    )
    limits = st.fixed_dictionaries(
        {
            "status": st.just(403),
            "code": st.just("MaximumActiveTasksInProject"),
            "committed": st.booleans(),
        }
    )
    throttle = st.fixed_dictionaries(
        {
            "retry_after": st.sampled_from((None, 1, 17, 299, 600)),
            "form": st.sampled_from(("seconds", "http_date")),
        }
    )
    late = st.fixed_dictionaries({"reads": st.integers(1, 4)})
    creates = st.sampled_from(("creates", "new events"))
    plain = ("html", "lost_request", "lost_response", "malformed_json", "truncated")
    return st.one_of(
        st.builds(Fault, st.sampled_from(plain), anywhere, times),
        st.builds(Fault, st.just("status"), anywhere, times, refusals),
        st.builds(Fault, st.just("status"), anywhere, times, stumbles),
        st.builds(Fault, st.just("status"), st.just("creates"), times, limits),
        st.builds(Fault, st.just("throttle"), anywhere, times, throttle),
        st.builds(Fault, st.just("advised_success"), anywhere, times, throttle),
        st.builds(Fault, st.just("latency"), anywhere, times, st.just({"ms": 1})),
        st.builds(Fault, st.just("second_page_fails"), st.just("everything"), times),
        st.builds(Fault, st.just("empty_listing"), st.sampled_from(_LISTINGS)),
        st.builds(Fault, st.just("delayed_visibility"), creates, times, late),
    )
