"""The ways to an owner: the channel first, the mail as the net, and each reminder once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from threading import Barrier
from typing import Any

import pytest
import requests
from support.installation import Office

from bot.errors import UsageError
from bot.reminders.card_mail import render_card_mail
from bot.reminders.report import CardReport, for_coordinator
from bot.reminders.ways import MailNet
from bot.settings import SettingsErrors, read_settings
from connectors.cards import CardAccepted, CardRejected
from mappings.canonical import Status
from mappings.teams import CardLine, render_card, render_test_card

MORNING = datetime(2026, 12, 17, 8, 0, tzinfo=UTC)  # two weeks before 4.10 must be done
WEBHOOK = "/webhooks/G_R"
SEND = "/users/*/messages/*/send"
STEPS = 16  # units of work and exchanges in a round that ends with a mail
NO_WEBHOOK = {"TEAMS_WEBHOOK_G_R": ""}
HOSTILE = '<script>x</script> [klik](https://kwaad.example) "&'


@pytest.fixture
def december(office: Office) -> Office:
    """The morning on which one action is to be told of, to G&R."""
    office.load("4.10")
    office.clock.moment = MORNING
    office.note_reading()
    return office


def remind(office: Office, **changes: str) -> list[tuple[str, str]]:
    """Send what is due by a new process; gives each card's way and outcome."""
    office.note_reading()
    reports = office.house(**changes).reminders.remind(office.run("remind"))
    return [(report.way, report.outcome) for report in reports]


def cards(office: Office) -> int:
    return len(office.control.state()["cards"])


def mails(office: Office) -> list[str]:
    """The subjects of the mails that left."""
    return [mail["subject"] for mail in office.control.state()["sent"]]


def states(office: Office) -> list[tuple[str, str]]:
    """What the ledger says of each message."""
    with office.ledger as ledger:
        return sorted((send.kind, send.state) for send in ledger.sends.all())


def line(**changes: Any) -> CardLine:
    given = CardLine("4.10", "Titel", "Nog 3 werkdagen.", Status.RUNNING, late=False, url=None)
    return replace(given, **changes)


def test_a_webhook_is_the_first_way(december: Office) -> None:
    assert remind(december) == [("teams-webhook", "accepted")]
    assert (cards(december), mails(december)) == (1, [])


def test_a_channel_goes_before_a_webhook_and_its_message_has_an_id(december: Office) -> None:
    place = december.sandbox.channel("G&R")
    assert remind(december, TEAMS_CHANNEL_G_R=place) == [("teams-channel", "accepted")]
    (card,) = december.control.state()["cards"]
    with december.ledger as ledger:
        assert [send.remote_id for send in ledger.sends.all()] == [card["id"]]
    assert card["card"]["version"] == "1.5"


def test_a_preview_names_the_way_that_it_would_take(december: Office) -> None:
    ways = [december.house(**c).reminders.preview()[0].way for c in ({}, NO_WEBHOOK)]
    assert ways == ["teams-webhook", "mail"]


def test_an_owner_without_a_channel_gets_a_mail_once(december: Office) -> None:
    assert remind(december, **NO_WEBHOOK) == [("mail", "accepted")]
    assert remind(december, **NO_WEBHOOK) == remind(december) == []
    assert (cards(december), len(mails(december))) == (0, 1)


@pytest.mark.parametrize("fault", [{"status": 404}, {"status": 400}, {"status": 503}])
def test_a_card_refused_or_in_doubt_goes_by_mail_and_never_again(
    december: Office, fault: dict[str, Any]
) -> None:
    december.control.fault("status", method="POST", path=WEBHOOK, **fault)
    (report,) = december.house().reminders.remind("remind-1")
    assert (report.way, report.outcome) == ("mail", "accepted")
    assert str(fault["status"]) in report.reason
    december.clock.forward(minutes=30)
    assert remind(december) == []
    assert (cards(december), len(mails(december))) == (0, 1)
    assert states(december) == [("card", "sent"), ("mail", "confirmed")]


@pytest.mark.parametrize("kind", ["lost_request", "lost_response"])
def test_a_lost_answer_makes_no_second_card(december: Office, kind: str) -> None:
    december.control.fault(kind, method="POST", path=WEBHOOK)
    assert remind(december) == [("mail", "accepted")]
    december.clock.forward(minutes=30)
    assert remind(december) == []
    assert (cards(december), len(mails(december))) == (int(kind == "lost_response"), 1)


def test_a_page_that_answers_in_the_flow_s_place_is_followed_by_a_mail(december: Office) -> None:
    """A proxy or a sign-in page says 200 as well; nobody saw a card."""
    december.control.fault("html", method="POST", path=WEBHOOK, status=200)
    (report,) = december.house().reminders.remind("remind-1")
    assert (report.way, report.outcome) == ("mail", "accepted")
    assert "niet van Workflows" in report.reason
    december.clock.forward(minutes=30)
    assert remind(december) == []
    assert (cards(december), len(mails(december))) == (0, 1)


def test_a_flow_that_lets_nobody_in_is_told_with_what_to_set(december: Office) -> None:
    december.control.act("change-flow", owner="G&R", state="tenant-only")
    (sentence,) = for_coordinator(december.house().reminders.remind("remind-1"))
    assert sentence.startswith("De herinnering aan G&R ging per mail. Workflows weigert de kaart")
    assert "'Anyone'" in sentence


def test_what_was_refused_everywhere_is_tried_anew_by_the_next_run(december: Office) -> None:
    december.control.fault("status", method="POST", path=WEBHOOK, status=400)
    december.control.fault("status", method="POST", path="/users/*/messages", status=403)
    assert remind(december) == [("teams-webhook", "rejected")]
    assert remind(december) == [("teams-webhook", "accepted")]
    assert mails(december) == []


def test_a_mail_in_doubt_is_looked_up_and_not_doubled(december: Office) -> None:
    december.control.fault("status", method="POST", path=WEBHOOK, status=400)
    december.control.fault("lost_response", method="POST", path=SEND)
    assert remind(december) == [("mail", "unknown")]
    december.clock.forward(minutes=11)
    assert remind(december) == [("mail", "accepted")]
    december.clock.forward(minutes=11)
    assert remind(december) == []
    assert (cards(december), len(mails(december))) == (0, 1)


class Killed(BaseException):
    """The process ends here."""


class MortalSession(requests.Session):
    """The process is killed before or after the card left."""

    def __init__(self, *, after: bool) -> None:
        super().__init__()
        self.after = after

    def post(self, *args: Any, **options: Any) -> Any:
        """End the process."""
        if self.after:
            super().post(*args, **options).close()
        raise Killed


def kill_while_posting(office: Office, *, after: bool) -> None:
    reminders = office.house().reminders
    ways = replace(reminders.ways, session=MortalSession(after=after))
    with pytest.raises(Killed):
        replace(reminders, ways=ways).remind(office.run("remind"))


@pytest.mark.parametrize("after", [True, False])
def test_a_card_of_a_killed_process_is_mailed_once_and_not_at_once(
    december: Office, after: bool
) -> None:
    """For ten minutes that process may still be at it."""
    kill_while_posting(december, after=after)
    assert remind(december) == []
    december.clock.forward(minutes=11)
    assert remind(december) == [("mail", "accepted")]
    december.clock.forward(minutes=11)
    assert remind(december) == []
    assert (cards(december), len(mails(december))) == (int(after), 1)
    assert states(december) == [("card", "sent"), ("mail", "confirmed")]


def test_what_is_done_by_then_is_not_mailed(december: Office) -> None:
    kill_while_posting(december, after=False)
    december.set("4.10", status="Gereed")
    december.clock.forward(minutes=11)
    assert remind(december) == []
    assert (mails(december), states(december)) == ([], [("card", "sent")])


def test_without_an_address_the_coordinator_is_told_once(december: Office) -> None:
    kill_while_posting(december, after=False)
    december.clock.forward(minutes=11)
    reports = december.house(OWNER_G_R_MAIL="").reminders.remind("remind-2")
    (sentence,) = for_coordinator(reports)
    assert sentence == (
        "Het is niet zeker of de herinnering aan G&R is aangekomen. "
        "Het versturen werd afgebroken. Kijk in het kanaal of de kaart er staat."
    )
    assert remind(december, OWNER_G_R_MAIL="") == []
    assert remind(december) == [("mail", "accepted")]  # somebody gave the address


def test_two_processes_that_cast_the_net_send_one_mail(december: Office) -> None:
    kill_while_posting(december, after=False)
    december.clock.forward(minutes=11)
    rounds = [december.house().reminders for _ in range(2)]
    start = Barrier(2)

    def run(number: int) -> list[CardReport]:
        start.wait()
        return rounds[number].remind(f"again-{number}")

    with ThreadPoolExecutor(2) as pool:
        told = [report.outcome for sent in pool.map(run, range(2)) for report in sent]
    assert "accepted" in told  # the other one may have waited in vain
    assert (cards(december), len(mails(december))) == (0, 1)
    assert states(december) == [("card", "sent"), ("mail", "confirmed")]


@pytest.mark.parametrize("step", range(1, STEPS + 2))
def test_a_kill_at_any_step_leaves_one_reminder(december: Office, step: int) -> None:
    """The webhook refuses, the mail carries it; whatever runs after the kill, there is one mail."""
    december.control.fault("status", method="POST", path=WEBHOOK, status=400, times=99)
    lived = december.lives_through(step, lambda house: house.reminders.remind("remind-1"))
    assert lived == (step == STEPS + 1)
    for _ in range(3):
        december.clock.forward(minutes=11)
        remind(december)
    assert (cards(december), len(mails(december))) == (0, 1)
    with december.ledger as ledger:
        assert ledger.sends.unsettled() == []


def test_a_mail_waits_for_another_round_and_gives_up_in_the_end(december: Office) -> None:
    with december.house().store.one_round_at_a_time():
        assert remind(december, **NO_WEBHOOK) == [("mail", "rejected")]
    assert sum(december.clock.slept) == 60
    assert remind(december, **NO_WEBHOOK) == [("mail", "accepted")]


def test_nothing_goes_to_an_address_outside_the_allow_list(december: Office) -> None:
    house = december.house()
    net = house.ways.mail("G&R")
    assert isinstance(net, MailNet)
    card = render_card("Team", [line()], plan_url="https://planner.example")
    outside = replace(net, address="iemand@elders.example")
    assert isinstance(outside.send("card:1", card), CardRejected)
    assert mails(december) == []
    assert net.send("card:1", card) == net.send("card:1", card) == CardAccepted()
    assert len(mails(december)) == 1


def test_the_coordinator_hears_of_each_card_that_went_another_way(december: Office) -> None:
    december.control.fault("status", method="POST", path=WEBHOOK, status=404)
    (sentence,) = for_coordinator(december.house().reminders.remind("remind-1"))
    assert sentence.startswith("De herinnering aan G&R ging per mail. De webhook bestaat niet")
    assert december.action("4.10").title not in sentence


def test_an_owner_no_way_leads_to_is_told_to_the_coordinator(december: Office) -> None:
    house = december.house(TEAMS_WEBHOOK_G_R="", OUTLOOK_MAILBOX="")
    (report,) = house.reminders.remind("remind-1")
    assert (report.outcome, report.way) == ("skipped", "")
    (sentence,) = for_coordinator([report])
    assert sentence == (
        "De herinnering aan G&R is niet verstuurd. Er is geen Teams-kanaal en geen mail voor G&R: "
        "vul TEAMS_WEBHOOK_G_R of OWNER_G_R_MAIL in. Voor mail is ook OUTLOOK_MAILBOX nodig."
    )


def test_a_flow_that_wants_bare_cards_gets_them(december: Office) -> None:
    """The sandbox's flow wants them wrapped, so it refuses."""
    ways = {"TEAMS_WEBHOOK_ENVELOPE": "bare", "OWNER_G_R_MAIL": ""}
    assert remind(december, **ways) == [("teams-webhook", "rejected")]
    assert remind(december, **ways | {"TEAMS_WEBHOOK_ENVELOPE": "wrapped"}) == [
        ("teams-webhook", "accepted")
    ]


@pytest.mark.parametrize("owner", ["G&R", "coordinator"])
def test_a_test_card_uses_no_reminder_up(december: Office, owner: str) -> None:
    report = december.house().reminders.test_card("test-1", owner)
    assert (report.outcome, report.way, report.codes) == ("accepted", "teams-webhook", ())
    (card,) = december.control.state()["cards"]
    assert (card["owner"], card["card"]["body"][0]["text"]) == (owner, "Dit is een proefkaart.")
    assert states(december) == []
    assert remind(december) == [("teams-webhook", "accepted")]


def test_a_test_card_that_fails_is_not_saved_by_the_net(december: Office) -> None:
    december.control.fault("status", method="POST", path=WEBHOOK, status=404)
    assert december.house().reminders.test_card("test-1", "G&R").outcome == "rejected"
    assert mails(december) == []


def test_a_test_card_for_nobody_is_refused_in_words(december: Office) -> None:
    with pytest.raises(UsageError, match=r"Regiehouder 'XYZ' bestaat niet; kies H&T"):
        december.house().reminders.test_card("test-1", "XYZ")
    with pytest.raises(UsageError, match="geen Teams-kanaal en geen mail"):
        december.house(**NO_WEBHOOK, OWNER_G_R_MAIL="").reminders.test_card("test-1", "G&R")


def test_a_mail_says_what_the_card_says_and_people_s_words_stay_words() -> None:
    lines = [line(title=HOSTILE, url="https://planner.example/t"), line(code="1.1", late=True)]
    card = render_card(HOSTILE, lines, plan_url="https://planner.example/p")
    mail = render_card_mail(card)
    assert mail.subject == ("Herinnering: 1 actie is te laat en 1 actie moet binnenkort klaar zijn")
    assert "<script>" not in mail.html
    assert "&lt;script&gt;" in mail.html
    assert "https://kwaad.example" not in "".join(mail.html.split("href=")[1:])
    for word in ("4.10", "Nog 3 werkdagen.", "Stand: Loopt.", "https://planner.example/t", "mail"):
        assert word in mail.html
        assert word in mail.text
    assert mail.text.index("1.1") < mail.text.index("4.10")


def test_the_test_card_as_a_mail_has_no_empty_parts() -> None:
    mail = render_card_mail(render_test_card("Team", plan_url="https://planner.example/p"))
    assert mail.subject == "Herinnering: dit is een proefkaart"
    assert "\n\n\n" not in mail.text


def test_a_wrong_envelope_is_told_by_its_name() -> None:
    with pytest.raises(SettingsErrors, match="TEAMS_WEBHOOK_ENVELOPE kan alleen"):
        read_settings({"TEAMS_WEBHOOK_ENVELOPE": "doos"})


@pytest.mark.parametrize("place", ["kanaal", "team/19:kanaal@thread.tacv2/nog"])
def test_a_channel_that_cannot_be_read_closes_itself_only(december: Office, place: str) -> None:
    """The webhook of the same owner remains."""
    wrong = {"TEAMS_CHANNEL_G_R": place}
    assert remind(december, **wrong) == [("teams-webhook", "accepted")]
    (problem,) = december.house(**wrong).settings.problems
    assert problem.startswith("TEAMS_CHANNEL_G_R moet er zo uitzien")


def test_a_channel_without_an_account_is_left_out_before_anything_is_claimed(
    december: Office,
) -> None:
    place = december.sandbox.channel("G&R")
    graph = {"GRAPH_BASE_URL": "https://graph.microsoft.com/v1.0"}
    house = december.house(TEAMS_CHANNEL_G_R=place, **graph)
    assert [way.name for way in house.ways.to("G&R")] == ["teams-webhook", "mail"]
    (problem,) = house.settings.problems
    assert "TEAMS_SERVICE_CLIENT_ID" in problem
    account = {"TEAMS_SERVICE_CLIENT_ID": "app", "AZURE_TENANT_ID": "tenant"}
    signed_in = december.house(TEAMS_CHANNEL_G_R=place, **graph, **account)
    assert [way.name for way in signed_in.ways.to("G&R")] == ["teams-channel", "mail"]
