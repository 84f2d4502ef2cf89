"""Links and bases."""

from datetime import datetime

import pytest
from sqlalchemy.exc import IntegrityError

from bot.store.database import Store
from bot.store.records.links import Link
from mappings.canonical import Action


@pytest.fixture
def link(store: Store, action: Action, now: datetime) -> Link:
    """Return a link that is not stored yet, to an action that is."""
    with store.begin() as ledger:
        ledger.actions.save(action)
        ledger.actions.save(action.model_copy(update={"code": "2.5"}))
    return Link(side="planner", code="2.4", remote_id="aB3", state="live", linked_at=now)


def test_a_link_comes_back_under_its_side_only(store: Store, link: Link) -> None:
    with store.begin() as ledger:
        ledger.links.put(link)
    with store.begin() as ledger:
        assert ledger.links.all("planner") == {"2.4": link}
        assert ledger.links.all("outlook") == {}


def test_putting_again_overwrites(store: Store, link: Link) -> None:
    gone = link._replace(state="gone", remote_id="other")
    with store.begin() as ledger:
        ledger.links.put(link)
        ledger.links.put(gone)
        assert ledger.links.all("planner") == {"2.4": gone}


def test_a_remote_object_belongs_to_one_action_of_its_side(store: Store, link: Link) -> None:
    with store.begin() as ledger:
        ledger.links.put(link)
        ledger.links.put(link._replace(side="outlook"))
    with pytest.raises(IntegrityError), store.begin() as ledger:
        ledger.links.put(link._replace(code="2.5"))


def test_ids_that_differ_in_case_are_two_ids(store: Store, link: Link) -> None:
    with store.begin() as ledger:
        ledger.links.put(link)
        ledger.links.put(link._replace(code="2.5", remote_id="Ab3"))
    with store.begin() as ledger:
        ids = {code: stored.remote_id for code, stored in ledger.links.all("planner").items()}
    assert ids == {"2.4": "aB3", "2.5": "Ab3"}


def test_a_link_to_an_action_that_is_not_in_the_list_is_refused(store: Store, link: Link) -> None:
    with pytest.raises(IntegrityError), store.begin() as ledger:
        ledger.links.put(link._replace(code="6.6"))


def test_forgetting_a_link_leaves_the_base_and_the_other_links(store: Store, link: Link) -> None:
    with store.begin() as ledger:
        ledger.links.put(link)
        ledger.links.put(link._replace(side="outlook"))
        ledger.links.put_base("planner", "2.4", {"status": "Loopt"})
        ledger.links.forget("planner", "2.4")
        ledger.links.forget("planner", "2.4")
    with store.begin() as ledger:
        assert ledger.links.all("planner") == {}
        assert list(ledger.links.all("outlook")) == ["2.4"]
        assert ledger.links.bases("planner") == {"2.4": {"status": "Loopt"}}


@pytest.mark.usefixtures("link")
def test_a_base_is_written_field_by_field(store: Store) -> None:
    with store.begin() as ledger:
        ledger.links.put_base("planner", "2.4", {"status": "Loopt", "due": None})
        ledger.links.put_base("planner", "2.4", {"due": "2026", "labels": ("H&T", "VNG 1")})
        ledger.links.put_base("outlook", "2.4", {"due": "2027"})
        ledger.links.put_base("planner", "2.5", {"due": ""})
    with store.begin() as ledger:
        assert ledger.links.bases("planner") == {
            "2.4": {"status": "Loopt", "due": "2026", "labels": ("H&T", "VNG 1")},
            "2.5": {"due": ""},
        }


@pytest.mark.usefixtures("link")
def test_agreed_on_nothing_differs_from_nothing_agreed_on(store: Store) -> None:
    """None and the empty tuple are values of their own; a field left out is absent."""
    with store.begin() as ledger:
        ledger.links.put_base("planner", "2.4", {"status": None, "labels": ()})
    with store.begin() as ledger:
        assert ledger.links.bases("planner") == {"2.4": {"status": None, "labels": ()}}


@pytest.mark.usefixtures("link")
def test_dropping_a_base_leaves_those_of_other_sides_and_actions(store: Store) -> None:
    with store.begin() as ledger:
        for side, code in (("planner", "2.4"), ("planner", "2.5"), ("outlook", "2.4")):
            ledger.links.put_base(side, code, {"due": "2026"})
        ledger.links.drop_base("planner", "2.4")
    with store.begin() as ledger:
        assert list(ledger.links.bases("planner")) == ["2.5"]
        assert list(ledger.links.bases("outlook")) == ["2.4"]
