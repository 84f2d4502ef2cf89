"""Who gets what: a mistake is told by the name of its setting, and stops only what it is for."""

from typing import Any

import pytest

from bot.core.reminders.due import COORDINATOR
from bot.settings import SettingsErrors, read_settings

DOMAINS = {"ALLOWED_RECIPIENT_DOMAINS": "haarlemmermeer.example; politie.example"}
STRANGE = (
    "om@om.example",
    "x@sub.haarlemmermeer.example",
    "x@haarlemmermeer.example.evil.example",
    "x@haarlemmermeer.example@evil.example",
    "journalist@krant.example burgemeester@haarlemmermeer.example",
    "journalist@krant.example\tburgemeester@haarlemmermeer.example",
    "journalist@krant.example\nburgemeester@haarlemmermeer.example",
    "‹burgemeester@haarlemmermeer.example›",
    "Burgemeester <burgemeester@haarlemmermeer.example>",
    "burgemeester@haarlemmermeer.example (",
    "driehoek: burgemeester@haarlemmermeer.example",
    "x@haarlemmermeer.example\x07",
    "burgemeester",
)
MANY = (
    "journalist@krant.example; burgemeester@haarlemmermeer.example",
    "burgemeester@haarlemmermeer.example,, journalist@krant.example",
    '"a, b"@haarlemmermeer.example',
)
TWO = ("x@politie.example; y@politie.example", "x@politie.example,y@politie.example")
ONE = ("COORDINATOR_MAIL", "OWNER_MOZ_MAIL")


def wrong_readers(setting: str, text: str) -> str:
    """What is told of the readers with this setting."""
    readers = read_settings({**DOMAINS, setting: text}).readers
    assert readers.of(prepares=setting == "CONCEPT_RECIPIENTS") == ()
    with pytest.raises(SettingsErrors) as caught:
        readers.need(prepares=setting == "CONCEPT_RECIPIENTS")
    assert caught.value.sentences[0] == readers.problems[setting]
    return readers.problems[setting]


@pytest.mark.parametrize("setting", ["DIGEST_RECIPIENTS", "CONCEPT_RECIPIENTS"])
@pytest.mark.parametrize("text", [*STRANGE, *MANY])
def test_a_list_with_one_bad_address_has_no_readers_at_all(setting: str, text: str) -> None:
    sentence = wrong_readers(setting, text)
    assert sentence.startswith(f"Een adres in {setting} ")
    assert "@" not in sentence.replace("naam@domein", "")


@pytest.mark.parametrize("setting", ONE)
@pytest.mark.parametrize(
    "text",
    [
        *STRANGE,
        *MANY,
        "x@politie.example; y@politie.example",
        "x@politie.example,y@politie.example",
    ],
)
def test_a_bad_address_closes_the_mail_to_that_owner_only(setting: str, text: str) -> None:
    owner = COORDINATOR if setting == "COORDINATOR_MAIL" else "MOz"
    given = {**DOMAINS, "OUTLOOK_MAILBOX": "post@haarlemmermeer.example"}
    ways = read_settings(
        {
            **given,
            "OWNER_OOV_MAIL": "oov@politie.example",
            "TEAMS_WEBHOOK_MOZ": "https://a.example/x",
            "TEAMS_WEBHOOK_HOSTS": "a.example",
            setting: text,
        }
    ).owner_ways
    assert ways.mail(owner) is None
    (sentence,) = ways.problems_of(owner)
    assert sentence.startswith(f"Het adres in {setting} ")
    assert "@" not in sentence.replace("naam@domein", "")
    assert (ways.mail("OOV"), ways.problems_of("OOV")) == ("oov@politie.example", ())
    assert ways.webhook("MOz") is not None


def test_the_worst_list_of_readers_stops_no_other_act() -> None:
    settings = read_settings({**DOMAINS, "PLANNER_GROUP_ID": "g", "DIGEST_RECIPIENTS": "a; b"})
    settings.readers.need(prepares=True)
    settings.readers.need_domains()


def test_lists_are_split_at_commas_and_semicolons_and_each_reader_stands_once() -> None:
    given = " a@POLITIE.example ;b@politie.example,\tA@politie.example;, "
    readers = read_settings({**DOMAINS, "DIGEST_RECIPIENTS": given}).readers
    assert [reader.lower() for reader in readers.digest] == [
        "a@politie.example",
        "b@politie.example",
    ]
    assert readers.domains == ("haarlemmermeer.example", "politie.example")


@pytest.mark.parametrize("domain", ["@om.example", "*.example", "om.example om.nl", "gemeënte.nl"])
def test_what_is_no_mail_domain_is_told(domain: str) -> None:
    given = {"ALLOWED_RECIPIENT_DOMAINS": f"politie.example, {domain}"}
    readers = read_settings({**given, "DIGEST_RECIPIENTS": "a@politie.example"}).readers
    for need in (readers.need_domains, lambda: readers.need(prepares=False)):
        with pytest.raises(SettingsErrors, match="In ALLOWED_RECIPIENT_DOMAINS staat iets"):
            need()


@pytest.mark.parametrize("prepares", [False, True])
def test_without_readers_the_digest_says_what_is_missing(prepares: bool) -> None:
    """A concept that nobody gets is a choice; then only the fence has to stand."""
    with pytest.raises(SettingsErrors) as missing:
        read_settings({}).readers.need(prepares=prepares)
    named = [sentence.split(" ontbreekt")[0] for sentence in missing.value.sentences[:-1]]
    own = [] if prepares else ["DIGEST_RECIPIENTS"]
    assert named == [*own, "ALLOWED_RECIPIENT_DOMAINS"]


def test_without_a_mailbox_nobody_can_be_mailed() -> None:
    ways = read_settings({**DOMAINS, "OWNER_OOV_MAIL": "oov@politie.example"}).owner_ways
    assert (ways.mail("OOV"), ways.has_mailbox) == (None, False)


def test_the_sandbox_has_readers_and_a_way_to_every_owner(environ: dict[str, Any]) -> None:
    settings = read_settings(environ)
    settings.readers.need(prepares=False)
    assert len(settings.members) == 9
    assert len(settings.owner_ways.mails) == 9 + ("COORDINATOR_MAIL" in environ)
    assert settings.owner_ways.problems == {}
