"""Tells the coordinator what does not work, once a day, by every way that still does.

The first outage of a day is told at once, and what comes after it the next day, all together.

First the mail. When that cannot go, as no sign-in may mean no mail, the coordinator's channel in
Teams. What mends itself is told when it lasts; see `Settings.outage_patience`. What was told is
told once more when it is over.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.core.dutch import full_date
from bot.core.reminders.due import COORDINATOR
from bot.core.workdays import local_date
from bot.documents.mails import RenderedMail, templates_of
from bot.progress import tell_or_warn
from bot.service.coordinator import post_card
from bot.service.outages import Outage, read_outages
from bot.service.outcomes import explain
from bot.settings import SettingsErrors
from bot.store.errors import RoundBusy, StoreError
from bot.store.ledger import Ledger
from bot.store.records.notices import Notice
from bot.wiring import House
from connectors.errors import GraphError
from connectors.log import get_logger
from mappings.agenda_file import AgendaErrors

HEARD, CALM = "outage:", "over:"
_TITLES = {True: "Driehoekbot werkt niet goed", False: "Driehoekbot werkt weer"}

Fate = Literal["told", "unsure", "no-way"]
_FATES: dict[Fate, str] = {
    "told": "De coördinator heeft daar bericht van gekregen.",
    "unsure": "Of de coördinator daar bericht van kreeg, is niet zeker.",
    "no-way": (
        "De coördinator kreeg daar geen bericht van, want geen adres of kanaal werkt. Kijk met: "
        "driehoek doctor"
    ),
}

log = get_logger()


@dataclass(frozen=True)
class OutageNews:
    """What the coordinator is to hear now. over: by key, what she heard of and is no more."""

    agenda: str
    at: datetime
    outages: Sequence[Outage]
    over: Mapping[str, str]

    @property
    def title(self) -> str:
        """What it is about."""
        return _TITLES[bool(self.outages)]

    @property
    def sentences(self) -> list[str]:
        """What to tell, the outages first."""
        return [*(outage.sentence for outage in self.outages), *self.over.values()]

    @property
    def key(self) -> str:
        """Names this news of this day, so that it is mailed once."""
        parts = [self.agenda, local_date(self.at).isoformat()]
        parts += sorted([*(CALM + key for key in self.over), *(o.key for o in self.outages)])
        return hashlib.sha256("|".join(["outages", *parts]).encode()).hexdigest()

    def note(self, ledger: Ledger) -> None:
        """Write down that she heard this."""
        for outage in self.outages:
            told = Notice(key=outage.key, sentence=outage.over, at=outage.since)
            ledger.notices.note_heard(told, self.at)
        for key in self.over:
            ledger.notices.withdraw(key)
            calm = Notice(key=CALM + key, sentence="", at=self.at)
            ledger.notices.note_heard(calm, self.at)


def tell_outages(house: House) -> None:
    """Tell what does not work any more, and what works again; never fails itself."""
    try:
        with house.store.read() as ledger:
            news = read_news(ledger, house)
        if news is not None:
            keys, fate = [outage.key for outage in news.outages], _tell(house, news)
            told = f"{news.title}. {_FATES[fate]}"
            tell_or_warn(house.tell, told, "outage", keys=keys, told=fate)
    except (AgendaErrors, GraphError, SettingsErrors, StoreError) as error:
        code, reason = explain(error)
        told = f"De coördinator is niet ingelicht. {reason}"
        tell_or_warn(house.tell, told, "outage not told", outcome=code, reason=reason)


def read_news(ledger: Ledger, house: House) -> OutageNews | None:
    """What the coordinator is to hear now; None when there is no news for her today."""
    now = house.now()
    outages = read_outages(ledger, house.agenda.meetings, now)
    grave = [o for o in outages if o.needs_person(now, house.settings.outage_patience)]
    heard, today = ledger.notices.heard(HEARD), local_date(now)
    told = [*heard, *ledger.notices.heard(CALM)]
    new = grave and all(local_date(notice.told_at) < today for notice in told)
    still = {outage.key for outage in outages}
    over = {notice.key: notice.sentence for notice in heard if notice.key not in still}
    if not new and (grave or not over):
        return None  # what is over is told at once when all is, else with the next news
    return OutageNews(house.agenda.name, now, grave, over)


def _tell(house: House, news: OutageNews) -> Fate:
    fate = _mail(house, news)
    if fate == "no-way":
        fate = _post(house, news)
    if fate == "told":
        with house.store.begin() as ledger:
            news.note(ledger)
    return fate


def _mail(house: House, news: OutageNews) -> Fate:
    """Mail it. unsure: it may have gone, or can a moment later; the next time goes on with it."""
    address = house.settings.owner_ways.mail(COORDINATOR)
    if not address:
        return "no-way"
    from connectors.mime import OutgoingMail  # here, as most rounds have nothing to tell

    mail = render_outages(news)
    outgoing = OutgoingMail(subject=mail.subject, html=mail.html, text=mail.text, to=(address,))
    try:
        house.graph.start_round()
        with house.store.one_round_at_a_time():
            outcome = house.mailer.send_once(news.key, "coordinator", outgoing)
    except RoundBusy:
        return "unsure"
    except (GraphError, SettingsErrors) as error:
        return _not_mailed(house, news.key, error)
    return "unsure" if outcome == "unknown" else "told"


def _not_mailed(house: House, key: str, error: GraphError | SettingsErrors) -> Fate:
    """Write down that the mail did not go; unless an earlier try handed it over."""
    log.info("outage not mailed", reason=explain(error)[1])
    with house.store.begin() as ledger:
        known = ledger.sends.get(key)
        if known is not None and known.state == "planned":
            ledger.sends.settle(key, "rejected", house.now())
    return "unsure" if known is not None and known.state == "unknown" else "no-way"


def _post(house: House, news: OutageNews) -> Fate:
    """Post a card in the coordinator's channel. told: also when it may have gone before a kill."""
    key = f"outages:{news.key}"
    return "told" if post_card(house, key, news.title, news.sentences) else "no-way"


def render_outages(news: OutageNews) -> RenderedMail:
    """Render the mail about what does not work, or works again."""
    words = {
        "title": news.title,
        "agenda": news.agenda,
        "day": full_date(local_date(news.at)),
        "sentences": news.sentences,
        "lasts": bool(news.outages),
    }
    templates = templates_of("bot.service")
    html = templates.get_template("outage.html.j2").render(words)
    text = templates.get_template("outage.txt.j2").render(words)
    return RenderedMail(subject=news.title, html=html, text=text)
