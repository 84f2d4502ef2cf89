"""Whom tasks can be assigned to, asked of the directory in time and told when somebody cannot.

Behind a user name may stand another account tomorrow, or none, and nobody tells us: Planner then
refuses the whole change, or takes it without the person. So the directory is asked once a day, and
at once when Planner did not take somebody; who cannot be assigned is set apart, and nothing else.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.core.dutch import enumerated, few
from bot.settings import environment_name
from bot.store.database import Store
from bot.store.records.accounts import Account
from connectors.errors import GraphError, Missing, Refused
from connectors.planner import PlannerApi
from connectors.wire import JsonObject, Plan, Task, User
from mappings.canonical import Action

ASK_AGAIN = timedelta(days=1)

_UNKNOWN = (
    "{account} staat niet (meer) in de directory; die persoon wordt niet toegewezen. Verbeter de "
    "gebruikersnaam."
)
_UNREAD = "{account} is niet op te zoeken; die persoon wordt niet toegewezen. {advice}"
_REFUSED = (
    "Planner neemt {account} niet aan; die persoon wordt niet toegewezen. Kijk of het account nog "
    "in gebruik is."
)
_OUTSIDE = (
    "{account} is geen lid van de groep; die persoon kan het plan niet openen. Maak die persoon "
    "lid, of verbeter de instelling."
)
_REPLACED = "{account} is vervangen; de volgende ronde wijst het nieuwe account toe."
_NOT_TAKEN = "Planner neemt een wijziging van de toegewezen mensen niet aan."


@dataclass
class Roster:
    """The accounts of one opening of the plan. accounts: by user name, as far as anything is known.

    unread: by user name, why the directory could not be asked. plans: those of the group, if they
    were asked for.
    """

    book: "AccountBook"
    accounts: Mapping[str, Account]
    unread: Mapping[str, str]
    plans: Sequence[Plan] | GraphError = ()
    _doubted: dict[str, str] = field(init=False, default_factory=dict)  # by user id: what is wrong

    def members(self) -> dict[str, tuple[str, ...]]:
        """The ids to assign, by owner code."""
        ids = {a.name: a.user_id for a in self.accounts.values() if a.can_be_assigned and a.user_id}
        return {
            owner: tuple(ids[name] for name in names if name in ids)
            for owner, names in self.book.people.items()
        }

    def remarks(self, actions: Callable[[], Iterable[Action]]) -> tuple[str, ...]:
        """What is wrong with accounts, in Dutch, with the open actions that it concerns.

        actions: gives the list; it is asked for only where something is wrong.
        """
        sentences = {name: told for name in self.book.names if (told := self._sentence(name))}
        open_ones = [one for one in actions() if one.is_open] if sentences else []
        found = []
        for name, sentence in sentences.items():
            owners = self.book.owners_of(name)
            codes = [action.code for action in open_ones if owners & {*action.owners}]
            found.append(sentence + _about(codes))
        return tuple(found)

    def doubt(self, user_ids: Collection[str]) -> str:
        """Ask the directory about people that Planner did not take. Gives the Dutch reason.

        Whom the directory knows all the same is set apart until it is asked again.
        """
        asked = {a.user_id: a for a in self.accounts.values() if a.user_id in user_ids}
        new = [a.name for id_, a in asked.items() if id_ not in self._doubted]
        ids, _ = _ids_of(new, self.book.api.users(new) if new else [])
        for id_, account in asked.items():
            if account.name in ids:
                now = ids[account.name]
                update = {"user_id": now, "asked_at": self.book.now(), "is_refused": now == id_}
                self.book.keep([account.model_copy(update=update)])
                form = _REFUSED if now == id_ else _REPLACED if now else _UNKNOWN
                self._doubted[str(id_)] = self.book.said(form, account.name)
        found = [self._doubted[id_] for id_ in sorted(user_ids) if id_ in self._doubted]
        return " ".join(found) or _NOT_TAKEN

    def _sentence(self, name: str) -> str:
        account = self.accounts.get(name)
        if account is None:
            return self.book.said(_UNREAD, name, advice=self.unread.get(name, ""))
        if account.user_id is None:
            return self.book.said(_UNKNOWN, name)
        if account.is_refused:
            return self.book.said(_REFUSED, name)
        return self.book.said(_OUTSIDE, name) if account.is_outside else ""


@dataclass(frozen=True)
class AccountBook:
    """What is remembered of accounts. people: owner code to user names, as the settings have it."""

    api: PlannerApi
    store: Store
    people: Mapping[str, tuple[str, ...]]
    group_id: str
    now: Callable[[], datetime]

    @property
    def names(self) -> list[str]:
        """All user names, each once."""
        return sorted({name for names in self.people.values() for name in names})

    def open(self, *, write: bool, plans: bool = False) -> Roster:
        """The accounts as known; whom nobody asked for in the last day is asked for again.

        write: remember the answers. plans: ask in the same exchange which plans the group has.
        Raises StoreError.
        """
        with self.store.read() as ledger:
            stored = ledger.accounts.all()
        known = {name: stored[name] for name in self.names if name in stored}
        due = [n for n in self.names if n not in known or self._is_old(known[n])]
        if not (due or plans):
            return Roster(self, known, {})
        seen = self.api.look_up(due, self.group_id, plans=plans)
        ids, unread = _ids_of(due, seen.users)
        # Nobody is known to be outside when the members cannot be read; `doctor` tells that.
        inside = set() if isinstance(seen.members, GraphError) else {u.id for u in seen.members}
        fresh = {
            name: Account(
                name=name,
                user_id=id_,
                asked_at=self.now(),
                is_outside=bool(inside and id_ and id_ not in inside),
            )
            for name, id_ in ids.items()
        }
        if write and fresh:
            self.keep(fresh.values())
        return Roster(self, known | fresh, unread, seen.plans)

    def keep(self, accounts: Iterable[Account]) -> None:
        """Remember what the directory said. Raises StoreError."""
        with self.store.begin() as ledger:
            ledger.accounts.put_all(accounts)

    def owners_of(self, name: str) -> set[str]:
        """The codes of the owners that a user name stands for."""
        return {owner for owner, names in self.people.items() if name in names}

    def said(self, form: str, name: str, *, advice: str = "") -> str:
        """Fill a sentence in, with the settings that name the account instead of the account."""
        places = [
            f"account {names.index(name) + 1} uit OWNER_{environment_name(owner)}_MEMBERS"
            for owner, names in self.people.items()
            if name in names
        ]
        sentence = form.format(account=enumerated(places), advice=advice).strip()
        return sentence[0].upper() + sentence[1:]

    def _is_old(self, account: Account) -> bool:
        return self.now() - account.asked_at >= ASK_AGAIN


def _ids_of(
    names: Sequence[str], users: Sequence[User | GraphError]
) -> tuple[dict[str, str | None], dict[str, str]]:
    """What the directory said: the id by name, None for no such account; and whom it did not tell.

    The latter with why, a Dutch sentence.
    """
    ids: dict[str, str | None] = {}
    unread = {}
    for name, user in zip(names, users, strict=True):
        match user:
            case User():
                ids[name] = user.id
            case Missing():
                ids[name] = None
            case _:
                unread[name] = user.advice
    return ids, unread


def send_carefully(
    bodies: Sequence[JsonObject],
    send: Callable[[Mapping[int, JsonObject]], Sequence[Task | GraphError]],
    roster: Roster,
) -> list[tuple[Task | GraphError, str]]:
    """Send bodies of tasks; what is refused goes once more without the people it assigns.

    send: takes bodies by their place. Gives per body what came of it, and why its people were left
    out, if they were: Planner refused the body because of them, or left them out itself.
    """
    first = send(dict(enumerate(bodies)))
    bare = {
        n: _adding_nobody(bodies[n])
        for n, answer in enumerate(first)
        if isinstance(answer, Refused) and _added(bodies[n])
    }
    left = {n: body for n, body in bare.items() if body}
    second = dict(zip(left, send(left), strict=True)) if left else {}
    outcomes: list[tuple[Task | GraphError, str]] = []
    for n, body in enumerate(bodies):
        people, answer = _added(body), second.get(n, first[n])
        if isinstance(answer, Task):
            lost = people if n in second else people - answer.assignments.keys()
            outcomes.append((answer, roster.doubt(lost) if lost else ""))
        else:
            nothing_else = n in bare and n not in second
            outcomes.append((answer, roster.doubt(people) if nothing_else else ""))
    return outcomes


def _about(codes: Sequence[str]) -> str:
    """Name the actions concerned, the first few by code."""
    return f" Het gaat om actie {few(codes)}." if codes else ""


def _added(body: JsonObject) -> set[str]:
    """The people whom this body assigns."""
    return {id_ for id_, value in (body.get("assignments") or {}).items() if value}


def _adding_nobody(body: JsonObject) -> JsonObject:
    """The body without the people it assigns; whom it takes off, it still does."""
    taken_off = {id_: None for id_, value in body["assignments"].items() if not value}
    rest = {name: value for name, value in body.items() if name != "assignments"}
    return {**rest, "assignments": taken_off} if taken_off else rest
