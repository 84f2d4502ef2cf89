"""The coordinator hears once a day what waits for a person, and nothing when nothing does."""

from support.installation import Office

from bot.service.coordinator import alarm_of, tell_coordinator

TROUBLE = ["Actie 2.4: Microsoft 365 wijst de aanroep af."]


def sent(office: Office) -> list[str]:
    """The subjects of the mails that left."""
    return [mail["subject"] for mail in office.control.state()["sent"]]


def test_without_trouble_nothing_is_sent(office: Office) -> None:
    assert alarm_of(office.house()).tell([]) == "nothing"
    assert sent(office) == []


def test_trouble_is_told_at_once_and_once_a_day(office: Office) -> None:
    assert alarm_of(office.house()).tell(TROUBLE) == "confirmed"
    office.clock.forward(minutes=30)
    assert alarm_of(office.house()).tell(["Iets anders."]) == "told-today"
    assert sent(office) == ["1 punt wacht op u in de actielijst"]


def test_the_next_day_it_is_told_again(office: Office) -> None:
    alarm_of(office.house()).tell(TROUBLE)
    office.clock.forward(minutes=24 * 60)
    assert alarm_of(office.house()).tell(TROUBLE) == "confirmed"
    assert len(sent(office)) == 2


def test_a_lost_answer_does_not_double_it(office: Office) -> None:
    office.control.fault("lost_response", method="POST", path="/users/*/messages/*/send")
    assert alarm_of(office.house()).tell(TROUBLE) == "unknown"
    assert alarm_of(office.house()).tell(TROUBLE) == "confirmed"
    assert len(sent(office)) == 1


def test_without_an_address_nobody_is_told(office: Office) -> None:
    assert alarm_of(office.house(COORDINATOR_MAIL="")).tell(TROUBLE) == "no-address"
    assert sent(office) == []


def test_without_an_address_her_channel_gets_it_once_a_day(office: Office) -> None:
    def tell(sentences: list[str]) -> None:
        assert tell_coordinator(office.house(COORDINATOR_MAIL=""), sentences) == ""

    tell([])
    tell(TROUBLE)
    office.clock.forward(minutes=30)
    tell(["Iets anders."])
    office.clock.forward(days=1)
    tell(["Iets anders."])
    first, second = [card["card"]["speak"] for card in office.control.state()["cards"]]
    assert first == f"1 punt wacht op u in de actielijst. {TROUBLE[0]}"
    assert second == "1 punt wacht op u in de actielijst. Iets anders."
    assert sent(office) == []


def test_people_s_words_cannot_become_markup(office: Office) -> None:
    alarm_of(office.house()).tell(["<script>alert(1)</script>"])
    (mail,) = office.control.state()["mails"]
    assert "<script>" not in mail["body"]["content"]
