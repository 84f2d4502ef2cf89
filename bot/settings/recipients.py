"""Who gets what: the readers of the digest, and the ways to each owner.

A setting that is wrong stops only what it is for. A bad list of readers stops the digest; a bad
address, webhook or channel of an owner closes that way to that owner. Both are kept here as Dutch
sentences that name the setting and never repeat the address, for the acts concerned, `doctor` and
`status` to tell.
"""

import re
from collections.abc import Collection, Iterator
from typing import Literal

from pydantic import SecretStr

from bot.core.reminders.due import COORDINATOR
from bot.settings.channels import judge_channels, judge_webhooks
from bot.settings.errors import ADVICE, SettingsErrors
from bot.settings.given import Given
from connectors.addresses import NoAddress, lies_in, read_address, read_domain
from mappings.canonical import Frozen

_WHY = {
    "DIGEST_RECIPIENTS": "de adressen die het statusoverzicht krijgen, met komma's ertussen.",
    "ALLOWED_RECIPIENT_DOMAINS": "de domeinen waarheen de bot mag mailen, met komma's ertussen.",
}
_NO_ADDRESS = "is geen mailadres. Schrijf alleen naam@domein, zonder iets eromheen."
_OUTSIDE = (
    "ligt buiten ALLOWED_RECIPIENT_DOMAINS; daarheen mailt de bot niet. "
    "Neem een ander adres of voeg het domein toe."
)
_NO_DOMAIN = (
    "In ALLOWED_RECIPIENT_DOMAINS staat iets dat geen maildomein is. Schrijf alleen wat in een "
    "mailadres achter de @ staat, met komma's ertussen."
)


class NotARecipient(Exception):
    """A text is no address we mail to; its own text is Dutch, begins with a verb, names nobody."""


def recipient(text: str, domains: Collection[str]) -> str:
    """Give the one plain address in an allowed domain that this text is. Raises NotARecipient."""
    try:
        address = read_address(text)
    except NoAddress:
        raise NotARecipient(_NO_ADDRESS) from None
    if not lies_in(address, domains):
        raise NotARecipient(_OUTSIDE)
    return address


def is_allowed(mail: str, domains: Collection[str]) -> bool:
    """Whether the address lies in one of the allowed domains, exactly."""
    return lies_in(mail, domains)


def environment_name(owner: str) -> str:
    """An owner code as it stands in a variable's name: "H&T" gives "H_T"."""
    return re.sub(r"[^A-Z0-9]", "_", owner.upper())


class Readers(Frozen):
    """Who may read the digest. domains: where mail may go at all, in small letters.

    problems: by setting, what is wrong with it; a list with a problem has no readers.
    """

    digest: tuple[str, ...] = ()
    concept: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    problems: dict[str, str] = {}

    def of(self, *, prepares: bool) -> tuple[str, ...]:
        """The readers of a digest, or of the concept for a meeting that prepares others."""
        return self.concept if prepares else self.digest

    def gap(self, *, prepares: bool) -> str:
        """Why a digest has no readers, in Dutch; for a concept that nobody is to get as well."""
        name = "CONCEPT_RECIPIENTS" if prepares else "DIGEST_RECIPIENTS"
        nobody = "Niemand krijgt het concept. Vul CONCEPT_RECIPIENTS om het te laten mailen."
        return self.problems.get(name) or (nobody if prepares else _missing(name))

    def need(self, *, prepares: bool) -> None:
        """Raise SettingsErrors when this digest has nobody to go to, or its list is wrong."""
        own = "CONCEPT_RECIPIENTS" if prepares else "DIGEST_RECIPIENTS"
        given = {"DIGEST_RECIPIENTS": self.digest, "ALLOWED_RECIPIENT_DOMAINS": self.domains}
        self._raise(
            self.problems.get(name, "" if given.get(name, True) else _missing(name))
            for name in (own, "ALLOWED_RECIPIENT_DOMAINS")
        )

    def need_domains(self) -> None:
        """Raise SettingsErrors when no mail may go anywhere."""
        name = "ALLOWED_RECIPIENT_DOMAINS"
        self._raise([self.problems.get(name, "" if self.domains else _missing(name))])

    @staticmethod
    def _raise(sentences: Collection[str] | Iterator[str]) -> None:
        if wrong := [sentence for sentence in sentences if sentence]:
            raise SettingsErrors([*wrong, ADVICE])


class OwnerWays(Frozen):
    """How a card can reach an owner. Mappings are keyed by `environment_name(owner)`.

    mails: addresses that were judged, the coordinator's under her own name. has_mailbox: whether
    mail can leave at all. problems: by owner, what is wrong with their settings; a way with a
    problem is left out of the mappings.
    """

    webhooks: dict[str, SecretStr] = {}
    webhook_hosts: tuple[str, ...] = ()
    envelope: Literal["wrapped", "bare"] = "wrapped"
    channels: dict[str, str] = {}
    mails: dict[str, str] = {}
    domains: tuple[str, ...] = ()
    has_mailbox: bool = False
    problems: dict[str, tuple[str, ...]] = {}

    def webhook(self, owner: str) -> SecretStr | None:
        """The webhook of an owner's channel."""
        return self.webhooks.get(environment_name(owner))

    def channel(self, owner: str) -> str | None:
        """An owner's channel as team-id/channel-id."""
        return self.channels.get(environment_name(owner))

    def mail(self, owner: str) -> str | None:
        """The address of an owner's team; None also when no mail can leave."""
        return self.mails.get(environment_name(owner)) if self.has_mailbox else None

    def problems_of(self, owner: str) -> tuple[str, ...]:
        """What is wrong with an owner's settings, in Dutch, naming the setting."""
        return self.problems.get(environment_name(owner), ())

    def gap(self, owner: str, *, called: str) -> str:
        """Say what is missing or wrong when no way leads to an owner. called: the owner's name."""
        name = environment_name(owner)
        mail = "COORDINATOR_MAIL" if owner == COORDINATOR else f"OWNER_{name}_MAIL"
        nothing = f"Er is geen Teams-kanaal en geen mail voor {called}: "
        if wrong := self.problems_of(owner):
            return nothing + " ".join(wrong)
        mailbox = "" if self.has_mailbox else " Voor mail is ook OUTLOOK_MAILBOX nodig."
        return f"{nothing}vul TEAMS_WEBHOOK_{name} of {mail} in.{mailbox}"


def read_readers(given: Given) -> Readers:
    """The readers, as far as their settings are right."""
    problems: dict[str, str] = {}
    domains = []
    for text in listed(given.get("ALLOWED_RECIPIENT_DOMAINS", "")):
        try:
            domains.append(read_domain(text))
        except NoAddress:
            problems["ALLOWED_RECIPIENT_DOMAINS"] = _NO_DOMAIN

    def judged(name: str, text: str) -> tuple[str, ...]:
        try:
            return tuple({t.lower(): recipient(t, domains) for t in listed(text)}.values())
        except NotARecipient as reason:
            problems[name] = f"Een adres in {name} {reason}"
            return ()

    return Readers(
        digest=judged("DIGEST_RECIPIENTS", given.get("DIGEST_RECIPIENTS", "")),
        concept=judged("CONCEPT_RECIPIENTS", given.get("CONCEPT_RECIPIENTS", "")),
        domains=tuple(domains),
        problems=problems,
    )


def read_owner_ways(given: Given, domains: tuple[str, ...], *, has_account: bool) -> OwnerWays:
    """The ways to the owners, as far as their settings are right.

    has_account: whether there is a service account, which alone can post in a channel by its ids.
    """
    texts = {f"OWNER_{owner}_MAIL": (owner, t) for owner, t in given.owned("OWNER_", "_MAIL")}
    if coordinator := given.get("COORDINATOR_MAIL", ""):
        texts["COORDINATOR_MAIL"] = (environment_name(COORDINATOR), coordinator)
    mails: dict[str, str] = {}
    wrong: list[tuple[str, str]] = []
    for name, (owner, text) in texts.items():
        try:
            mails[owner] = recipient(text, domains)
        except NotARecipient as reason:
            wrong.append((owner, f"Het adres in {name} {reason}"))
    # Read before the webhooks, whose names begin in the same way.
    hosts = listed(given.get("TEAMS_WEBHOOK_HOSTS").lower())
    envelope = given.get("TEAMS_WEBHOOK_ENVELOPE").lower()
    webhooks, closed = judge_webhooks(given.owned("TEAMS_WEBHOOK_", ""), hosts)
    channels, shut = judge_channels(given.owned("TEAMS_CHANNEL_", ""), has_account=has_account)
    problems: dict[str, tuple[str, ...]] = {}
    for owner, sentence in (*closed.items(), *shut.items(), *wrong):
        problems[owner] = (*problems.get(owner, ()), sentence)
    return OwnerWays(
        webhooks={owner: SecretStr(url) for owner, url in webhooks.items()},
        webhook_hosts=hosts,
        envelope="bare" if envelope == "bare" else "wrapped",
        channels=channels,
        mails=mails,
        domains=domains,
        has_mailbox=bool(given.get("OUTLOOK_MAILBOX", "")),
        problems=problems,
    )


def listed(text: str) -> tuple[str, ...]:
    """The parts of a list with commas or semicolons in between, without blanks around them."""
    return tuple(part.strip(" \t") for part in re.split("[,;]", text) if part.strip(" \t"))


def _missing(name: str) -> str:
    return f"{name} ontbreekt: {_WHY[name]}"
